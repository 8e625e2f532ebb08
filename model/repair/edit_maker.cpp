#include "model/repair/edit_maker.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/design/references.h"

namespace archivolt {

namespace {

/// Returns the place that a resource's body holds a path at, from the template's root.
Path inTemplate(const Resource& resource, const Path& path) {
    return Path{"Resources", resource.logicalId} / path;
}

bool refersTo(const Resource& resource, std::string_view name) {
    bool found = false;
    forEachReference(resource, [&](const Reference& one) { found = found || one.name == name; });
    return found;
}

}  // namespace

Result<void> EditMaker::make(const RuleChange& wanted) {
    EditMaker attempt = *this;
    Result<void> made = std::visit([&](const auto& one) { return attempt.change(one); }, wanted);
    if (made) take(std::move(attempt));
    return made;
}

void EditMaker::done(std::string text) {
    if (m_edits.empty()) return;
    m_steps.push_back({std::move(text), std::move(m_edits)});
    m_edits.clear();
}

void EditMaker::take(EditMaker copy) {
    m_now = std::move(copy.m_now);
    m_edits = std::move(copy.m_edits);
    m_steps = std::move(copy.m_steps);
    m_numbers = std::move(copy.m_numbers);
    m_tables = std::move(copy.m_tables);
    m_routes = std::move(copy.m_routes);
}

Result<void> EditMaker::apply(const Edit& edit) {
    // Several interfaces may come from one value, which is set once.
    if (const auto* set = std::get_if<SetValue>(&edit)) {
        const auto stack = m_now.stack(set->stack);
        const Value* now = stack ? stack->body.at(set->path) : nullptr;
        if (now != nullptr && *now == set->value) return {};
    }
    auto after = archivolt::apply(m_now, edit);
    if (!after) return tl::make_unexpected(after.error());
    m_now = *std::move(after);
    m_edits.push_back(edit);
    return {};
}

Result<EditMaker::Home> EditMaker::homeOf(const Origin& origin, const std::string& what) const {
    Home home;
    home.stack = m_now.stack(origin.stack);
    if (home.stack) home.resource = home.stack->body.resources.find(origin.resource);
    if (!home.resource) {
        return failure(kNoEdit, fmt::format("{} is not in this design", what),
                       "change it where it is declared");
    }
    if (home.resource->isLoop()) {
        return failure(kNoEdit,
                       fmt::format("{} is made by a loop, `{}`", what, home.resource->logicalId),
                       "change the loop by hand");
    }
    return home;
}

std::string EditMaker::nameOf(ThingId id) const {
    const Thing* thing = things().find(id);
    return thing != nullptr ? thing->name : std::string("?");
}

Result<Value> EditMaker::reference(ThingId id, const Stack& stack) const {
    const Thing* thing = things().find(id);
    if (thing == nullptr || id.isExternal()) {
        return failure(kNoEdit, fmt::format("`{}` is outside this design", nameOf(id)),
                       "name it by hand");
    }
    const auto home = homeOf(thing->origin, fmt::format("`{}`", thing->name));
    if (!home) return tl::make_unexpected(home.error());
    if (home->stack->id != stack.id) {
        return failure(kNoEdit,
                       fmt::format("`{}` is of the stack `{}`, which `{}` can't refer to",
                                   thing->name, home->stack->name, stack.name),
                       "export it there and import it here first");
    }
    const std::string& name = home->resource->logicalId;
    if (const auto* vpc = things().vpcs.find(id.whole())) {
        if (id == (*vpc)->defaultSecurityGroup) return Value::getAtt(name, "DefaultSecurityGroup");
        if (id == (*vpc)->defaultNetworkAcl) return Value::getAtt(name, "DefaultNetworkAcl");
    }
    if (const auto* cluster = things().attachedResources.find(id.whole());
        cluster != nullptr && (*cluster)->type == "AWS::EKS::Cluster" &&
        things().securityGroups.contains(id)) {
        return Value::getAtt(name, "ClusterSecurityGroupId");
    }
    if (id.part() != 0) {
        return failure(kNoEdit, fmt::format("`{}` has no name in a template", thing->name),
                       "declare it as a resource of its own");
    }
    return Value::ref(name);
}

Value EditMaker::blockValue(const Cidr& block, ThingId blockOf, const Stack& stack) const {
    const auto* subnet = things().subnets.find(blockOf);
    const auto home = subnet != nullptr ? homeOf((*subnet)->origin, "") : Result<Home>(Home{});
    const bool six = block.family() == Family::Ipv6;
    const bool same = subnet != nullptr && home && home->stack && home->stack->id == stack.id &&
                      std::ranges::any_of((*subnet)->blocks, [&](const Known<Cidr>& own) {
                          return own.isKnown() && *own == block;
                      });
    if (same) {
        const Value* written =
            home->resource->properties().find(six ? "Ipv6CidrBlock" : "CidrBlock");
        if (written != nullptr && !written->isNull()) return *written;
    }
    return Value::string(block.toString());
}

std::string EditMaker::freshName(const Stack& stack, const std::string& wanted) const {
    std::string base;
    for (const char c : wanted) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) base += c;
    }
    constexpr std::size_t kLongest = 200;
    if (base.size() > kLongest) base.resize(kLongest);
    const auto now = m_now.stack(stack.id);
    const Value* parameters = now->body.section("Parameters");
    const auto taken = [&](const std::string& name) {
        return now->body.resources.find(name) != nullptr ||
               (parameters != nullptr && parameters->find(name) != nullptr);
    };
    if (!taken(base)) return base;
    if (!base.empty() && base.back() >= '0' && base.back() <= '9') base += "Also";
    if (!taken(base)) return base;
    for (int number = 2;; ++number) {
        std::string name = fmt::format("{}{}", base, number);
        if (!taken(name)) return name;
    }
}

