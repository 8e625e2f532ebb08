#pragma once

#include <memory>
#include <utility>

namespace archivolt {

/// A value that copies share until one of them is edited.
template <class T>
class CopyOnWrite {
public:
    CopyOnWrite() : m_value(std::make_shared<T>()) {}
    explicit CopyOnWrite(T value) : m_value(std::make_shared<T>(std::move(value))) {}

    [[nodiscard]] const T& operator*() const { return *m_value; }
    [[nodiscard]] const T* operator->() const { return m_value.get(); }
    /// Says whether both are one and the same, without looking into them.
    [[nodiscard]] bool isSharedWith(const CopyOnWrite& other) const {
        return m_value == other.m_value;
    }
    /// Returns the value to change it; nobody else sees the change.
    [[nodiscard]] T& edit() {
        if (m_value.use_count() != 1) m_value = std::make_shared<T>(*m_value);
        return *m_value;
    }

private:
    std::shared_ptr<T> m_value;
};

}  // namespace archivolt
