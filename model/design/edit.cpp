#include "model/design/edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/base/arn.h"
#include "model/base/region_name.h"
#include "model/design/edit_rules.h"
#include "model/design/names.h"
#include "model/design/rename.h"

namespace archivolt {

namespace {

constexpr std::size_t kDeepest = 200;

using Failure = tl::unexpected<Diagnostic>;

constexpr Rule kNoStack{"EDIT-1",
                        Severity::Error,
                        "an edit names a stack that is not in the design",
                        "there is nothing to make the edit in",
                        "name one of the stacks that the message lists",
                        "a rule of this program"};

Failure noStack(const Design& design, StackId id) {
    std::vector<std::string> names;
    for (const auto& stack : design.stacks) names.push_back(stack->name);
    return failure(kNoStack, fmt::format("there is no stack with the id {}", id.value),
                   nameHelp("", names));
}

Failure at(Failure failed, const Stack& stack, std::string resource, Path path = {}) {
    Where& where = failed.value().where;
    where.stack = stack.name;
    where.resource = std::move(resource);
    where.path = std::move(path);
    return failed;
}

constexpr Rule kNoResource{"EDIT-2",
                           Severity::Error,
                           "an edit names a resource that is not there",
                           "it may have been renamed or removed by an edit before",
                           "name a resource of the stack; a new one is added by `add-resource`",
                           "a rule of this program"};

Failure noResource(const Stack& stack, const std::string& name) {
    return at(failure(kNoResource, fmt::format("`{}` has no resource `{}`", stack.name, name),
                      nameHelp(name, logicalIds(stack))),
              stack, name);
}

/// Returns why a value can't stand in a template, or nothing.
std::optional<std::string> faultOf(const Value& value, std::size_t depth = 0) {
    if (depth > kDeepest) return fmt::format("the value is nested deeper than {}", kDeepest);
    if (value.isUnknown()) return "what is unknown can't be written: " + value.text();
    if (value.isCall()) return faultOf(value.argument(), depth + 1);
    for (const Value& item : value.items()) {
        if (auto fault = faultOf(item, depth + 1)) return fault;
    }
    for (const MapEntry& entry : value.entries()) {
        if (auto fault = faultOf(entry.value, depth + 1)) return fault;
    }
    return std::nullopt;
}

constexpr Rule kBadName{
    "EDIT-4",
    Severity::Error,
    "a name can't be given to a thing of that kind",
    "CloudFormation would refuse it, or nothing could refer to it",
    "choose another name: a logical id has letters and digits only",
    "CloudFormation User Guide, Resources section; CloudFormation API, CreateStack"};

constexpr Rule kNameTaken{"EDIT-5",
                          Severity::Error,
                          "a name is taken already",
                          "two things of one name can't be told apart",
                          "choose another name, or change what is there",
                          "a rule of this program"};

/// Returns the failure when `name` can't be given to a new thing of the stack.
std::optional<Failure> refusedName(const Stack& stack, std::string_view section,
                                   const std::string& name) {
    if (auto fault = faultOfLogicalId(name, stack.kind)) {
        return at(failure(kBadName, fmt::format("`{}` can't be a name: {}", name, *fault),
                          "choose another name"),
                  stack, name);
    }
    const auto taken = [&](std::string_view what) {
        return at(
            failure(kNameTaken, fmt::format("`{}` has a {} `{}` already", stack.name, what, name),
                    "choose another name, or change what is there"),
            stack, name);
    };
    // Parameters and resources share the names that `Ref` takes.
    const bool referable = section == "Resources" || section == "Parameters";
    if (referable && stack.body.resources.find(name)) return taken("resource");
    const Value* parameters = stack.body.section("Parameters");
    if (referable && parameters != nullptr && parameters->find(name) != nullptr) {
        return taken("parameter");
    }
    const Value* entries = referable ? nullptr : stack.body.section(section);
    if (entries != nullptr && entries->find(name) != nullptr) {
        return taken(section == "Outputs"    ? "output"
                     : section == "Mappings" ? "mapping"
                                             : "condition");
    }
    return std::nullopt;
}

bool namesThings(std::string_view section) {
    return section == "Parameters" || section == "Conditions" || section == "Mappings" ||
           section == "Outputs";
}

constexpr Rule kNoPlace{
    "EDIT-3",
    Severity::Error,
    "an edit's path leads to nothing",
    "a value can be set in what is there only, so that a slip of the pen makes no tree of its own",
    "set what holds it first, or correct the path",
    "a rule of this program"};

/// Returns the longest leading part of `path` that is there, and what could follow it.
Failure noPlace(const Stack& stack, const Path& path) {
    Path there;
    const Value* value = nullptr;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Path next = there / path[i];
        const bool isResources = next == Path{"Resources"};
        const Value* found = isResources ? nullptr : stack.body.at(next);
        if (found == nullptr && !isResources) break;
        there = next;
        value = found;
    }
    const PathStep missing =
        there.size() < path.size() ? path[there.size()] : PathStep(std::string());
    const auto* key = std::get_if<std::string>(&missing);
    std::string help = value != nullptr && value->isList()
                           ? fmt::format("the list has {} items", value->items().size())
                       : there == Path{"Resources"} ? nameHelp(key ? *key : "", logicalIds(stack))
                       : value != nullptr           ? nameHelp(key ? *key : "", keysOf(value))
                                                    : "name a section of the template";
    const std::string where =
        there.empty() ? "the template" : fmt::format("`{}`", there.toString());
    return at(
        failure(kNoPlace, fmt::format("there is no `{}` in `{}`", path.toString(), stack.name),
                fmt::format("in {}, {}", where, help)),
        stack, {}, path);
}

constexpr Rule kBadShape{"EDIT-6",
                         Severity::Error,
                         "a value has another shape than its place takes",
                         "a resource is a map, a loop a list, a parameter's value a scalar or a "
                         "list of scalars; the template could not be written",
                         "give a value of the shape that the message names",
                         "CloudFormation User Guide, Template anatomy"};

Failure badValue(const Stack& stack, const Path& path, const std::string& why,
                 const std::string& help) {
    return at(failure(kBadShape, why, help), stack, {}, path);
}

constexpr auto kWritable = "give a literal or a function";

constexpr Rule kNotWritable{
    "EDIT-13",
    Severity::Error,
    "a value can't be written into a template",
    "what is unknown has no text, and what is nested too deep is read by nothing",
    "give a literal or a function",
    "a rule of this program"};

Failure notWritable(const Stack& stack, const Path& path, const std::string& fault) {
    return at(failure(kNotWritable, fault, kWritable), stack, {}, path);
}

constexpr Rule kResourceAsValue{"EDIT-14",
                                Severity::Error,
                                "resources are set or removed as a value",
                                "adding, replacing and removing resources are edits of their own, "
                                "which keep their ids and places",
                                "use `add-resource` and `remove-resource`, or set a property",
                                "a rule of this program"};

Failure resourceAsValue(const Stack& stack, const Path& path, const std::string& why,
                        const std::string& help) {
    return at(failure(kResourceAsValue, why, help), stack, {}, path);
}

/// Sets what is inside `root`, making `root` or its direct member `made` a map where there is
/// nothing.
std::optional<Value> valueWith(const Value& root, const Path& path, const Value& value,
                               std::string_view made = {}) {
    const Value base = root.isNull() ? Value::map({}) : root;
    if (path.size() == 2 && !made.empty() && path[0] == PathStep(std::string(made))) {
        const Value* member = base.find(made);
        if (base.isMap() && (member == nullptr || member->isNull())) {
            const auto* key = std::get_if<std::string>(&path[1]);
            if (key == nullptr) return std::nullopt;
            return base.withEntry(std::string(made), Value::map({{*key, value}}));
        }
    }
    auto changed = base.with(path, value);
    if (!changed) return std::nullopt;
    return *std::move(changed);
}

Result<Stack> setInResource(const Stack& stack, const SetValue& edit) {
    const auto* name = std::get_if<std::string>(&edit.path[1]);
    const auto resource = name != nullptr ? stack.body.resources.find(*name) : nullptr;
    if (!resource) {
        if (name == nullptr || edit.path.size() > 2) return noPlace(stack, edit.path);
        auto failed = noResource(stack, *name);
        failed.value().help = failed.value().help + "; a new resource is added by `add-resource`";
        return failed;
    }
    if (edit.path.size() == 2 && !edit.value.isMap() && !resource->isLoop()) {
        return badValue(stack, edit.path, "a resource is a map with a Type",
                        "set a property of it instead");
    }
    auto body = valueWith(resource->body, edit.path.from(2), edit.value, "Properties");
    if (!body) return noPlace(stack, edit.path);
    Stack changed = stack;
    changed.body.resources = changed.body.resources.with({resource->id, *name, *std::move(body)});
    return changed;
}

Result<Stack> setInSection(const Stack& stack, const SetValue& edit, const std::string& section) {
    const Value* now = stack.body.section(section);
    if (edit.path.size() == 2 && namesThings(section)) {
        const auto* name = std::get_if<std::string>(&edit.path[1]);
        if (name == nullptr) return noPlace(stack, edit.path);
        if (now == nullptr || now->find(*name) == nullptr) {
            if (auto refused = refusedName(stack, section, *name)) return *refused;
        }
    }
    if (now == nullptr && edit.path.size() > 2) return noPlace(stack, edit.path);
    const Value root = now != nullptr ? *now : Value();
    auto value =
        edit.path.size() == 1 ? edit.value : valueWith(root, edit.path.from(1), edit.value);
    if (!value) return noPlace(stack, edit.path);
    Stack changed = stack;
    changed.body = stack.body.withSection(section, *std::move(value));
    return changed;
}

std::shared_ptr<const Resource> resourceOf(const Design& design, ResourceId id) {
    for (const auto& stack : design.stacks) {
        if (auto resource = stack->body.resources.find(id)) return resource;
    }
    return nullptr;
}

constexpr Rule kBadRectangle{
    "EDIT-15",
    Severity::Error,
    "a place on the canvas is no rectangle of finite numbers",
    "nothing could be drawn there",
    "give x, y, width and height in canvas units, width and height not below 0",
    "a rule of this program"};

std::optional<Failure> refusedPlace(const Rect& place) {
    const bool finite = std::isfinite(place.x) && std::isfinite(place.y) &&
                        std::isfinite(place.width) && std::isfinite(place.height);
    if (finite && place.width >= 0 && place.height >= 0) return std::nullopt;
    return failure(kBadRectangle, "a place needs finite numbers, width and height not below 0",
                   "give x, y, width and height in canvas units");
}

/// Gives a stack's resources new ids from `next` on, the same ones in the template it was opened
/// as.
Stack renumbered(const Stack& stack, std::uint32_t& next) {
    std::map<ResourceId, std::shared_ptr<const Resource>> known;
    std::map<ResourceId, ResourceId> ids;
    const auto renumber = [&](const ResourceTable& table) {
        std::vector<ResourceTable::Pointer> pointers;
        for (const auto& resource : table) {
            const auto [id, isNew] = ids.try_emplace(resource->id, ResourceId{next});
            if (isNew) ++next;
            auto& shared = known[resource->id];
            if (!shared || shared->logicalId != resource->logicalId ||
                !shared->body.identical(resource->body)) {
                shared = std::make_shared<const Resource>(
                    Resource{id->second, resource->logicalId, resource->body});
            }
            pointers.push_back(shared);
        }
        return ResourceTable::of(pointers);
    };
    Stack result = stack;
    result.body.resources = renumber(stack.body.resources);
    if (stack.source) {
        auto source = std::make_shared<TemplateSource>(*stack.source);
        source->opened.resources = stack.source->opened.resources == stack.body.resources
                                       ? result.body.resources
                                       : renumber(stack.source->opened.resources);
        result.source = std::move(source);
    }
    return result;
}

/// Makes an edit of a stack's content; the one place that finds the stack.
template <class Change>
Result<Design> inStack(const Design& design, StackId id, Change change) {
    const auto stack = design.stack(id);
    if (!stack) return noStack(design, id);
    Result<Stack> changed = change(*stack);
    if (!changed) return tl::make_unexpected(std::move(changed.error()));
    return design.withStack(*std::move(changed));
}

constexpr Rule kNoNote{"EDIT-8",
                       Severity::Error,
                       "there is no note or frame of that id",
                       "it may have been removed by an edit before",
                       "leave the id out to add one",
                       "a rule of this program"};

/// Adds, changes or takes away a note or a frame of a list.
template <class Id, class Item>
std::optional<Failure> setItem(std::vector<Item>& items, std::uint32_t& nextId, Id id,
                               const std::optional<Item>& item, std::string_view what) {
    if (!id) {
        if (!item) return failure(kNoNote, fmt::format("there is no {} 0 to take away", what));
        items.push_back(*item);
        items.back().id = Id{nextId++};
        return std::nullopt;
    }
    const auto found = std::ranges::find(items, id, &Item::id);
    if (found == items.end()) {
        return failure(kNoNote, fmt::format("there is no {} {}", what, id.value),
                       fmt::format("id 0 adds a {}", what));
    }
    if (item) {
        *found = *item;
        found->id = id;
    } else {
        items.erase(found);
    }
    return std::nullopt;
}

constexpr Rule kLoopRenamed{"EDIT-10",
                            Severity::Error,
                            "a loop (`Fn::ForEach`) can't be renamed",
                            "its name is part of the function that it is",
                            "change the template's text",
                            "a rule of this program"};

constexpr Rule kNoNames{"EDIT-17",
                        Severity::Error,
                        "a section holds nothing that has names",
                        "only parameters, conditions, mappings and outputs are renamed as entries",
                        "name one of `Parameters`, `Conditions`, `Mappings`, `Outputs`; resources "
                        "are renamed by `rename-resource`",
                        "a rule of this program"};

constexpr Rule kNoEntry{"EDIT-7",
                        Severity::Error,
                        "a section has no parameter, condition, mapping or output of that name",
                        "there is nothing to rename or to give a value to",
                        "name one that the message lists",
                        "a rule of this program"};

constexpr Rule kBareSuppression{
    "EDIT-16",
    Severity::Error,
    "a suppression lacks the finding's code or a reason",
    "a finding that is accepted for no reason is one that nobody looks at again",
    "give `code` and `reason`",
    "a rule of this program"};

constexpr Rule kBadAccount{"EDIT-11",
                           Severity::Error,
                           "a text is no account id",
                           "AWS numbers accounts with 12 digits",
                           "write its 12 digits",
                           "AWS Account Management Reference Guide, account identifiers"};

constexpr Rule kBadRegion{"EDIT-12",
                          Severity::Error,
                          "a text is no Region",
                          "Regions are named in lower-case letters, digits and hyphens",
                          "write it as AWS does: `eu-west-1`",
                          "AWS General Reference, Regional endpoints"};

/// Makes one edit; a call operator for each kind.
struct Application {
    const Design& design;

