#include "app/command/matrix_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace archivolt {

namespace {

constexpr std::size_t kPageWidth = 100;
constexpr std::size_t kNameWidth = 24;
constexpr std::size_t kCellWidth = 24;

/// Returns how many columns a UTF-8 text takes, a code point each.
std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t width) {
    return text + std::string(width - std::min(width, columns(text)), ' ');
}

/// Lays out one table; long cells are numbered as they come up.
class Sheet {
public:
    Sheet(const MatrixQuestion& question, const std::vector<MatrixCell>& cells, Family family)
        : m_question(question) {
        for (const MatrixCell& cell : cells) {
            if (cell.family != family) continue;
            m_texts[{cell.from, cell.to}] = brief(cellText(cell));
            m_rows.insert(cell.from);
            m_columns.insert(cell.to);
        }
    }

    std::string text() {
        std::size_t rowName = 4;
        for (const std::size_t row : m_rows) {
            rowName = std::max(rowName, columns(shortName(m_question.from[row].name, kNameWidth)));
        }
        std::string text;
        std::vector<std::pair<std::size_t, std::size_t>> page;
        std::size_t width = rowName;
        for (const std::size_t column : m_columns) {
            const std::size_t own = widthOf(column);
            if (!page.empty() && width + 2 + own > kPageWidth) {
                text += pageText(page, rowName) + '\n';
                page.clear();
                width = rowName;
            }
            page.emplace_back(column, own);
            width += 2 + own;
        }
        if (!page.empty()) text += pageText(page, rowName);
        for (std::size_t i = 0; i < m_long.size(); ++i) {
            if (i == 0) text += '\n';
            text += fmt::format("[{}] {}\n", i + 1, m_long[i]);
        }
        return text;
    }

private:
    std::string brief(const std::string& text) {
        if (columns(text) <= kCellWidth) return text;
        auto at = std::ranges::find(m_long, text);
        if (at == m_long.end()) at = m_long.insert(m_long.end(), text);
        return fmt::format("[{}]", at - m_long.begin() + 1);
    }

    [[nodiscard]] std::size_t widthOf(std::size_t column) const {
        std::size_t width = columns(shortName(m_question.to[column].name, kNameWidth));
        for (const auto& [place, text] : m_texts) {
            if (place.second == column) width = std::max(width, columns(text));
        }
        return width;
    }

    /// Returns some columns of the table, those rows left out that have nothing in them.
    [[nodiscard]] std::string pageText(const std::vector<std::pair<std::size_t, std::size_t>>& page,
                                       std::size_t rowName) const {
        std::string text = padded("from", rowName);
        for (const auto& [column, width] : page) {
            text += "  " + padded(shortName(m_question.to[column].name, kNameWidth), width);
        }
        text = trimmed(std::move(text));
        for (const std::size_t row : m_rows) {
            std::string line = padded(shortName(m_question.from[row].name, kNameWidth), rowName);
            bool isEmpty = true;
            for (const auto& [column, width] : page) {
                const auto at = m_texts.find({row, column});
                isEmpty = isEmpty && at == m_texts.end();
                line += "  " + padded(at == m_texts.end() ? "·" : at->second, width);
            }
            if (!isEmpty) text += trimmed(std::move(line));
        }
        return text;
    }

    static std::string trimmed(std::string line) {
        line.erase(line.find_last_not_of(' ') + 1);
        return line + '\n';
    }

    const MatrixQuestion& m_question;
    std::map<std::pair<std::size_t, std::size_t>, std::string> m_texts;
    std::set<std::size_t> m_rows;
    std::set<std::size_t> m_columns;
    std::vector<std::string> m_long;
};

}  // namespace

std::string shortName(const std::string& name, std::size_t width) {
    if (columns(name) <= width) return name;
    const auto count = std::ranges::count(name, ',');
    const std::string tail = count > 0 ? fmt::format("… ({})", count + 1) : "…";
    std::string head = name.substr(0, name.find(','));
    while (!head.empty() && columns(head) + columns(tail) > width) {
        // A code point goes whole.
        while (head.size() > 1 && (static_cast<unsigned char>(head.back()) & 0xC0U) == 0x80U) {
            head.pop_back();
        }
        head.pop_back();
    }
    return head + tail;
}

std::string cellText(const MatrixCell& cell) {
    std::string text;
    if (!cell.some.sure.empty()) text = trafficText(cell.some.sure);
    if (cell.every != cell.some.sure) {
        text += cell.every.empty() ? " (some)" : fmt::format(" (all: {})", trafficText(cell.every));
    }
    if (cell.answeredInPart == cell.some.sure && !cell.some.sure.empty()) {
        text += " (in part)";
    } else if (!cell.answeredInPart.empty()) {
        text += fmt::format(" (in part: {})", trafficText(cell.answeredInPart));
    }
    const TrafficSet open = cell.some.possible - cell.some.sure;
    if (open.empty()) return text;
    const std::string rest =
        cell.some.sure.empty() ? trafficText(cell.some.possible) : trafficText(open);
    return text + (text.empty() ? "? " : " ? ") + rest;
}

std::string matrixTable(const MatrixQuestion& question, const std::vector<MatrixCell>& cells,
                        Family family) {
    return Sheet(question, cells, family).text();
}

}  // namespace archivolt
