#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "model/base/invariant.h"
#include "model/traffic/report/cost.h"
#include "model/traffic/traffic_rules.h"

// The assembler takes the table in whole; ARCHIVOLT_TRAFFIC_DIR is the folder that holds it.
__asm__(
    ".pushsection .rodata\n"
    ".global archivolt_traffic_prices_begin\n"
    ".global archivolt_traffic_prices_end\n"
    "archivolt_traffic_prices_begin:\n"
    ".incbin \"" ARCHIVOLT_TRAFFIC_DIR
    "/prices.csv\"\n"
    "archivolt_traffic_prices_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char archivolt_traffic_prices_begin[];
extern const char archivolt_traffic_prices_end[];
}

namespace archivolt::traffic {

namespace {

/// Takes the text before the next separator away from the front.
std::string_view takePart(std::string_view& rest, char separator) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ') || part.ends_with('\r')) part.remove_suffix(1);
    return part;
}

std::vector<std::string_view> cellsOf(std::string_view line) {
    std::vector<std::string_view> cells;
    while (!line.empty()) cells.push_back(takePart(line, ','));
    return cells;
}

tl::unexpected<Diagnostic> wrongLine(std::uint32_t line, std::string what) {
    auto failed = failure(kNoPrices, std::move(what),
                          "write a header `what,unit,usd` and lines such as "
                          "`db.m6g.large,hour,0.168` or `AWS::Lambda::Function,request,0.0000002`");
    failed.value().where.line = line;
    return failed;
}

/// Returns how large a size is against `large`; 0 for what is none.
double sizeFactor(std::string_view size) {
    static const std::map<std::string_view, double> kSizes = {{"nano", 0.0625}, {"micro", 0.125},
                                                              {"small", 0.25},  {"medium", 0.5},
                                                              {"large", 1},     {"xlarge", 2}};
    const auto found = kSizes.find(size);
    if (found != kSizes.end()) return found->second;
    double times = 0;
    const auto read = std::from_chars(size.data(), size.data() + size.size(), times);
    const bool many =
        read.ec == std::errc() &&
        std::string_view(
            read.ptr, static_cast<std::size_t>(size.data() + size.size() - read.ptr)) == "xlarge";
    return many ? 2 * times : 0;
}

}  // namespace

Result<PriceTable> PriceTable::read(std::string_view csv, std::string_view region) {
    PriceTable table;
    std::size_t column = 0;
    std::uint32_t number = 0;
    constexpr std::size_t kMost = 100'000;
    while (!csv.empty()) {
        const std::string_view line = takePart(csv, '\n');
        ++number;
        if (line.empty()) continue;
        if (line.front() == '#') {
            if (line.starts_with("# date ")) table.m_date = line.substr(7);
            continue;
        }
        const std::vector<std::string_view> cells = cellsOf(line);
        if (column == 0) {
            const bool header = cells.size() > 2 && cells[0] == "what" && cells[1] == "unit";
            if (!header) return wrongLine(number, "the first line is no header");
            for (std::size_t i = 2; i < cells.size(); ++i) {
                if (cells[i] == region || cells[i] == "usd") column = i;
            }
            if (column == 0) column = cells.size();  // No price of this Region is there.
            continue;
        }
        if (cells.size() < 2 || (cells[1] != "hour" && cells[1] != "request")) {
            return wrongLine(number, "a price is by `hour` or by `request`");
        }
        if (cells.size() <= column || cells[column].empty()) continue;
        double usd = 0;
        const char* end = cells[column].data() + cells[column].size();
        const auto read = std::from_chars(cells[column].data(), end, usd);
        if (read.ec != std::errc() || read.ptr != end || !(usd >= 0) || usd > 1e9) {
            return wrongLine(number, fmt::format("`{}` is no price", cells[column].substr(0, 40)));
        }
        if (table.m_prices.size() >= kMost) return wrongLine(number, "too many prices");
        Price& price = table.m_prices[std::string(cells[0])];
        (cells[1] == "hour" ? price.hour : price.request) = usd;
    }
    if (column == 0) return wrongLine(1, "the table is empty");
    return table;
}

PriceTable PriceTable::embedded(std::string_view region) {
    const auto table = read(
        {archivolt_traffic_prices_begin,
         static_cast<std::size_t>(archivolt_traffic_prices_end - archivolt_traffic_prices_begin)},
        region);
    INVARIANT(table.has_value());
    return *table;
}

void PriceTable::add(const PriceTable& other) {
    for (const auto& [what, price] : other.m_prices) {
        Price& mine = m_prices[what];
        if (price.hour) mine.hour = price.hour;
        if (price.request) mine.request = price.request;
    }
    if (!other.m_date.empty()) m_date = other.m_date + " and " + m_date;
}

const Price* PriceTable::find(const std::string& what) const {
    const auto found = m_prices.find(what);
    return found != m_prices.end() ? &found->second : nullptr;
}

std::optional<double> PriceTable::instanceHour(const std::string& type, std::string& by) const {
    const Price* own = find(type);
    if (own != nullptr && own->hour) return own->hour;
    const std::size_t dot = type.rfind('.');
    if (dot == std::string::npos) return std::nullopt;
    const double wanted = sizeFactor(std::string_view(type).substr(dot + 1));
    if (!(wanted > 0)) return std::nullopt;
    const std::string family = type.substr(0, dot + 1);
    for (auto at = m_prices.lower_bound(family);
         at != m_prices.end() && at->first.starts_with(family); ++at) {
        const double size = sizeFactor(std::string_view(at->first).substr(dot + 1));
        if (!at->second.hour || !(size > 0)) continue;
        by = at->first;
        return *at->second.hour * wanted / size;
    }
    return std::nullopt;
}

}  // namespace archivolt::traffic
