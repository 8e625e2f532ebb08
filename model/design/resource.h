#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/base/strong_id.h"
#include "model/value/value.h"

namespace archivolt {

/// One entry of a template's Resources section, kept whole: order, unknown attributes and all.
///
/// `body` is the map under the logical id (Type, Properties, DependsOn, Condition, Metadata, …). It
/// may be anything in a broken template, and a list under a `Fn::ForEach::…` key.
struct Resource {
    ResourceId id;          ///< Stays the same through edits and renames.
    std::string logicalId;  ///< The key under Resources.
    Value body;

    /// Returns the Type attribute's text; empty when it is missing or no text.
    [[nodiscard]] const std::string& type() const;
    /// Returns Properties; a null value when there are none.
    [[nodiscard]] const Value& properties() const;
    /// Returns the attribute `name` of the body (`Condition`, `DeletionPolicy`), or null pointer.
    [[nodiscard]] const Value* attribute(std::string_view name) const { return body.find(name); }
    /// Returns the logical ids that DependsOn names, as a string or a list.
    [[nodiscard]] std::vector<std::string> dependsOn() const;
    /// Says whether this is a `Fn::ForEach::…` loop in a resource's place.
    [[nodiscard]] bool isLoop() const { return logicalId.starts_with("Fn::ForEach::"); }

    friend bool operator==(const Resource&, const Resource&) = default;
};

/// The resources of a template, in the order of the text, as an immutable value.
///
/// A changed copy shares what did not change. `find` is O(log n), `with` O(√n)-ish, insertion and
/// removal O(n) pointer moves at worst.
class ResourceTable {
public:
    using Pointer = std::shared_ptr<const Resource>;

    [[nodiscard]] std::size_t size() const;
    /// Returns the resource at `index` in text order; `index` < size().
    [[nodiscard]] const Pointer& operator[](std::size_t index) const;
    /// Returns the resource of this id, or null pointer.
    [[nodiscard]] Pointer find(ResourceId id) const;
    /// Returns the resource of this logical id, or null pointer.
    [[nodiscard]] Pointer find(std::string_view logicalId) const;
    /// Returns the place of this id in text order; size() when it is not there.
    [[nodiscard]] std::size_t indexOf(ResourceId id) const;

    /// Returns a copy where `resource` takes the place of the one with its id (renaming included).
    [[nodiscard]] ResourceTable with(Resource resource) const;
    /// Returns a copy with `resource`, of a new id and logical id, before `index` (size() = last).
    [[nodiscard]] ResourceTable withInserted(std::size_t index, Resource resource) const;
    /// Returns a copy without the resource of this id, which must be there.
    [[nodiscard]] ResourceTable without(ResourceId id) const;
    /// Makes a table of resources in order; ids and logical ids must differ.
    [[nodiscard]] static ResourceTable of(std::vector<Resource> resources);
    /// Makes a table of shared resources in order; ids and logical ids must differ.
    [[nodiscard]] static ResourceTable of(const std::vector<Pointer>& resources);

    /// Calls `different(before, after)` in id order for each resource that is not the same pointer
    /// in both; null for one that is not there. What both tables share is skipped by chunks.
    using Difference = std::function<void(const Pointer& before, const Pointer& after)>;
    static void forEachDifference(const ResourceTable& a, const ResourceTable& b,
                                  const Difference& different);

    /// Iterates in text order: `for (const auto& resource : table)` gives pointers.
    class Iterator;
    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;
    friend bool operator==(const ResourceTable& a, const ResourceTable& b);

private:
    struct State;
    std::shared_ptr<const State> m_state;  // Null when empty.
};

class ResourceTable::Iterator {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Pointer;
    using difference_type = std::ptrdiff_t;
    using pointer = const Pointer*;
    using reference = const Pointer&;

    Iterator() = default;
    Iterator(const ResourceTable* table, std::size_t index) : m_table(table), m_index(index) {}
    reference operator*() const { return (*m_table)[m_index]; }
    pointer operator->() const { return &**this; }
    Iterator& operator++() {
        ++m_index;
        return *this;
    }
    Iterator operator++(int) {
        Iterator before = *this;
        ++m_index;
        return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.m_index == b.m_index; }

private:
    const ResourceTable* m_table = nullptr;
    std::size_t m_index = 0;
};

}  // namespace archivolt
