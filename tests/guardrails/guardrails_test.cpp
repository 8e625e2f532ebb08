#include <QtTest>

#include <chrono>
#include <set>

#include <fmt/format.h>

#include "model/guardrails/acl_advice.h"
#include "tests/guardrails/advice_case.h"
#include "tests/support/test_paths.h"

namespace archivolt::test {

namespace {

std::vector<AdviceCase> allCases() {
    return readCases(readFile(sourceRoot() / "tests" / "guardrails" / "guardrails.cases"));
}

QString shown(const std::vector<std::uint32_t>& lines) {
    QString text;
    for (const std::uint32_t line : lines) text += QString::number(line) + QLatin1Char(' ');
    return text;
}

}  // namespace

class GuardrailsTest : public QObject {
    Q_OBJECT

private slots:
    void speaksWhereItShould_data() {
        QTest::addColumn<int>("index");
        const auto cases = allCases();
        for (std::size_t i = 0; i < cases.size(); ++i) {
            QTest::newRow((cases[i].code + ": " + cases[i].name).c_str()) << static_cast<int>(i);
        }
    }

    void speaksWhereItShould() {
        QFETCH(int, index);
        const AdviceCase made = allCases()[static_cast<std::size_t>(index)];
        const AdvisedTemplate advised = adviseOn(made.text, *m_catalog, {}, made.kind);
        QCOMPARE(shown(linesOf(advised, made.code)), shown(made.lines));
    }

    void everyRuleHasAFaultAndANearMiss() {
        std::set<std::string> faults;
        std::set<std::string> silent;
        for (const AdviceCase& made : allCases()) {
            if (made.lines.empty()) silent.insert(made.code);
            if (!made.lines.empty()) faults.insert(made.code);
            if (made.text.find("# fine\n") != std::string::npos) silent.insert(made.code);
        }
        for (const Rule* rule : guardrailRules()) {
            const std::string code(rule->code);
            QVERIFY2(faults.contains(code), code.c_str());
            QVERIFY2(silent.contains(code), code.c_str());
        }
    }

    void adviceIsNoError() {
        const auto rules = guardrailRules();
        for (const Rule* rule : rules) {
            QVERIFY2(rule->severity != Severity::Error, std::string(rule->code).c_str());
        }
        QCOMPARE(rules.size(), std::size_t{84});
    }

    void whatWasNotLookedAtIsSaid() {
        AdviceCase made;
        for (AdviceCase& one : allCases()) {
            if (one.name.find("no answer comes in") != std::string::npos) made = std::move(one);
        }
        const Design design = adviseOn(made.text, *m_catalog).design;
        const auto resolved = resolve(design, *m_catalog);
        const Reachability reachability(resolved->architecture);
        const auto found = [&](std::size_t left) {
            Advice advice(design, *resolved, reachability, *m_catalog, {});
            GuardedSubnets guarded;
            for (const AclIndex i : advice.network.acls().indices()) {
                const NetworkAcl* acl = advice.network.acls()[i].acl;
                if (acl->name == "Acl") guarded = {acl, i, {}};
            }
            for (const SubnetIndex i : advice.network.subnets().indices()) {
                guarded.subnets.push_back(i);
            }
            adviseOnLostAnswers(advice, guarded, {}, left);
            return advice.finish();
        };
        QCOMPARE(found(1).size(), 1U);
        QVERIFY(found(1).front()->diagnostic.message.starts_with("not all ways through `Acl`"));
        for (const auto& finding : found(1000)) {
            QVERIFY(!finding->diagnostic.message.starts_with("not all ways"));
        }
    }

    void findingsSayWhatToDo() {
        for (const AdviceCase& made : allCases()) {
            for (const Finding& finding : adviseOn(made.text, *m_catalog).findings) {
                const Diagnostic& diagnostic = finding.diagnostic;
                QVERIFY2(!diagnostic.help.empty(), diagnostic.code.str().c_str());
                QVERIFY2(!diagnostic.message.ends_with('.'), diagnostic.message.c_str());
                QVERIFY2(diagnostic.where.line > 0, diagnostic.message.c_str());
            }
        }
    }

