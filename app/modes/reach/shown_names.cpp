#include "app/modes/reach/shown_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/design/name_tag.h"

namespace archivolt {

namespace {

bool isIdLetter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/// Says whether a text is an id that AWS makes, `i-0a1b2c3d`; a name of the user's is left alone.
/// Source: EC2 user guide, "Resource IDs": a prefix, a hyphen, and 8 or 17 hexadecimal digits.
bool isMadeId(std::string_view text) {
    constexpr std::size_t kShortest = 8;
    const std::size_t hyphen = text.rfind('-');
    if (hyphen == std::string_view::npos || hyphen == 0) return false;
    const std::string_view number = text.substr(hyphen + 1);
    return number.size() >= kShortest && std::ranges::all_of(number, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

/// Returns what the ids of a kind begin with, `subnet`.
std::string kindOf(const std::string& id) { return id.substr(0, id.rfind('-')); }

}  // namespace

ShownNames::ShownNames(const std::vector<const Design*>& designs) {
    std::map<std::string, int, std::less<>> count;
    std::map<std::pair<std::string, std::string>, int> countOfKind;
    std::map<std::string, std::string> named;
    for (const Design* design : designs) {
        for (const auto& stack : design->stacks) {
            if (stack->kind != StackKind::Observed) continue;
            for (const auto& resource : stack->body.resources) {
                if (!isMadeId(resource->logicalId)) continue;
                std::string name = nameTagOf(*stack, *resource);
                if (name.empty() || name == resource->logicalId) continue;
                const auto [at, isNew] = named.emplace(resource->logicalId, std::move(name));
                if (!isNew) continue;
                ++count[at->second];
                ++countOfKind[{at->second, kindOf(at->first)}];
            }
        }
    }
    for (const auto& [id, name] : named) {
        const std::string whole = fmt::format("{} ({})", name, id);
        m_names.emplace(id, Name{count.find(name)->second > 1 ? whole : name,
                                 countOfKind.at({name, kindOf(id)}) > 1 ? whole : name});
    }
}

void ShownNames::add(const std::string& id, const std::string& name) {
    if (isMadeId(id) && !name.empty()) m_names.emplace(id, Name{name, name});
}

void ShownNames::put(std::string& text) const { put(text, &Name::among); }

void ShownNames::putOfOneKind(std::string& text) const { put(text, &Name::ofKind); }

void ShownNames::put(std::string& text, std::string Name::*form) const {
    if (m_names.empty()) return;
    std::string named;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && isIdLetter(text[end])) ++end;
        const auto found = m_names.find(std::string_view(text).substr(at, end - at));
        if (found != m_names.end()) {
            named += found->second.*form;
        } else {
            named.append(text, at, end - at);
        }
        if (end < text.size()) named += text[end++];
        at = end;
    }
    text = std::move(named);
}

void ShownNames::put(std::vector<std::string>& texts) const {
    for (std::string& text : texts) put(text);
}

}  // namespace archivolt
