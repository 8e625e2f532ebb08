#include "app/modes/traffic/traffic_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>

#include "app/modes/reach/flow_view.h"
#include "app/session/traffic_paths.h"
#include "model/traffic/build/build_plant.h"
#include "model/traffic/report/report.h"
#include "model/traffic/run/simulation.h"
#include "model/traffic/run/world.h"

namespace archivolt {

namespace {

/// Returns which share of what ended in a stretch failed; those that it began with are among them,
/// so what came in meanwhile is no measure of it.
double shareOf(std::uint64_t failed, std::uint64_t completed) {
    const std::uint64_t ended = failed + completed;
    return ended == 0 ? 0 : static_cast<double>(failed) / static_cast<double>(ended);
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
        std::uint64_t completed = 0;
        for (const traffic::ClientResult& client : run.clients) {
            offered += client.offered;
            failed += client.failed;
            completed += client.completed;
        }
        frame.offered = static_cast<double>(offered - m_offered) / m_width;
        frame.failed = shareOf(failed - m_failed, completed - m_completed);
        m_offered = offered;
        m_failed = failed;
        m_completed = completed;
        addTimeline(run.timeline, frame);
        for (const traffic::ComponentResult& one : run.components) {
            auto& before = m_before[one.name];
            ComponentLoad load;
            const auto arrivals = one.meter.arrivals - before.arrivals;
            load.perSecond = static_cast<double>(arrivals) / m_width;
            load.failed =
                shareOf(one.meter.failed - before.failed, one.meter.completed - before.completed);
            if (one.servers > 0) {
                const auto lived = static_cast<double>(one.lived - before.lived);
                const auto busy = static_cast<double>(one.busyArea - before.busyArea);
                load.busy = lived > 0 ? busy / (lived * one.servers) : 0;
            }
            load.present = one.meter.present;
            before = {one.meter.arrivals, one.meter.failed, one.meter.completed, one.busyArea,
                      one.lived};
            frame.loads.emplace(one.name, load);
        }
        return frame;
    }

private:
    struct Before {
        std::uint64_t arrivals = 0;
        std::uint64_t failed = 0;
        std::uint64_t completed = 0;
        std::uint64_t busyArea = 0;
        std::uint64_t lived = 0;
    };

    /// Adds what the stretch's part of the timeline says of latencies.
    void addTimeline(const traffic::Timeline& timeline, TrafficFrame& frame) {
        const double bin = traffic::toSeconds(timeline.width());
        const auto first = static_cast<std::size_t>(std::max(0.0, frame.at - m_width) / bin);
        std::uint64_t answered = 0;
        std::uint64_t sum = 0;
        for (std::size_t i = first; i < timeline.bins().size(); ++i) {
            const traffic::TimelineBin& one = timeline.bins()[i];
            answered += one.completed;
            sum += one.latencySum;
            frame.worstMs = std::max(frame.worstMs, traffic::toMilliseconds(one.latencyMost));
        }
        if (answered > 0) {
            frame.latencyMs = static_cast<double>(sum) / static_cast<double>(answered) / 1e6;
        }
    }

    double m_width;
    std::uint64_t m_offered = 0;
    std::uint64_t m_failed = 0;
    std::uint64_t m_completed = 0;
    std::map<std::string, Before> m_before;
};

std::vector<FleetMember> machinesOf(const traffic::World& world) {
    std::vector<FleetMember> machines;
    for (const traffic::Fleet& fleet : world.fleets) {
        for (const traffic::Member& member : fleet.members) {
            if (member.gone) continue;
            const bool answers = member.ready <= world.now && !member.ending;
            machines.push_back({fleet.spec.name, world.stations[member.station].spec.name,
                                world.zones[member.zone], answers, member.ending});
        }
    }
    return machines;
}

/// Returns where each component answers from that a standby may take over from.
std::map<std::string, std::string> zonesOfStandbys(const traffic::World& world) {
    std::map<std::string, std::string> zones;
    for (const traffic::Station& station : world.stations) {
        if (station.spec.failoverHigh == 0) continue;
        zones.emplace(station.spec.name, world.zones[station.spec.zone]);
    }
    return zones;
}

/// Finds the boxes of components, which are named after their resources.
class ComponentBoxes {
public:
    explicit ComponentBoxes(const Diagram& diagram) {
        for (const bool nodes : {true, false}) {
            for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
                const Box& box = diagram.boxes[i];
                if (!box.resource || isNode(box.kind) != nodes) continue;
                const auto slash = box.key.rfind('/');
                m_boxes.emplace(std::string_view(box.key).substr(slash + 1), i);
            }
        }
    }
    [[nodiscard]] BoxIndex of(std::string_view component) const {
        const auto found = m_boxes.find(component);
        return found == m_boxes.end() ? kNoBox : found->second;
    }

private:
    std::map<std::string_view, BoxIndex> m_boxes;
};

