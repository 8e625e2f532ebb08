#include "model/traffic/report/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "model/traffic/report/report.h"
#include "model/traffic/run/world.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

/// How each request of a run ended, by number.
struct Ending {
    Time took = -1;  ///< Below 0: still on its way.
    bool good = false;
};

std::vector<Ending> endingsOf(const Plant& plant, const RunOptions& options) {
    std::vector<Ending> endings;
    std::vector<std::uint32_t> numbers;  // By visit: whose request it is.
    Simulation simulation(plant, options);
    simulation.watch([&](const World& world, Step step, VisitId id) {
        if (step == Step::Asked) {
            if (id >= numbers.size()) numbers.resize(std::size_t{id} + 1);
            numbers[id] = static_cast<std::uint32_t>(endings.size());
            endings.emplace_back();
        } else if (step == Step::Finished) {
            const Visit& visit = world.visits[id];
            endings[numbers[id]] = {world.now - visit.arrived,
                                    visit.status != 0 && visit.status < 400};
        }
    });
    simulation.advance(options.duration);
    return endings;
}

/// Returns which request is wished for; as many as there are where none is.
std::size_t chosen(const std::vector<Ending>& endings, const RequestWish& wish) {
    if (wish.which == RequestWish::Which::Number) {
        return wish.number <= endings.size() ? wish.number - 1 : endings.size();
    }
    if (wish.which == RequestWish::Which::Failed) {
        const auto found = std::ranges::find_if(
            endings, [](const Ending& one) { return one.took >= 0 && !one.good; });
        return static_cast<std::size_t>(std::distance(endings.begin(), found));
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < endings.size(); ++i) {
        if (endings[i].good) order.push_back(i);
    }
    if (order.empty()) return endings.size();
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return endings[i].took; });
    if (wish.which == RequestWish::Which::Slowest) return order.back();
    const auto rank = static_cast<std::size_t>(wish.quantile * static_cast<double>(order.size()));
    return order[std::min(rank, order.size() - 1)];
}

/// Follows one request and all that is called for it.
class Follower {
public:
    explicit Follower(std::size_t number) : m_number(number) {}

    void see(const World& world, Step step, VisitId id) {
        m_ways.see(world, step, id);
        // What was another's may have its place in the pool.
        if (step == Step::Asked) m_depths.erase(id);
        if (step == Step::Asked && m_asked++ == m_number) {
            m_depths[id] = 0;
            const Visit& visit = world.visits[id];
            m_explained.asked = world.now;
            m_explained.kind = world.clients[visit.population].spec.mix[visit.mix].name;
            return;
        }
        if (step == Step::Came) {
            const auto parent = m_depths.find(world.visits[id].parent);
            if (world.visits[id].parent == kNoVisit || parent == m_depths.end()) {
                m_depths.erase(id);
                return;
            }
            const std::size_t depth = parent->second + 1;
            m_depths[id] = depth;
            return;
        }
        if (!m_depths.contains(id)) {
            const auto parent = m_depths.find(world.visits[id].parent);
            if (step == Step::Lost && parent != m_depths.end()) {
                add(world, parent->second + 1, here(world, id), "its packets are lost");
            }
            return;
        }
        tell(world, step, id);
    }

    [[nodiscard]] Explanation take() {
        // Each stretch lasts until the next that is no deeper begins.
        auto& steps = m_explained.steps;
        const Time end = m_explained.asked + m_explained.took;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            Time until = end;
            for (std::size_t k = i + 1; k < steps.size(); ++k) {
                if (steps[k].depth > steps[i].depth) continue;
                until = steps[k].at;
                break;
            }
            steps[i].lasted = std::max<Time>(0, until - steps[i].at);
        }
        for (const auto& [what, time] : m_spent) {
            if (time > 0) m_explained.critical.emplace_back(what, time);
        }
        std::ranges::stable_sort(m_explained.critical, std::greater<>(),
                                 [](const auto& one) { return one.second; });
        m_explained.number = m_number + 1;
        return std::move(m_explained);
    }

private:
    [[nodiscard]] static std::string here(const World& world, VisitId id) {
        return placeName(world, world.visits[id].node);
    }

    void tell(const World& world, Step step, VisitId id) {
        const Visit& visit = world.visits[id];
        const std::size_t depth = m_depths[id];
        const std::string name = here(world, id);
        switch (step) {
            case Step::Tried:
                add(world, depth, name,
                    visit.attempt > 0 ? fmt::format("tries again, for the {}th time", visit.attempt)
                                      : std::string("asks"));
                return;
            case Step::Began: add(world, depth, name, "begins work"); return;
            case Step::Worked: add(world, depth, name, "has worked"); return;
            case Step::Answered:
                add(world, depth, name,
                    visit.status < 400
                        ? fmt::format("answers {}", visit.status)
                        : fmt::format("answers {}: {}", visit.status, causeText(visit.cause)));
                m_depths.erase(id);
                return;
            case Step::GivenUp:
                add(world, depth, name, "its caller gives up");
                m_depths.erase(id);
                return;
            case Step::Finished:
                for (const WayPart& part : m_ways.last()) {
                    m_spent[wayWords(part.doing, placeName(world, part.node))] += part.time;
                }
                m_explained.took = world.now - m_explained.asked;
                m_explained.status = visit.status;
                m_explained.cause = causeText(visit.cause);
                m_depths.clear();
                return;
            case Step::Asked:
            case Step::Came:
            case Step::Lost: return;
        }
    }

    void add(const World& world, std::size_t depth, const std::string& component,
             std::string what) {
        constexpr std::size_t kMost = 2000;
        if (m_explained.steps.size() >= kMost) return;
        m_explained.steps.push_back({world.now, 0, depth, component, std::move(what)});
    }

    std::size_t m_number;
    std::size_t m_asked = 0;
    std::map<VisitId, std::size_t> m_depths;  ///< Of what is called for it now.
    Ways m_ways;
    std::map<std::string, Time> m_spent;
    Explanation m_explained;
};

}  // namespace

