#include "app/modes/reach/end_choices.h"

#include <set>

#include "app/modes/name_match.h"

namespace archivolt {

std::vector<EndChoice> endsLikeText(const ReachScene& scene, std::string_view typed) {
    const Diagram& diagram = *scene.diagram;
    const NetworkIndex& network = scene.reachability->network();
    std::set<std::string> seen;
    NameMatches<EndChoice> found(typed, kMostEndChoices);
    for (BoxIndex box = 0; box < diagram.boxes.size(); ++box) {
        const std::string end = endText(*scene.design, diagram, box);
        if (end.empty() || !found.wants(end) || !seen.insert(end).second) continue;
        if (!findEndpoint(network, end)) continue;
        const Box& shown = diagram.boxes[box];
        found.add(end, {end, end == "internet" ? std::string() : shown.detail, shown.icon});
    }
    return found.take();
}

std::string endNamed(const ReachScene& scene, std::string_view typed) {
    if (findEndpoint(scene.reachability->network(), typed)) return std::string(typed);
    const std::vector<EndChoice> found = endsLikeText(scene, typed);
    const bool isOne = !found.empty() && lowerAscii(found.front().end) == lowerAscii(typed) &&
                       (found.size() == 1 || lowerAscii(found[1].end) != lowerAscii(typed));
    return isOne ? found.front().end : std::string(typed);
}

}  // namespace archivolt
