#include "model/base/path.h"

#include <algorithm>
#include <charconv>

namespace archivolt {

namespace {

bool needsQuotes(std::string_view key) {
    return key.empty() || key.find_first_of(".[]\"\\") != std::string_view::npos;
}

std::string quoted(std::string_view key) {
    std::string text = "[\"";
    for (const char c : key) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + "\"]";
}

/// Reads one `[...]` step that begins at `at` (on the bracket) and moves `at` behind it.
bool parseBracket(std::string_view text, std::size_t& at, std::vector<PathStep>& steps) {
    ++at;
    if (at < text.size() && text[at] == '"') {
        std::string key;
        for (++at; at < text.size() && text[at] != '"'; ++at) {
            if (text[at] == '\\' && at + 1 < text.size()) ++at;
            key += text[at];
        }
        if (at + 1 >= text.size() || text[at + 1] != ']') return false;
        at += 2;
        steps.emplace_back(std::move(key));
        return true;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), index);
    at = static_cast<std::size_t>(end - text.data());
    if (error != std::errc{} || at >= text.size() || text[at] != ']') return false;
    ++at;
    steps.emplace_back(index);
    return true;
}

}  // namespace

Path Path::operator/(PathStep step) const {
    Path result = *this;
    result.m_steps.push_back(std::move(step));
    return result;
}

Path Path::operator/(const Path& tail) const {
    Path result = *this;
    result.m_steps.insert(result.m_steps.end(), tail.m_steps.begin(), tail.m_steps.end());
    return result;
}

Path Path::parent() const {
    Path result = *this;
    if (!result.m_steps.empty()) result.m_steps.pop_back();
    return result;
}

Path Path::from(std::size_t first) const {
    const auto count = std::min(first, m_steps.size());
    return Path(
        std::vector<PathStep>(m_steps.begin() + static_cast<std::ptrdiff_t>(count), m_steps.end()));
}

bool Path::startsWith(const Path& prefix) const {
    return prefix.size() <= size() &&
           std::equal(prefix.m_steps.begin(), prefix.m_steps.end(), m_steps.begin());
}

std::string Path::toString() const {
    std::string text;
    for (const PathStep& step : m_steps) {
        if (const auto* index = std::get_if<std::size_t>(&step)) {
            text += '[' + std::to_string(*index) + ']';
            continue;
        }
        const auto& key = std::get<std::string>(step);
        if (needsQuotes(key)) {
            text += quoted(key);
        } else {
            if (!text.empty()) text += '.';
            text += key;
        }
    }
    return text;
}

Path Path::parse(std::string_view text) {
    std::vector<PathStep> steps;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == '[') {
            if (!parseBracket(text, at, steps)) return {};
            continue;
        }
        if (text[at] == '.' && (steps.empty() || ++at == text.size())) return {};
        const auto end = std::min(text.find_first_of(".[", at), text.size());
        if (end == at) return {};
        steps.emplace_back(std::string(text.substr(at, end - at)));
        at = end;
    }
    return Path(std::move(steps));
}

}  // namespace archivolt
