#include "model/traffic/report/cache_theory.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "model/traffic/engine/numbers.h"

namespace archivolt::traffic {

namespace {

/// The objects of one store at one edge location, by how often each is asked for.
using Rates = std::vector<double>;

struct Stores {
    std::map<std::pair<std::uint32_t, std::size_t>, Rates> rates;  ///< By place and behaviour.
    double unkept = 0;  ///< Requests a second for what is never kept.
};

/// Which behaviour takes a kind of request: the default is the last.
std::size_t behaviourFor(const EdgeSpec& edge, const RequestClass& requests) {
    const auto found = std::ranges::find_if(edge.behaviours, [&](const EdgeBehaviour& one) {
        return matchesPattern(one.pattern, requests.path);
    });
    return static_cast<std::size_t>(found - edge.behaviours.begin());
}

const std::optional<StoreSpec>& cacheOf(const EdgeSpec& edge, std::size_t behaviour) {
    return behaviour < edge.behaviours.size() ? edge.behaviours[behaviour].cache : edge.cache;
}

/// Adds a population's requests to the stores that they come to.
void addPopulation(const EdgeSpec& edge, const ClientSpec& clients, Stores& stores) {
    const double rate = clients.rate.points.front().second;
    std::vector<double> weights;
    double sum = 0;
    for (std::uint32_t i = 0; i < std::max(clients.objects, 1U); ++i) {
        weights.push_back(power(i + 1.0, -clients.zipf));
        sum += weights.back();
    }
    double shares = 0;
    for (const RequestClass& one : clients.mix) shares += one.share;
    std::map<std::size_t, double> kept;
    for (const RequestClass& one : clients.mix) {
        const std::size_t behaviour = behaviourFor(edge, one);
        const double its = rate * one.share / shares;
        const bool asks = behaviour < edge.behaviours.size()
                              ? edge.behaviours[behaviour].asksSignature
                              : edge.asksSignature;
        if (asks && !one.isSigned) continue;
        if (one.cacheable && !one.write && cacheOf(edge, behaviour)) {
            kept[behaviour] += its;
        } else {
            stores.unkept += its;
        }
    }
    std::uint32_t place = clients.place <= edge.near.size() ? clients.place : 0;
    if (place > 0) place = edge.near[place - 1].locations.value_or(place);
    for (const auto& [behaviour, its] : kept) {
        Rates& rates = stores.rates[{place, behaviour}];
        for (const double weight : weights) rates.push_back(its * weight / sum / edge.places);
    }
}

/// The stores of an edge; nothing where clients come to it in a way that no closed form knows.
std::optional<Stores> storesOf(const Plant& plant, std::uint32_t index) {
    const EdgeSpec& edge = plant.edges[index];
    Stores stores;
    for (const ClientSpec& clients : plant.clients) {
        const auto& records = clients.entry.records;
        const NodeRef here{NodeKind::Edge, index};
        const bool comes =
            std::ranges::any_of(records, [&](const NameRecord& one) { return one.to == here; });
        if (!comes) continue;
        const bool plain = records.size() == 1 && clients.arrivals == ArrivalKind::Poisson &&
                           clients.rate.points.size() == 1 && !clients.objectsOf;
        if (!plain) return std::nullopt;
        addPopulation(edge, clients, stores);
    }
    return stores;
}

struct Expected {
    double fetches = 0;
    bool byLifetime = false;
    bool byCapacity = false;
};

/// Adds what one store fetches; false where it is too small and its copies grow old besides.
bool addStore(const Rates& rates, const StoreSpec& spec, double seconds, Expected& expected) {
    const double lifetime = toSeconds(spec.timeToLive);
    const bool crowded = spec.capacity != 0 && spec.capacity < rates.size();
    if (!crowded) {
        for (const double rate : rates) {
            expected.fetches += fetchesByLifetime(rate, seconds, lifetime);
        }
        expected.byLifetime = true;
        return true;
    }
    if (lifetime < seconds) return false;
    // It drops nothing before it is full, which takes its characteristic time.
    const double full = std::min(seconds, characteristicTime(rates, spec.capacity));
    for (const double rate : rates) {
        const double left = exponential(-rate * full);
        expected.fetches += 1 - left + rate * (seconds - full) * left;
    }
    expected.byCapacity = true;
    return true;
}

std::string whyItDiffers(const Run& run, const BuiltPlant& built, const EdgeSpec& edge,
                         const Shown& shown) {
    const bool tiered = edge.ways.regional || std::ranges::any_of(edge.near, [](const auto& one) {
                            return one.regional.has_value();
                        });
    const bool growsOld = edge.cache && edge.cache->timeToLive < run.simulated;
    const std::pair<bool, const char*> reasons[] = {
        {!built.scenario.faults.empty(), "faults change what it keeps, or what it is sent"},
        {shown.result.meter.failed + shown.result.meter.abandoned > 0,
         "what failed is asked for again"},
        {tiered && growsOld, "copies are as old as they were in the cache above"},
    };
    std::string text;
    for (const auto& [holds, words] : reasons) {
        if (holds) text += (text.empty() ? "" : "; ") + std::string(words);
    }
    return text;
}

/// What reads miss of an object that is filled after a miss and dropped when it is changed.
///
/// Until the first copies grow old it is a chain of two states; later what is left of their step is
/// too small to tell.
double missesOf(double reads, double changes, double seconds, double lifetime) {
    if (!(reads > 0)) return 0;
    if (!(changes > 0)) return fetchesByLifetime(reads, seconds, lifetime);
    const double first = std::min(seconds, lifetime);
    const double both = reads + changes;
    const double out =
        changes / both * first + reads / both * (1 - exponential(-both * first)) / both;
    const double life = (1 - exponential(-changes * lifetime)) / changes;
    return reads * out + reads * (seconds - first) / (1 + reads * life);
}

/// Says whether a plant's requests come in the one way that the forms of a store are for: at random
/// at one rate, of one population, with nothing before it that keeps any.
bool isPlain(const Plant& plant) {
    if (!plant.edges.empty() || plant.clients.size() != 1) return false;
    const ClientSpec& clients = plant.clients.front();
    return clients.arrivals == ArrivalKind::Poisson && clients.rate.points.size() == 1;
}

/// The same for a store that stations ask, fill after a miss and drop from when they write.
std::optional<CacheTheory> storeTheoryOf(const Run& run, const BuiltPlant& built,
                                         const Shown& shown) {
    const auto& stations = built.plant.stations;
    const auto found = std::ranges::find(stations, shown.name, &StationSpec::name);
    const double asked = static_cast<double>(shown.result.hits + shown.result.misses);
    if (found == stations.end() || !found->store || asked == 0) return std::nullopt;
    const auto index = static_cast<std::uint32_t>(found - stations.begin());
    const bool shared = std::ranges::any_of(stations, [&](const StationSpec& one) {
        return one.storeOf == index ||
               std::ranges::any_of(one.calls, [](const Call& call) { return !call.parts.empty(); });
    });
    if (shared || !isPlain(built.plant)) return std::nullopt;
    const ClientSpec& clients = built.plant.clients.front();
    double writes = 0;
    double shares = 0;
    for (const RequestClass& one : clients.mix) {
        shares += one.share;
        writes += one.write ? one.share : 0;
    }
    const auto runs = static_cast<double>(run.replications);
    const double seconds = toSeconds(run.simulated);
    const double changed = writes < shares ? writes / (shares - writes) : 0;
    Rates rates;
    double sum = 0;
    for (std::uint32_t i = 0; i < std::max(clients.objects, 1U); ++i) {
        rates.push_back(power(i + 1.0, -clients.zipf));
        sum += rates.back();
    }
    for (double& rate : rates) rate *= asked / runs / seconds / sum;
    const bool crowded = found->store->capacity != 0 && found->store->capacity < rates.size();
    Expected expected;
    if (crowded && (changed > 0 || !addStore(rates, *found->store, seconds, expected))) {
        return std::nullopt;
    }
    for (const double rate : rates) {
        if (crowded) break;
        expected.fetches +=
            missesOf(rate, rate * changed, seconds, toSeconds(found->store->timeToLive));
    }
    CacheTheory theory;
    theory.model = crowded ? "Che's LRU" : changed > 0 ? "TTL and changes" : "TTL";
    theory.fetches = expected.fetches * runs;
    theory.simulated = static_cast<double>(shown.result.misses);
    theory.half = 1.96 * std::sqrt(theory.fetches);
    theory.agrees =
        std::abs(theory.simulated - theory.fetches) <= std::max(theory.half, theory.fetches / 100);
    if (!built.scenario.faults.empty()) {
        theory.note = "faults change what it keeps, or what it is sent";
    } else if (theory.simulated > theory.fetches) {
        theory.note = "who misses the same object at once asks for it as often";
    } else if (!theory.agrees) {
        theory.note = "nothing known explains it; chance alone does so in one run of twenty";
    }
    return theory;
}

}  // namespace

double fetchesByLifetime(double perSecond, double seconds, double lifetime) {
    if (!(perSecond > 0) || !(seconds > 0)) return 0;
    // After many renewals only their mean and its spread matter.
    const double cycle = lifetime + 1 / perSecond;
    constexpr double kMany = 50;
    if (seconds > kMany * cycle) {
        const double square = cycle * cycle + 1 / (perSecond * perSecond);
        return (seconds - 1 / perSecond) / cycle + square / (2 * cycle * cycle);
    }
    // The k-th fetch comes after k lives and k + 1 gaps, whose sum is Erlang's.
    double fetches = 0;
    for (int k = 0; k * lifetime < seconds; ++k) {
        const double mean = perSecond * (seconds - k * lifetime);
        double term = exponential(-mean);
        double below = term;
        for (int j = 1; j <= k; ++j) below += term *= mean / j;
        const double reached = 1 - below;
        if (reached < 1e-12) break;
        fetches += reached;
    }
    return fetches;
}

double characteristicTime(const std::vector<double>& perSecond, double capacity) {
    const auto held = [&](double seconds) {
        double sum = 0;
        for (const double rate : perSecond) sum += 1 - exponential(-rate * seconds);
        return sum;
    };
    double low = 0;
    double high = 1;
    constexpr double kLongest = 1e12;
    while (held(high) < capacity && high < kLongest) high *= 2;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (held(middle) < capacity ? low : high) = middle;
    }
    return (low + high) / 2;
}

