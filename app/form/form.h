#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/base/diagnostic.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/design.h"
#include "model/design/naming_index.h"

namespace archivolt {

/// What a field is edited with.
enum class FieldEditor : std::uint8_t {
    Section,     ///< A heading; its children are edited.
    Object,      ///< A nested object, or one entry of a list: a line that opens.
    List,        ///< Its children are the items.
    Resource,    ///< A resource that belongs to the selected one: a line that opens.
    Text,        ///< One line.
    Number,      ///< A whole or a broken number.
    Switch,      ///< Yes or no.
    Choice,      ///< One of `choicesOf`, or an expression.
    Reference,   ///< A resource or a parameter, or an expression.
    Cidr,        ///< An address block.
    Expression,  ///< An intrinsic function, as YAML.
    Code,        ///< A tree without a form of its own, as YAML.
    Ports,       ///< `443`, `1024-65535` or `all`: two properties in one field.
    OneOf,       ///< A value that goes to the one of several properties that takes it.
    Tag,         ///< A name and a value, which are its children.
    Lines,       ///< One text or several, one a line.
    Told         ///< Shown, and not edited here.
};

enum class FieldState : std::uint8_t {
    Absent,  ///< No such key: AWS takes its default.
    Empty,   ///< There, with nothing in it.
    Set,
    Mixed  ///< Of several resources that differ.
};

/// A place in a template: what a field reads and writes.
struct FieldTarget {
    StackId stack;
    ResourceId resource;  ///< None where the place is in a section.
    Path path;            ///< From the template's root.
    friend bool operator==(const FieldTarget&, const FieldTarget&) = default;
};

/// What is wrong with a field, and what to do.
struct FieldProblem {
    Severity severity = Severity::Error;
    std::string code;
    std::string message;
    std::string help;
    friend bool operator==(const FieldProblem&, const FieldProblem&) = default;
};

/// One field of a form, with those below it. Its key tells it from all others of the form, also
/// from one state of the design to the next.
struct FormField {
    std::string key;
    FieldEditor editor = FieldEditor::Text;
    FieldState state = FieldState::Absent;
    FieldTarget target;
    /// The same place in the other resources that are edited along.
    std::vector<FieldTarget> others;
    /// Of `Ports` the two ends, of `OneOf` all properties: from `target` on.
    std::vector<Path> parts;
    std::string title;
    std::string icon;       ///< A name in resources/icons; only of resources and references.
    std::string hint;       ///< What the catalogue says of it, in a sentence.
    std::string text;       ///< As it is edited; of what opens: what stands in it, in words.
    std::string comesTo;    ///< What an expression comes to, where that is known or why not.
    std::string fallback;   ///< What AWS takes where nothing is written; never written itself.
    std::string adds;       ///< Of a section: the type of which another can be made here.
    std::string parameter;  ///< The parameter that alone decides the value; empty: none.
    bool comesToUnknown = false;
    bool required = false;
    bool replaces = false;      ///< AWS makes the resource anew where this changes.
    bool removable = false;     ///< Not what can't be taken away by itself.
    bool takesItems = false;    ///< Items or properties of the user's own can be added.
    bool takesEntries = false;  ///< It is a map, to which entries of any name can be added.
    bool renamable = false;     ///< An entry of a map: its title is a name of the user's own.
    bool choices = false;       ///< `choicesOf` has something to offer.
    std::vector<FieldProblem> problems;
    std::vector<FormField> children;

    [[nodiscard]] bool opens() const {
        return editor == FieldEditor::Section || editor == FieldEditor::Object ||
               editor == FieldEditor::List || editor == FieldEditor::Resource;
    }
    friend bool operator==(const FormField&, const FormField&) = default;
};

/// A property that is not written and can be.
struct AbsentProperty {
    FieldTarget target;
    std::string name;
    std::string hint;
    friend bool operator==(const AbsentProperty&, const AbsentProperty&) = default;
};

/// A form of what is selected.
struct Form {
    std::vector<FormField> fields;       ///< Sections first to last.
    std::vector<FieldProblem> problems;  ///< Of the resource itself, of no field.
    friend bool operator==(const Form&, const Form&) = default;
};

/// What a form is made of. Everything must outlive the call, nothing longer.
struct FormInput {
    const Design& design;
    const Catalog& catalog;
    const ResolvedDesign* resolved = nullptr;  ///< Null, or of this or an earlier revision.
    /// Those that the design does not accept.
    std::span<const std::shared_ptr<const Diagnostic>> findings{};
    /// Places without a value whose fields are shown all the same: the user is about to fill them.
    const std::set<std::pair<ResourceId, Path>>* asked = nullptr;
    NamingIndex naming{};  ///< Who names whom, as far as it is known by now.
};

/// Returns the form of a resource with all that belongs to it; empty where it is gone.
///
/// Fields stand in the order of the template, those not written behind: required ones, and those
/// that the catalogue's hand-written facts name. Nothing is written until a field is.
[[nodiscard]] Form formOf(const FormInput& input, ResourceId resource);

/// Returns the fields that resources have in common: those of plain values whose type is the same
/// in all of them. Where they differ the state is `Mixed`.
[[nodiscard]] Form commonForm(const FormInput& input, const std::set<ResourceId>& resources);

/// Returns the properties that an object (or the resource itself, at `Properties`) does not have
/// yet, required ones first, then by name.
[[nodiscard]] std::vector<AbsentProperty> absentProperties(const FormInput& input,
                                                           const FieldTarget& object);

/// Returns the fields of a form in order, parents before children.
[[nodiscard]] std::vector<const FormField*> allFields(const Form& form);

}  // namespace archivolt
