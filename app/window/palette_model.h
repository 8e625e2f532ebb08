#pragma once

#include <QtQml/qqmlregistration.h>
#include <functional>
#include <string>

#include "app/tools/palette.h"
#include "app/tools/place_part.h"
#include "app/tools/tool.h"
#include "app/window/document.h"
#include "app/window/new_design.h"
#include "app/window/row_changes.h"

namespace archivolt {

/// Everything that can be placed, or what the filter finds of it: see `foundRows`.
class PaletteModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the panels have it")
    Q_PROPERTY(archivolt::Document* document READ document WRITE setDocument NOTIFY documentChanged)
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
    Q_PROPERTY(int count READ count NOTIFY filterChanged)

public:
    enum Role {
        PartRole = Qt::UserRole + 1,
        LabelRole,
        DetailRole,
        IconRole,
        HueRole,
        HeadingRole,  ///< The group, where a row is the first of its own.
    };

    explicit PaletteModel(QObject* parent = nullptr);
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

    /// Places a part where the selection is, and selects it; why it can't be is said to the user.
    Q_INVOKABLE bool place(const QString& part);

Q_SIGNALS:
    void documentChanged();
    void filterChanged();

private:
    void filterRows();

    Document* m_document = nullptr;
    QString m_filter;
    std::vector<PaletteRow> m_all;
    std::vector<PaletteRow> m_rows;  ///< Those that show.
};

/// Places a part into a container of the present design as one step, and selects it; why it can't
/// be is said to the user. `container` is a box of the newest drawing, 0 for the canvas.
///
/// With `offered`, what it lacks around it is offered where that can be made, and nothing said.
bool placePart(Document& document, std::string_view part, BoxIndex container,
               const std::function<void(tools::Offer)>& offered = {});

}  // namespace archivolt
