#include "export/cloudformation/span_value.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/value/value_json.h"

namespace archivolt {

namespace {

/// RFC 8259, section 6.
bool isJsonNumber(std::string_view text) {
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t first = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at - first;
    };
    if (at < text.size() && text[at] == '-') ++at;
    const bool leadingZero = at < text.size() && text[at] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (leadingZero && whole > 1)) return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (digits() == 0) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        if (digits() == 0) return false;
    }
    return at == text.size();
}

/// Returns the truth that CloudFormation reads an unquoted word as; nothing for any other word.
///
/// Three spellings of case count: `yes`, `Yes`, `YES`. `y` and `n` stay text, as in
/// `AttributeType: N`.
/// Source: CloudFormation User Guide, template-formats (YAML 1.1).
std::optional<bool> plainTruth(std::string_view word) {
    static constexpr std::array<std::string_view, 9> kYes = {"true", "True", "TRUE", "yes", "Yes",
                                                             "YES",  "on",   "On",   "ON"};
    static constexpr std::array<std::string_view, 9> kNo = {"false", "False", "FALSE", "no", "No",
                                                            "NO",    "off",   "Off",   "OFF"};
    if (std::ranges::find(kYes, word) != kYes.end()) return true;
    if (std::ranges::find(kNo, word) != kNo.end()) return false;
    return std::nullopt;
}

bool isTextTag(std::string_view tag) {
    return tag == "!" || tag == "!!str" || tag == "!<tag:yaml.org,2002:str>";
}

/// Returns what the keys of a value inside `context` mean.
ValueContext inside(ValueContext context) {
    switch (context) {
        case ValueContext::Section: return ValueContext::General;
        case ValueContext::ConditionSection: return ValueContext::Conditions;
        case ValueContext::General:
        case ValueContext::Conditions: return context;
    }
    return context;
}

/// Conditions stand in the arguments of the Boolean functions wherever these stand.
ValueContext insideCall(std::string_view longName, ValueContext context) {
    const bool isBoolean = longName == "Fn::And" || longName == "Fn::Or" || longName == "Fn::Not";
    return isBoolean ? ValueContext::Conditions : inside(context);
}

}  // namespace

ValueContext contextOfSection(std::string_view section) {
    return section == "Conditions" || section == "Rules" ? ValueContext::ConditionSection
                                                         : ValueContext::Section;
}

std::optional<std::string> longNameOfTag(std::string_view tag) {
    if (tag.size() < 2 || tag[0] != '!' || tag[1] == '!' || tag[1] == '<') return std::nullopt;
    if (tag.find('!', 1) != std::string_view::npos) return std::nullopt;  // A named handle.
    const std::string name(tag.substr(1));
    if (name == "Ref" || name == "Condition") return name;
    return "Fn::" + name;
}

SpanNodeId SpanLinks::target(SpanNodeId id) const {
    if (m_tree.node(id).kind != SpanKind::Alias) return id;
    if (!m_indexed) {
        for (SpanNodeId i = 0; i < m_tree.nodes.size(); ++i) {
            const SpanNode& node = m_tree.nodes[i];
            if (node.kind != SpanKind::Alias && !node.anchor().empty()) {
                m_anchors[m_tree.anchor(node)].push_back(i);
            }
        }
        m_indexed = true;
    }
    const auto found = m_anchors.find(m_tree.anchor(m_tree.node(id)));
    if (found == m_anchors.end()) return kNoSpanNode;
    // An anchor may be given again; an alias means the last one before it.
    const auto next = std::ranges::upper_bound(found->second, id);
    if (next == found->second.begin()) return kNoSpanNode;
    const SpanNodeId target = *(next - 1);
    for (SpanNodeId up = m_tree.node(id).parent; up != kNoSpanNode; up = m_tree.node(up).parent) {
        if (up == target) return kNoSpanNode;
    }
    return target;
}

bool isMergeKey(const SpanTree& tree, SpanNodeId key) {
    const SpanNode& node = tree.node(key);
    return tree.format == TemplateFormat::Yaml && node.kind == SpanKind::Scalar &&
           node.style == SpanStyle::Plain && node.tag().empty() && tree.value(node) == "<<";
}

