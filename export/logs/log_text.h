#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace archivolt {

/// How much of a log is read.
struct LogLimits {
    std::size_t records = 5'000'000;
    std::size_t lineBytes = 262'144;
    std::size_t problems = 20;  ///< Told of one by one; the others are only counted.
};

/// What is wrong in a log, line by line.
struct LogProblems {
    std::vector<Diagnostic> told;  ///< The first of them, with line and column.
    std::uint64_t lines = 0;       ///< How many lines were left out in all.
};

/// A field of a line: its text, without quotes, and the byte where it begins.
struct LogField {
    std::string_view text;
    std::size_t at = 0;
};

/// A log's lines, one by one, with neither `\n` nor `\r\n`.
class LogLines {
public:
    explicit LogLines(std::string_view text) : m_rest(text) {}
    /// Goes to the next line; false at the end.
    bool next();
    [[nodiscard]] std::string_view line() const { return m_line; }
    [[nodiscard]] std::uint32_t number() const { return m_number; }

private:
    std::string_view m_rest;
    std::string_view m_line;
    std::uint32_t m_number = 0;
};

/// Says whether these bytes are gzip's, as logs lie in buckets; they are to be unpacked first.
[[nodiscard]] bool isCompressed(std::string_view text);

/// Splits at a character; several of it, where it is a space, count as one.
void splitFields(std::string_view line, char separator, std::vector<LogField>& fields);
/// Splits at spaces; fields may stand in double quotes, in which spaces count for nothing. False
/// where a quote is never closed.
[[nodiscard]] bool splitQuoted(std::string_view line, std::vector<LogField>& fields);

/// Reads digits alone, no more of them than fit.
[[nodiscard]] std::optional<std::uint64_t> wholeNumber(std::string_view text);
/// Reads seconds with or without decimals as nanoseconds, `-1` as −1.
[[nodiscard]] std::optional<std::int64_t> secondsAsNs(std::string_view text);
/// Reads `2026-11-29T05:10:00.123456Z` as nanoseconds since 1970; the decimals may be missing.
[[nodiscard]] std::optional<std::int64_t> instantNs(std::string_view text);
/// Reads a date `2026-11-29` and a time `05:10:00` as nanoseconds since 1970.
[[nodiscard]] std::optional<std::int64_t> instantNs(std::string_view date, std::string_view time);
/// Returns the text that was percent-encoded; what is no such code stays.
[[nodiscard]] std::string percentDecoded(std::string_view text);

/// Notes that the present line is left out, and why; `at` is the byte of what is wrong.
void leaveOut(const LogLines& lines, std::size_t at, std::string message, const LogLimits& limits,
              LogProblems& problems);
/// Returns what stands there, short and without control characters, for messages.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace archivolt
