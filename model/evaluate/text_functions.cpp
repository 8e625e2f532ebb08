#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "model/evaluate/evaluation_rules.h"
#include "model/evaluate/evaluator.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

/// Returns standard Base64 with padding (RFC 4648, section 4).
std::string base64Of(std::string_view bytes) {
    static constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    result.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            const bool isThere = i + k < bytes.size();
            group = group << 8 | (isThere ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            const bool isPadding = i + k > bytes.size();
            result += isPadding ? '=' : kAlphabet[group >> (18 - 6 * k) & 63];
        }
    }
    return result;
}

/// Says whether a value is a text with references in it, as `composed` makes them.
bool isComposed(const Value& value) {
    return value.isCall(Function::Join) && value.argument().items().size() == 2 &&
           value.argument().items()[0].isString() && value.argument().items()[0].text().empty() &&
           value.argument().items()[1].isList();
}

}  // namespace

Value Evaluator::composed(const std::vector<Value>& pieces) {
    std::vector<Value> items;
    std::string text;
    std::size_t size = 0;
    const auto flush = [&] {
        if (!text.empty()) items.push_back(Value::string(std::exchange(text, {})));
    };
    const auto add = [&](const Value& piece) {
        if (piece.isCall()) {
            flush();
            items.push_back(piece);
        } else {
            text += piece.text();
        }
        size += piece.text().size() + 1;
    };
    for (const Value& piece : pieces) {
        if (piece.isUnknown()) return piece;
        if (isComposed(piece)) {
            for (const Value& inner : piece.argument().items()[1].items()) add(inner);
        } else {
            add(piece);
        }
        if (size > kMostText) return overLimit("1 MiB of text");
    }
    if (!spendText(size)) return overLimit("64 MiB of text in all");
    if (items.empty()) return evaluateLiteral(Value::string(std::move(text)));
    flush();
    if (items.size() > kMostItems) return overLimit("10,000 parts of a text");
    for (const Value& item : items) {
        if (const auto reason = dynamicReferenceReason(item.isCall() ? "" : item.text())) {
            return Value::unknown(*reason);
        }
    }
    if (items.size() == 1) return items.front();
    return Value::call(Function::Join,
                       Value::list({Value::string(""), Value::list(std::move(items))}));
}

Value Evaluator::subVariable(const std::string& name, const Value* variables) {
    if (const Value* own = variables != nullptr ? variables->find(name) : nullptr) return *own;
    const auto dot = name.find('.');
    if (dot == std::string::npos) {
        const Outcome value = refName(name);
        if (value) return *value;
        return complain(kNoValue, "`${AWS::NoValue}` stands for no value inside a text",
                        "choose between whole texts with `Fn::If`");
    }
    return attribute(name.substr(0, dot), name.substr(dot + 1));
}

Value Evaluator::sub(const Value& argument) {
    const bool hasVariables = argument.isList();
    static constexpr std::string_view kShape = "a text, or a list of a text and a map";
    if (hasVariables && (argument.items().size() != 2 || !argument.items()[1].isMap())) {
        return wrongShape(Function::Sub, kShape);
    }
    const Value& pattern = hasVariables ? argument.items()[0] : argument;
    if (pattern.isCall(Function::Transform)) return *evaluate(pattern);  // Macros run first.
    if (!pattern.isScalar()) return wrongShape(Function::Sub, kShape);
    Value variables;
    if (hasVariables) {
        const Step down(*this, std::size_t{1});
        variables = needed(argument.items()[1], "the map of `Fn::Sub`");
    }
    std::vector<Value> pieces;
    const std::string& text = pattern.text();
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = text.find("${", at);
        const auto close = open != std::string::npos ? text.find('}', open) : std::string::npos;
        if (close == std::string::npos) break;
        pieces.push_back(Value::string(text.substr(at, open - at)));
        const std::string name = text.substr(open + 2, close - open - 2);
        at = close + 1;
        if (name.starts_with('!')) {
            pieces.push_back(Value::string("${" + name.substr(1) + "}"));
            continue;
        }
        if (name.empty()) {
            return complain(kBadArgument, "`${}` in `Fn::Sub` names nothing",
                            "name a parameter or a resource, or write `${!}` for the text itself");
        }
        Value value = subVariable(name, hasVariables ? &variables : nullptr);
        if (value.isList() || value.isMap() || value.isNull()) {
            return complain(kBadArgument, fmt::format("`${{{}}}` is no text", name),
                            "put a list into a text with `Fn::Join`");
        }
        pieces.push_back(std::move(value));
    }
    pieces.push_back(Value::string(text.substr(at)));
    return composed(pieces);
}

