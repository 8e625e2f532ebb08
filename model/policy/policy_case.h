#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/policy/authorize.h"
#include "model/value/value.h"

namespace archivolt {

using SharedPolicy = std::shared_ptr<const CompiledPolicy>;

/// Policies by layer, owned; `layers` views them as long as this lives and stays in place.
struct PolicySet {
    std::vector<SharedPolicy> identity;
    SharedPolicy resource;
    std::vector<SharedPolicy> boundaries;
    std::vector<SharedPolicy> sessions;
    std::vector<std::vector<SharedPolicy>> serviceControls;
    std::vector<std::vector<SharedPolicy>> resourceControls;
    std::string managementAccount;
    SharedPolicy endpoint;         ///< Of the VPC endpoint on the way; null pointer: none.
    bool gatewayEndpoint = false;  ///< It is a gateway endpoint.
};

/// The views that `authorize` takes, of one set.
class PolicyViews {
public:
    explicit PolicyViews(const PolicySet& set);
    PolicyViews(const PolicyViews&) = delete;
    PolicyViews& operator=(const PolicyViews&) = delete;
    [[nodiscard]] const PolicyLayers& layers() const { return m_layers; }

private:
    [[nodiscard]] PolicyList listOf(const std::vector<SharedPolicy>& policies);

    std::vector<std::vector<PolicyRef>> m_lists;
    std::vector<PolicyList> m_serviceControls;
    std::vector<PolicyList> m_resourceControls;
    PolicyLayers m_layers;
};

/// One question with all that is to decide it, as `policy evaluate` takes it.
struct PolicyCase {
    std::string id;
    AccessRequest request;
    PolicySet policies;
    std::string expected;                 ///< What the case says is right; empty where it doesn't.
    std::vector<Diagnostic> diagnostics;  ///< What is wrong with its policies.
};

/// Reads a case: `{"id","principal","action","resource","resourceAccount","context":{},
/// "unknownKeys":[],"identityPolicies":[],"resourcePolicy":{},"boundaries":[],"sessionPolicies":[],
/// "scps":[[…]],"rcps":[[…]]}`, `managementAccount`, `wildcardOnlyAction`, `endpointPolicy` and
/// `endpointType` (`Gateway` or `Interface`) optional.
///
/// `principal` is an ARN, an account, a service, or `{"type": "Anonymous"}`; also `Federated` and
/// `CanonicalUser` with an `id`. Errors: `POLICY-1` a principal that is none, `POLICY-2` a field
/// that is missing, unknown or of wrong shape.
[[nodiscard]] Result<PolicyCase> readPolicyCase(const Value& value);

}  // namespace archivolt
