#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/policy/policy_case.h"

namespace archivolt {

/// A caller of a matrix, with the policies that say what it may do.
struct MatrixCaller {
    Caller caller;
    std::vector<SharedPolicy> identity;
    std::vector<SharedPolicy> boundaries;
};

/// A question of a matrix: an action on a resource, and the resource's policy.
struct AccessMatrixQuestion {
    std::string action;
    std::string arn;
    std::string account;
    SharedPolicy resource;  ///< Null pointer when it has none.
    std::string of;         ///< The ARN of the resource that `arn` is, or is in; may be empty.
};

/// Who may do what: a verdict for each caller and question, kept from edit to edit.
///
/// What a request's context holds is unknown, so that a verdict is Unknown where it turns on that.
/// Made with a previous matrix, only those cells are decided anew that a changed statement is
/// about: of the caller's policies for its row, of the resource's for its column. The result equals
/// one made from nothing.
class AccessMatrix {
public:
    /// Callers and questions are told apart by their place; a place that `previous` did not have,
    /// or whose caller, action or resource is another, is decided whole.
    [[nodiscard]] static AccessMatrix make(std::vector<MatrixCaller> callers,
                                           std::vector<AccessMatrixQuestion> questions,
                                           const AccessMatrix* previous = nullptr);

    [[nodiscard]] AccessVerdict verdict(std::size_t caller, std::size_t question) const {
        return m_verdicts[caller * m_questions.size() + question];
    }
    [[nodiscard]] const std::vector<MatrixCaller>& callers() const { return m_callers; }
    [[nodiscard]] const std::vector<AccessMatrixQuestion>& questions() const { return m_questions; }
    /// Returns how many cells the making of this matrix decided.
    [[nodiscard]] std::size_t decided() const { return m_decided; }

private:
    void keep(const AccessMatrix& previous);

    std::vector<MatrixCaller> m_callers;
    std::vector<AccessMatrixQuestion> m_questions;
    std::vector<AccessVerdict> m_verdicts;  ///< By caller, then by question.
    std::size_t m_decided = 0;
};

}  // namespace archivolt
