#pragma once

#include "model/base/known.h"

namespace archivolt {

/// Three-valued "and": No if either is No.
[[nodiscard]] constexpr Truth both(Truth a, Truth b) {
    if (a == Truth::No || b == Truth::No) return Truth::No;
    return a == Truth::Yes && b == Truth::Yes ? Truth::Yes : Truth::Unknown;
}

/// Three-valued "or": Yes if either is Yes.
[[nodiscard]] constexpr Truth either(Truth a, Truth b) {
    if (a == Truth::Yes || b == Truth::Yes) return Truth::Yes;
    return a == Truth::No && b == Truth::No ? Truth::No : Truth::Unknown;
}

[[nodiscard]] constexpr Truth negated(Truth truth) {
    if (truth == Truth::Unknown) return truth;
    return truth == Truth::Yes ? Truth::No : Truth::Yes;
}

[[nodiscard]] constexpr Truth truthOf(bool value) { return value ? Truth::Yes : Truth::No; }

/// Says whether `with` says more for it than `truth`: Yes more than Unknown, that more than No.
[[nodiscard]] constexpr bool raises(Truth truth, Truth with) {
    return (with == Truth::Yes && truth != Truth::Yes) ||
           (with == Truth::Unknown && truth == Truth::No);
}

}  // namespace archivolt
