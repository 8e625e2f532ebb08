#include "model/policy/statement_facts.h"

#include <algorithm>
#include <array>
#include <span>

#include "model/base/text_case.h"
#include "model/net/cidr.h"
#include "model/policy/text_pattern.h"
#include "model/policy/truth.h"

namespace archivolt {

namespace {

/// Keys whose values name callers or places.
constexpr auto kNamingKeys = std::to_array<std::string_view>(
    {"aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths",
     "aws:sourceaccount", "aws:sourcearn", "aws:sourceip", "aws:sourceorgid", "aws:sourceorgpaths",
     "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
     "s3:dataaccesspointaccount", "s3:dataaccesspointarn",
     "s3:x-amz-server-side-encryption-aws-kms-key-id"});

/// Keys of conditions that whoever likes can meet.
constexpr auto kMetByAnybody = std::to_array<std::string_view>(
    {"aws:currenttime", "aws:epochtime", "aws:securetransport", "aws:useragent", "s3:tlsversion"});

bool isAmong(std::span<const std::string_view> keys, const PolicyText& key) {
    const std::string name = lowerAscii(key.shown());
    return std::ranges::any_of(keys, [&](std::string_view one) { return fitsGlob(name, one); });
}

/// Says whether a block is so narrow that it names somebody; private ones always are.
bool isNarrow(const std::string& text) {
    const auto block =
        Cidr::parse(text.find('/') == std::string::npos
                        ? text + (text.find(':') == std::string::npos ? "/32" : "/128")
                        : text);
    if (!block) return false;
    constexpr std::array kPrivate = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"};
    for (const char* one : kPrivate) {
        if (Cidr::parse(one)->contains(*block)) return true;
    }
    return block->length() >= (block->family() == Family::Ipv4 ? 8 : 32);
}

/// Says whether a value stands for one thing alone.
Truth isFixed(const PolicyCondition& condition, const PolicyText& value) {
    if (!value.isKnown()) {
        // A reference to something of the design, told at deployment: it is one thing.
        const std::string shown = value.shown();
        return shown.find('*') == std::string::npos ? Truth::Unknown : Truth::No;
    }
    const std::string text = value.shown();
    if (condition.op.test == ConditionTest::IpAddress) return truthOf(isNarrow(text));
    const bool patterns = condition.op.test == ConditionTest::StringLike ||
                          condition.op.test == ConditionTest::ArnLike;
    const bool open = patterns && text.find_first_of("*?") != std::string::npos;
    return truthOf(!open && text.find("${") == std::string::npos);
}

}  // namespace

bool namesEveryone(const PolicyStatement& statement) {
    if (!statement.principals.present) return false;
    if (statement.principals.negated) return true;
    return std::ranges::any_of(statement.principals.values, [](const PrincipalEntry& entry) {
        return entry.type == PrincipalType::Everyone;
    });
}

Truth isLimitedToNamed(const PolicyStatement& statement) {
    Truth limited = Truth::No;
    for (const PolicyCondition& condition : statement.conditions) {
        if (!condition.why.empty()) limited = either(limited, Truth::Unknown);
        const bool counts = !condition.op.negated && !condition.op.ifExists &&
                            condition.op.set != SetOperator::ForAllValues &&
                            condition.op.test != ConditionTest::Null;
        if (!counts || !isAmong(kNamingKeys, condition.key)) continue;
        Truth all = Truth::Yes;
        for (const PolicyText& value : condition.values) all = both(all, isFixed(condition, value));
        limited = either(limited, all);
    }
    return limited;
}

bool saysForWhom(const PolicyStatement& statement) {
    static constexpr auto kKeys = std::to_array<std::string_view>(
        {"aws:principalarn", "aws:referer", "aws:resourceaccount", "aws:resourceorgid",
         "aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths",
         "aws:sourceowner", "kms:calleraccount", "kms:encryptioncontext:*", "kms:viaservice",
         "s3:dataaccesspointaccount"});
    return std::ranges::any_of(statement.conditions, [](const PolicyCondition& condition) {
        return !condition.why.empty() || isAmong(kKeys, condition.key);
    });
}

Truth isPublicForS3(const PolicyDocument& document) {
    Truth found = Truth::No;
    for (const PolicyStatement& statement : document.statements) {
        if (statement.effect != PolicyEffect::Allow || !namesEveryone(statement)) continue;
        const Truth limited = isLimitedToNamed(statement);
        if (limited == Truth::No) return Truth::Yes;
        if (limited == Truth::Unknown) found = Truth::Unknown;
    }
    return found;
}

namespace {

bool isMetByAnybody(const PolicyCondition& condition) {
    return condition.why.empty() && isAmong(kMetByAnybody, condition.key);
}

/// Says whether a denial may take back what a statement allows to those whom nobody names.
bool mayTakeBack(const PolicyStatement& denial, const PolicyStatement& allowed) {
    if (!denial.why.empty()) return true;
    if (denial.effect != PolicyEffect::Deny || !namesEveryone(denial)) return false;
    const bool avoidable =
        !denial.conditions.empty() && std::ranges::all_of(denial.conditions, isMetByAnybody);
    if (avoidable) return false;
    return allowed.actions.negated ||
           std::ranges::any_of(allowed.actions.values, [&](const PolicyText& action) {
               return !action.isKnown() || speaksOf(denial, action.shown()) != Truth::No;
           });
}

}  // namespace

Truth opensToEveryone(const PolicyDocument& document, const PolicyStatement& statement) {
    if (!document.why.empty() || !statement.why.empty()) return Truth::Unknown;
    if (statement.effect != PolicyEffect::Allow || !namesEveryone(statement)) return Truth::No;
    for (const PolicyCondition& condition : statement.conditions) {
        if (!condition.key.isKnown()) return Truth::Unknown;
        if (!isMetByAnybody(condition) && !isAmong(kNamingKeys, condition.key)) return Truth::No;
    }
    const Truth limited = isLimitedToNamed(statement);
    if (limited != Truth::No) return negated(limited);
    return truthOf(std::ranges::none_of(document.statements, [&](const PolicyStatement& other) {
        return mayTakeBack(other, statement);
    }));
}

Truth speaksOf(const PolicyStatement& statement, std::string_view action) {
    if (!statement.why.empty()) return Truth::Unknown;
    Truth speaks = Truth::No;
    for (const PolicyText& one : statement.actions.values) {
        if (!one.isKnown()) {
            speaks = either(speaks, Truth::Unknown);
            continue;
        }
        const TextPattern pattern(one, TextPattern::Options{true, false, true});
        speaks = either(speaks, truthOf(pattern.fit(lowerAscii(action), {}) == Fit::Yes));
    }
    return statement.actions.negated ? negated(speaks) : speaks;
}

}  // namespace archivolt
