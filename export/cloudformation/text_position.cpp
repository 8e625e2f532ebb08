#include "export/cloudformation/text_position.h"

#include <algorithm>
#include <cstring>

namespace archivolt {

namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080;

/// Returns eight bytes, or bytes that are not ASCII where there are fewer.
std::uint64_t wordAt(std::string_view text, std::size_t at) {
    std::uint64_t word = kHighBits;
    if (at + sizeof word <= text.size()) std::memcpy(&word, text.data() + at, sizeof word);
    return word;
}

bool beginsCodePoint(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

std::uint32_t codePointsIn(std::string_view text) {
    std::size_t count = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        if ((wordAt(text, at) & kHighBits) == 0) {
            count += sizeof(std::uint64_t);
            at += sizeof(std::uint64_t);
        } else {
            if (beginsCodePoint(text[at])) ++count;
            ++at;
        }
    }
    return static_cast<std::uint32_t>(count);
}

/// Says whether a word holds the byte of which `repeated` is eight.
bool holdsByte(std::uint64_t word, std::uint64_t repeated) {
    const std::uint64_t other = word ^ repeated;
    return ((other - 0x0101010101010101U) & ~other & kHighBits) != 0;
}

/// Adds where lines begin behind the line breaks in `[from, to)`.
void addLineStarts(std::string_view text, std::size_t from, std::size_t to,
                   std::vector<std::uint32_t>& starts) {
    constexpr std::uint64_t kFeeds = 0x0A0A0A0A0A0A0A0A;
    constexpr std::uint64_t kReturns = 0x0D0D0D0D0D0D0D0D;
    std::size_t at = from;
    while (at < to) {
        std::uint64_t word = 0;
        const bool isWhole = at + sizeof word <= to;
        if (isWhole) std::memcpy(&word, text.data() + at, sizeof word);
        const std::size_t end = isWhole ? at + sizeof word : to;
        if (!isWhole || holdsByte(word, kFeeds) || holdsByte(word, kReturns)) {
            for (std::size_t i = at; i < end; ++i) {
                const bool isLone = text[i] == '\r' && text.substr(i + 1, 1) != "\n";
                if (isLone || text[i] == '\n') {
                    starts.push_back(static_cast<std::uint32_t>(i + 1));
                }
            }
        }
        at = end;
    }
}

/// Returns the length of the well-formed sequence at `at`, or 0. See table 3-7 of Unicode 15.
std::size_t sequenceLength(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto isTail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return isTail(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (!isTail(1) || !isTail(2)) return 0;
        const bool isOverlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool isSurrogate = lead == 0xED && byte(1) > 0x9F;
        return isOverlong || isSurrogate ? 0 : 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (!isTail(1) || !isTail(2) || !isTail(3)) return 0;
        const bool isOverlong = lead == 0xF0 && byte(1) < 0x90;
        const bool isTooHigh = lead == 0xF4 && byte(1) > 0x8F;
        return isOverlong || isTooHigh ? 0 : 4;
    }
    return 0;
}

}  // namespace

LineIndex::LineIndex(std::string_view text) : m_text(text) {
    m_lineStarts.push_back(text.starts_with(kByteOrderMark) ? 3 : 0);
    m_codePoints.reserve(text.size() / kBlock + 1);
    std::uint32_t codePoints = 0;
    for (std::size_t i = 0; i < text.size(); i += kBlock) {
        m_codePoints.push_back(codePoints);
        codePoints += codePointsIn(text.substr(i, kBlock));
        addLineStarts(text, i, std::min(i + kBlock, text.size()), m_lineStarts);
    }
    m_ascii = codePoints == text.size();
}

std::size_t LineIndex::codePointsBefore(std::size_t offset) const {
    offset = std::min(offset, m_text.size());
    if (m_ascii || m_text.empty()) return offset;
    const std::size_t block = std::min(offset / kBlock, m_codePoints.size() - 1);
    const auto first = m_text.begin() + static_cast<std::ptrdiff_t>(block * kBlock);
    const auto last = m_text.begin() + static_cast<std::ptrdiff_t>(offset);
    return m_codePoints[block] +
           static_cast<std::size_t>(std::count_if(first, last, beginsCodePoint));
}

TextPosition LineIndex::position(std::size_t offset) const {
    offset = std::min(offset, m_text.size());
    const auto next = std::upper_bound(m_lineStarts.begin(), m_lineStarts.end(), offset);
    if (next == m_lineStarts.begin()) return {};  // Inside the byte order mark.
    const std::size_t column = codePointsBefore(offset) - codePointsBefore(*(next - 1));
    return {static_cast<std::uint32_t>(next - m_lineStarts.begin()),
            static_cast<std::uint32_t>(column + 1)};
}

std::size_t LineIndex::byteOf(std::size_t codePoint) const {
    if (m_ascii) return std::min(codePoint, m_text.size());
    // The last block that has no more than `codePoint` before it holds it, or ends just before it.
    const auto next = std::upper_bound(m_codePoints.begin(), m_codePoints.end(), codePoint);
    const auto block = static_cast<std::size_t>(next - m_codePoints.begin()) - 1;
    std::size_t seen = m_codePoints[block];
    for (std::size_t i = block * kBlock; i < m_text.size(); ++i) {
        if (!beginsCodePoint(m_text[i])) continue;
        if (seen == codePoint) return i;
        ++seen;
    }
    return m_text.size();
}

std::string_view LineIndex::lineAt(std::size_t offset) const {
    offset = std::min(offset, m_text.size());
    auto next = std::upper_bound(m_lineStarts.begin(), m_lineStarts.end(), offset);
    if (next == m_lineStarts.begin()) ++next;  // Inside the byte order mark.
    const std::size_t begin = *(next - 1);
    std::size_t end = next == m_lineStarts.end() ? m_text.size() : *next;
    while (end > begin && (m_text[end - 1] == '\n' || m_text[end - 1] == '\r')) --end;
    return m_text.substr(begin, end - begin);
}

std::optional<std::size_t> firstInvalidUtf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if ((wordAt(text, at) & kHighBits) == 0) {
            at += sizeof(std::uint64_t);
            continue;
        }
        const std::size_t length = sequenceLength(text, at);
        if (length == 0) return at;
        at += length;
    }
    return std::nullopt;
}

}  // namespace archivolt
