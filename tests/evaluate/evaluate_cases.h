#pragma once

#include <string>
#include <vector>

namespace archivolt::test {

/// A property, what it evaluates to as JSON (`*` at the end: and so on), and the codes that are
/// told.
struct FunctionCase {
    const char* property;
    const char* expected;
    const char* codes;
};

/// The sections that the cases' template has beside Resources.
extern const std::string kCaseSections;
/// The same with the transform AWS::LanguageExtensions.
extern const std::string kExtensionSections;

/// Returns one case for each form of each function, and for each way to use it wrongly.
[[nodiscard]] std::vector<FunctionCase> functionCases();

/// Returns cases that need AWS::LanguageExtensions.
[[nodiscard]] std::vector<FunctionCase> extensionCases();

/// Returns a text of 16 bytes, doubled `levels` times by nested `Fn::Sub`.
[[nodiscard]] std::string nestedSub(int levels);

/// Returns `levels` of `Fn::Join` inside one another.
[[nodiscard]] std::string nestedJoin(int levels);

}  // namespace archivolt::test
