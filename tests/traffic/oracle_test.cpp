#include <fmt/format.h>

#include <QtTest>

#include <cmath>
#include <optional>

#include "model/traffic/report/cache_theory.h"
#include "model/traffic/run/simulation.h"
#include "tests/support/test_paths.h"
#include "tests/traffic/batch_means.h"
#include "tests/traffic/made_plants.h"

// The simulator against closed forms; the values stand in oracles.json, in units of the mean
// service time. Everything runs through the public engine, as any design does. Each row runs until
// its standard error is half of a per cent, a third with ARCHIVOLT_FULL, which goes to every size
// and load; at a load of 0.99 for a fixed time. The ordinary test goes to a few sizes and 0.8.
namespace archivolt::traffic {

using test::Acceptance;
using test::Counted;
using test::Effort;
using test::estimate;
using test::Estimates;
using test::manyServers;
using test::poissonClients;
using test::station;
using test::whatIsOff;

namespace {

using Json = nlohmann::json;

const Json& oracles() {
    static const Json kOracles = Json::parse(
        archivolt::test::readFile(archivolt::test::sourceRoot() / "tests/traffic/oracles.json"));
    return kOracles;
}

bool isFull() { return qEnvironmentVariableIsSet("ARCHIVOLT_FULL"); }
double highestLoad() { return isFull() ? 0.951 : 0.801; }
constexpr std::size_t kAllValues = 1000;  // More than are compared in a whole full run.
constexpr Acceptance kExact{kAllValues, true};
constexpr Acceptance kByInterval{kAllValues, false};

Counted waitOf(const World& world, std::size_t index = 0) {
    const Histogram& waits = world.stations[index].waits;
    return {static_cast<double>(waits.sum()) / 1e9, static_cast<double>(waits.count())};
}

Counted delayed(const World& world) {
    const Histogram& waits = world.stations[0].waits;
    return {static_cast<double>(waits.above(0)), static_cast<double>(waits.count())};
}

Counted stayOf(const World& world) {
    const Histogram& latency = world.clients[0].latency;
    return {static_cast<double>(latency.sum()) / 1e9, static_cast<double>(latency.count())};
}

Counted failedShare(const World& world) {
    const Meter& meter = world.clients[0].meter;
    return {static_cast<double>(meter.failed), static_cast<double>(meter.arrivals)};
}

Counted arrivalsOf(const World& world, double perSecond) {
    return {static_cast<double>(world.clients[0].meter.arrivals), perSecond * toSeconds(world.now)};
}

/// The seconds that servers worked, of all stations or of one, beside what load should give them.
Counted workOf(const World& world, double load, std::optional<std::size_t> only = std::nullopt) {
    double seconds = 0;
    for (std::size_t i = 0; i < world.stations.size(); ++i) {
        const Station& one = world.stations[i];
        if (only && i != *only) continue;
        seconds += static_cast<double>(one.busyArea) / 1e9 +
                   one.busy * toSeconds(world.now - one.busyLast);
    }
    return {seconds, load * toSeconds(world.now)};
}

/// How long a queue remembers, in customers: (1 + cv²) / (2 (1 − √ρ)²).
double memoryOf(double load, double cv2 = 1) {
    const double gap = 1 - std::sqrt(load);
    return (1 + cv2) / 2 / (gap * gap);
}

/// The standard error at which a row is done.
double precision() { return isFull() ? 1.0 / 300 : 1.0 / 200; }

/// Batches of thirty times what a plant remembers; a service takes a second.
Effort effortFor(double memorySeconds) {
    Effort effort;
    effort.precision = precision();
    effort.batchSeconds = 30 * (1 + memorySeconds);
    return effort;
}

/// The same for an open queue in which everybody is served: what comes, and the work that it
/// brings, are known.
Effort openEffort(double perSecond, double servedLoad, double memorySeconds) {
    Effort effort = effortFor(memorySeconds);
    effort.controls = [perSecond, servedLoad](const World& world) {
        return std::vector{arrivalsOf(world, perSecond), workOf(world, servedLoad)};
    };
    return effort;
}

/// How often each object is asked for a second, by Zipf.
std::vector<double> zipfRates(std::uint32_t objects, double alpha, double perSecond) {
    std::vector<double> rates;
    double sum = 0;
    for (std::uint32_t i = 1; i <= objects; ++i) {
        rates.push_back(std::pow(i, -alpha));
        sum += rates.back();
    }
    for (double& rate : rates) rate *= perSecond / sum;
    return rates;
}

double hitsBetween(const std::vector<double>& rates, double lifetime, double begin, double end) {
    double asked = 0;
    double fetched = 0;
    for (const double rate : rates) {
        asked += rate * (end - begin);
        fetched +=
            fetchesByLifetime(rate, end, lifetime) - fetchesByLifetime(rate, begin, lifetime);
    }
    return 1 - fetched / asked;
}

std::string nameOf(const char* what, const Json& row) {
    return fmt::format("{} of {}", what, row.dump());
}

/// What is wrong with the draws of a plant: controls that are not 1.
std::string wrongDraws(const Json& row, const Estimates& found) {
    std::string problems;
    for (std::size_t i = 0; i < found.controls.size(); ++i) {
        problems +=
            whatIsOff(nameOf(i == 0 ? "arrivals" : "work", row), found.controls[i], 1, kByInterval);
    }
    return problems;
}

Plant dispatched(std::uint32_t n, double load, Algorithm algorithm) {
    Plant plant;
    BalancerSpec balancer;
    balancer.name = "balancer";
    balancer.algorithm = algorithm;
    for (std::uint32_t i = 0; i < n; ++i) {
        plant.stations.push_back(
            station("server-" + std::to_string(i), 1, Distribution::exponential(1)));
        balancer.targets.push_back({i});
    }
    plant.balancers = {balancer};
    plant.clients = {poissonClients(load * n, {NodeKind::Balancer, 0})};
    return plant;
}

Counted waitOfAll(const World& world) {
    Counted all;
    for (std::size_t i = 0; i < world.stations.size(); ++i) {
        const Counted one = waitOf(world, i);
        all.sum += one.sum;
        all.over += one.over;
    }
    return all;
}

Plant cached(std::uint32_t objects, double alpha, double perSecond, StoreSpec store) {
    Plant plant;
    plant.stations = {station("origin", 0, Distribution::constant(0))};
    EdgeSpec edge;
    edge.name = "edge";
    edge.origin = {NodeKind::Station, 0};
    edge.cache = store;
    plant.edges = {edge};
    ClientSpec clients = poissonClients(perSecond, {NodeKind::Edge, 0});
    clients.objects = objects;
    clients.zipf = alpha;
    clients.mix[0].cacheable = true;
    plant.clients = {clients};
    return plant;
}

Counted hitsOf(const World& world) {
    const Edge& edge = world.edges[0];
    return {static_cast<double>(edge.hits), static_cast<double>(edge.hits + edge.misses)};
}

}  // namespace

class OracleTest : public QObject {
    Q_OBJECT
private:
    static void expect(const std::string& problems) {
        QVERIFY2(problems.empty(), problems.c_str());
    }
    /// A network's stay; the work of its last station, which fills first, is a control.
    static void compareStay(const Plant& plant, const Json& row, double load, double atLast,
                            std::string& problems) {
        const double rate = row["lam"];
        const std::size_t last = plant.stations.size() - 1;
        Effort effort = effortFor(memoryOf(load) / rate);
        effort.controls = [&](const World& world) {
            return std::vector{arrivalsOf(world, rate), workOf(world, atLast, last)};
        };
        const Estimates found =
            estimate(plant, effort, [](const World& world) { return std::vector{stayOf(world)}; });
        problems += whatIsOff(nameOf("W", row), found.values[0], row["W_total"], kExact);
        problems += wrongDraws(row, found);
    }

private Q_SLOTS:
    // P(wait) = C(c, a) (Erlang C), Wq = C / (c − a), W = Wq + 1.
    void manyServersWaitAsErlangSays() {
        std::string problems;
        for (const Json& row : oracles()["MMc"]) {
            const std::uint32_t c = row["c"];
            const double load = row["rho"];
            if (!isFull() && (load > 0.801 || c > 8 || c == 4 || load == 0.7)) continue;
            // The wait itself is compared where one in twenty or more waits at all.
            const double waiting = row["P_wait"];
            const bool waits = waiting >= (isFull() ? 0.05 : 0.3);
            const double rate = row["lam"];
            Effort effort = openEffort(rate, rate, memoryOf(load) / rate);
            // At 0.99 one per cent takes some 10⁹ customers.
            if (load > 0.951) effort.precision = 0;
            const Estimates found = estimate(manyServers(rate, c), effort, [&](const World& world) {
                if (!waits) return std::vector{stayOf(world)};
                return std::vector{stayOf(world), waitOf(world), delayed(world)};
            });
            const Acceptance accepted = load > 0.951 ? kByInterval : kExact;
            problems += whatIsOff(nameOf("W", row), found.values[0], row["W"], accepted);
            problems += wrongDraws(row, found);
            if (load > 0.951) {
                const double half = halfWidthOf(found.values[0], kAllValues);
                qInfo("%s: %.6g ± %.2g", nameOf("W", row).c_str(), found.values[0].mean, half);
            }
            if (!waits) continue;
            problems += whatIsOff(nameOf("Wq", row), found.values[1], row["Wq"], accepted);
            problems += whatIsOff(nameOf("P(wait)", row), found.values[2], waiting, accepted);
        }
        expect(problems);
    }

