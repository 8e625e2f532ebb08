#include "app/window/connect_model.h"

#include <algorithm>
#include <set>

#include "app/tools/connection.h"
#include "app/tools/references.h"

namespace archivolt {

namespace {

/// Returns the one box that is selected, or kNoBox.
BoxIndex selectedOne(const DesignCanvas* canvas) {
    const auto boxes = canvas == nullptr ? std::vector<BoxIndex>() : canvas->selectedBoxes();
    return boxes.size() == 1 ? boxes.front() : kNoBox;
}

}  // namespace

QVariant ConnectModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case NameRole: return QString::fromStdString(row.key);
        case Qt::DisplayRole:
        case TitleRole: return QString::fromStdString(row.title);
        case DetailRole: return QString::fromStdString(row.says);
        case KeysRole: return QString::fromStdString(row.kind);
        case IsEnabledRole: return row.isLegal;
        default: return {};
    }
}

QHash<int, QByteArray> ConnectModel::roleNames() const {
    return {{NameRole, "name"},
            {TitleRole, "title"},
            {DetailRole, "detail"},
            {KeysRole, "keysText"},
            {IsEnabledRole, "isEnabled"}};
}

void ConnectModel::setCanvas(DesignCanvas* canvas) {
    if (canvas == m_canvas) return;
    m_canvas = canvas;
    Q_EMIT canvasChanged();
}

void ConnectModel::setFilter(const QString& filter) {
    m_filter = filter;
    showRows(m_rows, found());
    Q_EMIT filterChanged();
}

std::vector<ConnectModel::Row> ConnectModel::found() const {
    std::vector<Row> rows;
    const BoxIndex from = selectedOne(m_canvas);
    if (from == kNoBox) return rows;
    const tools::View view = m_canvas->view();
    const Diagram& diagram = *view.scene.diagram;
    const QString wanted = m_filter.trimmed();
    std::set<ResourceId> listed;  // A standby, or a fleet's members, are the same thing once more.
    for (BoxIndex i = 1; i < diagram.boxes.size() && rows.size() < kMost; ++i) {
        const Box& box = diagram.boxes[i];
        const ResourceId resource = tools::resourceOf(box);
        if (i == from || !tools::hasHandle(box) || !resource) continue;
        if (!QString::fromStdString(box.title).contains(wanted, Qt::CaseInsensitive)) continue;
        if (!listed.insert(resource).second) continue;
        const auto plan = tools::planConnection(view.scene, from, i, view.world);
        // Without a text only what can be is listed; who looks for a thing is told why not.
        if (!plan.legal && wanted.isEmpty()) continue;
        const auto declared = declaredResource(view.world.design, resource);
        rows.push_back(
            {box.key, box.title,
             declared ? tools::labelOf(view.world.catalog, declared.resource->type()) : "",
             plan.why, plan.legal});
    }
    std::ranges::stable_sort(rows, std::ranges::greater(), &Row::isLegal);
    return rows;
}

void ConnectModel::connectTo(int row) {
    if (!m_canvas || row < 0 || row >= rowCount()) return;
    const BoxIndex from = selectedOne(m_canvas);
    if (from == kNoBox) return;
    const tools::View view = m_canvas->view();
    const BoxIndex to = view.scene.diagram->find(m_rows[static_cast<std::size_t>(row)].key);
    if (to == kNoBox) return;
    m_canvas->make(tools::planConnection(view.scene, from, to, view.world));
}

}  // namespace archivolt