Result<RequestWish> parseRequestWish(std::string_view text) {
    RequestWish wish;
    const char* end = text.data() + text.size();
    if (text == "slowest") {
        wish.which = RequestWish::Which::Slowest;
        return wish;
    }
    if (text == "failed") {
        wish.which = RequestWish::Which::Failed;
        return wish;
    }
    if (text.starts_with('p')) {
        const auto read = std::from_chars(text.data() + 1, end, wish.quantile);
        const bool good =
            read.ec == std::errc() && read.ptr == end && wish.quantile >= 0 && wish.quantile < 100;
        wish.quantile /= 100;
        if (good) return wish;
    }
    const auto read = std::from_chars(text.data(), end, wish.number);
    wish.which = RequestWish::Which::Number;
    if (read.ec == std::errc() && read.ptr == end && wish.number > 0) return wish;
    return failure(kNoRequest, fmt::format("`{}` names no request", text),
                   "write its number, from 1 on, or p99, slowest or failed");
}

Result<Explanation> explainRequest(const Plant& plant, const RunOptions& options,
                                   const RequestWish& wish) {
    const std::vector<Ending> endings = endingsOf(plant, options);
    const std::size_t number = chosen(endings, wish);
    if (number >= endings.size()) {
        return failure(kNoRequest, "no request of this run is as asked",
                       fmt::format("{} were made, of which {} were answered", endings.size(),
                                   std::ranges::count_if(endings, &Ending::good)));
    }
    if (endings[number].took < 0) {
        return failure(kNoRequest,
                       fmt::format("request {} is still on its way at the end", number + 1),
                       "run it longer, or name another");
    }
    Follower follower(number);
    Simulation simulation(plant, options);
    simulation.watch(
        [&](const World& world, Step step, VisitId id) { follower.see(world, step, id); });
    simulation.advance(options.duration);
    return follower.take();
}

std::string explanationText(const Explanation& explained) {
    const auto ms = [](Time time) { return fmt::format("{:.3f} ms", toMilliseconds(time)); };
    std::string text =
        fmt::format("Request {} ({}), asked at {}: {} after {}.\n", explained.number,
                    explained.kind, clockText(explained.asked),
                    explained.status == 0 ? std::string("the client gave up")
                                          : fmt::format("answered {}", explained.status),
                    ms(explained.took));
    if (!explained.cause.empty()) text += "Why: " + explained.cause + ".\n";
    text += "\nWhere its time went:\n";
    for (const auto& [what, time] : explained.critical) {
        text += fmt::format("  {:>12}  {:>3.0f} %  {}\n", ms(time),
                            100 * static_cast<double>(time) /
                                static_cast<double>(std::max<Time>(1, explained.took)),
                            what);
    }
    text += "\nStep by step:\n";
    for (const WayStep& step : explained.steps) {
        text += fmt::format("  +{:>12}  {}{} {}\n", ms(step.at - explained.asked),
                            std::string(2 * step.depth, ' '), step.component, step.what);
    }
    return text;
}

nlohmann::ordered_json explanationJson(const Explanation& explained) {
    const auto ms = [](Time time) { return std::round(toMilliseconds(time) * 1e6) / 1e6; };
    nlohmann::ordered_json json{{"format", 1},
                                {"request", explained.number},
                                {"kind", explained.kind},
                                {"asked_s", toSeconds(explained.asked)},
                                {"took_ms", ms(explained.took)},
                                {"status", explained.status},
                                {"cause", explained.cause}};
    json["critical"] = nlohmann::ordered_json::array();
    for (const auto& [what, time] : explained.critical) {
        json["critical"].push_back({{"what", what}, {"ms", ms(time)}});
    }
    json["steps"] = nlohmann::ordered_json::array();
    for (const WayStep& step : explained.steps) {
        json["steps"].push_back({{"at_ms", ms(step.at - explained.asked)},
                                 {"lasts_ms", ms(step.lasted)},
                                 {"depth", step.depth},
                                 {"component", step.component},
                                 {"what", step.what}});
    }
    return json;
}

}  // namespace archivolt::traffic