void SpanLinks::collect(SpanNodeId mapping, std::size_t depth, std::size_t& budget,
                        std::vector<SpanEntry>& entries, FirstKeys& seen) const {
    std::vector<SpanNodeId> merged;
    for (const SpanNodeId value : m_tree.children(mapping)) {
        if (m_tree.node(value).place % 2 == 0) continue;
        const SpanNodeId written = m_tree.previous(value);
        const SpanNodeId key = target(written);
        if (key == kNoSpanNode || m_tree.node(key).kind != SpanKind::Scalar) continue;
        if (budget == 0) return;
        if (depth > 0) --budget;
        if (isMergeKey(m_tree, key)) {
            const SpanNodeId from = target(value);
            if (from == kNoSpanNode) continue;
            if (m_tree.node(from).kind == SpanKind::Mapping) {
                merged.push_back(from);
                continue;
            }
            if (m_tree.node(from).kind == SpanKind::Sequence) {
                for (const SpanNodeId item : m_tree.children(from)) {
                    const SpanNodeId each = target(item);
                    if (each != kNoSpanNode && m_tree.node(each).kind == SpanKind::Mapping) {
                        merged.push_back(each);
                    }
                }
                continue;
            }
        }
        const std::string_view name = m_tree.value(key);
        if (!seen.note(name, written)) entries.push_back({name, written, value});
    }
    constexpr std::size_t kMaxMergeDepth = 20;
    if (depth >= kMaxMergeDepth) return;
    for (const SpanNodeId from : merged) collect(from, depth + 1, budget, entries, seen);
}

std::vector<SpanEntry> SpanLinks::entries(SpanNodeId mapping) const {
    std::vector<SpanEntry> result;
    if (m_tree.node(mapping).kind != SpanKind::Mapping) return result;
    result.reserve(m_tree.childCount(mapping) / 2);
    FirstKeys seen;
    std::size_t budget = ReadLimits{}.maxAliasNodes;
    collect(mapping, 0, budget, result, seen);
    return result;
}

std::optional<SpanEntry> SpanLinks::find(SpanNodeId mapping, std::string_view key) const {
    // Once a large mapping is asked again, it is worth an index.
    constexpr std::size_t kFewChildren = 64;
    constexpr std::size_t kFewQuestions = 2;
    if (m_tree.node(mapping).kind != SpanKind::Mapping) return std::nullopt;
    if (m_tree.childCount(mapping) <= kFewChildren) return scan(mapping, key);
    Large& large = m_large[mapping];
    if (large.asked++ < kFewQuestions) return scan(mapping, key);
    if (large.byKey.empty()) {
        for (const SpanEntry& entry : entries(mapping)) large.byKey.emplace(entry.key, entry);
    }
    const auto entry = large.byKey.find(key);
    return entry == large.byKey.end() ? std::nullopt : std::optional(entry->second);
}

std::optional<SpanEntry> SpanLinks::scan(SpanNodeId mapping, std::string_view key) const {
    bool merges = false;
    for (const SpanNodeId value : m_tree.children(mapping)) {
        if (m_tree.node(value).place % 2 == 0) continue;
        const SpanNodeId written = m_tree.previous(value);
        const SpanNodeId at = target(written);
        if (at == kNoSpanNode || m_tree.node(at).kind != SpanKind::Scalar) continue;
        if (isMergeKey(m_tree, at)) {
            merges = true;
        } else if (const std::string_view name = m_tree.value(at); name == key) {
            return SpanEntry{name, written, value};
        }
    }
    if (!merges) return std::nullopt;
    for (const SpanEntry& entry : entries(mapping)) {
        if (entry.key == key) return entry;
    }
    return std::nullopt;
}

Value ValueBuilder::text(std::string_view text) {
    constexpr std::size_t kLongest = 128;  // What is longer is seldom said twice.
    if (text.size() > kLongest) return Value::string(std::string(text));
    if (const auto found = m_texts.find(text); found != m_texts.end()) return found->second;
    Value value = Value::string(std::string(text));
    m_texts.emplace(value.text(), value);
    return value;
}

Value ValueBuilder::call(std::string_view longName, Value argument) {
    if (longName != "Ref" || !argument.isString()) {
        return normalizedCall(longName, std::move(argument));
    }
    const auto found = m_references.find(argument.text());
    if (found != m_references.end()) return found->second;
    Value value = normalizedCall(longName, std::move(argument));
    m_references.emplace(value.argument().text(), value);
    return value;
}

