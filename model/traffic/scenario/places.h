#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace archivolt::traffic {

/// A point on the globe, in degrees; north and east are positive.
struct Coordinates {
    double latitude = 0;
    double longitude = 0;
    friend bool operator==(const Coordinates&, const Coordinates&) = default;
};

/// Somewhere that clients can be: a city, or the surroundings of an AWS Region.
struct Place {
    std::string name;
    std::string continent;  ///< `EU`; empty where nobody says.
    std::string country;    ///< `DE`.
    std::string subdivision;
    Coordinates at;
    bool isRegion = false;
    bool hasRegionalCache = false;  ///< Of Regions: CloudFront has a regional edge cache there.
    friend bool operator==(const Place&, const Place&) = default;
};

/// The places of resources/traffic/places.csv, and those that a scenario adds.
class Places {
public:
    /// Reads the table that the program carries within it.
    [[nodiscard]] static Places embedded();

    /// Adds a place; one of the same name gives way.
    void add(Place place);
    /// Returns the place of this name, or the AWS Region of this code; null where there is none.
    [[nodiscard]] const Place* find(std::string_view name) const;
    /// Returns the AWS Region of this code; null where the table does not know it.
    [[nodiscard]] const Place* region(std::string_view code) const;
    [[nodiscard]] const std::vector<Place>& all() const { return m_places; }
    /// Returns the names of the places that are no Regions, for messages.
    [[nodiscard]] std::string names() const;

private:
    std::vector<Place> m_places;
};

/// Returns the length of the great circle between two points, in whole kilometres, so that the
/// last digits of a library's sine do not show.
[[nodiscard]] double kilometresBetween(const Coordinates& a, const Coordinates& b);

/// Returns the round trip between two AWS Regions, in milliseconds, as
/// resources/traffic/regions.csv tells it (T104); nothing where that has none.
[[nodiscard]] std::optional<double> measuredRoundTripMs(std::string_view a, std::string_view b);

/// What a geolocation record is for; `*` as its country makes it the default.
struct GeoArea {
    std::string continent;
    std::string country;
    std::string subdivision;
};

/// Says how far from the smallest area a record is that takes a place: 0 its subdivision, 1 its
/// country, 2 its continent, 3 the default; nothing where the record is not for it. Source: Amazon
/// Route 53 developer guide, geolocation routing: the smallest area wins (T42).
[[nodiscard]] std::optional<double> rankOf(const GeoArea& area, const Place& place);

/// Returns how far Route 53 takes a resource to be, whose `bias` is −99 to 99. Source: Amazon
/// Route 53 developer guide, geoproximity routing (T43).
[[nodiscard]] double biasedDistance(double kilometres, double bias);

}  // namespace archivolt::traffic
