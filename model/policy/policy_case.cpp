#include "model/policy/policy_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/base/arn.h"
#include "model/policy/policy_rules.h"
#include "model/policy/read_document.h"

namespace archivolt {

namespace {

constexpr std::array<std::string_view, 22> kFields = {"id",
                                                      "principal",
                                                      "action",
                                                      "resource",
                                                      "resourceAccount",
                                                      "context",
                                                      "unknownKeys",
                                                      "identityPolicies",
                                                      "resourcePolicy",
                                                      "boundaries",
                                                      "sessionPolicies",
                                                      "scps",
                                                      "rcps",
                                                      "managementAccount",
                                                      "endpointPolicy",
                                                      "endpointType",
                                                      "wildcardOnlyAction",
                                                      "expected",
                                                      "source",
                                                      "basis",
                                                      "note",
                                                      "name"};

/// Reads the fields of one case; the first that is wrong ends it.
class CaseReader {
public:
    explicit CaseReader(const Value& value) : m_value(value) {}

    Result<PolicyCase> read() {
        if (!m_value.isMap()) return failure(kBadCase, "a case is a JSON object", kHelp);
        for (const MapEntry& entry : m_value.entries()) {
            if (std::ranges::find(kFields, entry.key) != kFields.end()) continue;
            fail(fmt::format("`{}` is no field of a case", entry.key));
        }
        m_case.id = textOf("id", false);
        m_case.expected = textOf("expected", false);
        readRequest();
        readContext();
        PolicySet& set = m_case.policies;
        set.identity = policies("identityPolicies", PolicyKind::Identity);
        set.boundaries = policies("boundaries", PolicyKind::Boundary);
        set.sessions = policies("sessionPolicies", PolicyKind::Session);
        set.serviceControls = levels("scps", PolicyKind::ServiceControl);
        set.resourceControls = levels("rcps", PolicyKind::ResourceControl);
        set.managementAccount = textOf("managementAccount", false);
        readResourcePolicy();
        readEndpointPolicy();
        if (m_problem) return tl::make_unexpected(std::move(*m_problem));
        return std::move(m_case);
    }

private:
    static constexpr const char* kHelp =
        "a case has principal, action, resource and policies: see the README, policy evaluate";

    void fail(std::string message, const Rule& rule = kBadCase, std::string help = kHelp) {
        if (m_problem) return;
        m_problem = failure(rule, std::move(message), std::move(help)).value();
    }

    std::string textOf(const char* field, bool needed) {
        const Value* value = m_value.find(field);
        if (value == nullptr || value->isNull()) {
            if (needed) fail(fmt::format("the case has no `{}`", field));
            return {};
        }
        if (!value->isScalar()) fail(fmt::format("`{}` is no text", field));
        return value->text();
    }

    void readRequest() {
        AccessRequest& request = m_case.request;
        request.action = textOf("action", true);
        request.resource = textOf("resource", true);
        request.resourceAccount = textOf("resourceAccount", false);
        const std::size_t colon = request.action.find(':');
        if (!m_problem && (colon == 0 || colon == std::string::npos)) {
            fail(fmt::format("`{}` is no action: write one such as s3:GetObject", request.action));
        }
        if (!request.resourceAccount.empty() && !isAccountNumber(request.resourceAccount)) {
            fail(fmt::format("`resourceAccount` is no account's 12 digits: `{}`",
                             request.resourceAccount));
        }
        if (const Value* only = m_value.find("wildcardOnlyAction")) {
            const auto truth = only->asBool();
            if (!truth) fail("`wildcardOnlyAction` is neither true nor false");
            request.wildcardOnly = truth.value_or(false);
        }
        readPrincipal();
    }

    void readPrincipal() {
        const Value* principal = m_value.find("principal");
        if (principal == nullptr) return fail("the case has no `principal`");
        if (principal->isScalar()) {
            auto caller = Caller::parse(principal->text());
            if (caller) {
                m_case.request.caller = std::move(*caller);
            } else {
                fail(caller.error().message, kNoPrincipal, caller.error().help);
            }
            return;
        }
        const Value* type = principal->find("type");
        const Value* id = principal->find("id");
        const std::string kind = type != nullptr ? type->text() : std::string();
        const std::string name = id != nullptr ? id->text() : std::string();
        if (kind == "Anonymous") {
            m_case.request.caller = Caller::anonymous();
        } else if (kind == "Federated" && !name.empty()) {
            m_case.request.caller = Caller::federated(name);
        } else if (kind == "CanonicalUser" && !name.empty()) {
            m_case.request.caller = Caller::canonicalUser(name);
        } else {
            fail("`principal` is no ARN and no {\"type\": \"Anonymous\"}");
        }
    }

