#pragma once

#include <functional>
#include <string>

#include "model/traffic/run/world.h"

namespace archivolt::traffic {

// How a request moves through a world: a component calls another, which answers. Each step is a
// function of the world; nothing else has state.

inline void schedule(World& world, Time at, EventKind kind, std::uint32_t node,
                     std::uint32_t subject = 0, std::uint32_t generation = 0) {
    world.queue.push(
        {at, world.sequence++, static_cast<std::uint32_t>(kind), node, subject, generation});
}

void tellWatcher(const World& world, Step step, VisitId id);
/// Tells whoever follows requests of a step.
///
/// The call stands apart, so that the steps of a run that nobody follows cost a test.
inline void watch(const World& world, Step step, VisitId id) {
    if (world.followed) [[unlikely]]
        tellWatcher(world, step, id);
}

/// Says whether a visit is still the one of this generation.
[[nodiscard]] inline bool isLive(const World& world, VisitId id, std::uint32_t generation) {
    return world.visits[id].generation == generation && world.visits[id].live;
}

/// Takes a visit out of the pool, clean.
[[nodiscard]] inline VisitId makeVisit(World& world, NodeRef node) {
    const VisitId id = world.visits.take();
    Visit& visit = world.visits[id];
    const std::uint32_t generation = visit.generation;
    visit = Visit{};
    visit.generation = generation;
    visit.node = node;
    visit.live = true;
    return id;
}
inline void freeVisit(World& world, VisitId id) {
    world.visits[id].live = false;
    world.visits.giveBack(id);
}

/// Makes the visit at `to` that `parent` waits for from now on; it is the caller's to send it off.
[[nodiscard]] VisitId makeChild(World& world, VisitId parent, NodeRef to, ZoneIndex from, Time way);
/// Lets `parent` call `to`: the visit arrives there after `delay`, its answer takes `way` back.
VisitId call(World& world, VisitId parent, NodeRef to, ZoneIndex from, Time delay, Time way);
/// Ends a visit at its component, which counts it, and sends the answer back.
void answer(World& world, VisitId id, std::uint16_t status, Cause cause);
/// Lets a visit go on whose call was answered; its `status`, `cause` and `missed` tell how.
void resume(World& world, VisitId id);
/// Lets a visit forget the call that it waits for; what is called may work on in vain.
void giveUp(World& world, VisitId id);
/// Sets a time-out of a lane for the call that a visit waits for.
void setDeadline(World& world, std::uint32_t lane, VisitId id);
void laneExpires(World& world, std::uint32_t lane);
/// Returns the lane of this duration, made where there is none.
[[nodiscard]] std::uint32_t laneOf(World& world, Time duration);
/// Draws the time one way between two zones; between two components, which may be in two Regions.
[[nodiscard]] Time wayBetween(World& world, ZoneIndex a, ZoneIndex b);
[[nodiscard]] Time wayFromTo(World& world, NodeRef from, ZoneIndex fromZone, NodeRef to,
                             ZoneIndex toZone);
[[nodiscard]] Meter& meterOf(World& world, NodeRef node);

void addGuard(World& world, const GuardSpec& spec);
/// Says whether a node's firewall, if it has one, lets a visit in; counts it.
[[nodiscard]] bool guardLets(World& world, const Visit& visit);

/// A visit, or its answer, has come to the end of its way.
void visitEvent(World& world, const Event& event);

/// A request is made; `user` is whose it is in a closed population.
void clientArrives(World& world, std::uint32_t population, std::uint32_t user);
void patienceEnds(World& world, VisitId id);
void startClients(World& world, std::uint32_t population);
void nameCheck(World& world, std::uint32_t population);
/// A client learns that its name has no answer where it is.
void nameFails(World& world, VisitId id);
/// Says whether what a record leads to can take requests now.
[[nodiscard]] bool answersNow(const World& world, NodeRef node);
/// Chooses one of an answer's zones; 0 where it has none.
[[nodiscard]] ZoneIndex drawZone(RandomStream& stream, std::uint64_t zones);
void attempt(World& world, VisitId id);
void clientsResume(World& world, VisitId id);

void edgeArrive(World& world, VisitId id);
void edgeResume(World& world, VisitId id);

void balancerArrive(World& world, VisitId id);
void balancerResume(World& world, VisitId id);
void balancerAbandon(World& world, VisitId id);
/// Works out anew which targets each node of a balancer may choose.
void refreshChoices(World& world, std::uint32_t balancer);
/// Returns the zones of a balancer that DNS gives out now, one bit each; 0 where it has none.
[[nodiscard]] std::uint64_t answeredZones(const World& world, std::uint32_t balancer);
/// Gives a request to the rule that it matches.
void takeRoute(World& world, VisitId id);
/// Says whether a balancer's node in a zone (0: any) has what answers for each of its groups (T45).
[[nodiscard]] bool answersIn(const World& world, std::uint32_t balancer, ZoneIndex zone);
void startHealthChecks(World& world, std::uint32_t balancer);
void healthTick(World& world, std::uint32_t balancer, std::uint32_t target);
void healthResult(World& world, std::uint32_t balancer, std::uint32_t target, bool good);
void slowStartStep(World& world, std::uint32_t balancer);
void addTarget(World& world, std::uint32_t balancer, const TargetSpec& spec);

void stationArrive(World& world, VisitId id);
void stationResume(World& world, VisitId id);
void workDone(World& world, VisitId id);
void sharedWorkDone(World& world, std::uint32_t station, std::uint32_t generation);
/// A waiting or stuck visit leaves, since its caller gave up.
void stationAbandon(World& world, VisitId id);
/// Takes what servers were busy for since it was last looked at from a station's credits.
void spendCredits(World& world, Station& station, std::uint64_t busy);
/// Brings the counts of busy servers and credits up to now.
inline void settle(World& world, Station& station) {
    const std::uint64_t busy =
        station.busy * static_cast<std::uint64_t>(world.now - station.busyLast);
    station.busyLast = world.now;
    station.busyArea += busy;
    if (station.spec.credits) {
        spendCredits(world, station, busy);
    } else {
        station.usedArea += busy;
    }
}
/// Takes a station down, or up again; what it holds is lost, refused, or (`ended`) cut off.
void setDown(World& world, std::uint32_t station, bool down);
void endStation(World& world, std::uint32_t station);
/// Readies a station's state from its specification.
[[nodiscard]] Station makeStation(const World& world, const StationSpec& spec);

/// Lets a station's capacities follow what is consumed of them, from now on.
void startCapacities(World& world, std::uint32_t station);
void capacityTick(World& world, std::uint32_t station);
void capacityHolds(World& world, std::uint32_t station, std::uint32_t which);

/// Readies the messages of a station.
void addMailbox(World& world, std::uint32_t station);
/// Takes one from what a lane (a shard) may take this second, if there is one.
[[nodiscard]] bool laneTakes(World& world, std::uint32_t mailbox, std::uint32_t session);
/// Puts a message, or one copy of it for each consumer.
void putMessage(World& world, std::uint32_t mailbox, const Message& made);
/// Makes a message of a request.
void putFrom(World& world, std::uint32_t mailbox, const Visit& visit);
void messageReady(World& world, std::uint32_t mailbox, std::uint32_t message,
                  std::uint32_t generation);
void messagesDue(World& world, std::uint32_t mailbox, std::uint32_t consumer, std::uint32_t lane);
/// A batch was answered, or is visible again.
void deliveryResume(World& world, VisitId id);

void startFleet(World& world, std::uint32_t fleet);
void fleetTick(World& world, std::uint32_t fleet);
/// How long a member waits on its way in or out, and whether its hooks let it go on.
struct HookWait {
    Time lasting = 0;
    bool givenUp = false;
    std::string name;  ///< Of the hook that gave it up.
};
[[nodiscard]] HookWait waitAtHooks(const FleetSpec& fleet, bool launching);
/// Returns the zone, of those that are there, in which a fleet has the fewest of `standing`.
[[nodiscard]] ZoneIndex emptiestZone(const World& world, const Fleet& fleet,
                                     const std::function<std::size_t(ZoneIndex)>& standing);
/// Fills a fleet's warm pool, as it has been for long when the run begins.
void startPool(World& world, std::uint32_t fleet);
/// Makes a fleet's warm pool as large as it should be.
void fillPool(World& world, std::uint32_t fleet);
/// Takes one out of the warm pool, best of this zone, which becomes its own; false: it is empty.
[[nodiscard]] bool drawFromPool(World& world, std::uint32_t fleet, ZoneIndex& zone);
/// One is ready in the warm pool, or was given up on its way there.
void pooledReady(World& world, std::uint32_t fleet, ZoneIndex zone, bool givenUp);
/// A lifecycle hook gave a member up before it was in service.
void memberGivenUp(World& world, std::uint32_t fleet, std::uint32_t member);
void memberReady(World& world, std::uint32_t fleet, std::uint32_t member);
void memberEnds(World& world, std::uint32_t fleet, std::uint32_t member, std::uint32_t last);
void scheduledSize(World& world, std::uint32_t fleet, std::uint32_t index);
/// Drains a member, which then ends.
void terminateMember(World& world, std::uint32_t fleet, std::uint32_t member);
/// Launches and terminates until a fleet has its desired size.
void reconcileFleet(World& world, std::uint32_t fleet);

void faultBegins(World& world, std::uint32_t fault);
/// A fault is over; `station` is 1 more than the one that is back, of a fleet's, or 0.
void faultEnds(World& world, std::uint32_t fault, std::uint32_t station);
/// Lets a fault strike when it should first, or, of those at random, next.
void awaitFault(World& world, std::uint32_t fault);
void failoverEnds(World& world, std::uint32_t station);
/// Takes a target out of service; it may finish what it holds.
void drainTarget(World& world, std::uint32_t balancer, std::uint32_t station);
/// Forgets a drained target.
void removeTarget(World& world, std::uint32_t balancer, std::uint32_t station);

/// Notes something for the report; beyond 200 of a component, only their number.
void tell(World& world, const std::string& component, std::string what, std::string why);

}  // namespace archivolt::traffic
