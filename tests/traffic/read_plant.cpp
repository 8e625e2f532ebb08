#include "tests/traffic/read_plant.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>
#include <regex>
#include <sstream>

#include "model/traffic/build/instance_facts.h"

namespace archivolt::traffic::test {

namespace {

/// A line's keys and values behind its kind and name; later lines of one name add and replace.
struct Line {
    std::string kind;
    std::string name;
    std::map<std::string, std::string> values;
};

std::vector<std::string> wordsOf(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

std::vector<std::string> splitAt(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

/// Makes a plant of lines, and keeps the first complaint.
class PlantReader {
public:
    PlantReader(std::vector<Line> lines, PlantScenario& scenario)
        : m_lines(std::move(lines)), m_scenario(scenario), m_plant(scenario.plant) {}

    void read() {
        // Names first, so that lines may stand in any order.
        for (const Line& line : m_lines) declare(line);
        for (const Line& line : m_lines) {
            m_line = &line;
            m_asked.clear();
            if (line.kind == "station") station(m_plant.stations[m_nodes[line.name].index]);
            if (line.kind == "balancer") balancer(m_plant.balancers[m_nodes[line.name].index]);
            if (line.kind == "edge") edge(m_plant.edges[m_nodes[line.name].index]);
            if (line.kind == "fleet") fleet();
            if (line.kind == "clients") clients();
            if (line.kind == "fault") fault();
            if (line.kind == "guard") guard();
            if (line.kind == "network") network();
            for (const auto& [key, value] : line.values) {
                if (!m_asked.contains(key)) complain("knows no `" + key + "`");
            }
        }
        const std::size_t regions = m_plant.regions.size();
        m_plant.regionWays.assign(regions * regions, m_apart);
    }

private:
    void complain(const std::string& what) {
        if (m_scenario.problem.empty()) {
            m_scenario.problem = m_line->kind + ' ' + m_line->name + ": " + what;
        }
    }
    std::string text(const std::string& key, const std::string& otherwise = {}) {
        m_asked[key] = true;
        const auto found = m_line->values.find(key);
        return found != m_line->values.end() ? found->second : otherwise;
    }
    bool has(const std::string& key) { return !text(key).empty(); }
    double number(const std::string& key, double otherwise) {
        const std::string word = text(key);
        if (word.empty()) return otherwise;
        double value = 0;
        const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
        if (read.ec != std::errc()) complain("`" + key + "` is no number");
        return value;
    }
    double seconds(const std::string& key, double otherwise) {
        const std::string word = text(key);
        if (word.empty()) return otherwise;
        const double value = secondsIn(word);
        if (value < 0) complain("`" + key + "` is no duration");
        return value;
    }
    Time time(const std::string& key, double otherwise) {
        return fromSeconds(seconds(key, otherwise));
    }
    NodeRef node(const std::string& name) {
        const auto found = m_nodes.find(name);
        if (found != m_nodes.end()) return found->second;
        complain("there is no `" + name + "`");
        return {};
    }
    ZoneIndex zone(const std::string& name) {
        if (name.empty()) return 0;
        const auto at = std::ranges::find(m_plant.zones, name);
        if (at != m_plant.zones.end()) return static_cast<ZoneIndex>(at - m_plant.zones.begin());
        m_plant.zones.push_back(name);
        return static_cast<ZoneIndex>(m_plant.zones.size() - 1);
    }

    /// `opening 2 resumed 1 kept 60s shared no`, each behind `prefix`.
    void connections(const std::string& prefix, ConnectionSpec& spec) {
        spec.roundTrips = number(prefix + "opening", 0);
        spec.resumed = number(prefix + "resumed", spec.roundTrips);
        spec.keptFor = time(prefix + "kept", 60);
        spec.shared = text(prefix + "shared", "yes") == "yes";
    }

    std::uint8_t region(const std::string& name) {
        if (name.empty()) return 0;
        if (m_plant.regions.empty()) m_plant.regions.emplace_back();
        const auto at = std::ranges::find(m_plant.regions, name);
        const auto index = static_cast<std::uint8_t>(at - m_plant.regions.begin());
        if (at == m_plant.regions.end()) m_plant.regions.push_back(name);
        return index;
    }

    void declare(const Line& line) {
        const auto add = [&](NodeKind kind, auto& list) {
            m_nodes[line.name] = {kind, static_cast<std::uint32_t>(list.size())};
            list.emplace_back();
            list.back().name = line.name;
        };
        if (line.kind == "station") add(NodeKind::Station, m_plant.stations);
        if (line.kind == "balancer") add(NodeKind::Balancer, m_plant.balancers);
        if (line.kind == "edge") add(NodeKind::Edge, m_plant.edges);
    }

    Distribution work(const std::string& key, double otherwise) {
        const double mean = seconds(key, otherwise);
        return text("shape", "exponential") == "constant" ? Distribution::constant(mean)
                                                          : Distribution::exponential(mean);
    }

    /// `calls cache:read,db:missed,cache:put-missed`.
    void calls(StationSpec& spec) {
        static const std::map<std::string, std::pair<CallWhen, CallAction>> kHow = {
            {"always", {CallWhen::Always, CallAction::Read}},
            {"read", {CallWhen::Reads, CallAction::Read}},
            {"write", {CallWhen::Writes, CallAction::Read}},
            {"missed", {CallWhen::Missed, CallAction::Read}},
            {"put-missed", {CallWhen::Missed, CallAction::Put}},
            {"put-write", {CallWhen::Writes, CallAction::Put}},
            {"drop-write", {CallWhen::Writes, CallAction::Drop}}};
        for (const std::string& one : splitAt(text("calls"), ',')) {
            const std::size_t colon = one.find(':');
            const std::string how = colon == std::string::npos ? "always" : one.substr(colon + 1);
            const auto found = kHow.find(how);
            if (found == kHow.end()) {
                complain("calls nobody `" + how + "`");
                continue;
            }
            Call call;
            call.to = node(one.substr(0, colon));
            call.when = found->second.first;
            call.action = found->second.second;
            call.timeout = time("call-timeout", 0);
            // `parts a,b`: the first call is to one of these, by object.
            if (spec.calls.empty()) {
                for (const std::string& part : splitAt(text("parts"), ',')) {
                    call.parts.push_back(node(part));
                }
                call.units = static_cast<std::uint16_t>(number("units", 1));
            }
            // `through a:nat-a,b:nat-b`: what a call passes, by the caller's zone.
            for (const std::string& by : splitAt(text("through"), ',')) {
                const auto parts = splitAt(by, ':');
                const ZoneIndex at = zone(parts.front());
                call.through.resize(std::max<std::size_t>(call.through.size(), at + 1U), kDirect);
                call.through[at] = node(parts.back()).index;
            }
            spec.calls.push_back(call);
        }
    }

    void station(StationSpec& spec) {
        spec.zone = zone(text("zone"));
        spec.region = region(text("region"));
        spec.servers = static_cast<std::uint32_t>(number("servers", 0));
        spec.service = work("work", 0);
        spec.concurrency = static_cast<std::uint32_t>(number("concurrency", 0));
        if (has("room")) spec.waitingRoom = static_cast<std::uint32_t>(number("room", 0));
        if (has("throttle")) spec.throttle = TokenBucket{number("throttle", 1), number("burst", 1)};
        if (has("cold-start")) {
            spec.coldStart = Distribution::constant(seconds("cold-start", 0));
            spec.keepWarm = time("keep-warm", 600);
        }
        if (has("keeps")) {
            const double lasting = text("keeps") == "forever" ? 3e9 : seconds("keeps", 0);
            spec.store =
                StoreSpec{static_cast<std::uint32_t>(number("capacity", 0)), fromSeconds(lasting)};
        }
        if (has("store-of")) spec.storeOf = node(text("store-of")).index;
        if (has("burst-credits")) {
            // `burst-credits 30 baseline 0.1`: in minutes of one server.
            CreditSpec& credits = spec.credits.emplace();
            credits.ofStorage = true;
            credits.baseline = number("baseline", 0.1);
            credits.most = credits.start = number("burst-credits", 0);
            credits.earnedPerHour = 60 * spec.servers * credits.baseline;
        }
        if (has("type")) {
            const auto facts = instanceFacts(text("type"));
            if (!facts) {
                complain("nothing is known of its type");
                return;
            }
            spec.servers = facts->vcpus;
            spec.credits = facts->credits;
            if (has("credits")) spec.credits->start = number("credits", 0);
            if (text("mode") == "standard") spec.credits->unlimited = false;
        }
        if (has("failover")) {
            spec.isDatabase = true;
            const auto range = splitAt(text("failover"), '-');
            spec.failoverLow = fromSeconds(secondsIn(range.front()));
            spec.failoverHigh = fromSeconds(secondsIn(range.back()));
        }
        if (text("down") == "refuses") spec.downMode = DownMode::Refuses;
        if (has("messages")) messages(spec.messages.emplace());
        if (has("write-throttle")) {
            const double rate = number("write-throttle", 1);
            spec.writeThrottle = TokenBucket{rate, number("burst", rate)};
        }
        capacity(spec);
        spec.longest = time("longest", 0);
        if (has("replica-of")) {
            spec.replica = ReplicaSpec{node(text("replica-of")).index,
                                       Distribution::constant(seconds("lag", 0))};
        }
        calls(spec);
    }

    /// `scales 70` with `scales-most`, or `on-demand yes`: what moves `throttle`.
    void capacity(StationSpec& spec) {
        if (has("object-throttle")) {
            const double rate = number("object-throttle", 1);
            spec.objectThrottle = TokenBucket{rate, rate};
        }
        if (!has("scales") && !has("on-demand")) return;
        CapacitySpec one;
        one.policy = "Policy";
        one.onDemand = text("on-demand") == "yes";
        one.seconds = one.onDemand ? 1 : 300;
        one.target = number("scales", 70);
        one.least = number("throttle", 1);
        one.most = number("scales-most", 1e6);
        spec.capacities.push_back(one);
    }

    /// `messages queue`, `topic` (a copy for each consumer) or `stream` (copies, in order by lane).
    void messages(MessagingSpec& spec) {
        const std::string kind = text("messages");
        if (kind != "queue" && kind != "topic" && kind != "stream") complain("keeps no messages");
        spec.copies = kind != "queue";
        spec.lanes = static_cast<std::uint32_t>(number("lanes", kind == "stream" ? 1 : 0));
        spec.lanePerSecond = number("lane-rate", 0);
        spec.delay = time("delay", 0);
        spec.retention = time("retention", 4 * 86400);
        spec.writesOnly = text("only-writes") == "yes";
        ConsumerSpec one;
        one.batch = static_cast<std::uint32_t>(number("batch", 1));
        one.window = time("window", 0);
        one.concurrency = static_cast<std::uint32_t>(number("in-flight", 0));
        one.startAt = static_cast<std::uint32_t>(number("start-at", 0));
        one.perMinute = static_cast<std::uint32_t>(number("per-minute", 0));
        one.hidesFor = has("visibility");
        one.retryAfter = one.hidesFor ? time("visibility", 30) : time("retry-after", 30);
        one.retryGrowth = number("retry-growth", 1);
        one.attempts = static_cast<std::uint32_t>(number("attempts", 0));
        one.workForEach = text("work-each", "yes") == "yes";
        if (has("dead-letters")) one.deadLetters = node(text("dead-letters")).index;
        for (const std::string& name : splitAt(text("consumers"), ',')) {
            const auto parts = splitAt(name, ':');
            one.to = node(parts.front());
            one.share = parts.size() > 1 ? std::stod(parts[1]) : 1;
            spec.consumers.push_back(one);
        }
    }

    /// `rules /api/*=api,host:b.example.com=b,/old/*=301,*=web:9/canary:1`, in order.
    void rules(BalancerSpec& spec) {
        for (const std::string& one : splitAt(text("rules"), ',')) {
            const auto sides = splitAt(one, '=');
            if (sides.size() != 2) {
                complain("`rules` are what=where");
                return;
            }
            BalancerRoute route;
            route.name = sides[0];
            route.sticky = text("sticky-groups") == "yes";
            if (sides[0].starts_with("host:")) {
                route.match.hosts = {sides[0].substr(5)};
            } else if (sides[0].starts_with("method:")) {
                route.match.methods = {sides[0].substr(7)};
            } else if (sides[0] != "*") {
                route.match.paths = {sides[0]};
            }
            if (std::isdigit(static_cast<unsigned char>(sides[1].front())) != 0) {
                route.status = static_cast<std::uint16_t>(std::stoi(sides[1]));
            } else {
                for (const std::string& to : splitAt(sides[1], '/')) {
                    const auto parts = splitAt(to, ':');
                    const double weight = parts.size() > 1 ? std::stod(parts[1]) : 1;
                    route.forwards.push_back(
                        {node(parts.front()).index, weight, text("checked") == "yes"});
                }
            }
            spec.routes.push_back(std::move(route));
        }
    }

    /// `paths-become /api/*=^/api/(.*)$>/$1`: what the rule for `/api/*` makes of paths; likewise
    /// `hosts-become`.
    void rewrites(BalancerSpec& spec) {
        for (const auto& [key, what] : {std::pair("paths-become", RouteRewrite::What::Url),
                                        std::pair("hosts-become", RouteRewrite::What::Host)}) {
            for (const std::string& one : splitAt(text(key), ',')) {
                const std::size_t equals = one.find('=');
                const std::size_t becomes = one.find('>');
                const auto rule =
                    std::ranges::find(spec.routes, one.substr(0, equals), &BalancerRoute::name);
                if (equals == std::string::npos || becomes == std::string::npos ||
                    rule == spec.routes.end()) {
                    complain("paths and hosts become rule=expression>text");
                    return;
                }
                rule->rewrites.push_back({what,
                                          Pattern(one.substr(equals + 1, becomes - equals - 1)),
                                          one.substr(becomes + 1)});
            }
        }
    }

    void balancer(BalancerSpec& spec) {
        rules(spec);
        rewrites(spec);
        static const std::map<std::string, Algorithm> kAlgorithms = {
            {"round-robin", Algorithm::RoundRobin},
            {"least-outstanding", Algorithm::LeastOutstanding},
            {"weighted-random", Algorithm::WeightedRandom},
            {"flow-hash", Algorithm::FlowHash}};
        for (const std::string& one : splitAt(text("zones"), ',')) spec.zones.push_back(zone(one));
        const auto algorithm = kAlgorithms.find(text("algorithm", "round-robin"));
        if (algorithm == kAlgorithms.end()) {
            complain("knows no such algorithm");
        } else {
            spec.algorithm = algorithm->second;
        }
        spec.crossZone = text("cross-zone", "on") == "on";
        connections("target-", spec.connections);
        spec.keepsFlows = text("keeps-flows") == "yes";
        spec.mostAtTarget = static_cast<std::uint32_t>(number("most-at-target", 0));
        spec.mitigates = text("mitigates") == "yes";
        spec.ownZone = number("own-zone", 1);
        spec.region = region(text("region"));
        spec.stickiness = time("sticky", 0);
        spec.slowStart = time("slow-start", 0);
        spec.idleTimeout = time("idle", 60);
        spec.connectTimeout = time("connect", 10);
        spec.deregistrationDelay = time("drain", 300);
        if (has("surge")) spec.surgeQueue = static_cast<std::uint32_t>(number("surge", 0));
        spec.health.enabled = text("health", "on") == "on";
        spec.health.interval = time("interval", 30);
        spec.health.timeout = time("check-timeout", 5);
        spec.health.healthyThreshold = static_cast<std::uint32_t>(number("healthy", 5));
        spec.health.unhealthyThreshold = static_cast<std::uint32_t>(number("unhealthy", 2));
        spec.health.connects = text("check", "request") == "connection";
        for (const std::string& one : splitAt(text("targets"), ',')) {
            const std::size_t colon = one.find(':');
            TargetSpec target;
            target.station = node(one.substr(0, colon)).index;
            if (colon != std::string::npos) target.weight = std::stod(one.substr(colon + 1));
            spec.targets.push_back(target);
        }
    }

    void edge(EdgeSpec& spec) {
        spec.origin = node(text("origin"));
        if (has("second-origin")) spec.secondOrigin = node(text("second-origin"));
        if (has("keeps")) {
            spec.cache =
                StoreSpec{static_cast<std::uint32_t>(number("capacity", 0)), time("keeps", 0)};
        }
        spec.places = static_cast<std::uint32_t>(number("places", 1));
        spec.collapse = text("collapse", "on") == "on";
        spec.errorTimeToLive = time("keeps-errors", 10);
        spec.originTimeout = time("origin-timeout", 30);
        spec.originAttempts = static_cast<std::uint32_t>(number("attempts", 3));
        spec.ways.network = Distribution::constant(seconds("network", 0));
        if (has("regional")) spec.ways.regional = node(text("regional")).index;
        spec.ways.toRegional = Distribution::constant(seconds("to-regional", 0));
        // `near refused,served`: of clients at the places 1, 2 …
        for (const std::string& one : splitAt(text("near"), ',')) {
            spec.near.push_back(spec.ways);
            spec.near.back().refuses = one == "refused";
        }
        spec.asksSignature = text("signed") == "yes";
        connections("origin-", spec.connections);
        spec.lossDetection = time("loss-detection", 0);
    }

    void fleet() {
        FleetSpec spec;
        spec.name = m_line->name;
        spec.model = node(text("model")).index;
        for (const std::string& one : splitAt(text("zones"), ',')) spec.zones.push_back(zone(one));
        if (spec.zones.empty()) spec.zones.push_back(0);
        spec.least = static_cast<std::uint32_t>(number("least", 1));
        spec.most = static_cast<std::uint32_t>(number("most", spec.least));
        spec.desired = static_cast<std::uint32_t>(number("desired", spec.least));
        spec.metricPeriod = text("monitoring", "detailed") == "detailed" ? kMinute : 5 * kMinute;
        spec.warmUp = time("warm-up", 300);
        spec.grace = time("grace", 0);
        spec.boot = Distribution::constant(seconds("boot", 60));
        spec.balancerHealth = text("health-check") == "ELB";
        policy(spec);
        poolAndHook(spec);
        if (has("on-demand")) {
            SpotSpec& spot = spec.spot.emplace();
            spot.onDemandBase = static_cast<std::uint32_t>(number("on-demand", 0));
            spot.rebalances = text("rebalance") == "yes";
        }
        spec.refresh.leastHealthy = number("least-healthy", 0.9);
        spec.refresh.mostHealthy = number("most-healthy", 1);
        spec.refresh.warmUp = time("refresh-warm-up", 0);
        rolloutAndForecast(spec);
        const std::uint32_t balancer = node(text("balancer")).index;
        if (m_plant.balancers.empty()) return;
        spec.balancers = {balancer};
        const StationSpec model = m_plant.stations[spec.model];
        for (std::uint32_t i = 0; i < spec.desired; ++i) {
            StationSpec member = model;
            member.name = fmt::format("{}-{}", spec.name, i + 1);
            member.zone = spec.zones[i % spec.zones.size()];
            const auto index = static_cast<std::uint32_t>(m_plant.stations.size());
            m_plant.stations.push_back(member);
            spec.members.push_back(index);
            m_plant.balancers[balancer].targets.push_back({index});
        }
        m_plant.fleets.push_back(spec);
    }

    /// `breaker rolls-back` or `stops`; `alarm-errors 50`; `predict-cpu 50`.
    void rolloutAndForecast(FleetSpec& spec) {
        if (has("breaker")) {
            BreakerSpec& breaker = spec.refresh.breaker.emplace();
            breaker.rollsBack = text("breaker") == "rolls-back";
            breaker.resets = text("breaker-resets", "yes") == "yes";
        }
        if (has("alarm-errors")) {
            spec.refresh.alarms.push_back({"Alarm", RolloutMetric::Errors,
                                           number("alarm-errors", 0), false,
                                           static_cast<std::uint32_t>(number("alarm-for", 1))});
            spec.refresh.bake = time("bake", 120);
            spec.refresh.alarmsRollBack = text("alarm-rolls-back", "yes") == "yes";
        }
        if (has("predict-cpu")) {
            PredictivePolicy one;
            one.name = "Forecast";
            one.target = number("predict-cpu", 50);
            one.acts = text("predict-only") != "yes";
            one.ahead = time("predict-ahead", 300);
            if (has("predict-raises")) one.raises = number("predict-raises", 0) / 100;
            spec.predictive.push_back(one);
        }
        spec.balancesZones = text("balances-zones") == "yes";
        static const std::map<std::string, LeaverRule> kRules = {{"oldest", LeaverRule::Oldest},
                                                                 {"newest", LeaverRule::Newest}};
        for (const std::string& one : splitAt(text("leavers"), ',')) {
            if (!kRules.contains(one)) complain("knows no such leavers");
            spec.leavers.push_back(kRules.contains(one) ? kRules.at(one) : LeaverRule::Any);
        }
    }

    void poolAndHook(FleetSpec& spec) {
        if (has("pool-start")) {
            WarmPoolSpec& pool = spec.pool.emplace();
            pool.start = Distribution::constant(seconds("pool-start", 0));
            pool.least = static_cast<std::uint32_t>(number("pool-least", 0));
            if (has("pool-prepared")) {
                pool.prepared = static_cast<std::uint32_t>(number("pool-prepared", 0));
            }
            pool.reuse = text("pool-reuse") == "yes";
        }
        if (!has("hook")) return;
        LifecycleHook hook;
        hook.name = "Hook";
        hook.action = time("hook", 0);
        hook.heartbeat = time("heartbeat", 3600);
        hook.continues = text("hook-default") == "continue";
        spec.hooks.push_back(hook);
    }

    void policy(FleetSpec& spec) {
        ScalingPolicy one;
        one.name = "Policy";
        one.lowMark = number("low-mark", 0.7);
        one.inCooldown = time("in-cooldown", 0);
        one.outCooldown = time("out-cooldown", 0);
        if (has("track-concurrency")) {
            ScalingPolicy byRequests = one;
            byRequests.metric = ScalingMetric::Concurrency;
            byRequests.target = number("track-concurrency", 100);
            byRequests.periods = 1;
            spec.policies.push_back(byRequests);
        }
        if (has("track-cpu")) {
            one.target = number("track-cpu", 50);
            spec.policies.push_back(one);
        }
        if (has("simple-cpu")) {
            one.kind = PolicyKind::Simple;
            one.target = number("simple-cpu", 50);
            one.periods = static_cast<std::uint32_t>(number("periods", 1));
            one.cooldown = time("cooldown", 300);
            one.steps = {{-1e18, 1e18, number("change", 1)}};
            spec.policies.push_back(one);
        }
        if (has("step-cpu")) {
            one.kind = PolicyKind::Step;
            one.target = number("step-cpu", 50);
            one.periods = static_cast<std::uint32_t>(number("periods", 1));
            for (const std::string& step : splitAt(text("steps"), ',')) {
                const auto parts = splitAt(step, ':');
                if (parts.size() != 3) {
                    complain("`steps` are low:high:change");
                    return;
                }
                one.steps.push_back({std::stod(parts[0]),
                                     parts[1] == "*" ? 1e18 : std::stod(parts[1]),
                                     std::stod(parts[2])});
            }
            spec.policies.push_back(one);
        }
        if (has("sized-at")) {
            const auto size = static_cast<std::uint32_t>(number("to", 1));
            spec.schedule.push_back(
                {"Scheduled", time("sized-at", 0), size, std::max(spec.most, size), size});
        }
    }

    void clients() {
        ClientSpec spec;
        spec.name = m_line->name;
        spec.entry.name = "entry";
        for (const std::string& one : splitAt(text("enter"), ',')) {
            const auto parts = splitAt(one, ':');
            NameRecord record{node(parts.front())};
            if (parts.size() > 1 && text("policy") == "by-place") {
                // `a:40ms`: so far away, one way; `a:never`: its record is not for them.
                record.isFor = parts[1] != "never";
                record.distance = record.isFor ? secondsIn(parts[1]) : 0;
                record.network = Distribution::constant(record.distance);
            } else if (parts.size() > 1 && parts[1] == "secondary") {
                record.primary = false;
            } else if (parts.size() > 1 && parts[1] != "primary") {
                record.weight = std::stod(parts[1]);
            }
            record.checked = has("checks");
            if (has("inspected-by")) record.inspectedBy = node(text("inspected-by")).index;
            spec.entry.records.push_back(record);
        }
        const std::string policy = text("policy", "simple");
        spec.entry.policy = policy == "weighted"     ? NamePolicy::Weighted
                            : policy == "failover"   ? NamePolicy::Failover
                            : policy == "multivalue" ? NamePolicy::Multivalue
                            : policy == "by-place"   ? NamePolicy::ByPlace
                                                     : NamePolicy::Simple;
        spec.entry.checkInterval = time("checks", 30);
        spec.entry.timeToLive = time("ttl", 60);
        spec.entry.resolvers = static_cast<std::uint32_t>(number("resolvers", 1));
        if (has("users")) {
            spec.arrivals = ArrivalKind::Closed;
            spec.users = static_cast<std::uint32_t>(number("users", 1));
            spec.think = Distribution::exponential(seconds("think", 1));
        } else {
            rate(spec);
            if (text("arrivals") == "even") spec.arrivals = ArrivalKind::Constant;
        }
        spec.sessions = static_cast<std::uint32_t>(number("sessions", 0));
        spec.objects = static_cast<std::uint32_t>(number("objects", 1));
        spec.zipf = number("zipf", 0.8);
        spec.place = static_cast<std::uint32_t>(number("place", 0));
        const auto same = std::ranges::find(m_plant.clients, text("objects-of"), &ClientSpec::name);
        if (same != m_plant.clients.end()) {
            spec.objectsOf = static_cast<std::uint32_t>(same - m_plant.clients.begin());
        }
        spec.network = Distribution::constant(seconds("network", 0));
        spec.timeout = time("timeout", 30);
        connections("", spec.connections);
        spec.retry.most = static_cast<std::uint32_t>(number("retries", 0));
        const double writes = number("writes", 0);
        spec.mix = {{"read", 1 - writes, "/", false, text("cacheable", "yes") == "yes", 1}};
        spec.mix.front().isSigned = text("signed") == "yes";
        if (writes > 0) spec.mix.push_back({"write", writes, "/", true, false, 1});
        if (has("paths")) spec.mix.clear();
        // `paths /:3,b.example.com/x:1`: a host may stand before the path, its share behind.
        for (const std::string& one : splitAt(text("paths"), ',')) {
            const auto parts = splitAt(one, ':');
            const std::size_t slash = parts[0].find('/');
            RequestClass made;
            made.name = one;
            made.path = slash == std::string::npos ? "/" : parts[0].substr(slash);
            made.host = parts[0].substr(0, slash);
            if (parts.size() > 1) made.share = std::stod(parts[1]);
            spec.mix.push_back(made);
        }
        m_plant.clients.push_back(spec);
    }

    /// `rate 20` or `rate 20,10m:20,11m:200`: straight lines between points.
    void rate(ClientSpec& spec) {
        for (const std::string& one : splitAt(text("rate", "1"), ',')) {
            const auto parts = splitAt(one, ':');
            const bool timed = parts.size() > 1;
            spec.rate.points.emplace_back(timed ? fromSeconds(secondsIn(parts[0])) : 0,
                                          std::stod(parts.back()));
        }
        spec.rate.period = time("period", 0);
    }

    void fault() {
        static const std::map<std::string, FaultKind> kKinds = {
            {"zone", FaultKind::Zone},
            {"station", FaultKind::Station},
            {"failover", FaultKind::Failover},
            {"slow", FaultKind::Slow},
            {"flush", FaultKind::Flush},
            {"deploy", FaultKind::Deploy},
            {"failing", FaultKind::Failing},
            {"loss", FaultKind::Loss},
            {"edge-location", FaultKind::EdgeLocation},
            {"interruption", FaultKind::Interruption}};
        Fault one;
        const auto kind = kKinds.find(text("kind"));
        if (kind == kKinds.end()) {
            complain("has no such kind");
            return;
        }
        one.kind = kind->second;
        one.target = m_line->name;
        one.at = time("at", 0);
        one.lasting = time("for", 0);
        one.factor = number("factor", one.kind == FaultKind::Deploy ? 1 : 2);
        one.fails = text("fails") == "yes";
        if (one.kind == FaultKind::Loss) {
            one.factor = number("share", 0.1);
        } else {
            one.share = number("share", one.kind == FaultKind::Failing ? 1 : 0);
        }
        one.atPlace = static_cast<std::uint32_t>(number("place", 0));
        one.between = time("mttf", 0);
        const Time back = time("mttr", 0);
        if (one.between > 0) one.lasting = back;
        one.stream = m_line->name;
        m_plant.faults.push_back(one);
    }

    void guard() {
        GuardSpec one;
        one.name = m_line->name;
        one.node = node(text("node"));
        one.limit = number("limit", 0);
        one.window = time("window", 300);
        m_plant.guards.push_back(one);
    }

    void network() {
        m_plant.withinZone = Distribution::constant(seconds("within", 0));
        m_plant.betweenZones = Distribution::constant(seconds("between", 0));
        m_plant.zoneDetection = time("detection", 0);
        m_plant.retransmission = time("retransmission", 1);
        m_apart = Distribution::constant(seconds("between-regions", 0));
    }

    std::vector<Line> m_lines;
    PlantScenario& m_scenario;
    Plant& m_plant;
    const Line* m_line = nullptr;
    std::map<std::string, bool> m_asked;
    std::map<std::string, NodeRef> m_nodes;
    Distribution m_apart;  ///< One way between two Regions.
};

/// `expect WHAT above|below|is|about VALUE`, `expect event "WORDS" at FROM..TO`, `expect no event
/// …`.
Expectation readExpectation(const std::string& line, std::string& problem) {
    Expectation one;
    one.text = line;
    static const std::regex kEvent(
        "^expect (no )?event \"([^\"]+)\"( at ([0-9a-z]+)\\.\\.([0-9a-z]+))?$");
    static const std::regex kValue("^expect (.+) (above|below|is|about) ([0-9.]+)(ms|s|m|h|%)?$");
    std::smatch match;
    if (std::regex_match(line, match, kEvent)) {
        one.what = "event";
        one.relation = match[1].matched ? "never" : "happens";
        one.words = match[2];
        if (match[3].matched) {
            one.fromSeconds = secondsIn(match[4].str());
            one.toSeconds = secondsIn(match[5].str());
        }
    } else if (std::regex_match(line, match, kValue)) {
        one.what = match[1];
        one.relation = match[2];
        one.value = std::stod(match[3]);
        const std::string unit = match[4];
        if (unit == "%") one.value /= 100;
        if (unit == "ms") one.value /= 1000;
        if (unit == "m") one.value *= 60;
        if (unit == "h") one.value *= 3600;
    } else {
        problem = "can't read: " + line;
    }
    return one;
}

void readLine(const std::string& line, std::vector<Line>& lines, PlantScenario& scenario) {
    static const std::regex kFact("\\bT[0-9]+\\b");
    if (line.starts_with("#")) {
        for (std::sregex_iterator at(line.begin(), line.end(), kFact), end; at != end; ++at) {
            scenario.facts.push_back(at->str());
        }
        return;
    }
    const auto words = wordsOf(line);
    if (words.empty()) return;
    if (words[0] == "expect") {
        scenario.expectations.push_back(readExpectation(line, scenario.problem));
        return;
    }
    if (words[0] == "run") {
        scenario.seconds = words.size() > 1 ? secondsIn(words[1]) : 0;
        return;
    }
    if (words.size() % 2 != 0) {
        scenario.problem = "a key without a value: " + line;
        return;
    }
    const auto same = std::ranges::find_if(
        lines, [&](const Line& one) { return one.kind == words[0] && one.name == words[1]; });
    Line& target = same != lines.end() ? *same : lines.emplace_back();
    target.kind = words[0];
    target.name = words[1];
    for (std::size_t i = 2; i + 1 < words.size(); i += 2) target.values[words[i]] = words[i + 1];
}

}  // namespace

double secondsIn(std::string_view word) {
    double number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    const std::string_view unit(read.ptr,
                                static_cast<std::size_t>(word.data() + word.size() - read.ptr));
    if (read.ec != std::errc()) return -1;
    static const std::map<std::string_view, double> kUnits = {
        {"", 1}, {"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}};
    const auto found = kUnits.find(unit);
    return found != kUnits.end() ? number * found->second : -1;
}

std::vector<PlantScenario> readScenarios(const std::string& text) {
    std::vector<std::pair<std::string, std::string>> parts{{"", ""}};
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("=== ")) {
            parts.emplace_back(line.substr(4), "");
        } else {
            parts.back().second += line + '\n';
        }
    }
    std::vector<PlantScenario> scenarios;
    for (std::size_t i = parts.size() > 1 ? 1 : 0; i < parts.size(); ++i) {
        PlantScenario scenario;
        scenario.name = parts[i].first;
        std::vector<Line> lines;
        std::istringstream whole((i > 0 ? parts[0].second : "") + parts[i].second);
        for (std::string line; std::getline(whole, line);) readLine(line, lines, scenario);
        PlantReader(lines, scenario).read();
        scenarios.push_back(std::move(scenario));
    }
    return scenarios;
}

}  // namespace archivolt::traffic::test
