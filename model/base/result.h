#pragma once

#include <tl/expected.hpp>

#include "model/base/diagnostic.h"

namespace archivolt {

/// A `T`, or the diagnostic that says why it can't be had.
template <class T>
using Result = tl::expected<T, Diagnostic>;

/// Returns a failed result: `return failure("APPLY-1", "no stack named `web`", "name one of …");`.
[[nodiscard]] inline tl::unexpected<Diagnostic> failure(SharedText code, std::string message,
                                                        SharedText help = {}) {
    Diagnostic diagnostic;
    diagnostic.code = std::move(code);
    diagnostic.message = std::move(message);
    diagnostic.help = std::move(help);
    return tl::make_unexpected(std::move(diagnostic));
}

}  // namespace archivolt
