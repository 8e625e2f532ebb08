#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/form/field_editor.h"
#include "app/form/form.h"

namespace archivolt {

/// Makes the fields of one resource's tree; the parts of a form are put together of these.
class FormBuilder {
public:
    FormBuilder(const FormInput& input, std::shared_ptr<const Stack> stack,
                std::shared_ptr<const Resource> resource);

    /// Returns the fields of the resource's properties, tags left out.
    [[nodiscard]] std::vector<FormField> properties() const;
    /// Returns the field of one property, whether it is written or not; nothing where the type has
    /// none of that name and none is written.
    [[nodiscard]] std::optional<FormField> property(std::string_view name) const;
    /// Returns the fields of the body beside Properties: Condition, DependsOn, DeletionPolicy.
    [[nodiscard]] std::vector<FormField> attributes() const;
    /// Returns a line for the resource as a whole, with its fields below.
    [[nodiscard]] FormField asEntry() const;

    [[nodiscard]] const ResourceType* type() const { return m_type; }
    [[nodiscard]] const Resource& resource() const { return *m_resource; }

private:
    /// A place of the tree with what is known of it.
    struct Place {
        Path path;  ///< From Properties.
        std::string_view name;
        const Value* value = nullptr;
        const PropertyType* type = nullptr;
        const PropertyFacts* facts = nullptr;
    };
    [[nodiscard]] FormField fieldAt(const Place& place) const;
    [[nodiscard]] FormField bareField(const Path& path, std::string_view title) const;
    void fillLeaf(const Place& place, FormField& field) const;
    void fillObject(const Place& place, FormField& field) const;
    /// Shows an `!If` as its condition and its two branches, each with an editor of its own.
    void fillBranches(const Place& place, FormField& field) const;
    void fillPolicy(const Place& place, FormField& field) const;
    void fillMap(const Place& place, FormField& field) const;
    void fillList(const Place& place, FormField& field) const;
    void fillEvaluated(const Path& path, const Value& written, FormField& field) const;
    [[nodiscard]] std::vector<FormField> objectFields(const Path& path, const Value* value,
                                                      const ObjectType& object) const;
    [[nodiscard]] std::optional<FormField> composite(const Path& path, const Value* value,
                                                     const ObjectType& object,
                                                     const CompositeFacts& facts) const;
    [[nodiscard]] FormField attributeField(std::string_view name) const;
    [[nodiscard]] FormField statementField(const Path& path, const Value& statement) const;
    [[nodiscard]] bool isOffered(const Path& path, const PropertyFacts& facts,
                                 const ObjectType& object) const;
    [[nodiscard]] bool isAsked(const Path& path) const;
    [[nodiscard]] const Value* evaluatedAt(const Path& path) const;
    /// Returns what a line says of a value: evaluated where it has calls that are known to come to
    /// something.
    [[nodiscard]] const Value& comesTo(const Path& path, const Value& written) const;
    [[nodiscard]] std::string hintOf(const Place& place) const;
    [[nodiscard]] const ConstraintFacts* constraintAt(const Path& path) const;

    const FormInput& m_input;
    std::shared_ptr<const Stack> m_stack;
    std::shared_ptr<const Resource> m_resource;
    std::shared_ptr<const EvaluatedResource> m_evaluated;
    const ResourceType* m_type = nullptr;
};

/// Says whether a value is an `!If` whose parts are all written out.
[[nodiscard]] bool isWholeIf(const Value& value);
/// Returns a path as the catalogue knows it: the steps into branches of `!If` left out.
[[nodiscard]] Path withoutBranches(const Path& path);
/// Returns a field that opens as the one line that it is without its children, as text.
[[nodiscard]] FormField asOneLine(FormField field);

/// Returns the text of a range of ports whose ends are written so; nothing where they can't be one
/// field.
[[nodiscard]] std::optional<std::string> portsText(const Value* from, const Value* to);

/// Returns the sections of what belongs to a resource: its rules, routes, entries, listeners,
/// associations; and what else names it, as lines without fields.
[[nodiscard]] std::vector<FormField> belongings(const FormInput& input,
                                                const std::shared_ptr<const Stack>& stack,
                                                const FormBuilder& owner);

/// Says whether a property of a type has a section of its own among the belongings.
[[nodiscard]] bool isShownAsSection(std::string_view type, std::string_view property);

}  // namespace archivolt
