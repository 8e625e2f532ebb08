#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "export/cloudformation/read_template.h"
#include "export/describe/describe.h"
#include "model/guardrails/guardrails.h"
#include "model/lint/lint.h"
#include "model/reachability/questions/answer_json.h"
#include "model/reachability/walk/connection_tracking.h"
#include "tests/build/build_support.h"
#include "tests/reachability/scenario.h"

namespace archivolt::test {

namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : ",") + part;
    return text;
}

/// What passes, as the JSON answer says it, one kind of value joined.
std::string passesText(const ReachAnswer& answer, const NetworkIndex& network, const char* key) {
    const auto json = answerJson(network, answer);
    std::vector<std::string> parts;
    for (const auto& pass : json["passes"]) {
        std::vector<std::string> own;
        if (pass[key].is_array()) {
            for (const auto& one : pass[key]) own.push_back(one.get<std::string>());
        } else {
            own.push_back(pass[key].get<std::string>());
        }
        for (const auto& one : own) {
            if (std::ranges::find(parts, one) == parts.end()) parts.push_back(one);
        }
    }
    return joined(parts);
}

/// Says whether a hop is the one that is named; rules that have no name of their own go by their
/// number, `[2]`, by `[default]` or `[tracking]`.
bool isDecider(const Hop& hop, const Decider& wanted) {
    if (hop.resource != wanted.resource) return false;
    const std::string& rule = wanted.rule;
    if (rule.empty() || hop.rule == rule) return true;
    const bool numbered = rule.find_first_not_of("0123456789") == std::string::npos;
    if (numbered) return (" " + hop.rule).ends_with(" rule " + rule);
    if (rule == "tracking") return hop.rule == "connection tracking";
    return rule == "default" && hop.rule.find(" default egress") != std::string::npos;
}

std::string textOf(const Decider& decider) {
    return decider.rule.empty() ? decider.resource
                                : fmt::format("{}[{}]", decider.resource, decider.rule);
}

/// Reads a value as flow YAML stands in a template; nothing where it can't be read.
std::optional<Value> readValue(const std::string& text) {
    std::uint32_t nextId = 1;
    const TemplateReading reading = readTemplate(
        "Resources:\n  X:\n    Type: A::B::C\n    Properties:\n      V: " + text + "\n", {},
        nextId);
    if (!reading.usable || !reading.diagnostics.empty()) return std::nullopt;
    const auto resource = *reading.body.resources.begin();
    const Value* value = resource->body.at(Path{"Properties", "V"});
    return value == nullptr ? std::nullopt : std::optional(*value);
}

Result<Design> edited(const Design& design, const ScenarioEdit& edit) {
    const StackId stack = design.stacks.front()->id;
    if (edit.kind == ScenarioEdit::Kind::Without) {
        return archivolt::apply(design, RemoveResource{stack, edit.target});
    }
    const auto dot = edit.target.find('.');
    const Path property =
        dot == std::string::npos ? Path() : Path::parse(edit.target.substr(dot + 1));
    if (property.empty()) return failure("SCENARIO", "no property in " + edit.target, "");
    const Path path = Path{"Resources", edit.target.substr(0, dot), "Properties"} / property;
    if (edit.kind == ScenarioEdit::Kind::Unset) {
        return archivolt::apply(design, RemoveValue{stack, path});
    }
    const auto value = readValue(edit.value);
    if (!value) return failure("SCENARIO", "no value: " + edit.value, "");
    return archivolt::apply(design, SetValue{stack, path, *value});
}

/// A scenario's design with everything that lines may ask it.
struct World {
    Design design;
    std::shared_ptr<const ResolvedDesign> resolved;
    Reachability reachability;

    explicit World(Design made)
        : design(std::move(made)),
          resolved(resolve(design)),
          reachability(resolved->architecture) {}

    /// Returns `CODE at RESOURCE` of all that lint and the guardrails say.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> findings() const {
        static const std::shared_ptr<const Catalog> kCatalog = Catalog::embedded();
        std::vector<std::pair<std::string, std::string>> found;
        const auto add = [&](const std::vector<Finding>& findings) {
            for (const Finding& finding : findings) {
                found.emplace_back(finding.diagnostic.code, finding.diagnostic.where.resource);
            }
        };
        add(lint(design, *resolved, *kCatalog));
        add(guardrails(design, *resolved, reachability, *kCatalog));
        return found;
    }
};

class Checker {
public:
    Checker(const World& world, const Expectation& expectation)
        : m_world(world), m_expected(expectation) {}

    std::vector<std::string> check() {
        switch (m_expected.kind) {
            case Expectation::Kind::Finding: checkFinding(); return m_problems;
            case Expectation::Kind::Rule: checkRule(); return m_problems;
            case Expectation::Kind::Reach:
            case Expectation::Kind::Tracking:
            case Expectation::Kind::Established: break;
        }
        if (!ask()) return m_problems;
        if (m_expected.kind == Expectation::Kind::Reach) checkAnswer();
        if (m_expected.kind == Expectation::Kind::Tracking) checkTracking();
        if (m_expected.kind == Expectation::Kind::Established) checkEstablished();
        if (!m_problems.empty()) m_problems.back() += explainAnswer(m_answer);
        return m_problems;
    }

private:
    void problem(const std::string& what) {
        m_problems.push_back(
            fmt::format("line {}: {}\n    {}", m_expected.line, m_expected.text, what));
    }