Result<void> EditMaker::addResource(StackId stackId, const std::string& name,
                                    const Result<Value>& body, const std::string& parent) {
    if (!body) return tl::make_unexpected(body.error());
    const auto stack = m_now.stack(stackId);
    const ResourceTable& resources = stack->body.resources;
    const Value* type = body->find("Type");
    std::optional<std::size_t> behind;
    for (std::size_t i = 0; i < resources.size(); ++i) {
        const Resource& one = *resources[i];
        const bool sibling = type != nullptr && one.type() == type->text();
        if (one.logicalId == parent && !behind) behind = i;
        if (sibling && refersTo(one, parent)) behind = i;
    }
    AddResource edit{stackId, name, *body, std::nullopt};
    if (behind && *behind + 1 < resources.size()) edit.before = resources[*behind + 1]->logicalId;
    return apply(edit);
}

Result<void> EditMaker::removeResource(const Home& home) {
    const std::string& name = home.resource->logicalId;
    for (const auto& other : home.stack->body.resources) {
        if (other->id != home.resource->id && refersTo(*other, name)) {
            return failure(
                kNoEdit,
                fmt::format("`{}` can't go while `{}` refers to it", name, other->logicalId),
                "take the reference away first");
        }
    }
    return apply(RemoveResource{home.stack->id, name});
}

Result<void> EditMaker::setParameter(const Stack& stack, const std::string& name,
                                     const Value& value, std::string& where) {
    const auto now = m_now.stack(stack.id);
    const Value* declared = now->body.at(Path{"Parameters", name});
    if (declared == nullptr) {
        return failure(kNoEdit, fmt::format("the parameter `{}` is not declared", name), "");
    }
    const Value* allowed = declared->find("AllowedValues");
    const auto text = value.asString().value_or("");
    const bool fits = allowed == nullptr || allowed->items().empty() ||
                      std::ranges::any_of(allowed->items(),
                                          [&](const Value& one) { return one.asString() == text; });
    if (!fits) {
        return failure(kNoEdit,
                       fmt::format("the value lives in the parameter `{}`, which does not allow {}",
                                   name, text),
                       "widen its AllowedValues first");
    }
    std::size_t uses = 0;
    forEachReference(now->body, [&](const Reference& one) { uses += one.name == name ? 1 : 0; });
    where = fmt::format("the parameter `{}`", name);
    if (uses > 1) where += fmt::format(", used in {} places", uses);
    if (now->parameters.contains(name)) return apply(SetParameter{stack.id, name, value});
    return apply(SetValue{stack.id, Path{"Parameters", name, "Default"}, value});
}

