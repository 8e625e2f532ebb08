#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace archivolt::traffic {

/// A moment by the calendar: seconds since 1970 began, UTC.
using Instant = std::int64_t;

/// Reads a moment as templates write it, `2026-11-30T08:00:00Z`; nothing where it is none, or in
/// another zone than UTC.
[[nodiscard]] std::optional<Instant> parseInstant(std::string_view text);
/// Returns a moment in that form.
[[nodiscard]] std::string instantText(Instant at);

/// When something recurs, by bits: what it holds of minutes, hours, days, months and weekdays.
struct Recurrence {
    std::uint64_t minutes = 0;
    std::uint64_t hours = 0;
    std::uint64_t days = 0;      ///< 1 to 31.
    std::uint64_t months = 0;    ///< 1 to 12.
    std::uint64_t weekdays = 0;  ///< From Sunday, 0, on.
    bool eitherDay = false;      ///< Days and weekdays are both told: one of them is enough.
    std::optional<std::int64_t> year;
};

/// How weekdays are numbered: from Sunday on by 0 (and 7), as cron does, or by 1, as AWS does.
enum class Weekdays : std::uint8_t {
    FromZero,
    FromOne
};

/// Reads the five fields of cron, or AWS's six, whose last is the year: numbers, names, ranges,
/// steps and lists; nothing where a field says something else (`L`, `W`, `#`).
[[nodiscard]] std::optional<Recurrence> parseRecurrence(std::string_view fields, Weekdays weekdays);
/// Returns when it recurs from `from` on and before `to`, at most so often.
[[nodiscard]] std::vector<Instant> recurrencesOf(const Recurrence& recurrence, Instant from,
                                                 Instant to, std::size_t most);

}  // namespace archivolt::traffic
