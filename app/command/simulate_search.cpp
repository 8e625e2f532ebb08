#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "app/command/simulate.h"
#include "model/traffic/report/limit.h"
#include "model/traffic/report/search.h"

namespace archivolt {

namespace {

ExitStatus statusOf(Truth kept) {
    switch (kept) {
        case Truth::Yes: return ExitStatus::Fine;
        case Truth::No: return ExitStatus::Findings;
        case Truth::Unknown: break;
    }
    return ExitStatus::Unknown;
}

void print(const SimulateOptions& options, const nlohmann::ordered_json& json,
           const std::string& text, const CommandContext& context) {
    if (options.format == "json") {
        context.out << json.dump(2) << '\n';
    } else {
        context.out << text;
    }
}

using Promises = std::vector<traffic::PerformancePromise>;

ExitStatus search(const SimulateOptions& options, const SimulatedDesign& design,
                  const Promises& promises, const CommandContext& context) {
    const std::size_t count = std::max<std::size_t>(options.replications, 5);
    if (!options.findLimit.empty()) {
        const traffic::Limit limit =
            traffic::findLimit(design.built, design.run, promises, count, design.executor);
        print(options, traffic::limitJson(limit, options.findLimit),
              traffic::limitText(limit, options.findLimit), context);
        return limit.neverKept ? ExitStatus::Findings : ExitStatus::Fine;
    }
    if (!options.promise.empty()) {
        const auto answers =
            traffic::checkPromises(design.built, design.run, promises, count, design.executor);
        print(options, traffic::promisesJson(answers), traffic::promisesText(answers), context);
        return statusOf(traffic::allKept(answers));
    }
    if (!options.findFleet.empty()) {
        const auto answer = traffic::findFleet(design.built, design.run, promises, options.fleet,
                                               count, design.executor);
        if (!answer) {
            printDiagnostics({answer.error()}, context);
            return ExitStatus::Usage;
        }
        print(options, traffic::fleetJson(*answer), traffic::fleetText(*answer), context);
        return answer->smallest ? ExitStatus::Fine : ExitStatus::Findings;
    }
    const auto answer = traffic::findPolicy(design.built, design.run, promises, options.fleet,
                                            count, design.executor);
    if (!answer) {
        printDiagnostics({answer.error()}, context);
        return ExitStatus::Usage;
    }
    print(options, traffic::policyJson(*answer), traffic::policyText(*answer), context);
    return answer->best ? ExitStatus::Fine : ExitStatus::Findings;
}

}  // namespace

bool wantsSearch(const SimulateOptions& options) {
    return !options.findLimit.empty() || !options.promise.empty() || !options.findFleet.empty() ||
           !options.findPolicy.empty();
}

ExitStatus searchCommand(const SimulateOptions& options, const SimulatedDesign& design,
                         const CommandContext& context) {
    const std::string* const texts[] = {&options.findLimit, &options.promise, &options.findFleet,
                                        &options.findPolicy};
    const auto asked = std::ranges::find_if(texts, [](const auto* one) { return !one->empty(); });
    const auto others = std::ranges::count_if(texts, [](const auto* one) { return !one->empty(); });
    if (others > 1) {
        context.err << "archivolt: ask for one at a time: --promise, --find-limit, --find-fleet or "
                       "--find-policy\n";
        return ExitStatus::Usage;
    }
    const auto promises = traffic::parsePromises(**asked);
    if (!promises) {
        printDiagnostics({promises.error()}, context);
        return ExitStatus::Usage;
    }
    return search(options, design, *promises, context);
}

}  // namespace archivolt
