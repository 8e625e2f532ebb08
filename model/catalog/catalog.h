#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/catalog/system_facts.h"
#include "model/catalog/type_facts.h"

namespace archivolt {

/// The text of the catalogue's files.
struct CatalogSources {
    std::string_view types;    ///< resource_types.txt
    std::string_view systems;  ///< systems.json
    std::string_view limits;   ///< limits.json
};

/// The AWS resource types: the specification's facts for all, hand-written ones for those drawn.
///
/// Immutable and safe to share between threads. Types are decoded when they are first asked for;
/// pointers stay valid as long as the catalogue lives. `main` and tests create one and pass it on.
class Catalog : public std::enable_shared_from_this<Catalog> {
public:
    /// Returns the catalogue that is part of the program. Takes a few milliseconds: create it once.
    [[nodiscard]] static std::shared_ptr<const Catalog> embedded();
    /// Reads a catalogue from the text of its files; see resources/catalog/README.md.
    ///
    /// The views in its facts point into `sources.types`, which must outlive it.
    /// Errors: CATALOG-1 (types), CATALOG-2 (the others), with the line or the place in the JSON.
    [[nodiscard]] static Result<std::shared_ptr<const Catalog>> read(const CatalogSources& sources);
    Catalog(const Catalog&) = delete;
    Catalog& operator=(const Catalog&) = delete;
    ~Catalog();

    /// Returns the type of this name, or null pointer; `Custom::…` gives the custom resource's.
    [[nodiscard]] const ResourceType* find(std::string_view typeName) const;
    /// Returns the names of all types, sorted.
    [[nodiscard]] std::span<const std::string_view> typeNames() const;
    /// Returns the hand-written facts of a type, or null pointer.
    [[nodiscard]] const SystemFacts* system(std::string_view typeName) const;
    /// Returns all hand-written facts, sorted by type.
    [[nodiscard]] std::span<const SystemFacts> systems() const;
    /// Returns which properties of a type refer to what, hand-written facts before the
    /// specification's, sorted by path text; empty for an unknown type.
    [[nodiscard]] std::span<const ReferenceFacts> references(std::string_view typeName) const;
    /// Returns what may stand at a path from Properties (`SubnetIds[0]`), or null pointer.
    [[nodiscard]] const ReferenceFacts* reference(std::string_view typeName,
                                                  const Path& path) const;

    /// Says whether what `!Ref` (no attribute) or `!GetAtt` of a type gives may stand at a
    /// reference.
    ///
    /// An attribute that is the same as what `!Ref` gives counts as it: `Subnet.SubnetId`.
    /// So does every attribute that a template decides (a nested stack's outputs), and anything at
    /// a reference whose targets are only hints.
    [[nodiscard]] bool accepts(const ReferenceFacts& reference, std::string_view typeName,
                               std::string_view attribute) const;

    [[nodiscard]] std::span<const LimitFacts> limits() const;
    /// Returns the limit of this name ("subnets per VPC"), or null pointer.
    [[nodiscard]] const LimitFacts* quota(std::string_view name) const;
    /// Returns the Regions, sorted by name.
    [[nodiscard]] std::span<const RegionFacts> regions() const;
    [[nodiscard]] const RegionFacts* region(std::string_view name) const;
    [[nodiscard]] std::span<const PortRangeFacts> ephemeralPorts() const;
    [[nodiscard]] std::span<const EngineFacts> engines() const;
    /// Returns the engine of this name for a resource type, or null pointer.
    [[nodiscard]] const EngineFacts* engine(std::string_view typeName, std::string_view name) const;

    /// Decodes every type and returns what is malformed; empty for the embedded catalogue.
    [[nodiscard]] std::vector<Diagnostic> check() const;

private:
    struct State;
    explicit Catalog(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Returns the property that a path from Properties ends in or under, or null pointer.
///
/// `SecurityGroupIngress[0].CidrIp` gives the nested type's `CidrIp`; a path that ends with a list
/// index or a map's key gives the property that holds the list or map. Steps into `!If` branches
/// are skipped. In a union, the first choice that has the step counts.
[[nodiscard]] const PropertyFacts* propertyAt(const ResourceType& type, const Path& path);

/// Returns the type of the value at a path from Properties, or null pointer where there is none.
[[nodiscard]] const PropertyType* typeAt(const ResourceType& type, const Path& path);

/// Returns the names most like `word`, best first, at most `count`; none if nothing is near.
///
/// Near means an edit distance (with transpositions, case counted half) of at most a third of the
/// word, and always one edit. Ties are in the order of the candidates' text.
[[nodiscard]] std::vector<std::string_view> nearestNames(
    std::string_view word, std::span<const std::string_view> candidates, std::size_t count = 1);
/// Returns the type most like a name that is none (`AWS::EC2::Subnets`), or nothing.
[[nodiscard]] std::optional<std::string_view> nearestType(const Catalog& catalog,
                                                          std::string_view name);
/// Returns the property most like a name that is none, or nothing.
[[nodiscard]] std::optional<std::string_view> nearestProperty(const ObjectType& object,
                                                              std::string_view name);

/// Returns the word for reports: `string`, `list`, `object`…
[[nodiscard]] std::string_view toString(PropertyKind kind);
[[nodiscard]] std::string_view toString(Category category);

}  // namespace archivolt
