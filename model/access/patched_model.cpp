#include <algorithm>
#include <array>

#include "model/access/model_builder.h"
#include "model/evaluate/made_resources.h"

// What an edit of a role leaves of an access model.
namespace archivolt {

namespace {

/// A resource that an edit changed: its stack and place there.
struct ChangedResource {
    const EvaluatedStack* stack = nullptr;
    const EvaluatedResource* before = nullptr;
    const EvaluatedResource* now = nullptr;
};

bool isSameValue(const Value* a, const Value* b) {
    return a == nullptr || b == nullptr ? a == b : *a == *b;
}

/// Says whether two states of a resource are of a role that differs in nothing but what only its
/// own policies and tags are read of: nobody else is called otherwise, and nobody gains by it.
bool isRoleAlone(const EvaluatedResource& before, const EvaluatedResource& now) {
    constexpr std::string_view kRole = "AWS::IAM::Role";
    const bool isSame = before.source->id == now.source->id &&
                        before.source->logicalId == now.source->logicalId &&
                        before.exists == Truth::Yes && now.exists == Truth::Yes;
    if (!isSame || isMade(now.source->id)) return false;
    if (before.source->type() != kRole || now.source->type() != kRole) return false;
    if (before.body.find("Connectors") != nullptr || now.body.find("Connectors") != nullptr) {
        return false;
    }
    constexpr std::array kNaming = {"RoleName", "Path", "Name"};
    return std::ranges::all_of(kNaming, [&](const char* property) {
        return isSameValue(before.properties().find(property), now.properties().find(property));
    });
}

/// Returns the roles in which two designs differ; nothing where they differ in more.
std::optional<std::vector<ChangedResource>> changedRoles(const EvaluatedDesign& before,
                                                         const EvaluatedDesign& now) {
    if (before.stacks.size() != now.stacks.size()) return std::nullopt;
    std::vector<ChangedResource> changed;
    for (std::size_t s = 0; s < now.stacks.size(); ++s) {
        const EvaluatedStack& was = *before.stacks[s];
        const EvaluatedStack& is = *now.stacks[s];
        const bool isSameStack =
            was.source->id == is.source->id && was.source->name == is.source->name &&
            was.source->region == is.source->region && was.source->account == is.source->account &&
            was.resources.size() == is.resources.size();
        if (!isSameStack) return std::nullopt;
        for (std::size_t r = 0; r < is.resources.size(); ++r) {
            if (was.resources[r] == is.resources[r]) continue;
            if (!isRoleAlone(*was.resources[r], *is.resources[r])) return std::nullopt;
            changed.push_back({&is, was.resources[r].get(), is.resources[r].get()});
        }
    }
    return changed;
}

}  // namespace

ModelBuilder::ModelBuilder(const EvaluatedDesign& design,
                           std::shared_ptr<const ResourceNames> names, const GivenPolicies& given)
    : m_design(design), m_named(std::move(names)), m_names(*m_named), m_given(given) {}

std::optional<AccessModel> ModelBuilder::patched(const EvaluatedDesign& design,
                                                 const GivenPolicies& given,
                                                 const AccessModel& previous) {
    const auto changed = changedRoles(*previous.design, design);
    if (!changed) return std::nullopt;
    ModelBuilder builder(design, previous.names, given);
    builder.m_model = previous;
    builder.m_model.serviceControls.clear();
    builder.m_model.resourceControls.clear();
    builder.indexAttachments();
    for (const ChangedResource& one : *changed) {
        if (!builder.patchRole(Item{one.stack, one.now}, *one.before)) return std::nullopt;
    }
    builder.m_model.read = builder.m_read;
    return std::move(builder.m_model);
}

bool ModelBuilder::patchRole(const Item& item, const EvaluatedResource& before) {
    const auto placeOf = [&](const auto& things) {
        const auto isItem = [&](const auto& one) {
            return one.logicalId == item.logicalId() && one.stack == item.stack->source->name;
        };
        const auto found = std::ranges::find_if(things, isItem);
        return static_cast<std::size_t>(std::ranges::distance(things.begin(), found));
    };
    const std::size_t role = placeOf(m_model.principals);
    const std::size_t resource = placeOf(m_model.resources);
    if (role == m_model.principals.size() || resource == m_model.resources.size()) return false;
    const AccessPrincipal was = m_model.principals[role];
    const AccessResource known = m_model.resources[resource];
    // What connectors grant stands elsewhere, and so may a policy that is said of the role.
    const bool isGranted = std::ranges::any_of(was.identity, [&](const AccessPolicy& policy) {
        return policy.source == nullptr && policy.origin.resource != item.resource->source->id;
    });
    const bool isOwn = std::ranges::all_of(
        known.sources, [&](const EvaluatedResource* source) { return source == &before; });
    if (isGranted || !isOwn) return false;
    noteKnown(was);
    AccessPrincipal now = principalOf(item);
    now.actsFor = was.actsFor;
    m_model.patterns =
        std::make_shared<const ResourcePatterns>(patternsAfter(*m_model.patterns, was, now));
    m_model.principals.replace(role, std::move(now));

    AccessResource& fresh = m_model.resources.edit(resource);
    fresh.policy.reset();
    fresh.places.clear();
    fresh.sources.clear();
    readResourcePoliciesOf(item);
    const auto parts = m_joined.find({item.id(), item.logicalId()});
    if (parts != m_joined.end()) finishKnown(parts->second, &known, fresh);
    return true;
}

}  // namespace archivolt
