#include "model/build/build_architecture.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "model/architecture/network.h"
#include "model/architecture/unmodelled.h"
#include "model/build/build_attached.h"
#include "model/build/build_kinds.h"
#include "model/evaluate/nested_stacks.h"

namespace archivolt {

namespace {

template <class Key, class T>
void commit(PersistentMap<Key, T>& map, const std::map<Key, std::optional<T>>& changes) {
    map = map.withChanges({changes.begin(), changes.end()});
}

/// The part of an accelerator's endpoint group that stands for its endpoints.
constexpr std::uint32_t kAcceleratedPart = 1;

/// Adds what stands for the endpoints of an accelerator: a thing whose tags are their stacks and
/// names.
void addAccelerated(const View& self, Products& out) {
    constexpr std::string_view kList = "EndpointConfigurations";
    const Value* list = self.property(kList);
    if (list == nullptr) return;
    OtherThing thing;
    self.fill(thing, kAcceleratedPart, "accelerated");
    thing.type = "Archivolt::Accelerated";
    thing.tags.clear();
    for (const Value& item : list->items()) {
        const Value* named = item.find("EndpointId");
        if (named == nullptr) continue;
        const Known<ThingId> id = self.reference({kList, "[].EndpointId"}, *named);
        const View found = id.isKnown() ? self.scope().view(*id) : View();
        if (found) thing.tags.emplace_back(found.stack().name, found.name());
    }
    if (thing.tags.empty()) return;
    out.things.emplace_back(std::make_shared<const OtherThing>(std::move(thing)));
}

/// Makes what stands for a declared resource that is made elsewhere, or has no typed form.
void buildUntyped(const View& self, Products& out) {
    const Resource& source = *self.evaluated().source;
    if (!isMadeElsewhere(source)) {
        OtherThing thing;
        self.fill(thing);
        thing.type = source.type();
        thing.presence = presenceOf(self);
        out.things.emplace_back(std::make_shared<const OtherThing>(std::move(thing)));
        if (source.type() == "AWS::GlobalAccelerator::EndpointGroup") addAccelerated(self, out);
        return;
    }
    // What a nested stack makes that is at hand stands in its own stack.
    const bool nests = source.type() == "AWS::CloudFormation::Stack";
    if (nests && self.scope().holdsStack(nestedStackName(self.stack().name, source.logicalId))) {
        return;
    }
    ExternalThing thing;
    self.fill(thing);
    thing.expectedType = source.type();
    thing.presence = presenceOf(self);
    // A custom resource that is told a group alone works on that group, and stands nowhere.
    const bool isCustom = source.type().starts_with("Custom::") ||
                          source.type() == "AWS::CloudFormation::CustomResource";
    if (isCustom && thing.presence.subnets.ids.empty() && thing.presence.subnets.why.empty()) {
        thing.presence = {};
    }
    thing.why = source.isLoop()
                    ? "a loop makes it, which only AWS expands"
                    : fmt::format("what `{}` makes is not in this design", source.type());
    out.externals.push_back(std::move(thing));
}

/// The part of a described resource that stands for the fields of it that nothing reads.
constexpr std::uint32_t kUnreadPart = (1U << 18U) - 1;

/// Adds what stands for the fields of a described resource that nothing reads: a thing whose tags
/// are fields and reasons, by what they leave open (`Archivolt::UnreadMatters` and so on).
void addUnread(const View& self, Products& out) {
    if (!self.stack().observed) return;
    std::uint32_t part = kUnreadPart;
    for (const char* word : {"Unread", "UnreadMatters", "UnreadByIpv6"}) {
        const std::uint32_t own = part--;
        const Value* fields = self.note(word);
        if (fields == nullptr || !fields->isMap()) continue;
        OtherThing thing;
        self.fill(thing, own, word);
        thing.type = fmt::format("Archivolt::{}", word);
        thing.tags.clear();
        for (const MapEntry& field : fields->entries()) {
            thing.tags.emplace_back(field.key, field.value.asString().value_or(""));
        }
        out.things.emplace_back(std::make_shared<const OtherThing>(std::move(thing)));
    }
}

/// Notes that a macro may make more of what a VPC holds.
void meetMacros(const View& self) {
    const std::string& macros = self.stack().macros;
    if (macros.empty() || self.type() != "AWS::EC2::VPC") return;
    ExternalThing thing;
    thing.name = macros;
    thing.why = "what a macro makes of the template is not in this design";
    thing.presence.subnets.why = thing.why;
    thing.presence.securityGroups.why = thing.why;
    static_cast<void>(
        self.scope().external(fmt::format("{}/{}", self.stack().name, macros), std::move(thing)));
}

std::map<ThingId, AnyThing> byId(const std::vector<AnyThing>& things) {
    std::map<ThingId, AnyThing> result;
    for (const AnyThing& thing : things) result.emplace(thing.id(), thing);
    return result;
}

/// Puts back the earlier pointers of things that came out equal, so that snapshots share them.
void shareEqual(const std::vector<AnyThing>& before, std::vector<AnyThing>& after) {
    if (before.empty()) return;
    const std::map<ThingId, AnyThing> old = byId(before);
    for (AnyThing& thing : after) {
        const auto found = old.find(thing.id());
        if (found != old.end() && found->second.isLike(thing)) thing = found->second;
    }
}

const Subnet* subnetIn(const Products& products) {
    for (const AnyThing& thing : products.things) {
        // The products keep it alive.
        if (const auto subnet = thing.as<Subnet>()) return subnet.get();
    }
    return nullptr;
}

}  // namespace

ArchitectureBuilder::ArchitectureBuilder(const Catalog& catalog, const BuildState* previous,
                                         const EvaluatedDesign* before, const EvaluatedDesign& now)
    : m_catalog(catalog), m_before(previous != nullptr ? before : nullptr), m_now(now) {
    if (previous != nullptr) m_state = *previous;
}

BuildState ArchitectureBuilder::build() {
    diffStacks();
    diffExports();
    commitInputs();
    claim();
    make();
    giveAddresses();
    finish();
    commitThings();
    commitExternals();
    return std::move(m_state);
}

void ArchitectureBuilder::claim() {
    std::set<ThingId> dirty = m_state.claimReaders.underAny(m_changedKeys);
    dirty.insert(m_changedNodes.begin(), m_changedNodes.end());
    InputIndex::Changes incoming;
    InputIndex::Changes readers;
    for (const ThingId id : dirty) {
        const std::shared_ptr<NodeState> state = editable(id);
        for (const Claim& claim : state->claims) {
            incoming.remove(InputKey::of(claim.target, claim.relation), id);
        }
        const std::vector<InputKey> readBefore = std::move(state->claimReads);
        BuildScope scope(m_state.inputs, m_catalog);
        const View view = scope.view(id);
        state->claims = view ? claimsOf(view) : std::vector<Claim>();
        state->claimReads = view ? scope.takeReads() : std::vector<InputKey>();
        for (const Claim& claim : state->claims) {
            incoming.add(InputKey::of(claim.target, claim.relation), id);
        }
        readers.move(id, readBefore, state->claimReads);
    }
    const auto changed = incoming.applyTo(m_state.inputs.incoming);
    m_changedKeys.insert(m_changedKeys.end(), changed.begin(), changed.end());
    readers.applyTo(m_state.claimReaders);
}

void ArchitectureBuilder::makeOne(ThingId id, NodeState& state) const {
    state.products = {};
    state.reads = {};
    BuildScope scope(m_state.inputs, m_catalog);
    const View view = scope.view(id);
    if (!view) return;
    const Builder builder = builderOf(view.type());
    const AttachFacts* attach = attachOf(scope, view.type());
    if (builder != nullptr) {
        builder(view, state.products);
    } else if (attach != nullptr) {
        buildAttached(view, *attach, state.products);
    } else {
        buildUntyped(view, state.products);
    }
    addUnread(view, state.products);
    meetMacros(view);
    state.reads = scope.takeReads();
    for (ExternalThing& met : scope.takeExternals()) {
        state.products.externals.push_back(std::move(met));
    }
}

void ArchitectureBuilder::make() {
    std::set<ThingId> dirty = m_state.readers.underAny(m_changedKeys);
    dirty.insert(m_changedNodes.begin(), m_changedNodes.end());
    InputIndex::Changes readers;
    for (const ThingId id : dirty) {
        const std::shared_ptr<NodeState> state = editable(id);
        const Products before = std::move(state->products);
        const std::vector<InputKey> readBefore = std::move(state->reads);
        makeOne(id, *state);
        readers.move(id, readBefore, state->reads);
        noteProducts(id, before, state->products);
    }
    m_made = std::move(dirty);
    readers.applyTo(m_state.readers);
}

void ArchitectureBuilder::noteProducts(ThingId id, const Products& before, const Products& after) {
    if (before.requests != after.requests) {
        for (const AddressRequest& request : before.requests) {
            m_requestChanges[request.pool][request.holder] = std::nullopt;
        }
        for (const AddressRequest& request : after.requests) {
            m_requestChanges[request.pool][request.holder] = request;
        }
    }
    if (before.externals != after.externals) {
        for (const ExternalThing& met : before.externals) {
            m_meetingChanges[met.id][id] = std::nullopt;
        }
        for (const ExternalThing& met : after.externals) m_meetingChanges[met.id][id] = met;
    }
    const Subnet* old = subnetIn(before);
    const Subnet* made = subnetIn(after);
    const bool sameBlocks = old != nullptr && made != nullptr && old->blocks == made->blocks;
    if (!sameBlocks && (old != nullptr || made != nullptr)) m_changedPools.insert(id);
}

void ArchitectureBuilder::giveAddresses() {
    for (const auto& [pool, changes] : m_requestChanges) m_changedPools.insert(pool);
    for (const ThingId pool : m_changedPools) givePool(pool);
    commit(m_state.privateAddresses, m_privateChanges);
    commit(m_state.publicAddresses, m_publicChanges);
    std::vector<InputKey> keys;
    for (const auto* changes : {&m_privateChanges, &m_publicChanges}) {
        for (const auto& [holder, allocation] : *changes) {
            keys.push_back(InputKey::of(holder, Aspect::Address));
            m_toFinish.insert(holder.whole());
        }
    }
    m_toFinish.merge(m_state.readers.underAny(keys));
}

void ArchitectureBuilder::givePool(ThingId pool) {
    using Shared = std::shared_ptr<const std::vector<AddressRequest>>;
    const Shared* found = m_state.requests.find(pool);
    const Shared before = found != nullptr ? *found : nullptr;
    std::map<ThingId, AddressRequest> wanted;
    if (before) {
        for (const AddressRequest& request : *before) wanted.emplace(request.holder, request);
    }
    std::set<ThingId> gone;
    for (const auto& [holder, request] : m_requestChanges[pool]) {
        if (request) {
            wanted.insert_or_assign(holder, *request);
        } else if (wanted.erase(holder) != 0) {
            gone.insert(holder);
        }
    }
    std::vector<AddressRequest> requests;
    requests.reserve(wanted.size());
    for (auto& [holder, request] : wanted) requests.push_back(std::move(request));

    const auto publicBlock = publicPoolBlock(pool);
    auto& changes = publicBlock ? m_publicChanges : m_privateChanges;
    const auto& given = publicBlock ? m_state.publicAddresses : m_state.privateAddresses;
    std::vector<Known<Cidr>> blocks;
    if (publicBlock) blocks.emplace_back(*publicBlock);
    const auto node = m_edited.find(pool);
    const std::shared_ptr<const NodeState>* kept = m_state.nodes.find(pool);
    const NodeState* owner = node != m_edited.end() ? node->second.get()
                             : kept != nullptr      ? kept->get()
                                                    : nullptr;
    if (const Subnet* subnet = owner != nullptr ? subnetIn(owner->products) : nullptr) {
        blocks = subnet->blocks;
    }
    // A holder that moved to another pool: its new pool says what it has, whichever comes first.
    for (const ThingId holder : gone) changes.emplace(holder, std::nullopt);
    for (auto& [holder, allocation] : allocate(requests, blocks, !publicBlock.has_value())) {
        const Allocation* old = given.find(holder);
        const auto pending = changes.find(holder);
        const bool same = old != nullptr && *old == allocation && pending == changes.end();
        if (!same) changes.insert_or_assign(holder, std::move(allocation));
    }
    m_state.requests =
        requests.empty()
            ? m_state.requests.without(pool)
            : m_state.requests.with(
                  pool, std::make_shared<const std::vector<AddressRequest>>(std::move(requests)));
}

std::vector<AnyThing> ArchitectureBuilder::finished(const Products& products) const {
    const auto publicOf = [&](ThingId holder, std::optional<Known<IpAddress>>& address) {
        const Allocation* given = m_state.publicAddresses.find(holder);
        if (given != nullptr && given->ipv4) address = given->ipv4;
    };
    std::vector<AnyThing> result = products.things;
    for (AnyThing& thing : result) {
        if (const auto made = thing.as<NetworkInterface>()) {
            NetworkInterface interface = *made;
            if (const Allocation* given = m_state.privateAddresses.find(interface.id)) {
                auto& addresses = interface.addresses;
                interface.addressAssigned = given->ipv4.has_value() || given->ipv6.has_value();
                if (given->ipv4) addresses.insert(addresses.begin(), *given->ipv4);
                if (given->ipv6) addresses.push_back(*given->ipv6);
            }
            publicOf(interface.elasticIp.value_or(interface.id), interface.publicAddress);
            thing = std::make_shared<const NetworkInterface>(std::move(interface));
        } else if (const auto nat = thing.as<NatGateway>()) {
            NatGateway gateway = *nat;
            const Allocation* given = m_state.privateAddresses.find(gateway.id.withPart(1));
            if (given != nullptr && given->ipv4) gateway.privateAddress = *given->ipv4;
            const bool hasElastic = !gateway.elasticIps.ids.empty();
            publicOf(hasElastic ? gateway.elasticIps.ids.front() : gateway.id,
                     gateway.publicAddress);
            thing = std::make_shared<const NatGateway>(std::move(gateway));
        } else if (const auto eip = thing.as<ElasticIp>()) {
            ElasticIp address = *eip;
            std::optional<Known<IpAddress>> given = address.address;
            publicOf(address.id, given);
            address.address = *given;
            thing = std::make_shared<const ElasticIp>(std::move(address));
        }
    }
    return result;
}

void ArchitectureBuilder::finish() {
    m_toFinish.insert(m_made.begin(), m_made.end());
    for (const ThingId id : m_toFinish) {
        if (id.isExternal()) continue;
        const std::shared_ptr<const NodeState>* old = m_state.nodes.find(id);
        if (old == nullptr && !m_edited.contains(id)) continue;
        const std::shared_ptr<NodeState> state = editable(id);
        // What a thing was before it had addresses is not kept: it is made of the same once more.
        if (!m_made.contains(id)) makeOne(id, *state);
        const std::vector<AnyThing> before =
            old != nullptr ? (*old)->products.things : std::vector<AnyThing>();
        std::vector<AnyThing> things = finished(state->products);
        shareEqual(before, things);
        replaceThings(before, things);
        state->products.things = std::move(things);
    }
    std::map<ThingId, std::optional<std::shared_ptr<const NodeState>>> changes;
    for (auto& [id, state] : m_edited) {
        const bool gone = m_state.inputs.node(id) == nullptr;
        changes.emplace(id,
                        gone ? std::nullopt
                             : std::optional(std::shared_ptr<const NodeState>(std::move(state))));
    }
    commit(m_state.nodes, changes);
}

void ArchitectureBuilder::replaceThings(const std::vector<AnyThing>& before,
                                        const std::vector<AnyThing>& after) {
    std::map<ThingId, AnyThing> old = byId(before);
    for (const AnyThing& thing : after) {
        const auto found = old.find(thing.id());
        const bool same = found != old.end() && found->second == thing;
        const bool sameKind = found != old.end() && found->second.kind() == thing.kind();
        if (!same) m_thingChanges.insert_or_assign(thing.id(), thing);
        // One of another kind leaves its table, by a change that only that table sees.
        if (same || sameKind) old.erase(thing.id());
    }
    for (auto& [id, thing] : old) m_removedThings.emplace_back(std::move(thing));
}

void ArchitectureBuilder::commitThings() {
    std::map<const AnyThing::Kind*, std::map<ThingId, const AnyThing*>> byKind;
    for (const AnyThing& thing : m_removedThings) byKind[thing.kind()][thing.id()] = nullptr;
    for (const auto& [id, thing] : m_thingChanges) byKind[thing.kind()][id] = &thing;
    for (const auto& [kind, changes] : byKind) {
        kind->commit(m_state.architecture, {changes.begin(), changes.end()});
    }
}

void ArchitectureBuilder::commitExternals() {
    std::map<ThingId, std::optional<std::shared_ptr<const Meetings>>> meetings;
    std::map<ThingId, std::optional<std::shared_ptr<const ExternalThing>>> externals;
    for (const auto& [id, changes] : m_meetingChanges) {
        std::map<ThingId, ExternalThing> who;
        if (const auto* before = m_state.meetings.find(id))
            who.insert((*before)->begin(), (*before)->end());
        for (const auto& [node, met] : changes) {
            if (met) {
                who.insert_or_assign(node, *met);
            } else {
                who.erase(node);
            }
        }
        meetings[id] = std::nullopt;
        externals[id] = std::nullopt;
        if (who.empty()) continue;
        const auto telling = std::ranges::find_if(
            who, [](const auto& one) { return !one.second.expectedType.empty(); });
        const ExternalThing& best = telling != who.end() ? telling->second : who.begin()->second;
        externals[id] = std::make_shared<const ExternalThing>(best);
        meetings[id] = std::make_shared<const Meetings>(who.begin(), who.end());
    }
    commit(m_state.meetings, meetings);
    commit(m_state.architecture.externals, externals);
}

std::shared_ptr<NodeState> ArchitectureBuilder::editable(ThingId id) {
    auto& state = m_edited[id];
    if (!state) {
        const auto* before = m_state.nodes.find(id);
        state = before != nullptr ? std::make_shared<NodeState>(**before)
                                  : std::make_shared<NodeState>();
    }
    return state;
}

}  // namespace archivolt
