#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/modes/reach/reach_answers.h"
#include "app/session/flow_records.h"
#include "render/scene/build_scene.h"

namespace archivolt {

/// What a flow log says of a path or a rule, the gravest first.
enum class FlowRowKind : std::uint8_t {
    Contradicted,  ///< The rules say otherwise.
    Unknown,
    Rejected,
    Used,
    UnusedRule
};

/// One flow that was seen, or one rule that nothing used.
struct FlowRow {
    FlowRowKind kind = FlowRowKind::Used;
    std::string who;      ///< `Internet → WebAlb`; of a rule, whose it is.
    std::string traffic;  ///< `tcp 443`, with `, the answer`.
    std::string rule;     ///< What decides: `DbGroup, rule 2`.
    std::string count;    ///< `1,204 packets`.
    std::string why;      ///< One sentence: why it contradicts, or can't be told.
    std::string from;     ///< Asks for the trace; empty where an end has no name.
    std::string to;
    IpProtocol protocol = kProtocolTcp;
    Port port = 0;
    ResourceId opens;           ///< Of the rule that decides.
    std::vector<BoxIndex> way;  ///< From end to end, as far as they are drawn.
    BoxIndex at = kNoBox;       ///< Where it was seen.
};

/// A flow log laid over a design.
struct FlowView {
    std::string sentence;
    std::vector<std::string> notes;  ///< What could not be judged, and why.
    std::vector<FlowRow> rows;       ///< By kind, then by most packets.
    std::map<SeenRule, std::uint64_t> packets;
    std::set<SeenRule> unused;
};

/// Holds records against a design's rules and says what came of it.
///
/// Cost: linear in the records.
[[nodiscard]] FlowView flowViewOf(const ReachScene& scene, const FlowRecords& records);

/// Marks the paths that were seen: used ones green, rejected ones stopped where they were seen,
/// contradictions amber; of one row alone where it is given.
void addFlows(Overlay& overlay, const FlowView& view, const Diagram& diagram,
              const FlowRow* alone = nullptr);

/// Returns a whole number with its thousands set apart: `1,204`.
[[nodiscard]] std::string groupedNumber(std::uint64_t number);

}  // namespace archivolt
