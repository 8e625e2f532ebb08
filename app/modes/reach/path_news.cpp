#include "app/modes/reach/path_news.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "app/modes/reach/reach_lister.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostNames = 3;
constexpr std::size_t kMostPairs = 24;

/// Returns the boxes of things, as many as `pairsOf` may pair.
std::vector<BoxIndex> boxesOf(const std::vector<std::string>& names, const DrawnThings& drawn,
                              const NetworkIndex& network) {
    std::vector<BoxIndex> boxes;
    for (const std::string& name : names) {
        if (boxes.size() > kMostPairs) break;
        const auto end = findEndpoint(network, name);
        if (!end) continue;
        for (const BoxIndex box : drawn.ofEnd(*end)) {
            if (std::ranges::find(boxes, box) == boxes.end()) boxes.push_back(box);
        }
    }
    return boxes;
}

std::vector<std::pair<BoxIndex, BoxIndex>> pairsOf(const std::vector<BoxIndex>& from,
                                                   const std::vector<BoxIndex>& to) {
    std::vector<std::pair<BoxIndex, BoxIndex>> pairs;
    for (const BoxIndex a : from) {
        for (const BoxIndex b : to) {
            if (a != b && pairs.size() < kMostPairs) pairs.emplace_back(a, b);
        }
    }
    return pairs;
}

constexpr std::string_view kInternet = "internet";

PathReach reachOf(bool fromInternet, bool toInternet) {
    if (fromInternet) return PathReach::FromInternet;
    return toInternet ? PathReach::ToInternet : PathReach::Inside;
}

std::string names(const std::vector<std::string>& list) { return listWords(list, kMostNames); }

/// Returns what owns interfaces in one network and none in another.
std::vector<Endpoint> onlyIn(const NetworkIndex& one, const NetworkIndex& other) {
    std::map<std::string, Endpoint> ends;
    for (const InterfaceIndex i : one.interfaces().indices()) {
        const NetworkInterface& own = *one.interfaces()[i].interface;
        if (own.kind == InterfaceKind::NatGateway) continue;
        if (other.interfaces().indexOf(own.id) != kNone) continue;
        Endpoint end;
        end.interfaces = {i};
        const std::string name = endOf(one, end);
        auto& known = ends[name];
        known.name = name;
        known.interfaces.push_back(i);
    }
    std::vector<Endpoint> list;
    list.reserve(ends.size());
    for (auto& [name, end] : ends) list.push_back(std::move(end));
    return list;
}

/// Adds what things that are new reach and are reached by, or what those that are gone did.
void addThings(const ReachScene& scene, const std::vector<Endpoint>& things, bool opened,
               std::size_t mostNew, std::vector<PathNews>& news) {
    if (things.size() > mostNew) {
        news.push_back({opened,
                        PathReach::Inside,
                        opened ? fmt::format("the paths of {} new things", things.size())
                               : fmt::format("the paths of {} things that are gone", things.size()),
                        "too many to list",
                        {}});
        return;
    }
    if (things.empty()) return;
    ReachLister lister(scene);
    for (const Endpoint& thing : things) {
        for (const bool sends : {false, true}) {
            ReachAsk ask;
            (sends ? ask.from : ask.to) = thing.name;
            const auto list = lister.passing(ask);
            if (!list) continue;
            for (const ReachRow& row : list->passes) {
                const std::string who = sends ? fmt::format("{} → {}", thing.name, row.name)
                                              : fmt::format("{} → {}", row.name, thing.name);
                news.push_back(
                    {opened, reachOf(!sends && row.end == kInternet, sends && row.end == kInternet),
                     who, row.traffic,
                     sends ? pairsOf(list->boxes, row.boxes) : pairsOf(row.boxes, list->boxes)});
            }
        }
    }
}

bool isAmong(const std::vector<std::string>& ends, const std::string& name) {
    return std::ranges::find(ends, name) != ends.end();
}

/// Takes from what a change opens between two things what another closes between the same two, and
/// the other way round: it went by one of their interfaces before and goes by another one now, so
/// that between the things nothing changed.
MatrixChange withoutDetours(const MatrixChange& change, std::span<const MatrixChange> all) {
    MatrixChange left = change;
    for (const MatrixChange& other : all) {
        const bool isOfSame = other.family == change.family && other.outside == change.outside &&
                              isAmong(other.from, change.from.front()) &&
                              isAmong(other.to, change.to.front());
        if (!isOfSame) continue;
        left.opened -= other.closed;
        left.closed -= other.opened;
    }
    return left;
}

