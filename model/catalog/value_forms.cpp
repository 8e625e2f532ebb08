#include "model/catalog/value_forms.h"

#include <algorithm>
#include <charconv>

#include "model/base/invariant.h"
#include "model/catalog/embedded_forms.h"

namespace archivolt {

namespace {

/// Takes what stands before the next `end` off the front of `text`; all of it where none is.
std::string_view takeFront(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    const std::string_view front = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return front;
}

template <class Number>
std::optional<Number> numberIn(std::string_view text) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [behind, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && behind == end ? std::optional(number) : std::nullopt;
}

/// Reads `LOW..HIGH`, of which either may be open.
template <class Number>
void readSpan(std::string_view text, std::optional<Number>& low, std::optional<Number>& high) {
    const std::size_t dots = text.find("..");
    INVARIANT(dots != std::string_view::npos);
    low = numberIn<Number>(text.substr(0, dots));
    high = numberIn<Number>(text.substr(dots + 2));
}

std::vector<std::string_view> fieldsOf(std::string_view text, char separator) {
    std::vector<std::string_view> fields;
    while (!text.empty()) fields.push_back(takeFront(text, separator));
    return fields;
}

}  // namespace

ValueForms ValueForms::embedded() { return {embeddedForms(), embeddedPatterns()}; }

ValueForms::ValueForms(std::string_view forms, std::string_view patterns) : m_patterns(patterns) {
    takeFront(forms, '\n');  // The head tells the origin.
    m_regions = takeFront(forms, '\n');
    const std::size_t gap = forms.find("\n\n");
    INVARIANT(gap != std::string_view::npos);
    m_index = forms.substr(0, gap);
    m_lines = forms.substr(gap + 2);
}

std::vector<std::string_view> ValueForms::regions() const { return fieldsOf(m_regions, '\t'); }

std::vector<std::string_view> ValueForms::patterns() const { return fieldsOf(m_patterns, '\n'); }

ValueForms::Entry ValueForms::entryOf(std::string_view type) const {
    std::string_view rest = m_index;
    while (!rest.empty()) {
        const std::size_t before = rest.rfind('\n', rest.size() / 2);
        const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
        const std::size_t end = std::min(rest.find('\n', begin), rest.size());
        std::string_view line = rest.substr(begin, end - begin);
        const std::string_view name = takeFront(line, '\t');
        if (name == type) {
            const auto first = numberIn<std::size_t>(takeFront(line, '\t'));
            const auto size = numberIn<std::size_t>(takeFront(line, '\t'));
            INVARIANT(first && size && *first + *size <= m_lines.size());
            return {m_lines.substr(*first, *size), line};
        }
        if (type < name) {
            rest = rest.substr(0, begin == 0 ? 0 : begin - 1);
        } else {
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return {};
}

std::string_view ValueForms::ofType(std::string_view type) const { return entryOf(type).lines; }

std::string_view ValueForms::ofProperty(std::string_view lines, std::string_view object,
                                        std::string_view property) {
    bool isHere = object == "Properties";
    while (!lines.empty()) {
        std::string_view line = takeFront(lines, '\n');
        if (line.starts_with('<')) {
            if (isHere) return {};
            isHere = line.substr(1) == object;
        } else if (isHere && takeFront(line, '\t') == property) {
            return line;
        }
    }
    return {};
}

ValueForm ValueForms::next(std::string_view& levels) const {
    ValueForm form;
    std::string_view level = takeFront(levels, ';');
    while (!level.empty()) {
        std::string_view part = takeFront(level, ',');
        const char kind = part.front();
        part.remove_prefix(1);
        if (kind == 'n') {
            readSpan(part, form.minimum, form.maximum);
        } else if (kind == 'p') {
            const auto place = numberIn<std::size_t>(part);
            INVARIANT(place && *place < m_patterns.size());
            std::string_view rest = m_patterns.substr(*place);
            form.pattern = takeFront(rest, '\n');
        } else {
            INVARIANT(kind == 'l' || kind == 'i');
            readSpan(part, form.minLength, form.maxLength);
        }
    }
    return form;
}

bool ValueForms::isMissing(std::string_view type, std::string_view region) const {
    const std::string_view hex = entryOf(type).regions;
    if (hex.empty()) return false;
    std::uint64_t bits = 0;
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16);
    INVARIANT(error == std::errc() && end == hex.data() + hex.size());
    for (std::string_view rest = m_regions; !rest.empty(); bits >>= 1U) {
        if (takeFront(rest, '\t') == region) return (bits & 1U) == 0;
    }
    return false;
}

std::vector<std::string_view> ValueForms::types() const {
    std::vector<std::string_view> names = fieldsOf(m_index, '\n');
    for (std::string_view& line : names) line = line.substr(0, line.find('\t'));
    return names;
}

}  // namespace archivolt
