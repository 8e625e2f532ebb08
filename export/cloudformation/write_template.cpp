#include "export/cloudformation/write_template.h"

#include <algorithm>

#include "export/cloudformation/carry_comments.h"
#include "export/cloudformation/write_value.h"

namespace archivolt {

namespace {

/// Returns the resources as a map under their logical ids.
Value resourcesAsMap(const ResourceTable& resources) {
    std::vector<MapEntry> entries;
    entries.reserve(resources.size());
    for (const auto& resource : resources) entries.push_back({resource->logicalId, resource->body});
    return Value::map(std::move(entries));
}

/// Returns the template with its sections in CloudFormation's order, unknown ones last.
Template sorted(const Template& body) {
    Template result;
    if (body.resources.size() > 0) result = result.withResources(body.resources);
    for (const Section& section : body.sections) {
        if (section.name != "Resources") {
            result = result.withSection(section.name, section.value);
            continue;
        }
        result = result.withResources(body.resources);
        const auto at = std::ranges::find(result.sections, section.name, &Section::name);
        at->value = section.value;
    }
    return result;
}

std::string writeSection(const MapEntry& section, const TextStyle& style) {
    if (section.key != "Resources" || section.value.entries().empty()) {
        return blockEntry(section.key, section.value, {}, style);
    }
    std::string text = section.key + ":";
    for (const MapEntry& resource : section.value.entries()) {
        text += (text.back() == ':' ? "\n" : "\n\n");
        text += blockEntry(resource.key, resource.value, style.unit, style);
    }
    return text;
}

}  // namespace

Value templateAsMap(const Template& body) {
    std::vector<MapEntry> entries;
    bool hasResources = false;
    for (const Section& section : body.sections) {
        const bool isResources = section.name == "Resources";
        // A broken template may hold something else there, which then stands as the section's
        // value.
        const bool isTable = isResources && (section.value.isNull() || body.resources.size() > 0);
        entries.push_back({section.name, isTable ? resourcesAsMap(body.resources) : section.value});
        hasResources = hasResources || isResources;
    }
    if (!hasResources && body.resources.size() > 0) {
        entries.push_back({"Resources", resourcesAsMap(body.resources)});
    }
    return Value::map(std::move(entries));
}

std::string writeCanonical(const Template& body, TemplateFormat format) {
    const Value map = templateAsMap(sorted(body));
    const TextStyle style = canonicalStyle(format);
    if (format == TemplateFormat::Json) return jsonText(map, {}, style) + "\n";
    if (map.entries().empty()) return "{}\n";
    std::string text;
    const MapEntry* before = nullptr;
    for (const MapEntry& section : map.entries()) {
        // The version and the description are one header.
        const bool apart = before != nullptr && (before->key != "AWSTemplateFormatVersion" ||
                                                 section.key != "Description");
        if (apart) text += '\n';
        text += writeSection(section, style) + "\n";
        before = &section;
    }
    return text;
}

Result<std::string> writeStack(const Stack& stack, TemplateFormat format, bool canonical) {
    const TemplateFormat own = stack.source ? stack.source->format : TemplateFormat::Yaml;
    if (!canonical && format == own) return writeTemplate(stack);
    // Another format can only be written from the tree.
    std::string text = writeCanonical(stack.body, format);
    const bool keepsComments = format == TemplateFormat::Yaml && own == format && stack.source;
    if (keepsComments) text = withCommentsOf(std::move(text), stack.source->text);
    return text;
}

}  // namespace archivolt
