#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QVariantList>
#include <set>

#include "model/design/edit.h"

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
    /// What refers to what goes, and what follows.
    Q_PROPERTY(QString detail READ detail NOTIFY changed)
    /// How many of the dependents name what goes themselves.
    Q_PROPERTY(int direct READ direct NOTIFY changed)

public:
    explicit Removal(Document& document);

    /// Removes the selected resources as one step, or asks first.
    Q_INVOKABLE void removeSelected();
    Q_INVOKABLE void confirm();
    /// Removes what is asked about and all dependents as one step; of those that only wait for
    /// what goes, their `DependsOn` alone.
    Q_INVOKABLE void confirmAll();
    Q_INVOKABLE void cancel();

    [[nodiscard]] QString subject() const;
    /// Returns what would name nothing, then what would if that were gone too: `name`, `kind`,
    /// `places`, and `waits` of what only depends on it by `DependsOn`.
    [[nodiscard]] QVariantList dependents() const;
    [[nodiscard]] int direct() const;
    [[nodiscard]] QString detail() const;

Q_SIGNALS:
    void changed();

private:
    void remove(const std::set<ResourceId>& going, std::vector<Edit> before = {});

    Document& m_document;
    std::set<ResourceId> m_asked;  ///< What is to go once the user says so.
};

}  // namespace archivolt
