#include "app/tools/listening.h"

#include <algorithm>

#include "app/tools/references.h"

namespace archivolt::tools {

namespace {

constexpr std::string_view kTargetGroup = "AWS::ElasticLoadBalancingV2::TargetGroup";
constexpr std::string_view kClassic = "AWS::ElasticLoadBalancing::LoadBalancer";
constexpr int kTcpNumber = 6;

/// Returns what a resource says under a key; null pointer where it doesn't.
const Value* saysAt(const Resource& resource, std::string_view key) {
    const Value& properties = resource.properties();
    return properties.isMap() ? properties.find(key) : nullptr;
}

/// Returns what the first entry of a list says under a key that says so at all.
std::optional<Value> firstOf(const Value* list, std::string_view key) {
    if (list == nullptr || !list->isList()) return {};
    for (const Value& item : list->items()) {
        const Value* value = item.isMap() ? item.find(key) : nullptr;
        if (value != nullptr) return *value;
    }
    return {};
}

/// Returns the port of a target group for one of its targets.
std::optional<Value> portOfTarget(const Resource& group, const std::string& target) {
    const Value* targets = saysAt(group, "Targets");
    if (targets != nullptr && targets->isList()) {
        for (const Value& each : targets->items()) {
            const Value* id = each.isMap() ? each.find("Id") : nullptr;
            const Value* own = each.isMap() ? each.find("Port") : nullptr;
            if (id != nullptr && own != nullptr && namedBy(*id) == target) return *own;
        }
    }
    const Value* port = saysAt(group, "Port");
    return port == nullptr ? std::nullopt : std::optional(*port);
}

/// Returns the port that something which names a resource, or is named by it, sends to it on.
std::optional<Value> sentOn(const Resource& resource, const std::shared_ptr<const Stack>& stack,
                            const NamingIndex& naming) {
    for (const std::string_view type : {kTargetGroup, kClassic}) {
        auto senders = namedOfType(resource, *stack, type);
        for (const auto& each : naming.naming(stack, resource.logicalId)) {
            if (each->type() == type) senders.push_back(each);
        }
        for (const auto& sender : senders) {
            auto port = type == kClassic ? firstOf(saysAt(*sender, "Listeners"), "InstancePort")
                                         : portOfTarget(*sender, resource.logicalId);
            if (port) return port;
        }
    }
    return {};
}

/// Says whether a rule is one of TCP, or of all protocols.
bool isOfTcp(const Value& rule) {
    const Value* protocol = rule.find("IpProtocol");
    if (protocol == nullptr) return false;
    return protocol->asString() == "tcp" || protocol->asInteger() == kTcpNumber;
}

}  // namespace

std::optional<Value> listeningPort(const Resource& resource,
                                   const std::shared_ptr<const Stack>& stack,
                                   const NamingIndex& naming) {
    if (const Value* port = saysAt(resource, "Port")) return *port;
    if (resource.type() == "AWS::ElasticLoadBalancingV2::LoadBalancer") {
        for (const auto& each : naming.naming(stack, resource.logicalId)) {
            const Value* port = saysAt(*each, "Port");
            if (each->type() == "AWS::ElasticLoadBalancingV2::Listener" && port != nullptr) {
                return *port;
            }
        }
        return {};
    }
    if (resource.type() == kClassic) {
        return firstOf(saysAt(resource, "Listeners"), "LoadBalancerPort");
    }
    if (resource.type() == "AWS::ECS::Service") {
        if (auto port = firstOf(saysAt(resource, "LoadBalancers"), "ContainerPort")) return port;
    }
    return sentOn(resource, stack, naming);
}

std::optional<Value> portInto(const Resource& group, const std::shared_ptr<const Stack>& stack,
                              const NamingIndex& naming) {
    if (const Value* rules = saysAt(group, "SecurityGroupIngress"); rules && rules->isList()) {
        for (const Value& rule : rules->items()) {
            const Value* port = rule.isMap() && isOfTcp(rule) ? rule.find("FromPort") : nullptr;
            if (port != nullptr) return *port;
        }
    }
    for (const auto& each : naming.naming(stack, group.logicalId)) {
        if (each->type() != "AWS::EC2::SecurityGroupIngress") continue;
        const Value* owner = saysAt(*each, "GroupId");
        const Value* port = saysAt(*each, "FromPort");
        const bool isInto = owner != nullptr && namedBy(*owner) == group.logicalId;
        if (isInto && port != nullptr && isOfTcp(each->properties())) return *port;
    }
    return {};
}

}  // namespace archivolt::tools
