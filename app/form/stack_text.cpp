#include "app/form/stack_text.h"

#include <algorithm>
#include <map>
#include <set>

#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_template.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostPairs = 4'000'000;

/// Gives the resources of a template that was read anew the ids of those that they were.
std::vector<Resource> withFormerIds(const ResourceTable& before, const ResourceTable& after) {
    std::vector<Resource> resources;
    std::set<ResourceId> kept;
    std::vector<std::size_t> fresh;
    for (const auto& resource : after) {
        Resource one = *resource;
        if (const auto former = before.find(std::string_view(one.logicalId))) {
            one.id = former->id;
            kept.insert(one.id);
        } else {
            fresh.push_back(resources.size());
        }
        resources.push_back(std::move(one));
    }
    const auto take = [&](bool equalOnly) {
        for (const std::size_t at : fresh) {
            Resource& one = resources[at];
            if (kept.contains(one.id)) continue;
            std::vector<ResourceTable::Pointer> likely;
            for (const auto& former : before) {
                if (kept.contains(former->id) || former->type() != one.type()) continue;
                if (!equalOnly || former->body == one.body) likely.push_back(former);
            }
            const bool isSure = likely.size() == 1 || (equalOnly && !likely.empty());
            if (!isSure) continue;
            one.id = likely.front()->id;
            kept.insert(one.id);
        }
    };
    take(true);
    take(false);
    return resources;
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (true) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return lines;
        text.remove_prefix(end + 1);
    }
}

/// For each line of `b` whether it is one of the longest common run of lines with `a`, and for each
/// gap between kept lines how many lines of `a` are gone there.
struct LineAlignment {
    std::vector<bool> isKept;
    std::vector<std::size_t> goneBefore;  ///< One more than lines: what is gone at the end.
};

LineAlignment align(std::span<const std::string_view> a, std::span<const std::string_view> b) {
    const std::size_t width = b.size() + 1;
    std::vector<std::uint32_t> longest((a.size() + 1) * width);
    for (std::size_t i = a.size(); i-- > 0;) {
        for (std::size_t j = b.size(); j-- > 0;) {
            longest[i * width + j] =
                a[i] == b[j] ? longest[(i + 1) * width + j + 1] + 1
                             : std::max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
        }
    }
    LineAlignment found{std::vector<bool>(b.size()), std::vector<std::size_t>(b.size() + 1)};
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            found.isKept[j++] = true;
            ++i;
        } else if (i < a.size() &&
                   (j == b.size() || longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
            ++found.goneBefore[j];
            ++i;
        } else {
            ++j;
        }
    }
    return found;
}

}  // namespace

StackTextReading withStackText(const Design& design, StackId stack, std::string text) {
    StackTextReading result;
    const auto before = design.stack(stack);
    if (!before) return result;
    Design changed = design;
    const std::string file = before->source ? before->source->file : std::string();
    const TemplateReading reading =
        readTemplate(std::move(text), {.file = file, .limits = {}}, changed.nextId);
    const auto isError = [](const Diagnostic& found) { return found.severity == Severity::Error; };
    std::ranges::copy_if(reading.diagnostics, std::back_inserter(result.errors), isError);
    if (!reading.usable || !result.errors.empty()) return result;
    Stack edited = *before;
    edited.body = reading.body;
    edited.body.resources =
        ResourceTable::of(withFormerIds(before->body.resources, reading.body.resources));
    auto source = std::make_shared<TemplateSource>(*sourceOf(reading, file));
    source->opened = edited.body;
    edited.source = std::move(source);
    for (const auto& resource : before->body.resources) {
        if (edited.body.resources.find(resource->id)) continue;
        changed = changed.withoutPlacesOf(resource->id);
    }
    const Value* const declared = edited.body.section("Parameters");
    std::erase_if(edited.parameters, [&](const auto& given) {
        return declared == nullptr || declared->find(given.first) == nullptr;
    });
    result.design = changed.withStack(std::move(edited));
    return result;
}

Path pathAt(const SpanTree& tree, std::size_t offset) {
    if (tree.root == kNoSpanNode) return {};
    SpanNodeId best = kNoSpanNode;
    for (SpanNodeId id = 0; id < tree.nodes.size(); ++id) {
        const SpanNode& node = tree.nodes[id];
        if (node.begin > offset) break;  // In the order of the text, parents first.
        if (offset <= node.end) best = id;
    }
    return best == kNoSpanNode ? Path() : pathOf(tree, best);
}

std::vector<LineMark> changedLines(std::string_view before, std::string_view after) {
    std::vector<LineMark> marks;
    if (before == after) return marks;
    const auto a = linesOf(before);
    const auto b = linesOf(after);
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t first = 0;
    while (first < shorter && a[first] == b[first]) ++first;
    std::size_t tail = 0;
    while (tail < shorter - first && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
    const std::span<const std::string_view> was(a.data() + first, a.size() - first - tail);
    const std::span<const std::string_view> is(b.data() + first, b.size() - first - tail);
    if (was.size() * is.size() > kMostPairs) {
        for (std::size_t i = 0; i < is.size(); ++i) {
            marks.push_back({first + i, LineChange::Changed});
        }
        return marks;
    }
    const LineAlignment found = align(was, is);
    std::size_t gone = 0;
    for (std::size_t i = 0; i < is.size(); ++i) {
        gone += found.goneBefore[i];
        if (found.isKept[i]) {
            if (gone > 0 && first + i > 0) {
                marks.push_back({first + i - 1, LineChange::RemovedBehind});
            }
            gone = 0;
            continue;
        }
        marks.push_back({first + i, gone > 0 ? LineChange::Changed : LineChange::Added});
        if (gone > 0) --gone;
    }
    gone += found.goneBefore[is.size()];
    if (gone > 0 && first + is.size() > 0) {
        marks.push_back({first + is.size() - 1, LineChange::RemovedBehind});
    }
    return marks;
}

}  // namespace archivolt
