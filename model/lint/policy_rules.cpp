#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "model/lint/evaluated_reading.h"
#include "model/policy/policy_rules.h"

namespace archivolt {

namespace {

/// What a policy is attached to decides what its statements hold.
enum class PolicyKind : std::uint8_t {
    Identity,    ///< Of a user, group or role: no Principal, but a Resource.
    Trust,       ///< Who may take on a role: a Principal, but no Resource.
    Resource,    ///< Of a bucket, queue, topic, key, secret, endpoint: both.
    Repository,  ///< Of an ECR repository: a Principal, and a Resource is optional.
};

struct PolicyPlace {
    std::string_view type;
    std::string_view path;
    PolicyKind kind;
};
constexpr std::array kPolicies = {
    PolicyPlace{"AWS::IAM::Policy", "PolicyDocument", PolicyKind::Identity},
    PolicyPlace{"AWS::IAM::ManagedPolicy", "PolicyDocument", PolicyKind::Identity},
    PolicyPlace{"AWS::IAM::RolePolicy", "PolicyDocument", PolicyKind::Identity},
    PolicyPlace{"AWS::IAM::UserPolicy", "PolicyDocument", PolicyKind::Identity},
    PolicyPlace{"AWS::IAM::GroupPolicy", "PolicyDocument", PolicyKind::Identity},
    PolicyPlace{"AWS::IAM::Role", "Policies[].PolicyDocument", PolicyKind::Identity},
    PolicyPlace{"AWS::IAM::User", "Policies[].PolicyDocument", PolicyKind::Identity},
    PolicyPlace{"AWS::IAM::Group", "Policies[].PolicyDocument", PolicyKind::Identity},
    PolicyPlace{"AWS::IAM::Role", "AssumeRolePolicyDocument", PolicyKind::Trust},
    PolicyPlace{"AWS::S3::BucketPolicy", "PolicyDocument", PolicyKind::Resource},
    PolicyPlace{"AWS::SQS::QueuePolicy", "PolicyDocument", PolicyKind::Resource},
    PolicyPlace{"AWS::SNS::TopicPolicy", "PolicyDocument", PolicyKind::Resource},
    PolicyPlace{"AWS::KMS::Key", "KeyPolicy", PolicyKind::Resource},
    PolicyPlace{"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", PolicyKind::Resource},
    PolicyPlace{"AWS::EC2::VPCEndpoint", "PolicyDocument", PolicyKind::Resource},
    PolicyPlace{"AWS::ECR::Repository", "RepositoryPolicyText", PolicyKind::Repository},
};

/// Checks one policy document against IAM's grammar.
///
/// NOT MODELLED: documents that are written as one JSON text; whether actions and condition keys
/// exist. Source: IAM User Guide, reference_policies_grammar.
class PolicyCheck {
public:
    PolicyCheck(StackLint& lint, const EvaluatedResource& resource, PolicyKind kind)
        : m_lint(lint), m_resource(resource), m_kind(kind) {}

    void check(const Value& document, const Path& path) {
        if (!document.isMap()) return;
        static const std::set<std::string_view> kElements = {"Version", "Id", "Statement"};
        for (const MapEntry& entry : document.entries()) {
            if (kElements.contains(entry.key)) continue;
            report(path / entry.key, fmt::format("`{}` is no element of a policy", entry.key),
                   "a policy has Version, Id and Statement");
        }
        const auto version = knownText(document.find("Version"));
        if (version && *version != "2012-10-17" && *version != "2008-10-17") {
            report(path / "Version",
                   fmt::format("`{}` is no version of the policy language", *version),
                   "write 2012-10-17");
        }
        const Value* statements = document.find("Statement");
        const bool none = statements == nullptr || statements->isNull() ||
                          (statements->isList() && statements->items().empty());
        if (none) {
            report(statements != nullptr ? path / "Statement" : path, "the policy has no Statement",
                   "add one with Effect, Action and the rest");
            return;
        }
        if (statements->isMap()) checkStatement(*statements, path / "Statement");
        for (std::size_t i = 0; i < statements->items().size(); ++i) {
            checkStatement(statements->items()[i], path / "Statement" / i);
        }
        if (statements->isScalar()) {
            report(path / "Statement", "Statement is neither a map nor a list of maps",
                   "write a list of statements");
        }
    }

private:
    void report(const Path& path, std::string message, std::string help) {
        m_lint.report(kBadPolicy, originIn(m_lint, m_resource, path), std::move(message),
                      std::move(help));
    }

    void checkStatement(const Value& statement, const Path& path) {
        if (!statement.isMap()) return;
        static const std::set<std::string_view> kElements = {
            "Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
            "NotAction", "Resource", "NotResource", "Condition"};
        for (const MapEntry& entry : statement.entries()) {
            if (kElements.contains(entry.key)) continue;
            const std::vector<std::string_view> names(kElements.begin(), kElements.end());
            const auto near = nearestNames(entry.key, names);
            report(path / entry.key, fmt::format("`{}` is no element of a statement", entry.key),
                   near.empty() ? std::string("take it away")
                                : fmt::format("did you mean `{}`?", near.front()));
        }
        checkEffect(statement, path);
        checkSid(statement, path);
        checkEither(statement, path, "Action", "NotAction");
        checkActions(statement, path);
        checkPrincipal(statement, path);
        checkResource(statement, path);
    }

    void checkEffect(const Value& statement, const Path& path) {
        const Value* effect = statement.find("Effect");
        if (effect == nullptr) {
            report(path, "the statement has no Effect", "add Effect: Allow or Effect: Deny");
            return;
        }
        const auto text = knownText(effect);
        if (!text || *text == "Allow" || *text == "Deny") return;
        report(path / "Effect", fmt::format("Effect can't be `{}`", *text), "write Allow or Deny");
    }

