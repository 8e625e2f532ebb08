#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/doubt.h"
#include "model/base/path.h"
#include "model/base/result.h"

namespace archivolt {

/// CloudFormation's intrinsic functions; `Other` is a `Fn::…` that this version does not know.
enum class Function : std::uint8_t {
    Ref,
    GetAtt,
    Sub,
    Join,
    Select,
    Split,
    FindInMap,
    If,
    Equals,
    And,
    Or,
    Not,
    Condition,
    GetAZs,
    Cidr,
    Base64,
    ImportValue,
    Length,
    ToJsonString,
    Transform,
    Contains,
    EachMemberEquals,
    EachMemberIn,
    RefAll,
    ValueOf,
    ValueOfAll,
    Other,
};

/// Returns the long name (`Ref`, `Condition`, `Fn::GetAtt`); `Other` gives an empty text.
[[nodiscard]] std::string_view longName(Function function);
/// Returns the function of a long name (`Fn::If`), `Other` for an unknown `Fn::…`, else nothing.
[[nodiscard]] std::optional<Function> functionFromLongName(std::string_view name);

struct MapEntry;

/// An immutable tree as CloudFormation writes it: scalars, lists, maps, intrinsic functions.
///
/// - A scalar keeps the text it was written with. AWS decides its type by the property, so a
///   `String` "80" and a `Number` 80 are different values that `asInteger` reads alike.
///   A plain YAML scalar is `Bool` for true/false, `Null` for null, ~ and nothing, `Number` where
///   it is a JSON number, else `String`.
/// - A map keeps the order of its entries; equality heeds it (`sameMeaning` does not).
/// - A `Call` is an intrinsic function with its argument in long form: `GetAtt` always a list of
///   resource and attribute, `Sub` a string or a list of string and map.
/// - An `Unknown` comes out of evaluation only: what can't be known without AWS, and why.
/// Copies share the tree; a changed copy shares all that did not change.
class Value {
public:
    enum class Kind : std::uint8_t {
        Null,
        Bool,
        Number,
        String,
        List,
        Map,
        Call,
        Unknown
    };

    /// Makes the null value.
    Value();
    [[nodiscard]] static Value boolean(bool value);
    /// Makes a number of the text that it is written with, which must be a JSON number.
    [[nodiscard]] static Value number(std::string text);
    [[nodiscard]] static Value number(std::int64_t value);
    [[nodiscard]] static Value string(std::string text);
    [[nodiscard]] static Value list(std::vector<Value> items);
    /// Makes a map; keys must differ from one another.
    [[nodiscard]] static Value map(std::vector<MapEntry> entries);
    /// Makes a call of a known function.
    [[nodiscard]] static Value call(Function function, Value argument);
    /// Makes a call by long name, `Fn::Whatever` included.
    [[nodiscard]] static Value call(std::string_view longName, Value argument);
    [[nodiscard]] static Value unknown(const Doubt& why);
    /// Makes `!Ref logicalId`.
    [[nodiscard]] static Value ref(std::string logicalId);
    /// Makes `!GetAtt logicalId.attribute`.
    [[nodiscard]] static Value getAtt(std::string logicalId, std::string attribute);

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool isNull() const { return kind() == Kind::Null; }
    [[nodiscard]] bool isString() const { return kind() == Kind::String; }
    [[nodiscard]] bool isList() const { return kind() == Kind::List; }
    [[nodiscard]] bool isMap() const { return kind() == Kind::Map; }
    [[nodiscard]] bool isCall() const { return kind() == Kind::Call; }
    [[nodiscard]] bool isCall(Function function) const;
    [[nodiscard]] bool isUnknown() const { return kind() == Kind::Unknown; }
    /// Says whether this is a bool, number or string.
    [[nodiscard]] bool isScalar() const;

    /// Returns a scalar's text, an unknown's reason; empty for the rest.
    [[nodiscard]] const std::string& text() const;
    /// Returns a list's items; none for the rest.
    [[nodiscard]] const std::vector<Value>& items() const;
    /// Returns a map's entries in order; none for the rest.
    [[nodiscard]] const std::vector<MapEntry>& entries() const;
    /// Returns a map's value under `key`, or null pointer.
    [[nodiscard]] const Value* find(std::string_view key) const;
    /// Returns a call's function; the value must be a call.
    [[nodiscard]] Function function() const;
    /// Returns a call's long name (`Fn::If`); the value must be a call.
    [[nodiscard]] std::string_view functionName() const;
    /// Returns a call's argument; the value must be a call.
    [[nodiscard]] const Value& argument() const;

    /// Reads a number or a string of digits with an optional sign; nothing for the rest.
    [[nodiscard]] std::optional<std::int64_t> asInteger() const;
    [[nodiscard]] std::optional<double> asNumber() const;
    /// Reads a bool, or a string "true"/"false" in any case (as CloudFormation does).
    [[nodiscard]] std::optional<bool> asBool() const;
    /// Returns the text of any scalar; nothing for the rest.
    [[nodiscard]] std::optional<std::string> asString() const;

    /// Returns what stands at `path`, or null pointer. Steps into calls are as `Path` says.
    [[nodiscard]] const Value* at(const Path& path) const;
    /// Returns a copy with `value` at `path`: it replaces, is added behind a map's last entry, or
    /// (at index = size) behind a list's last item. Fails where the way does not exist.
    [[nodiscard]] Result<Value> with(const Path& path, Value value) const;
    /// Returns a copy without what stands at `path`; fails where nothing does.
    [[nodiscard]] Result<Value> without(const Path& path) const;
    /// Returns a map's copy with `key` set, in place or behind the last entry.
    [[nodiscard]] Value withEntry(std::string key, Value value) const;

    /// Says whether both are one node in memory (a quick sufficient test for equality).
    [[nodiscard]] bool identical(const Value& other) const { return m_node == other.m_node; }
    /// A number that is the same for identical values, to key memos with while they live.
    [[nodiscard]] const void* identity() const { return m_node.get(); }
    friend bool operator==(const Value& a, const Value& b);

private:
    struct Node;
    explicit Value(std::shared_ptr<const Node> node) : m_node(std::move(node)) {}
    std::shared_ptr<const Node> m_node;  // INVARIANT: never null.
};

/// One entry of a map.
struct MapEntry {
    std::string key;
    Value value;
    friend bool operator==(const MapEntry&, const MapEntry&) = default;
};

/// Says whether two trees mean the same to AWS: order of map entries ignored, scalars by text.
[[nodiscard]] bool sameMeaning(const Value& a, const Value& b);

}  // namespace archivolt
