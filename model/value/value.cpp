#include "model/value/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <variant>

#include "model/base/invariant.h"
#include "model/base/text_case.h"
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
    std::unique_ptr<const std::string> name;  // Only of `Other`.
    Value argument;
};

}  // namespace

/// A value's content stands at the place of its kind. Large designs are made of these nodes above
/// all, so there is nothing else in them.
struct Value::Node {
    std::variant<std::monostate, std::string, std::string, std::string, std::vector<Value>,
                 std::vector<MapEntry>, CallNode, std::string>
        content;

    template <Kind kind, class Content>
    [[nodiscard]] static Value of(Content content) {
        constexpr auto kPlace = static_cast<std::size_t>(kind);
        return Value(std::make_shared<const Node>(
            Node{decltype(Node::content)(std::in_place_index<kPlace>, std::move(content))}));
    }
    /// Returns the content of a kind, or null pointer where the value is of another.
    template <Kind kind>
    [[nodiscard]] const auto* as() const {
        return std::get_if<static_cast<std::size_t>(kind)>(&content);
    }
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
    static_assert(sizeof(Node) <= 40);
    m_node = kNull;
}

Value Value::boolean(bool value) {
    return Node::of<Kind::Bool>(std::string(value ? "true" : "false"));
}

Value Value::number(std::string text) { return Node::of<Kind::Number>(std::move(text)); }

Value Value::number(std::int64_t value) { return number(std::to_string(value)); }

Value Value::string(std::string text) { return Node::of<Kind::String>(std::move(text)); }

Value Value::list(std::vector<Value> items) {
    items.shrink_to_fit();
    return Node::of<Kind::List>(std::move(items));
}

Value Value::map(std::vector<MapEntry> entries) {
    entries.shrink_to_fit();
    return Node::of<Kind::Map>(std::move(entries));
}

Value Value::call(Function function, Value argument) {
    INVARIANT(function != Function::Other);
    return Node::of<Kind::Call>(CallNode{function, nullptr, std::move(argument)});
}

Value Value::call(std::string_view longName, Value argument) {
    const auto function = functionFromLongName(longName);
    INVARIANT(function.has_value());
    if (*function != Function::Other) return call(*function, std::move(argument));
    return Node::of<Kind::Call>(
        CallNode{*function, std::make_unique<const std::string>(longName), std::move(argument)});
}

Value Value::unknown(const Doubt& why) { return Node::of<Kind::Unknown>(why.text()); }

Value Value::ref(std::string logicalId) {
    return call(Function::Ref, string(std::move(logicalId)));
}

Value Value::getAtt(std::string logicalId, std::string attribute) {
    return call(Function::GetAtt,
                list({string(std::move(logicalId)), string(std::move(attribute))}));
}

Value::Kind Value::kind() const { return static_cast<Kind>(m_node->content.index()); }

bool Value::isCall(Function function) const { return isCall() && this->function() == function; }

bool Value::isScalar() const {
    return kind() == Kind::Bool || kind() == Kind::Number || kind() == Kind::String;
}

const std::string& Value::text() const {
    static const std::string kEmpty;
    switch (kind()) {
        case Kind::Bool: return *m_node->as<Kind::Bool>();
        case Kind::Number: return *m_node->as<Kind::Number>();
        case Kind::String: return *m_node->as<Kind::String>();
        case Kind::Unknown: return *m_node->as<Kind::Unknown>();
        case Kind::Null:
        case Kind::List:
        case Kind::Map:
        case Kind::Call: break;
    }
    return kEmpty;
}

const std::vector<Value>& Value::items() const {
    static const std::vector<Value> kNone;
    const auto* items = m_node->as<Kind::List>();
    return items != nullptr ? *items : kNone;
}

const std::vector<MapEntry>& Value::entries() const {
    static const std::vector<MapEntry> kNone;
    const auto* entries = m_node->as<Kind::Map>();
    return entries != nullptr ? *entries : kNone;
}

const Value* Value::find(std::string_view key) const {
    for (const MapEntry& entry : entries()) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

Function Value::function() const {
    const CallNode* call = m_node->as<Kind::Call>();
    INVARIANT(call != nullptr);
    return call->function;
}

std::string_view Value::functionName() const {
    const CallNode* call = m_node->as<Kind::Call>();
    INVARIANT(call != nullptr);
    return call->function == Function::Other ? std::string_view(*call->name)
                                             : longName(call->function);
}

const Value& Value::argument() const {
    const CallNode* call = m_node->as<Kind::Call>();
    INVARIANT(call != nullptr);
    return call->argument;
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
    const std::string lower = lowerAscii(text());
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
