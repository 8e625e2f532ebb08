#include "app/window/problems_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "app/command/rules.h"
#include "app/window/notice_text.h"

namespace archivolt {

namespace {

/// Returns why the rule of a code is held to be so; empty for what no rule reports (promises).
std::string whyOf(RuleList rules, const std::string& code) {
    const Rule* rule = findRule(rules, code);
    return rule == nullptr ? std::string() : std::string(rule->why);
}

std::size_t mixed(std::size_t hash, std::size_t with) {
    return (hash ^ with) * 1099511628211ULL + (hash >> 29);
}

/// Returns a hash of what a finding says and where; two that differ hardly ever have the same, and
/// then only take each other's place in the list.
std::size_t hashOf(const Diagnostic& finding) {
    const std::hash<std::string_view> ofText;
    std::size_t hash = ofText(finding.code);
    for (const std::string* text :
         {&finding.message, &finding.where.stack, &finding.where.resource}) {
        hash = mixed(hash, ofText(*text));
    }
    for (const PathStep& step : finding.where.path.steps()) {
        const auto* name = std::get_if<std::string>(&step);
        hash = mixed(hash, name != nullptr ? ofText(*name) : std::get<std::size_t>(step));
    }
    return hash;
}

std::string headingOf(Severity severity) {
    return severity == Severity::Error ? "What AWS would reject, and broken promises"
                                       : sentenceOf(toString(severity)).toStdString();
}

}  // namespace

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ProblemRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case IsHeadingRole: return row.isHeading;
        case TitleRole: return QString::fromStdString(row.title);
        case CountRole: return row.count;
        case IsOpenRole: return row.isOpen;
        default: break;
    }
    if (!row.isHeading) return ofProblem(row.problem, role);
    if (role == Qt::DisplayRole) return QString::fromStdString(row.title);
    if (role == FixAllLabelRole) return fixAllLabel(row);
    return role >= IsHeadingRole ? QVariant(QString()) : QVariant();
}

