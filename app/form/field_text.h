#pragma once

#include <string>
#include <string_view>

#include "model/base/result.h"
#include "model/base/rule.h"
#include "model/value/value.h"

namespace archivolt {

/// Returns a value as a field shows it for editing: a scalar's text as it is, all else as YAML on
/// one line, or on several where a text in it has several.
[[nodiscard]] std::string editableText(const Value& value);

/// Returns a value as YAML, scalars in quotes where they need some.
[[nodiscard]] std::string yamlText(const Value& value);

/// Reads a text as YAML's one value, CloudFormation's short tags included.
///
/// Fails with FORM-1, which says where and why.
[[nodiscard]] Result<Value> valueOfYaml(std::string_view text);

/// Says whether a text in a field of plain text is meant as an intrinsic function: `!Ref Web`.
[[nodiscard]] bool looksLikeExpression(std::string_view text);

/// Returns a value in one line, as a person would say it: `PublicA`, `WebAlb.DNSName`, `8`; at most
/// 240 characters.
[[nodiscard]] std::string inWords(const Value& value);

/// Why a field's text is not taken.
[[nodiscard]] RuleList formRules();

inline constexpr Rule kNotAValue{"FORM-1",
                                 Severity::Error,
                                 "the text of a field is no value",
                                 "what is written must be read as the property's value",
                                 "write a value, or a function such as !Ref Name",
                                 "a rule of this program"};
inline constexpr Rule kNotANumber{"FORM-2",
                                  Severity::Error,
                                  "the text of a field is no number",
                                  "the property takes a number",
                                  "write digits, or a function such as !Ref Name",
                                  "a rule of this program"};
inline constexpr Rule kNoPorts{"FORM-3",
                               Severity::Error,
                               "the text of a field is no port and no range of ports",
                               "ports are numbers from 0 to 65535",
                               "write 443, 8000-8100 or all",
                               "a rule of this program"};
inline constexpr Rule kNameTaken{"FORM-5",
                                 Severity::Error,
                                 "the name of an entry is none, or is taken",
                                 "the entries of a map are told apart by their names",
                                 "choose another name",
                                 "a rule of this program"};
inline constexpr Rule kFieldGone{"FORM-4",
                                 Severity::Error,
                                 "the place of a field is gone",
                                 "the design was changed since the form was made",
                                 "select the resource again",
                                 "a rule of this program"};

}  // namespace archivolt
