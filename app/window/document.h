#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <memory>
#include <optional>
#include <set>

#include "app/session/selection_trail.h"
#include "app/session/session.h"
#include "app/window/analysis_service.h"
#include "app/window/export_file.h"
#include "app/window/file_desk.h"
#include "app/window/findings_model.h"
#include "app/window/mailbox.h"
#include "app/window/recent_files.h"
#include "app/window/removal.h"
#include "app/window/scene_ahead.h"

namespace archivolt {

/// The open design for QML: its names and states, its lists, and what can be done with it.
///
/// Everything that an analysis gives belongs to the revision that it was made for; until the next
/// one is there, the last one shows.
class Document : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the window is given one")
    Q_PROPERTY(bool isOpen READ isOpen NOTIFY stateChanged)
    Q_PROPERTY(bool isDirty READ isDirty NOTIFY stateChanged)
    Q_PROPERTY(bool hasFile READ hasFile NOTIFY stateChanged)
    Q_PROPERTY(QString name READ name NOTIFY stateChanged)
    Q_PROPERTY(QString fileState READ fileState NOTIFY stateChanged)
    Q_PROPERTY(QString windowTitle READ windowTitle NOTIFY stateChanged)
    Q_PROPERTY(bool canUndo READ canUndo NOTIFY stateChanged)
    Q_PROPERTY(bool canRedo READ canRedo NOTIFY stateChanged)
    Q_PROPERTY(QString undoLabel READ undoLabel NOTIFY stateChanged)
    Q_PROPERTY(QString redoLabel READ redoLabel NOTIFY stateChanged)
    Q_PROPERTY(bool isChecking READ isChecking NOTIFY checked)
    Q_PROPERTY(QString contents READ contents NOTIFY checked)
    Q_PROPERTY(QString checkNote READ checkNote NOTIFY checked)
    Q_PROPERTY(QString problems READ problems NOTIFY checked)
    Q_PROPERTY(bool hasErrors READ hasErrors NOTIFY checked)
    Q_PROPERTY(archivolt::FindingsModel* findings READ findings CONSTANT)
    Q_PROPERTY(archivolt::FindingsModel* openProblems READ openProblems CONSTANT)
    Q_PROPERTY(QString openFailure READ openFailure NOTIFY openFailureChanged)
    Q_PROPERTY(archivolt::RecentFiles* recentFiles READ recentFiles CONSTANT)
    Q_PROPERTY(QStringList examples READ examples CONSTANT)
    Q_PROPERTY(QString selectedName READ selectedName NOTIFY selectionChanged)
    Q_PROPERTY(bool hasSelection READ hasSelection NOTIFY selectionChanged)
    Q_PROPERTY(bool canChangeSelected READ canChangeSelected NOTIFY selectionChanged)
    Q_PROPERTY(QString notice READ notice NOTIFY noticeChanged)
    Q_PROPERTY(QStringList messages READ messages NOTIFY noticeChanged)
    Q_PROPERTY(archivolt::FileDesk* files READ files CONSTANT)
    Q_PROPERTY(bool exportsDark MEMBER m_exportsDark)
    Q_PROPERTY(archivolt::Removal* removal READ removal CONSTANT)

public:
    /// What the document works with; all must outlive it. `stateFolder` keeps what is the user's
    /// and of no project: recent files, recovery.
    struct Surroundings {
        FileAccess& files;
        std::shared_ptr<const Catalog> catalog;
        std::string stateFolder;
        std::string home;
        std::unique_ptr<LayoutEngine> engine;
        FileDesk::Neighbours neighbours{};
        Session::Readings readings{};
    };
    explicit Document(Surroundings surroundings, QObject* parent = nullptr);
    ~Document() override;

