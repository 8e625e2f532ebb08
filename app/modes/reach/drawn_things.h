#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/design/design.h"
#include "model/reachability/index/endpoint.h"
#include "model/reachability/walk/trace.h"
#include "render/layout/diagram.h"

namespace archivolt {

/// The key of the internet's box.
inline constexpr const char* kInternetBox = "internet";

/// Where the things of a network stand in a drawing: what joins the engine's words with boxes.
///
/// Both must outlive it, and be of the same design. Building it is linear in the drawing.
class DrawnThings {
public:
    DrawnThings(const Diagram& diagram, const NetworkIndex& network);

    /// Returns the box that shows a thing, a part of it included; kNoBox where none does.
    [[nodiscard]] BoxIndex of(ThingId thing) const;
    /// Returns the box of the thing that an interface belongs to, in the interface's own subnet
    /// where there are several; kNoBox where none shows it.
    [[nodiscard]] BoxIndex ofInterface(InterfaceIndex interface) const;
    /// Returns the boxes of an end of a question, ascending, each once.
    [[nodiscard]] std::vector<BoxIndex> ofEnd(const Endpoint& end) const;
    /// Returns the box that something which looked at a packet rules or is: the subnet of an ACL or
    /// a route, the node of a group, the gateway itself; kNoBox where none shows it.
    [[nodiscard]] BoxIndex ofHop(const Hop& hop) const;
    /// Returns the nodes that packets meet, in order, without repeats.
    [[nodiscard]] std::vector<BoxIndex> way(const std::vector<Hop>& hops) const;
    /// Returns the box of the internet, or kNoBox.
    [[nodiscard]] BoxIndex internet() const { return m_internet; }

private:
    [[nodiscard]] BoxIndex ruledSubnet(const Hop& hop) const;
    [[nodiscard]] BoxIndex wearer(const Hop& hop) const;

    const Diagram& m_diagram;
    const NetworkIndex& m_network;
    std::map<ThingId, std::vector<BoxIndex>> m_things;        ///< A standby's is its whole's.
    std::map<ResourceId, std::vector<BoxIndex>> m_resources;  ///< Its own boxes, in order.
    std::map<ResourceId, BoxIndex> m_attributes;
    BoxIndex m_internet = kNoBox;
};

/// Returns the text by which a question names what a box is, as `findEndpoint` takes it; empty for
/// what is no resource and not the internet.
[[nodiscard]] std::string endText(const Design& design, const Diagram& diagram, BoxIndex box);

/// Returns the text by which a question names a thing: its logical id, `stack/id` where several
/// stacks have one of this name.
[[nodiscard]] std::string endText(const Design& design, ResourceId resource);

}  // namespace archivolt
