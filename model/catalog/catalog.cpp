#include "model/catalog/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>

#include "model/base/invariant.h"
#include "model/catalog/catalog_rules.h"
#include "model/catalog/embedded_files.h"
#include "model/catalog/system_reader.h"
#include "model/catalog/type_reader.h"

namespace archivolt {

namespace {

constexpr std::string_view kHeader = "archivolt-resource-types 1\t";
constexpr std::string_view kCustomResource = "AWS::CloudFormation::CustomResource";

/// A type that waits in the text until somebody asks for it.
struct Slot {
    explicit Slot(std::string_view text) : block(text) {}
    std::string_view block;
    mutable std::once_flag typeOnce;
    mutable std::unique_ptr<const DecodedType> type;
    mutable std::once_flag referencesOnce;
    mutable std::vector<ReferenceFacts> references;
};

/// Collects the specification's references of a type, down its nested types.
class ReferenceWalk {
public:
    explicit ReferenceWalk(std::map<std::string, ReferenceFacts>& found) : m_found(found) {}

    void visit(const ObjectType& object, const PathPattern& path) {
        const bool isOpen = std::find(m_open.begin(), m_open.end(), &object) != m_open.end();
        if (isOpen || !leadsToTargets(object)) return;
        m_open.push_back(&object);
        for (const PropertyFacts& facts : object.properties) {
            const PathPattern step =
                path / PathPattern::Step{PathPattern::StepKind::Key, std::string(facts.name)};
            if (!facts.targets.empty()) add(facts, step);
            descend(facts.type, step);
        }
        m_open.pop_back();
    }

private:
    void add(const PropertyFacts& facts, PathPattern path) {
        for (const PropertyType* type = &facts.type; type->element != nullptr;
             type = type->element) {
            path = path / elementStep(*type);
        }
        m_found.try_emplace(path.toString(), ReferenceFacts{path, facts.targets, false});
    }

    void descend(const PropertyType& type, const PathPattern& path) {
        if (type.object != nullptr) visit(*type.object, path);
        if (type.element != nullptr) descend(*type.element, path / elementStep(type));
        for (const PropertyType* choice : type.choices) descend(*choice, path);
    }

    static PathPattern::Step elementStep(const PropertyType& type) {
        return {type.kind == PropertyKind::List ? PathPattern::StepKind::AnyItem
                                                : PathPattern::StepKind::AnyValue,
                {}};
    }

    /// Says whether anything below refers to a resource: most nested types don't.
    bool leadsToTargets(const ObjectType& object) {
        const auto known = m_leads.find(&object);
        if (known != m_leads.end()) return known->second;
        m_leads[&object] = false;  // While a cycle is open, its rest decides.
        const bool leads = std::any_of(
            object.properties.begin(), object.properties.end(), [this](const PropertyFacts& facts) {
                return !facts.targets.empty() || leadsToTargets(facts.type);
            });
        return m_leads[&object] = leads;
    }

    bool leadsToTargets(const PropertyType& type) {
        if (type.object != nullptr && leadsToTargets(*type.object)) return true;
        if (type.element != nullptr && leadsToTargets(*type.element)) return true;
        return std::any_of(type.choices.begin(), type.choices.end(),
                           [this](const PropertyType* choice) { return leadsToTargets(*choice); });
    }

