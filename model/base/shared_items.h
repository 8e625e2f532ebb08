#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace archivolt {

/// A list whose items are shared by its copies until one of them is changed: a copy costs a pointer
/// an item, however large that is.
template <class T>
class SharedItems {
public:
    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T*;
        using reference = const T&;

        Iterator() = default;
        explicit Iterator(const std::shared_ptr<T>* at) : m_at(at) {}
        reference operator*() const { return **m_at; }
        pointer operator->() const { return m_at->get(); }
        Iterator& operator++() {
            ++m_at;
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        const std::shared_ptr<T>* m_at = nullptr;
    };

    [[nodiscard]] std::size_t size() const { return m_items.size(); }
    [[nodiscard]] bool empty() const { return m_items.empty(); }
    [[nodiscard]] const T& operator[](std::size_t place) const { return *m_items[place]; }
    [[nodiscard]] Iterator begin() const { return Iterator(m_items.data()); }
    [[nodiscard]] Iterator end() const { return Iterator(m_items.data() + m_items.size()); }

    void push_back(T item) { m_items.push_back(std::make_shared<T>(std::move(item))); }
    /// Returns an item to change it; other lists do not see the change.
    [[nodiscard]] T& edit(std::size_t place) {
        std::shared_ptr<T>& item = m_items[place];
        if (item.use_count() != 1) item = std::make_shared<T>(*item);
        return *item;
    }
    /// Puts another item in the place of one.
    void replace(std::size_t place, T item) {
        m_items[place] = std::make_shared<T>(std::move(item));
    }

private:
    std::vector<std::shared_ptr<T>> m_items;
};

}  // namespace archivolt
