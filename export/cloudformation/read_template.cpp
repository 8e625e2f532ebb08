#include "export/cloudformation/read_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_json.h"
#include "export/cloudformation/read_yaml.h"
#include "export/cloudformation/splice_template.h"

namespace archivolt {

namespace {

constexpr std::string_view kAnatomyPage =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html";

constexpr std::array<std::string_view, 13> kSections = {"AWSTemplateFormatVersion",
                                                        "Description",
                                                        "Metadata",
                                                        "Parameters",
                                                        "Rules",
                                                        "Mappings",
                                                        "Conditions",
                                                        "Transform",
                                                        "Resources",
                                                        "Outputs",
                                                        "Hooks",
                                                        "Globals",
                                                        "Fn::Transform"};

/// Builds a template from a tree whose root is a mapping.
class TemplateBuilder {
public:
    TemplateBuilder(const SpanTree& tree, ProblemList& problems, const ReadLimits& limits,
                    std::uint32_t& nextId)
        : m_tree(tree),
          m_problems(problems),
          m_limits(limits),
          m_values(tree, limits),
          m_nextId(nextId) {}

    [[nodiscard]] Template build();

private:
    void checkSectionName(const SpanEntry& entry, bool hasMacro);
    [[nodiscard]] ResourceTable resources(SpanNodeId id);
    void checkResource(const SpanEntry& entry, const Value& body);
    [[nodiscard]] std::size_t beginOf(SpanNodeId id) const { return m_tree.node(id).begin; }

