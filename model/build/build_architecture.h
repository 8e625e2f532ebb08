#pragma once

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "model/build/build_claims.h"
#include "model/build/build_products.h"
#include "model/build/resolve.h"

namespace archivolt {

/// What building came to for one declared resource, and what it read on the way.
struct NodeState {
    std::vector<Claim> claims;
    std::vector<InputKey> claimReads;
    Products products;  ///< In a finished build its things have their addresses.
    std::vector<InputKey> reads;
};

/// Who met an outside thing, and as what; in order of the resources' ids.
using Meetings = std::vector<std::pair<ThingId, ExternalThing>>;

/// Everything that a later build reuses: inputs, results by resource, and who read what.
struct BuildState {
    Inputs inputs;
    PersistentMap<ThingId, std::shared_ptr<const NodeState>> nodes;
    InputIndex claimReaders;  ///< By input, the resources whose claims read it.
    InputIndex readers;       ///< By input, the resources whose things read it.
    PersistentMap<ThingId, std::shared_ptr<const std::vector<AddressRequest>>> requests;
    PersistentMap<ThingId, Allocation> privateAddresses;  ///< By holder.
    PersistentMap<ThingId, Allocation> publicAddresses;   ///< By holder.
    PersistentMap<ThingId, std::shared_ptr<const Meetings>> meetings;
    Architecture architecture;
    ResolvedDesign::Counts counts;
};

/// Builds the architecture of an evaluated design, going on from an earlier build.
///
/// It is a small build system. Inputs (bodies, identities, names, exports, what one resource says
/// of another) have keys; making a resource's things notes which keys were read; a changed key
/// makes exactly its readers again. Nothing that a builder makes is read by another builder, so
/// that two rounds are enough: what resources say of others, then their things. Addresses come
/// last, pool by pool. A build from nothing is the same with everything changed.
class ArchitectureBuilder {
public:
    ArchitectureBuilder(const Catalog& catalog, const BuildState* previous,
                        const EvaluatedDesign* before, const EvaluatedDesign& now);
    [[nodiscard]] BuildState build();

private:
    using Pointers = std::vector<std::shared_ptr<const EvaluatedResource>>;

    void diffStacks();
    void diffResources(const std::shared_ptr<const StackFacts>& stack, const Pointers& before,
                       const Pointers& after, bool factsChanged);
    void noteResource(const std::shared_ptr<const StackFacts>& stack,
                      const std::shared_ptr<const EvaluatedResource>& before,
                      const std::shared_ptr<const EvaluatedResource>& after);
    [[nodiscard]] bool hasTypedForm(std::string_view type) const;
    void count(const EvaluatedResource& resource, bool added);
    void diffExports();
    void commitInputs();
    void claim();
    void make();
    void makeOne(ThingId id, NodeState& state) const;
    void noteProducts(ThingId id, const Products& before, const Products& after);
    void giveAddresses();
    void givePool(ThingId pool);
    void finish();
    [[nodiscard]] std::vector<AnyThing> finished(const Products& products) const;
    void replaceThings(const std::vector<AnyThing>& before, const std::vector<AnyThing>& after);
    void commitThings();
    void commitExternals();
    [[nodiscard]] std::shared_ptr<NodeState> editable(ThingId id);

    const Catalog& m_catalog;
    const EvaluatedDesign* m_before;
    const EvaluatedDesign& m_now;
    BuildState m_state;
    std::vector<InputKey> m_changedKeys;
    std::set<ThingId> m_changedNodes;  ///< Added, removed, or of another value.
    std::map<ThingId, std::optional<InputNode>> m_nodeChanges;
    std::map<NameKey, std::optional<ThingId>> m_nameChanges;
    std::map<ThingId, std::shared_ptr<NodeState>> m_edited;  ///< Null pointer: gone.
    std::map<ThingId, std::map<ThingId, std::optional<AddressRequest>>> m_requestChanges;
    std::map<ThingId, std::map<ThingId, std::optional<ExternalThing>>> m_meetingChanges;
    std::set<ThingId> m_changedPools;  ///< Besides those with other requests: of other blocks.
    std::set<ThingId> m_made;          ///< Those whose things were made, and lack addresses yet.
    std::set<ThingId> m_toFinish;      ///< Besides these: those with other addresses.
    std::map<ThingId, std::optional<Allocation>> m_privateChanges;
    std::map<ThingId, std::optional<Allocation>> m_publicChanges;
    std::map<ThingId, AnyThing> m_thingChanges;
    std::vector<AnyThing> m_removedThings;
};

}  // namespace archivolt