    /// Opens a file or an example, after asking about unsaved changes; says whether it is open now.
    Q_INVOKABLE bool openPath(const QString& path);
    Q_INVOKABLE bool openExample(const QString& name);
    Q_INVOKABLE void dismissOpenFailure();
    Q_INVOKABLE void undo();
    Q_INVOKABLE void redo();
    Q_INVOKABLE bool renameSelected(const QString& name);
    void showFinding(const Diagnostic& finding);  ///< Selects what it is about.
    Q_INVOKABLE void dismissNotice();
    /// Returns what of a template goes out, to be read and changed.
    [[nodiscard]] ExportChoice& exportChoice() { return m_exportChoice; }
    /// Returns what a file of this name would hold; errors as of `exportedBytes`.
    [[nodiscard]] Result<std::string> exportedText(const std::string& path) const;
    [[nodiscard]] bool isOpen() const { return m_session.hasDesign(); }
    [[nodiscard]] bool isDirty() const { return m_session.isDirty() || m_desk.hasDraft(); }
    [[nodiscard]] bool hasFile() const { return !m_session.path().empty(); }
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString fileState() const;
    [[nodiscard]] QString windowTitle() const;
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    [[nodiscard]] QString undoLabel() const;
    [[nodiscard]] QString redoLabel() const;
    [[nodiscard]] bool isChecking() const;
    [[nodiscard]] QString contents() const;
    [[nodiscard]] QString checkNote() const;
    [[nodiscard]] QString problems() const;
    [[nodiscard]] bool hasErrors() const;
    [[nodiscard]] FindingsModel* findings() { return &m_findings; }
    [[nodiscard]] FindingsModel* openProblems() { return &m_openProblems; }
    [[nodiscard]] QString openFailure() const { return m_openFailure; }
    [[nodiscard]] RecentFiles* recentFiles() { return &m_recent; }
    [[nodiscard]] static QStringList examples();
    [[nodiscard]] QString selectedName() const;
    [[nodiscard]] bool hasSelection() const;
    [[nodiscard]] bool canChangeSelected() const;
    [[nodiscard]] QString notice() const { return m_notice; }
    /// Returns what was said, the newest first, each once, at most 30.
    [[nodiscard]] QStringList messages() const { return m_messages; }
    [[nodiscard]] FileDesk* files() { return &m_desk; }
    [[nodiscard]] Removal* removal() { return &m_removal; }
    /// Returns the newest drawing, which may be of an earlier revision; null pointer for none yet.
    [[nodiscard]] const Drawing* drawing() const { return m_drawing ? &*m_drawing : nullptr; }
    [[nodiscard]] const Session& session() const { return m_session; }
    [[nodiscard]] const Catalog& catalog() const { return *m_catalog; }
    [[nodiscard]] FileAccess& fileAccess() const { return m_files; }
    [[nodiscard]] SceneAhead& sceneAhead() { return m_sceneAhead; }
    [[nodiscard]] const DesignSelection& selection() const { return m_selection; }
    /// Returns the resources that are selected, that of a selected box included.
    [[nodiscard]] std::set<ResourceId> selectedResources() const;
    [[nodiscard]] BoxIndex selectedBox() const;  ///< Of the drawing, for it; kNoBox for none.
    /// Returns the marks of findings on boxes of the present drawing.
    [[nodiscard]] const std::vector<Badge>& badges() const;
    void select(BoxIndex box);
    void select(DesignSelection selection);  ///< Ends the step that others could have joined.
    void show(ResourceId resource);  ///< Selects it and asks the canvas to bring it into view.
    /// Makes edits as one step that undo takes back and says whether they could be made; why not is
    /// said to the user. With a key, they become part of the step before that has the same key.
    bool commit(const std::vector<Edit>& edits, std::string label, std::string key = {});
    void put(Design changed, std::string label, std::string key);  ///< So with another design.
    /// Lays all out anew around what was placed, as one step with `edits`, or says that it is so.
    void layOut(const std::vector<Edit>& edits);
    /// Returns what has been said of the open design, of each stage the newest that is done.
    [[nodiscard]] const Judgement& judgement() const { return m_shown; }
    /// Has the later stages of judging wait a little as long as what it returns lasts.
    [[nodiscard]] GivingWay::Urgent urgent() const { return m_service.urgent(); }
    void notify(const QString& text);  ///< Says it for as long as it takes to read.

Q_SIGNALS:
    void stateChanged();
    void checked();
    void drawingChanged(bool another);  ///< `another`: of another design, to be shown whole.
    void badgesChanged();
    void selectionChanged();
    void centreRequested();
    void noticeChanged();
    void openFailureChanged();

private:
    [[nodiscard]] FileDesk::Hooks hooks();
    void opened(const Session::Opening& opening, const Wish& wish);
    void reread(const Session::Opening& opening);
    void closed();
    [[nodiscard]] Result<void> exportTo(const std::string& path);
    void showOther();
    bool report(const Result<void>& result);
    void designChanged();
    void analyse();
    void take(Verdicts verdicts);
    void take(Drawing drawing);
    [[nodiscard]] std::vector<Badge> countFindings() const;
    [[nodiscard]] const Box* selected() const;
    [[nodiscard]] DeclaredResource selectedResource() const;

    FileAccess& m_files;
    std::shared_ptr<const Catalog> m_catalog;
    Session m_session;
    FindingsModel m_findings;
    FindingsModel m_openProblems;
    RecentFiles m_recent;
    QString m_openFailure;
    QString m_notice;
    QStringList m_messages;
    bool m_exportsDark = false;
    ExportChoice m_exportChoice;
    Removal m_removal{*this};
    FindingLister::AtOpening m_atOpening;
    std::shared_ptr<const std::map<std::pair<std::string, std::string>, Where>> m_places;
    std::optional<Drawing> m_drawing;
    std::optional<Verdicts> m_verdicts;  ///< The newest, whatever its stage.
    Judgement m_shown;                   ///< Of each stage the newest that is done.
    bool m_showWhole = false;
    DesignSelection m_selection;
    SelectionTrail m_trail;
    std::uint64_t m_openedAt = 0;  ///< The first revision of what is open.
    std::uint64_t m_laidOutAt = 0;
    FileDesk m_desk;
    mutable std::optional<std::vector<Badge>> m_badges;  // None: to be counted.
    SceneAhead m_sceneAhead;
    GivingWay::Urgent m_painting;  ///< Until the first drawing of what was opened is painted.
    Mailbox<Verdicts> m_verdictsCome;
    Mailbox<Drawing> m_drawingComes;
    AnalysisService m_service;  // Last: its thread ends before what it delivers to.
};

}  // namespace archivolt
