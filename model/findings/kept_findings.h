#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/design/stack.h"
#include "model/findings/finding.h"

namespace archivolt {

/// What rules found at one resource, and which names of its stack they looked up for it.
struct FoundAt {
    FindingList findings;
    std::vector<std::size_t> names;  ///< `hashOfName` of each.
    bool everyName = false;          ///< They asked for all names that there are.
};

/// Returns what a logical id is known by in `FoundAt`.
[[nodiscard]] std::size_t hashOfName(std::string_view logicalId);

/// What some rules found at each resource, kept from one design of a history to the next.
///
/// A rule that looks at a resource, and at the types of those that it names, finds the same again
/// while the resource is the same object, nothing of its stack but resources is otherwise, and the
/// names that were looked up are of the same types. Stacks are gone through one after the other,
/// each resource in its order:
///
///     kept.begin(stack);
///     for (resource : …) {
///         const FoundAt* found = kept.known(resource, id);
///         if (found == nullptr) found = kept.keep(resource, id, look(…));
///     }
class KeptFindings {
public:
    /// A resource as the rules read it; it is told from others by its address.
    using Thing = std::shared_ptr<const void>;

    /// `previous` (or null) need only live until all is found anew.
    explicit KeptFindings(const KeptFindings* previous = nullptr) : m_previous(previous) {}

    /// Turns to a stack, as it was evaluated.
    void begin(std::shared_ptr<const Stack> stack);
    /// Returns what is known of a resource, or null pointer; what is known stays so.
    [[nodiscard]] const FoundAt* known(const Thing& thing, ResourceId id);
    /// Learns what was found at a resource that was not known.
    const FoundAt* keep(const Thing& thing, ResourceId id, FoundAt found);
    /// Returns the stack of before in which a rule over all of it found nothing, so that it need
    /// look only at what changed since; null pointer where there is none. `rule` is a literal.
    [[nodiscard]] const Stack* cleanBefore(std::string_view rule) const;
    /// Learns that a rule over all of the stack found nothing.
    void keepClean(std::string_view rule);
    /// Returns the findings that were learnt and neither known before nor replaced since, ascending
    /// by address: but for who reported them, nobody else holds them.
    [[nodiscard]] std::vector<const Finding*> fresh() const;
    /// What stands for findings from now on, by their address.
    using Others = std::unordered_map<const Finding*, std::shared_ptr<const Finding>>;
    /// Keeps others that say the same in place of findings: with their places in the text, so that
    /// each is there but once.
    void replace(const Others& others);
    /// Lets go of what came before.
    void finish();
    /// Returns how many resources were looked at, others being known.
    [[nodiscard]] std::size_t looked() const { return m_looked; }

private:
    struct Entry {
        Thing thing;
        ResourceId id;
        std::shared_ptr<const FoundAt> found;
    };
    struct OfStack {
        std::shared_ptr<const Stack> stack;
        std::vector<Entry> entries;        ///< In the order of the stack.
        std::set<std::string_view> clean;  ///< Rules over all of it that found nothing.
    };
    [[nodiscard]] const Entry* before(ResourceId id);
    [[nodiscard]] bool holds(const FoundAt& found) const;

    const KeptFindings* m_previous;
    std::map<StackId, OfStack> m_stacks;
    std::size_t m_looked = 0;
    std::vector<const Finding*> m_fresh;  // In the order of learning.

    // The stack that is gone through.
    OfStack* m_now = nullptr;
    const OfStack* m_before = nullptr;  ///< Null where nothing of it is known.
    std::size_t m_next = 0;             ///< Of `m_before`, what stood behind the last one.
    std::vector<std::size_t>
        m_otherNames;  ///< Names that are of another type now, or gone, or new.
    std::optional<std::unordered_map<ResourceId, std::size_t>> m_places;  ///< In `m_before`.
};

}  // namespace archivolt
