#include "app/window/traffic_wish_model.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace archivolt {

namespace {

/// Reads a figure within bounds; nothing for what is none.
std::optional<double> figureOf(const QString& text, double least, double most) {
    bool isNumber = false;
    const double value = text.trimmed().toDouble(&isNumber);
    if (!isNumber || !(value >= least) || value > most) return std::nullopt;
    return value;
}

QString shortest(double value) { return QString::number(value, 'g', 6); }

QString wordsOf(const std::string& kind) {
    if (kind == "failover") return TrafficWishModel::tr("fails over");
    if (kind == "slow") return TrafficWishModel::tr("takes twice as long");
    if (kind == "failing") return TrafficWishModel::tr("fails all requests");
    return TrafficWishModel::tr("is down");
}

}  // namespace

TrafficWishModel::TrafficWishModel(Document& document, QObject* parent)
    : QObject(parent), m_document(document), m_faults({"target", "what", "when"}) {
    connect(&document, &Document::checked, this, &TrafficWishModel::changed);
    connect(&document, &Document::stateChanged, this, &TrafficWishModel::changed);
}

std::vector<std::string> TrafficWishModel::zoneNames() const {
    const auto& resolved = m_document.judgement().resolved;
    if (!resolved || !m_document.isOpen()) return {};
    return zonesOf(*resolved);
}

Value TrafficWishModel::kept() const {
    return m_document.isOpen() ? m_document.session().design()->scenarios : Value::list({});
}

std::vector<NamedWish> TrafficWishModel::named() const { return scenariosOf(zoneNames(), kept()); }

QStringList TrafficWishModel::zones() const {
    QStringList names;
    for (const std::string& zone : zoneNames()) names << QString::fromStdString(zone);
    return names;
}

QStringList TrafficWishModel::scenarios() const {
    QStringList names;
    for (const NamedWish& one : named()) names << QString::fromStdString(one.name);
    return names;
}