    // P(T > t) = e^(−(1 − ρ) t) of one server: the histogram's quantiles are those.
    void quantilesAreThoseOfTheExponentialStay() {
        const double load = 0.5;
        RunOptions options;
        options.duration = fromSeconds(1.2e7);
        Simulation simulation(manyServers(load, 1), options);
        simulation.advance(options.duration);
        const Histogram latency = simulation.result().latency();
        for (const double share : {0.5, 0.9, 0.99}) {
            const double exact = -std::log(1 - share) / (1 - load);
            const double found = toSeconds(latency.quantile(share));
            QVERIFY2(std::abs(found / exact - 1) < 0.012,
                     fmt::format("{}: {} for {}", share, found, exact).c_str());
        }
    }

    // pₙ of a birth and death process with K places; those that find it full are refused.
    void fullSystemsRefuse() {
        std::string problems;
        for (const Json& row : oracles()["MMcK"]) {
            const std::uint32_t c = row["c"];
            const std::uint32_t places = row["K"];
            const double rate = row["lam"];
            if (row["P_block"].is_null()) continue;
            const double blocked = row["P_block"];
            if (!isFull() && (blocked < 0.05 || places > 20)) continue;
            Plant plant = manyServers(rate, c);
            plant.stations[0].waitingRoom = places - c;
            // A walk between its walls forgets where it began after K² steps. At full load and with
            // many places that is long, and the interval alone decides.
            const double room = places;
            const bool wide = rate == c && places > 1000;
            const double memory =
                std::min(memoryOf(rate / c) / rate, room * room / c) + room / c / 3;
            Effort effort = effortFor(wide ? room * room / c / 30 : memory);
            if (wide) effort.precision = 0;
            effort.controls = [&](const World& world) {
                return std::vector{arrivalsOf(world, rate)};
            };
            // Where fewer than one in two thousand is refused, only the stay is compared.
            const bool refuses = blocked >= 5e-4;
            const Estimates found = estimate(plant, effort, [&](const World& world) {
                if (!refuses) return std::vector{stayOf(world)};
                return std::vector{stayOf(world), failedShare(world)};
            });
            const Acceptance accepted = wide ? kByInterval : kExact;
            problems += whatIsOff(nameOf("W", row), found.values[0], row["W"], accepted);
            problems += wrongDraws(row, found);
            if (!refuses) continue;
            problems += whatIsOff(nameOf("P(block)", row), found.values[1], blocked, accepted);
        }
        expect(problems);
    }