    Result<Design> operator()(const SetValue& edit) const {
        return inStack(design, edit.stack, [&](const Stack& stack) -> Result<Stack> {
            if (auto fault = faultOf(edit.value)) {
                return notWritable(stack, edit.path, *fault);
            }
            const auto* section =
                edit.path.empty() ? nullptr : std::get_if<std::string>(&edit.path[0]);
            if (section == nullptr || section->empty()) return noPlace(stack, edit.path);
            if (*section != "Resources") return setInSection(stack, edit, *section);
            if (edit.path.size() > 1) return setInResource(stack, edit);
            return resourceAsValue(stack, edit.path, "Resources can't be set as a whole",
                                   "add, remove or set one resource after the other");
        });
    }

    Result<Design> operator()(const RemoveValue& edit) const {
        return inStack(design, edit.stack, [&](const Stack& stack) -> Result<Stack> {
            const auto* section =
                edit.path.empty() ? nullptr : std::get_if<std::string>(&edit.path[0]);
            if (section == nullptr) return noPlace(stack, edit.path);
            if (*section == "Resources") return removeInResource(stack, edit.path);
            return removeInSection(stack, edit.path, *section);
        });
    }

    Result<Design> operator()(const AddResource& edit) const {
        auto added = inStack(design, edit.stack, [&](const Stack& stack) -> Result<Stack> {
            if (auto refused = refusedName(stack, "Resources", edit.logicalId)) return *refused;
            const Path path{"Resources", edit.logicalId};
            if (auto fault = faultOf(edit.body)) {
                return notWritable(stack, path, *fault);
            }
            const bool isLoop = edit.logicalId.starts_with(kLoopPrefix);
            if (isLoop ? !edit.body.isList() : !edit.body.isMap()) {
                return badValue(stack, path,
                                isLoop ? "a loop is a list" : "a resource is a map with a Type",
                                R"(write {"Type": "AWS::…", "Properties": {…}})");
            }
            const ResourceTable& table = stack.body.resources;
            std::size_t index = table.size();
            if (edit.before) {
                const auto before = table.find(*edit.before);
                if (!before) return noResource(stack, *edit.before);
                index = table.indexOf(before->id);
            }
            Stack changed = stack;
            changed.body = stack.body.withResources(
                table.withInserted(index, {ResourceId{design.nextId}, edit.logicalId, edit.body}));
            return changed;
        });
        if (added) ++added->nextId;
        return added;
    }

