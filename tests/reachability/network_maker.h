#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/architecture/tables.h"

namespace archivolt::test {

/// Makes things of an architecture one by one, with ids that count up from `first`.
class NetworkMaker {
public:
    explicit NetworkMaker(std::uint32_t first = 0) : m_next(first) {}

    template <class T>
    T thing(std::string name) {
        T made;
        made.id = ThingId::of(StackId{1}, ResourceId{++m_next});
        made.name = std::move(name);
        made.stack = "made";
        made.origin = {StackId{1}, ResourceId{m_next}, {}};
        return made;
    }
    /// Puts a thing into its table, in place of the one of its id. Compiled once, in the .cpp file
    /// that lists every kind.
    template <class T>
    static ThingId put(Table<T>& table, T made);

private:
    std::uint32_t m_next;
};

/// Returns a block, or an address, of its text, which must be one.
[[nodiscard]] inline Cidr blockOf(const std::string& text) { return Cidr::parse(text).value(); }
[[nodiscard]] inline IpAddress addressOf(const std::string& text) {
    return IpAddress::parse(text).value();
}

[[nodiscard]] inline Route routeTo(const std::string& destination, RouteTargetKind kind,
                                   ThingId target) {
    Route route;
    route.destination = blockOf(destination);
    route.targetKind = kind;
    route.target = target;
    route.name = destination;
    return route;
}

[[nodiscard]] inline RuleMatch matchOf(ProtocolNumber protocol, std::int32_t from,
                                       std::int32_t to) {
    RuleMatch match;
    match.protocol = protocol;
    match.fromPort = from;
    match.toPort = to;
    return match;
}

}  // namespace archivolt::test
