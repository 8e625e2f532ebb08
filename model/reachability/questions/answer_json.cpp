#include "model/reachability/questions/answer_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

bool isIcmp(IpProtocol protocol) {
    return protocol == kProtocolIcmp || protocol == kProtocolIcmpv6;
}

std::optional<unsigned> parseNumber(std::string_view text, unsigned highest) {
    if (text.empty() || text.size() > 5) return std::nullopt;
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value <= highest ? std::optional(value) : std::nullopt;
}

std::string icmpText(const PortSet& ports) {
    std::string text;
    const auto add = [&](unsigned type, unsigned first, unsigned last) {
        if (!text.empty()) text += ',';
        text += fmt::format("{}", type);
        if (first != 0 || last != 255) text += fmt::format("/{}", first);
        if (first != last && (first != 0 || last != 255)) text += fmt::format("-{}", last);
    };
    for (const PortRange& range : ports.ranges()) {
        for (unsigned type = range.first >> 8U; type <= range.last >> 8U; ++type) {
            const unsigned first = std::max<unsigned>(range.first, type << 8U);
            const unsigned last = std::min<unsigned>(range.last, (type << 8U) + 255);
            add(type, first & 0xFFU, last & 0xFFU);
        }
    }
    return text;
}

Json blocksJson(const AddressSet& addresses, const AddressSet& internet) {
    Json blocks = Json::array();
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
        const AddressSet own = ofFamily(addresses, family);
        if (own.empty()) continue;
        if (own == ofFamily(internet, family)) {
            blocks.push_back(Cidr::all(family).toString());
            continue;
        }
        for (const Cidr& block : toCidrs(own)) blocks.push_back(block.toString());
    }
    return blocks;
}

Json packetJson(const Packet& packet) {
    Json json = {{"protocol", protocolName(packet.protocol)},
                 {"source", packet.ends.source.toString()},
                 {"destination", packet.ends.destination.toString()}};
    if (isIcmp(packet.protocol)) {
        json["type"] = packet.destinationPort >> 8U;
        json["code"] = packet.destinationPort & 0xFFU;
    } else if (hasPorts(packet.protocol)) {
        json["source_port"] = packet.sourcePort;
        json["destination_port"] = packet.destinationPort;
    }
    return json;
}

Json ruleJson(const Hop& hop) {
    return {{"resource", hop.resource},
            {"kind", hopKindName(hop.kind)},
            {"step", hop.step},
            {"rule", hop.rule}};
}

Json hopJson(const Hop& hop) {
    Json json = ruleJson(hop);
    json["result"] = hopResultName(hop.result);
    json["packet"] = packetJson(hop.packet);
    if (!hop.why.empty()) json["why"] = hop.why;
    return json;
}

Json hopsJson(const std::vector<Hop>& hops) {
    Json json = Json::array();
    for (const Hop& hop : hops) json.push_back(hopJson(hop));
    return json;
}

Json blockerJson(const Blocker& blocker) {
    Json json = ruleJson(blocker.hop);
    json["disposition"] = dispositionName(blocker.disposition);
    json["on_reply"] = blocker.onReply;
    json["why"] = blocker.hop.why;
    return json;
}

Json establishedJson(const EstablishedAnswer& answer) {
    const char* survives = "unknown";
    if (answer.survives == Truth::Yes) survives = "yes";
    if (answer.survives == Truth::No) survives = "no";
    return {{"survives", survives},
            {"broken_by", answer.brokenBy ? hopJson(*answer.brokenBy) : Json(nullptr)},
            {"why", answer.why}};
}

/// Adds one entry for each protocol, but one for what no protocol tells apart.
void addPass(Json& passes, const Pass& pass, const AddressSet& internet) {
    const auto add = [&](const std::string& protocol, const std::string& ports,
                         const std::string& clientPorts) {
        passes.push_back({{"protocol", protocol},
                          {"ports", ports},
                          {"source", blocksJson(pass.source, internet)},
                          {"destination", blocksJson(pass.destination, internet)},
                          {"client_ports", clientPorts}});
    };
    TrafficSet ported;
    for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp, kProtocolIcmp, kProtocolIcmpv6}) {
        ported |= TrafficSet::of(protocol);
        const PortSet ports = pass.traffic.ports(protocol);
        if (ports.empty()) continue;
        add(protocolName(protocol), portsText(protocol, ports),
            isIcmp(protocol) ? "any" : portText(pass.clientPorts));
    }
    const TrafficSet plain = pass.traffic - ported;
    if (plain.empty()) return;
    add(plain == TrafficSet::all() - ported ? "others" : trafficText(plain), "any", "any");
}

}  // namespace

std::string portsText(IpProtocol protocol, const PortSet& ports) {
    if (ports == PortSet::all()) return "any";
    return isIcmp(protocol) ? icmpText(ports) : portText(ports);
}

std::optional<PortSet> parsePorts(std::string_view text) {
    std::vector<PortRange> ranges;
    while (true) {
        const std::size_t comma = text.find(',');
        const std::string_view part = text.substr(0, comma);
        const std::size_t dash = part.find('-');
        const auto first = parseNumber(part.substr(0, dash), 0xFFFF);
        const auto last =
            dash == std::string_view::npos ? first : parseNumber(part.substr(dash + 1), 0xFFFF);
        if (!first || !last || *last < *first) return std::nullopt;
        ranges.push_back({static_cast<Port>(*first), static_cast<Port>(*last)});
        if (comma == std::string_view::npos) return PortSet::ofRanges(std::move(ranges));
        text.remove_prefix(comma + 1);
    }
}

std::optional<IpProtocol> parseProtocol(std::string_view text) {
    for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp, kProtocolIcmp, kProtocolIcmpv6}) {
        if (text == protocolName(protocol)) return protocol;
    }
    const auto number = parseNumber(text, 255);
    return number ? std::optional(static_cast<IpProtocol>(*number)) : std::nullopt;
}

Json answerJson(const NetworkIndex& network, const ReachAnswer& answer) {
    Json json = {{"format", 1},
                 {"verdict", verdictName(answer.verdict)},
                 {"disposition", dispositionName(answer.disposition)}};
    json["passes"] = Json::array();
    for (const Pass& pass : answer.passes) addPass(json["passes"], pass, network.internet());
    json["decided_by"] = answer.decidedBy ? ruleJson(*answer.decidedBy) : Json(nullptr);
    json["blockers"] = Json::array();
    for (const Blocker& blocker : answer.blockers) {
        json["blockers"].push_back(blockerJson(blocker));
    }
    json["forward"] = hopsJson(answer.forward);
    json["return"] = hopsJson(answer.reply);
    json["notes"] = answer.notes;
    if (answer.established) json["established"] = establishedJson(*answer.established);
    return json;
}

}  // namespace archivolt