    // B ← aB / (k + aB).
    void withoutWaitingRoomErlangBIsLost() {
        std::string problems;
        for (const Json& row : oracles()["ErlangB"]) {
            const double lost = row["B"];
            if (!isFull() && lost < 0.05) continue;
            const double rate = row["a"];
            Plant plant = manyServers(rate, row["c"]);
            plant.stations[0].waitingRoom = 0;
            Effort effort = effortFor(1);
            effort.controls = [&](const World& world) {
                return std::vector{arrivalsOf(world, rate)};
            };
            const Estimates found = estimate(
                plant, effort, [](const World& world) { return std::vector{failedShare(world)}; });
            problems += whatIsOff(nameOf("B", row), found.values[0], lost, kExact);
            problems += wrongDraws(row, found);
        }
        expect(problems);
    }

    // Pollaczek–Khinchine: Wq = ρ (1 + cv²) / (2 (1 − ρ)), whatever the shape.
    void oneServerWaitsAsPollaczekAndKhinchineSay() {
        std::string problems;
        for (const Json& row : oracles()["MG1"]) {
            const double load = row["rho"];
            const double cv2 = row["cv2"];
            // Wild service times need long runs.
            if (load > highestLoad() || (!isFull() && load != (cv2 > 1 ? 0.5 : 0.8))) continue;
            const std::string name = row["service"];
            // The gamma's row is met by the log-normal of its cv²: the formula knows no more.
            const Shape shape = name == "deterministic"       ? Shape::Constant
                                : name == "exponential"       ? Shape::Exponential
                                : name.starts_with("erlang")  ? Shape::Erlang
                                : name.starts_with("H2")      ? Shape::Hyperexponential
                                : name.starts_with("uniform") ? Shape::Uniform
                                                              : Shape::LogNormal;
            const auto service = Distribution::of(shape, 1, cv2);
            QVERIFY(service.has_value());
            Plant plant;
            plant.stations = {station("server", 1, *service)};
            plant.clients = {poissonClients(load, {NodeKind::Station, 0})};
            const Estimates found =
                estimate(plant, openEffort(load, load, memoryOf(load, cv2) / load),
                         [](const World& world) { return std::vector{waitOf(world)}; });
            problems += whatIsOff(nameOf("Wq", row), found.values[0], row["Wq"], kExact);
            problems += wrongDraws(row, found);
        }
        expect(problems);
    }

