#include "model/access/role_taking.h"

namespace archivolt {

RoleTaking::RoleTaking(const Asking& asking) : m_asking(asking) {
    const auto& principals = asking.model().principals;
    for (std::size_t i = 0; i < principals.size(); ++i) {
        if (principals[i].caller.kind != CallerKind::Role) continue;
        const AccessResource* resource = asking.resourceOf(principals[i].caller.name);
        if (resource == nullptr || !resource->policy || !resource->policy->mayNameAccounts())
            continue;
        m_roles.push_back(i);
        m_trust.push_back(resource->policy.get());
    }
    m_answers.resize(principals.size() * m_roles.size(), Answer::NotAsked);
}

bool RoleTaking::mayTake(std::size_t who, std::size_t at) const {
    return m_trust[at]->mayName(m_asking.model().principals[who].caller);
}

Truth RoleTaking::takes(std::size_t who, std::size_t at) {
    Answer& answer = m_answers[who * m_roles.size() + at];
    if (answer == Answer::NotAsked) {
        Truth truth = Truth::No;
        if (mayTake(who, at)) {
            const std::string& role = m_asking.model().principals[m_roles[at]].caller.name;
            truth = m_asking.allowed(m_asking.callerOf(who), "sts:AssumeRole", role);
        }
        answer = truth == Truth::Yes  ? Answer::Yes
                 : truth == Truth::No ? Answer::No
                                      : Answer::Unknown;
    }
    return answer == Answer::Yes ? Truth::Yes : answer == Answer::No ? Truth::No : Truth::Unknown;
}

}  // namespace archivolt
