#include "app/window/document.h"

#include <fmt/format.h>

#include <QFileInfo>
#include <algorithm>
#include <map>
#include <set>

#include "app/window/export_file.h"
#include "model/design/edit.h"
#include "render/paint/text_measure.h"

namespace archivolt {

namespace {

constexpr double kMillisecondsPerSecond = 1000;

QString fileNameOf(const std::string& path) {
    return QFileInfo(QString::fromStdString(path)).fileName();
}

QString counted(std::size_t count, const char* one, const char* many) {
    return QString::fromStdString(fmt::format("{} {}", count, count == 1 ? one : many));
}

}  // namespace

Document::Document(Surroundings surroundings, QObject* parent)
    : QObject(parent),
      m_files(surroundings.files),
      m_catalog(surroundings.catalog),
      m_session(surroundings.files),
      m_recent(surroundings.files, surroundings.stateFolder),
      m_recovery(surroundings.files, surroundings.stateFolder, surroundings.processes),
      m_service(surroundings.catalog, qtTextMeasure(), std::move(surroundings.engine),
                [this](AnalysisResult result) {
                    QMetaObject::invokeMethod(
                        this,
                        [this, result = std::move(result)]() mutable { take(std::move(result)); },
                        Qt::QueuedConnection);
                }) {
    m_leftBehind = m_recovery.leftBehind();
}

Document::~Document() = default;

bool Document::openUrl(const QUrl& url) {
    return openPath(url.isLocalFile() ? url.toLocalFile() : url.toString());
}

bool Document::openPath(const QString& path) {
    std::vector<Diagnostic> diagnostics;
    const bool usable = m_session.open(path.toStdString(), diagnostics);
    if (usable) m_recent.add(path.toStdString());
    return opened(usable, diagnostics, fileNameOf(path.toStdString()));
}

bool Document::openExample(const QString& name) {
    const Example* example = findExample(name.toStdString());
    if (example == nullptr) return false;
    std::vector<Diagnostic> diagnostics;
    const bool usable = m_session.openExample(*example, diagnostics);
    return opened(usable, diagnostics, name);
}

bool Document::opened(bool usable, const std::vector<Diagnostic>& diagnostics,
                      const QString& name) {
    std::vector<Finding> problems;
    if (!usable) {
        for (const Diagnostic& diagnostic : diagnostics) problems.push_back({diagnostic, {}});
    }
    m_openProblems.show(problems);
    m_openFailure = usable ? QString() : tr("%1 can't be opened").arg(name);
    Q_EMIT openFailureChanged();
    if (!usable) return false;
    m_atOpening = diagnostics;
    m_result.reset();
    m_findings.show({});
    m_showWhole = true;
    m_selectedKey.clear();
    Q_EMIT drawingChanged(true);
    showSelection();
    dismissNotice();
    designChanged();
    return true;
}

void Document::dismissOpenFailure() {
    m_openFailure.clear();
    Q_EMIT openFailureChanged();
}

bool Document::report(const Result<void>& result) {
    if (result) return true;
    const Diagnostic& error = result.error();
    QString text = QString::fromStdString(error.message);
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    if (!error.help.empty()) text += QStringLiteral(": ") + QString::fromStdString(error.help);
    notify(text);
    return false;
}

bool Document::save() {
    if (!isOpen() || !hasFile() || !report(m_session.save())) return false;
    m_recovery.clear();
    Q_EMIT stateChanged();
    return true;
}

bool Document::saveAs(const QUrl& url) {
    if (!isOpen() || !report(m_session.saveAs(url.toLocalFile().toStdString()))) return false;
    m_recent.add(m_session.path());
    m_recovery.clear();
    designChanged();
    return true;
}

bool Document::exportTo(const QUrl& url, bool dark) {
    if (!isOpen() || !m_result) return false;
    const std::string path = url.toLocalFile().toStdString();
    const ExportSource source{*m_session.design(), *m_result, dark ? darkTheme() : lightTheme()};
    const auto bytes = exportedBytes(source, path);
    if (!bytes) return report(tl::make_unexpected(bytes.error()));
    if (!report(m_files.writeAtomically(path, *bytes))) return false;
    notify(tr("Exported %1").arg(fileNameOf(path)));
    return true;
}

void Document::undo() {
    if (m_session.undo()) designChanged();
}

void Document::redo() {
    if (m_session.redo()) designChanged();
}

void Document::removeSelected() {
    const auto resource = selectedResource();
    if (!resource) return;
    const StackId stack = selected()->stack;
    if (report(m_session.apply({RemoveResource{stack, resource->logicalId}},
                               fmt::format("Remove {}", resource->logicalId)))) {
        m_selectedKey.clear();
        showSelection();
        designChanged();
    }
}

bool Document::renameSelected(const QString& name) {
    const auto resource = selectedResource();
    if (!resource || name.toStdString() == resource->logicalId) return true;
    const StackId stack = selected()->stack;
    const auto done =
        m_session.apply({RenameResource{stack, resource->logicalId, name.toStdString()}},
                        fmt::format("Rename {} to {}", resource->logicalId, name.toStdString()));
    if (!report(done)) return false;
    const auto renamedStack = m_session.design()->stack(stack);
    m_selectedKey = fmt::format("{}/{}", renamedStack->name, name.toStdString());
    designChanged();
    return true;
}

void Document::drop(const DropPlan& plan) {
    if (plan.legal && report(m_session.apply(plan.edits, plan.label))) designChanged();
}

void Document::designChanged() {
    Q_EMIT stateChanged();
    if (isDirty()) {
        static_cast<void>(
            report(m_recovery.write(*m_session.design(), m_session.path(), m_session.kind())));
    } else {
        m_recovery.clear();
    }
    m_service.request({m_session.revision(), m_session.design(), m_session.kind(),
                       m_session.opened().path, m_atOpening});
    Q_EMIT checked();
}

void Document::take(AnalysisResult result) {
    if (!isOpen() || result.revision != m_session.revision()) return;
    m_result = std::move(result);
    m_findings.show(*m_result->findings);
    if (!m_result->layout->diagnostics.empty()) {
        report(tl::make_unexpected(m_result->layout->diagnostics.front()));
    }
    Q_EMIT drawingChanged(std::exchange(m_showWhole, false));
    Q_EMIT checked();
    showSelection();
}

QString Document::name() const {
    return isOpen() ? QString::fromStdString(m_session.design()->name) : QString();
}

QString Document::fileState() const {
    if (!isOpen()) return {};
    if (!hasFile()) return isDirty() ? tr("not saved yet, edited") : tr("example, not saved");
    return isDirty() ? tr("%1, edited").arg(fileNameOf(m_session.path()))
                     : tr("%1, saved").arg(fileNameOf(m_session.path()));
}

QString Document::windowTitle() const {
    if (!isOpen()) return QStringLiteral("Archivolt");
    const QString file = hasFile() ? fileNameOf(m_session.path()) : name();
    return QStringLiteral("%1%2 – Archivolt")
        .arg(isDirty() ? QStringLiteral("*") : QString(), file);
}

bool Document::canUndo() const { return isOpen() && m_session.history().canUndo(); }
bool Document::canRedo() const { return isOpen() && m_session.history().canRedo(); }

QString Document::undoLabel() const {
    if (!canUndo()) return {};
    const std::string_view label = m_session.history().undoLabel();
    return QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size()));
}

