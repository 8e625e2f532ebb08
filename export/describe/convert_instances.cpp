#include <algorithm>

#include <fmt/format.h>

#include "export/describe/draft.h"
#include "export/describe/interface_owners.h"

namespace archivolt {

namespace {

std::string stateOf(const Item& instance) {
    const Item state = instance.object("State");
    return state ? state.textOr("Name", "running") : "running";
}

bool isGone(const Item& instance) {
    const std::string state = stateOf(instance);
    return state == "terminated" || state == "shutting-down";
}

/// An interface and whose it is, as far as it is known.
struct InterfaceText {
    const Item& item;
    const AccountRegion& place;
    const std::string& id;
};

/// Sets private and public addresses; the primary private one comes first.
void setAddresses(const InterfaceText& text, Draft& draft) {
    std::vector<Value> addresses;
    std::string publicIp;
    std::size_t associations = 0;
    for (const bool wantsPrimary : {true, false}) {
        for (const Item& one : text.item.objects("PrivateIpAddresses")) {
            if (one.flag("Primary").value_or(false) != wantsPrimary) continue;
            const auto address = one.text("PrivateIpAddress");
            if (!address) continue;
            addresses.push_back(Value::map({{"PrivateIpAddress", Value::string(*address)},
                                            {"Primary", Value::boolean(wantsPrimary)}}));
            const Item association = one.object("Association");
            const auto shown = association ? association.text("PublicIp") : std::nullopt;
            if (!shown) continue;
            ++associations;
            if (wantsPrimary) publicIp = *shown;
        }
    }
    if (addresses.empty() && text.item.has("PrivateIpAddress")) {
        addresses.push_back(Value::map(
            {{"PrivateIpAddress", Value::string(text.item.textOr("PrivateIpAddress"))}}));
    }
    if (const Item own = text.item.object("Association"); own && publicIp.empty()) {
        publicIp = own.textOr("PublicIp");
        associations = std::max<std::size_t>(associations, 1);
    }
    if (!addresses.empty()) draft.set("PrivateIpAddresses", Value::list(std::move(addresses)));
    std::vector<Value> ipv6;
    for (const std::string& address : textsOf(text.item, "Ipv6Addresses", "Ipv6Address")) {
        ipv6.push_back(Value::map({{"Ipv6Address", Value::string(address)}}));
    }
    if (!ipv6.empty()) draft.set("Ipv6Addresses", Value::list(std::move(ipv6)));
    if (!publicIp.empty()) draft.note("PublicIp", Value::string(publicIp));
    if (associations == 0 || (associations == 1 && !publicIp.empty())) return;
    // NOT MODELLED: public addresses of an interface's secondary private addresses.
    if (publicIp.empty()) {
        draft.unseen("PublicIp", "its public address is of a secondary private address");
    }
    text.item.report(kSecondaryPublic,
                     fmt::format("`{}` has public addresses of secondary private addresses, which "
                                 "are not modelled",
                                 text.id),
                     "questions about them are not answered");
}

void setInterface(const Conversion& to, const InterfaceText& text, Draft& draft) {
    if (const auto subnet = text.item.text("SubnetId")) {
        draft.set("SubnetId", to.reference(*subnet, text.place));
    }
    draft.copy(text.item, "Description").copy(text.item, "SourceDestCheck");
    setAddresses(text, draft);
    const auto groups = textsOf(text.item, "Groups", "GroupId");
    if (!groups.empty()) draft.set("GroupSet", to.references(groups, text.place));
}

/// Notes what is behind an interface of an instance.
void setInstance(const Conversion& to, const std::string& instance, const AccountRegion& place,
                 Draft& draft) {
    const Described* found = to.inventory.find(instance);
    if (found == nullptr) {
        std::string why = to.inventory.missing("Reservations", place);
        if (why.empty()) why = fmt::format("`{}` is not described", instance);
        draft.unseen("Instance", "whether it runs: " + why);
        return;
    }
    const std::string state = stateOf(found->item);
    if (state != "running") {
        draft.note("Stopped", Value::string(fmt::format("`{}` is {}", instance, state)));
    }
}

/// Notes that a database which was stopped answers nobody.
/// Source: RDS User Guide, USER_StopInstance.
void setDatabase(const Ownership& ownership, Draft& draft) {
    for (const Described* owner : ownership.owners) {
        const std::string status = owner->item.textOr("DBInstanceStatus");
        if (status != "stopped" && status != "stopping") continue;
        draft.note("Stopped", Value::string(fmt::format("`{}` is {}", owner->name, status)));
        return;
    }
}

/// Source: AWS CLI, ec2 describe-network-interfaces.
void convertInterface(const Conversion& to, const Described& thing, const InterfaceOwners& owners) {
    Draft& draft = to.add(thing);
    setInterface(to, {thing.item, thing.place, thing.id}, draft);
    const Ownership ownership = owners.of(thing);
    draft.note("Kind", Value::string(ownership.kind));
    if (!ownership.owners.empty()) {
        std::vector<Value> list;
        for (const Described* owner : ownership.owners) {
            list.push_back(Conversion::referTo(*owner, thing.place));
        }
        draft.note("Owners", Value::list(std::move(list)));
    }
    const Item attachment = thing.item.object("Attachment");
    const auto instance = attachment ? attachment.text("InstanceId") : std::nullopt;
    const std::string type = thing.item.textOr("InterfaceType");
    if (ownership.owners.empty() && (type == "nat_gateway" || type == "natGateway")) {
        std::string why = to.inventory.missing("NatGateways", thing.place);
        if (why.empty()) why = "no NAT gateway that is described names it";
        draft.unseen("Instance", std::move(why));
    } else if (instance && ownership.kind == "instance") {
        setInstance(to, *instance, thing.place, draft);
    } else if (ownership.kind == "standalone" && thing.item.textOr("Status") == "available") {
        draft.note("Stopped", Value::string("it is attached to nothing"));
    } else {
        setDatabase(ownership, draft);
    }
}

/// Source: AWS CLI, ec2 describe-instances.
void convertInstance(const Conversion& to, const Described& thing) {
    if (isGone(thing.item)) return;
    std::vector<Value> listed;
    std::size_t index = 0;
    for (const Item& inner : thing.item.objects("NetworkInterfaces")) {
        const auto id = inner.text("NetworkInterfaceId");
        if (!id) continue;
        const Described* own = to.inventory.find(*id);
        if (own == nullptr) {
            // The list of interfaces is not here; the instance tells of its own.
            Draft& draft = to.drafts.add(thing.place, "AWS::EC2::NetworkInterface", *id, inner);
            setInterface(to, {inner, thing.place, *id}, draft);
            draft.note("Kind", Value::string("instance"));
            setInstance(to, thing.id, thing.place, draft);
        }
        const Item attachment = inner.object("Attachment");
        const Item device = attachment ? attachment.member("DeviceIndex") : Item();
        listed.push_back(Value::map(
            {{"DeviceIndex",
              device ? device.value() : Value::number(static_cast<std::int64_t>(index))},
             {"NetworkInterfaceId",
              own != nullptr ? Conversion::referTo(*own, thing.place) : Value::ref(*id)}}));
        ++index;
    }
    Draft& instance = to.add(thing);
    instance.copy(thing.item, "ImageId").copy(thing.item, "InstanceType");
    if (const Item placement = thing.item.object("Placement")) {
        instance.copy(placement, "AvailabilityZone");
    }
    if (const Item options = thing.item.object("MetadataOptions")) {
        if (const auto tokens = options.text("HttpTokens")) {
            instance.set("MetadataOptions", Value::map({{"HttpTokens", Value::string(*tokens)}}));
        }
    }
    instance.set("NetworkInterfaces", Value::list(std::move(listed)));
}

}  // namespace

void convertInstances(const Conversion& to) {
    const InterfaceOwners owners(to.inventory);
    for (const Described* thing : to.inventory.all("NetworkInterfaces")) {
        convertInterface(to, *thing, owners);
    }
    for (const Described* thing : to.inventory.all("Reservations")) convertInstance(to, *thing);
}

}  // namespace archivolt
