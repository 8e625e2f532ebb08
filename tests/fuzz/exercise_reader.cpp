#include "tests/fuzz/exercise_reader.h"

#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_json.h"
#include "export/cloudformation/read_template.h"
#include "export/cloudformation/read_yaml.h"

namespace archivolt::test {

namespace {

constexpr std::size_t kLookUps = 200;

std::string brokenDiagnostic(const std::vector<Diagnostic>& diagnostics) {
    for (const Diagnostic& found : diagnostics) {
        if (found.code.empty() || found.message.empty() || found.help.empty()) {
            return "a finding without code, message or help: " + toString(found);
        }
        if (firstInvalidUtf8(found.message)) return "a message that is not UTF-8: " + found.code;
    }
    return {};
}

std::string brokenLookUp(const SpanTree& tree) {
    const SpanLinks links(tree);
    for (SpanNodeId id = 0; id < tree.nodes.size() && id < kLookUps; ++id) {
        const Path path = pathOf(tree, id);
        const auto value = locate(tree, path, Anchor::Value);
        const auto key = locate(tree, path / "gone" / std::size_t{1}, Anchor::Key);
        if (!value || !key) return "nothing at " + path.toString();
        if (value->begin > value->end || value->end > tree.text.size()) {
            return "a span out of the text at " + path.toString();
        }
    }
    return {};
}

}  // namespace

std::string brokenSpan(const SpanTree& tree) {
    const auto at = [&](SpanNodeId id) {
        return "node " + std::to_string(id) + " at byte " + std::to_string(tree.node(id).begin);
    };
    for (SpanNodeId id = 0; id < tree.nodes.size(); ++id) {
        const SpanNode& node = tree.node(id);
        if (node.begin > node.contentBegin() || node.contentBegin() > node.end ||
            node.end > tree.text.size()) {
            return at(id) + ": begin, contentBegin and end are out of order";
        }
        if (node.kind == SpanKind::Mapping && tree.childCount(id) % 2 != 0) {
            return at(id) + ": a key without a value";
        }
        std::uint32_t behind = node.contentBegin();
        std::size_t place = 0;
        for (const SpanNodeId child : tree.children(id)) {
            if (tree.node(child).parent != id) return at(child) + ": wrong parent";
            if (tree.child(id, place++) != child) return at(child) + ": wrong place";
            if (tree.node(child).begin < behind) return at(child) + ": overlaps what is before it";
            behind = tree.node(child).end;
        }
        if (behind > node.end) return at(id) + ": ends before its last child";
        if (tree.childCount(id) != place) return at(id) + ": has another number of children";
    }
    return {};
}

std::string exerciseReader(const std::string& text, TemplateFormat format) {
    const ReadLimits limits{.maxNodes = 20000, .maxAliasNodes = 5000};
    const SpanReading spans = format == TemplateFormat::Json ? readJson(text, limits, "fuzz")
                                                             : readYaml(text, limits, "fuzz");
    if (spans.tree.text != text) return "the text changed";
    if (!spans.complete && spans.diagnostics.empty()) return "not read, and no finding says why";
    if (auto broken = brokenDiagnostic(spans.diagnostics); !broken.empty()) return broken;
    if (spans.complete) {
        if (auto broken = brokenSpan(spans.tree); !broken.empty()) return broken;
        if (auto broken = brokenLookUp(spans.tree); !broken.empty()) return broken;
        (void)valueOf(spans.tree, spans.tree.root, ValueContext::General);
    }
    std::uint32_t nextId = 1;
    auto reading = readTemplate(text, {.file = "fuzz", .limits = limits}, nextId);
    if (!reading.usable && reading.diagnostics.empty()) return "unusable, and no finding says why";
    if (auto broken = brokenDiagnostic(reading.diagnostics); !broken.empty()) return broken;
    if (nextId != reading.body.resources.size() + 1) return "ids do not match the resources";
    std::vector<Diagnostic> found(1);
    found[0].where.path = Path{"Resources", "Web", "Properties", std::size_t{0}};
    fillPositions(found, *reading.spans, "fuzz");
    return {};
}

}  // namespace archivolt::test
