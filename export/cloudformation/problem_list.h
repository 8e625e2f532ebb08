#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/cloudformation/read_limits.h"
#include "export/cloudformation/text_position.h"
#include "model/base/rule.h"

namespace archivolt {

/// Where AWS says what YAML and JSON a template may hold.
inline constexpr std::string_view kTemplateFormatsPage =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html";

// What is found in more than one place.

inline constexpr Rule kTooManyValues{"READ-NODES",
                                     Severity::Error,
                                     "the text has more values than this program reads",
                                     "a text of so many values is no template of CloudFormation's",
                                     "split the template into nested stacks",
                                     "CloudFormation User Guide, template-formats"};

inline constexpr Rule kTooDeep{
    "READ-DEPTH",
    Severity::Error,
    "the text is nested deeper than this program reads",
    "deep nesting is what texts that attack a reader are made of; no template needs it",
    "nest it less",
    "CloudFormation User Guide, template-formats"};

inline constexpr Rule kNoTemplate{"READ-EMPTY",
                                  Severity::Error,
                                  "the text holds no template",
                                  "there is nothing to check",
                                  "write a template with a Resources section",
                                  "CloudFormation User Guide, template-formats"};

inline constexpr Rule kYamlTag{
    "YAML-TAG",
    Severity::Error,
    "CloudFormation has no such tag",
    "CloudFormation refuses tags that are no short form of a function",
    "check the spelling, or write the function's long form",
    "YAML 1.1 specification; CloudFormation User Guide, template-formats"};

/// Those of this page.
inline constexpr const Rule* kReadingRules[] = {&kTooManyValues, &kTooDeep, &kNoTemplate,
                                                &kYamlTag};

/// Collects what is wrong with one text, each finding with its line and column.
class ProblemList {
public:
    struct Problem {
        const Rule& rule;
        std::size_t offset = 0;  ///< The byte that is wrong.
        std::string message{};
        std::string help{};
        std::string_view source{};
        std::optional<std::size_t> related{};  ///< Another byte that the message speaks of.
        Path path{};
    };

    /// `text` must outlive the list.
    ProblemList(std::string_view text, std::string file, std::size_t limit);

    void add(Problem problem);
    [[nodiscard]] const LineIndex& lines() const { return m_lines; }
    /// Returns the text's line at `offset`, trimmed and shortened, in backticks.
    [[nodiscard]] std::string quoteLine(std::size_t offset) const;
    /// Returns the findings in the order of the text; the list is empty afterwards.
    [[nodiscard]] std::vector<Diagnostic> take();

private:
    [[nodiscard]] Where whereOf(std::size_t offset) const;

    LineIndex m_lines;
    std::string m_file;
    std::size_t m_limit;
    std::size_t m_dropped = 0;
    std::vector<Diagnostic> m_found;
};

/// Shortens user input to be shown in a message: at most 60 code points, no line breaks.
[[nodiscard]] std::string shortened(std::string_view text);

/// Fills `where.resource` from a path that runs through Resources.
void fillResource(Where& where);

/// Says why a text can't be read at all: too large, empty, not UTF-8, NUL bytes. Nothing when it
/// can.
[[nodiscard]] std::optional<Diagnostic> findUnreadable(std::string_view text,
                                                       const ReadLimits& limits,
                                                       const std::string& file);

/// Reports what both formats share and what only YAML has: duplicate keys, keys that are no text,
/// unknown tags, aliases, unused anchors, merge keys.
void checkSpanTree(const SpanTree& tree, ProblemList& problems);

/// What `findUnreadable` and the list itself may report, and what `checkSpanTree` may.
[[nodiscard]] RuleList unreadableRules();
[[nodiscard]] RuleList spanRules();

}  // namespace archivolt
