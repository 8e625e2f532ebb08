#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/traffic/engine/time.h"
#include "model/traffic/plant/node.h"
#include "model/traffic/run/visit.h"

namespace archivolt::traffic {

struct World;
enum class Step : std::uint8_t;

/// What a request does at one place of its way.
enum class Doing : std::uint8_t {
    Waits,       ///< For a slot or a server.
    Works,       ///< A server works on it.
    Held,        ///< At what passes it on, or waits for another's fetch.
    OnTheWay,    ///< Between the place and what it asks, there or back.
    BacksOff,    ///< Before it is tried again.
    Unanswered,  ///< At what is silent, until its caller gives up.
};
inline constexpr std::size_t kDoings = 6;

/// A stretch of a request's time.
struct WayPart {
    NodeRef node;
    Doing doing = Doing::Held;
    Time time = 0;
};

/// Books the time of every request by where it goes: at each moment a request is in one place, so
/// that its parts add up to what it took, to the nanosecond.
class Ways {
public:
    /// Takes a step of a visit, whose world is as it is at that moment.
    void see(const World& world, Step step, VisitId id);
    /// Returns the parts of the request whose end was seen last; a place may be there several
    /// times.
    [[nodiscard]] const std::vector<WayPart>& last() const { return m_last; }

private:
    struct Booked {
        VisitId root = kNoVisit;  ///< The client's visit that it is for; kNoVisit: not followed.
        Time since = 0;           ///< Its time is booked up to here.
    };

    [[nodiscard]] bool follows(VisitId id) const {
        return id < m_visits.size() && m_visits[id].root != kNoVisit;
    }
    void book(VisitId id, NodeRef node, Doing doing, Time until);
    void come(const World& world, VisitId id);
    void answered(const World& world, VisitId id);
    void givenUp(const World& world, VisitId id);

    std::vector<Booked> m_visits;
    std::vector<std::vector<WayPart>> m_parts;  ///< By the client's visit.
    std::vector<WayPart> m_last;
};

/// Where the time went of requests that took about as long, in cells of an eighth of an octave.
struct WayCell {
    std::uint32_t cell = 0;
    std::uint64_t requests = 0;
    std::uint64_t took = 0;                      ///< Nanoseconds, of all; what the parts add up to.
    std::map<std::string, std::uint64_t> parts;  ///< By words such as `waiting at OrdersDb`.
    friend bool operator==(const WayCell&, const WayCell&) = default;

    [[nodiscard]] static std::uint32_t of(Time took);
    /// Returns the least duration of a cell.
    [[nodiscard]] static Time beginOf(std::uint32_t cell);
};

/// Adds up the ways of requests that were answered, by how long they took. Memory grows with the
/// number of places and the logarithm of the longest time.
class WaySums {
public:
    void see(const World& world, Step step, VisitId id);
    /// Returns the cells that hold requests, in order; members of fleets stand under their fleet.
    [[nodiscard]] std::vector<WayCell> cells(const World& world) const;

private:
    struct Sum {
        std::uint64_t requests = 0;
        std::uint64_t took = 0;
        std::vector<Time> parts;  ///< By `keyOf`.
    };
    [[nodiscard]] static std::size_t keyOf(const WayPart& part);

    Ways m_ways;
    std::vector<Sum> m_sums;  ///< By cell.
};

/// Adds another replication's cells; the order of merging never shows.
void mergeWays(std::vector<WayCell>& cells, const std::vector<WayCell>& others);
/// Returns the words for a part, with the name of its place.
[[nodiscard]] std::string wayWords(Doing doing, const std::string& place);
/// Returns the name of a component.
[[nodiscard]] const std::string& placeName(const World& world, NodeRef node);

}  // namespace archivolt::traffic
