#include "app/command/rules_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace archivolt {

namespace {

std::string bold(std::string_view text, bool colour) {
    return colour ? fmt::format("\033[1m{}\033[0m", text) : std::string(text);
}

/// Returns words as a sentence: a capital where a letter begins it, and a full stop.
std::string sentence(std::string_view words) {
    std::string text(words);
    if (text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text + '.';
}

}  // namespace

std::string rulesText(const std::vector<RuleChapter>& chapters, bool colour) {
    std::size_t width = 0;
    for (const RuleChapter& chapter : chapters) {
        for (const Rule* rule : chapter.rules) width = std::max(width, rule->code.size());
    }
    std::string text;
    for (const RuleChapter& chapter : chapters) {
        text += fmt::format("{}{}\n", text.empty() ? "" : "\n", bold(chapter.title, colour));
        for (const Rule* rule : chapter.rules) {
            text += fmt::format("  {:<{}}  {:<8}  {}\n", rule->code, width,
                                toString(rule->severity), rule->statement);
        }
    }
    return text;
}

std::string ruleText(const Rule& rule, bool colour) {
    return fmt::format("{} ({}): {}\n\n  why         {}\n  what to do  {}\n  source      {}\n",
                       bold(rule.code, colour), toString(rule.severity), rule.statement, rule.why,
                       rule.help, rule.source);
}

std::string rulesJson(RuleList rules) {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    for (const Rule* rule : rules) {
        list.push_back({{"code", rule->code},
                        {"severity", toString(rule->severity)},
                        {"statement", rule->statement},
                        {"why", rule->why},
                        {"help", rule->help},
                        {"source", rule->source}});
    }
    return Json{{"format", 1}, {"rules", std::move(list)}}.dump(2) + '\n';
}

std::string rulesPage(const std::vector<RuleChapter>& chapters) {
    std::string page =
        "# What the codes mean\n\n"
        "Every finding and every refusal has a code, and every code means one thing. `archivolt "
        "rules CODE` says the same.\nThe page is made from the rules in the source, where each "
        "stands beside what decides it.\n";
    for (const RuleChapter& chapter : chapters) {
        page += fmt::format("\n## {}\n", chapter.title);
        for (const Rule* rule : chapter.rules) {
            page += fmt::format(
                "\n### {}\n\n**{}** ({})\n\n- Why: {}\n- What to do: {}\n- Source: {}\n",
                rule->code, sentence(rule->statement), toString(rule->severity),
                sentence(rule->why), sentence(rule->help), rule->source);
        }
    }
    return page;
}

}  // namespace archivolt
