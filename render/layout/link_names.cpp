#include <algorithm>
#include <array>

#include "model/base/text_case.h"
#include "render/layout/balancer_name.h"
#include "render/layout/diagram_maker.h"

namespace archivolt {

namespace {

constexpr std::string_view kBalancerDomain = ".amazonaws.com";

/// Where a resource says a DNS name that something answers to, and what the line then means.
struct NamePlace {
    std::string_view type;
    std::string_view path;
    LinkKind kind = LinkKind::Traffic;
};
constexpr std::array kNamePlaces = {
    NamePlace{"AWS::Route53::RecordSet", "AliasTarget.DNSName", LinkKind::Traffic},
    NamePlace{"AWS::Route53::RecordSet", "ResourceRecords[]", LinkKind::Traffic},
    NamePlace{"AWS::Route53::HealthCheck", "HealthCheckConfig.FullyQualifiedDomainName",
              LinkKind::Relation},
    NamePlace{"AWS::CloudFront::Distribution", "DistributionConfig.Origins[].DomainName",
              LinkKind::Traffic},
};

}  // namespace

std::optional<BalancerName> readBalancerName(std::string_view dnsName) {
    std::string whole = lowerAscii(dnsName);
    if (whole.ends_with('.')) whole.pop_back();
    std::string_view text = whole;
    if (!text.ends_with(kBalancerDomain)) return {};
    text.remove_suffix(kBalancerDomain.size());
    constexpr std::string_view kDual = "dualstack.";
    constexpr std::string_view kInner = "internal-";
    if (text.starts_with(kDual)) text.remove_prefix(kDual.size());
    if (text.starts_with(kInner)) text.remove_prefix(kInner.size());
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos) return {};
    const std::string_view label = text.substr(0, dot);
    const std::string_view place = text.substr(dot + 1);
    const std::size_t dash = label.rfind('-');
    if (dash == std::string_view::npos || dash == 0 || dash + 1 == label.size()) return {};
    std::string_view region;
    if (place.ends_with(".elb")) region = place.substr(0, place.size() - 4);
    if (place.starts_with("elb.")) region = place.substr(4);
    if (region.empty() || region.find('.') != std::string_view::npos) return {};
    return BalancerName{std::string(label.substr(0, dash)), std::string(region)};
}

// Names of other stacks come as parameters, whose values are plain texts: they say a balancer's own
// name and its Region, and so which one it is where the design holds it.
void DiagramMaker::linkNames() {
    std::map<std::pair<std::string, std::string>, std::size_t> balancers;  // By name and Region.
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const bool isNew = m_items[i].type == "AWS::ElasticLoadBalancingV2::LoadBalancer";
        const bool isOld = m_items[i].type == "AWS::ElasticLoadBalancing::LoadBalancer";
        if (!isNew && !isOld) continue;
        const Value& properties = m_items[i].properties();
        const Value* name =
            properties.isMap() ? properties.find(isNew ? "Name" : "LoadBalancerName") : nullptr;
        const auto text = name == nullptr ? std::nullopt : name->asString();
        if (text)
            balancers.emplace(std::pair{lowerAscii(*text), m_items[i].stack->source->region}, i);
    }
    if (balancers.empty()) return;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        for (const NamePlace& place : kNamePlaces) {
            if (m_items[i].type != place.type) continue;
            for (const FoundValue& found :
                 select(m_items[i].properties(), PathPattern::parse(place.path))) {
                const auto text = found.value->asString();
                const auto said = text ? readBalancerName(*text) : std::nullopt;
                const auto meant =
                    said ? balancers.find({said->name, said->region}) : balancers.end();
                if (meant == balancers.end()) continue;
                const Part source{m_items[i].evaluated->source->id,
                                  Path{"Properties"} / found.path};
                link({m_items[i].box,
                      m_items[meant->second].box,
                      place.kind,
                      {},
                      {source},
                      {},
                      false});
            }
        }
    }
}

}  // namespace archivolt
