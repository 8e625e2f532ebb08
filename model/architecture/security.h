#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture/thing.h"
#include "model/base/doubt.h"
#include "model/net/cidr.h"

namespace archivolt {

enum class RuleDirection : std::uint8_t {
    Ingress,
    Egress
};

/// A protocol by IP number; -1 is all of them (AWS's `-1`).
using ProtocolNumber = std::int16_t;
inline constexpr ProtocolNumber kAllProtocols = -1;
inline constexpr ProtocolNumber kIcmp = 1;
inline constexpr ProtocolNumber kTcp = 6;
inline constexpr ProtocolNumber kUdp = 17;
inline constexpr ProtocolNumber kIcmpv6 = 58;

/// Which packets a rule speaks of; for ICMP the ports are type and code, -1 = all.
struct RuleMatch {
    Known<ProtocolNumber> protocol = kAllProtocols;
    Known<std::int32_t> fromPort = 0;
    Known<std::int32_t> toPort = 65535;
    friend bool operator==(const RuleMatch&, const RuleMatch&) = default;
};

/// One security group rule: a match and exactly one kind of peer.
struct SecurityGroupRule {
    RuleDirection direction = RuleDirection::Ingress;
    RuleMatch match;
    std::optional<Known<Cidr>> cidr;
    std::optional<Known<ThingId>> group;
    std::optional<Known<ThingId>> prefixList;
    std::string description;
    std::string name;  ///< `WebGroup ingress rule 1`, or a standalone rule's logical id.
    Origin origin;
    bool isDefault = false;  ///< The allow-all egress that AWS adds.
    friend bool operator==(const SecurityGroupRule&, const SecurityGroupRule&) = default;
};

struct SecurityGroup : Thing {
    Known<ThingId> vpc;
    std::string groupName;  ///< Its own of AWS, one of a kind in its VPC; empty where unknown.
    std::vector<SecurityGroupRule> rules;  ///< Inline, then standalone, in the text's order.
    Doubt unknownRules;                    ///< Not empty: why there may be other rules.
    std::string assumed;                   ///< Not empty: what of its rules is taken for granted.
    friend bool operator==(const SecurityGroup&, const SecurityGroup&) = default;
};

struct PrefixList : Thing {
    Family family = Family::Ipv4;
    Known<std::vector<Cidr>> entries;
    std::int32_t maxEntries = 0;
    friend bool operator==(const PrefixList&, const PrefixList&) = default;
};

struct NetworkAclEntry {
    RuleDirection direction = RuleDirection::Ingress;
    Known<std::int32_t> number;
    Known<bool> allow = true;
    RuleMatch match;
    Known<Cidr> cidr;
    std::string name;  ///< The entry's logical id; `rule 100` for those that AWS adds.
    Origin origin;
    friend bool operator==(const NetworkAclEntry&, const NetworkAclEntry&) = default;
};

struct NetworkAcl : Thing {
    Known<ThingId> vpc;
    bool isDefault = false;
    std::vector<NetworkAclEntry> entries;  ///< By direction, then number; the final `*` left out.
    friend bool operator==(const NetworkAcl&, const NetworkAcl&) = default;
};

}  // namespace archivolt
