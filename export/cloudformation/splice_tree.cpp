#include "export/cloudformation/splice_tree.h"

#include <algorithm>
#include <unordered_map>

#include "export/cloudformation/span_value.h"
#include "export/cloudformation/write_scalar.h"
#include "export/cloudformation/write_value.h"
#include "model/base/invariant.h"

namespace archivolt {

namespace {

std::vector<std::string> keysOf(const Value& map) {
    std::vector<std::string> keys;
    for (const MapEntry& entry : map.entries()) keys.push_back(entry.key);
    return keys;
}

/// Returns resource and attribute of a GetAtt as its dotted text.
std::optional<Value> dotted(const Value& list) {
    const auto& items = list.items();
    if (items.size() != 2 || !items[0].isString() || !items[1].isString()) return std::nullopt;
    if (items[0].text().find('.') != std::string::npos) return std::nullopt;
    return Value::string(items[0].text() + "." + items[1].text());
}

bool isScalarOrNull(const Value& value) { return value.isScalar() || value.isNull(); }

}  // namespace

TreeSplice::TreeSplice(const TextLayout& layout, const TextStyle& style, SpliceOptions options)
    : m_tree(layout.tree()),
      m_style(style),
      m_options(std::move(options)),
      m_layout(layout),
      m_edits(m_tree.text, style.newline) {
    if (m_options.expand.empty()) return;
    m_hasExpandedAlias.assign(m_tree.nodes.size(), false);
    for (std::size_t i = m_tree.nodes.size(); i-- > 0;) {
        const SpanNode& node = m_tree.nodes[i];
        if (node.kind == SpanKind::Alias &&
            m_options.expand.contains(std::string(m_tree.anchor(node)))) {
            m_hasExpandedAlias[i] = true;
        }
        if (m_hasExpandedAlias[i] && node.parent != kNoSpanNode) {
            m_hasExpandedAlias[node.parent] = true;
        }
    }
}

bool TreeSplice::hasExpandedAlias(SpanNodeId id) const {
    return !m_hasExpandedAlias.empty() && m_hasExpandedAlias[id];
}

bool TreeSplice::run(const Value& before, const Value& after,
                     const std::vector<std::string>& origins) {
    m_origins = &origins;
    if (m_tree.root == kNoSpanNode || !before.isMap() || !after.isMap()) return false;
    const Slot root{m_tree.root, nullptr, nullptr, 0, false};
    return diffMap(root, before, after);
}

std::set<std::string> TreeSplice::touchedAnchors() const {
    if (!m_tree.anchored) return {};
    std::set<std::string> used;
    for (const SpanNode& node : m_tree.nodes) {
        if (node.kind == SpanKind::Alias && !m_edits.covers(node.begin, node.end)) {
            used.emplace(m_tree.anchor(node));
        }
    }
    std::set<std::string> touched;
    if (used.empty()) return touched;
    for (const SpanNode& node : m_tree.nodes) {
        const bool defines = node.kind != SpanKind::Alias && !node.anchor().empty();
        if (!defines || !m_edits.touches(node.begin, node.end)) continue;
        std::string anchor(m_tree.anchor(node));
        if (used.contains(anchor)) touched.insert(std::move(anchor));
    }
    return touched;
}

void TreeSplice::diff(const Slot& slot, const Value& before, const Value& after) {
    if (before == after && !hasExpandedAlias(slot.node)) return;
    const bool isAlias = m_tree.node(slot.node).kind == SpanKind::Alias;
    if (isAlias || slot.depth >= m_options.maxDepth) {
        rewrite(slot, after);
    } else if (before.isCall() && after.isCall() && before.functionName() == after.functionName()) {
        if (!diffCall(slot, before, after)) rewrite(slot, after);
    } else if (before.isCall() || after.isCall()) {
        rewrite(slot, after);
    } else {
        diffContent(slot, before, after, after);
    }
}

bool TreeSplice::diffCall(const Slot& slot, const Value& before, const Value& after) {
    const SpanNode& node = m_tree.node(slot.node);
    if (longNameOfTag(m_tree.tag(node)) == before.functionName()) {
        diffContent(slot, before.argument(), after.argument(), after);
        return true;
    }
    return diffLongCall(slot, before, after);
}

bool TreeSplice::diffLongCall(const Slot& slot, const Value& before, const Value& after) {
    const auto container = m_layout.container(slot.node);
    if (!container || container->sequence || container->entries.size() != 1) return false;
    const LaidEntry& entry = container->entries[0];
    diff({entry.value, &*container, &entry, slot.depth + 1, false}, before.argument(),
         after.argument());
    return true;
}

void TreeSplice::diffContent(const Slot& slot, const Value& before, const Value& after,
                             const Value& whole) {
    const SpanNode& node = m_tree.node(slot.node);
    bool done = false;
    if (before.isCall() && after.isCall()) {
        // `!Base64` over a map of the one key `Fn::Sub`.
        done = before.functionName() == after.functionName() && diffLongCall(slot, before, after);
    } else if (before.isMap() && after.isMap()) {
        done = node.kind == SpanKind::Mapping && diffMap(slot, before, after);
    } else if (before.isList() && after.isList()) {
        if (node.kind == SpanKind::Sequence) {
            done = diffList(slot, before, after);
        } else if (node.kind == SpanKind::Scalar) {
            const auto text = dotted(after);
            done = text && setScalar(slot, *text);
        }
    } else if (isScalarOrNull(before) && isScalarOrNull(after)) {
        done = node.kind == SpanKind::Scalar && setScalar(slot, after);
    }
    if (!done) rewrite(slot, whole);
}

bool TreeSplice::setScalar(const Slot& slot, const Value& after) {
    if (slot.in == nullptr || m_layout.isEmpty(slot.node)) return false;
    // A tag means another thing on a null than on a text.
    if (after.isNull() && !m_tree.node(slot.node).tag().empty()) return false;
    const TextStyle& style = m_style;
    const bool flow = slot.in->flow;
    const BlockPads pads =
        slot.in->sequence ? padsBelowDash(slot.in->pad) : padsBelowKey(slot.in->pad, style);
    const ScalarPlace place{flow, false, pads.own, pads.child};
    const auto text = scalarInPlace(m_tree, m_layout, slot.node, after, place, style);
    if (!text) return false;
    const std::size_t begin = m_layout.contentBegin(slot.node);
    const std::size_t end = std::max(begin, m_layout.contentEnd(slot.node));
    const char before = begin > 0 ? m_tree.text[begin - 1] : ' ';
    const bool needsSpace = begin == end && before != ' ' && before != '\n';
    m_edits.replace(begin, end, needsSpace ? " " + *text : *text);
    return true;
}

void TreeSplice::renameKey(const LaidContainer& container, const LaidEntry& entry,
                           const std::string& to) {
    const ScalarPlace place{container.flow, true, container.pad, container.pad};
    const auto text = scalarInPlace(m_tree, m_layout, entry.key, Value::string(to), place, m_style);
    INVARIANT(text.has_value());
    m_edits.replace(m_layout.contentBegin(entry.key), m_layout.contentEnd(entry.key), *text);
}

std::optional<std::vector<std::size_t>> TreeSplice::ownersOf(const LaidContainer& container,
                                                             const Value& map) const {
    const auto& entries = map.entries();
    std::vector<std::size_t> owners;
    owners.reserve(container.entries.size());
    // Most maps hold each of their keys once, in order.
    for (std::size_t i = 0; i < std::min(container.entries.size(), entries.size()); ++i) {
        if (m_tree.value(container.entries[i].key) != entries[i].key) break;
        owners.push_back(i);
    }
    const bool isPlain = owners.size() == entries.size();
    if (isPlain && owners.size() == container.entries.size()) return owners;
    owners.clear();
    std::unordered_map<std::string_view, std::size_t> seen;
    for (const LaidEntry& entry : container.entries) {
        const std::string_view key = m_tree.value(entry.key);
        const auto [at, isNew] = seen.emplace(key, seen.size());
        // What a merge key brings is not written here.
        if (isNew && (at->second >= entries.size() || entries[at->second].key != key)) {
            return std::nullopt;
        }
        owners.push_back(at->second);
    }
    if (seen.size() != entries.size()) return std::nullopt;
    return owners;
}

bool TreeSplice::diffMap(const Slot& slot, const Value& before, const Value& after) {
    const auto container = m_layout.container(slot.node);
    if (!container || container->sequence) return false;
    const auto owners = ownersOf(*container, before);
    if (!owners) return false;
    const auto& wanted = after.entries();
    const std::vector<std::string> names = slot.isResources ? *m_origins : keysOf(after);
    INVARIANT(names.size() == wanted.size());
    Alignment alignment = alignKeys(keysOf(before), names);
    if (!slot.isResources) alignRenamed(before, after, alignment);
    // Of a key that stands twice the first one counts; both go, stay and are renamed together.
    std::vector<std::optional<std::size_t>> becomes(before.entries().size());
    for (std::size_t j = 0; j < wanted.size(); ++j) {
        if (alignment[j]) becomes[*alignment[j]] = j;
    }
    Change change;
    for (const std::size_t owner : *owners) change.kept.push_back(becomes[owner].has_value());
    std::vector<std::size_t> firstOf(becomes.size());
    for (std::size_t i = owners->size(); i-- > 0;) firstOf[(*owners)[i]] = i;
    std::optional<std::size_t> last;
    for (std::size_t j = 0; j < wanted.size(); ++j) {
        if (alignment[j]) {
            last = firstOf[*alignment[j]];
        } else {
            change.added.push_back({last, &wanted[j].key, &wanted[j].value});
        }
        change.endsWithAdded = !alignment[j];
    }
    if (!canRestructure(*container, change)) return false;
    std::vector<bool> done(becomes.size(), false);
    for (std::size_t i = 0; i < owners->size(); ++i) {
        const std::size_t owner = (*owners)[i];
        if (!becomes[owner]) continue;
        const MapEntry& old = before.entries()[owner];
        const MapEntry& now = wanted[*becomes[owner]];
        const LaidEntry& entry = container->entries[i];
        if (old.key != now.key) renameKey(*container, entry, now.key);
        if (done[owner]) continue;
        done[owner] = true;
        const bool isResources = slot.in == nullptr && now.key == "Resources";
        diff({entry.value, &*container, &entry, slot.depth + 1, isResources}, old.value, now.value);
    }
    restructure(slot, *container, change);
    return true;
}

bool TreeSplice::diffList(const Slot& slot, const Value& before, const Value& after) {
    const auto container = m_layout.container(slot.node);
    const auto& old = before.items();
    if (!container || !container->sequence || container->entries.size() != old.size()) return false;
    const auto& wanted = after.items();
    const Alignment alignment = alignItems(old, wanted);
    Change change;
    change.kept.assign(old.size(), false);
    std::optional<std::size_t> last;
    for (std::size_t j = 0; j < wanted.size(); ++j) {
        if (alignment[j]) {
            last = alignment[j];
            change.kept[*last] = true;
        } else {
            change.added.push_back({last, nullptr, &wanted[j]});
        }
        change.endsWithAdded = !alignment[j];
    }
    if (!canRestructure(*container, change)) return false;
    for (std::size_t j = 0; j < wanted.size(); ++j) {
        if (!alignment[j]) continue;
        const LaidEntry& entry = container->entries[*alignment[j]];
        diff({entry.value, &*container, &entry, slot.depth + 1, false}, old[*alignment[j]],
             wanted[j]);
    }
    restructure(slot, *container, change);
    return true;
}

}  // namespace archivolt
