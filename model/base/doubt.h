#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

namespace archivolt {

/// Why something can't be told; empty where it can.
///
/// What is found out comes with one, as what a property says is `Known`. It names what is not known
/// and what would tell, in phrases without a full stop; several are parted by semicolons. Where
/// it is about one place, whoever reports it names that.
class Doubt {
public:
    Doubt() = default;
    Doubt(std::string reason) : m_text(std::move(reason)) {}  // NOLINT: a reason is a doubt.
    Doubt(const char* reason) : m_text(reason) {}             // NOLINT: so is a literal.

    /// Says whether there is none.
    [[nodiscard]] bool empty() const { return m_text.empty(); }
    [[nodiscard]] const std::string& text() const { return m_text; }
    operator std::string_view() const { return m_text; }  // NOLINT: to be told as it stands.
    /// Puts one more reason to it; an empty one says nothing.
    void add(const Doubt& more) {
        if (more.empty()) return;
        if (!empty()) m_text += "; ";
        m_text += more.m_text;
    }

    friend bool operator==(const Doubt&, const Doubt&) = default;

private:
    std::string m_text;
};

}  // namespace archivolt

template <>
struct fmt::formatter<archivolt::Doubt> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const archivolt::Doubt& doubt, Context& context) const {
        return fmt::formatter<std::string_view>::format(doubt.text(), context);
    }
};
