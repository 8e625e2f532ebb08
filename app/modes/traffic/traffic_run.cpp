#include "app/modes/traffic/traffic_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "model/reachability/questions/reach.h"
#include "model/traffic/build/build_plant.h"
#include "model/traffic/report/report.h"
#include "model/traffic/run/simulation.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

Result<Endpoint> endOf(const NetworkIndex& network, ThingId thing) {
    const Thing* found = network.architecture().find(thing);
    if (found == nullptr) return findEndpoint(network, "");
    return findEndpoint(network,
                        found->stack.empty() ? found->name : found->stack + '/' + found->name);
}

/// Asks the reachability engine about one path; what it can't tell is unknown.
traffic::PathAnswer answerPath(const Reachability& reachability,
                               const traffic::PathQuestion& asked) {
    const NetworkIndex& network = reachability.network();
    auto from = asked.from ? endOf(network, *asked.from) : findEndpoint(network, "internet");
    auto to = endOf(network, asked.to);
    if (!from || !to) return {Truth::Unknown, "an end has no network interface here"};
    ReachQuestion question;
    question.from = *std::move(from);
    question.to = *std::move(to);
    question.protocol = kProtocolTcp;
    if (asked.port > 0 && asked.port <= 65535) {
        const auto port = static_cast<Port>(asked.port);
        question.ports = PortSet(PortRange{port, port});
    }
    const ReachAnswer answer = reach(reachability, question);
    switch (answer.verdict) {
        case Verdict::Reachable:
        case Verdict::Partial: return {Truth::Yes, {}};
        case Verdict::Blocked:
            return {Truth::No, answer.blockers.empty()
                                   ? std::string("blocked")
                                   : "blocked by " + answer.blockers.front().hop.resource};
        case Verdict::Unknown: break;
    }
    return {Truth::Unknown, answer.notes.empty() ? "the engine can't tell" : answer.notes.front()};
}

Result<traffic::BuiltPlant> plantOf(const TrafficScene& scene, const TrafficWish& wish) {
    Json json = {{"load", wish.load}, {"duration_s", wish.seconds}};
    if (!wish.zoneDown.empty()) {
        json["faults"] = Json::array({{{"kind", "zone"},
                                       {"target", wish.zoneDown},
                                       {"at_s", wish.seconds / 3},
                                       {"for_s", wish.seconds / 3}}});
    }
    const auto scenario = traffic::readScenario(json);
    if (!scenario) return tl::make_unexpected(scenario.error());
    const auto properties = [&](const Thing& thing) -> const Value* {
        for (const auto& stack : scene.resolved->evaluated->stacks) {
            if (stack->source->id != thing.origin.stack) continue;
            const auto found = stack->find(thing.origin.resource);
            return found != nullptr ? &found->properties() : nullptr;
        }
        return nullptr;
    };
    return traffic::buildPlant({*scene.resolved->architecture, properties,
                                [&](const traffic::PathQuestion& asked) {
                                    return answerPath(*scene.reachability, asked);
                                }},
                               *scenario);
}

/// Tells one stretch by what two looks at a run differ in.
class FrameMaker {
public:
    explicit FrameMaker(double width) : m_width(width) {}

    TrafficFrame next(const traffic::Run& run) {
        TrafficFrame frame;
        frame.at = traffic::toSeconds(run.simulated);
        std::uint64_t offered = 0;
        std::uint64_t failed = 0;
        for (const traffic::ClientResult& client : run.clients) {
            offered += client.offered;
            failed += client.failed;
        }
        frame.offered = static_cast<double>(offered - m_offered) / m_width;
        frame.failed = static_cast<double>(failed - m_failed) / m_width;
        m_offered = offered;
        m_failed = failed;
        addTimeline(run.timeline, frame);
        for (const traffic::ComponentResult& one : run.components) {
            auto& before = m_before[one.name];
            ComponentLoad load;
            const auto arrivals = one.meter.arrivals - before.arrivals;
            load.perSecond = static_cast<double>(arrivals) / m_width;
            const auto lost = one.meter.failed - before.failed;
            if (arrivals > 0) load.failed = static_cast<double>(lost) / static_cast<double>(arrivals);
            if (one.servers > 0) {
                const auto lived = static_cast<double>(one.lived - before.lived);
                const auto busy = static_cast<double>(one.busyArea - before.busyArea);
                load.busy = lived > 0 ? busy / (lived * one.servers) : 0;
            }
            load.present = one.meter.present;
            before = {one.meter.arrivals, one.meter.failed, one.busyArea, one.lived};
            frame.loads.emplace(one.name, load);
        }
        return frame;
    }

private:
    struct Before {
        std::uint64_t arrivals = 0;
        std::uint64_t failed = 0;
        std::uint64_t busyArea = 0;
        std::uint64_t lived = 0;
    };

    /// Adds what the stretch's part of the timeline says of latencies and members.
    void addTimeline(const traffic::Timeline& timeline, TrafficFrame& frame) {
        const double bin = traffic::toSeconds(timeline.width());
        const auto first = static_cast<std::size_t>(std::max(0.0, frame.at - m_width) / bin);
        std::uint64_t answered = 0;
        std::uint64_t sum = 0;
        std::uint64_t members = 0;
        std::uint64_t samples = 0;
        for (std::size_t i = first; i < timeline.bins().size(); ++i) {
            const traffic::TimelineBin& one = timeline.bins()[i];
            answered += one.completed;
            sum += one.latencySum;
            members += one.fleetSum;
            samples += one.fleetSamples;
            frame.worstMs = std::max(frame.worstMs, traffic::toMilliseconds(one.latencyMost));
        }
        if (answered > 0) {
            frame.latencyMs = static_cast<double>(sum) / static_cast<double>(answered) / 1e6;
        }
        if (samples > 0) m_members = static_cast<double>(members) / static_cast<double>(samples);
        frame.members = m_members;
    }

