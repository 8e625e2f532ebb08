#include "model/evaluate/memo.h"

namespace archivolt {

namespace {

const ReadKey kLoops{ReadKind::Loops, {}};

/// Adds the keys under which two maps differ.
template <class T>
void addDifferences(const std::map<std::string, T>& a, const std::map<std::string, T>& b,
                    ReadKind kind, std::set<ReadKey>& keys) {
    for (const auto& [name, value] : a) {
        const auto other = b.find(name);
        if (other == b.end() || !(other->second == value)) keys.insert({kind, name});
    }
    for (const auto& [name, value] : b) {
        if (!a.contains(name)) keys.insert({kind, name});
    }
}

std::map<std::string, Value> mapsByName(const Value& mappings) {
    std::map<std::string, Value> result;
    for (const MapEntry& entry : mappings.entries()) result.emplace(entry.key, entry.value);
    return result;
}

bool hasMacro(const Value& mappings) {
    return mappings.isCall() || mappings.find("Fn::Transform") != nullptr;
}

/// Says whether something that every evaluation may depend on differs.
bool differsAsAWhole(const Scope& a, const Scope& b) {
    return a.stackName != b.stackName || a.account != b.account || a.region != b.region ||
           a.languageExtensions != b.languageExtensions || a.macro != b.macro ||
           a.embedded != b.embedded || hasMacro(a.mappings) || hasMacro(b.mappings) ||
           a.conditionSection.isCall() != b.conditionSection.isCall() || a.zones != b.zones;
}

/// Returns how a name stands to those that refer to it: absent, a loop, there, or removed.
std::string standing(const Scope& scope, const ResourceTable& table, const std::string& name) {
    const auto resource = table.find(name);
    if (!resource) return "absent";
    if (resource->isLoop()) return "loop";
    if (existenceOf(scope, *resource).truth != Truth::No) return "there";
    return "removed by " + resource->attribute("Condition")->text();
}

/// Collects what differs between an evaluated stack and its successor.
class Comparison {
public:
    Comparison(const EvaluatedStack& before, const Stack& stack, const Scope& scope)
        : m_before(before),
          m_then(before.source->body.resources),
          m_now(stack.body.resources),
          m_oldScope(*before.memo->scope),
          m_scope(scope) {}

    StackChanges run() {
        compareTables();
        if (&m_oldScope != &m_scope) compareScopes();
        // Without a loop then, and none among what changed, there is none now.
        const bool mayLoop = !m_before.memo->loop.empty() || m_changes.keys.contains(kLoops);
        if (!m_changes.inPlace && mayLoop && firstLoop(m_now) != m_before.memo->loop) {
            m_changes.keys.insert(kLoops);
        }
        for (const std::string& name : m_names) {
            if (standing(m_oldScope, m_then, name) != standing(m_scope, m_now, name)) {
                m_changes.keys.insert({ReadKind::Standing, name});
            }
        }
        return std::move(m_changes);
    }

private:
    void noteOne(const Resource& resource) {
        m_names.insert(resource.logicalId);
        m_changes.keys.insert({ReadKind::Content, resource.logicalId});
        if (resource.isLoop()) m_changes.keys.insert(kLoops);
    }

    void compareTables() {
        const std::size_t size = m_now.size();
        m_changes.inPlace = size == m_then.size();
        for (std::size_t i = 0; m_changes.inPlace && i < size; ++i) {
            const auto& then = m_then[i];
            const auto& now = m_now[i];
            if (then == now) continue;
            if (then->id != now->id) {
                m_changes.inPlace = false;
                break;
            }
            noteOne(*then);
            noteOne(*now);
            m_changes.resources.insert(now->id);
        }
        if (!m_changes.inPlace) compareByIds();
    }

    void compareByIds() {
        ResourceTable::forEachDifference(
            m_then, m_now,
            [&](const ResourceTable::Pointer& then, const ResourceTable::Pointer& now) {
                if (then) noteOne(*then);
                if (now) {
                    noteOne(*now);
                    m_changes.resources.insert(now->id);
                } else {
                    m_changes.removed.insert(then->id);
                }
            });
    }

    void compareScopes() {
        auto& keys = m_changes.keys;
        addDifferences(m_oldScope.parameters, m_scope.parameters, ReadKind::Parameter, keys);
        addDifferences(mapsByName(m_oldScope.mappings), mapsByName(m_scope.mappings),
                       ReadKind::Mapping, keys);
        std::set<ReadKey> conditions;
        addDifferences(m_oldScope.conditions, m_scope.conditions, ReadKind::Condition, conditions);
        for (const ResourceId id : m_before.memo->readers.underAny(conditions)) {
            if (const auto then = m_then.find(id)) m_names.insert(then->logicalId);
        }
        keys.merge(conditions);
    }

    const EvaluatedStack& m_before;
    const ResourceTable& m_then;
    const ResourceTable& m_now;
    const Scope& m_oldScope;
    const Scope& m_scope;
    StackChanges m_changes;
    std::set<std::string> m_names;  // Whose standing may have changed.
};

}  // namespace

std::string firstLoop(const ResourceTable& resources) {
    for (const auto& resource : resources) {
        if (resource->isLoop()) return resource->logicalId;
    }
    return {};
}

StackChanges changesSince(const EvaluatedStack& before, const Stack& stack,
                          const std::shared_ptr<const Scope>& scope) {
    StackChanges changes;
    if (before.source.get() == &stack && before.memo->scope == scope) return changes;
    if (before.memo->scope != scope && differsAsAWhole(*before.memo->scope, *scope)) {
        changes.everything = true;
        return changes;
    }
    return Comparison(before, stack, *scope).run();
}

}  // namespace archivolt
