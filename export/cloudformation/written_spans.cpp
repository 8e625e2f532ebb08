#include "export/cloudformation/written_spans.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/read_yaml.h"
#include "export/cloudformation/write_template.h"

namespace archivolt {

namespace {

constexpr std::string_view kAround = "Resources:\n";
// What stands before entries in a text of them alone: the root, Resources, its map.
constexpr SpanNodeId kNodesAround = 3;
constexpr SpanNodeId kMapAround = 2;
constexpr std::size_t kRoomPart = 32;  // So large a part of a tree is kept free for its growth.

/// The bytes in which two texts differ: `[begin, end)` of the old one became `[begin, newEnd)`.
struct Difference {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t newEnd = 0;
};

Difference differenceOf(std::string_view before, std::string_view after) {
    constexpr std::size_t kBlock = 512;  // Most of two texts is the same, block by block.
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t same = 0;
    while (shorter - same >= kBlock && before.substr(same, kBlock) == after.substr(same, kBlock)) {
        same += kBlock;
    }
    while (same < shorter && before[same] == after[same]) ++same;
    const auto endsAlike = [&](std::size_t behind, std::size_t size) {
        return before.substr(before.size() - behind - size, size) ==
               after.substr(after.size() - behind - size, size);
    };
    std::size_t behind = 0;
    while (shorter - same - behind >= kBlock && endsAlike(behind, kBlock)) behind += kBlock;
    while (behind < shorter - same && endsAlike(behind, 1)) ++behind;
    return {same, before.size() - behind, after.size() - behind};
}

bool isPlainBlock(const SpanNode& node) {
    return node.kind == SpanKind::Mapping && node.style == SpanStyle::Block && node.tag().empty();
}

/// Entries of Resources in a row: their nodes `[first, last)`, their places `[from, to)` among the
/// map's children, and the bytes from the first one's key up to the line of what follows.
struct Entries {
    SpanNodeId resources = kNoSpanNode;
    SpanNodeId first = kNoSpanNode;
    SpanNodeId last = kNoSpanNode;
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool endResources = false;  ///< The last of all is among them.
    bool endText = false;       ///< Nothing follows them.
};

/// Returns the entries behind the key of whose first one, and before what follows, the texts
/// differ; `next` is the key of the section behind Resources, none where that is the last.
std::optional<Entries> entriesIn(const SpanTree& tree, SpanNodeId resources, SpanNodeId next,
                                 const Difference& difference) {
    const SpanNodeId behind = resources + tree.node(resources).size;
    const auto following = [&](SpanNodeId key) {
        const SpanNodeId value = key + tree.node(key).size;
        return value + tree.node(value).size;
    };
    // The key of the first one stands before what differs, so that it is read as it was.
    SpanNodeId first = kNoSpanNode;
    for (SpanNodeId key = resources + 1; key < behind && tree.node(key).end < difference.begin;
         key = following(key)) {
        first = key;
    }
    if (first == kNoSpanNode) return std::nullopt;
    Entries entries;
    entries.resources = resources;
    entries.first = first;
    entries.from = tree.node(first).place;
    entries.begin = tree.node(first).begin;
    entries.to = entries.from;
    for (SpanNodeId key = following(first);; key = following(key)) {
        entries.to += 2;
        entries.endResources = key == behind;
        entries.last = entries.endResources ? next : key;
        entries.endText = entries.last == kNoSpanNode;
        if (entries.endText) {
            entries.last = static_cast<SpanNodeId>(tree.nodes.size());
            entries.end = tree.text.size();
        } else {
            const std::size_t line = tree.text.rfind('\n', tree.node(entries.last).begin);
            if (line == std::string::npos) return std::nullopt;
            entries.end = line + 1;
        }
        if (entries.end >= difference.end) return entries;
        if (entries.endResources) return std::nullopt;
    }
}

/// Returns the entries of Resources inside of which the texts differ; nothing where there are none.
std::optional<Entries> entriesAround(const SpanTree& tree, const Difference& difference) {
    if (tree.format != TemplateFormat::Yaml || tree.root != 0 || !isPlainBlock(tree.node(0))) {
        return std::nullopt;
    }
    for (const SpanNodeId key : tree.children(0)) {
        if (tree.node(key).place % 2 != 0 || tree.value(key) != "Resources") continue;
        const SpanNodeId resources = key + tree.node(key).size;
        if (!isPlainBlock(tree.node(resources))) return std::nullopt;
        const SpanNodeId behind = resources + tree.node(resources).size;
        const SpanNodeId next = behind < tree.nodes.size() ? behind : kNoSpanNode;
        return entriesIn(tree, resources, next, difference);
    }
    return std::nullopt;
}

/// Says whether what stands behind a text may bear on what it is read as, or the other way round: a
/// line ends the document, or a key behind a question mark may lack its value.
bool isOpenEnded(std::string_view text) {
    for (const std::string_view mark : {"? ", "?\n", "?\r", "?\t"}) {
        if (text.find(mark) != std::string_view::npos) return true;
    }
    for (const std::string_view mark : {"---", "..."}) {
        for (std::size_t at = text.find(mark); at != std::string_view::npos;
             at = text.find(mark, at + 1)) {
            if (at > 0 && (text[at - 1] == '\n' || text[at - 1] == '\r')) return true;
        }
    }
    return false;
}

/// Returns the nodes of entries read by themselves, ids and bytes as they are in that text; nothing
/// where they do not read as such.
std::optional<std::vector<SpanNode>> nodesOf(const std::string& text) {
    SpanReading reading = readYaml(text, {}, {});
    SpanTree& tree = reading.tree;
    const bool areSome = reading.complete && reading.diagnostics.empty() &&
                         tree.nodes.size() > kNodesAround + 1 && tree.root == 0 &&
                         isPlainBlock(tree.node(0)) && tree.childCount(0) == 2 &&
                         isPlainBlock(tree.node(kMapAround)) && tree.childCount(kMapAround) >= 2;
    if (!areSome || tree.anchored) return std::nullopt;
    return std::move(tree.nodes);
}

void shift(std::uint32_t& place, std::int64_t by) {
    place = static_cast<std::uint32_t>(static_cast<std::int64_t>(place) + by);
}

void moveBytes(SpanNode& node, std::int64_t by) {
    shift(node.begin, by);
    shift(node.end, by);
}

/// Puts the new nodes of entries in the place of the old ones, and moves what stands behind.
class EntrySwap {
public:
    EntrySwap(SpanTree& tree, const Entries& entries, std::vector<SpanNode> nodes)
        : m_tree(tree), m_entries(entries), m_nodes(std::move(nodes)) {}

