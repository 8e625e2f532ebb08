#include "app/modes/reach/reach_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "model/reachability/questions/answer_json.h"
#include "model/reachability/questions/candidates.h"
#include "model/reachability/questions/stand_ins.h"

namespace archivolt {

namespace {

/// Of the blocks that a part of an answer is for, so many are named.
constexpr std::size_t kMostBlocks = 3;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// Type and code of the messages of ping, as one number. Source: RFC 792, RFC 4443.
constexpr Port kEcho = 8 * 256;
constexpr Port kEchoV6 = 128 * 256;

/// Returns what has numbers that people know: messages of ICMP have none.
TrafficSet withoutSomeIcmp(TrafficSet traffic) {
    for (const IpProtocol icmp : {kProtocolIcmp, kProtocolIcmpv6}) {
        if (traffic.ports(icmp) != PortSet::all()) traffic -= TrafficSet::of(icmp);
    }
    return traffic;
}

/// Takes the backticks of messages away, which say in a terminal what is a name.
std::string plain(const std::string& text) { return replaced(text, "`", ""); }

std::string capital(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

/// Begins a sentence; names of things stay as they are.
std::string sentenceOf(std::string text) {
    for (const std::string_view own : {"the internet", "whether ", "it "}) {
        if (text.starts_with(own)) return capital(std::move(text));
    }
    return text;
}

/// Returns the thing whose interface a name tells of: `OrdersDb` for `OrdersDb.eni0`.
std::string ownerOf(const std::string& interface) {
    const auto dot = interface.rfind('.');
    return dot == std::string::npos ? interface : interface.substr(0, dot);
}

std::string portWords(const Packet& packet) {
    std::string words = protocolName(packet.protocol);
    if (!hasPorts(packet.protocol)) return words;
    return fmt::format("{} {}", words,
                       portsText(packet.protocol, PortSet(PortRange{packet.destinationPort,
                                                                    packet.destinationPort})));
}

std::string peerOf(const Packet& packet, bool out) {
    return (out ? packet.ends.destination : packet.ends.source).toString();
}

BlockerWords filterWords(const Hop& hop, bool onReply) {
    const bool out = hop.step == "egress";
    const char* way = out ? "out" : "in";
    const char* what = onReply ? "the answer" : "it";
    const std::string packet = fmt::format("{} {} {}", portWords(hop.packet), out ? "to" : "from",
                                           peerOf(hop.packet, out));
    if (hop.kind == HopKind::SecurityGroup) {
        return {fmt::format("{} does not let {} {}", hop.resource, what, way),
                fmt::format("No rule allows {}", packet)};
    }
    if (hop.rule == "*" || hop.rule.empty()) {
        return {fmt::format("{} does not let {} {}", hop.resource, what, way),
                fmt::format("No entry allows {}", packet)};
    }
    return {fmt::format("{} denies {} on its way {}", hop.resource, what, way),
            fmt::format("{} denies {}", hop.rule, packet)};
}

}  // namespace

std::string trafficWords(const TrafficSet& traffic) {
    if (traffic == TrafficSet::all()) return "everything";
    if (asksForNoAnswer(traffic)) return "icmp that asks for no answer";
    std::string text = replaced(trafficText(withoutSomeIcmp(traffic)), " ", " · ");
    text = replaced(replaced(std::move(text), "/", " "), ",", ", ");
    for (const IpProtocol icmp : {kProtocolIcmp, kProtocolIcmpv6}) {
        const PortSet messages = traffic.ports(icmp);
        if (messages.empty() || messages == PortSet::all()) continue;
        const Port echo = icmp == kProtocolIcmp ? kEcho : kEchoV6;
        const bool isPing = messages == PortSet(PortRange{echo, echo});
        text += fmt::format("{}{} {}", text.empty() ? "" : " · ", isPing ? "ping by" : "some",
                            protocolName(icmp));
    }
    return text;
}

std::string askedWords(const ReachQuestion& question) {
    std::string words;
    if (!question.protocol) {
        words = question.ports == PortSet::all() ? "anything" : "tcp " + portText(question.ports);
    } else {
        words = protocolName(*question.protocol);
        if (hasPorts(*question.protocol) && question.ports != PortSet::all()) {
            words += ' ' + portsText(*question.protocol, question.ports);
        }
    }
    if (question.family) words += *question.family == Family::Ipv4 ? " over IPv4" : " over IPv6";
    return words;
}

std::string endWords(const std::string& name) {
    constexpr std::string_view kInternet = "internet";
    if (name == kInternet) return "the internet";
    return name.starts_with("internet:") ? name.substr(kInternet.size() + 1) : name;
}

namespace {

BlockerWords wordsOfBlocker(const Blocker& blocker) {
    const Hop& hop = blocker.hop;
    if (hop.kind == HopKind::SecurityGroup || hop.kind == HopKind::NetworkAcl) {
        return filterWords(hop, blocker.onReply);
    }
    const std::string name = hop.kind == HopKind::Interface ? ownerOf(hop.resource) : hop.resource;
    if (blocker.disposition == Disposition::NoPublicAddress) {
        return {fmt::format("{} has no public address", name), {}};
    }
    const bool hasNoRoute = hop.kind == HopKind::RouteTable && hop.rule.empty();
    if (hasNoRoute) {
        return {fmt::format("{} has no route to {}{}", name,
                            blocker.onReply ? "send the answer to " : "",
                            hop.packet.ends.destination.toString()),
                "No row matches that address"};
    }
    if (blocker.disposition == Disposition::Blackhole) {
        return {fmt::format("A route of {} leads nowhere", name),
                hop.why.empty() ? hop.rule : capital(plain(hop.why))};
    }
    std::string title = hop.why.empty() ? fmt::format("it stops at {} ({})", name, hop.step)
                                        : fmt::format("{}: {}", name, plain(hop.why));
    if (hop.why.starts_with("it ")) title = fmt::format("{} {}", name, plain(hop.why.substr(3)));
    return {sentenceOf(std::move(title)), blocker.onReply ? "On the way of the answer" : ""};
}

}  // namespace

BlockerWords blockerWords(const Blocker& blocker, const ReachQuestion& question) {
    BlockerWords words = wordsOfBlocker(blocker);
    // Of anything that was asked about, one packet is traced.
    const bool isOfOne = !question.protocol && question.ports == PortSet::all();
    for (const std::string_view of : {"No rule allows", "No entry allows"}) {
        if (isOfOne && words.detail.starts_with(of)) {
            words.detail = "For example, n" + words.detail.substr(1);
        }
    }
    const AddressPair& ends = blocker.hop.packet.ends;
    for (const IpAddress& address : {ends.source, ends.destination}) {
        if (!standsForInternet(question, address)) continue;
        for (std::string* text : {&words.title, &words.detail}) {
            *text = replaced(std::move(*text), address.toString(), "the internet");
        }
    }
    return words;
}

std::string briefly(const ReachAnswer& answer) {
    if (answer.verdict == Verdict::Unknown) return "can't be told";
    if (answer.blockers.size() > 1)
        return fmt::format("stopped in {} places", answer.blockers.size());
    if (answer.blockers.empty()) {
        return answer.disposition == Disposition::NoSuchHost ? "no address" : "not reached";
    }
    const Blocker& blocker = answer.blockers.front();
    switch (blocker.disposition) {
        case Disposition::NoPublicAddress: return "no public address";
        case Disposition::NoRoute: return blocker.onReply ? "no way back" : "no route";
        case Disposition::Blackhole: return "route leads nowhere";
        case Disposition::NoSuchHost: return "no such address";
        case Disposition::Loop: return "goes in circles";
        case Disposition::ReplyBlocked:
        case Disposition::DeniedOut:
        case Disposition::DeniedIn:
            if (blocker.onReply) return "answer is stopped";
            switch (blocker.hop.kind) {
                case HopKind::NetworkAcl: return "ACL denies";
                case HopKind::SecurityGroup: return "group denies";
                case HopKind::LoadBalancer: return "no target to pass on to";
                default: return "not let in";
            }
        case Disposition::NotForwarded: return "not passed on";
        case Disposition::Delivered:
        case Disposition::Unknown: return "not reached";
    }
    return {};
}

namespace {

/// Returns what stops the rest of a partial answer: `; DbGroup does not let the rest in`.
std::string restWords(const ReachQuestion& question, const ReachAnswer& answer) {
    if (answer.blockers.empty()) return {};
    std::string why = blockerWords(answer.blockers.front(), question).title;
    for (const auto& [one, other] :
         {std::pair(" let it ", " let the rest "), std::pair(" denies it ", " denies the rest ")}) {
        const std::string before = why;
        why = replaced(std::move(why), one, other);
        if (why != before) return "; " + why;
    }
    return "; what stops the rest: " + why;
}

/// Some blocks of the internet, and what passes for these alone.
struct FewPass {
    std::string blocks;
    bool isOne = true;
    TrafficSet traffic;
};

/// What passes between the internet and a thing: for all of it, and for few blocks alone.
struct InternetPasses {
    TrafficSet whole;
    std::vector<FewPass> few;
};

InternetPasses passesOfInternet(const ReachAnswer& answer, AddressSet Pass::*internet) {
    InternetPasses passes;
    for (const Pass& pass : answer.passes) {
        const auto blocks = toCidrs(pass.*internet);
        if (blocks.empty() || blocks.size() > kMostBlocks) {
            passes.whole |= pass.traffic;
            continue;
        }
        std::vector<std::string> names;
        names.reserve(blocks.size());
        for (const Cidr& block : blocks) names.push_back(block.toString());
        std::string text = listWords(names);
        const auto known = std::ranges::find(passes.few, text, &FewPass::blocks);
        if (known == passes.few.end()) {
            passes.few.push_back({std::move(text), blocks.size() == 1, pass.traffic});
        } else {
            known->traffic |= pass.traffic;
        }
    }
    // What passes for all of it is not told of the few again.
    for (FewPass& few : passes.few) few.traffic -= passes.whole;
    std::erase_if(passes.few, [](const FewPass& few) { return few.traffic.empty(); });
    return passes;
}

/// Says what passes for some blocks of the internet alone, first of all; empty where the internet
/// is not asked about, or nothing passes so.
std::string fewSentence(const ReachQuestion& question, const ReachAnswer& answer) {
    const bool isFrom = question.from.name == "internet";
    if (!isFrom && question.to.name != "internet") return {};
    if (!std::ranges::all_of(answer.passes, &Pass::everyClientPort)) return {};
    const InternetPasses passes =
        passesOfInternet(answer, isFrom ? &Pass::source : &Pass::destination);
    const auto on = [](const TrafficSet& traffic) {
        const bool isAll = traffic == TrafficSet::all();
        return isAll ? std::string("with anything") : "on " + trafficWords(traffic);
    };
    const std::string thing = endWords(isFrom ? question.to.name : question.from.name);
    std::string text;
    if (!passes.whole.empty()) {
        text = fmt::format("{} reaches {} {}", isFrom ? "the internet" : thing,
                           isFrom ? thing : "the internet", on(passes.whole));
    }
    for (const FewPass& few : passes.few) {
        if (text.empty()) {
            text = isFrom ? fmt::format("Of the internet, {} alone {} {}, {}", few.blocks,
                                        few.isOne ? "reaches" : "reach", thing, on(few.traffic))
                          : fmt::format("Of the internet, {} reaches {} alone, {}", thing,
                                        few.blocks, on(few.traffic));
        } else {
            text += fmt::format(", and {} alone {}", few.blocks, on(few.traffic));
        }
    }
    return passes.few.empty() ? std::string() : text + restWords(question, answer) + '.';
}

}  // namespace

std::string answerSentence(const ReachQuestion& question, const ReachAnswer& answer) {
    const std::string from = endWords(question.from.name);
    const std::string to = endWords(question.to.name);
    const std::string asked = askedWords(question);
    const bool isAnything = !question.protocol && question.ports == PortSet::all();
    const std::string on = isAnything ? std::string() : " on " + asked;
    switch (answer.verdict) {
        case Verdict::Reachable:
            return sentenceOf(fmt::format("{} reaches {}{}, and gets its answers.", from, to,
                                          isAnything ? " with anything" : on));
        case Verdict::Partial: {
            TrafficSet passes;
            for (const Pass& pass : answer.passes) passes |= pass.traffic;
            const std::string all = trafficWords(passes);
            const std::string rest = restWords(question, answer);
            std::string few = fewSentence(question, answer);
            if (!few.empty()) return sentenceOf(std::move(few));
            if (isAnything && all != "everything") {
                return sentenceOf(fmt::format("{} reaches {} on {}, and on nothing else{}.", from,
                                              to, all, rest));
            }
            return sentenceOf(fmt::format(
                "{} reaches {} in part: {} passes{}{}.", from, to, all,
                answer.passes.size() == 1 ? clientPortWords(answer.passes.front()) : std::string(),
                rest));
        }
        case Verdict::Blocked: {
            if (answer.blockers.empty()) {
                return sentenceOf(fmt::format(
                    "{} does not reach {}{}: {}.", from, to, on,
                    answer.notes.empty() ? "there is no way" : plain(answer.notes.front())));
            }
            const Blocker& first = answer.blockers.front();
            if (first.onReply) {
                return sentenceOf(fmt::format("{} gets through to {}{}, but {}.", from, to, on,
                                              blockerWords(first, question).title));
            }
            return sentenceOf(fmt::format("{} does not reach {}{}: {}.", from, to, on,
                                          blockerWords(first, question).title));
        }
        case Verdict::Unknown:
            return sentenceOf(fmt::format("Whether {} reaches {}{} can't be told: {}.", from, to,
                                          on,
                                          answer.notes.empty() ? "something on the way is not known"
                                                               : plain(answer.notes.front())));
    }
    return {};
}

std::vector<std::string> passWords(const ReachAnswer& answer) {
    std::vector<std::string> words;
    if (answer.verdict != Verdict::Partial) return words;
    for (const Pass& pass : answer.passes) {
        std::string line = trafficWords(pass.traffic) + " passes";
        const auto blocks = toCidrs(pass.source);
        if (!blocks.empty() && blocks.size() <= kMostBlocks) {
            line += " from " + replaced(addressText(pass.source), ",", ", ");
        }
        words.push_back(std::move(line));
    }
    return words;
}

std::string listWords(const std::vector<std::string>& names, std::size_t most) {
    if (names.empty()) return {};
    const bool isCut = names.size() > most + 1;
    const std::size_t shown = isCut ? most : names.size();
    std::string text = names.front();
    for (std::size_t i = 1; i < shown; ++i) {
        text += (!isCut && i + 1 == shown ? " and " : ", ") + names[i];
    }
    if (isCut) text += fmt::format(" and {} more", names.size() - shown);
    return text;
}

std::string stepLines(const std::vector<std::string>& steps) {
    std::string lines;
    for (const std::string& step : steps) {
        if (!lines.empty()) lines += '\n';
        lines += capital(replaced(replaced(plain(step), "tcp/", "tcp "), "udp/", "udp "));
    }
    return lines;
}

std::string hopKindWords(HopKind kind) {
    if (kind == HopKind::NetworkAcl) return "network ACL";
    if (kind == HopKind::NatGateway) return "NAT gateway";
    return replaced(hopKindName(kind), "-", " ");
}

std::string stepWords(const Hop& hop) {
    const std::string kind = hopKindWords(hop.kind);
    if (hop.step == "ingress") return kind + ", in";
    if (hop.step == "egress") return kind + ", out";
    return hop.step == hop.resource ? kind : fmt::format("{}, {}", kind, hop.step);
}

}  // namespace archivolt