    [[nodiscard]] const NetworkIndex& network() const { return m_world.reachability.network(); }

    /// Puts the question; false where there is nothing more to check.
    bool ask() {
        const auto from = findEndpoint(network(), m_expected.from);
        const auto to = findEndpoint(network(), m_expected.to);
        if (!from || !to) {
            const Diagnostic& error = !from ? from.error() : to.error();
            if (m_expected.verdict != "fails" || error.code != m_expected.code) {
                problem("no such end: " + error.message);
            }
            return false;
        }
        if (m_expected.verdict == "fails") problem("both ends were found");
        m_answer = reach(m_world.reachability,
                         {*from, *to, m_expected.protocol, m_expected.ports, m_expected.family});
        return true;
    }

    void compare(const char* what, const std::optional<std::string>& expected, const char* key) {
        if (!expected) return;
        const std::string actual = passesText(m_answer, network(), key);
        if (actual != *expected) problem(fmt::format("{}: {}", what, actual));
    }

    void compareWay(const std::vector<Decider>& wanted, const std::vector<Hop>& hops,
                    const char* what) {
        auto hop = hops.begin();
        for (const Decider& each : wanted) {
            hop = std::find_if(hop, hops.end(), [&](const Hop& h) { return isDecider(h, each); });
            if (hop != hops.end()) continue;
            problem(fmt::format("not {} {}", what, textOf(each)));
            return;
        }
    }

    void checkDeciders() {
        for (const Decider& each : m_expected.by) {
            const bool blocks = std::ranges::any_of(
                m_answer.blockers, [&](const Blocker& b) { return isDecider(b.hop, each); });
            const bool decides = m_answer.decidedBy && isDecider(*m_answer.decidedBy, each);
            if (!blocks && !decides) problem("not by " + textOf(each));
        }
        if (!m_expected.byAll) return;
        for (const Blocker& blocker : m_answer.blockers) {
            const bool named = std::ranges::any_of(
                m_expected.by, [&](const Decider& each) { return isDecider(blocker.hop, each); });
            if (!named) problem("also by " + blocker.hop.resource);
        }
    }

    void checkAnswer() {
        if (verdictName(m_answer.verdict) != m_expected.verdict) {
            problem(fmt::format("verdict: {}", verdictName(m_answer.verdict)));
        }
        if (!m_expected.disposition.empty() &&
            dispositionName(m_answer.disposition) != m_expected.disposition) {
            problem(fmt::format("disposition: {}", dispositionName(m_answer.disposition)));
        }
        checkDeciders();
        compareWay(m_expected.via, m_answer.forward, "via");
        compareWay(m_expected.back, m_answer.reply, "back via");
        compare("passes from", m_expected.passesFrom, "source");
        compare("passes ports", m_expected.passesPorts, "ports");
        compare("passes clients", m_expected.passesClients, "client_ports");
        const bool noted = std::ranges::any_of(m_answer.notes, [&](const std::string& note) {
            return note.find(m_expected.noting) != std::string::npos;
        });
        if (!m_expected.noting.empty() && !noted) problem("no such note");
    }

    bool isDelivered() {
        if (m_answer.traced && m_answer.disposition == Disposition::Delivered) return true;
        problem("it is not delivered");
        return false;
    }

    void checkTracking() {
        if (!isDelivered()) return;
        std::string seen;
        bool untracked = false;
        bool there = m_expected.tracked.empty();
        for (const TrackedInterface& each : trackingOf(network(), *m_answer.traced)) {
            seen += fmt::format(" {} {} {}", each.name, trackingName(each.tracking), each.why);
            if (!m_expected.tracked.empty() && each.name != m_expected.tracked) continue;
            there = true;
            untracked = untracked || each.tracking == Tracking::Untracked;
        }
        if (!there || untracked != (m_expected.verdict == "untracked")) {
            problem("tracking:" + seen);
        }
    }

    void checkEstablished() {
        if (!isDelivered()) return;
        const auto design = edited(m_world.design, *m_expected.edit);
        if (!design) {
            problem("the edit: " + design.error().message);
            return;
        }
        const World after(*design);
        const EstablishedAnswer answer =
            establishedAfter(network(), after.reachability.network(), *m_answer.traced);
        const Truth wanted = m_expected.verdict == "survives" ? Truth::Yes : Truth::No;
        if (answer.survives != wanted) {
            problem(fmt::format("it {} {}", answer.survives == Truth::Yes ? "survives" : "breaks",
                                answer.why));
        }
        for (const Decider& each : m_expected.by) {
            if (!answer.brokenBy || !isDecider(*answer.brokenBy, each)) {
                problem(fmt::format("not by {} but {} {}", textOf(each),
                                    answer.brokenBy ? answer.brokenBy->resource : "nothing",
                                    answer.brokenBy ? answer.brokenBy->rule : ""));
            }
        }
    }

