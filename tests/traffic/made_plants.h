#pragma once

#include <string>

#include "model/traffic/plant/plant.h"

namespace archivolt::traffic::test {

// Small plants that tests and benchmarks share; times are in seconds.

inline RateProfile steady(double perSecond) { return {{{0, perSecond}}, 0}; }

/// Poisson clients of one entry, without a network, a time-out or a retry.
inline ClientSpec poissonClients(double perSecond, NodeRef entry) {
    ClientSpec clients;
    clients.name = "clients";
    clients.rate = steady(perSecond);
    clients.entry.name = "entry";
    clients.entry.records = {NameRecord{entry}};
    return clients;
}

inline StationSpec station(std::string name, std::uint32_t servers, Distribution service) {
    StationSpec spec;
    spec.name = std::move(name);
    spec.servers = servers;
    spec.service = std::move(service);
    return spec;
}

/// A call of a station, each time.
inline Call callOf(std::uint32_t index) {
    Call made;
    made.to = {NodeKind::Station, index};
    return made;
}

/// M/M/c at unit service rate.
inline Plant manyServers(double perSecond, std::uint32_t servers) {
    Plant plant;
    plant.stations = {station("server", servers, Distribution::exponential(1))};
    plant.clients = {poissonClients(perSecond, {NodeKind::Station, 0})};
    return plant;
}

/// The whole way of a request: edge, balancer, four instances, a cache, a database. With
/// `cacheable`, the edge keeps the objects, so that nearly all requests end there.
inline Plant wholePath(double perSecond, bool cacheable) {
    Plant plant;
    plant.zones = {"", "a", "b"};
    plant.withinZone = Distribution::constant(0.0002);
    plant.betweenZones = Distribution::constant(0.0008);
    for (int i = 0; i < 4; ++i) {
        StationSpec web = station("web-" + std::to_string(i), 8, Distribution::exponential(0.004));
        web.zone = static_cast<ZoneIndex>(1 + i % 2);
        web.concurrency = 200;
        web.calls = {callOf(4), callOf(5)};
        web.calls[0].when = CallWhen::Reads;
        web.calls[1].when = CallWhen::Missed;
        web.calls[1].timeout = 10 * kSecond;
        plant.stations.push_back(web);
    }
    plant.stations.push_back(station("cache", 1, Distribution::exponential(0.00005)));
    plant.stations.back().store = StoreSpec{5000, 300 * kSecond};
    plant.stations.push_back(station("db", 16, Distribution::exponential(0.002)));
    plant.stations.back().concurrency = 400;
    BalancerSpec balancer;
    balancer.name = "alb";
    balancer.zones = {1, 2};
    balancer.idleTimeout = 60 * kSecond;
    balancer.connectTimeout = 10 * kSecond;
    balancer.health.enabled = true;
    for (std::uint32_t i = 0; i < 4; ++i) balancer.targets.push_back({i});
    plant.balancers = {balancer};
    EdgeSpec edge;
    edge.name = "cdn";
    edge.origin = {NodeKind::Balancer, 0};
    edge.places = 4;
    edge.cache = StoreSpec{0, kHour};
    edge.ways.network = Distribution::constant(0.01);
    edge.originTimeout = 30 * kSecond;
    plant.edges = {edge};
    ClientSpec clients = poissonClients(perSecond, {NodeKind::Edge, 0});
    clients.network = Distribution::exponential(0.02);
    clients.timeout = 20 * kSecond;
    clients.objects = 20000;
    clients.zipf = 0.8;
    clients.entry.resolvers = 100;
    clients.entry.lookup = Distribution::constant(0.03);
    clients.mix[0].cacheable = cacheable;
    plant.clients = {clients};
    return plant;
}

}  // namespace archivolt::traffic::test
