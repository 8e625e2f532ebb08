#include "model/architecture/dns_names.h"

#include <fmt/format.h>

#include <utility>

#include "model/architecture/network.h"
#include "model/architecture/tables.h"

namespace archivolt {

namespace {

/// More names that lead to names than anybody makes.
constexpr std::size_t kMostNames = 8;
/// More things than anybody reads; Route 53 answers with up to 8 records of 100.
constexpr std::size_t kMostThings = 64;
/// Records that are gone through at most, where names lead to one another in many ways.
constexpr std::size_t kMostSteps = 1024;

/// Returns the Region of a stack, which its VPCs tell; empty where none does.
std::string regionOfStack(const Architecture& things, const std::string& stack) {
    for (const auto& [id, vpc] : things.vpcs) {
        if (vpc->stack == stack) return vpc->region;
    }
    return {};
}

/// Follows names from record to record.
class NameFollower {
public:
    explicit NameFollower(const Architecture& things) : m_things(things) {}

    void fromRecord(const DnsRecord& record, NamedThing way) {
        if (way.records.size() == kMostNames || ++m_steps > kMostSteps) return;
        way.records.push_back(&record);
        if (record.aliasTarget) {
            if (!record.aliasTarget->isKnown()) return;
            const ThingId target = **record.aliasTarget;
            const auto* outside = m_things.externals.find(target);
            if (!target.isExternal()) return reach(target, std::move(way));
            if (outside != nullptr) fromName((*outside)->name, way);
            return;
        }
        for (const ThingId target : record.targets.ids) {
            if (!target.isExternal()) reach(target, way);
        }
        for (const Known<std::string>& value : record.values) {
            if (value.isKnown()) fromName(*value, way);
        }
    }

    void fromName(const std::string& domain, const NamedThing& way) {
        bool isFound = false;
        for (const DnsRecord* record : recordsNamed(m_things, domain)) {
            // Who asks inside a VPC sees its private zones as well.
            const bool isInside =
                !way.records.empty() && isInPrivateZone(m_things, *way.records.front());
            if (!isInside && isInPrivateZone(m_things, *record)) continue;
            isFound = true;
            fromRecord(*record, way);
        }
        const LoadBalancer* balancer = isFound ? nullptr : balancerNamed(m_things, domain);
        if (balancer != nullptr) reach(balancer->id, way);
    }

    std::vector<NamedThing> take() { return std::move(m_found); }

private:
    void reach(ThingId thing, NamedThing way) {
        way.thing = thing;
        if (m_found.size() < kMostThings) m_found.push_back(std::move(way));
    }

    const Architecture& m_things;
    std::vector<NamedThing> m_found;
    std::size_t m_steps = 0;
};

}  // namespace

bool isInPrivateZone(const Architecture& things, const DnsRecord& record) {
    const auto* zone = record.zone.isKnown() ? things.hostedZones.find(*record.zone) : nullptr;
    return zone != nullptr && (*zone)->isPrivate;
}

std::vector<const DnsRecord*> recordsNamed(const Architecture& things, const std::string& domain) {
    std::vector<const DnsRecord*> records;
    const std::string wanted = domain.ends_with('.') ? domain : domain + '.';
    for (const auto& [id, record] : things.dnsRecords) {
        const std::string type = record->type.valueOr("");
        const bool isAddress = type == "A" || type == "AAAA" || type == "CNAME";
        if (isAddress && record->domain == wanted) records.push_back(record.get());
    }
    return records;
}

const LoadBalancer* balancerNamed(const Architecture& things, const std::string& domain) {
    if (domain.find(".amazonaws.com") == std::string::npos) return nullptr;
    const LoadBalancer* found = nullptr;
    for (const auto& [id, balancer] : things.loadBalancers) {
        const std::string region = regionOfStack(things, balancer->stack);
        const bool isThere =
            !region.empty() && (domain.find(fmt::format(".{}.elb.", region)) != std::string::npos ||
                                domain.find(fmt::format(".elb.{}.", region)) != std::string::npos);
        if (!isThere || !domain.starts_with(balancer->stack + "-")) continue;
        if (found != nullptr) return nullptr;
        found = balancer.get();
    }
    return found;
}

std::vector<NamedThing> thingsOfRecord(const Architecture& things, const DnsRecord& record) {
    NameFollower follower(things);
    follower.fromRecord(record, {});
    return follower.take();
}

std::vector<NamedThing> thingsOfName(const Architecture& things, const std::string& domain) {
    NameFollower follower(things);
    follower.fromName(domain, {});
    return follower.take();
}

}  // namespace archivolt
