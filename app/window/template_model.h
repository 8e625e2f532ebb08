#pragma once

#include <QtQml/qqmlregistration.h>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <QTimer>
#include <QVariantList>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/form/stack_text.h"
#include "app/window/document.h"
#include "app/window/template_highlighter.h"
#include "export/cloudformation/text_position.h"

namespace archivolt {

/// The text of one of a document's stacks, in step with the design both ways.
///
/// What is typed is taken up 250 ms after the last key where it can be read as a template; else it
/// stays a draft, with what is wrong in it, and the design stays as it was. What changes elsewhere
/// changes only its own characters in the text, so that the cursor stays.
class TemplateModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(archivolt::Document* document READ document WRITE setDocument NOTIFY documentChanged)
    Q_PROPERTY(QQuickTextDocument* area READ area WRITE setArea NOTIFY areaChanged)
    Q_PROPERTY(bool dark MEMBER m_dark WRITE setDark NOTIFY darkChanged)
    Q_PROPERTY(QStringList stacks READ stacks NOTIFY changed)
    Q_PROPERTY(int stack MEMBER m_stack WRITE setStack NOTIFY changed)
    Q_PROPERTY(bool isDraft READ isDraft NOTIFY changed)
    Q_PROPERTY(bool isConflict READ isConflict NOTIFY changed)
    Q_PROPERTY(QString note READ note NOTIFY changed)
    Q_PROPERTY(QString lockedWhy READ lockedWhy NOTIFY changed)
    Q_PROPERTY(int firstSelected READ firstSelected NOTIFY selectedChanged)
    Q_PROPERTY(int lastSelected READ lastSelected NOTIFY selectedChanged)

public:
    /// What the margin shows at a line, counted from 0.
    struct Mark {
        int line = 0;
        enum class Kind : std::uint8_t {
            Added,
            Changed,
            Removed,
            Error
        } kind = Kind::Changed;
        QString says;  ///< Of an error.
    };

    explicit TemplateModel(QObject* parent = nullptr);
    ~TemplateModel() override;

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);
    [[nodiscard]] QQuickTextDocument* area() const { return m_area; }
    void setArea(QQuickTextDocument* area);
    void setDark(bool dark);
    void setStack(int stack);
    [[nodiscard]] QStringList stacks() const;
    /// Says whether the text is not that of the design: typed and not taken up yet, or not
    /// readable.
    [[nodiscard]] bool isDraft() const { return m_isDraft; }
    /// Says whether the design was changed elsewhere since the draft was begun: then the text is
    /// taken up only when the user says so, since that takes the other change back.
    [[nodiscard]] bool isConflict() const { return m_isConflict; }
    /// Returns what is wrong with the draft, in a sentence; empty where nothing is.
    [[nodiscard]] QString note() const;
    /// Returns why the text can't be edited here; empty where it can.
    [[nodiscard]] QString lockedWhy() const { return m_lockedWhy; }
    [[nodiscard]] int firstSelected() const { return m_firstSelected; }
    [[nodiscard]] int lastSelected() const { return m_lastSelected; }
    [[nodiscard]] const std::vector<Mark>& marks() const { return m_marks; }

    /// Takes up what was typed, without waiting, unless there is a conflict.
    Q_INVOKABLE void apply();
    /// Takes up what was typed, whatever was changed elsewhere.
    Q_INVOKABLE void applyOver();
    /// Gives up the draft: the text is the design's again.
    Q_INVOKABLE void discard();
    /// Takes back the last step: of the text while it is a draft, else of the design.
    Q_INVOKABLE void undo();
    Q_INVOKABLE void redo();
    /// Selects the resource at a place of the text.
    Q_INVOKABLE void selectAt(int position);
    /// Returns what can be written at a place: maps of `text` and `detail`.
    [[nodiscard]] Q_INVOKABLE QVariantList completions(int position) const;
    /// Returns them where two characters or more of one are typed: what is offered unasked.
    [[nodiscard]] Q_INVOKABLE QVariantList quietCompletions(int position) const;
    /// Puts a completion in the place of what is typed before a place.
    Q_INVOKABLE void complete(int position, const QString& text);
    /// Returns what Return writes at a position: a new line with the indentation of this one, and
    /// one step more behind what opens something.
    [[nodiscard]] Q_INVOKABLE QString lineBreakAt(int position) const;
    /// Returns what the margin says at a line; empty where it says nothing.
    [[nodiscard]] Q_INVOKABLE QString markAt(int line) const;

Q_SIGNALS:
    void documentChanged();
    void areaChanged();
    void darkChanged();
    void changed();
    void marksChanged();
    void selectedChanged();
    /// What is selected stands from this line on and is to be brought into view.
    void shown(int line);
    void replaced();  ///< By another text, of which nothing was seen before.

private:
    void leave();
    [[nodiscard]] QVariantList completions(int position, std::size_t least) const;
    void takeUpDraft();
    void keepDraft();
    void refresh();
    void follow();
    void typed();
    void findMarks();
    void setText(const QString& text);
    struct ShownText {
        std::shared_ptr<const SpanTree> spans;
        LineIndex lines;
    };
    [[nodiscard]] const ShownText& shownText();
    [[nodiscard]] std::shared_ptr<const Stack> current() const;
    [[nodiscard]] QString typedText() const;
    [[nodiscard]] std::string bytes() const;

    QPointer<Document> m_document;
    QPointer<QQuickTextDocument> m_area;
    QPointer<TemplateHighlighter> m_highlighter;  ///< Of the text, which may end before this.
    QTimer m_timer;
    QElapsedTimer m_sinceTyped;
    int m_run = 0;  ///< Of keys without a pause: one step of undo.
    int m_stack = 0;
    bool m_dark = false;
    bool m_isSetting = false;
    bool m_isDraft = false;
    bool m_isConflict = false;
    bool m_hasCarriageReturns = false;
    std::optional<ResourceId> m_followed;  ///< What was brought into view last.
    int m_firstSelected = -1;
    int m_lastSelected = -1;
    QString m_lockedWhy;
    QString m_text;  ///< The design's, as it is shown.
    std::optional<ShownText> m_read;
    History::Snapshot m_shown;
    std::vector<Diagnostic> m_errors;
    std::vector<Mark> m_marks;
};

}  // namespace archivolt
