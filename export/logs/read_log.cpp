#include "export/logs/read_log.h"

#include <set>

#include "export/logs/log_rules.h"

namespace archivolt {

namespace {

bool isBalancerLine(std::string_view line) {
    static const std::set<std::string_view> kTypes = {"http", "https", "h2", "grpcs", "ws", "wss"};
    std::vector<LogField> fields;
    splitFields(line, ' ', fields);
    return fields.size() > 2 && kTypes.contains(fields[0].text) && instantNs(fields[1].text);
}

template <class Log>
Result<AnyLog> whichever(Result<Log> log) {
    if (!log) return tl::make_unexpected(log.error());
    return AnyLog(*std::move(log));
}

}  // namespace

Result<AnyLog> readLog(std::string_view text, const LogLimits& limits) {
    if (isCompressed(text)) {
        return failure(kNotALog, "the log is compressed", "unpack it first: gunzip LOG.gz");
    }
    for (LogLines lines(text); lines.next();) {
        const std::string_view line = lines.line();
        if (line.empty()) continue;
        if (line.front() == '#') return whichever(readCloudFrontLog(text, limits));
        if (line.front() == '{') {
            return failure(kNotALog, "the log is of JSON objects",
                           "have it written as text: `w3c` of CloudFront, plain text of flow logs");
        }
        if (isBalancerLine(line)) return whichever(readBalancerLog(text, limits));
        return whichever(readFlowLog(text, {}, limits));
    }
    return failure(kNotALog, "the log is empty", std::string(kNotALog.help));
}

}  // namespace archivolt