/// Source: Che, Tung and Wang, hierarchical Web caching systems (2002), and renewal theory.
std::optional<CacheTheory> cacheTheoryOf(const Run& run, const BuiltPlant& built,
                                         const Shown& shown) {
    const auto& edges = built.plant.edges;
    const auto found = std::ranges::find(edges, shown.name, &EdgeSpec::name);
    if (found == edges.end()) return storeTheoryOf(run, built, shown);
    if (shown.result.hits == 0) return std::nullopt;
    const auto index = static_cast<std::uint32_t>(found - edges.begin());
    const auto stores = storesOf(built.plant, index);
    if (!stores || stores->rates.empty()) return std::nullopt;
    const double seconds = toSeconds(run.simulated);
    Expected expected;
    for (const auto& [store, rates] : stores->rates) {
        Expected one;
        if (!addStore(rates, *cacheOf(*found, store.second), seconds, one)) return std::nullopt;
        expected.fetches += one.fetches * found->places;
        expected.byLifetime = expected.byLifetime || one.byLifetime;
        expected.byCapacity = expected.byCapacity || one.byCapacity;
    }
    const auto runs = static_cast<double>(run.replications);
    CacheTheory theory;
    theory.model = !expected.byCapacity  ? "TTL"
                   : expected.byLifetime ? "TTL and Che's LRU"
                                         : "Che's LRU";
    theory.fetches = expected.fetches * runs;
    const double unkept = stores->unkept * seconds * runs;
    theory.simulated = static_cast<double>(shown.result.misses - shown.result.collapsed) - unkept;
    // Fetches are steadier than chance; how many requests there are for what is never kept is not.
    theory.half = 1.96 * std::sqrt(theory.fetches + unkept);
    const double off = std::abs(theory.simulated - theory.fetches);
    theory.agrees = off <= std::max(theory.half, expected.byCapacity ? theory.fetches / 100 : 0);
    theory.note = whyItDiffers(run, built, *found, shown);
    if (!theory.agrees && theory.note.empty()) {
        theory.note = "nothing known explains it; chance alone does so in one run of twenty";
    }
    return theory;
}

}  // namespace archivolt::traffic
