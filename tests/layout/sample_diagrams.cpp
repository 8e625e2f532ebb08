#include "tests/layout/sample_diagrams.h"

namespace archivolt::test {

DiagramBuilder::DiagramBuilder() { add(BoxKind::Canvas, kNoBox, "canvas"); }

BoxIndex DiagramBuilder::add(BoxKind kind, BoxIndex parent, std::string title, std::string detail,
                             std::string icon, Hue hue) {
    Box box;
    box.key = std::to_string(m_diagram.boxes.size()) + ":" + title;
    box.parent = parent;
    box.kind = kind;
    box.hue = hue;
    box.title = std::move(title);
    box.detail = std::move(detail);
    box.icon = std::move(icon);
    m_diagram.boxes.push_back(std::move(box));
    return static_cast<BoxIndex>(m_diagram.boxes.size() - 1);
}

void DiagramBuilder::link(BoxIndex from, BoxIndex to, LinkKind kind, std::string label) {
    m_diagram.links.push_back({from, to, kind, std::move(label), {}, {}, false});
}

Diagram threeTierDiagram() {
    DiagramBuilder b;
    const auto out = b.add(BoxKind::Outside, 0, "Outside");
    const auto net = b.add(BoxKind::Node, out, "Internet", "any address", "internet");
    const auto dns =
        b.add(BoxKind::Node, out, "shop.example.com", "alias, latency", "hosted-zone", Hue::Edge);
    const auto cdn = b.add(BoxKind::Node, out, "Cdn", "CloudFront", "cdn", Hue::Edge);
    const auto region = b.add(BoxKind::Region, 0, "us-east-1");
    const auto vpc = b.add(BoxKind::Vpc, region, "ShopVpc", "10.0.0.0/16", "vpc", Hue::Network);
    const auto igw = b.add(BoxKind::Gateway, vpc, "Gateway", "internet gateway", "internet-gateway",
                           Hue::Network);
    std::array<BoxIndex, 2> zones{};
    std::array<std::array<BoxIndex, 3>, 2> subnets{};
    const std::array<const char*, 3> tiers = {"Public", "App", "Data"};
    const std::array<Tint, 3> tints = {Tint::Public, Tint::Private, Tint::Data};
    for (std::size_t z = 0; z < 2; ++z) {
        const std::string letter(1, static_cast<char>('A' + z));
        zones[z] = b.add(BoxKind::Zone, vpc, z == 0 ? "us-east-1a" : "us-east-1b");
        for (std::size_t t = 0; t < 3; ++t) {
            subnets[z][t] = b.add(BoxKind::Subnet, zones[z], tiers[t] + letter,
                                  "10.0." + std::to_string(t * 10 + z) + ".0/24");
            b[subnets[z][t]].tint = tints[t];
        }
        b.add(BoxKind::Node, subnets[z][0], "Nat" + letter, "198.51.100." + std::to_string(10 + z),
              "nat-gateway", Hue::Network);
    }
    b.add(BoxKind::Node, subnets[0][0], "Bastion", "t3.micro", "instance", Hue::Compute);
    const auto albFrame = b.add(BoxKind::Span, vpc, "WebAlb", "", "", Hue::Network);
    b[albFrame].spans = {subnets[0][0], subnets[1][0]};
    const auto alb =
        b.add(BoxKind::Node, albFrame, "WebAlb", "https 443", "load-balancer", Hue::Network);
    const auto fleet =
        b.add(BoxKind::Fleet, vpc, "WebFleet", "2 of 2–8", "auto-scaling-group", Hue::Compute);
    b[fleet].spans = {subnets[0][1], subnets[1][1]};
    for (std::size_t z = 0; z < 2; ++z) {
        const auto web = b.add(BoxKind::Node, fleet, "web", "t3.medium", "instance", Hue::Compute);
        b[web].column = subnets[z][1];
    }
    const auto dbFrame = b.add(BoxKind::Span, vpc, "Orders", "", "", Hue::Database);
    b[dbFrame].spans = {subnets[0][2], subnets[1][2]};
    const auto orders =
        b.add(BoxKind::Node, dbFrame, "Orders", "PostgreSQL, primary", "database", Hue::Database);
    b[orders].column = subnets[0][2];
    const auto standby =
        b.add(BoxKind::Node, dbFrame, "Orders", "standby", "database", Hue::Database);
    b[standby].column = subnets[1][2];
    b[standby].faint = true;
    const auto cacheFrame = b.add(BoxKind::Span, vpc, "Sessions", "", "", Hue::Database);
    b[cacheFrame].spans = {subnets[0][2], subnets[1][2]};
    const auto sessions =
        b.add(BoxKind::Node, cacheFrame, "Sessions", "Redis", "cache", Hue::Database);
    const auto groups = b.add(BoxKind::Shelf, vpc, "Security groups");
    for (const char* name : {"AlbGroup", "AppGroup", "DbGroup", "CacheGroup", "BastionGroup"}) {
        b.add(BoxKind::Chip, groups, name, "", "security-group", Hue::Security);
    }
    const auto tables = b.add(BoxKind::Shelf, vpc, "Route tables");
    for (const char* name : {"PublicRoutes", "AppRoutesA", "AppRoutesB", "DataRoutes"}) {
        b.add(BoxKind::Chip, tables, name, "", "route-table", Hue::Network);
    }
    const auto acls = b.add(BoxKind::Shelf, vpc, "Network ACLs");
    b.add(BoxKind::Chip, acls, "ApplicationTierNetworkAcl", "", "network-acl", Hue::Network);
    const auto storage = b.add(BoxKind::Shelf, region, "Storage");
    const auto bucket =
        b.add(BoxKind::Node, storage, "AssetsBucket", "S3 bucket", "bucket", Hue::Storage);
    const auto identity = b.add(BoxKind::Shelf, region, "Identity");
    b.add(BoxKind::Chip, identity, "WebRole", "", "role", Hue::Security);
    const auto watch = b.add(BoxKind::Shelf, region, "Operation");
    b.add(BoxKind::Node, watch, "HighCpuAlarmForTheWholeWebFleet", "CloudWatch alarm", "alarm",
          Hue::Integration);
    b.link(net, dns);
    b.link(dns, cdn);
    b.link(net, igw);
    b.link(cdn, alb, LinkKind::Traffic, "443");
    b.link(cdn, bucket);
    b.link(igw, alb);
    b.link(alb, fleet, LinkKind::Traffic, "80");
    b.link(fleet, orders, LinkKind::Access, "5432");
    b.link(fleet, sessions, LinkKind::Access, "6379");
    return b.take();
}

namespace {

class Random {
public:
    explicit Random(std::uint32_t seed) : m_state(seed * 2654435761U + 1) {}
    std::size_t below(std::size_t count) {
        m_state = m_state * 1664525U + 1013904223U;
        return (m_state >> 8U) % count;
    }

private:
    std::uint32_t m_state;
};

void addVpc(DiagramBuilder& b, Random& random, BoxIndex region, const RandomSize& size,
            std::vector<BoxIndex>& nodes) {
    const auto vpc = b.add(BoxKind::Vpc, region, "Vpc" + std::string(random.below(30), 'x'),
                           "10.0.0.0/16", "vpc");
    std::vector<BoxIndex> subnets;
    const std::size_t zones = random.below(4);
    for (std::size_t z = 0; z < zones; ++z) {
        const auto zone = b.add(BoxKind::Zone, vpc, "zone" + std::to_string(z));
        for (std::size_t s = random.below(5); s > 0; --s) {
            subnets.push_back(b.add(BoxKind::Subnet, zone, "Subnet" + std::to_string(s), "10/24"));
            b[subnets.back()].tint = static_cast<Tint>(random.below(4));
        }
    }
    for (const BoxIndex subnet : subnets) {
        for (std::size_t n = random.below(size.mostNodes + 1); n > 0; --n) {
            nodes.push_back(
                b.add(BoxKind::Node, subnet, "N" + std::string(random.below(40), 'o'), "detail"));
        }
    }
    for (std::size_t s = subnets.size() < 2 ? 0 : random.below(4); s > 0; --s) {
        const auto kind = random.below(2) == 0 ? BoxKind::Span : BoxKind::Fleet;
        const auto span = b.add(kind, vpc, "Across", "2 of 8");
        for (const BoxIndex subnet : subnets) {
            if (random.below(2) == 0) b[span].spans.push_back(subnet);
        }
        if (b[span].spans.empty()) b[span].spans.push_back(subnets.front());
        nodes.push_back(span);
        const auto node = b.add(BoxKind::Node, span, "inside", "detail");
        if (random.below(2) == 0) b[node].column = b[span].spans.front();
        nodes.push_back(node);
    }
    for (std::size_t s = random.below(3); s > 0; --s) {
        const auto shelf = b.add(BoxKind::Shelf, vpc, "Shelf");
        for (std::size_t n = random.below(9); n > 0; --n) b.add(BoxKind::Chip, shelf, "chip");
    }
    for (std::size_t g = random.below(3); g > 0; --g) {
        nodes.push_back(b.add(BoxKind::Gateway, vpc, "gateway", "internet gateway"));
    }
}

}  // namespace

Diagram randomDiagram(std::uint32_t seed, const RandomSize& size) {
    Random random(seed);
    DiagramBuilder b;
    std::vector<BoxIndex> nodes;
    const auto out = b.add(BoxKind::Outside, 0, "Outside");
    for (std::size_t n = random.below(6); n > 0; --n) {
        nodes.push_back(b.add(BoxKind::Node, out, "outside"));
    }
    for (std::size_t r = 1 + random.below(2); r > 0; --r) {
        const auto region = b.add(BoxKind::Region, 0, "eu-west-1");
        for (std::size_t v = random.below(size.vpcs + 1); v > 0; --v) {
            addVpc(b, random, region, size, nodes);
        }
        const auto shelf = b.add(BoxKind::Shelf, region, "Services");
        for (std::size_t n = random.below(12); n > 0; --n) {
            nodes.push_back(b.add(BoxKind::Node, shelf, "service" + std::to_string(n)));
        }
    }
    for (std::size_t l = nodes.size() < 2 ? 0 : random.below(nodes.size()); l > 0; --l) {
        b.link(nodes[random.below(nodes.size())], nodes[random.below(nodes.size())]);
    }
    if (size.placements) {
        for (const BoxIndex node : nodes) {
            if (random.below(4) != 0 || b[node].kind != BoxKind::Node) continue;
            b[node].placed = Rect{static_cast<double>(random.below(1500)),
                                  static_cast<double>(random.below(1000)), 0, 0};
        }
    }
    return b.take();
}

}  // namespace archivolt::test