    void run(std::int64_t bytes) {
        const auto had = static_cast<std::int64_t>(m_entries.last - m_entries.first);
        const auto has = static_cast<std::int64_t>(m_nodes.size() - kNodesAround);
        settleNew();
        moveBehind(bytes, has - had, m_added - std::int64_t{m_entries.to - m_entries.from});
        settleAround(bytes, has - had);
        makeRoom(has - had);
        const auto at = m_tree.nodes.begin() + static_cast<std::ptrdiff_t>(m_entries.first);
        const auto behind = m_tree.nodes.begin() + static_cast<std::ptrdiff_t>(m_entries.last);
        const auto fresh = m_nodes.begin() + kNodesAround;
        const auto common = std::min(had, has);
        std::move(fresh, fresh + common, at);
        if (has < had) {
            m_tree.nodes.erase(at + common, behind);
        } else {
            m_tree.nodes.insert(behind, std::make_move_iterator(fresh + common),
                                std::make_move_iterator(m_nodes.end()));
        }
    }

private:
    /// Has room for more nodes, and for those of some edits to come: a tree that grew by itself
    /// would take twice the memory of a large template for one more resource.
    void makeRoom(std::int64_t more) {
        if (more <= 0) return;
        const std::size_t needed = m_tree.nodes.size() + static_cast<std::size_t>(more);
        if (needed > m_tree.nodes.capacity()) m_tree.nodes.reserve(needed + needed / kRoomPart);
    }

    /// Gives the new nodes the ids and bytes that they have in the whole text.
    void settleNew() {
        const auto ids = static_cast<std::int64_t>(m_entries.first) - kNodesAround;
        const auto bytes = static_cast<std::int64_t>(m_entries.begin) -
                           static_cast<std::int64_t>(m_nodes[kNodesAround].begin);
        shift(m_nodes[kMapAround].end, bytes);
        for (std::size_t i = kNodesAround; i < m_nodes.size(); ++i) {
            SpanNode& node = m_nodes[i];
            if (node.parent < kNodesAround) {
                node.parent = m_entries.resources;
                node.place += m_entries.from;
                ++m_added;
            } else {
                shift(node.parent, ids);
            }
            moveBytes(node, bytes);
        }
    }

    /// Moves all behind the entries by bytes and ids, those of Resources by places.
    void moveBehind(std::int64_t bytes, std::int64_t ids, std::int64_t places) {
        for (std::size_t i = m_entries.last; i < m_tree.nodes.size(); ++i) {
            SpanNode& node = m_tree.nodes[i];
            moveBytes(node, bytes);
            if (node.parent == m_entries.resources) shift(node.place, places);
            if (node.parent >= m_entries.last && node.parent != kNoSpanNode) {
                shift(node.parent, ids);
            }
        }
    }

    /// Brings up to date where Resources and the root end, and how many nodes they are.
    void settleAround(std::int64_t bytes, std::int64_t ids) {
        SpanNode& root = m_tree.nodes[0];
        SpanNode& resources = m_tree.nodes[m_entries.resources];
        // Both end where their last child ends.
        if (m_entries.endResources) {
            resources.end = m_nodes[kMapAround].end;
        } else {
            shift(resources.end, bytes);
        }
        if (m_entries.endText) {
            root.end = resources.end;
        } else {
            shift(root.end, bytes);
        }
        shift(resources.size, ids);
        shift(root.size, ids);
    }

