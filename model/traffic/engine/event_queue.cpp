#include "model/traffic/engine/event_queue.h"

#include <algorithm>

namespace archivolt::traffic {

void EventHeap::grow() { m_events.resize(std::max<std::size_t>(64, 2 * m_events.size())); }

void EventHeap::giveAll(std::vector<Event>& taken) {
    const auto first = m_events.begin() + (m_hole ? 1 : 0);
    taken.insert(taken.end(), first, first + static_cast<std::ptrdiff_t>(m_size));
    m_size = 0;
    m_hole = false;
}

void EventQueue::intoDay(std::size_t day, const Event& event) {
    std::uint32_t node = m_free;
    if (node != kNone) {
        m_free = m_nodes[node].next;
    } else {
        node = static_cast<std::uint32_t>(m_nodes.size());
        m_nodes.emplace_back();
    }
    m_nodes[node] = {event, m_days[day]};
    m_days[day] = node;
}

void EventQueue::pushLater(const Event& event) {
    if (event.at >= m_calendarEnd) {
        m_later.push_back(event);
        return;
    }
    intoDay(static_cast<std::size_t>((event.at - m_firstDay) / m_dayLength), event);
}

bool EventQueue::nextDay() {
    if (m_size == 0) return false;
    std::size_t skipped = 0;
    while (m_today.empty()) {
        if (m_day == m_days.size()) {
            gatherAll();
            layOut();
            skipped = 0;
            continue;
        }
        for (std::uint32_t node = m_days[m_day]; node != kNone;) {
            Node& one = m_nodes[node];
            m_today.push(one.event);
            const std::uint32_t next = one.next;
            one.next = m_free;
            m_free = node;
            node = next;
        }
        m_days[m_day] = kNone;
        ++m_day;
        m_dayEnd = m_firstDay + static_cast<Time>(m_day) * m_dayLength;
        // Days that stay empty one after the other are too short.
        if (m_today.empty() && ++skipped > 64 && skipped * 4 > m_days.size()) {
            gatherAll();
            layOut();
            skipped = 0;
        }
    }
    if (m_today.size() <= kCrowded) m_relieveAt = kCrowded;
    if (m_today.size() > m_relieveAt && m_kind == QueueKind::Calendar) relieve();
    return true;
}

/// Puts every pending event into m_gathered.
void EventQueue::gatherAll() {
    m_gathered.clear();
    m_gathered.swap(m_later);
    m_today.giveAll(m_gathered);
    for (std::size_t day = m_day; day < m_days.size(); ++day) {
        for (std::uint32_t node = m_days[day]; node != kNone; node = m_nodes[node].next) {
            m_gathered.push_back(m_nodes[node].event);
        }
        m_days[day] = kNone;
    }
    m_nodes.clear();
    m_free = kNone;
}

/// Divides a crowded day, unless that was tried with as many before and all are of one instant.
void EventQueue::relieve() {
    if (m_today.size() <= m_relieveAt) return;
    gatherAll();
    layOut();
    // What one day holds after that is what can't be divided, or is worth more only when it
    // doubles.
    m_relieveAt = std::max(kCrowded, 2 * m_today.size());
}

/// Lays out days for m_gathered: a few events a day, over the nearer half of them.
void EventQueue::layOut() {
    const std::size_t count = m_gathered.size();
    m_days.clear();
    m_day = 0;
    m_dayEnd = kNever;
    m_calendarEnd = kNever;
    if (m_kind == QueueKind::Heap || count <= kCrowded / 2) {
        for (const Event& event : m_gathered) m_today.push(event);
        m_relieveAt = kCrowded;
        return;
    }
    const auto middle = m_gathered.begin() + static_cast<std::ptrdiff_t>(count / 2);
    std::nth_element(m_gathered.begin(), middle, m_gathered.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    Time first = middle->at;
    for (auto at = m_gathered.begin(); at != middle; ++at) first = std::min(first, at->at);
    constexpr std::size_t kEventsADay = 4;
    const Time span = middle->at - first;
    const std::size_t days = std::clamp<std::size_t>(count / kEventsADay, 16, kMostDays);
    m_firstDay = first;
    m_dayLength = std::max<Time>(1, span / static_cast<Time>(std::max<std::size_t>(days / 2, 1)));
    // Times near the end of all time stay in m_later.
    if (first > kNever - static_cast<Time>(days) * m_dayLength) {
        for (const Event& event : m_gathered) m_today.push(event);
        return;
    }
    m_days.assign(days, kNone);
    m_calendarEnd = first + static_cast<Time>(days) * m_dayLength;
    m_dayEnd = first;
    for (const Event& event : m_gathered) pushLater(event);
    // The first day is opened, so that an event before it finds its place.
    m_dayEnd = first + m_dayLength;
    m_day = 1;
    for (std::uint32_t node = m_days[0]; node != kNone;) {
        m_today.push(m_nodes[node].event);
        const std::uint32_t next = m_nodes[node].next;
        m_nodes[node].next = m_free;
        m_free = node;
        node = next;
    }
    m_days[0] = kNone;
}

}  // namespace archivolt::traffic
