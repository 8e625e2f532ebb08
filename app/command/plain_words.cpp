#include "app/command/plain_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/reachability/questions/stand_ins.h"

namespace archivolt {

namespace {

/// More blocks than this are no list that anybody reads.
constexpr std::size_t kMaxBlocks = 6;
constexpr std::size_t kMaxMessages = 4;

/// Source: IANA, ICMP and ICMPv6 parameters.
struct MessageName {
    unsigned type;
    const char* name;
};
constexpr auto kFourNames = std::to_array<MessageName>({{0, "echo reply"},
                                                        {3, "destination unreachable"},
                                                        {5, "redirect"},
                                                        {8, "echo request"},
                                                        {11, "time exceeded"},
                                                        {12, "parameter problem"},
                                                        {13, "timestamp request"},
                                                        {14, "timestamp reply"},
                                                        {15, "information request"},
                                                        {17, "address mask request"}});
constexpr auto kSixNames = std::to_array<MessageName>({{1, "destination unreachable"},
                                                       {2, "packet too big"},
                                                       {3, "time exceeded"},
                                                       {128, "echo request"},
                                                       {129, "echo reply"}});

std::string nameOf(unsigned type, Family family) {
    const auto find = [&](const auto& names) {
        const auto found = std::ranges::find(names, type, &MessageName::type);
        return found != names.end() ? std::string(found->name) : fmt::format("type {}", type);
    };
    return family == Family::Ipv4 ? find(kFourNames) : find(kSixNames);
}

std::string messagesText(const PortSet& messages, Family family) {
    std::string protocol = family == Family::Ipv4 ? "icmp" : "icmpv6";
    if (messages == PortSet::all()) return protocol;
    std::vector<std::string> names;
    for (const PortRange& range : messages.ranges()) {
        const unsigned first = range.first / 256U;
        const unsigned last = range.last / 256U;
        if (first != last) {
            names.push_back(fmt::format("types {}-{}", first, last));
            continue;
        }
        const unsigned code = range.first % 256U;
        const bool isWhole = (code == 0 && range.last % 256U == 255) || range.first == range.last;
        const bool hasCode = isWhole && range.first == range.last && code != 0;
        names.push_back(hasCode ? fmt::format("type {} code {}", first, code)
                                : nameOf(first, family));
    }
    if (names.size() > kMaxMessages) return "some " + protocol;
    return fmt::format("{} {}", protocol, fmt::join(names, ", "));
}

std::string askedWords(const ReachQuestion& question) {
    if (!question.protocol) return "this";
    const Family family = *question.protocol == kProtocolIcmpv6 ? Family::Ipv6 : Family::Ipv4;
    return trafficWords(askedTraffic(question, family), family);
}

std::string filterCause(const ReachQuestion& question, const Hop& hop, bool onReply) {
    const bool out = hop.step == "egress";
    const std::string& near = out ? question.to.name : question.from.name;
    const std::string what = onReply ? "the answer" : askedWords(question);
    const std::string way = onReply ? "" : fmt::format(" {} {}", out ? "to" : "from", near);
    if (hop.kind == HopKind::SecurityGroup) {
        return fmt::format("the security group {} has no rule that lets {} {}{}", hop.resource,
                           what, out ? "out" : "in", way);
    }
    if (hop.rule == "*" || hop.rule.empty()) {
        return fmt::format("the network ACL {} has no entry that lets {} {}{}", hop.resource, what,
                           out ? "out" : "in", way);
    }
    return fmt::format("the network ACL {} denies {} {}{} by {}", hop.resource, what,
                       out ? "out" : "in", way, hop.rule);
}

std::string blockedCause(const ReachQuestion& question, const Blocker& blocker) {
    const Hop& hop = blocker.hop;
    const bool isFilter = hop.kind == HopKind::SecurityGroup || hop.kind == HopKind::NetworkAcl;
    if (isFilter) return filterCause(question, hop, blocker.onReply);
    const std::string why = plainWhy(question, hop);
    const std::string of = blocker.onReply ? " for the answer" : "";
    if (hop.kind == HopKind::RouteTable && blocker.disposition == Disposition::NoRoute) {
        return fmt::format("the route table {} has {}{}", hop.resource, why, of);
    }
    if (why.empty()) return fmt::format("{} stops it{}", hop.resource, of);
    return fmt::format("{}: {}{}", hop.resource, why, of);
}

}  // namespace

std::string trafficWords(const TrafficSet& traffic, Family family) {
    const IpProtocol own = family == Family::Ipv4 ? kProtocolIcmp : kProtocolIcmpv6;
    const IpProtocol other = family == Family::Ipv4 ? kProtocolIcmpv6 : kProtocolIcmp;
    const TrafficSet seen = traffic - TrafficSet::of(other);
    if ((seen | TrafficSet::of(other)) == TrafficSet::all()) return "any";
    std::vector<std::string> words;
    std::size_t plain = 0;
    std::vector<std::string> numbers;
    for (const IpProtocol protocol : seen.protocols()) {
        if (protocol == own) {
            words.push_back(messagesText(seen.ports(own), family));
        } else if (hasPorts(protocol)) {
            const PortSet ports = seen.ports(protocol);
            const std::string name = protocolName(protocol);
            words.push_back(ports == PortSet::all() ? name : name + '/' + portText(ports));
        } else {
            ++plain;
            numbers.push_back(fmt::format("protocol {}", static_cast<unsigned>(protocol)));
        }
    }
    if (plain > kMaxMessages) numbers = {"other protocols"};
    words.insert(words.end(), numbers.begin(), numbers.end());
    return fmt::format("{}", fmt::join(words, " "));
}

std::string addressWords(const AddressSet& addresses, const AddressSet& internet) {
    std::vector<std::string> words;
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
        const AddressSet own = ofFamily(addresses, family);
        if (own.empty()) continue;
        const std::string all =
            fmt::format("the {} internet", family == Family::Ipv4 ? "IPv4" : "IPv6");
        const AddressSet whole = ofFamily(internet, family);
        if (own == whole) {
            words.push_back(all);
        } else if (toCidrs(own).size() <= kMaxBlocks) {
            words.push_back(addressText(own));
        } else {
            words.push_back(fmt::format("{} blocks of {}", toCidrs(own).size(), all));
        }
    }
    return fmt::format("{}", fmt::join(words, " and "));
}

