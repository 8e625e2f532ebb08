#include <nlohmann/json.hpp>
#include <ostream>

#include "app/command/simulate.h"
#include "app/files/file_access.h"
#include "model/traffic/report/compare_runs.h"
#include "model/traffic/report/run_json.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxPartBytes = std::size_t{1} << 30U;

/// Reads JSON files; the first that is none is told of.
Result<std::vector<Json>> readAll(const std::vector<std::string>& paths, const Rule& rule,
                                  const CommandContext& context) {
    std::vector<Json> all;
    for (const std::string& path : paths) {
        const auto text = context.files.read(path, kMaxPartBytes);
        if (!text) return tl::make_unexpected(text.error());
        Json json = Json::parse(*text, nullptr, false);
        if (!json.is_object()) {
            auto failed = failure(rule, "the file is no JSON object", std::string(rule.help));
            failed.value().where.file = path;
            return failed;
        }
        all.push_back(std::move(json));
    }
    return all;
}

ExitStatus refuse(const Diagnostic& wrong, const CommandContext& context) {
    printDiagnostics({wrong}, context);
    return ExitStatus::Unreadable;
}

}  // namespace

ExitStatus partsCommand(const SimulateOptions& options, const CommandContext& context) {
    const bool merges = options.verb == "merge";
    const auto files = readAll(options.parts, merges ? kNoPart : kNoReport, context);
    if (!files) return refuse(files.error(), context);
    if (!merges) {
        const auto comparison = traffic::compareRuns(files->at(0), files->at(1));
        if (!comparison) return refuse(comparison.error(), context);
        context.out << (options.format == "json" ? comparison->dump(2) + '\n'
                                                 : traffic::comparisonText(*comparison));
        return (*comparison)["same"].get<bool>() ? ExitStatus::Fine : ExitStatus::Findings;
    }
    const auto merged = traffic::mergeShards(*files);
    if (!merged) return refuse(merged.error(), context);
    Result<std::string> text = textReport(options, merged->built, merged->run, context);
    if (options.format == "json") {
        const auto json = jsonReport(options, merged->built, merged->run, context);
        if (!json) return refuse(json.error(), context);
        text = json->dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    }
    if (!text) return refuse(text.error(), context);
    return writeResult(options.output, *text, context);
}

}  // namespace archivolt
