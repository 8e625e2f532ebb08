#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/evaluate/zone_table.h"
#include "render/layout/build_diagram.h"
#include "render/layout/diagram_item.h"

namespace archivolt {

/// The making of one diagram, in steps: items, containers, who belongs to whom, nodes, links.
class DiagramMaker {
public:
    DiagramMaker(const Design& design, const ResolvedDesign& resolved, const Catalog& catalog);
    [[nodiscard]] Diagram make();

private:
    static constexpr std::size_t kNoItem = kNoDiagramItem;

    using Item = DiagramItem;
    /// Where a node goes.
    struct Spot {
        BoxIndex vpc = kNoBox;
        std::vector<BoxIndex> subnets;
    };
    /// A node that goes on a shelf.
    struct Shelved {
        BoxIndex parent = kNoBox;
        int rank = 0;
        std::string title;
        std::size_t item = 0;
        BoxKind kind = BoxKind::Node;
    };

    void collectItems();
    /// Calls `found` with each item that properties of another name, and where.
    template <class Found>
    void forEachNamed(const Value& value, std::size_t from, const ValueTrail& trail,
                      const Found& found) const;
    /// Returns where an item's referrer of this number names it.
    [[nodiscard]] Path referrerPath(std::size_t item, std::size_t referrer) const;
    void indexArchitecture();
    void indexStands();
    /// Returns the subnets that the typed thing stands in, in order.
    [[nodiscard]] std::vector<ThingId> subnetsOf(ThingId thing) const;
    void addRegions();
    void addVpcs();
    void addSubnets();
    /// Where a subnet stands in its VPC.
    struct ZonePlace {
        int rank = 2;  // 0: a name; 1: a number or a parameter's; 2: nothing is known.
        std::string name;
        std::string title;
        friend auto operator<=>(const ZonePlace&, const ZonePlace&) = default;
    };
    /// `depth` bounds how often one subnet takes its zone from another.
    [[nodiscard]] ZonePlace zoneOf(const Item& item, int depth = 8) const;
    [[nodiscard]] std::uint32_t nextLane(BoxIndex vpc, const std::string& name);
    /// Says what the design knows every box by, and where the user put those that he did.
    void addPlaces();
    /// Gives subnets of one unknown zone two columns when their names tell of none.
    void spreadLanes();
    [[nodiscard]] BoxIndex vpcOfSubnet(std::size_t item);
    BoxIndex externalSubnet(ThingId thing, BoxIndex region);
    BoxIndex externalVpc(ThingId thing, BoxIndex region);

    void chooseOwners();
    std::size_t ownerOfPart(std::size_t item) const;
    std::size_t ownerOfLine(std::size_t item) const;
    std::size_t ownerByReferrer(std::size_t item) const;
    [[nodiscard]] bool leadsToBox(std::size_t item) const;
    [[nodiscard]] std::size_t standsFor(std::size_t item) const;
    void attachAttributes();
    /// Returns where an item names what owns it; empty when the owner names the item.
    [[nodiscard]] Path tieOf(std::size_t item) const;

    void indexHolders();
    void addBadges();
    void badgeJoined();
    void badgeGroups();
    /// Lists at what refers to something what it refers to, where nothing else tells.
    void badgeReferences();
    void addToBadge(BoxIndex at, BadgeKind kind, std::size_t listed);
    [[nodiscard]] static std::optional<BadgeKind> badgeKindOf(std::string_view type);

    void addNodes();
    void addNode(std::size_t item);
    bool addGateway(std::size_t item);
    void addAcross(std::size_t item, const Spot& spot);
    bool addToCluster(std::size_t item);
    void addFleet(std::size_t item, const Spot& spot);
    /// Puts parts of what can't be drawn across all of its subnets into those that are left.
    void partSpans();
    void partSpan(BoxIndex span, const std::map<BoxIndex, std::size_t>& rowOf);
    void standApart(BoxIndex span, BoxIndex subnet);
    void shelve(std::size_t item, const Spot& spot);
    void addShelves();
    void paintTints();
    /// Says whether the routes that the text gives a subnet lead to an internet gateway.
    [[nodiscard]] bool leadsOut(std::size_t subnet) const;
    [[nodiscard]] Spot spotOf(std::size_t item, int depth) const;
    [[nodiscard]] Spot typedSpot(std::size_t item);
    void standNode(std::size_t item, const Spot& spot);
    void indexCarriers();
    /// Returns the VPC whose security groups an item carries, or kNoBox.
    [[nodiscard]] BoxIndex vpcOfGroups(std::size_t item);
    [[nodiscard]] BoxIndex gatewayVpc(std::size_t item) const;
    [[nodiscard]] std::string detailOf(const Item& item) const;
    [[nodiscard]] std::string typedDetail(ThingId thing) const;
    BoxIndex newBox(BoxKind kind, BoxIndex parent, std::string key, std::string title);
    BoxIndex newItemBox(BoxKind kind, BoxIndex parent, std::size_t item);

