#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/base/text_case.h"
#include "model/lint/evaluated_reading.h"

namespace archivolt {

namespace {

constexpr Rule kReservedTag{"TAG-E1",
                            Severity::Error,
                            "a tag's key begins with aws:",
                            "AWS keeps tags that begin so to itself",
                            "choose another key",
                            "CloudFormation Template Reference, aws-properties-resource-tags"};

constexpr Rule kTagTwice{"TAG-E2",
                         Severity::Medium,
                         "a resource has two tags of one key",
                         "a thing has one value for a tag's key; most services refuse two",
                         "keep one of them",
                         "CloudFormation Template Reference, aws-properties-resource-tags; Tagging "
                         "AWS Resources User Guide, tagging"};

void lintTagKey(StackLint& lint, const EvaluatedResource& resource, const std::string& key,
                const Path& path) {
    if (!key.starts_with("aws:")) return;
    lint.report(kReservedTag, originIn(lint, resource, path),
                fmt::format("{} can't have a tag `{}`: AWS keeps keys that begin with aws: to "
                            "itself",
                            resource.source->logicalId, key),
                "choose another key");
}

void lintTags(StackLint& lint, const EvaluatedResource& resource) {
    const Value* tags = propertyOf(resource, {"Tags"});
    const std::string& type = resource.source->type();
    if (tags == nullptr || !type.starts_with("AWS::")) return;
    if (type == "AWS::CloudFormation::CustomResource") return;
    for (const MapEntry& entry : tags->entries()) {
        lintTagKey(lint, resource, entry.key, Path{"Tags", entry.key});
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < tags->items().size(); ++i) {
        const auto key = knownText(tags->items()[i].find("Key"));
        if (!key) continue;
        const Path path{"Tags", i, "Key"};
        lintTagKey(lint, resource, *key, path);
        if (seen.insert(*key).second) continue;
        lint.report(kTagTwice, originIn(lint, resource, path),
                    fmt::format("{} has two tags `{}`", resource.source->logicalId, *key),
                    "keep one of them");
    }
}

constexpr Rule kBadVariable{"LAM-E3",
                            Severity::Error,
                            "a function's environment variable has a name that Lambda refuses",
                            "some names are Lambda's own, and names are a letter, then letters, "
                            "digits and underscores, two characters at least",
                            "choose another name",
                            "AWS Lambda Developer Guide, configuration-envvars; AWS Lambda API, "
                            "Environment, Variables"};

/// Source: AWS Lambda Developer Guide, configuration-envvars, reserved environment variables.
constexpr std::string_view kLambdasOwn[] = {"AWS_ACCESS_KEY",
                                            "AWS_ACCESS_KEY_ID",
                                            "AWS_DEFAULT_REGION",
                                            "AWS_EXECUTION_ENV",
                                            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                            "AWS_LAMBDA_FUNCTION_NAME",
                                            "AWS_LAMBDA_FUNCTION_VERSION",
                                            "AWS_LAMBDA_INITIALIZATION_TYPE",
                                            "AWS_LAMBDA_LOG_GROUP_NAME",
                                            "AWS_LAMBDA_LOG_STREAM_NAME",
                                            "AWS_LAMBDA_RUNTIME_API",
                                            "AWS_REGION",
                                            "AWS_SECRET_ACCESS_KEY",
                                            "AWS_SESSION_TOKEN",
                                            "LAMBDA_RUNTIME_DIR",
                                            "LAMBDA_TASK_ROOT",
                                            "_HANDLER"};

bool isVariableName(std::string_view name) {
    const auto isLetter = [](char c) { return lowerAscii(c) >= 'a' && lowerAscii(c) <= 'z'; };
    return name.size() > 1 && isLetter(name.front()) && std::ranges::all_of(name, [&](char c) {
               return isLetter(c) || (c >= '0' && c <= '9') || c == '_';
           });
}

void lintVariables(StackLint& lint, const EvaluatedResource& function) {
    const Value* variables = propertyOf(function, {"Environment", "Variables"});
    if (variables == nullptr) return;
    for (const MapEntry& entry : variables->entries()) {
        const std::string& name = entry.key;
        const bool isOwn = std::ranges::find(kLambdasOwn, name) != std::end(kLambdasOwn);
        if (name.starts_with("Fn::") || (!isOwn && isVariableName(name))) continue;
        lint.report(
            kBadVariable, originIn(lint, function, Path{"Environment", "Variables", name}),
            isOwn ? fmt::format("{} sets `{}`, which Lambda sets itself",
                                function.source->logicalId, name)
                  : fmt::format("{} sets `{}`, which is no name of a variable",
                                function.source->logicalId, name),
            isOwn ? "choose another name"
                  : "use a letter, then letters, digits and underscores, two characters at least");
    }
}

constexpr Rule kBadAlias{"CF-E4",
                         Severity::Error,
                         "an alias of a distribution is no host name",
                         "CloudFront answers to host names, and to all of a domain by an asterisk "
                         "in place of the first label",
                         "write a host name, such as www.example.com or *.example.com",
                         "CloudFront Developer Guide, CNAMEs, alternate-domain-names-wildcard"};

/// Returns what is wrong with an alias; empty when nothing surely is.
std::string complaintAboutAlias(std::string_view alias) {
    if (alias.find_first_of(" /:@?#") != std::string_view::npos) {
        return "it is a host name alone, without scheme, path or port";
    }
    bool isFirst = true;
    while (true) {
        const std::size_t end = std::min(alias.find('.'), alias.size());
        const std::string_view label = alias.substr(0, end);
        if (label.empty()) return "nothing stands between two dots, or at an end";
        const bool isWildcard = label.find('*') != std::string_view::npos;
        if (isWildcard && (!isFirst || label != "*")) {
            return "an asterisk stands for the whole of the first label only";
        }
        if (end == alias.size()) return {};
        isFirst = false;
        alias.remove_prefix(end + 1);
    }
}

void lintAliases(StackLint& lint, const EvaluatedResource& distribution) {
    const Value* aliases = propertyOf(distribution, {"DistributionConfig", "Aliases"});
    if (aliases == nullptr) return;
    for (std::size_t i = 0; i < aliases->items().size(); ++i) {
        const auto alias = knownText(&aliases->items()[i]);
        const std::string complaint = alias ? complaintAboutAlias(*alias) : std::string();
        if (complaint.empty()) continue;
        lint.report(kBadAlias,
                    originIn(lint, distribution, Path{"DistributionConfig", "Aliases", i}),
                    fmt::format("`{}` is no alias: {}", *alias, complaint),
                    "write a host name, such as www.example.com or *.example.com");
    }
}

constexpr Rule kOtherValidation{
    "ACM-E1",
    Severity::Error,
    "a certificate's validation domain is not its domain or above it",
    "ACM sends the mail that asks for approval to the domain itself or one above it",
    "name the certificate's domain, or one that it ends with",
    "AWS Certificate Manager API, DomainValidationOption, ValidationDomain"};

void lintValidation(StackLint& lint, const EvaluatedResource& certificate) {
    const auto pattern = PathPattern::parse("DomainValidationOptions[]");
    for (const FoundValue& found : select(certificate.properties(), pattern)) {
        const auto domain = knownText(found.value->find("DomainName"));
        const auto above = knownText(found.value->find("ValidationDomain"));
        if (!domain || !above) continue;
        const std::string name = lowerAscii(*domain);
        const std::string end = lowerAscii(*above);
        if (name == end || name.ends_with("." + end)) continue;
        lint.report(kOtherValidation, originIn(lint, certificate, found.path / "ValidationDomain"),
                    fmt::format("{} is to be approved for {} at {}, which is not above it",
                                certificate.source->logicalId, *domain, *above),
                    fmt::format("name {}, or a domain that it ends with", *domain));
    }
}

}  // namespace

void lintNames(StackLint& lint, const EvaluatedResource& resource) {
    if (resource.exists == Truth::No) return;
    const std::string& type = resource.source->type();
    lintTags(lint, resource);
    if (type == "AWS::Lambda::Function" || type == "AWS::Serverless::Function") {
        lintVariables(lint, resource);
    }
    if (type == "AWS::CloudFront::Distribution") lintAliases(lint, resource);
    if (type == "AWS::CertificateManager::Certificate") lintValidation(lint, resource);
}

RuleList nameRules() {
    static constexpr const Rule* kRules[] = {&kReservedTag, &kTagTwice, &kBadVariable, &kBadAlias,
                                             &kOtherValidation};
    return kRules;
}

}  // namespace archivolt
