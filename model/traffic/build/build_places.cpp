#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// Says whether a price class has edge locations in a place's country; where nobody says which that
/// is, it has.
///
/// Source: Amazon CloudFront pricing, and `PriceClass` of the AWS CDK's reference (T100).
bool isInPriceClass(std::string_view priceClass, const Place& place) {
    static constexpr std::string_view kFirst[] = {"US", "CA", "IL"};
    static constexpr std::string_view kSecond[] = {"ZA", "KE", "NG", "EG", "TR", "AE", "BH", "SA",
                                                   "OM", "QA", "KW", "JO", "JP", "SG", "KR", "TW",
                                                   "HK", "PH", "IN", "ID", "TH", "MY", "VN"};
    const bool first =
        place.continent == "EU" || std::ranges::find(kFirst, place.country) != std::end(kFirst);
    if (place.country.empty() || first) return true;
    if (priceClass == "PriceClass_100") return false;
    return priceClass != "PriceClass_200" ||
           std::ranges::find(kSecond, place.country) != std::end(kSecond);
}

}  // namespace

/// Edge locations are assumed at every place of the table.
const Place& Builder::servingPlace(const archivolt::Distribution& distribution,
                                   const Place& from) const {
    const std::string priceClass = textAt(distribution.evaluated, {"PriceClass"});
    if (isInPriceClass(priceClass, from)) return from;
    const Place* nearest = nullptr;
    for (const Place& one : places.all()) {
        if (!isInPriceClass(priceClass, one)) continue;
        const bool nearer = nearest == nullptr || kilometresBetween(from.at, one.at) <
                                                      kilometresBetween(from.at, nearest->at);
        if (nearer) nearest = &one;
    }
    return nearest != nullptr ? *nearest : from;
}

std::optional<double> Builder::oneWayMs(const Place& from, const std::string& region) {
    const auto measured = scenario.roundTripMs.find(from.name);
    if (measured != scenario.roundTripMs.end()) {
        const auto found = measured->second.find(region);
        if (found != measured->second.end()) return found->second / 2;
    }
    const Place* to = places.region(region);
    if (to == nullptr) return std::nullopt;
    const double far = kilometresBetween(from.at, to->at) * defaults.number("network.us_per_km");
    return defaults.number("network.edge_ms") + far / 1000;
}

std::vector<std::string> Builder::clientPlaces() const {
    std::set<std::string> names;
    for (const ScenarioClients& one : scenario.clients) {
        if (places.find(one.region) != nullptr) names.insert(one.region);
    }
    return {names.begin(), names.end()};
}

std::optional<Distribution> Builder::wayFrom(const Place& from, const Thing& to, NodeRef node) {
    // An edge location is near wherever its client is, but where a price class has none.
    if (node.kind == NodeKind::Edge) {
        double ms = defaults.number("network.edge_ms");
        const auto* distribution = architecture.distributions.find(to.id);
        if (distribution != nullptr) {
            const Place& serving = servingPlace(**distribution, from);
            ms += kilometresBetween(from.at, serving.at) * defaults.number("network.us_per_km") /
                  1000;
        }
        return Distribution::constant(ms / 1000);
    }
    const std::string region = inputs.region ? inputs.region(to) : std::string();
    if (const auto ms = oneWayMs(from, region)) return Distribution::constant(*ms / 1000);
    note(
        fmt::format("{}: where the Region `{}` is is not known, so its clients are as far away as "
                    "others",
                    nameOf(to), region));
    return std::nullopt;
}