    Result<Design> operator()(const RemoveResource& edit) const {
        ResourceId removed;
        auto result = inStack(design, edit.stack, [&](const Stack& stack) -> Result<Stack> {
            const auto resource = stack.body.resources.find(edit.logicalId);
            if (!resource) return noResource(stack, edit.logicalId);
            removed = resource->id;
            Stack changed = stack;
            changed.body.resources = stack.body.resources.without(resource->id);
            return changed;
        });
        if (result) *result = result->withoutPlacesOf(removed);
        return result;
    }

    Result<Design> operator()(const RenameResource& edit) const {
        const auto stack = design.stack(edit.stack);
        if (!stack) return noStack(design, edit.stack);
        const auto resource = stack->body.resources.find(edit.from);
        if (!resource) return noResource(*stack, edit.from);
        if (edit.from == edit.to) return design;
        if (resource->isLoop() || edit.to.starts_with(kLoopPrefix)) {
            return at(
                failure(kLoopRenamed, "a loop can't be renamed", "change the template's text"),
                *stack, edit.from);
        }
        if (auto refused = refusedName(*stack, "Resources", edit.to)) return *refused;
        return withResourceRenamed(design, *stack, edit.from, edit.to);
    }

    Result<Design> operator()(const RenameEntry& edit) const {
        return inStack(design, edit.stack, [&](const Stack& stack) -> Result<Stack> {
            if (!namesThings(edit.section)) {
                return at(failure(kNoNames, fmt::format("`{}` has no names", edit.section),
                                  "there are: `Parameters`, `Conditions`, `Mappings`, `Outputs`"),
                          stack, {});
            }
            const Value* entries = stack.body.section(edit.section);
            const Path path{edit.section, edit.from};
            if (entries == nullptr || entries->find(edit.from) == nullptr) {
                return at(failure(kNoEntry,
                                  fmt::format("there is no `{}` in {}", edit.from, edit.section),
                                  nameHelp(edit.from, keysOf(entries))),
                          stack, {}, path);
            }
            if (edit.from == edit.to) return stack;
            if (edit.from.starts_with(kLoopPrefix) || edit.to.starts_with(kLoopPrefix)) {
                return at(failure(kLoopRenamed, "a loop can't be renamed", "change the text"),
                          stack, {}, path);
            }
            if (auto refused = refusedName(stack, edit.section, edit.to)) return *refused;
            return withEntryRenamed(stack, edit.section, edit.from, edit.to);
        });
    }

