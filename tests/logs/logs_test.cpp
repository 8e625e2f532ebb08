#include <QtTest>

#include "export/logs/read_log.h"
#include "export/logs/write_logs.h"

namespace archivolt {

namespace {

constexpr std::int64_t kMs = 1'000'000;

// 2026-11-29T05:10:00Z
constexpr std::int64_t kTen = 1'795'929'000;

const std::string kFlows =
    "2 123456789012 eni-0a1b2c3d4e5f60718 203.0.113.12 10.0.1.220 51324 443 6 20 4249 1795929000 "
    "1795929060 ACCEPT OK\n"
    "2 123456789012 eni-0a1b2c3d4e5f60718 198.51.100.9 10.0.1.220 40112 22 6 3 180 1795929000 "
    "1795929060 REJECT OK\n"
    "2 123456789012 eni-0a1b2c3d4e5f60718 - - - - - - - 1795929060 1795929120 - NODATA\n";

const std::string kBalancerLine =
    R"(https 2026-11-29T05:10:00.186641Z app/web/50dc6c495c0c9188 192.0.2.17:2817 10.0.21.7:80 )"
    R"(0.086 0.048 0.037 200 200 512 5700 "GET https://www.example.com:443/orders/7?full=1 HTTP/1.1" )"
    R"("agent/1.0 [a"quoted"word]" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 )"
    R"(arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/73e2d6bc24d8a067 )"
    R"("Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "-" 1 )"
    R"(2026-11-29T05:10:00.000000Z "forward" "-" "-" "10.0.21.7:80" "200" "-" "-" TID_1 "-" "-" "-")";

const std::string kDistribution =
    "#Version: 1.0\n"
    "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status "
    "time-taken x-edge-result-type x-new-field\n"
    "2026-11-29\t05:10:00\tFRA60-P1\t2390\t192.0.2.17\tGET\td111111abcdef8.cloudfront.net\t"
    "/a%20b.png\t200\t0.250\tHit\tkept\n";

FlowLog flows(std::string_view text, std::string_view format = {}) {
    auto log = readFlowLog(text, format, {});
    return log ? *std::move(log) : FlowLog();
}

AccessLog accesses(std::string_view text) {
    auto log = readLog(text, {});
    return log ? std::get<AccessLog>(*std::move(log)) : AccessLog();
}

std::string codeOf(std::string_view text) {
    const auto log = readLog(text, {});
    return log ? std::string() : log.error().code.str();
}

}  // namespace

