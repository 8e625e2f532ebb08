#include "export/cloudformation/splice_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/splice_check.h"
#include "export/cloudformation/splice_tree.h"
#include "export/cloudformation/write_template.h"

namespace archivolt {

namespace {

// How deep single values are looked for, in the order of the attempts: anywhere first, at last
// whole resources and entries of a section are written anew.
constexpr std::array<std::size_t, 6> kDepths = {1000, 6, 5, 4, 3, 2};

/// What an attempt does without, should the one before have let a blank line or a comment become
/// part of a block scalar.
struct Caution {
    bool literals = true;
    bool tidyBlankLines = true;
};
constexpr std::array<Caution, 3> kCautions = {{{true, true}, {false, true}, {false, false}}};

/// Returns for each resource of `wanted` the logical id that it was opened with.
///
/// One that was not there gets a text that can't be a key.
std::vector<std::string> originsOf(const Template& opened, const Template& wanted) {
    std::vector<std::string> origins;
    origins.reserve(wanted.resources.size());
    std::size_t born = 0;
    for (const auto& resource : wanted.resources) {
        if (const auto same = opened.resources.find(resource->id)) {
            origins.push_back(same->logicalId);
            continue;
        }
        const auto named = opened.resources.find(resource->logicalId);
        const bool isFree = named && !wanted.resources.find(named->id);
        origins.push_back(isFree ? resource->logicalId
                                 : std::string(1, '\0') + std::to_string(born++));
    }
    return origins;
}

/// Says whether any section of the text is still wanted, so that the text can't be written anew.
bool keepsSomeSection(const Template& opened, const Template& wanted) {
    return std::ranges::any_of(opened.sections, [&](const Section& section) {
        return std::ranges::find(wanted.sections, section.name, &Section::name) !=
               wanted.sections.end();
    });
}

bool readsAs(const std::string& text, const std::string& file, const Value& wanted) {
    std::uint32_t nextId = 1;
    const TemplateReading reading = readTemplate(text, {.file = file, .limits = {}}, nextId);
    return reading.usable && templateAsMap(reading.body) == wanted;
}

/// Returns the edits of one attempt; nothing where the shape of the text does not allow it.
std::optional<TextEdits> editsFor(const TextLayout& layout, const TextStyle& style,
                                  SpliceOptions options, const Value& before, const Value& after,
                                  const std::vector<std::string>& origins) {
    while (true) {
        TreeSplice splice(layout, style, options);
        if (!splice.run(before, after, origins)) return std::nullopt;
        std::set<std::string> touched = splice.touchedAnchors();
        touched.insert(options.expand.begin(), options.expand.end());
        // Every round writes out the aliases of one more anchor at least, so this ends.
        if (touched == options.expand) return splice.edits();
        options.expand = std::move(touched);
    }
}

}  // namespace

TemplateSplicer::TemplateSplicer(const TemplateSource& source)
    : m_source(source), m_before(templateAsMap(source.opened)) {
    if (source.spans) {
        learn(source.spans);
        return;
    }
    std::uint32_t nextId = 1;
    TemplateReading reading =
        readTemplate(source.text, {.file = source.file, .limits = {}}, nextId);
    if (!reading.usable || !reading.spans) {
        m_problem = reading.diagnostics.empty() ? "its text can't be read"
                                                : toString(reading.diagnostics.front());
        return;
    }
    learn(std::move(reading.spans));
}

void TemplateSplicer::learn(std::shared_ptr<const SpanTree> tree) {
    m_tree = std::move(tree);
    m_style = styleOf(*m_tree);
    m_layout.emplace(*m_tree);
    if (m_tree->root != kNoSpanNode) m_layout->remember(m_tree->root);
    const SpanNodeId resources = m_tree->anchored ? kNoSpanNode : resourcesOf(*m_tree);
    if (resources != kNoSpanNode) m_layout->remember(resources);
}

constexpr Rule kNotSpliceable{"SPLICE-1",
                              Severity::Error,
                              "a template's text has faults that keep it from being edited",
                              "an edit could only be written by guessing where things stand",
                              "repair the text in an editor, then open it again",
                              "a rule of this program"};

constexpr Rule kSpliceChangesMore{
    "SPLICE-2",
    Severity::Error,
    "an edit can't be written into the text without changing more than it says",
    "what was written is read again and must be what was meant, or it is refused",
    "make the change in the text, in an editor, and open the template again",
    "a rule of this program"};

Result<std::string> TemplateSplicer::textFor(const Template& wanted) const {
    const Value after = templateAsMap(wanted);
    if (m_before == after) return m_source.text;
    if (!m_tree) {
        return failure(kNotSpliceable, fmt::format("the template can't be edited: {}", m_problem),
                       "repair the text in an editor, then open it again");
    }
    const std::vector<std::string> origins = originsOf(m_source.opened, wanted);
    const SpliceCheck check(*m_layout, m_source.opened, wanted);
    for (const std::size_t depth : kDepths) {
        for (const Caution& caution : kCautions) {
            TextStyle style = m_style;
            style.literals = caution.literals;
            SpliceOptions options{
                .maxDepth = depth, .tidyBlankLines = caution.tidyBlankLines, .expand = {}};
            const auto edits =
                editsFor(*m_layout, style, std::move(options), m_before, after, origins);
            if (!edits || !check.readsAsWanted(*edits, m_source.file)) continue;
            if (auto text = edits->applied()) return *std::move(text);
        }
    }
    if (!keepsSomeSection(m_source.opened, wanted)) {
        std::string text = writeCanonical(wanted, m_source.format);
        if (readsAs(text, m_source.file, after)) return text;
    }
    return failure(kSpliceChangesMore,
                   "this edit can't be written into the template's text without changing more",
                   "make the change in the text, in an editor, and open the template again");
}

Result<std::string> spliceTemplate(const TemplateSource& source, const Template& wanted) {
    if (source.opened == wanted) return source.text;
    return TemplateSplicer(source).textFor(wanted);
}

Result<std::string> writeTemplate(const Stack& stack) {
    if (!stack.source) return writeCanonical(stack.body, TemplateFormat::Yaml);
    return spliceTemplate(*stack.source, stack.body);
}

RuleList splicingRules() {
    static constexpr const Rule* kRules[] = {&kNotSpliceable, &kSpliceChangesMore};
    return kRules;
}

}  // namespace archivolt
