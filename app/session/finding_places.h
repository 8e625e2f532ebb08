#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/session/open_design.h"
#include "export/cloudformation/text_places.h"

namespace archivolt {

/// Finds where findings about an opened design stand, batch by batch; each text is gone through
/// once. The design must outlive it.
class FindingPlaces {
public:
    explicit FindingPlaces(const OpenedDesign& opened) : m_opened(opened) {}

    /// Fills in file, line and column of findings about the opened text, by stack and path.
    void locate(std::vector<Diagnostic>& diagnostics);

private:
    /// The same for findings of one stack.
    void locateIn(const std::string& stack, std::vector<Diagnostic>& diagnostics);
    /// Returns the places of a stack's text, or null pointer where it has none.
    [[nodiscard]] const TextPlaces* placesOf(const std::string& stack);

    const OpenedDesign& m_opened;
    std::map<std::string, TextPlaces> m_places;  // By stack.
};

}  // namespace archivolt
