#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace archivolt {

// What the specification says of every resource type. The text views point into the catalogue's
// embedded text and live as long as the catalogue.

enum class PropertyKind : std::uint8_t {
    String,
    Integer,
    Number,
    Boolean,
    Timestamp,
    AnyJson,
    Object,
    List,
    Map,
    Union,
};

struct ObjectType;

/// The type of a property's value.
struct PropertyType {
    PropertyKind kind = PropertyKind::AnyJson;
    std::vector<std::string_view> values;      ///< A scalar's enumeration; empty when it is open.
    const ObjectType* object = nullptr;        ///< Of `Object`; null pointer: fields not specified.
    const PropertyType* element = nullptr;     ///< Of `List` and `Map`.
    std::vector<const PropertyType*> choices;  ///< Of `Union`: the value is of any of them.
};

/// Whether a change of the property makes AWS replace the resource.
enum class Replacement : std::uint8_t {
    No,
    Maybe,
    Yes
};

/// A property or attribute that another resource's value can stand in.
struct ReferenceTarget {
    std::string_view type;       ///< `AWS::EC2::SecurityGroup`.
    std::string_view attribute;  ///< By `!GetAtt`; empty: by `!Ref`.
    friend bool operator==(const ReferenceTarget&, const ReferenceTarget&) = default;
};

struct PropertyFacts {
    std::string_view name;
    PropertyType type;
    bool required = false;
    bool deprecated = false;
    Replacement replacement = Replacement::No;
    std::string_view defaultValue;         ///< As JSON text; empty when not known.
    std::vector<ReferenceTarget> targets;  ///< Of the value, or of each item of a list.
};

/// The properties of a resource type, or of a type nested in it.
struct ObjectType {
    std::string_view name;                  ///< `Properties` for the resource's own.
    std::vector<PropertyFacts> properties;  ///< Sorted by name.

    /// Returns the property of this name, or null pointer. Names are case-sensitive, as in AWS.
    [[nodiscard]] const PropertyFacts* find(std::string_view property) const;
};

/// What `!GetAtt` returns; `name` may have dots (`Endpoint.Address`).
struct AttributeFacts {
    std::string_view name;
    PropertyType type;
};

struct SystemFacts;

/// What the catalogue knows of a resource type.
struct ResourceType {
    std::string_view name;
    ObjectType body;
    std::vector<AttributeFacts> attributes;    ///< Sorted by name.
    std::vector<std::string_view> refReturns;  ///< What `!Ref` gives; several are joined by `|`.
    std::string_view tagsProperty;             ///< Empty when it can't be tagged.
    std::string_view arnTemplate;  ///< With `${Partition}`, `${Region}`, `${Account}`; or empty.
    std::string_view transform;    ///< The transform that it needs, or empty.
    bool stateful = false;         ///< Holds data that is lost with it.
    bool openProperties = false;   ///< Takes properties of any name (custom resources).
    bool openAttributes = false;   ///< Has attributes that the template decides.
    const SystemFacts* system = nullptr;  ///< Null pointer: not among the drawn systems.

    /// Returns the attribute of this name, or null pointer (see `openAttributes`).
    [[nodiscard]] const AttributeFacts* attribute(std::string_view attributeName) const;
};

}  // namespace archivolt
