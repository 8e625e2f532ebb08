#include "export/cloudformation/splice_check.h"

#include <algorithm>

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"

namespace archivolt {

namespace {

/// Says whether keys of the map under Resources begin at all of these places, which ascend.
bool keysBeginAt(const SpanTree& tree, const std::vector<std::size_t>& places) {
    const SpanNodeId resources = resourcesOf(tree);
    if (resources == kNoSpanNode) return false;
    const SpanChildren children = tree.children(resources);
    auto at = children.begin();
    const auto isKey = [&] { return tree.node(*at).place % 2 == 0; };
    return std::ranges::all_of(places, [&](std::size_t place) {
        while (at != children.end() && (!isKey() || tree.node(*at).begin < place)) ++at;
        return at != children.end() && tree.node(*at).begin == place;
    });
}

}  // namespace

SpanNodeId resourcesOf(const SpanTree& tree) {
    if (tree.root == kNoSpanNode || tree.node(tree.root).kind != SpanKind::Mapping) {
        return kNoSpanNode;
    }
    const auto entry = SpanLinks(tree).find(tree.root, "Resources");
    if (!entry || tree.node(entry->valueNode).kind != SpanKind::Mapping) return kNoSpanNode;
    return entry->valueNode;
}

SpliceCheck::SpliceCheck(const TextLayout& layout, const Template& opened, const Template& wanted)
    : m_layout(layout), m_tree(layout.tree()), m_wanted(wanted) {
    if (m_tree.anchored) return;
    const SpanNodeId resources = resourcesOf(m_tree);
    if (resources == kNoSpanNode) return;
    const auto laid = layout.container(resources);
    if (laid && laid->entries.size() == opened.resources.size()) findRemovable(*laid, opened);
}

void SpliceCheck::findRemovable(const LaidContainer& resources, const Template& opened) {
    const std::size_t size = resources.entries.size();
    constexpr std::size_t kGone = ~std::size_t{0};
    std::vector<std::size_t> places(size, kGone);  // In `wanted`, by the order of the text.
    std::vector<bool> same(size, false);
    for (std::size_t i = 0; i < size; ++i) {
        const Resource& was = *opened.resources[i];
        if (m_tree.value(resources.entries[i].key) != was.logicalId) return;
        const bool stays = i < m_wanted.resources.size() && m_wanted.resources[i]->id == was.id;
        const std::size_t place = stays ? i : m_wanted.resources.indexOf(was.id);
        if (place >= m_wanted.resources.size()) continue;
        const Resource& is = *m_wanted.resources[place];
        places[i] = place;
        same[i] = &is == &was || (is.logicalId == was.logicalId && is.body == was.body);
    }
    for (std::size_t i = 0; i + 1 < size; ++i) {
        if (!same[i] || places[i + 1] == kGone || places[i] + 1 != places[i + 1]) continue;
        const LaidEntry& entry = resources.entries[i];
        const LaidEntry& next = resources.entries[i + 1];
        if (m_tree.node(next.key).begin != next.begin) continue;  // Behind a question mark.
        m_removable.push_back(
            {m_layout.lineBegin(entry.begin), entry.begin, next.begin, places[i]});
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
    std::vector<bool> isRemoved(m_wanted.resources.size(), false);
    std::vector<std::size_t> followers;
    std::size_t begin = 0;
    const auto remove = [&] {
        if (!followers.empty()) fewer.remove(begin, followers.back());
    };
    for (const Removable& one : m_removable) {
        if (edits.touches(one.line, one.end)) continue;
        isRemoved[one.place] = true;
        // Of several in a row the last one's follower is what stands there.
        if (!followers.empty() && followers.back() == one.begin) {
            followers.back() = one.end;
            continue;
        }
        remove();
        begin = one.begin;
        followers.push_back(one.end);
    }
    remove();
    const ReadLimits limits;
    auto text = fewer.applied(followers);
    // Near a limit of the reader only the whole text can tell.
    const bool isSmall = text && m_tree.text.size() + text->size() <= limits.maxBytes;
    if (followers.empty() || !isSmall) return false;
    std::uint32_t nextId = 1;
    const TemplateReading reading =
        readTemplate(*std::move(text), {.file = file, .limits = limits}, nextId);
    const SpanTree& read = *reading.spans;
    if (m_tree.nodes.size() + read.nodes.size() > limits.maxNodes || read.anchored ||
        !reading.usable || !keysBeginAt(read, followers)) {
        return false;
    }
    std::vector<ResourceTable::Pointer> kept;
    for (std::size_t place = 0; place < isRemoved.size(); ++place) {
        if (!isRemoved[place]) kept.push_back(m_wanted.resources[place]);
    }
    Template wanted = m_wanted;
    wanted.resources = ResourceTable::of(kept);
    return templateAsMap(reading.body) == templateAsMap(wanted);
}

}  // namespace archivolt
