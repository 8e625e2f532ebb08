#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/reachability/questions/observed_flows.h"

namespace archivolt {

/// Tells which interfaces of a network the records of a flow log are of.
///
/// An interface is known by its name, or by the id that this program's own logs give it. Others (a
/// template's have no ids yet) are known by address: one end of each record is the interface's own,
/// so what all records with one id share is that end. Addresses that this program chose tell
/// nothing, but in logs of its own. Source: Amazon VPC User Guide, flow-log-records (`srcaddr`,
/// `dstaddr`: private IPv4 addresses).
class SeenInterfaces {
public:
    SeenInterfaces(const NetworkIndex& network, std::span<const ObservedFlow> flows);

    struct Found {
        InterfaceIndex interface = kNone;  ///< kNone: of none in the network, or ambiguous.
        bool isAmbiguous = false;          ///< Either end may be the interface's own.
        bool isOwnLog = false;  ///< The record is this program's own, and so are all its addresses.
    };
    [[nodiscard]] Found find(const ObservedFlow& flow) const;

private:
    /// An interface, or an address that no interface is known to have.
    struct End {
        InterfaceIndex interface = kNone;
        IpAddress address;  ///< Unset of interfaces: any of theirs will do.
        friend bool operator==(const End&, const End&) = default;
    };
    [[nodiscard]] std::vector<End> endsOf(const ObservedFlow& flow) const;

    const NetworkIndex& m_network;
    std::map<std::string, InterfaceIndex> m_byName;
    std::map<std::string, InterfaceIndex> m_byMadeId;
    std::map<IpAddress, InterfaceIndex> m_byAddress;   ///< kNone where several have it.
    std::map<std::string, std::vector<End>> m_shared;  ///< By the records' interface ids.
};

}  // namespace archivolt
