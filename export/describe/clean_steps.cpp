#include <fmt/format.h>

#include <algorithm>

#include "export/describe/clean_draft.h"
#include "model/net/cidr.h"

namespace archivolt {

namespace {

/// Drops the routes that AWS adds to tables itself, and those that lead nowhere any more.
void dropRoutes(CleanDraft& draft) {
    draft.each(kRouteType, [&](CleanItem& route) {
        const bool isBlackhole = route.notes.find("Blackhole") != nullptr;
        if (isBlackhole) draft.note(fmt::format("{} led nowhere and is left out", route.id));
        route.isDropped = isBlackhole || route.text("GatewayId") == "local" ||
                          route.notes.find("Propagated") != nullptr;
        // A gateway endpoint puts its routes where its RouteTableIds say.
        const CleanItem* gateway = draft.find(route.refers("GatewayId"));
        if (gateway != nullptr && gateway->is("AWS::EC2::VPCEndpoint")) route.isDropped = true;
    });
}

/// Says whether an entry is one that a default ACL begins with: all traffic allowed, as rule 100
/// or, of IPv6, 101.
/// Source: Amazon VPC User Guide, default-network-acl.
bool isStandardEntry(const CleanItem& entry) {
    const std::string number = entry.text("RuleNumber");
    const bool isAll = entry.text("Protocol") == "-1" && entry.text("RuleAction") == "allow";
    return isAll && ((number == "100" && entry.text("CidrBlock") == "0.0.0.0/0") ||
                     (number == "101" && entry.text("Ipv6CidrBlock") == "::/0"));
}

void dropDefaultAcls(CleanDraft& draft) {
    draft.each(kAclType, [&](CleanItem& acl) {
        if (acl.notes.find("Default") == nullptr) return;
        std::size_t standard = 0;
        std::size_t others = 0;
        draft.each(kAclEntryType, [&](CleanItem& entry) {
            if (entry.refers("NetworkAclId") != acl.id) return;
            ++(isStandardEntry(entry) ? standard : others);
        });
        // It says something of its own: then it becomes an ACL like the others.
        if (others > 0 || standard < 2) return;
        acl.isDropped = true;
        for (const std::string_view type : {kAclEntryType, kAclUseType}) {
            draft.each(type, [&](CleanItem& part) {
                part.isDropped = part.refers("NetworkAclId") == acl.id;
            });
        }
    });
}

/// A default group is made with its VPC; it is referred to as the VPC's.
void dropDefaultGroups(CleanDraft& draft) {
    draft.each(kGroupType, [&](CleanItem& group) {
        if (group.notes.find("Default") == nullptr) return;
        group.isDropped = true;
        draft.instead.emplace(group.id,
                              Value::getAtt(group.refers("VpcId"), "DefaultSecurityGroup"));
        const Value* rules = group.property("SecurityGroupIngress");
        const std::size_t count = rules == nullptr ? 0 : rules->items().size();
        const bool isOwn = count == 1 && rules->items().front().find("SourceSecurityGroupId");
        if (!isOwn && draft.isReferredTo(group.id)) {
            draft.note(
                fmt::format("the default group {} has rules of its own, which a template "
                            "can't take from it",
                            group.id));
        }
    });
}

/// Drops the interfaces that services make for themselves, and what hangs on them.
void dropInterfaces(CleanDraft& draft) {
    draft.each(kInterfaceType, [&](CleanItem& interface) {
        const Value* kind = interface.notes.find("Kind");
        const bool isOfService = interface.notes.find("Owners") != nullptr ||
                                 (kind != nullptr && kind->text() != "instance");
        interface.isDropped = isOfService && (kind == nullptr || kind->text() != "instance");
    });
    draft.each(kAddressUseType, [&](CleanItem& use) {
        const CleanItem* interface = draft.find(use.refers("NetworkInterfaceId"));
        use.isDropped = interface != nullptr && interface->isDropped;
        if (!use.isDropped) return;
        draft.note(
            fmt::format("{} is held by {}, which a service makes for itself: the template "
                        "makes an address that nothing holds",
                        use.refers("AllocationId"), interface->id));
    });
}

}  // namespace

void dropWhatAwsMakes(CleanDraft& draft) {
    dropRoutes(draft);
    dropDefaultAcls(draft);
    dropDefaultGroups(draft);
    dropInterfaces(draft);
    draft.each("AWS::EC2::VPCBlockPublicAccessOptions", [&](CleanItem& options) {
        options.isDropped = true;
        const std::string mode = options.text("InternetGatewayBlockMode");
        if (mode.empty()) {
            draft.note(
                "whether the account blocks public access to VPCs no output tells (aws ec2 "
                "describe-vpc-block-public-access-options); this template sets nothing of it");
        } else if (mode != "off") {
            draft.note(
                fmt::format("the account blocks public access to VPCs ({}); that is of the "
                            "account, not of this template",
                            mode));
        }
    });
}

void giveMainTables(CleanDraft& draft) {
    std::set<std::string> associated;
    draft.each(kTableUseType, [&](CleanItem& use) { associated.insert(use.refers("SubnetId")); });
    std::vector<std::pair<std::string, std::string>> made;  // Subnet and table.
    draft.each(kRouteTableType, [&](CleanItem& table) {
        if (table.notes.find("Default") == nullptr) return;
        bool says = false;
        draft.each(kRouteType, [&](CleanItem& route) {
            says = says || route.refers("RouteTableId") == table.id;
        });
        draft.each("AWS::EC2::VPCEndpoint", [&](CleanItem& endpoint) {
            const Value* tables = endpoint.property("RouteTableIds");
            if (tables == nullptr) return;
            for (const Value& each : tables->items()) {
                says = says || referredTo(each) == table.id;
            }
        });
        table.isDropped = !says;  // The new VPC's own says as much.
        draft.each("AWS::EC2::Subnet", [&](CleanItem& subnet) {
            const bool isIts = subnet.refers("VpcId") == table.refers("VpcId");
            if (says && isIts && !associated.contains(subnet.id)) {
                made.emplace_back(subnet.id, table.id);
            }
        });
    });
    for (const auto& [subnet, table] : made) {
        CleanItem& use =
            draft.add(fmt::format("{} of {}", table, subnet), std::string(kTableUseType));
        use.set("SubnetId", Value::ref(subnet));
        use.set("RouteTableId", Value::ref(table));
    }
}

namespace {

/// What anything but an interface writes out: addresses that are named stay, and so do those in
/// subnets of which a block is a part.
struct WrittenTexts {
    std::set<std::string> texts;
    std::set<Cidr> blocks;
};

WrittenTexts textsWritten(const CleanDraft& draft) {
    WrittenTexts written;
    for (const CleanItem& item : draft.items) {
        if (item.isDropped || item.is(kInterfaceType)) continue;
        static_cast<void>(changedTree(item.properties, [&](const Value& value) {
            if (value.isString()) written.texts.insert(value.text());
            if (const auto block = Cidr::parse(value.text())) written.blocks.insert(*block);
            return std::optional(value);
        }));
    }
    return written;
}

/// Says whether an address has to stay: something names it, or tells parts of its subnet apart.
bool isNeeded(const WrittenTexts& written, const CleanDraft& draft, const CleanItem& interface,
              const std::string& address) {
    if (written.texts.contains(address)) return true;
    const auto places = draft.places.find(interface.refers("SubnetId"));
    if (places == draft.places.end()) return false;
    const auto block = Cidr::parse(draft.items[places->second].text("CidrBlock"));
    return block && std::ranges::any_of(written.blocks, [&](const Cidr& part) {
               return part.length() > block->length() && block->contains(part);
           });
}

/// Returns an instance's own description of an interface that it had by its id.
Value inlined(const WrittenTexts& written, const CleanDraft& draft, const CleanItem& interface,
              bool hasAddress) {
    std::vector<MapEntry> entry{{"DeviceIndex", Value::string("0")}};
    const auto carry = [&](const char* key) {
        if (const Value* value = interface.property(key)) entry.push_back({key, *value});
    };
    carry("SubnetId");
    carry("GroupSet");
    const bool isPublic = interface.notes.find("PublicIp") != nullptr && !hasAddress;
    entry.push_back({"AssociatePublicIpAddress", Value::boolean(isPublic)});
    if (const Value* v6 = interface.property("Ipv6Addresses")) {
        entry.push_back(
            {"Ipv6AddressCount", Value::number(static_cast<std::int64_t>(v6->items().size()))});
    }
    const Value* addresses = interface.property("PrivateIpAddresses");
    if (addresses != nullptr && !addresses->items().empty()) {
        const Value* first = addresses->items().front().find("PrivateIpAddress");
        if (first != nullptr && isNeeded(written, draft, interface, first->text())) {
            entry.push_back({"PrivateIpAddress", *first});
        }
    }
    return Value::map(std::move(entry));
}

/// Points what named an interface at its instance.
void pointAtInstance(CleanDraft& draft, const std::string& interface, const std::string& instance) {
    for (const std::string_view type : {kAddressUseType, kRouteType}) {
        draft.each(type, [&](CleanItem& item) {
            if (item.refers("NetworkInterfaceId") != interface) return;
            item.remove("NetworkInterfaceId");
            item.set("InstanceId", Value::ref(instance));
        });
    }
}

/// Leaves to AWS what an interface of its own need not say.
void tidyInterface(const WrittenTexts& written, const CleanDraft& draft, CleanItem& interface) {
    if (interface.text("Description").empty()) interface.remove("Description");
    if (interface.text("SourceDestCheck") == "true") interface.remove("SourceDestCheck");
    const Value* addresses = interface.property("PrivateIpAddresses");
    bool stays = false;
    if (addresses != nullptr) {
        for (const Value& each : addresses->items()) {
            const Value* address = each.find("PrivateIpAddress");
            stays = stays ||
                    (address != nullptr && isNeeded(written, draft, interface, address->text()));
        }
    }
    if (!stays) interface.remove("PrivateIpAddresses");
    if (const Value* v6 = interface.property("Ipv6Addresses")) {
        const auto count = static_cast<std::int64_t>(v6->items().size());
        interface.remove("Ipv6Addresses");
        interface.set("Ipv6AddressCount", Value::number(count));
    }
}

}  // namespace

void putInterfacesInside(CleanDraft& draft) {
    const WrittenTexts written = textsWritten(draft);
    draft.each("AWS::EC2::Instance", [&](CleanItem& instance) {
        instance.remove("AvailabilityZone");  // Its subnet tells.
        const Value* listed = instance.property("NetworkInterfaces");
        if (listed == nullptr) return;
        std::vector<Value> interfaces = listed->items();
        for (Value& entry : interfaces) {
            const Value* named = entry.find("NetworkInterfaceId");
            const Value* device = entry.find("DeviceIndex");
            const std::string id = named == nullptr ? std::string() : referredTo(*named);
            CleanItem* interface = draft.find(id);
            const bool isFirst = device != nullptr && device->text() == "0";
            if (interface == nullptr || interface->isDropped || !isFirst) continue;
            bool hasAddress = false;
            draft.each(kAddressUseType, [&](CleanItem& use) {
                hasAddress = hasAddress || use.refers("NetworkInterfaceId") == id;
            });
            // An instance of several interfaces is given none with a public address by itself.
            if (interfaces.size() > 1) continue;
            entry = inlined(written, draft, *interface, hasAddress);
            if (interface->text("SourceDestCheck") == "false") {
                instance.set("SourceDestCheck", Value::boolean(false));
            }
            interface->isDropped = true;
            pointAtInstance(draft, id, instance.id);
        }
        instance.set("NetworkInterfaces", Value::list(std::move(interfaces)));
    });
    draft.each(kInterfaceType,
               [&](CleanItem& interface) { tidyInterface(written, draft, interface); });
}

}  // namespace archivolt
