#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>

#include "model/traffic/report/critical_path.h"
#include "model/traffic/report/groups.h"
#include "model/traffic/report/limit.h"
#include "model/traffic/report/report.h"

namespace archivolt::traffic {

namespace {

/// Returns a time for people: milliseconds, of a second and more seconds.
std::string tookText(Time time) {
    const double milliseconds = toMilliseconds(time);
    return milliseconds < 999.95 ? fmt::format("{:.1f} ms", milliseconds)
                                 : fmt::format("{:.2f} s", milliseconds / 1000);
}

/// A count with thin groups of three digits.
std::string counted(std::uint64_t value) {
    std::string text = std::to_string(value);
    for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), ",");
    }
    return text;
}

/// Says whether failures of this cause come about at components of this kind; elsewhere they are
/// passed on.
bool beginsAt(Cause cause, NodeKind kind) {
    switch (cause) {
        case Cause::QueueFull:
        case Cause::Throttled:
        case Cause::WorkCutOff:
        case Cause::Refused:
        case Cause::TargetGone:
        case Cause::OwnError:
        case Cause::CallTimedOut: return kind == NodeKind::Station;
        case Cause::NoTargets:
        case Cause::TargetSilent:
        case Cause::IdleTimeout:
        case Cause::FixedResponse:
        case Cause::NoRoute:
        case Cause::NoneReady:
        case Cause::SurgeQueueFull: return kind == NodeKind::Balancer;
        case Cause::OriginTimedOut:
        case Cause::PlaceRefused:
        case Cause::Unsigned:
        case Cause::ErrorCached: return kind == NodeKind::Edge;
        case Cause::NoAnswer: return kind == NodeKind::Clients;
        case Cause::None:
        case Cause::ClientGaveUp:
        case Cause::CallFailed:
        case Cause::Filtered:
        case Cause::Unreachable: break;
    }
    return false;
}

/// What most of what failed failed of, and where that came about; null pointers where nothing did.
struct Worst {
    const Shown* where = nullptr;
    const CauseCount* cause = nullptr;
};

Worst worstOf(const std::vector<Shown>& shown) {
    Worst worst;
    for (const Shown& one : shown) {
        if (!one.group.empty()) continue;  // Groups tell of their members.
        for (const CauseCount& cause : one.result.meter.causes) {
            if (!beginsHere(cause, one.result.kind)) continue;
            if (worst.cause != nullptr && cause.count <= worst.cause->count) continue;
            worst = {&one, &cause};
        }
    }
    return worst;
}

std::string mainFailure(const Worst& worst) {
    if (worst.cause == nullptr) return {};
    return fmt::format(
        "Most of what was refused or failed on the way was so at {}: {} (status {}), {} times.",
        worst.where->name, causeText(static_cast<Cause>(worst.cause->cause)), worst.cause->status,
        counted(worst.cause->count));
}

/// Says what clients saw of the requests that failed, the most first.
std::string whatFailedSaw(const Totals& totals) {
    std::vector<std::pair<std::uint64_t, std::string>> seen;
    for (const auto& [status, count] : totals.byStatus) {
        const bool silent = status == "timeout";
        if (!silent && status < "400") continue;
        seen.emplace_back(count, silent ? "got no answer before their clients gave up"
                                        : "were answered " + status);
    }
    std::ranges::stable_sort(seen, std::greater<>(), &std::pair<std::uint64_t, std::string>::first);
    std::string text;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const char* joint = i == 0 ? "" : i + 1 == seen.size() ? " and " : ", ";
        text += fmt::format("{}{} ({:.0f} %) {}", joint, counted(seen[i].first),
                            100 * static_cast<double>(seen[i].first) /
                                static_cast<double>(std::max<std::uint64_t>(1, totals.failed)),
                            seen[i].second);
    }
    return fmt::format("Of the {} that failed, {}.", counted(totals.failed), text);
}

/// Tells of messages that nobody takes.
void addUntaken(const std::vector<Shown>& shown, std::vector<std::string>& story) {
    for (const Shown& one : shown) {
        if (!one.result.messages) continue;
        const MessagesResult& its = *one.result.messages;
        const bool untaken = its.meter.arrivals > 0 && its.batches == 0 && its.meter.present > 0;
        if (!untaken) continue;
        story.push_back(fmt::format("Nothing here works on what is put into {}: {} wait in it.",
                                    one.name, counted(its.meter.present)));
    }
}

}  // namespace

bool beginsHere(const CauseCount& cause, NodeKind kind) {
    return beginsAt(static_cast<Cause>(cause.cause), kind);
}

