#pragma once

#include <QtQml/qqmlregistration.h>
#include <QPointer>
#include <string>
#include <vector>

#include "app/window/design_canvas.h"
#include "app/window/row_changes.h"

namespace archivolt {

/// What the selected thing can be connected with and what that would make, as a list for QML: what
/// pulling a line does, without a pointer.
class ConnectModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::DesignCanvas* canvas READ canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)

public:
    // Named as the roles of CommandModel, so that one list shows either.
    enum Role {
        NameRole = Qt::UserRole + 1,
        TitleRole,
        DetailRole,  ///< What connecting the two does, or why that can't be.
        KeysRole,    ///< The kind of thing.
        IsEnabledRole,
    };
    static constexpr std::size_t kMost = 60;

    using RowListModel::RowListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] DesignCanvas* canvas() const { return m_canvas; }
    void setCanvas(DesignCanvas* canvas);
    [[nodiscard]] QString filter() const { return m_filter; }
    /// Lists what a text is found in; of no text, all that the two can be connected.
    void setFilter(const QString& filter);

    /// Connects the selected thing with that of a row, as one step.
    Q_INVOKABLE void connectTo(int row);

Q_SIGNALS:
    void canvasChanged();
    void filterChanged();

private:
    struct Row {
        std::string key;  ///< The box's.
        std::string title;
        std::string kind;
        std::string says;
        bool isLegal = false;
        friend bool operator==(const Row&, const Row&) = default;
    };
    [[nodiscard]] std::vector<Row> found() const;

    QPointer<DesignCanvas> m_canvas;
    QString m_filter;
    std::vector<Row> m_rows;
};

}  // namespace archivolt
