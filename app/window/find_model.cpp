#include "app/window/find_model.h"

namespace archivolt {

QVariant FindModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case NameRole: return QString::fromStdString(row.key);
        case Qt::DisplayRole:
        case TitleRole: return QString::fromStdString(row.found.title);
        case DetailRole: return QString::fromStdString(row.found.where);
        case KeysRole: return QString::fromStdString(row.found.kind);
        case IsEnabledRole: return true;
        default: return {};
    }
}

QHash<int, QByteArray> FindModel::roleNames() const {
    return {{NameRole, "name"},
            {TitleRole, "title"},
            {DetailRole, "detail"},
            {KeysRole, "keysText"},
            {IsEnabledRole, "isEnabled"}};
}

void FindModel::setFilter(const QString& filter) {
    m_filter = filter;
    search();
}

void FindModel::setDocument(Document* document) {
    if (m_document != nullptr) m_document->disconnect(this);
    m_document = document;
    if (document != nullptr) {
        connect(document, &Document::drawingChanged, this, &FindModel::search);
    }
    search();
}

void FindModel::search() {
    std::vector<Row> rows;
    const bool isDrawn =
        m_document != nullptr && m_document->isOpen() && m_document->drawing() != nullptr;
    if (isDrawn) {
        for (Found& found : find(m_filter.trimmed().toStdString(), *m_document->drawing()->resolved,
                                 m_document->catalog(), kMost)) {
            rows.push_back({std::to_string(found.resource.value), std::move(found)});
        }
    }
    showRows(m_rows, std::move(rows));
    Q_EMIT filterChanged();
}

void FindModel::reveal(int row) {
    if (row < 0 || row >= rowCount()) return;
    m_document->show(m_rows[static_cast<std::size_t>(row)].found.resource);
}

}  // namespace archivolt
