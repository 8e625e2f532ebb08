#pragma once

#include <string>
#include <vector>

#include "model/access/access_model.h"
#include "model/base/result.h"

namespace archivolt {

/// A policy of an organisation, as it was collected.
struct CollectedControl {
    std::string name;     ///< Of its file.
    std::string level;    ///< Of its folder: `1-root`; levels count in the order of their names.
    std::string account;  ///< Not empty: the one account that the level is of.
    bool ofResources = false;  ///< An RCP; else an SCP.
    Value document;
};

/// Returns the document of what `aws organizations describe-policy` prints, or of a policy by
/// itself. Fails with `POLICY-8` for anything else.
[[nodiscard]] Result<Value> controlDocumentFrom(const Value& output);

/// Adds SCPs and RCPs to a model: each binds the principals, or the resources, of the accounts that
/// its level is of. Policies that AWS would refuse settle nothing.
void addControls(AccessModel& model, const std::vector<CollectedControl>& controls);

}  // namespace archivolt
