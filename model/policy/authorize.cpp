#include "model/policy/authorize.h"

#include <algorithm>

#include "model/base/arn.h"
#include "model/base/text_case.h"
#include "model/policy/truth.h"

namespace archivolt {

namespace {

/// Gathers what the layers say to one request.
class Authorizer {
public:
    Authorizer(const PreparedRequest& request, const PolicyLayers& layers)
        : m_request(request), m_layers(layers), m_caller(request.request.caller) {}

    AccessDecision decide() {
        const AccessRequest& request = m_request.request;
        m_decision.sameAccount =
            m_caller.isOfAccount() && m_caller.account == accountOfResource(request);
        m_decision.resourceMustAllow = resourcePolicyMustAllow(request);
        m_decision.rootIsCaller = m_caller.kind == CallerKind::Root;
        if (m_request.action == "sts:getcalleridentity" && m_caller.isOfAccount()) {
            // Source: AWS STS API Reference, GetCallerIdentity: needs no permission, can't be
            // denied.
            m_decision.undeniable = true;
            m_decision.allowed = Truth::Yes;
            m_decision.verdict = AccessVerdict::Allowed;
            return m_decision;
        }
        judgeIdentity();
        judgeResource();
        judgeBoundaries();
        judgeSessions();
        judgeServiceControls();
        judgeResourceControls();
        judgeEndpoint();
        m_decision.allowed = combine();
        m_decision.verdict = verdict();
        return m_decision;
    }

private:
    LayerOutcome& layer(PolicyLayer which) {
        return m_decision.layers[static_cast<std::size_t>(which)];
    }
    LayerOutcome& grant(Naming naming) {
        return m_decision.grants[static_cast<std::size_t>(naming)];
    }

    void noteDeny(LayerOutcome& outcome, const PolicyOutcome& judged, StatementRef at) {
        if (!raises(outcome.deny, judged.deny.holds)) return;
        outcome.deny = judged.deny.holds;
        at.statement = judged.deny.statement;
        outcome.denyBy = at;
    }
    void noteAllow(LayerOutcome& outcome, const PolicyOutcome::Part& part, StatementRef at) {
        if (!raises(outcome.allow, part.holds)) return;
        outcome.allow = part.holds;
        at.statement = part.statement;
        outcome.allowBy = at;
    }
    /// Judges policies of which one that allows is enough.
    void judgeAny(LayerOutcome& outcome, PolicyList policies, StatementRef at) {
        for (std::uint32_t i = 0; i < policies.size(); ++i) {
            at.policy = i;
            const PolicyOutcome judged = policies[i]->judge(m_request);
            noteDeny(outcome, judged, at);
            noteAllow(outcome, judged.allow[0], at);
        }
    }

    void judgeIdentity() {
        LayerOutcome& outcome = layer(PolicyLayer::Identity);
        outcome.present = m_caller.isOfAccount();
        if (!outcome.present) return;
        judgeAny(outcome, m_layers.identity, {PolicyLayer::Identity, 0, 0, 0});
        // The root user needs no policy for what its own account may do, but takes on no role.
        const bool takesRole = m_request.action == "sts:assumerole";
        if (m_decision.rootIsCaller && !takesRole) outcome.allow = Truth::Yes;
    }

    void judgeResource() {
        if (m_layers.resource == nullptr) return;
        LayerOutcome& outcome = layer(PolicyLayer::Resource);
        outcome.present = true;
        const StatementRef at{PolicyLayer::Resource, 0, 0, 0};
        const PolicyOutcome judged = m_layers.resource->judge(m_request);
        noteDeny(outcome, judged, at);
        for (std::size_t i = 0; i < kNamings; ++i) {
            LayerOutcome& granted = m_decision.grants[i];
            granted.present = true;
            noteAllow(granted, judged.allow[i], at);
            noteAllow(outcome, judged.allow[i], at);
        }
    }

    void judgeBoundaries() {
        LayerOutcome& outcome = layer(PolicyLayer::Boundary);
        const bool limits = m_caller.isOfAccount() && !m_decision.rootIsCaller;
        outcome.present = limits && !m_layers.boundaries.empty();
        outcome.allow = Truth::Yes;
        if (!outcome.present) return;
        StatementRef at{PolicyLayer::Boundary, 0, 0, 0};
        for (std::uint32_t i = 0; i < m_layers.boundaries.size(); ++i) {
            at.policy = i;
            const PolicyOutcome judged = m_layers.boundaries[i]->judge(m_request);
            noteDeny(outcome, judged, at);
            limit(outcome, judged.allow[0].holds, {at.layer, 0, i, judged.allow[0].statement}, i);
        }
    }

    /// Lets a layer through only as far as one more of its parts does.
    static void limit(LayerOutcome& outcome, Truth truth, StatementRef by, std::uint32_t part) {
        const Truth before = outcome.allow;
        outcome.allow = both(before, truth);
        if (truth != Truth::No && (part == 0 || outcome.allow != before)) outcome.allowBy = by;
        if (before == Truth::Yes || (before == Truth::Unknown && truth == Truth::No)) {
            outcome.stoppedAt = part;
        }
    }

