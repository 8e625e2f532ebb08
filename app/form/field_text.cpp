#include "app/form/field_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "export/cloudformation/read_yaml.h"
#include "export/cloudformation/span_value.h"
#include "export/cloudformation/text_style.h"
#include "export/cloudformation/write_value.h"

namespace archivolt {

namespace {

constexpr std::size_t kLongestText = 240;

bool holdsLines(const Value& value) {
    if (value.isString()) return value.text().find('\n') != std::string::npos;
    if (value.isCall()) return holdsLines(value.argument());
    return std::ranges::any_of(value.items(), holdsLines) ||
           std::ranges::any_of(value.entries(),
                               [](const MapEntry& entry) { return holdsLines(entry.value); });
}

std::string shortened(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (text.size() <= kLongestText) return text;
    std::size_t end = kLongestText;
    // A code point is not cut: the bytes 10xxxxxx continue one.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "…";
}

std::string joinInWords(const Value& value) {
    const Value& argument = value.argument();
    const bool isJoin = value.isCall(Function::Join);
    const auto& parts = isJoin ? argument.items()[1].items() : argument.items();
    const std::string between = isJoin ? argument.items()[0].text() : ".";
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += between;
        text += isJoin && parts[i].isCall() ? "{" + inWords(parts[i]) + "}" : inWords(parts[i]);
    }
    return text;
}

std::string callInWords(const Value& value) {
    const Value& argument = value.argument();
    if (value.isCall(Function::Ref)) return inWords(argument);
    const bool isJoin = value.isCall(Function::Join) && argument.items().size() == 2;
    if (isJoin || value.isCall(Function::GetAtt)) return shortened(joinInWords(value));
    const std::string_view name = value.functionName();
    return fmt::format("{} {}", name.starts_with("Fn::") ? name.substr(4) : name,
                       inWords(argument));
}

std::string blockYaml(const Value& value) {
    const TextStyle style = canonicalStyle(TemplateFormat::Yaml);
    const BlockText text = blockText(value, {"", "  ", ""}, style);
    if (text.body.empty()) return text.head;
    if (!text.head.empty()) return text.head + "\n" + text.body;
    // Without a head all stands below, where a pad is needed that a text of its own has not.
    return blockText(value, {"", "", ""}, style).body;
}

}  // namespace

std::string yamlText(const Value& value) {
    const TextStyle style = canonicalStyle(TemplateFormat::Yaml);
    if (value.isCall() && !holdsLines(value)) return flowText(value, style);
    if (value.isScalar() && !holdsLines(value)) return flowText(value, style);
    std::string block = blockYaml(value);
    if (const auto read = valueOfYaml(block); read && *read == value) return block;
    return flowText(value, style);
}

std::string editableText(const Value& value) {
    if (value.isNull()) return {};
    if (value.isString() && looksLikeExpression(value.text())) return yamlText(value);
    return value.isScalar() ? value.text() : yamlText(value);
}

Result<Value> valueOfYaml(std::string_view text) {
    const SpanReading reading = readYaml(std::string(text), {}, {});
    const auto wrong = std::ranges::find_if(reading.diagnostics, [](const Diagnostic& found) {
        return found.severity == Severity::Error;
    });
    if (wrong != reading.diagnostics.end()) {
        const std::string place =
            wrong->where.line == 0
                ? std::string()
                : fmt::format("line {}, column {}: ", wrong->where.line, wrong->where.column);
        return failure(kNotAValue, place + wrong->message, wrong->help);
    }
    if (!reading.complete || reading.tree.root == kNoSpanNode) {
        return failure(kNotAValue, "there is no value in it", std::string(kNotAValue.help));
    }
    return valueOf(reading.tree, reading.tree.root, ValueContext::General);
}

bool looksLikeExpression(std::string_view text) {
    // The long form, which a function directly inside another one needs on one line.
    if (text.starts_with("{Fn::") || text.starts_with("{Ref:") || text.starts_with("{\"Fn::") ||
        text.starts_with("{\"Ref\"")) {
        const auto read = valueOfYaml(text);
        return read && read->isCall();
    }
    if (text.size() < 2 || text.front() != '!') return false;
    const std::string_view tag = text.substr(0, text.find_first_of(" \t\n"));
    const auto name = longNameOfTag(tag);
    return name && functionFromLongName(*name).value_or(Function::Other) != Function::Other;
}

std::string inWords(const Value& value) {
    switch (value.kind()) {
        case Value::Kind::Null: return "null";
        case Value::Kind::Bool: return value.asBool().value_or(false) ? "yes" : "no";
        case Value::Kind::Number:
        case Value::Kind::String: return shortened(value.text());
        case Value::Kind::Unknown: {
            std::string why = value.text();
            std::erase(why, '`');  // What sets names apart on a terminal.
            return "unknown: " + why;
        }
        case Value::Kind::Map: return fmt::format("{} entries", value.entries().size());
        case Value::Kind::Call: return callInWords(value);
        case Value::Kind::List: break;
    }
    std::string text;
    for (const Value& item : value.items()) {
        if (!text.empty()) text += ", ";
        text += inWords(item);
        if (text.size() > kLongestText) break;
    }
    return text.empty() ? "none" : shortened(std::move(text));
}

RuleList formRules() {
    static constexpr const Rule* kRules[] = {&kNotAValue, &kNotANumber, &kNoPorts, &kFieldGone,
                                             &kNameTaken};
    return kRules;
}

}  // namespace archivolt
