#include "export/describe/interface_owners.h"

#include <algorithm>
#include <set>

#include "export/describe/draft.h"

namespace archivolt {

namespace {

std::set<std::string> setOf(std::vector<std::string> texts) {
    return {std::make_move_iterator(texts.begin()), std::make_move_iterator(texts.end())};
}

/// Returns the text behind the last word of a description: an id or name.
std::string lastWord(const std::string& text) { return text.substr(text.rfind(' ') + 1); }

bool isOf(const std::string& type, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, type) != words.end();
}

/// Returns the word of `interfaceKindOf` for the interfaces of a type.
const char* kindWord(const SystemFacts& system) {
    if (!system.attach) return "other";
    switch (system.attach->kind) {
        case AttachKind::Database: return "database";
        case AttachKind::Cache: return "cache";
        case AttachKind::Client: return "client";
        case AttachKind::Service: return "service";
        case AttachKind::SubnetGroup:
        case AttachKind::None: break;
    }
    return "other";
}

}  // namespace

InterfaceOwners::InterfaceOwners(const Inventory& inventory) : m_inventory(inventory) {
    for (const Described* nat : inventory.all("NatGateways")) {
        if (nat->item.textOr("State", "available") != "available") continue;
        for (const std::string& id :
             textsOf(nat->item, "NatGatewayAddresses", "NetworkInterfaceId")) {
            m_said[id] = {"nat-gateway", {nat}};
        }
    }
    for (const Described* endpoint : inventory.all("VpcEndpoints")) {
        for (const std::string& id : endpoint->item.texts("NetworkInterfaceIds")) {
            m_said[id] = {"endpoint", {endpoint}};
        }
    }
    for (const Described* mount : inventory.all("MountTargets")) {
        const Described* system = inventory.find(mount->item.textOr("FileSystemId"));
        Ownership& said = m_said[mount->item.textOr("NetworkInterfaceId")];
        said.kind = "mount-target";
        if (system != nullptr) said.owners.push_back(system);
    }
    for (const Described* thing : inventory.byCatalogue()) addDescribed(*thing);
}

void InterfaceOwners::addDescribed(const Described& thing) {
    const SystemFacts& system = *thing.operation->system;
    std::string words = system.describe->interfaceDescription;
    const std::size_t at = words.find("{}");
    if (at == std::string::npos) return;
    words.replace(at, 2, thing.calledAs.empty() ? thing.id : thing.calledAs);
    Ownership& said = m_described[words];
    said.kind = kindWord(system);
    said.owners.push_back(&thing);
}

Ownership InterfaceOwners::of(const Described& interface) const {
    const auto said = m_said.find(interface.id);
    if (said != m_said.end()) return said->second;
    const Item& item = interface.item;
    const std::string type = item.textOr("InterfaceType", "interface");
    const std::string words = item.textOr("Description");
    const bool isBalancer =
        isOf(type, {"network_load_balancer", "load_balancer", "gateway_load_balancer"});
    if (isBalancer || words.starts_with("ELB ")) return ofBalancer(interface, words);
    if (type == "transit_gateway") {
        const Described* attachment = m_inventory.find(lastWord(words));
        Ownership result{"transit-gateway", {}};
        if (attachment != nullptr) result.owners.push_back(attachment);
        return result;
    }
    if (isOf(type, {"vpc_endpoint", "gateway_load_balancer_endpoint"})) return {"endpoint", {}};
    if (type == "lambda") return ofFunctions(interface);
    if (words == "RDSNetworkInterface") return ofDatabase(interface);
    if (words.starts_with("ElastiCache ")) {
        const Described* cache =
            m_inventory.named("AWS::ElastiCache::CacheCluster", interface.place, lastWord(words));
        Ownership result{"cache", {}};
        if (cache != nullptr) result.owners.push_back(cache);
        return result;
    }
    if (words.starts_with("EFS mount target")) return {"mount-target", {}};
    if (const auto known = m_described.find(words); known != m_described.end()) {
        Ownership result{known->second.kind, {}};
        for (const Described* owner : known->second.owners) {
            if (owner->place == interface.place) result.owners.push_back(owner);
        }
        return result;
    }
    const Item attachment = item.object("Attachment");
    if (attachment && attachment.has("InstanceId")) return {"instance", {}};
    if (attachment || type != "interface") return {"other", {}};
    return {"standalone", {}};
}

Ownership InterfaceOwners::ofBalancer(const Described& interface, std::string_view words) const {
    Ownership result{"load-balancer", {}};
    if (!words.starts_with("ELB ")) return result;
    const std::string name(words.substr(4));
    if (name.find('/') == std::string::npos) {
        const Described* classic =
            m_inventory.named("AWS::ElasticLoadBalancing::LoadBalancer", interface.place, name);
        if (classic != nullptr) result.owners.push_back(classic);
        return result;
    }
    for (const Described* balancer : m_inventory.all("LoadBalancers")) {
        if (balancer->id.ends_with(":loadbalancer/" + name)) result.owners.push_back(balancer);
    }
    return result;
}

Ownership InterfaceOwners::ofFunctions(const Described& interface) const {
    Ownership result{"lambda", {}};
    const auto groups = setOf(textsOf(interface.item, "Groups", "GroupId"));
    const std::string subnet = interface.item.textOr("SubnetId");
    for (const Described* function : m_inventory.all("Functions")) {
        const Item config = function->item.object("VpcConfig");
        if (!config || !setOf(config.texts("SubnetIds")).contains(subnet)) continue;
        if (setOf(config.texts("SecurityGroupIds")) == groups) result.owners.push_back(function);
    }
    return result;
}

Ownership InterfaceOwners::ofDatabase(const Described& interface) const {
    Ownership result{"database", {}};
    const auto groups = setOf(textsOf(interface.item, "Groups", "GroupId"));
    const std::string subnet = interface.item.textOr("SubnetId");
    const std::string zone = interface.item.textOr("AvailabilityZone");
    for (const Described* database : m_inventory.all("DBInstances")) {
        const Item& item = database->item;
        const Item subnets = item.object("DBSubnetGroup");
        if (!subnets || !setOf(textsOf(subnets, "Subnets", "SubnetIdentifier")).contains(subnet)) {
            continue;
        }
        if (setOf(textsOf(item, "VpcSecurityGroups", "VpcSecurityGroupId")) != groups) continue;
        const auto own = item.text("AvailabilityZone");
        const bool isElsewhere = own && *own != zone &&
                                 item.textOr("SecondaryAvailabilityZone") != zone && !zone.empty();
        if (!isElsewhere) result.owners.push_back(database);
    }
    // Of several that fit, each interface is some one's; which is not told.
    if (result.owners.size() > 1) result.owners.clear();
    return result;
}

}  // namespace archivolt
