#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog/path_pattern.h"

namespace archivolt {

// What the specification says of every resource type. The text views point into the catalogue's
// embedded text and live as long as the program.

enum class PropertyKind : std::uint8_t {
    String,
    Integer,
    Number,
    Boolean,
    Timestamp,
    Json,
    Object,
    List,
    Map,
    Union,
};

struct ObjectType;

/// The type of a property's value.
struct PropertyType {
    PropertyKind kind = PropertyKind::Json;
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

// What only people know, for the types that Archivolt draws: from resources/catalog/systems.json.

enum class Category : std::uint8_t {
    Compute,
    Network,
    Database,
    Storage,
    Edge,
    Security,
    Integration,
};

/// How a resource shows on the canvas.
enum class Appearance : std::uint8_t {
    Container,  ///< A frame that others sit in: VPC, subnet.
    Node,       ///< A box with icon and name.
    Line,       ///< A connection between its `ends`: association, attachment, peering.
    Part,       ///< A detail of the resource that `partOf` names: rule, route, listener.
    Setting,    ///< Not on the canvas; listed in the outline: parameter group, log group.
};

/// Where a resource sits on the canvas.
enum class Place : std::uint8_t {
    Global,  ///< Outside every Region: IAM, Route 53, CloudFront.
    Region,
    Vpc,
    Zone,
    Subnet,
    Inside,  ///< In the resource itself that the property names: a task in its cluster.
    With,    ///< Wherever the resource that the property names sits: its interface, subnet group.
};

/// One way to find the place of a resource.
struct Containment {
    PathPattern path;  ///< The property that decides; dropping there sets it.
    Place place = Place::Region;
};

/// A property that refers to other resources.
struct ReferenceFacts {
    PathPattern path;
    std::vector<ReferenceTarget> targets;  ///< What may stand there, the usual one first.
};

/// Bounds of a property's value that the specification leaves out.
struct ConstraintFacts {
    PathPattern path;
    std::optional<double> minimum;
    std::optional<double> maximum;
    std::optional<std::uint32_t> minLength;  ///< Characters of a text, items of a list.
    std::optional<std::uint32_t> maxLength;
    std::string pattern;              ///< ECMAScript, matches the whole text; empty: none.
    std::vector<std::string> values;  ///< An enumeration; replaces the specification's.
    std::string source;
};

/// Everything hand-written about one resource type.
struct SystemFacts {
    std::string type;
    Category category = Category::Network;
    std::string label;       ///< "NAT gateway"; sentence case.
    std::string shortLabel;  ///< "NAT"; at most 12 characters.
    std::string icon;        ///< A name in resources/icons: `nat-gateway`.
    Appearance appearance = Appearance::Node;
    bool core = false;                       ///< One of the systems that the engines model.
    bool inPalette = false;                  ///< Can be dragged from the palette.
    std::vector<Containment> containments;   ///< The first one that is set decides.
    Place home = Place::Region;              ///< Where it sits when none is set.
    std::vector<PathPattern> ends;           ///< Of `Line`: what it connects, two or more.
    std::optional<PathPattern> partOf;       ///< Of `Part`: what it is a detail of.
    std::vector<ReferenceFacts> references;  ///< Corrections and additions to the specification's.
    std::vector<ConstraintFacts> constraints;
    Value defaults;  ///< A map: the properties of a newly placed one.
    /// Required properties that placing or connecting sets, and `defaults` therefore leaves out.
    std::vector<std::string> setByPlacing;
    std::vector<std::string> keywords;  ///< For the palette's search.
};

/// What the catalogue knows of a resource type.
struct ResourceType {
    std::string_view name;
    ObjectType body;
    std::vector<AttributeFacts> attributes;  ///< Sorted by name.
    std::vector<std::string_view>
        refReturns;                 ///< Names of what `!Ref` gives; several are joined by `|`.
    std::string_view tagsProperty;  ///< Empty when it can't be tagged.
    std::string_view arnTemplate;   ///< With `${Partition}`, `${Region}`, `${Account}`; or empty.
    std::string_view transform;     ///< The transform that it needs, or empty.
    bool stateful = false;          ///< Holds data that is lost with it.
    bool openProperties = false;    ///< Takes properties of any name (custom resources).
    bool openAttributes = false;    ///< Has attributes that the template decides.
    const SystemFacts* system = nullptr;  ///< Null pointer: not among the drawn systems.

    /// Returns the attribute of this name, or null pointer (see `openAttributes`).
    [[nodiscard]] const AttributeFacts* attribute(std::string_view attributeName) const;
};

/// A quota or fixed limit of AWS.
struct LimitFacts {
    std::string name;  ///< "subnets per VPC".
    double value = 0;
    std::string unit;
    std::optional<double> maximum;  ///< How far AWS raises it on request; absent: not known.
    bool adjustable = false;
    std::string type;    ///< The resource type that it counts or concerns; may be empty.
    std::string source;  ///< The AWS page that says so.
};

struct RegionFacts {
    std::string name;                ///< `eu-west-1`.
    std::string label;               ///< "Europe (Ireland)".
    std::string partition;           ///< `aws`, `aws-cn`, `aws-us-gov`.
    std::vector<std::string> zones;  ///< `eu-west-1a` …
};

/// A port range that software or AWS opens connections from.
struct PortRangeFacts {
    std::string name;  ///< "linux", "windows", "elb".
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    std::string source;
};

/// A database or cache engine as `Engine` names it.
struct EngineFacts {
    std::string name;  ///< `postgres`.
    std::string type;  ///< `AWS::RDS::DBInstance`.
    std::string label;
    std::uint16_t port = 0;  ///< Default port.
    std::string source;
};

}  // namespace archivolt
