#include "model/design/history.h"

#include "model/base/invariant.h"

namespace archivolt {

History::History(Design design, std::size_t limit) : m_limit(limit) {
    INVARIANT(limit >= 1);
    m_steps.push_back({std::make_shared<const Design>(std::move(design)), {}, {}});
    m_saved = present();
}

void History::push(Design design, std::string label, std::string coalesceWith) {
    auto snapshot = std::make_shared<const Design>(std::move(design));
    Step& last = m_steps[m_present];
    const bool joins = !coalesceWith.empty() && last.key == coalesceWith && m_present > 0 &&
                       !canRedo() && !isClean();
    if (joins) {
        last.design = std::move(snapshot);
        last.label = std::move(label);
        return;
    }
    m_steps.resize(m_present + 1);
    m_steps.push_back({std::move(snapshot), std::move(label), std::move(coalesceWith)});
    if (m_steps.size() > m_limit + 1) {
        m_steps.erase(m_steps.begin());
        m_steps.front().label.clear();
        m_steps.front().key.clear();
    }
    m_present = m_steps.size() - 1;
}

bool History::undo() {
    if (!canUndo()) return false;
    close();
    --m_present;
    close();
    return true;
}

bool History::redo() {
    if (!canRedo()) return false;
    ++m_present;
    close();
    return true;
}

std::string_view History::undoLabel() const {
    return canUndo() ? std::string_view(m_steps[m_present].label) : std::string_view();
}

std::string_view History::redoLabel() const {
    return canRedo() ? std::string_view(m_steps[m_present + 1].label) : std::string_view();
}

std::vector<std::string> History::labels() const {
    std::vector<std::string> labels;
    for (std::size_t i = 1; i < m_steps.size(); ++i) labels.push_back(m_steps[i].label);
    return labels;
}

}  // namespace archivolt
