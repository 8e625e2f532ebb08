#include "model/reachability/questions/reach.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "model/reachability/index/given_addresses.h"
#include "model/reachability/index/unmodelled.h"
#include "model/reachability/questions/accelerated.h"
#include "model/reachability/questions/balancer_legs.h"
#include "model/reachability/questions/balancer_trace.h"
#include "model/reachability/questions/candidates.h"
#include "model/reachability/questions/name_questions.h"
#include "model/reachability/questions/private_link.h"
#include "model/reachability/questions/traced_ports.h"
#include "model/reachability/questions/unseen_sender.h"
#include "model/reachability/questions/vpc_origin.h"
#include "model/reachability/questions/ways_of_names.h"
#include "model/reachability/sets/client_ports.h"

namespace archivolt {

namespace {

/// How many blocked candidates are traced for their blockers; the others are counted in a note.
constexpr std::size_t kMaxTraced = 32;
/// How many of a balancer's targets are traced for their blockers, for each of its nodes.
constexpr std::size_t kMaxLegs = 8;
/// The port of traced packets where every port was asked for.
constexpr Port kUsualPort = 443;

/// A candidate with what of the question passes.
struct CandidateAnswer {
    Candidate candidate;
    PortSet clientPorts;
    TrafficSet asked;
    TrafficBetween between;
    TrafficBounds passes;  ///< Of what was asked.
    TrafficSet listened = TrafficSet::all();
    TrafficSet targeted;    ///< What this node of a balancer has targets for.
    TrafficSet idle;        ///< What this node of a balancer has no targets for in its zone.
    bool complete = false;  ///< All that was asked passes, for every client port and target.
};

class Asker {
public:
    Asker(const Reachability& reachability, const ReachQuestion& question)
        : m_reachability(reachability),
          m_network(reachability.network()),
          m_filters(reachability.filters()),
          m_wanted(question),
          m_question(originQuestion(m_network, question)) {}

    ReachAnswer answer() {
        if (!m_wanted.to.via.empty()) {
            if (auto known = answerOfNames()) return *std::move(known);
        }
        if (auto known = answerOfVpcOrigin()) return *std::move(known);
        if (auto known = answerOfStrangers()) return *std::move(known);
        for (const Endpoint* end : {&m_question.from, &m_question.to}) {
            if (!end->why.empty())
                m_unknowns.push_back(fmt::format("`{}`: {}", end->name, end->why));
            addUnknownAddresses(*end);
        }
        addUnseenSender();
        if (m_question.to.publicName && !m_question.from.interfaces.empty()) {
            addNote(
                fmt::format("`{0}` is internet-facing: its name gives public addresses inside "
                            "its VPC too, and they are reached through a gateway",
                            m_question.to.name));
        }
        for (const Candidate& candidate : candidatesOf(m_network, m_question)) {
            std::size_t ways = 0;
            forEachTransitWay(m_network, m_filters, candidate.flow,
                              [&](const WalkQuestion& flow, TrafficBetween& between) {
                                  Candidate way = candidate;
                                  way.flow = flow;
                                  ask(std::move(way), std::move(between));
                                  ++ways;
                              });
            if (ways > 1) {
                addNote(fmt::format(
                    "transit gateways pick any of several zones or equal paths: each of "
                    "{} ways is asked",
                    ways));
            }
        }
        if (m_asked.empty()) return withoutCandidates();
        leaveOutUnasked();
        leaveOutIdleNodes();
        decide();
        collectPasses();
        joinDestinations();
        explain();
        heedOtherWays();
        heedGivenAddresses();
        noteFunctions();
        addNames();
        for (const Endpoint* end : {&m_wanted.from, &m_wanted.to}) {
            for (const std::string& note : end->notes) addNote(note);
        }
        addReasons();
        return std::move(m_answer);
    }

private:
    /// Adds why it can't be told: before what was assumed, which is no reason for it.
    void addReasons() {
        std::vector<std::string> assumed;
        if (m_answer.verdict == Verdict::Unknown) assumed = std::exchange(m_answer.notes, {});
        for (const std::string& reason : m_unknowns) addNote(reason);
        for (const std::string& note : assumed) addNote(note);
    }

