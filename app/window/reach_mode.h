#pragma once

#include <QString>
#include <QStringList>
#include <QVariantList>
#include <optional>

#include "app/modes/reach/reach_answers.h"
#include "app/window/flows_model.h"
#include "app/window/matrix_model.h"
#include "app/window/mode_rows.h"
#include "app/window/promises_model.h"
#include "app/window/question_mode.h"
#include "app/window/reach_news.h"
#include "app/window/reach_repairs.h"
#include "app/window/rules_model.h"

namespace archivolt {

/// Reach: who reaches whom, asked by picking on the drawing, answered on it and in words.
///
/// A question has two ends. With one it is a list (what it reaches, what reaches it), with both a
/// trace. It is asked again whenever the design changes; what is shown says whether it is current.
class ReachMode : public archivolt::QuestionMode {  // Whole, for moc.
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the window has one for each document")
    Q_PROPERTY(QString from READ from NOTIFY asked)
    Q_PROPERTY(QString to READ to NOTIFY asked)
    Q_PROPERTY(bool picksFrom READ picksFrom WRITE setPicksFrom NOTIFY asked)
    Q_PROPERTY(QString protocol READ protocol WRITE setProtocol NOTIFY asked)
    Q_PROPERTY(QString port READ port WRITE setPort NOTIFY asked)
    Q_PROPERTY(QString family READ family WRITE setFamily NOTIFY asked)
    Q_PROPERTY(QString portProblem READ portProblem NOTIFY asked)
    Q_PROPERTY(bool isPromising READ isPromising NOTIFY asked)
    Q_PROPERTY(bool isTrace READ isTrace NOTIFY answered)
    Q_PROPERTY(QString sentence READ sentence NOTIFY answered)
    Q_PROPERTY(QString verdict READ verdict NOTIFY answered)
    Q_PROPERTY(QString question READ question NOTIFY answered)
    Q_PROPERTY(QStringList notes READ notes NOTIFY answered)
    Q_PROPERTY(archivolt::ModeRows* ends READ ends CONSTANT)
    Q_PROPERTY(archivolt::ModeRows* steps READ steps CONSTANT)
    Q_PROPERTY(archivolt::ModeRows* blockers READ blockers CONSTANT)
    Q_PROPERTY(archivolt::ReachRepairs* repairs READ repairs CONSTANT)
    Q_PROPERTY(archivolt::MatrixModel* matrix READ matrix CONSTANT)
    Q_PROPERTY(archivolt::PromisesModel* promises READ promises CONSTANT)
    Q_PROPERTY(archivolt::RulesModel* rules READ rules CONSTANT)
    Q_PROPERTY(archivolt::FlowsModel* flows READ flows CONSTANT)
    Q_PROPERTY(archivolt::ReachNews* news READ news CONSTANT)

public:
    ReachMode(Document& document, ReachNews& news);

    void mark(Overlay& overlay, const Drawing& drawing) const override;
    void click(BoxIndex box) override;
    void turn(bool on) override;
    [[nodiscard]] std::shared_ptr<const PathRoutes> routes() const override {
        return m_news.routes();
    }
    [[nodiscard]] bool isAboutToMark(const Drawing& drawing) const override {
        return m_news.isAboutToMark(drawing);
    }

    /// Asks about ends as `findEndpoint` takes them; an empty one is open.
    Q_INVOKABLE void ask(const QString& from, const QString& to);
    Q_INVOKABLE void setFrom(const QString& end) { ask(named(end), m_to); }
    Q_INVOKABLE void setTo(const QString& end) { ask(m_from, named(end)); }
    /// Returns the ends whose names hold a text, the best first: maps of `text`, `detail`, `icon`.
    [[nodiscard]] Q_INVOKABLE QVariantList endsLike(const QString& typed) const;
    /// Turns the question around.
    Q_INVOKABLE void turnAround() { ask(m_to, m_from); }
    /// Begins a promise: the two things that are clicked next are its ends.
    Q_INVOKABLE void startPromise();
    /// Begins a promise of the ends and the traffic of the question.
    Q_INVOKABLE void promiseTheQuestion();
    Q_INVOKABLE void giveUpPromise();
    /// Keeps the promise with the design as one of a kind (`PromiseParts`), if it has both ends.
    Q_INVOKABLE bool keepPromise(const QString& kind);
    /// Asks who reaches a box, or what it reaches; nothing of what is no end.
    void askAbout(BoxIndex box, bool asReceiver);
    /// Asks about two ends and a port of TCP.
    void askWhether(const QString& from, const QString& to, const QString& port);
    /// Asks about the other end of a row of the list.
    Q_INVOKABLE void askEnd(int row);
    /// Selects what the rule of a step, or what stops, is part of.
    Q_INVOKABLE void openStep(int row);
    Q_INVOKABLE void openBlocker(int row);
    /// Marks the place of a step on the drawing; -1 for none.
    Q_INVOKABLE void pointAt(int row);

