#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/modes/reach/drawn_things.h"
#include "app/modes/reach/reach_words.h"
#include "model/build/resolve.h"
#include "model/reachability/questions/end_name.h"
#include "model/reachability/questions/matrix.h"
#include "model/reachability/sets/pair_table.h"
#include "model/repair/repair.h"

namespace archivolt {

/// A question as it stands in the window: ends are texts as `findEndpoint` takes them, an empty one
/// is open.
struct ReachAsk {
    std::string from;
    std::string to;
    std::optional<IpProtocol> protocol;
    PortSet ports = PortSet::all();
    std::optional<Family> family;
    friend bool operator==(const ReachAsk&, const ReachAsk&) = default;
};

/// A design, its network and its drawing, all of one moment; safe to hand to another thread.
struct ReachScene {
    std::shared_ptr<const Design> design;
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const Reachability> reachability;
    std::shared_ptr<const Diagram> diagram;
    std::shared_ptr<const PairTable> pairs = nullptr;  ///< Spares work where it is at hand.
};

/// One other end, or several that nothing tells apart.
struct ReachRow {
    std::string name;     ///< `WebAlb`; `WebFleet.1 and WebFleet.2`.
    std::string end;      ///< Names the first of them in a question.
    std::string traffic;  ///< What passes, for people.
    std::string why;      ///< Why not, or why it can't be told; brief.
    bool isSure = true;   ///< False: it may pass, and can't be told.
    bool isPart = false;  ///< It passes for some senders, receivers or client ports alone.
    std::vector<BoxIndex> boxes;
    std::vector<BoxIndex> way;  ///< The nodes from sender to receiver.
    friend bool operator==(const ReachRow&, const ReachRow&) = default;
};

/// What one end reaches, or what reaches it, and what not.
struct ReachList {
    std::string sentence;
    std::vector<BoxIndex> boxes;  ///< Of the end that was asked about.
    std::vector<ReachRow> passes;
    std::vector<ReachRow> untold;  ///< Of these it can't be told; of what may pass, with traffic.
    std::vector<ReachRow> stopped;
    std::vector<std::string> notes;  ///< Why there may be more.
};

/// One step of a trace.
struct TraceStep {
    bool onReply = false;
    std::string thing;
    std::string step;
    std::string rule;
    std::string packet;  ///< Where it differs from the step before.
    std::string why;
    HopResult result = HopResult::Passed;
    bool decides = false;
    ResourceId opens;  ///< The resource whose rule it is; none for what has none.
    Hop hop;
};

/// Something that stops a flow.
struct TraceBlocker {
    BlockerWords words;
    bool onReply = false;
    ResourceId opens;
    BoxIndex box = kNoBox;
};

/// The answer to a question of two ends, ready to be shown.
struct TraceView {
    ReachQuestion question;
    ReachAnswer answer;
    std::string asked;     ///< `Internet → WebAlb · tcp 443`.
    std::string sentence;  ///< The cause, plainly.
    std::vector<TraceStep> steps;
    std::vector<TraceBlocker> blockers;
    std::vector<std::string> passes;
    std::vector<std::string> standIns;  ///< What addresses of the trace stand for others.
    std::vector<BoxIndex> from;
    std::vector<BoxIndex> to;
    std::vector<BoxIndex> way;    ///< Nodes that the traced packet meets; from end to end.
    std::vector<BoxIndex> reply;  ///< Those of its answer.
};

/// Lists what the one end of `ask` that is given reaches, or is reached by; fails where the end
/// names nothing, or both are open.
///
/// Cost: a cell of the matrix for each other end, and an explained answer for each of at most
/// `kMostExplained` that nothing reaches.
[[nodiscard]] Result<ReachList> listReach(const ReachScene& scene, const ReachAsk& ask);
inline constexpr std::size_t kMostExplained = 48;
/// So many things that stand in no network are named; the rest are counted.
inline constexpr std::size_t kMostOutside = 5;

/// Answers a question whose ends are both given; fails where one names nothing.
[[nodiscard]] Result<TraceView> traceReach(const ReachScene& scene, const ReachAsk& ask);

/// Returns the nodes from end to end that the packet of an answer meets, as far as they are drawn.
[[nodiscard]] std::vector<BoxIndex> wayOf(const DrawnThings& drawn, const ReachQuestion& question,
                                          const ReachAnswer& answer);

/// Returns how a question names the thing of an end that stands for it; empty where none has a
/// name.
[[nodiscard]] std::string endOf(const NetworkIndex& network, const Endpoint& end);

/// Returns an end's names as people say them: the things that its interfaces belong to, of an
/// observed stack by their tag `Name` where they have one.
[[nodiscard]] std::vector<std::string> namesOf(const ReachScene& scene, const Endpoint& end);

}  // namespace archivolt