/// Tells what only problems have, once it is shown: most rows never are.
QVariant ProblemsModel::ofProblem(const FindingsModel::Row& problem, int role) const {
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
        case FixLabelRole: {
            const auto fix = quickFix(finding, *m_document->session().design());
            return fix ? QString::fromStdString(fix->label) : QString();
        }
        case WhyRole: return sentenceOf(whyOf(allRules(), finding.code));
        case SourceRole: return QString::fromStdString(finding.source);
        case FixAllLabelRole: return QString();
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

int ProblemsModel::all() const { return static_cast<int>(m_all.size()); }

void ProblemsModel::readFindings() {
    m_all.clear();
    if (m_document != nullptr && m_document->isOpen()) {
        std::unordered_map<std::size_t, std::size_t> twins;
        for (int index = 0; index < m_document->findings()->count(); ++index) {
            ProblemRow row;
            row.problem = m_document->findings()->row(index);
            const std::size_t says = hashOf(*row.problem.finding);
            row.key.problem = mixed(says, twins[says]++);
            m_all.push_back(std::move(row));
        }
    }
    filterRows();
}

std::string ProblemsModel::groupOf(const ProblemRow& row) const {
    switch (m_grouping) {
        case BySeverity: return headingOf(row.problem.finding->severity);
        case ByResource:
            return row.problem.finding->where.resource.empty()
                       ? "The whole template"
                       : row.problem.finding->where.resource;
        case ByRule: return row.problem.finding->code;
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

void ProblemsModel::filterRows() {
    std::vector<std::pair<std::string, std::vector<ProblemRow>>> groups;
    std::unordered_map<std::string, std::size_t> groupAt;
    m_count = 0;
    for (const ProblemRow& row : m_all) {
        if (!fits(*row.problem.finding)) continue;
        ++m_count;
        std::string name = groupOf(row);
        const auto [at, isNew] = groupAt.try_emplace(name, groups.size());
        if (isNew) groups.emplace_back(std::move(name), std::vector<ProblemRow>());
        groups[at->second].second.push_back(row);
    }
    std::vector<ProblemRow> shown;
    for (auto& [name, members] : groups) {
        ProblemRow heading;
        heading.key.group = name;
        heading.isHeading = true;
        heading.title = name;
        heading.count = static_cast<int>(members.size());
        heading.isOpen = !m_closed.contains(name);
        const bool isOpen = heading.isOpen;
        shown.push_back(std::move(heading));
        if (!isOpen) continue;
        shown.insert(shown.end(), std::make_move_iterator(members.begin()),
                     std::make_move_iterator(members.end()));
    }
    showRows(m_rows, std::move(shown));
    Q_EMIT shownChanged();
}

const ProblemRow* ProblemsModel::problem(int row) const {
    if (row < 0 || row >= rowCount()) return nullptr;
    const ProblemRow& found = m_rows[static_cast<std::size_t>(row)];
    return found.isHeading ? nullptr : &found;
}

void ProblemsModel::choose(int row) {
    if (row < 0 || row >= rowCount()) return;
    if (const ProblemRow* chosen = problem(row)) {
        m_document->showFinding(*chosen->problem.finding);
        return;
    }
    const std::string group = m_rows[static_cast<std::size_t>(row)].key.group;
    if (m_closed.erase(group) == 0) m_closed.insert(group);
    filterRows();
}

bool ProblemsModel::fix(int row) {
    const ProblemRow* chosen = problem(row);
    if (chosen == nullptr) return false;
    const auto fix = quickFix(*chosen->problem.finding, *m_document->session().design());
    if (!fix) return false;
    const std::string& resource = chosen->problem.finding->where.resource;
    return m_document->commit(fix->edits, fmt::format("{} of {}", fix->label, resource));
}

std::vector<const ProblemRow*> ProblemsModel::membersOf(const ProblemRow& heading) const {
    std::vector<const ProblemRow*> members;
    for (const ProblemRow& row : m_all) {
        if (groupOf(row) == heading.key.group && fits(*row.problem.finding))
            members.push_back(&row);
    }
    return members;
}

QString ProblemsModel::fixAllLabel(const ProblemRow& heading) const {
    if (m_grouping != ByRule || heading.count < 2) return {};
    constexpr std::size_t kFew = 16;  // So many fixes that are alike tell how the button reads.
    const Design& design = *m_document->session().design();
    std::string label;
    std::size_t found = 0;
    for (const ProblemRow* row : membersOf(heading)) {
        const auto fix = quickFix(*row->problem.finding, design);
        if (!fix) continue;
        if (!label.empty() && fix->label != label) return tr("Mend all");
        label = fix->label;
        if (++found == kFew) break;
    }
    return label.empty() ? QString() : tr("%1, for all").arg(QString::fromStdString(label));
}

bool ProblemsModel::fixAll(int row) {
    if (row < 0 || row >= rowCount()) return false;
    const ProblemRow heading = m_rows[static_cast<std::size_t>(row)];
    if (!heading.isHeading || m_grouping != ByRule) return false;
    // Each is found in the design that those before it leave, so that none says what is done.
    Design design = *m_document->session().design();
    std::vector<Edit> edits;
    int mended = 0;
    for (const ProblemRow* each : membersOf(heading)) {
        const auto fix = quickFix(*each->problem.finding, design);
        if (!fix) continue;
        auto next = applyAll(design, fix->edits);
        if (!next) continue;
        design = *std::move(next);
        edits.insert(edits.end(), fix->edits.begin(), fix->edits.end());
        ++mended;
    }
    if (edits.empty()) return false;
    return m_document->commit(edits, fmt::format("Mend {} of {}", mended, heading.title));
}

bool ProblemsModel::suppress(int row, const QString& reason) {
    const ProblemRow* chosen = problem(row);
    const std::string said = reason.trimmed().toStdString();
    if (chosen == nullptr || said.empty()) return false;
    const Where& where = chosen->problem.finding->where;
    std::vector<Suppression> all = m_document->session().design()->suppressions;
    all.push_back({chosen->problem.finding->code, where.stack, where.resource, said});
    return m_document->commit(
        {SetSuppressions{std::move(all)}},
        fmt::format("Accept {} of {}", chosen->problem.finding->code, where.resource));
}

}  // namespace archivolt
