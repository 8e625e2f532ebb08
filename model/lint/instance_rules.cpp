#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "model/catalog/instance_types.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/shared_rules.h"

namespace archivolt {

namespace {

/// Says whether the list can tell of a name: classes of databases have forms of their own besides
/// (`db.serverless`, `db.r5.large.tpc1.mem2x`), which it leaves out.
bool isJudged(std::string_view name, std::string_view prefix) {
    if (prefix.empty() || !name.starts_with(prefix)) return true;
    return std::ranges::count(name.substr(prefix.size()), '.') == 1;
}

/// Returns what to do about a name that is not there.
std::string helpFor(const InstanceTypes& types, std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix)) {
        return fmt::format("such a name begins with `{}`, as `{}t3.medium` does", prefix, prefix);
    }
    const std::size_t dot = name.rfind('.');
    const auto sizes = dot == std::string_view::npos ? std::vector<std::string_view>()
                                                     : types.sizesOf(name.substr(0, dot));
    if (!sizes.empty()) {
        return fmt::format("{} comes as {}", name.substr(0, dot), fmt::join(sizes, ", "));
    }
    return fmt::format("no family of that name is known, as `{}m5` is; check its spelling", prefix);
}

}  // namespace

void lintInstanceTypes(StackLint& lint, const EvaluatedResource& resource) {
    const InstanceTypes types = embeddedInstanceTypes();
    for (const InstancePlace& place : instancePlaces()) {
        if (resource.source->type() != place.type) continue;
        for (const FoundValue& found :
             select(resource.properties(), PathPattern::parse(place.path))) {
            const auto name = knownText(found.value);
            if (!name || !isJudged(*name, place.prefix)) continue;
            if (name->starts_with(place.prefix) && types.has(*name)) continue;
            lint.report(kNoSuchInstance, originIn(lint, resource, found.path),
                        fmt::format("no instance type `{}` was known on {}", *name, types.date()),
                        helpFor(types, *name, place.prefix));
        }
    }
}

}  // namespace archivolt
