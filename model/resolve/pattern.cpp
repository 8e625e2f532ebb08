#include "model/resolve/pattern.h"

#include <regex>
#include <string>

namespace archivolt {

namespace {

constexpr std::size_t kLongestPattern = 1024;
constexpr std::size_t kLongestText = 4096;
constexpr std::size_t kMostWork = std::size_t{1} << 22;

}  // namespace

PatternMatch matchWholly(std::string_view pattern, std::string_view text) {
    if (pattern.size() > kLongestPattern || text.size() > kLongestText ||
        (pattern.size() + 1) * (text.size() + 1) > kMostWork) {
        return PatternMatch::TooCostly;
    }
    try {
        // libstdc++'s breadth-first matcher: no pattern makes it exponential.
        const std::regex regex(std::string(pattern),
                               std::regex::ECMAScript | std::regex_constants::__polynomial);
        return std::regex_match(text.begin(), text.end(), regex) ? PatternMatch::Yes
                                                                 : PatternMatch::No;
    } catch (const std::regex_error& error) {
        const bool isCost = error.code() == std::regex_constants::error_complexity ||
                            error.code() == std::regex_constants::error_space ||
                            error.code() == std::regex_constants::error_stack;
        return isCost ? PatternMatch::TooCostly : PatternMatch::BadPattern;
    }
}

}  // namespace archivolt
