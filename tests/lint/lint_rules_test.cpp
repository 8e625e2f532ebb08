#include <fmt/format.h>

#include <QtTest>
#include <algorithm>
#include <set>

#include "model/evaluate/evaluation_rules.h"
#include "tests/lint/lint_cases.h"
#include "tests/lint/lint_support.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// The rules that `lint` reports: its own, and those of evaluation but for undefined names, which
/// it tells in its own words.
std::vector<const Rule*> reportedRules() {
    std::vector<const Rule*> rules = joinedRules({lintRules(), kEvaluationRules});
    std::erase(rules, &kUndefinedName);
    std::erase(rules, &kUndefinedCondition);
    return rules;
}

std::string run(const test::LintCase& lintCase, const Catalog& catalog) {
    test::CheckOptions options;
    options.region = lintCase.region;
    options.parameters = lintCase.parameters;
    const auto checked = test::checkTemplate(lintCase.text, catalog, options);
    std::vector<std::string> found;
    for (const Diagnostic& diagnostic : checked.reading) {
        found.push_back(fmt::format("{}:{}", diagnostic.code, diagnostic.where.line));
    }
    for (const Finding& finding : checked.findings) {
        found.push_back(
            fmt::format("{}:{}", finding.diagnostic.code, finding.diagnostic.where.line));
    }
    std::ranges::sort(found);
    if (found == lintCase.expected) return {};
    std::string report =
        fmt::format("{}:{} {}\n  expected: {}\n  found:    {}", lintCase.file, lintCase.line,
                    lintCase.title, fmt::join(lintCase.expected, " "), fmt::join(found, " "));
    for (const Finding& finding : checked.findings) {
        report += "\n  " + toString(finding.diagnostic) + " — " + finding.diagnostic.help;
    }
    return report;
}

/// Adds the way to every value of a tree, functions left whole.
void addPaths(const Value& value, const Path& at, std::vector<Path>& paths) {
    if (!at.empty()) paths.push_back(at);
    for (const MapEntry& entry : value.entries()) addPaths(entry.value, at / entry.key, paths);
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        addPaths(value.items()[i], at / i, paths);
    }
}

}  // namespace

class LintRulesTest : public QObject {
    Q_OBJECT
private:
    std::vector<test::LintCase> m_cases = test::readLintCases();
    std::shared_ptr<const Catalog> m_catalog = Catalog::embedded();

private Q_SLOTS:
    void faultsAreFoundAtTheirLineAndNearMissesAreSilent() {
        std::size_t wrong = 0;
        for (const test::LintCase& lintCase : m_cases) {
            const std::string report = run(lintCase, *m_catalog);
            if (report.empty()) continue;
            ++wrong;
            qWarning("%s", report.c_str());
        }
        qInfo("%zu cases", m_cases.size());
        QCOMPARE(wrong, std::size_t{0});
    }

    void everyRuleHasAFaultAndANearMiss() {
        std::set<std::string> faults;
        std::set<std::string> nears;
        for (const test::LintCase& lintCase : m_cases) {
            (lintCase.isFault ? faults : nears).insert(lintCase.code);
            const bool says = std::ranges::any_of(lintCase.expected, [&](const std::string& text) {
                return text.starts_with(lintCase.code + ":");
            });
            QVERIFY2(says == lintCase.isFault, lintCase.title.c_str());
        }
        for (const Rule* rule : reportedRules()) {
            const std::string code(rule->code);
            QVERIFY2(faults.contains(code), ("no fault: " + code).c_str());
            QVERIFY2(nears.contains(code), ("no near miss: " + code).c_str());
        }
    }

    void casesAreOfRulesThatThereAre() {
        const auto rules = reportedRules();
        for (const test::LintCase& lintCase : m_cases) {
            QVERIFY2(findRule(rules, lintCase.code) != nullptr, lintCase.title.c_str());
        }
    }

    void theFifteenSeededFaultsAreFound() {
        const std::vector<std::string> seeded = {"undefined Ref",
                                                 "unknown property",
                                                 "missing required",
                                                 "wrong type",
                                                 "cycle",
                                                 "subnet outside its VPC",
                                                 "overlapping subnets",
                                                 "bad GetAtt",
                                                 "bad CIDR",
                                                 "Ref to the wrong kind",
                                                 "one-subnet ALB",
                                                 "both ALB subnets in one zone",
                                                 "inverted port range",
                                                 "bad protocol",
                                                 "missing DependsOn on the attachment"};
        for (const std::string& fault : seeded) {
            const auto found = std::ranges::find_if(m_cases, [&](const test::LintCase& lintCase) {
                return lintCase.isFault && lintCase.title == "seeded: " + fault;
            });
            QVERIFY2(found != m_cases.end(), fault.c_str());
            QCOMPARE(run(*found, *m_catalog), std::string());
        }
    }