    const SpanTree& m_tree;
    ProblemList& m_problems;
    const ReadLimits& m_limits;
    ValueBuilder m_values;
    std::uint32_t& m_nextId;
};

constexpr Rule kNoSuchSection{"READ-SECTION",
                              Severity::Error,
                              "there is no section of this name",
                              "CloudFormation refuses a section that it does not know",
                              "check the spelling",
                              "CloudFormation User Guide, template-formats"};

void TemplateBuilder::checkSectionName(const SpanEntry& entry, bool hasMacro) {
    // A macro over the whole template may take any section of its own.
    if (hasMacro || std::ranges::find(kSections, entry.key) != kSections.end()) return;
    m_problems.add(
        {.rule = kNoSuchSection,
         .offset = beginOf(entry.keyNode),
         .message = fmt::format("CloudFormation has no section `{}`", shortened(entry.key)),
         .help = "check spelling and indentation; notes of your own go under Metadata",
         .source = kAnatomyPage,
         .path = Path{std::string(entry.key)}});
}

constexpr Rule kResourceNoMap{"READ-RESOURCE",
                              Severity::Error,
                              "a resource is no map",
                              "a resource is a map with a Type",
                              "write Type and Properties below the resource's name",
                              "CloudFormation User Guide, template-formats"};

void TemplateBuilder::checkResource(const SpanEntry& entry, const Value& body) {
    const bool isLoop = entry.key.starts_with("Fn::ForEach::");
    const bool isInclude = entry.key == "Fn::Transform";
    if (body.isMap() || isInclude || (isLoop && body.isList())) return;
    m_problems.add(
        {.rule = kResourceNoMap,
         .offset = beginOf(entry.keyNode),
         .message =
             isLoop ? fmt::format("the loop `{}` is no list", shortened(entry.key))
                    : fmt::format("the resource `{}` is no map with a Type", shortened(entry.key)),
         .help = isLoop ? "write [identifier, values, {resources}]"
                        : "write its Type and Properties below it, indented",
         .source = kAnatomyPage,
         .path = Path{"Resources", std::string(entry.key)}});
}

constexpr Rule kNoResources{"READ-RESOURCES",
                            Severity::Error,
                            "the Resources section is missing or no map",
                            "a template without resources makes nothing, and is refused",
                            "add a Resources section with at least one resource",
                            "CloudFormation User Guide, template-formats"};

ResourceTable TemplateBuilder::resources(SpanNodeId id) {
    const SpanNodeId target = m_values.links().target(id);
    if (target == kNoSpanNode || m_tree.node(target).kind != SpanKind::Mapping) {
        m_problems.add({.rule = kNoResources,
                        .offset = beginOf(id),
                        .message = "Resources is no map of logical ids",
                        .help = "write each resource's logical id below it, indented",
                        .source = kAnatomyPage,
                        .path = Path{"Resources"}});
        return {};
    }
    std::vector<Resource> found;
    for (const SpanEntry& entry : m_values.links().entries(target)) {
        Resource resource;
        resource.id = ResourceId{m_nextId++};
        resource.logicalId = entry.key;
        resource.body = m_values.build(entry.valueNode, ValueContext::Section);
        checkResource(entry, resource.body);
        found.push_back(std::move(resource));
    }
    return ResourceTable::of(std::move(found));
}

constexpr Rule kYamlExpansion{
    "YAML-EXPANSION",
    Severity::Error,
    "aliases expand to more than this program reads",
    "aliases of aliases grow beyond every memory; no template needs it",
    "write the values out",
    "YAML 1.1 specification; CloudFormation User Guide, template-formats"};

Template TemplateBuilder::build() {
    Template result;
    bool hasResources = false;
    const auto entries = m_values.links().entries(m_tree.root);
    const bool hasMacro = std::ranges::any_of(entries, [](const SpanEntry& entry) {
        return entry.key == "Transform" || entry.key == "Fn::Transform";
    });
    for (const SpanEntry& entry : entries) {
        checkSectionName(entry, hasMacro);
        Section section;
        section.name = entry.key;
        if (entry.key == "Resources") {
            hasResources = true;
            result.resources = resources(entry.valueNode);
        } else {
            section.value = m_values.build(entry.valueNode, contextOfSection(entry.key));
        }
        result.sections.push_back(std::move(section));
    }
    if (!hasResources) {
        m_problems.add({.rule = kNoResources,
                        .offset = beginOf(m_tree.root),
                        .message = "the template has no Resources section",
                        .help = "add a Resources section with at least one resource",
                        .source = kAnatomyPage});
    }
    if (m_values.exceededAt() != kNoSpanNode) {
        m_problems.add({.rule = kYamlExpansion,
                        .offset = beginOf(m_values.exceededAt()),
                        .message = fmt::format("aliases expand to more than {} values or {} levels",
                                               m_limits.maxAliasNodes, m_limits.maxDepth),
                        .help = "write the values out",
                        .source = kTemplateFormatsPage});
    }
    return result;
}

std::string_view describe(const SpanNode& node) {
    switch (node.kind) {
        case SpanKind::Sequence: return "a list";
        case SpanKind::Scalar: return "a single value";
        case SpanKind::Alias: return "an alias";
        case SpanKind::Mapping: return "a tagged map";
    }
    return "";
}

constexpr Rule kNoMapOfSections{"READ-TOP-LEVEL",
                                Severity::Error,
                                "the text is no map of sections",
                                "a template is a map from section names to sections",
                                "begin the file with Resources",
                                "CloudFormation User Guide, template-formats"};

void addBody(TemplateReading& reading, const ReadOptions& options, std::uint32_t& nextId) {
    const SpanTree& tree = *reading.spans;
    const SpanNode& root = tree.node(tree.root);
    ProblemList problems(tree.text, options.file, options.limits.maxDiagnostics);
    reading.usable = root.kind == SpanKind::Mapping && !longNameOfTag(tree.tag(root));
    if (reading.usable) {
        reading.body = TemplateBuilder(tree, problems, options.limits, nextId).build();
    } else {
        problems.add({.rule = kNoMapOfSections,
                      .offset = root.begin,
                      .message = fmt::format("a template is a map of sections, but this is {}: {}",
                                             describe(root), problems.quoteLine(root.begin)),
                      .help = "open a CloudFormation template with a Resources section",
                      .source = kAnatomyPage});
    }
    for (Diagnostic& found : problems.take()) reading.diagnostics.push_back(std::move(found));
    std::ranges::stable_sort(reading.diagnostics, {}, [](const Diagnostic& found) {
        return std::pair(found.where.line, found.where.column);
    });
}

}  // namespace

TemplateFormat formatOf(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    constexpr std::string_view kSpace = " \t\r\n";
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return TemplateFormat::Yaml;
    if (text[first] != '{' && text[first] != '[') return TemplateFormat::Yaml;
    const auto second = text.find_first_not_of(kSpace, first + 1);
    if (second == std::string_view::npos) return TemplateFormat::Json;
    constexpr std::string_view kJsonTokens = "\"{}[],/";
    return kJsonTokens.find(text[second]) == std::string_view::npos ? TemplateFormat::Yaml
                                                                    : TemplateFormat::Json;
}

SpanReading readSpans(std::string text, const ReadOptions& options) {
    const bool looksLikeJson = formatOf(text) == TemplateFormat::Json;
    SpanReading spans = looksLikeJson ? readJson(std::move(text), options.limits, options.file)
                                      : readYaml(std::move(text), options.limits, options.file);
    if (!spans.complete && looksLikeJson) {
        // CloudFormation reads YAML in brackets too, whatever the file's ending.
        SpanReading yaml = readYaml(spans.tree.text, options.limits, options.file);
        if (yaml.complete && yaml.tree.node(yaml.tree.root).kind == SpanKind::Mapping) return yaml;
    }
    return spans;
}

TemplateReading readTemplate(std::string text, const ReadOptions& options, std::uint32_t& nextId) {
    TemplateReading reading;
    SpanReading spans = readSpans(std::move(text), options);
    reading.format = spans.tree.format;
    reading.diagnostics = std::move(spans.diagnostics);
    spans.tree.nodes.shrink_to_fit();  // A stack keeps it as long as it is open.
    reading.spans = std::make_shared<const SpanTree>(std::move(spans.tree));
    if (spans.complete) addBody(reading, options, nextId);
    return reading;
}

std::shared_ptr<const TemplateSource> sourceOf(const TemplateReading& reading, std::string file) {
    TemplateSource source;
    source.text = SharedText::within(reading.spans, reading.spans->text);
    source.format = reading.format;
    source.file = std::move(file);
    source.opened = reading.body;
    if (reading.usable) source.spans = reading.spans;
    return std::make_shared<const TemplateSource>(std::move(source));
}

std::vector<const Rule*> readingRules() {
    static constexpr const Rule* kOwn[] = {&kNoSuchSection, &kResourceNoMap, &kNoResources,
                                           &kYamlExpansion, &kNoMapOfSections};
    return joinedRules({kOwn, kReadingRules, unreadableRules(), spanRules(), jsonRules(),
                        yamlRules(), splicingRules()});
}

}  // namespace archivolt
