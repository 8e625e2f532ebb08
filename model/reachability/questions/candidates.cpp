#include "model/reachability/questions/candidates.h"

#include <algorithm>

#include "model/reachability/index/named_blocks.h"

namespace archivolt {

namespace {

struct End {
    FlowEnd place;
    IpAddress address;
    AddressSet addresses;
    bool addressable = true;
};

void addRuleBlocks(const NetworkIndex& network, const InterfaceNode& node,
                   std::vector<Cidr>& blocks) {
    for (const GroupIndex index : node.groups) {
        for (const auto& rule : network.groups()[index].group->rules) {
            if (rule.cidr && rule.cidr->isKnown()) blocks.push_back(**rule.cidr);
        }
    }
}

/// Returns the blocks that filters and routes may tell addresses of the outside apart by.
std::vector<Cidr> tellingBlocks(const NetworkIndex& network, const ReachQuestion& question) {
    std::vector<Cidr> blocks = blocksOfRoutesAndAcls(network);
    const bool throughBalancer = std::ranges::any_of(
        question.to.interfaces,
        [&](InterfaceIndex index) { return balancerAt(network, index) != nullptr; });
    for (const InterfaceIndex i : network.interfaces().indices()) {
        const InterfaceNode& node = network.interfaces()[i];
        const auto asked = [&](const Endpoint& end) {
            return std::ranges::binary_search(end.interfaces, i);
        };
        // Targets behind a balancer may see the client's address.
        if (node.sourceDestCheck != Truth::Yes || throughBalancer || asked(question.from) ||
            asked(question.to)) {
            addRuleBlocks(network, node, blocks);
        }
    }
    return blocks;
}

/// Cuts addresses of one family into pieces that no filter or route tells apart.
std::vector<AddressSet> pieces(const AddressSet& addresses, const std::vector<IpAddress>& begins) {
    std::vector<AddressSet> result;
    for (std::size_t i = 0; i < begins.size(); ++i) {
        const bool lastOfFamily =
            i + 1 == begins.size() || begins[i + 1].family != begins[i].family;
        const IpAddress last = lastOfFamily ? Cidr::all(begins[i].family).last()
                                            : AddressTraits::previous(begins[i + 1]);
        AddressSet piece = addresses & AddressSet({begins[i], last});
        if (!piece.empty()) result.push_back(std::move(piece));
    }
    return result;
}

void addOutside(const Endpoint& end, Family family, const std::vector<IpAddress>& begins,
                std::vector<End>& ends) {
    for (AddressSet& piece : pieces(ofFamily(end.outside, family), begins)) {
        const IpAddress first = piece.ranges().front().first;
        ends.push_back({{FlowEnd::Kind::Internet, kNone, {}}, first, std::move(piece), true});
    }
    for (const auto& [connection, networks] : end.onPremises) {
        for (AddressSet& piece : pieces(ofFamily(networks, family), begins)) {
            const IpAddress first = piece.ranges().front().first;
            ends.push_back(
                {{FlowEnd::Kind::OnPremises, kNone, connection}, first, std::move(piece), true});
        }
    }
}

void addServices(const Endpoint& end, Family family, std::vector<End>& ends) {
    if (family != Family::Ipv4) return;
    for (const auto& [endpoint, address] : end.services) {
        ends.push_back({{FlowEnd::Kind::Service, kNone, endpoint},
                        address,
                        addressesOf(Cidr::host(address)),
                        true});
    }
}

End interfaceEnd(InterfaceIndex index, const IpAddress& address, bool addressable) {
    return {{FlowEnd::Kind::Interface, index, {}},
            address,
            addressesOf(Cidr::host(address)),
            addressable};
}

std::vector<End> senders(const NetworkIndex& network, const Endpoint& end, Family family,
                         const std::vector<IpAddress>& begins) {
    std::vector<End> ends;
    for (const InterfaceIndex index : end.interfaces) {
        const InterfaceNode& node = network.interfaces()[index];
        auto address = node.address(family);
        if (end.address && node.holds(*end.address)) {
            if (end.address->family != family) continue;
            address = end.address;
        }
        if (address) ends.push_back(interfaceEnd(index, *address, true));
    }
    addServices(end, family, ends);
    addOutside(end, family, begins, ends);
    return ends;
}

/// Returns the receivers as a sender addresses them: by public address from the internet.
// NOT MODELLED: a sender inside that names the receiver by its public address, unless the question
// gives that address, or the receiver is an internet-facing load balancer.
std::vector<End> receivers(const NetworkIndex& network, const Endpoint& end, Family family,
                           const FlowEnd& from, const std::vector<IpAddress>& begins) {
    const bool fromInternet = from.kind == FlowEnd::Kind::Internet ||
                              (from.kind == FlowEnd::Kind::Interface && end.publicName);
    std::vector<End> ends;
    for (const InterfaceIndex index : end.interfaces) {
        const InterfaceNode& node = network.interfaces()[index];
        if (end.address) {
            if (end.address->family == family) {
                ends.push_back(interfaceEnd(index, *end.address, true));
            }
            continue;
        }
        const auto own = node.address(family);
        if (!own) continue;
        if (!fromInternet) {
            ends.push_back(interfaceEnd(index, *own, true));
        } else if (family == Family::Ipv4) {
            ends.push_back(interfaceEnd(
                index, node.publicAddress.value_or(*own),
                node.publicAddress.has_value() || node.interface->publicAddress.has_value()));
        } else {
            ends.push_back(interfaceEnd(index, *own, !specialAddresses().contains(*own)));
        }
    }
    if (end.interfaces.empty() && end.address && end.onPremises.empty() &&
        end.address->family == family) {
        ends.push_back({{}, *end.address, addressesOf(Cidr::host(*end.address)), true});
    }
    addServices(end, family, ends);
    addOutside(end, family, begins, ends);
    return ends;
}

}  // namespace

std::vector<Cidr> blocksOfRoutesAndAcls(const NetworkIndex& network) {
    std::vector<Cidr> blocks = blocksOfAclsAndLists(network);
    const std::vector<Cidr> routes = blocksOfRoutes(network);
    blocks.insert(blocks.end(), routes.begin(), routes.end());
    return blocks;
}

bool asksForNoAnswer(const TrafficSet& traffic) {
    return !traffic.empty() && oneWayTraffic().containsAll(traffic);
}

TrafficBounds withoutUnasked(TrafficBounds passes) {
    if (asksForNoAnswer(passes.sure)) passes.sure = {};
    if (asksForNoAnswer(passes.possible)) passes.possible = {};
    return passes;
}

double roughSize(const AddressSet& addresses) {
    double size = 0;
    for (const AddressRange& range : addresses.ranges()) {
        size += (static_cast<double>(range.last.high) - static_cast<double>(range.first.high)) *
                    18446744073709551616.0 +
                static_cast<double>(range.last.low) - static_cast<double>(range.first.low) + 1;
    }
    return size;
}

std::vector<Candidate> candidatesOf(const NetworkIndex& network, const ReachQuestion& question) {
    std::vector<Candidate> result;
    std::vector<IpAddress> begins = {IpAddress::v4(0), IpAddress::v6(0, 0)};
    const auto hasOutside = [](const Endpoint& end) {
        return !end.outside.empty() || !end.onPremises.empty();
    };
    if (hasOutside(question.from) || hasOutside(question.to)) {
        begins = cutsOf(tellingBlocks(network, question));
    }
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
        if (question.family && *question.family != family) continue;
        for (const End& from : senders(network, question.from, family, begins)) {
            for (const End& to : receivers(network, question.to, family, from.place, begins)) {
                if (from.place == to.place && from.place.kind == FlowEnd::Kind::Interface) continue;
                result.push_back({{from.place, {from.address, to.address}, to.place, kNone},
                                  family,
                                  from.addresses,
                                  to.addresses,
                                  to.addressable});
            }
        }
    }
    const auto addressable = [](const Candidate& c) { return c.addressable; };
    if (std::ranges::any_of(result, addressable)) {
        std::erase_if(result, [&](const Candidate& c) { return !addressable(c); });
    }
    return result;
}

}  // namespace archivolt
