#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/value/value.h"

namespace archivolt {

/// A set of paths down a resource's properties: `NetworkInterfaces[].GroupSet[]`, `Mounts{}.Arn`.
///
/// `[]` is any item of a list, `{}` any value of a map whose keys are the user's own.
class PathPattern {
public:
    enum class StepKind : std::uint8_t {
        Key,
        AnyItem,
        AnyValue
    };
    struct Step {
        StepKind kind = StepKind::Key;
        std::string key;  ///< Of `Key` only.
        friend bool operator==(const Step&, const Step&) = default;
    };

    PathPattern() = default;
    /// Reads the text form; malformed text gives an empty pattern.
    [[nodiscard]] static PathPattern parse(std::string_view text);
    [[nodiscard]] const std::vector<Step>& steps() const { return m_steps; }
    [[nodiscard]] bool empty() const { return m_steps.empty(); }
    /// Says whether several values can match in one resource, because a step is `[]` or `{}`.
    [[nodiscard]] bool isPlural() const;
    /// Returns this pattern with one more step.
    [[nodiscard]] PathPattern operator/(Step step) const;
    [[nodiscard]] std::string toString() const;
    /// Says whether `path` (from Properties) is one of the set; steps into `!If` branches are
    /// skipped.
    [[nodiscard]] bool matches(const Path& path) const;

    friend bool operator==(const PathPattern&, const PathPattern&) = default;

private:
    std::vector<Step> m_steps;
};

/// A value with the way to it.
struct FoundValue {
    Path path;  ///< From the root that was searched, through `!If` branches in long form.
    const Value* value = nullptr;
};

/// Returns every value under `properties` that the pattern matches, in the tree's order.
///
/// Both branches of an `!If` are followed. Where the pattern wants a list and the tree has another
/// intrinsic function (`!Ref ListParameter`, `!Split …`), that call itself is returned. Where it
/// wants a list and finds one scalar, the scalar is taken as its only item, as AWS does.
[[nodiscard]] std::vector<FoundValue> select(const Value& properties, const PathPattern& pattern);

/// Returns the path without its steps into `!If` branches: `A["Fn::If"][1].B` becomes `A.B`.
[[nodiscard]] Path withoutConditions(const Path& path);

}  // namespace archivolt
