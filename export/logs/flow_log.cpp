#include "export/logs/flow_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "export/logs/log_rules.h"

namespace archivolt {

namespace {

/// Reads one field into a record; false where it can't be.
using FieldReader = bool (*)(std::string_view, FlowRecord&);

template <std::optional<IpAddress> FlowRecord::*member>
bool readAddress(std::string_view text, FlowRecord& record) {
    record.*member = IpAddress::parse(text);
    return (record.*member).has_value();
}

template <class Number, std::optional<Number> FlowRecord::*member>
bool readSmall(std::string_view text, FlowRecord& record) {
    const auto number = wholeNumber(text);
    if (!number || *number > std::numeric_limits<Number>::max()) return false;
    record.*member = static_cast<Number>(*number);
    return true;
}

template <std::uint64_t FlowRecord::*member>
bool readCount(std::string_view text, FlowRecord& record) {
    const auto number = wholeNumber(text);
    record.*member = number.value_or(0);
    return number.has_value();
}

template <std::int64_t FlowRecord::*member>
bool readTime(std::string_view text, FlowRecord& record) {
    const auto number = wholeNumber(text);
    constexpr std::uint64_t kMost = 9'000'000'000;
    if (!number || *number > kMost) return false;
    record.*member = static_cast<std::int64_t>(*number);
    return true;
}

bool readInterface(std::string_view text, FlowRecord& record) {
    record.interface = text;
    return true;
}

bool readAction(std::string_view text, FlowRecord& record) {
    record.action = text == "REJECT" ? FlowAction::Reject : FlowAction::Accept;
    return text == "ACCEPT" || text == "REJECT";
}

bool readStatus(std::string_view text, FlowRecord& record) {
    record.status = text == "NODATA"     ? FlowStatus::NoData
                    : text == "SKIPDATA" ? FlowStatus::SkipData
                                         : FlowStatus::Ok;
    return text == "OK" || record.status != FlowStatus::Ok;
}

bool readDirection(std::string_view text, FlowRecord& record) {
    record.direction = text == "egress" ? FlowDirection::Egress : FlowDirection::Ingress;
    return text == "ingress" || text == "egress";
}

/// What is known of a log's fields, by name. Those that are not here are kept as text.
const std::map<std::string_view, FieldReader>& readers() {
    static const std::map<std::string_view, FieldReader> kReaders = {
        {"interface-id", readInterface},
        {"srcaddr", readAddress<&FlowRecord::source>},
        {"dstaddr", readAddress<&FlowRecord::destination>},
        {"pkt-srcaddr", readAddress<&FlowRecord::packetSource>},
        {"pkt-dstaddr", readAddress<&FlowRecord::packetDestination>},
        {"srcport", readSmall<std::uint16_t, &FlowRecord::sourcePort>},
        {"dstport", readSmall<std::uint16_t, &FlowRecord::destinationPort>},
        {"protocol", readSmall<std::uint8_t, &FlowRecord::protocol>},
        {"tcp-flags", readSmall<std::uint16_t, &FlowRecord::tcpFlags>},
        {"packets", readCount<&FlowRecord::packets>},
        {"bytes", readCount<&FlowRecord::bytes>},
        {"start", readTime<&FlowRecord::start>},
        {"end", readTime<&FlowRecord::end>},
        {"action", readAction},
        {"log-status", readStatus},
        {"flow-direction", readDirection},
    };
    return kReaders;
}

bool isFieldName(std::string_view text) {
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
           std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

/// Says whether a line names fields: all are names, and some are those that flow logs have.
bool isHeader(const std::vector<LogField>& fields) {
    std::size_t known = 0;
    for (const LogField& field : fields) {
        if (!isFieldName(field.text)) return false;
        known += readers().contains(field.text) ? 1U : 0U;
    }
    return known >= 2 || (known == 1 && fields.size() == 1);
}

std::vector<std::string> namesIn(std::string_view format) {
    std::vector<std::string> names;
    std::vector<LogField> fields;
    splitFields(format, ' ', fields);
    for (LogField field : fields) {
        if (field.text.starts_with("${") && field.text.ends_with('}')) {
            field.text = field.text.substr(2, field.text.size() - 3);
        }
        if (!isFieldName(field.text)) return {};
        names.emplace_back(field.text);
    }
    return names;
}

/// Reads a line's fields; what is wrong is told, and the record is not to be kept.
bool readRecord(const std::vector<LogField>& fields, const std::vector<FieldReader>& reads,
                const LogLines& lines, const LogLimits& limits, FlowLog& log, FlowRecord& record) {
    if (fields.size() != reads.size()) {
        leaveOut(lines, fields.empty() ? 0 : fields.back().at,
                 fmt::format("a record of {} fields, where {} are expected", fields.size(),
                             reads.size()),
                 limits, log.problems);
        return false;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (reads[i] == nullptr || fields[i].text == "-") continue;
        if (reads[i](fields[i].text, record)) continue;
        leaveOut(lines, fields[i].at,
                 fmt::format("`{}` is no `{}`", shown(fields[i].text), log.fields[i]), limits,
                 log.problems);
        return false;
    }
    return true;
}

tl::unexpected<Diagnostic> notALog(const char* what) {
    return failure(kNotALog, what,
                   "a flow log's lines have the fields of its header, of its format "
                   "(`${version} ${srcaddr} …`), or the default format's 14");
}

}  // namespace

std::vector<std::string> defaultFlowFields() {
    return {"version", "account-id", "interface-id", "srcaddr",   "dstaddr",
            "srcport", "dstport",    "protocol",     "packets",   "bytes",
            "start",   "end",        "action",       "log-status"};
}

Result<FlowLog> readFlowLog(std::string_view text, std::string_view format,
                            const LogLimits& limits) {
    FlowLog log;
    if (!format.empty()) {
        log.fields = namesIn(format);
        if (log.fields.empty()) return notALog("the flow log's format names no fields");
    }
    std::vector<FieldReader> reads;
    std::vector<LogField> fields;
    for (LogLines lines(text); lines.next();) {
        splitFields(lines.line(), ' ', fields);
        if (fields.empty()) continue;
        if (isHeader(fields)) {
            // Files joined together have theirs again, perhaps another.
            if (!format.empty()) continue;
            const bool first = log.records.empty();
            std::vector<std::string> names = namesIn(lines.line());
            if (!first && names != log.fields) {
                return notALog("the log has two headers that differ");
            }
            log.fields = std::move(names);
            reads.clear();
            continue;
        }
        if (reads.empty()) {
            if (log.fields.empty()) log.fields = defaultFlowFields();
            for (const std::string& name : log.fields) {
                const auto found = readers().find(name);
                reads.push_back(found == readers().end() ? nullptr : found->second);
            }
        }
        if (fields.size() == reads.size() + 1 && instantNs(fields.front().text)) {
            fields.erase(fields.begin());
        }
        if (lines.line().size() > limits.lineBytes) {
            leaveOut(lines, 0, "a line is too long", limits, log.problems);
            continue;
        }
        if (log.records.size() >= limits.records) {
            return failure(kLogTooLong,
                           fmt::format("the log has more than {} records", limits.records),
                           std::string(kLogTooLong.help));
        }
        FlowRecord record;
        if (!readRecord(fields, reads, lines, limits, log, record)) continue;
        record.line = lines.number();
        record.text = lines.line().substr(fields.front().at);
        log.records.push_back(std::move(record));
    }
    if (log.records.empty() && log.problems.lines > 0) {
        return notALog("no line is a record of a flow log");
    }
    return log;
}

}  // namespace archivolt
