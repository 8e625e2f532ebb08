#include "export/sarif/write_sarif.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

const char* levelOf(Severity severity) {
    switch (severity) {
        case Severity::Error:
        case Severity::Critical:
        case Severity::High: return "error";
        case Severity::Medium: return "warning";
        case Severity::Low: return "note";
    }
    INVARIANT(false);
}

/// Returns the path as a URI reference: bytes outside the unreserved set are percent-encoded.
std::string uriOf(std::string_view path) {
    static constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string uri;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (kPlain.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
        }
    }
    return uri;
}

Json locationOf(const Where& where) {
    Json location = Json::object();
    if (!where.file.empty()) {
        Json physical = {{"artifactLocation", {{"uri", uriOf(where.file)}}}};
        if (where.line > 0) {
            physical["region"] = {{"startLine", where.line}, {"startColumn", where.column}};
        }
        location["physicalLocation"] = std::move(physical);
    }
    if (!where.resource.empty() || !where.path.empty()) {
        Json logical = {{"name", where.resource.empty() ? where.path.toString() : where.resource},
                        {"fullyQualifiedName", where.path.toString()}};
        location["logicalLocations"] = Json::array({std::move(logical)});
    }
    return location;
}

Json resultOf(const Finding& finding, const std::map<std::string, std::size_t>& indexes) {
    const Diagnostic& diagnostic = finding.diagnostic;
    std::string text = diagnostic.message + '.';
    if (!diagnostic.help.empty()) text += " " + diagnostic.help;
    Json result = {{"ruleId", diagnostic.code}};
    if (const auto index = indexes.find(diagnostic.code); index != indexes.end()) {
        result["ruleIndex"] = index->second;
    }
    result["level"] = levelOf(diagnostic.severity);
    result["message"] = {{"text", std::move(text)}};
    result["locations"] = Json::array({locationOf(diagnostic.where)});
    if (!diagnostic.related.empty()) {
        Json related = Json::array();
        for (const Where& where : diagnostic.related) related.push_back(locationOf(where));
        result["relatedLocations"] = std::move(related);
    }
    if (!finding.suppressed.empty()) {
        result["suppressions"] = Json::array({{{"kind", "external"},
                                               {"status", "accepted"},
                                               {"justification", finding.suppressed}}});
    }
    result["properties"] = {{"severity", toString(diagnostic.severity)}};
    return result;
}

}  // namespace

std::string writeSarif(const std::vector<Finding>& findings, RuleList rules,
                       std::string_view programVersion) {
    Json descriptors = Json::array();
    std::map<std::string, std::size_t> indexes;
    for (const Rule* rule : rules) {
        const bool named = std::ranges::any_of(findings, [&](const Finding& finding) {
            return finding.diagnostic.code == rule->code;
        });
        if (!named || !indexes.emplace(rule->code, descriptors.size()).second) continue;
        descriptors.push_back({{"id", rule->code},
                               {"shortDescription", {{"text", rule->statement}}},
                               {"help", {{"text", "Source: " + std::string(rule->source)}}},
                               {"defaultConfiguration", {{"level", levelOf(rule->severity)}}}});
    }
    Json results = Json::array();
    for (const Finding& finding : findings) results.push_back(resultOf(finding, indexes));
    const Json driver = {
        {"name", "Archivolt"}, {"version", programVersion}, {"rules", std::move(descriptors)}};
    const Json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", Json::array({{{"tool", {{"driver", driver}}},
                                             {"columnKind", "unicodeCodePoints"},
                                             {"results", std::move(results)}}})}};
    return log.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace archivolt
