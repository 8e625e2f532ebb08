#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "model/architecture/dns_names.h"
#include "model/serverless/transform_serverless.h"
#include "model/traffic/build/builder.h"
#include "model/traffic/build/functions.h"
#include "model/traffic/build/listener_routes.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

/// A record of a name, and where it leads.
struct LeadingRecord {
    const DnsRecord* record = nullptr;
    const Thing* thing = nullptr;
    NodeRef node;
};

/// Where clients come in: a component, and the records that lead to it.
struct Entry {
    const Thing* thing = nullptr;
    NodeRef node;
    std::vector<LeadingRecord> records = {};  ///< Of one name, here and to other entries.
};

bool leadsTo(const std::vector<NamedThing>& named, ThingId thing) {
    return std::ranges::find(named, thing, &NamedThing::thing) != named.end();
}

/// Makes one entry of those that answer to one name: its policy chooses among them.
void joinByName(const Builder& builder, std::vector<Entry>& entries) {
    std::map<std::pair<std::string, std::string>, std::size_t> firstOf;
    std::vector<bool> joined(entries.size());
    for (const auto& [id, record] : builder.architecture.dnsRecords) {
        const bool chosen = record->evaluated.find("SetIdentifier") != nullptr;
        if (!record->domain.isKnown() || !chosen) continue;
        const auto named = thingsOfRecord(builder.architecture, *record);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (!leadsTo(named, entries[i].thing->id)) continue;
            const auto [at, isNew] =
                firstOf.try_emplace({*record->domain, record->type.valueOr("")}, i);
            entries[at->second].records.push_back(
                {record.get(), entries[i].thing, entries[i].node});
            if (!isNew && at->second != i) joined[i] = true;
        }
    }
    std::vector<Entry> kept;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!joined[i]) kept.push_back(std::move(entries[i]));
    }
    entries = std::move(kept);
}

std::vector<Entry> entriesOf(Builder& builder) {
    std::vector<Entry> entries;
    const auto add = [&](const auto& table, const auto& wanted) {
        for (const auto& [id, thing] : table) {
            const auto node = builder.nodes.find(id);
            if (node == builder.nodes.end() || builder.behind.contains(id) || !wanted(*thing)) {
                continue;
            }
            entries.push_back({thing.get(), node->second});
        }
    };
    const auto any = [](const auto&) { return true; };
    const Architecture& all = builder.architecture;
    add(all.distributions, any);
    const auto takesClients = [](const LoadBalancer& one) {
        return one.kind != LoadBalancerKind::Gateway;
    };
    add(all.loadBalancers, [&](const LoadBalancer& one) {
        return takesClients(one) && one.internetFacing.valueOr(true);
    });
    add(all.others, [](const OtherThing& one) {
        return typeMadeOf(one.type).starts_with("AWS::ApiGateway") ||
               one.type == "AWS::GlobalAccelerator::Accelerator" ||
               one.type == "AWS::ElasticBeanstalk::Environment" ||
               one.type == "AWS::AppRunner::Service";
    });
    if (!entries.empty()) return entries;
    add(all.instances, [&](const Instance& one) {
        return std::ranges::any_of(one.interfaces, [&](ThingId id) {
            const auto* found = all.interfaces.find(id);
            return found != nullptr && (*found)->publicAddress.has_value();
        });
    });
    if (!entries.empty()) return entries;
    builder.note("nothing here faces the internet: clients are placed inside");
    add(all.loadBalancers, takesClients);
    if (!entries.empty()) return entries;
    const auto nodes = [](const auto& one) { return one.type == "AWS::EKS::Nodegroup"; };
    add(all.others, nodes);
    add(all.attachedResources, nodes);
    add(all.ecsServices, any);
    add(all.lambdaFunctions, any);
    const auto runsCode = [&](const auto& one) { return isFunction(builder, one.id); };
    add(all.attachedResources, runsCode);
    add(all.others, runsCode);
    if (!entries.empty()) return entries;
    for (const auto& [id, fleet] : builder.fleets) {
        const auto& members = builder.built.plant.fleets[fleet].members;
        if (members.empty() || builder.behind.contains(id)) continue;
        entries.push_back({builder.architecture.find(id), {NodeKind::Station, members.front()}});
    }
    if (!entries.empty()) return entries;
    add(all.instances, any);
    if (!entries.empty()) return entries;
    add(all.others, [&](const OtherThing& one) {
        const NodeRef node = builder.nodes.at(one.id);
        if (node.kind != NodeKind::Station || builder.scheduled.contains(one.id)) return false;
        const auto& messages = builder.built.plant.stations[node.index].messages;
        return messages && !messages->consumers.empty();
    });
    if (!entries.empty()) return entries;
    add(all.buckets, any);
    return entries;
}

