#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/modes/reach/flow_view.h"

namespace archivolt {

/// One rule of a security group, entry of an ACL, or route of a table.
struct RuleLine {
    std::string heading;  ///< Not empty: begins a part, such as `In`.
    std::string order;    ///< An ACL's rule number; `*` for the last resort.
    std::string what;     ///< `tcp 443`, or a destination.
    std::string peer;     ///< From or to whom; where a route leads.
    std::string effect;   ///< `allow`, `deny`; empty for routes.
    std::string name;
    ResourceId opens;
    Origin origin;            ///< Where it stands.
    bool decides = false;     ///< The traced packet, or its answer, is decided here.
    bool passedOver = false;  ///< It came by here on its way down.
    std::string seen;         ///< What a flow log says of it; empty where it says nothing.
    bool isUnused = false;    ///< No record of the log used it.
    friend bool operator==(const RuleLine&, const RuleLine&) = default;
};

/// What rules things without standing among them, opened up.
struct RuleBook {
    std::string title;  ///< `WebGroup`.
    std::string kind;   ///< `Security group`.
    std::string about;  ///< Who carries it, which subnets have it, who refers to it.
    std::vector<RuleLine> lines;
    std::vector<BoxIndex> boxes;  ///< That it rules.
    std::vector<BoxIndex> peers;  ///< Of a group: what it lets in, as far as it is named.
};

/// Marks what a book rules, and the ways in that a group's rules give to what they name.
void addBook(Overlay& overlay, const RuleBook& book, const Diagram& diagram);

/// Returns what a resource says of packets: its own rules, those of the groups that it carries, of
/// the ACL and the table of a subnet; nothing for what says nothing.
///
/// An entry, a rule, a route or an association stands for what it belongs to. With a trace, the
/// lines that decided are marked, and those of an ACL that the packet came by; with a flow log, how
/// much went by each.
[[nodiscard]] std::vector<RuleBook> ruleBooksOf(const ReachScene& scene, ResourceId resource,
                                                const TraceView* trace = nullptr,
                                                const FlowView* flows = nullptr);

}  // namespace archivolt
