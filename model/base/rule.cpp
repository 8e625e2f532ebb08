#include "model/base/rule.h"

#include <algorithm>
#include <tuple>

namespace archivolt {

namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Returns a code as what it is ordered by: the words before its number, then the number.
std::tuple<std::string_view, int, std::string_view> rankOf(const Rule* rule) {
    const std::string_view code = rule->code;
    const std::size_t digits = code.find_last_not_of("0123456789") + 1;
    int number = 0;
    for (const char c : code.substr(digits)) number = number * 10 + (c - '0');
    return {code.substr(0, digits), number, code};
}

}  // namespace

std::vector<const Rule*> joinedRules(std::initializer_list<RuleList> lists) {
    std::vector<const Rule*> rules;
    for (const RuleList list : lists) rules.insert(rules.end(), list.begin(), list.end());
    std::ranges::sort(rules, {}, &Rule::code);
    return rules;
}

std::vector<const Rule*> asPeopleCount(RuleList rules) {
    std::vector<const Rule*> ordered(rules.begin(), rules.end());
    std::ranges::stable_sort(ordered, {}, rankOf);
    return ordered;
}

const Rule* findRule(RuleList rules, std::string_view code) {
    const auto found = std::ranges::find_if(rules, [&](const Rule* rule) {
        return std::ranges::equal(rule->code, code, {}, {}, upper);
    });
    return found == rules.end() ? nullptr : *found;
}

}  // namespace archivolt
