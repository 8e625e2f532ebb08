#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/reachability/reach.h"

namespace archivolt::test {

/// One line `expect FROM -> TO …` of a scenario.
///
///     expect internet -> Web tcp/443 reachable
///     expect internet -> Db tcp/5432 blocked by DbGroup, Web.main as denied-in
///     expect internet -> Web tcp/22 partial from 203.0.113.0/24 ports 22 clients 32768-65535
///     expect internet -> Web icmp ipv4 unknown
///     expect Web -> Nothing fails REACH-4
///
/// `by` names things that must be among the blockers (of a reachable answer: the group or ACL whose
/// rule decides), `as` the disposition, `via` things that the way there must meet in this order.
struct Expectation {
    std::size_t line = 0;
    std::string text;
    std::string from;
    std::string to;
    std::optional<IpProtocol> protocol;
    PortSet ports = PortSet::all();
    std::optional<Family> family;
    std::string verdict;
    std::vector<std::string> by;
    std::vector<std::string> via;
    std::string disposition;
    std::string code;
    std::optional<std::string> passesFrom;
    std::optional<std::string> passesPorts;
    std::optional<std::string> passesClients;
};

/// A network as CloudFormation text, and what must hold in it.
///
/// Lines before `---` are comments (`# fact 7` cites a row of the network facts), `extends FILE`,
/// `without RESOURCE` and expectations; behind it stands the template. With `extends` that text is
/// put behind the named file's, so that it adds resources; `without` takes one away.
struct Scenario {
    std::filesystem::path file;
    std::set<int> facts;
    std::vector<Expectation> expectations;
    std::string yaml;
    std::vector<std::string> without;
    std::vector<std::string> problems;  ///< What is wrong with the scenario's text.
};

[[nodiscard]] Scenario readScenario(const std::filesystem::path& file);

/// Returns what does not hold, with the evidence; empty when all does.
[[nodiscard]] std::vector<std::string> runScenario(const Scenario& scenario);

/// Returns the hops of an answer as lines for people.
[[nodiscard]] std::string explainAnswer(const ReachAnswer& answer);

}  // namespace archivolt::test
