#include "export/logs/write_logs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

namespace archivolt {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

/// A date and a time of day.
struct Moment {
    std::string date;
    std::string time;  ///< To the second.
    std::string microseconds;
};

Moment momentOf(std::int64_t ns) {
    const std::int64_t seconds = ns / kNsPerSecond;
    const std::chrono::sys_days day{std::chrono::days(seconds / 86400)};
    const std::chrono::year_month_day date{day};
    const auto inDay = seconds % 86400;
    return {fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())),
            fmt::format("{:02}:{:02}:{:02}", inDay / 3600, inDay / 60 % 60, inDay % 60),
            fmt::format("{:06}", ns % kNsPerSecond / 1000)};
}

std::string instantText(std::int64_t ns) {
    const Moment moment = momentOf(ns);
    return moment.date + 'T' + moment.time + '.' + moment.microseconds + 'Z';
}

/// Seconds to the millisecond, as both services write them; -1 for none.
std::string secondsText(std::int64_t ns) {
    if (ns < 0) return "-1";
    const std::int64_t ms = (ns + 500'000) / 1'000'000;
    return fmt::format("{}.{:03}", ms / 1000, ms % 1000);
}

std::string orDash(const std::string& text) { return text.empty() ? "-" : text; }

std::string statusText(std::uint16_t status) { return status == 0 ? "-" : std::to_string(status); }

/// Escapes what would end a field, or a line.
std::string percentEncoded(const std::string& text) {
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7F || c == '%' || c == '"') {
            encoded += fmt::format("%{:02X}", byte);
        } else {
            encoded += c;
        }
    }
    return orDash(encoded);
}

std::string balancerLine(const AccessRecord& one) {
    const std::int64_t rest = one.took >= 0 && one.targetTook >= 0 ? one.took - one.targetTook : -1;
    const std::int64_t ended = one.began + (one.took >= 0 ? one.took : 0);
    const char* const type = one.isPlain ? "http" : "https";
    const int port = one.port != 0 ? one.port : one.isPlain ? 80 : 443;
    const std::string url = fmt::format("{}://{}:{}{}", type, orDash(one.host), port,
                                        percentEncoded(one.path.empty() ? "/" : one.path));
    return fmt::format(
        "{} {} {} {} {} {} {} {} {} {} {} {} \"{} {} HTTP/1.1\" \"-\" - - - \"-\" \"{}\" "
        "\"-\" {} {} \"{}\" \"-\" \"{}\" \"{}\" \"{}\" \"-\" \"-\" - \"{}\" \"{}\" \"-\"",
        type, instantText(ended), one.server, one.client, orDash(one.target), secondsText(rest),
        secondsText(one.targetTook), rest >= 0 ? "0.000" : "-1", statusText(one.status),
        statusText(one.targetStatus), one.received, one.sent,
        one.method.empty() ? "GET" : one.method, url, orDash(one.host),
        one.rule < 0 ? "-" : std::to_string(one.rule), instantText(one.began), orDash(one.actions),
        orDash(one.outcome), orDash(one.target), statusText(one.targetStatus),
        orDash(one.transformedHost), percentEncoded(one.transformedUri));
}

constexpr const char* kCloudFrontFields =
    "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
    "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header "
    "cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher "
    "x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port "
    "time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start "
    "sc-range-end";

std::string cloudFrontLine(const AccessRecord& one) {
    const Moment ended = momentOf(one.began + (one.took >= 0 ? one.took : 0));
    const std::string result = orDash(one.outcome);
    return fmt::format(
        "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t-\t-\t-\t-\t{}\t-\t{}\thttps\t{}\t{}\t-\t-\t-\t{}\t"
        "HTTP/2.0\t-\t-\t-\t{}\t{}\t-\t-\t-\t-",
        ended.date, ended.time, one.server, one.sent, one.client,
        one.method.empty() ? "GET" : one.method, orDash(one.host), percentEncoded(one.path),
        one.status, result, orDash(one.host), one.received, secondsText(one.took), result,
        secondsText(one.took), result);
}

template <class Number>
std::string numberText(const std::optional<Number>& number) {
    return number ? std::to_string(*number) : "-";
}

std::string addressText(const std::optional<IpAddress>& address) {
    return address ? address->toString() : "-";
}

