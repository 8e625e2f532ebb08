#pragma once

#include <string>
#include <vector>

#include "model/access/asking.h"

namespace archivolt {

/// Finds how a principal of the model can become another, or give itself more: by changing its own
/// policies or another's credentials, by passing a role to a service that trusts it, by changing
/// code that runs as one. Taking on a role that trusts it is no escalation.
///
/// Source: IAM User Guide, id_roles_use_passrole and best-practices; checkov CKV_AWS_110.
[[nodiscard]] std::vector<Escalation> escalationsOf(const Asking& asking, std::size_t principal);

/// Finds whom a principal becomes over others: by taking roles on, and by escalations.
[[nodiscard]] std::vector<EscalationPath> escalationPathsOf(const Asking& asking,
                                                            std::size_t principal);

/// Says whether a principal may do everything by its own policies, so that it need become nobody.
[[nodiscard]] bool mayDoEverything(const AccessPrincipal& principal);

}  // namespace archivolt
