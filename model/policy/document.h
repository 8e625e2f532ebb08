#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/diagnostic.h"
#include "model/base/doubt.h"
#include "model/policy/condition_operator.h"

namespace archivolt {

/// What a document is attached to; it decides which elements a statement may and must have.
enum class PolicyKind : std::uint8_t {
    Identity,         ///< Of a user, group or role, inline or managed.
    Resource,         ///< Of a bucket, queue, topic, key, secret, endpoint…
    Repository,       ///< Of an ECR repository or EFS file system, which need no Resource.
    Trust,            ///< Who may take on a role; it has no Resource.
    Session,          ///< Passed when a role is taken on.
    Boundary,         ///< A permissions boundary.
    ServiceControl,   ///< An SCP of AWS Organizations.
    ResourceControl,  ///< An RCP of AWS Organizations.
};

/// Returns the kind in words: `identity policy`, `trust policy`, `service control policy`.
[[nodiscard]] std::string_view toString(PolicyKind kind);

enum class PolicyEffect : std::uint8_t {
    Allow,
    Deny
};

/// A piece of a text: known, or told only by AWS when the design is deployed.
struct TextPart {
    std::string text;  ///< Empty when not known.
    Doubt why;         ///< Not empty: why it isn't known.
    friend bool operator==(const TextPart&, const TextPart&) = default;
};

/// One text of a document, of which parts may be unknown: `arn:aws:s3:::` and a generated name.
struct PolicyText {
    std::vector<TextPart> parts;  ///< Neighbours differ in being known; none for the empty text.
    Path path;                    ///< From what the reader was told to count from.

    [[nodiscard]] bool isKnown() const;
    /// Returns the text, each unknown part as `{why}`.
    [[nodiscard]] std::string shown() const;
    /// Returns the first reason; empty when all is known.
    [[nodiscard]] const Doubt& why() const;
    friend bool operator==(const PolicyText&, const PolicyText&) = default;
};

enum class PrincipalType : std::uint8_t {
    Everyone,  ///< `"*"` and `{"AWS": "*"}`, which are the same.
    Aws,       ///< An account, user, role or session.
    Service,
    Federated,
    CanonicalUser,
};

struct PrincipalEntry {
    PrincipalType type = PrincipalType::Everyone;
    PolicyText name;
    friend bool operator==(const PrincipalEntry&, const PrincipalEntry&) = default;
};

/// An element and its negation, `Action` and `NotAction`; `values` is of the one that is there.
template <class T>
struct PolicyElement {
    bool present = false;
    bool negated = false;
    std::vector<T> values;
    friend bool operator==(const PolicyElement&, const PolicyElement&) = default;
};

/// One key under one operator, with all its values.
struct PolicyCondition {
    ConditionOperator op;
    PolicyText key;
    std::vector<PolicyText> values;
    Doubt why;  ///< Not empty: why the entry can't be read, so that its truth is unknown.
    Path path;
    friend bool operator==(const PolicyCondition&, const PolicyCondition&) = default;
};

struct PolicyStatement {
    std::string sid;
    std::optional<PolicyEffect> effect;  ///< Nothing where it is not known, or wrong.
    PolicyElement<PrincipalEntry> principals;
    PolicyElement<PolicyText> actions;
    PolicyElement<PolicyText> resources;
    std::vector<PolicyCondition> conditions;
    Doubt why;  ///< Not empty: why it can't be told what the statement says.
    Path path;
    friend bool operator==(const PolicyStatement&, const PolicyStatement&) = default;
};

/// A policy document, read once for all who ask: lint, decisions, guardrails, endpoints.
///
/// Source: IAM User Guide, reference_policies_grammar and reference_policies_elements.
struct PolicyDocument {
    PolicyKind kind = PolicyKind::Identity;
    bool variables = false;  ///< Version 2012-10-17, which alone knows policy variables.
    std::string id;
    std::vector<PolicyStatement> statements;
    Doubt why;  ///< Not empty: why it can't be told what the document says.
    /// AWS would reject the document (`IAM-E1`), so what it says never comes into force.
    bool rejected = false;
    friend bool operator==(const PolicyDocument&, const PolicyDocument&) = default;
};

/// A document and what is wrong with it.
struct PolicyReading {
    PolicyDocument document;
    std::vector<Diagnostic> diagnostics;  ///< In the document's order; `where.path` is set.
};

}  // namespace archivolt
