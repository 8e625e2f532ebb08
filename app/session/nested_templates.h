#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/session/open_design.h"

namespace archivolt {

/// The templates of nested stacks that were found beside that of their parent.
struct NestedTemplates {
    std::vector<Stack> stacks;    ///< Called `parent-LogicalId`, parents before children.
    std::set<std::string> paths;  ///< The files that they are from, as `wholePath` names them.
    std::vector<Diagnostic> diagnostics;  ///< What reading said, and what is not read.
};

/// Reads the templates that the nested stacks of a template name by a local path, as
/// `aws cloudformation package` would take them, and those that these name.
///
/// A path leads to a file in the folder of the template that names it, or below: none that is
/// absolute, has `..`, or goes through a link is followed. At most 8 stacks deep, 100 templates and
/// 16 MiB; what is not read is said (OPEN-9), and stays unknown.
/// Source: AWS CLI Command Reference, cloudformation package; CloudFormation User Guide,
/// using-cfn-nested-stacks.
[[nodiscard]] NestedTemplates nestedTemplatesOf(const OpenedDesign& opened,
                                                const OpenOptions& options,
                                                const FileAccess& files);

/// Why a nested stack's template is not read.
[[nodiscard]] RuleList nestedTemplateRules();

}  // namespace archivolt
