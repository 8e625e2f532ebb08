#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/traffic/build/build_plant.h"
#include "model/traffic/report/groups.h"

namespace archivolt::traffic {

/// What something costs, in US dollars: an hour of it, or a request to it, or both.
struct Price {
    std::optional<double> hour;
    std::optional<double> request;
};

/// Prices of instance types, classes, components or resource types, in one Region.
class PriceTable {
public:
    /// Reads lines `what,unit,usd` under a header that names them; instead of `usd`, a column for
    /// each of several Regions. `what` is an instance type, a class, a component's name or an AWS
    /// type, `unit` is `hour` or `request`. A line `# date 2026-11-29` tells of when they are.
    /// Fails with the line that is wrong (SIM-12).
    [[nodiscard]] static Result<PriceTable> read(std::string_view csv, std::string_view region);
    /// Returns the prices of EC2 instances on demand that the program carries within it.
    [[nodiscard]] static PriceTable embedded(std::string_view region);

    /// Takes over another's prices, which go before those that are here.
    void add(const PriceTable& other);
    /// Returns the price of a name; nothing where there is none.
    [[nodiscard]] const Price* find(const std::string& what) const;
    /// Returns the hour's price of an instance type, by another size of its family where the table
    /// lacks its own: they differ as their sizes do.
    [[nodiscard]] std::optional<double> instanceHour(const std::string& type,
                                                     std::string& by) const;
    [[nodiscard]] const std::string& date() const { return m_date; }

private:
    std::map<std::string, Price> m_prices;
    std::string m_date;
};

/// What a component cost in a run.
struct CostLine {
    std::string component;
    std::string size;    ///< `t3.medium`; empty for what has none.
    double count = 0;    ///< Of groups: members on average.
    double perHour = 0;  ///< US dollars, requests included.
    std::string note;
};

struct Cost {
    std::vector<CostLine> lines;        ///< The dearest first.
    std::vector<std::string> unpriced;  ///< Components that no price is known of, with their types.
    double perHour = 0;
    double perMillion = 0;  ///< Requests that were answered; 0 where none was.
    std::string date;       ///< Of the table.
    std::string region;
};

/// Works out what a run cost, by the members that groups had and the requests that came. What has
/// no price is named, never taken to be free.
[[nodiscard]] Cost costOf(const Run& run, const BuiltPlant& built, const PriceTable& prices,
                          std::string region);

/// Returns the Region that a plant stands in, by its zones; empty where it has none.
[[nodiscard]] std::string regionOf(const Plant& plant);

[[nodiscard]] std::string costText(const Cost& cost);
[[nodiscard]] nlohmann::ordered_json costJson(const Cost& cost);

}  // namespace archivolt::traffic
