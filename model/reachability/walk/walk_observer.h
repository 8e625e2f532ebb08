#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/reachability/index/network_index.h"
#include "model/reachability/walk/trace.h"

namespace archivolt {

/// Where a flow stands while it walks, as filters and observers see it.
struct WalkState {
    AddressPair ends;       ///< The addresses in the header here.
    bool reply = false;     ///< On the way back.
    bool toPublic = false;  ///< The request was sent to an interface's public IPv4 address.
    std::size_t depth = 0;  ///< How many port translations lie between here and the client.
};

/// A place on the way that is no filter: what it is, and what it did.
struct WalkStep {
    HopKind kind = HopKind::Interface;
    ThingId thing;
    std::string_view resource;
    const char* step = "";
    std::string_view rule;
    const Origin* origin = nullptr;
    std::string why;
};

/// Returns a step as a hop of a trace; the packet and the result are the caller's.
[[nodiscard]] inline Hop hopOf(const WalkStep& step) {
    Hop hop;
    hop.thing = step.thing;
    hop.resource = step.resource;
    hop.kind = step.kind;
    hop.step = step.step;
    hop.rule = step.rule;
    if (step.origin != nullptr) hop.origin = *step.origin;
    hop.why = step.why;
    return hop;
}

/// The security groups of an interface are asked about a flow.
struct GroupCheck {
    InterfaceIndex interface = kNone;
    RuleDirection direction = RuleDirection::Ingress;
    IpAddress remote;
    /// The interface at the other end where rules that name groups may match it (N21-N25).
    InterfaceIndex remoteInterface = kNone;
    /// Not empty: why it can't be told whether rules that name its groups match it.
    std::string_view remoteWhy;
};

/// The network ACL of a subnet is asked about a flow that crosses the subnet's border.
struct AclCheck {
    SubnetIndex subnet = kNone;
    RuleDirection direction = RuleDirection::Ingress;
};

/// What a walk meets is told to an observer, which decides whether to walk on.
///
/// The walk depends on addresses alone; the observer knows protocols and ports, as one packet or as
/// sets, and judges the filters.
class WalkObserver {
public:
    WalkObserver() = default;
    WalkObserver(const WalkObserver&) = delete;
    WalkObserver& operator=(const WalkObserver&) = delete;
    virtual ~WalkObserver() = default;

    /// Says whether it looks at steps; if not, `passed` is never called, and obstacles come with an
    /// empty step but where something is not known.
    [[nodiscard]] virtual bool explains() const { return true; }
    virtual bool groups(const GroupCheck& check, const WalkState& state) = 0;
    virtual bool acl(const AclCheck& check, const WalkState& state) = 0;
    /// A gateway carries these packets only; the others end with `otherwise`.
    virtual bool narrow(const WalkStep& step, const TrafficSet& carried, Disposition otherwise,
                        const WalkState& state) = 0;
    /// Nothing passes here. True: walk on as if it did, to find what else is in the way.
    virtual bool obstacle(const WalkStep& step, Disposition disposition,
                          const WalkState& state) = 0;
    /// Something passes here just as it comes, or nothing does: which, is not known. True: walk on,
    /// since what surely stops it further on does so in either case.
    virtual bool mayStop(const WalkStep& step, const WalkState& state) {
        return obstacle(step, Disposition::Unknown, state);
    }
    virtual void passed(const WalkStep& step, const WalkState& state) = 0;
    virtual void note(std::string text) = 0;
    /// A route table was looked into, whatever it said.
    virtual void consulted(TableIndex /*table*/) {}
    /// The flow has arrived. True: walk the answer's way back.
    virtual bool arrived(const WalkState& state) = 0;
};

}  // namespace archivolt
