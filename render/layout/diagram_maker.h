#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "render/layout/build_diagram.h"

namespace archivolt {

/// The making of one diagram, in steps: items, containers, who belongs to whom, nodes, links.
class DiagramMaker {
public:
    DiagramMaker(const Design& design, const ResolvedDesign& resolved, const Catalog& catalog);
    [[nodiscard]] Diagram make();

private:
    static constexpr std::size_t kNoItem = static_cast<std::size_t>(-1);

    /// A declared resource on its way to become a box or an attribute.
    struct Item {
        const EvaluatedStack* stack = nullptr;
        const EvaluatedResource* evaluated = nullptr;
        const SystemFacts* facts = nullptr;  // Null: a type that nobody described.
        std::string type;
        ThingId thing;
        bool ghost = false;
        std::size_t owner = kNoItem;  // The item that it is an attribute of.
        BoxIndex box = kNoBox;
        std::vector<std::size_t> referrers;
        [[nodiscard]] const std::string& name() const { return evaluated->source->logicalId; }
        /// What is not created has no evaluated references; its text still says where it belongs.
        [[nodiscard]] const Value& properties() const {
            return ghost ? evaluated->source->properties() : evaluated->properties();
        }
    };
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
    void collectReferences(const Value& value, std::size_t from);
    void indexArchitecture();
    void addRegions();
    void addVpcs();
    void addSubnets();
    BoxIndex externalSubnet(ThingId thing, BoxIndex region);
    BoxIndex externalVpc(ThingId thing, BoxIndex region);

    void chooseOwners();
    std::size_t ownerOfPart(std::size_t item) const;
    std::size_t ownerOfLine(std::size_t item) const;
    std::size_t ownerByReferrer(std::size_t item) const;
    [[nodiscard]] bool leadsToBox(std::size_t item) const;
    [[nodiscard]] std::size_t standsFor(std::size_t item) const;
    void attachAttributes();

    void addNodes();
    void addNode(std::size_t item);
    bool addGateway(std::size_t item);
    void addAcross(std::size_t item, const Spot& spot);
    bool addToCluster(std::size_t item);
    void addFleet(std::size_t item, const Spot& spot);
    void shelve(std::size_t item, const Spot& spot);
    void addShelves();
    void paintTints();
    [[nodiscard]] Spot spotOf(std::size_t item, int depth) const;
    [[nodiscard]] Spot typedSpot(std::size_t item);
    void standNode(std::size_t item, const Spot& spot);
    [[nodiscard]] BoxIndex gatewayVpc(std::size_t item) const;
    [[nodiscard]] std::string detailOf(const Item& item) const;
    [[nodiscard]] std::string typedDetail(ThingId thing) const;
    BoxIndex newBox(BoxKind kind, BoxIndex parent, std::string key, std::string title);
    BoxIndex newItemBox(BoxKind kind, BoxIndex parent, std::size_t item);

    void addLinks();
    void linkInternet();
    void linkDns();
    void linkBalancers();
    void linkGroups();
    /// Says whether the cluster of this database is among `all`: one arrow then does for both.
    [[nodiscard]] bool answersForCluster(BoxIndex member, const std::set<BoxIndex>& all) const;
    void linkLines();
    void linkUses();
    void link(BoxIndex from, BoxIndex to, LinkKind kind, std::string label = {});
    /// Returns the box of a thing, an attribute's owner or an interface's holder included.
    [[nodiscard]] BoxIndex boxOf(ThingId thing) const;

    [[nodiscard]] std::vector<std::size_t> targets(std::size_t item, const PathPattern& path) const;
    [[nodiscard]] std::size_t find(const EvaluatedStack* stack, std::string_view name) const;
    [[nodiscard]] BoxIndex regionOf(const Item& item) const;
    [[nodiscard]] const Architecture& typed() const { return *m_resolved.architecture; }
    Box& box(BoxIndex index) { return m_diagram.boxes[index]; }

    const Design& m_design;
    const ResolvedDesign& m_resolved;
    const Catalog& m_catalog;
    Diagram m_diagram;
    std::vector<Item> m_items;
    std::map<std::pair<const EvaluatedStack*, std::string>, std::size_t, std::less<>> m_byName;
    std::map<ThingId, std::size_t> m_byThing;
    std::map<ThingId, std::vector<ThingId>> m_subnetsOf;  // Typed things that stand in subnets.
    std::map<ThingId, ThingId> m_vpcOf;
    std::map<std::string, BoxIndex> m_regions;
    std::map<std::pair<ThingId, BoxIndex>, BoxIndex> m_externals;  // By thing and Region.
    std::vector<Shelved> m_shelved;
    std::set<std::pair<BoxIndex, BoxIndex>> m_linked;
    BoxIndex m_outside = kNoBox;
    BoxIndex m_internet = kNoBox;
};

/// Returns the colour of a category of the catalogue.
[[nodiscard]] Hue hueOf(Category category);

}  // namespace archivolt
