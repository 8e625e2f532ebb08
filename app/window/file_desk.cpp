#include "app/window/file_desk.h"

#include <fmt/format.h>

#include <QFileInfo>
#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <utility>

#include "app/command/comparison_text.h"
#include "app/session/chosen_path.h"
#include "app/window/hand_over.h"
#include "app/window/notice_text.h"
#include "model/build/resolve.h"

namespace archivolt {

namespace {

const std::vector<std::string> kDesignEndings = {".yaml", ".yml", ".json", ".template",
                                                 ".archivolt"};
const std::vector<std::string> kExportEndings = {".yaml", ".yml", ".json", ".template",
                                                 ".svg",  ".png", ".pdf"};

std::optional<FileAnswer> answerNamed(const QString& name) {
    static constexpr std::array<std::pair<const char*, FileAnswer>, 8> kAnswers{{
        {"save", FileAnswer::Save},
        {"discard", FileAnswer::Discard},
        {"overwrite", FileAnswer::Overwrite},
        {"save-as", FileAnswer::SaveAs},
        {"keep", FileAnswer::Keep},
        {"take", FileAnswer::Take},
        {"compare", FileAnswer::Compare},
        {"cancel", FileAnswer::Cancel},
    }};
    for (const auto& [text, answer] : kAnswers) {
        if (name == QLatin1String(text)) return answer;
    }
    return {};
}

bool isChoice(FileQuestion question) {
    return question == FileQuestion::ChooseOpen || question == FileQuestion::ChooseSave ||
           question == FileQuestion::ChooseExport;
}

}  // namespace

FileDesk::FileDesk(Surroundings surroundings, Session& session, Hooks hooks, QObject* parent)
    : QObject(parent),
      m_files(surroundings.files),
      m_catalog(surroundings.catalog),
      m_stateFolder(surroundings.stateFolder),
      m_home(surroundings.home),
      m_neighbours(std::move(surroundings.neighbours)),
      m_session(session),
      m_hooks(std::move(hooks)),
      m_folder(surroundings.files),
      m_store(surroundings.files, surroundings.stateFolder + "/recovery"),
      m_writer(m_store, surroundings.quiet, [this](const Result<void>& result) {
          if (result) return;
          deliver(this, [this, error = result.error()] {
              m_hooks.say(tr("Unsaved changes are not kept safe: %1").arg(noticeOf(error)));
          });
      }) {
    connect(&m_watch, &FileWatch::stirred, this, &FileDesk::lookAtDisk);
    m_state.opensElsewhere = static_cast<bool>(m_neighbours.open);
    if (!m_neighbours.offers) {
        m_neighbours.offers =
            std::make_shared<RecoveryOffers>(m_files, m_stateFolder + "/recovery");
    }
}

// What the user asks for.

void FileDesk::open() { take(file_event::WantedFile{}); }
void FileDesk::openPath(const QString& path) {
    take(file_event::Wanted{{Wish::Kind::Open, path.toStdString()}});
}
void FileDesk::openExample(const QString& name) {
    take(file_event::Wanted{{Wish::Kind::Example, name.toStdString()}});
}
void FileDesk::save() {
    // What the AWS CLI printed is not written back: the design needs a file of its own.
    const bool needsName = m_session.hasDesign() && m_session.kind() == FileKind::Describe;
    take(needsName ? FileEvent(file_event::WantedSaveAs{}) : FileEvent(file_event::WantedSave{}));
}
void FileDesk::saveAs() { take(file_event::WantedSaveAs{}); }
void FileDesk::exportCopy() { take(file_event::WantedExport{}); }
void FileDesk::closeDesign() {
    if (m_state.isOpen) take(file_event::Wanted{{Wish::Kind::Close, {}}});
}
void FileDesk::quit() { take(file_event::Wanted{{Wish::Kind::Quit, {}}}); }
void FileDesk::recover(const QString& name) {
    take(file_event::Wanted{{Wish::Kind::Recover, name.toStdString()}});
}

void FileDesk::recoverInPlace(const std::string& name) {
    take(file_event::Wanted{{Wish::Kind::Recover, name, true}});
}

void FileDesk::discardRecovery(const QString& name) {
    m_neighbours.offers->model()->setDiscarded(name.toStdString(), true);
}

void FileDesk::keepRecovery(const QString& name) {
    m_neighbours.offers->model()->setDiscarded(name.toStdString(), false);
}

void FileDesk::hideRecovery(const QString& name) {
    m_neighbours.offers->withdraw(name.toStdString());
}

void FileDesk::answer(const QString& answer) {
    if (const auto given = answerNamed(answer)) take(file_event::Answered{*given});
}

void FileDesk::edited() {
    take(file_event::Edited{m_session.isEdited() || hasDraft()});
    keepSafe();
}

void FileDesk::keepDraft(StackId stack, TextDraft draft) {
    const bool had = hasDraft();
    m_drafts.insert_or_assign(stack, std::move(draft));
    tellDrafts(had);
}

void FileDesk::dropDraft(StackId stack) {
    const bool had = hasDraft();
    m_drafts.erase(stack);
    tellDrafts(had);
}

const FileDesk::TextDraft* FileDesk::draftOf(StackId stack) const {
    const auto draft = m_drafts.find(stack);
    return draft == m_drafts.end() ? nullptr : &draft->second;
}

/// Takes over what was typed in a session that was lost, over the design that it left.
void FileDesk::takeDrafts(const LeftBehind& left) {
    const bool had = hasDraft();
    for (const auto& [name, text] : left.drafts) {
        const auto stack = m_session.design()->stack(std::string_view(name));
        if (!stack) continue;
        m_drafts.insert_or_assign(stack->id,
                                  TextDraft{QString::fromStdString(text), m_session.design()});
    }
    if (!hasDraft()) return;
    tellDrafts(had);
    m_hooks.say(tr("What was typed and can't be read yet stands in the template's text."));
}

void FileDesk::tellDrafts(bool had) {
    keepSafe();
    if (had == hasDraft()) return;
    take(file_event::Edited{m_session.isEdited() || hasDraft()});
    m_hooks.drafted();
}

void FileDesk::lookAtDisk() {
    if (m_state.isOpen && !m_state.path.empty())
        take(file_event::Noticed{factsOf(m_state.path, true)});
}

void FileDesk::hideDifferences() {
    m_differences.clear();
    Q_EMIT differencesChanged();
}

// The machine.

void FileDesk::take(FileEvent event) {
    m_events.push_back(std::move(event));
    if (std::exchange(m_isRunning, true)) return;  // Effects' events wait for their turn.
    while (!m_events.empty()) {
        const FileQuestion before = m_state.question;
        FileStep done = step(std::move(m_state), m_events.front());
        m_events.pop_front();
        m_state = std::move(done.next);
        if (m_state.question != before && isChoice(m_state.question)) beginChoice();
        for (const FileEffect& effect : done.effects) {
            std::visit([this](const auto& each) { on(each); }, effect);
        }
    }
    m_isRunning = false;
    m_state.isDirty = m_state.isDirty || (m_state.isOpen && hasDraft());  // No file has it.
    Q_EMIT changed();
}

void FileDesk::on(const file_effect::Open& effect) {
    const Wish wish = effect.wish;
    if (m_neighbours.show && m_neighbours.show(wish)) return take(file_event::Opened{});
    const LeftBehind* left = m_neighbours.offers->find(wish.name);
    if (wish.kind == Wish::Kind::Recover && left == nullptr) return take(file_event::Opened{});
    const Session::Opening opening = wish.kind == Wish::Kind::Open ? m_session.open(wish.name)
                                     : wish.kind == Wish::Kind::Example
                                         ? m_hooks.openExample(wish.name)
                                         : m_session.recover(left->recovered);
    if (!opening.usable) {
        take(file_event::Opened{});
        return m_hooks.opened(opening, wish);
    }
    settle();
    const std::string& path = m_session.path();
    take(file_event::Opened{true, path.empty() ? path : m_files.wholePath(path),
                            m_session.isDirty(), false});
    m_hooks.opened(opening, wish);
    if (wish.kind == Wish::Kind::Recover) {
        // The old copy goes only once there is a new one.
        letAdoptedGo();
        takeDrafts(*left);
        m_adopted = wish.name;
        keepSafe([this] { deliver(this, [this] { letAdoptedGo(); }); });
        m_neighbours.offers->withdraw(wish.name);
    } else {
        clearRecovery();
    }
    if (!path.empty()) take(file_event::Noticed{factsOf(m_files.wholePath(path), true)});
}

void FileDesk::on(const file_effect::Look& effect) {
    const bool isOwn = m_state.target == FileTarget::Own;
    take(file_event::Looked{factsOf(effect.path, isOwn)});
}

void FileDesk::on(const file_effect::Write& effect) {
    const Result<void> result = effect.target == FileTarget::Own ? m_session.save()
                                : effect.target == FileTarget::Other
                                    ? m_session.saveAs(effect.path)
                                    : m_hooks.exportTo(effect.path);
    if (!result) {
        const QString why = noticeOf(result.error());
        if (effect.target == FileTarget::Own) m_hooks.say(why);
        return take(file_event::Written{false, why.toStdString()});
    }
    m_lastFolder = std::filesystem::path(effect.path).parent_path().string();
    if (effect.target == FileTarget::Export) keepExportEnding(effect.path);
    if (effect.target != FileTarget::Export) {
        clearRecovery();
        if (effect.target == FileTarget::Other) {
            auto drafts = std::move(m_drafts);
            settle();
            m_drafts = std::move(drafts);
        }
        m_hooks.saved();
    }
    take(file_event::Written{true, {}});
    if (hasDraft() && effect.target != FileTarget::Export) {
        m_hooks.say(tr("Saved, but for what was typed in the template: it can't be read yet."));
    }
}

void FileDesk::on(const file_effect::Reread&) {
    const Session::Opening opening = m_session.readAgain();
    if (opening.usable) {
        clearRecovery();
        m_drafts.clear();
        m_hooks.reread(opening);
    } else {
        m_hooks.say(
            tr("%1 changed on the disk and can't be read now. What you see is what it held before.")
                .arg(ownName()));
    }
    take(file_event::Reread{opening.usable});
}

void FileDesk::on(const file_effect::KeepOver&) {
    m_session.keepOver(diskMarkOf(m_session.path(), m_files));
    keepSafe();
    m_hooks.saved();
}

void FileDesk::on(const file_effect::HeedFile& effect) {
    m_session.heedFile(effect.isThere);
    keepSafe();
    m_hooks.saved();
}

void FileDesk::on(const file_effect::Compare&) {
    const OpenedDesign there = openDesign(m_session.path(), {}, m_files);
    if (there.usable) {
        const auto before = resolve(there.design, *m_catalog);
        const auto after = resolve(*m_session.design(), *m_catalog);
        const Comparison comparison = compareDesigns(*before, *after);
        m_differences =
            comparison.empty()
                ? tr("Both say the same. What differs is comments, order or spelling, or where "
                     "things stand on the drawing.")
                : QString::fromStdString(comparisonText(comparison));
    } else {
        m_differences =
            tr("The file can't be read now: %1")
                .arg(there.diagnostics.empty() ? QString() : noticeOf(there.diagnostics.front()));
    }
    Q_EMIT differencesChanged();
}

void FileDesk::on(const file_effect::Close&) {
    m_session.close();
    clearRecovery();
    settle();
    m_hooks.closed();
}

void FileDesk::on(const file_effect::Quit&) {
    clearRecovery();
    m_writer.finish();
    Q_EMIT quitAsked();
}

/// Lets go of the last file and takes hold of the present one.
void FileDesk::settle() {
    m_lock.reset();
    m_drafts.clear();
    const std::string& path = m_session.path();
    m_watch.watch(path.empty() ? path : m_files.wholePath(path));
    if (path.empty()) return;
    m_lastFolder = std::filesystem::path(m_files.wholePath(path)).parent_path().string();
    if (auto lock = tryLock(path)) m_lock = *std::move(lock);
}

/// Tries to take the lock of a design's file, which lies in the user's state folder, since the
/// file's own folder may not be written to.
Result<std::unique_ptr<HeldLock>> FileDesk::tryLock(const std::string& path) {
    const std::string folder = m_stateFolder + "/locks";
    if (auto made = m_files.makePrivateFolder(folder); !made) {
        return tl::make_unexpected(made.error());
    }
    return m_files.tryLock(
        fmt::format("{}/{:016x}.lock", folder, contentHash(m_files.wholePath(path))));
}

DiskFacts FileDesk::factsOf(const std::string& path, bool isOwn) {
    DiskFacts facts;
    facts.exists = m_files.isFile(path) || m_files.isFolder(path);
    facts.writable = m_files.isWritable(path);
    facts.changed = isOwn && diskMarkOf(path, m_files) != m_session.known();
    if (isOwn && m_lock) return facts;
    // Where there can be no lock at all, nobody else can have one either.
    auto lock = tryLock(path);
    facts.inUse = lock && *lock == nullptr;
    if (isOwn && lock) m_lock = *std::move(lock);
    return facts;
}

/// Takes the copies of the open design away: it is saved, or was given up.
void FileDesk::clearRecovery() {
    m_writer.clear();
    letAdoptedGo();
}

void FileDesk::letAdoptedGo() {
    m_neighbours.offers->release(m_adopted);
    m_adopted.clear();
}

void FileDesk::keepSafe(std::function<void()> written) {
    if (!m_session.isDirty() && !hasDraft()) return clearRecovery();
    const std::string& path = m_session.path();
    UnsavedWork work{m_session.design(), path.empty() ? path : m_files.wholePath(path),
                     m_session.kind(), m_session.known(),
                     std::string(m_session.history().undoLabel())};
    for (const auto& [id, draft] : m_drafts) {
        if (const auto stack = m_session.design()->stack(id)) {
            work.drafts.emplace(stack->name, draft.text.toStdString());
        }
    }
    if (work.change.empty() && !work.drafts.empty()) work.change = "Type in the template";
    m_writer.keep(std::move(work), std::move(written));
}

// The dialogs that choose a file.

std::vector<std::string> FileDesk::endings() const {
    return m_state.question == FileQuestion::ChooseExport ? kExportEndings : kDesignEndings;
}

/// Returns the ending of the last copy that was exported, of whatever design; before the first one
/// that of a template.
std::string FileDesk::lastExportEnding() const {
    constexpr std::size_t kLargestEnding = 64;
    auto kept = m_files.read(m_stateFolder + "/export-ending", kLargestEnding);
    if (!kept) return ".yaml";
    if (kept->ends_with('\n')) kept->pop_back();
    const bool isKnown = std::ranges::find(kExportEndings, *kept) != kExportEndings.end();
    return isKnown ? *kept : ".yaml";
}

/// Keeps it; where that can't be, the next dialog begins with another form, which is seen there.
void FileDesk::keepExportEnding(const std::string& path) {
    const std::string ending = std::filesystem::path(path).extension().string();
    if (ending == lastExportEnding() || !m_files.makeFolder(m_stateFolder)) return;
    static_cast<void>(m_files.writeAtomically(m_stateFolder + "/export-ending", ending + '\n'));
}

void FileDesk::beginChoice() {
    m_note.clear();
    const std::string start = m_lastFolder.empty() ? m_files.wholePath(".") : m_lastFolder;
    m_folder.show(m_files.isFolder(start) ? start : m_home, endings());
}

void FileDesk::showFolder(const QString& path) {
    m_note.clear();
    m_folder.show(m_files.wholePath(path.toStdString()), endings());
    Q_EMIT changed();
}

void FileDesk::choose(const QString& typed) {
    const bool opens = m_state.question == FileQuestion::ChooseOpen;
    NameCompletion completion{m_folder.folder().toStdString(), m_home, {}, {}};
    const std::string plain = chosenPath(typed.toStdString(), completion);
    if (plain.empty()) return;
    if (m_files.isFolder(plain)) return showFolder(QString::fromStdString(plain));
    if (m_state.question == FileQuestion::ChooseSave) {
        completion.ending = std::filesystem::path(suggestedName().toStdString()).extension();
        completion.known = kDesignEndings;
    } else if (m_state.question == FileQuestion::ChooseExport) {
        completion.ending = std::filesystem::path(suggestedName().toStdString()).extension();
    }
    const std::string path = chosenPath(typed.toStdString(), completion);
    const std::string folder = std::filesystem::path(path).parent_path().string();
    m_note.clear();
    if (!m_files.isFolder(folder)) {
        m_note = tr("There is no folder %1").arg(shortened(QString::fromStdString(folder)));
    } else if (opens && !m_files.isFile(path)) {
        const QFileInfo file(QString::fromStdString(path));
        m_note = tr("There is no file %1 here").arg(file.fileName());
    }
    if (m_note.isEmpty()) return take(file_event::Chosen{m_files.wholePath(path)});
    Q_EMIT changed();
}

void FileDesk::chooseFolder() {
    if (m_state.question != FileQuestion::ChooseOpen) return;
    take(file_event::Chosen{m_files.wholePath(m_folder.folder().toStdString())});
}

QString FileDesk::withEnding(const QString& name, const QString& ending) const {
    return QString::fromStdString(
        archivolt::withEnding(name.toStdString(), ending.toStdString(), kExportEndings));
}

QString FileDesk::shortened(const QString& path) const {
    const QString home = QString::fromStdString(m_home);
    const bool isBelow = home.size() > 1 && (path == home || path.startsWith(home + u'/'));
    return isBelow ? QStringLiteral("~") + path.mid(home.size()) : path;
}

// What QML shows.

QString FileDesk::question() const {
    switch (m_state.question) {
        case FileQuestion::None: return {};
        case FileQuestion::ChooseOpen: return QStringLiteral("choose-open");
        case FileQuestion::ChooseSave: return QStringLiteral("choose-save");
        case FileQuestion::ChooseExport: return QStringLiteral("choose-export");
        case FileQuestion::Unsaved: return QStringLiteral("unsaved");
        case FileQuestion::Overwrite: return QStringLiteral("overwrite");
        case FileQuestion::Conflict: return QStringLiteral("conflict");
        case FileQuestion::ReadOnly: return QStringLiteral("read-only");
        case FileQuestion::InUse: return QStringLiteral("in-use");
    }
    return {};
}

QString FileDesk::subject() const {
    return QFileInfo(QString::fromStdString(m_state.chosen)).fileName();
}

QString FileDesk::subjectFolder() const {
    return shortened(QFileInfo(QString::fromStdString(m_state.chosen)).path());
}

QString FileDesk::trouble() const {
    if (!m_note.isEmpty()) return m_note;
    return sentenceOf(m_state.trouble);
}

QString FileDesk::news() const {
    switch (m_state.news) {
        case DiskNews::Same: return {};
        case DiskNews::Changed: return QStringLiteral("changed");
        case DiskNews::Gone: return QStringLiteral("gone");
    }
    return {};
}

QString FileDesk::ownName() const {
    const std::string& path = m_session.path();
    if (!path.empty()) return QFileInfo(QString::fromStdString(path)).fileName();
    return m_session.hasDesign() ? QString::fromStdString(m_session.design()->name) : QString();
}

QString FileDesk::wish() const {
    switch (m_state.wish.kind) {
        case Wish::Kind::Nothing: return {};
        case Wish::Kind::Open:
        case Wish::Kind::Example: return QStringLiteral("open");
        case Wish::Kind::Recover: return QStringLiteral("recover");
        case Wish::Kind::Close: return QStringLiteral("close");
        case Wish::Kind::Quit: return QStringLiteral("quit");
    }
    return {};
}

QString FileDesk::suggestedName() const {
    if (!m_session.hasDesign() || m_state.question == FileQuestion::ChooseOpen) return {};
    if (!m_state.chosen.empty()) return subject();
    const bool exports = m_state.question == FileQuestion::ChooseExport;
    const bool hasTemplate = !m_session.path().empty() && m_session.kind() == FileKind::Template;
    if (hasTemplate && !exports) return ownName();
    const QString stem =
        m_session.path().empty() ? ownName() : QFileInfo(ownName()).completeBaseName();
    if (exports) {
        const QString name = stem + QString::fromStdString(lastExportEnding());
        // A copy is no second name for the file that is open.
        return name == ownName() ? tr("%1-copy%2").arg(stem, name.mid(stem.size())) : name;
    }
    const bool isProject =
        m_session.kind() != FileKind::Template || m_session.design()->stacks.size() != 1;
    return stem + QLatin1String(isProject ? ".archivolt" : ".yaml");
}

}  // namespace archivolt
