#include "model/value/json_fault.h"

#include <algorithm>
#include <cctype>

namespace archivolt {

namespace {

constexpr std::size_t kMostShown = 20;

/// Returns the word or sign that a place lies in or ends.
std::string_view wordAt(std::string_view text, std::size_t at) {
    const auto isPart = [&](std::size_t place) {
        const auto c = static_cast<unsigned char>(text[place]);
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.' || c >= 0x80U;
    };
    std::size_t begin = at;
    std::size_t end = at + 1;
    if (!isPart(at)) return text.substr(at, 1);
    while (begin > 0 && isPart(begin - 1)) --begin;
    while (end < text.size() && isPart(end)) ++end;
    return text.substr(begin, end - begin);
}

}  // namespace

std::string jsonFault(std::string_view text, std::size_t stopped) {
    std::size_t at = std::min(stopped, text.size());
    if (at == text.size()) return "the text ends before it is complete";
    // A word is found wrong at the sign behind it.
    const auto isSpace = [&](std::size_t place) {
        return std::isspace(static_cast<unsigned char>(text[place])) != 0;
    };
    if (static_cast<unsigned char>(text[at]) < 0x20U && at > 0 && !isSpace(at - 1)) --at;
    if (static_cast<unsigned char>(text[at]) < 0x20U) return "a control character stands here";
    std::string word(wordAt(text, at));
    if (word.size() > kMostShown) {
        std::size_t cut = kMostShown;
        while (cut > 0 && (static_cast<unsigned char>(word[cut]) & 0xC0U) == 0x80U) --cut;
        word = word.substr(0, cut) + "…";
    }
    return "`" + word + "` is not what may stand here";
}

}  // namespace archivolt
