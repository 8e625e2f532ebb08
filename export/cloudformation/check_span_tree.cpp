#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <unordered_set>

#include "export/cloudformation/first_keys.h"
#include "export/cloudformation/locate.h"
#include "export/cloudformation/problem_list.h"
#include "export/cloudformation/span_value.h"

namespace archivolt {

namespace {

bool isDigits(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '_'; });
}

/// Says whether a word is a number in sixties to YAML 1.1: `12:30`.
bool isInSixties(std::string_view word) {
    auto colon = word.find(':');
    if (colon == std::string_view::npos || word.front() == '0') return false;
    if (!isDigits(word.substr(0, colon))) return false;
    while (colon != std::string_view::npos) {
        const auto next = word.find(':', colon + 1);
        const std::string_view part = word.substr(colon + 1, next - colon - 1);
        const bool isBelow = part.size() == 1 || (part.size() == 2 && part.front() < '6');
        if (!isBelow || !isDigits(part)) return false;
        colon = next;
    }
    return true;
}

/// Says whether readers of YAML disagree if an unquoted word is a number, and which: what has zeros
/// before it, is in another base or in sixties, or has underscores.
/// Source: YAML 1.1 and 1.2, resolution of integers; CloudFormation keeps the text.
bool isDoubtful(std::string_view word) {
    if (word.size() < 2 || word.front() < '0' || word.front() > '9') return false;
    if (isDigits(word)) return word.front() == '0' || word.find('_') != std::string_view::npos;
    if (word.front() == '0' && (word[1] == 'x' || word[1] == 'o' || word[1] == 'b')) {
        return word.size() > 2 && std::ranges::all_of(word.substr(2), [](unsigned char c) {
                   return std::isxdigit(c) != 0 || c == '_';
               });
    }
    return isInSixties(word);
}

class TreeCheck {
public:
    TreeCheck(const SpanTree& tree, ProblemList& problems)
        : m_tree(tree), m_problems(problems), m_links(tree) {}

    void run() {
        const bool isYaml = m_tree.format == TemplateFormat::Yaml;
        for (SpanNodeId id = 0; id < m_tree.nodes.size(); ++id) {
            const SpanNode& node = m_tree.nodes[id];
            if (node.kind == SpanKind::Mapping) checkKeys(id);
            if (!node.tag().empty()) checkTag(id);
            if (isYaml && node.kind == SpanKind::Scalar) checkWord(id);
            if (node.kind == SpanKind::Alias) checkAlias(id);
        }
        checkAnchors();
    }

private:
    void checkKeys(SpanNodeId mapping);
    void checkKeyKind(SpanNodeId key);
    void checkTag(SpanNodeId id);
    void checkWord(SpanNodeId id);
    void checkAlias(SpanNodeId id);
    void checkAnchors();

    const SpanTree& m_tree;
    ProblemList& m_problems;
    SpanLinks m_links;
    std::unordered_set<SpanNodeId> m_usedAnchors;
};

constexpr Rule kYamlMerge{"YAML-MERGE",
                          Severity::Error,
                          "CloudFormation takes no merge keys",
                          "CloudFormation refuses merge keys",
                          "write the keys out",
                          "YAML 1.1 specification; CloudFormation User Guide, template-formats"};

constexpr Rule kKeyTwice{"READ-DUPLICATE-KEY",
                         Severity::Error,
                         "a key stands twice in one map",
                         "only one of the two counts, and readers disagree which",
                         "remove or rename one of them",
                         "CloudFormation User Guide, template-formats"};

void TreeCheck::checkKeys(SpanNodeId mapping) {
    FirstKeys keys;
    for (const SpanNodeId written : m_tree.children(mapping)) {
        if (m_tree.node(written).place % 2 != 0) continue;  // A value.
        const SpanNodeId key = m_links.target(written);
        checkKeyKind(written);
        if (key == kNoSpanNode || m_tree.node(key).kind != SpanKind::Scalar) continue;
        const std::string_view text = m_tree.value(key);
        if (isMergeKey(m_tree, key)) {
            m_problems.add({.rule = kYamlMerge,
                            .offset = m_tree.node(written).begin,
                            .message = "CloudFormation does not take the merge key `<<`",
                            .help = "write the merged entries out",
                            .source = kTemplateFormatsPage,
                            .path = pathOf(m_tree, mapping)});
            continue;
        }
        const auto first = keys.note(text, written);
        if (!first) continue;
        const std::size_t before = m_tree.node(*first).begin;
        m_problems.add(
            {.rule = kKeyTwice,
             .offset = m_tree.node(written).begin,
             .message = fmt::format("the key `{}` stands here for a second time, first "
                                    "in line {}",
                                    shortened(text), m_problems.lines().position(before).line),
             .help = "remove or rename one of them; until then the first one counts",
             .related = before,
             .path = pathOf(m_tree, mapping)});
    }
}

constexpr Rule kYamlKey{"YAML-KEY",
                        Severity::Error,
                        "a key is no text",
                        "CloudFormation takes texts for keys",
                        "put the key into quotes, or write a text",
                        "YAML 1.1 specification; CloudFormation User Guide, template-formats"};

void TreeCheck::checkKeyKind(SpanNodeId key) {
    const SpanNode& node = m_tree.node(key);
    // `!` says that a scalar is a text, as quotes do.
    const bool isUntagged =
        node.tag().empty() || m_tree.tag(node) == "!" || m_tree.tag(node) == "!!str";
    const bool isText = node.kind == SpanKind::Scalar && isUntagged &&
                        (node.style != SpanStyle::Plain || !m_tree.value(node).empty());
    if (isText || node.kind == SpanKind::Alias) return;
    const char* const what = node.kind == SpanKind::Mapping    ? "a map"
                             : node.kind == SpanKind::Sequence ? "a list"
                             : node.tag().empty()              ? "empty"
                                                               : "tagged";
    m_problems.add({.rule = kYamlKey,
                    .offset = node.begin,
                    .message = fmt::format("a key must be a text, but this one is {}: {}", what,
                                           m_problems.quoteLine(node.begin)),
                    .help = "write a plain or quoted text before the colon",
                    .path = pathOf(m_tree, node.parent)});
}

