#include "export/cloudformation/write_value.h"

#include <optional>
#include <vector>

#include "export/cloudformation/write_scalar.h"
#include "model/base/invariant.h"

namespace archivolt {

namespace {

constexpr std::size_t kMaxFlowWidth = 72;
constexpr std::size_t kMaxKeyBytes = 1000;

/// Returns the short tag with which the call can be written; nothing where it needs the long form.
///
/// Two tags can't stand on one value, so of `!Base64 !Sub x` the outer one is written long.
std::optional<std::string> shortTag(const Value& call, const TextStyle& style) {
    if (!style.shortTags || call.function() == Function::Other) return std::nullopt;
    const Value& argument = call.argument();
    if (!argument.isString() && !argument.isList() && !argument.isMap()) return std::nullopt;
    std::string_view name = call.functionName();
    if (name.starts_with("Fn::")) name.remove_prefix(4);
    return "!" + std::string(name);
}

/// Returns a call's argument as the short tag takes it: GetAtt's resource and attribute dotted.
Value shortArgument(const Value& call) {
    const auto& items = call.argument().items();
    const bool dotted = call.isCall(Function::GetAtt) && items.size() == 2 && items[0].isString() &&
                        items[1].isString() && !items[0].text().empty() &&
                        !items[1].text().empty() && items[0].text().find('.') == std::string::npos;
    if (!dotted) return call.argument();
    return Value::string(items[0].text() + "." + items[1].text());
}

Value longForm(const Value& call) {
    return Value::map({{std::string(call.functionName()), call.argument()}});
}

/// Returns what evaluation could not know as the map that reports use; no template holds one.
Value unknownAsMap(const Value& value) {
    return Value::map({{"Unknown", Value::string(value.text())}});
}

/// Says whether a list is plain enough to stand on one line: scalars, calls of them, lists of both.
bool isPlainEnough(const Value& value) {
    switch (value.kind()) {
        case Value::Kind::Null:
        case Value::Kind::Bool:
        case Value::Kind::Number: return true;
        case Value::Kind::String: return value.text().find('\n') == std::string::npos;
        case Value::Kind::List: {
            for (const Value& item : value.items()) {
                if (!isPlainEnough(item)) return false;
            }
            return true;
        }
        case Value::Kind::Map: return value.entries().empty();
        case Value::Kind::Call: return isPlainEnough(value.argument());
        case Value::Kind::Unknown: return false;
    }
    INVARIANT(false);
}

std::string mapBody(const Value& map, const std::string& pad, const TextStyle& style) {
    std::string body;
    for (const MapEntry& entry : map.entries()) {
        if (!body.empty()) body += '\n';
        body += blockEntry(entry.key, entry.value, pad, style);
    }
    return body;
}

std::string listBody(const Value& list, const std::string& pad, const TextStyle& style) {
    std::string body;
    for (const Value& item : list.items()) {
        if (!body.empty()) body += '\n';
        body += blockItem(item, pad, style);
    }
    return body;
}

BlockText blockScalar(const Value& value, const BlockPads& pads, const TextStyle& style) {
    if (style.literals && value.isString() && value.text().find('\n') != std::string::npos) {
        auto literal = literalText(value.text(), pads.child, pads.child.size() - pads.own.size());
        if (literal) return {std::move(literal->header), std::move(literal->body)};
    }
    return {scalarText(value, style.quote, false), {}};
}

BlockText blockCall(const Value& call, const BlockPads& pads, const TextStyle& style) {
    const auto tag = shortTag(call, style);
    if (!tag) return blockText(longForm(call), pads, style);
    const Value argument = shortArgument(call);
    if (argument.isList() && isPlainEnough(argument)) {
        std::string flow = flowText(argument, style);
        if (flow.size() <= kMaxFlowWidth) return {*tag + " " + std::move(flow), {}};
    }
    // Dashes below a tag must stand deeper than the key.
    BlockText text = blockText(argument, {pads.own, pads.child, pads.child}, style);
    text.head = text.head.empty() ? *tag : *tag + " " + text.head;
    return text;
}

std::string flowCall(const Value& call, const TextStyle& style) {
    const auto tag = shortTag(call, style);
    return tag ? *tag + " " + flowText(shortArgument(call), style)
               : flowText(longForm(call), style);
}

/// Returns the items between brackets, on one line or one a line.
std::string jsonGroup(const std::vector<std::string>& items, std::string_view brackets,
                      const std::string& pad, const TextStyle& style) {
    std::string result(1, brackets[0]);
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!style.singleLine) result += "\n" + pad + style.unit;
        result += items[i];
        if (i + 1 < items.size()) result += style.singleLine ? ", " : ",";
    }
    if (!style.singleLine && !items.empty()) result += "\n" + pad;
    return result + brackets[1];
}

}  // namespace

