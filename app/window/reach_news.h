#pragma once

#include <QString>
#include <memory>
#include <optional>

#include "app/modes/overlay_marks.h"
#include "app/modes/reach/path_news.h"
#include "app/window/canvas_mode.h"
#include "app/window/document.h"
#include "app/window/mode_rows.h"
#include "app/window/mode_worker.h"

namespace archivolt {

/// What the last edit did to who reaches whom: a line of words, a list, and marks on demand.
///
/// It is also what marks the drawing in Design.
class ReachNews : public archivolt::CanvasMode {  // Whole, for moc.
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the window has one for each document")
    Q_PROPERTY(QString line READ line NOTIFY newsChanged)
    Q_PROPERTY(bool hasOpened READ hasOpened NOTIFY newsChanged)
    Q_PROPERTY(bool shows READ shows WRITE setShows NOTIFY showsChanged)
    Q_PROPERTY(archivolt::ModeRows* rows READ rows CONSTANT)

public:
    explicit ReachNews(Document& document, QObject* parent = nullptr);

    void mark(Overlay& overlay, const Drawing& drawing) const override;
    void click(BoxIndex box) override;
    void turn(bool on) override;
    [[nodiscard]] std::shared_ptr<const PathRoutes> routes() const override { return m_routes; }
    [[nodiscard]] bool isAboutToMark(const Drawing& drawing) const override;
    Q_INVOKABLE void dismiss();

    [[nodiscard]] QString line() const { return m_line; }
    [[nodiscard]] bool hasOpened() const;
    /// Whether the paths are marked on the drawing.
    [[nodiscard]] bool shows() const { return m_shows; }
    void setShows(bool shows);
    [[nodiscard]] ModeRows* rows() { return &m_rows; }

Q_SIGNALS:
    void newsChanged();
    void showsChanged();

private:
    /// What came of an edit, with how it is marked on its own drawing; empty for no news.
    struct News {
        std::uint64_t revision = 0;
        std::vector<PathNews> list = {};
        Overlay marks = {};
        std::shared_ptr<const PathRoutes> routes = nullptr;
    };
    /// What differs between the networks of two moments.
    struct Difference {
        std::shared_ptr<const Reachability> before;
        std::shared_ptr<const Reachability> now;
        std::vector<MatrixChange> changes;
    };
    void look();
    [[nodiscard]] std::optional<ReachScene> beforeTheStep() const;
    void compareBeforehand(const ReachScene& now);
    // On the worker's thread.
    void compare(const ReachScene& before, const ReachScene& now);
    [[nodiscard]] News between(const ReachScene& before, const ReachScene& now,
                               const Drawing& drawing);
    void take(std::uint64_t turn, News news);

    Document& m_document;
    TextMeasure m_measure;                           ///< Of the worker's thread.
    std::optional<Difference> m_difference;          ///< As well: of what is drawn as yet.
    std::shared_ptr<const Reachability> m_compared;  ///< The last that was asked for.
    std::optional<ReachScene> m_last;                ///< The last moment that was looked at.
    /// The moment before the step of the history that is going on; nothing where none can go on.
    std::optional<ReachScene> m_base;
    std::shared_ptr<const Design> m_undone;  ///< What undo of the last moment goes back to.
    std::uint64_t m_told = 0;                ///< The revision that the news are of.
    std::uint64_t m_turn = 0;
    QString m_line;
    bool m_shows = false;
    std::vector<PathNews> m_news;
    Overlay m_marks;
    std::shared_ptr<const PathRoutes> m_routes;  ///< Of the marks, with their drawing.
    ModeRows m_rows;
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

/// Returns the network that the window has of a document, with its design and drawing; nothing
/// before they are there, and between an edit and its verdicts.
[[nodiscard]] std::optional<ReachScene> reachSceneOf(const Document& document);

}  // namespace archivolt