/// Adds rules that call by themselves: nobody asks for it.
void addScheduled(const Builder& builder, std::vector<Entry>& entries) {
    for (const auto& [id, seconds] : builder.scheduled) {
        entries.push_back({builder.architecture.find(id), builder.nodes.at(id)});
    }
}

/// Adds balancers and distributions that a scenario names though they stand behind something: who
/// comes by an old address, or whose requests a log of theirs tells.
void addNamed(const Builder& builder, const std::vector<ScenarioClients>& asked,
              std::vector<Entry>& entries) {
    const auto add = [&](const Thing& thing) {
        const auto node = builder.nodes.find(thing.id);
        if (node == builder.nodes.end()) return;
        const std::string name = builder.nameOf(thing);
        const bool named =
            std::ranges::any_of(asked, [&](const auto& one) { return one.entry == name; });
        const bool there =
            std::ranges::any_of(entries, [&](const Entry& one) { return one.thing == &thing; });
        if (named && !there) entries.push_back({&thing, node->second});
    };
    for (const auto& [id, one] : builder.architecture.loadBalancers) add(*one);
    for (const auto& [id, one] : builder.architecture.distributions) add(*one);
    for (const auto& [id, one] : builder.architecture.attachedResources) add(*one);
}

/// Requests a second that a node can bear at the start, by the work of what stands behind it; 0
/// where nothing bounds it.
double capacityOf(const Plant& plant, NodeRef node, double share, int depth) {
    if (depth > 16) return 0;
    double least = 0;
    const auto tighten = [&](double capacity) {
        if (capacity > 0 && (least == 0 || capacity < least)) least = capacity;
    };
    switch (node.kind) {
        case NodeKind::Edge:
            return capacityOf(plant, plant.edges[node.index].origin, share, depth + 1);
        case NodeKind::Balancer: {
            double sum = 0;
            // As much as the weakest group bears, as if all came to it.
            for (const BalancerRoute& route : plant.balancers[node.index].routes) {
                for (const RouteForward& one : route.forwards) {
                    tighten(
                        capacityOf(plant, {NodeKind::Balancer, one.balancer}, share, depth + 1));
                }
            }
            if (least > 0) return least;
            for (const TargetSpec& one : plant.balancers[node.index].targets) {
                double its = capacityOf(plant, {NodeKind::Station, one.station}, share, depth + 1);
                const double work = plant.stations[one.station].service.mean() * share;
                const std::uint32_t atOnce = plant.balancers[node.index].mostAtTarget;
                if (atOnce > 0 && work > 0) its = std::min(its, atOnce / work);
                sum += its;
            }
            return sum;
        }
        case NodeKind::Station: {
            const StationSpec& spec = plant.stations[node.index];
            if (spec.servers > 0 && spec.service.mean() > 0) {
                tighten(spec.servers / spec.service.mean() / share);
            } else if (spec.servers == 0 && spec.concurrency > 0 && spec.service.mean() > 0) {
                tighten(spec.concurrency / spec.service.mean() / share);
            }
            if (spec.throttle) tighten(spec.throttle->perSecond / share);
            for (const Call& call : spec.calls) {
                if (call.to.kind != NodeKind::Station || plant.stations[call.to.index].isDatabase) {
                    continue;
                }
                const double parts = std::max<double>(1, static_cast<double>(call.parts.size()));
                tighten(capacityOf(plant, call.to, share * call.probability * call.units / parts,
                                   depth + 1));
            }
            return least;
        }
        case NodeKind::Clients: break;
    }
    return 0;
}

double roundedDown(double rate) {
    if (rate < 1) return 1;
    const double unit = std::pow(10, std::floor(std::log10(rate)));
    return std::floor(rate / unit) * unit;
}

