#include "model/traffic/scenario/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace archivolt::traffic {

namespace {

constexpr Instant kDay = 86400;

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole && !text.empty() ? std::optional(value) : std::nullopt;
}

/// What a field of cron may hold.
struct FieldForm {
    std::int64_t least = 0;
    std::int64_t most = 59;
    std::vector<std::string_view> names = {};  ///< From `least` on.
};

std::optional<std::int64_t> valueIn(std::string_view text, const FieldForm& form) {
    auto value = wholeNumber(text);
    for (std::size_t i = 0; i < form.names.size() && !value; ++i) {
        const bool same = std::ranges::equal(text, form.names[i], [](char a, char b) {
            return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
        });
        if (same) value = form.least + static_cast<std::int64_t>(i);
    }
    if (!value || *value < form.least || *value > form.most) return std::nullopt;
    return value;
}

std::vector<std::string_view> partsOf(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        if (separator != ' ' || at != 0) parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) break;
        text.remove_prefix(at + 1);
    }
    if (separator == ' ') std::erase(parts, std::string_view());
    return parts;
}

/// Reads one field as bits: `*`, `5`, `MON-FRI`, `*/15`, `0,30`.
std::optional<std::uint64_t> bitsOf(std::string_view field, const FieldForm& form) {
    std::uint64_t bits = 0;
    for (const std::string_view part : partsOf(field, ',')) {
        const std::size_t slash = part.find('/');
        const std::string_view range = part.substr(0, slash);
        std::optional<std::int64_t> step = 1;
        if (slash != std::string_view::npos) step = wholeNumber(part.substr(slash + 1));
        std::optional<std::int64_t> low = form.least;
        std::optional<std::int64_t> high = form.most;
        if (range != "*" && range != "?") {
            const std::size_t dash = range.find('-');
            low = valueIn(range.substr(0, dash), form);
            if (dash != std::string_view::npos) {
                high = valueIn(range.substr(dash + 1), form);
            } else if (slash == std::string_view::npos) {
                high = low;
            }
        }
        if (!low || !high || !step || *step < 1 || *low > *high) return std::nullopt;
        for (std::int64_t value = *low; value <= *high; value += *step) {
            bits |= std::uint64_t{1} << static_cast<unsigned>(value);
        }
    }
    return bits;
}

bool holds(std::uint64_t bits, std::int64_t value) {
    return (bits >> static_cast<unsigned>(value) & 1U) != 0;
}

bool isOn(const Recurrence& recurrence, Instant day) {
    const std::chrono::sys_days date{std::chrono::days(day / kDay)};
    const std::chrono::year_month_day parts(date);
    if (recurrence.year && *recurrence.year != static_cast<int>(parts.year())) return false;
    if (!holds(recurrence.months, static_cast<unsigned>(parts.month()))) return false;
    const bool byDay = holds(recurrence.days, static_cast<unsigned>(parts.day()));
    const bool byWeekday = holds(recurrence.weekdays, std::chrono::weekday(date).c_encoding());
    return recurrence.eitherDay ? byDay || byWeekday : byDay && byWeekday;
}

}  // namespace

std::optional<Instant> parseInstant(std::string_view text) {
    // 2026-11-30T08:00:00Z, or without its seconds, or its Z.
    if (text.ends_with('Z')) text.remove_suffix(1);
    const bool shaped = (text.size() == 19 || text.size() == 16) && text[4] == '-' &&
                        text[7] == '-' && text[10] == 'T' && text[13] == ':' &&
                        (text.size() == 16 || text[16] == ':');
    if (!shaped) return std::nullopt;
    std::array<std::int64_t, 6> parts{};
    constexpr std::array<std::pair<std::size_t, std::size_t>, 6> kPlaces = {
        {{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}}};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (kPlaces[i].first >= text.size()) continue;
        const auto part = wholeNumber(text.substr(kPlaces[i].first, kPlaces[i].second));
        if (!part || *part < 0) return std::nullopt;
        parts[i] = *part;
    }
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(parts[0])),
                                           std::chrono::month(static_cast<unsigned>(parts[1])),
                                           std::chrono::day(static_cast<unsigned>(parts[2]))};
    if (!date.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 59) return std::nullopt;
    const Instant days = std::chrono::sys_days(date).time_since_epoch().count();
    return days * kDay + parts[3] * 3600 + parts[4] * 60 + parts[5];
}

std::string instantText(Instant at) {
    const Instant day = at >= 0 ? at / kDay : (at - kDay + 1) / kDay;
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days(day)}};
    const Instant second = at - day * kDay;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       second / 3600, second / 60 % 60, second % 60);
}

std::optional<Recurrence> parseRecurrence(std::string_view fields, Weekdays weekdays) {
    const std::vector<std::string_view> parts = partsOf(fields, ' ');
    if (parts.size() != 5 && parts.size() != 6) return std::nullopt;
    const std::int64_t first = weekdays == Weekdays::FromOne ? 1 : 0;
    const FieldForm forms[] = {
        {0, 59},
        {0, 23},
        {1, 31},
        {1,
         12,
         {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}},
        {first, 7, {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}}};
    std::array<std::uint64_t, 5> bits{};
    for (std::size_t i = 0; i < bits.size(); ++i) {
        const auto read = bitsOf(parts[i], forms[i]);
        if (!read) return std::nullopt;
        bits[i] = *read;
    }
    Recurrence one;
    one.minutes = bits[0];
    one.hours = bits[1];
    one.days = bits[2];
    one.months = bits[3];
    one.weekdays = bits[4] >> static_cast<unsigned>(first);
    // Where Sunday is 0, it is 7 too.
    if (first == 0 && holds(bits[4], 7)) one.weekdays |= 1U;
    const auto told = [](std::string_view field) { return field != "*" && field != "?"; };
    one.eitherDay = told(parts[2]) && told(parts[4]);
    if (parts.size() == 6 && told(parts[5])) {
        one.year = wholeNumber(parts[5]);
        if (!one.year) return std::nullopt;
    }
    return one;
}

std::vector<Instant> recurrencesOf(const Recurrence& recurrence, Instant from, Instant to,
                                   std::size_t most) {
    std::vector<Instant> times;
    for (Instant day = from / kDay * kDay; day < to; day += kDay) {
        if (!isOn(recurrence, day)) continue;
        for (Instant minute = 0; minute < Instant{24} * 60 && times.size() < most; ++minute) {
            const Instant at = day + minute * 60;
            const bool due = at >= from && at < to && holds(recurrence.hours, minute / 60) &&
                             holds(recurrence.minutes, minute % 60);
            if (due) times.push_back(at);
        }
    }
    return times;
}

}  // namespace archivolt::traffic