    /// Answers what names alone decide: a private zone that the sender can't ask, a port that
    /// CloudFront does not hear, a way to CloudFront that is not there.
    std::optional<ReachAnswer> answerOfNames() {
        ReachAnswer known;
        const auto blocked = [&](Hop hop, Disposition disposition) {
            known.verdict = Verdict::Blocked;
            known.disposition = disposition;
            known.decidedBy = hop;
            known.blockers = {{disposition, false, hop}};
            known.forward = {std::move(hop)};
            return known;
        };
        if (auto hop = unansweredName(m_network, m_wanted)) {
            return blocked(*std::move(hop), Disposition::NoSuchHost);
        }
        if (!asksDistribution(m_wanted) || m_wanted.to.interfaces.empty()) return std::nullopt;
        if (m_question.ports.empty()) {
            std::vector<Hop> hops = nameHops(m_wanted);
            Hop& hop = *std::ranges::find(hops, HopKind::Distribution, &Hop::kind);
            hop.result = HopResult::Denied;
            hop.why = "CloudFront answers on ports 80 and 443 only";
            return blocked(std::move(hop), Disposition::DeniedIn);
        }
        const bool isInVpc = asksVpcOrigin(*distributionOf(m_wanted));
        if (m_wanted.from.interfaces.empty()) {
            if (!isInVpc) return std::nullopt;
            return reachVpcOrigin(m_reachability, m_wanted, m_question);
        }
        ReachQuestion edge = m_wanted;
        edge.to = {};
        edge.to.name = "internet";
        edge.to.outside = m_network.internet();
        known = Asker(m_reachability, edge).answer();
        if (known.verdict != Verdict::Reachable) return known;
        if (isInVpc) return reachVpcOrigin(m_reachability, m_wanted, m_question);
        return std::nullopt;
    }

    /// Answers for two ends of which neither is here.
    [[nodiscard]] std::optional<ReachAnswer> answerOfStrangers() const {
        const Endpoint& to = m_wanted.to;
        const bool isInternet = to.interfaces.empty() && !to.outside.empty() && !onlyAddress(to);
        if (!isInternet || m_wanted.from.outside.empty()) return std::nullopt;
        ReachAnswer known;
        known.verdict = Verdict::Unknown;
        known.disposition = Disposition::Unknown;
        known.notes = {
            fmt::format("neither `{}` nor `{}` is in this design, which tells nothing "
                        "of what passes between them",
                        m_wanted.from.name, to.name)};
        return known;
    }

    /// Returns the address outside that an end is, where it is just one.
    static std::optional<IpAddress> onlyAddress(const Endpoint& end) {
        const auto& ranges = end.outside.ranges();
        if (!end.interfaces.empty() || ranges.size() != 1) return std::nullopt;
        if (ranges.front().first != ranges.front().last) return std::nullopt;
        return ranges.front().first;
    }

    /// Answers for a balancer that a distribution asks as a VPC origin: the internet reaches it
    /// through that, on the ports that CloudFront asks it on.
    std::optional<ReachAnswer> answerOfVpcOrigin() const {
        const Endpoint& to = m_wanted.to;
        if (to.balancer == nullptr || !to.via.empty() || m_wanted.from.outside.empty()) return {};
        const Distribution* asker = vpcOriginAskerOf(m_network.architecture(), to.balancer->id);
        if (asker == nullptr) return std::nullopt;
        auto end = findEndpoint(m_network, asker->stack + '/' + asker->name);
        if (!end || end->via.empty()) return std::nullopt;
        ReachQuestion through = m_wanted;
        through.to = *std::move(end);
        through.protocol = kProtocolTcp;
        PortSet viewers;
        PortSet asked;
        for (const Port viewer : {Port{80}, Port{443}}) {
            through.ports = PortSet({viewer, viewer});
            const PortSet own = originQuestion(m_network, through).ports & m_wanted.ports;
            if (!own.empty()) viewers |= through.ports;
            asked |= own;
        }
        through.ports = viewers;
        const bool asksTcp = m_wanted.protocol.value_or(kProtocolTcp) == kProtocolTcp;
        if (asked.empty() || !asksTcp) return std::nullopt;
        ReachAnswer answer = reach(m_reachability, through);
        if (answer.verdict == Verdict::Reachable && !asked.containsAll(m_wanted.ports)) {
            answer.verdict = Verdict::Partial;
        }
        // Why it can't be told comes first.
        const bool isUntold = answer.verdict == Verdict::Unknown;
        answer.notes.insert(isUntold ? answer.notes.end() : answer.notes.begin(),
                            fmt::format("`{}` asks `{}` as a VPC origin; nothing else of the "
                                        "internet is answered for",
                                        asker->name, to.balancer->name));
        return answer;
    }

