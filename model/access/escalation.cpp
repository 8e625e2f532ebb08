#include "model/access/escalation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "model/access/role_taking.h"
#include "model/policy/statement_facts.h"
#include "model/policy/truth.h"

namespace archivolt {

namespace {

/// A service that takes a role, and what makes it act as one at once.
struct PassedTo {
    std::string_view service;
    std::string_view how;
    std::array<std::string_view, 2> actions;  ///< The second may be empty.
    std::string_view resource;                ///< What the actions are about, of any name.
};
constexpr std::array kPassedTo = {
    PassedTo{"lambda.amazonaws.com",
             "passes the role to a new function and calls it",
             {"lambda:CreateFunction", "lambda:InvokeFunction"},
             "arn:aws:lambda:{}:function:(new)"},
    PassedTo{"ec2.amazonaws.com",
             "passes the role to a new instance",
             {"ec2:RunInstances", ""},
             "arn:aws:ec2:{}:instance/(new)"},
    PassedTo{"ecs-tasks.amazonaws.com",
             "passes the role to a new task",
             {"ecs:RegisterTaskDefinition", "ecs:RunTask"},
             "arn:aws:ecs:{}:task-definition/(new):1"},
    PassedTo{"cloudformation.amazonaws.com",
             "passes the role to a new stack",
             {"cloudformation:CreateStack", ""},
             "arn:aws:cloudformation:{}:stack/(new)/(id)"},
    PassedTo{"states.amazonaws.com",
             "passes the role to a new state machine",
             {"states:CreateStateMachine", "states:StartExecution"},
             "arn:aws:states:{}:stateMachine:(new)"},
    PassedTo{"codebuild.amazonaws.com",
             "passes the role to a new build project",
             {"codebuild:CreateProject", "codebuild:StartBuild"},
             "arn:aws:codebuild:{}:project/(new)"},
    PassedTo{"glue.amazonaws.com",
             "passes the role to a new job",
             {"glue:CreateJob", "glue:StartJobRun"},
             "arn:aws:glue:{}:job/(new)"},
};

class Escalations {
public:
    Escalations(const Asking& asking, std::size_t principal)
        : m_asking(asking),
          m_self(asking.model().principals[principal]),
          m_who(asking.callerOf(principal)) {}

    std::vector<Escalation> find() {
        static constexpr auto kFirst = std::to_array<std::string_view>(
            {"iam:PutUserPolicy", "iam:AttachUserPolicy", "iam:PutRolePolicy",
             "iam:AttachRolePolicy", "iam:CreatePolicyVersion", "iam:CreateAccessKey",
             "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:UpdateAssumeRolePolicy",
             "iam:PassRole", "lambda:UpdateFunctionCode"});
        // Every way begins with one of these; most principals have none of them.
        const bool any =
            std::ranges::any_of(kFirst, [&](std::string_view one) { return speaks(one); });
        if (!any) return {};
        for (const AccessResource& resource : m_asking.model().resources) {
            if (resource.type == "AWS::Lambda::Function") m_functions.push_back(&resource);
        }
        byOwnPolicies();
        for (const AccessPrincipal& other : m_asking.model().principals) {
            if (other.caller == m_self.caller) continue;
            byCredentials(other);
            byPassing(other);
            byCode(other);
        }
        return std::move(m_found);
    }

private:
    /// Says whether any of its statements speaks of an action at all; most principals have none.
    bool speaks(std::string_view action) const {
        return std::ranges::any_of(m_self.identity, [&](const AccessPolicy& policy) {
            const PolicyDocument& document = policy.policy->document();
            return std::ranges::any_of(document.statements, [&](const PolicyStatement& one) {
                return one.effect != PolicyEffect::Deny && speaksOf(one, action) != Truth::No;
            });
        });
    }

    Truth may(std::string_view action, const std::string& arn) {
        const auto [at, isNew] = m_speaks.try_emplace(action, false);
        if (isNew) at->second = speaks(action);
        if (!at->second) return Truth::No;
        return m_asking.allowed(m_who, std::string(action), arn);
    }

    void add(const std::string& to, std::string how, std::vector<std::string> actions,
             Truth truth) {
        if (truth == Truth::No) return;
        m_found.push_back({to, std::move(how), std::move(actions), truth == Truth::Yes});
    }

    void byOwnPolicies() {
        const bool user = m_self.caller.kind == CallerKind::User;
        for (const char* action : user ? std::array{"iam:PutUserPolicy", "iam:AttachUserPolicy"}
                                       : std::array{"iam:PutRolePolicy", "iam:AttachRolePolicy"}) {
            add(m_self.logicalId, "gives itself any policy", {action},
                may(action, m_self.caller.name));
        }
        for (const AccessPolicy& policy : m_self.identity) {
            const AccessResource* resource = managed(policy);
            if (resource == nullptr) continue;
            add(m_self.logicalId, fmt::format("rewrites its {}", policy.name),
                {"iam:CreatePolicyVersion"}, may("iam:CreatePolicyVersion", resource->arn));
        }
    }

