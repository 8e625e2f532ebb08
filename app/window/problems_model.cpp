#include "app/window/problems_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <utility>

#include "app/command/rules.h"
#include "app/window/notice_text.h"

namespace archivolt {

namespace {

/// Returns why the rule of a code is held to be so; empty for what no rule reports (promises).
std::string whyOf(RuleList rules, const std::string& code) {
    const Rule* rule = findRule(rules, code);
    return rule == nullptr ? std::string() : std::string(rule->why);
}

constexpr std::size_t kSeverityCount = static_cast<std::size_t>(Severity::Low) + 1;

/// Returns what stands over the problems of a severity.
const std::string& headingOf(Severity severity) {
    static const auto kHeadings = [] {
        std::array<std::string, kSeverityCount> headings;
        for (std::size_t i = 0; i < kSeverityCount; ++i) {
            headings[i] = sentenceOf(toString(static_cast<Severity>(i))).toStdString();
        }
        headings[static_cast<std::size_t>(Severity::Error)] =
            "What AWS would reject, and broken promises";
        return headings;
    }();
    return kHeadings[static_cast<std::size_t>(severity)];
}

}  // namespace

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ProblemRow& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == IsHeadingRole) return row.heading != nullptr;
    if (!row.heading) return ofProblem(*row.problem, role);
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole: return QString::fromStdString(row.heading->title);
        case CountRole: return row.heading->count;
        case IsOpenRole: return row.heading->isOpen;
        case FixAllLabelRole: return fixAllLabel(*row.heading);
        case UrgentRole: return false;
        default: return role >= IsHeadingRole ? QVariant(QString()) : QVariant();
    }
}

/// Tells what only problems have, once it is shown: most rows never are.
QVariant ProblemsModel::ofProblem(const ListedFinding& problem, int role) const {
    const Diagnostic& finding = *problem.finding;
    const auto tell = [&](int as) { return FindingsModel::tell(finding, problem.isPromise, as); };
    switch (role) {
        case Qt::DisplayRole:
        case MessageRole: return tell(FindingsModel::MessageRole);
        case HelpRole: return tell(FindingsModel::HelpRole);
        case KindRole: return tell(FindingsModel::KindRole);
        case SeverityRole: return tell(FindingsModel::SeverityRole);
        case CodeRole: return tell(FindingsModel::CodeRole);
        case PlaceRole: return tell(FindingsModel::PlaceRole);
        case ResourceRole: return tell(FindingsModel::ResourceRole);
        case UrgentRole: return tell(FindingsModel::UrgentRole);
        case FixLabelRole: {
            const auto fix = quickFix(finding, *m_document->session().design());
            return fix ? QString::fromStdString(fix->label) : QString();
        }
        case WhyRole: return sentenceOf(whyOf(allRules(), finding.code));
        case SourceRole: return QString::fromStdString(finding.source);
        case TitleRole:
        case FixAllLabelRole: return QString();
        case CountRole: return 0;
        case IsOpenRole: return true;
        default: return {};
    }
}

QHash<int, QByteArray> ProblemsModel::roleNames() const {
    return {{IsHeadingRole, "isHeading"},
            {TitleRole, "title"},
            {CountRole, "count"},
            {IsOpenRole, "isOpen"},
            {KindRole, "kind"},
            {MessageRole, "message"},
            {HelpRole, "help"},
            {SeverityRole, "severity"},
            {CodeRole, "code"},
            {PlaceRole, "place"},
            {ResourceRole, "resource"},
            {FixLabelRole, "fixLabel"},
            {WhyRole, "why"},
            {SourceRole, "source"},
            {UrgentRole, "isUrgent"},
            {FixAllLabelRole, "fixAllLabel"}};
}

void ProblemsModel::setDocument(Document* document) {
    if (m_document != nullptr) {
        m_document->disconnect(this);
        m_document->findings()->disconnect(this);
    }
    m_document = document;
    if (document != nullptr) {
        connect(document->findings(), &QAbstractItemModel::modelReset, this,
                &ProblemsModel::readFindings);
    }
    readFindings();
}

void ProblemsModel::setFilter(const QString& filter) {
    m_filter = filter;
    filterRows();
}

void ProblemsModel::setGrouping(Grouping grouping) {
    m_grouping = grouping;
    filterRows();
}

void ProblemsModel::setLooked(bool looked) {
    if (looked == m_isLooked) return;
    m_isLooked = looked;
    if (m_isBehind) filterRows();
    Q_EMIT lookedChanged();
}

int ProblemsModel::all() const { return static_cast<int>(m_all->rows.size()); }

void ProblemsModel::readFindings() {
    const bool isOpen = m_document != nullptr && m_document->isOpen();
    m_all = isOpen ? m_document->findings()->shown() : std::make_shared<const ShownFindings>();
    filterRows();
}

std::string_view ProblemsModel::groupOf(const ListedFinding& problem) const {
    switch (m_grouping) {
        case BySeverity: return headingOf(problem.severity);
        case ByResource: {
            const std::string& resource = problem.finding->where.resource;
            return resource.empty() ? std::string_view("The whole template") : resource;
        }
        case ByRule: return problem.finding->code;
    }
    return {};
}

bool ProblemsModel::fits(const Diagnostic& finding) const {
    const QStringList wanted = m_filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (wanted.empty()) return true;
    const QString words = QString::fromStdString(
        fmt::format("{} {} {} {} {}", finding.code, finding.message, finding.help,
                    finding.where.resource, toString(finding.severity)));
    return std::ranges::all_of(
        wanted, [&](const QString& word) { return words.contains(word, Qt::CaseInsensitive); });
}

