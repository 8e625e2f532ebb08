#include <algorithm>

#include <fmt/format.h>

#include "model/architecture/edge.h"
#include "model/architecture/network.h"
#include "model/build/build_common.h"
#include "model/build/build_kinds.h"

namespace archivolt {

namespace {

/// Returns a domain with its final dot.
Known<std::string> absolute(Known<std::string> domain) {
    if (!domain.isKnown() || domain->empty() || domain->ends_with('.')) return domain;
    return *domain + ".";
}

/// Finds what a value is an attribute of: `!GetAtt Balancer.DNSName`, `!Ref Address`.
std::optional<Known<ThingId>> thingBehind(BuildScope& scope, const StackFacts& stack,
                                          const Value& value) {
    if (!value.isCall() && !value.isUnknown()) return std::nullopt;
    return scope.reference(value, stack, ExpectedTypes());
}

/// Returns the zone of a record: by its id, else outside under its name.
Known<ThingId> zoneOf(const View& self, const Value& record) {
    const auto find = [&](std::string_view key) {
        const Value* own = record.find(key);
        const Value* named = own != nullptr ? own : self.property(key);
        return named == nullptr || named->isNull() ? nullptr : named;
    };
    if (const Value* id = find("HostedZoneId")) return self.reference("HostedZoneId", *id);
    if (const Value* name = find("HostedZoneName")) {
        return self.reference("HostedZoneName", *name, "AWS::Route53::HostedZone");
    }
    return Known<ThingId>::unknown("the record names no hosted zone");
}

/// Reads a record that stands `within` a resource: `RecordSets[].`, or nothing.
DnsRecord recordOf(const View& self, std::string_view within, const Value& record) {
    BuildScope& scope = self.scope();
    const StackFacts& stack = self.stack();
    DnsRecord made;
    made.zone = zoneOf(self, record);
    made.domain = absolute(scope.text(record.find("Name"), stack, {}));
    made.type = scope.text(record.find("Type"), stack, {});
    made.evaluated = record;
    const Value* alias = record.find("AliasTarget");
    if (alias != nullptr && !alias->isNull()) {
        const Value* domain = alias->find("DNSName");
        made.aliasTarget = domain != nullptr
                               ? self.reference({within, "AliasTarget.DNSName"}, *domain)
                               : Known<ThingId>::unknown("DNSName is missing");
    }
    if (const Value* values = record.find("ResourceRecords")) {
        for (const Value& item : values->items()) {
            made.values.push_back(scope.text(&item, stack, {}));
            if (const auto thing = thingBehind(scope, stack, item)) append(made.targets, *thing);
        }
        if (values->isUnknown()) made.targets.why = values->text();
    }
    const Value* check = record.find("HealthCheckId");
    if (check != nullptr && !check->isNull()) {
        made.healthCheck = self.reference({within, "HealthCheckId"}, *check);
    }
    return made;
}

}  // namespace

void buildHostedZone(const View& self, Products& out) {
    HostedZone zone;
    self.fill(zone);
    zone.domain = absolute(self.text("Name"));
    if (const Value* vpcs = self.property("VPCs")) {
        for (const Value& item : vpcs->items()) {
            const Value* id = item.find("VPCId");
            if (id != nullptr) append(zone.vpcs, self.reference("VPCs[].VPCId", *id));
        }
        if (vpcs->isUnknown()) zone.vpcs.why = vpcs->text();
        zone.isPrivate = !vpcs->items().empty() || vpcs->isUnknown();
    }
    emit(out, std::move(zone));
}

void buildRecordSet(const View& self, Products& out) {
    DnsRecord record = recordOf(self, {}, self.properties());
    self.fill(record);
    emit(out, std::move(record));
}

void buildRecordSetGroup(const View& self, Products& out) {
    const Value* records = self.property("RecordSets");
    if (records == nullptr) return;
    // Source: Route 53 quotas: a group holds 1,000 records at most.
    const std::size_t count = std::min<std::size_t>(records->items().size(), 1000);
    for (std::size_t i = 0; i < count; ++i) {
        DnsRecord record = recordOf(self, "RecordSets[].", records->items()[i]);
        self.fill(record, static_cast<std::uint32_t>(i + 1), fmt::format("{}", i + 1));
        record.origin = self.origin({"RecordSets", i});
        emit(out, std::move(record));
    }
}

void buildHealthCheck(const View& self, Products& out) {
    DnsHealthCheck check;
    self.fill(check);
    if (const Value* config = self.property("HealthCheckConfig")) check.evaluated = *config;
    emit(out, std::move(check));
}

namespace {

/// Returns an origin with what its VPC origin says of ports and policy beside the VPC origin's id.
Value withVpcOrigin(BuildScope& scope, const View& self, const Value& origin) {
    const Value* config = origin.find("VpcOriginConfig");
    const Value* id = config != nullptr ? config->find("VpcOriginId") : nullptr;
    if (id == nullptr) return origin;
    const Known<ThingId> named =
        self.reference("DistributionConfig.Origins[].VpcOriginConfig.VpcOriginId", *id,
                       "AWS::CloudFront::VpcOrigin");
    const View view = named.isKnown() && !named->isExternal() ? scope.view(*named) : View();
    const Value* endpoint = view ? view.property("VpcOriginEndpointConfig") : nullptr;
    if (endpoint == nullptr) return origin;
    return origin.withEntry("VpcOriginConfig", config->withEntry("Endpoint", *endpoint));
}

}  // namespace

void buildDistribution(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    Distribution distribution;
    self.fill(distribution);
    const Value* config = self.property("DistributionConfig");
    if (config != nullptr) distribution.evaluated = *config;
    const Value* origins = config != nullptr ? config->find("Origins") : nullptr;
    if (origins != nullptr) {
        std::vector<Value> evaluated;
        for (const Value& item : origins->items()) {
            evaluated.push_back(withVpcOrigin(scope, self, item));
            DistributionOrigin origin;
            if (const Value* id = item.find("Id")) origin.originId = id->asString().value_or("");
            const Value* domain = item.find("DomainName");
            origin.domain = scope.text(domain, self.stack(), {});
            if (domain != nullptr) origin.thing = thingBehind(scope, self.stack(), *domain);
            distribution.origins.push_back(std::move(origin));
        }
        if (origins->isList()) {
            distribution.evaluated =
                config->withEntry("Origins", Value::list(std::move(evaluated)));
        }
    }
    emit(out, std::move(distribution));
}

}  // namespace archivolt
