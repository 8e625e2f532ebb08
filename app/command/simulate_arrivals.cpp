#include "app/command/simulate_arrivals.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "export/logs/log_rules.h"
#include "model/traffic/report/groups.h"

namespace archivolt {

namespace {

using traffic::Time;
using Json = nlohmann::ordered_json;

constexpr std::size_t kMostKinds = 40;

/// Says whether a part of a path names one of many: a number, or digits and hexadecimal letters.
bool isIdentifier(std::string_view part) {
    const auto digits = std::ranges::count_if(part, [](char c) { return c >= '0' && c <= '9'; });
    if (digits == 0) return false;
    const bool hex = std::ranges::all_of(part, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
               c == '-';
    });
    return hex || part.size() > 20;
}

/// Returns a path with `*` where it names one of many: `/orders/7/items` as `/orders/*/items`.
std::string pathKind(std::string_view path) {
    std::string kind;
    std::size_t at = 0;
    while (at < path.size()) {
        const std::size_t end = std::min(path.find('/', at + 1), path.size());
        const std::string_view part = path.substr(at, end - at);
        const bool named = part.starts_with('/') && isIdentifier(part.substr(1));
        kind += named ? std::string_view("/*") : part;
        at = end;
    }
    return kind.empty() ? "/" : kind;
}

bool isStatic(std::string_view path) {
    static const std::set<std::string_view> kEndings = {"css", "js",   "png", "jpg",  "jpeg",
                                                        "gif", "svg",  "ico", "woff", "woff2",
                                                        "ttf", "webp", "mp4", "map"};
    const std::size_t dot = path.rfind('.');
    return dot != std::string_view::npos && kEndings.contains(path.substr(dot + 1));
}

bool isRead(std::string_view method) {
    return method.empty() || method == "GET" || method == "HEAD" || method == "OPTIONS";
}

/// Requests of one kind.
struct Kind {
    std::uint64_t count = 0;
    std::uint64_t timed = 0;  ///< Those whose target's time is known, …
    double targetNs = 0;      ///< … and its sum.
    std::uint64_t hits = 0;
    std::string path;  ///< Of one of them.
    std::string method;
    std::string host;
};

using KindKey = std::array<std::string, 3>;

KindKey keyOf(const AccessRecord& record) {
    return {record.method, record.host, pathKind(record.path)};
}

std::map<KindKey, Kind> kindsOf(const AccessLog& log) {
    std::map<KindKey, Kind> kinds;
    for (const AccessRecord& record : log.records) {
        Kind& kind = kinds[keyOf(record)];
        if (kind.count++ == 0) {
            kind.path = record.path.empty() ? "/" : record.path;
            kind.method = record.method;
            kind.host = record.host;
        }
        if (record.targetTook >= 0) {
            ++kind.timed;
            kind.targetNs += static_cast<double>(record.targetTook);
        }
        if (record.outcome == "Hit" || record.outcome == "RefreshHit") ++kind.hits;
    }
    return kinds;
}

/// Makes the mix of a log's kinds, the commonest first, and says which each of them is.
std::map<KindKey, std::uint32_t> makeMix(const AccessLog& log, LoggedArrivals& made) {
    const std::map<KindKey, Kind> kinds = kindsOf(log);
    std::vector<std::pair<const KindKey*, const Kind*>> order;
    double targetNs = 0;
    std::uint64_t timed = 0;
    for (const auto& [key, kind] : kinds) {
        order.emplace_back(&key, &kind);
        targetNs += kind.targetNs;
        timed += kind.timed;
    }
    std::ranges::stable_sort(order, std::greater<>(),
                             [](const auto& one) { return one.second->count; });
    const double mean = timed > 0 ? targetNs / static_cast<double>(timed) : 0;
    std::map<KindKey, std::uint32_t> indices;
    for (const auto& [key, kind] : order) {
        if (made.clients.mix.size() == kMostKinds) {
            // What is rarer counts as the commonest kind that reads, or changes something, alike.
            const auto alike = std::ranges::find_if(made.clients.mix, [&](const auto& one) {
                return one.write != isRead(kind->method);
            });
            const bool found = alike != made.clients.mix.end();
            const auto index = found ? std::distance(made.clients.mix.begin(), alike) : 0;
            made.clients.mix[static_cast<std::size_t>(index)].share +=
                static_cast<double>(kind->count);
            indices.emplace(*key, static_cast<std::uint32_t>(index));
            continue;
        }
        traffic::RequestClass one;
        one.name = fmt::format("{} {}", kind->method.empty() ? "GET" : kind->method, (*key)[2]);
        one.share = static_cast<double>(kind->count);
        one.path = kind->path;
        one.method = kind->method;
        one.host = kind->host;
        one.write = !isRead(kind->method);
        one.cacheable = !one.write && (kind->hits > 0 || isStatic(kind->path));
        if (mean > 0 && kind->timed > 0) {
            one.work =
                std::clamp(kind->targetNs / static_cast<double>(kind->timed) / mean, 0.01, 100.0);
        }
        indices.emplace(*key, static_cast<std::uint32_t>(made.clients.mix.size()));
        made.clients.mix.push_back(std::move(one));
    }
    if (kinds.size() > kMostKinds) {
        made.notes.push_back(fmt::format(
            "{} kinds of requests are in the log; the rarer ones count as the commonest like them",
            kinds.size()));
    }
    if (mean > 0) {
        made.notes.emplace_back(
            "how much work a kind of request is, against the others, is by its targets' times");
    }
    return indices;
}

/// Numbers names in the order in which they come.
class Numbers {
public:
    std::uint32_t of(const std::string& name) {
        return m_numbers.try_emplace(name, static_cast<std::uint32_t>(m_numbers.size()))
            .first->second;
    }
    [[nodiscard]] std::uint32_t count() const {
        return std::max<std::uint32_t>(1, static_cast<std::uint32_t>(m_numbers.size()));
    }

private:
    std::map<std::string, std::uint32_t> m_numbers;
};

/// A request at a time, before they stand in order.
struct Timed {
    std::int64_t at = 0;
    traffic::TraceRequest request;
};

void finish(std::vector<Timed>& all, std::uint32_t sessions, std::uint32_t objects,
            LoggedArrivals& made) {
    std::ranges::stable_sort(all, {}, &Timed::at);
    const std::int64_t first = all.front().at;
    for (const Timed& one : all) {
        made.clients.trace.push_back(one.at - first);
        made.clients.requests.push_back(one.request);
    }
    made.clients.arrivals = traffic::ArrivalKind::Trace;
    made.clients.name = "clients of the log";
    made.clients.sessions = sessions;
    made.clients.objects = objects;
    made.seconds = std::floor(traffic::toSeconds(made.clients.trace.back())) + 1;
    made.requests = all.size();
}

Result<LoggedArrivals> ofAccesses(const AccessLog& log) {
    if (log.records.empty()) return failure(kNotALog, "the log has no request", "give another");
    LoggedArrivals made;
    const std::map<KindKey, std::uint32_t> kinds = makeMix(log, made);
    Numbers sessions;
    Numbers objects;
    std::vector<Timed> all;
    all.reserve(log.records.size());
    for (const AccessRecord& record : log.records) {
        all.push_back({record.began,
                       {kinds.at(keyOf(record)), sessions.of(record.client),
                        objects.of(record.host + record.path)}});
        ++made.statuses[std::min(9, record.status / 100)];
        if (record.took >= 0 && record.status > 0 && record.status < 400) {
            made.latency.add(record.took);
        }
        if (record.targetTook >= 0) made.targets.add(record.targetTook);
    }
    finish(all, sessions.count(), objects.count(), made);
    return made;
}

bool isRequest(const FlowRecord& record) {
    constexpr std::uint8_t kTcpNumber = 6;
    const std::uint16_t port = record.destinationPort.value_or(0);
    const bool web = port == 443 || port == 80 || port == 8443 || port == 8080;
    return record.action == FlowAction::Accept && record.protocol == kTcpNumber && web &&
           record.direction != FlowDirection::Egress && record.start > 0;
}

Result<LoggedArrivals> ofFlows(const FlowLog& log) {
    LoggedArrivals made;
    Numbers sessions;
    std::vector<Timed> all;
    // What goes on behind a balancer is no request of a client's.
    std::set<IpAddress> servers;
    for (const FlowRecord& record : log.records) {
        if (isRequest(record) && record.destination) servers.insert(*record.destination);
    }
    const auto counts = [&](const FlowRecord& record) {
        return isRequest(record) && !(record.source && servers.contains(*record.source));
    };
    std::map<std::int64_t, std::uint32_t> inSecond;
    for (const FlowRecord& record : log.records) {
        if (counts(record)) ++inSecond[record.start];
    }
    std::map<std::int64_t, std::uint32_t> seen;
    for (const FlowRecord& record : log.records) {
        if (!counts(record)) continue;
        // Starts are told to the second; what began in one is spread over it.
        const double part = (seen[record.start]++ + 0.5) / inSecond[record.start];
        all.push_back({record.start * traffic::kSecond + traffic::fromSeconds(part),
                       {0, sessions.of(record.source ? record.source->toString() : ""), 0}});
    }
    if (all.empty()) {
        return failure(kNotALog, "the flow log has no accepted connection to a port of the web",
                       "give a log of what clients reach, with srcaddr, dstport, protocol, start "
                       "and action");
    }
    made.clients.mix = {traffic::RequestClass{}};
    made.notes.emplace_back("a flow log tells of connections: each is taken for one request");
    finish(all, sessions.count(), 1, made);
    return made;
}

/// Returns the name in a balancer's id, `app/NAME/50dc6c495c0c9188`.
std::string_view nameIn(std::string_view id) {
    const std::size_t first = id.find('/');
    if (first == std::string_view::npos) return id;
    return id.substr(first + 1, id.find('/', first + 1) - first - 1);
}

double milliseconds(Time time) { return std::round(traffic::toMilliseconds(time) * 1000) / 1000; }

/// One line of figures, logged or simulated.
struct Figures {
    std::uint64_t requests = 0;
    double seconds = 0;
    double failedPercent = 0;
    traffic::Histogram latency;
};

Figures loggedFigures(const LoggedArrivals& logged) {
    const std::uint64_t failed = logged.statuses[0] + logged.statuses[4] + logged.statuses[5];
    return {logged.requests, logged.seconds,
            100 * static_cast<double>(failed) / static_cast<double>(logged.requests),
            logged.latency};
}

Figures simulatedFigures(const traffic::Run& run) {
    const traffic::Totals totals = traffic::totalsOf(run);
    const double offered = std::max(1.0, static_cast<double>(totals.offered));
    return {totals.offered,
            traffic::toSeconds(run.simulated) * static_cast<double>(run.replications),
            100 * static_cast<double>(totals.failed) / offered, run.latency()};
}

Json figuresJson(const Figures& figures) {
    const auto rounded = [](double value) { return std::round(value * 1000) / 1000; };
    Json json{{"requests", figures.requests},
              {"rps", rounded(static_cast<double>(figures.requests) / figures.seconds)},
              {"failed_percent", rounded(figures.failedPercent)}};
    if (figures.latency.count() == 0) return json;
    json["latency_ms"] = {{"mean", rounded(figures.latency.meanNs() / 1e6)},
                          {"p50", milliseconds(figures.latency.quantile(0.5))},
                          {"p90", milliseconds(figures.latency.quantile(0.9))},
                          {"p99", milliseconds(figures.latency.quantile(0.99))}};
    return json;
}

}  // namespace

