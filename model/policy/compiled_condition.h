#pragma once

#include <string>
#include <vector>

#include "model/base/known.h"
#include "model/net/cidr.h"
#include "model/policy/document.h"
#include "model/policy/text_pattern.h"
#include "model/policy/typed_values.h"

namespace archivolt {

/// One condition made ready to be judged: its values read as what its operator compares.
///
/// Source: IAM User Guide, reference_policies_elements_condition_operators,
/// reference_policies_condition-single-vs-multi-valued-context-keys.
class CompiledCondition {
public:
    /// `variables`: whether the document's version knows policy variables.
    CompiledCondition(const PolicyCondition& condition, bool variables);

    [[nodiscard]] Truth holds(const RequestContext& context) const;

    [[nodiscard]] const ContextKeyName& key() const { return m_key; }
    [[nodiscard]] const ConditionOperator& op() const { return m_op; }
    /// Calls `visit(key)` with each context key that a value's variables read.
    template <class Visit>
    void forEachVariable(const Visit& visit) const {
        for (const TextPattern& text : m_texts) text.forEachVariable(visit);
        for (const ArnPattern& arn : m_arns) arn.forEachVariable(visit);
    }

    // What the condition compares with, by operator: for finding values that make a difference.
    [[nodiscard]] const std::vector<TextPattern>& texts() const { return m_texts; }
    [[nodiscard]] const std::vector<ArnPattern>& arns() const { return m_arns; }
    [[nodiscard]] const std::vector<std::string>& numbers() const { return m_numbers; }
    [[nodiscard]] const std::vector<Instant>& instants() const { return m_instants; }
    [[nodiscard]] const std::vector<std::string>& bytes() const { return m_bytes; }
    [[nodiscard]] const std::vector<Cidr>& blocks() const { return m_blocks; }

private:
    void addValue(const PolicyText& value, bool variables);
    void addKnown(const std::string& text);
    [[nodiscard]] Truth isAbsent(const RequestContext& context) const;
    /// Judges one value of the request, negation included.
    [[nodiscard]] Truth passes(const std::string& value, const RequestContext& context) const;
    [[nodiscard]] bool fitsTyped(const std::string& value) const;
    [[nodiscard]] bool fitsNumber(std::string_view value) const;
    [[nodiscard]] bool fitsInstant(std::string_view value) const;

    ContextKeyName m_key;
    ConditionOperator m_op;
    bool m_unreadable = false;    ///< The condition's truth is unknown.
    bool m_unknownValue = false;  ///< One of its values is.
    std::vector<TextPattern> m_texts;
    std::vector<ArnPattern> m_arns;
    std::vector<std::string> m_numbers;
    std::vector<Instant> m_instants;
    std::vector<std::string> m_bytes;
    std::vector<Cidr> m_blocks;
    bool m_wantsTrue = false;
    bool m_wantsFalse = false;
};

}  // namespace archivolt
