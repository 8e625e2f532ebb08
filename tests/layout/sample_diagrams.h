#pragma once

#include <cstdint>

#include "render/layout/diagram.h"

namespace archivolt::test {

/// Adds boxes and links to a diagram in few words.
class DiagramBuilder {
public:
    DiagramBuilder();
    BoxIndex add(BoxKind kind, BoxIndex parent, std::string title, std::string detail = {},
                 std::string icon = {}, Hue hue = Hue::General);
    Box& operator[](BoxIndex box) { return m_diagram.boxes[box]; }
    void link(BoxIndex from, BoxIndex to, LinkKind kind = LinkKind::Traffic,
              std::string label = {});
    Diagram take() { return std::move(m_diagram); }

private:
    Diagram m_diagram;
};

/// Returns a shop in two zones: balancer, fleet, Multi-AZ database and cache, gateways and shelves.
[[nodiscard]] Diagram threeTierDiagram();

struct RandomSize {
    std::size_t vpcs = 3;
    std::size_t mostNodes = 12;  ///< In one subnet.
    bool placements = false;
};

/// Returns a diagram drawn at random from a seed: any mix of containers, spans, shelves and links.
[[nodiscard]] Diagram randomDiagram(std::uint32_t seed, const RandomSize& size);

}  // namespace archivolt::test
