#include "model/policy/read_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/policy/json_text.h"
#include "model/policy/read_statement.h"

namespace archivolt {

namespace {

constexpr std::array<std::string_view, 3> kDocumentElements = {"Version", "Id", "Statement"};
constexpr JsonTextLimits kLimits{.depth = 16, .nodes = 100'000};

class DocumentReader {
public:
    explicit DocumentReader(const PolicyReadOptions& options)
        : m_options(options), m_statements(options) {}

    PolicyReading read(const Value& document) {
        PolicyReading reading;
        reading.document.kind = m_options.kind;
        if (document.isMap()) {
            readMap(document, reading.document);
        } else if (document.isString()) {
            readJson(document, reading.document);
        } else if (document.isUnknown() || document.isCall()) {
            reading.document.why = m_statements.text(document, m_options.path, "").shown();
        } else {
            m_statements.reject(m_options.path, "a policy document is a map",
                                "write Version and Statement");
        }
        reading.document.rejected = m_statements.rejected();
        reading.diagnostics = m_statements.takeDiagnostics();
        return reading;
    }

private:
    void readJson(const Value& document, PolicyDocument& result) {
        const auto tree = valueFromJsonText(document.text(), kLimits);
        if (!tree) {
            const Where& at = tree.error().where;
            m_statements.reject(
                m_options.path,
                fmt::format("the policy's text can't be read: line {}, column {}: {}", at.line,
                            at.column, tree.error().message),
                "write the policy as JSON");
        } else if (!tree->isMap()) {
            m_statements.reject(m_options.path, "the policy's text is JSON, but no object",
                                "write {\"Version\": …, \"Statement\": […]}");
        } else {
            readMap(*tree, result);
        }
    }

    void readMap(const Value& map, PolicyDocument& result) {
        const Path& path = m_options.path;
        for (const MapEntry& entry : map.entries()) {
            if (std::ranges::find(kDocumentElements, entry.key) != kDocumentElements.end())
                continue;
            m_statements.reject(path / entry.key,
                                fmt::format("`{}` is no element of a policy", entry.key),
                                "a policy has Version, Id and Statement");
        }
        if (const Value* id = map.find("Id")) {
            result.id = m_statements.text(*id, path / "Id", "Id").shown();
        }
        readVersion(map.find("Version"), result);
        readStatements(map.find("Statement"), result);
    }

    void readVersion(const Value* version, PolicyDocument& result) {
        if (version == nullptr) return;
        const Path path = m_options.path / "Version";
        const PolicyText text = m_statements.text(*version, path, "Version");
        if (!text.isKnown()) {
            result.why = fmt::format("the policy's Version is unknown: {}", text.why());
            return;
        }
        result.variables = text.shown() == "2012-10-17";
        if (result.variables || text.shown() == "2008-10-17") return;
        m_statements.reject(path,
                            fmt::format("`{}` is no version of the policy language", text.shown()),
                            "write 2012-10-17");
    }

    void readStatements(const Value* statements, PolicyDocument& result) {
        const Path path = m_options.path / "Statement";
        const bool none = statements == nullptr || statements->isNull() ||
                          (statements->isList() && statements->items().empty());
        if (none) {
            // It says nothing, so it does nothing, rejected or not.
            m_statements.report(statements != nullptr ? path : m_options.path,
                                "the policy has no Statement",
                                "add one with Effect, Action and the rest");
        } else if (statements->isMap()) {
            result.statements.push_back(m_statements.read(*statements, path));
        } else if (statements->isList()) {
            for (std::size_t i = 0; i < statements->items().size(); ++i) {
                result.statements.push_back(m_statements.read(statements->items()[i], path / i));
            }
        } else if (statements->isScalar()) {
            m_statements.reject(path, "Statement is neither a map nor a list of maps",
                                "write a list of statements");
        } else {
            result.why = fmt::format("the policy's statements are unknown: {}",
                                     m_statements.text(*statements, path, "Statement").shown());
        }
    }

    const PolicyReadOptions& m_options;
    StatementReader m_statements;
};

}  // namespace

PolicyReading readPolicyDocument(const Value& document, const PolicyReadOptions& options) {
    return DocumentReader(options).read(document);
}

}  // namespace archivolt
