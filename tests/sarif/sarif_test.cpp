#include <QtTest>
#include <nlohmann/json.hpp>

#include "export/sarif/write_sarif.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

Finding finding(std::string code, Severity severity) {
    Finding made;
    made.diagnostic.code = std::move(code);
    made.diagnostic.severity = severity;
    made.diagnostic.message = "it is wrong";
    made.diagnostic.help = "mend it";
    made.diagnostic.where.file = "web.yaml";
    made.diagnostic.where.line = 3;
    made.diagnostic.where.column = 7;
    made.diagnostic.where.resource = "Web";
    made.diagnostic.where.path = Path{"Resources", "Web", "Type"};
    return made;
}

constexpr Rule kFirst{"A-1", Severity::Error, "first", "why", "help", "https://example.com/a"};
constexpr Rule kSecond{"B-1", Severity::Low, "second", "why", "help", "https://example.com/b"};
constexpr Rule kThird{"C-1", Severity::High, "third", "why", "help", "https://example.com/c"};

RuleList someRules() {
    static constexpr const Rule* kRules[] = {&kFirst, &kSecond, &kThird};
    return kRules;
}

Json written(const std::vector<Finding>& findings) {
    return Json::parse(writeSarif(findings, someRules(), "1.2.3"));
}

}  // namespace

class SarifTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLogWithoutFindingsIsWhole() {
        const Json log = written({});
        QVERIFY(log["version"] == "2.1.0");
        QVERIFY(log["runs"][0]["tool"]["driver"]["name"] == "Archivolt");
        QVERIFY(log["runs"][0]["tool"]["driver"]["version"] == "1.2.3");
        QVERIFY(log["runs"][0]["results"] == Json::array());
    }

    void onlyTheRulesThatAreNamedAreListedAndIndexed() {
        const Json log = written({finding("C-1", Severity::High), finding("A-1", Severity::Error),
                                  finding("C-1", Severity::High)});
        const Json& only = log["runs"][0];
        const Json& rules = only["tool"]["driver"]["rules"];
        QCOMPARE(rules.size(), std::size_t{2});
        QCOMPARE(only["results"].size(), std::size_t{3});
        for (const Json& result : only["results"]) {
            QVERIFY(rules[result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
        }
    }

    void everySeverityHasItsLevel() {
        const std::vector<std::pair<Severity, const char*>> levels = {{Severity::Error, "error"},
                                                                      {Severity::Critical, "error"},
                                                                      {Severity::High, "error"},
                                                                      {Severity::Medium, "warning"},
                                                                      {Severity::Low, "note"}};
        for (const auto& [severity, level] : levels) {
            const Json result = written({finding("B-1", severity)})["runs"][0]["results"][0];
            QVERIFY(result["level"] == level);
            QVERIFY(result["properties"]["severity"] == toString(severity));
        }
    }

    void aFindingOutsideEveryFileHasNoPhysicalPlace() {
        Finding made = finding("A-1", Severity::Error);
        made.diagnostic.where = {};
        const Json result = written({made})["runs"][0]["results"][0];
        QVERIFY(!result["locations"][0].contains("physicalLocation"));
        made.diagnostic.where.file = "a b/ä.yaml";
        const Json place =
            written({made})["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        QVERIFY(place["artifactLocation"]["uri"] == "a%20b/%C3%A4.yaml");
        QVERIFY(!place.contains("region"));
    }

    void otherPlacesAreRelatedLocations() {
        Finding made = finding("A-1", Severity::Error);
        Where other;
        other.file = "net.yaml";
        other.line = 9;
        other.column = 1;
        made.diagnostic.related.push_back(other);
        const Json result = written({made})["runs"][0]["results"][0];
        QVERIFY(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 9);
    }

    void theReasonOfASuppressionIsItsJustification() {
        Finding made = finding("A-1", Severity::Error);
        made.suppressed = "on purpose";
        const Json result = written({made})["runs"][0]["results"][0];
        QVERIFY(result["suppressions"][0]["kind"] == "external");
        QVERIFY(result["suppressions"][0]["justification"] == "on purpose");
        const Json plain = written({finding("A-1", Severity::Error)})["runs"][0]["results"][0];
        QVERIFY(!plain.contains("suppressions"));
    }

    void theSameFindingsGiveTheSameBytes() {
        const std::vector<Finding> findings = {finding("C-1", Severity::High),
                                               finding("A-1", Severity::Error)};
        QCOMPARE(writeSarif(findings, someRules(), "1"), writeSarif(findings, someRules(), "1"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SarifTest)
#include "sarif_test.moc"
