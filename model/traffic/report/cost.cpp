#include "model/traffic/report/cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archivolt::traffic {

namespace {

/// Returns the first price of several names.
const Price* priceOf(const PriceTable& prices, const Shown& shown) {
    for (const std::string& what : {shown.name, shown.type}) {
        if (const Price* found = prices.find(what); found != nullptr) return found;
    }
    return nullptr;
}

/// Rounds to one part of so many.
double rounded(double value, double parts) { return std::round(value * parts) / parts; }

}  // namespace

std::string regionOf(const Plant& plant) {
    for (const std::string& zone : plant.zones) {
        const bool named = zone.size() > 2 && zone.back() >= 'a' && zone.back() <= 'z' &&
                           zone[zone.size() - 2] >= '0' && zone[zone.size() - 2] <= '9';
        if (named) return zone.substr(0, zone.size() - 1);
    }
    return {};
}

Cost costOf(const Run& run, const BuiltPlant& built, const PriceTable& prices, std::string region) {
    Cost cost;
    cost.date = prices.date();
    cost.region = std::move(region);
    const double hours = toSeconds(run.simulated) * static_cast<double>(run.replications) / 3600;
    if (!(hours > 0)) return cost;
    for (const Shown& one : shownComponents(run, built)) {
        if (!one.group.empty()) continue;  // Their group has them.
        const auto size = built.sizes.find(one.name);
        CostLine line;
        line.component = one.name;
        line.count = static_cast<double>(one.result.lived) / 3.6e12 / hours;
        bool priced = false;
        if (size != built.sizes.end()) {
            line.size = size->second;
            std::string by;
            if (const auto hour = prices.instanceHour(line.size, by)) {
                line.perHour += line.count * *hour;
                priced = true;
                if (!by.empty()) line.note = "by the price of " + by;
            }
        }
        if (const Price* own = priceOf(prices, one); own != nullptr) {
            if (own->hour) line.perHour += line.count * *own->hour;
            if (own->request) {
                line.perHour +=
                    static_cast<double>(one.result.meter.arrivals) * *own->request / hours;
            }
            priced = true;
        }
        if (!priced && one.type == kTierType) continue;
        if (!priced) {
            cost.unpriced.push_back(line.size.empty()
                                        ? fmt::format("{} ({})", one.name, one.type)
                                        : fmt::format("{} ({})", one.name, line.size));
            continue;
        }
        cost.perHour += line.perHour;
        cost.lines.push_back(std::move(line));
    }
    std::ranges::stable_sort(cost.lines, std::greater<>(), &CostLine::perHour);
    const double answered = static_cast<double>(totalsOf(run).completed);
    if (answered > 0) cost.perMillion = cost.perHour * hours / answered * 1e6;
    return cost;
}

std::string costText(const Cost& cost) {
    if (cost.lines.empty()) {
        std::string text = "\nCost: nothing that ran has a price that is known";
        const char* colon = " (--prices FILE gives some): ";
        for (const std::string& one : cost.unpriced) {
            text += colon + one;
            colon = ", ";
        }
        return text + ".\n";
    }
    std::string text = fmt::format(
        "\nCost: {:.3f} US dollars an hour, {:.2f} for a million requests answered; prices of {} "
        "in {}.\n",
        cost.perHour, cost.perMillion, cost.date, cost.region);
    for (const CostLine& one : cost.lines) {
        text += fmt::format("  {}: {:.1f} × {}: {:.4f} an hour{}\n", one.component, one.count,
                            one.size.empty() ? "it" : one.size, one.perHour,
                            one.note.empty() ? "" : " (" + one.note + ")");
    }
    if (cost.unpriced.empty()) return text;
    text += "  Without a price, and not in it (--prices FILE gives some):";
    const char* comma = " ";
    for (const std::string& one : cost.unpriced) {
        text += comma + one;
        comma = ", ";
    }
    return text + '\n';
}

nlohmann::ordered_json costJson(const Cost& cost) {
    nlohmann::ordered_json json{{"usd_per_hour", rounded(cost.perHour, 1e6)},
                                {"usd_per_million_requests", rounded(cost.perMillion, 1e4)},
                                {"prices_of", cost.date},
                                {"region", cost.region}};
    json["components"] = nlohmann::ordered_json::array();
    for (const CostLine& one : cost.lines) {
        json["components"].push_back({{"component", one.component},
                                      {"size", one.size},
                                      {"count", rounded(one.count, 1e4)},
                                      {"usd_per_hour", rounded(one.perHour, 1e6)},
                                      {"note", one.note}});
    }
    json["without_price"] = cost.unpriced;
    return json;
}

}  // namespace archivolt::traffic