/// The port that clients of an instance use: the web's where its groups let it in, else the lowest
/// that they let in at all. What they let in from anywhere goes before what they let in from some.
std::int32_t instancePort(const Instance& instance, const Architecture& all) {
    std::vector<RuleMatch> let;     // From anywhere, …
    std::vector<RuleMatch> others;  // … and from somewhere.
    for (const ThingId id : instance.interfaces) {
        const auto* interface = all.interfaces.find(id);
        if (interface == nullptr) continue;
        for (const ThingId group : (*interface)->securityGroups.ids) {
            const auto* found = all.securityGroups.find(group);
            if (found == nullptr) continue;
            for (const SecurityGroupRule& rule : (*found)->rules) {
                const ProtocolNumber protocol = rule.match.protocol.valueOr(kAllProtocols);
                const bool tcp = protocol == kTcp || protocol == kAllProtocols;
                if (rule.direction != RuleDirection::Ingress || !tcp) continue;
                const bool anywhere =
                    rule.cidr && rule.cidr->isKnown() && (*rule.cidr)->length() == 0;
                (anywhere ? let : others).push_back(rule.match);
            }
        }
    }
    if (let.empty()) let = std::move(others);
    const auto lets = [&](std::int32_t port) {
        return std::ranges::any_of(let, [&](const RuleMatch& one) {
            return one.protocol.valueOr(kAllProtocols) == kAllProtocols ||
                   (one.fromPort.valueOr(0) <= port && one.toPort.valueOr(65535) >= port);
        });
    };
    for (const std::int32_t port : {443, 80, 8443, 8080}) {
        if (lets(port)) return port;
    }
    std::int32_t lowest = 65535;
    for (const RuleMatch& one : let) lowest = std::min(lowest, one.fromPort.valueOr(65535));
    return let.empty() || lowest <= 0 ? 443 : lowest;
}

PathPort portOf(const Thing& thing, const Architecture& all) {
    const auto* instance = all.instances.find(thing.id);
    if (instance != nullptr) return {instancePort(**instance, all)};
    const auto* balancer = all.loadBalancers.find(thing.id);
    return balancer != nullptr ? servedPort(**balancer) : PathPort{443};
}

/// Takes out kinds of requests that an API has no route for.
void dropUnrouted(const Plant& plant, NodeRef entry, std::vector<RequestClass>& mix) {
    if (entry.kind != NodeKind::Station || plant.stations[entry.index].routes.empty()) return;
    std::erase_if(mix, [&](const RequestClass& one) {
        return std::ranges::none_of(
            plant.stations[entry.index].routes,
            [&](const StationRoute& route) { return isFor(route.match, one); });
    });
}

/// Signs what a distribution asks to be signed: those come who may.
void signWhatMustBe(const Plant& plant, NodeRef entry, std::vector<RequestClass>& mix) {
    if (entry.kind != NodeKind::Edge) return;
    const EdgeSpec& edge = plant.edges[entry.index];
    for (RequestClass& one : mix) {
        const auto its = std::ranges::find_if(edge.behaviours, [&](const EdgeBehaviour& behaviour) {
            return matchesPattern(behaviour.pattern, one.path);
        });
        one.isSigned = its != edge.behaviours.end() ? its->asksSignature : edge.asksSignature;
    }
}

/// Completes what a scenario says of its clients, so that it can be shown, kept and edited.
void complete(Builder& builder, const Entry& entry, std::size_t entries, ScenarioClients& clients) {
    Defaults& defaults = builder.defaults;
    if (clients.entry.empty()) clients.entry = builder.nameOf(*entry.thing);
    const auto scheduled = builder.scheduled.find(entry.thing->id);
    if (scheduled != builder.scheduled.end()) {
        if (!clients.rate) {
            clients.arrivals = ArrivalKind::Constant;
            clients.rate = RateProfile{{{0, 1 / scheduled->second}}, 0};
        }
        if (clients.mix.empty()) clients.mix = {{"tick", 1, "/", true, false, 1}};
        if (!clients.networkMs) clients.networkMs = 0;
    }
    if (clients.mix.empty()) {
        const double writes = clients.writeShare.value_or(defaults.number("clients.write_share"));
        clients.writeShare.reset();  // The mix tells it from here on.
        clients.mix = {{"page", 0.5 - writes / 2, "/", false, false, 1},
                       {"asset", 0.5 - writes / 2, "/", false, true, 0.2},
                       {"change", writes, "/", true, false, 1}};
        dropUnrouted(builder.built.plant, entry.node, clients.mix);
        addRouteClasses(builder.built.plant, entry.node, writes, clients.mix);
        signWhatMustBe(builder.built.plant, entry.node, clients.mix);
    }
    const bool isTrace = clients.arrivals == ArrivalKind::Trace;
    if (!clients.rate && !isTrace && clients.arrivals != ArrivalKind::Closed) {
        double work = 0;
        double shares = 0;
        for (const RequestClass& one : clients.mix) {
            work += one.share * one.work;
            shares += one.share;
        }
        const double capacity =
            capacityOf(builder.built.plant, entry.node, shares > 0 ? work / shares : 1, 0);
        const double rate = capacity > 0 ? capacity * defaults.number("clients.load")
                                         : defaults.number("clients.rate_rps");
        clients.rate = RateProfile{{{0, roundedDown(rate / static_cast<double>(entries))}}, 0};
    }
    if (!clients.objects) {
        clients.objects = static_cast<std::uint32_t>(defaults.number("clients.objects"));
    }
    if (!clients.zipf) clients.zipf = defaults.number("clients.zipf");
    if (!clients.sessions) {
        clients.sessions = static_cast<std::uint32_t>(defaults.number("clients.sessions"));
    }
    if (!clients.timeoutSeconds) clients.timeoutSeconds = defaults.number("clients.timeout_s");
    // What was retried is in a trace, whose times are of arrival at the entry.
    if (!clients.retries && isTrace) clients.retries = 0;
    if (!clients.networkMs && isTrace) clients.networkMs = 0;
    if (!clients.retries) {
        clients.retries = static_cast<std::uint32_t>(defaults.number("clients.retries"));
    }
    // How far away those are of whom is known where they are comes of the distance.
    if (!clients.networkMs && clients.region.empty()) {
        clients.networkMs = defaults.number(
            entry.node.kind == NodeKind::Edge ? "network.edge_ms" : "network.client_ms");
    }
}