    Result<Design> operator()(const SetParameter& edit) const {
        return inStack(design, edit.stack, [&](const Stack& stack) -> Result<Stack> {
            Stack changed = stack;
            if (!edit.value && changed.parameters.erase(edit.name) > 0) return changed;
            const Value* declared = stack.body.section("Parameters");
            const Path path{"Parameters", edit.name};
            if (declared == nullptr || declared->find(edit.name) == nullptr) {
                return at(failure(kNoEntry,
                                  fmt::format("`{}` has no parameter `{}`", stack.name, edit.name),
                                  nameHelp(edit.name, keysOf(declared))),
                          stack, {}, path);
            }
            if (!edit.value) return changed;
            const bool fits = edit.value->isScalar() ||
                              (edit.value->isList() &&
                               std::ranges::all_of(edit.value->items(), &Value::isScalar));
            if (!fits) {
                return badValue(stack, path, "a parameter's value is a scalar or a list of scalars",
                                "give a text or a number");
            }
            changed.parameters.insert_or_assign(edit.name, *edit.value);
            return changed;
        });
    }

    Result<Design> operator()(const MoveResource& edit) const {
        if (!resourceOf(design, edit.resource)) {
            return failure(kNoResource,
                           fmt::format("there is no resource with the id {}", edit.resource.value),
                           "it may have been removed");
        }
        if (edit.place) {
            if (auto refused = refusedPlace(*edit.place)) return *refused;
        }
        Design result = design;
        result.placements = edit.place ? design.placements.with(edit.resource, *edit.place)
                                       : design.placements.without(edit.resource);
        return result;
    }

