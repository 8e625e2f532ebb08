#include "tests/fuzz/exercise_policy.h"

#include <array>
#include <nlohmann/json.hpp>

#include "model/policy/json_text.h"
#include "model/policy/policy_answer.h"
#include "model/policy/read_document.h"
#include "tests/fuzz/broken_finding.h"

namespace archivolt::test {

namespace {

constexpr std::array kKinds = {PolicyKind::Identity,       PolicyKind::Resource,
                               PolicyKind::Repository,     PolicyKind::Trust,
                               PolicyKind::Session,        PolicyKind::Boundary,
                               PolicyKind::ServiceControl, PolicyKind::ResourceControl};

SharedPolicy denyAll() {
    const auto tree =
        valueFromJsonText(R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})");
    return CompiledPolicy::compile(readPolicyDocument(*tree, {}).document);
}

AccessRequest someRequest() {
    AccessRequest request;
    request.caller = *Caller::parse("arn:aws:sts::123456789012:assumed-role/r/s");
    request.action = "s3:GetObject";
    request.resource = "arn:aws:s3:::b/k";
    request.context.set("aws:username", "u");
    request.context.setMany("aws:TagKeys", {"a", "b"});
    return request;
}

/// Decides with a document in one layer, alone and beside a denial of everything.
std::string exerciseDocument(PolicyDocument document) {
    const PolicyKind kind = document.kind;
    const SharedPolicy policy = CompiledPolicy::compile(std::move(document));
    PolicySet set;
    if (kind == PolicyKind::Identity) {
        set.identity = {policy};
    } else if (kind == PolicyKind::Boundary) {
        set.boundaries = {policy};
    } else if (kind == PolicyKind::Session) {
        set.sessions = {policy};
    } else if (kind == PolicyKind::ServiceControl) {
        set.serviceControls = {{policy}};
    } else if (kind == PolicyKind::ResourceControl) {
        set.resourceControls = {{policy}};
    } else {
        set.resource = policy;
    }
    AccessRequest request = someRequest();
    const PolicyViews views(set);
    const PolicyAnswer first = answerRequest(request, views.layers());
    const PolicyAnswer again = answerRequest(request, views.layers());
    if (toJson(first, "").dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) !=
        toJson(again, "").dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) {
        return "one question, two answers";
    }
    request.context.addUnknown("*");
    (void)answerRequest(request, views.layers());
    set.identity.push_back(denyAll());
    const PolicyViews denied(set);
    const auto verdict = authorize(someRequest(), denied.layers()).verdict;
    return verdict == AccessVerdict::ExplicitlyDenied ? "" : "a denial of everything does not deny";
}

}  // namespace

std::string exercisePolicy(const std::string& text) {
    const auto tree = valueFromJsonText(text, {.depth = 64, .nodes = 5000});
    if (!tree) return broken(tree.error());
    for (const PolicyKind kind : kKinds) {
        PolicyReading reading = readPolicyDocument(*tree, {kind, {"Policy"}, {}});
        for (const Diagnostic& found : reading.diagnostics) {
            if (auto problem = broken(found); !problem.empty()) return problem;
        }
        if (auto problem = exerciseDocument(std::move(reading.document)); !problem.empty()) {
            return problem;
        }
    }
    const auto asked = readPolicyCase(*tree);
    if (!asked) return broken(asked.error());
    const PolicyViews views(asked->policies);
    (void)answerRequest(asked->request, views.layers());
    return {};
}

}  // namespace archivolt::test