    void exposuresCarryTheirPath() {
        const AdviceCase made = allCases().front();
        const AdvisedTemplate advised = adviseOn(made.text, *m_catalog);
        for (const Finding& finding : advised.findings) {
            if (finding.diagnostic.code != "SG-1") continue;
            std::set<std::string> resources;
            for (const Where& where : finding.diagnostic.related) resources.insert(where.resource);
            // The reply goes by the group's default egress and the route to the gateway.
            QVERIFY(resources.contains("PublicRoute"));
            return;
        }
        QFAIL("no finding");
    }

    void exposuresNameWhatIsExposedApartFromTheirPath() {
        for (const Finding& finding : adviseOn(allCases().front().text, *m_catalog).findings) {
            const std::vector<Where> exposed = exposedBy(finding.diagnostic);
            if (finding.diagnostic.code != "SG-1") {
                QVERIFY2(exposed.empty(), finding.diagnostic.message.c_str());
                continue;
            }
            QCOMPARE(finding.diagnostic.where.resource, std::string("Group"));
            QCOMPARE(exposed.size(), std::size_t{1});
            QCOMPARE(exposed.front().resource, std::string("Web"));
            QVERIFY(exposed.front().line > 0);
            const auto webs =
                std::ranges::count_if(finding.diagnostic.related, [](const Where& place) {
                    return place.resource == "Web" && place.path == Path::parse("Resources.Web");
                });
            QCOMPARE(webs, std::ptrdiff_t{1});
        }
    }

    void suppressedFindingsKeepTheirReason() {
        const std::string text =
            "Resources:\n  Vpc:\n    Type: AWS::EC2::VPC\n"
            "    Properties: {CidrBlock: 10.0.0.0/16}\n";
        const AdvisedTemplate advised =
            adviseOn(text, *m_catalog, {{"VPC-1", "", "Vpc", "logged by the account"}});
        QCOMPARE(advised.findings.size(), std::size_t{1});
        QCOMPARE(advised.findings.front().suppressed, std::string("logged by the account"));
    }

    void findingsComeInTheTextsOrder() {
        const AdvisedTemplate advised = adviseOn(
            readFile(sourceRoot() / "resources" / "examples" / "three-tier.yaml"), *m_catalog);
        std::uint32_t last = 0;
        for (const Finding& finding : advised.findings) {
            QVERIFY(finding.diagnostic.where.line >= last);
            last = finding.diagnostic.where.line;
        }
    }

    /// Small enough for every run; the time is printed for who wants to know.
    void aThousandInstancesAreJudgedInOneRun() {
        std::string text = allCases().front().text;
        for (int subnet = 0; subnet < 4; ++subnet) {
            const std::string small = fmt::format("10.0.{}.0/24", subnet);
            text.replace(text.find(small), small.size(), fmt::format("10.0.{}.0/20", 16 * subnet));
        }
        for (int i = 0; i < 1000; ++i) {
            text += fmt::format(
                "  Web{}:\n    Type: AWS::EC2::Instance\n    Properties:\n"
                "      ImageId: ami-0abcdef1234567890\n      NetworkInterfaces:\n"
                "        - {{DeviceIndex: \"0\", SubnetId: !Ref {}, GroupSet: [!Ref Group], "
                "AssociatePublicIpAddress: true}}\n",
                i,
                i % 5 == 0   ? "Public"
                : i % 5 == 1 ? "PublicB"
                             : "Private");
        }
        const auto begin = std::chrono::steady_clock::now();
        const AdvisedTemplate advised = adviseOn(text, *m_catalog);
        const auto took = std::chrono::steady_clock::now() - begin;
        qInfo("with reading and resolving: %lld ms",
              static_cast<long long>(
                  std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
        QCOMPARE(linesOf(advised, "SG-1").size(), std::size_t{1});
        QCOMPARE(linesOf(advised, "EC2-1").size(), std::size_t{1001});
    }

    void theCorpusIsAdvisedOnWithoutACrash() {
        std::size_t templates = 0;
        std::size_t findings = 0;
        for (const auto& path : corpusTemplates()) {
            const AdvisedTemplate advised = adviseOn(readFile(path), *m_catalog);
            ++templates;
            findings += advised.findings.size();
        }
        qInfo("%zu templates, %zu findings", templates, findings);
    }

private:
    std::shared_ptr<const Catalog> m_catalog = Catalog::embedded();
};

}  // namespace archivolt::test

QTEST_APPLESS_MAIN(archivolt::test::GuardrailsTest)
#include "guardrails_test.moc"
