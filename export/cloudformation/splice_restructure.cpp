// How TreeSplice adds entries to maps and lists, and takes entries out of them.

#include <algorithm>

#include "export/cloudformation/splice_tree.h"
#include "export/cloudformation/write_scalar.h"
#include "export/cloudformation/write_value.h"

namespace archivolt {

namespace {

/// Says whether a value's last text ends with a line break, which a literal then needs behind it.
bool endsWithLineBreak(const Value& value) {
    if (!value.items().empty()) return endsWithLineBreak(value.items().back());
    if (!value.entries().empty()) return endsWithLineBreak(value.entries().back().value);
    if (value.isCall()) return endsWithLineBreak(value.argument());
    return value.isString() && value.text().ends_with('\n');
}

}  // namespace

bool TreeSplice::canRestructure(const LaidContainer& container, const Change& change) const {
    const bool allKept = std::ranges::find(change.kept, false) == change.kept.end();
    if (allKept && change.added.empty()) return true;
    // A pair without braces, and a container of which nothing stays, are written anew.
    return !container.implicit && std::ranges::find(change.kept, true) != change.kept.end();
}

void TreeSplice::restructure(const Slot& slot, const LaidContainer& container,
                             const Change& change) {
    const bool allKept = std::ranges::find(change.kept, false) == change.kept.end();
    if (allKept && change.added.empty()) return;
    if (container.flow) {
        restructureFlow(container, change);
    } else {
        restructureBlock(container, change, slot.in == nullptr || slot.isResources);
    }
}

bool TreeSplice::separatesByBlankLines(const LaidContainer& container, bool isOuter) const {
    std::size_t blank = 0;
    for (std::size_t i = 1; i < container.entries.size(); ++i) {
        const std::size_t begin = m_layout.nextLine(container.entries[i - 1].end);
        const std::size_t end = m_layout.lineBegin(container.entries[i].begin);
        for (std::size_t line = begin; line < end; line = m_layout.nextLine(line)) {
            if (!m_layout.isBlankLine(line)) continue;
            ++blank;
            break;
        }
    }
    const std::size_t gaps = container.entries.size() - 1;
    return gaps == 0 ? isOuter : 2 * blank >= gaps;
}

void TreeSplice::restructureBlock(const LaidContainer& container, const Change& change,
                                  bool isOuter) {
    for (std::size_t i = 0; i < change.kept.size(); ++i) {
        if (!change.kept[i]) removeLines(container, change.kept, i);
    }
    const bool blankBetween = separatesByBlankLines(container, isOuter);
    for (const Insertion& added : change.added) insertLines(container, added, blankBetween);
}

TextStyle TreeSplice::styleBefore(std::size_t at, const std::string& pad) const {
    TextStyle style = m_style;
    const std::string_view text = m_tree.text;
    while (at < text.size() && m_layout.isBlankLine(at)) at = m_layout.nextLine(at);
    const std::string here = at < text.size() ? m_layout.padOfLine(at) : std::string();
    const bool isDeeper = here.size() > pad.size() && text.substr(at + here.size(), 1) == "#";
    style.literals = style.literals && !isDeeper;
    return style;
}

std::string TreeSplice::newBlockLines(const LaidContainer& container, const Insertion& added,
                                      const TextStyle& style) const {
    // What stands beside tells whether entries of this kind keep to one line.
    const SpanNode& beside = m_tree.node(container.entries[added.after.value_or(0)].value);
    const bool isAlike =
        beside.kind == SpanKind::Mapping ? added.value->isMap() : added.value->isList();
    const bool asFlow = isAlike && beside.tag().empty() &&
                        isOneLineCollection(container.entries[added.after.value_or(0)].value);
    if (asFlow && (added.key == nullptr || !needsQuestionMark(*added.key))) {
        const std::string head = container.sequence ? "-" : keyText(*added.key, style, false) + ":";
        return container.pad + head + " " + flowText(*added.value, style);
    }
    return container.sequence ? blockItem(*added.value, container.pad, style)
                              : blockEntry(*added.key, *added.value, container.pad, style);
}

void TreeSplice::insertLines(const LaidContainer& container, const Insertion& added,
                             bool blankBetween) {
    std::string blank = blankBetween ? "\n" : "";
    if (added.after) {
        // A blank line would belong to the text of a scalar that keeps those behind it.
        const SpanNodeId last = m_layout.lastLeaf(container.entries[*added.after].value);
        if (m_layout.blockHeader(last).find('+') != std::string_view::npos) blank.clear();
        const std::size_t at = m_layout.lineAfter(container.entries[*added.after]);
        const std::string lines = newBlockLines(container, added, styleBefore(at, container.pad));
        if (at == m_tree.text.size() && !m_tree.text.ends_with('\n')) {
            endLiteralAtEndOfText();
            m_edits.insert(at,
                           "\n" + blank + lines + (endsWithLineBreak(*added.value) ? "\n" : ""));
        } else {
            m_edits.insert(at, blank + lines + "\n");
        }
        return;
    }
    const LaidEntry& first = container.entries.front();
    const std::string lines = newBlockLines(container, added, m_style);
    if (container.ownLines) {
        m_edits.insert(m_layout.attachedBegin(first.begin, 0), lines + "\n" + blank);
    } else {
        m_edits.insert(first.begin, lines.substr(container.pad.size()) + "\n" + container.pad);
    }
}

/// Keeps a block scalar that the text ends with, without a line break, from gaining one.
void TreeSplice::endLiteralAtEndOfText() {
    const SpanNodeId leaf = m_layout.lastLeaf(m_tree.root);
    const std::string_view header = m_layout.blockHeader(leaf);
    const std::size_t begin = m_layout.contentBegin(leaf);
    if (header.empty() || header.find('-') != std::string_view::npos) return;
    if (m_edits.touches(begin, begin + header.size())) return;
    const auto keep = header.find('+');
    if (keep == std::string_view::npos) {
        m_edits.insert(begin + header.size(), "-");
    } else {
        m_edits.replace(begin + keep, begin + keep + 1, "-");
    }
}

void TreeSplice::removeLines(const LaidContainer& container, const std::vector<bool>& kept,
                             std::size_t index) {
    const LaidEntry& entry = container.entries[index];
    const auto nextKept =
        std::find(kept.begin() + static_cast<std::ptrdiff_t>(index), kept.end(), true);
    if (!m_layout.isFirstOnLine(entry.begin)) {
        // `- a: 1` loses its first key: the next one, with its comments, moves up to the dash.
        if (nextKept == kept.end()) return;
        const auto next = static_cast<std::size_t>(nextKept - kept.begin());
        const LaidEntry& follower = container.entries[next];
        const std::size_t line =
            m_layout.attachedBegin(follower.begin, container.entries[next - 1].end);
        m_edits.remove(entry.begin, std::min(follower.begin, line + container.pad.size()));
        return;
    }
    const std::size_t bound = index == 0 ? 0 : m_layout.nextLine(container.entries[index - 1].end);
    const Lines lines = tidied(
        container, index, {m_layout.attachedBegin(entry.begin, bound), m_layout.lineAfter(entry)});
    m_edits.remove(lines.from, lines.to);
}

/// Widens the lines of an entry to take blank ones along where else two groups of them would meet.
TreeSplice::Lines TreeSplice::tidied(const LaidContainer& container, std::size_t index,
                                     Lines lines) const {
    if (!m_options.tidyBlankLines || index == 0) return lines;
    const std::size_t bound = m_layout.nextLine(container.entries[index - 1].end);
    const std::size_t size = m_tree.text.size();
    const auto blankAbove = [&] {
        return lines.from > bound && m_layout.isBlankLine(m_layout.lineBegin(lines.from - 1));
    };
    if (!blankAbove()) return lines;
    const bool isLast = index + 1 == container.entries.size();
    if (lines.to == size || (isLast && container.flow)) {
        while (blankAbove()) lines.from = m_layout.lineBegin(lines.from - 1);
    } else {
        while (lines.to < size && m_layout.isBlankLine(lines.to)) {
            lines.to = m_layout.nextLine(lines.to);
        }
    }
    return lines;
}

std::string TreeSplice::newFlowEntry(const LaidContainer& container, const Insertion& added) const {
    const std::size_t beside = added.after.value_or(0);
    const SpanNodeId sibling = container.entries[beside].value;
    std::string value = flowValue(container, *added.value, isOneLineCollection(sibling));
    if (container.sequence) return value;
    if (m_tree.format == TemplateFormat::Json) {
        return doubleQuoted(*added.key) + m_style.colon + value;
    }
    const std::string mark = needsQuestionMark(*added.key) ? "? " : "";
    const std::string key =
        isJsonLike(container) ? doubleQuoted(*added.key) : keyText(*added.key, m_style, true);
    return mark + key + ": " + value;
}

void TreeSplice::restructureFlow(const LaidContainer& container, const Change& change) {
    const auto& entries = container.entries;
    const bool trailingComma = entries.back().comma.has_value();
    std::size_t lastKept = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (change.kept[i]) {
            lastKept = i;
        } else {
            removeFromFlow(container, i);
        }
    }
    // Every entry but the last needs a comma; the last one has one only where it always had.
    const LaidEntry& last = entries[lastKept];
    if (change.endsWithAdded && !last.comma) m_edits.insert(last.end, ",");
    if (!change.endsWithAdded && last.comma && !trailingComma) {
        m_edits.remove(*last.comma, *last.comma + 1);
    }
    for (std::size_t k = 0; k < change.added.size(); ++k) {
        const Insertion& added = change.added[k];
        const bool isLast = change.endsWithAdded && k + 1 == change.added.size();
        const std::string text =
            newFlowEntry(container, added) + (isLast && !trailingComma ? "" : ",");
        std::size_t at = container.open;
        if (added.after) {
            const LaidEntry& entry = entries[*added.after];
            at = entry.comma ? *entry.comma + 1 : entry.end;
        }
        if (container.ownLines) {
            if (m_layout.isLastOnLine(at)) at = m_layout.lineEnd(at);
            m_edits.insert(at, "\n" + container.pad + text);
        } else if (added.after) {
            m_edits.insert(at, " " + text);
        } else {
            m_edits.insert(entries.front().begin, text + " ");
        }
    }
}

void TreeSplice::removeFromFlow(const LaidContainer& container, std::size_t index) {
    const auto& entries = container.entries;
    const LaidEntry& entry = entries[index];
    const std::size_t end = entry.comma ? *entry.comma + 1 : entry.end;
    const std::size_t bound = index == 0 ? container.open : entries[index - 1].end;
    const bool ownsLines = m_layout.isFirstOnLine(entry.begin) && m_layout.isLastOnLine(end) &&
                           m_layout.nextLine(end) > end;
    if (ownsLines) {
        const Lines lines = tidied(
            container, index, {m_layout.attachedBegin(entry.begin, bound), m_layout.nextLine(end)});
        m_edits.remove(lines.from, lines.to);
    } else if (index + 1 < entries.size()) {
        m_edits.remove(entry.begin, entries[index + 1].begin);
    } else {
        const auto comma = index == 0 ? std::nullopt : entries[index - 1].comma;
        m_edits.remove(comma ? *comma + 1 : container.open, end);
    }
}

}  // namespace archivolt
