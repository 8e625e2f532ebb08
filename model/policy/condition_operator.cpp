#include "model/policy/condition_operator.h"

#include <algorithm>
#include <array>

#include "model/base/text_case.h"

namespace archivolt {

namespace {

struct Spelling {
    std::string_view name;
    ConditionTest test;
    bool negated;
};

// The first spelling of a test is the one that is written.
constexpr std::array kSpellings = {
    Spelling{"StringEquals", ConditionTest::StringEquals, false},
    Spelling{"StringNotEquals", ConditionTest::StringEquals, true},
    Spelling{"StringEqualsIgnoreCase", ConditionTest::StringEqualsIgnoreCase, false},
    Spelling{"StringNotEqualsIgnoreCase", ConditionTest::StringEqualsIgnoreCase, true},
    Spelling{"StringLike", ConditionTest::StringLike, false},
    Spelling{"StringNotLike", ConditionTest::StringLike, true},
    Spelling{"NumericEquals", ConditionTest::NumericEquals, false},
    Spelling{"NumericNotEquals", ConditionTest::NumericEquals, true},
    Spelling{"NumericLessThan", ConditionTest::NumericLessThan, false},
    Spelling{"NumericLessThanEquals", ConditionTest::NumericLessThanEquals, false},
    Spelling{"NumericGreaterThan", ConditionTest::NumericGreaterThan, false},
    Spelling{"NumericGreaterThanEquals", ConditionTest::NumericGreaterThanEquals, false},
    Spelling{"DateEquals", ConditionTest::DateEquals, false},
    Spelling{"DateNotEquals", ConditionTest::DateEquals, true},
    Spelling{"DateLessThan", ConditionTest::DateLessThan, false},
    Spelling{"DateLessThanEquals", ConditionTest::DateLessThanEquals, false},
    Spelling{"DateGreaterThan", ConditionTest::DateGreaterThan, false},
    Spelling{"DateGreaterThanEquals", ConditionTest::DateGreaterThanEquals, false},
    Spelling{"Bool", ConditionTest::Bool, false},
    Spelling{"BinaryEquals", ConditionTest::BinaryEquals, false},
    Spelling{"IpAddress", ConditionTest::IpAddress, false},
    Spelling{"NotIpAddress", ConditionTest::IpAddress, true},
    Spelling{"ArnLike", ConditionTest::ArnLike, false},
    Spelling{"ArnNotLike", ConditionTest::ArnLike, true},
    Spelling{"ArnEquals", ConditionTest::ArnLike, false},
    Spelling{"ArnNotEquals", ConditionTest::ArnLike, true},
    Spelling{"Null", ConditionTest::Null, false},
};

constexpr std::string_view kForAll = "ForAllValues:";
constexpr std::string_view kForAny = "ForAnyValue:";
constexpr std::string_view kIfExists = "IfExists";

bool startsWithIgnoringCase(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && equalIgnoringCase(text.substr(0, prefix.size()), prefix);
}

}  // namespace

std::optional<ConditionOperator> ConditionOperator::parse(std::string_view name) {
    ConditionOperator result;
    if (startsWithIgnoringCase(name, kForAll)) {
        result.set = SetOperator::ForAllValues;
        name.remove_prefix(kForAll.size());
    } else if (startsWithIgnoringCase(name, kForAny)) {
        result.set = SetOperator::ForAnyValue;
        name.remove_prefix(kForAny.size());
    }
    if (name.size() > kIfExists.size() &&
        equalIgnoringCase(name.substr(name.size() - kIfExists.size()), kIfExists)) {
        result.ifExists = true;
        name.remove_suffix(kIfExists.size());
    }
    const auto found = std::ranges::find_if(
        kSpellings, [&](const Spelling& one) { return equalIgnoringCase(one.name, name); });
    if (found == kSpellings.end()) return std::nullopt;
    result.test = found->test;
    result.negated = found->negated;
    const bool null = result.test == ConditionTest::Null;
    if (null && (result.ifExists || result.set != SetOperator::None)) return std::nullopt;
    return result;
}

std::string ConditionOperator::toString() const {
    std::string text;
    if (set == SetOperator::ForAllValues) text = kForAll;
    if (set == SetOperator::ForAnyValue) text = kForAny;
    const auto found = std::ranges::find_if(kSpellings, [&](const Spelling& one) {
        return one.test == test && one.negated == negated;
    });
    if (found != kSpellings.end()) text += found->name;
    if (ifExists) text += kIfExists;
    return text;
}

bool takesVariables(ConditionTest test) {
    return test == ConditionTest::StringEquals || test == ConditionTest::StringEqualsIgnoreCase ||
           test == ConditionTest::StringLike || test == ConditionTest::ArnLike;
}

}  // namespace archivolt