    /// Puts the names before the hops, and says what of CloudFront's own is not known.
    void addNames() {
        std::vector<Hop> hops = nameHops(m_wanted);
        for (Hop& hop : hops) {
            if (m_answer.traced) hop.packet = m_answer.traced->packet;
        }
        m_answer.forward.insert(m_answer.forward.begin(), hops.begin(), hops.end());
        if (!asksDistribution(m_wanted) || m_wanted.to.interfaces.empty()) return;
        addNote(
            fmt::format("`{}` asks its origin from addresses of CloudFront, some of the "
                        "internet's",
                        m_question.from.name));
        if (m_answer.verdict != Verdict::Partial) return;
        m_answer.verdict = Verdict::Unknown;
        m_unknowns.push_back("which addresses CloudFront asks from");
    }

    /// An interface whose address is not known can't be asked about; that is said.
    void addUnknownAddresses(const Endpoint& end) {
        for (const InterfaceIndex index : end.interfaces) {
            const NetworkInterface& own = *m_network.interfaces()[index].interface;
            if (m_network.interfaces()[index].addresses.empty() && !own.addresses.empty()) {
                m_isEndUnseen = true;
            }
            for (const Known<IpAddress>& address : own.addresses) {
                if (address.isKnown()) continue;
                m_unknowns.push_back(
                    fmt::format("the address of `{}`: {}", own.name, address.why()));
            }
        }
    }

    /// An address that nobody here has may be of a network that is connected elsewhere.
    void addUnseenSender() {
        const Endpoint& from = m_question.from;
        if (!from.address || !from.interfaces.empty()) return;
        for (const VpcIndex vpc : m_network.vpcs().indices()) {
            const SubnetIndex index = m_network.subnetHolding(vpc, *from.address);
            if (index == kNone) continue;
            const Doubt why = whyMoreAddresses(m_network, m_network.subnets()[index].subnet->id);
            if (why.empty()) continue;
            m_isSenderUnseen = true;
            m_unknowns.push_back(fmt::format("who holds {}: {}", from.name, why));
            return;
        }
        const Doubt why = whyMayBeConnected(m_network, *from.address);
        if (why.empty()) return;
        m_isSenderUnseen = true;
        m_unknowns.push_back(fmt::format("whether `{}` is connected through {}", from.name, why));
    }

    /// What may come besides is not known; nothing blocks that is passed by.
    void heedOtherWays() {
        const Doubt why = whyBesides(m_reachability, m_question, m_answer);
        if (why.empty()) return;
        m_answer.verdict = Verdict::Unknown;
        m_answer.disposition = Disposition::Unknown;
        m_answer.eachBlocks = false;
        m_unknowns.push_back(why.text());
    }

    /// An address outside is taken for somebody else's, which is said where AWS may give it to a
    /// thing of this design; where it may be inside of a VPC, what stops it on the internet tells
    /// nothing.
    void heedGivenAddresses() {
        for (const Endpoint* end : {&m_wanted.from, &m_wanted.to}) {
            const Endpoint& other = end == &m_wanted.from ? m_wanted.to : m_wanted.from;
            const auto address = onlyAddress(*end);
            if (!address || other.interfaces.empty()) continue;
            const Doubt why = whyMayBeGiven(m_network, *address);
            if (why.empty()) continue;
            addNote(fmt::format("`{}` is taken for an address outside of this design: {}",
                                end->name, why));
            if (m_answer.verdict != Verdict::Blocked) continue;
            if (whyMayBeInside(m_network, address->family).empty()) continue;
            ReachQuestion inside = m_question;
            inside.from.address = *address;
            if (end == &m_wanted.from && whatShutsOut(m_reachability, inside)) continue;
            m_answer.verdict = Verdict::Unknown;
            m_answer.disposition = Disposition::Unknown;
            m_answer.eachBlocks = false;
        }
    }

    /// No packet gets to a function, which all the same may be called from wherever policies allow.
    /// Source: Lambda Developer Guide, configuration-vpc; lambda-urls.
    void noteFunctions() {
        const Endpoint& to = m_wanted.to;
        const bool isFunction = std::ranges::all_of(to.interfaces, [&](InterfaceIndex index) {
            return m_network.interfaces()[index].interface->kind == InterfaceKind::Lambda;
        });
        if (m_answer.verdict != Verdict::Blocked || to.interfaces.empty() || !isFunction) return;
        addNote(
            fmt::format("`{}` takes no connections: URLs, APIs and events invoke it through "
                        "Lambda, as policies allow; ask for lambda:InvokeFunction",
                        to.name));
    }

