#include "model/policy/typed_values.h"

#include <algorithm>

#include "model/base/text_case.h"

namespace archivolt {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool allDigits(std::string_view text) { return std::ranges::all_of(text, isDigit); }

/// Compares magnitudes: the longer whole part is greater, else digit by digit.
std::strong_ordering compareMagnitude(const DecimalView& a, const DecimalView& b) {
    if (a.whole.size() != b.whole.size()) return a.whole.size() <=> b.whole.size();
    if (const auto order = a.whole <=> b.whole; order != 0) return order;
    return a.fraction <=> b.fraction;
}

/// Reads exactly `count` digits from the front.
std::optional<int> takeDigits(std::string_view& text, std::size_t count) {
    if (text.size() < count || !allDigits(text.substr(0, count))) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + (text[i] - '0');
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

bool isLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int daysIn(int year, int month) {
    if (month == 2) return isLeap(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Days from 1970-01-01, by counting the days of whole 400-year cycles.
std::int64_t daysFromEpoch(int year, int month, int day) {
    std::int64_t days = 0;
    const int before = year - 1;
    days = static_cast<std::int64_t>(before) * 365 + before / 4 - before / 100 + before / 400;
    for (int m = 1; m < month; ++m) days += daysIn(year, m);
    constexpr std::int64_t kDaysBefore1970 = 719162;
    return days + day - 1 - kDaysBefore1970;
}

/// Reads `.123`, nanoseconds at the finest; what is behind them is cut.
bool takeFraction(std::string_view& text, std::uint32_t& nanoseconds) {
    if (!take(text, '.')) return true;
    std::uint32_t unit = 100'000'000;
    std::size_t count = 0;
    for (; !text.empty() && isDigit(text.front()); text.remove_prefix(1), ++count) {
        nanoseconds += unit * static_cast<std::uint32_t>(text.front() - '0');
        unit /= 10;
    }
    return count > 0;
}

/// Reads `Z`, `+02:00` or `+0200`, as seconds east; nothing given is UTC.
bool takeZone(std::string_view& text, int& east) {
    if (text.empty() || take(text, 'Z') || take(text, 'z')) return true;
    const bool plus = text.front() == '+';
    if (!plus && text.front() != '-') return false;
    text.remove_prefix(1);
    const auto hours = takeDigits(text, 2);
    if (!hours) return false;
    take(text, ':');
    const auto minutes = text.empty() ? std::optional<int>(0) : takeDigits(text, 2);
    if (!minutes || *hours > 23 || *minutes > 59) return false;
    east = (*hours * 60 + *minutes) * 60 * (plus ? 1 : -1);
    return true;
}

std::optional<int> sextetOf(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (isDigit(c)) return c - '0' + 52;
    if (c == '+') return 62;
    if (c == '/') return 63;
    return std::nullopt;
}

/// Calls `visit(byte)` with each byte that a base64 text stands for; false where it is none, or
/// `visit` gives false.
template <class Visit>
bool forEachByte(std::string_view text, const Visit& visit) {
    if (text.size() % 4 == 0) {
        for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    }
    if (text.size() % 4 == 1) return false;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const auto sextet = sextetOf(c);
        if (!sextet) return false;
        bits = (bits << 6U | static_cast<std::uint32_t>(*sextet)) & 0xFFFFU;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        if (!visit(static_cast<char>(bits >> static_cast<unsigned>(held) & 0xFFU))) return false;
    }
    return true;
}

}  // namespace

std::optional<DecimalView> DecimalView::parse(std::string_view text) {
    DecimalView result;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        result.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const std::size_t point = text.find('.');
    result.whole = text.substr(0, point);
    if (point != std::string_view::npos) {
        result.fraction = text.substr(point + 1);
        if (result.fraction.empty()) return std::nullopt;
    }
    if (result.whole.empty() || !allDigits(result.whole) || !allDigits(result.fraction)) {
        return std::nullopt;
    }
    while (result.whole.starts_with('0')) result.whole.remove_prefix(1);
    while (result.fraction.ends_with('0')) result.fraction.remove_suffix(1);
    if (result.isZero()) result.negative = false;
    return result;
}

std::strong_ordering compare(const DecimalView& a, const DecimalView& b) {
    if (a.negative != b.negative) {
        return a.negative ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    return a.negative ? compareMagnitude(b, a) : compareMagnitude(a, b);
}

std::optional<Instant> Instant::parse(std::string_view text) {
    Instant result;
    if (!text.empty() && text.size() <= 18 && text.size() != 4 && allDigits(text)) {
        for (const char c : text) result.seconds = result.seconds * 10 + (c - '0');
        return result;
    }
    const auto year = takeDigits(text, 4);
    if (!year || *year == 0) return std::nullopt;
    std::optional<int> month = 1;
    std::optional<int> day = 1;
    int east = 0;
    std::int64_t ofDay = 0;
    if (take(text, '-')) {
        month = takeDigits(text, 2);
        if (take(text, '-')) day = takeDigits(text, 2);
    }
    if (!month || !day || *month < 1 || *month > 12 || *day < 1 || *day > daysIn(*year, *month)) {
        return std::nullopt;
    }
    if (take(text, 'T') || take(text, 't')) {
        const auto hour = takeDigits(text, 2);
        if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
        const auto minute = takeDigits(text, 2);
        if (!minute || *minute > 59) return std::nullopt;
        std::optional<int> second = 0;
        if (take(text, ':')) second = takeDigits(text, 2);
        if (!second || *second > 60 || !takeFraction(text, result.nanoseconds)) return std::nullopt;
        ofDay = (*hour * 60 + *minute) * 60 + *second;
        if (!takeZone(text, east)) return std::nullopt;
    }
    if (!text.empty()) return std::nullopt;
    result.seconds = daysFromEpoch(*year, *month, *day) * 86400 + ofDay - east;
    return result;
}

std::optional<bool> parseTruthValue(std::string_view text) {
    if (equalIgnoringCase(text, "true")) return true;
    if (equalIgnoringCase(text, "false")) return false;
    return std::nullopt;
}

std::optional<std::string> decodeBase64(std::string_view text) {
    std::string bytes;
    const bool good = forEachByte(text, [&](char byte) {
        bytes += byte;
        return true;
    });
    if (!good) return std::nullopt;
    return bytes;
}

bool base64Equals(std::string_view text, std::string_view bytes) {
    std::size_t count = 0;
    const bool same = forEachByte(
        text, [&](char byte) { return count < bytes.size() && bytes[count++] == byte; });
    return same && count == bytes.size();
}

}  // namespace archivolt
