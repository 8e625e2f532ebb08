#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>

namespace archivolt {

/// Lets a thread give way to what somebody waits for on others, where there are few processors.
class GivingWay {
public:
    /// Lasts as long as something is urgent; may be let go of on any thread.
    using Urgent = std::shared_ptr<const void>;
    [[nodiscard]] Urgent urgent() const {
        const std::lock_guard lock(m_state->mutex);
        ++m_state->count;
        return {m_state.get(), [state = m_state](const void*) {
                    {
                        const std::lock_guard end(state->mutex);
                        --state->count;
                    }
                    state->changed.notify_all();
                }};
    }
    /// Waits until nothing is urgent, or `stop`, or for `most`.
    void wait(const std::stop_token& stop, std::chrono::milliseconds most) const {
        std::unique_lock lock(m_state->mutex);
        m_state->changed.wait_for(lock, stop, most, [this] { return m_state->count == 0; });
    }

private:
    struct State {
        std::mutex mutex;
        std::condition_variable_any changed;
        int count = 0;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

}  // namespace archivolt
