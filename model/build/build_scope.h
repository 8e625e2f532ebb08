#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/doubt.h"
#include "model/build/build_inputs.h"
#include "model/build/build_products.h"
#include "model/build/expected_types.h"

namespace archivolt {

class BuildScope;
class Catalog;

/// A declared resource as builders read it: its properties as typed values, references resolved.
///
/// Reading through a View is what makes a thing depend on that resource.
class View {
public:
    View() = default;
    View(BuildScope& scope, ThingId id, const InputNode& node)
        : m_scope(&scope), m_id(id), m_node(&node) {}

    [[nodiscard]] explicit operator bool() const { return m_node != nullptr; }
    [[nodiscard]] ThingId id() const { return m_id; }
    [[nodiscard]] BuildScope& scope() const { return *m_scope; }
    [[nodiscard]] const std::string& type() const { return m_node->evaluated->source->type(); }
    [[nodiscard]] const std::string& name() const { return m_node->evaluated->source->logicalId; }
    [[nodiscard]] const StackFacts& stack() const { return *m_node->stack; }
    [[nodiscard]] const Value& properties() const { return m_node->evaluated->properties(); }
    [[nodiscard]] const EvaluatedResource& evaluated() const { return *m_node->evaluated; }

    /// Returns a property, or null pointer when it is absent or null.
    [[nodiscard]] const Value* property(std::string_view key) const;
    /// Returns what stands under Metadata.Archivolt, where importers say what has no property:
    /// `Default` (a VPC's main table, default ACL or group), `Blackhole` and `Propagated` (a
    /// route), `Inactive` (a peering), `PublicIp` (an instance, interface or NAT gateway), `Owners`
    /// and `Kind` (an interface: whose it is, and a word of `interfaceKindOf`), `Stopped` (an
    /// interface: why it answers nobody), `Unseen` (see below).
    [[nodiscard]] const Value* note(std::string_view key) const;
    /// Returns why the part of the resource of this name was not described: `Unseen` maps parts to
    /// reasons. Empty for what was.
    [[nodiscard]] Doubt unseen(std::string_view part) const;
    [[nodiscard]] Known<std::string> text(std::string_view key, std::string fallback = {}) const;
    [[nodiscard]] std::optional<Known<std::string>> textIf(std::string_view key) const;
    [[nodiscard]] Known<std::int64_t> integer(std::string_view key, std::int64_t fallback) const;
    [[nodiscard]] std::optional<Known<std::int64_t>> integerIf(std::string_view key) const;
    [[nodiscard]] Known<std::int32_t> port(std::string_view key, std::int32_t fallback) const;
    [[nodiscard]] Known<bool> boolean(std::string_view key, bool fallback) const;
    /// Returns what a property refers to; unknown when it is absent. Which types may stand there
    /// the catalogue says, and `more`: see `expectedTypes`.
    [[nodiscard]] Known<ThingId> thing(std::string_view key, std::string_view more = {}) const;
    [[nodiscard]] std::optional<Known<ThingId>> thingIf(std::string_view key,
                                                        std::string_view more = {}) const;
    /// Returns what a list property refers to; none when it is absent.
    [[nodiscard]] References things(std::string_view key, std::string_view more = {}) const;
    /// The same of a value that was found at a path of this resource.
    [[nodiscard]] Known<ThingId> reference(const PropertyPath& path, const Value& value,
                                           std::string_view more = {}) const;
    [[nodiscard]] References references(const PropertyPath& path, const Value* value,
                                        std::string_view more = {}) const;
    [[nodiscard]] Known<Cidr> cidr(std::string_view key) const;

    /// Returns the Origin of `Properties.…` of this resource.
    [[nodiscard]] Origin origin(const Path& below = {}) const;
    /// Fills what every thing has; `part` 0 is the resource itself, named by its logical id.
    void fill(Thing& thing, std::uint32_t part = 0, std::string_view suffix = {}) const;
    /// Returns a hash of the stack's and the resource's name and the part: stable under edits
    /// elsewhere.
    [[nodiscard]] std::uint64_t hash(std::uint32_t part) const;

private:
    BuildScope* m_scope = nullptr;
    ThingId m_id;
    const InputNode* m_node = nullptr;
};

/// What builders read the inputs through; it notes what was read, and which outside things were
/// met.
class BuildScope {
public:
    BuildScope(const Inputs& inputs, const Catalog& catalog)
        : m_inputs(inputs), m_catalog(catalog) {}

    /// Returns the view of a declared resource (or of the one that the part belongs to), false when
    /// there is none or its condition is false.
    [[nodiscard]] View view(ThingId id);
    /// Returns the resources that say `relation` of `target`, those that don't exist left out.
    [[nodiscard]] std::vector<View> incoming(ThingId target, Relation relation);
    /// Returns the type of a declared resource; empty for what is not.
    [[nodiscard]] std::string typeOf(ThingId id);