void TreeCheck::checkTag(SpanNodeId id) {
    const SpanNode& node = m_tree.node(id);
    static constexpr std::string_view kStandard[] = {"!",      "!!str",  "!!int", "!!float",
                                                     "!!bool", "!!null", "!!map", "!!seq"};
    for (const std::string_view standard : kStandard) {
        if (m_tree.tag(node) == standard) return;
    }
    if (m_tree.tag(node) == "!<tag:yaml.org,2002:str>") return;
    const auto longName = longNameOfTag(m_tree.tag(node));
    if (longName) {
        const auto function = functionFromLongName(*longName);
        if (function && *function != Function::Other) return;
        if (*longName == "Fn::GetStackOutput") return;
    }
    m_problems.add(
        {.rule = kYamlTag,
         .offset = node.begin,
         .message = fmt::format("CloudFormation has no tag `{}`", shortened(m_tree.tag(node))),
         .help = "use a function such as !Ref or !Sub, or put the text in quotes",
         .source = kTemplateFormatsPage,
         .path = pathOf(m_tree, id)});
}

constexpr Rule kYamlQuote{
    "YAML-QUOTE",
    Severity::Low,
    "a word that is a number to some readers of YAML stands without quotes",
    "CloudFormation keeps the text, but other readers lose its zeros or count in another base",
    "put it in quotes",
    "YAML 1.1 and 1.2 specifications; AWS SAM drops the zeros of account ids"};

void TreeCheck::checkWord(SpanNodeId id) {
    const SpanNode& node = m_tree.node(id);
    const bool isPlain = node.style == SpanStyle::Plain && node.tag().empty();
    const std::string_view word = m_tree.value(node);
    if (!isPlain || !isDoubtful(word)) return;
    const bool isKey = node.parent != kNoSpanNode && node.place % 2 == 0 &&
                       m_tree.node(node.parent).kind == SpanKind::Mapping;
    if (isKey) return;  // A key is a text.
    const bool isAccount = word.size() == 12 && isDigits(word);
    m_problems.add({.rule = kYamlQuote,
                    .offset = node.begin,
                    .message = fmt::format("`{}` without quotes is a text to CloudFormation, and "
                                           "another number to other readers{}",
                                           shortened(word),
                                           isAccount ? ": an account id may lose its zero" : ""),
                    .help = "put it in quotes",
                    .source = kTemplateFormatsPage,
                    .path = pathOf(m_tree, id)});
}

constexpr Rule kYamlAlias{
    "YAML-ALIAS",
    Severity::Error,
    "CloudFormation takes no aliases",
    "CloudFormation refuses aliases; `aws cloudformation package` writes them out",
    "write the value out, or package the template first",
    "YAML 1.1 specification; CloudFormation User Guide, template-formats"};

void TreeCheck::checkAlias(SpanNodeId id) {
    const SpanNode& node = m_tree.node(id);
    const SpanNodeId target = m_links.target(id);
    if (target == kNoSpanNode) {
        m_problems.add({.rule = kYamlAlias,
                        .offset = node.begin,
                        .message = fmt::format("the alias `*{}` has no anchor before it that is "
                                               "complete",
                                               shortened(m_tree.anchor(node))),
                        .help = "put the text in quotes if it is not meant as an alias",
                        .path = pathOf(m_tree, id)});
        return;
    }
    m_usedAnchors.insert(target);
    const std::size_t anchor = m_tree.node(target).begin;
    m_problems.add({.rule = kYamlAlias,
                    .offset = node.begin,
                    .message = fmt::format("CloudFormation does not take aliases; `*{}` stands for "
                                           "line {}",
                                           shortened(m_tree.anchor(node)),
                                           m_problems.lines().position(anchor).line),
                    .help = "write the value out, or use a mapping or a parameter",
                    .source = kTemplateFormatsPage,
                    .related = anchor,
                    .path = pathOf(m_tree, id)});
}

constexpr Rule kYamlAnchor{"YAML-ANCHOR",
                           Severity::Low,
                           "an anchor that nothing refers to",
                           "an anchor alone does nothing",
                           "remove it",
                           "YAML 1.1 specification; CloudFormation User Guide, template-formats"};

void TreeCheck::checkAnchors() {
    for (SpanNodeId id = 0; id < m_tree.nodes.size(); ++id) {
        const SpanNode& node = m_tree.nodes[id];
        if (node.kind == SpanKind::Alias || node.anchor().empty()) continue;
        if (m_usedAnchors.contains(id)) continue;  // The alias is the error.
        m_problems.add({.rule = kYamlAnchor,
                        .offset = node.begin,
                        .message = fmt::format("the anchor `&{}` is used by nothing",
                                               shortened(m_tree.anchor(node))),
                        .help = "remove it: CloudFormation does not take aliases",
                        .source = kTemplateFormatsPage,
                        .path = pathOf(m_tree, id)});
    }
}

}  // namespace

void checkSpanTree(const SpanTree& tree, ProblemList& problems) { TreeCheck(tree, problems).run(); }

RuleList spanRules() {
    static constexpr const Rule* kRules[] = {&kYamlMerge, &kKeyTwice,  &kYamlKey,
                                             &kYamlAlias, &kYamlQuote, &kYamlAnchor};
    return kRules;
}

}  // namespace archivolt
