#include "model/architecture/stand_in.h"

#include "model/net/cidr.h"

namespace archivolt {

bool isStandIn(const IpAddress& address) {
    static const Cidr kStandIns = *Cidr::parse("198.18.0.0/15");
    return address.family == Family::Ipv4 && kStandIns.contains(address);
}

}  // namespace archivolt
