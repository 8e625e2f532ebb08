#include <QtTest>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "model/policy/open_keys.h"
#include "model/policy/policy_case.h"
#include "model/value/value_json.h"
#include "tests/policy/literal_decision.h"
#include "tests/policy/random_cases.h"

namespace archivolt {

namespace {

using test::literalDecision;
using test::RandomCases;

/// How many cases to go through: ARCHIVOLT_POLICY_CASES, or what is quick.
std::size_t caseCount() {
    const char* asked = std::getenv("ARCHIVOLT_POLICY_CASES");
    return asked != nullptr ? std::strtoull(asked, nullptr, 10) : 3000;
}

AccessDecision decisionOf(const PolicyCase& asked) {
    const PolicyViews views(asked.policies);
    return authorize(asked.request, views.layers());
}

std::string shown(const Value& value) { return toJson(value).dump(); }

}  // namespace

/// The engine against a literal reading of the pages, and against what must hold whatever they say.
class RandomDecisionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void randomCasesAreDecidedAsTheLiteralReadingDoes() {
        RandomCases cases(20261128);
        std::map<std::string, std::size_t> verdicts;
        for (std::size_t i = 0; i < caseCount(); ++i) {
            const Value value = cases.next();
            const auto asked = readPolicyCase(value);
            QVERIFY2(asked.has_value(), shown(value).c_str());
            for (const Diagnostic& found : asked->diagnostics) {
                const bool harmless = found.message.ends_with("has no Principal") ||
                                      found.message.find("not with `") != std::string::npos;
                QVERIFY2(harmless, (found.message + ": " + shown(value)).c_str());
            }
            const std::string verdict = toString(decisionOf(*asked).verdict);
            const std::string literal = literalDecision(value);
            QVERIFY2(verdict == literal, ("case " + std::to_string(i) + " is " + verdict +
                                          ", literally " + literal + ": " + shown(value))
                                             .c_str());
            ++verdicts[verdict];
        }
        for (const char* verdict : {"Allowed", "ImplicitlyDenied", "ExplicitlyDenied"}) {
            QVERIFY2(verdicts[verdict] * 50 > caseCount(), verdict);
        }
        qInfo(
            "%zu decisions compared: %zu allowed, %zu implicitly and %zu explicitly denied, %zu "
            "unknown",
            caseCount(), verdicts["Allowed"], verdicts["ImplicitlyDenied"],
            verdicts["ExplicitlyDenied"], verdicts["Unknown"]);
    }

    void addingADenialNeverAllows() {
        RandomCases cases(7);
        std::size_t changed = 0;
        for (std::size_t i = 0; i < caseCount() / 3; ++i) {
            const Value value = cases.next();
            auto asked = readPolicyCase(value);
            QVERIFY(asked.has_value());
            const auto before = decisionOf(*asked).verdict;
            const Value deny = Value::map(
                {{"Statement", Value::map({{"Effect", Value::string("Deny")},
                                           {"Action", Value::string(asked->request.action)},
                                           {"Resource", Value::string("*")}})}});
            const Value* policies = value.find("identityPolicies");
            std::vector<Value> more =
                policies != nullptr ? policies->items() : std::vector<Value>();
            more.push_back(deny);
            const auto denied =
                readPolicyCase(value.withEntry("identityPolicies", Value::list(std::move(more))));
            const auto after = decisionOf(*denied).verdict;
            const bool reached = denied->request.caller.isOfAccount() &&
                                 denied->request.action != "sts:GetCallerIdentity";
            if (reached) {
                QCOMPARE(toString(after), "ExplicitlyDenied");
                if (before != after) ++changed;
            } else {
                QCOMPARE(toString(after), toString(before));
            }
        }
        QVERIFY(changed > 0);
    }

    /// Whatever unknown keys turn out to be, a decision that was given holds.
    void whatIsDecidedWithoutAKeyHoldsWithIt() {
        RandomCases cases(11);
        std::size_t settled = 0;
        std::size_t open = 0;
        for (std::size_t i = 0; i < caseCount() / 3; ++i) {
            const Value value = cases.next();
            // Keys that AWS gives truth values and times hold nothing else, and one value each.
            const auto& entries = value.find("context")->entries();
            const bool lists = std::ranges::any_of(entries, [](const MapEntry& entry) {
                return entry.value.isList() && entry.key != "aws:TagKeys";
            });
            if (lists) continue;
            const std::string context = shown(*value.find("context"));
            if (context.find("maybe") != std::string::npos) continue;
            if (context.find("now") != std::string::npos) continue;
            const std::string literal = literalDecision(value);
            // The same request, of which the context is not told.
            auto blind = readPolicyCase(*value.without({"context"}));
            blind->request.context.addUnknown("*");
            const PolicyViews views(blind->policies);
            auto verdict = authorize(blind->request, views.layers()).verdict;
            if (verdict == AccessVerdict::Unknown) {
                const OpenKeys keys = resolveOpenKeys(blind->request, views.layers());
                verdict = keys.verdict;
                if (verdict == AccessVerdict::Unknown) ++open;
            }
            if (verdict == AccessVerdict::Unknown) continue;
            ++settled;
            QVERIFY2(literal == toString(verdict), shown(value).c_str());
        }
        QVERIFY(settled > 0);
        QVERIFY(open > 0);
        qInfo("%zu decisions settled, %zu open", settled, open);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::RandomDecisionsTest)
#include "random_decisions_test.moc"
