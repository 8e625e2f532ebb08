#pragma once

#include <memory>

#include "app/command/policy.h"
#include "app/session/open_design.h"
#include "model/access/access_model.h"
#include "model/base/result.h"
#include "model/build/resolve.h"

namespace archivolt {

/// A design opened with what questions about access need.
struct OpenedAccess {
    OpenedDesign opened;
    std::shared_ptr<const ResolvedDesign> resolved;
    GivenPolicies given;  ///< What --policies tells.
    AccessModel model;
};

/// Opens what a question about access is asked of; a status, and said why, when it can't be used.
[[nodiscard]] tl::expected<OpenedAccess, ExitStatus> openAccess(
    const PolicyQuestionOptions& options, const CommandContext& context);

}  // namespace archivolt