BlockPads padsBelowKey(std::string pad, const TextStyle& style) {
    std::string child = pad + style.unit;
    std::string list = style.sequencesIndented ? child : pad;
    return {std::move(pad), std::move(child), std::move(list)};
}

BlockPads padsBelowDash(std::string pad) {
    std::string child = pad + "  ";
    return {std::move(pad), child, child};
}

BlockText blockText(const Value& value, const BlockPads& pads, const TextStyle& style) {
    switch (value.kind()) {
        case Value::Kind::Null:
        case Value::Kind::Bool:
        case Value::Kind::Number:
        case Value::Kind::String: return blockScalar(value, pads, style);
        case Value::Kind::List:
            if (value.items().empty()) return {"[]", {}};
            return {{}, listBody(value, pads.list, style)};
        case Value::Kind::Map:
            if (value.entries().empty()) return {"{}", {}};
            return {{}, mapBody(value, pads.child, style)};
        case Value::Kind::Call: return blockCall(value, pads, style);
        case Value::Kind::Unknown: return blockText(unknownAsMap(value), pads, style);
    }
    INVARIANT(false);
}

std::string blockEntry(std::string_view key, const Value& value, const std::string& pad,
                       const TextStyle& style) {
    const BlockText text = blockText(value, padsBelowKey(pad, style), style);
    std::string result = pad;
    if (needsQuestionMark(key)) {
        result += "? " + keyText(key, style, false) + "\n" + pad + ":";
    } else {
        result += keyText(key, style, false) + ":";
    }
    if (!text.head.empty()) result += " " + text.head;
    if (!text.body.empty()) result += "\n" + text.body;
    return result;
}

std::string blockItem(const Value& value, const std::string& pad, const TextStyle& style) {
    const BlockPads pads = padsBelowDash(pad);
    const BlockText text = blockText(value, pads, style);
    if (text.head.empty()) return pad + "- " + text.body.substr(pads.child.size());
    std::string result = pad + "- " + text.head;
    if (!text.body.empty()) result += "\n" + text.body;
    return result;
}

std::string flowText(const Value& value, const TextStyle& style) {
    switch (value.kind()) {
        case Value::Kind::Null:
        case Value::Kind::Bool:
        case Value::Kind::Number:
        case Value::Kind::String: return scalarText(value, style.quote, true);
        case Value::Kind::List: {
            std::string result = "[";
            for (const Value& item : value.items()) {
                if (result.size() > 1) result += ", ";
                result += flowText(item, style);
            }
            return result + "]";
        }
        case Value::Kind::Map: {
            std::string result = "{";
            for (const MapEntry& entry : value.entries()) {
                if (result.size() > 1) result += ", ";
                if (needsQuestionMark(entry.key)) result += "? ";
                result += keyText(entry.key, style, true) + ": " + flowText(entry.value, style);
            }
            return result + "}";
        }
        case Value::Kind::Call: return flowCall(value, style);
        case Value::Kind::Unknown: return flowText(unknownAsMap(value), style);
    }
    INVARIANT(false);
}

std::string keyText(std::string_view key, const TextStyle& style, bool inFlow) {
    return canBePlain(key, inFlow) ? std::string(key) : quoted(key, style.quote);
}

bool needsQuestionMark(std::string_view key) {
    // An escape is at most six bytes for one of the key.
    return 6 * key.size() > kMaxKeyBytes && doubleQuoted(key).size() > kMaxKeyBytes;
}

std::string jsonText(const Value& value, const std::string& pad, const TextStyle& style) {
    switch (value.kind()) {
        case Value::Kind::Null: return "null";
        case Value::Kind::Bool:
        case Value::Kind::Number: return value.text();
        case Value::Kind::String: return doubleQuoted(value.text());
        case Value::Kind::List: {
            std::vector<std::string> items;
            for (const Value& item : value.items()) {
                items.push_back(jsonText(item, pad + style.unit, style));
            }
            return jsonGroup(items, "[]", pad, style);
        }
        case Value::Kind::Map: {
            std::vector<std::string> items;
            for (const MapEntry& entry : value.entries()) {
                items.push_back(doubleQuoted(entry.key) + style.colon +
                                jsonText(entry.value, pad + style.unit, style));
            }
            return jsonGroup(items, "{}", pad, style);
        }
        case Value::Kind::Call: return jsonText(longForm(value), pad, style);
        case Value::Kind::Unknown: return jsonText(unknownAsMap(value), pad, style);
    }
    INVARIANT(false);
}

}  // namespace archivolt