Result<void> EditMaker::setWhereItLives(const Home& home, const Path& path, const Value& value,
                                        std::string& where) {
    const auto own = inTemplate(*home.resource, path);
    const SourceOfValue source =
        sourceOf(*m_resolved.evaluated, home.stack->id, home.resource->id, path);
    switch (source.kind) {
        case SourceOfValue::Kind::Literal:
            if (source.path != own) where = fmt::format("`{}`", source.path.toString());
            return apply(SetValue{home.stack->id, source.path, value});
        case SourceOfValue::Kind::Mapping:
            where = fmt::format("`{}`", source.path.toString());
            return apply(SetValue{home.stack->id, source.path, value});
        case SourceOfValue::Kind::Parameter:
            return setParameter(*home.stack, source.parameter, value, where);
        case SourceOfValue::Kind::Unknown: break;
    }
    const Value* present = home.stack->body.at(own);
    if (present == nullptr) {
        // It is not written yet; what it would stand in may itself live elsewhere.
        const SourceOfValue holder =
            path.size() > 2
                ? sourceOf(*m_resolved.evaluated, home.stack->id, home.resource->id, path.parent())
                : SourceOfValue{};
        const bool inPlace = path.size() <= 2;
        if (inPlace) return apply(SetValue{home.stack->id, own, value});
        if (holder.kind == SourceOfValue::Kind::Literal) {
            return apply(SetValue{home.stack->id, holder.path / path[path.size() - 1], value});
        }
        return failure(kNoEdit, fmt::format("`{}` can't be set: {}", own.toString(), holder.why),
                       "change it by hand");
    }
    return failure(kNoEdit, fmt::format("`{}` can't be edited: {}", own.toString(), source.why),
                   "change it by hand");
}

Result<void> EditMaker::removeOrigin(const Origin& origin, std::string_view standaloneTypes,
                                     const std::string& what) {
    const auto home = homeOf(origin, what);
    if (!home) return tl::make_unexpected(home.error());
    if (origin.property.empty() || origin.property == Path{"Properties"}) {
        const std::string& type = home->resource->type();
        if (type.empty() || standaloneTypes.find(type) == std::string_view::npos) {
            return failure(kNoEdit,
                           fmt::format("{} comes with `{}` and can't be taken away", what,
                                       home->resource->logicalId),
                           "");
        }
        return removeResource(*home);
    }
    const SourceOfValue source =
        sourceOf(*m_resolved.evaluated, home->stack->id, home->resource->id, origin.property);
    const bool literal = source.kind == SourceOfValue::Kind::Literal;
    if (!literal || home->stack->body.at(source.path) == nullptr) {
        return failure(
            kNoEdit,
            fmt::format("{} can't be taken away: {}", what,
                        literal ? "it is not there any more"
                        : source.kind == SourceOfValue::Kind::Parameter
                            ? fmt::format("the parameter `{}` decides it", source.parameter)
                        : source.why.empty() ? "a mapping decides it"
                                             : source.why),
            "change it by hand");
    }
    // A branch of a function can't be missing; the value that stands for nothing takes its place.
    const Path parent = source.path.parent();
    const bool inFunction = !parent.empty() && parent[parent.size() - 1] == PathStep("Fn::If");
    if (inFunction) {
        return apply(SetValue{home->stack->id, source.path, Value::ref("AWS::NoValue")});
    }
    return apply(RemoveValue{home->stack->id, source.path});
}

}  // namespace archivolt
