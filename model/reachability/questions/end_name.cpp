#include "model/reachability/questions/end_name.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

std::string nameInQuestion(const NetworkIndex& network, const Thing& thing) {
    const bool alone = network.things().named(thing.name).size() == 1 || thing.stack.empty();
    return alone ? thing.name : fmt::format("{}/{}", thing.stack, thing.name);
}

const Thing& thingOfInterface(const NetworkIndex& network, InterfaceIndex interface) {
    const auto& own = *network.interfaces()[interface].interface;
    const Thing* owner = own.owner ? network.architecture().find(own.owner) : nullptr;
    return owner != nullptr ? *owner : own;
}

std::vector<std::string> namesOfParts(const NetworkIndex& network, const Endpoint& end,
                                      const AddressSet& passing) {
    std::vector<std::string> names;
    const auto add = [&](std::string name) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    };
    if (end.balancer != nullptr) {
        add(nameInQuestion(network, *end.balancer));
    } else {
        for (const InterfaceIndex index : end.interfaces) {
            add(nameInQuestion(network, thingOfInterface(network, index)));
        }
    }
    if (end.outside == network.internet()) {
        add("internet");
    } else if (!end.outside.empty()) {
        const AddressSet both = end.outside & passing;
        const auto blocks = toCidrs(both.empty() ? end.outside : both);
        add("internet:" + blocks.front().first().toString());
    }
    for (const auto& [id, addresses] : end.onPremises) {
        if (const Thing* thing = network.architecture().find(id)) {
            add(nameInQuestion(network, *thing));
        }
    }
    return names;
}

}  // namespace archivolt
