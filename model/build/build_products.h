#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "model/architecture/architecture.h"
#include "model/architecture/network.h"
#include "model/architecture/unmodelled.h"
#include "model/build/build_inputs.h"

namespace archivolt {

/// A thing of any kind but an external one.
///
/// Not a variant: of forty kinds that costs every file that includes this seconds to compile.
class AnyThing {
public:
    /// A change of one thing: what it is now, or null pointer where it is gone; ascending by id.
    using Changes = std::vector<std::pair<ThingId, const AnyThing*>>;
    /// What tells kinds apart; one object for each. Its functions are compiled where a builder
    /// emits that kind, not all in one file.
    struct Kind {
        bool (*equal)(const Thing&, const Thing&);
        void (*commit)(Architecture&, const Changes&);
    };
    template <class T>
    [[nodiscard]] static const Kind* kindOf() {
        return &kKind<T>;
    }

    template <class T>
    // NOLINTNEXTLINE(google-explicit-constructor): it is that thing.
    AnyThing(std::shared_ptr<const T> thing) : m_thing(std::move(thing)), m_kind(kindOf<T>()) {}

    [[nodiscard]] ThingId id() const { return m_thing->id; }
    [[nodiscard]] const Kind* kind() const { return m_kind; }
    /// Returns the thing if it is of this kind, else null pointer.
    template <class T>
    [[nodiscard]] std::shared_ptr<const T> as() const {
        if (m_kind != kindOf<T>()) return nullptr;
        return std::static_pointer_cast<const T>(m_thing);
    }
    /// Says whether both are of one kind and equal by value.
    [[nodiscard]] bool isLike(const AnyThing& other) const {
        if (m_kind != other.m_kind) return false;
        return m_thing == other.m_thing || m_kind->equal(*m_thing, *other.m_thing);
    }
    /// Says whether both are one and the same object.
    friend bool operator==(const AnyThing&, const AnyThing&) = default;

private:
    template <class T>
    static bool equalAs(const Thing& a, const Thing& b) {
        return static_cast<const T&>(a) == static_cast<const T&>(b);
    }
    template <class T>
    static void commitTo(Architecture& architecture, const Changes& changes) {
        using Pointer = std::shared_ptr<const T>;
        std::vector<std::pair<ThingId, std::optional<Pointer>>> own;
        for (const auto& [id, thing] : changes) {
            own.emplace_back(
                id, thing == nullptr ? std::nullopt : std::optional(thing->template as<T>()));
        }
        Table<T>& table = architecture.*tableOf<T>;
        table = table.withChanges(own);
    }
    template <class T>
    static constexpr Kind kKind = {&equalAs<T>, &commitTo<T>};

    std::shared_ptr<const Thing> m_thing;
    const Kind* m_kind;
};

/// A wish for addresses inside a pool: a subnet's, or one of the pools of public addresses.
struct AddressRequest {
    ThingId pool;
    ThingId holder;
    std::uint64_t preference =
        0;  ///< A hash of the holder's name: where in the pool to look first.
    std::vector<IpAddress> fixed;  ///< Given ones, that nobody else may get.
    bool wantsIpv4 = false;
    bool wantsIpv6 = false;
    friend bool operator==(const AddressRequest&, const AddressRequest&) = default;
};

/// What a pool gave to a holder; an address that it could not give has the reason.
struct Allocation {
    std::optional<Known<IpAddress>> ipv4;
    std::optional<Known<IpAddress>> ipv6;
    friend bool operator==(const Allocation&, const Allocation&) = default;
};

/// Returns the number of pools that public addresses are taken from; a holder has one by its hash.
inline constexpr std::uint64_t kPublicPools = 512;
/// Returns the id of the pool of public addresses for a holder of this preference.
[[nodiscard]] ThingId publicPool(std::uint64_t preference);
/// Returns the block of a pool of public addresses, if `pool` is one.
[[nodiscard]] std::optional<Cidr> publicPoolBlock(ThingId pool);

/// Gives out a pool's addresses: who asks gets the first free one behind its preference.
///
/// A function of the set of requests: `requests` must be in order of holder. It skips what AWS
/// reserves (the first four and the last of a subnet) and every fixed address. One holder's coming
/// or going moves only those that it collides with. `blocks` are the pool's. A holder in a pool of
/// public addresses that has a fixed one gets that.
/// Source: Amazon VPC User Guide, subnet-sizing.
[[nodiscard]] std::vector<std::pair<ThingId, Allocation>> allocate(
    const std::vector<AddressRequest>& requests, const std::vector<Known<Cidr>>& blocks,
    bool isSubnet);

/// What the things of one resource came to, before addresses are given out.
struct Products {
    std::vector<AnyThing> things;  ///< Interfaces, NAT gateways and Elastic IPs lack addresses yet.
    std::vector<ExternalThing> externals;
    std::vector<AddressRequest> requests;
};

}  // namespace archivolt
