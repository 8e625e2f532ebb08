#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <functional>
#include <set>
#include <type_traits>
#include <vector>

namespace archivolt {

/// What tells a list model's views about changed rows; each comes with the change to be made.
struct RowSignals {
    std::function<void(int first, int last, const std::function<void()>& change)> remove;
    std::function<void(int first, int last, const std::function<void()>& change)> insert;
    std::function<void(int first, int last)> changed;
};

/// Turns `rows` into `wanted` by removing, inserting and changing single stretches of rows, so that
/// what stays keeps its place in every view.
///
/// `keyOf` gives a row's identity; keys differ within a list. A row that changes its order is
/// removed and inserted.
template <class Row, class KeyOf>
void changeRows(std::vector<Row>& rows, std::vector<Row> wanted, const KeyOf& keyOf,
                const RowSignals& signals) {
    using Key = std::decay_t<decltype(keyOf(rows.front()))>;
    std::set<Key> staying;
    {
        // Walks both lists at once; a row stays where it comes next in the other list, too.
        std::set<Key> later;
        for (const Row& row : wanted) later.insert(keyOf(row));
        std::size_t next = 0;
        for (const Row& row : rows) {
            const Key key = keyOf(row);
            if (!later.contains(key)) continue;
            std::size_t at = next;
            while (at < wanted.size() && keyOf(wanted[at]) != key) ++at;
            if (at == wanted.size()) continue;
            staying.insert(key);
            next = at + 1;
        }
    }
    for (std::size_t end = rows.size(); end > 0;) {
        if (staying.contains(keyOf(rows[end - 1]))) {
            --end;
            continue;
        }
        std::size_t first = end;
        while (first > 0 && !staying.contains(keyOf(rows[first - 1]))) --first;
        signals.remove(static_cast<int>(first), static_cast<int>(end) - 1, [&] {
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(first),
                       rows.begin() + static_cast<std::ptrdiff_t>(end));
        });
        end = first;
    }
    for (std::size_t i = 0; i < wanted.size();) {
        if (staying.contains(keyOf(wanted[i]))) {
            if (!(rows[i] == wanted[i])) {
                rows[i] = wanted[i];
                signals.changed(static_cast<int>(i), static_cast<int>(i));
            }
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < wanted.size() && !staying.contains(keyOf(wanted[end]))) ++end;
        signals.insert(static_cast<int>(i), static_cast<int>(end) - 1, [&] {
            rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(i),
                        wanted.begin() + static_cast<std::ptrdiff_t>(i),
                        wanted.begin() + static_cast<std::ptrdiff_t>(end));
        });
        i = end;
    }
}

/// A list model whose rows are changed one by one.
class RowListModel : public QAbstractListModel {
    Q_OBJECT
    QML_ANONYMOUS

public:
    using QAbstractListModel::QAbstractListModel;

protected:
    /// Shows `wanted` in place of `rows`, whose `key` is each one's own.
    template <class Row>
    void showRows(std::vector<Row>& rows, std::vector<Row> wanted) {
        const RowSignals tell{
            [this](int first, int last, const std::function<void()>& change) {
                beginRemoveRows({}, first, last);
                change();
                endRemoveRows();
            },
            [this](int first, int last, const std::function<void()>& change) {
                beginInsertRows({}, first, last);
                change();
                endInsertRows();
            },
            [this](int first, int last) { Q_EMIT dataChanged(index(first), index(last)); }};
        changeRows(
            rows, std::move(wanted), [](const Row& row) { return row.key; }, tell);
    }
};

}  // namespace archivolt
