#pragma once

#include <string>
#include <vector>

#include "app/form/form.h"

namespace archivolt {

/// Something that can be chosen for a field.
struct FieldChoice {
    std::string text;    ///< What the field then holds: `!Ref PublicA`, `t3.micro`.
    std::string title;   ///< `PublicA`
    std::string detail;  ///< `10.0.1.0/24`, `Parameter`; may be empty.
    std::string icon;    ///< A name in resources/icons; may be empty.
    friend bool operator==(const FieldChoice&, const FieldChoice&) = default;
};

/// Returns what a field can be set to, the likeliest first: an enumeration's values, resources that
/// the catalogue says may stand there, free address blocks, parameters of a type that fits.
[[nodiscard]] std::vector<FieldChoice> choicesOf(const FormInput& input, const FormField& field);

}  // namespace archivolt
