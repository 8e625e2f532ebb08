#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/design/design.h"
#include "model/reachability/questions/reach.h"

namespace archivolt::test {

/// One change of a scenario's template: `without X`, `set X.Path VALUE` or `unset X.Path`.
struct ScenarioEdit {
    enum class Kind {
        Without,
        Set,
        Unset
    };
    Kind kind = Kind::Without;
    std::string target;  ///< A resource; with its property behind it, `Web.SubnetId`.
    std::string value;   ///< As flow YAML, functions included.
};

/// A stack as AWS runs it, whose logical ids are AWS ids: `--- NAME REGION`.
struct ObservedStack {
    std::string name;
    std::string region;
    std::string yaml;
};

/// Something that decides: a thing by name, and maybe its rule.
struct Decider {
    std::string resource;
    std::string rule;
};

/// What a line `expect …` says. The language is told in tests/scenarios/README.md.
struct Expectation {
    enum class Kind {
        Reach,        ///< `expect A -> B tcp/443 reachable …`
        Tracking,     ///< `expect A -> B tcp/443 tracked|untracked …`
        Established,  ///< `expect established A -> B tcp/443 survives|breaks … after EDIT`
        Finding,      ///< `expect [no] finding CODE [at RESOURCE]`
        Rule,         ///< `expect GROUP holds|lacks ingress|egress CIDR`
    };
    Kind kind = Kind::Reach;
    std::size_t line = 0;
    std::string text;
    std::string from;  ///< Of a rule the group, of a finding the resource.
    std::string to;
    std::optional<IpProtocol> protocol;
    PortSet ports = PortSet::all();
    std::optional<Family> family;
    /// `reachable`, `untracked`, `breaks`, `no`, `holds`: the word that the line turns on.
    std::string verdict;
    std::vector<Decider> by;    ///< Among what blocks, or the rule that decides.
    bool byAll = false;         ///< `only by`: nothing else blocks.
    std::vector<Decider> via;   ///< Met in this order on the way there.
    std::vector<Decider> back;  ///< Met in this order on the way back.
    std::string disposition;
    std::string code;
    std::optional<std::string> passesFrom;
    std::optional<std::string> passesPorts;
    std::optional<std::string> passesClients;
    std::string noting;   ///< Words that a note must hold.
    std::string tracked;  ///< The interface that a tracking line speaks of; empty: any of them.
    std::optional<ScenarioEdit> edit;
    bool isEgress = false;
};

/// A small world as CloudFormation text, and what must hold in it.
struct Scenario {
    std::filesystem::path file;
    std::string name;             ///< The file's, and behind a slash the section's.
    std::set<std::string> facts;  ///< `N7`; `C2` of a convention.
    std::vector<Expectation> expectations;
    std::string yaml;  ///< Of the stack `web` in us-east-1; empty where observed ones are all.
    std::vector<ObservedStack> observed;
    std::vector<std::string> described;  ///< What the AWS CLI prints, as JSON.
    std::vector<ScenarioEdit> edits;
    std::vector<std::string> problems;  ///< What is wrong with the scenario's text.
};

/// Reads a file's scenarios: one, or one for each section.
[[nodiscard]] std::vector<Scenario> readScenarios(const std::filesystem::path& file);

/// Reads the scenarios of every file of tests/scenarios, in order.
[[nodiscard]] std::vector<Scenario> allScenarios();

/// Returns a scenario's design, its edits made; says what is wrong with it in `problems`.
[[nodiscard]] Design designOf(const Scenario& scenario, std::vector<std::string>& problems);

/// Returns what does not hold, with the evidence; empty when all does.
[[nodiscard]] std::vector<std::string> runScenario(const Scenario& scenario);

/// Returns the hops of an answer as lines for people.
[[nodiscard]] std::string explainAnswer(const ReachAnswer& answer);

}  // namespace archivolt::test