    void addLinks();
    void linkInternet();
    void linkDns();
    /// Joins what says the DNS name of a load balancer of the design with it.
    void linkNames();
    /// Joins an internet gateway with what is reached from outside through it.
    void linkEntrances(ThingId gateway, BoxIndex at);
    /// Returns what the gateway's own route table sends the traffic for a subnet to first.
    [[nodiscard]] std::vector<BoxIndex> inspectorsOf(ThingId gateway, ThingId subnet) const;
    /// Returns the firewall that a text of `in` names, or kNoBox.
    [[nodiscard]] BoxIndex firewallNamedIn(const Value& value, const Item& in) const;
    void linkBalancers();
    void linkTargets(BoxIndex from, const Origin& rule, ThingId group);
    void linkGroups();
    /// Says whether the cluster of this database is among `all`: one arrow then does for both.
    [[nodiscard]] bool answersForCluster(BoxIndex member, const std::set<BoxIndex>& all) const;
    void linkLines();
    void linkEvents();
    void linkUses();
    void linkAttachments();
    /// Adds a link, or what it says to the one that is there for the same pair.
    void link(Link link);
    void labelLinks();
    [[nodiscard]] Part partOf(std::size_t item, const PathPattern& path) const;
    /// Returns the box of a thing, an attribute's owner or an interface's holder included.
    [[nodiscard]] BoxIndex boxOf(ThingId thing) const;
    /// Returns the box of a thing that is no interface; a fleet's of one of its instances.
    [[nodiscard]] BoxIndex boxOfHolder(ThingId thing) const;

    [[nodiscard]] std::vector<std::size_t> targets(std::size_t item, const PathPattern& path) const;
    /// Returns the items of a type that an item names by properties of its own, as `refs` say.
    [[nodiscard]] std::vector<std::size_t> named(std::size_t item, std::string_view type) const;
    [[nodiscard]] std::size_t find(const EvaluatedStack* stack, std::string_view name) const;
    [[nodiscard]] BoxIndex regionOf(const Item& item) const;
    [[nodiscard]] const Architecture& typed() const { return *m_resolved.architecture; }
    Box& box(BoxIndex index) { return m_diagram.boxes[index]; }

    const Design& m_design;
    const ResolvedDesign& m_resolved;
    const Catalog& m_catalog;
    const ZoneTable m_zoneTable = ZoneTable::standard();
    Diagram m_diagram;
    std::vector<Item> m_items;
    // These are looked up, never iterated.
    using ItemsByName = std::unordered_map<std::string_view, std::size_t>;
    std::unordered_map<const EvaluatedStack*, ItemsByName> m_byName;
    std::unordered_map<ThingId, std::size_t> m_byThing;
    std::unordered_map<ThingId, ThingId> m_vpcOf;
    std::vector<SubnetStand> m_stands;  // By thing, in the order in which they are said.
    /// Each interface with the box that shows whose it is.
    std::vector<std::pair<const NetworkInterface*, BoxIndex>> m_holders;
    std::map<std::string, BoxIndex> m_regions;
    std::map<std::pair<ThingId, BoxIndex>, BoxIndex> m_externals;  // By thing and Region.
    std::vector<Shelved> m_shelved;
    std::map<std::size_t, ThingId> m_carried;       // By item: the VPC of groups that it carries.
    std::vector<std::size_t> m_badged;              // Items that are shown as badges.
    std::vector<std::vector<std::size_t>> m_owned;  // By item: those that it owns.
    std::map<std::pair<BoxIndex, std::string>, std::uint32_t> m_alike;  // Subnets by stem.
    std::map<std::pair<BoxIndex, BoxIndex>, std::size_t> m_linked;      // Index into the links.
    BoxIndex m_outside = kNoBox;
    BoxIndex m_internet = kNoBox;
};

/// Returns the logical id that a reference points at; empty when it is none.
[[nodiscard]] std::string_view referenced(const Value& value);

}  // namespace archivolt
