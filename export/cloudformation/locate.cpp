#include "export/cloudformation/locate.h"

#include <algorithm>

#include "export/cloudformation/span_value.h"
#include "export/cloudformation/text_places.h"
#include "model/base/invariant.h"
#include "model/design/names.h"

namespace archivolt {

namespace {

/// One walk down the tree by the steps of a path.
class Walk {
public:
    Walk(const SpanTree& tree, const SpanLinks& links) : m_tree(tree), m_links(links) {
        m_at.node = tree.root;
        m_at.value = spanOf(tree.root);
        m_at.key = m_at.value;
    }

    /// Takes one step; says whether it exists.
    bool step(const PathStep& step) {
        SpanNodeId id = m_links.target(m_at.node);
        if (id == kNoSpanNode || m_inPart) return false;
        if (id != m_at.node) m_at.throughAlias = true;
        if (const auto* name = std::get_if<std::string>(&step)) return stepInto(id, *name);
        return stepInto(id, std::get<std::size_t>(step));
    }
    Located& at() { return m_at; }

private:
    [[nodiscard]] Span spanOf(SpanNodeId id) const {
        return {m_tree.node(id).begin, m_tree.node(id).end};
    }
    bool stepInto(SpanNodeId id, const std::string& name);
    bool stepInto(SpanNodeId id, std::size_t index);
    void arrive(SpanNodeId key, SpanNodeId value);