    void addNote(const std::string& note) {
        if (std::ranges::find(m_answer.notes, note) == m_answer.notes.end()) {
            m_answer.notes.push_back(note);
        }
    }

    ReachAnswer withoutCandidates() {
        if (auto hop = whatShutsOut(m_reachability, m_question); hop && m_isSenderUnseen) {
            m_answer.verdict = Verdict::Blocked;
            m_answer.disposition = Disposition::DeniedIn;
            m_answer.decidedBy = hop;
            m_answer.blockers = {{Disposition::DeniedIn, false, *hop}};
            m_answer.forward = {*std::move(hop)};
            m_answer.notes = m_unknowns;
            return std::move(m_answer);
        }
        m_answer.verdict = m_unknowns.empty() ? Verdict::Blocked : Verdict::Unknown;
        m_answer.disposition = m_unknowns.empty() ? Disposition::NoSuchHost : Disposition::Unknown;
        m_answer.notes = m_unknowns;
        if (m_unknowns.empty()) {
            m_answer.notes.push_back(
                m_question.family
                    ? fmt::format("`{}` or `{}` has no {} address", m_question.from.name,
                                  m_question.to.name,
                                  *m_question.family == Family::Ipv4 ? "IPv4" : "IPv6")
                    : fmt::format("`{}` and `{}` have no two different places with addresses of "
                                  "one family",
                                  m_question.from.name, m_question.to.name));
            noteTranslatedAddress();
        }
        return std::move(m_answer);
    }

    /// Says by which address what speaks IPv6 alone asks for a host of IPv4: DNS64 makes it of the
    /// host's own where somebody asks by a name.
    /// Source: Amazon VPC User Guide, nat-gateway-nat64-dns64.
    void noteTranslatedAddress() {
        const auto& outside = m_question.to.outside.ranges();
        const bool isOne = outside.size() == 1 && outside.front().first == outside.front().last &&
                           outside.front().first.family == Family::Ipv4;
        const auto speaksSix = [&](InterfaceIndex index) {
            return m_network.interfaces()[index].address(Family::Ipv6).has_value();
        };
        if (!isOne || !std::ranges::any_of(m_question.from.interfaces, speaksSix)) return;
        constexpr std::uint64_t kTranslated = 0x0064FF9B'00000000;
        const IpAddress made = IpAddress::v6(kTranslated, outside.front().first.low);
        addNote(
            fmt::format("`{}` has IPv6 alone; by a name, DNS64 gives it {} for {}: ask for that",
                        m_question.from.name, made.toString(), outside.front().first.toString()));
    }

    void ask(Candidate candidate, TrafficBetween between) {
        CandidateAnswer asked;
        asked.clientPorts = clientPortsOf(m_network, candidate.flow.from);
        asked.asked = askedTraffic(m_question, candidate.family);
        asked.between = std::move(between);
        const TrafficBounds trip = asked.between.roundTrip(asked.clientPorts);
        asked.passes = {trip.sure & asked.asked, trip.possible & asked.asked};
        bool targets = true;
        const InterfaceIndex node = candidate.flow.to.interface;
        const LoadBalancer* balancer = balancerAt(m_network, node);
        const VpcEndpoint* door = doorAt(m_network, node);
        if (balancer != nullptr || door != nullptr) {
            const IpAddress& client = clientOf(asked, candidate.flow);
            const PassedOn on =
                door != nullptr
                    ? passedOnBehind(m_network, m_filters, *door, node, client)
                    : BalancerLegs(m_network, m_filters, *balancer).passedOn(node, client);
            asked.passes &= on.traffic;
            asked.listened = on.listened;
            if (m_question.to.balancer != nullptr) asked.idle = on.idle & asked.asked;
            targets = on.complete.containsAll(asked.passes.sure);
            for (const std::string& note : on.notes) addNote(note);
            asked.targeted = on.targeted;
            if (asked.passes.sure != asked.passes.possible) {
                m_unknowns.insert(m_unknowns.end(), on.unknowns.begin(), on.unknowns.end());
            }
        }
        if (asked.passes.sure != asked.passes.possible) {
            for (const std::string& one : asked.between.unknowns) m_unknowns.push_back(one);
        }
        asked.complete = targets && asked.passes.sure == asked.asked - asked.idle;
        asked.complete =
            asked.complete &&
            answeredInPart(asked.between, asked.clientPorts, asked.passes.sure).empty();
        asked.candidate = std::move(candidate);
        m_asked.push_back(std::move(asked));
    }

