#include "model/reachability/index/name_way.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/architecture/dns_names.h"
#include "model/architecture/tables.h"

namespace archivolt {

namespace {

/// More names that lead to names than anybody makes.
constexpr std::size_t kMaxSteps = 8;
/// More ways than anybody reads; Route 53 answers with up to 8 records of 100.
constexpr std::size_t kMostWays = 64;

std::string wordOf(const Value& value, const char* key) {
    const Value* found = value.find(key);
    if (found == nullptr) return {};
    if (const auto number = found->asInteger()) return fmt::format("{}", *number);
    return found->asString().value_or("");
}

/// Returns the places of a record by location: `DE`, `EU`, `US-CA`; `elsewhere` of the default.
std::string locationOf(const Value& location) {
    std::string place;
    for (const char* key : {"ContinentCode", "CountryCode", "SubdivisionCode"}) {
        const std::string code = wordOf(location, key);
        if (!code.empty()) place += (place.empty() ? "" : "-") + code;
    }
    return place == "*" || place.empty() ? std::string("elsewhere") : "in " + place;
}

class Follower {
public:
    explicit Follower(const Architecture& things) : m_things(things) {}

    std::vector<NameWay> follow(ThingId id) {
        go({}, id);
        return std::move(m_ways);
    }

private:
    void go(NameWay way, ThingId id) {
        way.thing = id;
        if (m_ways.size() == kMostWays) return;
        if (way.steps.size() == kMaxSteps)
            return lose(std::move(way), "its names lead to one another");
        if (const auto* record = m_things.dnsRecords.find(id)) {
            throughRecord(std::move(way), **record);
        } else if (const auto* found = m_things.distributions.find(id)) {
            throughDistribution(std::move(way), **found);
        } else if (!way.steps.empty()) {
            m_ways.push_back(std::move(way));
        }
    }

    void throughRecord(NameWay way, const DnsRecord& record) {
        way.steps.push_back({&record, nullptr, nullptr});
        if (record.aliasTarget) return throughAlias(std::move(way), record);
        if (!record.targets.ids.empty() && record.targets.ids.size() == record.values.size() &&
            std::ranges::none_of(record.targets.ids, &ThingId::isExternal)) {
            for (const ThingId target : record.targets.ids) go(way, target);
            return;
        }
        if (record.values.empty()) {
            return lose(std::move(way), fmt::format("the values of `{}`", record.name));
        }
        for (const Known<std::string>& value : record.values) throughValue(way, record, value);
    }

    void throughValue(NameWay way, const DnsRecord& record, const Known<std::string>& value) {
        if (!value.isKnown()) {
            const bool isOne = record.values.size() == 1 && record.targets.ids.size() == 1;
            if (isOne && !record.targets.ids.front().isExternal()) {
                return go(std::move(way), record.targets.ids.front());
            }
            return lose(std::move(way),
                        fmt::format("a value of `{}`: {}", record.name, value.why()));
        }
        way.address = IpAddress::parse(*value);
        if (!way.address) return throughDomain(std::move(way), *value);
        m_ways.push_back(std::move(way));
    }

    void throughAlias(NameWay way, const DnsRecord& record) {
        if (record.aliasTarget->isKnown()) {
            const ThingId target = **record.aliasTarget;
            if (!target.isExternal()) return go(std::move(way), target);
            const auto* outside = m_things.externals.find(target);
            if (outside != nullptr && goToBalancer(way, (*outside)->name)) return;
            // An alias may name another record of its zone.
            if (outside != nullptr && !recordsNamed(m_things, (*outside)->name).empty()) {
                return throughDomain(std::move(way), (*outside)->name);
            }
        }
        const auto* outside =
            record.aliasTarget->isKnown() ? m_things.externals.find(**record.aliasTarget) : nullptr;
        const Doubt why = outside != nullptr ? (*outside)->why : record.aliasTarget->why();
        lose(std::move(way), fmt::format("what the alias `{}` leads to is outside this design{}{}",
                                         record.name, why.empty() ? "" : ": ", why));
    }

    /// Goes on to the load balancer that a name which AWS gave may be of; says whether there is
    /// one.
    bool goToBalancer(const NameWay& way, const std::string& domain) {
        const LoadBalancer* balancer = balancerNamed(m_things, domain);
        if (balancer == nullptr) return false;
        NameWay further = way;
        further.notes.push_back(fmt::format("`{}` is taken to be the name of `{}/{}`", domain,
                                            balancer->stack, balancer->name));
        go(std::move(further), balancer->id);
        return true;
    }

