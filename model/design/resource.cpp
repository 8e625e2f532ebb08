#include "model/design/resource.h"

#include <algorithm>

#include "model/base/invariant.h"
#include "model/base/persistent_map.h"

namespace archivolt {

namespace {

constexpr std::size_t kChunk = 128;

using Chunk = std::vector<ResourceTable::Pointer>;
using Chunks = std::vector<std::shared_ptr<const Chunk>>;

}  // namespace

/// Resources in text order lie in chunks; the indexes find a resource by its id or logical id. A
/// position is found by looking through chunks, which only insertion and removal need.
struct ResourceTable::State {
    Chunks chunks;                    // INVARIANT: none is empty.
    std::vector<std::size_t> firsts;  // The index of each chunk's first resource.
    PersistentMap<ResourceId, Pointer> byId;
    PersistentMap<std::string, ResourceId> byName;
    std::size_t size = 0;

    void count() {
        firsts.clear();
        size = 0;
        for (const auto& chunk : chunks) {
            firsts.push_back(size);
            size += chunk->size();
        }
    }

    /// Returns the chunk that holds index `index`, or the last one for an index at the end.
    [[nodiscard]] std::size_t chunkOf(std::size_t index) const {
        const auto after = std::upper_bound(firsts.begin(), firsts.end(), index);
        return static_cast<std::size_t>(after - firsts.begin()) - 1;
    }

