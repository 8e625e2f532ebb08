#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "export/logs/access_log.h"
#include "export/logs/log_rules.h"

namespace archivolt {

namespace {

/// Where the fields that are read stand in a line.
enum Column : std::size_t {
    kType,
    kTime,
    kBalancer,
    kClient,
    kTarget,
    kRequestTime,
    kTargetTime,
    kResponseTime,
    kStatus,
    kTargetStatus,
    kReceived,
    kSent,
    kRequest,
    kLeast,  ///< So many fields every line has.
    kRule = 20,
    kCreated,
    kActions,
    kReason = 24,
    kTransformedHost = 30,
    kTransformedUri = 31
};

/// Takes a request line apart: `GET https://www.example.com:443/orders?all HTTP/1.1`.
void readRequest(std::string_view request, AccessRecord& record) {
    std::vector<LogField> parts;
    splitFields(request, ' ', parts);
    if (parts.size() < 2) return;
    record.method = parts[0].text == "-" ? std::string_view() : parts[0].text;
    std::string_view url = parts[1].text;
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return;
    url.remove_prefix(scheme + 3);
    const std::size_t slash = std::min(url.find_first_of("/?"), url.size());
    std::string_view host = url.substr(0, slash);
    const std::size_t port = host.rfind(':');
    // An IPv6 address stands in brackets.
    if (port != std::string_view::npos && host.find(']', port) == std::string_view::npos) {
        const std::uint64_t number = wholeNumber(host.substr(port + 1)).value_or(0);
        record.port = number < 65536 ? static_cast<std::uint16_t>(number) : std::uint16_t{0};
        host = host.substr(0, port);
    }
    record.host = host;
    const std::string_view rest = url.substr(slash);
    record.path = rest.substr(0, rest.find('?'));
    if (record.path.empty()) record.path = "/";
}

bool readStatus(std::string_view text, std::uint16_t& status) {
    if (text == "-") return true;
    const auto number = wholeNumber(text);
    if (!number || *number > 999) return false;
    status = static_cast<std::uint16_t>(*number);
    return true;
}

/// Reads the three processing times; −1 in any leaves the sum to the two instants.
bool readTimes(const std::vector<LogField>& fields, std::int64_t ended, AccessRecord& record) {
    std::int64_t sum = 0;
    bool whole = true;
    for (const std::size_t column : {kRequestTime, kTargetTime, kResponseTime}) {
        const auto part = secondsAsNs(fields[column].text);
        if (!part) return false;
        whole = whole && *part >= 0;
        sum += *part;
        if (column == kTargetTime) record.targetTook = *part;
    }
    record.took = whole ? sum : -1;
    record.began = whole ? ended - sum : ended;
    if (fields.size() <= kCreated) return true;
    if (const auto created = instantNs(fields[kCreated].text)) {
        record.began = *created;
        if (!whole && ended >= *created) record.took = ended - *created;
    }
    return true;
}

/// Reads a record; returns the column that is wrong, or the number of columns.
std::size_t readColumns(const std::vector<LogField>& fields, AccessRecord& record) {
    const auto ended = instantNs(fields[kTime].text);
    if (!ended) return kTime;
    if (!readTimes(fields, *ended, record)) return kRequestTime;
    if (!readStatus(fields[kStatus].text, record.status)) return kStatus;
    if (!readStatus(fields[kTargetStatus].text, record.targetStatus)) return kTargetStatus;
    const auto received = wholeNumber(fields[kReceived].text);
    const auto sent = wholeNumber(fields[kSent].text);
    if (!received) return kReceived;
    if (!sent) return kSent;
    record.received = *received;
    record.sent = *sent;
    record.isPlain = fields[kType].text == "http" || fields[kType].text == "ws";
    record.server = fields[kBalancer].text;
    record.client = fields[kClient].text.substr(0, fields[kClient].text.rfind(':'));
    if (fields[kTarget].text != "-") record.target = fields[kTarget].text;
    readRequest(fields[kRequest].text, record);
    if (fields.size() > kActions) {
        const auto rule = wholeNumber(fields[kRule].text);
        if (rule && *rule <= 50'000) record.rule = static_cast<std::int32_t>(*rule);
        if (fields[kActions].text != "-") record.actions = fields[kActions].text;
    }
    if (fields.size() > kReason && fields[kReason].text != "-") {
        record.outcome = fields[kReason].text;
    }
    if (fields.size() > kTransformedUri) {
        const LogField& host = fields[kTransformedHost];
        const LogField& uri = fields[kTransformedUri];
        if (host.text != "-") record.transformedHost = host.text;
        if (uri.text != "-") record.transformedUri = uri.text;
    }
    return fields.size();
}

}  // namespace

std::vector<std::string> balancerLogFields() {
    return {"type",
            "time",
            "elb",
            "client:port",
            "target:port",
            "request_processing_time",
            "target_processing_time",
            "response_processing_time",
            "elb_status_code",
            "target_status_code",
            "received_bytes",
            "sent_bytes",
            "request",
            "user_agent",
            "ssl_cipher",
            "ssl_protocol",
            "target_group_arn",
            "trace_id",
            "domain_name",
            "chosen_cert_arn",
            "matched_rule_priority",
            "request_creation_time",
            "actions_executed",
            "redirect_url",
            "error_reason",
            "target:port_list",
            "target_status_code_list",
            "classification",
            "classification_reason",
            "conn_trace_id",
            "transformed_host",
            "transformed_uri",
            "request_transform_status"};
}

Result<AccessLog> readBalancerLog(std::string_view text, const LogLimits& limits) {
    AccessLog log;
    log.kind = AccessLogKind::LoadBalancer;
    log.fields = balancerLogFields();
    std::vector<LogField> fields;
    for (LogLines lines(text); lines.next();) {
        if (lines.line().empty()) continue;
        if (lines.line().size() > limits.lineBytes) {
            leaveOut(lines, 0, "a line is too long", limits, log.problems);
            continue;
        }
        const bool closed = splitQuoted(lines.line(), fields);
        if (!closed || fields.size() < kLeast) {
            leaveOut(lines, fields.empty() ? 0 : fields.back().at,
                     closed ? fmt::format("a record of {} fields, where {} or more are expected",
                                          fields.size(), static_cast<std::size_t>(kLeast))
                            : std::string("a quote is never closed"),
                     limits, log.problems);
            continue;
        }
        AccessRecord record;
        const std::size_t wrong = readColumns(fields, record);
        if (wrong < fields.size()) {
            leaveOut(lines, fields[wrong].at,
                     fmt::format("`{}` is no `{}`", shown(fields[wrong].text), log.fields[wrong]),
                     limits, log.problems);
            continue;
        }
        if (log.records.size() >= limits.records) {
            return failure(kLogTooLong,
                           fmt::format("the log has more than {} records", limits.records),
                           std::string(kLogTooLong.help));
        }
        record.line = lines.number();
        record.text = lines.line();
        log.records.push_back(std::move(record));
    }
    if (log.records.empty() && log.problems.lines > 0) {
        return failure(kNotALog, "no line is a record of a load balancer's log",
                       std::string(kNotALog.help));
    }
    return log;
}

}  // namespace archivolt