    void throughDistribution(NameWay way, const Distribution& distribution) {
        const Value* behaviour = distribution.evaluated.find("DefaultCacheBehavior");
        const std::string wanted =
            behaviour != nullptr ? wordOf(*behaviour, "TargetOriginId") : std::string();
        bool isThere = false;
        for (const std::string& name : originsOf(distribution, wanted)) {
            const auto origin =
                std::ranges::find(distribution.origins, name, &DistributionOrigin::originId);
            if (origin == distribution.origins.end()) continue;
            isThere = true;
            NameWay one = way;
            one.steps.push_back({nullptr, &distribution, &*origin});
            throughOrigin(std::move(one), *origin);
        }
        if (isThere) return;
        way.steps.push_back({nullptr, &distribution, nullptr});
        lose(std::move(way), fmt::format("which origin `{}` asks", distribution.name));
    }

    /// Returns the members of the origin group of a name, in order, or the name itself.
    static std::vector<std::string> originsOf(const Distribution& distribution,
                                              const std::string& wanted) {
        std::vector<std::string> names;
        const Value* groups = distribution.evaluated.find("OriginGroups");
        const Value* items = groups != nullptr ? groups->find("Items") : nullptr;
        if (items == nullptr || !items->isList()) return {wanted};
        for (const Value& group : items->items()) {
            if (wordOf(group, "Id") != wanted) continue;
            const Value* members = group.find("Members");
            const Value* list = members != nullptr ? members->find("Items") : nullptr;
            if (list == nullptr || !list->isList()) continue;
            for (const Value& member : list->items()) names.push_back(wordOf(member, "OriginId"));
        }
        return names.empty() ? std::vector<std::string>{wanted} : names;
    }

    void throughOrigin(NameWay way, const DistributionOrigin& origin) {
        if (origin.thing && origin.thing->isKnown() && !(**origin.thing).isExternal()) {
            return go(std::move(way), **origin.thing);
        }
        if (!origin.domain.isKnown()) return lose(std::move(way), origin.domain.why());
        throughDomain(std::move(way), *origin.domain);
    }

    /// Goes on by every record of a domain that leads to addresses; CloudFront asks public zones.
    void throughDomain(NameWay way, const std::string& domain) {
        const bool isPublic = std::ranges::any_of(
            way.steps, [](const NameStep& step) { return step.distribution != nullptr; });
        bool isFound = false;
        for (const DnsRecord* record : recordsNamed(m_things, domain)) {
            if (isPublic && isInPrivateZone(m_things, *record)) continue;
            isFound = true;
            go(way, record->id);
        }
        if (isFound || goToBalancer(way, domain)) return;
        lose(std::move(way), fmt::format("what `{}` leads to is outside this design", domain));
    }

    void lose(NameWay way, Doubt why) {
        way.why = std::move(why);
        m_ways.push_back(std::move(way));
    }

    const Architecture& m_things;
    std::vector<NameWay> m_ways;
};

}  // namespace

std::vector<NameWay> followName(const Architecture& things, ThingId id) {
    return Follower(things).follow(id);
}

bool leadsToAddresses(const DnsRecord& record) {
    const std::string type = record.type.valueOr("");
    return type == "A" || type == "AAAA" || type == "CNAME";
}

std::string conditionOf(const DnsRecord& record) {
    const Value& properties = record.evaluated;
    if (properties.find("Failover") != nullptr) {
        return wordOf(properties, "Failover") == "SECONDARY" ? "while the primary is ill"
                                                             : "while it is healthy";
    }
    if (properties.find("Weight") != nullptr) {
        return fmt::format("with weight {}", wordOf(properties, "Weight"));
    }
    if (properties.find("Region") != nullptr) {
        return fmt::format("to whom {} is nearest", wordOf(properties, "Region"));
    }
    if (const Value* place = properties.find("GeoLocation")) {
        return "to clients " + locationOf(*place);
    }
    if (properties.find("GeoProximityLocation") != nullptr)
        return "to clients that are nearest to it";
    if (properties.find("CidrRoutingConfig") != nullptr) return "to clients of its blocks";
    if (const Value* several = properties.find("MultiValueAnswer")) {
        if (several->asBool().value_or(false)) return "beside up to seven others";
    }
    return {};
}

}  // namespace archivolt
