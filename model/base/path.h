#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace archivolt {

/// One step down a value tree: a map's key (or an intrinsic function's long name), or a list index.
using PathStep = std::variant<std::string, std::size_t>;

/// A way down a value tree, from some root that the context names.
///
/// Steps through intrinsic functions use the long form whatever the text does: the second
/// argument of `!If [A, x, y]` is `{"Fn::If", 1}`. Text form: `Ingress[0].CidrIp`.
class Path {
public:
    Path() = default;
    Path(std::initializer_list<PathStep> steps) : m_steps(steps) {}
    explicit Path(std::vector<PathStep> steps) : m_steps(std::move(steps)) {}

    /// Returns the steps, outermost first.
    [[nodiscard]] const std::vector<PathStep>& steps() const { return m_steps; }
    [[nodiscard]] bool empty() const { return m_steps.empty(); }
    [[nodiscard]] std::size_t size() const { return m_steps.size(); }
    [[nodiscard]] const PathStep& operator[](std::size_t i) const { return m_steps[i]; }

    /// Returns this path with one more step.
    [[nodiscard]] Path operator/(PathStep step) const;
    /// Returns this path with all steps of `tail` behind it.
    [[nodiscard]] Path operator/(const Path& tail) const;
    /// Returns this path without its last step; empty stays empty.
    [[nodiscard]] Path parent() const;
    /// Returns the steps from `first` on.
    [[nodiscard]] Path from(std::size_t first) const;
    /// Says whether `prefix` is a leading part of this path (or equals it).
    [[nodiscard]] bool startsWith(const Path& prefix) const;

    /// Returns the text form, `Ingress[0].CidrIp`; a key with `.`, `[` or `"` is written `["key"]`.
    [[nodiscard]] std::string toString() const;
    /// Reads the text form; an unbalanced bracket or an empty step gives an empty path.
    [[nodiscard]] static Path parse(std::string_view text);

    friend bool operator==(const Path&, const Path&) = default;
    friend auto operator<=>(const Path&, const Path&) = default;

private:
    std::vector<PathStep> m_steps;
};

}  // namespace archivolt
