#include "model/value/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <variant>

#include "model/base/invariant.h"
#include "model/value/value_rules.h"

namespace archivolt {

namespace {

constexpr std::array<std::string_view, 27> kLongNames = {
    "Ref",
    "Fn::GetAtt",
    "Fn::Sub",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::FindInMap",
    "Fn::If",
    "Fn::Equals",
    "Fn::And",
    "Fn::Or",
    "Fn::Not",
    "Condition",
    "Fn::GetAZs",
    "Fn::Cidr",
    "Fn::Base64",
    "Fn::ImportValue",
    "Fn::Length",
    "Fn::ToJsonString",
    "Fn::Transform",
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::RefAll",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
    "",
};

struct CallNode {
    Function function;
    std::string name;  // Only of `Other`.
    Value argument;
};

}  // namespace

struct Value::Node {
    Kind kind = Kind::Null;
    std::variant<std::monostate, std::string, std::vector<Value>, std::vector<MapEntry>, CallNode>
        content;
};

std::string_view longName(Function function) {
    return kLongNames[static_cast<std::size_t>(function)];
}

std::optional<Function> functionFromLongName(std::string_view name) {
    if (name.empty()) return std::nullopt;
    const auto* const found = std::find(kLongNames.begin(), kLongNames.end(), name);
    if (found != kLongNames.end()) return static_cast<Function>(found - kLongNames.begin());
    if (name.starts_with("Fn::")) return Function::Other;
    return std::nullopt;
}

Value::Value() {
    static const auto kNull = std::make_shared<const Node>();
    m_node = kNull;
}

Value Value::boolean(bool value) {
    return Value(
        std::make_shared<const Node>(Node{Kind::Bool, std::string(value ? "true" : "false")}));
}

Value Value::number(std::string text) {
    return Value(std::make_shared<const Node>(Node{Kind::Number, std::move(text)}));
}

Value Value::number(std::int64_t value) { return number(std::to_string(value)); }

Value Value::string(std::string text) {
    return Value(std::make_shared<const Node>(Node{Kind::String, std::move(text)}));
}

Value Value::list(std::vector<Value> items) {
    return Value(std::make_shared<const Node>(Node{Kind::List, std::move(items)}));
}

Value Value::map(std::vector<MapEntry> entries) {
    return Value(std::make_shared<const Node>(Node{Kind::Map, std::move(entries)}));
}

Value Value::call(Function function, Value argument) {
    INVARIANT(function != Function::Other);
    return Value(std::make_shared<const Node>(
        Node{Kind::Call, CallNode{function, {}, std::move(argument)}}));
}

Value Value::call(std::string_view longName, Value argument) {
    const auto function = functionFromLongName(longName);
    INVARIANT(function.has_value());
    if (*function != Function::Other) return call(*function, std::move(argument));
    return Value(std::make_shared<const Node>(
        Node{Kind::Call, CallNode{*function, std::string(longName), std::move(argument)}}));
}

Value Value::unknown(std::string why) {
    return Value(std::make_shared<const Node>(Node{Kind::Unknown, std::move(why)}));
}

Value Value::ref(std::string logicalId) {
    return call(Function::Ref, string(std::move(logicalId)));
}

Value Value::getAtt(std::string logicalId, std::string attribute) {
    return call(Function::GetAtt,
                list({string(std::move(logicalId)), string(std::move(attribute))}));
}

Value::Kind Value::kind() const { return m_node->kind; }

bool Value::isCall(Function function) const { return isCall() && this->function() == function; }

bool Value::isScalar() const {
    return kind() == Kind::Bool || kind() == Kind::Number || kind() == Kind::String;
}

const std::string& Value::text() const {
    static const std::string kEmpty;
    const auto* text = std::get_if<std::string>(&m_node->content);
    return text != nullptr ? *text : kEmpty;
}

const std::vector<Value>& Value::items() const {
    static const std::vector<Value> kNone;
    const auto* items = std::get_if<std::vector<Value>>(&m_node->content);
    return items != nullptr ? *items : kNone;
}

const std::vector<MapEntry>& Value::entries() const {
    static const std::vector<MapEntry> kNone;
    const auto* entries = std::get_if<std::vector<MapEntry>>(&m_node->content);
    return entries != nullptr ? *entries : kNone;
}

const Value* Value::find(std::string_view key) const {
    for (const MapEntry& entry : entries()) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

Function Value::function() const {
    INVARIANT(isCall());
    return std::get<CallNode>(m_node->content).function;
}

std::string_view Value::functionName() const {
    INVARIANT(isCall());
    const auto& node = std::get<CallNode>(m_node->content);
    return node.function == Function::Other ? std::string_view(node.name) : longName(node.function);
}

const Value& Value::argument() const {
    INVARIANT(isCall());
    return std::get<CallNode>(m_node->content).argument;
}

std::optional<std::int64_t> Value::asInteger() const {
    if (kind() != Kind::Number && kind() != Kind::String) return std::nullopt;
    std::string_view digits = text();
    if (digits.starts_with('+')) digits.remove_prefix(1);
    std::int64_t result = 0;
    const auto* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, result);
    if (error != std::errc{} || stop != end || digits.empty()) return std::nullopt;
    return result;
}

std::optional<double> Value::asNumber() const {
    if (kind() != Kind::Number && kind() != Kind::String) return std::nullopt;
    double result = 0;
    const auto* const end = text().data() + text().size();
    const auto [stop, error] = std::from_chars(text().data(), end, result);
    if (error != std::errc{} || stop != end || text().empty()) return std::nullopt;
    return result;
}

std::optional<bool> Value::asBool() const {
    if (kind() != Kind::Bool && kind() != Kind::String) return std::nullopt;
    std::string lower = text();
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    if (lower == "true") return true;
    if (lower == "false") return false;
    return std::nullopt;
}

std::optional<std::string> Value::asString() const {
    if (!isScalar()) return std::nullopt;
    return text();
}

namespace {

/// Returns the child that a step names, or null pointer.
const Value* childAt(const Value& value, const PathStep& step) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
        return *index < value.items().size() ? &value.items()[*index] : nullptr;
    }
    const auto& key = std::get<std::string>(step);
    if (value.isCall()) return value.functionName() == key ? &value.argument() : nullptr;
    return value.find(key);
}

