#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <memory>

#include "app/modes/reach/promises.h"
#include "app/window/document.h"
#include "app/window/mode_rows.h"
#include "app/window/mode_worker.h"
#include "app/window/promises_mending.h"

namespace archivolt {

/// The design's promises with their answers, and those worth making: written by sentence or taken
/// from a question, kept in the design as one step each.
class PromisesModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Reach has one")
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    Q_PROPERTY(int broken READ broken NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
    Q_PROPERTY(archivolt::ModeRows* rows READ rows CONSTANT)
    Q_PROPERTY(archivolt::ModeRows* suggestions READ suggestions CONSTANT)
    Q_PROPERTY(archivolt::PromisesMending* mending READ mending CONSTANT)
    Q_PROPERTY(bool isOn READ isOn WRITE setOn NOTIFY changed)
    Q_PROPERTY(bool isSuggesting MEMBER m_isSuggesting NOTIFY changed)

public:
    explicit PromisesModel(Document& document, QObject* parent = nullptr);

    /// Adds the promise that a sentence makes; says whether it could be read.
    Q_INVOKABLE bool add(const QString& sentence);
    /// Adds a promise of parts that were picked; says whether its ends are there.
    bool keep(const PromiseParts& parts);
    Q_INVOKABLE void remove(int row);
    Q_INVOKABLE void keepSuggested(int row);
    /// Selects what decides a promise.
    Q_INVOKABLE void show(int row);
    /// Marks what breaks one promise alone; -1 for all.
    Q_INVOKABLE void pointAt(int row);
    /// Says no more what was wrong with a sentence: it is another by now.
    Q_INVOKABLE void dismissProblem() { setProblem({}); }
    /// Says whether there is anything to mark.
    [[nodiscard]] bool hasMarks() const;
    void mark(Overlay& overlay, const Drawing& drawing) const;

    /// Returns `4 of 5 kept`; empty without promises.
    [[nodiscard]] QString summary() const { return m_summary; }
    [[nodiscard]] int broken() const { return m_broken; }
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] ModeRows* rows() { return &m_rows; }
    [[nodiscard]] ModeRows* suggestions() { return &m_suggestions; }
    [[nodiscard]] PromisesMending* mending() { return &m_mending; }
    [[nodiscard]] const PromisesMending* mending() const { return &m_mending; }
    /// Whether somebody looks, so that suggestions are worked out.
    [[nodiscard]] bool isOn() const { return m_isOn; }
    void setOn(bool on);

Q_SIGNALS:
    void changed();
    void problemChanged();
    void marksChanged();

private:
    bool keep(Value promise, const std::string& sentence);
    void refresh();
    void suggest();
    void setProblem(const QString& problem);
    [[nodiscard]] std::vector<Value> intents() const;

    Document& m_document;
    QString m_summary;
    int m_broken = 0;
    QString m_problem;
    bool m_isOn = false;
    bool m_isSuggesting = false;  ///< What is worth promising is being worked out.
    std::uint64_t m_turn = 0;
    std::shared_ptr<const Reachability> m_suggestedFor;
    std::shared_ptr<const Diagram> m_suggestedOn;
    Value m_suggestedBeside;  ///< The promises that were there already.
    std::vector<Value> m_suggested;
    std::vector<PromiseMark> m_marks;  ///< What breaks them, on the drawing below.
    std::shared_ptr<const Diagram> m_drawn;
    int m_pointed = -1;
    PromisesMending m_mending;
    ModeRows m_rows;
    ModeRows m_suggestions;
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

}  // namespace archivolt