    void suppressedFindingsAreListedWithTheirReason() {
        const std::string text =
            "Resources:\n"
            "  A: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/8}}\n"
            "  B: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 11.0.0.0/8}}\n";
        test::CheckOptions options;
        options.suppressions = {{"VPC-E1", "", "A", "we know"}, {"SUB-E1", "", "", "other code"}};
        const auto one = test::checkTemplate(text, *m_catalog, options);
        QCOMPARE(one.findings.size(), std::size_t{2});
        QCOMPARE(one.findings[0].suppressed, std::string("we know"));
        QCOMPARE(one.findings[1].suppressed, std::string());
        options.suppressions = {{"VPC-E1", "other stack", "", "elsewhere"}};
        const auto none = test::checkTemplate(text, *m_catalog, options);
        QCOMPARE(test::errorsOf(none), (std::vector<std::string>{"VPC-E1:2", "VPC-E1:3"}));
        options.suppressions = {{"VPC-E1", "web", "", "all of them"}};
        const auto all = test::checkTemplate(text, *m_catalog, options);
        QVERIFY(test::errorsOf(all).empty());
        QCOMPARE(all.findings.size(), std::size_t{2});
    }

    void findingsAreInTheOrderOfTheText() {
        const std::string text =
            "Resources:\n"
            "  Z: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/8}}\n"
            "  A: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 11.0.0.0/8}}\n";
        QCOMPARE(test::errorsOf(test::checkTemplate(text, *m_catalog)),
                 (std::vector<std::string>{"VPC-E1:2", "VPC-E1:3"}));
        const auto checked = test::checkTemplate(text, *m_catalog);
        QCOMPARE(checked.findings[0].diagnostic.where.resource, std::string("Z"));
    }

    void whatAwsRunsAlreadyIsNotHeldToTemplateRules() {
        const std::string text =
            "Resources:\n"
            "  tg-1: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: 80}}\n"
            "  vpc-1: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/8}}\n";
        test::CheckOptions options;
        const auto written = test::checkTemplate(text, *m_catalog, options);
        QCOMPARE(
            test::errorsOf(written),
            (std::vector<std::string>{"CFN-E15:2", "CFN-E15:3", "TG-E1:2", "TG-E1:2", "VPC-E1:3"}));
        options.kind = StackKind::Observed;
        const auto observed = test::checkTemplate(text, *m_catalog, options);
        QCOMPARE(test::errorsOf(observed), std::vector<std::string>{"VPC-E1:3"});
    }

    void oddValuesAnywhereNeverBreakIt() {
        const std::vector<Value> odd = {Value(),
                                        Value::string("odd"),
                                        Value::string(""),
                                        Value::number(-1),
                                        Value::list({}),
                                        Value::list({Value::map({}), Value::list({})}),
                                        Value::map({}),
                                        Value::map({{"Odd", Value::number(3)}}),
                                        Value::ref("AWS::NoValue"),
                                        Value::ref("Nobody"),
                                        Value::getAtt("Nobody", "Arn"),
                                        Value::boolean(true)};
        std::size_t next = 0;
        std::size_t runs = 0;
        for (const test::LintCase& lintCase : m_cases) {
            if (lintCase.text.size() > 20000) continue;
            const auto checked = test::checkTemplate(lintCase.text, *m_catalog);
            const Stack& stack = *checked.design.stacks.front();
            for (const auto& resource : stack.body.resources) {
                std::vector<Path> paths;
                addPaths(resource->body, {}, paths);
                for (const Path& path : paths) {
                    const auto body = resource->body.with(path, odd[next++ % odd.size()]);
                    if (!body) continue;
                    Resource changed = *resource;
                    changed.body = *body;
                    Stack other = stack;
                    other.body = stack.body.withResources(stack.body.resources.with(changed));
                    const Design design = checked.design.withStack(std::move(other));
                    const auto resolved = resolve(design, *checked.resolved);
                    for (const Finding& finding : lint(design, *resolved, *m_catalog)) {
                        QVERIFY(!finding.diagnostic.message.empty());
                    }
                    ++runs;
                }
            }
        }
        qInfo("%zu templates with an odd value", runs);
        QVERIFY(runs > 1000);
    }

    void effortGrowsWithTheSizeOfTheTemplate() {
        // No count of work is at hand that a busy machine does not disturb: times are only shown.
        for (const std::size_t count : {std::size_t{500}, std::size_t{10000}}) {
            const std::string text = test::chainOfHosts(count);
            QElapsedTimer timer;
            timer.start();
            const auto checked = test::checkTemplate(text, *m_catalog);
            const auto all = timer.nsecsElapsed();
            timer.restart();
            const auto again = lint(checked.design, *checked.resolved, *m_catalog);
            qInfo("%zu resources: read, resolved, linted, located in %.2f ms; lint alone %.2f ms",
                  checked.design.stacks.front()->body.resources.size(),
                  static_cast<double>(all) / 1e6, static_cast<double>(timer.nsecsElapsed()) / 1e6);
            QCOMPARE(again.size(), checked.findings.size());
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::LintRulesTest)
#include "lint_rules_test.moc"
