#pragma once

#include "model/traffic/run/world.h"

namespace archivolt::traffic {

// What disturbs requests on their way: packets that are lost, edge locations that fail, and targets
// that answer errors.

/// Draws how much later a message between a visit and its caller arrives for what is lost of it.
[[nodiscard]] Time retransmitted(World& world, VisitId caller, VisitId id);
/// Draws how much later a health check of a target is answered.
[[nodiscard]] Time retransmittedCheck(World& world, std::uint32_t balancer, std::uint32_t station);
/// Works out which share of packets is lost where, by the faults that lose some now.
void refreshLosses(World& world);

/// Returns when the answer was given that a client's resolver remembers of its name.
[[nodiscard]] Time nameAnswered(const World& world, const Visit& visit);
/// Who is at a lost edge location leaves when its caller gives up.
void edgeAbandon(World& world, VisitId id);
void edgeLocationFails(World& world, const Fault& fault);
void edgeLocationReturns(World& world, const Fault& fault);

/// Looks for targets with more errors than the others, which get fewer requests from now on.
void anomalyTick(World& world, std::uint32_t balancer);
void startAnomalies(World& world, std::uint32_t balancer);

}  // namespace archivolt::traffic
