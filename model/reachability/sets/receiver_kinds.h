#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "model/reachability/sets/interface_classes.h"

namespace archivolt {

/// Sorts receivers by what a sender can tell of them where no rule names a group of either.
///
/// Where every interface has security groups of its own, classes are as many as interfaces, but few
/// rules concern any two of them. Receivers of one kind have the same route class, addresses on the
/// same side of every filter's blocks, and groups that let the same blocks through. So on a way
/// without middleboxes they get the same traffic from a sender, but for those groups that a rule
/// relates to the sender's: `relatedTo` returns them.
class ReceiverKinds {
public:
    static constexpr std::uint32_t kNoKind = ~std::uint32_t{0};

    /// `receivers` were read by `numbers`, of the network that `reachability` is of.
    ReceiverKinds(const Reachability& reachability, const InterfaceNumbers& numbers,
                  std::span<const PairEnd> receivers);

    [[nodiscard]] std::size_t size() const { return m_size; }
    /// Returns the kind of a receiver, by its place among them; `kNoKind` without such an address.
    [[nodiscard]] std::uint32_t kindOf(std::size_t receiver, Family family) const {
        return (family == Family::Ipv4 ? m_four : m_six)[receiver];
    }
    /// Returns the sets of groups to or from which a rule may let the interfaces with `groupSet`
    /// through by their groups, ascending; nothing where that may be any.
    [[nodiscard]] std::optional<std::vector<std::uint32_t>> relatedTo(std::uint32_t groupSet) const;

private:
    using Sets = std::vector<std::uint32_t>;
    void readGroups();
    [[nodiscard]] Sets blockFilterNumbers() const;

    const Reachability& m_reachability;
    std::size_t m_size = 0;
    std::vector<std::uint32_t> m_four;
    std::vector<std::uint32_t> m_six;
    std::map<ThingId, Sets> m_carriers;  ///< By group: the sets that hold it.
    std::map<ThingId, Sets> m_namers;    ///< By group: the sets with a rule that names it.
    Sets m_naming;                       ///< Those with a rule that names any group.
    Sets m_namingUnknown;                ///< Those with a rule for it is not known which group.
    Sets m_openEnded;                    ///< Those that may hold any group.
};

}  // namespace archivolt
