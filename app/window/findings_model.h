#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <memory>
#include <vector>

#include "model/base/diagnostic.h"
#include "model/intents/intents.h"

namespace archivolt {

/// A finding that is not copied, whoever looks at it.
using SharedFinding = std::shared_ptr<const Diagnostic>;

/// Findings and promises that are not kept as a list for QML: worst first.
///
/// A broken promise counts as an error, one of which it can't be told as advice; the things that
/// decide it are named, and its place is that of the first.
class FindingsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the document has it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        KindRole = Qt::UserRole + 1,  ///< The severity's word, or that it is a promise.
        MessageRole,
        HelpRole,
        SeverityRole,
        CodeRole,
        PlaceRole,
        ResourceRole,
    };

    /// One line: a finding, or a promise that is not kept.
    struct Row {
        SharedFinding finding;
        bool isPromise = false;
        friend bool operator==(const Row& a, const Row& b) {
            return a.isPromise == b.isPromise &&
                   (a.finding == b.finding || *a.finding == *b.finding);
        }
    };

    using QAbstractListModel::QAbstractListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    /// Returns the diagnostic in a row; the row must exist.
    [[nodiscard]] const Diagnostic& at(int index) const { return *row(index).finding; }
    [[nodiscard]] const Row& row(int index) const;
    /// Returns what a role says of a finding, wherever it is shown.
    [[nodiscard]] static QVariant tell(const Diagnostic& finding, bool isPromise, int role);
    /// Shows other findings and says so; the same ones change nothing, so that a list keeps its
    /// place.
    bool show(std::vector<SharedFinding> findings, const std::vector<IntentAnswer>& promises = {});

Q_SIGNALS:
    void countChanged();

private:
    [[nodiscard]] static Row rowOf(const IntentAnswer& promise);

    std::vector<Row> m_rows;
};

}  // namespace archivolt
