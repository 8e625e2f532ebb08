#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/traffic/plant/clients.h"
#include "model/traffic/plant/components.h"
#include "model/traffic/plant/edges.h"
#include "model/traffic/plant/fleet.h"

namespace archivolt::traffic {

enum class FaultKind : std::uint8_t {
    Station,   ///< It is down.
    Zone,      ///< Everything in it is down.
    Failover,  ///< A database's primary fails, and its standby takes over.
    Slow,      ///< Its work takes `factor` times as long.
    Flush,     ///< A store or edge loses what it keeps.
    /// EC2 takes Spot instances back: of a group, of a zone, or one member. While it lasts there is
    /// no Spot capacity where it strikes.
    Interruption,
    Deploy,  ///< A group's members are replaced by a new version, which takes `factor` times as
             ///< long.
    Loss,    ///< So large a share (`factor`) of the packets to and from it is lost.
    EdgeLocation,  ///< One edge location of a distribution, near clients at `place`, is lost.
    Failing,       ///< It answers `share` of its requests with an error of its own.
};

struct Fault {
    FaultKind kind = FaultKind::Station;
    Time at = 0;
    Time lasting = 0;  ///< 0: to the end.
    std::string target;
    double factor = 1;
    bool fails = false;  ///< Of a new version: it refuses all.
    double share = 0;    ///< Of requests that fail: of what is failing, and of a new version.
    /// Mean time until it strikes, at random, each of those that it may strike; 0: it strikes once,
    /// at `at`. `lasting` is the mean time until what it struck is back, then.
    Time between = 0;
    std::string stream = {};    ///< Names its random numbers; faults of one name strike together.
    std::string place = {};     ///< Of an edge location: where its clients are; empty: nowhere.
    std::uint32_t atPlace = 0;  ///< The same, as edges number places.
};

/// A web application firewall's limit on each session's requests to a node.
///
/// Source: AWS WAF developer guide, rate-based rule statements: 5 minutes by default, 403.
struct GuardSpec {
    std::string name;
    NodeRef node;
    double limit = 0;  ///< Requests in a window; 0: none.
    Time window = 5 * kMinute;
};

/// Everything that is simulated, concrete.
struct Plant {
    std::vector<std::string> zones{""};  ///< Names; the first stands for no zone.
    std::vector<ClientSpec> clients;
    std::vector<EdgeSpec> edges;
    std::vector<BalancerSpec> balancers;
    std::vector<StationSpec> stations;
    std::vector<FleetSpec> fleets;
    std::vector<Fault> faults;
    std::vector<GuardSpec> guards;  ///< At most one a node.
    Distribution withinZone;        ///< One way between two things of a zone.
    Distribution betweenZones;      ///< One way between zones.
    Time zoneDetection = 0;         ///< Until DNS no longer gives out a balancer's dead node.
    /// Codes of AWS Regions; the first stands for none. Empty: all is in one.
    std::vector<std::string> regions;
    std::vector<Distribution> regionWays;  ///< One way, from each to each, by row.
    Time retransmission = kSecond;         ///< The first time-out of what is lost on its way.
};

}  // namespace archivolt::traffic
