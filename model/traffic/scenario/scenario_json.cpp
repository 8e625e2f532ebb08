#include <fmt/format.h>

#include <charconv>

#include "model/traffic/scenario/scenario.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

using Json = nlohmann::ordered_json;

/// A number as a whole one where it is.
Json numberJson(double value) {
    const auto whole = static_cast<std::int64_t>(value);
    return static_cast<double>(whole) == value ? Json(whole) : Json(value);
}

void put(Json& json, const char* key, const std::optional<double>& value) {
    if (value) json[key] = numberJson(*value);
}
void put(Json& json, const char* key, const std::optional<std::uint32_t>& value) {
    if (value) json[key] = *value;
}

Json arrivalsJson(const ScenarioClients& clients) {
    Json json;
    json["kind"] = clients.arrivals == ArrivalKind::Closed     ? "closed"
                   : clients.arrivals == ArrivalKind::Trace    ? "trace"
                   : clients.arrivals == ArrivalKind::Constant ? "constant"
                                                               : "poisson";
    if (clients.arrivals == ArrivalKind::Closed) {
        json["users"] = clients.users;
        json["think_s"] = numberJson(clients.thinkSeconds);
    }
    for (const Time at : clients.trace) json["at_s"].push_back(numberJson(toSeconds(at)));
    for (const TraceRequest& one : clients.requests) {
        json["requests"].push_back(Json::array({one.mix, one.session, one.object}));
    }
    if (!clients.rate) return json;
    if (clients.rate->points.size() == 1 && clients.rate->points.front().first == 0) {
        json["rate_rps"] = numberJson(clients.rate->points.front().second);
    } else {
        for (const auto& [at, rate] : clients.rate->points) {
            json["points"].push_back(Json::array({numberJson(toSeconds(at)), numberJson(rate)}));
        }
    }
    if (clients.rate->period > 0) json["period_s"] = numberJson(toSeconds(clients.rate->period));
    return json;
}

Json clientsJson(const ScenarioClients& clients) {
    Json json;
    json["name"] = clients.name;
    if (!clients.entry.empty()) json["entry"] = clients.entry;
    if (!clients.region.empty()) json["region"] = clients.region;
    if (clients.address) json["address"] = clients.address->toString();
    json["arrivals"] = arrivalsJson(clients);
    for (const RequestClass& one : clients.mix) {
        json["mix"].push_back({{"name", one.name},
                               {"share", numberJson(one.share)},
                               {"path", one.path},
                               {"write", one.write},
                               {"cacheable", one.cacheable},
                               {"work", numberJson(one.work)}});
        if (!one.host.empty()) json["mix"].back()["host"] = one.host;
        if (!one.method.empty()) json["mix"].back()["method"] = one.method;
        if (one.isSigned) json["mix"].back()["signed"] = true;
    }
    put(json, "objects", clients.objects);
    put(json, "zipf", clients.zipf);
    put(json, "sessions", clients.sessions);
    put(json, "timeout_s", clients.timeoutSeconds);
    put(json, "retries", clients.retries);
    put(json, "network_ms", clients.networkMs);
    if (clients.tls) json["tls"] = *clients.tls;
    if (clients.http2) json["http2"] = *clients.http2;
    put(json, "kept_s", clients.keptSeconds);
    return json;
}

Json componentJson(const ScenarioComponent& one) {
    Json json = Json::object();
    put(json, "work_ms", one.workMs);
    put(json, "query_ms", one.queryMs);
    if (one.shape) json["shape"] = *one.shape;
    put(json, "cv2", one.cv2);
    put(json, "vcpus", one.vcpus);
    put(json, "concurrency", one.concurrency);
    put(json, "waiting_room", one.waitingRoom);
    put(json, "boot_s", one.bootSeconds);
    put(json, "hook_s", one.hookSeconds);
    put(json, "warm_start_s", one.warmStartSeconds);
    put(json, "time_to_live_s", one.timeToLiveSeconds);
    put(json, "capacity", one.capacity);
    put(json, "item_kb", one.itemKb);
    put(json, "target_concurrency", one.targetConcurrency);
    if (one.consistentReads) json["consistent_reads"] = *one.consistentReads;
    if (one.readReplicas) json["read_replicas"] = *one.readReplicas;
    put(json, "read_ios", one.readIos);
    put(json, "write_ios", one.writeIos);
    put(json, "stored_gib", one.storedGib);
    put(json, "file_kb", one.fileKb);
    if (one.writeThrough) json["write_through"] = *one.writeThrough;
    if (one.calls) json["calls"] = *one.calls;
    return json;
}

Json placeJson(const Place& place) {
    Json json{{"name", place.name},
              {"latitude", numberJson(place.at.latitude)},
              {"longitude", numberJson(place.at.longitude)}};
    if (!place.continent.empty()) json["continent"] = place.continent;
    if (!place.country.empty()) json["country"] = place.country;
    if (!place.subdivision.empty()) json["subdivision"] = place.subdivision;
    return json;
}