/// Returns the zone that a box stands in, by its title; empty for none.
std::string zoneOf(const Diagram& diagram, BoxIndex box) {
    for (; box != kNoBox && box != 0; box = diagram.boxes[box].parent) {
        if (diagram.boxes[box].kind == BoxKind::Zone) return diagram.boxes[box].title;
    }
    return {};
}

/// Returns the box that a component answers from: its standby's once that has taken over.
BoxIndex answeringBox(const Diagram& diagram, BoxIndex box, const TrafficFrame& frame,
                      const std::string& name) {
    const auto zone = frame.zones.find(name);
    if (box == kNoBox || zone == frame.zones.end()) return box;
    const auto isThere = [&](BoxIndex each) {
        const BoxIndex column = diagram.boxes[each].column;
        return zoneOf(diagram, column == kNoBox ? each : column) == zone->second;
    };
    const BoxIndex standby = diagram.find(diagram.boxes[box].key + "#standby");
    return standby != kNoBox && !isThere(box) && isThere(standby) ? standby : box;
}

/// Marks the machines of fleets beside the nodes that stand for them, each in its own zone.
class FleetMarker {
public:
    FleetMarker(const Diagram& diagram, const ComponentBoxes& boxes)
        : m_diagram(diagram), m_boxes(boxes) {
        for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
            const Box& box = diagram.boxes[i];
            const BoxIndex fleet = box.whole != kNoBox ? box.whole : box.parent;
            const bool isInFleet = fleet != kNoBox && diagram.boxes[fleet].kind == BoxKind::Fleet;
            if (isInFleet && isNode(box.kind)) m_nodes[fleet].push_back(i);
        }
    }

    void mark(const FleetMember& machine, const ComponentLoad& load, Overlay& overlay);

private:
    [[nodiscard]] BoxIndex nodeOf(const FleetMember& machine) const {
        const auto nodes = m_nodes.find(m_boxes.of(machine.fleet));
        if (nodes == m_nodes.end()) return kNoBox;
        for (const BoxIndex node : nodes->second) {
            const BoxIndex column = m_diagram.boxes[node].column;
            if (zoneOf(m_diagram, column == kNoBox ? node : column) == machine.zone) return node;
        }
        return nodes->second.front();
    }

    const Diagram& m_diagram;
    const ComponentBoxes& m_boxes;
    std::map<BoxIndex, std::vector<BoxIndex>> m_nodes;  ///< By fleet.
};

std::string rateWords(double perSecond) {
    if (perSecond >= 999.5) {
        return groupedNumber(static_cast<std::uint64_t>(std::llround(perSecond))) + "/s";
    }
    if (perSecond >= 9.95) return fmt::format("{:.0f}/s", perSecond);
    return fmt::format("{:.1f}/s", perSecond);
}

/// The lines by which clients' requests come in: from the internet to what they ask, through what
/// works on no request itself, as gateways and names do. They ask what no other component asks.
class WaysIn {
public:
    WaysIn(const Diagram& diagram, const std::map<BoxIndex, ComponentLoad>& loads)
        : m_diagram(diagram), m_loads(loads) {
        std::set<BoxIndex> asked;
        for (std::size_t i = 0; i < diagram.links.size(); ++i) {
            const Link& link = diagram.links[i];
            if (link.kind != LinkKind::Traffic) continue;
            m_into[link.to].push_back(i);
            if (loads.contains(link.from)) asked.insert(link.to);
        }
        for (const auto& [box, load] : loads) {
            m_carried.clear();
            if (!asked.contains(box)) carry(box, load);
        }
    }