    Result<Design> operator()(const PlaceBox& edit) const {
        if (edit.box.resource && !resourceOf(design, edit.box.resource)) {
            return failure(
                kNoResource,
                fmt::format("there is no resource with the id {}", edit.box.resource.value),
                "it may have been removed");
        }
        if (!edit.box.resource && edit.box.part.empty()) {
            return failure(kNoPlace, "a place needs a resource or a part",
                           "name the resource that is put somewhere");
        }
        if (edit.place) {
            if (auto refused = refusedPlace(edit.place->rect)) return *refused;
        }
        Design result = design;
        // A box has one place: what it had on the canvas is no longer meant.
        if (edit.box.part.empty()) {
            result.placements = result.placements.without(edit.box.resource);
        }
        result.places = edit.place ? result.places.with(edit.box, *edit.place)
                                   : result.places.without(edit.box);
        return result;
    }

    Result<Design> operator()(const SetNote& edit) const {
        return withItem(&Design::notes, edit.id, edit.note, "note");
    }
    Result<Design> operator()(const SetFrame& edit) const {
        return withItem(&Design::frames, edit.id, edit.frame, "frame");
    }

    Result<Design> operator()(const AddStack& edit) const {
        if (auto refused = refusedIdentity(edit.stack, {})) return *refused;
        for (const auto& resource : edit.stack.body.resources) {
            if (auto fault = faultOf(resource->body)) {
                return notWritable(edit.stack, Path{"Resources", resource->logicalId}, *fault);
            }
        }
        Design result = design;
        Stack added = edit.stack;
        added.id = StackId{result.nextId++};
        if (added.body.resources.size() > 0) {
            added.body = added.body.withResources(added.body.resources);
        }
        result.stacks.push_back(std::make_shared<const Stack>(renumbered(added, result.nextId)));
        return result;
    }

