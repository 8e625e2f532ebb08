#pragma once

#include <string>

#include "model/design/design.h"
#include "model/evaluate/evaluate.h"

namespace archivolt::test {

/// Reads a value in CloudFormation's long JSON form; aborts when it is no JSON.
[[nodiscard]] Value json(const std::string& text);

/// Returns a value as compact JSON.
[[nodiscard]] std::string text(const Value& value);

/// Makes a stack of a JSON template; resource ids count up from `firstId`.
[[nodiscard]] Stack stackOf(const std::string& name, const std::string& templateText,
                            std::uint32_t id = 1, std::uint32_t firstId = 100);

/// Makes a design of one stack.
[[nodiscard]] Design designOf(const std::string& templateText);

/// Returns the codes of diagnostics in order, with spaces between.
[[nodiscard]] std::string codes(const std::vector<Diagnostic>& diagnostics);

/// Says whether two evaluations hold the same, and where they first do not.
[[nodiscard]] std::string firstDifference(const EvaluatedDesign& a, const EvaluatedDesign& b);

/// Returns one property of a resource `X` in a template that is otherwise `sections`.
struct Evaluated {
    std::string value;  ///< The property as JSON; empty when it is gone.
    std::string codes;
    std::shared_ptr<const EvaluatedDesign> design;
};
[[nodiscard]] Evaluated evaluateProperty(const std::string& property,
                                         const std::string& sections = {},
                                         const std::map<std::string, Value>& parameters = {});

}  // namespace archivolt::test
