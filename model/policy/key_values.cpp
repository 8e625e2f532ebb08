#include "model/policy/key_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/base/text_case.h"

namespace archivolt {

namespace {

// Unlike anything that a policy would name.
constexpr const char* kOther = "another value";
constexpr std::size_t kLargestSet = 6;

/// Writes an instant as `Instant::parse` reads it; years 1 to 9999.
std::string toText(const Instant& instant) {
    constexpr std::int64_t kDay = 86400;
    std::int64_t days = instant.seconds / kDay;
    std::int64_t rest = instant.seconds % kDay;
    if (rest < 0) {
        rest += kDay;
        --days;
    }
    // Howard Hinnant's civil_from_days, with years that begin in March.
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const std::int64_t ofEra = days - era * 146097;
    const std::int64_t year = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
    const std::int64_t ofYear = ofEra - (365 * year + year / 4 - year / 100);
    const std::int64_t shifted = (5 * ofYear + 2) / 153;
    const std::int64_t day = ofYear - (153 * shifted + 2) / 5 + 1;
    const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z",
                       year + era * 400 + (month <= 2 ? 1 : 0), month, day, rest / 3600,
                       rest / 60 % 60, rest % 60, instant.nanoseconds);
}

Instant beside(const Instant& instant, bool after) {
    Instant result = instant;
    if (after) {
        if (++result.nanoseconds == 1'000'000'000) result = {instant.seconds + 1, 0};
    } else if (result.nanoseconds == 0) {
        result = {instant.seconds - 1, 999'999'999};
    } else {
        --result.nanoseconds;
    }
    return result;
}

/// Says whether AWS gives a key values of one type alone, which is not text.
/// Source: IAM User Guide, reference_policies_condition-keys.
bool isTyped(std::string_view key) {
    constexpr std::array<std::string_view, 11> kTyped = {"aws:currenttime",
                                                         "aws:epochtime",
                                                         "aws:multifactorauthage",
                                                         "aws:multifactorauthpresent",
                                                         "aws:principalisawsservice",
                                                         "aws:securetransport",
                                                         "aws:sourceip",
                                                         "aws:tokenissuetime",
                                                         "aws:viaawsservice",
                                                         "aws:vpcsourceip",
                                                         "s3:tlsversion"};
    return std::ranges::find(kTyped, lowerAscii(key)) != kTyped.end();
}

/// Says whether a key's values always come as a list.
/// Source: IAM User Guide, reference_policies_condition-single-vs-multi-valued-context-keys.
bool isMultivalued(std::string_view key) {
    constexpr std::array<std::string_view, 11> kKeys = {"aws:calledvia",
                                                        "aws:principalorgpaths",
                                                        "aws:principalservicenameslist",
                                                        "aws:resourceorgpaths",
                                                        "aws:sourceorgpaths",
                                                        "aws:tagkeys",
                                                        "aws:vpceorgpaths",
                                                        "dynamodb:attributes",
                                                        "dynamodb:leadingkeys",
                                                        "kms:encryptioncontextkeys",
                                                        "s3:requestobjecttagkeys"};
    return std::ranges::find(kKeys, lowerAscii(key)) != kKeys.end();
}

std::string upperAscii(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

}  // namespace

void KeyValues::add(const CompiledCondition& condition) {
    const ConditionOperator& op = condition.op();
    (op.set == SetOperator::None ? m_asOne : m_asList) = true;
    condition.forEachVariable([&](const ContextKeyName&) { m_exhaustive = false; });
    m_anyText = m_anyText || takesVariables(op.test) || op.test == ConditionTest::BinaryEquals ||
                !isTyped(m_key);
    addTexts(condition);
    addNumbers(condition);
    addInstants(condition);
    addBlocks(condition);
    if (op.test == ConditionTest::Bool) {
        m_values.emplace_back("true");
        m_values.emplace_back("false");
    }
    if (op.test == ConditionTest::BinaryEquals) m_exhaustive = false;
}

void KeyValues::addTexts(const CompiledCondition& condition) {
    for (const TextPattern& text : condition.texts()) {
        m_values.push_back(text.example(""));
        if (condition.op().test == ConditionTest::StringEqualsIgnoreCase) {
            m_values.push_back(upperAscii(text.example("")));
        }
        if (text.exact()) continue;
        m_values.push_back(text.example("x"));
        m_exhaustive = m_exhaustive && text.isAny();
    }
    for (const ArnPattern& arn : condition.arns()) {
        m_values.push_back(arn.example("x"));
        m_exhaustive = m_exhaustive && arn.isAny();
    }
}

/// Numbers: each, what is just behind each, and what is below and above all.
void KeyValues::addNumbers(const CompiledCondition& condition) {
    constexpr const char* kBelow = "-99999999999999999999";
    constexpr const char* kAbove = "99999999999999999999";
    for (const std::string& number : condition.numbers()) {
        const bool hasPoint = number.find('.') != std::string::npos;
        m_values.push_back(number);
        m_values.push_back(number + (hasPoint ? "000000000001" : ".000000000001"));
    }
    if (condition.numbers().empty()) return;
    for (const char* more : {kBelow, "0", kAbove}) m_values.emplace_back(more);
}

void KeyValues::addInstants(const CompiledCondition& condition) {
    for (const Instant& instant : condition.instants()) {
        m_values.push_back(toText(beside(instant, false)));
        m_values.push_back(toText(instant));
        m_values.push_back(toText(beside(instant, true)));
    }
}

/// Addresses: every class that blocks tell apart begins at a block's first address or behind its
/// last.
void KeyValues::addBlocks(const CompiledCondition& condition) {
    for (const Cidr& block : condition.blocks()) {
        m_values.push_back(block.first().toString());
        if (block.last() != Cidr::all(block.family()).last()) {
            m_values.push_back(block.last().plus(1).toString());
        }
        m_values.push_back(Cidr::all(Family::Ipv4).first().toString());
        m_values.push_back(Cidr::all(Family::Ipv6).first().toString());
    }
}

std::vector<KeyWay> KeyValues::ways() {
    std::ranges::sort(m_values);
    m_values.erase(std::unique(m_values.begin(), m_values.end()), m_values.end());
    std::vector<KeyWay> ways = {{m_key, {}, false, false}};
    if (isMultivalued(m_key)) {
        m_asList = true;
        m_asOne = false;
    }
    if (m_asOne || !m_asList) {
        for (const std::string& value : m_values) ways.push_back({m_key, {value}, false, false});
        if (m_anyText || m_values.empty()) ways.push_back({m_key, {kOther}, false, true});
    }
    if (m_asList) {
        const std::vector<KeyWay> more = lists();
        ways.insert(ways.end(), more.begin(), more.end());
        if (m_values.size() > kLargestSet) m_exhaustive = false;
    }
    return ways;
}

/// Lists: every set of the values where there are few, else each alone and all together.
std::vector<KeyWay> KeyValues::lists() const {
    std::vector<std::string> values = m_values;
    if (m_anyText || values.empty()) values.emplace_back(kOther);
    std::vector<KeyWay> ways;
    const auto add = [&](std::vector<std::string> chosen) {
        const bool other = chosen.size() == 1 && chosen.front() == kOther;
        ways.push_back({m_key, std::move(chosen), true, other});
    };
    if (values.size() > kLargestSet + 1) {
        for (const std::string& value : values) add({value});
        add(values);
        return ways;
    }
    for (std::size_t set = 1; set < std::size_t{1} << values.size(); ++set) {
        std::vector<std::string> chosen;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if ((set >> i & 1U) != 0) chosen.push_back(values[i]);
        }
        add(std::move(chosen));
    }
    return ways;
}

}  // namespace archivolt
