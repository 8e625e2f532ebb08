#include "app/command/rules.h"

#include "app/files/file_access.h"
#include "app/form/field_text.h"
#include "app/picture/drawing_rules.h"
#include "app/session/nested_templates.h"
#include "app/session/open_describe.h"
#include "app/session/open_design.h"
#include "app/session/save_design.h"
#include "app/tools/fragment.h"
#include "export/cloudformation/read_template.h"
#include "export/describe/describe.h"
#include "export/logs/log_rules.h"
#include "export/project/project.h"
#include "model/access/access_rules.h"
#include "model/catalog/catalog_rules.h"
#include "model/compare/stack_policy.h"
#include "model/design/edit_rules.h"
#include "model/evaluate/evaluation_rules.h"
#include "model/guardrails/guardrails.h"
#include "model/intents/intents.h"
#include "model/lint/lint.h"
#include "model/policy/policy_rules.h"
#include "model/reachability/index/endpoint.h"
#include "model/repair/edit_maker.h"
#include "model/traffic/traffic_rules.h"
#include "model/value/value_rules.h"
#include "render/layout/layout_rules.h"
#include "render/paint/picture_rules.h"

namespace archivolt {

std::vector<RuleChapter> ruleChapters() {
    const auto chapter = [](std::string_view title, std::initializer_list<RuleList> lists) {
        return RuleChapter{title, asPeopleCount(joinedRules(lists))};
    };
    return {
        chapter("What AWS would reject", {lintRules()}),
        chapter("What functions and parameters come to", {kEvaluationRules}),
        chapter("Advice", {guardrailRules()}),
        chapter("Policies and access", {kPolicyRules, kAccessRules}),
        chapter("Promises", {intentRules()}),
        chapter("Simulations", {kTrafficRules}),
        chapter("Reading a template, and writing it back", {readingRules()}),
        chapter("Reading output of the AWS CLI", {describeRules()}),
        chapter("Reading logs", {kLogRules}),
        chapter("Projects and companions", {projectRules()}),
        chapter("Edits", {editRules(), valueRules(), formRules()}),
        chapter("Stack policies", {stackPolicyRules()}),
        chapter("Questions and repairs",
                {endpointRules(), reachOptionRules(), kRepairRules, applyRules()}),
        chapter("Files and options",
                {kFileRules, openRules(), nestedTemplateRules(), openDescribeRules(), saveRules(),
                 kRenderRules, rulesRules()}),
        chapter("Drawing", {kLayoutRules, kWorkerRules, kPictureRules}),
        chapter("What the program is made of", {kCatalogRules, kFragmentRules, kIconRules}),
    };
}

std::vector<const Rule*> allRules() {
    std::vector<const Rule*> all;
    for (const RuleChapter& chapter : ruleChapters()) {
        all.insert(all.end(), chapter.rules.begin(), chapter.rules.end());
    }
    return joinedRules({all});
}

}  // namespace archivolt
