#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <string>
#include <vector>

#include "model/value/value.h"

namespace archivolt {

/// How a row's text is to be read.
enum class PropertyTone : std::uint8_t {
    Plain,
    Group,
    Reference,
    Unknown
};

/// One line of a value tree.
struct PropertyRow {
    std::string name;
    std::string text;
    int depth = 0;
    PropertyTone tone = PropertyTone::Plain;
    friend bool operator==(const PropertyRow&, const PropertyRow&) = default;
};

/// Returns an evaluated value as lines: maps and lists of maps opened, lists of scalars in a row.
[[nodiscard]] std::vector<PropertyRow> propertyRows(const Value& properties);

/// Returns a value in one line, as a person would say it: `PublicA`, `WebAlb.DNSName`, `8`.
[[nodiscard]] std::string valueInWords(const Value& value);

/// The evaluated properties of a resource as a list for QML.
class PropertyModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the document has it")

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        TextRole,
        DepthRole,
        ToneRole
    };

    using QAbstractListModel::QAbstractListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    void show(std::vector<PropertyRow> rows);

private:
    std::vector<PropertyRow> m_rows;
};

}  // namespace archivolt