Json faultJson(const Fault& fault) {
    Json json{{"kind", faultKindName(fault.kind)},
              {"at_s", numberJson(toSeconds(fault.at))},
              {"target", fault.target}};
    const bool random = fault.between > 0;
    if (random) json["mttf_s"] = numberJson(toSeconds(fault.between));
    if (fault.lasting > 0) {
        json[random ? "mttr_s" : "for_s"] = numberJson(toSeconds(fault.lasting));
    }
    if (fault.share > 0) json["share"] = numberJson(fault.share);
    const bool changes = fault.kind == FaultKind::Slow || fault.kind == FaultKind::Deploy;
    if (changes) json["factor"] = numberJson(fault.factor);
    if (fault.kind == FaultKind::Loss) json["share"] = numberJson(fault.factor);
    if (!fault.place.empty()) json["place"] = fault.place;
    if (fault.fails) json["fails"] = true;
    return json;
}

tl::unexpected<Diagnostic> noSuchPlace(std::string_view setting) {
    return failure(kSetsNothing, fmt::format("`{}` sets nothing", setting),
                   "write a path into the scenario and a value: load=10, "
                   "clients[0].arrivals.rate_rps=500, components.WebFleet.work_ms=40");
}

/// Steps into `json` by one part of a path (`clients[0]`); null where it can't.
Json* stepInto(Json* json, std::string_view part) {
    const std::size_t bracket = part.find('[');
    const std::string key(part.substr(0, bracket));
    if (key.empty() || !(json->is_object() || json->is_null())) return nullptr;
    json = &(*json)[key];
    if (bracket == std::string_view::npos) return json;
    if (part.back() != ']') return nullptr;
    const std::string_view digits = part.substr(bracket + 1, part.size() - bracket - 2);
    std::size_t index = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    const std::size_t size = json->is_array() ? json->size() : 0;
    if (!whole || index > size || !(json->is_array() || json->is_null())) return nullptr;
    if (index == size) json->push_back(nullptr);
    return &(*json)[index];
}

}  // namespace

const char* faultKindName(FaultKind kind) {
    switch (kind) {
        case FaultKind::Station: return "component";
        case FaultKind::Zone: return "zone";
        case FaultKind::Failover: return "failover";
        case FaultKind::Slow: return "slow";
        case FaultKind::Flush: return "flush";
        case FaultKind::Interruption: return "interruption";
        case FaultKind::Deploy: return "deploy";
        case FaultKind::Loss: return "loss";
        case FaultKind::EdgeLocation: return "edge-location";
        case FaultKind::Failing: return "failing";
    }
    return "";
}

Json scenarioJson(const Scenario& scenario) {
    Json json{{"format", 1},
              {"name", scenario.name},
              {"duration_s", numberJson(scenario.durationSeconds)},
              {"warm_up_s", numberJson(scenario.warmUpSeconds)},
              {"load", numberJson(scenario.load)}};
    if (scenario.startsAt) json["starts_at"] = instantText(*scenario.startsAt);
    json["clients"] = Json::array();
    for (const ScenarioClients& one : scenario.clients) json["clients"].push_back(clientsJson(one));
    json["components"] = Json::object();
    for (const auto& [name, one] : scenario.components) {
        json["components"][name] = componentJson(one);
    }
    json["faults"] = Json::array();
    for (const Fault& one : scenario.faults) json["faults"].push_back(faultJson(one));
    Json network = Json::object();
    put(network, "within_zone_ms", scenario.withinZoneMs);
    put(network, "between_zones_ms", scenario.betweenZonesMs);
    if (scenario.connections) network["connections"] = true;
    for (const auto& [place, regions] : scenario.roundTripMs) {
        for (const auto& [region, ms] : regions) {
            network["round_trip_ms"][place][region] = numberJson(ms);
        }
    }
    if (!network.empty()) json["network"] = network;
    for (const Place& one : scenario.places) json["places"].push_back(placeJson(one));
    return json;
}

Result<Json> withSetting(Json json, std::string_view setting) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string_view::npos || equals == 0) return noSuchPlace(setting);
    Json* at = &json;
    std::string_view path = setting.substr(0, equals);
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        at = stepInto(at, path.substr(0, dot));
        if (at == nullptr) return noSuchPlace(setting);
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    const std::string value(setting.substr(equals + 1));
    Json parsed = Json::parse(value, nullptr, false);
    *at = parsed.is_discarded() ? Json(value) : std::move(parsed);
    return json;
}

Result<double> parseDuration(std::string_view text) {
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(read.ptr,
                                static_cast<std::size_t>(text.data() + text.size() - read.ptr));
    const double factor = unit.empty() || unit == "s" ? 1
                          : unit == "m"               ? 60
                          : unit == "h"               ? 3600
                          : unit == "d"               ? 86400
                                                      : 0;
    const double seconds = number * factor;
    if (read.ec != std::errc() || !(seconds >= 1) || seconds > 3.2e8) {
        return failure(kNoDuration, fmt::format("`{}` is no duration", text),
                       "write seconds, or 90s, 30m, 2h, 1d; a second to ten years");
    }
    return seconds;
}

}  // namespace archivolt::traffic