Value ValueBuilder::scalar(const SpanNode& node) {
    const std::string_view word = m_tree.value(node);
    if (node.style != SpanStyle::Plain || isTextTag(m_tree.tag(node))) return text(word);
    if (m_tree.format == TemplateFormat::Json) {
        if (word == "null") return {};
        if (word == "true" || word == "false") {
            return Value::boolean(word == "true");
        }
        return Value::number(std::string(word));
    }
    if (word.empty() || word == "~" || word == "null") return {};
    // Behind a tag a word is a text, as YAML has it: `!Ref On` names the parameter On.
    const auto truth = plainTruth(word);
    if (truth && !longNameOfTag(m_tree.tag(node))) return Value::boolean(*truth);
    if (isJsonNumber(word)) return Value::number(std::string(word));
    return text(word);
}

Value ValueBuilder::mapping(SpanNodeId id, ValueContext context) {
    const auto entries = m_links.entries(id);
    const bool isSection =
        context == ValueContext::Section || context == ValueContext::ConditionSection;
    if (entries.size() == 1 && m_tree.childCount(id) == 2 && !isSection) {
        const SpanEntry& only = entries.front();
        const bool isName = only.key != "Condition" && !only.key.starts_with("Fn::ForEach") &&
                            functionFromLongName(only.key).has_value();
        const SpanNodeId argument = m_links.target(only.valueNode);
        const bool isCondition = only.key == "Condition" && context == ValueContext::Conditions &&
                                 argument != kNoSpanNode &&
                                 m_tree.node(argument).kind == SpanKind::Scalar;
        if (isName || isCondition) {
            return call(only.key, build(only.valueNode, insideCall(only.key, context)));
        }
    }
    std::vector<MapEntry> result;
    result.reserve(entries.size());
    for (const SpanEntry& entry : entries) {
        result.push_back({std::string(entry.key), build(entry.valueNode, inside(context))});
    }
    return Value::map(std::move(result));
}

Value ValueBuilder::untagged(SpanNodeId id, ValueContext context) {
    const SpanNode& node = m_tree.node(id);
    switch (node.kind) {
        case SpanKind::Scalar: return scalar(node);
        case SpanKind::Sequence: {
            std::vector<Value> items;
            items.reserve(m_tree.childCount(id));
            for (const SpanNodeId item : m_tree.children(id)) {
                items.push_back(build(item, inside(context)));
            }
            return Value::list(std::move(items));
        }
        case SpanKind::Mapping: return mapping(id, context);
        case SpanKind::Alias: {
            const SpanNodeId target = m_links.target(id);
            // What it leads to is not there, which is said; that it is null would be a second
            // fault.
            if (target == kNoSpanNode) return Value::string("*" + std::string(m_tree.anchor(node)));
            if (m_aliasDepth++ == 0) m_alias = id;
            Value value = build(target, context);
            --m_aliasDepth;
            return value;
        }
    }
    return {};
}

Value ValueBuilder::build(SpanNodeId id, ValueContext context) {
    if (m_aliasDepth > 0) ++m_aliasNodes;
    // Three steps of the value tree may stand in one node: a tag, its call, its argument.
    if (m_depth > m_limits.maxDepth || m_aliasNodes > m_limits.maxAliasNodes) {
        if (m_exceededAt == kNoSpanNode) m_exceededAt = m_alias == kNoSpanNode ? id : m_alias;
        return Value::string("…");
    }
    ++m_depth;
    const auto longName = longNameOfTag(m_tree.tag(m_tree.node(id)));
    Value value = longName ? untagged(id, insideCall(*longName, context)) : untagged(id, context);
    // A tag alone is a call with an empty text: `AvailabilityZones: !GetAZs`.
    if (longName && m_tree.node(id).kind == SpanKind::Scalar && m_tree.value(id).empty()) {
        value = Value::string("");
    }
    --m_depth;
    return longName ? call(*longName, std::move(value)) : value;
}

Value valueOf(const SpanTree& tree, SpanNodeId node, ValueContext context) {
    return ValueBuilder(tree, ReadLimits{}).build(node, context);
}

}  // namespace archivolt
