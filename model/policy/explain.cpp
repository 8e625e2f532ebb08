#include "model/policy/explain.h"

#include <fmt/format.h>

#include <algorithm>

namespace archivolt {

namespace {

class Explainer {
public:
    Explainer(const PreparedRequest& request, const PolicyLayers& layers,
              const AccessDecision& decision)
        : m_request(request), m_layers(layers), m_decision(decision) {}

    AccessExplanation explain() {
        if (m_decision.undeniable) {
            m_result.why = "sts:GetCallerIdentity needs no permission and can't be denied";
            return std::move(m_result);
        }
        gatherAll();
        const bool denied = m_decision.verdict == AccessVerdict::ExplicitlyDenied;
        std::erase_if(m_result.decidedBy, [&](const DecidingStatement& one) {
            return denied ? one.effect != PolicyEffect::Deny || one.holds != Truth::Yes
                          : one.effect == PolicyEffect::Deny && one.holds == Truth::No;
        });
        if (m_decision.verdict != AccessVerdict::Allowed) gatherChanges();
        m_result.why = reason();
        return std::move(m_result);
    }

private:
    void gatherAll() {
        gather({PolicyLayer::Identity, 0, 0, 0}, m_layers.identity);
        const PolicyRef resource[] = {m_layers.resource};
        if (m_layers.resource != nullptr) gather({PolicyLayer::Resource, 0, 0, 0}, resource);
        gather({PolicyLayer::Boundary, 0, 0, 0}, m_layers.boundaries);
        gather({PolicyLayer::Session, 0, 0, 0}, m_layers.sessions);
        for (std::uint32_t level = 0; level < m_layers.serviceControls.size(); ++level) {
            gather({PolicyLayer::ServiceControl, level, 0, 0}, m_layers.serviceControls[level]);
        }
        for (std::uint32_t level = 0; level < m_layers.resourceControls.size(); ++level) {
            gather({PolicyLayer::ResourceControl, level, 0, 0}, m_layers.resourceControls[level]);
        }
        const PolicyRef endpoint[] = {m_layers.endpoint};
        if (m_layers.endpoint != nullptr) gather({PolicyLayer::Endpoint, 0, 0, 0}, endpoint);
    }

    void gather(StatementRef at, PolicyList policies) {
        if (!m_decision.of(at.layer).present) return;
        for (std::uint32_t i = 0; i < policies.size(); ++i) {
            at.policy = i;
            gatherStatements(at, *policies[i]);
        }
    }

    void gatherStatements(StatementRef at, const CompiledPolicy& policy) {
        const PolicyDocument& document = policy.document();
        if (!document.why.empty()) m_result.notKnown.push_back(document.why.text());
        if (document.rejected) {
            m_result.notKnown.push_back(fmt::format("AWS would refuse the {} {}",
                                                    toString(document.kind), placeOfPolicy(at)));
        }
        for (std::uint32_t i = 0; i < document.statements.size(); ++i) {
            const PolicyStatement& statement = document.statements[i];
            const auto held = policy.judgeStatement(i, m_request);
            for (std::size_t naming = 0; naming < kNamings; ++naming) {
                if (held[naming] == Truth::No) continue;
                const bool rootAlone = at.layer == PolicyLayer::Endpoint &&
                                       m_layers.gatewayEndpoint &&
                                       naming == static_cast<std::size_t>(Naming::ByAccount);
                if (rootAlone && !m_decision.rootIsCaller) continue;
                at.statement = i;
                const bool surely = held[naming] == Truth::Yes && !document.rejected;
                m_result.decidedBy.push_back({at, statement.effect.value_or(PolicyEffect::Allow),
                                              surely ? Truth::Yes : Truth::Unknown,
                                              static_cast<Naming>(naming), statement.sid,
                                              statement.path});
                noteUnknown(statement);
                break;
            }
        }
    }

    static std::string placeOfPolicy(const StatementRef& at) {
        const std::string whole = placeOf(at);
        return whole.substr(0, whole.rfind(".Statement"));
    }

    void noteUnknown(const PolicyStatement& statement) {
        const auto add = [&](std::string_view why) {
            if (why.empty()) return;
            const auto found = std::ranges::find(m_result.notKnown, why);
            if (found == m_result.notKnown.end()) m_result.notKnown.emplace_back(why);
        };
        add(statement.why);
        for (const PrincipalEntry& entry : statement.principals.values) add(entry.name.why());
        for (const PolicyText& text : statement.actions.values) add(text.why());
        for (const PolicyText& text : statement.resources.values) add(text.why());
        for (const PolicyCondition& condition : statement.conditions) {
            add(condition.why);
            for (const PolicyText& value : condition.values) add(value.why());
        }
    }

    void needs(PolicyLayer layer, std::string who) {
        m_result.toAllow.push_back(
            {layer, fmt::format("{} allow {} on {}", who, m_request.request.action,
                                m_request.request.resource)});
    }

