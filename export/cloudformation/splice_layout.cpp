#include "export/cloudformation/splice_layout.h"

#include <algorithm>

namespace archivolt {

namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

std::size_t TextLayout::lineBegin(std::size_t at) const {
    const auto before = at == 0 ? std::string_view::npos : m_text.rfind('\n', at - 1);
    if (before != std::string_view::npos) return before + 1;
    return m_text.starts_with(kMark) ? kMark.size() : 0;
}

std::size_t TextLayout::lineEnd(std::size_t at) const {
    const std::size_t end = std::min(m_text.find('\n', at), m_text.size());
    return end > at && end < m_text.size() && m_text[end - 1] == '\r' ? end - 1 : end;
}

std::size_t TextLayout::nextLine(std::size_t at) const {
    const auto end = m_text.find('\n', at);
    return end == std::string_view::npos ? m_text.size() : end + 1;
}

bool TextLayout::isBlankLine(std::size_t begin) const {
    return m_text.substr(begin, lineEnd(begin) - begin).find_first_not_of(" \t") ==
           std::string_view::npos;
}

bool TextLayout::isFirstOnLine(std::size_t at) const {
    const std::size_t begin = lineBegin(at);
    return at >= begin &&
           m_text.substr(begin, at - begin).find_first_not_of(" \t") == std::string_view::npos;
}

bool TextLayout::isLastOnLine(std::size_t at) const {
    const std::size_t end = lineEnd(at);
    const std::size_t first = std::min(m_text.find_first_not_of(" \t", at), end);
    return first >= end || (isComment(first) && commentEnd(first) == end);
}

std::string TextLayout::padOfLine(std::size_t at) const {
    const std::size_t begin = lineBegin(at);
    const std::size_t end = std::min(m_text.find_first_not_of(" \t", begin), m_text.size());
    return std::string(m_text.substr(begin, end - begin));
}

bool TextLayout::isComment(std::size_t at) const {
    if (at >= m_text.size()) return false;
    // JSON has no comments, but the reader takes those of JavaScript, with an error.
    if (m_tree.format == TemplateFormat::Json) {
        return m_text.substr(at, 2) == "//" || m_text.substr(at, 2) == "/*";
    }
    if (m_text[at] != '#') return false;
    return at == 0 || isSpace(m_text[at - 1]) ||
           std::string_view("[{,").find(m_text[at - 1]) != std::string_view::npos;
}

std::size_t TextLayout::commentEnd(std::size_t at) const {
    if (m_text.substr(at, 2) != "/*") return lineEnd(at);
    const auto end = m_text.find("*/", at + 2);
    return end == std::string_view::npos ? m_text.size() : end + 2;
}

std::size_t TextLayout::skipGap(std::size_t at) const {
    while (at < m_text.size()) {
        if (isSpace(m_text[at])) {
            ++at;
        } else if (isComment(at)) {
            at = commentEnd(at);
        } else {
            break;
        }
    }
    return at;
}

std::size_t TextLayout::contentBegin(SpanNodeId id) const {
    const SpanNode& node = m_tree.node(id);
    if (node.tag().empty() && node.anchor().empty()) return node.begin;
    const std::uint32_t content = node.contentBegin();
    return std::min<std::size_t>(skipGap(content), std::max(node.end, content));
}

std::size_t TextLayout::contentEnd(SpanNodeId id) const {
    const SpanNode& node = m_tree.node(id);
    const bool block = node.style == SpanStyle::Block && !m_tree.children(id).empty();
    if (block) {
        const SpanNodeId last = m_tree.lastChild(id);
        if (!isEmpty(last)) return contentEnd(last);
    }
    // Blanks at the end of a block scalar are part of its text.
    const bool isBlockScalar = node.style == SpanStyle::Literal || node.style == SpanStyle::Folded;
    const auto isTrimmed = [&](char c) {
        return isBlockScalar ? c == '\r' || c == '\n' : isSpace(c);
    };
    std::size_t end = node.end;
    while (end > node.begin && isTrimmed(m_text[end - 1])) --end;
    return end;
}

bool TextLayout::isEmpty(SpanNodeId id) const {
    const SpanNode& node = m_tree.node(id);
    return node.kind == SpanKind::Scalar && node.style == SpanStyle::Plain &&
           m_tree.value(node).empty() && node.tag().empty() && node.anchor().empty();
}

SpanNodeId TextLayout::lastLeaf(SpanNodeId id) const {
    return id + m_tree.node(id).size - 1;  // The last node of all that is in it.
}

std::string_view TextLayout::blockHeader(SpanNodeId id) const {
    const SpanNode& node = m_tree.node(id);
    if (node.style != SpanStyle::Literal && node.style != SpanStyle::Folded) return {};
    const std::size_t begin = contentBegin(id);
    const std::size_t end =
        std::min(m_text.find_first_not_of("+-0123456789", begin + 1), m_text.size());
    return m_text.substr(begin, end - begin);
}

std::size_t TextLayout::lineAfter(const LaidEntry& entry) const {
    std::size_t at = nextLine(entry.end);
    if (blockHeader(lastLeaf(entry.value)).find('+') != std::string_view::npos) {
        while (at < m_text.size() && isBlankLine(at)) at = nextLine(at);
    }
    return at;
}

std::size_t TextLayout::attachedBegin(std::size_t begin, std::size_t bound) const {
    std::size_t line = lineBegin(begin);
    const std::string pad = padOfLine(begin);
    while (line > 0) {
        const std::size_t above = lineBegin(line - 1);
        if (above >= line || above < bound || padOfLine(above) != pad) break;
        const std::size_t first = above + pad.size();
        if (!isComment(first)) break;
        line = above;
    }
    return line;
}

bool TextLayout::layEntry(LaidContainer& container, LaidEntry& entry) const {
    const auto is = [&](std::size_t at, char c) { return at < m_text.size() && m_text[at] == c; };
    entry.valueFrom = entry.begin;
    if (!container.sequence) {
        // An alias or another collection as a key is no CloudFormation; such a map is left alone.
        if (m_tree.node(entry.key).kind != SpanKind::Scalar) return false;
        const std::size_t colon = skipGap(contentEnd(entry.key));
        if (!is(colon, ':')) return false;
        entry.valueFrom = colon + 1;
    } else if (!container.flow) {
        if (!is(entry.begin, '-')) return false;
        entry.valueFrom = entry.begin + 1;
    }
    entry.end = isEmpty(entry.value) ? entry.valueFrom : contentEnd(entry.value);
    if (entry.end < entry.valueFrom) return false;
    if (container.flow && !container.implicit) {
        const std::size_t comma = skipGap(entry.end);
        if (is(comma, ',')) entry.comma = comma;
    }
    return true;
}

std::optional<LaidContainer> TextLayout::container(SpanNodeId id) const {
    const auto known = m_known.find(id);
    return known == m_known.end() ? lay(id) : known->second;
}

std::optional<LaidContainer> TextLayout::lay(SpanNodeId id) const {
    const SpanNode& node = m_tree.node(id);
    if (node.kind != SpanKind::Mapping && node.kind != SpanKind::Sequence) return std::nullopt;
    LaidContainer result;
    result.sequence = node.kind == SpanKind::Sequence;
    result.flow = node.style == SpanStyle::Flow;
    std::size_t at = skipGap(contentBegin(id));
    if (result.flow) {
        result.implicit = at >= m_text.size() || m_text[at] != (result.sequence ? '[' : '{');
        if (!result.implicit) ++at;
        result.open = at;
    }
    const std::size_t step = result.sequence ? 1 : 2;
    const std::size_t children = m_tree.childCount(id);
    if (children % step != 0) return std::nullopt;
    result.entries.reserve(children / step);
    for (const SpanNodeId child : m_tree.children(id)) {
        if (!result.sequence && m_tree.node(child).place % 2 == 0) continue;
        LaidEntry entry;
        entry.begin = skipGap(at);
        entry.value = child;
        if (!result.sequence) entry.key = m_tree.previous(child);
        if (!layEntry(result, entry)) return std::nullopt;
        at = entry.comma ? *entry.comma + 1 : entry.end;
        result.entries.push_back(entry);
    }
    if (result.entries.empty()) return result;
    const std::size_t first = result.entries.front().begin;
    result.ownLines = isFirstOnLine(first);
    const std::size_t line = lineBegin(first);
    result.pad = result.ownLines ? padOfLine(first) : std::string(first - line, ' ');
    return result;
}

}  // namespace archivolt