Result<LoggedArrivals> arrivalsOf(const AnyLog& log) {
    if (const auto* flows = std::get_if<FlowLog>(&log)) return ofFlows(*flows);
    return ofAccesses(std::get<AccessLog>(log));
}

std::string entryOf(const AnyLog& log, const Architecture& architecture) {
    const auto* accesses = std::get_if<AccessLog>(&log);
    if (accesses == nullptr || accesses->records.empty()) return {};
    std::string only;
    std::size_t count = 0;
    if (accesses->kind == AccessLogKind::CloudFront) {
        for (const auto& [id, one] : architecture.distributions) {
            only = one->name;
            ++count;
        }
        return count == 1 ? only : std::string();
    }
    const std::string_view wanted = nameIn(accesses->records.front().server);
    for (const auto& [id, one] : architecture.loadBalancers) {
        if (one->kind != LoadBalancerKind::Application) continue;
        if (one->name == wanted) return one->name;
        only = one->name;
        ++count;
    }
    return count == 1 ? only : std::string();
}

traffic::Scenario withArrivals(traffic::Scenario scenario, const LoggedArrivals& arrivals,
                               std::string entry) {
    traffic::ScenarioClients clients = arrivals.clients;
    if (!scenario.clients.empty()) {
        const traffic::ScenarioClients& first = scenario.clients.front();
        clients.name = first.name;
        clients.entry = first.entry;
        clients.region = first.region;
        clients.timeoutSeconds = first.timeoutSeconds;
        clients.retries = first.retries;
        clients.networkMs = first.networkMs;
    }
    if (clients.entry.empty()) clients.entry = std::move(entry);
    scenario.clients = {std::move(clients)};
    return scenario;
}

