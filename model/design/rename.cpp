#include "model/design/rename.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "model/base/invariant.h"
#include "model/design/names_in_text.h"
#include "model/design/references.h"

namespace archivolt {

namespace {

/// What a reference must be for a rename to change it.
using Concerns = std::function<bool(const Reference&)>;

std::string renamedInSub(const std::string& text, std::string_view from, std::string_view to) {
    std::string result;
    std::size_t copied = 0;
    for (const SubName& name : subNames(text)) {
        if (name.literal || name.name != from) continue;
        const auto at = static_cast<std::size_t>(name.name.data() - text.data());
        result.append(text, copied, at - copied).append(to);
        copied = at + from.size();
    }
    return result.append(text, copied);
}

Value renamedText(const Value& value, ReferenceKind kind, std::string_view from,
                  std::string_view to) {
    if (kind == ReferenceKind::Sub) return Value::string(renamedInSub(value.text(), from, to));
    // What a name with a dot adds stays: `Web.Version`.
    const std::string rest = value.text().substr(std::min(from.size(), value.text().size()));
    return Value::string(std::string(to) + (rest.starts_with('.') ? rest : std::string()));
}

Value withKeyRenamed(const Value& map, std::string_view from, std::string_view to) {
    // A stale label may hold the new name already; two of one key can't be.
    if (map.find(to) != nullptr) return map;
    std::vector<MapEntry> entries = map.entries();
    for (MapEntry& entry : entries) {
        if (entry.key == from) entry.key = to;
    }
    return Value::map(std::move(entries));
}

/// Rewrites the references found in one tree; the tree itself when there are none.
class Rewrite {
public:
    Rewrite(std::string_view from, std::string_view to, const Concerns& concerns)
        : m_from(from), m_to(to), m_concerns(concerns) {}

    template <class Root>
    [[nodiscard]] Value of(const Root& root, const Value& tree) const {
        std::vector<std::pair<Path, ReferenceKind>> places;
        forEachReference(root, [&](const Reference& reference) {
            if (!names(reference) || !m_concerns(reference)) return;
            Path path = reference.path();
            const bool again = !places.empty() && places.back().first == path;
            if (!again) places.emplace_back(std::move(path), reference.kind);
        });
        Value result = tree;
        // Backwards, since renaming a label's key ends the way to what stands under it.
        for (auto place = places.rbegin(); place != places.rend(); ++place) {
            result = at(result, place->first, place->second);
        }
        return result;
    }

private:
    /// Of SAM's and of modules' generated resources a Ref is the maker's name, a dot, and more.
    /// Source: AWS SAM, sam-specification-generated-resources; CloudFormation, modules.
    [[nodiscard]] bool names(const Reference& reference) const {
        if (reference.name == m_from) return true;
        return reference.kind == ReferenceKind::Ref && reference.name.starts_with(m_from) &&
               reference.name[m_from.size()] == '.';
    }

    [[nodiscard]] Value at(const Value& tree, const Path& path, ReferenceKind kind) const {
        const Value* holder = tree.at(path.parent());
        INVARIANT(holder != nullptr && !path.empty());
        const bool isLabel = kind == ReferenceKind::Interface &&
                             std::holds_alternative<std::string>(path[path.size() - 1]);
        const auto changed = isLabel
                                 ? tree.with(path.parent(), withKeyRenamed(*holder, m_from, m_to))
                                 : tree.with(path, renamedText(*tree.at(path), kind, m_from, m_to));
        INVARIANT(changed.has_value());
        return *changed;
    }

    std::string_view m_from;
    std::string_view m_to;
    const Concerns& m_concerns;
};

/// Rewrites a template's references; what holds none keeps its pointers.
Template rewritten(const Template& body, const Rewrite& rewrite) {
    Template result = body;
    for (Section& section : result.sections) section.value = rewrite.of(section, section.value);
    for (const auto& resource : body.resources) {
        Value changed = rewrite.of(*resource, resource->body);
        if (changed.identical(resource->body)) continue;
        result.resources =
            result.resources.with({resource->id, resource->logicalId, std::move(changed)});
    }
    return result;
}

/// Rewrites the texts of intents and scenarios, which name things by plain text.
class TextRewrite {
public:
    using Renamed = std::function<std::optional<std::string>(const std::string&)>;