    // W = 1 / (1 − ρ), whatever the service's shape.
    void sharedProcessorsForgetTheShape() {
        std::string problems;
        for (const Json& row : oracles()["MG1_PS"]) {
            const double load = row["rho"];
            if (load > (isFull() ? highestLoad() : 0.71)) continue;
            for (const double cv2 : {1.0, 4.0}) {
                const Shape shape = cv2 == 1 ? Shape::Exponential : Shape::Hyperexponential;
                Plant plant;
                plant.stations = {station("server", 1, *Distribution::of(shape, 1, cv2))};
                plant.stations[0].discipline = Discipline::ProcessorSharing;
                plant.clients = {poissonClients(load, {NodeKind::Station, 0})};
                const Estimates found =
                    estimate(plant, openEffort(load, load, memoryOf(load, cv2) / load),
                             [](const World& world) { return std::vector{stayOf(world)}; });
                problems += whatIsOff(nameOf("W", row), found.values[0], row["W"], kExact);
                problems += wrongDraws(row, found);
            }
        }
        expect(problems);
    }

    // A product form: each station alone, at its own load.
    void tandemsAndBranchesAreJacksonNetworks() {
        std::string problems;
        for (const Json& row : oracles()["Jackson_tandem"]) {
            Plant plant;
            double load = 0;
            std::uint32_t next = 1;
            for (const Json& one : row["stations"]) {
                plant.stations.push_back(station(
                    one["name"], one["c"], Distribution::exponential(1 / one["mu"].get<double>())));
                if (next < row["stations"].size()) {
                    plant.stations.back().calls = {test::callOf(next)};
                }
                ++next;
                load = std::max(load, one["rho"].get<double>());
            }
            if (load > (isFull() ? highestLoad() : 0.6)) continue;
            const double rate = row["lam"];
            plant.clients = {poissonClients(rate, {NodeKind::Station, 0})};
            const double atLast = rate / row["stations"].back()["mu"].get<double>();
            compareStay(plant, row, load, atLast, problems);
        }
        for (const Json& row : oracles()["Jackson_branch"]) {
            if (row["W_total"].is_null()) continue;
            Plant plant;
            plant.stations = {station("app", 8, Distribution::exponential(1)),
                              station("cache", 1, Distribution::exponential(0.02)),
                              station("db", 2, Distribution::exponential(0.5))};
            Call query = test::callOf(2);
            query.probability = 1 - row["hit"].get<double>();
            plant.stations[0].calls = {test::callOf(1), query};
            plant.clients = {poissonClients(row["lam"], {NodeKind::Station, 0})};
            const double load = row["lam"].get<double>() * query.probability / 2;
            compareStay(plant, row, std::max(load / 2, 0.7), load, problems);
        }
        expect(problems);
    }

