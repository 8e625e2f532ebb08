#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/report/critical_path.h"
#include "model/traffic/report/groups.h"
#include "model/traffic/report/report.h"
#include "model/traffic/report/theory.h"

namespace archivolt::traffic {

namespace {

void addComponents(std::string& text, const std::vector<Shown>& shown) {
    std::size_t width = 9;
    for (const Shown& one : shown) width = std::max(width, one.name.size());
    text += fmt::format("\n{:<{}}  {:>10} {:>10} {:>8} {:>8} {:>6} {:>9} {:>9} {:>7}\n",
                        "component", width, "arrivals", "completed", "failed", "given up", "busy",
                        "wait mean", "wait p99", "queue");
    for (const Shown& one : shown) {
        const bool works = one.result.kind == NodeKind::Station;
        const std::string busy =
            one.utilisation >= 0 ? fmt::format("{:.0f} %", 100 * one.utilisation) : "";
        text += fmt::format(
            "{:<{}}  {:>10} {:>10} {:>8} {:>8} {:>6} {:>9} {:>9} {:>7}\n", one.name, width,
            one.result.meter.arrivals, one.result.meter.completed, one.result.meter.failed,
            one.result.meter.abandoned, busy,
            works ? fmt::format("{:.1f} ms", one.result.waits.meanNs() / 1e6) : "",
            works ? fmt::format("{:.1f} ms", toMilliseconds(one.result.waits.quantile(0.99))) : "",
            works ? fmt::format("{}", one.result.mostWaiting) : "");
    }
}

void addStatuses(std::string& text, const Totals& totals) {
    text += "\nOutcomes:";
    const char* comma = " ";
    for (const auto& [status, count] : totals.byStatus) {
        text += fmt::format("{}{} {}", comma, count, status);
        comma = ", ";
    }
    text += fmt::format("{}{} still on their way\n", comma, totals.inFlight);
}

void addCauses(std::string& text, const std::vector<Shown>& shown) {
    bool first = true;
    for (const Shown& one : shown) {
        if (!one.group.empty()) continue;
        for (const CauseCount& cause : one.result.meter.causes) {
            if (first) text += "\nFailures by cause:\n";
            first = false;
            text += fmt::format("  {}: {} {}, {} times{}\n", one.name, cause.status,
                                causeText(static_cast<Cause>(cause.cause)), cause.count,
                                beginsHere(cause, one.result.kind) ? "" : ", passed on");
        }
    }
}

void addMessages(std::string& text, const std::vector<Shown>& shown) {
    bool first = true;
    for (const Shown& one : shown) {
        if (!one.result.messages) continue;
        const MessagesResult& its = *one.result.messages;
        if (first) text += "\nMessages:\n";
        first = false;
        text += fmt::format(
            "  {}: {} put, {} worked on, {} left ({} at most), {} dead letters; "
            "{:.1f} s from put to done, 99 of 100 within {:.1f} s\n",
            one.name, its.meter.arrivals, its.meter.completed, its.meter.present,
            its.meter.mostPresent, its.deadLetters, its.age.meanNs() / 1e9,
            toSeconds(its.age.quantile(0.99)));
    }
}

void addEvents(std::string& text, const Run& run) {
    if (run.occurrences.empty()) return;
    constexpr std::size_t kMost = 60;
    text += "\nEvents:\n";
    for (std::size_t i = 0; i < run.occurrences.size() && i < kMost; ++i) {
        const Occurrence& one = run.occurrences[i];
        text += fmt::format("  {:>8}  {}: {} ({})\n", clockText(one.at), one.component, one.what,
                            one.why);
    }
    if (run.occurrences.size() > kMost) {
        text +=
            fmt::format("  … {} more; --format json has them\n", run.occurrences.size() - kMost);
    }
}

}  // namespace

std::string reportText(const Run& run, const BuiltPlant& built) {
    std::string text;
    for (const std::string& sentence : storyOf(run, built)) text += sentence + '\n';
    const auto shown = shownComponents(run, built);
    addStatuses(text, totalsOf(run));
    addComponents(text, shown);
    addCauses(text, shown);
    addMessages(text, shown);
    const auto order = saturationOrder(run, built);
    if (!order.empty()) {
        text += "\nFull at (requests a second, by the utilisation law):";
        for (const Saturation& one : order) {
            text += fmt::format(" {} {:.0f}", one.component, one.atRps);
            if (one.halfRps) text += fmt::format(" ±{:.0f}", *one.halfRps);
        }
        text += '\n';
    }
    text += criticalPathText(run);
    text += theoryText(run, built, shown);
    addEvents(text, run);
    if (!built.lost.empty()) text += "\nBlocked:\n";
    for (const std::string& one : built.lost) text += "  " + one + '\n';
    if (!built.notSimulated.empty()) text += "\nNot simulated:\n";
    for (const NotSimulated& one : built.notSimulated) {
        text += fmt::format("  {} ({}): {}\n", one.component, one.type, one.why);
    }
    if (!built.notes.empty()) text += "\nTaken for granted:\n";
    for (const std::string& note : built.notes) text += "  " + note + '\n';
    text += fmt::format(
        "\n{} values are defaults (--show-scenario shows and --set changes them); "
        "seed {}, digest {:016x}\n",
        built.assumed.size(), run.seed, run.digest);
    return text;
}

}  // namespace archivolt::traffic
