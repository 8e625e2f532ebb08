#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "export/logs/access_log.h"
#include "export/logs/flow_log.h"
#include "model/architecture/tables.h"
#include "model/traffic/run/world.h"

namespace archivolt {

/// Writes the logs that AWS would, of a run: follows its steps.
///
/// Clients have addresses of the three blocks for documentation, times begin at 2026-01-01. What is
/// not simulated is not told: sizes are 0 bytes, a request one packet each way.
// NOT MODELLED: Packets and bytes of logged requests, TLS, user agents; connections, each request
// being one; the words by which a balancer's log tells how rewriting a request went; the target
// group that took it, and where a redirect leads.
class LogMaker {
public:
    explicit LogMaker(const Architecture& architecture);
    LogMaker(const LogMaker&) = delete;
    LogMaker& operator=(const LogMaker&) = delete;
    ~LogMaker() = default;

    void see(const traffic::World& world, traffic::Step step, traffic::VisitId id);
    /// Returns the logs by file name: `WebAlb.log` of balancers and distributions, and
    /// `flow-logs.log`.
    [[nodiscard]] std::map<std::string, std::string> take();

private:
    /// A network interface that packets come to.
    struct Door {
        std::string interface;
        IpAddress address;
        std::uint16_t port = 443;
    };
    /// A balancer, as its log names it, and the listener that clients come to.
    struct Named {
        std::string id;
        bool isPlain = false;
        std::uint16_t port = 443;
    };
    /// A request at a balancer or a distribution.
    struct Open {
        AccessRecord record;
        traffic::Time came = 0;
        bool asked = false;      ///< Something behind it got it.
        std::uint16_t kind = 0;  ///< Before a rule rewrote it.
    };
    /// What tells flows apart.
    struct FlowKey {
        std::string interface;
        IpAddress source;
        IpAddress destination;
        std::uint16_t sourcePort = 0;
        std::uint16_t destinationPort = 0;
        FlowAction action = FlowAction::Accept;
        friend auto operator<=>(const FlowKey&, const FlowKey&) = default;
    };

    void came(const traffic::World& world, traffic::VisitId id);
    void ended(const traffic::World& world, traffic::VisitId id, std::uint16_t status);
    void addFlow(const traffic::World& world, traffic::VisitId id, FlowAction action);
    void flushFlows(std::int64_t minute);
    [[nodiscard]] const Door* doorOf(const std::string& component, std::uint32_t choice) const;

    std::map<std::string, std::vector<Door>> m_doors;
    std::map<std::string, Named> m_named;
    std::map<traffic::VisitId, Open> m_open;
    std::map<std::string, std::vector<AccessRecord>> m_balancers;
    std::map<std::string, std::vector<AccessRecord>> m_edges;
    std::int64_t m_minute = 0;
    std::map<FlowKey, std::uint64_t> m_now;  ///< Requests of the present minute.
    FlowLog m_flows;
};

}  // namespace archivolt