    void checkSid(const Value& statement, const Path& path) {
        const auto sid = knownText(statement.find("Sid"));
        if (!sid) return;
        const bool plain = std::ranges::all_of(*sid, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        });
        // The policies of services take more: a key's default one has spaces in it.
        const bool strict = m_kind == PolicyKind::Identity || m_kind == PolicyKind::Trust;
        if (strict && !plain) {
            report(path / "Sid", fmt::format("the Sid `{}` is not alphanumeric", *sid),
                   "use letters and digits only");
        }
        if (sid->empty()) return;
        if (!m_sids.insert(*sid).second && m_kind == PolicyKind::Identity) {
            report(path / "Sid", fmt::format("the Sid `{}` stands twice in the policy", *sid),
                   "give each statement its own");
        }
    }

    /// Reports a statement with both, or with neither, of two elements.
    bool checkEither(const Value& statement, const Path& path, const char* one, const char* other) {
        const bool first = statement.find(one) != nullptr;
        const bool second = statement.find(other) != nullptr;
        if (first && second) {
            report(path / other, fmt::format("the statement has {} and {}", one, other),
                   "keep one of the two");
        } else if (!first && !second) {
            report(path, fmt::format("the statement has no {}", one), fmt::format("add {}", one));
        }
        return first != second;
    }

    template <class Visit>
    static void forEachText(const Value* value, const Path& path, Visit visit) {
        if (value == nullptr) return;
        if (const auto text = knownText(value)) visit(*text, path);
        for (std::size_t i = 0; i < value->items().size(); ++i) {
            if (const auto text = knownText(&value->items()[i])) visit(*text, path / i);
        }
    }

    void checkActions(const Value& statement, const Path& path) {
        for (const char* key : {"Action", "NotAction"}) {
            forEachText(
                statement.find(key), path / key, [&](const std::string& action, const Path& at) {
                    if (action == "*") return;
                    const auto colon = action.find(':');
                    if (colon == std::string::npos || colon == 0 || colon + 1 == action.size()) {
                        report(at, fmt::format("`{}` is no action", action),
                               "write service:Action, such as s3:GetObject");
                    } else if (m_kind == PolicyKind::Trust &&
                               lowerCase(action.substr(0, colon)) != "sts") {
                        report(at, fmt::format("a trust policy can't allow `{}`", action),
                               "write sts:AssumeRole");
                    }
                });
        }
    }

    void checkPrincipal(const Value& statement, const Path& path) {
        if (m_kind == PolicyKind::Identity) {
            for (const char* key : {"Principal", "NotPrincipal"}) {
                if (statement.find(key) == nullptr) continue;
                report(path / key, fmt::format("a policy of a user, group or role has no {}", key),
                       "take it away: what the policy is attached to is the principal");
            }
            return;
        }
        if (!checkEither(statement, path, "Principal", "NotPrincipal")) return;
        const char* key = statement.find("Principal") != nullptr ? "Principal" : "NotPrincipal";
        const Value& principal = *statement.find(key);
        const auto text = knownText(&principal);
        if (text && *text != "*") {
            report(path / key, fmt::format("`{}` is no principal", *text),
                   "write \"*\", or a map such as AWS: arn:… or Service: ec2.amazonaws.com");
        }
        static const std::set<std::string_view> kKinds = {"AWS", "Service", "Federated",
                                                          "CanonicalUser"};
        for (const MapEntry& entry : principal.entries()) {
            if (kKinds.contains(entry.key)) continue;
            report(path / key / entry.key, fmt::format("`{}` is no kind of principal", entry.key),
                   "take AWS, Service, Federated or CanonicalUser");
        }
    }

    void checkResource(const Value& statement, const Path& path) {
        if (m_kind == PolicyKind::Trust) {
            for (const char* key : {"Resource", "NotResource"}) {
                if (statement.find(key) == nullptr) continue;
                report(path / key, fmt::format("a trust policy has no {}", key),
                       "take it away: the role is the resource");
            }
            return;
        }
        if (m_kind == PolicyKind::Repository) return;
        if (!checkEither(statement, path, "Resource", "NotResource")) return;
        if (m_kind != PolicyKind::Identity) return;
        for (const char* key : {"Resource", "NotResource"}) {
            forEachText(statement.find(key), path / key,
                        [&](const std::string& resource, const Path& at) {
                            if (resource == "*" || resource.starts_with("arn:")) return;
                            report(at, fmt::format("`{}` is neither an ARN nor *", resource),
                                   "write an ARN, or \"*\"");
                        });
        }
    }

    StackLint& m_lint;
    const EvaluatedResource& m_resource;
    PolicyKind m_kind;
    std::set<std::string> m_sids;
};

}  // namespace

void lintPolicies(StackLint& lint) {
    for (const auto& resource : lint.evaluated.resources) {
        if (resource->exists == Truth::No) continue;
        const std::string& type = resource->source->type();
        for (const PolicyPlace& place : kPolicies) {
            if (place.type != type) continue;
            const auto pattern = PathPattern::parse(place.path);
            for (const FoundValue& found : select(resource->properties(), pattern)) {
                PolicyCheck(lint, *resource, place.kind).check(*found.value, found.path);
            }
        }
    }
}

RuleList policyRules() {
    static constexpr const Rule* kRules[] = {&kBadPolicy};
    return kRules;
}

}  // namespace archivolt
