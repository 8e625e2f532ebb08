#pragma once

#include <string>
#include <vector>

#include "model/architecture/architecture.h"
#include "model/architecture/compute.h"
#include "model/architecture/edge.h"

namespace archivolt {

/// A thing that a DNS name leads to, and the records on the way, from the name that is asked on.
struct NamedThing {
    ThingId thing;
    std::vector<const DnsRecord*> records;
};

/// Returns the records that answer a name with addresses, ascending by id: of types A, AAAA and
/// CNAME.
[[nodiscard]] std::vector<const DnsRecord*> recordsNamed(const Architecture& things,
                                                         const std::string& domain);

/// Says whether a record stands in a private hosted zone, which the internet does not see.
[[nodiscard]] bool isInPrivateZone(const Architecture& things, const DnsRecord& record);

/// Returns the one load balancer that a name which AWS gave may be of, or nullptr: it begins with
/// what its stack is called, and tells the Region.
///
/// Source: Elastic Load Balancing user guide, DNS name; CloudFormation User Guide, cfn-type-name.
[[nodiscard]] const LoadBalancer* balancerNamed(const Architecture& things,
                                                const std::string& domain);

/// Returns the things of the design that a record leads to: those that it names, those of names
/// that it names, and load balancers by the names that AWS gave them. What is outside the design
/// or can't be told is left out. At most 64, through at most 8 names and 1,024 records.
///
/// Source: Route 53 Developer Guide, resource-record-sets-choosing-alias-non-alias.
[[nodiscard]] std::vector<NamedThing> thingsOfRecord(const Architecture& things,
                                                     const DnsRecord& record);

/// Returns the same of a name as the internet knows it: records of private zones don't tell.
[[nodiscard]] std::vector<NamedThing> thingsOfName(const Architecture& things,
                                                   const std::string& domain);

}  // namespace archivolt