    std::map<std::string, ReferenceFacts>& m_found;
    std::vector<const ObjectType*> m_open;
    std::map<const ObjectType*, bool> m_leads;
};

template <class Facts, class Key, class Name>
const Facts* findSorted(const std::vector<Facts>& facts, const Key& key, Name name) {
    const auto found = std::lower_bound(
        facts.begin(), facts.end(), key,
        [&](const Facts& a, const Key& b) { return std::string_view(a.*name) < b; });
    return found != facts.end() && std::string_view((*found).*name) == key ? &*found : nullptr;
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

struct Catalog::State {
    std::vector<std::string_view> names;  // Sorted; slots in the same order.
    std::deque<Slot> slots;
    std::unique_ptr<const Systems> systems;
    Limits limits;

    [[nodiscard]] const Slot* slot(std::string_view name) const {
        if (name.starts_with("Custom::")) name = kCustomResource;
        const auto found = std::lower_bound(names.begin(), names.end(), name);
        if (found == names.end() || *found != name) return nullptr;
        return &slots[static_cast<std::size_t>(found - names.begin())];
    }

    [[nodiscard]] const StandIn* standInOf(std::string_view name) const {
        const auto found = systems->standsFor.find(name);
        return found == systems->standsFor.end() ? nullptr : &found->second;
    }

    /// Gives a transform's own type what the type that it becomes gives out.
    Result<void> addAttributes(const StandIn& standIn, ResourceType& facts) const {
        const Slot* const other = slot(standIn.type);
        INVARIANT(other != nullptr);  // `load` has checked it.
        DecodedType made;
        const auto done = readType(other->block, made);
        if (!done) return tl::make_unexpected(done.error());
        facts.refReturns = made.facts.refReturns;
        for (const AttributeFacts& attribute : made.facts.attributes) {
            // Nested types belong to what was decoded here: of them only the name is told.
            const bool isScalar = attribute.type.object == nullptr &&
                                  attribute.type.element == nullptr &&
                                  attribute.type.choices.empty();
            facts.attributes.push_back(
                {attribute.name, isScalar ? attribute.type : PropertyType{}});
        }
        for (const std::string& name : standIn.more) {
            facts.attributes.push_back({name, PropertyType{PropertyKind::String, {}, {}, {}, {}}});
        }
        std::sort(facts.attributes.begin(), facts.attributes.end(),
                  [](const AttributeFacts& a, const AttributeFacts& b) { return a.name < b.name; });
        return {};
    }

    /// Complains of a stand-in whose types are not in the list.
    [[nodiscard]] Result<void> checkStandIns() const {
        for (const auto& [type, standIn] : systems->standsFor) {
            if (slot(type) != nullptr && slot(standIn.type) != nullptr) continue;
            return failure(
                kBadSystems,
                fmt::format("systems.json: standsFor: `{}` or `{}` is no type", type, standIn.type),
                "see resources/catalog/README.md for what may stand there");
        }
        return {};
    }

    [[nodiscard]] Result<std::unique_ptr<const DecodedType>> decode(const Slot& slot) const {
        auto type = std::make_unique<DecodedType>();
        const auto done = readType(slot.block, *type);
        if (!done) return tl::make_unexpected(done.error());
        ResourceType& facts = type->facts;
        facts.openProperties = holds(systems->openProperties, facts.name);
        facts.openAttributes = holds(systems->openAttributes, facts.name);
        facts.system = systems->find(facts.name);
        if (const StandIn* const standIn = standInOf(facts.name)) {
            const auto added = addAttributes(*standIn, facts);
            if (!added) return tl::make_unexpected(added.error());
        }
        return std::unique_ptr<const DecodedType>(std::move(type));
    }

    [[nodiscard]] const DecodedType& decoded(const Slot& slot) const {
        std::call_once(slot.typeOnce, [&] {
            auto type = decode(slot);
            INVARIANT(type.has_value());  // `read` has checked it, a test the embedded one.
            slot.type = std::move(*type);
        });
        return *slot.type;
    }

    /// Finds the types in the text: each is a block of lines behind an empty line.
    Result<void> index(std::string_view text) {
        if (!text.starts_with(kHeader)) {
            return failure(kBadTypeList,
                           fmt::format("resource_types.txt does not begin with `{}`", kHeader),
                           "generate the file anew with resources/catalog/generate.py");
        }
        if (text.ends_with('\n')) text.remove_suffix(1);
        std::size_t at = text.find("\n\n");
        while (at != std::string_view::npos) {
            const std::size_t end = std::min(text.find("\n\n", at + 2), text.size());
            const std::string_view block = text.substr(at + 2, end - at - 2);
            const std::string_view name = block.substr(0, block.find_first_of("\t\n"));
            if (name.empty() || (!names.empty() && !(names.back() < name))) {
                return failure(kBadTypeList,
                               fmt::format("type `{}` is out of order or twice there", name),
                               "generate the file anew with resources/catalog/generate.py");
            }
            names.push_back(name);
            slots.emplace_back(block);
            at = end == text.size() ? std::string_view::npos : end;
        }
        return {};
    }

    Result<void> load(const CatalogSources& sources) {
        auto indexed = index(sources.types);
        if (!indexed) return indexed;
        auto someSystems = openSystems(sources.systems);
        if (!someSystems) return tl::make_unexpected(std::move(someSystems.error()));
        systems = std::move(*someSystems);
        auto someLimits = readLimits(sources.limits);
        if (!someLimits) return tl::make_unexpected(std::move(someLimits.error()));
        limits = std::move(*someLimits);
        return checkStandIns();
    }

    [[nodiscard]] std::vector<ReferenceFacts> collectReferences(const DecodedType& type) const {
        std::map<std::string, ReferenceFacts> found;
        if (type.facts.system != nullptr) {
            for (const ReferenceFacts& facts : type.facts.system->references) {
                found.emplace(facts.path.toString(), facts);
            }
        }
        ReferenceWalk(found).visit(type.facts.body, {});
        std::vector<ReferenceFacts> all;
        all.reserve(found.size());
        for (auto& [path, facts] : found) {
            if (!facts.targets.empty()) all.push_back(std::move(facts));
        }
        return all;
    }
};

Catalog::Catalog(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Catalog::~Catalog() = default;

std::shared_ptr<const Catalog> Catalog::embedded() {
    auto state = std::make_unique<State>();
    const auto loaded = state->load(embeddedCatalog());
    INVARIANT(loaded.has_value());
    return std::shared_ptr<const Catalog>(new Catalog(std::move(state)));
}

Result<std::shared_ptr<const Catalog>> Catalog::read(const CatalogSources& sources) {
    auto state = std::make_unique<State>();
    auto loaded = state->load(sources);
    if (!loaded) return tl::make_unexpected(std::move(loaded.error()));
    auto entries = state->systems->check();
    if (!entries) return tl::make_unexpected(std::move(entries.error()));
    std::shared_ptr<const Catalog> catalog(new Catalog(std::move(state)));
    auto wrong = catalog->check();
    if (!wrong.empty()) return tl::make_unexpected(std::move(wrong.front()));
    return catalog;
}

const ResourceType* Catalog::find(std::string_view typeName) const {
    const Slot* const slot = m_state->slot(typeName);
    return slot == nullptr ? nullptr : &m_state->decoded(*slot).facts;
}

std::span<const std::string_view> Catalog::typeNames() const { return m_state->names; }

const SystemFacts* Catalog::system(std::string_view typeName) const {
    if (typeName.starts_with("Custom::")) typeName = kCustomResource;
    return m_state->systems->find(typeName);
}

std::span<const SystemFacts> Catalog::systems() const { return m_state->systems->all(); }

std::span<const ReferenceFacts> Catalog::references(std::string_view typeName) const {
    const Slot* const slot = m_state->slot(typeName);
    if (slot == nullptr) return {};
    const DecodedType& type = m_state->decoded(*slot);
    std::call_once(slot->referencesOnce,
                   [&] { slot->references = m_state->collectReferences(type); });
    return slot->references;
}

const ReferenceFacts* Catalog::reference(std::string_view typeName, const Path& path) const {
    for (const ReferenceFacts& facts : references(typeName)) {
        if (facts.path.matches(path)) return &facts;
    }
    return nullptr;
}

bool Catalog::accepts(const ReferenceFacts& reference, std::string_view typeName,
                      std::string_view attribute) const {
    const ResourceType* const type = find(typeName);
    const bool isOpen = type != nullptr && type->openAttributes && !attribute.empty();
    if (!reference.verified || isOpen) return true;
    if (const StandIn* const standIn = m_state->standInOf(typeName)) {
        // A generated resource's name (`Version`) may lead to anything.
        const auto& more = standIn->more;
        if (std::find(more.begin(), more.end(), attribute) != more.end()) return true;
        typeName = standIn->type;
    }
    const auto sameAsRef = [&](std::string_view name) {
        return name.empty() ||
               (type != nullptr && type->refReturns.size() == 1 && type->refReturns[0] == name);
    };
    return std::any_of(reference.targets.begin(), reference.targets.end(),
                       [&](const ReferenceTarget& target) {
                           return target.type == typeName &&
                                  (target.attribute == attribute ||
                                   (sameAsRef(target.attribute) && sameAsRef(attribute)));
                       });
}

std::span<const LimitFacts> Catalog::limits() const { return m_state->limits.limits; }

const LimitFacts* Catalog::quota(std::string_view name) const {
    const auto& limits = m_state->limits.limits;
    const auto found = std::find_if(limits.begin(), limits.end(),
                                    [&](const LimitFacts& limit) { return limit.name == name; });
    return found == limits.end() ? nullptr : &*found;
}

std::span<const RegionFacts> Catalog::regions() const { return m_state->limits.regions; }

const RegionFacts* Catalog::region(std::string_view name) const {
    return findSorted(m_state->limits.regions, name, &RegionFacts::name);
}

std::span<const PortRangeFacts> Catalog::ephemeralPorts() const {
    return m_state->limits.ephemeralPorts;
}

std::span<const EngineFacts> Catalog::engines() const { return m_state->limits.engines; }

const EngineFacts* Catalog::engine(std::string_view typeName, std::string_view name) const {
    const auto& engines = m_state->limits.engines;
    const auto found = std::find_if(engines.begin(), engines.end(), [&](const EngineFacts& facts) {
        return facts.type == typeName && facts.name == name;
    });
    return found == engines.end() ? nullptr : &*found;
}

std::vector<Diagnostic> Catalog::check() const {
    std::vector<Diagnostic> wrong;
    for (const Slot& slot : m_state->slots) {
        auto type = m_state->decode(slot);
        if (!type) wrong.push_back(std::move(type.error()));
    }
    return wrong;
}

std::string_view toString(PropertyKind kind) {
    switch (kind) {
        case PropertyKind::String: return "string";
        case PropertyKind::Integer: return "integer";
        case PropertyKind::Number: return "number";
        case PropertyKind::Boolean: return "boolean";
        case PropertyKind::Timestamp: return "timestamp";
        case PropertyKind::AnyJson: return "JSON";
        case PropertyKind::Object: return "object";
        case PropertyKind::List: return "list";
        case PropertyKind::Map: return "map";
        case PropertyKind::Union: return "one of several types";
    }
    return {};
}

std::string_view toString(Category category) {
    switch (category) {
        case Category::Compute: return "compute";
        case Category::Network: return "network";
        case Category::Database: return "database";
        case Category::Storage: return "storage";
        case Category::Edge: return "edge";
        case Category::Security: return "security";
        case Category::Integration: return "integration";
    }
    return {};
}

}  // namespace archivolt
