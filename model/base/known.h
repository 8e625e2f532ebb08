#pragma once

#include <optional>
#include <utility>

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
/// Absence is not unknowledge: an optional field is `std::optional<Known<T>>`, or has a default.
template <class T>
class Known {
public:
    Known() : m_value(T{}) {}
    Known(T value) : m_value(std::move(value)) {}  // NOLINT: a value is a known value.

    /// Returns the unknown value with its reason, a phrase such as "parameter VpcId has no value".
    [[nodiscard]] static Known unknown(Doubt why) { return Known(std::nullopt, std::move(why)); }

    [[nodiscard]] bool isKnown() const { return m_value.has_value(); }
    /// Returns the value, which must be known.
    [[nodiscard]] const T& value() const {
        INVARIANT(m_value.has_value());
        return *m_value;
    }
    [[nodiscard]] const T& operator*() const { return value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }
    /// Returns the value where known, else `fallback`.
    [[nodiscard]] T valueOr(T fallback) const { return m_value ? *m_value : std::move(fallback); }
    /// Returns why the value is unknown; empty when it is known.
    [[nodiscard]] const Doubt& why() const { return m_why; }

    friend bool operator==(const Known&, const Known&) = default;

private:
    Known(std::nullopt_t /*value*/, Doubt why) : m_why(std::move(why)) {}

    std::optional<T> m_value;
    Doubt m_why;
};

}  // namespace archivolt
