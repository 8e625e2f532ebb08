#include "model/access/escalation_table.h"

#include <algorithm>

namespace archivolt {

namespace {

/// Says whether two principals are the same to the ways of a third.
bool looksTheSame(const AccessPrincipal& a, const AccessPrincipal& b) {
    return a.caller == b.caller && a.logicalId == b.logicalId && a.actsFor == b.actsFor;
}

bool looksTheSame(const AccessResource& a, const AccessResource& b) {
    return a.policy == b.policy && a.arn == b.arn && a.callArn == b.callArn && a.type == b.type &&
           a.logicalId == b.logicalId && a.account == b.account;
}

/// Says whether all is the same that the ways of any principal rest on, but for its own policies.
bool isSameWorld(const AccessModel& a, const AccessModel& b) {
    const auto same = [](const auto& one, const auto& other) {
        return &one == &other || looksTheSame(one, other);
    };
    return a.serviceControls.empty() && b.serviceControls.empty() && a.resourceControls.empty() &&
           b.resourceControls.empty() && std::ranges::equal(a.principals, b.principals, same) &&
           std::ranges::equal(a.resources, b.resources, same);
}

bool hasSamePolicies(const AccessPrincipal& a, const AccessPrincipal& b) {
    const auto same = [](const AccessPolicy& one, const AccessPolicy& other) {
        return one.policy == other.policy && one.name == other.name;
    };
    return a.tags == b.tags && std::ranges::equal(a.identity, b.identity, same) &&
           std::ranges::equal(a.boundaries, b.boundaries, same);
}

}  // namespace

EscalationTable EscalationTable::make(std::shared_ptr<const AccessModel> model,
                                      const ActionTable& table, const EscalationTable* previous) {
    EscalationTable made;
    made.m_model = std::move(model);
    const auto& principals = made.m_model->principals;
    const bool same = previous != nullptr && isSameWorld(*previous->m_model, *made.m_model);
    const Asking asking(*made.m_model, table, false);
    made.m_found.reserve(principals.size());
    for (std::size_t i = 0; i < principals.size(); ++i) {
        const bool isKnown =
            same && (&previous->m_model->principals[i] == &principals[i] ||
                     hasSamePolicies(previous->m_model->principals[i], principals[i]));
        if (isKnown) {
            made.m_found.push_back(previous->m_found[i]);
            continue;
        }
        ++made.m_asked;
        made.m_found.push_back(
            std::make_shared<const std::vector<Escalation>>(escalationsOf(asking, i)));
    }
    return made;
}

}  // namespace archivolt
