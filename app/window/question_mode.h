#pragma once

#include <QString>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "app/modes/overlay_marks.h"
#include "app/window/canvas_mode.h"
#include "app/window/document.h"
#include "app/window/hand_over.h"
#include "app/window/mode_worker.h"

namespace archivolt {

/// A mode that asks the design something: the answer is worked out on a thread of its own, the
/// newest alone is shown, and it is asked again whenever the design or its drawing changes.
class QuestionMode : public archivolt::CanvasMode {  // Whole, for moc.
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Reach and Access are such modes")
    Q_PROPERTY(bool isAsking READ isAsking NOTIFY answered)
    Q_PROPERTY(QString problem READ problem NOTIFY answered)

public:
    void turn(bool on) override;

    [[nodiscard]] bool isAsking() const { return m_isAsking; }
    /// Returns why the question can't be answered; empty where it can.
    [[nodiscard]] QString problem() const { return m_problem; }

Q_SIGNALS:
    void asked();
    void answered();

protected:
    explicit QuestionMode(Document& document);

    /// Asks again where what is shown is of another question, design or drawing.
    virtual void refresh() = 0;
    /// Forgets what was asked: another design is open, or none.
    virtual void forget() = 0;

    [[nodiscard]] Document& document() const { return m_document; }
    [[nodiscard]] bool isOn() const { return m_isOn; }
    /// Says whether what is shown is of the design as it is now.
    [[nodiscard]] bool isCurrent() const { return m_revision == m_document.session().revision(); }
    /// Says whether the question was put to this subject, with this drawing, before; else it is
    /// now.
    [[nodiscard]] bool isAskedOf(std::shared_ptr<const void> subject,
                                 std::shared_ptr<const Diagram> diagram);
    /// The question is another one: it will be put to whatever there is.
    void questionIsOther() { m_askedOf.reset(); }
    /// Returns the marks of what is shown, on a drawing that may be newer.
    [[nodiscard]] Overlay marksOn(const Drawing& drawing) const;
    OverlayMarks& marks() { return m_marks; }
    [[nodiscard]] const OverlayMarks& marks() const { return m_marks; }
    /// Takes away what was asked and what was answered.
    void drop();

    /// What an answer has beside what it says.
    struct Stamp {
        std::uint64_t revision = 0;
        std::string problem;
    };
    /// Has `work` fill in an answer on the worker's thread, then shows it by `show` on this one,
    /// unless the question has changed by then. `work` may use nothing of the mode's.
    template <class Answer, class Mode>
    void workOut(Answer answer, std::function<void(Answer&)> work, void (Mode::*show)(Answer)) {
        m_isAsking = true;
        answer.stamp.revision = m_document.session().revision();
        m_worker.put(0, [this, turn = ++m_turn, answer = std::move(answer), work = std::move(work),
                         show](const std::stop_token&) mutable {
            work(answer);
            auto bring = [this, turn, answer = std::move(answer), show]() mutable {
                if (turn != m_turn) return;
                arrived(answer.stamp);
                (static_cast<Mode*>(this)->*show)(std::move(answer));
            };
            deliver(this, std::move(bring));
        });
        Q_EMIT answered();
    }

private:
    void arrived(const Stamp& stamp);

    Document& m_document;
    bool m_isOn = false;
    bool m_isAsking = false;
    std::uint64_t m_turn = 0;
    std::uint64_t m_revision = 0;  ///< Of what is shown.
    QString m_problem;
    OverlayMarks m_marks;
    std::shared_ptr<const void> m_askedOf;
    std::shared_ptr<const Diagram> m_drawnOn;
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

}  // namespace archivolt