namespace {

/// Returns the blocks of a record's location in its collection; none where that can't be told.
std::vector<Cidr> blocksOf(Builder& builder, const DnsRecord& record, const Value& routing) {
    std::vector<Cidr> blocks;
    const Value* named = routing.find("CollectionId");
    const Thing* collection = named != nullptr ? builder.referred(record, *named) : nullptr;
    if (collection == nullptr) return blocks;
    builder.handled.insert(collection->id);
    const Value* locations = builder.propertiesOf(*collection).find("Locations");
    if (locations == nullptr) return blocks;
    for (const Value& location : locations->items()) {
        if (textAt(location, {"LocationName"}) != textAt(routing, {"LocationName"})) continue;
        const Value* list = location.find("CidrList");
        if (list == nullptr) continue;
        for (const Value& one : list->items()) {
            if (const auto block = Cidr::parse(one.isScalar() ? one.text() : std::string())) {
                blocks.push_back(*block);
            }
        }
    }
    return blocks;
}

/// Source: Amazon Route 53 developer guide, IP-based routing (T44): the longest block that holds
/// the client's decides; who is in none gets the location `*`, or no answer.
bool readAddress(Builder& builder, const DnsRecord& record, const Value& routing,
                 const Cidr& client, NameRecord& one) {
    constexpr int kLongest = 128;
    if (textAt(routing, {"LocationName"}) == "*") {
        one.distance = kLongest + 1;
        return true;
    }
    const std::vector<Cidr> blocks = blocksOf(builder, record, routing);
    int longest = -1;
    for (const Cidr& block : blocks) {
        if (block.contains(client)) longest = std::max(longest, block.length());
    }
    if (blocks.empty()) return false;
    one.isFor = longest >= 0;
    one.distance = kLongest - longest;
    return true;
}

}  // namespace

/// Source: Amazon Route 53 developer guide, choosing a routing policy (T42, T43).
bool readDistance(Builder& builder, const DnsRecord& record, const Whereabouts& who,
                  NameRecord& one) {
    const Value& own = record.evaluated;
    if (const Value* routing = own.find("CidrRoutingConfig")) {
        return who.address && readAddress(builder, record, *routing, *who.address, one);
    }
    if (who.place == nullptr) return false;
    const Place& from = *who.place;
    if (const std::string region = textAt(own, {"Region"}); !region.empty()) {
        const auto ms = builder.oneWayMs(from, region);
        one.distance = ms.value_or(0);
        return ms.has_value();
    }
    if (const Value* area = own.find("GeoLocation")) {
        const auto rank = rankOf({textAt(*area, {"ContinentCode"}), textAt(*area, {"CountryCode"}),
                                  textAt(*area, {"SubdivisionCode"})},
                                 from);
        one.isFor = rank.has_value();
        one.distance = rank.value_or(0);
        return true;
    }
    const Value* where = own.find("GeoProximityLocation");
    if (where == nullptr) return false;
    std::optional<Coordinates> at;
    const auto latitude = numberAt(*where, {"Coordinates", "Latitude"});
    const auto longitude = numberAt(*where, {"Coordinates", "Longitude"});
    if (latitude && longitude) at = Coordinates{*latitude, *longitude};
    if (const Place* region = builder.places.region(textAt(*where, {"AWSRegion"}))) {
        at = region->at;
    }
    const double bias = numberAt(*where, {"Bias"}).value_or(0);
    if (!at || !(std::abs(bias) < 100)) return false;
    one.distance = biasedDistance(kilometresBetween(from.at, *at), bias);
    return true;
}

MeantFor meantFor(Builder& builder, const DnsRecord& record) {
    const Value& own = record.evaluated;
    if (const Value* routing = own.find("CidrRoutingConfig")) {
        const std::vector<Cidr> blocks = blocksOf(builder, record, *routing);
        return {{}, blocks.empty() ? std::nullopt : std::optional(blocks.front())};
    }
    for (const std::string& region :
         {textAt(own, {"Region"}), textAt(own, {"GeoProximityLocation", "AWSRegion"})}) {
        if (builder.places.region(region) != nullptr) return {region, std::nullopt};
    }
    const Value* area = own.find("GeoLocation");
    if (area == nullptr || textAt(*area, {"CountryCode"}) == "*") return {};
    const GeoArea wanted{textAt(*area, {"ContinentCode"}), textAt(*area, {"CountryCode"}),
                         textAt(*area, {"SubdivisionCode"})};
    for (const Place& one : builder.places.all()) {
        if (rankOf(wanted, one)) return {one.name, std::nullopt};
    }
    return {};
}

}  // namespace archivolt::traffic