    /// Returns the thing that a value names: a `Ref`, `GetAtt`, an import, a text around one of
    /// these, a literal id or ARN. What is outside gets an ExternalThing.
    ///
    /// A resource of another type than those expected gives unknown with the reason.
    [[nodiscard]] Known<ThingId> reference(const Value& value, const StackFacts& stack,
                                           const ExpectedTypes& types);
    [[nodiscard]] References references(const Value* value, const StackFacts& stack,
                                        const ExpectedTypes& types);
    [[nodiscard]] Known<std::string> text(const Value* value, const StackFacts& stack,
                                          std::string fallback);
    [[nodiscard]] Known<std::int64_t> integer(const Value* value, const StackFacts& stack,
                                              std::int64_t fallback);
    [[nodiscard]] Known<bool> boolean(const Value* value, const StackFacts& stack, bool fallback);
    [[nodiscard]] Known<Cidr> cidr(const Value& value, const StackFacts& stack);
    [[nodiscard]] Known<IpAddress> address(const Value& value, const StackFacts& stack);
    /// Returns the id of an outside thing, which is listed with the others from now on.
    [[nodiscard]] ThingId external(std::string_view key, ExternalThing thing);
    /// Says whether the design has a stack of this name.
    [[nodiscard]] bool holdsStack(std::string_view name);
    /// Notes that the address given to `holder` is needed.
    void readAddress(ThingId holder) { m_reads.push_back(InputKey::of(holder, Aspect::Address)); }

    [[nodiscard]] const Inputs& inputs() const { return m_inputs; }
    [[nodiscard]] const Catalog& catalog() const { return m_catalog; }
    /// Returns everything that was read, sorted, each once.
    [[nodiscard]] std::vector<InputKey> takeReads();
    [[nodiscard]] std::vector<ExternalThing> takeExternals();
    /// Returns how many outside things were met so far; `forgetExternals` leaves out later ones.
    [[nodiscard]] std::size_t externals() const { return m_externals.size(); }
    void forgetExternals(std::size_t kept) { m_externals.resize(kept); }

private:
    [[nodiscard]] Known<ThingId> called(const Value& call, const StackFacts& stack,
                                        const ExpectedTypes& types);
    [[nodiscard]] Known<ThingId> attribute(const View& view, const std::string& name,
                                           const ExpectedTypes& types);
    [[nodiscard]] Known<ThingId> vpcOf(const View& view, const ExpectedTypes& types);
    [[nodiscard]] Known<ThingId> imported(const Value& name, const StackFacts& stack,
                                          const ExpectedTypes& types);
    /// Returns an item of an exported list, and the stack whose words it is in.
    [[nodiscard]] std::optional<std::pair<Value, const StackFacts*>> exportedItem(
        const Value& call);
    [[nodiscard]] Known<ThingId> literal(const std::string& text, const StackFacts& from,
                                         const ExpectedTypes& types);
    [[nodiscard]] Known<ThingId> unknownThing(const Doubt& why, const StackFacts& stack,
                                              const ExpectedTypes& types);
    [[nodiscard]] View named(const StackFacts& stack, const std::string& logicalId);
    /// Returns the property that an attribute of the resource called `name` gives back (a subnet's
    /// zone, a VPC's block), or null pointer.
    [[nodiscard]] const Value* ownAttribute(const std::string& name, std::string_view attribute,
                                            const StackFacts& stack);
    /// Returns the port that a resource tells by an attribute, or that it is not known; nothing for
    /// another attribute, and where the resource tells none here.
    [[nodiscard]] std::optional<Value> portOf(const StackFacts& stack, const std::string& name,
                                              std::string_view attributeName);
    /// Follows calls that stand for a plain value (an import, a VPC's CidrBlock, a database's port)
    /// to that value.
    [[nodiscard]] std::pair<Value, const StackFacts*> plain(const Value& value,
                                                            const StackFacts& stack);

    const Inputs& m_inputs;
    const Catalog& m_catalog;
    int m_depth = 0;  ///< Of references through references, so that a circle ends.
    std::vector<InputKey> m_reads;
    std::vector<ExternalThing> m_externals;
};

/// Says whether resources of this type are made elsewhere: nested stacks, custom resources,
/// modules.
[[nodiscard]] bool isMadeElsewhere(const Resource& resource);
/// Returns a protocol's number: `tcp`, `6`, `-1`, `all`, `icmpv6`…; unknown for another word.
[[nodiscard]] Known<ProtocolNumber> protocolNumber(const Known<std::string>& text);
/// Adds `more` behind `references`, each id once, and keeps a reason for missing ones.
void append(References& references, const References& more);
/// Adds one reference, or why it is unknown.
void append(References& references, const Known<ThingId>& one);

}  // namespace archivolt
