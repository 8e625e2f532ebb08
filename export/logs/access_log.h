#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "export/logs/log_text.h"

namespace archivolt {

enum class AccessLogKind : std::uint8_t {
    LoadBalancer,  ///< Of an Application Load Balancer.
    CloudFront     ///< A standard log of a distribution.
};

/// One request in an access log. What its log does not tell is empty, 0, or −1 where times are.
struct AccessRecord {
    std::uint32_t line = 0;        ///< 1-based, in the log.
    std::int64_t began = 0;        ///< Nanoseconds since 1970: when the request came.
    std::int64_t took = -1;        ///< Nanoseconds until the answer was sent.
    std::int64_t targetTook = -1;  ///< Of these, the target's; load balancers tell it.
    std::uint16_t status = 0;      ///< What the client was answered; 0: nothing.
    std::uint16_t targetStatus = 0;
    std::uint64_t received = 0;  ///< Bytes, from the client.
    std::uint64_t sent = 0;
    std::string client;  ///< Its address.
    std::string target;  ///< `10.0.21.7:80`.
    std::string server;  ///< The balancer's id (`app/web/50dc6c495c0c9188`), or the edge location.
    std::string method;
    std::string host;
    std::string path;             ///< Without its query.
    std::string transformedHost;  ///< What a rule's rewrite made of the host; empty: nothing.
    std::string transformedUri;   ///< What one made of path and query.
    bool isPlain = false;         ///< It came to a balancer without TLS.
    std::uint16_t port = 0;       ///< Of a balancer: the one that it came to.
    std::int32_t rule = -1;  ///< Priority of the rule that took it; 0: the default; −1: not told.
    std::string actions;     ///< What a balancer did: `forward`, `redirect`, `fixed-response`, ….
    std::string outcome;     ///< `Hit`, `Miss`, …, or the balancer's `error_reason`.
    std::string text;        ///< The whole line, with everything else that it says.
    friend bool operator==(const AccessRecord&, const AccessRecord&) = default;
};

struct AccessLog {
    AccessLogKind kind = AccessLogKind::LoadBalancer;
    std::vector<std::string> fields;  ///< Their names, in their order.
    std::vector<AccessRecord> records;
    LogProblems problems;
};

/// Returns the 33 fields of an Application Load Balancer's log (T65).
[[nodiscard]] std::vector<std::string> balancerLogFields();

/// Reads the access log of an Application Load Balancer; older ones with fewer fields, and newer
/// ones with more, too. Lines of another form are left out and told of. Fails for what is no such
/// log (LOGS-1) and for too many records (LOGS-3).
///
/// Source: Elastic Load Balancing user guide, access logs for your Application Load Balancer (T65).
[[nodiscard]] Result<AccessLog> readBalancerLog(std::string_view text, const LogLimits& limits);

/// Reads a standard log of CloudFront, whose `#Fields` line names its fields, in whatever order.
///
/// Source: Amazon CloudFront developer guide, standard logging reference (T67).
[[nodiscard]] Result<AccessLog> readCloudFrontLog(std::string_view text, const LogLimits& limits);

}  // namespace archivolt
