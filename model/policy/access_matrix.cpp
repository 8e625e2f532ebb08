#include "model/policy/access_matrix.h"

#include <algorithm>
#include <numeric>

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

/// Returns the places where something changed.
std::vector<std::size_t> changedOf(const std::vector<Change>& changes) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (!changes[i].isNone()) places.push_back(i);
    }
    return places;
}

/// Decides cells; its lists are filled anew for each, and allocated once.
class CellDecider {
public:
    void lookAt(const MatrixCaller& caller) {
        listOf(caller.identity, m_identity);
        listOf(caller.boundaries, m_boundaries);
    }
    [[nodiscard]] AccessVerdict decide(const PreparedRequest& request, PolicyRef resource) const {
        PolicyLayers layers;
        layers.identity = m_identity;
        layers.boundaries = m_boundaries;
        layers.resource = resource;
        return authorize(request, layers).verdict;
    }

private:
    static void listOf(const std::vector<SharedPolicy>& policies, std::vector<PolicyRef>& list) {
        list.clear();
        for (const SharedPolicy& policy : policies) list.push_back(policy.get());
    }
    std::vector<PolicyRef> m_identity;
    std::vector<PolicyRef> m_boundaries;
};

}  // namespace

AccessMatrix AccessMatrix::make(std::vector<MatrixCaller> callers,
                                std::vector<AccessMatrixQuestion> questions,
                                const AccessMatrix* previous) {
    AccessMatrix matrix;
    matrix.m_callers = std::move(callers);
    matrix.m_questions = std::move(questions);
    const auto rows = changesOf(previous ? &previous->m_callers : nullptr, matrix.m_callers);
    const auto columns = changesOf(previous ? &previous->m_questions : nullptr, matrix.m_questions);
    matrix.m_verdicts.resize(matrix.m_callers.size() * matrix.m_questions.size());
    if (previous != nullptr) matrix.keep(*previous);
    CellDecider cells;
    const std::vector<std::size_t> changedRows = changedOf(rows);
    std::vector<std::size_t> allRows(rows.size());
    std::iota(allRows.begin(), allRows.end(), std::size_t{0});
    for (std::size_t column = 0; column < columns.size(); ++column) {
        const auto& concerned = columns[column].isNone() ? changedRows : allRows;
        if (concerned.empty()) continue;
        const AccessMatrixQuestion& question = matrix.m_questions[column];
        AccessRequest request;
        request.action = question.action;
        request.resource = question.arn;
        request.resourceAccount = question.account;
        request.wildcardOnly = question.arn == "*";
        request.context.addUnknown("*");
        PreparedRequest prepared(request);
        const bool whole = columns[column].concerns(prepared);
        for (const std::size_t row : concerned) {
            if (!whole && !rows[row].concerns(prepared)) continue;
            request.caller = matrix.m_callers[row].caller;
            prepared.hasBoundary = !matrix.m_callers[row].boundaries.empty();
            cells.lookAt(matrix.m_callers[row]);
            matrix.m_verdicts[row * columns.size() + column] =
                cells.decide(prepared, question.resource.get());
            ++matrix.m_decided;
        }
    }
    return matrix;
}

/// Takes over what an earlier matrix says at the places that both have.
void AccessMatrix::keep(const AccessMatrix& previous) {
    const std::size_t width = m_questions.size();
    const std::size_t before = previous.m_questions.size();
    const std::size_t rows = std::min(m_callers.size(), previous.m_callers.size());
    for (std::size_t row = 0; row < rows; ++row) {
        std::copy_n(previous.m_verdicts.data() + row * before, std::min(width, before),
                    m_verdicts.data() + row * width);
    }
}

}  // namespace archivolt