    void readContext() {
        RequestContext& context = m_case.request.context;
        if (const Value* keys = m_value.find("unknownKeys")) {
            if (!keys->isList()) fail("`unknownKeys` is no list");
            for (const Value& key : keys->items()) context.addUnknown(key.text());
        }
        const Value* entries = m_value.find("context");
        if (entries == nullptr) return;
        if (!entries->isMap()) return fail("`context` is no object");
        for (const MapEntry& entry : entries->entries()) {
            if (entry.value.isNull()) {
                context.setAbsent(entry.key);
            } else if (entry.value.isScalar()) {
                context.set(entry.key, entry.value.text());
            } else if (entry.value.isList()) {
                std::vector<std::string> values;
                for (const Value& item : entry.value.items()) {
                    if (!item.isScalar())
                        fail(fmt::format("a value of `{}` is no text", entry.key));
                    values.push_back(item.text());
                }
                context.setMany(entry.key, std::move(values));
            } else {
                fail(fmt::format("`{}` in `context` is neither a text nor a list", entry.key));
            }
        }
    }

    SharedPolicy policy(const Value& document, PolicyKind kind, const Path& path) {
        PolicyReading reading = readPolicyDocument(document, {kind, path, {}});
        for (Diagnostic& found : reading.diagnostics)
            m_case.diagnostics.push_back(std::move(found));
        return CompiledPolicy::compile(std::move(reading.document));
    }

    std::vector<SharedPolicy> listed(const Value& list, PolicyKind kind, const Path& path) {
        std::vector<SharedPolicy> result;
        if (!list.isList()) fail(fmt::format("`{}` is no list of policies", path.toString()));
        for (std::size_t i = 0; i < list.items().size(); ++i) {
            result.push_back(policy(list.items()[i], kind, path / i));
        }
        return result;
    }

    std::vector<SharedPolicy> policies(const char* field, PolicyKind kind) {
        const Value* list = m_value.find(field);
        if (list == nullptr || list->isNull()) return {};
        return listed(*list, kind, {field});
    }

    std::vector<std::vector<SharedPolicy>> levels(const char* field, PolicyKind kind) {
        std::vector<std::vector<SharedPolicy>> result;
        const Value* list = m_value.find(field);
        if (list == nullptr || list->isNull()) return result;
        if (!list->isList()) fail(fmt::format("`{}` is no list of levels", field));
        for (std::size_t i = 0; i < list->items().size(); ++i) {
            result.push_back(listed(list->items()[i], kind, Path{field} / i));
        }
        return result;
    }

    void readResourcePolicy() {
        const Value* document = m_value.find("resourcePolicy");
        if (document == nullptr || document->isNull()) return;
        const auto arn = partsOfArn(std::string_view(m_case.request.resource));
        const bool role = arn && arn->service == "iam" && arn->resource.starts_with("role/");
        const bool repository = arn && arn->service == "ecr";
        const PolicyKind kind = role         ? PolicyKind::Trust
                                : repository ? PolicyKind::Repository
                                             : PolicyKind::Resource;
        m_case.policies.resource = policy(*document, kind, {"resourcePolicy"});
    }

    void readEndpointPolicy() {
        const std::string type = textOf("endpointType", false);
        if (!type.empty() && type != "Gateway" && type != "Interface") {
            fail(fmt::format("`endpointType` is neither Gateway nor Interface: `{}`", type));
        }
        m_case.policies.gatewayEndpoint = type == "Gateway";
        const Value* document = m_value.find("endpointPolicy");
        if (document == nullptr || document->isNull()) return;
        m_case.policies.endpoint = policy(*document, PolicyKind::Resource, {"endpointPolicy"});
    }

    const Value& m_value;
    PolicyCase m_case;
    std::optional<Diagnostic> m_problem;
};

}  // namespace

PolicyViews::PolicyViews(const PolicySet& set) {
    m_lists.reserve(3 + set.serviceControls.size() + set.resourceControls.size());
    m_layers.identity = listOf(set.identity);
    m_layers.resource = set.resource.get();
    m_layers.boundaries = listOf(set.boundaries);
    m_layers.sessions = listOf(set.sessions);
    for (const auto& level : set.serviceControls) m_serviceControls.push_back(listOf(level));
    for (const auto& level : set.resourceControls) m_resourceControls.push_back(listOf(level));
    m_layers.serviceControls = m_serviceControls;
    m_layers.resourceControls = m_resourceControls;
    m_layers.managementAccount = set.managementAccount;
    m_layers.endpoint = set.endpoint.get();
    m_layers.gatewayEndpoint = set.gatewayEndpoint;
}

PolicyList PolicyViews::listOf(const std::vector<SharedPolicy>& policies) {
    std::vector<PolicyRef>& list = m_lists.emplace_back();
    for (const SharedPolicy& policy : policies) list.push_back(policy.get());
    return list;
}

Result<PolicyCase> readPolicyCase(const Value& value) { return CaseReader(value).read(); }

}  // namespace archivolt
