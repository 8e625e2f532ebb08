#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "export/describe/clean_draft.h"

namespace archivolt {

namespace {

bool isAlphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// Returns a text as part of a logical id: `data a` becomes `DataA`.
std::string asLogicalId(std::string_view text) {
    std::string name;
    bool begins = true;
    for (const char c : text) {
        if (!isAlphanumeric(c)) {
            begins = true;
            continue;
        }
        name += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        begins = false;
    }
    return name;
}

/// Returns what a thing is called by those who made it; empty where they gave no name.
std::string givenName(const CleanItem& item) {
    if (const Value* tags = item.property("Tags"); tags != nullptr && tags->isList()) {
        for (const Value& tag : tags->items()) {
            const Value* key = tag.find("Key");
            const Value* value = tag.find("Value");
            const bool isName = key != nullptr && key->text() == "Name";
            if (isName && value != nullptr && value->isString()) return asLogicalId(value->text());
        }
    }
    if (!item.givenName.empty()) return asLogicalId(item.givenName);
    // What has no id is called by its own name, or by one made of others'.
    const bool isId = looksLikeId(item.id.substr(0, item.id.find(' ')));
    return isId ? std::string() : asLogicalId(item.id);
}

/// How the resources of a type are called: what ends their names, and whose name they take where
/// they have none.
struct Naming {
    std::string_view type;
    std::string_view ending;
    std::string_view after = {};  ///< The property that refers to what lends its name.
};

constexpr std::array kNamings = {
    Naming{"AWS::EC2::VPC", "Vpc"},
    Naming{"AWS::EC2::VPCCidrBlock", "Block", "VpcId"},
    Naming{"AWS::EC2::Subnet", "Subnet", "VpcId"},
    Naming{"AWS::EC2::RouteTable", "Routes", "VpcId"},
    Naming{"AWS::EC2::Route", "Route", "RouteTableId"},
    Naming{"AWS::EC2::SubnetRouteTableAssociation", "Routes", "SubnetId"},
    Naming{"AWS::EC2::NetworkAcl", "Acl", "VpcId"},
    Naming{"AWS::EC2::NetworkAclEntry", "Entry", "NetworkAclId"},
    Naming{"AWS::EC2::SubnetNetworkAclAssociation", "Acl", "SubnetId"},
    Naming{"AWS::EC2::SecurityGroup", "Group"},
    Naming{"AWS::EC2::SecurityGroupIngress", "In", "GroupId"},
    Naming{"AWS::EC2::SecurityGroupEgress", "Out", "GroupId"},
    Naming{"AWS::EC2::InternetGateway", "InternetGateway"},
    Naming{"AWS::EC2::VPCGatewayAttachment", "GatewayAttachment", "VpcId"},
    Naming{"AWS::EC2::NatGateway", "NatGateway", "SubnetId"},
    Naming{"AWS::EC2::EIP", "Address"},
    Naming{"AWS::EC2::EIPAssociation", "AddressUse", "InstanceId"},
    Naming{"AWS::EC2::VPCPeeringConnection", "Peering", "VpcId"},
    Naming{"AWS::EC2::VPCEndpoint", "Endpoint", "VpcId"},
    Naming{"AWS::EC2::TransitGatewayVpcAttachment", "Attachment", "VpcId"},
    Naming{"AWS::EC2::TransitGatewayRouteTable", "TransitRoutes"},
    Naming{"AWS::EC2::TransitGatewayRoute", "Route", "TransitGatewayRouteTableId"},
    Naming{"AWS::EC2::TransitGatewayRouteTableAssociation", "Association",
           "TransitGatewayAttachmentId"},
    Naming{"AWS::EC2::Instance", "Instance"},
    Naming{"AWS::EC2::NetworkInterface", "Interface", "SubnetId"},
    Naming{"AWS::ElasticLoadBalancingV2::LoadBalancer", "Balancer"},
    Naming{"AWS::ElasticLoadBalancingV2::TargetGroup", "Targets"},
    Naming{"AWS::ElasticLoadBalancingV2::Listener", "Listener", "LoadBalancerArn"},
    Naming{"AWS::ElasticLoadBalancingV2::ListenerRule", "Rule", "ListenerArn"},
    Naming{"AWS::RDS::DBInstance", "Database"},
    Naming{"AWS::RDS::DBSubnetGroup", ""},
};

const Naming* namingOf(std::string_view type) {
    const auto found = std::ranges::find(kNamings, type, &Naming::type);
    return found == kNamings.end() ? nullptr : &*found;
}

/// Names resources: those that lend their names before those that take them.
class NamesGiven {
public:
    explicit NamesGiven(CleanDraft& draft) : m_draft(draft) {}