    /// Returns the managed policy of the design that an attached one is, or null pointer.
    const AccessResource* managed(const AccessPolicy& policy) const {
        for (const AccessResource& resource : m_asking.model().resources) {
            const bool same = resource.type == "AWS::IAM::ManagedPolicy" &&
                              policy.name == fmt::format("managed policy `{}`", resource.logicalId);
            if (same) return &resource;
        }
        return nullptr;
    }

    void byCredentials(const AccessPrincipal& other) {
        const std::string& arn = other.caller.name;
        if (other.caller.kind == CallerKind::User) {
            for (const char* action :
                 {"iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"}) {
                add(other.logicalId, "gives itself the user's credentials", {action},
                    may(action, arn));
            }
            return;
        }
        add(other.logicalId, "makes the role trust it", {"iam:UpdateAssumeRolePolicy"},
            may("iam:UpdateAssumeRolePolicy", arn));
    }

    void byPassing(const AccessPrincipal& role) {
        if (role.caller.kind != CallerKind::Role) return;
        const Truth passes = may("iam:PassRole", role.caller.name);
        if (passes == Truth::No) return;
        for (const PassedTo& to : kPassedTo) {
            AccessCaller service{std::string(to.service), *Caller::parse(to.service), -1};
            Truth truth =
                both(passes, m_asking.allowed(service, "sts:AssumeRole", role.caller.name));
            std::vector<std::string> actions = {"iam:PassRole"};
            const std::string arn = fmt::format(fmt::runtime(to.resource),
                                                fmt::format("us-east-1:{}", m_self.caller.account));
            for (const std::string_view action : to.actions) {
                if (action.empty() || truth == Truth::No) continue;
                truth = both(truth, may(action, arn));
                actions.emplace_back(action);
            }
            add(role.logicalId, std::string(to.how), std::move(actions), truth);
        }
    }

    /// Code that runs as the role, and that it may change.
    void byCode(const AccessPrincipal& role) {
        for (const AccessResource* function : m_functions) {
            const std::string& name = function->logicalId;
            if (std::ranges::find(role.actsFor, name) == role.actsFor.end()) continue;
            add(role.logicalId, fmt::format("changes the code of `{}`", name),
                {"lambda:UpdateFunctionCode"}, may("lambda:UpdateFunctionCode", function->arn));
        }
    }

    const Asking& m_asking;
    const AccessPrincipal& m_self;
    AccessCaller m_who;
    std::vector<const AccessResource*> m_functions;
    std::map<std::string_view, bool> m_speaks;  ///< By action.
    std::vector<Escalation> m_found;
};

}  // namespace

std::vector<Escalation> escalationsOf(const Asking& asking, std::size_t principal) {
    return Escalations(asking, principal).find();
}

std::vector<EscalationPath> escalationPathsOf(const Asking& asking, std::size_t principal) {
    const auto& principals = asking.model().principals;
    struct Reached {
        std::size_t principal;
        std::size_t before;
        std::string how;
        bool sure;
    };
    std::vector<Reached> reached = {{principal, 0, {}, true}};
    std::set<std::size_t> seen = {principal};
    std::vector<EscalationPath> paths;
    const auto add = [&](std::size_t from, std::size_t to, std::string how, bool sure) {
        if (!seen.insert(to).second) return;
        reached.push_back({to, from, std::move(how), reached[from].sure && sure});
        if (from == 0) return;
        EscalationPath path;
        path.sure = reached.back().sure;
        for (std::size_t at = reached.size() - 1; at != 0; at = reached[at].before) {
            path.principals.push_back(principals[reached[at].principal].logicalId);
            path.how.push_back(reached[at].how);
        }
        path.principals.push_back(principals[principal].logicalId);
        std::ranges::reverse(path.principals);
        std::ranges::reverse(path.how);
        paths.push_back(std::move(path));
    };
    RoleTaking taking(asking);
    for (std::size_t at = 0; at < reached.size(); ++at) {
        const std::size_t from = reached[at].principal;
        for (std::size_t i = 0; i < taking.roles().size(); ++i) {
            const std::size_t to = taking.roles()[i];
            if (seen.contains(to)) continue;
            const Truth takes = taking.takes(from, i);
            if (takes != Truth::No) add(at, to, "takes it on", takes == Truth::Yes);
        }
        for (const Escalation& one : escalationsOf(asking, from)) {
            for (std::size_t to = 0; to < principals.size(); ++to) {
                const bool same = principals[to].logicalId == one.to && to != from;
                if (same) add(at, to, one.how, one.sure);
            }
        }
    }
    return paths;
}

bool mayDoEverything(const AccessPrincipal& principal) {
    return std::ranges::any_of(principal.identity, [](const AccessPolicy& policy) {
        const PolicyDocument& document = policy.policy->document();
        return std::ranges::any_of(document.statements, [](const PolicyStatement& one) {
            const auto any = [](const PolicyElement<PolicyText>& element) {
                return !element.negated &&
                       std::ranges::any_of(element.values, [](const PolicyText& text) {
                           return text.shown() == "*";
                       });
            };
            return one.effect == PolicyEffect::Allow && one.conditions.empty() &&
                   any(one.actions) && any(one.resources);
        });
    });
}

}  // namespace archivolt
