#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/repair/repair.h"
#include "tests/build/build_support.h"

namespace archivolt::test {

/// A design with its network, to be asked and repaired.
struct Subject {
    explicit Subject(Design read);
    Design design;
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const Reachability> reachability;

    [[nodiscard]] ReachQuestion question(const std::string& from, const std::string& to,
                                         IpProtocol protocol, PortSet ports) const;
    /// Asks for one TCP port.
    [[nodiscard]] ReachQuestion tcp(const std::string& from, const std::string& to,
                                    Port port) const;
    [[nodiscard]] Repairs repairs(const ReachQuestion& question) const;
};

/// Returns the shared three-tier network of the scenarios with more YAML behind it, and with each
/// `{from, to}` of `replaced` replaced once.
[[nodiscard]] Subject shopWith(
    const std::string& more = {},
    const std::vector<std::pair<std::string, std::string>>& replaced = {});

/// Returns what is wrong with repairs, empty when nothing is: each is written as JSON, read on the
/// design, resolved from nothing and asked again, and what else it changes is compared with two
/// matrices walked pair by pair.
[[nodiscard]] std::string faultsOf(const Subject& subject, const ReachQuestion& question,
                                   const Repairs& repairs);

/// Returns what of repairs AWS would reject, and those that don't change the answer as they say:
/// `faultsOf` without the matrices.
[[nodiscard]] std::string rejectionsOf(const Subject& subject, const ReachQuestion& question,
                                       const Repairs& repairs);

/// Returns the design that a repair leaves, resolved from nothing; absent where it can't be made.
[[nodiscard]] std::optional<Subject> repaired(const Subject& subject, const Repair& repair);

/// Returns the text of the first repair of this effect, empty when there is none.
[[nodiscard]] std::string firstText(const Repairs& repairs, RepairEffect effect);

/// Returns a small network as CloudFormation text, the same for one seed: groups inline and
/// standalone, ACLs, missing routes, values behind parameters, mappings and `!If`.
[[nodiscard]] std::string randomTemplate(std::uint64_t seed);

/// Says whether one of some texts holds these words.
[[nodiscard]] bool mentions(const std::vector<std::string>& texts, const char* words);

}  // namespace archivolt::test
