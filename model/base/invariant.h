#pragma once

namespace archivolt {

/// Prints the broken invariant and where it stands, then aborts.
[[noreturn]] void invariantFailed(const char* condition, const char* file, int line) noexcept;

}  // namespace archivolt

/// Aborts, in every build, when `condition` is false: it states what only a bug of ours can break.
#define INVARIANT(condition)            \
    ((condition) ? static_cast<void>(0) \
                 : ::archivolt::invariantFailed(#condition, __FILE__, __LINE__))
