#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/architecture/thing.h"
#include "model/base/key_index.h"
#include "model/base/persistent_map.h"
#include "model/evaluate/evaluate.h"

namespace archivolt {

/// What builders need to know of a stack, besides its resources.
struct StackFacts {
    StackId id;
    std::string name;
    std::string account;
    std::string region;
    bool observed = false;  ///< Its logical ids are AWS ids, which literals elsewhere may name.
    std::string macros;     ///< Those that rewrite it at AWS, for people; empty where none does.
    friend bool operator==(const StackFacts&, const StackFacts&) = default;
};

/// A declared resource with the stack that it stands in.
struct InputNode {
    std::shared_ptr<const EvaluatedResource> evaluated;
    std::shared_ptr<const StackFacts> stack;
};

/// What one resource says of another: `Route` stands in a table, an association joins two.
///
/// The resource that says it is the source; the one that it is said of looks it up as `incoming`.
enum class Relation : std::uint8_t {
    BlockOfVpc,
    SubnetOfVpc,
    DefaultTableOfVpc,
    DefaultAclOfVpc,
    DefaultGroupOfVpc,
    BlockOfSubnet,
    TableOfSubnet,
    AclOfSubnet,
    RouteOfTable,
    EndpointOfTable,
    PropagationOfTable,
    GatewayOfTable,
    AttachmentOfGateway,
    RuleOfGroup,
    EntryOfAcl,
    InterfaceOfInstance,
    OwnerOfInterface,
    InterfaceOfOwner,
    AddressOfHolder,
    HolderOfAddress,
    AssociationOfAttachment,
    PropagationOfAttachment,
    RouteOfTransitTable,
    ListenerOfBalancer,
    RuleOfListener,
    CertificateOfListener,
    SourceOfTargetGroup,
    FleetOfBalancer,
    VolumeAttachment,
    MountOfFileSystem,
    PolicyOfBucket,
    PolicyOfPrincipal,
    MemberOfGroup,
    MemberOfCluster,
    RouteOfVpn,
    VpnOfGateway,
    RouteServerOfTable,
    EncryptionOfVpc,
};

/// What of an input can change on its own, so that who did not read it stays as it is.
enum class Aspect : std::uint8_t {
    Body,
    Identity,
    Address,
    Name,
    Export,
    Incoming  ///< Who says a Relation of it.
};

/// One input that a resource's things are made from.
struct InputKey {
    ThingId thing;  ///< The resource; the holder of an address; a made-up id for names and exports.
    Aspect aspect = Aspect::Body;
    Relation relation{};  ///< Of `Aspect::Incoming` alone.

    [[nodiscard]] static InputKey of(ThingId thing, Aspect aspect) { return {thing, aspect}; }
    [[nodiscard]] static InputKey of(ThingId thing, Relation relation) {
        return {thing, Aspect::Incoming, relation};
    }
    /// The input "what the stack's resource of this name is", for names that nothing has.
    [[nodiscard]] static InputKey ofName(StackId stack, std::string_view name);
    [[nodiscard]] static InputKey ofExport(std::string_view name);
    /// The input "which stacks there are, and what is known of them".
    [[nodiscard]] static InputKey ofStacks();
    friend auto operator<=>(const InputKey&, const InputKey&) = default;
};

/// By input, the resources that say it or read it.
using InputIndex = KeyIndex<InputKey, ThingId>;
using NameKey = std::pair<StackId, std::string>;

/// The value of an export, and the stack in whose words it is.
struct Exported {
    StackId stack;
    Value value;
    friend bool operator==(const Exported&, const Exported&) = default;
};

/// All that builders read, as an immutable value; copies share what did not change.
struct Inputs {
    PersistentMap<ThingId, InputNode> nodes;  ///< Resources whose condition is false included.
    PersistentMap<NameKey, ThingId> names;
    std::map<std::string, Exported, std::less<>> exports;
    std::vector<std::shared_ptr<const StackFacts>> stacks;
    InputIndex incoming;  ///< By target and relation, the sources in order of their ids.

    [[nodiscard]] const InputNode* node(ThingId id) const { return nodes.find(id); }
    [[nodiscard]] const std::vector<ThingId>& sources(ThingId target, Relation relation) const {
        return incoming.under(InputKey::of(target, relation));
    }
};

}  // namespace archivolt
