#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/policy/explain.h"
#include "model/policy/open_keys.h"
#include "model/policy/policy_case.h"

namespace archivolt {

/// A decision with all that is to be said about it.
struct PolicyAnswer {
    AccessVerdict verdict = AccessVerdict::Unknown;
    /// Says whether it is allowed in some way: No where every way is a denial of either kind,
    /// though the verdict may be Unknown as to which.
    Truth allowed = Truth::Unknown;
    AccessExplanation explanation;
    OpenKeys open;  ///< Where unknown keys left the first look open; else empty.
};

/// Decides a request, tries out what unknown keys may be, and explains.
[[nodiscard]] PolicyAnswer answerRequest(const AccessRequest& request, const PolicyLayers& layers);

/// Says whether a request is allowed in some way: what `answerRequest` answers, without the
/// reasons.
[[nodiscard]] Truth allowedAtAll(const AccessRequest& request, const PolicyLayers& layers);

/// Returns
/// `{"id","decision","allowed","why","decided_by":[{"layer","policy","statement","sid","effect",
/// "path"}],"to_allow":[{"layer","text"}]}`, and of an unknown decision `"unknown": {"keys","ways":
/// [{"when":{KEY: value, list or null},"decision"}],"parts"}`.
[[nodiscard]] nlohmann::ordered_json toJson(const PolicyAnswer& answer, const std::string& id);

}  // namespace archivolt
