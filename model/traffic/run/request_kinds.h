#pragma once

#include <array>
#include <cstdint>
#include <map>

namespace archivolt::traffic {

struct Balancer;
struct Visit;
struct World;

/// What kind of request a balancer's rules make of one: by rule, population and kind.
using RewrittenKinds = std::map<std::array<std::uint32_t, 3>, std::uint16_t>;

/// Tells edges, balancers and APIs once which way each kind of request goes.
void matchKinds(World& world);

/// Returns the kind that a request is of after a rule has rewritten it, by index: one of those that
/// there are, or one more, which nobody asks for by itself.
[[nodiscard]] std::uint16_t kindAfter(World& world, Balancer& balancer, std::uint32_t route,
                                      const Visit& visit);

}  // namespace archivolt::traffic