    // Random splitting: n M/M/1. Round robin: E_n/M/1, σ = (nρ / (nρ + 1 − σ))ⁿ, Wq = σ / (1 − σ).
    // Central: M/M/n. Join the shortest queue: the truncated chain's solution.
    void dispatchersDifferAsTheirClosedFormsSay() {
        std::string problems;
        for (const Json& row : oracles()["dispatch"]) {
            const double load = row["rho"];
            const std::uint32_t n = row["n"];
            if (load > highestLoad() || (!isFull() && (n != 2) != (load == 0.5))) continue;
            if (!isFull() && n > 4) continue;
            const auto wait = [](const World& world) { return std::vector{waitOfAll(world)}; };
            const auto compare = [&](const char* key, const Plant& plant, double memory) {
                if (!row.contains(key) || row[key].is_null()) return;
                const Estimates found =
                    estimate(plant, openEffort(load * n, load * n, memory), wait);
                problems += whatIsOff(nameOf(key, row), found.values[0], row[key], kExact);
                problems += wrongDraws(row, found);
            };
            // Queues that are dealt to without regard to their length remember each for itself.
            const double apart = memoryOf(load) / load;
            compare("Wq_random", dispatched(n, load, Algorithm::WeightedRandom), apart);
            compare("Wq_round_robin", dispatched(n, load, Algorithm::RoundRobin), apart);
            compare("Wq_central_MMn", manyServers(load * n, n), apart / n);
            compare("Wq_JSQ", dispatched(n, load, Algorithm::LeastOutstanding), apart / n);
        }
        expect(problems);
    }

    // In the limit of many servers: Mitzenmacher's fixed point, within 1 % from a hundred on.
    void twoChoicesComeNearTheirMeanField() {
        for (const Json& row : oracles()["dispatch"]) {
            if (row["n"] != 8 || row["rho"].get<double>() > 0.81) continue;
            const Plant plant = dispatched(200, row["rho"], Algorithm::PowerOfTwo);
            const Estimates found =
                estimate(plant, effortFor(isFull() ? 15 : 1),
                         [](const World& world) { return std::vector{stayOf(world)}; });
            const double value = row["W_po2_meanfield"];
            QVERIFY2(std::abs(found.values[0].mean / value - 1) < 0.01,
                     fmt::format("{} for {}", found.values[0].mean, value).c_str());
        }
    }

