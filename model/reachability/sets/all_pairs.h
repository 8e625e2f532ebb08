#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "model/reachability/sets/reachability.h"

namespace archivolt {

/// Interfaces that no filter and no route tells apart: same subnet, groups and kind of client, and
/// addresses that lie on the same side of every block that some rule or route names.
struct InterfaceClass {
    std::vector<InterfaceIndex> members;  ///< Ascending, never empty.
};

/// What makes the round trip from one class to another; both may be the same class.
struct ClassPair {
    std::size_t from = 0;
    std::size_t to = 0;
    Family family = Family::Ipv4;
    const TrafficBounds& traffic;  ///< Valid during the call.
};

/// Returns the classes, by their first member; every interface is in exactly one.
[[nodiscard]] std::vector<InterfaceClass> interfaceClasses(const Reachability& reachability);

/// Calls `visit` for every ordered pair of classes and every family that both have addresses of,
/// by sender, then receiver, by private addresses; a class alone with one member has no pair with
/// itself. Stops early when asked to. Pairs are not held: the memory does not grow with their
/// number. Cost: a walk for each pair of subnets, some set look-ups for each kind of receiver and
/// for each pair whose groups a rule relates, and next to nothing for all other pairs.
void forEachPair(const Reachability& reachability, std::span<const InterfaceClass> classes,
                 const std::stop_token& stop, const std::function<void(const ClassPair&)>& visit);

/// The same for the pairs from one class alone: what it can reach.
void forEachPairFrom(const Reachability& reachability, std::span<const InterfaceClass> classes,
                     std::size_t from, const std::function<void(const ClassPair&)>& visit);

}  // namespace archivolt