constexpr Rule kNothingThere{"VALUE-1",
                             Severity::Error,
                             "a path leads to nothing",
                             "only what is there can be changed or removed",
                             "name a property that is there",
                             "a rule of this program"};

tl::unexpected<Diagnostic> noSuchPath(const Path& path) {
    return failure(kNothingThere, fmt::format("there is nothing at `{}`", path.toString()),
                   "name a property that is there");
}

/// Returns `value` with its child at `step` set; the step must fit the value's kind.
std::optional<Value> withChild(const Value& value, const PathStep& step, Value child) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
        if (!value.isList() || *index > value.items().size()) return std::nullopt;
        std::vector<Value> items = value.items();
        if (*index == items.size()) {
            items.push_back(std::move(child));
        } else {
            items[*index] = std::move(child);
        }
        return Value::list(std::move(items));
    }
    const auto& key = std::get<std::string>(step);
    if (value.isCall()) {
        if (value.functionName() != key) return std::nullopt;
        return Value::call(key, std::move(child));
    }
    if (!value.isMap()) return std::nullopt;
    return value.withEntry(key, std::move(child));
}

std::optional<Value> withoutChild(const Value& value, const PathStep& step) {
    if (childAt(value, step) == nullptr || value.isCall()) return std::nullopt;
    if (const auto* index = std::get_if<std::size_t>(&step)) {
        std::vector<Value> items = value.items();
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(*index));
        return Value::list(std::move(items));
    }
    std::vector<MapEntry> entries = value.entries();
    std::erase_if(entries,
                  [&](const MapEntry& entry) { return entry.key == std::get<std::string>(step); });
    return Value::map(std::move(entries));
}

}  // namespace

const Value* Value::at(const Path& path) const {
    const Value* value = this;
    for (const PathStep& step : path.steps()) {
        value = childAt(*value, step);
        if (value == nullptr) return nullptr;
    }
    return value;
}

Result<Value> Value::with(const Path& path, Value value) const {
    if (path.empty()) return value;
    Value child = std::move(value);
    if (path.size() > 1) {
        const Value* next = childAt(*this, path[0]);
        if (next == nullptr) return noSuchPath(path);
        auto changed = next->with(path.from(1), std::move(child));
        if (!changed) return noSuchPath(path);
        child = std::move(*changed);
    }
    auto result = withChild(*this, path[0], std::move(child));
    if (!result) return noSuchPath(path);
    return *std::move(result);
}

Result<Value> Value::without(const Path& path) const {
    if (path.empty()) return noSuchPath(path);
    if (path.size() == 1) {
        auto result = withoutChild(*this, path[0]);
        if (!result) return noSuchPath(path);
        return *std::move(result);
    }
    const Value* next = childAt(*this, path[0]);
    if (next == nullptr) return noSuchPath(path);
    auto changed = next->without(path.from(1));
    if (!changed) return noSuchPath(path);
    auto result = withChild(*this, path[0], *std::move(changed));
    INVARIANT(result.has_value());
    return *std::move(result);
}

Value Value::withEntry(std::string key, Value value) const {
    INVARIANT(isMap() || isNull());
    std::vector<MapEntry> entries = this->entries();
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const MapEntry& entry) { return entry.key == key; });
    if (found != entries.end()) {
        found->value = std::move(value);
    } else {
        entries.push_back({std::move(key), std::move(value)});
    }
    return map(std::move(entries));
}

bool operator==(const Value& a, const Value& b) {
    if (a.identical(b)) return true;
    if (a.kind() != b.kind()) return false;
    switch (a.kind()) {
        case Value::Kind::Null: return true;
        case Value::Kind::Bool:
        case Value::Kind::Number:
        case Value::Kind::String:
        case Value::Kind::Unknown: return a.text() == b.text();
        case Value::Kind::List: return a.items() == b.items();
        case Value::Kind::Map: return a.entries() == b.entries();
        case Value::Kind::Call:
            return a.functionName() == b.functionName() && a.argument() == b.argument();
    }
    INVARIANT(false);
}

bool sameMeaning(const Value& a, const Value& b) {
    if (a.identical(b)) return true;
    if (a.isScalar() && b.isScalar()) return a.text() == b.text();
    if (a.kind() != b.kind()) return false;
    if (a.isList()) {
        return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(),
                          [](const Value& x, const Value& y) { return sameMeaning(x, y); });
    }
    if (a.isMap()) {
        return a.entries().size() == b.entries().size() &&
               std::all_of(a.entries().begin(), a.entries().end(), [&](const MapEntry& entry) {
                   const Value* other = b.find(entry.key);
                   return other != nullptr && sameMeaning(entry.value, *other);
               });
    }
    if (a.isCall()) {
        return a.functionName() == b.functionName() && sameMeaning(a.argument(), b.argument());
    }
    return a.text() == b.text();
}

RuleList valueRules() {
    static constexpr const Rule* kRules[] = {&kNothingThere};
    return kRules;
}

}  // namespace archivolt
