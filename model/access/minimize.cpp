#include "model/access/minimize.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "model/access/narrow_statement.h"
#include "model/access/resource_names.h"
#include "model/base/arn.h"

namespace archivolt {

namespace {

constexpr std::string_view kAny = "(any)";

/// What is done with one policy of the principal.
struct PolicyPlan {
    bool changed = false;
    std::vector<Value> statements;  ///< Those that stay, as the template is to have them.
    std::string why;                ///< Not empty: why it stays as it is.
};

class Minimizer {
public:
    Minimizer(const MinimizeSubject& subject, std::size_t principal,
              std::span<const NeededCall> promised)
        : m_subject(subject),
          m_asking(subject.access, subject.table),
          m_principal(subject.access.principals[principal]),
          m_names(subject.evaluated, subject.catalog) {
        m_result.who = m_asking.callerOf(principal);
        m_result.exact = !promised.empty();
        m_runtime = runtimeCallsOf(subject, principal);
        m_result.needs.assign(promised.begin(), promised.end());
        if (!m_result.exact) m_result.needs = namedByRunners(subject, principal);
    }

    Minimized run() {
        const StatementNarrower narrower(m_asking, m_result.who, m_result.needs, m_runtime,
                                         m_result.exact);
        if (m_result.needs.empty()) {
            m_result.cannot.emplace_back(
                "nothing in the design tells what it needs: promise it (kind `can`)");
            return std::move(m_result);
        }
        for (const AccessPolicy& policy : m_principal.identity) planOf(policy, narrower);
        std::ranges::sort(m_removals, std::greater());
        for (const auto& [path, stack] : m_removals) {
            m_result.edits.emplace_back(RemoveValue{stack, path});
        }
        addInline();
        if (!m_result.edits.empty()) tryOut();
        return std::move(m_result);
    }

private:
    [[nodiscard]] const Stack* stackOf(const Origin& origin) const {
        for (const auto& stack : m_subject.evaluated.stacks) {
            if (stack->source->id == origin.stack) return stack->source.get();
        }
        return nullptr;
    }

    /// Returns the template's own text of a value, and its path; nothing behind a function.
    [[nodiscard]] std::optional<std::pair<Path, Value>> sourceAt(const Origin& origin) const {
        const Stack* stack = stackOf(origin);
        if (stack == nullptr) return std::nullopt;
        const auto resource = stack->body.resources.find(origin.resource);
        if (!resource) return std::nullopt;
        const Value* value = resource->body.at(origin.property);
        if (value == nullptr) return std::nullopt;
        return std::pair(Path{"Resources", resource->logicalId} / origin.property, *value);
    }

    /// Says whether another principal has the same policy.
    [[nodiscard]] bool isShared(const AccessPolicy& policy) const {
        std::size_t users = 0;
        for (const AccessPrincipal& other : m_subject.access.principals) {
            users += static_cast<std::size_t>(
                std::ranges::count_if(other.identity, [&](const AccessPolicy& one) {
                    return one.origin == policy.origin && one.name == policy.name;
                }));
        }
        return users > 1;
    }

    void planOf(const AccessPolicy& policy, const StatementNarrower& narrower) {
        const PolicyDocument& document = policy.policy->document();
        if (!document.why.empty()) return keep(policy, document.why.text());
        const bool ofAws = policy.name.starts_with("arn:");
        if (ofAws && policy.name.find("policy/service-role/") != std::string::npos) return;
        PolicyPlan plan;
        std::vector<PolicyExcess> excess;
        for (std::size_t i = 0; i < document.statements.size(); ++i) {
            const NarrowedStatement narrowed = narrower.narrow(*policy.policy, i);
            if (!narrowed.why.empty()) return keep(policy, narrowed.why);
            addStatement(policy, i, narrowed, ofAws, plan);
            if (narrowed.same) continue;
            plan.changed = true;
            excess.push_back(excessOf(policy, i, narrowed));
        }
        if (!plan.changed) return;
        if (!plan.why.empty()) return keep(policy, plan.why);
        m_result.excess.insert(m_result.excess.end(), excess.begin(), excess.end());
        if (ofAws || isShared(policy)) return replace(policy, plan);
        rewrite(policy, plan);
    }

    void keep(const AccessPolicy& policy, const std::string& why) {
        m_result.cannot.push_back(fmt::format("{}: {}", policy.name, why));
    }

    static std::string shownOf(const PolicyElement<PolicyText>& element) {
        std::string text = element.negated ? "all but " : "";
        for (const PolicyText& value : element.values) {
            if (&value != &element.values.front()) text += ", ";
            text += value.shown();
        }
        return text;
    }

