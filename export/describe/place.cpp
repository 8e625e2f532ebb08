#include "export/describe/place.h"

#include <algorithm>

#include "model/base/arn.h"
#include "model/evaluate/zone_table.h"

namespace archivolt {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isWord(char c) { return isDigit(c) || isLower(c) || (c >= 'A' && c <= 'Z'); }

/// Returns the last place where `word` stands on its own in `text`, npos where it does not.
std::size_t lastAlone(std::string_view text, std::string_view word) {
    for (std::size_t at = text.rfind(word); at != std::string_view::npos;
         at = at == 0 ? std::string_view::npos : text.rfind(word, at - 1)) {
        const std::size_t end = at + word.size();
        const bool begins = at == 0 || !isWord(text[at - 1]);
        const bool ends = end == text.size() || !isWord(text[end]);
        if (begins && ends) return at;
    }
    return std::string_view::npos;
}

}  // namespace

std::string regionInPath(std::string_view path) {
    static const ZoneTable kZones = ZoneTable::standard();
    std::string found;
    std::size_t foundAt = 0;
    for (const auto& [region, zones] : kZones.zones) {
        const std::size_t at = lastAlone(path, region);
        if (at == std::string_view::npos || (!found.empty() && at < foundAt)) continue;
        found = region;
        foundAt = at;
    }
    return found;
}

std::string accountInPath(std::string_view path) {
    std::string found;
    std::size_t at = 0;
    while (at < path.size()) {
        std::size_t end = at;
        while (end < path.size() && isWord(path[end])) ++end;
        if (isAccountNumber(path.substr(at, end - at))) found = path.substr(at, end - at);
        at = end + 1;
    }
    return found;
}

bool pathEndsWith(std::string_view path, std::string_view name) {
    if (path.ends_with(".json")) path.remove_suffix(5);
    if (name.empty() || !path.ends_with(name)) return false;
    return path.size() == name.size() || !isWord(path[path.size() - name.size() - 1]);
}

bool pathNames(std::string_view path, std::string_view id) {
    if (const auto arn = partsOfArn(id)) {
        const auto slash = arn->resource.find_last_of("/:");
        id = slash == std::string_view::npos ? arn->resource : arn->resource.substr(slash + 1);
    }
    return !id.empty() && lastAlone(path, id) != std::string_view::npos;
}

}  // namespace archivolt