std::string clockText(Time at) {
    const auto seconds = at / kSecond;
    if (seconds < 3600) return fmt::format("{:02}:{:02}", seconds / 60, seconds % 60);
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

namespace {

/// Says how many members a fleet had; empty for what is none.
std::string withMembers(const Saturation& one) {
    if (one.members <= 0) return {};
    return fmt::format(" with the {:.1f} members that answered on average", one.members);
}

/// Says what is full first, with its interval, and which others may be.
std::string fullFirst(const std::vector<Saturation>& order) {
    const Saturation& first = order.front();
    if (first.utilisation >= 0.9) {
        return fmt::format("{}{} is the bottleneck: its servers were busy {:.0f} % of the time.",
                           first.component, withMembers(first), 100 * first.utilisation);
    }
    std::string text = fmt::format(
        "The first to be full would be {}, at about {:.0f} requests a "
        "second in all",
        first.component, first.atRps);
    if (first.halfRps) {
        text += fmt::format(" ({:.0f}–{:.0f})", first.atRps - *first.halfRps,
                            first.atRps + *first.halfRps);
    }
    text += fmt::format("{}: it was busy {:.0f} % of the time.", withMembers(first),
                        100 * first.utilisation);
    std::string others;
    for (std::size_t i = 1; i < order.size() && first.halfRps; ++i) {
        const Saturation& one = order[i];
        const double apart = one.atRps - first.atRps;
        if (!one.halfRps || apart > *one.halfRps + *first.halfRps) continue;
        others += (others.empty() ? "" : ", ") + one.component;
    }
    return others.empty() ? text : text + " It may as well be " + others + ".";
}

std::string timesOf(const Phase& phase) {
    return clockText(phase.from) + "–" + clockText(phase.to);
}

/// Says what is full first while faults last, where that is not what the whole run tells.
void addFullWhile(const Run& run, const std::vector<Saturation>& whole,
                  std::vector<std::string>& story) {
    constexpr std::size_t kMost = 4;
    std::size_t told = 0;
    for (const Phase& phase : run.phases) {
        if (phase.what.empty() || told == kMost) continue;
        const auto order = saturationOrder(run, phase);
        if (order.empty()) continue;
        const Saturation& first = order.front();
        const bool same = first.component == whole.front().component &&
                          std::abs(first.atRps - whole.front().atRps) < 0.03 * first.atRps;
        if (same) continue;
        ++told;
        story.push_back(fmt::format(
            "From {} to {}, while {}, the first is {}: full at about {:.0f} requests a second{}, "
            "and busy {:.0f} % of that time.",
            clockText(phase.from), clockText(phase.to), phase.what, first.component, first.atRps,
            withMembers(first), 100 * first.utilisation));
    }
}

/// Tells what came of requests before, while and after faults last.
void addPhases(const Run& run, std::vector<std::string>& story) {
    constexpr std::size_t kMost = 7;
    if (run.phases.size() < 2) return;
    for (std::size_t i = 0; i < run.phases.size() && i < kMost; ++i) {
        const Phase& phase = run.phases[i];
        const std::uint64_t ended = phase.completed + phase.failed;
        const std::string when = !phase.what.empty() ? "while " + phase.what
                                 : i == 0            ? std::string("before any fault")
                                                     : std::string("without a fault again");
        std::string text = fmt::format("{}, {}: ", timesOf(phase), when);
        if (ended == 0) {
            story.push_back(text + "no request ended.");
            continue;
        }
        text +=
            fmt::format("{} requests ended, {:.2f} % of them answered", counted(ended),
                        100 * static_cast<double>(phase.completed) / static_cast<double>(ended));
        if (phase.latency.count() > 0) {
            text += fmt::format(", 99 of 100 within {}", tookText(phase.latency.quantile(0.99)));
        }
        story.push_back(text + ".");
    }
    if (run.phases.size() <= kMost) return;
    story.push_back(fmt::format("{} more stretches between faults are in the JSON report.",
                                run.phases.size() - kMost));
}

/// Tells what clients at each place saw, of those that say where they are.
void addPlaces(const Run& run, std::vector<std::string>& story) {
    std::map<std::string, ClientResult> places;
    std::map<std::string, std::uint64_t> unanswered;
    for (const ClientResult& one : run.clients) {
        if (one.region.empty()) continue;
        ClientResult& sum = places[one.region];
        sum.offered += one.offered;
        sum.completed += one.completed;
        sum.failed += one.failed;
        sum.latency.merge(one.latency);
        for (const CauseCount& cause : one.byStatus) {
            if (static_cast<Cause>(cause.cause) == Cause::NoAnswer) {
                unanswered[one.region] += cause.count;
            }
        }
    }
    for (const auto& [place, sum] : places) {
        const auto ended = static_cast<double>(sum.completed + sum.failed);
        if (ended == 0) continue;
        std::string text =
            fmt::format("From {}: {} requests, {:.2f} % answered", place, counted(sum.offered),
                        100 * static_cast<double>(sum.completed) / ended);
        if (sum.completed > 0) {
            text += fmt::format(", half of them within {}, 99 of 100 within {}",
                                tookText(sum.latency.quantile(0.5)),
                                tookText(sum.latency.quantile(0.99)));
        }
        if (unanswered.contains(place)) text += ". The name has no record for clients there";
        story.push_back(text + ".");
    }
}

/// Tells how many connections clients opened, where opening them takes time.
void addConnections(const Run& run, std::vector<std::string>& story) {
    std::uint64_t opened = 0;
    std::uint64_t offered = 0;
    for (const ClientResult& one : run.clients) {
        opened += one.opened;
        if (one.opened > 0) offered += one.offered;
    }
    if (opened == 0) return;
    story.push_back(fmt::format("Clients opened {} connections for {} requests.", counted(opened),
                                counted(offered)));
}

/// Says how many requests there were and what came of them; of paths that are blocked it takes the
/// first as the reason where none was answered, and counts it as told.
std::string headline(const Run& run, const Totals& totals, const BuiltPlant& built,
                     const Worst& worst, std::size_t& lostTold) {
    const std::uint64_t ended = totals.completed + totals.failed;
    std::string text = fmt::format("{} requests in {}, {:.1f} a second: ", counted(totals.offered),
                                   clockText(run.simulated), totals.perSecond(run));
    if (totals.offered == 0) return text + "nobody asked for anything.";
    if (totals.completed > 0) {
        const Histogram latency = run.latency();
        return text + fmt::format(
                          "{:.2f} % were answered, half of them within {}, 99 of 100 "
                          "within {}.",
                          100 * static_cast<double>(totals.completed) / static_cast<double>(ended),
                          tookText(latency.quantile(0.5)), tookText(latency.quantile(0.99)));
    }
    text += ended == 0 ? "none was answered yet" : "none was answered";
    if (!built.lost.empty()) {
        lostTold = 1;
        return text + ": " + built.lost.front() + ".";
    }
    if (worst.cause == nullptr) return text + ".";
    return text + fmt::format(": {} at {}.", causeText(static_cast<Cause>(worst.cause->cause)),
                              worst.where->name);
}

/// Tells of blocked paths before all else: they are what the design does not let through.
void addLost(const BuiltPlant& built, std::size_t told, std::vector<std::string>& story) {
    constexpr std::size_t kMost = 4;
    for (std::size_t i = told; i < built.lost.size() && i < kMost; ++i) {
        std::string text = built.lost[i] + ".";
        if (text.starts_with("the ")) text.front() = 'T';
        story.push_back(std::move(text));
    }
    if (built.lost.size() > std::max(told, kMost)) {
        story.push_back(fmt::format("{} more paths are blocked; the report lists them.",
                                    built.lost.size() - std::max(told, kMost)));
    }
}

}  // namespace

std::vector<std::string> storyOf(const Run& run, const BuiltPlant& built) {
    std::vector<std::string> story;
    const Totals totals = totalsOf(run);
    const auto shown = shownComponents(run, built);
    std::size_t lostTold = 0;
    const Worst worst = worstOf(shown);
    story.push_back(headline(run, totals, built, worst, lostTold));
    addLost(built, lostTold, story);
    if (totals.failed > 0) story.push_back(whatFailedSaw(totals));
    addPhases(run, story);
    addPlaces(run, story);
    addConnections(run, story);
    constexpr std::size_t kMost = 12;
    std::size_t told = 0;
    for (const Occurrence& one : run.occurrences) {
        // The health of each target is in the events; the story keeps to what changes the whole.
        if (one.what.ends_with(" healthy") || told >= kMost) continue;
        ++told;
        story.push_back(
            fmt::format("At {} {} {}: {}.", clockText(one.at), one.component, one.what, one.why));
    }
    if (run.occurrences.size() > told && told == kMost) {
        story.push_back(fmt::format("{} more events are listed.", run.occurrences.size() - told));
    }
    if (const std::string path = criticalPathSentence(run); !path.empty()) story.push_back(path);
    if (const std::string failure = mainFailure(worst); !failure.empty()) story.push_back(failure);
    addUntaken(shown, story);
    const auto order = saturationOrder(run, built);
    if (!order.empty()) {
        story.push_back(fullFirst(order));
        addFullWhile(run, order, story);
    }
    return story;
}

}  // namespace archivolt::traffic
