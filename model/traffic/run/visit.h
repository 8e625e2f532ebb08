#pragma once

#include <cstdint>

#include "model/traffic/engine/pool.h"
#include "model/traffic/engine/time.h"
#include "model/traffic/plant/plant.h"

namespace archivolt::traffic {

/// Why a request failed; the words are in `causeText`.
enum class Cause : std::uint8_t {
    None,
    QueueFull,
    Throttled,
    Refused,  ///< The other side is down and says so.
    NoTargets,
    TargetSilent,  ///< No connection within the balancer's connect time-out.
    IdleTimeout,   ///< No answer within the idle time-out.
    TargetGone,    ///< The target ended with the request open.
    ClientGaveUp,
    CallTimedOut,
    CallFailed,
    OriginTimedOut,
    ErrorCached,
    SurgeQueueFull,
    Unreachable,
    FixedResponse,  ///< A listener's own answer.
    NoRoute,        ///< No rule is for the request.
    Filtered,       ///< A firewall's rate limit.
    WorkCutOff,     ///< It ran longer than it may.
    NoAnswer,       ///< The name has no record for where the client is.
    PlaceRefused,   ///< A distribution serves nobody where the client is.
    Unsigned,       ///< A distribution asks for a signature, which the request has not.
    NoneReady,      ///< Every target has as many requests as it takes.
    OwnError,       ///< The software that was asked failed.
};
inline constexpr Cause kLastCause = Cause::OwnError;
[[nodiscard]] const char* causeText(Cause cause);

/// Where a visit stands.
enum class Stage : std::uint8_t {
    OnTheWay,
    WaitingForSlot,
    WaitingForServer,
    Working,
    Calling,
    Answering,  ///< Its answer is on the way to the caller.
    Stuck,      ///< At something silent.
    Gone,       ///< Left a queue that still holds it.
    Lost,       ///< Its packets never arrive.
};

using VisitId = std::uint32_t;
inline constexpr VisitId kNoVisit = Pool<int>::kNone;

/// A request's stay at one component, called by its stay at another: the call stack of a request.
/// The first is the client's own.
struct Visit {
    Time arrived = 0;
    Time work = 0;  ///< Drawn service time; for clients, when the first attempt was meant.
    Time way = 0;   ///< Network time to the caller and back, each.
    VisitId next = kNoVisit;
    std::uint32_t generation = 0;
    VisitId parent = kNoVisit;
    VisitId child = kNoVisit;
    NodeRef node;
    std::uint32_t object = 0;
    std::uint32_t session = 0;
    std::uint32_t target = 0;  ///< A balancer's choice; of an edge, which of its caches.
    std::uint16_t status = 0;
    Cause cause = Cause::None;
    Stage stage = Stage::OnTheWay;
    std::uint32_t epoch = 0;  ///< How many calls it made: tells its time-outs apart.
    std::uint8_t call = 0;    ///< The next call of a station.
    std::uint8_t attempt = 0;
    std::uint16_t mix = 0;  ///< Its class in its population's mix.
    std::uint16_t population = 0;
    ZoneIndex zone = 0;  ///< Where it comes from.
    CallAction action = CallAction::Read;
    bool missed = false;    ///< The last store that was asked had nothing.
    bool detached = false;  ///< Its caller is gone.
    bool live = false;
    bool inspected = false;  ///< Of a client's: appliances have let it pass.
    bool secondOrigin = false;
    bool relays = false;    ///< Passes its caller's call on, to `onward`.
    bool overlong = false;  ///< Its work is cut off.
    NodeRef onward;
    bool delivery = false;              ///< Hands messages over; it is at no component itself.
    std::uint8_t hops = 0;              ///< Messages that led here, one by one.
    std::uint16_t batch = 1;            ///< Messages that it works on.
    std::uint32_t messages = kNoVisit;  ///< Of a delivery: the first, chained.
    std::uint32_t lane = 0;             ///< Of a delivery.
};

}  // namespace archivolt::traffic
