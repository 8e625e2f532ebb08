#include "app/window/document.h"

#include <fmt/format.h>

#include <QCoreApplication>
#include <QEvent>
#include <QFileInfo>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <unordered_map>

#include "app/command/examples.h"
#include "app/modes/reach/flow_view.h"
#include "app/session/save_design.h"
#include "app/window/export_file.h"
#include "app/window/hand_over.h"
#include "app/window/let_go.h"
#include "app/window/new_design.h"
#include "app/window/notice_text.h"
#include "model/design/edit.h"
#include "render/paint/text_measure.h"

namespace archivolt {

namespace {

constexpr double kMillisecondsPerSecond = 1000;
constexpr qsizetype kMostMessages = 30;

/// Does one thing at each event that is posted to it, with whatever priority.
class Hearer : public QObject {
public:
    Hearer(QObject* parent, std::function<void()> heard)
        : QObject(parent), m_heard(std::move(heard)) {}
    bool event(QEvent* event) override {
        watched::take();
        if (event->type() != QEvent::User) return QObject::event(event);
        m_heard();
        return true;
    }

private:
    std::function<void()> m_heard;
};

QString fileNameOf(const std::string& path) {
    return QFileInfo(QString::fromStdString(path)).fileName();
}

QString counted(std::size_t count, const char* one, const char* many) {
    return QString::fromStdString(
        fmt::format("{} {}", groupedNumber(count), count == 1 ? one : many));
}

std::vector<SharedFinding> sharedOf(const std::vector<Diagnostic>& diagnostics) {
    std::vector<SharedFinding> shared;
    shared.reserve(diagnostics.size());
    for (const Diagnostic& diagnostic : diagnostics) {
        shared.push_back(std::make_shared<const Diagnostic>(diagnostic));
    }
    return shared;
}

}  // namespace

Document::Document(Surroundings surroundings, QObject* parent)
    : QObject(parent),
      m_files(surroundings.files),
      m_catalog(surroundings.catalog),
      m_session(surroundings.files, std::move(surroundings.readings)),
      m_recent(surroundings.files, surroundings.stateFolder),
      m_desk({.files = surroundings.files,
              .catalog = surroundings.catalog,
              .stateFolder = surroundings.stateFolder,
              .home = surroundings.home,
              .neighbours = std::move(surroundings.neighbours)},
             m_session, hooks()),
      m_service(
          surroundings.catalog, qtTextMeasure(m_sceneAhead.widths()),
          std::move(surroundings.engine),
          {[this, hearer = new Hearer(this,
                                      [this] {
                                          auto latest = m_verdictsCome.take();
                                          if (latest) take(*std::move(latest));
                                      })](Verdicts verdicts) {
               // Stages that follow one another faster than they can be shown are shown at
               // once.
               // A drawing, or what an edit did to paths, goes before a later stage.
               if (!m_verdictsCome.put(std::move(verdicts))) return;
               nudge(hearer);
           },
           [this, painted = new Hearer(this, [this] { m_painting.reset(); })](Drawing drawing) {
               m_sceneAhead.make(drawing);
               if (!m_drawingComes.put(std::move(drawing))) return;
               deliver(this, [this, painted, urgent = m_service.urgent()] {
                   if (m_showWhole) {
                       m_painting = urgent;
                       nudge(painted);
                   }
                   if (auto latest = m_drawingComes.take()) take(*std::move(latest));
               });
           },
           [this](const Diagram& diagram) { m_sceneAhead.measure(diagram); }}) {}

Document::~Document() = default;

FileDesk::Hooks Document::hooks() {
    FileDesk::Hooks hooks;
    hooks.opened = [this](const Session::Opening& opening, const Wish& wish) {
        opened(opening, wish);
    };
    hooks.reread = [this](const Session::Opening& opening) { reread(opening); };
    hooks.closed = [this] { closed(); };
    hooks.saved = [this] {
        if (hasFile()) m_recent.add(m_session.path());
        dismissNotice();
        Q_EMIT stateChanged();
        // Findings name the file: those that are there may name the last one.
        const std::string now = documentOf(m_session.opened().path, *m_session.design());
        if (!m_verdicts || m_verdicts->document != now) analyse();
    };
    hooks.drafted = [this] { Q_EMIT stateChanged(); };
    hooks.exportTo = [this](const std::string& path) { return exportTo(path); };
    hooks.openExample = [this](const std::string& name) -> Session::Opening {
        if (const auto text = newDesignText(name, *m_catalog)) {
            return m_session.openText("untitled.yaml", *text);
        }
        const Example* example = findExample(name);
        if (example == nullptr) return {};
        return m_session.openText(name + ".yaml", example->text);
    };
    hooks.say = [this](const QString& text) { notify(text); };
    return hooks;
}

bool Document::openPath(const QString& path) {
    const std::uint64_t before = m_session.revision();
    m_desk.openPath(path);
    return isOpen() && m_session.revision() != before;
}

bool Document::openExample(const QString& name) {
    const std::uint64_t before = m_session.revision();
    m_desk.openExample(name);
    return isOpen() && m_session.revision() != before;
}

void Document::opened(const Session::Opening& opening, const Wish& wish) {
    m_openProblems.show(
        shownFindings(sharedOf(opening.usable ? std::vector<Diagnostic>() : opening.diagnostics)));
    const QString name =
        wish.kind == Wish::Kind::Recover ? tr("The recovered design") : fileNameOf(wish.name);
    m_openFailure = opening.usable ? QString() : tr("%1 can't be opened").arg(name);
    Q_EMIT openFailureChanged();
    if (!opening.usable) return;
    m_atOpening = std::make_shared<const std::vector<SharedFinding>>(sharedOf(opening.diagnostics));
    m_showWhole = true;
    m_selection = {};
    showOther();
    if (wish.kind == Wish::Kind::Open) m_recent.add(wish.name);
}

void Document::reread(const Session::Opening& opening) {
    m_atOpening = std::make_shared<const std::vector<SharedFinding>>(sharedOf(opening.diagnostics));
    m_trail.made(m_session.design(), m_selection);
    DesignSelection kept;
    for (const ResourceId id : m_selection.resources) {
        if (declaredResource(*m_session.design(), id)) kept.resources.insert(id);
    }
    m_selection = std::move(kept);
    showOther();
    notify(tr("%1 changed on the disk and was read again").arg(m_desk.ownName()));
}

void Document::closed() {
    m_atOpening = nullptr;
    m_selection = {};
    showOther();
}

/// Shows another design than before, of which nothing is known yet, or none.
void Document::showOther() {
    m_laidOutAt = m_openedAt = m_session.revision();
    m_places = std::make_shared<const std::map<std::pair<std::string, std::string>, Where>>(
        m_session.opened().places);
    m_removal.cancel();
    m_drawing.reset();
    m_badges.reset();
    m_verdicts.reset();
    m_shown = {};
    m_findings.show(std::make_shared<const ShownFindings>());
    analyse();  // First, as in `designChanged`.
    Q_EMIT drawingChanged(m_showWhole);
    Q_EMIT selectionChanged();
    dismissNotice();
    Q_EMIT stateChanged();
    Q_EMIT checked();
}

void Document::dismissOpenFailure() {
    m_openFailure.clear();
    Q_EMIT openFailureChanged();
}

bool Document::report(const Result<void>& result) {
    if (!result) notify(noticeOf(result.error()));
    return result.has_value();
}

Result<std::string> Document::exportedText(const std::string& path) const {
    if (!m_drawing || m_drawing->revision != m_session.revision()) {
        return failure(kNotDrawnYet, "the last change is still being drawn",
                       "try again in a moment");
    }
    return exportedBytes({*m_session.design(), *m_drawing,
                          m_exportsDark ? darkTheme() : lightTheme(), m_exportChoice},
                         path);
}

Result<void> Document::exportTo(const std::string& path) {
    const auto bytes = exportedText(path);
    if (!bytes) return tl::make_unexpected(bytes.error());
    if (auto written = m_files.writeAtomically(path, *bytes); !written) return written;
    notify(tr("Exported %1").arg(fileNameOf(path)));
    return {};
}

void Document::undo() {
    if (!isOpen()) return;
    const auto left = m_session.design();
    if (!m_session.undo()) return;
    select(m_trail.undone(left, m_selection));
    designChanged();
}

void Document::redo() {
    if (!m_session.redo()) return;
    select(m_trail.redone(m_session.design(), m_selection));
    designChanged();
}

bool Document::renameSelected(const QString& name) {
    const auto [stack, resource] = selectedResource();
    if (!resource || name.toStdString() == resource->logicalId) return true;
    return commit({RenameResource{stack->id, resource->logicalId, name.toStdString()}},
                  fmt::format("Rename {} to {}", resource->logicalId, name.toStdString()));
}

bool Document::commit(const std::vector<Edit>& edits, std::string label, std::string key) {
    const auto before = m_session.design();
    const std::size_t steps = m_session.history().undoSteps();
    if (!report(m_session.apply(edits, std::move(label), std::move(key)))) return false;
    const bool joined = m_session.history().undoSteps() == steps;
    m_trail.made(m_session.design(), m_selection, joined ? before : nullptr);
    designChanged();
    return true;
}

void Document::put(Design changed, std::string label, std::string key) {
    const auto before = m_session.design();
    const std::size_t steps = m_session.history().undoSteps();
    m_session.put(std::move(changed), std::move(label), std::move(key));
    const bool joined = m_session.history().undoSteps() == steps;
    m_trail.made(m_session.design(), m_selection, joined ? before : nullptr);
    designChanged();
}

void Document::layOut(const std::vector<Edit>& edits) {
    if (edits.empty() && m_session.revision() == m_laidOutAt) {
        notify(tr("Everything stands where the layout puts it, or where you did"));
        return;
    }
    auto changed = applyAll(*m_session.design(), edits);
    if (!changed) {
        report(tl::make_unexpected(changed.error()));
        return;
    }
    m_laidOutAt = m_session.revision() + 1;
    put(*std::move(changed), "Lay out", {});
}

void Document::designChanged() {
    analyse();  // First: the other threads work while the window takes it up.
    m_desk.edited();
    Q_EMIT stateChanged();
    Q_EMIT checked();
}

void Document::analyse() {
    if (isOpen()) {
        m_service.request({m_session.revision(), m_session.design(), m_session.kind(),
                           m_session.opened().path, m_places, m_laidOutAt, m_openedAt,
                           m_atOpening});
    }
}

void Document::take(Drawing drawing) {
    // One of an earlier revision is shown too: while edits follow one another, better late than
    // not.
    if (!isOpen() || drawing.revision < m_openedAt) return;
    m_drawing = std::move(drawing);
    m_badges.reset();
    if (!m_drawing->layout->diagnostics.empty()) {
        report(tl::make_unexpected(m_drawing->layout->diagnostics.front()));
    }
    Q_EMIT drawingChanged(std::exchange(m_showWhole, false));
    Q_EMIT checked();
    Q_EMIT selectionChanged();
}

void Document::take(Verdicts verdicts) {
    if (!isOpen() || verdicts.judgement.revision != m_session.revision()) return;
    // What was listed and judged before, which is much, is freed where the window need not wait.
    std::vector<std::shared_ptr<const void>> gone{m_findings.shown(), m_shown.resolved,
                                                  m_shown.reachability, m_shown.pairs};
    if (m_verdicts) gone.push_back(std::make_shared<const Verdicts>(*std::move(m_verdicts)));
    m_verdicts = std::move(verdicts);
    // What a stage said of the revision before stays until it is done again, so that lists do not
    // empty and fill at each edit.
    const Judgement& now = m_verdicts->judgement;
    if (now.reachability) {
        m_shown.revision = now.revision;
        m_shown.resolved = now.resolved;
        m_shown.reachability = now.reachability;
        m_shown.pairs = now.pairs;
    }
    if (now.rules) m_shown.rules = now.rules;
    if (now.promises) m_shown.promises = now.promises;
    if (now.advice) m_shown.advice = now.advice;
    if (m_findings.show(m_verdicts->shown)) {
        m_badges.reset();
        Q_EMIT badgesChanged();
    }
    Q_EMIT checked();
    letGo(std::move(gone));
}

QString Document::name() const {
    if (!isOpen()) return {};
    // A template has no name of its own but its file's.
    const std::string& path = m_session.path();
    const bool isCalledAsItsFile = !path.empty() && m_session.kind() == FileKind::Template;
    return QString::fromStdString(isCalledAsItsFile ? std::filesystem::path(path).stem().string()
                                                    : m_session.design()->name);
}

QString Document::fileState() const {
    if (!isOpen()) return {};
    if (!hasFile()) return isDirty() ? tr("not saved yet, edited") : tr("not saved yet");
    // The name that is the file's is not told twice.
    if (std::filesystem::path(m_session.path()).stem().string() == name().toStdString()) {
        return isDirty() ? tr("edited") : tr("saved");
    }
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

bool Document::isChecking() const {
    const std::uint64_t revision = m_session.revision();
    return isOpen() && (!m_drawing || m_drawing->revision != revision || !m_verdicts ||
                        m_verdicts->judgement.revision != revision ||
                        m_verdicts->judgement.stage != kLastStage);
}

QString Document::contents() const {
    if (!isOpen() || !m_drawing) return {};
    std::set<std::string> regions;
    for (const auto& stack : m_session.design()->stacks) regions.insert(stack->region);
    return QStringLiteral("%1 · %2 · %3")
        .arg(counted(m_drawing->resolved->counts.declared, "resource", "resources"),
             counted(m_session.design()->stacks.size(), "stack", "stacks"),
             QString::fromStdString(fmt::format("{}", fmt::join(regions, ", "))));
}

QString Document::checkNote() const {
    if (!isOpen()) return {};
    if (isChecking()) return tr("checking…");
    const double milliseconds = m_verdicts->seconds * kMillisecondsPerSecond;
    QStringList parts;
    const ReachEffect effect = m_verdicts->effect.value_or(ReachEffect{});
    // Of each thing with each; the line of news tells the paths of groups of them.
    const auto pairs = [](std::size_t count) { return counted(count, "pair", "pairs"); };
    if (effect.opened > 0) parts << tr("opened between %1").arg(pairs(effect.opened));
    if (effect.closed > 0) parts << tr("closed between %1").arg(pairs(effect.closed));
    parts << QString::fromStdString(
        fmt::format("checked in {:.{}f} ms", milliseconds, milliseconds < 10 ? 1 : 0));
    return parts.join(QStringLiteral(" · "));
}

QString Document::problems() const {
    if (!isOpen() || !m_shown.rules) return {};
    const ShownFindings& shown = *m_findings.shown();
    std::size_t broken = 0;
    if (m_shown.promises) {
        broken = static_cast<std::size_t>(
            std::ranges::count_if(m_shown.promises->answers, [](const IntentAnswer& promise) {
                return promise.verdict == IntentVerdict::Broken ||
                       promise.verdict == IntentVerdict::Partly;
            }));
    }
    const std::size_t errors = shown.count(Severity::Error);
    broken = std::min(broken, errors);  // Of a stage before, perhaps.
    QStringList parts;
    const auto add = [&](std::size_t count, const char* one, const char* many) {
        if (count > 0) parts << counted(count, one, many);
    };
    add(errors - broken, "problem", "problems");
    add(broken, "broken promise", "broken promises");
    add(shown.count(Severity::Critical), "critical", "critical");
    add(shown.count(Severity::High), "high", "high");
    add(shown.count(Severity::Medium) + shown.count(Severity::Low), "hint", "hints");
    return parts.isEmpty() ? tr("No problems") : parts.join(QLatin1String(", "));
}

bool Document::hasErrors() const { return m_findings.shown()->count(Severity::Error) > 0; }

QStringList Document::examples() {
    QStringList names;
    for (const Example& example : shippedExamples()) {
        names << QString::fromUtf8(example.name.data(),
                                   static_cast<qsizetype>(example.name.size()));
    }
    return names;
}

bool Document::hasSelection() const { return selectedBox() != kNoBox || selectedResource(); }

BoxIndex Document::selectedBox() const {
    if (!m_drawing) return kNoBox;
    if (const auto resource = m_selection.single()) {
        return m_drawing->diagram->representedBy(*resource);
    }
    return m_selection.box.empty() ? kNoBox : m_drawing->diagram->find(m_selection.box);
}

const Box* Document::selected() const {
    const BoxIndex box = selectedBox();
    return box == kNoBox ? nullptr : &m_drawing->diagram->boxes[box];
}

DeclaredResource Document::selectedResource() const {
    if (!isOpen()) return {};
    if (const auto resource = m_selection.single()) {
        return declaredResource(*m_session.design(), *resource);
    }
    const Box* box = selected();
    if (box == nullptr || !box->resource) return {};
    return declaredResource(*m_session.design(), box->resource);
}

std::set<ResourceId> Document::selectedResources() const {
    if (!m_selection.resources.empty()) return m_selection.resources;
    const auto resource = selectedResource().resource;
    return resource ? std::set{resource->id} : std::set<ResourceId>{};
}

void Document::select(BoxIndex box) {
    DesignSelection now;
    if (m_drawing && box != kNoBox && box != 0) {
        const Box& drawn = m_drawing->diagram->boxes[box];
        // A thing may have several boxes (the standby of a database): one of these is just a box.
        if (drawn.resource && m_drawing->diagram->representedBy(drawn.resource) == box) {
            now.resources = {drawn.resource};
        } else {
            now.box = drawn.key;
        }
    }
    select(std::move(now));
}

void Document::select(DesignSelection selection) {
    if (selection == m_selection) return;
    m_session.endStep();
    m_removal.cancel();
    m_selection = std::move(selection);
    Q_EMIT selectionChanged();
}

void Document::showFinding(const Diagnostic& finding) {
    if (!m_drawing) return;
    const Where& where = finding.where;
    const auto stack = m_session.design()->stack(std::string_view(where.stack));
    const auto resource = stack ? stack->body.resources.find(where.resource) : nullptr;
    if (!resource) return;
    show(resource->id);
}

void Document::show(ResourceId resource) {
    select(DesignSelection{{resource}, {}});
    Q_EMIT centreRequested();
}

QString Document::selectedName() const {
    const auto resource = selectedResource().resource;
    if (resource) return QString::fromStdString(resource->logicalId);
    return selected() == nullptr ? QString() : QString::fromStdString(selected()->title);
}

bool Document::canChangeSelected() const { return static_cast<bool>(selectedResource()); }

const std::vector<Badge>& Document::badges() const {
    if (!m_badges) m_badges = m_drawing ? countFindings() : std::vector<Badge>();
    return *m_badges;
}

std::vector<Badge> Document::countFindings() const {
    std::vector<FindingCount> counts(m_drawing->diagram->boxes.size());
    for (const FindingCount& each : m_findings.shown()->counts) {
        const auto box = m_drawing->boxOf->find(each.resource);
        if (box == m_drawing->boxOf->end()) continue;
        FindingCount& count = counts[box->second];
        count.count += each.count;
        count.worst = std::min(count.worst, each.worst);
    }
    std::vector<Badge> badges;
    for (BoxIndex box = 0; box < counts.size(); ++box) {
        const FindingCount& found = counts[box];
        if (found.count == 0) continue;
        badges.push_back({box, isUrgent(found.worst) ? Tone::Stop : Tone::Warn,
                          found.count > 9 ? "9+" : std::to_string(found.count)});
    }
    return badges;
}

void Document::notify(const QString& text) {
    m_notice = text;
    if (!text.isEmpty()) {
        m_messages.removeAll(text);
        m_messages.prepend(text);
        if (m_messages.size() > kMostMessages) m_messages.removeLast();
    }
    Q_EMIT noticeChanged();
}

void Document::dismissNotice() {
    if (!m_notice.isEmpty()) notify({});
}

}  // namespace archivolt
