#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/base/shared_text.h"
#include "model/base/strong_id.h"
#include "model/design/resource.h"
#include "model/value/value.h"

namespace archivolt {

struct SpanTree;  // export/cloudformation/span_tree.h

/// One top-level section of a template, `Resources` apart.
struct Section {
    std::string name;
    Value value;
    friend bool operator==(const Section&, const Section&) = default;
};

/// A CloudFormation template as a tree: every section in the order of the text.
///
/// `Resources` keeps its place by a section of that name with a null value; its content is
/// `resources`. Sections that CloudFormation does not know are kept too.
struct Template {
    std::vector<Section> sections;
    ResourceTable resources;

    /// Returns the value of a section (never `Resources`), or null pointer.
    [[nodiscard]] const Value* section(std::string_view name) const;
    /// Returns what stands at a path from the template's root, `Resources.Web.Properties…`
    /// included.
    [[nodiscard]] const Value* at(const Path& path) const;
    /// Returns a copy with the section set; a new one goes where CloudFormation's order has it.
    [[nodiscard]] Template withSection(std::string_view name, Value value) const;
    /// Returns a copy with these resources; the section is made where there was none.
    [[nodiscard]] Template withResources(ResourceTable changed) const;

    friend bool operator==(const Template&, const Template&) = default;
};

enum class TemplateFormat : std::uint8_t {
    Yaml,
    Json
};

/// The text that a stack was opened from, and the tree that it was read as.
///
/// The writer gives back this text with only what differs between `opened` and the stack's present
/// template changed; so undoing every edit gives the text back to the byte.
struct TemplateSource {
    SharedText text;  ///< To the byte, byte order mark and line endings included.
    TemplateFormat format = TemplateFormat::Yaml;
    std::string file;  ///< As the user named it; empty when the text came in a project.
    Template opened;
    /// Where things lie in `text`, for the writer; null where it has to find out by reading.
    std::shared_ptr<const SpanTree> spans{};
};

/// What a stack is made of: a template that can be deployed, or what `aws describe` observed.
enum class StackKind : std::uint8_t {
    Template,
    Observed
};

/// A template with the parameter values, account and Region that it is deployed with.
struct Stack {
    StackId id;
    std::string name;
    StackKind kind = StackKind::Template;
    std::string account = "123456789012";
    std::string region = "us-east-1";
    Template body;
    std::map<std::string, Value> parameters;       ///< Values given; the rest take their defaults.
    std::shared_ptr<const TemplateSource> source;  ///< Null for a template born here.

    friend bool operator==(const Stack&, const Stack&) = default;
};

}  // namespace archivolt