    void run() {
        for (std::size_t i = 0; i < m_draft.items.size(); ++i) name(i);
    }

private:
    void name(std::size_t index) {
        CleanItem& item = m_draft.items[index];
        if (item.isDropped || !item.name.empty()) return;
        const Naming* naming = namingOf(item.type);
        const std::string_view kind = std::string_view(item.type).substr(item.type.rfind(':') + 1);
        const std::string ending(naming == nullptr ? kind : naming->ending);
        std::string base = ownBase(item);
        if (base.empty() && naming != nullptr && !naming->after.empty()) {
            const auto lender = m_draft.places.find(item.refers(naming->after));
            if (lender != m_draft.places.end()) {
                name(lender->second);
                base = m_draft.items[lender->second].name;
            }
        }
        std::string wanted = base.ends_with(ending) ? base : base + ending;
        if (item.is("AWS::EC2::NetworkAclEntry")) {
            wanted = fmt::format("{}{}{}", base, item.text("Egress") == "true" ? "Out" : "In",
                                 item.text("RuleNumber"));
        }
        m_draft.items[index].name = free(wanted);
    }

    /// Returns the name that those who made it gave; what hangs on others takes theirs.
    [[nodiscard]] std::string ownBase(const CleanItem& item) const {
        const bool hangsOn = item.is("AWS::EC2::Route") || item.is("AWS::EC2::NetworkAclEntry") ||
                             item.is("AWS::EC2::SubnetRouteTableAssociation") ||
                             item.is("AWS::EC2::SubnetNetworkAclAssociation") ||
                             item.is("AWS::EC2::VPCGatewayAttachment") ||
                             item.is("AWS::EC2::SecurityGroupIngress") ||
                             item.is("AWS::EC2::SecurityGroupEgress") ||
                             item.is("AWS::EC2::TransitGatewayRoute") ||
                             item.is("AWS::EC2::TransitGatewayRouteTableAssociation") ||
                             item.is("AWS::ElasticLoadBalancingV2::Listener");
        if (hangsOn) return {};
        return givenName(item);
    }

    std::string free(const std::string& wanted) {
        const std::string base = wanted.empty() ? "Resource" : wanted;
        std::string name = base;
        for (int number = 2; !m_taken.insert(name).second; ++number) {
            name = fmt::format("{}{}", base, number);
        }
        return name;
    }

    CleanDraft& m_draft;
    std::set<std::string> m_taken;
};

/// Says whether a group's rules lead, over groups that they name, to another one.
bool leadsTo(const std::map<std::string, std::set<std::string>>& names, const std::string& from,
             const std::string& to, std::set<std::string>& seen) {
    if (from == to) return true;
    if (!seen.insert(from).second) return false;
    const auto next = names.find(from);
    return next != names.end() && std::ranges::any_of(next->second, [&](const std::string& each) {
               return leadsTo(names, each, to, seen);
           });
}

std::string peerGroup(const Value& rule) {
    for (const char* key : {"SourceSecurityGroupId", "DestinationSecurityGroupId"}) {
        if (const Value* peer = rule.find(key)) return referredTo(*peer);
    }
    return {};
}

}  // namespace

void nameEverything(CleanDraft& draft) { NamesGiven(draft).run(); }

void takeRulesOutside(CleanDraft& draft) {
    struct Outside {
        std::string group;
        bool isIngress;
        Value rule;
    };
    std::map<std::string, std::set<std::string>> names;
    const auto eachRule = [](CleanItem& group, const auto& call) {
        for (const bool isIngress : {true, false}) {
            const char* key = isIngress ? "SecurityGroupIngress" : "SecurityGroupEgress";
            const Value* rules = group.property(key);
            if (rules == nullptr) continue;
            call(key, isIngress, std::vector<Value>(rules->items()));
        }
    };
    draft.each(kGroupType, [&](CleanItem& group) {
        eachRule(group, [&](const char*, bool, const std::vector<Value>& rules) {
            for (const Value& rule : rules) {
                if (const std::string peer = peerGroup(rule); !peer.empty()) {
                    names[group.id].insert(peer);
                }
            }
        });
    });
    std::vector<Outside> outside;
    draft.each(kGroupType, [&](CleanItem& group) {
        eachRule(group, [&](const char* key, bool isIngress, const std::vector<Value>& rules) {
            std::vector<Value> kept;
            for (const Value& rule : rules) {
                const std::string peer = peerGroup(rule);
                std::set<std::string> seen;
                const bool isCircle = !peer.empty() && leadsTo(names, peer, group.id, seen);
                if (isCircle) {
                    outside.push_back({group.id, isIngress, rule});
                } else {
                    kept.push_back(rule);
                }
            }
            if (kept.size() == rules.size()) return;
            if (!kept.empty() || !isIngress) {
                // Without any, the group would begin with one that lets everything out.
                if (kept.empty()) kept.push_back(nothingOut());
                group.set(key, Value::list(std::move(kept)));
            } else {
                group.remove(key);
            }
        });
    });
    std::size_t number = 0;
    for (const Outside& each : outside) {
        CleanItem& item = draft.add(
            fmt::format("{} rule {}", each.group, ++number),
            each.isIngress ? "AWS::EC2::SecurityGroupIngress" : "AWS::EC2::SecurityGroupEgress");
        item.set("GroupId", Value::ref(each.group));
        for (const MapEntry& entry : each.rule.entries()) item.set(entry.key, entry.value);
    }
}

}  // namespace archivolt
