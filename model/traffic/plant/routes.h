#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/pattern.h"

namespace archivolt::traffic {

struct RequestClass;

/// Which requests a rule is for: one of its hosts, one of its paths and one of its methods; an
/// empty list asks for nothing. Hosts and paths may hold `*` and `?`, or be found by expressions
/// (T20).
struct RouteMatch {
    std::vector<std::string> hosts;
    std::vector<std::string> paths;
    std::vector<std::string> methods;
    std::vector<Pattern> hostPatterns = {};
    std::vector<Pattern> pathPatterns = {};

    [[nodiscard]] bool isAny() const {
        return hosts.empty() && paths.empty() && methods.empty() && hostPatterns.empty() &&
               pathPatterns.empty();
    }
    friend bool operator==(const RouteMatch&, const RouteMatch&) = default;
};

/// Returns the path of a kind's URL, without its query.
[[nodiscard]] std::string_view pathOf(const RequestClass& requests);
/// Says whether a pattern with `*` (any text) and `?` (any character) matches all of a text.
[[nodiscard]] bool matchesPattern(std::string_view pattern, std::string_view text);
/// Says whether requests of a kind are those that a rule is for. Of its URL the path counts alone,
/// without a query.
[[nodiscard]] bool isFor(const RouteMatch& match, const RequestClass& requests);

/// A target group, here a balancer of its own, with its share of a rule's requests.
struct RouteForward {
    std::uint32_t balancer = 0;
    double weight = 1;
    bool checked = false;  ///< Left out while it has nothing healthy and another has.
};

/// What a rule makes of a request before it goes on to a target: the first part of its host, or of
/// its path and query, that the expression matches is replaced. A request of which it matches
/// nothing goes on as it came.
///
/// Source: Application Load Balancer guide, transforms for listener rules (T20).
struct RouteRewrite {
    enum class What : std::uint8_t {
        Host,
        Url
    };
    What what = What::Url;
    Pattern pattern;
    std::string by;
};
/// Returns what a rule's rewrites make of a kind of request; which of them comes first does not
/// matter, since each changes another part of it.
[[nodiscard]] RequestClass rewritten(const RequestClass& requests,
                                     const std::vector<RouteRewrite>& rewrites);

/// A rule of a listener: to target groups by weight, or an answer of its own.
struct BalancerRoute {
    std::string name;
    RouteMatch match;
    std::vector<RouteForward> forwards;
    std::uint16_t status = 0;  ///< Of a redirect or a fixed response; 0: it forwards.
    bool sticky = false;       ///< A session keeps its target group.
    std::vector<RouteRewrite> rewrites = {};
    std::optional<std::int32_t> priority = 0;  ///< 0: the default action; nothing: not known.
};

/// A route of a station, such as an API's: the calls that name it are made for its requests alone.
struct StationRoute {
    std::string name;
    RouteMatch match;
};

}  // namespace archivolt::traffic
