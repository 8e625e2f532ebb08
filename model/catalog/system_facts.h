#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog/attach_facts.h"
#include "model/catalog/path_pattern.h"
#include "model/catalog/type_facts.h"
#include "model/value/value.h"

namespace archivolt {

// What only people know, for the types that Archivolt draws: resources/catalog/systems.json.

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
enum class HomeKind : std::uint8_t {
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
    HomeKind place = HomeKind::Region;
};

/// A property that refers to other resources.
struct ReferenceFacts {
    PathPattern path;
    std::vector<ReferenceTarget> targets;  ///< What may stand there, the usual one first.
    /// Nothing else may stand there. Otherwise the targets are hints: the specification's own,
    /// which may be wrong, or the usual ones of a property that takes more.
    bool verified = true;
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
    HomeKind home = HomeKind::Region;        ///< Where it sits when none is set.
    std::vector<PathPattern> ends;           ///< Of `Line`: what it connects, two or more.
    std::optional<PathPattern> partOf;       ///< Of `Part`: what it is a detail of.
    std::vector<ReferenceFacts> references;  ///< Corrections and additions to the specification's.
    std::vector<ConstraintFacts> constraints;
    std::optional<AttachFacts> attach;      ///< How it stands in networks, where it does.
    std::optional<DescribeFacts> describe;  ///< How the AWS CLI prints it.
    Value defaults;                         ///< A map: the properties of a newly placed one.
    /// Required properties that placing or connecting sets, and `defaults` therefore leaves out.
    std::vector<std::string> setByPlacing;
    std::vector<std::string> keywords;  ///< For the palette's search.
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
