#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>

#include "tests/traffic/read_plant.h"

namespace archivolt::traffic::test {

namespace {

const ComponentResult* componentOf(const Run& run, const std::string& name) {
    const auto found = std::ranges::find(run.components, name, &ComponentResult::name);
    return found != run.components.end() ? &*found : nullptr;
}

std::uint64_t statusCount(const Run& run, int status) {
    std::uint64_t count = 0;
    for (const ClientResult& one : run.clients) {
        for (const CauseCount& cause : one.byStatus) {
            if (cause.status == status) count += cause.count;
        }
    }
    return count;
}

double shareOf(double part, double whole) { return whole > 0 ? part / whole : 0; }

/// Values of all clients together: `completed`, `status 503`, `latency p99`, `lookups missed`…
std::optional<double> clientsValue(const Run& run, const std::vector<std::string>& words) {
    double offered = 0;
    double completed = 0;
    double lookups = 0;
    double resolutions = 0;
    double retries = 0;
    double failed = 0;
    for (const ClientResult& one : run.clients) {
        offered += static_cast<double>(one.offered);
        completed += static_cast<double>(one.completed);
        failed += static_cast<double>(one.failed);
        lookups += static_cast<double>(one.lookups);
        resolutions += static_cast<double>(one.resolutions);
        retries += static_cast<double>(one.retries);
    }
    if (words[0] == "connections" && words.size() == 1) {
        double opened = 0;
        for (const ClientResult& one : run.clients) opened += static_cast<double>(one.opened);
        return opened;
    }
    if (words[0] == "completed") return shareOf(completed, completed + failed);
    if (words[0] == "failed") return failed;
    if (words[0] == "offered") return offered;
    if (words[0] == "retries") return shareOf(retries, offered);
    if (words[0] == "resolutions") return shareOf(resolutions, lookups);
    if (words[0] == "status" && words.size() == 2) {
        const int status = words[1] == "timeout" ? 0 : std::stoi(words[1]);
        return static_cast<double>(statusCount(run, status));
    }
    if (words[0] == "latency" && words.size() == 2) {
        const Histogram latency = run.latency();
        if (words[1] == "mean") return latency.meanNs() / 1e9;
        if (words[1] == "max") return toSeconds(latency.greatest());
        return toSeconds(latency.quantile(std::stod(words[1].substr(1)) / 100));
    }
    return std::nullopt;
}

/// Values of a component: `arrivals of db`, `busy of web`, `wait of web`, `share of a at lb`…
std::optional<double> componentValue(const Run& run, const std::vector<std::string>& words) {
    if (words.size() < 3 || words[1] != "of") return std::nullopt;
    const ComponentResult* one = componentOf(run, words[2]);
    if (words[0] == "share" && words.size() == 5) {
        const ComponentResult* balancer = componentOf(run, words[4]);
        if (balancer == nullptr || !balancer->shares.contains(words[2])) return std::nullopt;
        double sum = 0;
        for (const auto& [name, count] : balancer->shares) sum += static_cast<double>(count);
        return shareOf(static_cast<double>(balancer->shares.at(words[2])), sum);
    }
    const auto fleet = std::ranges::find(run.fleets, words[2], &FleetResult::name);
    if (fleet != run.fleets.end()) {
        if (words[0] == "members") return static_cast<double>(fleet->atEnd);
        if (words[0] == "drawn") return static_cast<double>(fleet->drawn);
        if (words[0] == "given-up") return static_cast<double>(fleet->abandoned);
    }
    if (one == nullptr) return std::nullopt;
    if (words[0] == "arrivals") return static_cast<double>(one->meter.arrivals);
    if (words[0] == "failures") return static_cast<double>(one->meter.failed);
    if (words[0] == "busy") {
        return shareOf(static_cast<double>(one->busyArea),
                       static_cast<double>(one->lived) * std::max(one->servers, 1U));
    }
    if (words[0] == "wait") return one->waits.meanNs() / 1e9;
    if (words[0] == "queue") return static_cast<double>(one->mostWaiting);
    if (words[0] == "hits") {
        return shareOf(static_cast<double>(one->hits),
                       static_cast<double>(one->hits + one->misses));
    }
    if (one->messages) {
        const MessagesResult& its = *one->messages;
        if (words[0] == "messages") return static_cast<double>(its.meter.arrivals);
        if (words[0] == "done") return static_cast<double>(its.meter.completed);
        if (words[0] == "left") return static_cast<double>(its.meter.present);
        if (words[0] == "most-left") return static_cast<double>(its.meter.mostPresent);
        if (words[0] == "dead") return static_cast<double>(its.deadLetters);
        if (words[0] == "expired") return static_cast<double>(its.expired);
        if (words[0] == "retried") return static_cast<double>(its.retries);
        if (words[0] == "batches") return static_cast<double>(its.batches);
        if (words[0] == "age") return its.age.meanNs() / 1e9;
    }
    if (words[0] == "connections") return static_cast<double>(one->opened);
    if (words[0] == "collapsed") return static_cast<double>(one->collapsed);
    if (words[0] == "credits") return one->credits;
    if (words[0] == "stale") return static_cast<double>(one->stale);
    if (words[0] == "surplus") return one->surplus;
    if (words[0] == "fail-open") return static_cast<double>(one->failedOpen);
    return std::nullopt;
}

std::string eventFails(const Run& run, const Expectation& expected) {
    std::string near;
    for (const Occurrence& one : run.occurrences) {
        const std::string text = one.component + ' ' + one.what + ": " + one.why;
        if (text.find(expected.words) == std::string::npos) continue;
        const double at = toSeconds(one.at);
        near += fmt::format(" {:.0f}s", at);
        if (at < expected.fromSeconds || at > expected.toSeconds) continue;
        return expected.relation == "happens" ? "" : fmt::format("it happens at {:.1f} s", at);
    }
    if (expected.relation == "never") return {};
    return "no such event" + (near.empty() ? std::string() : " then; at" + near);
}

}  // namespace

std::string whatFails(const PlantScenario&, const Run& run, const Expectation& expected) {
    if (expected.what == "event") return eventFails(run, expected);
    std::istringstream stream(expected.what);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    auto value = clientsValue(run, words);
    if (!value) value = componentValue(run, words);
    if (!value) return "nothing is known of `" + expected.what + "`";
    const double wanted = expected.value;
    const bool holds = expected.relation == "above"   ? *value > wanted
                       : expected.relation == "below" ? *value < wanted
                       : expected.relation == "is"    ? std::abs(*value - wanted) < 1e-9
                                                      : std::abs(*value - wanted) <= 0.05 * wanted;
    return holds ? std::string() : fmt::format("it is {:.6g}", *value);
}

}  // namespace archivolt::traffic::test