/// Reads how a record's health is told: its health check, else its target's own health (T37, T45).
bool readCheck(Builder& builder, const DnsRecord& record, NameSpec& name) {
    if (record.healthCheck && record.healthCheck->isKnown()) {
        const auto* check = builder.architecture.dnsHealthChecks.find(**record.healthCheck);
        if (check != nullptr) {
            builder.handled.insert(**record.healthCheck);
            const Value* config = (*check)->evaluated.find("HealthCheckConfig");
            const Value& own = config != nullptr ? *config : (*check)->evaluated;
            const auto interval = numberAt(own, {"RequestInterval"});
            const auto threshold = numberAt(own, {"FailureThreshold"});
            name.checkInterval = timeWithin(
                interval ? *interval : builder.defaults.number("dns.check_interval_s"), 1, 3600);
            name.checkThreshold = countWithin(
                threshold ? *threshold : builder.defaults.number("dns.check_threshold"), 1, 100);
            return true;
        }
    }
    if (textAt(record.evaluated, {"AliasTarget", "EvaluateTargetHealth"}) != "true") return false;
    name.checkInterval = 0;
    return true;
}

/// Reads the routing policy of a name's records (T39 to T44), for clients there.
void readPolicy(Builder& builder, const Entry& entry, const Whereabouts& who, NameSpec& name) {
    name.records.clear();
    for (const auto& [record, thing, node] : entry.records) {
        NameRecord one{node};
        one.inspectedBy = inspectorOf(builder, *thing);
        if (who.place != nullptr) one.network = builder.wayFrom(*who.place, *thing, node);
        const Value& own = record->evaluated;
        builder.handled.insert(record->id);
        if (const auto weight = numberAt(own, {"Weight"})) {
            name.policy = NamePolicy::Weighted;
            one.weight = *weight;
        } else if (const std::string role = textAt(own, {"Failover"}); !role.empty()) {
            name.policy = NamePolicy::Failover;
            one.primary = role == "PRIMARY";
        } else if (readDistance(builder, *record, who, one)) {
            name.policy = NamePolicy::ByPlace;
        } else {
            name.policy = NamePolicy::Multivalue;
            if (textAt(own, {"MultiValueAnswer"}) != "true") {
                // NOT MODELLED: Local Zones; a name's records by place are answered in turn to
                // clients without a `region`, and those by address to clients without an `address`.
                builder.note(fmt::format(
                    "{}: its records are chosen by where clients are, which is not told of all; "
                    "each is answered equally often to those (`region` says where they are, and "
                    "`address` what addresses they have)",
                    name.name));
            }
        }
        one.checked = readCheck(builder, *record, name);
        name.records.push_back(one);
    }
}

