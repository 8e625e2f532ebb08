#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/base/known.h"
#include "model/policy/access_request.h"
#include "model/policy/compiled_condition.h"
#include "model/policy/document.h"
#include "model/policy/text_pattern.h"

namespace archivolt {

/// As whom a statement of a resource policy names a caller, which decides what may still limit it.
enum class Naming : std::uint8_t {
    Directly,   ///< The user, the session, the service, or everyone.
    ByRole,     ///< The role whose session it is.
    ByAccount,  ///< The account, which only hands the decision on to it.
};
inline constexpr std::size_t kNamings = 3;

/// A request made ready once, for all policies that judge it. It views the request.
struct PreparedRequest {
    explicit PreparedRequest(const AccessRequest& of);
    explicit PreparedRequest(AccessRequest&&) = delete;

    const AccessRequest& request;
    std::string action;  ///< In lower case.
    std::uint64_t actionHash = 0;
    std::uint64_t serviceHash = 0;  ///< Of what stands before the colon.
    bool hasBoundary = false;       ///< The caller has a permissions boundary.
};

/// What a policy says to a request, and by which of its statements (their index; the first that
/// does).
struct PolicyOutcome {
    struct Part {
        Truth holds = Truth::No;
        std::uint32_t statement = 0;
    };
    Part deny;
    std::array<Part, kNamings> allow;  ///< By `Naming`; of identity policies the first alone.
};

/// A policy document made ready for decisions: built once, shared, never changed.
///
/// Statements are found by their actions, so that a decision looks only at those that speak of the
/// request's. Complexity: logarithmic in the actions, linear in the statements that match.
class CompiledPolicy {
public:
    [[nodiscard]] static std::shared_ptr<const CompiledPolicy> compile(PolicyDocument document);

    [[nodiscard]] const PolicyDocument& document() const { return m_document; }
    /// Judges a request; `Truth::Unknown` where unknown keys or parts leave it open.
    [[nodiscard]] PolicyOutcome judge(const PreparedRequest& request) const;
    /// Judges one statement by itself; of a policy without principals the naming is direct.
    [[nodiscard]] std::array<Truth, kNamings> judgeStatement(std::size_t statement,
                                                             const PreparedRequest& request) const;
    /// Says whether the statement could be about the request's action and resource at all.
    [[nodiscard]] bool concerns(std::size_t statement, const PreparedRequest& request) const;
    [[nodiscard]] const std::vector<CompiledCondition>& conditions(std::size_t statement) const;
    /// Says whether some statement that allows may name the caller, whatever else it says.
    [[nodiscard]] bool mayName(const Caller& caller) const;
    /// Says whether `mayName` may hold of any user, role or session.
    [[nodiscard]] bool mayNameAccounts() const;
    /// Calls `visit(pattern)` with each pattern of resources.
    template <class Visit>
    void forEachResource(const Visit& visit) const {
        for (const Statement& statement : m_statements) {
            for (const ArnPattern& resource : statement.resources) visit(resource);
        }
    }
    /// Calls `visit(key)` with each context key that the resources' variables read.
    template <class Visit>
    void forEachResourceVariable(std::size_t statement, const Visit& visit) const {
        for (const ArnPattern& arn : m_statements[statement].resources) arn.forEachVariable(visit);
    }

private:
    struct Principal {
        PrincipalType type;
        bool unknown;
        std::string name;
        Caller caller;  ///< Of `Aws`, what the name says; anonymous where it says nothing.
        bool isAccount;
    };
    struct Statement {
        bool usable = false;   ///< It has an effect.
        bool unknown = false;  ///< What it says is not known.
        PolicyEffect effect = PolicyEffect::Allow;
        bool hasPrincipals = false;
        bool notPrincipals = false;
        bool notActions = false;
        bool hasResources = false;
        bool notResources = false;
        std::vector<Principal> principals;
        std::vector<TextPattern> actions;
        std::vector<ArnPattern> resources;
        std::vector<CompiledCondition> conditions;
    };
    /// An action's pattern of a statement, found by a hash of the action or of its service.
    struct ActionEntry {
        std::uint64_t hash;
        std::uint32_t statement;
        std::uint32_t action;
    };
    using Namings = std::array<Truth, kNamings>;

    explicit CompiledPolicy(PolicyDocument document);
    void compileStatement(const PolicyStatement& statement);
    void indexActions();
    void consider(std::uint32_t statement, Truth action, const PreparedRequest& request,
                  PolicyOutcome& outcome) const;
    [[nodiscard]] Truth actionFits(const Statement& statement,
                                   const PreparedRequest& request) const;
    [[nodiscard]] Truth resourceFits(const Statement& statement,
                                     const PreparedRequest& request) const;
    [[nodiscard]] Namings namings(const Statement& statement, const PreparedRequest& request) const;
    [[nodiscard]] Namings namingsOfOthers(const Statement& statement,
                                          const PreparedRequest& request) const;
    [[nodiscard]] static Truth names(const Principal& principal, const Caller& caller,
                                     Naming naming);
    [[nodiscard]] Namings rest(const Statement& statement, Truth action,
                               const PreparedRequest& request) const;

    PolicyDocument m_document;
    bool m_namesPrincipals = false;
    std::vector<Statement> m_statements;
    std::vector<ActionEntry> m_exact;      ///< By the action's hash.
    std::vector<ActionEntry> m_byService;  ///< Patterns in the name, by the service's hash.
    std::vector<std::uint32_t> m_always;   ///< Statements that any action may concern.
};

}  // namespace archivolt
