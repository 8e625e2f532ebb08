#include "model/evaluate/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>

#include "model/base/invariant.h"
#include "model/evaluate/made_resources.h"
#include "model/evaluate/memo.h"
#include "model/evaluate/nested_stacks.h"

namespace archivolt {

namespace {

/// Attributes that hold names and no functions.
bool isPlainAttribute(std::string_view key) {
    return key == "Type" || key == "Condition" || key == "DependsOn";
}

Value evaluateBody(Evaluator& evaluator, const Value& body) {
    if (!body.isMap()) return evaluator.evaluate(body).value_or(Value());
    std::vector<MapEntry> entries;
    bool changed = false;
    for (const MapEntry& entry : body.entries()) {
        if (isPlainAttribute(entry.key)) {
            entries.push_back(entry);
            continue;
        }
        Evaluator::Outcome value = evaluator.evaluateAt(entry.key, entry.value);
        changed = changed || !value || !value->identical(entry.value);
        if (value) entries.push_back({entry.key, *std::move(value)});
    }
    return changed ? Value::map(std::move(entries)) : body;
}

/// One stack while it is evaluated.
struct StackRun {
    std::shared_ptr<const Stack> written;  // As the design has it.
    std::shared_ptr<const Stack> stack;    // With what its loops make.
    const EvaluatedStack* before = nullptr;
    std::shared_ptr<const EvaluatedStack> beforePointer;
    std::shared_ptr<const Scope> scope;
    StackChanges changes;
    std::shared_ptr<const OutputsResult> outputs;
    std::string loop;
    std::vector<MapEntry> handed;  // What it hands to stacks nested in it.
    bool isNested = false;
};

/// An evaluation of a design, from nothing or from an earlier one.
class Run {
public:
    Run(const Design& design, const EvaluatedDesign* previous, const EvaluateOptions& options)
        : m_previous(previous != nullptr && previous->memo ? previous : nullptr),
          m_nested(nestedStacks(design.stacks)) {
        // What one stack hands to another is not followed from edit to edit.
        if (!m_nested.empty()) m_previous = nullptr;
        m_runs.resize(design.stacks.size());
        // A name is longer than that of the stack around it, so that parents come first.
        std::vector<std::size_t> order(design.stacks.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        if (!m_nested.empty()) {
            std::ranges::stable_sort(order, {},
                                     [&](std::size_t i) { return design.stacks[i]->name.size(); });
        }
        for (const std::size_t i : order) beginAt(i, design.stacks[i], options);
    }

    std::shared_ptr<const EvaluatedDesign> finish() {
        auto result = std::make_shared<EvaluatedDesign>();
        result->memo = outputsMemo();
        for (StackRun& run : m_runs) result->stacks.push_back(evaluateStack(run, *result->memo));
        return result;
    }

private:
    void beginAt(std::size_t i, const std::shared_ptr<const Stack>& stack,
                 const EvaluateOptions& options) {
        const auto nested = m_nested.find(i);
        if (nested == m_nested.end()) {
            m_runs[i] = begin(stack, options);
            return;
        }
        std::vector<std::string> bound;
        auto child = std::make_shared<Stack>(*stack);
        handOver(m_runs[nested->second.parent], *nested->second.resource, *child, bound);
        m_runs[i] = begin(child, options);
        m_runs[i].isNested = true;
        if (bound.empty()) return;
        auto scope = std::make_shared<Scope>(*m_runs[i].scope);
        for (const std::string& name : bound) {
            scope->parameters[name] = Value::call(
                Function::ImportValue, Value::string(nameOfHandedParameter(child->name, name)));
        }
        m_runs[i].scope = std::move(scope);
    }

    /// Gives a nested stack the parameters that its parent says: what is plain by value, the rest
    /// (`bound`) by the name of the hand-over.
    static void handOver(StackRun& parent, const Resource& nested, Stack& child,
                         std::vector<std::string>& bound) {
        const Value* given = nested.properties().find("Parameters");
        const Value* declared = child.body.section("Parameters");
        if (given == nullptr || declared == nullptr) return;
        for (const MapEntry& entry : given->entries()) {
            if (declared->find(entry.key) == nullptr) continue;
            Evaluator evaluator(
                {*parent.scope,
                 &parent.stack->body.resources,
                 FunctionPlace::Body,
                 {},
                 {},
                 parent.loop},
                Path{"Resources", nested.logicalId, "Properties", "Parameters", entry.key});
            const auto value =
                holdsImport(entry.value) ? std::nullopt : evaluator.evaluate(entry.value);
            if (const auto text = value ? plainText(*value) : std::nullopt) {
                child.parameters[entry.key] = Value::string(*text);
                continue;
            }
            child.parameters[entry.key] =
                Value::unknown(fmt::format("`{}` decides it", nested.logicalId));
            bound.push_back(entry.key);
            parent.handed.push_back({nameOfHandedParameter(child.name, entry.key),
                                     Value::map({{"Value", entry.value}})});
        }
    }

    static bool holdsImport(const Value& value) {
        if (value.isCall()) {
            return value.isCall(Function::ImportValue) || holdsImport(value.argument());
        }
        return std::ranges::any_of(value.items(), holdsImport) ||
               std::ranges::any_of(value.entries(),
                                   [](const MapEntry& entry) { return holdsImport(entry.value); });
    }

    /// Returns a scalar's text, or a list's of scalars with commas between.
    static std::optional<std::string> plainText(const Value& value) {
        if (value.isScalar()) return value.text();
        if (!value.isList() || value.items().empty()) return std::nullopt;
        std::string text;
        for (const Value& item : value.items()) {
            if (!item.isScalar()) return std::nullopt;
            text += (text.empty() ? "" : ",") + item.text();
        }
        return text;
    }

    StackRun begin(const std::shared_ptr<const Stack>& stack, const EvaluateOptions& options) {
        StackRun run;
        run.written = stack;
        if (m_previous != nullptr) {
            const auto found = std::ranges::find_if(m_previous->stacks, [&](const auto& other) {
                return other->source->id == stack->id;
            });
            if (found != m_previous->stacks.end()) {
                run.before = found->get();
                run.beforePointer = *found;
            }
        }
        const bool fits =
            run.before != nullptr && scopeFits(*run.before->memo->scope, *stack, options.zones);
        run.scope = fits ? run.before->memo->scope : makeScope(*stack, options.zones);
        const bool asBefore = fits && run.before->memo->written == stack;
        run.stack = asBefore ? run.before->source : withMadeResources(stack, *run.scope);
        if (run.before == nullptr) {
            run.changes.everything = true;
        } else {
            run.changes = changesSince(*run.before, *run.stack, run.scope);
        }
        const bool sameLoop = run.before != nullptr &&
                              !run.changes.keys.contains({ReadKind::Loops, {}}) &&
                              !run.changes.everything;
        run.loop = sameLoop ? run.before->memo->loop : firstLoop(run.stack->body.resources);
        return run;
    }

    [[nodiscard]] bool outputsAreTheSame() const {
        if (m_previous == nullptr || m_previous->stacks.size() != m_runs.size()) return false;
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            const StackRun& run = m_runs[i];
            if (run.before == nullptr || run.before != m_previous->stacks[i].get()) return false;
            if (run.changes.everything) return false;
            const Value* now = run.stack->body.section("Outputs");
            const Value* then = run.before->source->body.section("Outputs");
            if ((now == nullptr) != (then == nullptr)) return false;
            if (now != nullptr && !now->identical(*then)) return false;
            for (const ReadKey& key : run.before->memo->outputs->reads) {
                if (run.changes.keys.contains(key)) return false;
            }
        }
        return true;
    }