int TrafficWishModel::scenario() const {
    const auto all = named();
    const auto found = std::ranges::find_if(all, [&](const NamedWish& one) {
        return one.wish == m_wish && (!one.isOwn || one.name == m_ownName);
    });
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

void TrafficWishModel::put(TrafficWish wish) {
    if (wish == m_wish) return;
    m_wish = std::move(wish);
    std::vector<QVariantList> rows;
    for (const WishedFault& one : m_wish.faults) {
        const QString lasting =
            one.lasting > 0 ? tr("for %1 min").arg(shortest(one.lasting / 60)) : tr("to the end");
        rows.push_back({QString::fromStdString(one.target), wordsOf(one.kind),
                        tr("from minute %1 %2").arg(shortest(one.at / 60), lasting)});
    }
    m_faults.show(std::move(rows));
    Q_EMIT changed();
}

void TrafficWishModel::choose(int scenario) {
    const auto all = named();
    if (scenario < 0 || static_cast<std::size_t>(scenario) >= all.size()) return;
    const NamedWish& chosen = all[static_cast<std::size_t>(scenario)];
    m_ownName = chosen.isOwn ? chosen.name : std::string();
    put(chosen.wish);
    Q_EMIT changed();
}

void TrafficWishModel::setLoad(double load) {
    if (!(load > 0)) return;
    TrafficWish wish = m_wish;
    wish.load = load;
    put(std::move(wish));
}

void TrafficWishModel::setZoneDown(const QString& zone) {
    TrafficWish wish = m_wish;
    wish.zoneDown = zone.toStdString();
    put(std::move(wish));
}

bool TrafficWishModel::enterRate(const QString& perSecond) {
    const bool isUsual = perSecond.trimmed().isEmpty();
    const auto rate = figureOf(perSecond, 0.001, 1e6);
    if (!isUsual && !rate) return false;
    TrafficWish wish = m_wish;
    wish.rate = isUsual ? 0 : *rate;
    put(std::move(wish));
    return true;
}

bool TrafficWishModel::enterMinutes(const QString& minutes) {
    constexpr double kMost = 60 * 24 * 7;
    const bool isUsual = minutes.trimmed().isEmpty();
    const auto length = figureOf(minutes, 0.1, kMost);
    if (!isUsual && !length) return false;
    TrafficWish wish = m_wish;
    wish.seconds = isUsual ? TrafficWish().seconds : *length * 60;
    put(std::move(wish));
    return true;
}

bool TrafficWishModel::enterChanges(const QString& percent) {
    const bool isUsual = percent.trimmed().isEmpty();
    const auto share = figureOf(percent, 0, 100);
    if (!isUsual && !share) return false;
    TrafficWish wish = m_wish;
    wish.changes = isUsual ? -1 : *share / 100;
    put(std::move(wish));
    return true;
}

QString TrafficWishModel::rate() const {
    return m_wish.rate > 0 ? shortest(m_wish.rate) : QString();
}

QString TrafficWishModel::minutes() const { return shortest(m_wish.seconds / 60); }

QString TrafficWishModel::changes() const {
    return m_wish.changes >= 0 ? shortest(m_wish.changes * 100) : QString();
}

QStringList TrafficWishModel::kinds() {
    QStringList kinds;
    for (const std::string& one : faultKinds()) kinds << QString::fromStdString(one);
    return kinds;
}

bool TrafficWishModel::addFault(const QString& kind, const QString& target, const QString& at,
                                const QString& lasting) {
    constexpr double kMost = 60 * 24 * 7;
    WishedFault fault;
    fault.kind = kind.toStdString();
    fault.target = target.trimmed().toStdString();
    const auto begins = figureOf(at, 0, kMost);
    const auto takes = lasting.trimmed().isEmpty() ? 0 : figureOf(lasting, 0, kMost);
    const bool isKind = std::ranges::find(faultKinds(), fault.kind) != faultKinds().end();
    if (!isKind || fault.target.empty() || !begins || !takes) return false;
    fault.at = *begins * 60;
    fault.lasting = *takes * 60;
    TrafficWish wish = m_wish;
    wish.faults.push_back(std::move(fault));
    put(std::move(wish));
    return true;
}

void TrafficWishModel::removeFault(int row) {
    if (row < 0 || static_cast<std::size_t>(row) >= m_wish.faults.size()) return;
    TrafficWish wish = m_wish;
    wish.faults.erase(wish.faults.begin() + row);
    put(std::move(wish));
}

QVariantList TrafficWishModel::targetsLike(const QString& kind, const QString& typed) const {
    const std::vector<std::string> all = kind == QStringLiteral("zone") ? zoneNames() : m_targets;
    QVariantList choices;
    for (const std::string& one : all) {
        const QString name = QString::fromStdString(one);
        if (!name.contains(typed.trimmed(), Qt::CaseInsensitive)) continue;
        choices << QVariantMap{{QStringLiteral("text"), name},
                               {QStringLiteral("title"), name},
                               {QStringLiteral("detail"), QString()},
                               {QStringLiteral("icon"), QString()}};
    }
    return choices;
}

bool TrafficWishModel::keep(const QString& name) {
    const std::string wanted = name.trimmed().toStdString();
    const auto usual = scenariosOf(zoneNames());
    const bool isTaken = std::ranges::find(usual, wanted, &NamedWish::name) != usual.end();
    if (wanted.empty() || isTaken || !m_document.isOpen()) return false;
    const std::string before = std::exchange(m_ownName, wanted);
    if (m_document.commit({SetScenarios{withScenario(kept(), wanted, m_wish)}},
                          "Keep the scenario " + wanted)) {
        // What is kept has no middle third: a zone that is down then is one among its faults.
        put(wishOf(scenarioJsonOf(m_wish)));
        Q_EMIT changed();
        return true;
    }
    m_ownName = before;
    return false;
}

void TrafficWishModel::removeOwn() {
    if (m_ownName.empty()) return;
    m_document.commit({SetScenarios{withoutScenario(kept(), m_ownName)}},
                      "Remove the scenario " + m_ownName);
    m_ownName.clear();
    Q_EMIT changed();
}

}  // namespace archivolt
