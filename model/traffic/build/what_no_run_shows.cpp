#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// Names of things, the first few spelled out.
std::string someOf(std::vector<std::string> names) {
    constexpr std::size_t kMost = 3;
    std::ranges::sort(names);
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < kMost; ++i) {
        text += (text.empty() ? "" : ", ") + names[i];
    }
    if (names.size() > kMost) text += fmt::format(" and {} more", names.size() - kMost);
    return text;
}

/// Names what stands in the way of requests at several things, once for all of them.
void leaveOutAt(Builder& builder, const std::vector<std::string>& names, const std::string& type,
                const std::string& why) {
    if (names.empty()) return;
    builder.built.notSimulated.push_back({someOf(names), type, why});
}

/// Returns the names of components of a type.
std::vector<std::string> namesOfType(const Builder& builder, std::string_view type) {
    std::vector<std::string> names;
    for (const auto& [name, its] : builder.built.types) {
        if (its == type) names.push_back(name);
    }
    return names;
}

/// Says whether a zone is a Local Zone or one of Wavelength: `us-west-2-lax-1a`.
bool isLocal(std::string_view zone) {
    const std::size_t digit = zone.find_first_of("0123456789");
    return digit != std::string_view::npos && digit + 1 < zone.size() && zone[digit + 1] == '-';
}

// NOT MODELLED: How far a Local Zone is from its Region.
void nameLocalZones(Builder& builder) {
    std::vector<std::string> zones;
    for (const std::string& zone : builder.built.plant.zones) {
        if (isLocal(zone)) zones.push_back(zone);
    }
    leaveOutAt(builder, zones, "Local Zone",
               "the way between it and its Region takes no longer than between two zones");
}

// NOT MODELLED: Bytes of requests, and so the bandwidth of instances, balancers, gateways and
// caches; packets that a busy network delays.
void nameBandwidth(Builder& builder) {
    std::vector<std::string> names;
    for (const FleetSpec& fleet : builder.built.plant.fleets) names.push_back(fleet.name);
    for (const auto& [id, instance] : builder.architecture.instances) {
        const auto node = builder.nodes.find(id);
        if (node != builder.nodes.end()) names.push_back(builder.nameOf(*instance));
    }
    if (names.empty()) return;
    builder.note(someOf(names) +
                 ": requests have no size here, so that the network of an instance is never full; "
                 "its baseline and burst bandwidth limit nothing");
}

void nameStores(Builder& builder) {
    leaveOutAt(builder, namesOfType(builder, "AWS::ElastiCache::ServerlessCache"),
               "AWS::ElastiCache::ServerlessCache",
               "how it scales, its least and greatest ECPUs and data: one node stands for it");
    std::vector<std::string> replicas;
    for (const auto& [id, database] : builder.architecture.databases) {
        if (database->replicaOf) replicas.push_back(builder.nameOf(*database));
    }
    leaveOutAt(builder, replicas, "AWS::RDS::DBInstance",
               "nobody promotes a read replica when its source is lost");
}

void nameConnections(Builder& builder) {
    const bool opens = builder.scenario.connections;
    std::vector<std::string> names;
    for (const ClientSpec& clients : builder.built.plant.clients) {
        if (opens || clients.arrivals == ArrivalKind::Trace) continue;
        if (std::ranges::find(names, clients.entry.name) != names.end()) continue;
        names.push_back(clients.entry.name);
    }
    if (!names.empty()) {
        builder.note(
            someOf(names) +
            ": opening connections (TCP, TLS) takes clients no time, unless the scenario's "
            "`network.connections` is true");
    }
    if (opens) builder.note("TLS takes no processor time");
}

}  // namespace

void nameWhatNoRunShows(Builder& builder) {
    nameBandwidth(builder);
    nameConnections(builder);
    nameStores(builder);
    nameLocalZones(builder);
}

}  // namespace archivolt::traffic