QString Document::redoLabel() const {
    if (!canRedo()) return {};
    const std::string_view label = m_session.history().redoLabel();
    return QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size()));
}

QUrl Document::suggestedFile() const {
    if (!isOpen()) return {};
    if (hasFile()) {
        return QUrl::fromLocalFile(
            QFileInfo(QString::fromStdString(m_session.path())).absoluteFilePath());
    }
    const QString ending = m_session.kind() == FileKind::Template ? QStringLiteral(".yaml")
                                                                  : QStringLiteral(".archivolt");
    return QUrl::fromLocalFile(QFileInfo(name() + ending).absoluteFilePath());
}

bool Document::isChecking() const {
    return isOpen() && (!m_result || m_result->revision != m_session.revision());
}

QString Document::contents() const {
    if (!isOpen() || !m_result) return {};
    std::set<std::string> regions;
    for (const auto& stack : m_session.design()->stacks) regions.insert(stack->region);
    return QStringLiteral("%1 · %2 · %3")
        .arg(counted(m_result->resolved->counts.declared, "resource", "resources"),
             counted(m_session.design()->stacks.size(), "stack", "stacks"),
             QString::fromStdString(fmt::format("{}", fmt::join(regions, ", "))));
}

QString Document::checkNote() const {
    if (!isOpen()) return {};
    if (isChecking()) return tr("checking…");
    const double milliseconds = m_result->checkSeconds * kMillisecondsPerSecond;
    QStringList parts;
    const ReachEffect effect = m_result->effect.value_or(ReachEffect{});
    if (effect.opened > 0) parts << tr("opened %1").arg(counted(effect.opened, "path", "paths"));
    if (effect.closed > 0) parts << tr("closed %1").arg(counted(effect.closed, "path", "paths"));
    parts << QString::fromStdString(
        fmt::format("checked in {:.{}f} ms", milliseconds, milliseconds < 10 ? 1 : 0));
    return parts.join(QStringLiteral(" · "));
}

