#include "app/window/findings_model.h"

#include <algorithm>
#include <filesystem>

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

/// Returns a message as a sentence that begins like one.
QString sentence(const std::string& text) {
    QString result = QString::fromStdString(text);
    if (!result.isEmpty()) result[0] = result[0].toUpper();
    return result;
}

}  // namespace

int FindingsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Diagnostic& finding = at(index.row());
    switch (role) {
        case Qt::DisplayRole:
        case MessageRole: return sentence(finding.message);
        case HelpRole: return sentence(finding.help);
        case SeverityRole: return QString::fromLatin1(toString(finding.severity));
        case CodeRole: return QString::fromStdString(finding.code);
        case PlaceRole: return placeOf(finding.where);
        case ResourceRole: return QString::fromStdString(finding.where.resource);
        default: return {};
    }
}

QHash<int, QByteArray> FindingsModel::roleNames() const {
    return {{MessageRole, "message"}, {HelpRole, "help"},   {SeverityRole, "severity"},
            {CodeRole, "code"},       {PlaceRole, "place"}, {ResourceRole, "resource"}};
}

const Diagnostic& FindingsModel::at(int row) const {
    INVARIANT(row >= 0 && row < count());
    return m_findings[static_cast<std::size_t>(row)];
}

bool FindingsModel::show(const std::vector<Finding>& findings) {
    std::vector<Diagnostic> shown;
    for (const Finding& finding : findings) {
        if (finding.suppressed.empty()) shown.push_back(finding.diagnostic);
    }
    std::ranges::stable_sort(shown, {}, &Diagnostic::severity);
    if (shown == m_findings) return false;
    beginResetModel();
    m_findings = std::move(shown);
    endResetModel();
    Q_EMIT countChanged();
    return true;
}

}  // namespace archivolt
