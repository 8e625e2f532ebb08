#include "app/modes/traffic/traffic_wish.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/value/value_json.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

Json faultJson(const WishedFault& fault) {
    Json json = {{"kind", fault.kind}, {"target", fault.target}, {"at_s", fault.at}};
    if (fault.lasting > 0) json["for_s"] = fault.lasting;
    return json;
}

/// Reads a fault that has nothing but what a wish tells of one.
bool readFault(const Json& json, WishedFault& fault) {
    if (!json.is_object()) return false;
    for (const auto& [key, value] : json.items()) {
        const bool isText = key == "kind" || key == "target";
        const bool isTime = key == "at_s" || key == "for_s";
        if (!(isText && value.is_string()) && !(isTime && value.is_number())) return false;
    }
    fault.kind = json.value("kind", std::string());
    fault.target = json.value("target", std::string());
    fault.at = json.value("at_s", 0.0);
    fault.lasting = json.value("for_s", 0.0);
    return std::ranges::find(faultKinds(), fault.kind) != faultKinds().end();
}

/// Takes a number out of an object; leaves what is none.
void take(Json& json, const char* key, double& into) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number()) return;
    into = found->get<double>();
    json.erase(found);
}

/// Takes rate and changes out of the only population, where these are all that it says of them.
void takeClients(Json& json, TrafficWish& wish) {
    const auto clients = json.find("clients");
    if (clients == json.end() || !clients->is_array() || clients->size() != 1) return;
    Json& one = clients->front();
    if (!one.is_object()) return;
    take(one, "write_share", wish.changes);
    const auto arrivals = one.find("arrivals");
    if (arrivals != one.end() && arrivals->is_object() && arrivals->size() == 1) {
        take(*arrivals, "rate_rps", wish.rate);
        if (arrivals->empty()) one.erase(arrivals);
    }
    if (one.empty()) json.erase(clients);
}

std::string nameIn(const Value& scenario) {
    const Value* name = scenario.find("name");
    return name != nullptr && name->isScalar() ? name->text() : std::string();
}

std::string faultWords(const WishedFault& fault) {
    if (fault.kind == "failover") return fault.target + " fails over";
    if (fault.kind == "slow") return fault.target + " slow";
    if (fault.kind == "failing") return fault.target + " failing";
    return fault.target + " down";
}

}  // namespace

const std::vector<std::string>& faultKinds() {
    static const std::vector<std::string> kKinds = {"zone", "component", "failover", "slow",
                                                    "failing"};
    return kKinds;
}

std::vector<NamedWish> scenariosOf(const std::vector<std::string>& zones) {
    constexpr double kPeak = 10;
    std::vector<NamedWish> named = {{"Ordinary day", {}}, {"Peak", {}}};
    named.back().wish.load = kPeak;
    if (zones.size() < 2) return named;
    named.push_back({"Zone outage", {}});
    named.back().wish.zoneDown = zones.front();
    named.push_back({"Peak with a zone outage", {}});
    named.back().wish.load = kPeak;
    named.back().wish.zoneDown = zones.front();
    return named;
}

std::vector<NamedWish> scenariosOf(const std::vector<std::string>& zones, const Value& kept) {
    std::vector<NamedWish> named = scenariosOf(zones);
    if (!kept.isList()) return named;
    for (const Value& one : kept.items()) {
        const std::string name = nameIn(one);
        if (!name.empty()) named.push_back({name, wishOf(toJson(one)), true});
    }
    return named;
}

