#pragma once

#include <QtQml/qqmlregistration.h>
#include <QKeySequence>
#include <QObject>
#include <QQmlListProperty>
#include <QQmlParserStatus>
#include <QStringList>
#include <QVariantList>
#include <string>
#include <vector>

#include "app/window/row_changes.h"

namespace archivolt {

/// Something that the user can have done, wherever it is asked for: by key, from the menu, or by
/// its name.
class Command : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString name MEMBER m_name NOTIFY changed)
    Q_PROPERTY(QString title MEMBER m_title NOTIFY changed)
    Q_PROPERTY(QString group MEMBER m_group NOTIFY changed)
    Q_PROPERTY(QVariantList keys MEMBER m_keys NOTIFY changed)
    Q_PROPERTY(bool enabled MEMBER m_enabled NOTIFY changed)
    /// Whether its keys hold now, where this depends on more than that it can be done.
    Q_PROPERTY(bool keysHold MEMBER m_keysHold NOTIFY changed)
    Q_PROPERTY(QString keysText READ keysText NOTIFY changed)
    Q_PROPERTY(QString allKeysText READ allKeysText NOTIFY changed)

public:
    using QObject::QObject;

    /// Has it done: what is typed in a field is taken up before.
    Q_INVOKABLE void perform();

    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] QString title() const { return m_title; }
    [[nodiscard]] QString group() const { return m_group; }
    [[nodiscard]] const QVariantList& keys() const { return m_keys; }
    [[nodiscard]] bool isEnabled() const { return m_enabled; }
    /// Returns the first key as people write it: `Ctrl+Shift+S`.
    [[nodiscard]] QString keysText() const;
    [[nodiscard]] QString allKeysText() const;

Q_SIGNALS:
    void changed();
    void run();  ///< It is to be done.

private:
    QString m_name;
    QString m_title;
    QString m_group;
    QVariantList m_keys;
    bool m_enabled = true;
    bool m_keysHold = true;
};

/// A command in a list.
struct CommandRow {
    std::string key;  ///< Its name.
    Command* command = nullptr;
    bool isEnabled = true;
    friend bool operator==(const CommandRow&, const CommandRow&) = default;
};

/// The commands that every word of a filter is found in, those that can be done now first.
class CommandModel : public RowListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the list of commands has it")
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
    Q_PROPERTY(int count READ count NOTIFY filterChanged)

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        TitleRole,
        DetailRole,  ///< The group.
        KeysRole,
        IsEnabledRole,
    };
    using RowListModel::RowListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] QString filter() const { return m_filter; }
    void setFilter(const QString& filter);
    [[nodiscard]] int count() const { return rowCount(); }
    void setCommands(const std::vector<Command*>& commands);
    /// Looks anew at what can be done.
    void filterRows();

Q_SIGNALS:
    void filterChanged();

private:
    QString m_filter;
    std::vector<Command*> m_commands;
    std::vector<CommandRow> m_rows;
};

/// All commands of the window, said once: menu, command palette, sheet of shortcuts and the keys
/// themselves are made of it.
class CommandList : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_CLASSINFO("DefaultProperty", "commands")
    Q_PROPERTY(QQmlListProperty<archivolt::Command> commands READ commands CONSTANT)
    Q_PROPERTY(archivolt::CommandModel* found READ found CONSTANT)
    Q_PROPERTY(QStringList groups READ groups NOTIFY completed)

public:
    using QObject::QObject;
    void classBegin() override {}
    void componentComplete() override;

    [[nodiscard]] QQmlListProperty<Command> commands();
    [[nodiscard]] CommandModel* found() { return &m_found; }
    /// Returns the groups in the order of their first commands.
    [[nodiscard]] QStringList groups() const;

    /// Returns the commands of a group in order.
    Q_INVOKABLE QList<QObject*> inGroup(const QString& group) const;
    /// Returns the commands of a group that have keys: maps of `what` and `keys`.
    [[nodiscard]] Q_INVOKABLE QVariantList keysOf(const QString& group) const;
    /// Spreads the groups, and one more of so many lines, over columns of about the same height:
    /// lists of names.
    [[nodiscard]] Q_INVOKABLE QVariantList inColumns(int columns, const QString& more,
                                                     int lines) const;
    /// Has the command of this name done, where it can be; says whether it was.
    Q_INVOKABLE bool run(const QString& name);

Q_SIGNALS:
    void completed();  ///< All commands are there, with what they are.

private:
    static void append(QQmlListProperty<Command>* list, Command* command);
    static qsizetype count(QQmlListProperty<Command>* list);
    static Command* at(QQmlListProperty<Command>* list, qsizetype index);

    std::vector<Command*> m_commands;
    CommandModel m_found;
};

}  // namespace archivolt