    void judgeSessions() {
        LayerOutcome& outcome = layer(PolicyLayer::Session);
        outcome.present = m_caller.isOfAccount() && !m_layers.sessions.empty();
        outcome.allow = outcome.present ? Truth::No : Truth::Yes;
        if (outcome.present) judgeAny(outcome, m_layers.sessions, {PolicyLayer::Session, 0, 0, 0});
    }

    void judgeServiceControls() {
        LayerOutcome& outcome = layer(PolicyLayer::ServiceControl);
        outcome.allow = Truth::Yes;
        const bool applies = m_caller.isOfAccount() && !m_caller.isServiceLinked() &&
                             m_caller.account != m_layers.managementAccount;
        if (!applies) return;
        for (std::uint32_t level = 0; level < m_layers.serviceControls.size(); ++level) {
            const PolicyList policies = m_layers.serviceControls[level];
            // AWS lets no level go without a policy: none given is none known, and no filter.
            if (policies.empty()) continue;
            outcome.present = true;
            LayerOutcome one;
            judgeAny(one, policies, {PolicyLayer::ServiceControl, level, 0, 0});
            if (raises(outcome.deny, one.deny)) {
                outcome.deny = one.deny;
                outcome.denyBy = one.denyBy;
            }
            limit(outcome, one.allow, one.allowBy, level);
        }
    }

    /// RCPs can only deny: RCPFullAWSAccess, which allows everything, can't be taken away.
    void judgeResourceControls() {
        LayerOutcome& outcome = layer(PolicyLayer::ResourceControl);
        outcome.allow = Truth::Yes;
        const std::string_view action = m_request.action;
        const bool applies = resourceControlsApplyTo(action.substr(0, action.find(':'))) &&
                             action != "kms:retiregrant" && !m_caller.isServiceLinked() &&
                             (m_layers.managementAccount.empty() ||
                              accountOfResource(m_request.request) != m_layers.managementAccount);
        if (!applies) return;
        for (std::uint32_t level = 0; level < m_layers.resourceControls.size(); ++level) {
            const PolicyList policies = m_layers.resourceControls[level];
            for (std::uint32_t i = 0; i < policies.size(); ++i) {
                outcome.present = true;
                noteDeny(outcome, policies[i]->judge(m_request),
                         {PolicyLayer::ResourceControl, level, i, 0});
            }
        }
    }

    /// What goes through an endpoint is limited by its policy, whoever asks.
    void judgeEndpoint() {
        LayerOutcome& outcome = layer(PolicyLayer::Endpoint);
        outcome.allow = Truth::Yes;
        if (m_layers.endpoint == nullptr) return;
        outcome.present = true;
        outcome.allow = Truth::No;
        const PolicyDocument& document = m_layers.endpoint->document();
        if (!document.why.empty()) outcome.allow = outcome.deny = Truth::Unknown;
        StatementRef at{PolicyLayer::Endpoint, 0, 0, 0};
        for (std::uint32_t i = 0; i < document.statements.size(); ++i) {
            const auto held = m_layers.endpoint->judgeStatement(i, m_request);
            Truth applies = either(held[0], held[1]);
            // Source: AWS PrivateLink Guide, vpc-endpoints-access: of a gateway endpoint an
            // account stands for its root user, of the others for all of its principals.
            if (!m_layers.gatewayEndpoint || m_decision.rootIsCaller) {
                applies = either(applies, held[2]);
            }
            const auto& effect = document.statements[i].effect;
            if (document.rejected || !effect) applies = both(applies, Truth::Unknown);
            at.statement = i;
            if (effect != PolicyEffect::Allow) noteDeny(outcome, {{applies, i}, {}}, at);
            if (effect != PolicyEffect::Deny) noteAllow(outcome, {applies, i}, at);
        }
    }

    /// Joins the layers' allowances; explicit denials are counted elsewhere.
    Truth combine() { return both(layer(PolicyLayer::Endpoint).allow, combinePolicies()); }

    Truth combinePolicies() {
        const Truth identity = layer(PolicyLayer::Identity).allow;
        const Truth bounds = layer(PolicyLayer::Boundary).allow;
        const Truth session = layer(PolicyLayer::Session).allow;
        const Truth directly = grant(Naming::Directly).allow;
        const Truth byRole = grant(Naming::ByRole).allow;
        const Truth byAccount = grant(Naming::ByAccount).allow;
        if (!m_caller.isOfAccount()) return directly;
        const Truth controls = layer(PolicyLayer::ServiceControl).allow;
        const Truth limited = both(both(identity, bounds), session);
        const Truth granted = either(directly, either(byRole, byAccount));
        if (!m_decision.sameAccount) return both(controls, both(limited, granted));
        Truth own = limited;
        if (m_decision.resourceMustAllow) own = both(limited, granted);
        const Truth role = both(byRole, both(bounds, session));
        // Who is named as the user passes by the boundary alone; the session itself, by both.
        const Truth direct = m_caller.kind == CallerKind::User ? both(directly, session) : directly;
        return both(controls, either(own, either(role, direct)));
    }

