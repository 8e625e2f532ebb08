#pragma once

#include <QtQml/qqmlregistration.h>
#include <string>
#include <vector>

#include "app/window/row_changes.h"

namespace archivolt {

/// A design that a new one can begin with.
struct StartRow {
    std::string key;  ///< What `FileDesk::openExample` takes: `three-tier`, `pattern:bastion`.
    std::string title;
    std::string sentence;
    friend bool operator==(const StartRow&, const StartRow&) = default;
};

/// The examples that are shipped, or the patterns that a new design can begin with.
class StartModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the start page has them")

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        TitleRole,
        SentenceRole,
    };
    StartModel(std::vector<StartRow> rows, QObject* parent);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    std::vector<StartRow> m_rows;
};

/// What the start page offers to begin with.
class StartOffers : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(archivolt::StartModel* examples READ examples CONSTANT)
    Q_PROPERTY(archivolt::StartModel* patterns READ patterns CONSTANT)

public:
    explicit StartOffers(QObject* parent = nullptr);
    [[nodiscard]] StartModel* examples() { return &m_examples; }
    [[nodiscard]] StartModel* patterns() { return &m_patterns; }

private:
    StartModel m_examples;
    StartModel m_patterns;
};

}  // namespace archivolt
