#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "export/describe/clean_draft.h"
#include "model/net/cidr.h"

namespace archivolt {

namespace {

constexpr std::string_view kAttachmentType = "AWS::EC2::VPCGatewayAttachment";
constexpr std::string_view kVpcBlockType = "AWS::EC2::VPCCidrBlock";

/// Takes away the tags that only AWS gives, and empty lists of them.
void tidyTags(CleanItem& item) {
    const Value* tags = item.property("Tags");
    if (tags == nullptr || !tags->isList()) return;
    std::vector<Value> kept;
    for (const Value& tag : tags->items()) {
        const Value* key = tag.find("Key");
        if (key == nullptr || !key->text().starts_with("aws:")) kept.push_back(tag);
    }
    if (kept.empty()) {
        item.remove("Tags");
    } else {
        item.set("Tags", Value::list(std::move(kept)));
    }
}

/// Writes a zone of the stack's Region so that it holds in any.
void tidyZone(const CleanDraft& draft, CleanItem& item) {
    const std::string zone = item.text("AvailabilityZone");
    if (draft.region.empty() || !zone.starts_with(draft.region)) return;
    item.set("AvailabilityZone",
             Value::call(Function::Sub,
                         Value::string("${AWS::Region}" + zone.substr(draft.region.size()))));
}

/// Gives a subnet its part of the IPv6 block that AWS gives to its VPC.
/// Source: Template Reference, aws-resource-ec2-vpccidrblock, AmazonProvidedIpv6CidrBlock.
void tidyIpv6(CleanDraft& draft, CleanItem& subnet) {
    constexpr int kSubnetLength = 64;
    const auto own = Cidr::parse(subnet.text("Ipv6CidrBlock"));
    draft.each(kVpcBlockType, [&](CleanItem& block) {
        if (block.refers("VpcId") != subnet.refers("VpcId")) return;
        subnet.dependsOn.insert(block.id);
        const auto all = Cidr::parse(block.text("Ipv6CidrBlock"));
        if (!own || !all || own->length() != kSubnetLength || !all->contains(*own)) return;
        const auto index = static_cast<std::int64_t>(own->first().high - all->first().high);
        const auto count = std::int64_t{1} << (kSubnetLength - all->length());
        const Value blocks =
            Value::call(Function::Select,
                        Value::list({Value::number(std::int64_t{0}),
                                     Value::getAtt(subnet.refers("VpcId"), "Ipv6CidrBlocks")}));
        const Value parts =
            Value::call(Function::Cidr, Value::list({blocks, Value::number(count),
                                                     Value::number(std::int64_t{kSubnetLength})}));
        subnet.set("Ipv6CidrBlock",
                   Value::call(Function::Select, Value::list({Value::number(index), parts})));
    });
}

void tidySubnets(CleanDraft& draft) {
    draft.each("AWS::EC2::Subnet", [&](CleanItem& subnet) {
        tidyZone(draft, subnet);
        for (const char* flag : {"AssignIpv6AddressOnCreation", "MapPublicIpOnLaunch"}) {
            if (subnet.text(flag) == "false") subnet.remove(flag);
        }
        tidyIpv6(draft, subnet);
    });
    draft.each(kVpcBlockType, [&](CleanItem& block) {
        if (block.property("Ipv6CidrBlock") == nullptr) return;
        block.remove("Ipv6CidrBlock");
        block.set("AmazonProvidedIpv6CidrBlock", Value::boolean(true));
    });
}

/// An interface endpoint has private names only where its VPC resolves names, which no output of
/// VPCs tells.
/// Source: AWS PrivateLink Guide, private DNS names.
void tidyNames(CleanDraft& draft) {
    draft.each("AWS::EC2::VPCEndpoint", [&](CleanItem& endpoint) {
        if (endpoint.text("PrivateDnsEnabled") == "false") endpoint.remove("PrivateDnsEnabled");
        CleanItem* vpc = draft.find(endpoint.refers("VpcId"));
        if (vpc == nullptr || endpoint.property("PrivateDnsEnabled") == nullptr) return;
        vpc->set("EnableDnsSupport", Value::boolean(true));
        vpc->set("EnableDnsHostnames", Value::boolean(true));
    });
}

/// Makes what uses the internet gateway wait until its VPC has it.
void tidyGateways(CleanDraft& draft) {
    std::vector<std::pair<std::string, std::string>> attachments;  // Gateway and attachment.
    draft.each(kAttachmentType, [&](CleanItem& each) {
        attachments.emplace_back(each.refers("InternetGatewayId"), each.id);
    });
    draft.each("AWS::EC2::Route", [&](CleanItem& route) {
        for (const auto& [gateway, attachment] : attachments) {
            if (route.refers("GatewayId") == gateway) route.dependsOn.insert(attachment);
        }
    });
    draft.each("AWS::EC2::EIP", [&](CleanItem& address) {
        const std::string number = address.text("Address");
        draft.note(
            fmt::format("{}{} becomes another address: who knows it by number, in records "
                        "of DNS or lists of who may come in, has to learn the new one",
                        address.id, number.empty() ? "" : fmt::format(" ({})", number)));
        address.remove("Address");
        address.set("Domain", Value::string("vpc"));
        if (!attachments.empty()) address.dependsOn.insert(attachments.front().second);
        // By !Ref an address is its number; what takes an allocation wants the id.
        draft.instead.emplace(address.id, Value::getAtt(address.id, "AllocationId"));
    });
    draft.each("AWS::EC2::NatGateway", [&](CleanItem& nat) {
        nat.remove("PrivateIpAddress");
        const CleanItem* subnet = draft.find(nat.refers("SubnetId"));
        for (const auto& [gateway, attachment] : attachments) {
            const CleanItem* at = draft.find(attachment);
            if (subnet != nullptr && at->refers("VpcId") == subnet->refers("VpcId")) {
                nat.dependsOn.insert(attachment);
            }
        }
    });
}

void tidyEntries(CleanDraft& draft) {
    draft.each("AWS::EC2::NetworkAclEntry", [&](CleanItem& entry) {
        const Value* protocol = entry.property("Protocol");
        const auto number = protocol == nullptr ? std::nullopt : protocol->asInteger();
        if (number) entry.set("Protocol", Value::number(*number));
        if (entry.text("Egress") == "false") entry.remove("Egress");
    });
}

void tidyGroups(CleanDraft& draft) {
    draft.each("AWS::EC2::SecurityGroup", [&](CleanItem& group) {
        group.remove("GroupName");  // A name of its own could be there once only.
        const Value* egress = group.property("SecurityGroupEgress");
        if (egress == nullptr) return;
        const auto isAll = [](const Value& rule) {
            const Value* protocol = rule.find("IpProtocol");
            const Value* block = rule.find("CidrIp");
            return rule.entries().size() == 2 && protocol != nullptr && block != nullptr &&
                   protocol->text() == "-1" && block->text() == "0.0.0.0/0";
        };
        if (egress->items().size() == 1 && isAll(egress->items().front())) {
            group.remove("SecurityGroupEgress");  // It begins with that one.
        } else if (egress->items().empty()) {
            group.set("SecurityGroupEgress", Value::list({nothingOut()}));
        }
    });
}

/// Takes away attributes that are empty or as they are at first.
void tidyAttributes(CleanItem& item, const char* key) {
    const Value* attributes = item.property(key);
    if (attributes == nullptr) return;
    std::vector<Value> kept;
    for (const Value& each : attributes->items()) {
        const Value* name = each.find("Key");
        const Value* value = each.find("Value");
        if (name == nullptr || value == nullptr || value->text().empty()) continue;
        const bool isOff = value->text() == "false" && name->text().ends_with(".enabled") &&
                           !name->text().starts_with("preserve_client_ip") &&
                           !name->text().starts_with("load_balancing.");
        if (!isOff) kept.push_back(each);
    }
    if (kept.empty()) {
        item.remove(key);
    } else {
        item.set(key, Value::list(std::move(kept)));
    }
}

/// Says once to which single group an action forwards, and not in two ways.
Value tidyAction(const Value& action) {
    if (action.find("TargetGroupArn") == nullptr) return action;
    std::vector<MapEntry> kept;
    for (const MapEntry& entry : action.entries()) {
        if (entry.key != "ForwardConfig" && entry.key != "Order") kept.push_back(entry);
    }
    return Value::map(std::move(kept));
}

void tidyBalancers(CleanDraft& draft) {
    draft.each("AWS::ElasticLoadBalancingV2::LoadBalancer", [&](CleanItem& balancer) {
        balancer.remove("Name");
        tidyAttributes(balancer, "LoadBalancerAttributes");
    });
    draft.each("AWS::ElasticLoadBalancingV2::TargetGroup", [&](CleanItem& group) {
        group.remove("Name");
        tidyAttributes(group, "TargetGroupAttributes");
    });
    for (const auto& [type, key] :
         {std::pair{"AWS::ElasticLoadBalancingV2::Listener", "DefaultActions"},
          std::pair{"AWS::ElasticLoadBalancingV2::ListenerRule", "Actions"}}) {
        draft.each(type, [&, name = key](CleanItem& item) {
            const Value* actions = item.property(name);
            if (actions == nullptr) return;
            std::vector<Value> tidy;
            for (const Value& action : actions->items()) tidy.push_back(tidyAction(action));
            item.set(name, Value::list(std::move(tidy)));
        });
    }
}

/// Asks for what makes a database anew: no output tells a password, nor here the user and the size.
void tidyDatabases(CleanDraft& draft) {
    draft.each("AWS::RDS::DBInstance", [&](CleanItem& database) {
        database.remove("AvailabilityZone");
        database.remove("DBInstanceIdentifier");
        if (database.property("DBClusterIdentifier") != nullptr) return;
        const auto ask = [&](const char* key, const char* type, const char* fallback) {
            if (database.property(key) != nullptr) return;
            const std::string name = std::string("Database") + key;
            database.set(key, draft.parameter(database.id + key, name, type, fallback,
                                              "Of " + database.id + "; no output tells it"));
            draft.note(
                fmt::format("{} of {} is a parameter: no output tells it", key, database.id));
        };
        ask("AllocatedStorage", "String", "20");
        ask("MasterUsername", "String", "administrator");
        database.set("ManageMasterUserPassword", Value::boolean(true));
    });
    draft.each("AWS::RDS::DBSubnetGroup", [&](CleanItem& group) {
        group.remove("DBSubnetGroupName");
        group.set("DBSubnetGroupDescription", Value::string("Subnets of the database"));
    });
}

}  // namespace

void tidyProperties(CleanDraft& draft) {
    for (CleanItem& item : draft.items) tidyTags(item);
    tidyNames(draft);
    tidySubnets(draft);
    tidyGateways(draft);
    tidyEntries(draft);
    tidyGroups(draft);
    tidyBalancers(draft);
    tidyDatabases(draft);
}

}  // namespace archivolt
