#pragma once

#include <string>
#include <vector>

#include "app/session/construct_paths.h"
#include "model/findings/finding.h"
#include "model/intents/intents.h"
#include "model/repair/promise_repair.h"

namespace archivolt {

/// What would keep a file's broken promises.
struct PromiseFix {
    std::string file;
    Design design;        ///< That the edits are of.
    AddressSet internet;  ///< All addresses of it.
    PromiseRepairs repairs;
};

/// What `check` found out, over all its files.
struct CheckReport {
    std::vector<std::string> files;     ///< Those that were checked, as the user named them.
    std::vector<Finding> findings;      ///< By file, then as lint orders them; positions filled in.
    std::vector<IntentAnswer> intents;  ///< Every promise of the designs, answered.
    ResolvedDesign::Counts resources;
    ConstructPaths constructs;      ///< Said beside the hashed names of the CDK.
    std::vector<PromiseFix> fixes;  ///< By file; none where they were not asked for.
};

struct CheckTextOptions {
    bool colour = false;
    bool showSuppressed = false;
};

/// Returns the report for people: findings by file, what to do below each, a summary at the end.
[[nodiscard]] std::string checkText(const CheckReport& report, const CheckTextOptions& options);

/// Returns the report as JSON, format 1.
///
/// `{"format":1,"findings":[{"code","severity","message","help","source","where":{"file","line",
/// "column","stack","resource","property"},"evidence","suppressed"}],"intents":[{"name","kind",
/// "answer":"yes|partly|no|unknown","why","evidence":[places]}],"counts":{…}}`;
/// `line` and `column` are null when unknown, `suppressed` is null or the reason. With fixes of
/// promises, `repairs` are as `reach` has them, one for each file, and `cannot_keep` says what none
/// mends.
[[nodiscard]] std::string checkJson(const CheckReport& report);

/// Returns the report in the format that `--format` names: text, json or sarif.
[[nodiscard]] std::string checkReportIn(const std::string& format, const CheckReport& report,
                                        const CheckTextOptions& options);

/// Says whether a finding that is not suppressed stands at or above what `--fail-on` names.
[[nodiscard]] bool hasFailure(const CheckReport& report, const std::string& failOn);

}  // namespace archivolt
