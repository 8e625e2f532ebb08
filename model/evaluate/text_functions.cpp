#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "model/evaluate/evaluation_rules.h"
#include "model/evaluate/evaluator.h"
#include "model/evaluate/joined_texts.h"
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

constexpr int kMostImportsOfImports = 32;

/// Says whether two references of a text stand in it with a separator other than the one that it
/// was split at: then it is a list that was not taken apart, not one name.
bool isListYet(const Value& item) {
    if (!isComposed(item)) return false;
    const auto& parts = item.argument().items()[1].items();
    bool met = false;
    bool parted = false;
    for (const Value& part : parts) {
        if (part.isCall() && met && parted) return true;
        if (part.isCall()) met = true;
        parted = !part.isCall() && std::ranges::any_of(part.text(), [](char c) {
            return !mayStandInNames(std::string_view(&c, 1));
        });
    }
    return false;
}

Value listYet(const Value& item, const std::string& delimiter) {
    return Value::unknown(
        fmt::format("`{}` and more stand in one item where the text is split at `{}`",
                    describeCall(item), delimiter));
}

Value freeText(const std::string& reference) {
    return Value::unknown(fmt::format(
        "`{}` may be any text, and where it ends as an item only AWS knows", reference));
}

Value onlyAwsKnows(const Value& call) {
    return Value::unknown(fmt::format("`{}` is a text that only AWS knows", describeCall(call)));
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
    return textOfParts(std::move(items));
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
    Value list = needed(argument.items()[1], "the list of `Fn::Join`");
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
    Value source = needed(argument.items()[1], "the text of `Fn::Split`");
    if (source.isUnknown()) return source;
    if (!source.isScalar() && !source.isCall()) return wrongShape(Function::Split, kShape);
    return itemsOf(source, delimiter);
}

Value Evaluator::itemsOf(const Value& text, const std::string& delimiter) {
    if (text.isCall()) {
        if (mayStandInNames(delimiter) || m_input.resources == nullptr) return onlyAwsKnows(text);
        for (const std::string& name : resourcesIn(text)) read(ReadKind::Content, name);
        const std::string free = freeTextIn(text, *m_input.resources);
        if (!free.empty()) return freeText(free);
    }
    std::vector<Value> items;
    if (auto unknown = addItems(items, text, delimiter, {}, 0)) return *std::move(unknown);
    if (items.size() > kMostItems) return overLimit("10,000 items");
    m_nodes += items.size();
    if (!spendText(text.text().size())) return overLimit("64 MiB of text in all");
    return Value::list(std::move(items));
}

std::optional<Value> Evaluator::addItems(std::vector<Value>& items, const Value& text,
                                         const std::string& delimiter, const std::string& from,
                                         int depth) {
    // Texts of texts double at each import: they are counted like all that is evaluated.
    if (++m_nodes > kMostNodes) return overLimit("1,000,000 values");
    const std::vector<Value> found = splitText(text, delimiter);
    if (items.size() + found.size() > kMostItems) return overLimit("10,000 items");
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Value& item = found[i];
        if (item.isCall(Function::ImportValue)) {
            auto unknown = addImported(items, item.argument().text(), delimiter, depth + 1);
            if (unknown) return unknown;
            continue;
        }
        if (isListYet(item)) return listYet(item, delimiter);
        if (isComposed(item)) {
            for (const Value& part : item.argument().items()[1].items()) {
                if (!isOneItem(part, delimiter, depth)) return listYet(item, delimiter);
            }
        } else if (!isOneItem(item, delimiter, depth)) {
            return listYet(item, delimiter);
        }
        const bool isTheirs = !from.empty() && item.isCall() && !importedItem(item);
        items.push_back(isTheirs ? callOf({from, delimiter, i}) : item);
    }
    return std::nullopt;
}

std::optional<Value> Evaluator::addImported(std::vector<Value>& items, const std::string& name,
                                            const std::string& delimiter, int depth) {
    const Value import = Value::call(Function::ImportValue, Value::string(name));
    if (!m_input.import || depth > kMostImportsOfImports) return onlyAwsKnows(import);
    read(ReadKind::Import, name);
    const ImportedValue imported = m_input.import(name);
    if (!imported.found) return onlyAwsKnows(import);
    if (imported.value.isUnknown()) return imported.value;
    if (!imported.freeText.empty()) return freeText(imported.freeText);
    if (!imported.value.isScalar() && !imported.value.isCall()) return onlyAwsKnows(import);
    return addItems(items, imported.value, delimiter, name, depth);
}

bool Evaluator::isOneItem(const Value& part, const std::string& delimiter, int depth) {
    std::vector<Value> items;
    if (part.isCall(Function::ImportValue)) {
        return !addImported(items, part.argument().text(), delimiter, depth + 1) &&
               items.size() == 1;
    }
    const auto theirs = importedItem(part);
    if (!theirs || theirs->delimiter == delimiter) return true;
    if (!m_input.import || depth > kMostImportsOfImports) return false;
    read(ReadKind::Import, theirs->name);
    const ImportedValue imported = m_input.import(theirs->name);
    const std::vector<Value> whole = splitText(imported.value, theirs->delimiter);
    return theirs->index < whole.size() &&
           !addItems(items, whole[theirs->index], delimiter, theirs->name, depth + 1) &&
           items.size() == 1;
}

Value Evaluator::base64(const Value& argument) {
    Value text = needed(argument, "the text of `Fn::Base64`");
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
    Value value = needed(argument, "the argument of `Fn::ToJsonString`");
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