    // Σ pᵢ · λᵢT / (1 + λᵢT): a copy lives from its fetch on.
    void copiesThatLiveFromTheirFetchAreHitAsTheirRateSays() {
        std::string problems;
        for (const Json& row : oracles()["TTL_cache_IRM"]) {
            const double lambdaT = row["LambdaT"];
            const std::uint32_t objects = row["N"];
            if (!isFull() && (lambdaT > 2'000 || objects > 10'000)) continue;
            const double alpha = row["alpha"];
            const double lifetime = lambdaT / 1000;
            const Plant plant = cached(objects, alpha, 1000, {0, fromSeconds(lifetime)});
            // Objects that are always asked for are fetched once in each lifetime, in step: whole
            // lifetimes count them rightly.
            Effort effort = effortFor(0);
            const double window = lifetime * std::max(1.0, std::ceil(2 / lifetime));
            effort.batchSeconds = window;
            // They stay in step for hundreds of lifetimes where they are asked for often: then ten
            // windows, after one that is not counted, are held against the form of these.
            const bool isInStep = lambdaT >= 100'000;
            if (isInStep) effort.precision = 0;
            const Estimates found = estimate(
                plant, effort, [](const World& world) { return std::vector{hitsOf(world)}; });
            const double hits = isInStep ? hitsBetween(zipfRates(objects, alpha, 1000), lifetime,
                                                       window, 11 * window)
                                         : row["hit_ttl_from_fetch"].get<double>();
            problems += whatIsOff(nameOf("hits", row), found.values[0], hits, kExact);
        }
        expect(problems);
    }

    // Che: solve Σ (1 − e^(−pᵢ t)) = C, hits = Σ pᵢ (1 − e^(−pᵢ t)); within 1 %.
    void fullStoresDropTheLeastRecentlyUsed() {
        for (const Json& row : oracles()["Che"]) {
            const std::uint32_t objects = row["N"];
            const std::uint32_t capacity = row["C"];
            // It is an approximation for large stores.
            if (capacity < 100 || objects > (isFull() ? 100'000U : 1'000U)) continue;
            const Plant plant = cached(objects, row["alpha"], 1000, {capacity, kNever});
            // It is full, and forgets, after some characteristic times.
            Effort effort = effortFor(0);
            effort.batchSeconds = std::max(2.0, 2 * row["t_C"].get<double>() / 1000);
            const Estimates found = estimate(
                plant, effort, [](const World& world) { return std::vector{hitsOf(world)}; });
            const double value = row["hit_LRU_Che"];
            QVERIFY2(std::abs(found.values[0].mean / value - 1) < 0.01,
                     fmt::format("{}: {}", row.dump(), found.values[0].mean).c_str());
        }
    }

    // The forms that reports set beside a run, against the same tables: what is asked for once a
    // second in all, from an empty cache on.
    void reportsKnowTheFormsOfCaches() {
        const auto ratesOf = [](const Json& row) { return zipfRates(row["N"], row["alpha"], 1); };
        for (const Json& row : oracles()["Che"]) {
            if (row["N"] > 1000) continue;
            const double time = row["t_C"];
            QVERIFY(std::abs(characteristicTime(ratesOf(row), row["C"]) / time - 1) < 1e-7);
        }
        for (const Json& row : oracles()["TTL_cache_IRM"]) {
            if (row["N"] > 1000) continue;
            // So long that the empty cache at its start no longer shows.
            const double lifetime = row["LambdaT"];
            const double seconds = 1e9;
            double fetches = 0;
            for (const double rate : ratesOf(row)) {
                fetches += fetchesByLifetime(rate, seconds, lifetime);
            }
            const double hits = 1 - fetches / seconds;
            QVERIFY(std::abs(hits - row["hit_ttl_from_fetch"].get<double>()) < 1e-5);
        }
        // Copies that live as long as the run are fetched once, by whoever asks at all.
        QVERIFY(std::abs(fetchesByLifetime(2, 0.5, 10) - (1 - std::exp(-1.0))) < 1e-9);
        // The sum of its terms and the mean of many renewals meet.
        const double between = fetchesByLifetime(1, 204.1, 3) - fetchesByLifetime(1, 203.9, 3);
        QVERIFY(std::abs(between - 0.05) < 1e-3);
    }

