#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/traffic/scenario/scenario.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

using Json = nlohmann::ordered_json;

/// Reads the fields of one object and keeps the first complaint, with its place.
class Fields {
public:
    Fields(const Json& json, std::string place, std::string& error)
        : m_json(json), m_place(std::move(place)), m_error(error) {
        if (!json.is_object()) complain("must be an object");
    }
    Fields(const Fields&) = delete;
    Fields& operator=(const Fields&) = delete;
    ~Fields() {
        if (!m_json.is_object()) return;
        for (const auto& [key, value] : m_json.items()) {
            if (!m_asked.contains(key)) complain(fmt::format("has an unknown key `{}`", key));
        }
    }

    const Json* find(const char* key) {
        m_asked.insert(key);
        const auto found = m_json.is_object() ? m_json.find(key) : m_json.end();
        return found == m_json.end() ? nullptr : &*found;
    }
    std::optional<double> number(const char* key, double least = 0, double most = 1e12) {
        const Json* value = find(key);
        if (value == nullptr) return std::nullopt;
        if (value->is_number()) {
            const double number = value->get<double>();
            if (number >= least && number <= most) return number;
        }
        complain(fmt::format("`{}` must be a number from {} to {}", key, least, most));
        return std::nullopt;
    }
    std::optional<std::uint32_t> count(const char* key, double most = 10'000'000) {
        const auto value = number(key, 0, most);
        if (!value) return std::nullopt;
        if (*value != std::floor(*value)) {
            complain(fmt::format("`{}` must be a whole number", key));
        }
        return static_cast<std::uint32_t>(*value);
    }
    std::optional<std::string> text(const char* key) {
        const Json* value = find(key);
        if (value == nullptr) return std::nullopt;
        if (value->is_string()) return value->get<std::string>();
        complain(fmt::format("`{}` must be a text", key));
        return std::nullopt;
    }
    std::optional<bool> flag(const char* key) {
        const Json* value = find(key);
        if (value == nullptr) return std::nullopt;
        if (value->is_boolean()) return value->get<bool>();
        complain(fmt::format("`{}` must be true or false", key));
        return std::nullopt;
    }
    /// Calls `read` with each item of a list and its place.
    void each(const char* key, const auto& read) {
        const Json* value = find(key);
        if (value == nullptr) return;
        if (!value->is_array()) {
            complain(fmt::format("`{}` must be a list", key));
            return;
        }
        std::size_t index = 0;
        for (const Json& item : *value) {
            read(item, fmt::format("{}{}[{}]", m_place.empty() ? "" : m_place + ".", key, index++));
        }
    }
    void complain(const std::string& what) {
        if (m_error.empty()) m_error = (m_place.empty() ? "the scenario" : m_place) + ": " + what;
    }
    [[nodiscard]] const std::string& place() const { return m_place; }

private:
    const Json& m_json;
    std::string m_place;
    std::string& m_error;
    std::set<std::string> m_asked;
};

RequestClass readClass(const Json& json, const std::string& place, std::string& error) {
    RequestClass one;
    Fields fields(json, place, error);
    one.name = fields.text("name").value_or("page");
    one.share = fields.number("share").value_or(1);
    one.path = fields.text("path").value_or("/");
    one.write = fields.flag("write").value_or(false);
    one.cacheable = fields.flag("cacheable").value_or(false);
    one.work = fields.number("work").value_or(1);
    one.host = fields.text("host").value_or("");
    one.method = fields.text("method").value_or("");
    one.isSigned = fields.flag("signed").value_or(false);
    return one;
}

void readPoints(Fields& fields, RateProfile& rate) {
    fields.each("points", [&](const Json& item, const std::string& place) {
        const bool pair = item.is_array() && item.size() == 2 && item[0].is_number() &&
                          item[1].is_number() && item[0] >= 0 && item[1] >= 0;
        if (!pair) {
            fields.complain("`points` must hold pairs of seconds and requests a second: " + place);
            return;
        }
        const Time at = fromSeconds(item[0].get<double>());
        if (!rate.points.empty() && at <= rate.points.back().first) {
            fields.complain("`points` must go forward in time: " + place);
        }
        rate.points.emplace_back(at, item[1].get<double>());
    });
}

