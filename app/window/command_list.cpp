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

QVariantList CommandList::keysOf(const QString& group) const {
    QVariantList lines;
    for (const Command* command : m_commands) {
        if (command->group() != group || command->keys().isEmpty()) continue;
        lines << QVariantMap{{QStringLiteral("what"), command->title()},
                             {QStringLiteral("keys"), command->allKeysText()}};
    }
    return lines;
}

QVariantList CommandList::inColumns(int columns, const QString& more, int lines) const {
    std::vector<std::pair<qsizetype, QString>> groups;
    for (const QString& group : this->groups()) groups.emplace_back(keysOf(group).size(), group);
    groups.emplace_back(lines, more);
    // The longest first, each into the column that is shortest by then.
    std::stable_sort(groups.begin(), groups.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::pair<qsizetype, QStringList>> spread(
        static_cast<std::size_t>(std::max(1, columns)));
    for (const auto& [size, group] : groups) {
        auto& shortest =
            *std::min_element(spread.begin(), spread.end(),
                              [](const auto& a, const auto& b) { return a.first < b.first; });
        shortest.first += size + 2;  // A heading and a gap.
        shortest.second << group;
    }
    QVariantList all;
    for (const auto& [size, names] : spread) all << QVariant(names);
    return all;
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
