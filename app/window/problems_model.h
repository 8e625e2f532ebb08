#pragma once

#include <QtQml/qqmlregistration.h>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/tools/quick_fix.h"
#include "app/window/document.h"
#include "app/window/row_changes.h"

namespace archivolt {

/// What stands over a group of problems.
struct ProblemHeading {
    std::string title;
    int count = 0;  ///< The problems in its group.
    bool isOpen = true;
    friend bool operator==(const ProblemHeading&, const ProblemHeading&) = default;
};

/// A line of the problems: a group's heading, or a problem of a list that is kept besides. There
/// are tens of thousands of them, so it holds no more than it must.
struct ProblemRow {
    /// What tells it from others, whatever their order: whether it is a heading, and a hash.
    std::pair<bool, std::size_t> key;
    std::shared_ptr<const ProblemHeading> heading;  ///< Null of a problem.
    const ListedFinding* problem = nullptr;         ///< Null of a heading.
    friend bool operator==(const ProblemRow& a, const ProblemRow& b) {
        if (a.key != b.key) return false;
        return a.heading ? *a.heading == *b.heading : *a.problem == *b.problem;
    }
};

/// What is wrong with the open design, in groups, filtered by words, each with what can be done.
class ProblemsModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the panels have it")
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY shownChanged)
    Q_PROPERTY(Grouping grouping READ grouping WRITE setGrouping NOTIFY shownChanged)
    Q_PROPERTY(int count READ count NOTIFY shownChanged)
    Q_PROPERTY(int all READ all NOTIFY shownChanged)
    /// Whether anyone looks: until then the rows stay as they are.
    Q_PROPERTY(bool isLooked READ isLooked WRITE setLooked NOTIFY lookedChanged)

public:
    enum Grouping {
        BySeverity,
        ByResource,
        ByRule
    };
    Q_ENUM(Grouping)
    enum Role {
        IsHeadingRole = Qt::UserRole + 1,
        TitleRole,
        CountRole,
        IsOpenRole,
        KindRole,
        MessageRole,
        HelpRole,
        SeverityRole,
        CodeRole,
        PlaceRole,
        ResourceRole,
        FixLabelRole,
        WhyRole,
        SourceRole,
        UrgentRole,
        FixAllLabelRole,  ///< Of a heading of a rule: what makes the fixes of its problems.
    };

    using RowListModel::RowListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    void setDocument(Document* document);
    [[nodiscard]] QString filter() const { return m_filter; }
    void setFilter(const QString& filter);
    [[nodiscard]] Grouping grouping() const { return m_grouping; }
    void setGrouping(Grouping grouping);
    [[nodiscard]] bool isLooked() const { return m_isLooked; }
    void setLooked(bool looked);
    /// Returns how many problems the filter leaves.
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] int all() const;

    /// Selects what a problem is about; opens or closes a group.
    Q_INVOKABLE void choose(int row);
    /// Makes the fix of a problem, as one step.
    Q_INVOKABLE bool fix(int row);
    /// Makes the fixes of all problems of a heading's rule that the filter leaves, as one step.
    Q_INVOKABLE bool fixAll(int row);
    /// Accepts a problem, with the reason, as one step; it is listed no more.
    Q_INVOKABLE bool suppress(int row, const QString& reason);

Q_SIGNALS:
    void shownChanged();
    void lookedChanged();

private:
    [[nodiscard]] QString fixAllLabel(const ProblemHeading& heading) const;
    [[nodiscard]] bool isMember(const ListedFinding& problem, const ProblemHeading& heading) const;
    [[nodiscard]] bool fits(const Diagnostic& finding) const;
    [[nodiscard]] QVariant ofProblem(const ListedFinding& problem, int role) const;
    void readFindings();
    void filterRows();
    [[nodiscard]] const Diagnostic* problem(int row) const;
    [[nodiscard]] std::string_view groupOf(const ListedFinding& problem) const;
    [[nodiscard]] std::vector<ProblemRow> groupedRows(
        std::span<const ListedFinding* const> problems) const;

    Document* m_document = nullptr;
    QString m_filter;
    Grouping m_grouping = BySeverity;
    std::set<std::string> m_closed;
    std::shared_ptr<const ShownFindings> m_all = std::make_shared<const ShownFindings>();
    std::shared_ptr<const ShownFindings> m_rowsOf;  ///< What the rows are of.
    std::vector<ProblemRow> m_rows;
    int m_count = 0;
    bool m_isLooked = true;
    bool m_isBehind = false;  ///< The rows are not what there is to show.
};

}  // namespace archivolt