/// The records of the design that lead to an entry, and how they are chosen among.
void readName(Builder& builder, const Entry& entry, const Whereabouts& who, NameSpec& name) {
    const Place* place = who.place;
    Defaults& defaults = builder.defaults;
    name.name = builder.nameOf(*entry.thing);
    name.timeToLive = defaults.seconds("dns.balancer_ttl_s");
    name.resolvers = static_cast<std::uint32_t>(defaults.number("dns.resolvers"));
    name.lookup = traffic::Distribution::constant(defaults.number("dns.lookup_ms") / 1000);
    name.records = {NameRecord{entry.node}};
    name.records.front().inspectedBy = inspectorOf(builder, *entry.thing);
    if (place != nullptr) {
        name.records.front().network = builder.wayFrom(*place, *entry.thing, entry.node);
    }
    for (const auto& [id, record] : builder.architecture.dnsRecords) {
        if (!leadsTo(thingsOfRecord(builder.architecture, *record), entry.thing->id)) continue;
        if (record->domain.isKnown()) name.name = *record->domain;
        builder.handled.insert(id);
        if (record->zone.isKnown()) builder.handled.insert(*record->zone);
        if (const auto ttl = numberAt(record->evaluated, {"TTL"}))
            name.timeToLive = fromSeconds(*ttl);
    }
    // A lone record by geolocation is not for everybody either.
    const bool told = place != nullptr || who.address;
    if (entry.records.size() > 1 || (told && !entry.records.empty())) {
        readPolicy(builder, entry, who, name);
    }
}

void addPopulation(Builder& builder, const Entry& entry, const ScenarioClients& asked) {
    ClientSpec spec;
    spec.name = asked.name;
    spec.region = asked.region;
    const std::vector<std::string> places = builder.clientPlaces();
    const auto here = std::ranges::find(places, asked.region);
    if (here != places.end()) spec.place = static_cast<std::uint32_t>(here - places.begin()) + 1;
    readName(builder, entry, {builder.places.find(asked.region), asked.address}, spec.entry);
    // What a scenario says of the way goes before the distance.
    for (NameRecord& one : spec.entry.records) {
        if (asked.networkMs) one.network.reset();
    }
    spec.connections = clientConnections(builder, *entry.thing, asked);
    if (entry.node.kind == NodeKind::Balancer || entry.node.kind == NodeKind::Station) {
        const bool inside = entry.node.kind == NodeKind::Station &&
                            builder.built.plant.stations[entry.node.index].zone == 0;
        const Architecture& all = builder.architecture;
        const auto* balancer = all.loadBalancers.find(entry.thing->id);
        const bool outward = balancer == nullptr || (*balancer)->internetFacing.valueOr(true);
        const bool checks = balancer != nullptr ? leadsSomewhere(builder.built.plant, entry.node)
                                                : all.instances.find(entry.thing->id) != nullptr;
        if (outward && checks && !inside && builder.publicEntries &&
            !builder.isOpen(nullptr, *entry.thing, portOf(*entry.thing, all))) {
            spec.entry.records = {
                NameRecord{builder.unreachable("the internet", builder.nameOf(*entry.thing))}};
        }
    }
    spec.arrivals = asked.arrivals;
    spec.requests = asked.requests;
    spec.trace = asked.trace;
    if (asked.arrivals == ArrivalKind::Trace) spec.entry.lookup = {};
    // More load plays it faster.
    const double load = std::max(builder.scenario.load, 1e-6);
    for (Time& at : spec.trace) at = fromSeconds(toSeconds(at) / load);
    if (asked.rate) spec.rate = *asked.rate;
    for (auto& [at, rate] : spec.rate.points) rate *= builder.scenario.load;
    spec.users = static_cast<std::uint32_t>(traffic::nearest(asked.users * builder.scenario.load));
    spec.think = traffic::Distribution::exponential(asked.thinkSeconds);
    spec.sessions = *asked.sessions;
    spec.mix = asked.mix;
    spec.objects = std::max(1U, *asked.objects);
    spec.zipf = *asked.zipf;
    // The same site is asked for the same things, wherever that is done from.
    const auto& before = builder.built.plant.clients;
    const auto same = std::ranges::find_if(before, [&](const ClientSpec& one) {
        return spec.place > 0 && one.place > 0 && one.entry.name == spec.entry.name &&
               one.objects == spec.objects && !one.objectsOf;
    });
    if (same != before.end()) spec.objectsOf = static_cast<std::uint32_t>(same - before.begin());
    const double networkMs =
        asked.networkMs ? *asked.networkMs : builder.defaults.number("network.client_ms");
    spec.network = traffic::Distribution::constant(networkMs / 1000);
    spec.timeout = fromSeconds(*asked.timeoutSeconds);
    spec.retry.most = *asked.retries;
    builder.built.plant.clients.push_back(std::move(spec));
}

