#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "model/guardrails/advice.h"

namespace archivolt {

namespace {

constexpr Rule kHttpViewers{"CF-1",
                            Severity::Medium,
                            "CloudFront lets viewers use HTTP",
                            "what viewers send over HTTP can be read and changed on the way",
                            "set ViewerProtocolPolicy to redirect-to-https or https-only",
                            "Security Hub CloudFront.3"};

/// CF-1: behaviours that take plain HTTP.
void adviseOnViewers(Advice& advice, const Declared& distribution) {
    std::vector<Path> behaviours = {Path{"DistributionConfig", "DefaultCacheBehavior"}};
    const Path list{"DistributionConfig", "CacheBehaviors"};
    const Value* more = distribution.property(list);
    for (std::size_t i = 0; more != nullptr && i < more->items().size(); ++i) {
        behaviours.push_back(list / PathStep(i));
    }
    for (const Path& behaviour : behaviours) {
        const Path policy = behaviour / PathStep("ViewerProtocolPolicy");
        if (lowerText(distribution.property(policy)) != "allow-all") continue;
        advice.report(kHttpViewers, {distribution.origin(policy),
                                     fmt::format("`{}` lets viewers use HTTP", distribution.name()),
                                     "set ViewerProtocolPolicy to redirect-to-https",
                                     {}});
    }
}

bool takesHttp(const Declared& distribution) {
    const Value* policy = distribution.property(
        {"DistributionConfig", "DefaultCacheBehavior", "ViewerProtocolPolicy"});
    return lowerText(policy) == "allow-all";
}

/// Says whether an origin's domain is a bucket's own endpoint, and not its website.
bool isBucketDomain(const Advice& advice, const DistributionOrigin& origin) {
    if (origin.thing && origin.thing->isKnown()) {
        return advice.architecture.buckets.contains(**origin.thing);
    }
    if (!origin.domain.isKnown()) return false;
    const std::string& domain = *origin.domain;
    return domain.ends_with(".amazonaws.com") && domain.find(".s3") != std::string::npos &&
           domain.find("s3-website") == std::string::npos;
}

constexpr Rule kMissingBucket{
    "CF-3",
    Severity::High,
    "the bucket of an origin does not exist",
    "whoever makes a bucket of that name serves its content under this distribution's name",
    "make the bucket in the design, or name one that exists",
    "Security Hub CloudFront.12"};

/// CF-3: in an observed account, the bucket that an origin names is not there.
void adviseOnMissingBucket(Advice& advice, const Declared& distribution,
                           const DistributionOrigin& origin, const Origin& place) {
    // NOT MODELLED: buckets that other templates or accounts own; only an observed account that
    // lists its buckets can tell that one is missing.
    if (distribution.stack->source->kind != StackKind::Observed || !origin.domain.isKnown()) return;
    if (!isBucketDomain(advice, origin) || advice.architecture.buckets.empty()) return;
    const std::string name = origin.domain->substr(0, origin.domain->find(".s3"));
    for (const auto& [id, bucket] : advice.architecture.buckets) {
        if (!bucket->bucketName.isKnown() || *bucket->bucketName == name) return;
    }
    advice.report(
        kMissingBucket,
        {place,
         fmt::format("the bucket `{}` behind `{}` does not exist", name, distribution.name()),
         "make the bucket, or take the origin away: whoever makes a bucket of "
         "this name answers your visitors",
         {}});
}

std::string originName(const DistributionOrigin& origin, std::size_t index) {
    if (!origin.originId.empty()) return fmt::format("the origin `{}`", origin.originId);
    if (origin.domain.isKnown() && !origin.domain->empty()) {
        return fmt::format("`{}`", *origin.domain);
    }
    return fmt::format("its origin number {}", index + 1);
}

constexpr Rule kOriginWithoutControl{
    "CF-2",
    Severity::High,
    "a bucket behind CloudFront has no origin access control",
    "the bucket must be open to more than the distribution, so viewers can go around it",
    "add an AWS::CloudFront::OriginAccessControl, and let the bucket's policy name the "
    "distribution",
    "Security Hub CloudFront.13"};

constexpr Rule kHttpOrigin{
    "CF-4",
    Severity::Medium,
    "CloudFront talks HTTP to an origin",
    "what CloudFront fetches from the origin over HTTP can be read and changed on the way",
    "set OriginProtocolPolicy to https-only",
    "Security Hub CloudFront.9"};

/// CF-2, CF-3 and CF-4: how a distribution talks to what is behind it.
void adviseOnOrigins(Advice& advice, const Declared& distribution, const Distribution& thing) {
    const Path list{"DistributionConfig", "Origins"};
    const Value* origins = distribution.property(list);
    if (origins == nullptr || origins->items().size() != thing.origins.size()) return;
    for (std::size_t i = 0; i < thing.origins.size(); ++i) {
        const Value& written = origins->items()[i];
        const Path path = list / PathStep(i);
        adviseOnMissingBucket(advice, distribution, thing.origins[i], distribution.origin(path));
        const Value* identity = written.find("S3OriginConfig");
        const Value* legacy =
            identity != nullptr ? identity->find("OriginAccessIdentity") : nullptr;
        const bool hasLegacy = legacy != nullptr && !legacy->isNull() &&
                               (!legacy->isScalar() || !legacy->text().empty());
        const Value* control = written.find("OriginAccessControlId");
        const Value* custom = written.find("CustomOriginConfig");
        if (isBucketDomain(advice, thing.origins[i]) && control == nullptr && !hasLegacy &&
            custom == nullptr) {
            advice.report(kOriginWithoutControl,
                          {distribution.origin(path),
                           fmt::format("`{}` fetches from a bucket without origin access control",
                                       distribution.name()),
                           "add an AWS::CloudFront::OriginAccessControl, and let only CloudFront "
                           "read the bucket",
                           {}});
        }
        if (custom == nullptr) continue;
        const std::string policy = lowerText(custom->find("OriginProtocolPolicy"));
        const bool plain =
            policy == "http-only" || (policy == "match-viewer" && takesHttp(distribution));
        if (!plain) continue;
        advice.report(
            kHttpOrigin,
            {distribution.origin(path / Path{"CustomOriginConfig", "OriginProtocolPolicy"}),
             fmt::format("`{}` talks HTTP to {}", distribution.name(),
                         originName(thing.origins[i], i)),
             "set OriginProtocolPolicy to https-only",
             {}});
    }
}

constexpr Rule kNoDistributionLogs{"CF-5",
                                   Severity::Low,
                                   "a distribution has no logs",
                                   "without logs nobody can tell afterwards who asked for what",
                                   "set Logging, or a delivery of standard logs",
                                   "Security Hub CloudFront.5"};

/// CF-5: standard logs of either version.
void adviseOnLogging(Advice& advice, const Declared& distribution) {
    if (distribution.property({"DistributionConfig"}) == nullptr) return;
    if (distribution.property({"DistributionConfig", "Logging"}) != nullptr) return;
    for (const Declared& source : advice.ofType("AWS::Logs::DeliverySource")) {
        const Value* arn = source.property({"ResourceArn"});
        if (advice.leadsTo(source, arn, distribution.id()) != Truth::No) return;
    }
    advice.report(kNoDistributionLogs, {distribution.origin(),
                                        fmt::format("`{}` writes no logs", distribution.name()),
                                        "set DistributionConfig.Logging",
                                        {}});
}

/// Returns who holds an address of the design's own blocks; nothing where that is not decided.
std::optional<bool> isHeld(const Advice& advice, const IpAddress& address) {
    for (const VpcIndex i : advice.network.vpcs().indices()) {
        const VpcNode& vpc = advice.network.vpcs()[i];
        if (!vpc.holds(address)) continue;
        const bool reserved = vpc.subnets.empty();
        if (reserved) return std::nullopt;
        return static_cast<bool>(advice.network.holderInVpc(i, address));
    }
    return std::nullopt;
}

constexpr Rule kDanglingRecord{"DNS-1",
                               Severity::High,
                               "a record leads to an address that nothing holds",
                               "whoever gets the address next is found under this name",
                               "lead the record to something of the design, or remove it",
                               "checkov CKV2_AWS_23"};

/// DNS-1: a record whose address nothing in the design holds.
void adviseOnDangling(Advice& advice, const DnsRecord& record) {
    // NOT MODELLED: addresses and names outside the design; only its own can be seen to dangle.
    const Origin place = record.origin;
    for (const ThingId id : record.targets.ids) {
        const auto* address = advice.architecture.elasticIps.find(id);
        if (address == nullptr || (*address)->holder || (*address)->exists != Truth::Yes) continue;
        advice.report(kDanglingRecord,
                      {place,
                       fmt::format("`{}` leads to the Elastic IP `{}`, which is attached "
                                   "to nothing",
                                   record.name, (*address)->name),
                       "attach the address, or delete the record",
                       {(*address)->origin}});
    }
    for (const auto& value : record.values) {
        if (!value.isKnown()) continue;
        const auto address = IpAddress::parse(*value);
        if (!address || isHeld(advice, *address) != false) continue;
        advice.report(
            kDanglingRecord,
            {place,
             fmt::format("`{}` leads to {}, which nothing in its VPC holds", record.name, *value),
             "refer to the thing itself instead of its address",
             {}});
    }
}

constexpr Rule kNoDefaultLocation{
    "DNS-3",
    Severity::Medium,
    "geolocation records have no default",
    "who asks from a place that no record names, or from an unknown one, gets no answer",
    "add a record whose location is the country `*`",
    "Route 53 Developer Guide, routing-policy-geo"};

/// DNS-3: places that no geolocation record speaks of get no answer.
void adviseOnGeolocation(Advice& advice) {
    struct Set {
        Origin first;
        std::string domain;
        bool complete = false;
    };
    std::map<std::tuple<ThingId, std::string, std::string>, Set> sets;
    for (const auto& [id, record] : advice.architecture.dnsRecords) {
        const Value* place = record->evaluated.find("GeoLocation");
        if (place == nullptr || place->isNull() || record->exists != Truth::Yes) continue;
        if (!record->zone.isKnown() || !record->domain.isKnown() || !record->type.isKnown()) {
            continue;
        }
        Set& set = sets[{*record->zone, *record->domain, *record->type}];
        if (set.domain.empty()) {
            set.first = record->origin;
            set.domain = *record->domain;
        }
        const Value* country = place->find("CountryCode");
        set.complete = set.complete || holdsUnknown(*place) ||
                       (country != nullptr && lowerText(country) == "*");
    }
    for (const auto& [key, set] : sets) {
        if (set.complete) continue;
        advice.report(kNoDefaultLocation,
                      {set.first,
                       fmt::format("visitors from elsewhere get no answer for {}: its geolocation "
                                   "records have no default",
                                   set.domain),
                       "add a record with the CountryCode `*`",
                       {}});
    }
}

}  // namespace

constexpr Rule kNoQueryLog{"DNS-2",
                           Severity::Low,
                           "a public hosted zone has no query log",
                           "without a query log nobody can tell which names were asked for",
                           "set QueryLoggingConfig",
                           "Security Hub Route53.2"};

void adviseOnEdge(Advice& advice) {
    for (const auto& [id, distribution] : advice.architecture.distributions) {
        const auto declared = advice.declared(id);
        if (!declared || distribution->exists != Truth::Yes) continue;
        adviseOnViewers(advice, *declared);
        adviseOnOrigins(advice, *declared, *distribution);
        adviseOnLogging(advice, *declared);
    }
    for (const auto& [id, record] : advice.architecture.dnsRecords) {
        if (record->exists == Truth::Yes) adviseOnDangling(advice, *record);
    }
    for (const auto& [id, zone] : advice.architecture.hostedZones) {
        const auto declared = advice.declared(id);
        if (!declared || zone->exists != Truth::Yes || zone->isPrivate) continue;
        if (declared->property({"QueryLoggingConfig"}) != nullptr) continue;
        advice.report(kNoQueryLog, {declared->origin(),
                                    fmt::format("`{}` logs no queries", zone->name),
                                    "set QueryLoggingConfig",
                                    {}});
    }
    adviseOnGeolocation(advice);
}

RuleList edgeAdvice() {
    static constexpr const Rule* kRules[] = {
        &kHttpViewers,        &kMissingBucket,  &kOriginWithoutControl, &kHttpOrigin,
        &kNoDistributionLogs, &kDanglingRecord, &kNoDefaultLocation,    &kNoQueryLog};
    return kRules;
}

}  // namespace archivolt
