#include "app/session/selection_trail.h"

#include <algorithm>

namespace archivolt {

void SelectionTrail::made(const Snapshot& design, DesignSelection before,
                          const Snapshot& replaced) {
    std::erase_if(m_steps, [](const Step& step) { return step.design.expired(); });
    for (const Step& step : m_steps) {
        if (replaced != nullptr && step.design.lock() == replaced) before = step.before;
    }
    m_steps.push_back({design, before, before});
}

DesignSelection SelectionTrail::undone(const Snapshot& design, DesignSelection now) {
    for (Step& step : m_steps) {
        if (step.design.lock() != design) continue;
        step.after = std::move(now);
        return step.before;
    }
    return now;
}

DesignSelection SelectionTrail::redone(const Snapshot& design, DesignSelection now) const {
    for (const Step& step : m_steps) {
        if (step.design.lock() == design) return step.after;
    }
    return now;
}

}  // namespace archivolt