    AccessVerdict verdict() {
        for (const LayerOutcome& outcome : m_decision.layers) {
            m_decision.denied = either(m_decision.denied, outcome.deny);
        }
        if (m_decision.denied == Truth::Yes) return AccessVerdict::ExplicitlyDenied;
        if (m_decision.denied == Truth::Unknown || m_decision.allowed == Truth::Unknown) {
            return AccessVerdict::Unknown;
        }
        return m_decision.allowed == Truth::Yes ? AccessVerdict::Allowed
                                                : AccessVerdict::ImplicitlyDenied;
    }

    const PreparedRequest& m_request;
    const PolicyLayers& m_layers;
    const Caller& m_caller;
    AccessDecision m_decision;
};

}  // namespace

const char* toString(AccessVerdict verdict) {
    switch (verdict) {
        case AccessVerdict::Allowed: return "Allowed";
        case AccessVerdict::ImplicitlyDenied: return "ImplicitlyDenied";
        case AccessVerdict::ExplicitlyDenied: return "ExplicitlyDenied";
        case AccessVerdict::Unknown: return "Unknown";
    }
    return "";
}

const char* toString(PolicyLayer layer) {
    switch (layer) {
        case PolicyLayer::Identity: return "identityPolicies";
        case PolicyLayer::Resource: return "resourcePolicy";
        case PolicyLayer::Boundary: return "boundaries";
        case PolicyLayer::Session: return "sessionPolicies";
        case PolicyLayer::ServiceControl: return "scps";
        case PolicyLayer::ResourceControl: return "rcps";
        case PolicyLayer::Endpoint: return "endpointPolicy";
    }
    return "";
}

std::string_view accountOfResource(const AccessRequest& request) {
    if (!request.resourceAccount.empty()) return request.resourceAccount;
    const auto arn = partsOfArn(std::string_view(request.resource));
    if (arn && !arn->account.empty()) return arn->account;
    return request.caller.account;
}

bool resourcePolicyMustAllow(const AccessRequest& request) {
    const auto arn = partsOfArn(std::string_view(request.resource));
    if (!arn) return false;
    const std::string_view service = std::string_view(request.action).substr(0, 4);
    const bool key = arn->service == "kms" && arn->resource.starts_with("key/");
    const bool role = arn->service == "iam" && arn->resource.starts_with("role/");
    return (key && equalIgnoringCase(service, "kms:")) ||
           (role && equalIgnoringCase(service, "sts:"));
}

bool resourceControlsApplyTo(std::string_view service) {
    // Source: Organizations User Guide, orgs_manage_policies_rcps, services that support RCPs, as
    // of September 2026.
    constexpr std::array<std::string_view, 62> kServices = {"aoss",
                                                            "appconfig",
                                                            "appstream",
                                                            "autoscaling",
                                                            "autoscaling-plans",
                                                            "budgets",
                                                            "clouddirectory",
                                                            "cloudfront",
                                                            "cloudsearch",
                                                            "cloudtrail-data",
                                                            "codeartifact",
                                                            "codebuild",
                                                            "codecommit",
                                                            "codepipeline",
                                                            "cognito-identity",
                                                            "cognito-idp",
                                                            "comprehend",
                                                            "comprehendmedical",
                                                            "compute-optimizer",
                                                            "cost-optimization-hub",
                                                            "dax",
                                                            "dsql",
                                                            "dynamodb",
                                                            "ecr",
                                                            "ecr-public",
                                                            "events",
                                                            "firehose",
                                                            "fis",
                                                            "fms",
                                                            "gamelift",
                                                            "health",
                                                            "inspector-scan",
                                                            "kendra",
                                                            "kinesisvideo",
                                                            "kms",
                                                            "logs",
                                                            "memorydb",
                                                            "networkmonitor",
                                                            "notifications",
                                                            "opensearch",
                                                            "pca-connector-ad",
                                                            "personalize",
                                                            "polly",
                                                            "pricing",
                                                            "resource-groups",
                                                            "rolesanywhere",
                                                            "s3",
                                                            "secretsmanager",
                                                            "servicediscovery",
                                                            "signin",
                                                            "sqs",
                                                            "sts",
                                                            "support",
                                                            "swf",
                                                            "textract",
                                                            "timestream-influxdb",
                                                            "transcribe",
                                                            "transfer",
                                                            "translate",
                                                            "wafv2",
                                                            "workspaces",
                                                            "xray"};
    return std::ranges::binary_search(kServices, service);
}

AccessDecision authorize(const PreparedRequest& request, const PolicyLayers& layers) {
    return Authorizer(request, layers).decide();
}

AccessDecision authorize(const AccessRequest& request, const PolicyLayers& layers) {
    PreparedRequest prepared(request);
    prepared.hasBoundary = !layers.boundaries.empty();
    return authorize(prepared, layers);
}

}  // namespace archivolt
