#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "model/access/access_index.h"
#include "model/access/resource_names.h"
#include "model/base/doubt.h"
#include "model/policy/policy_case.h"
#include "model/value/origin.h"

namespace archivolt {

/// A policy of the design: what it says and where it stands.
struct AccessPolicy {
    SharedPolicy policy;
    std::string name;  ///< "policy `ReadAssets`", "trust policy", the ARN of a managed one.
    Origin origin;     ///< Of the document; no resource where it is not of the design.
    const EvaluatedResource* source = nullptr;  ///< What it was read of; its path is the origin's.
};

/// Where a statement of a resource's policy stands, of which several may be joined.
struct StatementPlace {
    std::string name;  ///< "bucket policy `AssetsPolicy`".
    Origin origin;
};

/// A user or role of the design, with all policies that say what it may do.
struct AccessPrincipal {
    std::string stack;
    std::string logicalId;  ///< `WebRole`; of a role that SAM makes `ApiRole`, of no resource.
    std::string type;       ///< `AWS::IAM::Role`.
    Caller caller;
    std::vector<AccessPolicy> identity;    ///< Its own, its groups', managed ones.
    std::vector<AccessPolicy> boundaries;  ///< One, or none.
    std::vector<std::string> actsFor;      ///< Logical ids of what refers to it, sorted.
    std::vector<std::pair<std::string, std::string>> tags;
    Doubt existsWhy;  ///< Not empty: why it may not be there.
};

/// A resource of the design that has an ARN, with its own policy.
struct AccessResource {
    std::string stack;
    std::string logicalId;
    std::string type;
    std::string account;
    std::string arn;      ///< With `{…}` where a part is not known.
    std::string callArn;  ///< Of an API: what its callers' policies name; empty for the rest.
    bool arnKnown = true;
    SharedPolicy policy;  ///< All its policies as one; null pointer when there is none.
    std::vector<StatementPlace> places;             ///< Of the policy's statements.
    std::vector<const EvaluatedResource*> sources;  ///< What the policy was read of, in order.
    std::vector<std::pair<std::string, std::string>> tags;
    std::string key;  ///< The ARN of the KMS key that its content is encrypted with; may be empty.
    Doubt keyWhy;     ///< Not empty: why it can't be told whether calls need a key, and which.
};

/// What makes calls of its own: an instance, a fleet, a function, a service of tasks.
struct AccessRunner {
    std::string stack;
    std::string logicalId;
    std::string type;
    /// The place of the role that its calls are made as, whatever lies between (a launch template,
    /// an instance profile); not of one that only starts it (a task's execution role). -1: none.
    std::ptrdiff_t principal = -1;
    Doubt why;  ///< Not empty: why its role can't be told; then `principal` is -1.
    /// It stands in no VPC: its calls start in AWS's own network. Unknown where that is not told.
    Truth outside = Truth::No;
};

/// A VPC endpoint with its policy.
struct AccessEndpoint {
    std::string stack;
    std::string logicalId;
    std::string id;        ///< What `Ref` gives: `(S3Endpoint)`.
    SharedPolicy policy;   ///< Null pointer: it has none, and lets everything through.
    Origin origin;         ///< Of the policy's document.
    bool gateway = false;  ///< Where an account as principal means its root user alone.
};

/// The policies of one level of an organisation: its root, a unit, an account.
struct AccessControls {
    std::string level;
    std::string account;  ///< Not empty: the one account that it binds.
    std::vector<AccessPolicy> policies;
};

/// Who is there and what there is, as policies see it: what questions about access are asked of.
struct AccessModel {
    SharedItems<AccessPrincipal> principals;  ///< Users and roles, in the order of the design.
    SharedItems<AccessResource> resources;
    std::vector<AccessRunner> runners;
    std::vector<AccessEndpoint> endpoints;
    std::vector<AccessControls>
        serviceControls;  ///< SCPs by level, root first; given from outside.
    std::vector<AccessControls> resourceControls;  ///< RCPs likewise.

    // What a later model of the same history shares; none where it was made of a mere reference.
    std::shared_ptr<const EvaluatedDesign> design;
    std::shared_ptr<const ResourceNames> names;  ///< A policy may speak of any of them.
    std::shared_ptr<const ResourceIndex> index;
    std::shared_ptr<const ResourcePatterns> patterns;
    std::size_t read = 0;  ///< How many documents were read for it, others being shared.
};

/// The types that make users and roles.
inline constexpr std::array<const char*, 3> kPrincipalTypes = {"AWS::IAM::Role", "AWS::IAM::User",
                                                               "AWS::Serverless::Function"};

/// Policies that are not of the design, by ARN: what AWS or an account told of them.
using GivenPolicies = std::map<std::string, Value, std::less<>>;

/// Gathers principals, resources and their policies from an evaluated design.
///
/// Read are users, groups, roles, managed and inline policies, the roles that SAM makes, the
/// policies of buckets, queues, topics, keys, secrets, tables, streams, repositories, file systems,
/// vaults and event buses, and Lambda's permissions. A managed policy that is neither of the
/// design, nor given, nor one of AWS's whose text is at hand is unknown in content.
[[nodiscard]] AccessModel buildAccessModel(const EvaluatedDesign& design, const Catalog& catalog,
                                           const GivenPolicies& given = {});

/// Builds the model of a later design of a history, by the same catalogue: policies of what did not
/// change are shared with `previous` (or null). The result is that of building it from nothing.
[[nodiscard]] AccessModel buildAccessModel(std::shared_ptr<const EvaluatedDesign> design,
                                           const Catalog& catalog, const AccessModel* previous);

}  // namespace archivolt
