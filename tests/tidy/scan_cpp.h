#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace archivolt::test {

/// A type that a file defines at namespace scope, or in one that it does.
struct ScannedType {
    std::string name;  ///< With the namespaces and types around it: `archivolt::Walk::Place`.
    std::size_t line = 0;
};

/// The body of a function.
struct ScannedFunction {
    std::string name;  ///< Unqualified.
    std::size_t line = 0;
    std::size_t lines = 0;  ///< From the line of its name to that of its last brace.
};

/// A function that is declared, with or without a body.
struct ScannedName {
    std::string name;
    std::size_t line = 0;
    bool isOverride = false;
};

/// What a file of C++ holds, as far as the rules of the house need it.
struct ScannedFile {
    std::vector<ScannedType> types;  ///< Those in an unnamed namespace or a function are left out.
    std::vector<ScannedFunction> functions;
    std::vector<ScannedName> declared;
    std::set<std::string> used;  ///< Every identifier in a body, an initialiser or a macro.
};

/// Reads a file by its braces and words: no preprocessor, no templates by meaning. Good for text in
/// the house's own style; what a test needs is in tidy_test.
[[nodiscard]] ScannedFile scanCpp(std::string_view text);

}  // namespace archivolt::test
