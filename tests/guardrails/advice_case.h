#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/guardrails/guardrails.h"

namespace archivolt::test {

/// A template with advice, as the command gives it: positions filled in.
struct AdvisedTemplate {
    Design design;
    std::vector<Finding> findings;
};

/// Advises on a template's text; aborts when it can't be read at all.
[[nodiscard]] AdvisedTemplate adviseOn(const std::string& text, const Catalog& catalog,
                                       std::vector<Suppression> suppressions = {},
                                       StackKind kind = StackKind::Template);

/// One case of a `.cases` file: a template, and the lines where a rule is to speak.
///
/// A file is a list of blocks. `--- NAME` begins resources that cases share; `=== CODE: sentence`
/// begins a case, with `[with NAME]` at the end where it has them too. A line that ends with the
/// comment `# CODE` is one where the rule is to speak, and it is to speak nowhere else; `# fine`
/// marks, for people, what beside it comes near. A case that
/// begins with a section's name is a whole template; `observed` stands first for an observed stack.
struct AdviceCase {
    std::string code;
    std::string name;
    std::string text;
    StackKind kind = StackKind::Template;
    std::vector<std::uint32_t> lines;  ///< Ascending.
};

/// Reads a file of cases; aborts where it does not follow the form.
[[nodiscard]] std::vector<AdviceCase> readCases(std::string_view text);

/// Returns the lines at which a rule speaks, ascending.
[[nodiscard]] std::vector<std::uint32_t> linesOf(const AdvisedTemplate& advised,
                                                 std::string_view code);

}  // namespace archivolt::test
