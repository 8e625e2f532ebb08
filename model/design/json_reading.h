#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "model/base/rule.h"
#include "model/design/design.h"

namespace archivolt {

/// The largest JSON text that is read, in bytes, and the deepest nesting.
inline constexpr std::size_t kLargestJson = std::size_t{64} << 20U;
inline constexpr std::size_t kDeepestJson = 200;

/// Reads a JSON text; a fault is one of `rule`, with line and column, and so does what is too large
/// or too deep.
[[nodiscard]] Result<nlohmann::ordered_json> parseJson(std::string_view text, const Rule& rule);

/// Writes JSON with two spaces a level and a newline at the end; text that is no UTF-8 is replaced.
[[nodiscard]] std::string printJson(const nlohmann::ordered_json& json);

/// Reads the members of a JSON object; the first fault is kept, with the way to what is wrong.
///
/// A reader that has met a fault gives empty values, so that code reads straight down and asks
/// once.
class MemberReader {
public:
    /// `at` is the way to the object (`edits[2]`); `fault` is set at most once, by all readers.
    MemberReader(const nlohmann::ordered_json& object, std::string at, const Rule& rule,
                 std::optional<Diagnostic>& fault);

    /// Returns a member, or null pointer; it counts as known.
    [[nodiscard]] const nlohmann::ordered_json* find(const std::string& key);
    /// Says whether the member is there and not null.
    [[nodiscard]] bool has(const std::string& key);
    /// Reads a text that must be there.
    [[nodiscard]] std::string text(const std::string& key);
    /// Reads a text, or gives `fallback` where there is none.
    [[nodiscard]] std::string textOr(const std::string& key, std::string fallback);
    /// Reads an id: a whole number from 0 to 4294967295; 0 where there is none.
    [[nodiscard]] std::uint32_t idOrNone(const std::string& key);
    /// Reads a value that must be there, in CloudFormation's long form.
    [[nodiscard]] Value value(const std::string& key);
    /// Reads `[x, y, width, height]`, which must be there.
    [[nodiscard]] Rect rect(const std::string& key);
    /// Reads an array or an object that may be missing (null pointer then).
    [[nodiscard]] const nlohmann::ordered_json* array(const std::string& key);
    [[nodiscard]] const nlohmann::ordered_json* object(const std::string& key);

    /// Returns a reader of `object`, which stands under `step`, with this one's rule and fault.
    [[nodiscard]] MemberReader inside(const nlohmann::ordered_json& object,
                                      const std::string& step) const {
        return {object, way(step), m_rule, m_fault};
    }
    /// Keeps a fault of the member `key` (empty: of the object itself).
    void fail(const std::string& key, const std::string& message, const std::string& help);
    /// Makes it a fault that the object holds a member that nobody asked for.
    void refuseUnknown();
    /// Returns the members that nobody asked for, in order, as a map.
    [[nodiscard]] Value unknownMembers() const;
    [[nodiscard]] bool failed() const { return m_fault.has_value(); }
    /// Returns the way to a member: `stacks[0].name`.
    [[nodiscard]] std::string way(const std::string& key) const;

private:
    const nlohmann::ordered_json& m_object;
    std::string m_at;
    const Rule& m_rule;
    std::optional<Diagnostic>& m_fault;
    std::set<std::string> m_known;
};

/// Returns `[x, y, width, height]`.
[[nodiscard]] nlohmann::ordered_json toJson(const Rect& rect);

/// The words of frame kinds in files: `group`, `on-premises`, `partner`, `users`.
[[nodiscard]] const char* toString(FrameKind kind);
[[nodiscard]] std::optional<FrameKind> frameKindFromString(std::string_view text);
/// The words of stack kinds in files: `template`, `observed`.
[[nodiscard]] const char* toString(StackKind kind);
[[nodiscard]] std::optional<StackKind> stackKindFromString(std::string_view text);

}  // namespace archivolt
