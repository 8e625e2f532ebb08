#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <type_traits>
#include <vector>

namespace archivolt {

/// What tells a list model's views about changed rows; each comes with the change to be made.
struct RowSignals {
    std::function<void(int first, int last, const std::function<void()>& change)> remove;
    std::function<void(int first, int last, const std::function<void()>& change)> insert;
    std::function<void(int first, int last)> changed;
};

/// Which rows of two lists stand for the same, by row of each.
struct StayingRows {
    std::vector<bool> before;
    std::vector<bool> after;
};

/// Finds what stays of `rows` in `wanted`: what both begin and end with, and of the rest what comes
/// next in the other list, too. Lists that are alike are only compared.
template <class Row, class KeyOf>
[[nodiscard]] StayingRows stayingRows(const std::vector<Row>& rows, const std::vector<Row>& wanted,
                                      const KeyOf& keyOf) {
    using Key = std::decay_t<decltype(keyOf(rows.front()))>;
    StayingRows staying{std::vector<bool>(rows.size()), std::vector<bool>(wanted.size())};
    const auto stays = [&](std::size_t before, std::size_t after) {
        if (keyOf(rows[before]) != keyOf(wanted[after])) return false;
        staying.before[before] = true;
        staying.after[after] = true;
        return true;
    };
    std::size_t head = 0;
    std::size_t rowsEnd = rows.size();
    std::size_t wantedEnd = wanted.size();
    while (head < std::min(rowsEnd, wantedEnd) && stays(head, head)) ++head;
    while (head < std::min(rowsEnd, wantedEnd) && stays(rowsEnd - 1, wantedEnd - 1)) {
        --rowsEnd;
        --wantedEnd;
    }
    constexpr std::size_t kNear = 8;  // Most of the rest stand next to one another, too.
    std::map<Key, std::size_t> places;
    std::size_t next = head;
    const auto placeOf = [&](const Key& key) {
        for (std::size_t i = next; i < std::min(next + kNear, wantedEnd); ++i) {
            if (keyOf(wanted[i]) == key) return i;
        }
        if (places.empty()) {
            for (std::size_t i = next; i < wantedEnd; ++i) places.emplace(keyOf(wanted[i]), i);
        }
        const auto place = places.find(key);
        return place == places.end() ? wantedEnd : place->second;
    };
    for (std::size_t i = head; i < rowsEnd && next < wantedEnd; ++i) {
        const std::size_t place = placeOf(keyOf(rows[i]));
        if (place < next || place == wantedEnd) continue;
        stays(i, place);
        next = place + 1;
    }
    return staying;
}

/// Turns `rows` into `wanted` by removing, inserting and changing single stretches of rows, so that
/// what stays keeps its place in every view.
///
/// `keyOf` gives a row's identity; keys differ within a list. A row that changes its order is
/// removed and inserted.
template <class Row, class KeyOf>
void changeRows(std::vector<Row>& rows, std::vector<Row> wanted, const KeyOf& keyOf,
                const RowSignals& signals) {
    const StayingRows staying = stayingRows(rows, wanted, keyOf);
    for (std::size_t end = rows.size(); end > 0;) {
        std::size_t first = end;
        while (first > 0 && !staying.before[first - 1]) --first;
        if (first == end) {
            --end;
            continue;
        }
        signals.remove(static_cast<int>(first), static_cast<int>(end) - 1, [&] {
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(first),
                       rows.begin() + static_cast<std::ptrdiff_t>(end));
        });
        end = first;
    }
    for (std::size_t i = 0; i < wanted.size();) {
        std::size_t end = i;
        while (end < wanted.size() && !staying.after[end]) ++end;
        if (end > i) {
            signals.insert(static_cast<int>(i), static_cast<int>(end) - 1, [&] {
                rows.insert(
                    rows.begin() + static_cast<std::ptrdiff_t>(i),
                    std::make_move_iterator(wanted.begin() + static_cast<std::ptrdiff_t>(i)),
                    std::make_move_iterator(wanted.begin() + static_cast<std::ptrdiff_t>(end)));
            });
            i = end;
            continue;
        }
        while (end < wanted.size() && staying.after[end] && !(rows[end] == wanted[end])) {
            rows[end] = std::move(wanted[end]);
            ++end;
        }
        if (end > i) {
            signals.changed(static_cast<int>(i), static_cast<int>(end) - 1);
        } else {
            // What is alike is taken over, too: the old row may share what is else let go.
            rows[end] = std::move(wanted[end]);
            ++end;
        }
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
            rows, std::move(wanted), [](const Row& row) -> const auto& { return row.key; }, tell);
    }
};

}  // namespace archivolt