    /// Returns the client's address as a balancer's node sees it.
    static const IpAddress& clientOf(const CandidateAnswer& asked, const WalkQuestion& flow) {
        return asked.between.client ? *asked.between.client : flow.ends.source;
    }

    [[nodiscard]] bool asksForAll() const {
        return !m_question.protocol && m_question.ports == PortSet::all();
    }

    /// Leaves out, family by family, what `withoutUnasked` does of all candidates together.
    void leaveOutUnasked() {
        if (!asksForAll()) return;
        for (const Family family : {Family::Ipv4, Family::Ipv6}) {
            TrafficBounds all;
            for (const CandidateAnswer& asked : m_asked) {
                if (asked.candidate.family == family) all |= asked.passes;
            }
            const TrafficBounds kept = withoutUnasked(all);
            if (kept == all) continue;
            addNote("no answer comes back: only messages of ICMP that ask for none get there");
            for (CandidateAnswer& asked : m_asked) {
                if (asked.candidate.family != family) continue;
                asked.complete = false;
                asked.passes &= kept;
            }
        }
    }

    /// A node without targets in its zone is left out of the balancer's DNS name while another one
    /// has some.
    /// Source: Network Load Balancer User Guide, target-group-health-checks.
    void leaveOutIdleNodes() {
        for (CandidateAnswer& asked : m_asked) {
            if (asked.idle.empty()) continue;
            const bool served = std::ranges::any_of(m_asked, [&](const CandidateAnswer& other) {
                return other.candidate.family == asked.candidate.family &&
                       other.targeted.containsAll(asked.idle);
            });
            if (!served) {
                asked.idle = {};
                asked.complete = false;
                continue;
            }
            const InterfaceIndex node = asked.candidate.flow.to.interface;
            addNote(fmt::format(
                "`{}` has no target in its zone and passes on to no other: DNS leaves it out",
                m_network.interfaces()[node].interface->name));
        }
    }

    void decide() {
        const auto passes = [](const CandidateAnswer& a) { return !a.passes.sure.empty(); };
        const auto may = [](const CandidateAnswer& a) { return !a.passes.possible.empty(); };
        if (std::ranges::all_of(m_asked, [](const CandidateAnswer& a) { return a.complete; }) &&
            m_unknowns.empty()) {
            m_answer.verdict = Verdict::Reachable;
        } else if (std::ranges::any_of(m_asked, passes)) {
            m_answer.verdict = Verdict::Partial;
        } else if (std::ranges::any_of(m_asked, may) || !endsKnown()) {
            m_answer.verdict = Verdict::Unknown;
        } else {
            m_answer.verdict = Verdict::Blocked;
        }
    }

    [[nodiscard]] bool endsKnown() const {
        return m_question.from.why.empty() && m_question.to.why.empty() && !m_isSenderUnseen &&
               !m_isEndUnseen;
    }

    /// Joins what passes alike: one pass for equal traffic, destination and client ports.
    void collectPasses() {
        for (const CandidateAnswer& asked : m_asked) {
            if (asked.passes.sure.empty()) continue;
            TrafficSet rest = asked.passes.sure;
            for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp}) {
                const TrafficSet own = rest & TrafficSet::of(protocol);
                if (own.empty() || asked.passes.sure == asked.asked) continue;
                addPass(asked, own, asked.between.answeredClientPorts(protocol));
                rest -= own;
            }
            if (!rest.empty()) {
                const PortSet ports = rest.ports(kProtocolTcp).empty()
                                          ? asked.between.answeredClientPorts(kProtocolUdp)
                                          : asked.between.answeredClientPorts(kProtocolTcp);
                addPass(asked, rest, ports);
            }
        }
    }

    void addPass(const CandidateAnswer& asked, const TrafficSet& traffic, const PortSet& answered) {
        const Pass pass{traffic, asked.candidate.sources, asked.candidate.destinations,
                        answered & asked.clientPorts,
                        traffic.ports(kProtocolTcp).empty() && traffic.ports(kProtocolUdp).empty()
                            ? true
                            : answered.containsAll(asked.clientPorts)};
        for (Pass& known : m_answer.passes) {
            if (known.traffic != pass.traffic || known.clientPorts != pass.clientPorts ||
                known.destination != pass.destination) {
                continue;
            }
            known.source |= pass.source;
            return;
        }
        m_answer.passes.push_back(pass);
    }

