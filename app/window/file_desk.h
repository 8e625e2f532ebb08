#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <deque>
#include <functional>
#include <memory>

#include "app/session/file_flow.h"
#include "app/session/recovery_writer.h"
#include "app/session/session.h"
#include "app/window/file_watch.h"
#include "app/window/folder_model.h"
#include "app/window/recovery_offers.h"
#include "model/catalog/catalog.h"

namespace archivolt {

/// Carries out what `file_flow` decides: the one place of the window that opens, writes and watches
/// files, and asks the user about them.
class FileDesk : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the document has it")
    Q_PROPERTY(QString question READ question NOTIFY changed)
    Q_PROPERTY(QString subject READ subject NOTIFY changed)
    Q_PROPERTY(QString subjectFolder READ subjectFolder NOTIFY changed)
    Q_PROPERTY(bool subjectIsReadOnly READ subjectIsReadOnly NOTIFY changed)
    Q_PROPERTY(QString trouble READ trouble NOTIFY changed)
    Q_PROPERTY(QString news READ news NOTIFY changed)
    Q_PROPERTY(bool isInUse READ isInUse NOTIFY changed)
    Q_PROPERTY(QString ownName READ ownName NOTIFY changed)
    Q_PROPERTY(QString wish READ wish NOTIFY changed)
    Q_PROPERTY(QString suggestedName READ suggestedName NOTIFY changed)
    Q_PROPERTY(bool hasDraft READ hasDraft NOTIFY changed)
    Q_PROPERTY(bool isEdited READ isEdited NOTIFY changed)
    Q_PROPERTY(QString differences READ differences NOTIFY differencesChanged)
    Q_PROPERTY(archivolt::FolderModel* folder READ folder CONSTANT)
    Q_PROPERTY(archivolt::RecoveryModel* recoveries READ recoveries CONSTANT)

public:
    /// What a window has several desks for: each document is opened at a desk of its own.
    struct Neighbours {
        std::shared_ptr<RecoveryOffers> offers;  ///< Null: the desk makes its own.
        /// Opens something at another desk; without it, it takes the place of what is open.
        std::function<void(const Wish&)> open;
        /// Shows the desk that has it already; says whether there is one.
        std::function<bool(const Wish&)> show;
    };
    /// What the desk works with; the files must outlive it. `stateFolder` keeps what is the user's
    /// and of no project; work is kept safe `quiet` after an edit.
    struct Surroundings {
        FileAccess& files;
        std::shared_ptr<const Catalog> catalog;
        std::string stateFolder;
        std::string home;
        std::chrono::milliseconds quiet{1000};
        Neighbours neighbours{};
    };
    /// What the rest of the window does when files come and go.
    struct Hooks {
        /// Something else is open, or the same file was read again; or why that can't be.
        std::function<void(const Session::Opening&, const Wish&)> opened;
        std::function<void(const Session::Opening&)> reread;
        std::function<void()> closed;
        std::function<void()> saved;
        std::function<void()> drafted;  ///< A draft came or went.
        std::function<Result<void>(const std::string& path)> exportTo;
        std::function<Session::Opening(const std::string& name)> openExample;
        std::function<void(const QString& text)> say;
    };
    FileDesk(Surroundings surroundings, Session& session, Hooks hooks, QObject* parent = nullptr);

    // What the user asks for.
    Q_INVOKABLE void open();
    Q_INVOKABLE void openPath(const QString& path);
    Q_INVOKABLE void openExample(const QString& name);
    Q_INVOKABLE void save();
    Q_INVOKABLE void saveAs();
    Q_INVOKABLE void exportCopy();
    Q_INVOKABLE void closeDesign();
    Q_INVOKABLE void quit();
    /// Answers a question: save, discard, overwrite, save-as, keep, take, compare or cancel.
    Q_INVOKABLE void answer(const QString& answer);
    Q_INVOKABLE void recover(const QString& name);
    /// Recovers what belongs to the open file in its place.
    void recoverInPlace(const std::string& name);
    /// Gives a copy up; it is there, and can be had back, until the window is closed.
    Q_INVOKABLE void discardRecovery(const QString& name);
    Q_INVOKABLE void keepRecovery(const QString& name);
    /// Says no more of what was discarded.
    Q_INVOKABLE void hideRecovery(const QString& name);
    Q_INVOKABLE void hideDifferences();
    /// Looks whether the file is what it was.
    Q_INVOKABLE void lookAtDisk();

