#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <QUrl>
#include <memory>
#include <optional>

#include "app/window/analysis_service.h"
#include "app/window/drop_plan.h"
#include "app/window/findings_model.h"
#include "app/window/property_model.h"
#include "app/window/recent_files.h"
#include "app/window/recovery_file.h"
#include "app/window/session.h"
#include "render/scene/build_scene.h"

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
    Q_PROPERTY(QUrl suggestedFile READ suggestedFile NOTIFY stateChanged)
    Q_PROPERTY(bool isChecking READ isChecking NOTIFY checked)
    Q_PROPERTY(QString contents READ contents NOTIFY checked)
    Q_PROPERTY(QString checkNote READ checkNote NOTIFY checked)
    Q_PROPERTY(QString problems READ problems NOTIFY checked)
    Q_PROPERTY(bool hasErrors READ hasErrors NOTIFY checked)
    Q_PROPERTY(archivolt::FindingsModel* findings READ findings CONSTANT)
    Q_PROPERTY(archivolt::FindingsModel* openProblems READ openProblems CONSTANT)
    Q_PROPERTY(QString openFailure READ openFailure NOTIFY openFailureChanged)
    Q_PROPERTY(archivolt::PropertyModel* properties READ properties CONSTANT)
    Q_PROPERTY(archivolt::RecentFiles* recentFiles READ recentFiles CONSTANT)
    Q_PROPERTY(QStringList examples READ examples CONSTANT)
    Q_PROPERTY(QString selectedName READ selectedName NOTIFY selectionChanged)
    Q_PROPERTY(QString selectedKind READ selectedKind NOTIFY selectionChanged)
    Q_PROPERTY(QString selectedType READ selectedType NOTIFY selectionChanged)
    Q_PROPERTY(QString selectedNote READ selectedNote NOTIFY selectionChanged)
    Q_PROPERTY(QString selectedIcon READ selectedIcon NOTIFY selectionChanged)
    Q_PROPERTY(bool hasSelection READ hasSelection NOTIFY selectionChanged)
    Q_PROPERTY(bool canChangeSelected READ canChangeSelected NOTIFY selectionChanged)
    Q_PROPERTY(QString notice READ notice NOTIFY noticeChanged)
    Q_PROPERTY(QString recoverable READ recoverable NOTIFY recoverableChanged)

public:
    /// What the document works with; all must outlive it. `stateFolder` keeps what is the user's
    /// and of no project: recent files, recovery.
    struct Surroundings {
        FileAccess& files;
        std::shared_ptr<const Catalog> catalog;
        std::string stateFolder;
        ProcessTable processes;
        std::unique_ptr<LayoutEngine> engine;
    };
    explicit Document(Surroundings surroundings, QObject* parent = nullptr);
    ~Document() override;

    Q_INVOKABLE bool openUrl(const QUrl& url);
    Q_INVOKABLE bool openPath(const QString& path);
    Q_INVOKABLE bool openExample(const QString& name);
    Q_INVOKABLE void dismissOpenFailure();
    /// Writes to the document's file; false, with a notice, when that fails.
    Q_INVOKABLE bool save();
    Q_INVOKABLE bool saveAs(const QUrl& url);
    /// Writes a template or a picture, told by the file's ending.
    Q_INVOKABLE bool exportTo(const QUrl& url, bool dark);
    Q_INVOKABLE void undo();
    Q_INVOKABLE void redo();
    Q_INVOKABLE void removeSelected();
    Q_INVOKABLE bool renameSelected(const QString& name);
    /// Selects what a finding is about.
    Q_INVOKABLE void selectFinding(int row);
    Q_INVOKABLE void dismissNotice();
    /// Opens what a crash left behind, or throws it away.
    Q_INVOKABLE void recover();
    Q_INVOKABLE void discardRecovery();
    /// Gives unsaved changes up, at closing.
    Q_INVOKABLE void discardChanges();

    [[nodiscard]] bool isOpen() const { return m_session.hasDesign(); }
    [[nodiscard]] bool isDirty() const { return m_session.isDirty(); }
    [[nodiscard]] bool hasFile() const { return !m_session.path().empty(); }
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString fileState() const;
    [[nodiscard]] QString windowTitle() const;
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    [[nodiscard]] QString undoLabel() const;
    [[nodiscard]] QString redoLabel() const;
    [[nodiscard]] QUrl suggestedFile() const;
    [[nodiscard]] bool isChecking() const;
    [[nodiscard]] QString contents() const;
    [[nodiscard]] QString checkNote() const;
    [[nodiscard]] QString problems() const;
    [[nodiscard]] bool hasErrors() const;
    [[nodiscard]] FindingsModel* findings() { return &m_findings; }
    [[nodiscard]] FindingsModel* openProblems() { return &m_openProblems; }
    [[nodiscard]] QString openFailure() const { return m_openFailure; }
    [[nodiscard]] PropertyModel* properties() { return &m_properties; }
    [[nodiscard]] RecentFiles* recentFiles() { return &m_recent; }
    [[nodiscard]] static QStringList examples();
    [[nodiscard]] QString selectedName() const;
    [[nodiscard]] QString selectedKind() const;
    [[nodiscard]] QString selectedType() const;
    [[nodiscard]] QString selectedNote() const;
    [[nodiscard]] QString selectedIcon() const;
    [[nodiscard]] bool hasSelection() const { return selectedBox() != kNoBox; }
    [[nodiscard]] bool canChangeSelected() const;
    [[nodiscard]] QString notice() const { return m_notice; }
    [[nodiscard]] QString recoverable() const;

    // For the canvas.
    [[nodiscard]] const AnalysisResult* result() const { return m_result ? &*m_result : nullptr; }
    [[nodiscard]] const Session& session() const { return m_session; }
    [[nodiscard]] const Catalog& catalog() const { return *m_catalog; }
    /// Returns the selected box of the present drawing, or kNoBox.
    [[nodiscard]] BoxIndex selectedBox() const;
    /// Returns the marks of findings on boxes of the present drawing.
    [[nodiscard]] std::vector<Badge> badges() const;
    void select(BoxIndex box);
    /// Makes a legal drop's edits as one step.
    void drop(const DropPlan& plan);

Q_SIGNALS:
    void stateChanged();
    void checked();
    void drawingChanged(bool another);  ///< `another`: of another design, to be shown whole.
    void selectionChanged();
    void centreRequested();
    void noticeChanged();
    void openFailureChanged();
    void recoverableChanged();

private:
    bool opened(bool usable, const std::vector<Diagnostic>& diagnostics, const QString& name);
    bool report(const Result<void>& result);
    void designChanged();
    void take(AnalysisResult result);
    void showSelection();
    void notify(const QString& text);
    [[nodiscard]] const Box* selected() const;
    [[nodiscard]] std::shared_ptr<const Resource> selectedResource() const;

    FileAccess& m_files;
    std::shared_ptr<const Catalog> m_catalog;
    Session m_session;
    FindingsModel m_findings;
    FindingsModel m_openProblems;
    PropertyModel m_properties;
    RecentFiles m_recent;
    RecoveryFile m_recovery;
    QString m_openFailure;
    QString m_notice;
    std::optional<Recovered> m_leftBehind;
    std::vector<Diagnostic> m_atOpening;
    std::optional<AnalysisResult> m_result;
    bool m_showWhole = false;
    std::string m_selectedKey;
    AnalysisService m_service;  // Last: its thread ends before what it delivers to.
};

}  // namespace archivolt