    std::shared_ptr<const DesignMemo> outputsMemo() {
        if (outputsAreTheSame()) {
            for (StackRun& run : m_runs) run.outputs = run.before->memo->outputs;
            return m_previous->memo;
        }
        std::vector<OutputsInput> inputs;
        for (const StackRun& run : m_runs)
            inputs.push_back({run.stack, run.scope, run.loop, run.handed, run.isNested});
        DesignOutputs outputs = evaluateOutputs(inputs);
        for (std::size_t i = 0; i < m_runs.size(); ++i) m_runs[i].outputs = outputs.stacks[i];
        return std::make_shared<const DesignMemo>(DesignMemo{std::move(outputs.exports)});
    }

    /// Adds the imports whose value is another one than before.
    void addChangedImports(StackRun& run, const DesignMemo& memo) const {
        const StackMemo& before = *run.before->memo;
        if (m_previous->memo.get() == &memo && before.scope == run.scope) return;
        const auto then = importsFor(*before.scope, m_previous->memo->exports);
        const auto now = importsFor(*run.scope, memo.exports);
        before.readers.forEachKeyFrom({ReadKind::Import, {}}, [&](const ReadKey& key) {
            if (key.kind != ReadKind::Import) return false;
            if (!(then(key.name) == now(key.name))) run.changes.keys.insert(key);
            return true;
        });
    }

