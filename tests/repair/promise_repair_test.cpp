#include <QtTest>
#include <nlohmann/json.hpp>

#include "model/intents/intents.h"
#include "model/repair/promise_repair.h"
#include "model/value/value_json.h"
#include "tests/repair/repair_support.h"

namespace archivolt {

using test::mentions;
using test::shopWith;
using test::Subject;

namespace {

/// The shop with promises, of which each is named by its number.
Subject promising(std::vector<std::string> promises, const std::string& more = {}) {
    auto list = nlohmann::ordered_json::array();
    for (const std::string& promise : promises) {
        auto json = nlohmann::ordered_json::parse(promise);
        json["name"] = std::to_string(list.size() + 1);
        list.push_back(std::move(json));
    }
    Design design = shopWith(more).design;
    design.intents = valueFromJson(list);
    return Subject(std::move(design));
}

PromiseRepairs keep(const Subject& subject) {
    return repairPromises({subject.design, *subject.resolved, *subject.reachability});
}

/// Returns what promises come to after a repair, resolved from nothing: `yes`, `no`, parted by
/// spaces.
std::string verdictsAfter(const Subject& subject, const Repair& repair) {
    const auto later = test::repaired(subject, repair);
    INVARIANT(later.has_value());
    std::string words;
    const auto report = checkIntents(later->design, *later->resolved, *later->reachability);
    for (const IntentAnswer& answer : report.answers) {
        words += (words.empty() ? "" : " ") + std::string(intentVerdictName(answer.verdict));
    }
    return words;
}

constexpr const char* kNobodyOutside =
    R"({"kind": "never", "from": "internet", "to": "Web", "protocol": "tcp", "ports": "443"})";
constexpr const char* kAppAsksWeb =
    R"({"kind": "reachable", "from": "App", "to": "Web", "protocol": "tcp", "ports": "443"})";

}  // namespace

/// Broken promises that are mended together by the least change.
class PromiseRepairTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneRuleThatBreaksSeveralPromisesIsTakenAwayOnce() {
        const Subject subject = promising(
            {kNobodyOutside,
             R"({"kind": "never", "from": "App", "to": "Web", "protocol": "tcp", "ports": "443"})",
             R"({"kind": "reachable", "from": "internet", "to": "Web", "ports": "80"})"});
        const PromiseRepairs found = keep(subject);
        QVERIFY(found.best && found.isLeast && found.cannot.empty());
        QCOMPARE(found.best->repair.steps.size(), 1U);
        QCOMPARE(found.best->mended, (std::vector<std::string>{"1", "2"}));
        QCOMPARE(verdictsAfter(subject, found.best->repair), std::string("yes yes yes"));
        QVERIFY(!found.best->repair.alsoChanges.empty());
    }

    void whatARepairWouldBreakIsKeptByAnotherChange() {
        const Subject subject = promising({kNobodyOutside, kAppAsksWeb});
        const PromiseRepairs found = keep(subject);
        QVERIFY(found.best && found.isLeast);
        QCOMPARE(found.best->repair.steps.size(), 2U);
        QCOMPARE(found.best->mended, std::vector<std::string>{"1"});
        QCOMPARE(verdictsAfter(subject, found.best->repair), std::string("yes yes"));
    }

    void openingAndClosingAreRepairedTogether() {
        const Subject subject = promising(
            {R"({"kind": "never", "from": {"cidr": "203.0.113.0/24"}, "to": {"subnet": "Public"}, "protocol": "tcp", "ports": "22"})",
             R"({"kind": "reachable", "from": "Web", "to": "Db", "protocol": "tcp", "ports": "5432"})",
             R"({"kind": "only-from", "from": "App", "to": "Db"})"});
        // The last two stand against each other; with another sender they do not.
        QVERIFY(!keep(subject).best);
        QVERIFY(mentions(keep(subject).cannot, "keep the promises together"));
        const Subject fits = promising(
            {R"({"kind": "never", "from": {"cidr": "203.0.113.0/24"}, "to": {"subnet": "Public"}, "protocol": "tcp", "ports": "22"})",
             R"({"kind": "reachable", "from": "Web", "to": "App", "protocol": "tcp", "ports": "22"})",
             R"({"kind": "only-from", "from": "App", "to": "Db"})"});
        const PromiseRepairs found = keep(fits);
        QVERIFY(found.best);
        QCOMPARE(found.best->repair.steps.size(), 2U);
        QCOMPARE(verdictsAfter(fits, found.best->repair), std::string("yes yes yes"));
    }

    void whatNoEditKeepsIsToldAndTheRestIsMended() {
        const Subject subject = promising(
            {R"({"kind": "reachable", "from": "Web", "to": "Db"})", kNobodyOutside,
             R"({"kind": "can", "from": "App", "action": "s3:GetObject", "to": "arn:aws:s3:::b/k"})"});
        const PromiseRepairs found = keep(subject);
        QVERIFY(found.best);
        QCOMPARE(found.best->mended, std::vector<std::string>{"2"});
        QVERIFY(mentions(found.cannot, "`1`: it names no protocol"));
        QVERIFY(mentions(found.cannot, "`3` is not about packets"));
        QVERIFY(!keep(promising({kAppAsksWeb})).best);
        QVERIFY(keep(promising({kAppAsksWeb})).cannot.empty());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PromiseRepairTest)
#include "promise_repair_test.moc"
