#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/access/asking.h"

namespace archivolt {

/// Who can take on which role of a model; what was answered is remembered.
///
/// A role's own trust policy must allow it, so that only roles whose trust policy may name users
/// or roles are looked at, which are few. `asking` must outlive it. Source: IAM User Guide,
/// id_roles_terms-and-concepts.
class RoleTaking {
public:
    explicit RoleTaking(const Asking& asking);

    /// Returns the roles that may be taken on by somebody of the design, in the model's order.
    [[nodiscard]] const std::vector<std::size_t>& roles() const { return m_roles; }
    /// Says whether the trust policy of `roles()[at]` may name a principal at all.
    [[nodiscard]] bool mayTake(std::size_t who, std::size_t at) const;
    /// Says whether a principal can take on `roles()[at]`.
    [[nodiscard]] Truth takes(std::size_t who, std::size_t at);

private:
    enum class Answer : std::uint8_t {
        NotAsked,
        No,
        Yes,
        Unknown,
    };
    const Asking& m_asking;
    std::vector<std::size_t> m_roles;
    std::vector<const CompiledPolicy*> m_trust;  ///< By place in `m_roles`.
    std::vector<Answer> m_answers;               ///< By principal, then by place in `m_roles`.
};

}  // namespace archivolt