    Result<Design> operator()(const RemoveStack& edit) const {
        const auto stack = design.stack(edit.stack);
        if (!stack) return noStack(design, edit.stack);
        Design result = design;
        std::erase(result.stacks, stack);
        for (const auto& resource : stack->body.resources) {
            result = result.withoutPlacesOf(resource->id);
        }
        std::erase_if(result.parameterSets,
                      [&](const ParameterSet& set) { return set.stack == stack->name; });
        std::erase_if(result.suppressions, [&](const Suppression& suppression) {
            return suppression.stack == stack->name;
        });
        return result;
    }

    Result<Design> operator()(const SetStackIdentity& edit) const {
        const auto stack = design.stack(edit.stack);
        if (!stack) return noStack(design, edit.stack);
        Stack changed = *stack;
        changed.name = edit.name;
        changed.account = edit.account;
        changed.region = edit.region;
        if (auto refused = refusedIdentity(changed, stack)) return *refused;
        changed.name = stack->name;
        Design result = design.withStack(changed);
        if (edit.name == stack->name) return result;
        return withStackRenamed(result, changed, edit.name);
    }

    Result<Design> operator()(const SetSuppressions& edit) const {
        for (const Suppression& suppression : edit.suppressions) {
            if (!suppression.code.empty() && !suppression.reason.empty()) continue;
            return failure(kBareSuppression, "a suppression needs the finding's code and a reason",
                           "say why the finding is accepted");
        }
        Design result = design;
        result.suppressions = edit.suppressions;
        return result;
    }

    Result<Design> operator()(const SetParameterSets& edit) const {
        for (auto set = edit.sets.begin(); set != edit.sets.end(); ++set) {
            const auto same = [&](const ParameterSet& other) {
                return other.name == set->name && other.stack == set->stack;
            };
            if (set->name.empty()) return failure(kBadName, "a parameter set needs a name");
            if (std::any_of(edit.sets.begin(), set, same)) {
                return failure(kNameTaken,
                               fmt::format("there are two parameter sets `{}` for `{}`", set->name,
                                           set->stack),
                               "give each a name of its own");
            }
        }
        Design result = design;
        result.parameterSets = edit.sets;
        return result;
    }

