#include "model/base/pattern.h"

#include <algorithm>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "model/base/java_pattern.h"

namespace archivolt {

namespace {

constexpr std::size_t kLongestPattern = 1024;
constexpr std::size_t kLongestText = 4096;
constexpr double kMostWork = 1 << 22;

/// Returns the count of a `{m}`, `{m,}` or `{m,n}` at `at`, which moves behind it; 1 for others.
double repetitions(std::string_view pattern, std::size_t& at) {
    const auto close = pattern.find('}', at);
    if (close == std::string_view::npos) return 1;
    double most = 1;
    double number = 0;
    for (const char c : pattern.substr(at + 1, close - at - 1)) {
        number = c >= '0' && c <= '9' ? number * 10 + (c - '0') : 0;
        most = std::max(most, number);
    }
    at = close;
    return most;
}

/// Estimates how many states an automaton of the pattern has, its repetitions written out.
double statesOf(std::string_view pattern) {
    struct Group {
        double total = 0;
        double last = 0;
    };
    std::vector<Group> open(1);
    const auto add = [&](double states) {
        open.back().total += states;
        open.back().last = states;
    };
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\') {
            ++i;
            add(1);
        } else if (pattern[i] == '[') {
            const auto close = pattern.find(']', i + 2);
            i = close == std::string_view::npos ? pattern.size() : close;
            add(1);
        } else if (pattern[i] == '(') {
            open.emplace_back();
        } else if (pattern[i] == ')' && open.size() > 1) {
            const double inner = open.back().total + 2;
            open.pop_back();
            add(inner);
        } else if (pattern[i] == '{') {
            const double more = open.back().last * (repetitions(pattern, i) - 1);
            open.back().total += more;
            open.back().last += more;
        } else {
            add(1);
        }
    }
    double total = 0;
    for (const Group& group : open) total += group.total;
    return total;
}

PatternMatch failureOf(const std::regex_error& error) {
    const bool isCost = error.code() == std::regex_constants::error_complexity ||
                        error.code() == std::regex_constants::error_space ||
                        error.code() == std::regex_constants::error_stack;
    return isCost ? PatternMatch::TooCostly : PatternMatch::BadPattern;
}

std::regex regexOf(const std::string& pattern) {
    // libstdc++'s breadth-first matcher: no pattern makes it exponential.
    return std::regex(pattern, std::regex::ECMAScript | std::regex_constants::__polynomial);
}

PatternMatch held(const std::regex& regex, std::string_view text) {
    return std::regex_match(text.begin(), text.end(), regex) ? PatternMatch::Yes : PatternMatch::No;
}

}  // namespace

struct Pattern::State {
    std::string written;
    double states = 0;
    std::optional<std::regex> regex;
    PatternMatch failure = PatternMatch::TooCostly;  // Where `regex` is not there.
};

Pattern::Pattern(std::string_view pattern) {
    auto state = std::make_shared<State>();
    state->written = pattern;
    state->states = statesOf(pattern) + 1;
    if (pattern.size() <= kLongestPattern && state->states <= kMostWork) {
        try {
            state->regex = regexOf(state->written);
        } catch (const std::regex_error& error) {
            state->failure = failureOf(error);
        }
    }
    m_state = std::move(state);
}

const std::string& Pattern::written() const { return m_state->written; }

/// Says why a text can't be held against the pattern; Yes where it can.
PatternMatch Pattern::unusable(std::string_view text) const {
    const bool isCostly = text.size() > kLongestText ||
                          m_state->states * static_cast<double>(text.size() + 1) > kMostWork;
    if (isCostly) return PatternMatch::TooCostly;
    return m_state->regex ? PatternMatch::Yes : m_state->failure;
}

PatternMatch Pattern::match(std::string_view text) const {
    if (const PatternMatch why = unusable(text); why != PatternMatch::Yes) return why;
    try {
        return held(*m_state->regex, text);
    } catch (const std::regex_error& error) {
        return failureOf(error);
    }
}

PatternMatch Pattern::find(std::string_view text) const { return replaceFirst(text, {}).match; }

Replaced Pattern::replaceFirst(std::string_view text, std::string_view by) const {
    Replaced made{unusable(text), std::string(text)};
    if (made.match != PatternMatch::Yes) return made;
    // Every place where it may begin is tried.
    const auto places = static_cast<double>(text.size() + 1);
    if (m_state->states * places * places > kMostWork) {
        made.match = PatternMatch::TooCostly;
        return made;
    }
    std::match_results<std::string_view::const_iterator> found;
    try {
        if (!std::regex_search(text.begin(), text.end(), found, *m_state->regex)) {
            made.match = PatternMatch::No;
            return made;
        }
    } catch (const std::regex_error& error) {
        made.match = failureOf(error);
        return made;
    }
    made.text.assign(found.prefix().first, found.prefix().second);
    for (std::size_t i = 0; i < by.size(); ++i) {
        const bool isGroup =
            by[i] == '$' && i + 1 < by.size() && by[i + 1] >= '0' && by[i + 1] <= '9';
        if (!isGroup) {
            made.text += by[i];
            continue;
        }
        const auto group = static_cast<std::size_t>(by[++i] - '0');
        if (group < found.size()) made.text += found[group].str();
    }
    made.text.append(found.suffix().first, found.suffix().second);
    return made;
}

PatternMatch matchWholly(std::string_view pattern, std::string_view text) {
    // A text that is too costly for the pattern must not pay for reading it either.
    const bool isCostly =
        pattern.size() > kLongestPattern || text.size() > kLongestText ||
        (statesOf(pattern) + 1) * static_cast<double>(text.size() + 1) > kMostWork;
    if (isCostly) return PatternMatch::TooCostly;
    const PlainPattern plain = plainPattern(pattern, text);
    if (!plain.isTold) return PatternMatch::BadPattern;
    try {
        return held(regexOf(plain.pattern), plain.text);
    } catch (const std::regex_error& error) {
        return failureOf(error);
    }
}

}  // namespace archivolt
