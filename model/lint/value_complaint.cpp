#include "model/lint/value_complaint.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace archivolt {

namespace {

std::string boundsText(const ConstraintFacts& facts) {
    if (facts.minimum && facts.maximum) {
        return fmt::format("from {} to {}", *facts.minimum, *facts.maximum);
    }
    if (facts.minimum) return fmt::format("{} at least", *facts.minimum);
    if (facts.maximum) return fmt::format("{} at most", *facts.maximum);
    return {};
}

/// Returns how many characters a text has.
std::size_t charactersOf(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Returns the word for what is counted of a value.
const char* unitOf(const Value& value, std::size_t count) {
    if (value.isList()) return count == 1 ? "item" : "items";
    if (value.isMap()) return count == 1 ? "entry" : "entries";
    return count == 1 ? "character" : "characters";
}

}  // namespace

Complaint patternComplaint(std::string_view text, std::string_view pattern) {
    return {fmt::format("`{}` does not have the form that the property takes", text),
            fmt::format("it must match {}", pattern)};
}

std::optional<Complaint> complaintOf(StackLint& lint, const Value& value,
                                     const ConstraintFacts& facts) {
    if (const auto number = value.asNumber(); number && !boundsText(facts).empty()) {
        if ((facts.minimum && *number < *facts.minimum) ||
            (facts.maximum && *number > *facts.maximum)) {
            return {{fmt::format("`{}` is out of bounds", value.text()),
                     fmt::format("write a number {}", boundsText(facts))}};
        }
    }
    const std::size_t length = value.isList()  ? value.items().size()
                               : value.isMap() ? value.entries().size()
                                               : charactersOf(value.text());
    if ((facts.minLength && length < *facts.minLength) ||
        (facts.maxLength && length > *facts.maxLength)) {
        return {{fmt::format("it has {} {}", length, unitOf(value, length)),
                 fmt::format("from {} to {} are taken", facts.minLength.value_or(0),
                             facts.maxLength ? std::to_string(*facts.maxLength) : "any number")}};
    }
    // Beside a pattern the values are what is offered, and the pattern tells what is taken.
    if (!facts.values.empty() && facts.pattern.empty() && value.isScalar() &&
        std::ranges::find(facts.values, value.text()) == facts.values.end()) {
        return {{fmt::format("it can't be `{}`", value.text()),
                 fmt::format("take one of {}", fmt::join(facts.values, ", "))}};
    }
    if (!facts.pattern.empty() && value.isScalar() &&
        lint.matchPattern(facts.pattern, value.text()) == PatternMatch::No) {
        return patternComplaint(value.text(), facts.pattern);
    }
    return std::nullopt;
}

}  // namespace archivolt