/// Returns problems under the headings of their groups; those of a group that is closed are left
/// out.
std::vector<ProblemRow> ProblemsModel::groupedRows(
    std::span<const ListedFinding* const> problems) const {
    std::vector<std::pair<std::string_view, std::vector<const ListedFinding*>>> groups;
    std::unordered_map<std::string_view, std::size_t> groupAt;
    std::size_t group = 0;
    for (const ListedFinding* problem : problems) {
        const std::string_view name = groupOf(*problem);
        if (groups.empty() || groups[group].first != name) {  // Most follow others of their group.
            const auto [at, isNew] = groupAt.try_emplace(name, groups.size());
            if (isNew) groups.emplace_back(name, std::vector<const ListedFinding*>());
            group = at->second;
        }
        groups[group].second.push_back(problem);
    }
    std::vector<ProblemRow> rows;
    rows.reserve(problems.size() + groups.size());
    for (const auto& [name, members] : groups) {
        auto heading = std::make_shared<ProblemHeading>();
        heading->title = name;
        heading->count = static_cast<int>(members.size());
        heading->isOpen = !m_closed.contains(heading->title);
        const bool isOpen = heading->isOpen;
        rows.push_back({{true, std::hash<std::string_view>()(name)}, std::move(heading), nullptr});
        if (!isOpen) continue;
        for (const ListedFinding* member : members) {
            rows.push_back({{false, member->key}, nullptr, member});
        }
    }
    return rows;
}

void ProblemsModel::filterRows() {
    m_isBehind = !m_isLooked && !m_all->rows.empty();
    if (m_isBehind) return;
    std::vector<const ListedFinding*> problems;
    problems.reserve(m_all->rows.size());
    const bool takesAll = m_filter.trimmed().isEmpty();
    for (const ListedFinding& problem : m_all->rows) {
        if (takesAll || fits(*problem.finding)) problems.push_back(&problem);
    }
    m_count = static_cast<int>(problems.size());
    const auto before = std::exchange(m_rowsOf, m_all);  // Until no row is of it any more.
    showRows(m_rows, groupedRows(problems));
    Q_EMIT shownChanged();
}

const Diagnostic* ProblemsModel::problem(int row) const {
    if (row < 0 || row >= rowCount()) return nullptr;
    const ListedFinding* found = m_rows[static_cast<std::size_t>(row)].problem;
    return found == nullptr ? nullptr : found->finding.get();
}

void ProblemsModel::choose(int row) {
    if (row < 0 || row >= rowCount()) return;
    if (const Diagnostic* chosen = problem(row)) {
        m_document->showFinding(*chosen);
        return;
    }
    const std::string group = m_rows[static_cast<std::size_t>(row)].heading->title;
    if (m_closed.erase(group) == 0) m_closed.insert(group);
    filterRows();
}

bool ProblemsModel::fix(int row) {
    const Diagnostic* chosen = problem(row);
    if (chosen == nullptr) return false;
    const auto fix = quickFix(*chosen, *m_document->session().design());
    if (!fix) return false;
    return m_document->commit(fix->edits,
                              fmt::format("{} of {}", fix->label, chosen->where.resource));
}

bool ProblemsModel::isMember(const ListedFinding& problem, const ProblemHeading& heading) const {
    return groupOf(problem) == heading.title && fits(*problem.finding);
}

QString ProblemsModel::fixAllLabel(const ProblemHeading& heading) const {
    if (m_grouping != ByRule || heading.count < 2) return {};
    constexpr std::size_t kFew = 16;  // So many fixes that are alike tell how the button reads.
    const Design& design = *m_document->session().design();
    std::string label;
    std::size_t found = 0;
    for (const ListedFinding& member : m_all->rows) {
        if (!isMember(member, heading)) continue;
        const auto fix = quickFix(*member.finding, design);
        if (!fix) continue;
        if (!label.empty() && fix->label != label) return tr("Mend all");
        label = fix->label;
        if (++found == kFew) break;
    }
    return label.empty() ? QString() : tr("%1, for all").arg(QString::fromStdString(label));
}

bool ProblemsModel::fixAll(int row) {
    if (row < 0 || row >= rowCount()) return false;
    const auto heading = m_rows[static_cast<std::size_t>(row)].heading;
    if (!heading || m_grouping != ByRule) return false;
    // Each is found in the design that those before it leave, so that none says what is done.
    Design design = *m_document->session().design();
    std::vector<Edit> edits;
    int mended = 0;
    for (const ListedFinding& each : m_all->rows) {
        if (!isMember(each, *heading)) continue;
        const auto fix = quickFix(*each.finding, design);
        if (!fix) continue;
        auto next = applyAll(design, fix->edits);
        if (!next) continue;
        design = *std::move(next);
        edits.insert(edits.end(), fix->edits.begin(), fix->edits.end());
        ++mended;
    }
    if (edits.empty()) return false;
    return m_document->commit(edits, fmt::format("Mend {} of {}", mended, heading->title));
}

bool ProblemsModel::suppress(int row, const QString& reason) {
    const Diagnostic* chosen = problem(row);
    const std::string said = reason.trimmed().toStdString();
    if (chosen == nullptr || said.empty()) return false;
    const Where& where = chosen->where;
    std::vector<Suppression> all = m_document->session().design()->suppressions;
    all.push_back({chosen->code, where.stack, where.resource, said});
    return m_document->commit({SetSuppressions{std::move(all)}},
                              fmt::format("Accept {} of {}", chosen->code, where.resource));
}

}  // namespace archivolt
