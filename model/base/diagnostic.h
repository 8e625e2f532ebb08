#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/path.h"
#include "model/base/shared_text.h"

namespace archivolt {

/// How bad a finding is: `Error` is what AWS would reject, the others are advice.
enum class Severity : std::uint8_t {
    Error,
    Critical,
    High,
    Medium,
    Low
};

/// Returns the severity's word in reports: `error`, `critical`, `high`, `medium` or `low`.
[[nodiscard]] const char* toString(Severity severity);

/// Whether a finding points at a value or at the key that holds it.
enum class Anchor : std::uint8_t {
    Value,
    Key
};

/// Where a finding is: in the text when known, and always in the design's tree when it is of one.
struct Where {
    SharedText file;           ///< As the user named it; empty when there is none.
    std::uint32_t line = 0;    ///< 1-based; 0 when unknown.
    std::uint32_t column = 0;  ///< 1-based, in code points; 0 when unknown.
    std::string stack;         ///< The stack's name; empty when not of a stack.
    std::string resource;      ///< The resource's logical id; empty when not of a resource.
    Path path;                 ///< From the template's root: `Resources.Web.Properties.ImageId`.
    Anchor anchor = Anchor::Value;

    friend bool operator==(const Where&, const Where&) = default;
};

/// A finding about the user's input: what is wrong, where, and what to do about it.
struct Diagnostic {
    SharedText code;  ///< Stable and documented: `SUB-E2`.
    Severity severity = Severity::Error;
    std::string message;  ///< What is wrong, in one sentence without a full stop.
    SharedText help;      ///< What to do; may be empty only when nothing can be done.
    SharedText source;    ///< The public rule or page that says so.
    Where where;
    std::vector<Where> related;  ///< Other places the message speaks of.

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// Returns `file:line:column: severity: message [code]`, without what is unknown.
[[nodiscard]] std::string toString(const Diagnostic& diagnostic);

}  // namespace archivolt
