#include <algorithm>
#include <bit>
#include <cmath>

#include "model/traffic/run/disturbances.h"
#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

/// Returns when, from `now` on, the area under the profile has grown by `area`; kNever if never.
Time whenAreaIs(const RateProfile& profile, Time now, double area) {
    const auto& points = profile.points;
    if (points.empty()) return kNever;
    const Time period = profile.period;
    Time lap = period > 0 ? now / period * period : 0;
    Time at = now - lap;
    for (int guard = 0; guard < 1'000'000; ++guard) {
        // The stretch that `at` lies in: from one point to the next, flat outside them.
        const auto next =
            std::ranges::upper_bound(points, at, {}, [](const auto& p) { return p.first; });
        const Time stretchEnd = next != points.end() ? next->first : (period > 0 ? period : kNever);
        double rate = next == points.begin() ? next->second : std::prev(next)->second;
        double slope = 0;
        if (next != points.begin() && next != points.end()) {
            const auto before = std::prev(next);
            slope = (next->second - before->second) / toSeconds(next->first - before->first);
            rate += slope * toSeconds(at - before->first);
        }
        const double length = stretchEnd == kNever ? 1e12 : toSeconds(stretchEnd - at);
        const double whole = rate * length + slope * length * length / 2;
        if (whole >= area) {
            // rate t + slope t² / 2 = area, in the form that does not cancel.
            const double root = std::sqrt(std::max(0.0, rate * rate + 2 * slope * area));
            const double t = 2 * area / (rate + root);
            return lap + at + fromSeconds(t);
        }
        area -= whole;
        if (stretchEnd == kNever) return kNever;
        at = stretchEnd;
        if (period > 0 && at >= period) {
            at = 0;
            lap += period;
            if (lap > kNever / 2) return kNever;
        }
    }
    return kNever;
}

bool hasOneRate(const RateProfile& profile) {
    return profile.points.size() == 1 && profile.points.front().second > 0;
}

/// Draws the time until the next arrival of Poisson's at one rate.
Time drawGap(Clients& clients) {
    const double area = -naturalLog(clients.arrivals.uniform());
    return fromSeconds(area / clients.spec.rate.points.front().second);
}

void scheduleArrival(World& world, std::uint32_t population) {
    Clients& clients = world.clients[population];
    const ClientSpec& spec = clients.spec;
    Time at = kNever;
    switch (spec.arrivals) {
        case ArrivalKind::Poisson:
            if (hasOneRate(spec.rate)) {
                at = world.now + clients.gaps.take([&] { return drawGap(clients); });
            } else {
                at = whenAreaIs(spec.rate, world.now, -naturalLog(clients.arrivals.uniform()));
            }
            break;
        case ArrivalKind::Constant: at = whenAreaIs(spec.rate, world.now, 1); break;
        case ArrivalKind::Trace:
            if (clients.traceAt < spec.trace.size()) at = spec.trace[clients.traceAt++];
            break;
        case ArrivalKind::Closed: break;
    }
    if (at >= world.end) return;
    schedule(world, std::max(at, world.now), EventKind::ClientArrives, population);
}

bool isUsable(const World& world, const Clients& clients, std::size_t record) {
    const NameRecord& one = clients.spec.entry.records[record];
    if (!one.checked) return true;
    if (clients.spec.entry.checkInterval > 0) return clients.records[record].healthy;
    return answersNow(world, one.to);
}

constexpr std::uint32_t kNoRecord = 0xFFFFFFFF;

/// The nearest record that is for these clients and healthy; with none healthy, the nearest (T39).
std::uint32_t nearestRecord(const World& world, const Clients& clients) {
    const std::vector<NameRecord>& records = clients.spec.entry.records;
    std::uint32_t best = kNoRecord;
    bool bestUsable = false;
    for (std::uint32_t i = 0; i < records.size(); ++i) {
        if (!records[i].isFor) continue;
        const bool usable = isUsable(world, clients, i);
        const bool better = best == kNoRecord || (usable && !bestUsable) ||
                            (usable == bestUsable && records[i].distance < records[best].distance);
        if (!better) continue;
        best = i;
        bestUsable = usable;
    }
    return best;
}

