#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>
#include <functional>
#include <optional>

#include "app/modes/review/review.h"
#include "app/picture/review_picture.h"
#include "app/window/document.h"
#include "app/window/mode_rows.h"
#include "app/window/mode_worker.h"

namespace archivolt {

/// The open design reviewed against another one: its last save, another file, a described network.
///
/// What is reviewed are snapshots: an edit made while a review shows is reviewed when it is asked
/// for again. Both are judged and drawn off the window's thread.
class ReviewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::Document* document READ document WRITE setDocument NOTIFY changed REQUIRED)
    Q_PROPERTY(bool isOn READ isOn NOTIFY changed)
    Q_PROPERTY(bool isWorking READ isWorking NOTIFY changed)
    Q_PROPERTY(bool isThere READ isThere NOTIFY changed)
    Q_PROPERTY(QString before READ before NOTIFY changed)
    Q_PROPERTY(QString after READ after NOTIFY changed)
    Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString written READ written NOTIFY changed)
    Q_PROPERTY(QStringList words READ words NOTIFY changed)
    Q_PROPERTY(int moreWords READ moreWords NOTIFY changed)
    Q_PROPERTY(int chosen READ chosen NOTIFY chosenChanged)
    Q_PROPERTY(archivolt::ModeRows* rows READ rows CONSTANT)

public:
    explicit ReviewModel(QObject* parent = nullptr);

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);

    /// Reviews what was changed since the last save, or since it was opened.
    Q_INVOKABLE void againstSaved();
    /// Reviews the design against a template, a project or a folder of AWS CLI output; a path or a
    /// file's URL.
    Q_INVOKABLE void against(const QString& file);
    Q_INVOKABLE void close();
    /// Sets one row off on the drawing; the row that is set off, or a heading, lets all show again.
    Q_INVOKABLE void choose(int row);
    /// Sets off the row that tells of a box of the drawing, of several the next one.
    void chooseBox(BoxIndex box);
    /// Selects in the design what a row tells of, and closes the review; false where the design has
    /// no such thing.
    Q_INVOKABLE bool reveal(int row);
    /// Writes the page to print; by the ending, HTML or PDF. Over a file that is there it writes
    /// when it is asked again.
    Q_INVOKABLE void write(const QString& path);
    /// Returns where the page would be written: beside the design's file.
    Q_INVOKABLE [[nodiscard]] QString suggestedPage() const;

    [[nodiscard]] bool isOn() const { return m_isOn; }
    [[nodiscard]] bool isWorking() const { return m_isWorking; }
    [[nodiscard]] bool isThere() const { return m_shown.has_value(); }
    [[nodiscard]] QString before() const { return m_before; }
    [[nodiscard]] QString after() const { return m_after; }
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Returns where the page was written last; empty for nowhere.
    [[nodiscard]] QString written() const { return m_written; }
    /// Returns the first of the phrases that say what the differences mean.
    [[nodiscard]] QStringList words() const;
    [[nodiscard]] int moreWords() const;
    [[nodiscard]] int chosen() const { return m_chosen; }
    [[nodiscard]] ModeRows* rows() { return &m_rows; }

    // For the drawing.
    struct Shown {
        Review review;
        ReviewPicture picture;
    };
    [[nodiscard]] const Shown* shown() const { return m_shown ? &*m_shown : nullptr; }
    /// Returns the item of the row that is set off; none where all show.
    [[nodiscard]] std::optional<std::size_t> chosenItem() const;

Q_SIGNALS:
    void changed();
    void chosenChanged();

private:
    /// Gives the design that is reviewed against, or why there is none.
    using Earlier = std::function<Result<ReviewInput>()>;
    void start(const QString& name, Earlier earlier);
    void fail(std::uint64_t turn, const Diagnostic& why);
    void take(std::uint64_t turn, Shown shown);
    void showRows();

    Document* m_document = nullptr;
    bool m_isOn = false;
    bool m_isWorking = false;
    QString m_before;
    QString m_after;
    QString m_problem;
    QString m_written;
    QString m_toReplace;  ///< A file that was there, and that the user was told of.
    std::optional<Shown> m_shown;
    std::vector<int> m_items;  ///< By row; -1 for headings.
    int m_chosen = -1;
    std::uint64_t m_turn = 0;
    ModeRows m_rows;
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

}  // namespace archivolt