std::string besideText(const LoggedArrivals& logged, const traffic::Run& run) {
    std::string text =
        fmt::format("\n{:<10} {:>10} {:>10} {:>8} {:>9} {:>9} {:>9} {:>9}\n", "", "requests",
                    "a second", "failed", "mean ms", "p50", "p90", "p99");
    const auto add = [&](const char* name, const Figures& one) {
        text += fmt::format("{:<10} {:>10} {:>10.1f} {:>6.2f} %", name, one.requests,
                            static_cast<double>(one.requests) / one.seconds, one.failedPercent);
        if (one.latency.count() == 0) {
            text += fmt::format(" {:>9} {:>9} {:>9} {:>9}\n", "–", "–", "–", "–");
            return;
        }
        text += fmt::format(" {:>9.1f} {:>9.1f} {:>9.1f} {:>9.1f}\n", one.latency.meanNs() / 1e6,
                            traffic::toMilliseconds(one.latency.quantile(0.5)),
                            traffic::toMilliseconds(one.latency.quantile(0.9)),
                            traffic::toMilliseconds(one.latency.quantile(0.99)));
    };
    add("logged", loggedFigures(logged));
    add("simulated", simulatedFigures(run));
    if (logged.targets.count() > 0) {
        text += fmt::format(
            "targets took {:.1f} ms on average in the log: what they are said to take is set by\n"
            "--set components.NAME.work_ms\n",
            logged.targets.meanNs() / 1e6);
    }
    for (const std::string& note : logged.notes) text += note + '\n';
    return text;
}

Json besideJson(const LoggedArrivals& logged, const traffic::Run& run) {
    Json json{{"logged", figuresJson(loggedFigures(logged))},
              {"simulated", figuresJson(simulatedFigures(run))}};
    if (logged.targets.count() > 0) {
        json["logged"]["target_mean_ms"] = std::round(logged.targets.meanNs() / 1e3) / 1000;
    }
    json["notes"] = logged.notes;
    return json;
}

}  // namespace archivolt