    std::shared_ptr<const EvaluatedStack> evaluateStack(StackRun& run, const DesignMemo& memo) {
        const bool fromNothing = run.changes.everything;
        if (!fromNothing) addChangedImports(run, memo);
        if (!fromNothing && run.before->source == run.stack && run.changes.keys.empty() &&
            run.before->memo->outputs == run.outputs) {
            return run.beforePointer;
        }
        auto result = std::make_shared<EvaluatedStack>();
        result->source = run.stack;
        result->parameters = run.scope->parameters;
        for (const auto& [name, truth] : run.scope->conditions) {
            result->conditions[name] = truth.truth;
        }
        result->outputs = run.outputs->outputs;
        result->exports = run.outputs->exports;
        EvaluatorInput input{*run.scope,
                             &run.stack->body.resources,
                             FunctionPlace::Body,
                             importsFor(*run.scope, memo.exports),
                             {},
                             run.loop};
        if (fromNothing) {
            evaluateAll(run, input, *result);
        } else {
            evaluateChanged(run, input, *result);
        }
        return result;
    }

    static std::shared_ptr<StackMemo> newMemo(const StackRun& run) {
        auto memo = std::make_shared<StackMemo>();
        memo->written = run.written;
        memo->scope = run.scope;
        memo->outputs = run.outputs;
        memo->loop = run.loop;
        return memo;
    }

    /// Returns what a resource came to, as before where it came to the same.
    static EvaluatedPointer evaluated(const StackRun& run,
                                      const std::shared_ptr<const Resource>& resource,
                                      const EvaluatorInput& input) {
        EvaluatedPointer now = evaluateResource(resource, input);
        if (run.before == nullptr) return now;
        const EvaluatedPointer* then = run.before->memo->byId.find(resource->id);
        const bool same = then != nullptr && (*then)->source == now->source &&
                          (*then)->exists == now->exists && (*then)->existsWhy == now->existsWhy &&
                          (*then)->body == now->body && (*then)->reads == now->reads &&
                          (*then)->diagnostics == now->diagnostics;
        return same ? *then : now;
    }

    static void evaluateAll(const StackRun& run, const EvaluatorInput& input,
                            EvaluatedStack& result) {
        auto memo = newMemo(run);
        Readers::Changes readers;
        std::vector<std::pair<ResourceId, EvaluatedPointer>> byId;
        for (const auto& resource : run.stack->body.resources) {
            EvaluatedPointer one = evaluated(run, resource, input);
            readers.move(resource->id, {}, one->reads);
            byId.emplace_back(resource->id, one);
            result.resources.push_back(std::move(one));
        }
        std::ranges::sort(byId, {}, [](const auto& entry) { return entry.first; });
        memo->byId = PersistentMap<ResourceId, EvaluatedPointer>::fromSorted(std::move(byId));
        readers.applyTo(memo->readers);
        result.memo = std::move(memo);
        collectDiagnostics(run, result);
    }

    static void collectDiagnostics(const StackRun& run, EvaluatedStack& result) {
        result.diagnostics = run.scope->diagnostics;
        const auto add = [&](const std::vector<Diagnostic>& found) {
            result.diagnostics.insert(result.diagnostics.end(), found.begin(), found.end());
        };
        for (const auto& resource : result.resources) add(resource->diagnostics);
        add(run.outputs->diagnostics);
    }

    /// Returns the resources to evaluate: those that changed, and those that read what changed.
    static std::set<ResourceId> affected(const StackRun& run) {
        std::set<ResourceId> ids = run.before->memo->readers.underAny(run.changes.keys);
        ids.insert(run.changes.resources.begin(), run.changes.resources.end());
        return ids;
    }

    static void evaluateChanged(const StackRun& run, const EvaluatorInput& input,
                                EvaluatedStack& result) {
        const StackMemo& before = *run.before->memo;
        auto memo = newMemo(run);
        memo->byId = before.byId;
        memo->readers = before.readers;
        const ResourceTable& table = run.stack->body.resources;
        // Diagnostics stand in the order of the resources; where none had any, order is no matter.
        const bool resourcesAreSilent =
            run.before->diagnostics.size() ==
            before.scope->diagnostics.size() + before.outputs->diagnostics.size();
        bool sameDiagnostics = (run.changes.inPlace || resourcesAreSilent) &&
                               before.scope == run.scope && before.outputs == run.outputs;
        static const std::vector<ReadKey> kNone;
        Readers::Changes readers;
        std::vector<EvaluatedPointer> changed;
        for (const ResourceId id : run.changes.removed) {
            readers.move(id, (*before.byId.find(id))->reads, {});
            memo->byId = memo->byId.without(id);
        }
        for (const ResourceId id : affected(run)) {
            const auto resource = table.find(id);
            if (!resource) continue;
            const EvaluatedPointer* then = before.byId.find(id);
            EvaluatedPointer now = evaluated(run, resource, input);
            if (then != nullptr && *then == now) continue;
            sameDiagnostics = sameDiagnostics && now->diagnostics.empty() &&
                              (then == nullptr || (*then)->diagnostics.empty());
            readers.move(id, then != nullptr ? (*then)->reads : kNone, now->reads);
            memo->byId = memo->byId.with(id, now);
            changed.push_back(std::move(now));
        }
        readers.applyTo(memo->readers);
        placeResources(run, *memo, changed, result);
        result.memo = std::move(memo);
        if (sameDiagnostics) {
            result.diagnostics = run.before->diagnostics;
        } else {
            collectDiagnostics(run, result);
        }
    }

