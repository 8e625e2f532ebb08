#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

namespace archivolt {

/// Why something can't be told; empty where it can.
///
/// What is found out comes with one, as what a property says is `Known`. It names what is not known
/// and what would tell, in phrases without a full stop; several are parted by semicolons. Where
/// it is about one place, whoever reports it names that. Every property of every thing has one,
/// and hardly any says something: so none is a null pointer.
class Doubt {
public:
    Doubt() = default;
    Doubt(std::string reason)  // NOLINT: a reason is a doubt.
        : m_text(reason.empty() ? nullptr : std::make_unique<std::string>(std::move(reason))) {}
    Doubt(const char* reason) : Doubt(std::string(reason)) {}  // NOLINT: so is a literal.
    Doubt(const Doubt& other)
        : m_text(other.m_text ? std::make_unique<std::string>(*other.m_text) : nullptr) {}
    Doubt(Doubt&&) noexcept = default;
    Doubt& operator=(const Doubt& other) {
        if (this != &other) *this = Doubt(other);
        return *this;
    }
    Doubt& operator=(Doubt&&) noexcept = default;
    ~Doubt() = default;

    /// Says whether there is none.
    [[nodiscard]] bool empty() const { return m_text == nullptr; }
    [[nodiscard]] const std::string& text() const {
        static const std::string kNone;
        return m_text ? *m_text : kNone;
    }
    operator std::string_view() const { return text(); }  // NOLINT: to be told as it stands.
    /// Puts one more reason to it; an empty one says nothing.
    void add(const Doubt& more) {
        if (more.empty()) return;
        *this = empty() ? Doubt(more) : Doubt(*m_text + "; " + *more.m_text);
    }

    friend bool operator==(const Doubt& a, const Doubt& b) { return a.text() == b.text(); }

private:
    std::unique_ptr<std::string> m_text;  // INVARIANT: null or not empty.
};

}  // namespace archivolt

template <>
struct fmt::formatter<archivolt::Doubt> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const archivolt::Doubt& doubt, Context& context) const {
        return fmt::formatter<std::string_view>::format(doubt.text(), context);
    }
};