Json scenarioJsonOf(const TrafficWish& wish) {
    Json json = wish.rest.empty() ? Json::object() : Json::parse(wish.rest, nullptr, false);
    if (!json.is_object()) json = Json::object();
    json["load"] = wish.load;
    json["duration_s"] = wish.seconds;
    if (wish.rate > 0 || wish.changes >= 0) {
        Json& clients = json["clients"];
        if (!clients.is_array() || clients.empty()) clients = Json::array({Json::object()});
        for (Json& one : clients) {
            if (wish.rate > 0) one["arrivals"] = {{"rate_rps", wish.rate}};
            if (wish.changes >= 0) one["write_share"] = wish.changes;
        }
    }
    std::vector<WishedFault> faults = wish.faults;
    if (!wish.zoneDown.empty()) {
        faults.push_back({"zone", wish.zoneDown, wish.seconds / 3, wish.seconds / 3});
    }
    if (faults.empty()) return json;
    Json& list = json["faults"];
    if (!list.is_array()) list = Json::array();
    for (const WishedFault& one : faults) list.push_back(faultJson(one));
    return json;
}

TrafficWish wishOf(const Json& scenario) {
    TrafficWish wish;
    if (!scenario.is_object()) return wish;
    Json rest = scenario;
    rest.erase("name");
    take(rest, "load", wish.load);
    take(rest, "duration_s", wish.seconds);
    takeClients(rest, wish);
    if (const auto faults = rest.find("faults"); faults != rest.end() && faults->is_array()) {
        Json others = Json::array();
        for (const Json& one : *faults) {
            WishedFault fault;
            if (readFault(one, fault)) {
                wish.faults.push_back(std::move(fault));
            } else {
                others.push_back(one);
            }
        }
        if (others.empty()) {
            rest.erase("faults");
        } else {
            rest["faults"] = std::move(others);
        }
    }
    if (!rest.empty()) {
        wish.rest = rest.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    return wish;
}

Value withScenario(const Value& kept, const std::string& name, const TrafficWish& wish) {
    Json json = Json::object();
    json["name"] = name;
    json.update(scenarioJsonOf(wish));
    Value made = valueFromJson(json);
    std::vector<Value> all;
    if (kept.isList()) all = kept.items();
    const auto same =
        std::ranges::find_if(all, [&](const Value& one) { return nameIn(one) == name; });
    if (same != all.end()) {
        *same = std::move(made);
    } else {
        all.push_back(std::move(made));
    }
    return Value::list(std::move(all));
}

Value withoutScenario(const Value& kept, const std::string& name) {
    std::vector<Value> all;
    if (kept.isList()) all = kept.items();
    std::erase_if(all, [&](const Value& one) { return nameIn(one) == name; });
    return Value::list(std::move(all));
}

bool isZoneDown(const TrafficWish& wish, double at) {
    return !wish.zoneDown.empty() && at > wish.seconds / 3 && at <= wish.seconds * 2 / 3;
}

bool isZoneDown(const TrafficWish& wish, const std::string& zone, double at) {
    if (wish.zoneDown == zone && isZoneDown(wish, at)) return true;
    return std::ranges::any_of(wish.faults, [&](const WishedFault& one) {
        const bool over = one.lasting > 0 && at > one.at + one.lasting;
        return one.kind == "zone" && one.target == zone && at > one.at && !over;
    });
}

std::string wishWords(const TrafficWish& wish) {
    constexpr std::size_t kMostFaults = 2;
    const TrafficWish usual;
    std::vector<std::string> words;
    words.reserve(8);
    if (wish.rate > 0) words.push_back(fmt::format("{:g}/s", wish.rate));
    if (wish.load != usual.load) words.push_back(fmt::format("{:g} × load", wish.load));
    if (wish.seconds != usual.seconds) words.push_back(fmt::format("{:g} min", wish.seconds / 60));
    if (wish.changes >= 0) words.push_back(fmt::format("{:g} % changes", wish.changes * 100));
    if (!wish.zoneDown.empty()) words.push_back(wish.zoneDown + " down");
    for (std::size_t i = 0; i < std::min(wish.faults.size(), kMostFaults); ++i) {
        words.push_back(faultWords(wish.faults[i]));
    }
    if (wish.faults.size() > kMostFaults) {
        words.push_back(fmt::format("{} more faults", wish.faults.size() - kMostFaults));
    }
    if (!wish.rest.empty()) words.emplace_back("own scenario");
    return words.empty() ? "Ordinary day" : fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace archivolt
