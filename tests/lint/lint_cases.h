#pragma once

#include <map>
#include <string>
#include <vector>

namespace archivolt::test {

/// One small template with what lint must say of it, from tests/lint/cases/*.txt.
///
/// A case begins with `=== CODE fault: title` or `=== CODE near: title`, then directives
/// (`@region eu-west-1`, `@parameter Name=Value`), then the template. A comment `# expect A B`
/// names the codes that must stand on its line; nothing else may be found. `%{N text}` stands for N
/// times the text, with `%` in it for the number.
struct LintCase {
    std::string file;
    int line = 0;
    std::string code;
    bool isFault = false;
    std::string title;
    std::string region = "us-east-1";
    std::map<std::string, std::string> parameters;
    std::string text;
    std::vector<std::string> expected;  ///< `CODE:line`, sorted.
};

/// Returns all cases by file and line; aborts on a malformed one.
[[nodiscard]] std::vector<LintCase> readLintCases();

/// Returns a template of about `count` resources: subnets, groups, instances, volumes, records.
[[nodiscard]] std::string chainOfHosts(std::size_t count);

}  // namespace archivolt::test