    /// Joins passes that differ in their destinations only.
    void joinDestinations() {
        std::vector<Pass> joined;
        for (Pass& pass : m_answer.passes) {
            const auto same = std::ranges::find_if(joined, [&](const Pass& other) {
                return other.traffic == pass.traffic && other.clientPorts == pass.clientPorts &&
                       other.source == pass.source;
            });
            if (same == joined.end()) {
                joined.push_back(std::move(pass));
            } else {
                same->destination |= pass.destination;
            }
        }
        m_answer.passes = std::move(joined);
    }

    /// Picks the packet that stands for a candidate: a port that passes, or one that was asked.
    [[nodiscard]] TraceQuestion traceQuestion(const CandidateAnswer& asked) const {
        TraceQuestion question;
        question.from = asked.candidate.flow.from;
        question.to = asked.candidate.flow.to;
        question.packet.ends = asked.candidate.flow.ends;
        question.transitWay = asked.candidate.flow.transitWay;
        TrafficSet wanted = asked.asked;
        for (const TrafficSet& better : {asked.listened, asked.between.request.possible,
                                         asked.passes.possible, asked.passes.sure}) {
            const TrafficSet own = wanted & better;
            // What falls in unasked is not what was left out.
            const bool isLeftOut =
                asked.passes.possible.empty() && asksForAll() && asksForNoAnswer(own);
            if (!own.empty() && !isLeftOut) wanted = own;
        }
        question.packet.protocol = wanted.protocols().front();
        for (const IpProtocol usual : {kProtocolTcp, kProtocolUdp, kProtocolIcmp}) {
            if (wanted.ports(usual).empty()) continue;
            question.packet.protocol = usual;
            break;
        }
        const IpProtocol protocol = question.packet.protocol;
        if (!hasPorts(protocol)) return question;
        const PortSet ports = wanted.ports(protocol);
        question.packet.destinationPort = ports.ranges().front().first;
        if (ports == PortSet::all()) question.packet.destinationPort = kUsualPort;
        if (icmpReply(protocol, icmpPort(8, 0)) && ports.contains(icmpPort(8, 0))) {
            question.packet.destinationPort = icmpPort(8, 0);
        }
        question.packet.sourcePort =
            usualPortOf(asked.between.answeredClientPorts(protocol) & asked.clientPorts);
        if (asked.between.reply.size() > 1) {
            question.translatedPort =
                usualPortOf(asked.between.reply[1].sure.ports(protocol) & managedClientPorts());
        }
        if (asked.passes.possible.empty()) {
            chooseClientPorts(m_network, asked.clientPorts, question);
        }
        return question;
    }

    /// Traces the candidate and, through a balancer, one of its targets: the `leg`th.
    [[nodiscard]] Trace trace(const CandidateAnswer& asked, std::size_t leg = 0) const {
        const TraceQuestion question = traceQuestion(asked);
        Trace trace = traceFlow(m_network, question);
        const BalancerTracer tracer(m_network, m_filters);
        const Onward onward{asked.passes.possible.empty(), leg,
                            clientOf(asked, asked.candidate.flow)};
        if (const LoadBalancer* balancer = balancerAt(m_network, question.to.interface)) {
            tracer.add(*balancer, question, onward, trace);
        } else if (const VpcEndpoint* door = doorAt(m_network, question.to.interface)) {
            tracer.addDoor(*door, question, onward, trace);
        }
        return trace;
    }

    /// Returns how many targets a traced candidate may go on to; 1 where there is no balancer.
    [[nodiscard]] std::size_t legsOf(const CandidateAnswer& asked) const {
        const LoadBalancer* balancer = balancerAt(m_network, asked.candidate.flow.to.interface);
        if (balancer == nullptr) return 1;
        const TraceQuestion question = traceQuestion(asked);
        const Packet& packet = question.packet;
        const auto legs = BalancerLegs(m_network, m_filters, *balancer)
                              .legs(question.to.interface, clientOf(asked, asked.candidate.flow),
                                    packet.protocol, packet.destinationPort);
        return std::clamp(legs.size(), std::size_t{1}, kMaxLegs);
    }