    /// Returns what comes in along a line; nullptr where nothing does.
    [[nodiscard]] const ComponentLoad* loadOf(const Link& link) const {
        const auto found = m_borne.find({link.from, link.to});
        return found == m_borne.end() ? nullptr : &found->second;
    }

private:
    [[nodiscard]] bool isGateway(BoxIndex box) const {
        return m_diagram.boxes[box].kind == BoxKind::Gateway;
    }
    /// A name is asked for beside the way of requests; where no gateway leads to an entry, as to a
    /// distribution, it is the way that is drawn.
    void carry(BoxIndex to, const ComponentLoad& load) {
        const auto into = m_into.find(to);
        if (into == m_into.end()) return;
        std::vector<const Link*> ways;
        for (const std::size_t i : into->second) {
            const Link& link = m_diagram.links[i];
            const Box& from = m_diagram.boxes[link.from];
            const bool isName = std::ranges::find(kNameIcons, from.icon) != kNameIcons.end();
            const bool passes = isGateway(link.from) || !from.resource || isName;
            if (passes && !m_loads.contains(link.from)) ways.push_back(&link);
        }
        const bool byGateway =
            std::ranges::any_of(ways, [&](const Link* way) { return isGateway(way->from); });
        for (const Link* way : ways) {
            if (byGateway && !isGateway(way->from)) continue;
            if (!m_carried.emplace(way->from, way->to).second) continue;
            const auto [at, isNew] = m_borne.try_emplace({way->from, way->to}, load);
            if (!isNew) at->second.perSecond += load.perSecond;
            if (!isNew) at->second.failed = std::max(at->second.failed, load.failed);
            carry(way->from, load);
        }
    }

    static constexpr std::array<std::string_view, 2> kNameIcons = {"hosted-zone", "dns-record"};
    const Diagram& m_diagram;
    const std::map<BoxIndex, ComponentLoad>& m_loads;
    std::map<BoxIndex, std::vector<std::size_t>> m_into;
    std::map<std::pair<BoxIndex, BoxIndex>, ComponentLoad> m_borne;
    std::set<std::pair<BoxIndex, BoxIndex>> m_carried;  ///< Of this entry; names may go in circles.
};

Tone toneOf(const ComponentLoad& load) {
    if (load.failed > 0.01) return Tone::Stop;
    return load.busy > 0.85 ? Tone::Warn : Tone::Neutral;
}

void FleetMarker::mark(const FleetMember& machine, const ComponentLoad& load, Overlay& overlay) {
    const BoxIndex node = nodeOf(machine);
    if (node == kNoBox) return;
    std::string words = machine.answers  ? fmt::format("{:.0f} %", std::max(0.0, load.busy) * 100)
                        : machine.leaves ? std::string("leaving")
                                         : std::string("booting");
    overlay.cells[node].push_back(
        {machine.answers ? load.busy : 0, std::move(words), toneOf(load)});
}

}  // namespace

Result<traffic::BuiltPlant> plantOf(const TrafficScene& scene, const TrafficWish& wish) {
    const auto scenario = traffic::readScenario(scenarioJsonOf(wish));
    if (!scenario) return tl::make_unexpected(scenario.error());
    const auto stackOf = [&](const Thing& thing) {
        const auto& stacks = scene.resolved->evaluated->stacks;
        const auto found = std::ranges::find_if(
            stacks, [&](const auto& one) { return one->source->id == thing.origin.stack; });
        return found == stacks.end() ? nullptr : found->get();
    };
    const auto properties = [&](const Thing& thing) -> const Value* {
        const auto* stack = stackOf(thing);
        const auto found = stack != nullptr ? stack->find(thing.origin.resource) : nullptr;
        return found != nullptr ? &found->properties() : nullptr;
    };
    const auto region = [&](const Thing& thing) {
        const auto* stack = stackOf(thing);
        return stack != nullptr ? stack->source->region : std::string();
    };
    const auto paths = [&](const traffic::PathQuestion& asked) {
        return answerPath(*scene.reachability, asked);
    };
    return traffic::buildPlant({*scene.resolved->architecture, properties, paths, region},
                               *scenario);
}

traffic::RunOptions runOptions(const traffic::BuiltPlant& built, const TrafficWish& wish) {
    traffic::RunOptions options;
    options.seed = wish.seed;
    options.duration = traffic::fromSeconds(built.scenario.durationSeconds);
    options.measureFrom = traffic::fromSeconds(built.scenario.warmUpSeconds);
    return options;
}