Value Evaluator::join(const Value& argument) {
    static constexpr std::string_view kShape = "a delimiter and a list";
    if (argument.items().size() != 2) return wrongShape(Function::Join, kShape);
    const Value& delimiter = argument.items()[0];
    if (!delimiter.isScalar()) return wrongShape(Function::Join, kShape);
    const Step down(*this, std::size_t{1});
    const Value list = needed(argument.items()[1], "the list of `Fn::Join`");
    if (list.isUnknown()) return list;
    if (list.isCall()) {
        return Value::call(Function::Join, Value::list({Value::string(delimiter.text()), list}));
    }
    if (!list.isList()) return wrongShape(Function::Join, kShape);
    std::vector<Value> pieces;
    for (const Value& item : list.items()) {
        if (!item.isScalar() && !item.isCall() && !item.isUnknown()) {
            return complain(kBadArgument, "an item of `Fn::Join` is no text", "join texts only");
        }
        if (!pieces.empty()) pieces.push_back(Value::string(delimiter.text()));
        pieces.push_back(item);
    }
    return composed(pieces);
}

Value Evaluator::split(const Value& argument) {
    static constexpr std::string_view kShape = "a delimiter and a text";
    if (argument.items().size() != 2 || !argument.items()[0].isScalar()) {
        return wrongShape(Function::Split, kShape);
    }
    const std::string& delimiter = argument.items()[0].text();
    if (delimiter.empty()) return wrongShape(Function::Split, "a delimiter that is not empty");
    const Step down(*this, std::size_t{1});
    const Value source = needed(argument.items()[1], "the text of `Fn::Split`");
    if (source.isUnknown()) return source;
    if (source.isCall()) {
        return Value::unknown(
            fmt::format("`{}` is a text that only AWS knows", describeCall(source)));
    }
    if (!source.isScalar()) return wrongShape(Function::Split, kShape);
    const std::string& text = source.text();
    std::vector<Value> items;
    std::size_t at = 0;
    for (auto next = text.find(delimiter); next != std::string::npos;
         next = text.find(delimiter, at)) {
        items.push_back(Value::string(text.substr(at, next - at)));
        at = next + delimiter.size();
        if (items.size() >= kMostItems) return overLimit("10,000 items");
    }
    items.push_back(Value::string(text.substr(at)));
    m_nodes += items.size();
    if (!spendText(text.size())) return overLimit("64 MiB of text in all");
    return Value::list(std::move(items));
}

Value Evaluator::base64(const Value& argument) {
    const Value text = needed(argument, "the text of `Fn::Base64`");
    if (text.isUnknown()) return text;
    if (text.isCall()) return Value::call(Function::Base64, text);
    if (!text.isScalar()) return wrongShape(Function::Base64, "a text");
    if (!spendText(text.text().size() * 4 / 3)) return overLimit("1 MiB of text");
    return Value::string(base64Of(text.text()));
}

Value Evaluator::toJsonString(const Value& argument) {
    if (!m_input.scope.languageExtensions) {
        (void)complain(kFunctionNotHere,
                       "`Fn::ToJsonString` needs the transform AWS::LanguageExtensions",
                       "add `Transform: AWS::LanguageExtensions` to the template");
    }
    const Value value = needed(argument, "the argument of `Fn::ToJsonString`");
    if (value.isUnknown()) return value;
    if (!value.isList() && !value.isMap()) {
        return value.isCall() ? Value::call(Function::ToJsonString, value)
                              : wrongShape(Function::ToJsonString, "a list or a map");
    }
    if (const std::string* why = firstUnknown(value)) return Value::unknown(*why);
    if (holdsCall(value)) return Value::call(Function::ToJsonString, value);
    std::string text = toJson(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (!spendText(text.size())) return overLimit("1 MiB of text");
    return Value::string(std::move(text));
}

}  // namespace archivolt
