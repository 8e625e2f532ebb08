#include "app/window/command_list.h"

#include <algorithm>

#include "app/window/typed_text.h"

namespace archivolt {

void Command::perform() {
    takeUpTypedText();
    Q_EMIT run();
}

QString Command::keysText() const {
    if (m_keys.isEmpty()) return {};
    return QKeySequence(m_keys.front().toString()).toString(QKeySequence::NativeText);
}

QString Command::allKeysText() const {
    QStringList texts;
    for (const QVariant& key : m_keys) {
        texts << QKeySequence(key.toString()).toString(QKeySequence::NativeText);
    }
    return texts.join(QStringLiteral(", "));
}

QVariant CommandModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const CommandRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case NameRole: return row.command->name();
        case Qt::DisplayRole:
        case TitleRole: return row.command->title();
        case DetailRole: return row.command->group();
        case KeysRole: return row.command->keysText();
        case IsEnabledRole: return row.isEnabled;
        default: return {};
    }
}

QHash<int, QByteArray> CommandModel::roleNames() const {
    return {{NameRole, "name"},
            {TitleRole, "title"},
            {DetailRole, "detail"},
            {KeysRole, "keysText"},
            {IsEnabledRole, "isEnabled"}};
}

void CommandModel::setFilter(const QString& filter) {
    m_filter = filter;
    filterRows();
}

void CommandModel::setCommands(const std::vector<Command*>& commands) {
    m_commands = commands;
    filterRows();
}

void CommandModel::filterRows() {
    const QStringList wanted = m_filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<CommandRow> shown;
    for (Command* command : m_commands) {
        const QString words = command->title() + QLatin1Char(' ') + command->group();
        const bool fits = std::ranges::all_of(
            wanted, [&](const QString& word) { return words.contains(word, Qt::CaseInsensitive); });
        if (!fits) continue;
        shown.push_back({command->name().toStdString(), command, command->isEnabled()});
    }
    // Clang 14 does not compile the one of std::ranges.
    std::stable_partition(shown.begin(), shown.end(),
                          [](const CommandRow& row) { return row.isEnabled; });
    showRows(m_rows, std::move(shown));
    Q_EMIT filterChanged();
}

void CommandList::componentComplete() {
    m_found.setCommands(m_commands);
    Q_EMIT completed();
}

QQmlListProperty<Command> CommandList::commands() {
    return {this, nullptr, &CommandList::append, &CommandList::count, &CommandList::at, nullptr};
}

void CommandList::append(QQmlListProperty<Command>* list, Command* command) {
    auto* self = static_cast<CommandList*>(list->object);
    self->m_commands.push_back(command);
}

qsizetype CommandList::count(QQmlListProperty<Command>* list) {
    return static_cast<qsizetype>(static_cast<CommandList*>(list->object)->m_commands.size());
}

Command* CommandList::at(QQmlListProperty<Command>* list, qsizetype index) {
    return static_cast<CommandList*>(list->object)->m_commands[static_cast<std::size_t>(index)];
}

QStringList CommandList::groups() const {
    QStringList groups;
    for (const Command* command : m_commands) {
        if (!groups.contains(command->group())) groups << command->group();
    }
    return groups;
}

QList<QObject*> CommandList::inGroup(const QString& group) const {
    QList<QObject*> members;
    for (Command* command : m_commands) {
        if (command->group() == group) members << command;
    }
    return members;
}

bool CommandList::run(const QString& name) {
    for (Command* command : m_commands) {
        if (command->name() != name || !command->isEnabled()) continue;
        command->perform();
        return true;
    }
    return false;
}

}  // namespace archivolt