Result<std::vector<std::string>> faultTargets(const TrafficScene& scene) {
    const auto built = plantOf(scene, {});
    if (!built) return tl::make_unexpected(built.error());
    std::set<std::string> names;
    std::set<std::string> members;
    for (const traffic::FleetSpec& fleet : built->plant.fleets) {
        names.insert(fleet.name);
        for (const std::uint32_t one : fleet.members) {
            members.insert(built->plant.stations[one].name);
        }
    }
    for (const traffic::StationSpec& one : built->plant.stations) {
        const bool stands = built->types.contains(one.name) && !one.name.ends_with(')');
        if (stands && !members.contains(one.name)) names.insert(one.name);
    }
    return std::vector<std::string>(names.begin(), names.end());
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
    traffic::RunOptions options = runOptions(*built, wish);
    options.followWays = true;
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
        TrafficFrame frame = frames.next(run);
        frame.machines = machinesOf(simulation.world());
        frame.members =
            static_cast<double>(std::ranges::count_if(frame.machines, &FleetMember::answers));
        frame.zones = zonesOfStandbys(simulation.world());
        deliver(std::move(frame), std::move(events));
        if (i == kTrafficFrames) {
            story.sentences = traffic::storyOf(run, *built);
            story.report = traffic::reportJson(run, *built);
        }
    }
    for (const traffic::NotSimulated& one : built->notSimulated) {
        story.notSimulated.push_back(fmt::format("{}: {}", one.component, one.why));
        std::erase(story.notSimulated.back(), '`');
    }
    story.taken = built->notes;
    for (std::string& one : story.taken) std::erase(one, '`');
    return story;
}

void addTraffic(Overlay& overlay, const TrafficFrame& frame, const TrafficWish& wish,
                const Diagram& diagram) {
    const ComponentBoxes boxes(diagram);
    std::map<BoxIndex, ComponentLoad> loads;
    std::map<BoxIndex, BoxIndex> answering;  // Where another box than the named one does.
    double most = 0;
    for (const auto& [name, load] : frame.loads) {
        const BoxIndex named = boxes.of(name);
        const BoxIndex box = answeringBox(diagram, named, frame, name);
        if (box == kNoBox) continue;
        if (box != named) answering.emplace(named, box);
        if (load.perSecond == 0 && load.present == 0) continue;
        loads.emplace(box, load);
        most = std::max(most, load.perSecond);
        // Of what has no room, the last is left out.
        std::string words;
        if (load.failed > 0.01) words += fmt::format("{:.0f} % fail, ", load.failed * 100);
        if (load.busy >= 0) words += fmt::format("{:.0f} %, ", load.busy * 100);
        overlay.details[box] = words + rateWords(load.perSecond);
        if (toneOf(load) != Tone::Neutral) overlay.highlights.push_back({box, toneOf(load), {}});
    }
    FleetMarker fleets(diagram, boxes);
    for (const FleetMember& machine : frame.machines) {
        const auto load = frame.loads.find(machine.name);
        const BoxIndex fleet = boxes.of(machine.fleet);
        if (fleet != kNoBox && load != frame.loads.end()) {
            ComponentLoad& whole = loads[fleet];  // What the machines take together.
            const double before = whole.perSecond;
            whole.perSecond += load->second.perSecond;
            if (whole.perSecond > 0) {
                whole.failed =
                    (whole.failed * before + load->second.failed * load->second.perSecond) /
                    whole.perSecond;
            }
            most = std::max(most, whole.perSecond);
        }
        fleets.mark(machine, load == frame.loads.end() ? ComponentLoad() : load->second, overlay);
    }
    const WaysIn ways(diagram, loads);
    for (const Link& link : diagram.links) {
        const auto other = answering.find(link.to);
        const BoxIndex at = other == answering.end() ? link.to : other->second;
        const ComponentLoad* to = ways.loadOf(link);
        if (to == nullptr && loads.contains(link.from) && loads.contains(at)) to = &loads.at(at);
        if (to == nullptr || most <= 0) continue;
        const double width = 1.5 + 4 * std::sqrt(std::min(1.0, to->perSecond / most));
        const Tone tone = to->failed > 0.01 ? Tone::Stop : Tone::Accent;
        overlay.paths.push_back({{link.from, at}, tone, width, false, {}, {}});
    }
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Box& box = diagram.boxes[i];
        if (box.kind != BoxKind::Zone || !isZoneDown(wish, box.title, frame.at)) continue;
        overlay.highlights.push_back({i, Tone::Stop, "down"});
    }
}

}  // namespace archivolt
