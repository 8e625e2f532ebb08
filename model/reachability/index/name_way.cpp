#include "model/reachability/index/name_way.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

namespace {

/// More names that lead to names than anybody makes.
constexpr std::size_t kMaxSteps = 8;

std::string absolute(std::string domain) {
    if (!domain.ends_with('.')) domain += '.';
    return domain;
}

class Follower {
public:
    explicit Follower(const Architecture& things) : m_things(things) {}

    NameWay follow(ThingId id) {
        while (m_way.why.empty() && !m_way.address) {
            if (m_way.steps.size() == kMaxSteps) {
                m_way.why = "its names lead to one another";
                break;
            }
            const ThingId next = stepFrom(id);
            if (next == id) break;
            id = next;
        }
        m_way.thing = id;
        return std::move(m_way);
    }

private:
    /// Returns where a thing leads; itself where it is no name.
    ThingId stepFrom(ThingId id) {
        if (const auto* record = m_things.dnsRecords.find(id)) return throughRecord(id, **record);
        if (const auto* found = m_things.distributions.find(id)) {
            return throughDistribution(id, **found);
        }
        return id;
    }

    ThingId throughRecord(ThingId id, const DnsRecord& record) {
        m_way.steps.push_back({&record, nullptr, nullptr});
        if (record.aliasTarget) {
            if (record.aliasTarget->isKnown() && !(**record.aliasTarget).isExternal()) {
                return **record.aliasTarget;
            }
            return lost(id, fmt::format("what the alias `{}` leads to is outside this design",
                                        record.name));
        }
        if (record.targets.ids.size() == 1 && !record.targets.ids.front().isExternal()) {
            return record.targets.ids.front();
        }
        if (record.values.size() != 1 || !record.values.front().isKnown()) {
            return lost(id, fmt::format("which of the values of `{}` is answered", record.name));
        }
        const std::string& value = *record.values.front();
        m_way.address = IpAddress::parse(value);
        return m_way.address ? id : throughDomain(id, value);
    }

    ThingId throughDistribution(ThingId id, const Distribution& distribution) {
        const Value* behaviour = distribution.evaluated.find("DefaultCacheBehavior");
        const Value* wanted = behaviour != nullptr ? behaviour->find("TargetOriginId") : nullptr;
        const std::string name = wanted != nullptr ? wanted->asString().value_or("") : "";
        const auto origin =
            std::ranges::find(distribution.origins, name, &DistributionOrigin::originId);
        if (origin == distribution.origins.end()) {
            m_way.steps.push_back({nullptr, &distribution, nullptr});
            return lost(id, fmt::format("which origin `{}` asks", distribution.name));
        }
        m_way.steps.push_back({nullptr, &distribution, &*origin});
        if (origin->thing && origin->thing->isKnown() && !(**origin->thing).isExternal()) {
            return **origin->thing;
        }
        if (!origin->domain.isKnown()) return lost(id, origin->domain.why());
        return throughDomain(id, *origin->domain);
    }

    /// Goes on by the one record that has a domain and leads to addresses.
    ThingId throughDomain(ThingId id, const std::string& domain) {
        const DnsRecord* found = nullptr;
        for (const auto& [recordId, record] : m_things.dnsRecords) {
            const std::string type = record->type.valueOr("");
            const bool leads = type == "A" || type == "AAAA" || type == "CNAME";
            if (!leads || record->domain != absolute(domain)) continue;
            if (found != nullptr) {
                return lost(id, fmt::format("which of the records of `{}` is answered", domain));
            }
            found = record.get();
        }
        if (found == nullptr) {
            return lost(id, fmt::format("what `{}` leads to is outside this design", domain));
        }
        return found->id;
    }

    ThingId lost(ThingId id, std::string why) {
        m_way.why = std::move(why);
        return id;
    }

    const Architecture& m_things;
    NameWay m_way;
};

}  // namespace

NameWay followName(const Architecture& things, ThingId id) { return Follower(things).follow(id); }

}  // namespace archivolt