/// Chooses a record by the name's policy. Source: Amazon Route 53 developer guide, choosing a
/// routing policy; all unhealthy counts as all healthy (T39), zero weights as T40 says.
std::uint32_t chooseRecord(const World& world, Clients& clients) {
    const NameSpec& entry = clients.spec.entry;
    if (entry.policy == NamePolicy::ByPlace) return nearestRecord(world, clients);
    const auto count = static_cast<std::uint32_t>(entry.records.size());
    if (count == 1) return 0;
    std::vector<std::uint32_t> usable;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (isUsable(world, clients, i)) usable.push_back(i);
    }
    if (entry.policy == NamePolicy::Failover) {
        // With the secondary unhealthy too, the primary is given (T39).
        for (const bool primary : {true, false}) {
            for (const std::uint32_t i : usable) {
                if (entry.records[i].primary == primary) return i;
            }
        }
        for (std::uint32_t i = 0; i < count; ++i) {
            if (entry.records[i].primary) return i;
        }
        return 0;
    }
    if (usable.empty()) {
        for (std::uint32_t i = 0; i < count; ++i) usable.push_back(i);
    }
    double sum = 0;
    for (const std::uint32_t i : usable) sum += entry.records[i].weight;
    if (entry.policy != NamePolicy::Weighted || !(sum > 0)) {
        return usable[clients.choice.below(static_cast<std::uint32_t>(usable.size()))];
    }
    double draw = clients.choice.uniform() * sum;
    for (const std::uint32_t i : usable) {
        draw -= entry.records[i].weight;
        if (draw < 0) return i;
    }
    return usable.back();
}

std::size_t resolverOf(const Clients& clients, std::uint32_t session) {
    const std::size_t count = clients.resolvers.size();
    return count == 1 ? 0 : stir(session) % count;
}

/// Asks a client's resolver; `lookup` becomes what that costs.
const NameAnswer& resolveName(World& world, Clients& clients, std::uint32_t session, Time& lookup) {
    NameAnswer& known = clients.resolvers[resolverOf(clients, session)];
    ++clients.lookups;
    if (world.now < known.until) return known;
    ++clients.resolutions;
    known.record = chooseRecord(world, clients);
    known.until = world.now + clients.spec.entry.timeToLive;
    lookup = clients.spec.entry.lookup.sample(clients.lookupTimes);
    if (known.record == kNoRecord) return known;
    const NodeRef to = clients.spec.entry.records[known.record].to;
    known.zones = to.kind == NodeKind::Balancer ? answeredZones(world, to.index) : 0;
    return known;
}

void countStatus(Clients& clients, std::uint16_t status, Cause cause) {
    for (CauseCount& one : clients.byStatus) {
        if (one.status == status && one.cause == static_cast<std::uint8_t>(cause)) {
            ++one.count;
            return;
        }
    }
    clients.byStatus.push_back({status, static_cast<std::uint8_t>(cause), 1});
}

void finishRequest(World& world, VisitId id) {
    const Visit& visit = world.visits[id];
    const std::uint32_t population = visit.population;
    const std::uint32_t session = visit.session;
    Clients& clients = world.clients[visit.population];
    clients.meter.leave(world.now, visit.arrived);
    TimelineBin& bin = world.timeline.at(world.now);
    const bool good = visit.status != 0 && visit.status < 400;
    if (good) {
        const Time latency = world.now - visit.arrived;
        ++clients.meter.completed;
        ++bin.completed;
        bin.latencySum += static_cast<std::uint64_t>(latency);
        bin.latencyMost = std::max(bin.latencyMost, latency);
        if (visit.arrived >= world.measureFrom) clients.latency.add(latency);
    } else {
        ++clients.meter.failed;
        ++bin.failed;
        clients.meter.blame(visit.status, static_cast<std::uint8_t>(visit.cause));
    }
    countStatus(clients, visit.status, good ? Cause::None : visit.cause);
    watch(world, Step::Finished, id);
    freeVisit(world, id);
    if (clients.spec.arrivals != ArrivalKind::Closed) return;
    const Time at = world.now + clients.spec.think.sample(clients.arrivals);
    if (at < world.end) {
        schedule(world, at, EventKind::ClientArrives, population, session - clients.sessionBase);
    }
}

}  // namespace

Time nameAnswered(const World& world, const Visit& visit) {
    const Clients& clients = world.clients[visit.population];
    const NameAnswer& known = clients.resolvers[resolverOf(clients, visit.session)];
    return known.until - clients.spec.entry.timeToLive;
}

ZoneIndex drawZone(RandomStream& stream, std::uint64_t zones) {
    if (zones == 0) return 0;
    const int count = std::popcount(zones);
    auto skip = count == 1 ? 0U : stream.below(static_cast<std::uint32_t>(count));
    for (; skip > 0; --skip) zones &= zones - 1;
    return static_cast<ZoneIndex>(std::countr_zero(zones));
}