    void explain() {
        std::vector<const CandidateAnswer*> order;
        for (const CandidateAnswer& asked : m_asked) order.push_back(&asked);
        const auto rank = [](const CandidateAnswer* asked) {
            return std::tuple(
                asked->passes.sure.empty(), !asked->complete, asked->passes.possible.empty(),
                -roughSize(asked->candidate.sources) - roughSize(asked->candidate.destinations));
        };
        std::ranges::stable_sort(order, [&](const CandidateAnswer* a, const CandidateAnswer* b) {
            return rank(a) < rank(b);
        });
        Trace first = trace(*order.front());
        m_answer.traced = traceQuestion(*order.front());
        m_answer.disposition = first.disposition;
        m_answer.decidedBy = std::move(first.decidedBy);
        m_answer.forward = std::move(first.forward);
        m_answer.reply = std::move(first.reply);
        for (const std::string& note : first.notes) addNote(note);
        addAssumed();
        if (first.disposition == Disposition::Delivered) addTracking();
        if (m_answer.verdict == Verdict::Unknown) {
            m_answer.disposition = Disposition::Unknown;
            m_unknowns.insert(m_unknowns.end(), first.unknowns.begin(), first.unknowns.end());
        }
        addBlockers(first.blockers);
        for (const CandidateAnswer* asked : order) addUnanswered(*asked);
        std::vector<std::vector<Blocker>> ways;
        if (order.front()->passes.possible.empty()) ways.push_back(std::move(first.blockers));
        traceOthers(order, ways);
        for (const auto& way : ways) addBlockers(way);
        m_answer.eachBlocks = std::ranges::all_of(ways, [&](const auto& way) {
            return std::ranges::all_of(m_answer.blockers, [&](const Blocker& one) {
                return std::ranges::any_of(
                    way, [&](const Blocker& other) { return isSame(one, other); });
            });
        });
        const CandidateAnswer& best = *order.front();
        m_answer.eachBlocks = m_answer.eachBlocks &&
                              (ways.empty() || (stopsEveryClientPort(m_network, best.clientPorts,
                                                                     traceQuestion(best)) &&
                                                isSameInEveryWay(traceQuestion(best))));
    }

    /// Says whether the same stops a packet whichever zones transit gateways deliver in, behind
    /// what stops it before (N79).
    [[nodiscard]] bool isSameInEveryWay(TraceQuestion question) const {
        if (m_network.architecture().transitGateways.empty()) return true;
        question.transitWay = 0;
        const Trace first = traceFlow(m_network, question);
        std::size_t ways = first.transitWays;
        for (std::size_t i = 1; i < ways; ++i) {
            question.transitWay = static_cast<std::uint16_t>(i);
            const Trace other = traceFlow(m_network, question);
            if (!std::ranges::equal(first.blockers, other.blockers, isSame)) return false;
            ways = std::max(ways, other.transitWays);
        }
        return true;
    }

