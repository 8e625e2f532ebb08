#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/architecture/thing.h"
#include "model/net/traffic_set.h"
#include "render/layout/geometry.h"

namespace archivolt {

using BoxIndex = std::uint32_t;
inline constexpr BoxIndex kNoBox = std::numeric_limits<BoxIndex>::max();

/// What a box of the drawing is; it decides how the layout treats it and how it is drawn.
enum class BoxKind : std::uint8_t {
    Canvas,   ///< The root, box 0; never drawn.
    Outside,  ///< The column left of the Regions: the internet, users, global services.
    Region,
    Vpc,
    Zone,  ///< A column of its VPC.
    Subnet,
    Span,   ///< What stands in several subnets at once: its frame crosses their columns.
    Fleet,  ///< An Auto Scaling group or service, a dashed frame across its subnets.
    Shelf,  ///< A titled list of what has no place of its own.
    Node,
    Chip,     ///< A one-line node on a shelf.
    Gateway,  ///< A node on the top border of its VPC.
};

/// The kind that colours a thing; `General` is what has none.
enum class Hue : std::uint8_t {
    General,
    Compute,
    Network,
    Database,
    Storage,
    Edge,
    Security,
    Integration,
};

/// What a subnet's routes make it.
enum class Tint : std::uint8_t {
    None,
    Public,
    Private,
    Data
};

/// A place in the design that something drawn tells of: a resource, and a path from its body
/// (`Properties.SecurityGroupIngress[0]`); an empty path means the whole resource.
struct Part {
    ResourceId resource;
    Path path;
    friend bool operator==(const Part&, const Part&) = default;
};

enum class BadgeKind : std::uint8_t {
    RouteTable,
    NetworkAcl,
    SecurityGroup,
    Reference,  ///< What it names and no place, line or other sign tells.
};

/// A small sign on a box for what rules it without standing in it; it opens a list.
///
/// A subnet's say which route table and ACL it has; a node's which groups it carries; a VPC's list
/// all of its own, those that nothing uses included. `Diagram::belongings` has their routes,
/// entries, rules and associations. What refers to something elsewhere without a line says so by a
/// sign, too: with these, every relation that the catalogue knows is in the picture.
struct BoxBadge {
    BadgeKind kind = BadgeKind::RouteTable;
    std::vector<ResourceId> things;  ///< At least one.
};

/// Something drawn: a container or a node. Its children are the boxes that name it as parent.
struct Box {
    std::string key;  ///< Unique in the diagram and stable from one to the next: `shop/Web`.
    BoxIndex parent = kNoBox;
    BoxKind kind = BoxKind::Node;
    Hue hue = Hue::General;
    Tint tint = Tint::None;
    std::string title;
    std::string detail;  ///< Second line of a node; address or count beside a frame's title.
    std::string icon;
    StackId stack;
    ResourceId
        resource;  ///< Empty for what no resource of its own declares (a zone, the internet).
    ThingId thing;
    bool ghost = false;           ///< Its condition is false.
    bool faint = false;           ///< A standby or a copy: there, and not serving.
    bool external = false;        ///< Outside the design, named by it.
    bool folded = false;          ///< Shown closed: all that stands in it is an attribute of it.
    std::vector<BoxIndex> spans;  ///< Span, Fleet: the subnets it stands in.
    BoxIndex column = kNoBox;     ///< A node in a Span or Fleet: the subnet it stands in.
    BoxIndex whole = kNoBox;      ///< A part that stands apart from its Span or Fleet: that one.
    /// Resources shown as a part of this box, with the property of each that ties it to the box;
    /// each resource that has no box of its own is in exactly one of these lists.
    std::vector<Part> attributes;
    std::vector<BoxBadge> badges;  ///< By kind; what they list may be on other boxes as well.
    std::uint32_t lane = 0;        ///< A subnet whose zone is not known: which column of its zone.
    std::optional<Rect> placed;    ///< Where the user put it on the canvas; files of old have it.
    PlaceKey place;                ///< What the design knows it by, to put it somewhere.
    /// Where the user put it in its parent, from that one's top left corner, and how large it is at
    /// least; no width or height leaves the size to the rule. It wins over `placed`.
    std::optional<Rect> pinned;
};

enum class LinkKind : std::uint8_t {
    Traffic,   ///< What requests take: internet, gateway, load balancer, target.
    Access,    ///< What a security group rule lets through.
    Relation,  ///< A peering, an attachment, an event source.
};

/// An arrow with a meaning, from box to box; there is one at most for each ordered pair.
struct Link {
    BoxIndex from = kNoBox;
    BoxIndex to = kNoBox;
    LinkKind kind = LinkKind::Traffic;
    std::string label;
    std::vector<Part> sources;  ///< Every place in the design that says so, in the design's order.
    TrafficSet traffic;    ///< All that rules and listeners among `sources` let pass; may be empty.
    bool partial = false;  ///< A source's protocol or ports are not known: there may be more.
    friend bool operator==(const Link&, const Link&) = default;
};

/// What is drawn, without where: a tree of boxes and the links among them.
struct Diagram {
    std::vector<Box> boxes;  ///< Box 0 is the canvas; a parent stands before its children.
    std::vector<Link> links;
    /// What belongs to each thing that badges list, in the design's order, with the property that
    /// says so.
    std::map<ResourceId, std::vector<Part>> belongings;
    std::vector<Note> notes;
    std::vector<Frame> frames;

    /// Returns the children of every box in order; O(boxes).
    [[nodiscard]] std::vector<std::vector<BoxIndex>> children() const;
    /// Returns the box of this key, or kNoBox; O(boxes).
    [[nodiscard]] BoxIndex find(const std::string& key) const;
    /// Returns the box that a resource is, or is an attribute of; kNoBox when it is not there.
    /// O(boxes).
    [[nodiscard]] BoxIndex representedBy(ResourceId resource) const;
    /// Returns the same for every resource that has one; O(boxes).
    [[nodiscard]] std::unordered_map<ResourceId, BoxIndex> representatives() const;
    /// Returns every box that is a resource, has it as an attribute, or lists it or what it belongs
    /// to in a badge, in order; O(boxes).
    [[nodiscard]] std::vector<BoxIndex> showing(ResourceId resource) const;
    /// Says whether `ancestor` is `box` or a container around it.
    [[nodiscard]] bool isWithin(BoxIndex box, BoxIndex ancestor) const;
};

/// Says whether boxes of this kind are drawn as nodes (and not as containers).
[[nodiscard]] constexpr bool isNode(BoxKind kind) {
    return kind == BoxKind::Node || kind == BoxKind::Chip || kind == BoxKind::Gateway;
}

}  // namespace archivolt
