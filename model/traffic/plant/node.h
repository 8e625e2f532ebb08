#pragma once

#include <cstdint>

namespace archivolt::traffic {

/// What kind of component a node is.
enum class NodeKind : std::uint8_t {
    Clients,
    Edge,      ///< A cache in front of an origin, as CloudFront is.
    Balancer,  ///< Passes each request to one of its targets.
    Station,   ///< Does work: an instance, a database, a cache node, a function, a service.
};

/// Names a node of a plant: its kind, and its index among those of its kind.
struct NodeRef {
    NodeKind kind = NodeKind::Station;
    std::uint32_t index = 0;
    friend bool operator==(NodeRef, NodeRef) = default;
};

}  // namespace archivolt::traffic
