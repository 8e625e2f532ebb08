#include "render/paint/icons.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "model/base/invariant.h"
#include "render/paint/icon_drawings.h"
#include "render/paint/picture_rules.h"

namespace archivolt {

namespace {

/// Splits a drawing into words and reads them one by one.
class Words {
public:
    explicit Words(std::string_view text) : m_rest(text) {}

    std::string_view next() {
        while (!m_rest.empty() && m_rest.front() == ' ') m_rest.remove_prefix(1);
        const auto end = std::min(m_rest.find(' '), m_rest.size());
        const std::string_view word = m_rest.substr(0, end);
        m_rest.remove_prefix(end);
        return word;
    }

    /// Reads `count` numbers; false when one is missing or no number, which is then `bad`.
    bool numbers(std::size_t count, double* values) {
        for (std::size_t i = 0; i < count; ++i) {
            bad = next();
            const char* end = bad.data() + bad.size();
            const auto [at, error] = std::from_chars(bad.data(), end, values[i]);
            if (error != std::errc{} || at != end) return false;
        }
        return true;
    }

    std::string_view bad;

private:
    std::string_view m_rest;
};

std::size_t operandsOf(char command) {
    switch (command) {
        case 'M':
        case 'L': return 2;
        case 'H':
        case 'V': return 1;
        case 'C': return 6;
        case 'O': return 3;
        case 'R': return 5;
        default: return 0;
    }
}

void draw(QPainterPath& path, char command, const double* v) {
    const QPointF at = path.currentPosition();
    switch (command) {
        case 'M': path.moveTo(v[0], v[1]); break;
        case 'L': path.lineTo(v[0], v[1]); break;
        case 'H': path.lineTo(v[0], at.y()); break;
        case 'V': path.lineTo(at.x(), v[0]); break;
        case 'C': path.cubicTo(v[0], v[1], v[2], v[3], v[4], v[5]); break;
        case 'O': path.addEllipse(QPointF(v[0], v[1]), v[2], v[2]); break;
        case 'R': path.addRoundedRect(QRectF(v[0], v[1], v[2], v[3]), v[4], v[4]); break;
        default: path.closeSubpath(); break;
    }
}

std::map<std::string_view, QPainterPath> readAll() {
    std::map<std::string_view, QPainterPath> icons;
    std::string_view rest = iconDrawings();
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(rest.size(), end + 1));
        if (line.empty() || line.front() == '#') continue;
        const auto colon = line.find(": ");
        INVARIANT(colon != std::string_view::npos);
        auto path = parseIconPath(line.substr(colon + 2));
        INVARIANT(path.has_value());
        icons.emplace(line.substr(0, colon), std::move(*path));
    }
    INVARIANT(icons.contains("resource"));
    return icons;
}

const std::map<std::string_view, QPainterPath>& allIcons() {
    // Made once for each thread that paints: part of the program, as the font is of the machine. A
    // path that is painted remembers how, even a constant one, so two threads can't paint the same.
    thread_local const std::map<std::string_view, QPainterPath> kIcons = readAll();
    return kIcons;
}

}  // namespace

Result<QPainterPath> parseIconPath(std::string_view text) {
    constexpr std::string_view kCommands = "MLHVCZOR";
    QPainterPath path;
    Words words(text);
    for (auto word = words.next(); !word.empty(); word = words.next()) {
        double values[6] = {};
        const bool known = word.size() == 1 && kCommands.find(word[0]) != std::string_view::npos;
        if (!known || !words.numbers(operandsOf(word[0]), values)) {
            return failure(kBadIcon,
                           fmt::format("`{}` is no part of a drawing", known ? words.bad : word),
                           "write commands and numbers, one space between two");
        }
        draw(path, word[0], values);
    }
    return path;
}

const QPainterPath& iconPath(std::string_view name) {
    const auto& icons = allIcons();
    const auto found = icons.find(name);
    return found == icons.end() ? icons.at("resource") : found->second;
}

std::vector<std::string_view> iconNames() {
    std::vector<std::string_view> names;
    for (const auto& [name, path] : allIcons()) names.push_back(name);
    return names;
}

}  // namespace archivolt