    const SpanTree& m_tree;
    const SpanLinks& m_links;
    Located m_at;
    bool m_behindTag = false;  // The tag of the present node was a step.
    bool m_inGetAtt = false;
    bool m_inPart = false;  // Inside one half of `A.B`.
};

void Walk::arrive(SpanNodeId key, SpanNodeId value) {
    m_at.node = value;
    m_at.keyNode = key;
    m_at.value = spanOf(value);
    m_at.key = key == kNoSpanNode ? m_at.value : spanOf(key);
    m_behindTag = false;
}

bool Walk::stepInto(SpanNodeId id, const std::string& name) {
    const SpanNode& node = m_tree.node(id);
    const auto longName = m_behindTag ? std::nullopt : longNameOfTag(m_tree.tag(node));
    if (longName) {
        if (*longName != name) return false;
        const std::uint32_t tagAt = node.begin + node.tag().from;
        m_at.keyNode = kNoSpanNode;
        m_at.key = {tagAt, tagAt + node.tag().size};
        m_at.value = {node.contentBegin(), node.end};
        m_behindTag = true;
        m_inGetAtt = name == "Fn::GetAtt";
        return true;
    }
    const auto entry = m_links.find(id, name);
    if (!entry) return false;
    if (m_tree.node(entry->keyNode).parent != id) m_at.throughAlias = true;
    arrive(entry->keyNode, entry->valueNode);
    m_inGetAtt = name == "Fn::GetAtt";
    return true;
}

bool Walk::stepInto(SpanNodeId id, std::size_t index) {
    const SpanNode& node = m_tree.node(id);
    if (!m_behindTag && longNameOfTag(m_tree.tag(node))) return false;
    if (node.kind == SpanKind::Sequence) {
        const SpanNodeId item = m_tree.child(id, index);
        if (item == kNoSpanNode) return false;
        arrive(kNoSpanNode, item);
        m_inGetAtt = false;
        return true;
    }
    const std::string_view text = m_tree.value(node);
    const auto dot = text.find('.');
    if (node.kind != SpanKind::Scalar || !m_inGetAtt || index > 1 ||
        dot == std::string_view::npos) {
        return false;
    }
    m_inPart = true;
    m_at.keyNode = kNoSpanNode;
    const std::uint32_t quote = node.style == SpanStyle::Plain ? 0 : 1;
    const std::size_t length = node.end - node.contentBegin();
    const bool isVerbatim = node.style != SpanStyle::Literal && node.style != SpanStyle::Folded &&
                            length == text.size() + std::size_t{2} * quote;
    const std::uint32_t begin = node.contentBegin() + quote;
    const auto split = static_cast<std::uint32_t>(begin + dot);
    if (!isVerbatim) {
        m_at.value = spanOf(id);  // With escapes or folds: the halves have no bytes of their own.
    } else if (index == 0) {
        m_at.value = {begin, split};
    } else {
        m_at.value = {split + 1, static_cast<std::uint32_t>(begin + text.size())};
    }
    m_at.key = m_at.value;
    return true;
}

}  // namespace

namespace {

Located locateNode(const SpanTree& tree, const SpanLinks& links, const Path& path) {
    INVARIANT(tree.root != kNoSpanNode);
    Walk walk(tree, links);
    for (const PathStep& step : path.steps()) {
        if (!walk.step(step)) break;
        ++walk.at().steps;
    }
    return walk.at();
}

/// Says whether a loop's key (`Subnet${Zone}`) can make a name: its variables stand for anything.
bool canMake(std::string_view key, std::string_view name) {
    const std::size_t variable = std::min(key.find("${"), key.find("&{"));
    if (variable == std::string_view::npos) return key == name;
    const std::size_t end = key.find('}', variable);
    if (end == std::string_view::npos || !name.starts_with(key.substr(0, variable))) return false;
    const std::string_view rest = key.substr(end + 1);
    for (std::size_t at = variable; at <= name.size(); ++at) {
        if (canMake(rest, name.substr(at))) return true;
    }
    return false;
}

/// Returns the way from a mapping to the entry of a loop in it, or of one inside that, which makes
/// a name; empty where none does.
Path wayOfLoop(const SpanTree& tree, const SpanLinks& links, SpanNodeId mapping,
               std::string_view name, std::size_t depth) {
    constexpr std::size_t kMostLoopsInside = 8;
    if (depth > kMostLoopsInside) return {};
    for (const SpanEntry& entry : links.entries(mapping)) {
        if (!entry.key.starts_with(kLoopPrefix)) {
            if (depth > 0 && canMake(entry.key, name)) return Path{std::string(entry.key)};
            continue;
        }
        const SpanNodeId loop = links.target(entry.valueNode);
        if (tree.node(loop).kind != SpanKind::Sequence || tree.childCount(loop) != 3) continue;
        const SpanNodeId made = links.target(tree.lastChild(loop));
        const Path inside = wayOfLoop(tree, links, made, name, depth + 1);
        if (!inside.empty()) return Path{std::string(entry.key), std::size_t{2}} / inside;
    }
    return {};
}

/// Returns the resource of SAM's in a mapping that something is generated for, by its name: that
/// with the longest name which the generated one begins with; empty where there is none.
/// Source: AWS SAM Developer Guide, sam-specification-generated-resources.
Path makerOf(const SpanTree& tree, const SpanLinks& links, SpanNodeId mapping,
             std::string_view name) {
    std::string_view maker;
    for (const SpanEntry& entry : links.entries(mapping)) {
        if (entry.key.size() <= maker.size() || !name.starts_with(entry.key)) continue;
        const auto type = links.find(links.target(entry.valueNode), "Type");
        if (!type) continue;
        const std::string_view named = tree.value(links.target(type->valueNode));
        if (named.starts_with("AWS::Serverless::")) maker = entry.key;
    }
    return maker.empty() ? Path{} : Path{std::string(maker)};
}

/// Returns the path by what makes that which it names, a loop or a resource of SAM's: what these
/// make stands nowhere else in the text.
Path throughMakers(const SpanTree& tree, const SpanLinks& links, const Path& path,
                   const Located& found) {
    const auto* name = path.size() > 1 ? std::get_if<std::string>(&path[1]) : nullptr;
    if (found.steps != 1 || name == nullptr) return {};
    const Path way = wayOfLoop(tree, links, links.target(found.node), *name, 0);
    if (!way.empty()) return Path{path[0]} / way / path.from(2);
    const Path maker = makerOf(tree, links, links.target(found.node), *name);
    return maker.empty() ? Path{} : Path{path[0]} / maker;
}

std::optional<Span> locate(const SpanTree& tree, const SpanLinks& links, const Path& path,
                           Anchor anchor) {
    if (tree.root == kNoSpanNode) return std::nullopt;
    Located found = locateNode(tree, links, path);
    if (const Path other = throughMakers(tree, links, path, found); !other.empty()) {
        found = locateNode(tree, links, other);
    }
    return anchor == Anchor::Key ? found.key : found.value;
}

}  // namespace

Located locateNode(const SpanTree& tree, const Path& path) {
    return locateNode(tree, SpanLinks(tree), path);
}

std::optional<Span> locate(const SpanTree& tree, const Path& path, Anchor anchor) {
    return locate(tree, SpanLinks(tree), path, anchor);
}

Path pathOf(const SpanTree& tree, SpanNodeId node) {
    std::vector<PathStep> steps;
    SpanNodeId id = node;
    for (SpanNodeId up = tree.node(id).parent; up != kNoSpanNode; up = tree.node(id).parent) {
        const SpanNode& parent = tree.node(up);
        const std::size_t place = tree.node(id).place;
        if (parent.kind == SpanKind::Mapping) {
            const SpanNodeId key = place % 2 == 0 ? id : tree.previous(id);
            steps.emplace_back(std::string(tree.value(key)));
        } else {
            steps.emplace_back(place);
        }
        if (auto longName = longNameOfTag(tree.tag(parent)))
            steps.emplace_back(*std::move(longName));
        id = up;
    }
    std::ranges::reverse(steps);
    return Path(std::move(steps));
}

void fillPositions(std::vector<Diagnostic>& diagnostics, const SpanTree& tree,
                   const SharedText& file) {
    fillPositions(diagnostics, TextPlaces(tree), file);
}

void fillPositions(std::vector<Diagnostic>& diagnostics, const TextPlaces& places,
                   const SharedText& file) {
    const auto fill = [&](Where& where) {
        if (where.line != 0 || where.path.empty()) return;
        const auto span = locate(places.tree, places.links, where.path, where.anchor);
        if (!span) return;
        const TextPosition position = places.lines.position(span->begin);
        where.file = file;
        where.line = position.line;
        where.column = position.column;
    };
    for (Diagnostic& diagnostic : diagnostics) {
        fill(diagnostic.where);
        for (Where& related : diagnostic.related) fill(related);
    }
}

}  // namespace archivolt