    void gatherChanges() {
        for (const DecidingStatement& one : m_result.decidedBy) {
            if (one.effect != PolicyEffect::Deny) continue;
            m_result.toAllow.push_back(
                {one.at.layer,
                 fmt::format("the denial {} has to go, or not to apply", placeOf(one.at))});
        }
        if (m_decision.allowed == Truth::Yes) return;
        const LayerOutcome& endpoint = m_decision.of(PolicyLayer::Endpoint);
        if (endpoint.present && endpoint.allow != Truth::Yes) {
            needs(PolicyLayer::Endpoint, "the policy of the VPC endpoint has to");
        }
        const LayerOutcome& controls = m_decision.of(PolicyLayer::ServiceControl);
        if (controls.present && controls.allow != Truth::Yes) {
            needs(PolicyLayer::ServiceControl,
                  fmt::format("a service control policy at level {} has to", controls.stoppedAt));
        }
        gatherGrants();
    }

    void gatherGrants() {
        const Caller& caller = m_request.request.caller;
        const bool identity = m_decision.of(PolicyLayer::Identity).allow == Truth::Yes;
        const bool resource = m_decision.of(PolicyLayer::Resource).allow == Truth::Yes;
        const char* const ofResource = m_decision.resourceMustAllow
                                           ? "the resource's own policy has to"
                                           : "a policy of the resource has to";
        if (!caller.isOfAccount()) {
            if (!resource) needs(PolicyLayer::Resource, ofResource);
            return;
        }
        if (m_decision.sameAccount && !m_decision.resourceMustAllow) {
            if (!identity && !resource) {
                needs(PolicyLayer::Identity,
                      "an identity policy of the caller (or a policy of the resource) has to");
            } else if (!identity && m_decision.of(Naming::Directly).allow != Truth::Yes &&
                       m_decision.of(Naming::ByRole).allow != Truth::Yes) {
                needs(PolicyLayer::Identity, "an identity policy of the caller has to");
            }
        } else {
            const bool named = m_decision.of(Naming::Directly).allow == Truth::Yes ||
                               m_decision.of(Naming::ByRole).allow == Truth::Yes;
            const bool enough = m_decision.sameAccount && named;
            if (!identity && !enough) {
                needs(PolicyLayer::Identity, "an identity policy of the caller has to");
            }
            if (!resource) needs(PolicyLayer::Resource, ofResource);
        }
        const LayerOutcome& boundary = m_decision.of(PolicyLayer::Boundary);
        if (boundary.present && boundary.allow != Truth::Yes) {
            needs(PolicyLayer::Boundary, "the permissions boundary has to");
        }
        const LayerOutcome& session = m_decision.of(PolicyLayer::Session);
        if (session.present && session.allow != Truth::Yes) {
            needs(PolicyLayer::Session, "a session policy has to");
        }
    }

    std::string reason() const {
        switch (m_decision.verdict) {
            case AccessVerdict::Allowed: return allowedBecause();
            case AccessVerdict::ExplicitlyDenied:
                return m_result.decidedBy.empty()
                           ? "it is denied"
                           : fmt::format("it is denied by {}",
                                         placeOf(m_result.decidedBy.front().at));
            case AccessVerdict::ImplicitlyDenied:
                return m_result.toAllow.empty() ? "nothing allows it"
                                                : fmt::format("nothing denies it, but {}",
                                                              m_result.toAllow.front().text);
            case AccessVerdict::Unknown:
                return m_result.notKnown.empty() ? "it turns on what is not known"
                                                 : fmt::format("it turns on what is not known: {}",
                                                               m_result.notKnown.front());
        }
        return "";
    }

    std::string allowedBecause() const {
        const auto allows = [&](PolicyLayer layer) {
            return m_decision.of(layer).allow == Truth::Yes;
        };
        const bool identity = allows(PolicyLayer::Identity);
        const bool resource =
            m_decision.of(PolicyLayer::Resource).present && allows(PolicyLayer::Resource);
        if (m_decision.rootIsCaller && m_decision.sameAccount) {
            return "the root user may do what its account may";
        }
        if (identity && resource) return "identity and resource policies allow it";
        return resource ? "the resource's policy allows it" : "identity policies allow it";
    }

    const PreparedRequest& m_request;
    const PolicyLayers& m_layers;
    const AccessDecision& m_decision;
    AccessExplanation m_result;
};

}  // namespace

AccessExplanation explain(const PreparedRequest& request, const PolicyLayers& layers,
                          const AccessDecision& decision) {
    return Explainer(request, layers, decision).explain();
}

std::string whatIsMissing(const AccessExplanation& explanation, AccessVerdict verdict) {
    if (verdict != AccessVerdict::ImplicitlyDenied) return {};
    std::string text;
    for (const NeededChange& change : explanation.toAllow) {
        text += (text.empty() ? "" : "; ") + change.text;
    }
    return text;
}

std::string placeOf(const StatementRef& at) {
    switch (at.layer) {
        case PolicyLayer::Resource:
        case PolicyLayer::Endpoint:
            return fmt::format("{}.Statement[{}]", toString(at.layer), at.statement);
        case PolicyLayer::ServiceControl:
        case PolicyLayer::ResourceControl:
            return fmt::format("{}[{}][{}].Statement[{}]", toString(at.layer), at.level, at.policy,
                               at.statement);
        case PolicyLayer::Identity:
        case PolicyLayer::Boundary:
        case PolicyLayer::Session: break;
    }
    return fmt::format("{}[{}].Statement[{}]", toString(at.layer), at.policy, at.statement);
}

}  // namespace archivolt
