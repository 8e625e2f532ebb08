#include "model/reachability/sets/flow_path.h"

#include <algorithm>

namespace archivolt {

namespace {

/// Lets everything through and writes down what stands in the way.
class PathRecorder final : public WalkObserver {
public:
    PathRecorder(const NetworkIndex& network, const WalkQuestion& flow)
        : m_network(network), m_flow(flow) {
        m_path.steps.reserve(kUsualSteps);
    }

    [[nodiscard]] bool explains() const override { return false; }

    bool groups(const GroupCheck& check, const WalkState& state) override {
        FlowStep step = at(FlowStep::Kind::Groups, check.direction, state);
        step.interface = partyOf(check.interface, step.other);
        step.remoteInterface = partyOf(check.remoteInterface, step.remoteOther);
        step.remoteUnsure = !check.remoteWhy.empty();
        setRemote(check.remote, step);
        m_path.steps.push_back(step);
        return true;
    }

    bool acl(const AclCheck& check, const WalkState& state) override {
        const SubnetNode& node = m_network.subnets()[check.subnet];
        const bool known = node.acl != kNone;
        FlowStep step =
            at(known ? FlowStep::Kind::Acl : FlowStep::Kind::UnknownAcl, check.direction, state);
        step.acl = node.acl;
        if (known) {
            setRemote(check.direction == RuleDirection::Egress ? state.ends.destination
                                                               : state.ends.source,
                      step);
        }
        m_path.steps.push_back(step);
        return true;
    }

    bool narrow(const WalkStep& /*step*/, const TrafficSet& carried, Disposition /*otherwise*/,
                const WalkState& state) override {
        FlowStep step = at(FlowStep::Kind::Narrow, RuleDirection::Egress, state);
        step.carried = static_cast<std::uint32_t>(m_path.carried.size());
        m_path.carried.push_back(carried);
        m_path.steps.push_back(step);
        return true;
    }

    bool obstacle(const WalkStep& /*step*/, Disposition disposition,
                  const WalkState& state) override {
        const bool known = disposition != Disposition::Unknown;
        m_path.steps.push_back(at(known ? FlowStep::Kind::Stop : FlowStep::Kind::Unknown,
                                  RuleDirection::Egress, state));
        return false;
    }

    bool mayStop(const WalkStep& step, const WalkState& state) override {
        obstacle(step, Disposition::Unknown, state);
        return true;
    }

    void passed(const WalkStep& /*step*/, const WalkState& /*state*/) override {}
    void note(std::string /*text*/) override {}
    void consulted(TableIndex table) override {
        const auto at = std::ranges::lower_bound(m_path.tables, table);
        if (at == m_path.tables.end() || *at != table) m_path.tables.insert(at, table);
    }

    bool arrived(const WalkState& state) override {
        m_path.steps.push_back(at(FlowStep::Kind::Arrival, RuleDirection::Ingress, state));
        return true;
    }

    void beginOtherWay() { m_path.steps.emplace_back().kind = FlowStep::Kind::OtherWay; }

    FlowPath take() {
        m_path.steps.shrink_to_fit();  // There is one path for each pair of route classes.
        return std::move(m_path);
    }

private:
    static constexpr std::size_t kUsualSteps = 12;

    static FlowStep at(FlowStep::Kind kind, RuleDirection direction, const WalkState& state) {
        FlowStep step;
        step.kind = kind;
        step.reply = state.reply;
        step.depth = static_cast<std::uint8_t>(state.depth);
        step.direction = direction;
        return step;
    }

    FlowParty partyOf(InterfaceIndex interface, InterfaceIndex& other) {
        if (interface == kNone) return FlowParty::Nobody;
        if (interface == m_flow.from.interface) return FlowParty::Sender;
        if (interface == m_flow.to.interface) return FlowParty::Receiver;
        other = interface;
        m_path.hasMiddlebox = true;
        return FlowParty::Other;
    }

    void setRemote(const IpAddress& address, FlowStep& step) {
        if (address == m_flow.ends.source) {
            step.remote = FlowParty::Sender;
        } else if (address == m_flow.ends.destination) {
            step.remote = FlowParty::Receiver;
        } else {
            step.remote = FlowParty::Other;
            step.address = address;
            m_path.isShared = m_path.isShared && isOfNat(address);
        }
    }

    bool isOfNat(const IpAddress& address) const {
        return std::ranges::any_of(m_network.nats(), [&](const NatNode& nat) {
            return nat.privateAddress == address || nat.publicAddress == address;
        });
    }

    const NetworkIndex& m_network;
    const WalkQuestion& m_flow;
    FlowPath m_path;
};

}  // namespace

FlowPath recordPath(const NetworkIndex& network, const WalkQuestion& flow) {
    PathRecorder recorder(network, flow);
    Walk walk(network, recorder);
    WalkQuestion way = flow;
    std::size_t ways = 1;
    for (std::size_t i = 0; i < ways; ++i) {
        if (i > 0) recorder.beginOtherWay();
        way.transitWay = static_cast<std::uint16_t>(i);
        walk.run(way);
        ways = std::max(ways, walk.transitWays());
    }
    return recorder.take();
}

}  // namespace archivolt