    static void placeResources(const StackRun& run, const StackMemo& memo,
                               const std::vector<EvaluatedPointer>& changed,
                               EvaluatedStack& result) {
        const ResourceTable& table = run.stack->body.resources;
        if (run.changes.inPlace) {
            result.resources = run.before->resources;
            for (const EvaluatedPointer& one : changed) {
                result.resources[table.indexOf(one->source->id)] = one;
            }
            return;
        }
        // What stands before and behind all that moved is taken over, and needs no look-up.
        const ResourceTable& before = run.before->source->body.resources;
        const std::vector<EvaluatedPointer>& old = run.before->resources;
        const std::size_t most = std::min(before.size(), table.size());
        std::size_t head = 0;
        while (head < most && before[head] == table[head]) ++head;
        std::size_t tail = 0;
        while (tail < most - head &&
               before[before.size() - tail - 1] == table[table.size() - tail - 1]) {
            ++tail;
        }
        result.resources.reserve(table.size());
        const auto oldAt = [&](std::size_t i) {
            return old.begin() + static_cast<std::ptrdiff_t>(i);
        };
        result.resources.assign(oldAt(0), oldAt(head));
        for (std::size_t i = head; i < table.size() - tail; ++i) {
            result.resources.push_back(*memo.byId.find(table[i]->id));
        }
        result.resources.insert(result.resources.end(), oldAt(old.size() - tail), old.end());
        for (const EvaluatedPointer& one : changed) {
            result.resources[table.indexOf(one->source->id)] = one;
        }
    }

    const EvaluatedDesign* m_previous;
    std::map<std::size_t, NestedIn> m_nested;
    std::vector<StackRun> m_runs;
};

}  // namespace

EvaluatedPointer evaluateResource(const std::shared_ptr<const Resource>& resource,
                                  const EvaluatorInput& input) {
    auto result = std::make_shared<EvaluatedResource>();
    result->source = resource;
    const Path path{"Resources", resource->logicalId};
    Evaluator evaluator(input, path, resource->logicalId);
    Evaluator existence(input, path / PathStep("Condition"), resource->logicalId);
    if (resource->isLoop()) {
        result->exists = Truth::Unknown;
        result->existsWhy = "the loop `" + resource->logicalId + "` is not expanded";
        result->body = Value::unknown(result->existsWhy);
        return result;
    }
    if (const Value* condition = resource->attribute("Condition")) {
        const ConditionTruth exists = existence.namedCondition(*condition);
        result->exists = exists.truth;
        result->existsWhy = exists.why;
    }
    result->body = evaluateBody(evaluator, resource->body);
    const auto reads = evaluator.takeReads();
    std::ranges::set_union(reads, existence.takeReads(), std::back_inserter(result->reads));
    if (result->exists == Truth::No) return result;
    result->diagnostics = existence.takeDiagnostics();
    for (Diagnostic& found : evaluator.takeDiagnostics()) {
        result->diagnostics.push_back(std::move(found));
    }
    return result;
}

const Value& EvaluatedResource::properties() const {
    static const Value kNull;
    const Value* properties = body.find("Properties");
    return properties != nullptr ? *properties : kNull;
}

std::shared_ptr<const EvaluatedResource> EvaluatedStack::find(std::string_view logicalId) const {
    const auto resource = source->body.resources.find(logicalId);
    return resource ? find(resource->id) : nullptr;
}

std::shared_ptr<const EvaluatedResource> EvaluatedStack::find(ResourceId id) const {
    const EvaluatedPointer* found = memo->byId.find(id);
    return found != nullptr ? *found : nullptr;
}

std::shared_ptr<const EvaluatedDesign> evaluate(const Design& design,
                                                const EvaluatedDesign* previous,
                                                const EvaluateOptions& options) {
    return Run(design, previous, options).finish();
}

}  // namespace archivolt