QString Document::problems() const {
    if (!isOpen() || !m_result) return {};
    std::size_t errors = 0;
    for (int row = 0; row < m_findings.count(); ++row) {
        if (m_findings.at(row).severity == Severity::Error) ++errors;
    }
    const std::size_t hints = static_cast<std::size_t>(m_findings.count()) - errors;
    if (errors + hints == 0) return tr("No problems");
    if (errors == 0) return counted(hints, "hint", "hints");
    const QString text = counted(errors, "problem", "problems");
    return hints == 0 ? text : tr("%1, %2").arg(text, counted(hints, "hint", "hints"));
}

bool Document::hasErrors() const {
    return m_findings.count() > 0 && m_findings.at(0).severity == Severity::Error;
}

QStringList Document::examples() {
    QStringList names;
    for (const Example& example : shippedExamples()) {
        names << QString::fromUtf8(example.name.data(),
                                   static_cast<qsizetype>(example.name.size()));
    }
    return names;
}

BoxIndex Document::selectedBox() const {
    return m_result && !m_selectedKey.empty() ? m_result->diagram->find(m_selectedKey) : kNoBox;
}

const Box* Document::selected() const {
    const BoxIndex box = selectedBox();
    return box == kNoBox ? nullptr : &m_result->diagram->boxes[box];
}

std::shared_ptr<const Resource> Document::selectedResource() const {
    const Box* box = selected();
    if (box == nullptr || !box->resource) return nullptr;
    const auto stack = m_session.design()->stack(box->stack);
    return stack ? stack->body.resources.find(box->resource) : nullptr;
}

void Document::select(BoxIndex box) {
    const bool drawn = m_result && box != kNoBox && box != 0;
    std::string key = drawn ? m_result->diagram->boxes[box].key : std::string();
    if (key == m_selectedKey) return;
    m_selectedKey = std::move(key);
    showSelection();
}

void Document::selectFinding(int row) {
    if (!m_result || row < 0 || row >= m_findings.count()) return;
    const Where& where = m_findings.at(row).where;
    const auto stack = m_session.design()->stack(std::string_view(where.stack));
    const auto resource = stack ? stack->body.resources.find(where.resource) : nullptr;
    if (!resource) return;
    select(m_result->diagram->representedBy(resource->id));
    Q_EMIT centreRequested();
}