    double m_width;
    double m_members = 0;
    std::uint64_t m_offered = 0;
    std::uint64_t m_failed = 0;
    std::map<std::string, Before> m_before;
};

/// Returns the box of a component, which is named after its resource.
BoxIndex boxOf(const Diagram& diagram, const std::string& component) {
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Box& box = diagram.boxes[i];
        if (box.resource && isNode(box.kind) && box.key.ends_with('/' + component)) return i;
    }
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        if (diagram.boxes[i].resource && diagram.boxes[i].title == component) return i;
    }
    return kNoBox;
}

std::string rateWords(double perSecond) {
    if (perSecond >= 9.95) return fmt::format("{:.0f}/s", perSecond);
    return fmt::format("{:.1f}/s", perSecond);
}

Tone toneOf(const ComponentLoad& load) {
    if (load.failed > 0.01) return Tone::Stop;
    return load.busy > 0.85 ? Tone::Warn : Tone::Neutral;
}

}  // namespace

bool isZoneDown(const TrafficWish& wish, double at) {
    return !wish.zoneDown.empty() && at > wish.seconds / 3 && at <= wish.seconds * 2 / 3;
}

std::vector<std::string> zonesOf(const ResolvedDesign& resolved) {
    std::set<std::string> zones;
    for (const auto& [id, subnet] : resolved.architecture->subnets) {
        if (subnet->zone.isKnown() && !subnet->zone->empty()) zones.insert(*subnet->zone);
    }
    return {zones.begin(), zones.end()};
}

Result<TrafficStory> runTraffic(
    const TrafficScene& scene, const TrafficWish& wish, const std::function<bool()>& stop,
    const std::function<void(TrafficFrame, std::vector<TrafficEvent>)>& deliver) {
    const auto built = plantOf(scene, wish);
    if (!built) return tl::make_unexpected(built.error());
    traffic::RunOptions options;
    options.seed = wish.seed;
    options.duration = traffic::fromSeconds(built->scenario.durationSeconds);
    options.measureFrom = traffic::fromSeconds(built->scenario.warmUpSeconds);
    traffic::Simulation simulation(built->plant, options);
    const double width = built->scenario.durationSeconds / static_cast<double>(kTrafficFrames);
    FrameMaker frames(width);
    std::size_t told = 0;
    TrafficStory story;
    for (std::size_t i = 1; i <= kTrafficFrames; ++i) {
        if (!simulation.advance(traffic::fromSeconds(width * static_cast<double>(i)), stop)) {
            return story;
        }
        const traffic::Run run = simulation.result();
        std::vector<TrafficEvent> events;
        for (; told < run.occurrences.size(); ++told) {
            const auto& one = run.occurrences[told];
            events.push_back({traffic::toSeconds(one.at), one.component, one.what, one.why});
        }
        deliver(frames.next(run), std::move(events));
        if (i == kTrafficFrames) {
            story.sentences = traffic::storyOf(run, *built);
            for (const traffic::FleetResult& fleet : run.fleets) {
                for (const std::string& member : fleet.members) story.groups[member] = fleet.name;
            }
        }
    }
    for (const traffic::NotSimulated& one : built->notSimulated) {
        story.notSimulated.push_back(fmt::format("{}: {}", one.component, one.why));
    }
    return story;
}

void addTraffic(Overlay& overlay, const TrafficFrame& frame, const TrafficWish& wish,
                const Diagram& diagram) {
    std::map<BoxIndex, ComponentLoad> loads;
    double most = 0;
    for (const auto& [name, load] : frame.loads) {
        const BoxIndex box = boxOf(diagram, name);
        if (box == kNoBox) {
            // A member of a fleet, `WebFleet-2`: one of its cells.
            const auto dash = name.rfind('-');
            const BoxIndex fleet =
                dash == std::string::npos ? kNoBox : boxOf(diagram, name.substr(0, dash));
            if (fleet == kNoBox || load.busy < 0) continue;
            const bool idle = load.perSecond == 0 && load.present == 0;
            overlay.cells[fleet].push_back(
                {load.busy, idle ? "idle" : fmt::format("{:.0f} %", load.busy * 100), toneOf(load)});
            continue;
        }
        if (load.perSecond == 0 && load.present == 0) continue;
        loads.emplace(box, load);
        most = std::max(most, load.perSecond);
        std::string words = rateWords(load.perSecond);
        if (load.busy >= 0) words += fmt::format(" · {:.0f} % busy", load.busy * 100);
        if (load.failed > 0.01) words += fmt::format(" · {:.0f} % fail", load.failed * 100);
        overlay.details[box] = std::move(words);
        if (toneOf(load) != Tone::Neutral) overlay.highlights.push_back({box, toneOf(load), {}});
    }
    for (const Link& link : diagram.links) {
        const auto to = loads.find(link.to);
        if (link.kind == LinkKind::Relation || to == loads.end() || most <= 0) continue;
        const bool carries = loads.contains(link.from) || !diagram.boxes[link.from].resource ||
                             diagram.boxes[link.from].kind == BoxKind::Gateway;
        if (!carries) continue;
        const double width = 1.5 + 4 * std::sqrt(to->second.perSecond / most);
        const Tone tone = to->second.failed > 0.01 ? Tone::Stop : Tone::Accent;
        overlay.paths.push_back({{link.from, link.to}, tone, width, false, {}, {}});
    }
    if (!isZoneDown(wish, frame.at)) return;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Box& box = diagram.boxes[i];
        if (box.kind != BoxKind::Zone || box.title != wish.zoneDown) continue;
        overlay.highlights.push_back({i, Tone::Stop, "down"});
    }
}

}  // namespace archivolt
