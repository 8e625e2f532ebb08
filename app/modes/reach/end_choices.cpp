#include "app/modes/reach/end_choices.h"

#include <algorithm>
#include <set>

namespace archivolt {

namespace {

constexpr std::string_view kInternetEnd = "internet";

std::string lowered(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

/// How well a name answers to a text, both in lower case: it is it, begins so, or holds it.
std::size_t rankOfName(const std::string& name, const std::string& typed) {
    if (name == typed) return 0;
    return name.starts_with(typed) ? 1 : 2;
}

}  // namespace

std::vector<EndChoice> endsLikeText(const ReachScene& scene, std::string_view typed) {
    const std::string wanted = lowered(typed);
    const Diagram& diagram = *scene.diagram;
    const NetworkIndex& network = scene.reachability->network();
    std::set<std::string> seen;
    std::vector<std::vector<EndChoice>> ranks(3);
    for (BoxIndex box = 0; box < diagram.boxes.size(); ++box) {
        const std::string end = endText(*scene.design, diagram, box);
        const std::string name = lowered(end);
        if (end.empty() || name.find(wanted) == std::string::npos) continue;
        const std::size_t rank = rankOfName(name, wanted);
        if (ranks[rank].size() == kMostEndChoices || !seen.insert(end).second) continue;
        if (!findEndpoint(network, end)) continue;
        const Box& shown = diagram.boxes[box];
        ranks[rank].push_back(
            {end, end == kInternetEnd ? std::string() : shown.detail, shown.icon});
    }
    std::vector<EndChoice> found;
    for (std::vector<EndChoice>& rank : ranks) {
        found.insert(found.end(), std::make_move_iterator(rank.begin()),
                     std::make_move_iterator(rank.end()));
    }
    found.resize(std::min(found.size(), kMostEndChoices));
    return found;
}

std::string endNamed(const ReachScene& scene, std::string_view typed) {
    if (findEndpoint(scene.reachability->network(), typed)) return std::string(typed);
    const std::vector<EndChoice> found = endsLikeText(scene, typed);
    const bool isOne = !found.empty() && lowered(found.front().end) == lowered(typed) &&
                       (found.size() == 1 || lowered(found[1].end) != lowered(typed));
    return isOne ? found.front().end : std::string(typed);
}

}  // namespace archivolt