/// Reads `at_s`, and `requests`: a kind, a session and an object for each.
void readTrace(Fields& fields, ScenarioClients& clients) {
    constexpr std::size_t kMost = 5'000'000;
    fields.each("at_s", [&](const Json& item, const std::string& place) {
        const double at = item.is_number() ? item.get<double>() : -1;
        if (!(at >= 0) || at > 3.2e8) {
            fields.complain(place + " must be a number of seconds, at most ten years");
            return;
        }
        const Time time = fromSeconds(at);
        if (!clients.trace.empty() && time < clients.trace.back()) {
            fields.complain("`at_s` must go forward in time: " + place);
        }
        if (clients.trace.size() < kMost) clients.trace.push_back(time);
    });
    fields.each("requests", [&](const Json& item, const std::string& place) {
        TraceRequest one;
        std::uint32_t* const parts[] = {&one.mix, &one.session, &one.object};
        bool good = item.is_array() && item.size() == std::size(parts);
        for (std::size_t i = 0; good && i < std::size(parts); ++i) {
            good = item[i].is_number_unsigned() && item[i].get<std::uint64_t>() < 10'000'000;
            if (good) *parts[i] = item[i].get<std::uint32_t>();
        }
        if (!good) fields.complain(place + " must be [kind, session, object], from 0 on");
        if (clients.requests.size() < kMost) clients.requests.push_back(one);
    });
    if (clients.trace.empty()) fields.complain("`trace` needs `at_s`, the times of its requests");
    if (!clients.requests.empty() && clients.requests.size() != clients.trace.size()) {
        fields.complain("`requests` must be as many as `at_s`");
    }
}

/// Reads `arrivals`: its shapes all become straight lines between points.
void readArrivals(const Json& json, const std::string& place, std::string& error,
                  ScenarioClients& clients) {
    Fields fields(json, place, error);
    const std::string kind = fields.text("kind").value_or("poisson");
    static const std::set<std::string> kKinds = {"poisson", "constant", "closed", "trace"};
    if (!kKinds.contains(kind)) {
        fields.complain("`kind` must be poisson, constant, closed or trace");
    }
    clients.arrivals = kind == "constant" ? ArrivalKind::Constant
                       : kind == "closed" ? ArrivalKind::Closed
                       : kind == "trace"  ? ArrivalKind::Trace
                                          : ArrivalKind::Poisson;
    clients.users = fields.count("users", 1'000'000).value_or(0);
    clients.thinkSeconds = fields.number("think_s").value_or(5);
    if (kind == "trace") {
        readTrace(fields, clients);
        return;
    }
    RateProfile rate;
    const auto steady = fields.number("rate_rps", 0, 1e7);
    readPoints(fields, rate);
    rate.period = fromSeconds(fields.number("period_s", 0, 1e9).value_or(0));
    if (steady && !rate.points.empty()) fields.complain("give `rate_rps` or `points`, not both");
    if (steady) rate.points = {{0, *steady}};
    if (kind == "closed" && clients.users == 0) fields.complain("`closed` needs `users`");
    if (rate.period > 0 && !rate.points.empty() && rate.points.back().first > rate.period) {
        fields.complain("`points` go beyond `period_s`");
    }
    if (!rate.points.empty()) clients.rate = rate;
}

ScenarioClients readClients(const Json& json, const std::string& place, std::string& error) {
    ScenarioClients clients;
    Fields fields(json, place, error);
    clients.name = fields.text("name").value_or("clients");
    clients.entry = fields.text("entry").value_or("");
    clients.region = fields.text("region").value_or("");
    if (const auto address = fields.text("address")) {
        clients.address = Cidr::parse(*address);
        if (const auto host = IpAddress::parse(*address)) clients.address = Cidr::host(*host);
        if (!clients.address) fields.complain("`address` must be an address or a block of them");
    }
    if (const Json* arrivals = fields.find("arrivals")) {
        readArrivals(*arrivals, place + ".arrivals", error, clients);
    }
    double sum = 0;
    fields.each("mix", [&](const Json& item, const std::string& at) {
        clients.mix.push_back(readClass(item, at, error));
        sum += clients.mix.back().share;
    });
    if (!clients.mix.empty() && !(sum > 0)) fields.complain("`mix` needs a share above 0");
    clients.writeShare = fields.number("write_share", 0, 1);
    if (clients.writeShare && !clients.mix.empty()) {
        fields.complain("give `write_share`, of the usual mix, or a `mix` of its own, not both");
    }
    if (clients.mix.size() > 200) fields.complain("`mix` may hold 200 kinds of requests");
    clients.objects = fields.count("objects");
    clients.zipf = fields.number("zipf", 0, 10);
    clients.sessions = fields.count("sessions");
    clients.timeoutSeconds = fields.number("timeout_s", 0, 1e6);
    clients.retries = fields.count("retries", 100);
    clients.networkMs = fields.number("network_ms", 0, 1e5);
    clients.tls = fields.text("tls");
    if (clients.tls && clients.tls != "none" && clients.tls != "1.2" && clients.tls != "1.3") {
        fields.complain("`tls` must be none, 1.2 or 1.3");
    }
    clients.http2 = fields.flag("http2");
    clients.keptSeconds = fields.number("kept_s", 0, 1e6);
    return clients;
}

