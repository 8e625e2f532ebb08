#pragma once

#include <string>
#include <vector>

#include "model/reachability/index/endpoint.h"

namespace archivolt {

/// Returns how a question names a thing: `stack/name` where several have its name.
[[nodiscard]] std::string nameInQuestion(const NetworkIndex& network, const Thing& thing);

/// Returns what an interface belongs to: itself where it has no owner.
[[nodiscard]] const Thing& thingOfInterface(const NetworkIndex& network, InterfaceIndex interface);

/// Returns the names by which a question asks for each thing of an end alone, each once, in the
/// order of its interfaces: a balancer stands for its nodes, `internet` for the internet.
///
/// Of addresses that are only some of the internet's, one stands for them (`internet:ADDRESS`):
/// one of `passing`, where that has any.
[[nodiscard]] std::vector<std::string> namesOfParts(const NetworkIndex& network,
                                                    const Endpoint& end, const AddressSet& passing);

}  // namespace archivolt
