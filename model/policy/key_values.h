#pragma once

#include <string>
#include <vector>

#include "model/policy/compiled_condition.h"
#include "model/policy/open_keys.h"

namespace archivolt {

/// Gathers what the conditions on one key tell apart, and makes values for each.
class KeyValues {
public:
    explicit KeyValues(std::string key) : m_key(std::move(key)) {}

    void add(const CompiledCondition& condition);
    /// Notes that a policy variable reads the key, which no list of values does justice.
    void addVariable() {
        m_exhaustive = false;
        m_anyText = true;
    }

    [[nodiscard]] const std::string& key() const { return m_key; }
    /// Returns one way for each class of values, absence first.
    [[nodiscard]] std::vector<KeyWay> ways();
    /// Says whether the ways stand for all values there are; to be asked behind `ways`.
    [[nodiscard]] bool isExhaustive() const { return m_exhaustive; }

private:
    void addTexts(const CompiledCondition& condition);
    void addNumbers(const CompiledCondition& condition);
    void addInstants(const CompiledCondition& condition);
    void addBlocks(const CompiledCondition& condition);
    [[nodiscard]] std::vector<KeyWay> lists() const;

    std::string m_key;
    std::vector<std::string> m_values;
    bool m_asOne = false;
    bool m_anyText = false;  ///< Its values are not all of one type that is not text.
    bool m_asList = false;
    bool m_exhaustive = true;
};

}  // namespace archivolt