    // The dialogs that choose a file.
    /// Takes what was typed: a folder is shown, a file is chosen.
    Q_INVOKABLE void choose(const QString& typed);
    Q_INVOKABLE void showFolder(const QString& path);
    /// Takes the folder that shows: output of the AWS CLI, read as a network.
    Q_INVOKABLE void chooseFolder();
    /// Returns the name with another ending.
    Q_INVOKABLE QString withEnding(const QString& name, const QString& ending) const;
    /// Returns how a folder is shown: what is in the home folder begins with `~`.
    Q_INVOKABLE QString shortened(const QString& path) const;

    [[nodiscard]] QString question() const;
    [[nodiscard]] QString subject() const;
    [[nodiscard]] QString subjectFolder() const;
    [[nodiscard]] bool subjectIsReadOnly() const { return !m_state.facts.writable; }
    [[nodiscard]] QString trouble() const;
    [[nodiscard]] QString news() const;
    [[nodiscard]] bool isInUse() const { return m_state.isOpen && m_state.inUse; }
    [[nodiscard]] QString ownName() const;
    [[nodiscard]] QString wish() const;
    [[nodiscard]] QString suggestedName() const;
    [[nodiscard]] QString differences() const { return m_differences; }
    [[nodiscard]] FolderModel* folder() { return &m_folder; }
    [[nodiscard]] RecoveryModel* recoveries() { return m_neighbours.offers->model(); }

    [[nodiscard]] const FileState& state() const { return m_state; }
    /// Takes notice of an edit, an undo or a redo: the work is kept safe.
    void edited();

    /// What was typed as a stack's text and is not taken up, most often since it can't be read. No
    /// file can take it, and yet it is work: closing asks about it.
    struct TextDraft {
        QString text;
        std::shared_ptr<const Design> of;  ///< The design that it was typed over.
    };
    void keepDraft(StackId stack, TextDraft draft);
    /// Forgets the draft of a stack's text: it was taken up, or given up.
    void dropDraft(StackId stack);
    /// Returns the draft of a stack's text, or null pointer.
    [[nodiscard]] const TextDraft* draftOf(StackId stack) const;
    [[nodiscard]] bool hasDraft() const { return !m_drafts.empty(); }
    [[nodiscard]] bool isEdited() const { return m_session.isDirty(); }

Q_SIGNALS:
    void changed();
    void differencesChanged();
    void quitAsked();

private:
    void take(FileEvent event);
    void on(const file_effect::Open& effect);
    void on(const file_effect::OpenElsewhere& effect) { m_neighbours.open(effect.wish); }
    void on(const file_effect::Look& effect);
    void on(const file_effect::Write& effect);
    void on(const file_effect::Reread&);
    void on(const file_effect::KeepOver&);
    void on(const file_effect::HeedFile& effect);
    void on(const file_effect::Compare&);
    void on(const file_effect::Close&);
    void on(const file_effect::Quit&);
    [[nodiscard]] DiskFacts factsOf(const std::string& path, bool isOwn);
    [[nodiscard]] Result<std::unique_ptr<HeldLock>> tryLock(const std::string& path);
    [[nodiscard]] std::vector<std::string> endings() const;
    [[nodiscard]] std::string lastExportEnding() const;
    void keepExportEnding(const std::string& path);
    void settle();
    void keepSafe(std::function<void()> written = {});
    void clearRecovery();
    void letAdoptedGo();
    void beginChoice();
    void takeDrafts(const LeftBehind& left);
    void tellDrafts(bool had);

    FileAccess& m_files;
    std::shared_ptr<const Catalog> m_catalog;
    std::string m_stateFolder;
    std::string m_home;
    Neighbours m_neighbours;
    Session& m_session;
    Hooks m_hooks;
    FileState m_state;
    std::deque<FileEvent> m_events;
    bool m_isRunning = false;
    std::unique_ptr<HeldLock> m_lock;  ///< Of the design's own file; null where another has it.
    std::string m_lastFolder;          ///< Where the last file was chosen.
    std::string
        m_adopted;   ///< The copy that the open design was recovered from, while it is needed.
    QString m_note;  ///< Why what was typed can't be chosen.
    QString m_differences;
    std::map<StackId, TextDraft> m_drafts;
    FolderModel m_folder;
    FileWatch m_watch;
    RecoveryStore m_store;
    RecoveryWriter m_writer;  // Last: its thread ends before what it works with.
};

}  // namespace archivolt