bool answersNow(const World& world, NodeRef node) {
    switch (node.kind) {
        case NodeKind::Balancer: {
            const Balancer& balancer = world.balancers[node.index];
            if (!balancer.spec.routes.empty()) return answersIn(world, node.index, 0);
            bool some = false;
            for (const Target& target : balancer.targets) {
                if (target.health == Health::Healthy) return true;
                some = some || target.health != Health::Removed;
            }
            // A group without targets does not count against it (T45).
            return !some;
        }
        case NodeKind::Station: {
            const Station& station = world.stations[node.index];
            return !station.down && !station.ended;
        }
        case NodeKind::Edge:
        case NodeKind::Clients: break;
    }
    return true;
}

void nameCheck(World& world, std::uint32_t population) {
    Clients& clients = world.clients[population];
    const NameSpec& entry = clients.spec.entry;
    for (std::size_t i = 0; i < entry.records.size(); ++i) {
        if (!entry.records[i].checked) continue;
        RecordHealth& health = clients.records[i];
        const bool good = answersNow(world, entry.records[i].to);
        health.good = good ? health.good + 1 : 0;
        health.bad = good ? 0 : health.bad + 1;
        const std::uint32_t threshold = entry.checkThreshold;
        if (health.healthy && health.bad >= threshold) {
            health.healthy = false;
            tell(world, entry.name, "leaves a record out of its answers",
                 "its health check failed " + std::to_string(threshold) + " times in a row");
        } else if (!health.healthy && health.good >= threshold) {
            health.healthy = true;
            tell(world, entry.name, "answers with a record again",
                 "its health check passed " + std::to_string(threshold) + " times in a row");
        }
    }
    schedule(world, world.now + entry.checkInterval, EventKind::NameCheck, population);
}

void startClients(World& world, std::uint32_t population) {
    Clients& clients = world.clients[population];
    const bool checks = std::ranges::any_of(clients.spec.entry.records,
                                            [](const NameRecord& one) { return one.checked; });
    if (checks && clients.spec.entry.checkInterval > 0) {
        schedule(world, clients.spec.entry.checkInterval, EventKind::NameCheck, population);
    }
    if (clients.spec.arrivals != ArrivalKind::Closed) {
        scheduleArrival(world, population);
        return;
    }
    // Users begin somewhere in their thinking, not all at once.
    for (std::uint32_t user = 0; user < clients.spec.users; ++user) {
        schedule(world, clients.spec.think.sample(clients.arrivals), EventKind::ClientArrives,
                 population, user);
    }
}

void clientArrives(World& world, std::uint32_t population, std::uint32_t user) {
    const VisitId id = makeVisit(world, {NodeKind::Clients, population});
    Clients& clients = world.clients[population];
    Visit& visit = world.visits[id];
    visit.arrived = world.now;
    visit.population = static_cast<std::uint16_t>(population);
    const bool known = !clients.spec.requests.empty();
    const TraceRequest asked = known ? clients.spec.requests[clients.traceAt - 1] : TraceRequest();
    if (known) {
        visit.session = clients.sessionBase + asked.session;
        visit.mix = static_cast<std::uint16_t>(asked.mix);
        visit.object = clients.objectBase + asked.object;
    } else if (clients.spec.arrivals == ArrivalKind::Closed) {
        visit.session = clients.sessionBase + user;
    } else if (clients.spec.sessions > 0) {
        visit.session = clients.sessionBase + clients.choice.below(clients.spec.sessions);
    } else {
        visit.session = clients.nextSession++;
    }
    if (!known && clients.mixCumulative.size() > 1) {
        const double draw = clients.choice.uniform() * clients.mixCumulative.back();
        while (draw >= clients.mixCumulative[visit.mix]) ++visit.mix;
    }
    if (!known && clients.objects.size() > 1) {
        visit.object = clients.objectBase + clients.objects.draw(clients.choice);
    }
    clients.meter.enter(world.now);
    ++world.timeline.at(world.now).offered;
    if (clients.spec.arrivals != ArrivalKind::Closed) scheduleArrival(world, population);
    watch(world, Step::Asked, id);
    attempt(world, id);
}