    static PolicyExcess excessOf(const AccessPolicy& policy, std::size_t index,
                                 const NarrowedStatement& narrowed) {
        const PolicyStatement& statement = policy.policy->document().statements[index];
        std::string to;
        for (const NarrowedStatement::Part& part : narrowed.parts) {
            to += fmt::format("{}{} on {}", to.empty() ? "" : "; ", fmt::join(part.actions, ", "),
                              fmt::join(part.resources, ", "));
        }
        Origin origin = policy.origin;
        origin.property = origin.property / statement.path;
        const std::string from =
            fmt::format("{} on {}", shownOf(statement.actions), shownOf(statement.resources));
        return {policy.name, std::move(origin),
                to.empty() ? fmt::format("{}: nothing of it is needed", from)
                           : fmt::format("{} → {}", from, to)};
    }

    /// Adds what is to stand in place of a statement: itself, or the parts that are left.
    void addStatement(const AccessPolicy& policy, std::size_t index,
                      const NarrowedStatement& narrowed, bool ofAws, PolicyPlan& plan) const {
        const PolicyStatement& statement = policy.policy->document().statements[index];
        Origin origin = policy.origin;
        origin.property = origin.property / statement.path;
        const auto source = ofAws ? std::nullopt : sourceAt(origin);
        if (!ofAws && (!source || !source->second.isMap())) {
            plan.why = "its text stands behind a function, which no edit here changes";
            return;
        }
        if (ofAws && (!statement.conditions.empty() || statement.effect != PolicyEffect::Allow)) {
            plan.why = "AWS's policy has conditions, which are not copied";
            return;
        }
        if (narrowed.same && !ofAws) {
            plan.statements.push_back(source->second);
            return;
        }
        const auto parts = partsOf(statement, narrowed);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const Value made =
                ofAws ? Value::map({{"Effect", Value::string("Allow")}}) : source->second;
            std::vector<MapEntry> entries;
            for (const MapEntry& entry : made.entries()) {
                const bool again = i > 0 && entry.key == "Sid";  // It must differ in a document.
                const bool old = entry.key.ends_with("Action") || entry.key.ends_with("Resource");
                if (!old && !again) entries.push_back(entry);
            }
            // Before the condition, where people look for them.
            auto at = std::ranges::find(entries, "Condition", &MapEntry::key);
            at = entries.insert(at, {"Action", listOf(parts[i].actions)});
            entries.insert(at + 1, {"Resource", resourcesOf(parts[i].resources, policy, plan)});
            plan.statements.push_back(Value::map(std::move(entries)));
        }
    }

    /// Returns the parts of a narrowed statement; of AWS's own that stays, the statement itself.
    static std::vector<NarrowedStatement::Part> partsOf(const PolicyStatement& statement,
                                                        const NarrowedStatement& narrowed) {
        if (!narrowed.same) return narrowed.parts;
        NarrowedStatement::Part part;
        for (const PolicyText& one : statement.actions.values) part.actions.push_back(one.shown());
        for (const PolicyText& one : statement.resources.values) {
            part.resources.push_back(one.shown());
        }
        return {part};
    }

    static Value listOf(const std::vector<std::string>& texts) {
        if (texts.size() == 1) return Value::string(texts.front());
        std::vector<Value> items;
        items.reserve(texts.size());
        for (const std::string& text : texts) items.push_back(Value::string(text));
        return Value::list(std::move(items));
    }

    Value resourcesOf(const std::vector<std::string>& arns, const AccessPolicy& policy,
                      PolicyPlan& plan) const {
        std::vector<Value> items;
        items.reserve(arns.size());
        for (const std::string& arn : arns) items.push_back(resourceOf(arn, policy, plan));
        return items.size() == 1 ? items.front() : Value::list(std::move(items));
    }

    /// Returns an ARN as a template has it: by reference where a resource of the stack has it.
    Value resourceOf(const std::string& arn, const AccessPolicy& policy, PolicyPlan& plan) const {
        const AccessResource* resource = m_asking.resourceOf(arn);
        const Stack* stack = stackOf(policy.origin);
        if (resource == nullptr || stack == nullptr || stack->name != resource->stack) {
            if (arn.find("(generated)") != std::string::npos ||
                arn.find('{') != std::string::npos) {
                plan.why = fmt::format("{} is of another stack, and told at deployment", arn);
            }
            return Value::string(withStars(arn));
        }
        std::string rest = withStars(arn.substr(resource->arn.size()));
        for (const char* attribute : {"Arn", "TopicArn", "ResourceARN", ""}) {
            const bool isRef = *attribute == '\0';
            Value value = isRef ? Value::ref(resource->logicalId)
                                : Value::getAtt(resource->logicalId, attribute);
            if (shown(m_names.textOf(value, stack->id)) != resource->arn) continue;
            if (rest.empty()) return value;
            const std::string name =
                isRef ? resource->logicalId : fmt::format("{}.{}", resource->logicalId, attribute);
            return Value::call(Function::Sub, Value::string(fmt::format("${{{}}}{}", name, rest)));
        }
        if (auto made = madeOfName(*resource, stack->id, rest)) return *std::move(made);
        plan.why = fmt::format("the ARN of `{}` can't be referred to", resource->logicalId);
        return Value::string(withStars(arn));
    }

