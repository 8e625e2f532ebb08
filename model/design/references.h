#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "model/base/path.h"
#include "model/design/stack.h"
#include "model/value/value.h"

namespace archivolt {

/// How a place names something else of its template.
enum class ReferenceKind : std::uint8_t {
    Ref,        ///< `Ref`, and `Fn::ValueOf` in Rules: a parameter or a resource.
    GetAtt,     ///< A resource and its attribute.
    Sub,        ///< `${Name}` or `${Name.Attribute}` in a `Fn::Sub` string.
    Condition,  ///< A condition: the attribute, `{"Condition": …}`, or the first argument of
                ///< `Fn::If`.
    Mapping,    ///< The map of a `Fn::FindInMap`.
    DependsOn,  ///< A resource.
    Interface,  ///< A parameter, in the Metadata `AWS::CloudFormation::Interface`.
};

/// A way down a tree that is under the walker's feet; it lives as long as the call that it is given
/// to.
struct PathLink {
    const PathLink* parent = nullptr;
    std::string_view key;
    std::size_t index = 0;
    bool isKey = false;
};

/// One place that names something; it and its texts live as long as the walked tree, `link`
/// shorter.
struct Reference {
    ReferenceKind kind;
    std::string_view name;  ///< As written: `Web`, `AWS::Region`.
    std::string_view
        attribute;         ///< Of `GetAtt` and `Sub`; empty when there is none or it is computed.
    const PathLink* link;  ///< Only within the callback.

    /// Returns the way to the text that names: `Properties.VpcId.Ref`, `….Fn::Sub[0]`. From the
    /// root that was walked; the key itself in ParameterLabels.
    [[nodiscard]] Path path() const;
};

using ReferenceCallback = std::function<void(const Reference&)>;

/// Calls `found` for each reference in a value, in the order of the text.
///
/// Names that a `Fn::Sub` map or a `Fn::ForEach` loop declares are not reported. Names are reported
/// as written, whether or not they exist, pseudo parameters included. Linear, no allocation of its
/// own.
void forEachReference(const Value& value, const ReferenceCallback& found);
/// Calls `found` for each reference in a resource: DependsOn and Condition too; paths from its
/// body.
void forEachReference(const Resource& resource, const ReferenceCallback& found);
/// Calls `found` for each reference in a section; paths from the section's value.
void forEachReference(const Section& section, const ReferenceCallback& found);
/// Calls `found` for each reference in a template; paths from the template's root.
void forEachReference(const Template& body, const ReferenceCallback& found);

/// One `${…}` in a `Fn::Sub` string.
struct SubName {
    std::size_t begin = 0;       ///< Of the `$`.
    std::size_t end = 0;         ///< Behind the `}`.
    std::string_view name;       ///< Up to the first dot, white space around it left out.
    std::string_view attribute;  ///< Behind the first dot; may hold more dots.
    bool literal = false;        ///< `${!Name}`, which stands for `${Name}`: `name` is all of it.
};

/// Returns the `${…}` of a `Fn::Sub` string in order; an unclosed one is plain text.
[[nodiscard]] std::vector<SubName> subNames(std::string_view text);

}  // namespace archivolt
