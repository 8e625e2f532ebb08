#pragma once

#include <cstdint>
#include <vector>

#include "model/traffic/engine/time.h"
#include "model/traffic/plant/plant.h"

namespace archivolt::traffic {

/// Which objects are kept, until when; with a capacity, the least recently used one makes room.
///
/// Constant time for each step; memory by the greatest object asked for.
class ObjectStore {
public:
    ObjectStore() = default;
    explicit ObjectStore(const StoreSpec& spec) : m_spec(spec) {}

    /// Says whether the object is kept now, and counts that as a use.
    bool has(std::uint32_t object, Time now) {
        if (object >= m_entries.size() || m_entries[object].until <= now) return false;
        if (m_spec.capacity != 0) {
            unlink(object);
            linkFirst(object);
        }
        return true;
    }
    /// Says whether there is a copy, be it too old.
    [[nodiscard]] bool hasCopy(std::uint32_t object) const {
        return object < m_entries.size() && m_entries[object].until > 0;
    }
    void put(std::uint32_t object, Time now);
    /// Puts a copy that is too old at `until` already, if not before.
    void putUntil(std::uint32_t object, Time now, Time until);
    /// Returns when what is kept of an object is too old; 0 where nothing is.
    [[nodiscard]] Time keptUntil(std::uint32_t object) const {
        return object < m_entries.size() ? m_entries[object].until : 0;
    }
    void drop(std::uint32_t object);
    void clear();
    [[nodiscard]] std::uint32_t size() const { return m_size; }

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;
    struct Entry {
        Time until = 0;
        std::uint32_t newer = kNone;
        std::uint32_t older = kNone;
    };
    void unlink(std::uint32_t object);
    void linkFirst(std::uint32_t object);

    StoreSpec m_spec;
    std::vector<Entry> m_entries;  // INVARIANT: `until` is above 0 exactly for what is linked.
    std::uint32_t m_newest = kNone;
    std::uint32_t m_oldest = kNone;
    std::uint32_t m_size = 0;
};

}  // namespace archivolt::traffic
