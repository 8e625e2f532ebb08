#include "model/policy/access_matrix.h"

#include <algorithm>

namespace archivolt {

namespace {

/// A statement that an edit took away, brought or changed.
struct ChangedStatement {
    const CompiledPolicy* policy;
    std::size_t statement;
};

/// What of a set of policies changed: some statements, or more than statements can say.
struct Change {
    bool whole = false;
    std::vector<ChangedStatement> statements;

    [[nodiscard]] bool isNone() const { return !whole && statements.empty(); }
    [[nodiscard]] bool concerns(const PreparedRequest& request) const {
        return whole || std::ranges::any_of(statements, [&](const ChangedStatement& one) {
                   return one.policy->concerns(one.statement, request);
               });
    }
};

/// Notes the statements of `policy` that `other` does not have as well.
void noteMissing(const CompiledPolicy& policy, const CompiledPolicy& other, Change& change) {
    const auto& theirs = other.document().statements;
    for (std::size_t i = 0; i < policy.document().statements.size(); ++i) {
        const PolicyStatement& mine = policy.document().statements[i];
        const bool same = i < theirs.size() && mine == theirs[i];
        if (!same && std::ranges::find(theirs, mine) == theirs.end()) {
            change.statements.push_back({&policy, i});
        }
    }
}

void compare(const SharedPolicy& before, const SharedPolicy& after, Change& change) {
    if (before == after || change.whole) return;
    if (!before || !after) {
        change.whole = true;
        return;
    }
    const PolicyDocument& a = before->document();
    const PolicyDocument& b = after->document();
    change.whole = a.kind != b.kind || a.variables != b.variables || a.rejected != b.rejected ||
                   a.why != b.why;
    if (change.whole) return;
    noteMissing(*before, *after, change);
    noteMissing(*after, *before, change);
}

void compare(const std::vector<SharedPolicy>& before, const std::vector<SharedPolicy>& after,
             Change& change) {
    if (before.size() != after.size()) {
        change.whole = true;
        return;
    }
    for (std::size_t i = 0; i < before.size(); ++i) compare(before[i], after[i], change);
}

Change changeOf(const MatrixCaller& before, const MatrixCaller& after) {
    Change change;
    change.whole = before.caller != after.caller;
    compare(before.identity, after.identity, change);
    compare(before.boundaries, after.boundaries, change);
    return change;
}

Change changeOf(const AccessMatrixQuestion& before, const AccessMatrixQuestion& after) {
    Change change;
    change.whole =
        before.action != after.action || before.arn != after.arn || before.account != after.account;
    compare(before.resource, after.resource, change);
    return change;
}

/// Returns what changed at each place, all of it where there was nothing before.
template <class Item>
std::vector<Change> changesOf(const std::vector<Item>* before, const std::vector<Item>& after) {
    std::vector<Change> changes(after.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (before == nullptr || i >= before->size()) {
            changes[i].whole = true;
        } else {
            changes[i] = changeOf((*before)[i], after[i]);
        }
    }
    return changes;
}

void listOf(const std::vector<SharedPolicy>& policies, std::vector<PolicyRef>& list) {
    list.clear();
    for (const SharedPolicy& policy : policies) list.push_back(policy.get());
}

}  // namespace

AccessMatrix AccessMatrix::make(std::vector<MatrixCaller> callers,
                                std::vector<AccessMatrixQuestion> questions,
                                const AccessMatrix* previous) {
    AccessMatrix matrix;
    matrix.m_callers = std::move(callers);
    matrix.m_questions = std::move(questions);
    const auto rows = changesOf(previous ? &previous->m_callers : nullptr, matrix.m_callers);
    const auto columns = changesOf(previous ? &previous->m_questions : nullptr, matrix.m_questions);
    std::vector<PolicyRef> identity;
    std::vector<PolicyRef> boundaries;
    matrix.m_verdicts.resize(matrix.m_callers.size() * matrix.m_questions.size());
    for (std::size_t column = 0; column < matrix.m_questions.size(); ++column) {
        const AccessMatrixQuestion& question = matrix.m_questions[column];
        AccessRequest request;
        request.action = question.action;
        request.resource = question.arn;
        request.resourceAccount = question.account;
        request.wildcardOnly = question.arn == "*";
        request.context.addUnknown("*");
        PreparedRequest prepared(request);
        for (std::size_t row = 0; row < matrix.m_callers.size(); ++row) {
            AccessVerdict& cell = matrix.m_verdicts[row * matrix.m_questions.size() + column];
            const bool anew = columns[column].concerns(prepared) || rows[row].concerns(prepared);
            if (!anew) {
                cell = previous->verdict(row, column);
                continue;
            }
            const MatrixCaller& caller = matrix.m_callers[row];
            request.caller = caller.caller;
            prepared.hasBoundary = !caller.boundaries.empty();
            ++matrix.m_decided;
            listOf(caller.identity, identity);
            listOf(caller.boundaries, boundaries);
            PolicyLayers layers;
            layers.identity = identity;
            layers.boundaries = boundaries;
            layers.resource = question.resource.get();
            cell = authorize(prepared, layers).verdict;
        }
    }
    return matrix;
}

}  // namespace archivolt