    /// `ofStack` says what a name becomes inside a map whose member `stack` is `stack`, which
    /// itself becomes `stackTo`.
    TextRewrite(Renamed plain, Renamed ofStack, std::string stack, std::string stackTo)
        : m_plain(std::move(plain)),
          m_ofStack(std::move(ofStack)),
          m_stack(std::move(stack)),
          m_stackTo(std::move(stackTo)) {}

    [[nodiscard]] Value of(const Value& value) const { return of(value, m_plain); }

private:
    // Words for people, which may be the same as a name by chance.
    static bool isProse(std::string_view key) {
        return key == "name" || key == "title" || key == "description" || key == "reason" ||
               key == "why" || key == "comment" || key == "help";
    }

    [[nodiscard]] Value of(const Value& value, const Renamed& renamed) const {
        if (value.isString()) {
            auto text = renamed(value.text());
            return text ? Value::string(*std::move(text)) : value;
        }
        if (value.isList()) {
            std::vector<Value> items;
            for (const Value& item : value.items()) items.push_back(of(item, renamed));
            const bool same =
                std::ranges::equal(items, value.items(),
                                   [](const Value& a, const Value& b) { return a.identical(b); });
            return same ? value : Value::list(std::move(items));
        }
        if (value.isCall()) {
            Value argument = of(value.argument(), renamed);
            if (argument.identical(value.argument())) return value;
            return Value::call(value.functionName(), std::move(argument));
        }
        return value.isMap() ? ofMap(value, renamed) : value;
    }

    [[nodiscard]] Value ofMap(const Value& map, const Renamed& outer) const {
        static const Renamed kNever = [](const std::string&) -> std::optional<std::string> {
            return std::nullopt;
        };
        const Value* stack = map.find("stack");
        const bool named = stack != nullptr && stack->isString();
        const Renamed& renamed = !named ? outer : stack->text() == m_stack ? m_ofStack : kNever;
        std::vector<MapEntry> entries = map.entries();
        bool changed = false;
        for (MapEntry& entry : entries) {
            if (isProse(entry.key)) continue;
            if (named && entry.key == "stack") {
                if (entry.value.text() != m_stack || m_stack == m_stackTo) continue;
                entry.value = Value::string(m_stackTo);
                changed = true;
                continue;
            }
            Value value = of(entry.value, renamed);
            changed = changed || !value.identical(entry.value);
            entry.value = std::move(value);
            auto key = renamed(entry.key);
            if (!key || map.find(*key) != nullptr) continue;
            entry.key = *std::move(key);
            changed = true;
        }
        return changed ? Value::map(std::move(entries)) : map;
    }

