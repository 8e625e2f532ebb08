#pragma once

#include <memory>
#include <vector>

#include "model/access/escalation.h"

namespace archivolt {

/// Every principal's own ways to more permissions, kept from edit to edit.
///
/// They rest on its own policies, on whom and what there is, and on the policies of resources, but
/// on no other principal's. So where an edit changes what one principal may do, only that one is
/// looked at again. Policies of unknown content are left out. The result equals one made anew.
class EscalationTable {
public:
    /// `previous` (or null) is of an earlier model of the same history.
    [[nodiscard]] static EscalationTable make(std::shared_ptr<const AccessModel> model,
                                              const ActionTable& table,
                                              const EscalationTable* previous = nullptr);

    [[nodiscard]] const AccessModel& model() const { return *m_model; }
    /// Returns what `escalationsOf` finds of a principal, by its place in the model.
    [[nodiscard]] const std::vector<Escalation>& of(std::size_t principal) const {
        return *m_found[principal];
    }
    /// Returns how many principals the making of this table looked at.
    [[nodiscard]] std::size_t asked() const { return m_asked; }

private:
    std::shared_ptr<const AccessModel> m_model;
    std::vector<std::shared_ptr<const std::vector<Escalation>>> m_found;  ///< By principal.
    std::size_t m_asked = 0;
};

}  // namespace archivolt
