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
        const std::string id = endText(*scene.design, diagram, box);
        const Box& shown = diagram.boxes[box];
        const bool isById = found.wants(id);
        if (id.empty() || (!isById && !found.wants(shown.title)) || !seen.insert(id).second) {
            continue;
        }
        if (!findEndpoint(network, id)) continue;
        const std::string end = shownEnd(scene, box);
        found.add(isById ? id : shown.title,
                  {end, end == "internet" ? std::string() : shown.detail, shown.icon});
    }
    return found.take();
}

std::string shownEnd(const ReachScene& scene, BoxIndex box) {
    std::string id = endText(*scene.design, *scene.diagram, box);
    if (id.empty()) return id;
    const Box& shown = scene.diagram->boxes[box];
    if (!shown.resource || shown.title == id) return id;
    const NetworkIndex& network = scene.reachability->network();
    const auto byName = findEndpoint(network, shown.title);
    const auto byId = findEndpoint(network, id);
    const bool isSame = byName && byId && byName->interfaces == byId->interfaces &&
                        byName->services == byId->services &&
                        byName->onPremises == byId->onPremises;
    return isSame ? shown.title : id;
}

std::string endNamed(const ReachScene& scene, std::string_view typed) {
    if (findEndpoint(scene.reachability->network(), typed)) return std::string(typed);
    const std::vector<EndChoice> found = endsLikeText(scene, typed);
    const bool isOne = !found.empty() && lowerAscii(found.front().end) == lowerAscii(typed) &&
                       (found.size() == 1 || lowerAscii(found[1].end) != lowerAscii(typed));
    return isOne ? found.front().end : std::string(typed);
}

}  // namespace archivolt
