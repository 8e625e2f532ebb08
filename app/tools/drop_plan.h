#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/tools/place_part.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/edit.h"
#include "model/design/naming_index.h"
#include "model/net/port_set.h"
#include "render/scene/scene.h"

namespace archivolt::tools {

/// The design and what is known of it.
struct World {
    const Design& design;
    const Catalog& catalog;
    const ResolvedDesign* resolved = nullptr;    ///< Null pointer: nothing is known of values yet.
    const FragmentLibrary* fragments = nullptr;  ///< What parts bring along; null pointer: nothing.
    NamingIndex naming{};                        ///< Who names whom, as far as it is known by now.
};

/// A resource that a plan makes.
struct NewName {
    StackId stack;
    std::string logicalId;
    friend bool operator==(const NewName&, const NewName&) = default;
};

/// Requests that are to get through once two things are connected.
struct WantedWay {
    ResourceId from;  ///< None: the internet.
    ResourceId to;
    Port port = 0;  ///< Of TCP.
    friend bool operator==(const WantedWay&, const WantedWay&) = default;
};

/// What letting go here would do, or why nothing can be done.
struct DropPlan {
    BoxIndex target = kNoBox;  ///< The container that it falls into, or the other end.
    bool legal = false;
    bool moves = false;         ///< Nothing changes its container: only places change.
    std::string why;            ///< One sentence: what it does, or why not.
    std::string label;          ///< What undo says: "Move Bastion to PublicB".
    std::vector<Edit> edits;    ///< Empty unless legal.
    std::vector<NewName> news;  ///< What it makes, to be selected.
    std::string aside;          ///< What is to be said once it is done; empty: nothing.
    /// What a connection is for: whether it gets through is asked once all is done. Also where the
    /// plan is not legal since all is there.
    std::optional<WantedWay> way{};
};

/// What is dropped, and where.
struct Drop {
    std::vector<BoxIndex> boxes;  ///< Tops only.
    BoxIndex grabbed = kNoBox;    ///< The one under the pointer when it began.
    Point from;                   ///< Where the pointer was then, in canvas units.
    Point pointer;                ///< Where it is: decides the container.
    Point by;                     ///< How far things are moved.
    bool staysHome = false;       ///< Nothing changes its container, whatever is under the pointer.
    bool adds = false;            ///< What stands in several subnets gains one and loses none.
};

/// Returns the resource that a box is or is a part of (the frame around a load balancer, a fleet's
/// node in one subnet); none for zones, shelves and what no resource declares.
[[nodiscard]] ResourceId resourceOf(const Box& box);

/// Says whether a box can be dragged at all: it has a place of its own in the design.
[[nodiscard]] bool canDrag(const Box& box);

/// Finds what a drop means, for all that is dropped or for none.
///
/// The containers under the pointer are asked from the innermost outwards, those that are dragged
/// and all within them left out; the catalogue's containments say what a type does there. In
/// another subnet, the value that names the present one comes to name the new one, in the form that
/// it has (`!Ref`, `!GetAtt`); what stands in several replaces the one in the same zone. Within its
/// container, a thing gets a place of its own, which no template shows. Everything else is refused
/// with the reason, which names the culprit.
[[nodiscard]] DropPlan planDrop(const Scene& scene, const Drop& drop, const World& world);

/// Finds what letting go of a new part (`AWS::EC2::Subnet`, `pattern:bastion`) at a point does.
///
/// What stands in one subnet or in a Region is put where it is dropped.
[[nodiscard]] DropPlan planPlacement(const Scene& scene, std::string_view part, Point at,
                                     const World& world);

/// Finds the plan of a part that goes into a container and what of it is to be selected.
[[nodiscard]] DropPlan asDropPlan(PartPlan made, std::string_view part, BoxIndex target);

/// The edges of a frame that are pulled.
struct Edges {
    bool left = false;
    bool right = false;
    bool top = false;
    bool bottom = false;
    [[nodiscard]] bool any() const { return left || right || top || bottom; }
    friend bool operator==(const Edges&, const Edges&) = default;
};

/// Returns the edges of a box within `tolerance` of a point: of those that have a size of their own
/// (Regions, VPCs, subnets) all, of what stands in several subnets the left and the right one.
[[nodiscard]] Edges edgesAt(const Scene& scene, BoxIndex box, Point point, double tolerance);

/// Returns the rectangle of a box with edges pulled by some way; never smaller than what is inside.
[[nodiscard]] Rect resized(const Scene& scene, BoxIndex box, const Edges& edges, Point by);

/// Finds what another size of a box means: a size of its own, or other subnets that it stands in:
/// it leaves those of its row that its frame no longer reaches into, and enters those that it
/// covers to the middle.
[[nodiscard]] DropPlan planResize(const Scene& scene, BoxIndex box, const Rect& rect,
                                  const World& world);

}  // namespace archivolt::tools
