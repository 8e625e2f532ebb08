#include <QtTest>

#include "app/command/examples.h"
#include "tests/command/run_command.h"

namespace archivolt {

using test::CommandRun;
using test::MemoryFiles;
using test::run;

namespace {

constexpr const char* kWithoutReplies =
    R"([{"edit": "remove-resource", "resource": "PublicAclOutReplies"}])";
constexpr const char* kNarrower = R"([{"edit": "set-value",
  "path": "Resources.BastionGroup.Properties.SecurityGroupIngress[0].CidrIp",
  "value": "192.0.2.0/24"}])";
constexpr const char* kAlbNarrower = R"([{"edit": "set-value",
  "path": "Resources.AlbGroup.Properties.SecurityGroupIngress[0].CidrIp",
  "value": "192.0.2.0/24"}])";

}  // namespace

/// `reach --after`: what edits do to connections that are open, on the three-tier example.
class ReachAfterTest : public QObject {
    Q_OBJECT
private:
    MemoryFiles m_files;

    CommandRun ask(const char* from, const char* to, const char* port, const char* edits,
                   const char* format) {
        m_files.files["edits.json"] = edits;
        return run(m_files, {"reach", "shop.yaml", "--from", from, "--to", to, "--protocol", "tcp",
                             "--port", port, "--after", "edits.json", "--format", format});
    }

private Q_SLOTS:
    void initTestCase() {
        run(m_files, {"example", "three-tier", "--output", "shop.yaml"});
        QVERIFY(m_files.files.contains("shop.yaml"));
    }

    void anAclBreaksEveryFlow() {
        const auto web = ask("internet", "WebAlb", "443", kWithoutReplies, "json");
        QCOMPARE(web.status, 0);  // Of the question itself.
        QVERIFY(web.json()["established"]["survives"] == "no");
        QVERIFY(web.json()["established"]["broken_by"]["resource"] == "PublicAcl");
        const auto ssh = ask("internet:203.0.113.9", "Bastion", "22", kWithoutReplies, "text");
        QVERIFY(ssh.out.find(
                    "while the edits are made breaks: `PublicAcl`, network-acl egress, rule *") !=
                std::string::npos);
    }

    void aGroupBreaksUntrackedFlowsOnly() {
        const auto ssh = ask("internet:203.0.113.9", "Bastion", "22", kNarrower, "json");
        QVERIFY(ssh.json()["established"]["survives"] == "yes");
        QVERIFY(ssh.json()["established"]["broken_by"].is_null());
        const auto web = ask("internet", "WebAlb", "443", kAlbNarrower, "json");
        QVERIFY(web.json()["established"]["survives"] == "no");
        QVERIFY(web.json()["established"]["broken_by"]["resource"] == "AlbGroup");
        const auto notes = web.json()["notes"].dump();
        QVERIFY(notes.find("does not track this flow") != std::string::npos);
    }

    void whereNothingGetsThroughNothingIsOpen() {
        const auto db = ask("internet", "OrdersDb", "5432", kNarrower, "json");
        QCOMPARE(db.status, 1);
        QVERIFY(db.json()["established"]["survives"] == "no");
        QVERIFY(db.json()["established"]["why"] ==
                "no such connection is let through, so there is none to break");
    }

    void withoutItNothingIsSaid() {
        const auto plain = run(m_files, {"reach", "shop.yaml", "--from", "internet", "--to",
                                         "WebAlb", "--format", "json"});
        QVERIFY(!plain.json().contains("established"));
    }

    void wrongEditsAreToldWithTheirFile() {
        const auto wrong = ask("internet", "WebAlb", "443", R"([{"edit": "vanish"}])", "json");
        QCOMPARE(wrong.status, 3);
        QVERIFY(wrong.out.empty());
        QVERIFY(wrong.err.find("edits.json") != std::string::npos);
        m_files.files.erase("edits.json");
        const auto missing = run(m_files, {"reach", "shop.yaml", "--from", "internet", "--to",
                                           "WebAlb", "--after", "edits.json"});
        QCOMPARE(missing.status, 3);
        QVERIFY(missing.err.find("edits.json") != std::string::npos);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReachAfterTest)
#include "reach_after_test.moc"
