#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/logs/log_text.h"
#include "model/net/address.h"

namespace archivolt {

enum class FlowAction : std::uint8_t {
    None,  ///< Of records without data.
    Accept,
    Reject
};

enum class FlowStatus : std::uint8_t {
    Ok,
    NoData,   ///< Nothing was seen in that time.
    SkipData  ///< Some of it was not recorded.
};

enum class FlowDirection : std::uint8_t {
    Unknown,
    Ingress,
    Egress
};

/// One record of a flow log: packets one way between two ends at one interface, over a stretch of
/// time. What the log's format lacks, or a record says `-` of, is empty.
struct FlowRecord {
    std::uint32_t line = 0;  ///< 1-based, in the log.
    std::string interface;   ///< `eni-…`.
    std::optional<IpAddress> source;
    std::optional<IpAddress> destination;
    std::optional<IpAddress> packetSource;       ///< Behind a NAT gateway or the like.
    std::optional<IpAddress> packetDestination;  ///< Likewise.
    std::optional<std::uint16_t> sourcePort;
    std::optional<std::uint16_t> destinationPort;
    std::optional<std::uint8_t> protocol;  ///< As IANA numbers them.
    std::optional<std::uint16_t> tcpFlags;
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::int64_t start = 0;  ///< Seconds since 1970.
    std::int64_t end = 0;
    FlowAction action = FlowAction::None;
    FlowStatus status = FlowStatus::Ok;
    FlowDirection direction = FlowDirection::Unknown;
    std::string text;  ///< The whole line; fields that this program does not know are in it, too.
    friend bool operator==(const FlowRecord&, const FlowRecord&) = default;
};

/// A flow log: the names of its fields, in their order, and its records.
struct FlowLog {
    std::vector<std::string> fields;
    std::vector<FlowRecord> records;
    std::map<std::string, std::string> owners;  ///< The account of each interface, to be written.
    LogProblems problems;
};

/// Returns the 14 fields of version 2, the default format.
[[nodiscard]] std::vector<std::string> defaultFlowFields();

/// Reads a VPC flow log of any version, as text.
///
/// Its fields are told by `format` (`${version} ${srcaddr}`, as the flow log's resource says it),
/// else by a header line, as files in buckets have one, else they are the default format's. Lines
/// may begin with the time that CloudWatch Logs puts there. Lines of another form are left out and
/// told of. Fails for what is no flow log (LOGS-1) and for too many records (LOGS-3).
///
/// Source: Amazon VPC user guide, flow log records (T66).
[[nodiscard]] Result<FlowLog> readFlowLog(std::string_view text, std::string_view format,
                                          const LogLimits& limits);

}  // namespace archivolt
