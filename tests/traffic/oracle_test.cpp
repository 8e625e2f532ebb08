#include <QtTest>

#include <cmath>

#include "model/traffic/run/simulation.h"
#include "tests/support/test_paths.h"
#include "tests/traffic/batch_means.h"
#include "tests/traffic/made_plants.h"

// The simulator against closed forms; the values stand in oracles.json, in units of the mean
// service time. Everything runs through the public engine, as any design does. ARCHIVOLT_FULL goes
// to every size and to loads of 0.95, the ordinary test to a few sizes and 0.8.
namespace archivolt::traffic {

using test::Counted;
using test::estimate;
using test::Estimate;
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
constexpr std::size_t kAllValues = 600;  // More than are compared in a whole full run.

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

/// Customers for an error well below 1 %: the variance of a mean wait grows as (1 − ρ)^-2.
double customersFor(double load, double factor = 1) {
    return (isFull() ? factor * 80'000 : 40'000) / ((1 - load) * (1 - load));
}

std::string nameOf(const char* what, const Json& row) {
    return fmt::format("{} of {}", what, row.dump());
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

private Q_SLOTS:
    // P(wait) = C(c, a) (Erlang C), Wq = C / (c − a), W = Wq + 1.
    void manyServersWaitAsErlangSays() {
        std::string problems;
        for (const Json& row : oracles()["MMc"]) {
            const std::uint32_t c = row["c"];
            const double load = row["rho"];
            if (load > highestLoad() || (!isFull() && (c > 8 || c == 4 || load == 0.7))) continue;
            // The wait itself is compared where one in twenty or more waits at all.
            const double waiting = row["P_wait"];
            const double customers =
                customersFor(load, 1 + 0.2 / waiting) * (isFull() ? 1 + 0.1 * c : 1);
            const auto found =
                estimate(manyServers(row["lam"], c), customers / row["lam"].get<double>(),
                         [](const World& world) {
                             return std::vector{stayOf(world), waitOf(world), delayed(world)};
                         });
            problems += whatIsOff(nameOf("W", row), found[0], row["W"], kAllValues);
            if (waiting < (isFull() ? 0.05 : 0.3)) continue;
            problems += whatIsOff(nameOf("Wq", row), found[1], row["Wq"], kAllValues);
            problems += whatIsOff(nameOf("P(wait)", row), found[2], row["P_wait"], kAllValues);
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
            if (blocked < (isFull() ? 0.005 : 0.05) || (!isFull() && places > 20)) continue;
            Plant plant = manyServers(rate, c);
            plant.stations[0].waitingRoom = places - c;
            // The fewer are refused, the more must come.
            const double customers = isFull() ? 2e6 * (1 + 0.02 / blocked) : 1e5 + 1.2e4 / blocked;
            const auto found = estimate(plant, customers / rate, [](const World& world) {
                return std::vector{failedShare(world), stayOf(world)};
            });
            problems += whatIsOff(nameOf("P(block)", row), found[0], blocked, kAllValues);
            problems += whatIsOff(nameOf("W", row), found[1], row["W"], kAllValues);
        }
        expect(problems);
    }

    // B ← aB / (k + aB).
    void withoutWaitingRoomErlangBIsLost() {
        std::string problems;
        for (const Json& row : oracles()["ErlangB"]) {
            const double lost = row["B"];
            if (lost < (isFull() ? 0.002 : 0.05)) continue;
            Plant plant = manyServers(row["a"], row["c"]);
            plant.stations[0].waitingRoom = 0;
            const double customers = isFull() ? 3e6 * (1 + 0.05 / lost) : 1e5 + 2.5e4 / lost;
            const auto found =
                estimate(plant, customers / row["a"].get<double>(),
                         [](const World& world) { return std::vector{failedShare(world)}; });
            problems += whatIsOff(nameOf("B", row), found[0], lost, kAllValues);
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
            const double customers = customersFor(load, 1 + 3 * cv2) * (isFull() ? 1 : 0.5 + cv2);
            const auto found = estimate(plant, customers / load, [](const World& world) {
                return std::vector{waitOf(world)};
            });
            problems += whatIsOff(nameOf("Wq", row), found[0], row["Wq"], kAllValues);
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
                const auto found =
                    estimate(plant, customersFor(load, 2) / load,
                             [](const World& world) { return std::vector{stayOf(world)}; });
                problems += whatIsOff(nameOf("W", row), found[0], row["W"], kAllValues);
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
            plant.clients = {poissonClients(row["lam"], {NodeKind::Station, 0})};
            const auto found =
                estimate(plant, customersFor(load) / row["lam"].get<double>(),
                         [](const World& world) { return std::vector{stayOf(world)}; });
            problems += whatIsOff(nameOf("W", row), found[0], row["W_total"], kAllValues);
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
            const auto found =
                estimate(plant, 2e5 / row["lam"].get<double>(),
                         [](const World& world) { return std::vector{stayOf(world)}; });
            problems += whatIsOff(nameOf("W", row), found[0], row["W_total"], kAllValues);
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
            const double seconds = customersFor(load, 3) * (isFull() ? 1 : 1.5) / (load * n);
            const auto compare = [&](const char* key, const Plant& plant, double longest = 1) {
                // Where nearly nobody waits, the wait is compared with a longer run.
                if (!row.contains(key) || row[key].is_null()) return;
                const double value = row[key];
                const double longer = longest * (isFull() ? 1 : 0.5) * (1 + 0.3 / value);
                const auto found = estimate(plant, seconds * longer, wait);
                problems += whatIsOff(nameOf(key, row), found[0], value, kAllValues);
            };
            compare("Wq_random", dispatched(n, load, Algorithm::WeightedRandom));
            compare("Wq_round_robin", dispatched(n, load, Algorithm::RoundRobin));
            compare("Wq_central_MMn", manyServers(load * n, n));
            compare("Wq_JSQ", dispatched(n, load, Algorithm::LeastOutstanding), 3);
        }
        expect(problems);
    }

    // In the limit of many servers: Mitzenmacher's fixed point, within 1 % from a hundred on.
    void twoChoicesComeNearTheirMeanField() {
        for (const Json& row : oracles()["dispatch"]) {
            if (row["n"] != 8 || row["rho"].get<double>() > 0.81) continue;
            const Plant plant = dispatched(200, row["rho"], Algorithm::PowerOfTwo);
            const auto found = estimate(plant, isFull() ? 20000 : 800, [](const World& world) {
                return std::vector{stayOf(world)};
            });
            const double value = row["W_po2_meanfield"];
            QVERIFY2(std::abs(found[0].mean / value - 1) < 0.01,
                     fmt::format("{} for {}", found[0].mean, value).c_str());
        }
    }

    // Σ pᵢ · λᵢT / (1 + λᵢT): a copy lives from its fetch on.
    void copiesThatLiveFromTheirFetchAreHitAsTheirRateSays() {
        std::string problems;
        for (const Json& row : oracles()["TTL_cache_IRM"]) {
            const double lambdaT = row["LambdaT"];
            const std::uint32_t objects = row["N"];
            if (!isFull() && (lambdaT > 2'000 || objects > 10'000)) continue;
            if (lambdaT > 200'000) continue;
            const double alpha = row["alpha"];
            const double lifetime = lambdaT / 1000;
            const Plant plant = cached(objects, alpha, 1000, {0, fromSeconds(lifetime)});
            const auto found =
                estimate(plant, std::max(isFull() ? 1000.0 : 100.0, 60 * lifetime),
                         [](const World& world) { return std::vector{hitsOf(world)}; });
            problems +=
                whatIsOff(nameOf("hits", row), found[0], row["hit_ttl_from_fetch"], kAllValues);
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
            const auto found = estimate(plant, isFull() ? 3000 : 300, [](const World& world) {
                return std::vector{hitsOf(world)};
            });
            const double value = row["hit_LRU_Che"];
            QVERIFY2(std::abs(found[0].mean / value - 1) < 0.01,
                     fmt::format("{}: {}", row.dump(), found[0].mean).c_str());
        }
    }

    // Misses = 1 / (1 + λ T): a resolver asks again when its copy has run out (T19).
    void resolversAskAgainAfterTheTimeToLive() {
        std::string problems;
        for (const Json& row : oracles()["DNS_TTL"]) {
            const double rate = row["lam_per_s"];
            const double miss = row["miss"];
            if (miss < (isFull() ? 1e-4 : 2e-2)) continue;
            Plant plant;
            plant.stations = {station("server", 0, Distribution::constant(0))};
            plant.clients = {poissonClients(rate, {NodeKind::Station, 0})};
            plant.clients[0].entry.timeToLive = fromSeconds(row["TTL"]);
            // A copy's life and the gap after it take turns, which is far steadier than chance: so
            // many misses are counted to a tenth of a per cent.
            const double lookups = (isFull() ? 5e4 : 1e4) / miss;
            const auto found = estimate(plant, lookups / rate, [](const World& world) {
                return std::vector{Counted{static_cast<double>(world.clients[0].resolutions),
                                           static_cast<double>(world.clients[0].lookups)}};
            });
            problems += whatIsOff(nameOf("misses", row), found[0], miss, kAllValues);
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
            const double customers = (isFull() ? 2e6 : 2e5) * (1 + 0.1 / gone);
            const auto found = estimate(plant, customers / rate, [](const World& world) {
                return std::vector{failedShare(world)};
            });
            problems += whatIsOff(nameOf("P(abandon)", row), found[0], gone, kAllValues);
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