    void setChunk(std::size_t c, Chunk chunk) {
        const auto at = chunks.begin() + static_cast<std::ptrdiff_t>(c);
        if (chunk.empty()) {
            chunks.erase(at);
        } else if (chunk.size() <= kChunk) {
            *at = std::make_shared<const Chunk>(std::move(chunk));
        } else {
            const auto half = chunk.begin() + static_cast<std::ptrdiff_t>(chunk.size() / 2);
            *at = std::make_shared<const Chunk>(half, chunk.end());
            chunks.insert(chunks.begin() + static_cast<std::ptrdiff_t>(c),
                          std::make_shared<const Chunk>(chunk.begin(), half));
        }
        count();
    }
};

const std::string& Resource::type() const {
    static const std::string kNone;
    const Value* type = body.find("Type");
    return type != nullptr && type->isString() ? type->text() : kNone;
}

const Value& Resource::properties() const {
    static const Value kNull;
    const Value* properties = body.find("Properties");
    return properties != nullptr ? *properties : kNull;
}

std::vector<std::string> Resource::dependsOn() const {
    std::vector<std::string> names;
    const Value* value = body.find("DependsOn");
    if (value == nullptr) return names;
    if (value->isString()) names.push_back(value->text());
    for (const Value& item : value->items()) {
        if (item.isString()) names.push_back(item.text());
    }
    return names;
}

std::size_t ResourceTable::size() const { return m_state ? m_state->size : 0; }

const ResourceTable::Pointer& ResourceTable::operator[](std::size_t index) const {
    INVARIANT(index < size());
    const std::size_t c = m_state->chunkOf(index);
    return (*m_state->chunks[c])[index - m_state->firsts[c]];
}

ResourceTable::Pointer ResourceTable::find(ResourceId id) const {
    const Pointer* found = m_state ? m_state->byId.find(id) : nullptr;
    return found != nullptr ? *found : nullptr;
}

ResourceTable::Pointer ResourceTable::find(std::string_view logicalId) const {
    const ResourceId* id = m_state ? m_state->byName.find(logicalId) : nullptr;
    return id != nullptr ? find(*id) : nullptr;
}

std::size_t ResourceTable::indexOf(ResourceId id) const {
    const Pointer resource = find(id);
    if (!resource) return size();
    for (std::size_t c = 0; c < m_state->chunks.size(); ++c) {
        const Chunk& chunk = *m_state->chunks[c];
        const auto at = std::find(chunk.begin(), chunk.end(), resource);
        if (at != chunk.end()) {
            return m_state->firsts[c] + static_cast<std::size_t>(at - chunk.begin());
        }
    }
    INVARIANT(false);
}

ResourceTable ResourceTable::with(Resource resource) const {
    const std::size_t index = indexOf(resource.id);
    INVARIANT(index < size());
    auto state = std::make_shared<State>(*m_state);
    const Pointer before = (*this)[index];
    const auto after = std::make_shared<const Resource>(std::move(resource));
    if (before->logicalId != after->logicalId) {
        INVARIANT(!state->byName.contains(after->logicalId));
        state->byName = state->byName.without(before->logicalId).with(after->logicalId, after->id);
    }
    state->byId = state->byId.with(after->id, after);
    const std::size_t c = state->chunkOf(index);
    Chunk chunk = *state->chunks[c];
    chunk[index - state->firsts[c]] = after;
    state->chunks[c] = std::make_shared<const Chunk>(std::move(chunk));
    ResourceTable result;
    result.m_state = std::move(state);
    return result;
}

ResourceTable ResourceTable::withInserted(std::size_t index, Resource resource) const {
    INVARIANT(index <= size());
    auto state = m_state ? std::make_shared<State>(*m_state) : std::make_shared<State>();
    const auto added = std::make_shared<const Resource>(std::move(resource));
    INVARIANT(!state->byId.contains(added->id) && !state->byName.contains(added->logicalId));
    state->byId = state->byId.with(added->id, added);
    state->byName = state->byName.with(added->logicalId, added->id);
    if (state->chunks.empty()) {
        state->chunks.push_back(std::make_shared<const Chunk>(Chunk{added}));
        state->count();
    } else {
        const std::size_t c = state->chunkOf(index);
        Chunk chunk = *state->chunks[c];
        chunk.insert(chunk.begin() + static_cast<std::ptrdiff_t>(index - state->firsts[c]), added);
        state->setChunk(c, std::move(chunk));
    }
    ResourceTable result;
    result.m_state = std::move(state);
    return result;
}

ResourceTable ResourceTable::without(ResourceId id) const {
    const std::size_t index = indexOf(id);
    INVARIANT(index < size());
    auto state = std::make_shared<State>(*m_state);
    state->byName = state->byName.without((*this)[index]->logicalId);
    state->byId = state->byId.without(id);
    const std::size_t c = state->chunkOf(index);
    Chunk chunk = *state->chunks[c];
    chunk.erase(chunk.begin() + static_cast<std::ptrdiff_t>(index - state->firsts[c]));
    state->setChunk(c, std::move(chunk));
    ResourceTable result;
    if (state->size > 0) result.m_state = std::move(state);
    return result;
}

ResourceTable ResourceTable::of(std::vector<Resource> resources) {
    std::vector<Pointer> pointers;
    pointers.reserve(resources.size());
    for (Resource& resource : resources) {
        pointers.push_back(std::make_shared<const Resource>(std::move(resource)));
    }
    return of(pointers);
}

ResourceTable ResourceTable::of(const std::vector<Pointer>& resources) {
    ResourceTable result;
    if (resources.empty()) return result;
    auto state = std::make_shared<State>();
    std::vector<std::pair<ResourceId, Pointer>> byId;
    std::vector<std::pair<std::string, ResourceId>> byName;
    Chunk chunk;
    for (const Pointer& pointer : resources) {
        byId.emplace_back(pointer->id, pointer);
        byName.emplace_back(pointer->logicalId, pointer->id);
        chunk.push_back(pointer);
        if (chunk.size() == kChunk) {
            state->chunks.push_back(std::make_shared<const Chunk>(std::move(chunk)));
            chunk.clear();
        }
    }
    if (!chunk.empty()) state->chunks.push_back(std::make_shared<const Chunk>(std::move(chunk)));
    const auto byFirst = [](const auto& a, const auto& b) { return a.first < b.first; };
    std::sort(byId.begin(), byId.end(), byFirst);
    std::sort(byName.begin(), byName.end(), byFirst);
    state->byId = PersistentMap<ResourceId, Pointer>::fromSorted(std::move(byId));
    state->byName = PersistentMap<std::string, ResourceId>::fromSorted(std::move(byName));
    state->count();
    result.m_state = std::move(state);
    return result;
}

void ResourceTable::forEachDifference(const ResourceTable& a, const ResourceTable& b,
                                      const Difference& different) {
    using Map = PersistentMap<ResourceId, Pointer>;
    static const Map kEmpty;
    static const Pointer kNone;
    if (a.m_state == b.m_state) return;
    Map::forEachDifference(
        a.m_state ? a.m_state->byId : kEmpty, b.m_state ? b.m_state->byId : kEmpty,
        [&](ResourceId, const Pointer* before, const Pointer* after) {
            different(before != nullptr ? *before : kNone, after != nullptr ? *after : kNone);
        });
}

ResourceTable::Iterator ResourceTable::begin() const { return {this, 0}; }
ResourceTable::Iterator ResourceTable::end() const { return {this, size()}; }

bool operator==(const ResourceTable& a, const ResourceTable& b) {
    if (a.m_state == b.m_state) return true;
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(),
                      [](const auto& x, const auto& y) { return x == y || *x == *y; });
}

}  // namespace archivolt
