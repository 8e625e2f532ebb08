#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QVariantList>
#include <set>

#include "model/base/strong_id.h"

namespace archivolt {

class Document;

/// Takes what is selected out of the template; where other things name it, they are shown first
/// and the answer is waited for.
class Removal : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the document has it")
    /// What is to go: a name, or "3 resources"; empty while nothing is asked.
    Q_PROPERTY(QString subject READ subject NOTIFY changed)
    Q_PROPERTY(QVariantList dependents READ dependents NOTIFY changed)

public:
    explicit Removal(Document& document);

    /// Removes the selected resources as one step, or asks first.
    Q_INVOKABLE void removeSelected();
    Q_INVOKABLE void confirm();
    Q_INVOKABLE void cancel();

    [[nodiscard]] QString subject() const;
    /// Returns what would name nothing: `name`, `kind` and `places` of each.
    [[nodiscard]] QVariantList dependents() const;

Q_SIGNALS:
    void changed();

private:
    void remove(const std::set<ResourceId>& going);

    Document& m_document;
    std::set<ResourceId> m_asked;  ///< What is to go once the user says so.
};

}  // namespace archivolt