    [[nodiscard]] QString from() const { return m_from; }
    [[nodiscard]] QString to() const { return m_to; }
    [[nodiscard]] bool picksFrom() const { return m_picksFrom; }
    void setPicksFrom(bool picks);
    [[nodiscard]] QString protocol() const { return m_protocol; }
    void setProtocol(const QString& protocol);
    [[nodiscard]] QString port() const { return m_port; }
    void setPort(const QString& port);
    [[nodiscard]] QString family() const { return m_family; }
    void setFamily(const QString& family);
    [[nodiscard]] QString portProblem() const;
    /// Says whether a promise is being made, of which the question is the first half.
    [[nodiscard]] bool isPromising() const { return m_isPromising; }
    [[nodiscard]] bool isTrace() const { return m_trace.has_value(); }
    [[nodiscard]] QString sentence() const { return m_sentence; }
    /// Returns `reachable`, `partial`, `blocked` or `unknown` of a trace, else an empty text.
    [[nodiscard]] QString verdict() const;
    [[nodiscard]] QString question() const;
    [[nodiscard]] QStringList notes() const { return m_notes; }
    [[nodiscard]] ModeRows* ends() { return &m_ends; }
    [[nodiscard]] ModeRows* steps() { return &m_steps; }
    [[nodiscard]] ModeRows* blockers() { return &m_blockers; }
    [[nodiscard]] ReachRepairs* repairs() { return &m_repairs; }
    [[nodiscard]] MatrixModel* matrix() { return &m_matrix; }
    [[nodiscard]] PromisesModel* promises() { return &m_promises; }
    [[nodiscard]] RulesModel* rules() { return &m_rules; }
    [[nodiscard]] FlowsModel* flows() { return &m_flows; }
    [[nodiscard]] ReachNews* news() { return &m_news; }

private:
    /// What came of a question; of list and trace one at most.
    struct Answer {
        Stamp stamp;
        ReachScene scene;
        std::optional<ReachList> list;
        std::optional<TraceView> trace;
    };
    [[nodiscard]] std::optional<ReachAsk> readAsk() const;
    void askOnly(const QString& protocol, const QString& port);
    void connectParts();
    void questionChanged();
    void setPromising(bool on);
    void refresh() override;
    void take(Answer answer);
    void showAnswer();
    void showRows();
    [[nodiscard]] QStringList notDescribed() const;
    void makeMarks();
    void clear();
    void forget() override;
    void startWith(BoxIndex box);
    [[nodiscard]] QString endOfBox(BoxIndex box) const;
    /// Returns the end that a typed text names, whatever its case; the text where it names none.
    [[nodiscard]] QString named(const QString& typed) const;

    bool m_wasOn = false;
    QString m_from;
    QString m_to;
    bool m_picksFrom = false;
    QString m_protocol;
    QString m_port;
    QString m_family;
    bool m_isPromising = false;
    bool m_hasRowsTraffic = false;  ///< Protocol and port are those of a row, not the user's.
    std::optional<ReachList> m_list;
    std::optional<TraceView> m_trace;
    QString m_sentence;
    QStringList m_notes;
    int m_pointed = -1;
    ModeRows m_ends;
    ModeRows m_steps;
    ModeRows m_blockers;
    ReachRepairs m_repairs;
    MatrixModel m_matrix;
    PromisesModel m_promises;
    RulesModel m_rules;
    FlowsModel m_flows;
    ReachNews& m_news;
    std::optional<ReachScene> m_scene;  ///< That the answer shown is of.
};

}  // namespace archivolt