    SpanTree& m_tree;
    const Entries m_entries;
    std::vector<SpanNode> m_nodes;
    std::int64_t m_added = 0;  // Children of Resources among the new nodes.
};

/// Returns the lines that stay where `[begin, end)` of one text, from line to line, became as many
/// bytes more; none where lines end otherwise than by line feeds.
StayingLines stayingAround(std::string_view before, std::string_view after, std::size_t begin,
                           std::size_t end, std::int64_t grown) {
    if (before.find('\r') != std::string_view::npos || after.find('\r') != std::string_view::npos) {
        return {};
    }
    const auto breaks = [](std::string_view text) {
        return static_cast<std::uint32_t>(std::ranges::count(text, '\n'));
    };
    const auto length = static_cast<std::int64_t>(end - begin);
    const std::uint32_t first = breaks(before.substr(0, begin)) + 1;
    const std::uint32_t had = breaks(before.substr(begin, end - begin));
    const auto has = breaks(after.substr(begin, static_cast<std::size_t>(length + grown)));
    return {first, had == has ? first + had : StayingLines::kAll};
}

/// Says whether a stack is as its text was opened, whose spans are known.
bool isAsOpened(const Stack& stack) {
    return stack.source && stack.source->spans && stack.source->opened == stack.body;
}

}  // namespace

bool updateSpans(SpanTree& tree, std::string& text, StayingLines* staying) {
    const Difference difference = differenceOf(tree.text, text);
    if (difference.begin == difference.end && difference.begin == difference.newEnd) {
        if (staying != nullptr) *staying = {StayingLines::kAll, StayingLines::kAll};
        return true;
    }
    if (tree.anchored) return false;
    const auto entries = entriesAround(tree, difference);
    if (!entries) return false;
    const auto grown =
        static_cast<std::int64_t>(text.size()) - static_cast<std::int64_t>(tree.text.size());
    const auto end = static_cast<std::size_t>(static_cast<std::int64_t>(entries->end) + grown);
    // Otherwise the next key would stand further in.
    if (!entries->endText && text[end - 1] != '\n') return false;
    // From the beginning of its line, so that it stands as far in as it does.
    const std::size_t line = text.rfind('\n', entries->begin) + 1;
    const std::string own = text.substr(line, end - line);
    if (isOpenEnded(own)) return false;
    auto nodes = nodesOf(std::string(kAround) + own);
    const ReadLimits limits;
    if (!nodes || text.size() > limits.maxBytes ||
        tree.nodes.size() + nodes->size() > limits.maxNodes) {
        return false;
    }
    if (staying != nullptr) {
        *staying = stayingAround(tree.text, text, line, entries->end, grown);
    }
    EntrySwap(tree, *entries, *std::move(nodes)).run(grown);
    tree.text = std::move(text);
    return true;
}

void WrittenSpans::read(const Stack& stack, Kept& kept) {
    if (!kept.splicer && stack.source) {
        kept.splicer = std::make_shared<const TemplateSplicer>(*stack.source);
    }
    auto text = kept.splicer ? kept.splicer->textFor(stack.body) : writeTemplate(stack);
    if (!text) {
        kept.spans = nullptr;
        return;
    }
    // Of a stack that was as it was opened the tree that it was read as is that of before.
    const bool goesOn =
        kept.spans || (kept.stack && isAsOpened(*kept.stack) && kept.stack->source == stack.source);
    if (!kept.spans && stack.source && stack.source->spans) {
        kept.spans = std::make_shared<SpanTree>(*stack.source->spans);
    }
    StayingLines staying;
    if (kept.spans && updateSpans(*kept.spans, *text, &staying)) {
        if (goesOn) kept.staying = staying;
        return;
    }
    SpanReading reading = readSpans(*std::move(text), {});
    kept.spans = reading.complete ? std::make_shared<SpanTree>(std::move(reading.tree)) : nullptr;
}

WrittenSpans::Spans WrittenSpans::of(const Design& design) {
    Spans spans;
    std::map<StackId, Kept> kept;
    m_staying.clear();
    ++m_turn;
    for (const auto& stack : design.stacks) {
        Kept now = std::move(m_kept[stack->id]);
        now.staying = {};
        if (now.stack == stack) {
            now.staying = {StayingLines::kAll, StayingLines::kAll};
        } else {
            if (now.stack && now.stack->source != stack->source) now.splicer = nullptr;
            if (isAsOpened(*stack)) {
                now.spans = nullptr;
            } else {
                read(*stack, now);
            }
            now.stack = stack;
        }
        if (now.spans) {
            spans[stack->name] = now.spans;
        } else if (isAsOpened(*stack)) {
            spans[stack->name] = stack->source->spans;
        }
        m_staying[stack->name] = now.staying;
        kept[stack->id] = std::move(now);
    }
    m_kept = std::move(kept);
    return spans;
}

StayingLines WrittenSpans::staying(const std::string& stack) const {
    const auto found = m_staying.find(stack);
    return found == m_staying.end() ? StayingLines{} : found->second;
}

}  // namespace archivolt
