#include "model/access/control_policies.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/access/access_rules.h"
#include "model/policy/json_text.h"
#include "model/policy/read_document.h"

namespace archivolt {

Result<Value> controlDocumentFrom(const Value& output) {
    if (output.find("Statement") != nullptr) return output;
    const Value* policy = output.find("Policy");
    const Value* content = policy != nullptr ? policy->find("Content") : nullptr;
    if (content != nullptr && content->isString()) return valueFromJsonText(content->text());
    return failure(kNoAccountOutput, "this is no policy of an organisation",
                   "give the output of aws organizations describe-policy, or the policy itself");
}

void addControls(AccessModel& model, const std::vector<CollectedControl>& controls) {
    for (const CollectedControl& one : controls) {
        auto& levels = one.ofResources ? model.resourceControls : model.serviceControls;
        auto level = std::ranges::find(levels, one.level, &AccessControls::level);
        if (level == levels.end()) {
            levels.push_back({one.level, one.account, {}});
            std::ranges::sort(levels, {}, &AccessControls::level);
            level = std::ranges::find(levels, one.level, &AccessControls::level);
        }
        const PolicyKind kind =
            one.ofResources ? PolicyKind::ResourceControl : PolicyKind::ServiceControl;
        level->policies.push_back(
            {CompiledPolicy::compile(readPolicyDocument(one.document, {kind, {}, {}}).document),
             fmt::format("{} `{}` of `{}`", one.ofResources ? "RCP" : "SCP", one.name, one.level),
             {},
             nullptr});
    }
}

}  // namespace archivolt