/// Logs in AWS's formats, of lines made for the purpose.
class LogsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // T66: the default format has no header where CloudWatch Logs gives it out.
    void theDefaultFormatNeedsNoHeader() {
        const FlowLog log = flows(kFlows);
        QCOMPARE(log.records.size(), 3U);
        QCOMPARE(log.fields.size(), 14U);
        QCOMPARE(log.problems.lines, 0U);
        const FlowRecord& first = log.records[0];
        QCOMPARE(first.interface, std::string("eni-0a1b2c3d4e5f60718"));
        QVERIFY(first.source == IpAddress::parse("203.0.113.12"));
        QVERIFY(first.destination == IpAddress::parse("10.0.1.220"));
        QCOMPARE(first.sourcePort.value_or(0), 51324);
        QCOMPARE(first.destinationPort.value_or(0), 443);
        QCOMPARE(int{first.protocol.value_or(0)}, 6);
        QCOMPARE(first.packets, 20U);
        QCOMPARE(first.bytes, 4249U);
        QCOMPARE(first.start, kTen);
        QCOMPARE(first.end, kTen + 60);
        QVERIFY(first.action == FlowAction::Accept && first.status == FlowStatus::Ok);
        QVERIFY(log.records[1].action == FlowAction::Reject);
        QVERIFY(log.records[2].status == FlowStatus::NoData);
        QVERIFY(log.records[2].action == FlowAction::None && !log.records[2].source);
        QCOMPARE(log.records[2].line, 3U);
    }

    void aHeaderTellsTheFieldsInWhateverOrder() {
        const FlowLog log = flows(
            "flow-direction dstport srcaddr dstaddr some-new-field tcp-flags action\n"
            "egress 5432 2001:db8::1 10.0.0.9 anything 19 REJECT\r\n");
        QCOMPARE(log.records.size(), 1U);
        const FlowRecord& only = log.records[0];
        QVERIFY(only.direction == FlowDirection::Egress);
        QVERIFY(only.source == IpAddress::parse("2001:db8::1"));
        QCOMPARE(only.destinationPort.value_or(0), 5432);
        QCOMPARE(only.tcpFlags.value_or(0), 19);
        QVERIFY(only.action == FlowAction::Reject);
        // What is not known is kept as it stood.
        QCOMPARE(only.text, std::string("egress 5432 2001:db8::1 10.0.0.9 anything 19 REJECT"));
        QCOMPARE(log.fields[4], std::string("some-new-field"));
    }

    void aFormatTellsTheFieldsToo() {
        const FlowLog log = flows("10.0.0.9 443 ACCEPT\n", "${dstaddr} ${dstport} ${action}");
        QCOMPARE(log.records.size(), 1U);
        QVERIFY(log.records[0].destination == IpAddress::parse("10.0.0.9"));
        QCOMPARE(log.records[0].destinationPort.value_or(0), 443);
    }

    void theTimeThatCloudWatchPutsBeforeARecordIsPassedOver() {
        const FlowLog log = flows("2026-11-29T05:10:00.000Z " + kFlows);
        QCOMPARE(log.records.size(), 3U);
        QVERIFY(log.records[0].text.starts_with("2 123456789012"));
    }

    void aLineThatIsCutOffIsToldOfWithItsPlace() {
        const FlowLog log = flows(kFlows + "2 123456789012 eni-0a1b\n" +
                                  "2 1 eni-1 10.0.0.1 10.0.0.300 1 2 6 1 1 1 2 ACCEPT OK\n");
        QCOMPARE(log.records.size(), 3U);
        QCOMPARE(log.problems.lines, 2U);
        QCOMPARE(log.problems.told[0].where.line, 4U);
        QCOMPARE(log.problems.told[1].where.line, 5U);
        QCOMPARE(log.problems.told[1].where.column, 20U);
        QCOMPARE(log.problems.told[1].message, std::string("`10.0.0.300` is no `dstaddr`"));
    }

    void aFaultNeverSteersATerminal() {
        const FlowLog log = flows(kFlows + "2 1 eni-1 10.0.0.1 \x1B[2J 1 2 6 1 1 1 2 ACCEPT OK\n");
        QCOMPARE(log.problems.told[0].message, std::string("`?[2J` is no `dstaddr`"));
    }

    void limitsHold() {
        LogLimits limits;
        limits.records = 2;
        const auto many = readFlowLog(kFlows, {}, limits);
        QVERIFY(!many && many.error().code == "LOGS-3");
        limits = {};
        limits.lineBytes = kFlows.find('\n') - 1;
        limits.problems = 1;
        const auto shortened = readFlowLog(kFlows, {}, limits);
        QVERIFY(shortened.has_value());
        QCOMPARE(shortened->problems.lines, 1U);
        QCOMPARE(shortened->problems.told.size(), 1U);
    }

    // T65.
    void aBalancersLineIsRead() {
        const AccessLog log = accesses(kBalancerLine + '\n');
        QCOMPARE(log.records.size(), 1U);
        QVERIFY(log.kind == AccessLogKind::LoadBalancer);
        QCOMPARE(log.fields.size(), 33U);
        const AccessRecord& only = log.records[0];
        QCOMPARE(only.began, kTen * 1'000'000'000);
        QCOMPARE(only.took, 171 * kMs);
        QCOMPARE(only.targetTook, 48 * kMs);
        QCOMPARE(int{only.status}, 200);
        QCOMPARE(int{only.targetStatus}, 200);
        QCOMPARE(only.received, 512U);
        QCOMPARE(only.sent, 5700U);
        QCOMPARE(only.client, std::string("192.0.2.17"));
        QCOMPARE(only.target, std::string("10.0.21.7:80"));
        QCOMPARE(only.server, std::string("app/web/50dc6c495c0c9188"));
        QCOMPARE(only.method, std::string("GET"));
        QCOMPARE(only.host, std::string("www.example.com"));
        QCOMPARE(only.path, std::string("/orders/7"));
    }

    // T65: a 34th field occurs; older logs have fewer.
    void fieldsOfOtherYearsDoNotMatter() {
        QCOMPARE(accesses(kBalancerLine + " \"more\"\n").records.size(), 1U);
        const std::string old = kBalancerLine.substr(0, kBalancerLine.find(" \"agent"));
        const AccessLog log = accesses(old + '\n');
        QCOMPARE(log.records.size(), 1U);
        QCOMPARE(log.records[0].began, kTen * 1'000'000'000 + 186'641'000 - 171 * kMs);
    }

    // T65: times may be -1, where the target never answered.
    void aTimeOfMinusOneIsNoTime() {
        std::string line = kBalancerLine;
        line.replace(line.find("0.086 0.048 0.037 200 200"), 25, "-1 -1 -1 504 -");
        const AccessLog log = accesses(line);
        QCOMPARE(log.records.size(), 1U);
        QCOMPARE(int{log.records[0].status}, 504);
        QCOMPARE(int{log.records[0].targetStatus}, 0);
        QCOMPARE(log.records[0].targetTook, std::int64_t{-1});
        QCOMPARE(log.records[0].took, std::int64_t{186'641'000});
    }

    void anOpenQuoteIsToldOf() {
        const AccessLog log = accesses(kBalancerLine + '\n' +
                                       kBalancerLine.substr(0, kBalancerLine.find("HTTP/1.1")));
        QCOMPARE(log.records.size(), 1U);
        QCOMPARE(log.problems.told[0].message, std::string("a quote is never closed"));
        QCOMPARE(log.problems.told[0].where.line, 2U);
    }

    // T67.
    void aDistributionsLogIsReadByItsFields() {
        const AccessLog log = accesses(kDistribution);
        QCOMPARE(log.records.size(), 1U);
        const AccessRecord& only = log.records[0];
        QCOMPARE(only.began, kTen * 1'000'000'000 - 250 * kMs);
        QCOMPARE(only.took, 250 * kMs);
        QCOMPARE(only.path, std::string("/a b.png"));
        QCOMPARE(only.outcome, std::string("Hit"));
        QCOMPARE(only.server, std::string("FRA60-P1"));
        QCOMPARE(only.sent, 2390U);
        QVERIFY(only.text.ends_with("\tkept"));
    }

    // What was read is written as it stood; what was made, reads back as it was made.
    void whatIsWrittenReadsBack() {
        QCOMPARE(writeBalancerLog(accesses(kBalancerLine).records), kBalancerLine + '\n');
        const FlowLog log = flows(kFlows);
        const FlowLog again = flows(writeFlowLog(log));
        QCOMPARE(again.records.size(), log.records.size());
        QCOMPARE(again.records[0].text, log.records[0].text);

        AccessRecord made;
        made.began = kTen * 1'000'000'000 + 5 * kMs;
        made.took = 171 * kMs;
        made.targetTook = 48 * kMs;
        made.status = made.targetStatus = 200;
        made.client = "192.0.2.17";
        made.target = "10.0.21.7:80";
        made.server = "app/web/50dc6c495c0c9188";
        made.method = "POST";
        made.host = "www.example.com";
        made.path = "/a \"b\"";
        made.isPlain = true;
        made.port = 8080;
        made.rule = 20;
        made.actions = "forward";
        AccessRecord balanced = made;
        balanced.client += ":2817";
        made.transformedHost = balanced.transformedHost = "inner.example.com";
        made.transformedUri = balanced.transformedUri = "/orders?id=7";
        const AccessLog balancer = accesses(writeBalancerLog({&balanced, 1}));
        QCOMPARE(balancer.problems.lines, 0U);
        QCOMPARE(balancer.records.size(), 1U);
        AccessRecord read = balancer.records[0];
        QCOMPARE(read.path, std::string("/a%20%22b%22"));
        read.text.clear();
        read.line = 0;
        read.path = made.path;
        QVERIFY(read == made);

        made.target.clear();
        made.transformedHost.clear();
        made.transformedUri.clear();
        made.isPlain = false;
        made.port = 0;
        made.rule = -1;
        made.actions.clear();
        made.targetTook = -1;
        made.targetStatus = 0;
        made.server = "FRA60-P1";
        made.outcome = "Miss";
        made.began -= 5 * kMs + 171 * kMs;  // Ends are told to the second.
        const AccessLog edge = accesses(writeCloudFrontLog({&made, 1}));
        QCOMPARE(edge.fields.size(), 33U);
        QCOMPARE(edge.records.size(), 1U);
        read = edge.records[0];
        read.text.clear();
        read.line = 0;
        QVERIFY(read == made);

        FlowLog flow;
        flow.fields = defaultFlowFields();
        flow.fields.emplace_back("flow-direction");
        FlowRecord record;
        record.interface = "eni-1";
        record.source = IpAddress::parse("192.0.2.1");
        record.destination = IpAddress::parse("10.0.0.7");
        record.sourcePort = 40000;
        record.destinationPort = 443;
        record.protocol = 6;
        record.packets = 3;
        record.start = kTen;
        record.end = kTen + 60;
        record.action = FlowAction::Reject;
        record.direction = FlowDirection::Ingress;
        flow.records = {record};
        flow.owners["eni-1"] = "210987654321";
        FlowRecord back = flows(writeFlowLog(flow)).records.at(0);
        // The version is the highest that any of the fields came with.
        QVERIFY(back.text.starts_with("5 210987654321 eni-1 "));
        flow.fields = defaultFlowFields();
        flow.owners.clear();
        QVERIFY(flows(writeFlowLog(flow)).records.at(0).text.starts_with("2 unknown eni-1 "));
        back.text.clear();
        back.line = 0;
        QVERIFY(back == record);
    }

    void whatIsNoLogIsSaidSo() {
        QCOMPARE(codeOf(""), std::string("LOGS-1"));
        QCOMPARE(codeOf("\x1F\x8B\x08"), std::string("LOGS-1"));
        QCOMPARE(codeOf("{\"a\": 1}"), std::string("LOGS-1"));
        QCOMPARE(codeOf("Resources:\n  Vpc: 1\n"), std::string("LOGS-1"));
        QCOMPARE(codeOf("#Version: 1.0\n2026-11-29\t05:10:00\n"), std::string("LOGS-1"));
    }

    void noBytesBreakAReader() {
        // Every prefix, and every line with one byte taken out or made another.
        for (const std::string& whole : {kFlows, kBalancerLine, kDistribution}) {
            for (std::size_t i = 0; i < whole.size(); ++i) {
                static_cast<void>(readLog(whole.substr(0, i), {}));
                std::string other = whole;
                other[i] = static_cast<char>(other[i] ^ 0x55);
                static_cast<void>(readLog(other, {}));
                other.erase(i, 1);
                static_cast<void>(readLog(other, {}));
            }
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::LogsTest)
#include "logs_test.moc"