namespace {

/// Returns the visitor's connection; null where none is simulated, or it comes but once.
Connection* connectionOf(Clients& clients, const Visit& visit) {
    const std::size_t session = visit.session - clients.sessionBase;
    return session < clients.connections.size() ? &clients.connections[session] : nullptr;
}

/// Opens a connection; returns what that takes.
Time openConnection(Clients& clients, Connection* its, Time way) {
    const ConnectionSpec& spec = clients.spec.connections;
    ++clients.opened;
    const double trips = its != nullptr && its->resumes ? spec.resumed : spec.roundTrips;
    return static_cast<Time>(trips * 2 * static_cast<double>(way));
}

/// Keeps a visitor's connection for its next request, or forgets it where nothing came back.
void keepConnection(World& world, const Visit& visit) {
    Clients& clients = world.clients[visit.population];
    Connection* its = connectionOf(clients, visit);
    if (its == nullptr) return;
    its->until = visit.status == 0 ? 0 : world.now + clients.spec.connections.keptFor;
}

/// Keeps where a client's request goes once appliances have let it pass.
void rememberWay(Visit& visit, std::uint32_t record, ZoneIndex zone, Time way) {
    visit.target = record;
    visit.zone = zone;
    visit.way = way;
    visit.inspected = false;
}

/// Sends on what appliances have let pass, within the same time-out.
bool goesOn(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    const NameRecord& record = world.clients[visit.population].spec.entry.records[visit.target];
    if (!record.inspectedBy || visit.inspected || visit.status == 0 || visit.status >= 400) {
        return false;
    }
    visit.inspected = true;
    --visit.epoch;
    const Time way = visit.way;
    call(world, id, record.to, visit.zone, 0, way);
    return true;
}

}  // namespace

void attempt(World& world, VisitId id) {
    watch(world, Step::Tried, id);
    const Visit& visit = world.visits[id];
    Clients& clients = world.clients[visit.population];
    const bool connects = clients.spec.connections.roundTrips > 0;
    Connection* its = connects ? connectionOf(clients, visit) : nullptr;
    // Who has a connection asks no resolver.
    const bool kept = its != nullptr && its->until > world.now;
    Time lookup = 0;
    NameAnswer answer;
    if (kept) {
        answer.record = its->record;
    } else {
        answer = resolveName(world, clients, visit.session, lookup);
    }
    if (answer.record == kNoRecord) {
        schedule(world, world.now + lookup, EventKind::NameFails, 0, id, visit.generation);
        return;
    }
    const NameRecord& record = clients.spec.entry.records[answer.record];
    const NodeRef to = record.to;
    const ZoneIndex zone = kept ? its->zone : drawZone(clients.choice, answer.zones);
    const auto drawWay = [&] { return clients.spec.network.sample(clients.network); };
    const Time way = record.network                    ? record.network->sample(clients.network)
                     : clients.spec.network.mean() > 0 ? clients.ways.take(drawWay)
                                                       : 0;
    if (clients.spec.patience) {
        schedule(world, world.now + clients.spec.patience->sample(clients.backoff),
                 EventKind::Patience, 0, id, visit.generation);
    }
    if (connects && !kept) lookup += openConnection(clients, its, way);
    if (its != nullptr) {
        *its = {clients.spec.connections.shared ? kNever : 0, answer.record, zone, true};
    }
    const std::uint32_t generation = visit.generation;
    const bool timed = clients.spec.timeout > 0;
    const std::uint32_t lane = clients.timeoutLane;
    if (record.inspectedBy) {
        rememberWay(world.visits[id], answer.record, zone, way);
        call(world, id, {NodeKind::Balancer, *record.inspectedBy}, zone, lookup + way, 0);
    } else {
        call(world, id, to, zone, lookup + way, way);
    }
    if (timed && isLive(world, id, generation) && world.visits[id].child != kNoVisit) {
        setDeadline(world, lane, id);
    }
}

void nameFails(World& world, VisitId id) {
    world.visits[id].status = 0;
    world.visits[id].cause = Cause::NoAnswer;
    clientsResume(world, id);
}

void patienceEnds(World& world, VisitId id) {
    const VisitId child = world.visits[id].child;
    // Who is being served stays.
    if (child == kNoVisit || world.visits[child].stage == Stage::Working) return;
    giveUp(world, id);
    world.visits[id].status = 0;
    world.visits[id].cause = Cause::ClientGaveUp;
    clientsResume(world, id);
}

void clientsResume(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    Clients& clients = world.clients[visit.population];
    if (goesOn(world, id)) return;
    if (clients.spec.connections.roundTrips > 0) keepConnection(world, visit);
    const RetrySpec& retry = clients.spec.retry;
    const bool retryable = visit.status == 0 || visit.status == 429 || visit.status >= 500;
    if (!retryable || visit.attempt >= retry.most) {
        finishRequest(world, id);
        return;
    }
    const Time most =
        std::min<double>(static_cast<double>(retry.cap),
                         static_cast<double>(retry.base) *
                             static_cast<double>(1ULL << std::min<unsigned>(visit.attempt, 40)));
    const Time wait = retry.jitter
                          ? static_cast<Time>(static_cast<double>(most) * clients.backoff.uniform())
                          : most;
    ++visit.attempt;
    ++clients.retries;
    visit.stage = Stage::OnTheWay;
    schedule(world, world.now + wait, EventKind::Attempt, 0, id, visit.generation);
}

}  // namespace archivolt::traffic