    /// Returns the ARN of what has no attribute for it, made of what `Ref` gives: its name or id.
    std::optional<Value> madeOfName(const AccessResource& resource, StackId stack,
                                    const std::string& rest) const {
        const std::string name = shown(m_names.textOf(Value::ref(resource.logicalId), stack));
        const auto arn = partsOfArn(std::string_view(resource.arn));
        if (!arn || name.empty() || !resource.arn.ends_with(name)) return std::nullopt;
        const std::string_view own = arn->resource;
        if (own.size() < name.size()) return std::nullopt;
        return Value::call(Function::Sub,
                           Value::string(fmt::format(
                               "arn:${{AWS::Partition}}:{}:{}:{}:{}${{{}}}{}", arn->service,
                               arn->region.empty() ? "" : "${AWS::Region}",
                               arn->account.empty() ? "" : "${AWS::AccountId}",
                               own.substr(0, own.size() - name.size()), resource.logicalId, rest)));
    }

    static std::string withStars(std::string text) {
        for (std::size_t at = text.find(kAny); at != std::string::npos; at = text.find(kAny)) {
            text.replace(at, kAny.size(), "*");
        }
        return text;
    }

    /// Rewrites a document where it stands, or takes it away with all that holds it.
    void rewrite(const AccessPolicy& policy, const PolicyPlan& plan) {
        const auto document = sourceAt(policy.origin);
        if (!document) return keep(policy, "its text stands behind a function");
        if (!plan.statements.empty()) {
            m_result.edits.emplace_back(SetValue{policy.origin.stack, document->first / "Statement",
                                                 Value::list(plan.statements)});
            return;
        }
        const auto& steps = document->first.steps();
        // Resources, id, Properties, Policies, index, PolicyDocument: an item of an inline list.
        if (steps.size() == 6) {
            Path item(std::vector<PathStep>(steps.begin(), steps.end() - 1));
            m_removals.emplace_back(std::move(item), policy.origin.stack);
        } else if (policy.name.starts_with("policy `")) {
            const Stack* stack = stackOf(policy.origin);
            const auto resource = stack->body.resources.find(policy.origin.resource);
            m_result.edits.emplace_back(RemoveResource{policy.origin.stack, resource->logicalId});
        } else {
            detach(policy);
        }
    }

    /// Takes a policy that is not the principal's alone away from it, and adds what is needed.
    void replace(const AccessPolicy& policy, const PolicyPlan& plan) {
        if (!detach(policy)) return;
        m_inline.insert(m_inline.end(), plan.statements.begin(), plan.statements.end());
    }

    bool detach(const AccessPolicy& policy) {
        for (const auto& stack : m_subject.evaluated.stacks) {
            if (stack->source->name != m_principal.stack) continue;
            const auto resource = stack->find(m_principal.logicalId);
            const Value* list =
                resource ? resource->properties().find("ManagedPolicyArns") : nullptr;
            for (std::size_t i = 0; list != nullptr && i < list->items().size(); ++i) {
                const StackId id = stack->source->id;
                const std::string arn = shown(m_names.textOf(list->items()[i], id));
                const std::string own = fmt::format(
                    "managed policy `{}`", m_names.placeNamedBy(list->items()[i], id).logicalId);
                const bool same =
                    policy.name == own || policy.name == arn || policy.name.starts_with(arn + " (");
                const Origin origin{id, resource->source->id,
                                    Path{"Properties", "ManagedPolicyArns"} / i};
                const auto source = sourceAt(origin);
                if (!same || !source) continue;
                m_removals.emplace_back(source->first, id);
                return true;
            }
        }
        keep(policy, "it is not attached where an edit could take it away");
        return false;
    }

