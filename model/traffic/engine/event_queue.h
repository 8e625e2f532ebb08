#pragma once

#include <cstdint>
#include <vector>

#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// Something that will happen; what `kind`, `node`, `subject` and `generation` mean is the
/// simulation's affair.
struct Event {
    Time at = 0;
    std::uint64_t sequence = 0;  ///< In order of scheduling; never twice in a run.
    std::uint32_t kind = 0;
    std::uint32_t node = 0;
    std::uint32_t subject = 0;
    std::uint32_t generation = 0;

    /// The total order: time, then sequence.
    [[nodiscard]] bool before(const Event& other) const {
        return at != other.at ? at < other.at : sequence < other.sequence;
    }
};

/// A four-ary heap of events.
///
/// What is taken leaves a hole at the top until the next step needs it filled: most events schedule
/// another, which is then sifted down once, where a last one put there would be sifted, too.
class EventHeap {
public:
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    /// Returns the first event; there must be one.
    [[nodiscard]] const Event& top() {
        if (m_hole) fillHole();
        return m_events.front();
    }
    void push(const Event& event) {
        ++m_size;
        if (m_hole) {
            m_hole = false;
            siftDown(event);
            return;
        }
        if (m_size > m_events.size()) grow();
        std::size_t at = m_size - 1;
        for (std::size_t parent = 0; at > 0; at = parent) {
            parent = (at - 1) / 4;
            if (!event.before(m_events[parent])) break;
            m_events[at] = m_events[parent];
        }
        m_events[at] = event;
    }
    /// Takes what `top` returned last.
    void pop() {
        --m_size;
        m_hole = true;
    }
    /// Appends all events to `taken`, in no order.
    void giveAll(std::vector<Event>& taken);

private:
    /// Puts an event at the top, and then as far down as it belongs.
    void siftDown(const Event& event) {
        std::size_t at = 0;
        for (std::size_t first = 1; first < m_size; first = 4 * at + 1) {
            std::size_t least = first;
            const std::size_t end = first + 4 < m_size ? first + 4 : m_size;
            for (std::size_t child = first + 1; child < end; ++child) {
                if (m_events[child].before(m_events[least])) least = child;
            }
            if (!m_events[least].before(event)) break;
            m_events[at] = m_events[least];
            at = least;
        }
        m_events[at] = event;
    }
    void fillHole() {
        m_hole = false;
        siftDown(m_events[m_size]);
    }
    void grow();

    std::vector<Event> m_events;  // The first m_size are there; with a hole, one more from 1 on.
    std::size_t m_size = 0;
    bool m_hole = false;
};

/// Which structure keeps the pending events; the order in which they come out is the same.
enum class QueueKind : std::uint8_t {
    Calendar,
    Heap
};

/// The pending events in total order.
///
/// The calendar holds the events of the nearest span of time (`day`) in a small heap, those of the
/// days after it in unsorted chains, one a day, and all that is later in a list. Days are laid out
/// anew, to fit the gaps between events, whenever they are used up, or turn out to be too full or
/// too empty. So an event costs a constant number of steps, and the worst that a bad layout can do
/// is the heap's logarithm. With few events pending there is one endless day: the heap.
class EventQueue {
public:
    explicit EventQueue(QueueKind kind = QueueKind::Calendar) : m_kind(kind) {}

    void push(const Event& event) {
        ++m_size;
        if (event.at < m_dayEnd) {
            m_today.push(event);
            if (m_today.size() > m_relieveAt && m_kind == QueueKind::Calendar) relieve();
        } else {
            pushLater(event);
        }
    }
    /// Takes the first event if it is not after `limit`.
    [[nodiscard]] bool popUntil(Time limit, Event& event) {
        if (m_today.empty() && !nextDay()) return false;
        if (m_today.top().at > limit) return false;
        event = m_today.top();
        m_today.pop();
        --m_size;
        return true;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }

private:
    static constexpr std::size_t kCrowded = 192;  // Events of a day that make it worth dividing.
    static constexpr std::size_t kMostDays = 1U << 16U;
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    struct Node {
        Event event;
        std::uint32_t next = kNone;
    };

    void pushLater(const Event& event);
    bool nextDay();
    void relieve();
    void gatherAll();
    void layOut();
    void intoDay(std::size_t day, const Event& event);

    QueueKind m_kind;
    std::size_t m_size = 0;
    EventHeap m_today;
    Time m_dayEnd = kNever;  // Events before it are in m_today.
    Time m_firstDay = 0;     // Where day 0 begins.
    Time m_dayLength = 1;
    std::size_t m_day = 0;        // The next day to be opened.
    Time m_calendarEnd = kNever;  // Events from it on are in m_later.
    std::vector<std::uint32_t> m_days;
    std::vector<Node> m_nodes;
    std::uint32_t m_free = kNone;
    std::vector<Event> m_later;
    std::vector<Event> m_gathered;
    std::size_t m_relieveAt = kCrowded;
};

}  // namespace archivolt::traffic
