#include "app/session/flow_records.h"

#include <fmt/format.h>

namespace archivolt {

namespace {

constexpr std::uint16_t kSyn = 0x02;
constexpr std::uint16_t kAck = 0x10;

ObservedFlow observedFlow(const FlowRecord& record, IpProtocol protocol) {
    ObservedFlow flow;
    flow.interface = record.interface;
    flow.packet = {protocol,
                   {*record.source, *record.destination},
                   record.sourcePort.value_or(0),
                   record.destinationPort.value_or(0)};
    if (record.direction != FlowDirection::Unknown) {
        flow.direction = record.direction == FlowDirection::Ingress ? RuleDirection::Ingress
                                                                    : RuleDirection::Egress;
    }
    flow.accepted = record.action == FlowAction::Accept;
    const std::uint16_t flags = record.tcpFlags.value_or(0);
    flow.answers = (flags & (kSyn | kAck)) == (kSyn | kAck);
    flow.opens = !flow.answers && (flags & kSyn) != 0;
    flow.packets = record.packets;
    flow.line = record.line;
    return flow;
}

std::string recordCount(std::uint64_t count) {
    return fmt::format("{} record{}", count, count == 1 ? "" : "s");
}

}  // namespace

FlowRecords flowRecordsOf(const FlowLog& log) {
    FlowRecords records;
    for (const FlowRecord& record : log.records) {
        switch (record.status) {
            case FlowStatus::Ok: break;
            case FlowStatus::NoData: ++records.withoutData; continue;
            case FlowStatus::SkipData: ++records.skipped; continue;
        }
        const auto protocol = IpProtocol{record.protocol.value_or(0)};
        if (record.protocol && (protocol == kProtocolIcmp || protocol == kProtocolIcmpv6)) {
            ++records.ofIcmp;
            continue;
        }
        const bool hasAllPorts =
            !hasPorts(protocol) || (record.sourcePort && record.destinationPort);
        const bool isWhole = record.action != FlowAction::None && record.source &&
                             record.destination && record.protocol && hasAllPorts;
        if (!isWhole) {
            ++records.incomplete;
            continue;
        }
        records.flows.push_back(observedFlow(record, protocol));
    }
    return records;
}

std::vector<std::string> unjudgedWords(const FlowRecords& records, const FlowReport& report) {
    std::vector<std::string> words;
    const auto say = [&](std::uint64_t count, const char* why) {
        if (count > 0) words.push_back(recordCount(count) + why);
    };
    say(report.elsewhere, " of interfaces that the design does not have");
    say(report.ambiguous,
        " of which either end may be their interface; a log with flow-direction tells");
    say(records.incomplete, " without an address, a port, the protocol or the action");
    say(records.ofIcmp, " of ICMP, whose type no flow log tells");
    say(records.skipped, " of time in which some packets were not recorded (SKIPDATA)");
    return words;
}

}  // namespace archivolt
