#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>
#include <map>
#include <memory>

#include "app/window/access_mode.h"
#include "app/window/reach_mode.h"
#include "app/window/traffic_mode.h"

namespace archivolt {

/// The modes of the window: which one is on is kept for each document, and so is what was asked.
class CanvasModes : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::Document* document READ document WRITE setDocument NOTIFY changed REQUIRED)
    Q_PROPERTY(Kind kind READ kind WRITE setKind NOTIFY changed)
    Q_PROPERTY(archivolt::CanvasMode* mode READ mode NOTIFY changed)
    Q_PROPERTY(archivolt::ReachMode* reach READ reach NOTIFY changed)
    Q_PROPERTY(archivolt::AccessMode* access READ access NOTIFY changed)
    Q_PROPERTY(archivolt::TrafficMode* traffic READ traffic NOTIFY changed)
    Q_PROPERTY(archivolt::ReachNews* news READ news NOTIFY changed)

public:
    enum Kind {
        Design,
        Reach,
        Access,
        Traffic
    };
    Q_ENUM(Kind)

    explicit CanvasModes(QObject* parent = nullptr) : QObject(parent) {}

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);
    [[nodiscard]] Kind kind() const { return m_set == nullptr ? Design : m_set->kind; }
    void setKind(Kind kind);
    /// Turns to Reach and asks who can reach what is selected on the drawing.
    Q_INVOKABLE void askWhoReaches();
    /// Turns to Reach and asks what the thing that is selected on the drawing reaches.
    Q_INVOKABLE void askWhatIsReached();
    /// Turns to Reach and asks whether one end reaches another on a port of TCP.
    Q_INVOKABLE void askWhether(const QString& from, const QString& to, const QString& port);
    /// Returns the mode that marks the drawing; in Design it is the news of the last edit.
    [[nodiscard]] CanvasMode* mode() const;
    [[nodiscard]] ReachMode* reach() const { return m_set == nullptr ? nullptr : &m_set->reach; }
    [[nodiscard]] AccessMode* access() const { return m_set == nullptr ? nullptr : &m_set->access; }
    [[nodiscard]] TrafficMode* traffic() const {
        return m_set == nullptr ? nullptr : &m_set->traffic;
    }
    [[nodiscard]] ReachNews* news() const { return m_set == nullptr ? nullptr : &m_set->news; }

Q_SIGNALS:
    void changed();

private:
    /// The modes of one document.
    struct Set {
        explicit Set(Document& document)
            : news(document), reach(document, news), access(document), traffic(document) {}
        Kind kind = Design;
        ReachNews news;
        ReachMode reach;
        AccessMode access;
        TrafficMode traffic;
    };
    QPointer<Document> m_document;
    Set* m_set = nullptr;
    std::map<QObject*, std::unique_ptr<Set>> m_sets;
};

}  // namespace archivolt
