#include "tests/reachability/opinions.h"

#include <optional>

#include <fmt/format.h>

#include "tests/reachability/literal_network.h"

namespace archivolt::test {

namespace {

/// Returns a place in the literal reading's words, or nothing for those that it has none for.
std::optional<LiteralPlace> literalPlace(const NetworkIndex& network, const FlowEnd& place) {
    using Kind = LiteralPlace::Kind;
    if (place.kind == FlowEnd::Kind::None) return LiteralPlace{};
    if (place.kind == FlowEnd::Kind::Internet) return LiteralPlace{Kind::Internet, {}};
    if (place.kind == FlowEnd::Kind::OnPremises) {
        return LiteralPlace{Kind::OnPremises, place.connection};
    }
    if (place.kind != FlowEnd::Kind::Interface) return std::nullopt;
    const auto& node = network.interfaces()[place.interface];
    return LiteralPlace{Kind::Interface, node.interface->id};
}

std::optional<std::string> literally(const NetworkIndex& network, const TraceQuestion& question) {
    const auto from = literalPlace(network, question.from);
    const auto to = literalPlace(network, question.to);
    if (!from || !to) return std::nullopt;
    LiteralFlow flow;
    flow.from = *from;
    flow.to = *to;
    flow.packet = {question.packet.ends.source, question.packet.ends.destination,
                   question.packet.protocol, question.packet.sourcePort,
                   question.packet.destinationPort};
    flow.translatedPort = question.translatedPort;
    if (question.preservingNode != kNone) {
        flow.preservingNode = network.interfaces()[question.preservingNode].interface->id;
    }
    return literalDisposition(network.architecture(), flow);
}

const char* truthName(Truth truth) {
    switch (truth) {
        case Truth::No: return "no";
        case Truth::Yes: return "yes";
        case Truth::Unknown: return "unknown";
    }
    return "";
}

}  // namespace

Truth truthOf(const Trace& trace) {
    if (trace.disposition == Disposition::Delivered) return Truth::Yes;
    return trace.disposition == Disposition::Unknown ? Truth::Unknown : Truth::No;
}

std::string traceText(const Trace& trace) {
    std::string text = dispositionName(trace.disposition);
    for (const auto* hops : {&trace.forward, &trace.reply}) {
        for (const Hop& hop : *hops) {
            text += fmt::format("\n  {} {} {} {} {} | {} {}", hopKindName(hop.kind), hop.resource,
                                hop.step, hop.rule, hopResultName(hop.result),
                                packetText(hop.packet), hop.why);
        }
        text += "\n  --";
    }
    return text;
}

std::string disagreement(const NetworkIndex& network, const TrafficBetween& between,
                         const TraceQuestion& question, OpinionCounts& counts) {
    const Trace trace = traceFlow(network, question);
    const Truth sets = between.passes(question.packet, question.translatedPort);
    const auto literal = literally(network, question);
    ++counts.packets;
    counts.literal += literal ? 1 : 0;
    std::string found;
    if (truthOf(trace) != sets) {
        found += fmt::format("the sets let it pass: {}\n", truthName(sets));
    }
    if (literal && *literal != dispositionName(trace.disposition)) {
        found += fmt::format("read literally: {}\n", *literal);
    }
    if (found.empty()) return {};
    return fmt::format("{} (translated to port {})\n{}the trace: {}", packetText(question.packet),
                       question.translatedPort, found, traceText(trace));
}

}  // namespace archivolt::test
