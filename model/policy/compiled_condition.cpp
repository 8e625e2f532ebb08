#include "model/policy/compiled_condition.h"

#include <algorithm>

#include "model/policy/truth.h"

namespace archivolt {

namespace {

/// Three-valued "and" over what is visited; stops at the first No.
class AllOf {
public:
    void add(Truth truth) {
        if (truth == Truth::No || m_all == Truth::No) {
            m_all = Truth::No;
        } else if (truth == Truth::Unknown) {
            m_all = Truth::Unknown;
        }
    }
    [[nodiscard]] Truth value() const { return m_all; }

private:
    Truth m_all = Truth::Yes;
};

}  // namespace

CompiledCondition::CompiledCondition(const PolicyCondition& condition, bool variables)
    : m_key(condition.key.shown()), m_op(condition.op), m_unreadable(!condition.why.empty()) {
    if (m_unreadable) return;
    for (const PolicyText& value : condition.values) addValue(value, variables);
}

void CompiledCondition::addValue(const PolicyText& value, bool variables) {
    switch (m_op.test) {
        case ConditionTest::StringEquals:
            m_texts.push_back(TextPattern(value, {false, variables, false}));
            return;
        case ConditionTest::StringEqualsIgnoreCase:
            m_texts.push_back(TextPattern(value, {false, variables, true}));
            return;
        case ConditionTest::StringLike:
            m_texts.push_back(TextPattern(value, {true, variables, false}));
            return;
        case ConditionTest::ArnLike: m_arns.push_back(ArnPattern(value, {variables, true})); return;
        default: break;
    }
    if (value.isKnown()) {
        addKnown(value.shown());
    } else {
        m_unknownValue = true;
    }
}

/// Adds a value of a typed operator; one that is not of the type fits nothing and is left out.
void CompiledCondition::addKnown(const std::string& text) {
    switch (m_op.test) {
        case ConditionTest::Bool:
        case ConditionTest::Null:
            if (const auto value = parseTruthValue(text))
                (*value ? m_wantsTrue : m_wantsFalse) = true;
            return;
        case ConditionTest::BinaryEquals:
            if (auto bytes = decodeBase64(text)) m_bytes.push_back(std::move(*bytes));
            return;
        case ConditionTest::IpAddress:
            if (const auto block = Cidr::parse(text)) {
                m_blocks.push_back(*block);
            } else if (const auto address = IpAddress::parse(text)) {
                m_blocks.push_back(Cidr::host(*address));
            }
            return;
        case ConditionTest::DateEquals:
        case ConditionTest::DateLessThan:
        case ConditionTest::DateLessThanEquals:
        case ConditionTest::DateGreaterThan:
        case ConditionTest::DateGreaterThanEquals:
            if (const auto instant = Instant::parse(text)) m_instants.push_back(*instant);
            return;
        default:
            if (DecimalView::parse(text)) m_numbers.push_back(text);
            return;
    }
}

Truth CompiledCondition::holds(const RequestContext& context) const {
    if (m_unreadable) return Truth::Unknown;
    if (m_op.test == ConditionTest::Null) return isAbsent(context);
    const ContextEntry* entry = context.find(m_key);
    if (entry == nullptr) {
        if (context.isUnknown(m_key)) return Truth::Unknown;
        if (m_op.ifExists || m_op.set == SetOperator::ForAllValues) return Truth::Yes;
        if (m_op.set == SetOperator::ForAnyValue) return Truth::No;
        return truthOf(m_op.negated);
    }
    if (m_op.set == SetOperator::None) {
        // Not stated on a page; independent evaluators agree on it.
        if (entry->multivalued) return Truth::No;
        return passes(entry->values.front(), context);
    }
    // A list of no values, or of empty ones only, is a "null data set" on the page.
    const bool nothing =
        std::ranges::all_of(entry->values, [](const std::string& value) { return value.empty(); });
    if (nothing) return truthOf(m_op.set == SetOperator::ForAllValues);
    AllOf all;
    if (m_op.set == SetOperator::ForAllValues) {
        for (const std::string& value : entry->values) all.add(passes(value, context));
        return all.value();
    }
    for (const std::string& value : entry->values) all.add(negated(passes(value, context)));
    return negated(all.value());
}

Truth CompiledCondition::isAbsent(const RequestContext& context) const {
    const bool both = m_wantsTrue && m_wantsFalse;
    if (both) return Truth::Yes;
    if (m_unknownValue || context.isUnknown(m_key)) {
        const bool decided = !m_unknownValue && !m_wantsTrue && !m_wantsFalse;
        return decided ? Truth::No : Truth::Unknown;
    }
    const ContextEntry* entry = context.find(m_key);
    const bool absent = entry == nullptr || entry->values.empty();
    return truthOf(absent ? m_wantsTrue : m_wantsFalse);
}

Truth CompiledCondition::passes(const std::string& value, const RequestContext& context) const {
    bool unknown = m_unknownValue;
    bool unresolved = false;
    bool maybeUnresolved = false;
    bool fits = false;
    const auto note = [&](Fit fit, bool variables) {
        fits = fits || fit == Fit::Yes;
        unknown = unknown || fit == Fit::Unknown;
        unresolved = unresolved || fit == Fit::Unresolved;
        maybeUnresolved =
            maybeUnresolved || fit == Fit::NoOrUnresolved || (variables && fit == Fit::Unknown);
    };
    for (const TextPattern& text : m_texts) note(text.fit(value, context), text.hasVariables());
    for (const ArnPattern& arn : m_arns) note(arn.fit(value, context), false);
    if (m_texts.empty() && m_arns.empty()) fits = fitsTyped(value);
    if (!m_op.negated) return fits ? Truth::Yes : unknown ? Truth::Unknown : Truth::No;
    // A variable that can't be resolved makes the statement not apply, whatever it compares.
    if (fits || unresolved) return Truth::No;
    return unknown || maybeUnresolved ? Truth::Unknown : Truth::Yes;
}

bool CompiledCondition::fitsTyped(const std::string& value) const {
    switch (m_op.test) {
        case ConditionTest::Bool: {
            const auto truth = parseTruthValue(value);
            return truth && (*truth ? m_wantsTrue : m_wantsFalse);
        }
        case ConditionTest::BinaryEquals:
            return std::ranges::any_of(
                m_bytes, [&](const std::string& bytes) { return base64Equals(value, bytes); });
        case ConditionTest::IpAddress: {
            const auto address = IpAddress::parse(value);
            return address && std::ranges::any_of(m_blocks, [&](const Cidr& block) {
                       return block.family() == address->family && block.contains(*address);
                   });
        }
        case ConditionTest::DateEquals:
        case ConditionTest::DateLessThan:
        case ConditionTest::DateLessThanEquals:
        case ConditionTest::DateGreaterThan:
        case ConditionTest::DateGreaterThanEquals: return fitsInstant(value);
        default: return fitsNumber(value);
    }
}

bool CompiledCondition::fitsNumber(std::string_view value) const {
    const auto number = DecimalView::parse(value);
    if (!number) return false;
    return std::ranges::any_of(m_numbers, [&](const std::string& text) {
        const auto order = compare(*number, *DecimalView::parse(text));
        switch (m_op.test) {
            case ConditionTest::NumericLessThan: return order < 0;
            case ConditionTest::NumericLessThanEquals: return order <= 0;
            case ConditionTest::NumericGreaterThan: return order > 0;
            case ConditionTest::NumericGreaterThanEquals: return order >= 0;
            default: return order == 0;
        }
    });
}

bool CompiledCondition::fitsInstant(std::string_view value) const {
    const auto instant = Instant::parse(value);
    if (!instant) return false;
    return std::ranges::any_of(m_instants, [&](const Instant& other) {
        switch (m_op.test) {
            case ConditionTest::DateLessThan: return *instant < other;
            case ConditionTest::DateLessThanEquals: return *instant <= other;
            case ConditionTest::DateGreaterThan: return *instant > other;
            case ConditionTest::DateGreaterThanEquals: return *instant >= other;
            default: return *instant == other;
        }
    });
}

}  // namespace archivolt