std::string namesOf(const std::vector<Entry>& entries, const Builder& builder) {
    std::string text;
    for (const Entry& entry : entries) {
        text += (text.empty() ? "" : ", ") + builder.nameOf(*entry.thing);
    }
    return text;
}

/// One population an entry; where its name is answered by place or address, one for each meant.
std::vector<ScenarioClients> usualClients(Builder& builder, const std::vector<Entry>& entries) {
    std::vector<ScenarioClients> usual;
    for (const Entry& entry : entries) {
        ScenarioClients one;
        one.entry = builder.nameOf(*entry.thing);
        const std::string of = entries.size() == 1 ? "" : " of " + one.entry;
        std::vector<MeantFor> meant;
        for (const LeadingRecord& leading : entry.records) {
            const MeantFor its = meantFor(builder, *leading.record);
            if (its == MeantFor{} || std::ranges::find(meant, its) != meant.end()) continue;
            meant.push_back(its);
        }
        for (const MeantFor& its : meant) {
            one.name = its.address ? fmt::format("clients{} in {}", of, its.address->toString())
                                   : fmt::format("clients{} near {}", of, its.place);
            one.region = its.place;
            one.address = its.address;
            usual.push_back(one);
        }
        if (!meant.empty()) continue;
        one.name = "clients" + of;
        usual.push_back(one);
    }
    return usual;
}

/// Says which population is nowhere that is known; nothing where all are somewhere.
std::optional<Diagnostic> wrongPlace(const Builder& builder) {
    for (const ScenarioClients& one : builder.scenario.clients) {
        if (one.region.empty() || builder.places.find(one.region) != nullptr) continue;
        return failure(kNoComponent,
                       fmt::format("{} are in `{}`, which is no place known", one.name, one.region),
                       "name an AWS Region, a place of the scenario's own `places`, or one of: " +
                           builder.places.names())
            .value();
    }
    return std::nullopt;
}

}  // namespace

std::optional<Diagnostic> buildClients(Builder& builder) {
    if (auto wrong = wrongPlace(builder)) return wrong;
    std::vector<Entry> entries = entriesOf(builder);
    joinByName(builder, entries);
    addScheduled(builder, entries);
    if (entries.empty()) {
        return failure(kNothingSimulated,
                       "nothing in this design takes requests that can be simulated",
                       "add an instance, a load balancer with targets, a function behind an API, "
                       "or a distribution")
            .value();
    }
    const Architecture& all = builder.architecture;
    builder.publicEntries = std::ranges::any_of(entries, [&](const Entry& entry) {
        const auto* balancer = all.loadBalancers.find(entry.thing->id);
        if (balancer != nullptr) return (*balancer)->internetFacing.valueOr(true);
        const auto* instance = all.instances.find(entry.thing->id);
        if (instance == nullptr) return true;
        return std::ranges::any_of((*instance)->interfaces, [&](ThingId id) {
            const auto* found = all.interfaces.find(id);
            return found != nullptr && (*found)->publicAddress.has_value();
        });
    });
    std::vector<ScenarioClients>& asked = builder.scenario.clients;
    addNamed(builder, asked, entries);
    // One population an entry, where the scenario names none.
    std::vector<ScenarioClients> wanted;
    for (const ScenarioClients& one : asked) {
        for (const Entry& entry : entries) {
            if (!one.entry.empty() && one.entry != builder.nameOf(*entry.thing)) continue;
            wanted.push_back(one);
            wanted.back().entry = builder.nameOf(*entry.thing);
        }
        const bool found = std::ranges::any_of(wanted, [&](const ScenarioClients& other) {
            return one.entry.empty() || other.entry == one.entry;
        });
        if (!found) {
            return failure(kNoComponent,
                           fmt::format("clients enter at `{}`, which is no entry", one.entry),
                           "name one of: " + namesOf(entries, builder))
                .value();
        }
    }
    if (asked.empty()) wanted = usualClients(builder, entries);
    const std::size_t scheduledOnes = builder.scheduled.size();
    for (ScenarioClients& one : wanted) {
        for (const Entry& entry : entries) {
            if (one.entry != builder.nameOf(*entry.thing)) continue;
            complete(builder, entry, std::max<std::size_t>(1, wanted.size() - scheduledOnes), one);
            addPopulation(builder, entry, one);
        }
    }
    builder.scenario.clients = std::move(wanted);
    return std::nullopt;
}

}  // namespace archivolt::traffic
