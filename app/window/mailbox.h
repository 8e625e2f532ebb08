#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace archivolt {

/// Hands values from one thread to another, of which only the latest counts.
template <class Value>
class Mailbox {
public:
    /// Leaves a value in place of the one that waits; says whether none did, so that the other
    /// thread has to be told.
    bool put(Value value) {
        const std::lock_guard lock(m_mutex);
        const bool wasEmpty = !m_waiting.has_value();
        m_waiting = std::move(value);
        return wasEmpty;
    }
    /// Returns what waits; nothing where it was taken already.
    [[nodiscard]] std::optional<Value> take() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_waiting, std::nullopt);
    }

private:
    std::mutex m_mutex;
    std::optional<Value> m_waiting;
};

}  // namespace archivolt