    void checkFinding() {
        std::string others;
        bool found = false;
        for (const auto& [code, resource] : m_world.findings()) {
            const bool same =
                code == m_expected.code && (m_expected.from.empty() || resource == m_expected.from);
            found = found || same;
            others += fmt::format("\n    {} at {}", code, resource);
        }
        if (found == (m_expected.verdict == "no")) problem("findings:" + others);
    }

    void checkRule() {
        const Cidr block = *Cidr::parse(m_expected.to);
        const auto wanted = m_expected.isEgress ? RuleDirection::Egress : RuleDirection::Ingress;
        bool there = false;
        bool holds = false;
        for (const auto& [id, group] : network().architecture().securityGroups) {
            if (group->name != m_expected.from) continue;
            there = true;
            for (const SecurityGroupRule& rule : group->rules) {
                holds = holds || (rule.direction == wanted && rule.cidr && rule.cidr->isKnown() &&
                                  **rule.cidr == block);
            }
        }
        if (!there) problem("no such group");
        if (holds != (m_expected.verdict == "holds"))
            problem(holds ? "it holds it" : "it lacks it");
    }

    const World& m_world;
    const Expectation& m_expected;
    ReachAnswer m_answer;
    std::vector<std::string> m_problems;
};

/// Returns what is wrong with a template's text, so that no slip goes unseen.
std::vector<std::string> faultsOf(const std::string& yaml) {
    std::uint32_t nextId = 1;
    std::vector<std::string> faults;
    for (const Diagnostic& diagnostic : readTemplate(yaml, {}, nextId).diagnostics) {
        faults.push_back("template: " + toString(diagnostic));
    }
    return faults;
}

Design withObserved(const Design& design, const ObservedStack& observed) {
    const Design added = withStackOf(design, observed.name, observed.yaml, StackKind::Observed);
    const auto placed =
        archivolt::apply(added, SetStackIdentity{added.stacks.back()->id, observed.name,
                                                 added.stacks.back()->account, observed.region});
    INVARIANT(placed.has_value());
    return *placed;
}

}  // namespace

std::string explainAnswer(const ReachAnswer& answer) {
    std::string text = fmt::format("\n    {} {}", verdictName(answer.verdict),
                                   dispositionName(answer.disposition));
    const auto add = [&](const char* title, const Hop& hop) {
        text += fmt::format("\n    {:8} {} {} {} [{}] {} | {} {}", title, hopKindName(hop.kind),
                            hop.resource, hop.step, hop.rule, hopResultName(hop.result),
                            packetText(hop.packet), hop.why);
    };
    for (const Hop& hop : answer.forward) add("->", hop);
    for (const Hop& hop : answer.reply) add("<-", hop);
    for (const Blocker& blocker : answer.blockers) add("blocker", blocker.hop);
    for (const std::string& note : answer.notes) text += "\n    note     " + note;
    for (const Pass& pass : answer.passes) {
        text += fmt::format("\n    passes   {} from {} clients {}", trafficText(pass.traffic),
                            addressText(pass.source), portText(pass.clientPorts));
    }
    return text;
}

/// Adds what CLI output describes; tells what is wrong with it.
std::vector<std::string> addDescribed(const std::vector<std::string>& texts, Design& design) {
    std::vector<DescribeFile> files;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string name = fmt::format("{}.json", i + 1);
        files.push_back({name, name, texts[i]});
    }
    DescribeReading reading = readDescribe(std::move(files), {}, catalog(), design.nextId);
    for (Stack& stack : reading.stacks) {
        design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    }
    std::vector<std::string> problems;
    if (reading.usable) return problems;
    for (const Diagnostic& diagnostic : reading.diagnostics) {
        problems.push_back(toString(diagnostic));
    }
    return problems;
}

Design designOf(const Scenario& scenario, std::vector<std::string>& problems) {
    problems = scenario.problems;
    if (!problems.empty()) return {};
    if (!scenario.yaml.empty()) problems = faultsOf(scenario.yaml);
    for (const ObservedStack& stack : scenario.observed) {
        for (std::string& fault : faultsOf(stack.yaml)) problems.push_back(std::move(fault));
    }
    if (!problems.empty()) return {};
    Design design = scenario.yaml.empty() ? Design{} : readDesign(scenario.yaml);
    for (const ObservedStack& stack : scenario.observed) design = withObserved(design, stack);
    if (!scenario.described.empty()) problems = addDescribed(scenario.described, design);
    for (const ScenarioEdit& edit : scenario.edits) {
        const auto changed = edited(design, edit);
        if (!changed) {
            problems.push_back("cannot edit " + edit.target + ": " + changed.error().message);
            return design;
        }
        design = *changed;
    }
    return design;
}

std::vector<std::string> runScenario(const Scenario& scenario) {
    std::vector<std::string> problems;
    Design design = designOf(scenario, problems);
    if (!problems.empty()) return problems;
    const World world(std::move(design));
    for (const Expectation& expectation : scenario.expectations) {
        for (std::string& problem : Checker(world, expectation).check()) {
            problems.push_back(std::move(problem));
        }
    }
    return problems;
}

}  // namespace archivolt::test