void Document::showSelection() {
    std::vector<PropertyRow> rows;
    if (const auto resource = selectedResource(); resource && m_result) {
        for (const auto& stack : m_result->resolved->evaluated->stacks) {
            if (stack->source->id != selected()->stack) continue;
            if (const auto evaluated = stack->find(resource->id)) {
                rows = propertyRows(evaluated->properties());
            }
        }
    }
    m_properties.show(std::move(rows));
    Q_EMIT selectionChanged();
}

QString Document::selectedName() const {
    const auto resource = selectedResource();
    if (resource) return QString::fromStdString(resource->logicalId);
    return selected() == nullptr ? QString() : QString::fromStdString(selected()->title);
}

QString Document::selectedKind() const {
    const auto resource = selectedResource();
    if (!resource)
        return selected() == nullptr ? QString() : QString::fromStdString(selected()->detail);
    const SystemFacts* facts = m_catalog->system(resource->type());
    return QString::fromStdString(facts == nullptr ? resource->type() : facts->label);
}

QString Document::selectedType() const {
    const auto resource = selectedResource();
    return resource ? QString::fromStdString(resource->type()) : QString();
}

QString Document::selectedNote() const {
    const Box* box = selected();
    if (box == nullptr) return {};
    if (!box->resource) return tr("No resource of its own: other resources bring it along.");
    if (box->ghost) return tr("Its condition is false, so it will not be made.");
    if (!selectedResource()) return tr("Declared elsewhere.");
    return {};
}

QString Document::selectedIcon() const {
    return selected() == nullptr ? QString() : QString::fromStdString(selected()->icon);
}

bool Document::canChangeSelected() const { return selectedResource() != nullptr; }

std::vector<Badge> Document::badges() const {
    if (!m_result) return {};
    std::map<BoxIndex, Badge> badges;
    std::map<BoxIndex, int> counts;
    for (int row = 0; row < m_findings.count(); ++row) {
        const Diagnostic& finding = m_findings.at(row);
        const auto stack = m_session.design()->stack(std::string_view(finding.where.stack));
        const auto resource = stack ? stack->body.resources.find(finding.where.resource) : nullptr;
        const BoxIndex box = resource ? m_result->diagram->representedBy(resource->id) : kNoBox;
        if (box == kNoBox) continue;
        const int count = ++counts[box];
        Badge& badge = badges[box];
        const Tone tone = finding.severity == Severity::Error ? Tone::Stop : Tone::Warn;
        badge.tone = count == 1 || tone == Tone::Stop ? tone : badge.tone;
        badge.box = box;
        badge.text = count > 9 ? "9+" : std::to_string(count);
    }
    std::vector<Badge> list;
    for (auto& [box, badge] : badges) list.push_back(std::move(badge));
    return list;
}

void Document::notify(const QString& text) {
    m_notice = text;
    Q_EMIT noticeChanged();
}

void Document::dismissNotice() {
    if (!m_notice.isEmpty()) notify({});
}

QString Document::recoverable() const {
    if (!m_leftBehind) return {};
    return m_leftBehind->path.empty() ? tr("a design without a file")
                                      : fileNameOf(m_leftBehind->path);
}

void Document::recover() {
    if (!m_leftBehind) return;
    const Recovered left = *std::exchange(m_leftBehind, std::nullopt);
    std::vector<Diagnostic> diagnostics;
    const bool usable = m_session.recover(left.project, left.path, left.kind, diagnostics);
    // Once open, the design has this process's own copy.
    if (opened(usable, diagnostics, tr("The recovered design"))) m_recovery.discardLeftBehind();
    Q_EMIT recoverableChanged();
}

void Document::discardRecovery() {
    m_leftBehind.reset();
    m_recovery.discardLeftBehind();
    Q_EMIT recoverableChanged();
}

void Document::discardChanges() { m_recovery.clear(); }

}  // namespace archivolt