/// Joins changes by the things between which they are; of very many, each stays as it is.
std::vector<MatrixChange> joinedByEnds(const std::vector<MatrixChange>& changes) {
    constexpr std::size_t kMostChanges = 128;
    std::vector<MatrixChange> joined;
    joined.reserve(changes.size());
    for (const MatrixChange& change : changes) {
        const std::size_t pairs = change.from.size() * change.to.size();
        if (changes.size() > kMostChanges || pairs > kMostPairs) {
            joined.push_back(change);
            continue;
        }
        std::vector<MatrixChange> parts;
        parts.reserve(pairs);
        for (const std::string& from : change.from) {
            for (const std::string& to : change.to) {
                if (from == to) continue;
                MatrixChange one = change;
                one.from = {from};
                one.to = {to};
                parts.push_back(withoutDetours(one, changes));
            }
        }
        const bool isWhole = std::ranges::all_of(parts, [&](const MatrixChange& part) {
            return part.opened == parts.front().opened && part.closed == parts.front().closed;
        });
        if (isWhole && !parts.empty()) {
            parts.front().from = change.from;
            parts.front().to = change.to;
            parts.resize(1);
        }
        for (MatrixChange& part : parts) {
            if (!part.opened.empty() || !part.closed.empty()) joined.push_back(std::move(part));
        }
    }
    return joined;
}

}  // namespace

std::vector<PathNews> newsOf(const std::vector<MatrixChange>& all, const DrawnThings& drawn,
                             const NetworkIndex& network) {
    const std::vector<MatrixChange> changes = joinedByEnds(all);
    std::vector<PathNews> news;
    for (const bool opened : {true, false}) {
        for (const MatrixChange& change : changes) {
            const TrafficSet& traffic = opened ? change.opened : change.closed;
            if (traffic.empty()) continue;
            auto from = change.from;
            auto to = change.to;
            const auto pairs = pairsOf(boxesOf(from, drawn, network), boxesOf(to, drawn, network));
            const auto isInternet = [](const std::string& name) { return name == kInternet; };
            const PathReach reach =
                reachOf(std::ranges::any_of(from, isInternet), std::ranges::any_of(to, isInternet));
            for (auto* ends : {&from, &to}) {
                std::ranges::replace_if(*ends, isInternet, "Internet");
            }
            std::string who = fmt::format("{} → {}", names(from), names(to));
            if (change.family == Family::Ipv6) who += " over IPv6";
            news.push_back({opened, reach, std::move(who), trafficWords(traffic), pairs});
        }
    }
    return news;
}

std::vector<MatrixChange> networkChanges(const ReachScene& before, const ReachScene& after) {
    const ReachQuestion nothing;
    MatrixComparison comparison(*before.reachability, nothing,
                                before.pairs ? &before.pairs->classes() : nullptr);
    return comparison.changesIn(*after.reachability);
}

std::vector<PathNews> whatChanged(const ReachScene& before, const ReachScene& after,
                                  std::size_t mostNew) {
    return whatChanged(before, after, networkChanges(before, after), mostNew);
}

std::vector<PathNews> whatChanged(const ReachScene& before, const ReachScene& after,
                                  const std::vector<MatrixChange>& changes, std::size_t mostNew) {
    const NetworkIndex& was = before.reachability->network();
    const NetworkIndex& is = after.reachability->network();
    std::vector<PathNews> news = newsOf(changes, DrawnThings(*after.diagram, is), is);
    addThings(after, onlyIn(is, was), true, mostNew, news);
    addThings(before, onlyIn(was, is), false, mostNew, news);
    // What is gone is drawn nowhere any more; its boxes are of the drawing before.
    std::ranges::stable_sort(
        news, {}, [](const PathNews& each) { return std::pair(!each.opened, each.reach); });
    return news;
}

std::string newsLine(const std::vector<PathNews>& news) {
    std::string line;
    for (const bool opened : {true, false}) {
        std::size_t count = 0;
        const PathNews* first = nullptr;
        for (const PathNews& each : news) {
            if (each.opened != opened) continue;
            if (first == nullptr) first = &each;
            ++count;
        }
        if (first == nullptr) continue;
        if (!line.empty()) line += " · ";
        line += fmt::format("{} {}, {}", opened ? "Opened" : "Closed", first->who, first->traffic);
        if (count > 1) line += fmt::format(" and {} more", count - 1);
    }
    return line;
}

std::string changeLines(const std::vector<PathNews>& news, std::string_view lead) {
    constexpr std::size_t kMostLines = 4;
    std::string lines;
    for (std::size_t i = 0; i < news.size() && i < kMostLines; ++i) {
        const bool opened = news[i].opened;
        const char* what =
            lead.empty() ? (opened ? "Opens" : "Closes") : (opened ? "opens" : "closes");
        lines += fmt::format("{}{}{} {}, {}", i == 0 ? "" : "\n", lead, what, news[i].who,
                             news[i].traffic);
    }
    if (news.size() > kMostLines) lines += fmt::format("\nand {} more", news.size() - kMostLines);
    return lines;
}

}  // namespace archivolt
