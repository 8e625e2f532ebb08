#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>

#include "app/modes/reach/rule_book.h"
#include "app/window/document.h"
#include "app/window/mode_rows.h"

namespace archivolt {

/// The rules of what is selected, with a traced packet walking down them.
class RulesModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Reach has one")
    Q_PROPERTY(archivolt::ModeRows* rows READ rows CONSTANT)
    Q_PROPERTY(QString title READ title NOTIFY changed)

public:
    explicit RulesModel(Document& document, QObject* parent = nullptr);

    /// Gives the trace whose packet is shown, or null; it must outlive the next call.
    void follow(const TraceView* trace);
    /// Selects the resource that a line is of.
    Q_INVOKABLE void open(int row);

    [[nodiscard]] ModeRows* rows() { return &m_rows; }
    [[nodiscard]] QString title() const { return m_title; }

Q_SIGNALS:
    void changed();

private:
    void refresh();

    Document& m_document;
    const TraceView* m_trace = nullptr;
    QString m_title;
    std::vector<ResourceId> m_opens;
    ModeRows m_rows;
};

}  // namespace archivolt
