#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/findings/finding.h"

namespace archivolt {

/// What rules found at single things, kept from one design of a history to the next.
///
/// A rule that looks at one thing alone finds the same again while the thing is the same object, in
/// a stack of the same name. Things are known by their address: they live as long as this does.
class KeptFindings {
public:
    using Found = std::shared_ptr<const std::vector<Finding>>;

    /// `previous` (or null) need only live until all is found anew.
    explicit KeptFindings(const KeptFindings* previous = nullptr) : m_previous(previous) {}

    /// A thing that a family of rules looked at. `family` is a text that lasts.
    struct Subject {
        std::string_view family;
        const void* thing = nullptr;
        const std::string& stack;  ///< Its name.
    };
    /// Returns what is known of a subject, or null pointer; what is known stays so.
    [[nodiscard]] Found known(const Subject& subject);
    void keep(const Subject& subject, std::vector<Finding> found);
    /// Lets go of what came before.
    void finish() { m_previous = nullptr; }
    /// Returns how many things were looked at for it, others being known.
    [[nodiscard]] std::size_t looked() const { return m_looked; }

private:
    struct Entry {
        std::string stack;
        Found found;
    };
    using Entries = std::unordered_map<const void*, Entry>;
    const KeptFindings* m_previous;
    std::map<std::string_view, Entries> m_found;  ///< By family.
    std::size_t m_looked = 0;
};

}  // namespace archivolt