    // Misses = 1 / (1 + λ T): a resolver asks again when its copy has run out (T19).
    void resolversAskAgainAfterTheTimeToLive() {
        std::string problems;
        for (const Json& row : oracles()["DNS_TTL"]) {
            const double rate = row["lam_per_s"];
            const double miss = row["miss"];
            if (!isFull() && miss < 2e-2) continue;
            Plant plant;
            plant.stations = {station("server", 0, Distribution::constant(0))};
            plant.clients = {poissonClients(rate, {NodeKind::Station, 0})};
            plant.clients[0].entry.timeToLive = fromSeconds(row["TTL"]);
            // A copy's life and the gap after it take turns, which is far steadier than chance: few
            // misses tell the rate.
            Effort effort = effortFor(0);
            effort.batchSeconds = 20 / miss / rate;
            const Estimates found = estimate(plant, effort, [](const World& world) {
                return std::vector{Counted{static_cast<double>(world.clients[0].resolutions),
                                           static_cast<double>(world.clients[0].lookups)}};
            });
            problems += whatIsOff(nameOf("misses", row), found.values[0], miss, kExact);
        }
        expect(problems);
    }

    // P(abandon) of M/M/c+M, by its birth and death process.
    void impatientClientsLeaveAsErlangASays() {
        std::string problems;
        for (const Json& row : oracles()["ErlangA"]) {
            const double rate = row["lam"];
            Plant plant = manyServers(rate, row["c"]);
            plant.stations[0].abandons = true;
            plant.clients[0].patience = Distribution::exponential(1 / row["theta"].get<double>());
            const double gone = row["P_abandon"];
            Effort effort = effortFor(1 / row["theta"].get<double>());
            effort.controls = [&](const World& world) {
                return std::vector{arrivalsOf(world, rate)};
            };
            const Estimates found = estimate(
                plant, effort, [](const World& world) { return std::vector{failedShare(world)}; });
            problems += whatIsOff(nameOf("P(abandon)", row), found.values[0], gone, kExact);
            problems += wrongDraws(row, found);
        }
        expect(problems);
    }

    // Balance = start + (earned − used) t: hours until it is spent (T32 to T34).
    void creditsLastAsLongAsTheBalanceSays() {
        for (const Json& row : oracles()["credits"]) {
            const double vcpus = row["vcpu"];
            const double load = row["util"];
            if (row["hours_to_empty"].is_null()) continue;
            const double hours = row["hours_to_empty"];
            Plant plant;
            plant.stations = {station("instance", row["vcpu"], Distribution::constant(1))};
            CreditSpec credits;
            credits.earnedPerHour = row["earn_per_h"];
            credits.start = row["start"];
            credits.most = row["start"].get<double>() * 2;
            credits.baseline = credits.earnedPerHour / 60 / vcpus;
            plant.stations[0].credits = credits;
            plant.clients = {poissonClients(load * vcpus, {NodeKind::Station, 0})};
            plant.clients[0].arrivals = ArrivalKind::Constant;
            RunOptions options;
            options.duration = fromSeconds((hours + 1) * 3600);
            Simulation simulation(plant, options);
            simulation.advance(options.duration);
            const Run run = simulation.result();
            QVERIFY2(!run.occurrences.empty(), row.dump().c_str());
            const double found = toSeconds(run.occurrences.front().at) / 3600;
            QVERIFY2(std::abs(found / hours - 1) < 0.01,
                     fmt::format("{}: {}", row.dump(), found).c_str());
        }
    }
};

}  // namespace archivolt::traffic

QTEST_APPLESS_MAIN(archivolt::traffic::OracleTest)
#include "oracle_test.moc"