ScenarioComponent readComponent(const Json& json, const std::string& place, std::string& error) {
    ScenarioComponent one;
    Fields fields(json, place, error);
    one.workMs = fields.number("work_ms", 0, 1e7);
    one.queryMs = fields.number("query_ms", 0, 1e7);
    one.shape = fields.text("shape");
    one.cv2 = fields.number("cv2", 0, 1000);
    one.vcpus = fields.count("vcpus", 1024);
    if (one.vcpus == 0U) fields.complain("`vcpus` must be 1 or more");
    one.concurrency = fields.count("concurrency");
    one.waitingRoom = fields.count("waiting_room");
    one.bootSeconds = fields.number("boot_s", 0, 1e5);
    one.hookSeconds = fields.number("hook_s", 0, 1e6);
    one.warmStartSeconds = fields.number("warm_start_s", 0, 1e5);
    one.timeToLiveSeconds = fields.number("time_to_live_s", 0, 1e9);
    one.capacity = fields.count("capacity");
    one.itemKb = fields.number("item_kb", 0, 400);
    one.targetConcurrency = fields.count("target_concurrency", 1000);
    one.consistentReads = fields.flag("consistent_reads");
    one.readReplicas = fields.flag("read_replicas");
    one.writeThrough = fields.flag("write_through");
    one.readIos = fields.number("read_ios", 0, 10'000);
    one.writeIos = fields.number("write_ios", 0, 10'000);
    one.storedGib = fields.number("stored_gib", 0, 1e9);
    one.fileKb = fields.number("file_kb", 0, 1e7);
    if (fields.find("calls") != nullptr) one.calls.emplace();
    fields.each("calls", [&](const Json& item, const std::string& at) {
        if (!item.is_string()) {
            fields.complain(at + " must be a component's name");
            return;
        }
        one.calls->push_back(item.get<std::string>());
    });
    return one;
}

Place readPlace(const Json& json, const std::string& at, std::string& error) {
    Place place;
    Fields fields(json, at, error);
    place.name = fields.text("name").value_or("");
    if (place.name.empty()) fields.complain("`name` must say which place it is");
    const auto latitude = fields.number("latitude", -90, 90);
    const auto longitude = fields.number("longitude", -180, 180);
    if (!latitude || !longitude) fields.complain("needs `latitude` and `longitude`, in degrees");
    place.at = {latitude.value_or(0), longitude.value_or(0)};
    place.continent = fields.text("continent").value_or("");
    place.country = fields.text("country").value_or("");
    place.subdivision = fields.text("subdivision").value_or("");
    return place;
}

/// Reads `round_trip_ms`: by place, then by AWS Region.
void readRoundTrips(Fields& fields, std::string& error, Scenario& scenario) {
    const Json* places = fields.find("round_trip_ms");
    if (places == nullptr) return;
    if (!places->is_object()) {
        fields.complain("`round_trip_ms` must be an object of places");
        return;
    }
    for (const auto& [place, regions] : places->items()) {
        const std::string at = "network.round_trip_ms." + place;
        Fields inner(regions, at, error);
        if (!regions.is_object()) return;
        for (const auto& [region, value] : regions.items()) {
            const auto ms = inner.number(region.c_str(), 0, 1e5);
            if (ms) scenario.roundTripMs[place][region] = *ms;
        }
    }
}

/// Reads `mttf_s` and `mttr_s`: mean times, of what strikes at random.
void readRandom(Fields& fields, Fault& fault) {
    const auto between = fields.number("mttf_s", 1, 1e10);
    const auto lasting = fields.number("mttr_s", 0, 1e8);
    if (lasting && !between) fields.complain("`mttr_s` needs `mttf_s`, how often it fails");
    if (!between) return;
    if (fault.kind == FaultKind::Deploy) fields.complain("a `deploy` does not come at random");
    if (fault.lasting > 0) fields.complain("give `mttr_s` or `for_s`, not both");
    fault.between = fromSeconds(*between);
    fault.lasting = fromSeconds(lasting.value_or(0));
}

Fault readFault(const Json& json, const std::string& place, std::string& error) {
    Fault fault;
    Fields fields(json, place, error);
    static const std::map<std::string, FaultKind> kKinds = {
        {"instance", FaultKind::Station},
        {"component", FaultKind::Station},
        {"zone", FaultKind::Zone},
        {"region", FaultKind::Zone},
        {"failover", FaultKind::Failover},
        {"slow", FaultKind::Slow},
        {"flush", FaultKind::Flush},
        {"deploy", FaultKind::Deploy},
        {"failing", FaultKind::Failing},
        {"loss", FaultKind::Loss},
        {"edge-location", FaultKind::EdgeLocation},
        {"interruption", FaultKind::Interruption}};
    const auto kind = kKinds.find(fields.text("kind").value_or(""));
    if (kind == kKinds.end()) {
        fields.complain(
            "`kind` must be component, zone, region, failover, slow, failing, flush, deploy, loss, "
            "edge-location or interruption");
    } else {
        fault.kind = kind->second;
    }
    fault.at = fromSeconds(fields.number("at_s", 0, 1e8).value_or(0));
    fault.lasting = fromSeconds(fields.number("for_s", 0, 1e8).value_or(0));
    fault.target = fields.text("target").value_or("");
    if (fault.target.empty()) fields.complain("`target` must name what it strikes");
    const bool deploys = fault.kind == FaultKind::Deploy;
    const bool loses = fault.kind == FaultKind::Loss;
    const bool fails = fault.kind == FaultKind::Failing;
    if (loses) {
        fault.factor = fields.number("share", 0.0001, 0.9).value_or(0.01);
    } else {
        fault.factor = fields.number("factor", 0.001, 1e6).value_or(deploys ? 1 : 2);
        fault.share = fields.number("share", 0, 1).value_or(fails ? 1 : 0);
    }
    if (fault.share > 0 && !fails && !deploys) {
        fields.complain("`share`, of requests that fail, is of `failing` and `deploy` alone");
    }
    if (fault.kind == FaultKind::EdgeLocation) fault.place = fields.text("place").value_or("");
    fault.fails = fields.flag("fails").value_or(false);
    if (fault.fails && !deploys) fields.complain("`fails` is of a `deploy` alone");
    if (deploys && fault.lasting > 0) fields.complain("a `deploy` lasts until it is done");
    readRandom(fields, fault);
    return fault;
}

}  // namespace

Result<Scenario> readScenario(const Json& json) {
    Scenario scenario;
    std::string error;
    {
        Fields fields(json, "", error);
        if (fields.number("format").value_or(1) != 1) fields.complain("`format` must be 1");
        scenario.name = fields.text("name").value_or(scenario.name);
        scenario.durationSeconds = fields.number("duration_s", 1, 3.2e8).value_or(1800);
        scenario.warmUpSeconds = fields.number("warm_up_s", 0, 3.2e8).value_or(0);
        scenario.load = fields.number("load", 0, 1e6).value_or(1);
        if (const auto begins = fields.text("starts_at")) {
            scenario.startsAt = parseInstant(*begins);
            if (!scenario.startsAt) {
                fields.complain("`starts_at` must be a moment by UTC: 2026-11-30T08:00:00Z");
            }
        }
        fields.each("clients", [&](const Json& item, const std::string& place) {
            scenario.clients.push_back(readClients(item, place, error));
        });
        if (const Json* components = fields.find("components")) {
            if (!components->is_object()) fields.complain("`components` must be an object");
            for (const auto& [name, item] : components->items()) {
                scenario.components[name] = readComponent(item, "components." + name, error);
            }
        }
        fields.each("faults", [&](const Json& item, const std::string& place) {
            scenario.faults.push_back(readFault(item, place, error));
        });
        if (const Json* network = fields.find("network")) {
            Fields inner(*network, "network", error);
            scenario.withinZoneMs = inner.number("within_zone_ms", 0, 1e5);
            scenario.betweenZonesMs = inner.number("between_zones_ms", 0, 1e5);
            scenario.connections = inner.flag("connections").value_or(false);
            readRoundTrips(inner, error, scenario);
        }
        fields.each("places", [&](const Json& item, const std::string& place) {
            scenario.places.push_back(readPlace(item, place, error));
        });
    }
    if (!error.empty()) {
        return failure(kBadScenario, error, "`archivolt simulate FILE --show-scenario` prints one");
    }
    return scenario;
}

}  // namespace archivolt::traffic
