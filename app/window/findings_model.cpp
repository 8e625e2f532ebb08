#include "app/window/findings_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/window/notice_text.h"
#include "model/base/invariant.h"

namespace archivolt {

namespace {

/// Returns `template.yaml:12:3`, without the folders and without what is unknown.
QString placeOf(const Where& where) {
    std::string text = std::filesystem::path(where.file).filename().string();
    if (where.line > 0) text += ":" + std::to_string(where.line);
    if (where.line > 0 && where.column > 0) text += ":" + std::to_string(where.column);
    return QString::fromStdString(text);
}

}  // namespace

int FindingsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    return tell(*row.finding, row.isPromise, role);
}

QVariant FindingsModel::tell(const Diagnostic& finding, bool isPromise, int role) {
    switch (role) {
        case Qt::DisplayRole:
        case MessageRole: return sentenceOf(finding.message);
        case HelpRole: return sentenceOf(finding.help);
        case KindRole:
            return isPromise ? tr("promise") : QString::fromLatin1(toString(finding.severity));
        case SeverityRole: return QString::fromLatin1(toString(finding.severity));
        case CodeRole: return QString::fromStdString(finding.code);
        case PlaceRole: return placeOf(finding.where);
        case ResourceRole: return QString::fromStdString(finding.where.resource);
        default: return {};
    }
}

QHash<int, QByteArray> FindingsModel::roleNames() const {
    return {{KindRole, "kind"},         {MessageRole, "message"}, {HelpRole, "help"},
            {SeverityRole, "severity"}, {CodeRole, "code"},       {PlaceRole, "place"},
            {ResourceRole, "resource"}};
}

const FindingsModel::Row& FindingsModel::row(int index) const {
    INVARIANT(index >= 0 && index < count());
    return m_rows[static_cast<std::size_t>(index)];
}

FindingsModel::Row FindingsModel::rowOf(const IntentAnswer& promise) {
    const char* how = promise.verdict == IntentVerdict::Unknown  ? "can't be told to hold"
                      : promise.verdict == IntentVerdict::Partly ? "holds in part only"
                                                                 : "is broken";
    Diagnostic finding;
    finding.code = promise.kind;
    finding.severity =
        promise.verdict == IntentVerdict::Unknown ? Severity::Medium : Severity::Error;
    finding.message = fmt::format("“{}” {}: {}", promise.name, how, promise.why);
    std::vector<std::string> names;
    for (const Where& where : promise.evidence) {
        std::string name = where.resource;
        if (where.line > 0) name += fmt::format(" (line {})", where.line);
        if (!where.resource.empty() && std::ranges::find(names, name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    if (!names.empty()) finding.help = fmt::format("decided by {}", fmt::join(names, ", "));
    if (!promise.evidence.empty()) finding.where = promise.evidence.front();
    return {std::make_shared<const Diagnostic>(std::move(finding)), true};
}

bool FindingsModel::show(std::vector<SharedFinding> findings,
                         const std::vector<IntentAnswer>& promises) {
    std::vector<Row> shown;
    shown.reserve(findings.size() + promises.size());
    for (const IntentAnswer& promise : promises) {
        if (promise.verdict != IntentVerdict::Kept) shown.push_back(rowOf(promise));
    }
    for (SharedFinding& finding : findings) shown.push_back({std::move(finding), false});
    std::ranges::stable_sort(shown, {}, [](const Row& row) { return row.finding->severity; });
    if (shown == m_rows) return false;
    beginResetModel();
    m_rows = std::move(shown);
    endResetModel();
    Q_EMIT countChanged();
    return true;
}

}  // namespace archivolt
