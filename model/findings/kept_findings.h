#pragma once

#include <memory>
#include <string>
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

    /// Returns what is known of a thing, or null pointer; what is known stays so.
    [[nodiscard]] Found known(const std::string& stack, const void* thing);
    void keep(const std::string& stack, const void* thing, std::vector<Finding> found);
    /// Lets go of what came before.
    void finish() { m_previous = nullptr; }
    /// Returns how many things were looked at for it, others being known.
    [[nodiscard]] std::size_t looked() const { return m_looked; }

private:
    struct Entry {
        std::string stack;
        Found found;
    };
    const KeptFindings* m_previous;
    std::unordered_map<const void*, Entry> m_found;
    std::size_t m_looked = 0;
};

}  // namespace archivolt
