#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/reachability/questions/reach.h"
#include "model/reachability/sets/interface_classes.h"

namespace archivolt {

/// What the ends of a matrix are.
enum class MatrixBy : std::uint8_t {
    Instance,  ///< Instances, load balancers, databases and the like; those alike share an end.
    Subnet,
    Tier  ///< Public, private and data subnets of each VPC.
};

/// Returns the ends of a matrix in a fixed order: the internet, networks behind VPN connections,
/// what stands in the VPCs, and services behind gateway endpoints.
///
/// What neither opens nor accepts connections by itself (NAT gateways, a transit gateway's own
/// interfaces) is no end.
[[nodiscard]] std::vector<Endpoint> matrixEnds(const Reachability& reachability, MatrixBy by);

/// Returns what a matrix leaves out because it is not modelled or its addresses are not known, each
/// with the reason, by name.
[[nodiscard]] std::vector<std::string> leftOutOfMatrix(const Reachability& reachability);

/// Which pairs to ask for, and what.
struct MatrixQuestion {
    std::vector<Endpoint> from;
    std::vector<Endpoint> to;
    std::optional<IpProtocol> protocol;  ///< As in ReachQuestion.
    PortSet ports = PortSet::all();
    std::optional<Family> family;
};

/// What makes the round trip from one end to another, without the other family's ICMP; all traffic
/// where all of the family's does.
struct MatrixCell {
    std::size_t from = 0;  ///< Indexes into the question's ends.
    std::size_t to = 0;
    Family family = Family::Ipv4;
    TrafficBounds some;  ///< Between some sender and some receiver.
    TrafficSet every;    ///< Between every sender and every receiver, for certain.
    /// Of `some.sure`, what gets answers at some of the ports that its clients use alone (N10-N12).
    TrafficSet answeredInPart;
    std::vector<std::string> why;  ///< Why more may pass than surely does; empty where it doesn't.
};

/// Calls `visit` for every pair of ends and family where something may pass, by sender, then
/// receiver; nothing is kept from one to the next.
///
/// A load balancer's cell holds what its listeners pass on. Interfaces that no filter or route
/// tells apart are asked for once. Cost: a walk for each pair of classes that a cell speaks of.
void forEachCell(const Reachability& reachability, const MatrixQuestion& question,
                 const std::function<void(const MatrixCell&)>& visit);

/// Asks one network time and again: which interfaces nothing tells apart is worked out once.
class MatrixAsker {
public:
    /// `classes` (or null) are those of the network, where they are known. Both must outlive it.
    explicit MatrixAsker(const Reachability& reachability,
                         const InterfaceClasses* classes = nullptr);

    /// Returns what `matrixEnds` does.
    [[nodiscard]] std::vector<Endpoint> ends(MatrixBy by) const;
    /// Does what `forEachCell` does.
    void forEachCell(const MatrixQuestion& question,
                     const std::function<void(const MatrixCell&)>& visit) const;

private:
    const Reachability& m_reachability;
    std::shared_ptr<const InterfaceClasses> m_own;  ///< Null where they were known.
    const InterfaceClasses& m_classes;
};

}  // namespace archivolt
