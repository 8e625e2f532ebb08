#include "app/command/simulate.h"
#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "model/traffic/report/cost.h"
#include "model/traffic/report/report.h"

namespace archivolt {

namespace {

/// What a run cost, by the prices that are asked for, on top of the shipped ones.
Result<traffic::Cost> costOf(const SimulateOptions& options, const traffic::BuiltPlant& built,
                             const traffic::Run& run, const CommandContext& context) {
    const std::string zones = traffic::regionOf(built.plant);
    const std::string region = !options.deploy.region.empty() ? options.deploy.region
                               : !zones.empty()               ? zones
                                                              : "us-east-1";
    traffic::PriceTable table = traffic::PriceTable::embedded(region);
    if (options.prices.empty()) return traffic::costOf(run, built, table, region);
    const auto text = context.files.read(options.prices, kMaxFileBytes);
    if (!text) return tl::make_unexpected(text.error());
    const auto own = traffic::PriceTable::read(*text, region);
    if (!own) {
        Diagnostic wrong = own.error();
        wrong.where.file = options.prices;
        return tl::make_unexpected(wrong);
    }
    table.add(*own);
    return traffic::costOf(run, built, table, region);
}

}  // namespace

Result<nlohmann::ordered_json> jsonReport(const SimulateOptions& options,
                                          const traffic::BuiltPlant& built, const traffic::Run& run,
                                          const CommandContext& context) {
    const auto cost = costOf(options, built, run, context);
    if (!cost) return tl::make_unexpected(cost.error());
    nlohmann::ordered_json json = traffic::reportJson(run, built);
    json["cost"] = traffic::costJson(*cost);
    return json;
}

Result<std::string> textReport(const SimulateOptions& options, const traffic::BuiltPlant& built,
                               const traffic::Run& run, const CommandContext& context) {
    const auto cost = costOf(options, built, run, context);
    if (!cost) return tl::make_unexpected(cost.error());
    return traffic::reportText(run, built) + traffic::costText(*cost);
}

}  // namespace archivolt
