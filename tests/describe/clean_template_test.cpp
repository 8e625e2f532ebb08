#include <QtTest>

#include <algorithm>
#include <regex>

#include "app/session/judge.h"
#include "app/session/open_describe.h"
#include "app/session/open_design.h"
#include "export/cloudformation/write_template.h"
#include "export/describe/clean_template.h"
#include "model/catalog/catalog.h"
#include "model/reachability/questions/reach.h"
#include "tests/describe/described_network.h"
#include "tests/support/memory_files.h"

namespace archivolt {

namespace {

const Catalog& catalog() {
    static const auto kCatalog = Catalog::embedded();
    return *kCatalog;
}

/// The network of the fixtures as it is opened from its folder.
Design described(std::string_view without = {}) {
    test::MemoryFiles files;
    for (const auto& [name, text] : test::describedNetwork()) {
        if (without.empty() || !name.ends_with(without)) files.files["net/" + name] = text;
    }
    return openDesign("net", {}, files).design;
}

struct Clean {
    CleanTemplate made;
    std::string text;
    Design design;
    Judgement judgement;
};

Clean cleanOf(const Design& design, std::string_view stack) {
    Clean clean;
    clean.made = cleanTemplate(*design.stack(stack), catalog());
    clean.text = writeCanonical(clean.made.stack.body, TemplateFormat::Yaml);
    OpenOptions options;
    options.region = clean.made.stack.region;
    options.account = clean.made.stack.account;
    clean.design = openText({"clean.yaml", clean.text}, options).design;
    JudgeRequest request;
    request.design = std::make_shared<const Design>(clean.design);
    clean.judgement = *judge(request, nullptr, catalog());
    return clean;
}

/// What a question about two ends comes to, ends found in each network by what they are called.
std::string answer(const Reachability& network, const std::string& from, const std::string& to,
                   std::uint16_t port) {
    ReachQuestion question;
    const auto sender = findEndpoint(network.network(), from);
    const auto receiver = findEndpoint(network.network(), to);
    if (!sender || !receiver) return "no such end: " + from + " " + to;
    question.from = *sender;
    question.to = *receiver;
    question.protocol = IpProtocol{6};
    question.ports = PortSet({port, port});
    return verdictName(reach(network, question).verdict);
}

}  // namespace

class CleanTemplateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isCheckedWithoutAnError_data() {
        QTest::addColumn<QString>("stack");
        const Design design = described();
        for (const auto& stack : design.stacks) {
            QTest::newRow(stack->name.c_str()) << QString::fromStdString(stack->name);
        }
    }
    void isCheckedWithoutAnError() {
        QFETCH(QString, stack);
        const Clean clean = cleanOf(described(), stack.toStdString());
        for (const Finding& finding : findingsOf(clean.judgement)) {
            if (finding.diagnostic.severity != Severity::Error) continue;
            QFAIL(qPrintable(QString::fromStdString(finding.diagnostic.code + " " +
                                                    finding.diagnostic.message)));
        }
    }

    void holdsNoIdOutsideItsParameters() {
        const Design design = described();
        for (const auto& stack : design.stacks) {
            const Clean clean = cleanOf(design, stack->name);
            const std::string resources = clean.text.substr(clean.text.find("\nResources:"));
            const std::regex id("\\b[a-z]+-[0-9a-f]{17}\\b");
            std::smatch found;
            if (std::regex_search(resources, found, id)) QFAIL(found.str().c_str());
            QVERIFY(resources.find(stack->account) == std::string::npos);
            QVERIFY(resources.find(stack->region + "a") == std::string::npos);
        }
    }

    void answersAsTheNetworkThatItWasMadeOf_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("cleanFrom");
        QTest::addColumn<QString>("cleanTo");
        const auto pair = [](const char* from, const char* to, const char* cleanFrom,
                             const char* cleanTo) {
            QTest::addRow("%s to %s", cleanFrom, cleanTo) << from << to << cleanFrom << cleanTo;
        };
        pair("internet", "i-0a000000000000001", "internet", "BastionInstance");
        pair("internet", "i-0a000000000000002", "internet", "AppInstance");
        pair("i-0a000000000000001", "i-0a000000000000002", "BastionInstance", "AppInstance");
        pair("i-0a000000000000002", "orders", "AppInstance", "OrdersDatabase");
        pair("i-0a000000000000001", "orders", "BastionInstance", "OrdersDatabase");
        pair("i-0a000000000000002", "i-0b000000000000001", "AppInstance", "PeerInstance");
        pair("i-0b000000000000001", "i-0a000000000000002", "PeerInstance", "AppInstance");
        pair("i-0a000000000000002", "i-0c000000000000001", "AppInstance", "SharedInstance");
        pair("i-0a000000000000002", "internet", "AppInstance", "internet");
        pair("internet", "edge", "internet", "EdgeBalancer");
    }
    void answersAsTheNetworkThatItWasMadeOf() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, cleanFrom);
        QFETCH(QString, cleanTo);
        static const Design kDescribed = described();
        static const auto kBefore = resolve(kDescribed, catalog());
        static const Reachability kNetwork(kBefore->architecture);
        static const Clean kClean = cleanOf(kDescribed, "123456789012-us-east-1");
        for (const std::uint16_t port : {22, 443, 389, 5432, 8085, 8443, 9000}) {
            const auto was = answer(kNetwork, from.toStdString(), to.toStdString(), port);
            const auto is = answer(*kClean.judgement.reachability, cleanFrom.toStdString(),
                                   cleanTo.toStdString(), port);
            if (was != is) {
                QFAIL(
                    qPrintable(QStringLiteral("port %1: %2 was %3")
                                   .arg(port)
                                   .arg(QString::fromStdString(is), QString::fromStdString(was))));
            }
        }
    }

    void saysWhatItDoesNotCarry() {
        const Clean clean = cleanOf(described(), "123456789012-us-east-1");
        QVERIFY(std::ranges::any_of(clean.made.notes, [](const std::string& note) {
            return note.find("MasterUsername") != std::string::npos;
        }));
        QVERIFY(std::ranges::is_sorted(clean.made.notes));
    }

    void saysThatAddressesBecomeOthersAndWhatOfTheAccountIsNotKnown() {
        const auto says = [](const Clean& clean, std::string_view words) {
            return std::ranges::any_of(clean.made.notes, [&](const std::string& note) {
                return note.find(words) != std::string::npos;
            });
        };
        const Clean clean = cleanOf(described(), "123456789012-us-east-1");
        QVERIFY(says(clean, "eipalloc-0a000000000000001 (203.0.113.20) becomes another address"));
        QVERIFY(!says(clean, "blocks public access"));  // It is described, and off.
        const Clean untold = cleanOf(described("public-access.json"), "123456789012-us-east-1");
        QVERIFY(says(untold, "whether the account blocks public access to VPCs no output tells"));
        QVERIFY(!says(untold, "the account blocks public access to VPCs ("));
    }

    void groupsThatNameOneAnotherHaveTheirRulesOutside() {
        const Clean clean = cleanOf(described(), "123456789012-us-east-1");
        QVERIFY(clean.text.find("AWS::EC2::SecurityGroupIngress") != std::string::npos);
    }

    void isTheSameFromRunToRun() {
        const Design design = described();
        for (const auto& stack : design.stacks) {
            QCOMPARE(cleanOf(design, stack->name).text, cleanOf(design, stack->name).text);
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::CleanTemplateTest)
#include "clean_template_test.moc"