    /// Collects what blocks the other ways and targets that don't pass.
    void traceOthers(const std::vector<const CandidateAnswer*>& order,
                     std::vector<std::vector<Blocker>>& ways) {
        std::size_t traced = 1;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const CandidateAnswer& asked = *order[i];
            if (!asked.passes.possible.empty() || !asked.idle.empty()) continue;
            const std::size_t legs = legsOf(asked);
            for (std::size_t leg = i == 0 ? 1 : 0; leg < legs; ++leg) {
                if (traced++ == kMaxTraced) {
                    addNote(fmt::format("only the first {} of {} ways are explained", kMaxTraced,
                                        order.size()));
                    return;
                }
                ways.push_back(trace(asked, leg).blockers);
            }
        }
    }

    /// Names what stops the answers to some of the ports that clients, or devices that translate
    /// for them, may use (N10-N12).
    void addUnanswered(const CandidateAnswer& asked) {
        const TraceQuestion passing = traceQuestion(asked);
        const IpProtocol protocol = passing.packet.protocol;
        if (!hasPorts(protocol)) return;
        if (!asked.passes.sure.contains(protocol, passing.packet.destinationPort)) return;
        const std::vector<PortSet> lost =
            unansweredPorts(asked.between, asked.clientPorts, protocol);
        for (std::size_t depth = 0; depth < lost.size(); ++depth) {
            if (lost[depth].empty()) continue;
            TraceQuestion question = passing;
            const Port port = lost[depth].ranges().front().first;
            (depth == 0 ? question.packet.sourcePort : question.translatedPort) = port;
            addBlockers(traceFlow(m_network, question).blockers);
            const PortSet& used = depth == 0 ? asked.clientPorts : managedClientPorts();
            addNote(fmt::format("{} ports {}, and answers to {} don't come back",
                                depth == 0 ? fmt::format("`{}` may send from", m_question.from.name)
                                           : std::string("a device that translates sends from"),
                                portText(used), portText(lost[depth])));
        }
        if (m_question.to.balancer == nullptr) return;
        const BalancerLegs legs(m_network, m_filters, *m_question.to.balancer);
        for (const TargetLeg& leg :
             legs.legs(passing.to.interface, clientOf(asked, asked.candidate.flow), protocol,
                       passing.packet.destinationPort)) {
            const PortSet kept = managedClientPorts() - leg.answered;
            if (leg.passes != Truth::Yes || kept.empty()) continue;
            TraceQuestion question = BalancerTracer::questionOf(leg);
            question.packet.sourcePort = kept.ranges().front().first;
            addBlockers(traceFlow(m_network, question).blockers);
            addNote(fmt::format("`{}` sends from ports {}, and answers to {} don't come back",
                                m_question.to.name, portText(managedClientPorts()),
                                portText(kept)));
        }
    }

    /// Tells what of the groups on the way, and of those at its ends, is taken for granted.
    void addAssumed() {
        for (const FlowEnd* end : {&m_answer.traced->from, &m_answer.traced->to}) {
            if (end->interface == kNone) continue;
            const NetworkInterface& own = *m_network.interfaces()[end->interface].interface;
            for (const ThingId group : own.securityGroups.ids) addAssumedOf(group);
        }
        for (const auto* way : {&m_answer.forward, &m_answer.reply}) {
            for (const Hop& hop : *way) addAssumedOf(hop.thing);
        }
    }

    void addAssumedOf(ThingId thing) {
        const auto* group = m_network.architecture().securityGroups.find(thing);
        if (group != nullptr && !(*group)->assumed.empty()) addNote((*group)->assumed);
    }

    /// Tells what of a delivered flow the groups on its way do not remember.
    void addTracking() {
        const auto way = trackingOf(m_network, *m_answer.traced);
        nameAnswerRules(way, m_answer.reply);
        for (const std::string& note : trackingNotes(way)) addNote(note);
    }

    static bool isSame(const Blocker& one, const Blocker& other) {
        return other.disposition == one.disposition && other.onReply == one.onReply &&
               other.hop.thing == one.hop.thing && other.hop.resource == one.hop.resource &&
               other.hop.step == one.hop.step && other.hop.rule == one.hop.rule;
    }

    void addBlockers(const std::vector<Blocker>& blockers) {
        for (const Blocker& blocker : blockers) {
            const bool isKnown = std::ranges::any_of(
                m_answer.blockers, [&](const Blocker& other) { return isSame(blocker, other); });
            if (!isKnown) m_answer.blockers.push_back(blocker);
        }
    }

    const Reachability& m_reachability;
    const NetworkIndex& m_network;
    const CompiledFilters& m_filters;
    const ReachQuestion& m_wanted;   ///< As it was asked.
    const ReachQuestion m_question;  ///< As the network is asked.
    std::vector<CandidateAnswer> m_asked;
    std::vector<std::string> m_unknowns;
    bool m_isSenderUnseen = false;  ///< The sender may be connected by what is not seen.
    bool m_isEndUnseen = false;     ///< An interface of an end has an address that is not known.
    ReachAnswer m_answer;
};

}  // namespace

TrafficSet askedTraffic(const ReachQuestion& question, Family family) {
    const IpProtocol other = family == Family::Ipv4 ? kProtocolIcmpv6 : kProtocolIcmp;
    if (!question.protocol) {
        if (question.ports == PortSet::all()) return TrafficSet::all() - TrafficSet::of(other);
        return TrafficSet::of(kProtocolTcp, question.ports);
    }
    const bool icmp = *question.protocol == kProtocolIcmp || *question.protocol == kProtocolIcmpv6;
    if (!icmp) return TrafficSet::of(*question.protocol, question.ports);
    return TrafficSet::of(family == Family::Ipv4 ? kProtocolIcmp : kProtocolIcmpv6, question.ports);
}

ReachAnswer reach(const Reachability& reachability, const ReachQuestion& question) {
    if (!question.to.ways.empty() || !question.from.ways.empty()) {
        return reachByWays(reachability, question);
    }
    return Asker(reachability, question).answer();
}

std::string clientPortWords(const Pass& pass) {
    if (pass.everyClientPort) return {};
    const auto& ranges = pass.clientPorts.ranges();
    const bool isOne = ranges.size() == 1 && ranges.front().first == ranges.front().last;
    return fmt::format(", for clients on port{} {} alone", isOne ? "" : "s",
                       portText(pass.clientPorts));
}

}  // namespace archivolt
