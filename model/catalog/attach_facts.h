#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/catalog/path_pattern.h"

namespace archivolt {

// How a resource of a managed service stands in networks: `attach` in systems.json.

/// What a type's interfaces are for; it tells how they take part in connections.
enum class AttachKind : std::uint8_t {
    Database,     ///< Answers; holds data.
    Cache,        ///< Answers; holds data.
    Service,      ///< Answers, and may open connections too.
    Client,       ///< Only opens connections.
    SubnetGroup,  ///< Has no interface: lists the subnets of those that name it.
    None,         ///< Has no interface, though it refers to networks; `why` says so.
};

/// Ports of one transport protocol, both ends included.
struct ListenPorts {
    bool isUdp = false;
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    friend bool operator==(const ListenPorts&, const ListenPorts&) = default;
};

/// Ports that a service answers on: always the same ones, or as a property says.
struct ListenFacts {
    PathPattern property;            ///< Empty: `ports`, always.
    std::vector<ListenPorts> ports;  ///< With a property: where it is not set.
    bool hasFallback = false;        ///< Without it, nothing is known where it is not set.
    /// By the property's value (`EngineFamily`: `MYSQL`); empty: its value is the port itself.
    std::map<std::string, std::vector<ListenPorts>, std::less<>> byValue;
};

/// A property that says yes by having one value, or (`*`) any.
struct SwitchFacts {
    PathPattern property;
    std::string value = "true";
    bool fallback = false;  ///< Where it is not set.
};

/// A value of a property that keeps the template from telling.
struct OpenFacts {
    PathPattern property;
    std::string value = "*";  ///< `*`: any.
    std::string why;
};

/// Whether a resource's interfaces have public addresses.
struct PublicFacts {
    std::optional<SwitchFacts> given;  ///< By a property.
    bool asSubnet = false;             ///< As the subnet says of instances (MapPublicIpOnLaunch).
    std::vector<OpenFacts> unless;
    std::string why;                 ///< Not empty: templates never tell.
    std::vector<ListenPorts> ports;  ///< All that it answers on there; none: as on private ones.
};

/// How many interfaces a resource has.
struct AttachCount {
    PathPattern property;  ///< Empty: always `fallback`.
    std::uint32_t fallback = 1;
};

/// How the AWS CLI prints such resources: `describe` beside `attach`.
struct DescribeFacts {
    std::string list;     ///< The output's top-level key: `DomainStatusList`.
    std::string command;  ///< `opensearch describe-domains`.
    std::string idKey;    ///< What other outputs call an item by: its ARN.
    std::string nameKey;  ///< What it is called.
    std::string only;     ///< A key that items have; empty: no other type has the same list.
    /// What the description of its network interfaces says, `{name}` and `{id}` for its own; empty:
    /// not known.
    std::string interfaceDescription;
    PathPattern interfaceIds;  ///< Where an item lists its network interfaces; empty: nowhere.
    /// Properties, each with where it stands in an item.
    std::vector<std::pair<PathPattern, PathPattern>> properties;
};

struct AttachFacts {
    AttachKind kind = AttachKind::Service;
    std::vector<PathPattern> subnets;           ///< Subnets, or a subnet group.
    std::vector<PathPattern> groups;            ///< None set: the VPC's default group.
    std::vector<ListenFacts> ports;             ///< None: anything that its groups let in.
    std::optional<AttachCount> count;           ///< Absent: one in each subnet.
    std::optional<PublicFacts> publicAddress;   ///< Absent: never.
    std::optional<SwitchFacts> publicEndpoint;  ///< It answers HTTPS outside its VPC, too.
    std::optional<SwitchFacts> ownInternet;     ///< A way to the internet outside its VPC.
    PathPattern clusterOf;                 ///< What names the EKS cluster whose own group it wears.
    bool makesClusterGroup = false;        ///< An EKS cluster, which brings that group along.
    std::vector<OpenFacts> otherGroupsIf;  ///< It may wear others instead.
    std::vector<OpenFacts> moreGroupsIf;   ///< It may wear others besides.
    std::string moreGroups;  ///< Not empty: why it may wear other groups than it names.
    std::string why;         ///< Of `None`.
    std::string source;      ///< The AWS page.
};

}  // namespace archivolt
