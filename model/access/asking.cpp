#include "model/access/asking.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/base/arn.h"
#include "model/base/text_case.h"

namespace archivolt {

namespace {

constexpr const char* kAny = "(any)";

/// Fills an ARN's format: account, Region and partition open, names by what `fill` says.
std::string filled(std::string_view format, const std::string& fill, bool names) {
    std::string text;
    while (!format.empty()) {
        const std::size_t open = format.find("${");
        text += format.substr(0, open);
        if (open == std::string_view::npos) break;
        const std::size_t close = format.find('}', open);
        const bool name = close == open + 2;
        text += name && !names ? std::string("${}") : fill;
        format.remove_prefix(close + 1);
    }
    return text;
}

/// Counts the characters that stand in every ARN of a format whose open parts are `*`.
std::ptrdiff_t certaintyOf(std::string_view format) {
    return std::ranges::count_if(format, [](char c) { return c != '*'; });
}

/// Says whether an ARN fits the format, its open parts `*`, and none of the service's that says
/// more: names may hold slashes and colons, so `…:::photos/2026/a.png` looks like a bucket, but is
/// an object. Versions and aliases of a Lambda function are the function all the same.
/// Source: Lambda Developer Guide, lambda-api-permissions-ref, functions: qualified ARNs.
bool isMeantBy(const std::string& format, const ServiceActions& service, const std::string& arn) {
    if (!fitsGlob(arn, format)) return false;
    const std::ptrdiff_t certainty = certaintyOf(format);
    return std::ranges::none_of(service.resources, [&](const ActionResource& kind) {
        const std::string other = filled(kind.arn, "*", true);
        const bool isQualified = service.prefix == "lambda" && kind.name.starts_with("function ");
        return !isQualified && certaintyOf(other) > certainty && fitsGlob(arn, other);
    });
}

bool isRole(const AccessResource& resource) {
    const auto arn = partsOfArn(std::string_view(resource.arn));
    return arn && arn->service == "iam" && arn->resource.starts_with("role/");
}

/// Says whether a service takes tags of its resources into account as `aws:ResourceTag`.
/// Source: Service Authorization Reference, the condition keys of resource types; S3 and DynamoDB
/// do so only where it was switched on.
bool heedsResourceTags(std::string_view service) {
    static constexpr std::string_view kServices[] = {
        "autoscaling", "ec2",      "ecr",
        "ecs",         "eks",      "elasticfilesystem",
        "events",      "iam",      "kms",
        "lambda",      "logs",     "elasticloadbalancing",
        "rds",         "redshift", "secretsmanager",
        "sns",         "sqs",      "ssm",
        "states"};
    return std::ranges::find(kServices, service) != std::end(kServices);
}

/// Sets what the template says of a resource's tags; others may be added when it is deployed.
void setResourceTags(const AccessResource& resource, RequestContext& context) {
    const auto arn = partsOfArn(std::string_view(resource.arn));
    if (!arn || !heedsResourceTags(arn->service)) return;
    for (const auto& [key, value] : resource.tags) {
        context.set("aws:ResourceTag/" + key, value);
        // Source: Service Authorization Reference, Amazon EC2, IAM and Secrets Manager.
        for (const char* own : {"ec2", "iam", "secretsmanager"}) {
            if (arn->service == own) context.set(fmt::format("{}:ResourceTag/{}", own, key), value);
        }
    }
}

/// Sets what a service's own keys say of the caller's account.
/// Source: KMS Developer Guide, conditions-kms, kms:CallerAccount; SNS Developer Guide,
/// sns-using-identity-based-policies, aws:SourceOwner, which the default policy of a topic asks.
void setOwnAccountKeys(const std::string& account, const std::string& action,
                       RequestContext& context) {
    if (action.starts_with("kms:")) context.set("kms:CallerAccount", account);
    if (action.starts_with("sns:")) context.set("aws:SourceOwner", account);
}

/// Returns the organization that a condition's value means: `o-abc` of `o-abc/r-ab12/…` too;
/// nothing known of a variable.
std::string organizationOf(const PolicyText& value) {
    const std::string text = value.shown();
    if (!value.isKnown() || text.find("${") != std::string::npos) return {};
    return text.substr(0, text.find('/'));
}

/// Returns the organizations of which a statement for everyone lets somebody in: those of its
/// conditions; an empty one is not known.
/// Source: IAM User Guide, reference_policies_condition-keys, aws:PrincipalOrgID and
/// aws:PrincipalOrgPaths.
std::vector<std::string> organizationsOf(const PolicyStatement& statement) {
    std::vector<std::string> found;
    for (const PolicyCondition& condition : statement.conditions) {
        const std::string key = lowerAscii(condition.key.shown());
        const bool isOrganization = key == "aws:principalorgid" || key == "aws:principalorgpaths";
        if (!isOrganization || condition.op.negated || condition.op.test == ConditionTest::Null) {
            continue;
        }
        for (const PolicyText& value : condition.values) found.push_back(organizationOf(value));
    }
    return found;
}

/// Returns somebody of an organization, of an account that nobody names.
AccessCaller memberOf(const std::string& organization) {
    AccessCaller member;
    member.shown = organization.empty() ? std::string("any principal of an organization")
                                        : "any principal of " + organization;
    member.caller.kind = CallerKind::User;
    member.caller.account = kAny;
    member.caller.name = fmt::format("arn:aws:iam::{0}:user/{0}", kAny);
    member.organization = organization;
    return member;
}

/// The policies of somebody who is not of the design: nobody knows what they allow.
const SharedPolicy& policyOfElsewhere() {
    static const SharedPolicy kPolicy = [] {
        PolicyDocument document;
        document.why = "what its own policies allow is not known here";
        return CompiledPolicy::compile(std::move(document));
    }();
    return kPolicy;
}

}  // namespace

Asking::Asking(const AccessModel& model, const ActionTable& table, bool withUnknown)
    : m_model(model), m_table(table), m_withUnknown(withUnknown), m_services(table) {
    m_index = model.index ? model.index : std::make_shared<const ResourceIndex>(model.resources);
    m_patterns = model.patterns
                     ? model.patterns
                     : std::make_shared<const ResourcePatterns>(patternsOf(model.principals));
}

AccessCaller Asking::callerOf(std::size_t principal) const {
    const AccessPrincipal& of = m_model.principals[principal];
    return {of.logicalId, of.caller, static_cast<std::ptrdiff_t>(principal)};
}

/// What the request says for sure; all other keys only the running system knows.
AccessRequest Asking::request(const AccessCaller& who, const std::string& action,
                              const std::string& arn) const {
    AccessRequest request;
    request.caller = who.caller;
    request.action = action;
    request.resource = arn;
    RequestContext& context = request.context;
    context.addUnknown("*");
    if (const AccessResource* resource = resourceOf(arn)) {
        request.resourceAccount = resource->account;
        context.set("aws:ResourceAccount", resource->account);
        if (resource->arn == arn) setResourceTags(*resource, context);
    }
    const Caller& caller = who.caller;
    if (caller.isOfAccount()) {
        if (!who.organization) {
            context.set("aws:PrincipalAccount", caller.account);
            setOwnAccountKeys(caller.account, lowerAscii(action), context);
        }
        if (who.organization && !who.organization->empty()) {
            context.set("aws:PrincipalOrgID", *who.organization);
        }
        context.set("aws:PrincipalIsAWSService", "false");
        // Present only where a service calls for a resource of its own.
        context.setAbsent("aws:SourceArn");
        context.setAbsent("aws:SourceAccount");
        if (who.principal >= 0) {
            context.set("aws:PrincipalArn", caller.name);
            const auto& principal = m_model.principals[static_cast<std::size_t>(who.principal)];
            for (const auto& [key, value] : principal.tags) {
                context.set("aws:PrincipalTag/" + key, value);
            }
        }
        if (caller.kind == CallerKind::User && !caller.name.ends_with(kAny)) {
            context.set("aws:username", caller.name.substr(caller.name.rfind('/') + 1));
        }
        if (caller.kind == CallerKind::Role) context.setAbsent("aws:username");
    } else if (caller.kind == CallerKind::Service) {
        context.set("aws:PrincipalIsAWSService", "true");
    } else if (caller.kind == CallerKind::Anonymous) {
        for (const char* key :
             {"aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID",
              "aws:PrincipalOrgPaths", "aws:PrincipalIsAWSService", "aws:SourceOwner", "aws:userid",
              "aws:username", "kms:CallerAccount"}) {
            context.setAbsent(key);
        }
    }
    return request;
}

const AccessResource* Asking::resourceNamed(std::string_view arn) const {
    const ResourceIndex::Places* places = m_index->ofArn(arn);
    return places == nullptr ? nullptr : &m_model.resources[places->first];
}

const AccessResource* Asking::lastOfArn(std::string_view arn) const {
    const ResourceIndex::Places* places = m_index->ofArn(arn);
    return places == nullptr ? nullptr : &m_model.resources[places->last];
}

const AccessResource* Asking::resourceOf(const std::string& arn) const {
    for (std::size_t end = arn.size(); end != 0; --end) {
        const bool cuts = end == arn.size() || arn[end] == '/' || arn[end] == ':';
        if (!cuts) continue;
        const AccessResource* resource = resourceNamed(std::string_view(arn).substr(0, end));
        if (resource != nullptr) return resource;
    }
    return nullptr;
}

PolicySet Asking::policies(const AccessCaller& who, const std::string& arn) const {
    PolicySet set;
    if (who.principal >= 0) {
        const auto& principal = m_model.principals[static_cast<std::size_t>(who.principal)];
        for (const AccessPolicy& policy : principal.identity) {
            if (!m_withUnknown && !policy.policy->document().why.empty()) continue;
            set.identity.push_back(policy.policy);
        }
        for (const AccessPolicy& policy : principal.boundaries) {
            set.boundaries.push_back(policy.policy);
        }
    } else if (m_withUnknown && who.caller.isOfAccount() && who.caller.kind != CallerKind::Root) {
        set.identity.push_back(policyOfElsewhere());
    }
    const AccessResource* resource = resourceOf(arn);
    if (resource != nullptr) set.resource = resource->policy;
    const auto add = [](const std::vector<AccessControls>& levels, const std::string& account,
                        std::vector<std::vector<SharedPolicy>>& out) {
        for (const AccessControls& level : levels) {
            if (!level.account.empty() && level.account != account) continue;
            out.emplace_back();
            for (const AccessPolicy& policy : level.policies) {
                out.back().push_back(policy.policy);
            }
        }
    };
    add(m_model.serviceControls, who.caller.account, set.serviceControls);
    const std::string& owner = resource != nullptr ? resource->account : who.caller.account;
    add(m_model.resourceControls, owner, set.resourceControls);
    return set;
}

PolicyAnswer Asking::answer(const AccessCaller& who, const std::string& action,
                            const std::string& arn, const AccessSituation& situation) const {
    AccessRequest asked = request(who, action, arn);
    asked.wildcardOnly = arn == "*";
    for (const auto& [key, value] : situation.keys) asked.context.set(key, value);
    for (const std::string& key : situation.absent) asked.context.setAbsent(key);
    PolicySet set = policies(who, arn);
    if (situation.endpoint != nullptr) {
        set.endpoint = situation.endpoint->policy;
        set.gatewayEndpoint = situation.endpoint->gateway;
    }
    const PolicyViews views(set);
    return answerRequest(asked, views.layers());
}

Truth Asking::allowed(const AccessCaller& who, const std::string& action,
                      const std::string& arn) const {
    AccessRequest asked = request(who, action, arn);
    asked.wildcardOnly = arn == "*";
    const PolicySet set = policies(who, arn);
    const PolicyViews views(set);
    return allowedAtAll(asked, views.layers());
}

bool Asking::isOfDesign(const Caller& caller) const {
    return std::ranges::any_of(m_model.principals, [&](const AccessPrincipal& principal) {
        return principal.caller == caller;
    });
}

std::vector<AccessCaller> Asking::outsidersOf(const std::string& arn) const {
    std::vector<AccessCaller> outsiders;
    const AccessResource* resource = resourceOf(arn);
    if (resource == nullptr || !resource->policy) return outsiders;
    std::set<std::string> seen;
    const auto add = [&](std::string shown, Caller caller) {
        if (seen.insert(shown).second)
            outsiders.push_back({std::move(shown), std::move(caller), -1});
    };
    for (const PolicyStatement& statement : resource->policy->document().statements) {
        const bool others = statement.principals.negated;
        if (others && statement.effect == PolicyEffect::Allow) add("everyone", Caller::anonymous());
        for (const PrincipalEntry& entry : statement.principals.values) {
            const std::string name = entry.name.shown();
            if (entry.type == PrincipalType::Everyone && !others) {
                add("everyone", Caller::anonymous());
                if (statement.effect != PolicyEffect::Allow) continue;
                for (const std::string& organization : organizationsOf(statement)) {
                    AccessCaller member = memberOf(organization);
                    if (seen.insert(member.shown).second) outsiders.push_back(std::move(member));
                }
            } else if (!entry.name.isKnown()) {
                continue;  // The principals of the design are asked; this one may be any of them.
            } else if (entry.type == PrincipalType::Service) {
                if (auto caller = Caller::parse(name)) add(name, *std::move(caller));
            } else if (entry.type == PrincipalType::Federated) {
                add(name, Caller::federated(name));
            } else if (entry.type == PrincipalType::CanonicalUser) {
                add(name, Caller::canonicalUser(name));
            } else if (auto caller = Caller::parse(name)) {
                const bool account = caller->kind == CallerKind::Root;
                if (caller->account == resource->account && (account || isOfDesign(*caller))) {
                    continue;
                }
                std::string shown = account ? "account " + caller->account : name;
                // Root users take on no roles: to trust an account is to trust who is in it.
                if (account && isRole(*resource)) {
                    caller = Caller::parse(
                        fmt::format("arn:aws:iam::{}:user/{}", caller->account, kAny));
                }
                add(std::move(shown), *std::move(caller));
            }
        }
    }
    return outsiders;
}

std::string Asking::arnFor(const ServiceActions& service, const ActionFacts& action,
                           const std::string& arn) const {
    if (action.takesOnlyWildcard()) return "*";
    const std::vector<std::string> arns = arnsFor(service, action, arn);
    // The resource itself where the action takes it, and else what is in it.
    if (std::ranges::find(arns, arn) != arns.end()) return arn;
    return arns.empty() ? std::string() : arns.front();
}

std::vector<std::string> Asking::arnsFor(const ServiceActions& service, const ActionFacts& action,
                                         const std::string& arn) const {
    // Who calls an API names it otherwise than who manages it.
    const AccessResource* api = service.prefix == "execute-api" ? resourceNamed(arn) : nullptr;
    if (api != nullptr && !api->callArn.empty() && api->callArn != arn) {
        return arnsFor(service, action, api->callArn);
    }
    std::vector<std::string> found;
    const auto add = [&](std::string one) {
        if (std::ranges::find(found, one) == found.end()) found.push_back(std::move(one));
    };
    for (const ActionResource& resource : service.resourcesOf(action)) {
        if (isMeantBy(filled(resource.arn, "*", true), service, arn)) add(arn);
        // Cut the format where the rest is what lies in the resource: `…:::${}` and `/${}`. Of
        // several heads that fit, the longest says what the resource is.
        const std::string format = filled(resource.arn, "*", false);
        std::string inside;
        for (std::size_t at = format.find("${}"); at != std::string::npos;
             at = format.find("${}", at + 1)) {
            const std::string_view rest = std::string_view(format).substr(at + 3);
            if (rest.empty() || (rest.front() != '/' && rest.front() != ':')) continue;
            const std::string_view head = std::string_view(format).substr(0, at + 3);
            if (!isMeantBy(filled(head, "*", true), service, arn)) continue;
            inside = arn + filled(rest, kAny, true);
        }
        if (!inside.empty()) add(std::move(inside));
    }
    return found;
}

const ServiceActions* Asking::service(std::string_view prefix) const {
    return m_services.find(prefix);
}

std::vector<std::string> Asking::partsOf(const std::string& arn) const {
    // Of an API's call the stage, the method and the path are open.
    const std::string base = arn.ends_with(kAny) ? arn.substr(0, arn.find(kAny)) : arn;
    if (base == arn) return {};
    std::set<std::string> parts;
    const auto add = [&](const ArnPattern& pattern) {
        const std::string example = pattern.example(kAny);
        if (example.size() > base.size() && example.starts_with(base) && example != arn) {
            parts.insert(example);
        }
    };
    const std::string_view text = base;
    const ResourcePatterns& known = *m_patterns;
    auto at = known.begin();
    // First what is fixed as far as some part of the base, then what goes on behind all of it.
    for (std::size_t size = 0; size < text.size(); ++size) {
        const std::string_view begins = text.substr(0, size);
        at = std::ranges::lower_bound(at, known.end(), begins, {},
                                      &ResourcePatterns::value_type::first);
        for (; at != known.end() && at->first == begins; ++at) add(*at->second);
    }
    at = std::ranges::lower_bound(at, known.end(), text, {}, &ResourcePatterns::value_type::first);
    for (; at != known.end() && at->first.starts_with(text); ++at) add(*at->second);
    const AccessResource* resource = resourceOf(arn);
    if (resource == nullptr || !resource->policy) return {parts.begin(), parts.end()};
    resource->policy->forEachResource([&](const ArnPattern& pattern) {
        if (!pattern.isAny() && !pattern.hasUnknownParts()) add(pattern);
    });
    return {parts.begin(), parts.end()};
}

StatementPlace placeOf(const Asking& asking, const AccessCaller& who, const std::string& arn,
                       const DecidingStatement& statement, const AccessEndpoint* endpoint) {
    const StatementRef& at = statement.at;
    if (at.layer == PolicyLayer::Resource) {
        const AccessResource* resource = asking.resourceOf(arn);
        const bool known = resource != nullptr && at.statement < resource->places.size();
        return known ? resource->places[at.statement] : StatementPlace();
    }
    if (at.layer == PolicyLayer::Endpoint && endpoint != nullptr) {
        Origin origin = endpoint->origin;
        origin.property = origin.property / statement.path;
        return {"policy of endpoint `" + endpoint->logicalId + '`', std::move(origin)};
    }
    const bool service = at.layer == PolicyLayer::ServiceControl;
    if (service || at.layer == PolicyLayer::ResourceControl) {
        const auto& model = asking.model();
        const AccessResource* resource = asking.resourceOf(arn);
        const std::string& account =
            service || resource == nullptr ? who.caller.account : resource->account;
        std::uint32_t level = 0;
        for (const AccessControls& one : service ? model.serviceControls : model.resourceControls) {
            if (!one.account.empty() && one.account != account) continue;
            const bool found = level++ == at.level && at.policy < one.policies.size();
            if (found) return {one.policies[at.policy].name, {}};
        }
        return {};
    }
    if (who.principal < 0) return {};
    const auto& principal = asking.model().principals[static_cast<std::size_t>(who.principal)];
    const auto& list =
        at.layer == PolicyLayer::Boundary ? principal.boundaries : principal.identity;
    if (at.policy >= list.size()) return {};
    StatementPlace place{list[at.policy].name, list[at.policy].origin};
    place.origin.property = place.origin.property / statement.path;
    return place;
}

}  // namespace archivolt
