#pragma once

#include <QtQml/qqmlregistration.h>
#include <set>
#include <string>

#include "app/tools/outline.h"
#include "app/window/document.h"
#include "app/window/row_changes.h"

namespace archivolt {

/// The outline's lines that show: those whose ancestors are all open, or, while there is a filter,
/// those that it finds with their ancestors.
class OutlineModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the panels have it")
    Q_PROPERTY(archivolt::Document* document READ document WRITE setDocument NOTIFY documentChanged)
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY rowsChanged)
    Q_PROPERTY(int count READ count NOTIFY rowsChanged)
    /// Whether the design declares nothing yet.
    Q_PROPERTY(bool isEmpty READ isEmpty NOTIFY designRead)
    /// Whether anyone looks: until then the rows stay as they are.
    Q_PROPERTY(bool isLooked READ isLooked WRITE setLooked NOTIFY lookedChanged)
    Q_PROPERTY(int currentRow READ currentRow NOTIFY currentRowChanged)

public:
    enum Role {
        TitleRole = Qt::UserRole + 1,
        DetailRole,
        IconRole,
        HueRole,
        DepthRole,
        IsOpenRole,
        HasChildrenRole,
        IsSelectedRole,
        IsGhostRole,
    };

    explicit OutlineModel(QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);
    [[nodiscard]] QString filter() const { return m_filter; }
    void setFilter(const QString& filter);
    [[nodiscard]] int count() const { return rowCount(); }
    [[nodiscard]] bool isEmpty() const { return m_isEmpty; }
    [[nodiscard]] bool isLooked() const { return m_isLooked; }
    void setLooked(bool looked);
    /// Returns the row of what is selected, or -1.
    [[nodiscard]] int currentRow() const { return m_currentRow; }

    /// Selects what a row shows, and nothing else, or adds it to (takes it out of) the selection.
    Q_INVOKABLE void choose(int row, bool adds = false);
    /// Selects what a row shows and brings it into view.
    Q_INVOKABLE void reveal(int row);
    Q_INVOKABLE void setOpen(int row, bool open);
    /// Returns the row of a row's parent, or -1.
    Q_INVOKABLE int parentOf(int row) const;
    /// Returns the first line that the filter's words are in, those above it left out; -1 for none.
    [[nodiscard]] Q_INVOKABLE int firstFound() const;

Q_SIGNALS:
    void documentChanged();
    void rowsChanged();
    void designRead();
    void lookedChanged();
    void currentRowChanged();

private:
    void readDesign();
    void makeRows();
    void filterRows();
    [[nodiscard]] bool isFound(const OutlineRow& row) const;
    void showSelection();
    [[nodiscard]] bool isSelected(const OutlineRow& row) const;
    [[nodiscard]] bool isOpen(const OutlineRow& row) const { return !m_closed.contains(row.key); }

    Document* m_document = nullptr;
    QString m_filter;
    std::vector<OutlineRow> m_all;
    std::vector<OutlineRow> m_rows;  ///< Those that show.
    std::set<std::string> m_closed;
    int m_currentRow = -1;
    bool m_isEmpty = false;
    bool m_isLooked = true;
    bool m_isBehind = false;  ///< The rows are of an earlier design.
};

}  // namespace archivolt
