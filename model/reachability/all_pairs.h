#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "model/reachability/reach.h"

namespace archivolt {

/// Interfaces that no filter and no route tells apart: same subnet, groups and kind of client, and
/// addresses that lie on the same side of every block that some rule or route names.
struct InterfaceClass {
    std::vector<NodeIndex> members;  ///< Ascending, never empty.
};

/// What makes the round trip from one class to another; both may be the same class.
struct ClassPair {
    std::size_t from = 0;
    std::size_t to = 0;
    Family family = Family::Ipv4;
    TrafficBounds traffic;
};

/// Returns the classes, by their first member; every interface is in exactly one.
[[nodiscard]] std::vector<InterfaceClass> interfaceClasses(const Reachability& reachability);

/// Calls `visit` for every ordered pair of classes and every family that both have addresses of,
/// by sender, then receiver, by private addresses; a class alone with one member has no pair with
/// itself. Stops early when asked to. Cost: one walk for each pair of classes.
void forEachPair(const Reachability& reachability, const std::vector<InterfaceClass>& classes,
                 const std::stop_token& stop, const std::function<void(const ClassPair&)>& visit);

}  // namespace archivolt
