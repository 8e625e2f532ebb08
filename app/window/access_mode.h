#pragma once

#include <QString>
#include <QStringList>
#include <QVariantList>
#include <memory>
#include <optional>

#include "app/modes/access/access_answers.h"
#include "app/window/mode_rows.h"
#include "app/window/question_mode.h"

namespace archivolt {

/// Access: who may do what, by which statement; asked by picking on the drawing.
class AccessMode : public archivolt::QuestionMode {  // Whole, for moc.
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the window has one for each document")
    Q_PROPERTY(QString who READ who NOTIFY asked)
    Q_PROPERTY(QString on READ on NOTIFY asked)
    Q_PROPERTY(QString action READ action NOTIFY answered)
    Q_PROPERTY(bool picksWho READ picksWho WRITE setPicksWho NOTIFY asked)
    Q_PROPERTY(QString context READ context WRITE setContext NOTIFY asked)
    Q_PROPERTY(bool isRequest READ isRequest NOTIFY answered)
    Q_PROPERTY(QString sentence READ sentence NOTIFY answered)
    Q_PROPERTY(QString tone READ tone NOTIFY answered)
    Q_PROPERTY(QStringList notes READ notes NOTIFY answered)
    Q_PROPERTY(QStringList actions READ actions NOTIFY answered)
    Q_PROPERTY(archivolt::ModeRows* rows READ rows CONSTANT)
    Q_PROPERTY(archivolt::ModeRows* reasons READ reasons CONSTANT)

public:
    explicit AccessMode(Document& document);

    void mark(Overlay& overlay, const Drawing& drawing) const override;
    void click(BoxIndex box) override;
    void turn(bool on) override;

    /// Asks about a user or role and a resource; an empty one is open.
    Q_INVOKABLE void ask(const QString& who, const QString& on);
    Q_INVOKABLE void setWho(const QString& who) { ask(named(who, AccessPart::Who), m_on); }
    Q_INVOKABLE void setOn(const QString& on) { ask(m_who, named(on, AccessPart::On)); }
    /// Returns what may be meant by a typed text, the best first: maps of `text`, `detail`, `icon`.
    [[nodiscard]] Q_INVOKABLE QVariantList whoLike(const QString& typed) const;
    [[nodiscard]] Q_INVOKABLE QVariantList onLike(const QString& typed) const;
    [[nodiscard]] Q_INVOKABLE QVariantList actionsLike(const QString& typed) const;
    Q_INVOKABLE void setAction(const QString& action);
    /// Asks about what a row names beside what is asked already.
    Q_INVOKABLE void askRow(int row);
    /// Selects the resource that a statement stands in.
    Q_INVOKABLE void openReason(int row);

    [[nodiscard]] QString who() const { return m_who; }
    [[nodiscard]] QString on() const { return m_on; }
    [[nodiscard]] QString action() const { return m_action; }
    [[nodiscard]] bool picksWho() const { return m_picksWho; }
    void setPicksWho(bool picks);
    /// Condition keys of the request that is tested, `aws:SourceIp=203.0.113.9` by spaces.
    [[nodiscard]] QString context() const { return m_context; }
    void setContext(const QString& context);
    [[nodiscard]] bool isRequest() const { return m_answer && m_answer->isRequest; }
    [[nodiscard]] QString sentence() const;
    /// Returns `pass`, `stop` or `warn` of one request, else an empty text.
    [[nodiscard]] QString tone() const;
    [[nodiscard]] QStringList notes() const;
    /// Returns the actions that the resource takes, the usual ones first.
    [[nodiscard]] QStringList actions() const { return m_actions; }
    [[nodiscard]] ModeRows* rows() { return &m_rows; }
    [[nodiscard]] ModeRows* reasons() { return &m_reasons; }

private:
    struct Answer {
        Stamp stamp;
        AccessScene scene;
        std::optional<AccessAnswer> answer;
        std::vector<std::string> actions;
    };
    /// Returns what a typed name names, whatever its case; itself where it names nothing.
    [[nodiscard]] QString named(const QString& typed, AccessPart part) const;
    [[nodiscard]] QVariantList like(const QString& typed, AccessPart part) const;
    void refresh() override;
    void forget() override;
    [[nodiscard]] AccessAsk readAsk() const;
    void questionChanged();
    void take(Answer answer);
    void showRows();

    QString m_who;
    QString m_on;
    QString m_wanted;  ///< The action that the user chose; empty: the usual one.
    QString m_action;
    QString m_context;
    bool m_picksWho = false;
    std::optional<AccessAnswer> m_answer;
    QStringList m_actions;
    ModeRows m_rows;
    ModeRows m_reasons;
    std::shared_ptr<const AccessModel> m_model;
    std::shared_ptr<const ResolvedDesign> m_modelOf;
};

}  // namespace archivolt
