#include "export/cloudformation/splice_check.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"

namespace archivolt {

namespace {

bool hasAnchors(const SpanTree& tree) {
    return std::ranges::any_of(tree.nodes, [](const SpanNode& node) {
        return node.kind == SpanKind::Alias || !node.anchor.empty();
    });
}

/// Returns the map under Resources; `kNoSpanNode` where there is none. Without anchors.
SpanNodeId resourcesOf(const SpanTree& tree) {
    if (tree.root == kNoSpanNode || tree.node(tree.root).kind != SpanKind::Mapping) {
        return kNoSpanNode;
    }
    const auto entry = SpanLinks(tree).find(tree.root, "Resources");
    if (!entry || tree.node(entry->valueNode).kind != SpanKind::Mapping) return kNoSpanNode;
    return entry->valueNode;
}

/// Says whether keys of the map under Resources begin at all of these places, which ascend.
bool keysBeginAt(const SpanTree& tree, const std::vector<std::size_t>& places) {
    const SpanNodeId resources = resourcesOf(tree);
    if (resources == kNoSpanNode) return false;
    const std::vector<SpanNodeId>& children = tree.node(resources).children;
    std::size_t i = 0;
    return std::ranges::all_of(places, [&](std::size_t place) {
        while (i < children.size() && tree.node(children[i]).begin < place) i += 2;
        return i < children.size() && tree.node(children[i]).begin == place;
    });
}

}  // namespace

SpliceCheck::SpliceCheck(const SpanTree& tree, const Template& opened, const Template& wanted)
    : m_tree(tree), m_wanted(wanted) {
    if (hasAnchors(tree)) return;
    const SpanNodeId resources = resourcesOf(tree);
    if (resources == kNoSpanNode) return;
    const auto laid = TextLayout(tree).container(resources);
    if (laid && laid->entries.size() == opened.resources.size()) findRemovable(*laid, opened);
}

void SpliceCheck::findRemovable(const LaidContainer& resources, const Template& opened) {
    const std::size_t size = resources.entries.size();
    constexpr std::size_t kGone = ~std::size_t{0};
    std::vector<std::size_t> places(size, kGone);  // In `wanted`, by the order of the text.
    std::vector<bool> same(size, false);
    for (std::size_t i = 0; i < size; ++i) {
        const Resource& was = *opened.resources[i];
        if (m_tree.node(resources.entries[i].key).value != was.logicalId) return;
        const std::size_t place = m_wanted.resources.indexOf(was.id);
        if (place >= m_wanted.resources.size()) continue;
        const Resource& is = *m_wanted.resources[place];
        places[i] = place;
        same[i] = is.logicalId == was.logicalId && is.body == was.body;
    }
    const TextLayout layout(m_tree);
    for (std::size_t i = 0; i + 1 < size; ++i) {
        if (!same[i] || places[i + 1] == kGone || places[i] + 1 != places[i + 1]) continue;
        const LaidEntry& entry = resources.entries[i];
        const LaidEntry& next = resources.entries[i + 1];
        if (m_tree.node(next.key).begin != next.begin) continue;  // Behind a question mark.
        m_removable.push_back({layout.lineBegin(entry.begin), entry.begin, next.begin,
                               &opened.resources[i]->logicalId});
    }
}

bool SpliceCheck::readsWholeAsWanted(const TextEdits& edits, const std::string& file) const {
    auto text = edits.applied();
    if (!text) return false;
    std::uint32_t nextId = 1;
    const TemplateReading reading =
        readTemplate(*std::move(text), {.file = file, .limits = {}}, nextId);
    return reading.usable && templateAsMap(reading.body) == templateAsMap(m_wanted);
}

bool SpliceCheck::readsAsWanted(const TextEdits& edits, const std::string& file) const {
    return readsPartAsWanted(edits, file) || readsWholeAsWanted(edits, file);
}

bool SpliceCheck::readsPartAsWanted(const TextEdits& edits, const std::string& file) const {
    TextEdits fewer = edits;
    std::unordered_set<std::string_view> removed;
    std::vector<std::size_t> followers;
    for (const Removable& one : m_removable) {
        if (edits.touches(one.line, one.end)) continue;
        fewer.remove(one.begin, one.end);
        removed.insert(*one.key);
        // Of several in a row the last one's follower is what stands there.
        if (!followers.empty() && followers.back() == one.begin) followers.pop_back();
        followers.push_back(one.end);
    }
    const ReadLimits limits;
    auto text = fewer.applied(followers);
    // Near a limit of the reader only the whole text can tell.
    const bool isSmall = text && m_tree.text.size() + text->size() <= limits.maxBytes;
    if (removed.empty() || !isSmall) return false;
    std::uint32_t nextId = 1;
    const TemplateReading reading =
        readTemplate(*std::move(text), {.file = file, .limits = limits}, nextId);
    const SpanTree& read = *reading.spans;
    if (m_tree.nodes.size() + read.nodes.size() > limits.maxNodes || hasAnchors(read) ||
        !reading.usable || !keysBeginAt(read, followers)) {
        return false;
    }
    std::vector<ResourceTable::Pointer> kept;
    for (const auto& resource : m_wanted.resources) {
        if (!removed.contains(resource->logicalId)) kept.push_back(resource);
    }
    Template wanted = m_wanted;
    wanted.resources = ResourceTable::of(kept);
    return templateAsMap(reading.body) == templateAsMap(wanted);
}

}  // namespace archivolt
