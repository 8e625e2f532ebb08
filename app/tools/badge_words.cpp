#include "app/tools/badge_words.h"

#include <fmt/format.h>

#include "app/session/selection.h"

namespace archivolt::tools {

namespace {

constexpr std::size_t kMostNames = 8;

struct Words {
    std::string_view one;
    std::string_view many;  // Behind a number.
};

Words wordsOf(BadgeKind kind) {
    switch (kind) {
        case BadgeKind::RouteTable: return {"Route table", "{} route tables"};
        case BadgeKind::NetworkAcl: return {"Network ACL", "{} network ACLs"};
        case BadgeKind::SecurityGroup: return {"Security group", "{} security groups"};
        case BadgeKind::Reference: return {"Refers to", "Refers to {} things"};
    }
    return {};
}

}  // namespace

std::string badgeHeading(const BoxBadge& badge) {
    const Words words = wordsOf(badge.kind);
    const std::size_t count = badge.things.size();
    return count == 1 ? std::string(words.one) : fmt::format(fmt::runtime(words.many), count);
}

std::string badgeWords(const BoxBadge& badge, const Design& design) {
    std::string text = badgeHeading(badge);
    std::size_t named = 0;
    for (const ResourceId thing : badge.things) {
        const auto resource = declaredResource(design, thing).resource;
        if (!resource) continue;
        if (++named > kMostNames) {
            text += fmt::format("\nand {} more", badge.things.size() - kMostNames);
            break;
        }
        text += "\n" + resource->logicalId;
    }
    return text;
}

}  // namespace archivolt::tools
