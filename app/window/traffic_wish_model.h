#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariantList>
#include <string>
#include <vector>

#include "app/modes/traffic/traffic_run.h"
#include "app/window/document.h"
#include "app/window/mode_rows.h"

namespace archivolt {

/// What Traffic is to run: a scenario that is chosen, and figures of the user's own, which can be
/// kept in the project under a name.
class TrafficWishModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Traffic has one")
    Q_PROPERTY(QStringList scenarios READ scenarios NOTIFY changed)
    Q_PROPERTY(int scenario READ scenario NOTIFY changed)
    Q_PROPERTY(QString ownName READ ownName NOTIFY changed)
    Q_PROPERTY(bool canKeep READ canKeep NOTIFY changed)
    Q_PROPERTY(double load READ load WRITE setLoad NOTIFY changed)
    Q_PROPERTY(QString zoneDown READ zoneDown WRITE setZoneDown NOTIFY changed)
    Q_PROPERTY(QStringList zones READ zones NOTIFY changed)
    Q_PROPERTY(QString rate READ rate NOTIFY changed)
    Q_PROPERTY(QString minutes READ minutes NOTIFY changed)
    Q_PROPERTY(QString changes READ changes NOTIFY changed)
    Q_PROPERTY(bool hasMore READ hasMore NOTIFY changed)
    Q_PROPERTY(QStringList kinds READ kinds CONSTANT)
    Q_PROPERTY(archivolt::ModeRows* faults READ faults CONSTANT)

public:
    explicit TrafficWishModel(Document& document, QObject* parent = nullptr);

    /// Takes a scenario of `scenarios`, by its index.
    Q_INVOKABLE void choose(int scenario);
    /// Takes a figure as it was typed; an empty text is the usual one. Says whether it is one.
    Q_INVOKABLE bool enterRate(const QString& perSecond);
    Q_INVOKABLE bool enterMinutes(const QString& minutes);
    Q_INVOKABLE bool enterChanges(const QString& percent);
    /// Adds something that happens at a minute, for so many; says whether all of it can be read.
    Q_INVOKABLE bool addFault(const QString& kind, const QString& target, const QString& at,
                              const QString& lasting);
    Q_INVOKABLE void removeFault(int row);
    /// Returns what a kind of fault may strike, where it holds what was typed: for `ChoicePopup`.
    Q_INVOKABLE QVariantList targetsLike(const QString& kind, const QString& typed) const;
    /// Keeps what is chosen in the project, as one step, in place of what has this name.
    Q_INVOKABLE bool keep(const QString& name);
    /// Removes the chosen one of the user's own.
    Q_INVOKABLE void removeOwn();
    /// Takes what may be struck, as the mode has found out.
    void setTargets(std::vector<std::string> targets) { m_targets = std::move(targets); }

    [[nodiscard]] const TrafficWish& wish() const { return m_wish; }
    [[nodiscard]] QStringList scenarios() const;
    /// Returns which of them is asked for; −1 where the wish is the user's own.
    [[nodiscard]] int scenario() const;
    /// Returns the name of the user's scenario that was chosen last; empty for none.
    [[nodiscard]] QString ownName() const { return QString::fromStdString(m_ownName); }
    /// Says whether there is something that the project does not keep yet.
    [[nodiscard]] bool canKeep() const { return scenario() < 0; }
    [[nodiscard]] double load() const { return m_wish.load; }
    void setLoad(double load);
    [[nodiscard]] QString zoneDown() const { return QString::fromStdString(m_wish.zoneDown); }
    void setZoneDown(const QString& zone);
    [[nodiscard]] QStringList zones() const;
    [[nodiscard]] QString rate() const;
    [[nodiscard]] QString minutes() const;
    [[nodiscard]] QString changes() const;
    /// Says whether the scenario says more than there are figures for.
    [[nodiscard]] bool hasMore() const { return !m_wish.rest.empty(); }
    [[nodiscard]] static QStringList kinds();
    [[nodiscard]] ModeRows* faults() { return &m_faults; }

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] std::vector<std::string> zoneNames() const;
    [[nodiscard]] std::vector<NamedWish> named() const;
    [[nodiscard]] Value kept() const;
    void put(TrafficWish wish);

    Document& m_document;
    TrafficWish m_wish;
    std::string m_ownName;
    std::vector<std::string> m_targets;
    ModeRows m_faults;
};

}  // namespace archivolt
