#pragma once

#include <utility>
#include <variant>

#include "model/base/doubt.h"
#include "model/base/invariant.h"

namespace archivolt {

/// Three-valued truth: what can't be known is told apart from what is false.
enum class Truth : unsigned char {
    No,
    Yes,
    Unknown
};

/// A `T`, or the reason why it can't be known without AWS.
///
/// Absence is not unknowledge: an optional field is an `optional<Known<T>>`, or has a default.
template <class T>
class Known {
public:
    Known() : m_told(std::in_place_index<0>) {}
    Known(T value) : m_told(std::in_place_index<0>, std::move(value)) {}  // NOLINT: it is known.

    /// Returns the unknown value with its reason, a phrase such as "parameter VpcId has no value".
    [[nodiscard]] static Known unknown(Doubt why) {
        Known told;
        told.m_told.template emplace<1>(std::move(why));
        return told;
    }

    [[nodiscard]] bool isKnown() const { return m_told.index() == 0; }
    /// Returns the value, which must be known.
    [[nodiscard]] const T& value() const {
        INVARIANT(isKnown());
        return *std::get_if<0>(&m_told);
    }
    [[nodiscard]] const T& operator*() const { return value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }
    /// Returns the value where known, else `fallback`.
    [[nodiscard]] T valueOr(T fallback) const { return isKnown() ? value() : std::move(fallback); }
    /// Returns why the value is unknown; empty when it is known.
    [[nodiscard]] const Doubt& why() const {
        static const Doubt kNone;
        return isKnown() ? kNone : *std::get_if<1>(&m_told);
    }

    friend bool operator==(const Known&, const Known&) = default;

private:
    std::variant<T, Doubt> m_told;
};

}  // namespace archivolt
