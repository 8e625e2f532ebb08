#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/build/build_scope.h"
#include "model/catalog/attach_facts.h"

namespace archivolt {

/// Makes a resource of a managed service with its interfaces, as the catalogue says where they
/// stand, what they wear and what they listen on: one in each subnet, or as many as are said.
///
/// A subnet group makes a SubnetGroup instead; a type whose `attach` says that it has no interface
/// makes an OtherThing. What the text leaves open is unknown on the interface itself.
void buildAttached(const View& self, const AttachFacts& facts, Products& out);

/// Returns how a type stands in networks by the catalogue; null pointer where it does not say.
[[nodiscard]] const AttachFacts* attachOf(BuildScope& scope, std::string_view type);

/// Returns what the interfaces of a resource answer on; nothing where only their groups tell.
[[nodiscard]] std::optional<std::vector<RuleMatch>> listensOf(const View& self,
                                                              const AttachFacts& facts);

/// Returns where a resource that is not modelled may have interfaces: every subnet and security
/// group that its properties name, wherever they do, those of subnet groups included.
///
/// A property that is called after subnets or security groups (`VpcSubnetIds`) and whose value is
/// not known leaves open which ones.
[[nodiscard]] NetworkPresence presenceOf(const View& self);

}  // namespace archivolt