    Result<Design> operator()(const SetIntents& edit) const {
        return withList(&Design::intents, edit.intents, "intents");
    }
    Result<Design> operator()(const SetScenarios& edit) const {
        return withList(&Design::scenarios, edit.scenarios, "scenarios");
    }

private:
    static Result<Stack> removeInResource(const Stack& stack, const Path& path) {
        const auto* name = path.size() > 1 ? std::get_if<std::string>(&path[1]) : nullptr;
        const auto resource = name != nullptr ? stack.body.resources.find(*name) : nullptr;
        if (path.size() == 1 || (resource && path.size() == 2)) {
            return resourceAsValue(stack, path, "a resource isn't removed as a value",
                                   "use `remove-resource`");
        }
        auto body = resource ? resource->body.without(path.from(2)) : noPlace(stack, path);
        if (!body) return noPlace(stack, path);
        Stack changed = stack;
        changed.body.resources =
            changed.body.resources.with({resource->id, *name, *std::move(body)});
        return changed;
    }

    static Result<Stack> removeInSection(const Stack& stack, const Path& path,
                                         const std::string& section) {
        const Value* now = stack.body.section(section);
        if (now == nullptr) return noPlace(stack, path);
        Stack changed = stack;
        if (path.size() == 1) {
            std::erase_if(changed.body.sections,
                          [&](const Section& other) { return other.name == section; });
            if (section == "Parameters") changed.parameters.clear();
            return changed;
        }
        auto value = now->without(path.from(1));
        if (!value) return noPlace(stack, path);
        changed.body = stack.body.withSection(section, *std::move(value));
        if (section == "Parameters" && path.size() == 2) {
            changed.parameters.erase(std::get<std::string>(path[1]));
        }
        return changed;
    }

    template <class Id, class Item>
    Result<Design> withItem(std::vector<Item> Design::*list, Id id, const std::optional<Item>& item,
                            std::string_view what) const {
        if (item) {
            if (auto refused = refusedPlace(item->place)) return *refused;
        }
        Design result = design;
        if (auto refused = setItem(result.*list, result.nextId, id, item, what)) return *refused;
        return result;
    }

    Result<Design> withList(Value Design::*member, const Value& list, std::string_view what) const {
        if (!list.isList()) {
            return failure(kBadShape, fmt::format("{} are a list", what), "write [ … ]");
        }
        if (auto fault = faultOf(list)) return failure(kNotWritable, *fault, kWritable);
        Design result = design;
        result.*member = list;
        return result;
    }

    /// Returns why a stack can't have its name, account and Region; what `before` had may stay.
    [[nodiscard]] std::optional<Failure> refusedIdentity(
        const Stack& stack, const std::shared_ptr<const Stack>& before) const {
        if (!before || stack.name != before->name) {
            // A new stack is named after its file, so only what breaks `stack/id` is refused.
            const StackKind kind = before ? stack.kind : StackKind::Observed;
            if (auto fault = faultOfStackName(stack.name, kind)) {
                return failure(kBadName, fmt::format("`{}`: {}", stack.name, *fault),
                               "choose another name");
            }
            if (design.stack(stack.name)) {
                return failure(kNameTaken, fmt::format("there is a stack `{}` already", stack.name),
                               "choose another name");
            }
        }
        if (!isAccountNumber(stack.account)) {
            return failure(kBadAccount, fmt::format("`{}` is no account id", stack.account),
                           "an account id has 12 digits");
        }
        if (isRegionName(stack.region)) return std::nullopt;
        return failure(kBadRegion, fmt::format("`{}` is no Region", stack.region),
                       "write it as AWS does: `eu-west-1`");
    }
};

}  // namespace

Result<Design> apply(const Design& design, const Edit& edit) {
    return std::visit(Application{design}, edit);
}

Result<Design> applyAll(const Design& design, const std::vector<Edit>& edits) {
    Design result = design;
    for (const Edit& edit : edits) {
        auto next = archivolt::apply(result, edit);
        if (!next) return next;
        result = *std::move(next);
    }
    return result;
}

std::vector<const Rule*> editRules() {
    static constexpr const Rule* kRules[] = {
        &kBadEdits, &kNoStack,     &kNoResource,      &kBadName,      &kNameTaken, &kNoPlace,
        &kBadShape, &kNotWritable, &kResourceAsValue, &kBadRectangle, &kNoNote,    &kLoopRenamed,
        &kNoNames,  &kNoEntry,     &kBareSuppression, &kBadAccount,   &kBadRegion};
    return joinedRules({kRules});
}

}  // namespace archivolt
