#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "export/logs/access_log.h"
#include "export/logs/log_rules.h"

namespace archivolt {

namespace {

/// The fields that are read, by their names.
enum Column : std::size_t {
    kDate,
    kTime,
    kPlace,
    kSent,
    kClient,
    kMethod,
    kHost,
    kPath,
    kStatus,
    kResult,
    kHostHeader,
    kReceived,
    kTook,
    kColumns
};

constexpr std::array<std::string_view, kColumns> kNames = {
    "date",          "time",     "x-edge-location", "sc-bytes",  "c-ip",
    "cs-method",     "cs(Host)", "cs-uri-stem",     "sc-status", "x-edge-result-type",
    "x-host-header", "cs-bytes", "time-taken"};
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

using Places = std::array<std::size_t, kColumns>;

Places placesOf(const std::vector<std::string>& names) {
    Places places{};
    for (std::size_t i = 0; i < kColumns; ++i) {
        const auto found = std::ranges::find(names, kNames[i]);
        places[i] = found == names.end()
                        ? kNowhere
                        : static_cast<std::size_t>(std::distance(names.begin(), found));
    }
    return places;
}

/// Reads a record; returns the column that is wrong, or kColumns.
std::size_t readColumns(const std::vector<LogField>& fields, const Places& places,
                        AccessRecord& record) {
    const auto at = [&](Column column) {
        const bool there = places[column] != kNowhere && fields[places[column]].text != "-";
        return there ? fields[places[column]].text : std::string_view();
    };
    const auto ended = instantNs(at(kDate), at(kTime));
    if (!ended) return kTime;
    if (const std::string_view took = at(kTook); !took.empty()) {
        const auto ns = secondsAsNs(took);
        if (!ns) return kTook;
        record.took = *ns;
    }
    record.began = *ended - std::max<std::int64_t>(0, record.took);
    if (const std::string_view text = at(kStatus); !text.empty()) {
        const auto status = wholeNumber(text);
        if (!status || *status > 999) return kStatus;
        record.status = static_cast<std::uint16_t>(*status);
    }
    for (const Column column : {kSent, kReceived}) {
        if (at(column).empty()) continue;
        const auto bytes = wholeNumber(at(column));
        if (!bytes) return column;
        (column == kSent ? record.sent : record.received) = *bytes;
    }
    record.client = at(kClient);
    record.server = at(kPlace);
    record.method = at(kMethod);
    record.host = at(kHostHeader).empty() ? at(kHost) : at(kHostHeader);
    record.path = percentDecoded(at(kPath));
    record.outcome = at(kResult);
    return kColumns;
}

}  // namespace

Result<AccessLog> readCloudFrontLog(std::string_view text, const LogLimits& limits) {
    AccessLog log;
    log.kind = AccessLogKind::CloudFront;
    Places places{};
    std::vector<LogField> fields;
    for (LogLines lines(text); lines.next();) {
        const std::string_view line = lines.line();
        if (line.empty()) continue;
        if (line.front() == '#') {
            constexpr std::string_view kFields = "#Fields:";
            if (!line.starts_with(kFields)) continue;
            splitFields(line.substr(kFields.size()), ' ', fields);
            log.fields.clear();
            for (const LogField& field : fields) log.fields.emplace_back(field.text);
            places = placesOf(log.fields);
            continue;
        }
        if (log.fields.empty() || places[kDate] == kNowhere || places[kTime] == kNowhere) {
            return failure(kNotALog,
                           "no `#Fields` line with `date` and `time` stands above line " +
                               std::to_string(lines.number()),
                           "a standard log of CloudFront begins with `#Version` and `#Fields`");
        }
        splitFields(line, '\t', fields);
        if (fields.size() < log.fields.size() || line.size() > limits.lineBytes) {
            leaveOut(lines, fields.empty() ? 0 : fields.back().at,
                     fmt::format("a record of {} fields, where {} are expected", fields.size(),
                                 log.fields.size()),
                     limits, log.problems);
            continue;
        }
        AccessRecord record;
        const std::size_t wrong = readColumns(fields, places, record);
        if (wrong < kColumns) {
            const LogField& field = fields[places[wrong]];
            leaveOut(lines, field.at,
                     fmt::format("`{}` is no `{}`", shown(field.text), kNames[wrong]), limits,
                     log.problems);
            continue;
        }
        if (log.records.size() >= limits.records) {
            return failure(kLogTooLong,
                           fmt::format("the log has more than {} records", limits.records),
                           std::string(kLogTooLong.help));
        }
        record.line = lines.number();
        record.text = line;
        log.records.push_back(std::move(record));
    }
    return log;
}

}  // namespace archivolt
