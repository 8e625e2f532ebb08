#include "app/window/matrix_model.h"

#include <utility>

#include "app/window/hand_over.h"
#include "app/window/reach_news.h"

namespace archivolt {

MatrixModel::MatrixModel(Document& document, QObject* parent)
    : QAbstractTableModel(parent), m_document(document) {
    connect(&document, &Document::checked, this, &MatrixModel::refresh);
    connect(&document, &Document::drawingChanged, this, &MatrixModel::refresh);
}

void MatrixModel::ask(const ReachAsk& ask) {
    ReachAsk traffic = ask;
    traffic.from.clear();
    traffic.to.clear();
    if (traffic == m_ask) return;
    m_ask = std::move(traffic);
    m_askedOf.reset();
    refresh();
}

void MatrixModel::setView(int view) {
    if (view < 0 || view > static_cast<int>(MatrixView::Things) || view == this->view()) return;
    m_view = static_cast<MatrixView>(view);
    m_askedOf.reset();
    Q_EMIT viewChanged();
    refresh();
}

void MatrixModel::setOn(bool on) {
    if (on == m_isOn) return;
    m_isOn = on;
    Q_EMIT viewChanged();
    refresh();
}

void MatrixModel::refresh() {
    if (!m_isOn) return;
    const auto scene = reachSceneOf(m_document);
    if (!scene) {
        if (!m_document.isOpen()) take(++m_turn, {});
        return;
    }
    if (scene->reachability == m_askedOf) return;
    m_askedOf = scene->reachability;
    m_isAsking = true;
    m_worker.put(0, [this, scene = *scene, view = m_view, ask = m_ask,
                     turn = ++m_turn](const std::stop_token&) {
        MatrixTable table = matrixTableOf(scene, view, ask);
        deliver(this,
                [this, turn, table = std::move(table)]() mutable { take(turn, std::move(table)); });
    });
    Q_EMIT tableChanged();
}

void MatrixModel::take(std::uint64_t turn, MatrixTable table) {
    if (turn != m_turn) return;
    m_isAsking = false;
    const bool keepsEnds = table.rows == m_table.rows && table.columns == m_table.columns;
    if (!keepsEnds) beginResetModel();
    m_table = std::move(table);
    if (!keepsEnds) endResetModel();
    if (keepsEnds && !m_table.entries.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
    Q_EMIT tableChanged();
}

void MatrixModel::openCell(int row, int column) {
    if (!hasIndex(row, column)) return;
    const MatrixEntry& entry =
        m_table.at(static_cast<std::size_t>(row), static_cast<std::size_t>(column));
    if (entry.from.empty() || entry.to.empty()) return;
    Q_EMIT cellOpened(QString::fromStdString(entry.from), QString::fromStdString(entry.to));
}

QStringList MatrixModel::namesOf(const std::vector<MatrixEnd>& ends) {
    QStringList names;
    for (const MatrixEnd& end : ends) names << QString::fromStdString(end.name);
    return names;
}

int MatrixModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int MatrixModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

QVariant MatrixModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const MatrixEntry& entry =
        m_table.at(static_cast<std::size_t>(index.row()), static_cast<std::size_t>(index.column()));
    switch (role) {
        case TextRole: return QString::fromStdString(entry.text);
        case ToneRole:
            if (entry.text.empty()) return QString();
            return !entry.isSure || !entry.everywhere ? QStringLiteral("warn")
                                                      : QStringLiteral("pass");
        case MoreRole: return QString::fromStdString(entry.more);
        default: return {};
    }
}

QHash<int, QByteArray> MatrixModel::roleNames() const {
    return {{TextRole, "entry"}, {ToneRole, "tone"}, {MoreRole, "more"}};
}

}  // namespace archivolt
