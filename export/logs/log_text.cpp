#include "export/logs/log_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "export/logs/log_rules.h"

namespace archivolt {

namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

/// Reads a number of exactly so many digits.
std::optional<unsigned> digits(std::string_view text, std::size_t from, std::size_t count) {
    if (from + count > text.size()) return std::nullopt;
    unsigned number = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return number;
}

/// Reads `.123456` as nanoseconds; digits beyond the ninth don't count.
std::optional<std::int64_t> decimalsNs(std::string_view text) {
    if (text.empty()) return 0;
    if (text.front() != '.' || text.size() < 2) return std::nullopt;
    std::int64_t ns = 0;
    std::int64_t unit = kNsPerSecond;
    for (const char c : text.substr(1)) {
        if (c < '0' || c > '9') return std::nullopt;
        unit /= 10;
        ns += unit * (c - '0');
    }
    return ns;
}

int hexValue(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

bool LogLines::next() {
    if (m_rest.empty()) return false;
    const std::size_t end = m_rest.find('\n');
    m_line = m_rest.substr(0, end);
    m_rest = end == std::string_view::npos ? std::string_view() : m_rest.substr(end + 1);
    if (m_line.ends_with('\r')) m_line.remove_suffix(1);
    ++m_number;
    return true;
}

bool isCompressed(std::string_view text) { return text.starts_with("\x1F\x8B"); }

void splitFields(std::string_view line, char separator, std::vector<LogField>& fields) {
    fields.clear();
    std::size_t at = 0;
    while (at <= line.size()) {
        const std::size_t end = std::min(line.find(separator, at), line.size());
        if (end > at || separator != ' ') fields.push_back({line.substr(at, end - at), at});
        at = end + 1;
    }
}

bool splitQuoted(std::string_view line, std::vector<LogField>& fields) {
    fields.clear();
    std::size_t at = 0;
    while (at < line.size()) {
        if (line[at] == ' ') {
            ++at;
            continue;
        }
        if (line[at] != '"') {
            const std::size_t end = std::min(line.find(' ', at), line.size());
            fields.push_back({line.substr(at, end - at), at});
            at = end;
            continue;
        }
        // A quote ends a field only where a space or nothing follows: requests may hold others.
        std::size_t end = line.find('"', at + 1);
        while (end != std::string_view::npos && end + 1 < line.size() && line[end + 1] != ' ') {
            end = line.find('"', end + 1);
        }
        if (end == std::string_view::npos) {
            fields.push_back({line.substr(at), at});
            return false;
        }
        fields.push_back({line.substr(at + 1, end - at - 1), at});
        at = end + 1;
    }
    return true;
}

std::optional<std::uint64_t> wholeNumber(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return number;
}

std::optional<std::int64_t> secondsAsNs(std::string_view text) {
    if (text == "-1") return -1;
    const std::size_t point = std::min(text.find('.'), text.size());
    const auto whole = wholeNumber(text.substr(0, point));
    const auto part = decimalsNs(text.substr(point));
    constexpr std::uint64_t kMost = 1'000'000'000;
    if (!whole || !part || *whole > kMost) return std::nullopt;
    return static_cast<std::int64_t>(*whole) * kNsPerSecond + *part;
}

std::optional<std::int64_t> instantNs(std::string_view date, std::string_view time) {
    const auto year = digits(date, 0, 4);
    const auto month = digits(date, 5, 2);
    const auto day = digits(date, 8, 2);
    const auto hour = digits(time, 0, 2);
    const auto minute = digits(time, 3, 2);
    const auto second = digits(time, 6, 2);
    if (!year || !month || !day || !hour || !minute || !second || date.size() != 10) {
        return std::nullopt;
    }
    if (date[4] != '-' || date[7] != '-' || time[2] != ':' || time[5] != ':') return std::nullopt;
    const std::chrono::year_month_day on{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
    const auto part = decimalsNs(time.substr(8));
    // 60 is a leap second.
    const bool sane = on.ok() && *hour < 24 && *minute < 60 && *second <= 60;
    if (!sane || !part || *year < 1970 || *year > 2200) return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(on).time_since_epoch().count();
    const std::int64_t minutes = (days * 24 + *hour) * 60 + *minute;
    return (minutes * 60 + *second) * kNsPerSecond + *part;
}

std::optional<std::int64_t> instantNs(std::string_view text) {
    if (text.size() < 20 || text[10] != 'T' || text.back() != 'Z') return std::nullopt;
    return instantNs(text.substr(0, 10), text.substr(11, text.size() - 12));
}

std::string percentDecoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool code = text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0 &&
                          hexValue(text[i + 2]) >= 0;
        if (!code) {
            decoded += text[i];
            continue;
        }
        decoded += static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2]));
        i += 2;
    }
    return decoded;
}

std::string shown(std::string_view text) {
    constexpr std::size_t kMost = 40;
    std::string kept;
    for (const char c : text.substr(0, kMost)) {
        const auto byte = static_cast<unsigned char>(c);
        kept += byte < 0x20 || byte >= 0x7F ? '?' : c;
    }
    return text.size() > kMost ? kept + "…" : kept;
}

void leaveOut(const LogLines& lines, std::size_t at, std::string message, const LogLimits& limits,
              LogProblems& problems) {
    ++problems.lines;
    if (problems.told.size() >= limits.problems) return;
    Diagnostic wrong = diagnosticOf(kBadLogLine, std::move(message), std::string(kBadLogLine.help));
    wrong.where.line = lines.number();
    const std::string_view before = lines.line().substr(0, at);
    wrong.where.column = 1 + static_cast<std::uint32_t>(std::ranges::count_if(
                                 before, [](char c) { return (c & '\xC0') != '\x80'; }));
    problems.told.push_back(std::move(wrong));
}

}  // namespace archivolt