    /// Adds the inline policy that stands in for what was taken away.
    void addInline() {
        if (m_inline.empty()) return;
        for (const auto& stack : m_subject.evaluated.stacks) {
            if (stack->source->name != m_principal.stack) continue;
            const auto resource = stack->find(m_principal.logicalId);
            if (!resource) continue;
            const Value policy = Value::map(
                {{"PolicyName", Value::string("Needed")},
                 {"PolicyDocument", Value::map({{"Version", Value::string("2012-10-17")},
                                                {"Statement", Value::list(m_inline)}})}});
            const Value* list = resource->source->body.at(Path{"Properties", "Policies"});
            const Path path = Path{"Resources", m_principal.logicalId, "Properties", "Policies"};
            // Items that go are taken away first, so that the new one comes behind those that stay.
            std::size_t left = list != nullptr ? list->items().size() : 0;
            for (const auto& [removed, id] : m_removals) {
                if (removed.startsWith(path)) --left;
            }
            if (list != nullptr && !list->isList()) {
                m_result.cannot.emplace_back("its inline policies stand behind a function");
                m_result.edits.clear();
                return;
            }
            m_result.edits.emplace_back(
                list == nullptr ? SetValue{stack->source->id, path, Value::list({policy})}
                                : SetValue{stack->source->id, path / left, policy});
        }
    }

    /// Makes the edits on a copy, and compares what may be done before and after.
    void tryOut() {
        const auto after = applyAll(m_subject.design, m_result.edits);
        if (!after) return giveUp(after.error().message);
        const auto evaluated = evaluate(*after, &m_subject.evaluated);
        AccessModel access = buildAccessModel(*evaluated, m_subject.catalog, m_subject.given);
        access.serviceControls = m_subject.access.serviceControls;
        access.resourceControls = m_subject.access.resourceControls;
        const std::string name = m_principal.stack + '/' + m_principal.logicalId;
        const auto before = whatCan(m_subject.access, m_subject.table, name);
        const auto now = whatCan(access, m_subject.table, name);
        if (!before || !now) return giveUp("the principal is not there any more");
        if (!compare(*before, *now)) return;
        const Asking asking(access, m_subject.table);
        for (const NeededCall& need : m_result.needs) {
            if (need.action.empty()) continue;
            const Truth was = m_asking.answer(m_result.who, need.action, need.arn).allowed;
            const Truth is = asking.answer(m_result.who, need.action, need.arn).allowed;
            if (was != is) {
                return giveUp(
                    fmt::format("{} on {} would not be allowed any more", need.action, need.arn));
            }
        }
    }

    /// Lists what is lost; false where something is gained, which must not be.
    bool compare(const WhatCan& before, const WhatCan& now) {
        const auto actionsOf = [](const WhatCan& of, const WhatCanEntry& entry) {
            std::set<std::string> actions;
            for (const WhatCanEntry& one : of.entries) {
                if (one.arn != entry.arn || one.resource != entry.resource) continue;
                actions.insert(one.allowed.begin(), one.allowed.end());
                actions.insert(one.open.begin(), one.open.end());
            }
            return actions;
        };
        for (const WhatCanEntry& entry : now.entries) {
            const auto had = actionsOf(before, entry);
            for (const std::string& action : actionsOf(now, entry)) {
                if (had.contains(action)) continue;
                giveUp(fmt::format("{} on {} would be gained", action, entry.arn));
                return false;
            }
        }
        std::set<std::string> seen;
        for (const WhatCanEntry& entry : before.entries) {
            if (!seen.insert(entry.resource + ' ' + entry.arn).second) continue;
            const auto has = actionsOf(now, entry);
            HeldBeyond beyond{entry.resource, {}};
            for (const std::string& action : actionsOf(before, entry)) {
                if (!has.contains(action)) beyond.actions.push_back(action);
            }
            if (beyond.actions.empty()) continue;
            const auto same =
                std::ranges::find(m_result.beyond, beyond.resource, &HeldBeyond::resource);
            if (same == m_result.beyond.end()) {
                m_result.beyond.push_back(std::move(beyond));
            } else {
                same->actions.insert(same->actions.end(), beyond.actions.begin(),
                                     beyond.actions.end());
            }
        }
        return true;
    }

    void giveUp(const std::string& why) {
        m_result.edits.clear();
        m_result.beyond.clear();
        m_result.cannot.push_back("the smaller policies are not proposed: " + why);
    }

    std::set<std::string> m_runtime;  ///< What AWS's own runtimes do with its permissions.
    const MinimizeSubject& m_subject;
    Asking m_asking;
    const AccessPrincipal& m_principal;
    ResourceNames m_names;
    Minimized m_result;
    std::vector<std::pair<Path, StackId>> m_removals;
    std::vector<Value> m_inline;
};

}  // namespace

Result<Minimized> minimizePolicies(const MinimizeSubject& subject, const std::string& principal,
                                   std::span<const NeededCall> promised) {
    const auto index = principalNamed(subject.access, principal);
    if (!index) return tl::make_unexpected(index.error());
    return Minimizer(subject, *index, promised).run();
}

}  // namespace archivolt