/// Returns the version of flow logs that a field came with.
///
/// Source: Amazon VPC User Guide, flow log records (available fields).
int versionOf(std::string_view name) {
    struct Came {
        std::string_view name;
        int version;
    };
    constexpr Came kCame[] = {
        {"vpc-id", 3},
        {"subnet-id", 3},
        {"instance-id", 3},
        {"tcp-flags", 3},
        {"type", 3},
        {"pkt-srcaddr", 3},
        {"pkt-dstaddr", 3},
        {"region", 4},
        {"az-id", 4},
        {"sublocation-type", 4},
        {"sublocation-id", 4},
        {"pkt-src-aws-service", 5},
        {"pkt-dst-aws-service", 5},
        {"flow-direction", 5},
        {"traffic-path", 5},
        {"reject-reason", 8},
        {"resource-id", 9},
        {"encryption-status", 10},
    };
    if (name.starts_with("ecs-")) return 7;
    const auto* const came = std::ranges::find(kCame, name, &Came::name);
    return came == std::end(kCame) ? 2 : came->version;
}

/// Returns what `version` says: the highest that any field came with.
std::string versionText(const std::vector<std::string>& fields) {
    int version = 2;
    for (const std::string& name : fields) version = std::max(version, versionOf(name));
    return std::to_string(version);
}

/// Returns what a record that was made has in a field.
std::string flowField(const std::string& name, const FlowRecord& one) {
    const bool data = one.status != FlowStatus::NoData;
    if (name == "interface-id") return orDash(one.interface);
    if (name == "srcaddr") return addressText(one.source);
    if (name == "dstaddr") return addressText(one.destination);
    if (name == "pkt-srcaddr") return addressText(one.packetSource);
    if (name == "pkt-dstaddr") return addressText(one.packetDestination);
    if (name == "srcport") return numberText(one.sourcePort);
    if (name == "dstport") return numberText(one.destinationPort);
    if (name == "protocol") return numberText(one.protocol);
    if (name == "tcp-flags") return numberText(one.tcpFlags);
    if (name == "packets") return data ? std::to_string(one.packets) : "-";
    if (name == "bytes") return data ? std::to_string(one.bytes) : "-";
    if (name == "start") return std::to_string(one.start);
    if (name == "end") return std::to_string(one.end);
    if (name == "action") {
        return one.action == FlowAction::Accept   ? "ACCEPT"
               : one.action == FlowAction::Reject ? "REJECT"
                                                  : "-";
    }
    if (name == "log-status") {
        return one.status == FlowStatus::Ok       ? "OK"
               : one.status == FlowStatus::NoData ? "NODATA"
                                                  : "SKIPDATA";
    }
    if (name == "flow-direction") {
        return one.direction == FlowDirection::Egress    ? "egress"
               : one.direction == FlowDirection::Ingress ? "ingress"
                                                         : "-";
    }
    return "-";
}

template <class Line>
std::string joined(std::span<const AccessRecord> records, const Line& lineOf) {
    std::string text;
    for (const AccessRecord& one : records) {
        text += one.text.empty() ? lineOf(one) : one.text;
        text += '\n';
    }
    return text;
}

}  // namespace

std::string writeBalancerLog(std::span<const AccessRecord> records) {
    return joined(records, balancerLine);
}

std::string writeCloudFrontLog(std::span<const AccessRecord> records) {
    return fmt::format("#Version: 1.0\n#Fields: {}\n", kCloudFrontFields) +
           joined(records, cloudFrontLine);
}

std::string writeFlowLog(const FlowLog& log) {
    std::string text;
    const auto addLine = [&](const auto& cellOf) {
        const char* space = "";
        for (const std::string& name : log.fields) {
            text += space + cellOf(name);
            space = " ";
        }
        text += '\n';
    };
    addLine([](const std::string& name) { return name; });
    const std::string version = versionText(log.fields);
    for (const FlowRecord& one : log.records) {
        if (!one.text.empty()) {
            text += one.text + '\n';
            continue;
        }
        addLine([&](const std::string& name) {
            if (name == "version") return std::string(version);
            if (name != "account-id") return flowField(name, one);
            const auto owner = log.owners.find(one.interface);
            return owner == log.owners.end() ? std::string("unknown") : owner->second;
        });
    }
    return text;
}

}  // namespace archivolt