    Renamed m_plain;
    Renamed m_ofStack;
    std::string m_stack;
    std::string m_stackTo;
};

/// Replaces a leading `from`, when nothing or a `:` (a port) follows.
std::optional<std::string> renamedHead(const std::string& text, const std::string& from,
                                       const std::string& to) {
    if (!text.starts_with(from)) return std::nullopt;
    if (text.size() > from.size() && text[from.size()] != ':') return std::nullopt;
    return to + text.substr(from.size());
}

bool namedElsewhere(const Design& design, const Stack& stack, std::string_view logicalId) {
    return std::ranges::any_of(design.stacks, [&](const auto& other) {
        return other->id != stack.id && other->body.resources.find(logicalId) != nullptr;
    });
}

}  // namespace

Design withResourceRenamed(const Design& design, const Stack& stack, std::string_view from,
                           std::string_view to) {
    const auto resource = stack.body.resources.find(from);
    INVARIANT(resource != nullptr && stack.body.resources.find(to) == nullptr);
    const Concerns concerns = [](const Reference& reference) {
        return reference.kind == ReferenceKind::Ref || reference.kind == ReferenceKind::GetAtt ||
               reference.kind == ReferenceKind::Sub || reference.kind == ReferenceKind::DependsOn;
    };
    Stack changed = stack;
    changed.body = rewritten(stack.body, Rewrite(from, to, concerns));
    for (Section& section : changed.body.sections) {
        if (section.name != "Hooks") continue;
        section.value = withNameInHooksRenamed(section.value, from, to);
    }
    for (const auto& each : stack.body.resources) {
        const auto now = changed.body.resources.find(each->logicalId);
        Value body = withNameInTextRenamed(now->body, from, to);
        if (body.identical(now->body)) continue;
        changed.body.resources =
            changed.body.resources.with({now->id, now->logicalId, std::move(body)});
    }
    Resource renamed = *changed.body.resources.find(from);
    renamed.logicalId = to;
    changed.body.resources = changed.body.resources.with(std::move(renamed));
    Design result = design.withStack(std::move(changed));

    const std::string plainFrom(from);
    const std::string plainTo(to);
    const std::string fullFrom = stack.name + '/' + plainFrom;
    const std::string fullTo = stack.name + '/' + plainTo;
    const bool ambiguous = namedElsewhere(design, stack, from);
    const auto ofStack = [&](const std::string& text) {
        auto full = renamedHead(text, fullFrom, fullTo);
        return full ? full : renamedHead(text, plainFrom, plainTo);
    };
    const auto plain = [&](const std::string& text) {
        return ambiguous ? renamedHead(text, fullFrom, fullTo) : ofStack(text);
    };
    const TextRewrite texts(plain, ofStack, stack.name, stack.name);
    result.intents = texts.of(design.intents);
    result.scenarios = texts.of(design.scenarios);
    for (Suppression& suppression : result.suppressions) {
        const bool here = suppression.stack == stack.name;
        if (!here && !suppression.stack.empty()) continue;
        auto name = here ? ofStack(suppression.resource) : plain(suppression.resource);
        if (name) suppression.resource = *std::move(name);
    }
    return result;
}

Stack withEntryRenamed(const Stack& stack, std::string_view section, std::string_view from,
                       std::string_view to) {
    const Value* entries = stack.body.section(section);
    INVARIANT(entries != nullptr && entries->find(from) != nullptr);
    INVARIANT(entries->find(to) == nullptr);
    const bool parameters = section == "Parameters";
    const Concerns concerns = [&](const Reference& reference) {
        switch (reference.kind) {
            case ReferenceKind::Ref:
            case ReferenceKind::Interface: return parameters;
            case ReferenceKind::Sub: return parameters && reference.attribute.empty();
            case ReferenceKind::Condition: return section == "Conditions";
            case ReferenceKind::Mapping: return section == "Mappings";
            case ReferenceKind::GetAtt:
            case ReferenceKind::DependsOn: return false;
        }
        INVARIANT(false);
    };
    Stack result = stack;
    result.body = rewritten(stack.body, Rewrite(from, to, concerns));
    result.body =
        result.body.withSection(section, withKeyRenamed(*result.body.section(section), from, to));
    const auto given =
        parameters ? result.parameters.find(std::string(from)) : result.parameters.end();
    if (given != result.parameters.end()) {
        auto node = result.parameters.extract(given);
        node.key() = to;
        result.parameters.insert(std::move(node));
    }
    return result;
}

Design withStackRenamed(const Design& design, const Stack& stack, std::string_view to) {
    Stack changed = stack;
    changed.name = to;
    Design result = design.withStack(std::move(changed));
    for (ParameterSet& set : result.parameterSets) {
        if (set.stack == stack.name) set.stack = to;
    }
    const std::string prefix = stack.name + '/';
    const auto full = [&](const std::string& text) -> std::optional<std::string> {
        if (!text.starts_with(prefix)) return std::nullopt;
        const std::string rest = text.substr(prefix.size());
        if (!stack.body.resources.find(rest.substr(0, rest.find(':')))) return std::nullopt;
        return std::string(to) + '/' + rest;
    };
    for (Suppression& suppression : result.suppressions) {
        if (suppression.stack == stack.name) suppression.stack = to;
        if (auto name = full(suppression.resource)) suppression.resource = *std::move(name);
    }
    // The project file's unknown members of a stack are kept by its name.
    const Value* unknown = design.unknown.find("stacks");
    if (unknown != nullptr && unknown->find(stack.name) != nullptr) {
        result.unknown =
            design.unknown.withEntry("stacks", withKeyRenamed(*unknown, stack.name, to));
    }
    const TextRewrite texts(full, full, stack.name, std::string(to));
    result.intents = texts.of(design.intents);
    result.scenarios = texts.of(design.scenarios);
    return result;
}

}  // namespace archivolt
