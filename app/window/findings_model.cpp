#include "app/window/findings_model.h"

#include <filesystem>
#include <utility>

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
    const ListedFinding& shown = row(index.row());
    return tell(*shown.finding, shown.isPromise, role);
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
        case UrgentRole: return isUrgent(finding.severity);
        default: return {};
    }
}

QHash<int, QByteArray> FindingsModel::roleNames() const {
    return {{KindRole, "kind"},         {MessageRole, "message"}, {HelpRole, "help"},
            {SeverityRole, "severity"}, {CodeRole, "code"},       {PlaceRole, "place"},
            {ResourceRole, "resource"}, {UrgentRole, "isUrgent"}};
}

const ListedFinding& FindingsModel::row(int index) const {
    INVARIANT(index >= 0 && index < count());
    return m_shown->rows[static_cast<std::size_t>(index)];
}

bool FindingsModel::show(std::shared_ptr<const ShownFindings> shown) {
    INVARIANT(shown != nullptr);
    if (shown == m_shown) return false;
    beginResetModel();
    m_shown = std::move(shown);
    endResetModel();
    Q_EMIT countChanged();
    return true;
}

}  // namespace archivolt
