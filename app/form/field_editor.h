#pragma once

#include <string_view>

#include "app/form/form.h"

namespace archivolt {

/// What is known of a place when its editor is chosen.
struct EditorQuestion {
    std::string_view name;               ///< The property's; of an item that of its list.
    const PropertyType* type = nullptr;  ///< Null: the catalogue does not know the place.
    const Value* value = nullptr;        ///< Null: nothing is written.
    bool refers = false;                 ///< The catalogue says what it may refer to.
    bool hasValues = false;              ///< There is an enumeration.
};

/// Returns the editor of a place: of all that can edit what is written there, the one that knows it
/// best. `Code` can edit anything.
[[nodiscard]] FieldEditor editorFor(const EditorQuestion& question);

/// Returns the type of a union that a value is of; its first one where nothing is written.
[[nodiscard]] const PropertyType* chosenType(const PropertyType* type, const Value* value);

/// Several properties of an object that are edited as one.
struct CompositeFacts {
    std::string_view title;
    FieldEditor editor = FieldEditor::OneOf;
    std::span<const std::string_view> parts;  ///< Paths from the object on.
    std::string_view beside;  ///< A property that the object must have as well; empty: none.
};

/// Returns the composites of an object type, none overlapping another.
[[nodiscard]] std::vector<const CompositeFacts*> compositesOf(const ObjectType& object);

/// Returns the name of an IP protocol that stands as IANA's number in a rule ("6": tcp, "-1": all
/// traffic); what else stands there as it is.
[[nodiscard]] std::string protocolInWords(const std::string& protocol);

/// Returns an object in one line as far as its kind is known: `tcp 443 from 0.0.0.0/0`,
/// `Allow s3:GetObject on *`, `Name = web`; else its plain values, with the property's name where
/// they say nothing alone: `HttpTokens required`.
[[nodiscard]] std::string summaryOf(const Value& object);

/// Returns a resource of a type in one line, by its properties.
[[nodiscard]] std::string summaryOf(std::string_view type, const Value& properties);

}  // namespace archivolt
