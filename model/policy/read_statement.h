#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/policy/read_document.h"

namespace archivolt {

/// Reads the statements of one document, and gathers what is wrong with them.
class StatementReader {
public:
    explicit StatementReader(const PolicyReadOptions& options) : m_options(options) {}

    [[nodiscard]] PolicyStatement read(const Value& statement, const Path& path);
    /// Reads a scalar, reference or text with references; anything else is reported.
    [[nodiscard]] PolicyText text(const Value& value, const Path& path, std::string_view what);

    void report(const Path& path, std::string message, SharedText help);
    /// Reports what makes AWS refuse the whole document.
    void reject(const Path& path, std::string message, SharedText help);
    [[nodiscard]] bool rejected() const { return m_rejected; }
    [[nodiscard]] std::vector<Diagnostic> takeDiagnostics() { return std::move(m_diagnostics); }

private:
    void readEffect(const Value& body, PolicyStatement& statement);
    void readSid(const Value& body, PolicyStatement& statement);
    void readPrincipals(const Value& body, PolicyStatement& statement);
    void readPrincipalMap(const Value& map, const Path& path, PolicyStatement& statement);
    void readActions(const Value& body, PolicyStatement& statement);
    void readResources(const Value& body, PolicyStatement& statement);
    void readConditions(const Value& body, PolicyStatement& statement);
    void readCondition(const MapEntry& op, const Path& path, PolicyStatement& statement);
    void checkElements(const Value& body, const Path& path);
    void checkPrincipals(const PolicyStatement& statement);
    void checkCondition(const PolicyCondition& condition);
    /// Returns which of two elements stands there, reporting both and (if needed) neither.
    [[nodiscard]] const Value* either(const Value& body, PolicyStatement& statement,
                                      const char* name, bool needed, bool& negated);
    [[nodiscard]] std::vector<PolicyText> texts(const Value& value, const Path& path,
                                                std::string_view what);
    [[nodiscard]] bool kindIs(std::initializer_list<PolicyKind> kinds) const;

    const PolicyReadOptions& m_options;
    std::vector<Diagnostic> m_diagnostics;
    std::set<std::string> m_sids;
    bool m_rejected = false;
};

}  // namespace archivolt