std::string plainWhy(const ReachQuestion& question, const Hop& hop) {
    std::string why = hop.why;
    for (const IpAddress& address : {hop.packet.ends.source, hop.packet.ends.destination}) {
        if (!standsForInternet(question, address)) continue;
        const std::string text = address.toString();
        const auto at = why.find(text);
        if (at != std::string::npos) why.replace(at, text.size(), "the internet");
    }
    return why;
}

std::string causeSentence(const ReachQuestion& question, const ReachAnswer& answer) {
    switch (answer.verdict) {
        case Verdict::Unknown: {
            if (!answer.decidedBy || answer.decidedBy->result != HopResult::Unknown) return {};
            const Hop& hop = *answer.decidedBy;
            return fmt::format("It can't be told: {}: {}.", hop.resource, plainWhy(question, hop));
        }
        case Verdict::Reachable: {
            if (!answer.decidedBy || answer.decidedBy->rule.empty()) return {};
            const Hop& hop = *answer.decidedBy;
            const char* way = hop.step == "ingress"  ? "in"
                              : hop.step == "egress" ? "out"
                                                     : "through";
            return fmt::format("{} lets it {}, by {}.", hop.resource, way, hop.rule);
        }
        case Verdict::Blocked:
        case Verdict::Partial: break;
    }
    if (answer.blockers.empty()) return {};
    const std::string cause = blockedCause(question, answer.blockers.front());
    const char* lead =
        answer.verdict == Verdict::Partial ? "Not all of it passes: " : "It is stopped: ";
    return fmt::format("{}{}.", lead, cause);
}

}  // namespace archivolt
