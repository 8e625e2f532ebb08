#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/catalog/catalog.h"
#include "model/lint/lint.h"

namespace archivolt::test {

/// A template as the command checks it: read, resolved, linted, with positions.
struct CheckedTemplate {
    Design design;
    std::shared_ptr<const ResolvedDesign> resolved;
    std::vector<Diagnostic> reading;  ///< What the reader found, located.
    std::vector<Finding> findings;    ///< What lint found, located.
};

struct CheckOptions {
    std::string file = "template.yaml";
    std::string region = "us-east-1";
    StackKind kind = StackKind::Template;
    std::map<std::string, std::string> parameters{};
    std::vector<Suppression> suppressions{};
};

/// Checks a template's text; aborts when it can't be read at all.
[[nodiscard]] CheckedTemplate checkTemplate(const std::string& text, const Catalog& catalog,
                                            const CheckOptions& options = {});

/// Returns the codes at error level with their lines, `SUB-E3:12`, sorted, reading included.
[[nodiscard]] std::vector<std::string> errorsOf(const CheckedTemplate& checked);

}  // namespace archivolt::test
