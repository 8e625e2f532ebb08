#include "app/window/outline_model.h"

#include <algorithm>

namespace archivolt {

OutlineModel::OutlineModel(QObject* parent) : RowListModel(parent) {}

QVariant OutlineModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const OutlineRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole: return QString::fromStdString(row.title);
        case DetailRole: return QString::fromStdString(row.detail);
        case IconRole: return QString::fromStdString(row.icon);
        case HueRole: return static_cast<int>(row.hue);
        case DepthRole: return row.depth;
        case IsOpenRole: return isOpen(row) || !m_filter.isEmpty();
        case HasChildrenRole: return row.hasChildren;
        case IsSelectedRole: return isSelected(row);
        case IsGhostRole: return row.ghost;
        default: return {};
    }
}

QHash<int, QByteArray> OutlineModel::roleNames() const {
    return {{TitleRole, "title"},
            {DetailRole, "detail"},
            {IconRole, "icon"},
            {HueRole, "hue"},
            {DepthRole, "depth"},
            {IsOpenRole, "isOpen"},
            {HasChildrenRole, "hasChildren"},
            {IsSelectedRole, "isSelected"},
            {IsGhostRole, "isGhost"}};
}

void OutlineModel::setDocument(Document* document) {
    if (document == m_document) return;
    if (m_document != nullptr) m_document->disconnect(this);
    m_document = document;
    if (document != nullptr) {
        connect(document, &Document::drawingChanged, this, &OutlineModel::readDesign);
        connect(document, &Document::selectionChanged, this, &OutlineModel::showSelection);
    }
    readDesign();
    Q_EMIT documentChanged();
}

void OutlineModel::setFilter(const QString& filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    filterRows();
}

void OutlineModel::setLooked(bool looked) {
    if (looked == m_isLooked) return;
    m_isLooked = looked;
    if (m_isBehind) makeRows();
    Q_EMIT lookedChanged();
}

void OutlineModel::readDesign() {
    const bool isDrawn =
        m_document != nullptr && m_document->isOpen() && m_document->drawing() != nullptr;
    m_isEmpty = isDrawn && std::ranges::all_of(
                               m_document->session().design()->stacks,
                               [](const auto& stack) { return stack->body.resources.size() == 0; });
    makeRows();
    Q_EMIT designRead();
}

void OutlineModel::makeRows() {
    const bool isDrawn =
        m_document != nullptr && m_document->isOpen() && m_document->drawing() != nullptr;
    m_isBehind = isDrawn && !m_isLooked;
    if (m_isBehind) return;
    m_all = isDrawn ? outlineOf(*m_document->session().design(), *m_document->drawing()->diagram,
                                m_document->catalog())
                    : std::vector<OutlineRow>();
    filterRows();
}

bool OutlineModel::isFound(const OutlineRow& row) const {
    const QString text = QString::fromStdString(row.title + " " + row.detail);
    return text.contains(m_filter, Qt::CaseInsensitive);
}

int OutlineModel::firstFound() const {
    const auto found =
        std::ranges::find_if(m_rows, [this](const OutlineRow& row) { return isFound(row); });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void OutlineModel::filterRows() {
    std::vector<bool> shows(m_all.size(), m_filter.isEmpty());
    std::vector<std::size_t> above;  // The way from the top down to the present line.
    int closedAt = -1;
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        const OutlineRow& row = m_all[i];
        above.resize(std::min(above.size(), static_cast<std::size_t>(row.depth)));
        above.push_back(i);
        if (m_filter.isEmpty()) {
            if (closedAt >= 0 && row.depth <= closedAt) closedAt = -1;
            shows[i] = closedAt < 0;
            if (closedAt < 0 && !isOpen(row)) closedAt = row.depth;
            continue;
        }
        if (!isFound(row)) continue;
        for (const std::size_t ancestor : above) shows[ancestor] = true;
    }
    std::vector<OutlineRow> shown;
    for (std::size_t i = 0; i < m_all.size(); ++i) {
        if (shows[i]) shown.push_back(m_all[i]);
    }
    showRows(m_rows, std::move(shown));
    Q_EMIT rowsChanged();
    showSelection();
}

bool OutlineModel::isSelected(const OutlineRow& row) const {
    const DesignSelection& selection = m_document->selection();
    return row.resource ? selection.resources.contains(row.resource)
                        : !row.box.empty() && selection.box == row.box;
}

void OutlineModel::showSelection() {
    if (m_document != nullptr && rowCount() > 0) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {IsSelectedRole});
    }
    int current = -1;
    for (int row = 0; row < rowCount() && current < 0; ++row) {
        if (isSelected(m_rows[static_cast<std::size_t>(row)])) current = row;
    }
    m_currentRow = current;
    Q_EMIT currentRowChanged();
}

void OutlineModel::choose(int row, bool adds) {
    if (row < 0 || row >= rowCount()) return;
    const OutlineRow& chosen = m_rows[static_cast<std::size_t>(row)];
    DesignSelection selection;
    if (!chosen.resource) {
        selection.box = chosen.box;
    } else if (adds) {
        selection.resources = m_document->selectedResources();
        if (selection.resources.erase(chosen.resource) == 0) {
            selection.resources.insert(chosen.resource);
        }
    } else {
        selection.resources = {chosen.resource};
    }
    m_document->select(std::move(selection));
}

void OutlineModel::reveal(int row) {
    choose(row);
    Q_EMIT m_document->centreRequested();
}

void OutlineModel::setOpen(int row, bool open) {
    if (row < 0 || row >= rowCount() || !m_filter.isEmpty()) return;
    const OutlineRow changed = m_rows[static_cast<std::size_t>(row)];
    if (!changed.hasChildren || isOpen(changed) == open) return;
    if (open) {
        m_closed.erase(changed.key);
    } else {
        m_closed.insert(changed.key);
    }
    Q_EMIT dataChanged(index(row), index(row), {IsOpenRole});
    filterRows();
}

int OutlineModel::parentOf(int row) const {
    if (row < 0 || row >= rowCount()) return -1;
    const int depth = m_rows[static_cast<std::size_t>(row)].depth;
    for (int above = row - 1; above >= 0; --above) {
        if (m_rows[static_cast<std::size_t>(above)].depth < depth) return above;
    }
    return -1;
}

}  // namespace archivolt
