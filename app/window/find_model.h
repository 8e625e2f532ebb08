#pragma once

#include <QtQml/qqmlregistration.h>
#include <string>
#include <vector>

#include "app/tools/find.h"
#include "app/window/document.h"
#include "app/window/row_changes.h"

namespace archivolt {

/// The resources that a text is found in, as a list for QML.
class FindModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the panels have it")
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
    Q_PROPERTY(int count READ count NOTIFY filterChanged)

public:
    // Named as the roles of CommandModel, so that one list shows either.
    enum Role {
        NameRole = Qt::UserRole + 1,
        TitleRole,
        DetailRole,
        KeysRole,  ///< The kind of thing.
        IsEnabledRole,
    };
    static constexpr std::size_t kMost = 200;

    using RowListModel::RowListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] QString filter() const { return m_filter; }
    void setFilter(const QString& filter);
    [[nodiscard]] int count() const { return rowCount(); }
    void setDocument(Document* document);

    /// Selects what a row found and brings it into view.
    Q_INVOKABLE void reveal(int row);

Q_SIGNALS:
    void filterChanged();

private:
    struct Row {
        std::string key;  ///< The resource's id.
        Found found;
        friend bool operator==(const Row&, const Row&) = default;
    };
    void search();

    Document* m_document = nullptr;
    QString m_filter;
    std::vector<Row> m_rows;
};

}  // namespace archivolt
