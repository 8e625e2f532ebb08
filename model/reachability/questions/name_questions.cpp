#include "model/reachability/questions/name_questions.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

namespace {

constexpr Port kHttp = 80;
constexpr Port kHttps = 443;

PortSet onePort(Port port) { return PortSet({port, port}); }

Port portOf(const Value* config, const char* key, Port fallback) {
    const Value* written = config != nullptr ? config->find(key) : nullptr;
    const auto number = written != nullptr ? written->asInteger() : std::nullopt;
    return number && *number > 0 && *number <= 65535 ? static_cast<Port>(*number) : fallback;
}

/// Returns the ports that an origin is asked on for what viewers ask on theirs.
PortSet originPorts(const NameStep& step, const PortSet& asked) {
    const Value* origin = originConfig(step);
    const Value* custom = origin != nullptr ? origin->find("CustomOriginConfig") : nullptr;
    // A VPC origin's ports and policy stand at the VPC origin itself.
    const Value* inVpc = origin != nullptr ? origin->find("VpcOriginConfig") : nullptr;
    if (inVpc != nullptr) custom = inVpc->find("Endpoint");
    const Value* written = custom != nullptr ? custom->find("OriginProtocolPolicy") : nullptr;
    const std::string policy =
        written != nullptr ? written->asString().value_or("match-viewer") : "match-viewer";
    const Port http = portOf(custom, "HTTPPort", kHttp);
    const Port https = portOf(custom, "HTTPSPort", kHttps);
    PortSet ports;
    if (asked.contains(kHttp)) ports |= onePort(policy == "https-only" ? https : http);
    if (asked.contains(kHttps)) ports |= onePort(policy == "http-only" ? http : https);
    return ports;
}

Hop hopOf(const Thing& thing, HopKind kind, const char* step) {
    Hop hop;
    hop.thing = thing.id;
    hop.resource = thing.name;
    hop.kind = kind;
    hop.step = step;
    hop.origin = thing.origin;
    return hop;
}

Hop hopOf(const NameStep& step) {
    if (step.record != nullptr) {
        Hop hop = hopOf(*step.record, HopKind::Record, "answer");
        const Value& record = step.record->evaluated;
        for (const char* policy :
             {"Failover", "Weight", "Region", "GeoLocation", "GeoProximityLocation",
              "MultiValueAnswer", "CidrRoutingConfig"}) {
            // NOT MODELLED: which of the records of one name is answered; the one that is named is.
            if (record.find(policy) != nullptr) hop.why = fmt::format("by its {} policy", policy);
        }
        return hop;
    }
    Hop hop = hopOf(*step.distribution, HopKind::Distribution, "origin");
    if (step.origin != nullptr) hop.rule = step.origin->originId;
    return hop;
}

}  // namespace

const Value* originConfig(const NameStep& step) {
    const Value* origins = step.distribution->evaluated.find("Origins");
    if (origins == nullptr || step.origin == nullptr) return nullptr;
    for (const Value& item : origins->items()) {
        const Value* id = item.find("Id");
        if (id != nullptr && id->asString() == step.origin->originId) return &item;
    }
    return nullptr;
}

const NameStep* distributionOf(const ReachQuestion& question) {
    const NameStep* last = nullptr;
    for (const NameStep& step : question.to.via) {
        if (step.distribution != nullptr) last = &step;
    }
    return last;
}

bool asksDistribution(const ReachQuestion& question) { return distributionOf(question) != nullptr; }

ReachQuestion originQuestion(const NetworkIndex& network, ReachQuestion question) {
    const NameStep* step = distributionOf(question);
    if (step == nullptr || question.to.interfaces.empty()) return question;
    // NOT MODELLED: what CloudFront keeps, by which behaviour it asks another origin, and its
    // functions; every request is taken to go to the default behaviour's origin.
    question.ports = originPorts(*step, question.ports);
    question.protocol = kProtocolTcp;
    question.from = {};
    question.from.name = step->distribution->name;
    question.from.outside = network.internet();
    question.to.publicName = false;
    return question;
}

std::vector<Hop> nameHops(const ReachQuestion& question) {
    std::vector<Hop> hops;
    for (const NameStep& step : question.to.via) hops.push_back(hopOf(step));
    return hops;
}

std::optional<Hop> unansweredName(const NetworkIndex& network, const ReachQuestion& question) {
    for (const NameStep& step : question.to.via) {
        // What stands behind a distribution is looked up by CloudFront.
        if (step.distribution != nullptr) return std::nullopt;
        if (step.record == nullptr || !step.record->zone.isKnown()) continue;
        const auto* zone = network.architecture().hostedZones.find(*step.record->zone);
        if (zone == nullptr || !(*zone)->isPrivate || !(*zone)->vpcs.why.empty()) continue;
        const bool isInside =
            !question.from.interfaces.empty() &&
            std::ranges::all_of(question.from.interfaces, [&](InterfaceIndex index) {
                const VpcIndex vpc = network.interfaces()[index].vpc;
                if (vpc == kNone) return true;
                const ThingId id = network.vpcs()[vpc].vpc->id;
                return std::ranges::count((*zone)->vpcs.ids, id) > 0;
            });
        if (isInside) continue;
        Hop hop = hopOf(step);
        hop.result = HopResult::Denied;
        hop.why =
            fmt::format("its zone `{}` is private, and answers in its VPCs alone", (*zone)->name);
        return hop;
    }
    return std::nullopt;
}

}  // namespace archivolt
