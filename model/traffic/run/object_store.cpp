#include "model/traffic/run/object_store.h"

#include <algorithm>

namespace archivolt::traffic {

void ObjectStore::put(std::uint32_t object, Time now) { putUntil(object, now, kNever); }

void ObjectStore::putUntil(std::uint32_t object, Time now, Time until) {
    if (object >= m_entries.size()) m_entries.resize(std::size_t{object} + 1 + object / 2);
    Entry& entry = m_entries[object];
    if (entry.until > 0) {
        unlink(object);
    } else {
        ++m_size;
    }
    const Time own = m_spec.timeToLive >= kNever - now ? kNever : now + m_spec.timeToLive;
    entry.until = std::min(own, until);
    linkFirst(object);
    if (m_spec.capacity != 0 && m_size > m_spec.capacity) drop(m_oldest);
}

void ObjectStore::drop(std::uint32_t object) {
    if (object >= m_entries.size() || m_entries[object].until == 0) return;
    unlink(object);
    m_entries[object].until = 0;
    --m_size;
}

void ObjectStore::clear() {
    m_entries.clear();
    m_newest = kNone;
    m_oldest = kNone;
    m_size = 0;
}

void ObjectStore::unlink(std::uint32_t object) {
    const Entry& entry = m_entries[object];
    if (entry.newer == kNone) {
        m_newest = entry.older;
    } else {
        m_entries[entry.newer].older = entry.older;
    }
    if (entry.older == kNone) {
        m_oldest = entry.newer;
    } else {
        m_entries[entry.older].newer = entry.newer;
    }
}

void ObjectStore::linkFirst(std::uint32_t object) {
    m_entries[object].newer = kNone;
    m_entries[object].older = m_newest;
    if (m_newest != kNone) m_entries[m_newest].newer = object;
    m_newest = object;
    if (m_oldest == kNone) m_oldest = object;
}

}  // namespace archivolt::traffic
