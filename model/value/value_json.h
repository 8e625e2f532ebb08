#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/value/value.h"

namespace archivolt {

/// Returns the value as JSON in CloudFormation's long form; an unknown becomes `{"Unknown": why}`.
///
/// Numbers keep their text where JSON's number type holds it exactly, else become strings.
[[nodiscard]] nlohmann::ordered_json toJson(const Value& value);

/// Reads CloudFormation's long form: a map of one key `Ref` or `Fn::…` becomes a call.
///
/// `{"Condition": name}` stays a map, since outside conditions it is an ordinary key.
[[nodiscard]] Value valueFromJson(const nlohmann::ordered_json& json);

/// Makes a call of `longName` in the tree's normal form: `GetAtt` "A.B" becomes the list [A, B].
///
/// Every reader goes through this, so that short and long spellings give equal trees.
[[nodiscard]] Value normalizedCall(std::string_view longName, Value argument);

}  // namespace archivolt
