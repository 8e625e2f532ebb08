#include "model/policy/advise_on_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "model/base/text_case.h"
#include "model/net/cidr.h"
#include "model/policy/access_request.h"
#include "model/policy/compiled_condition.h"
#include "model/policy/statement_facts.h"
#include "model/policy/text_pattern.h"

namespace archivolt {

namespace {

constexpr TextPattern::Options kActionPattern{true, false, true};

/// Says whether an ARN's format and a pattern have an ARN in common: placeholders and variables
/// stand for any text, as `*` does. Complexity: the product of the lengths.
bool overlap(std::string_view format, std::string_view pattern) {
    constexpr char kAny = '\x01';
    constexpr char kName = '\x02';  // Of a bucket, a Region or an account: no colon, no slash.
    const auto symbolsOf = [](std::string_view text, bool wildcards) {
        std::string symbols;
        while (!text.empty()) {
            std::size_t taken = 1;
            const std::size_t close =
                text.starts_with("${") ? text.find('}') : std::string_view::npos;
            if (close != std::string_view::npos) {
                const bool named = text.substr(0, close) != "${" || symbols.ends_with(":s3:::");
                symbols += !wildcards && named ? kName : kAny;
                taken = close + 1;
            } else {
                symbols += wildcards && text.front() == '*' ? kAny : text.front();
            }
            text.remove_prefix(taken);
        }
        return symbols;
    };
    const std::string a = symbolsOf(format, false);
    const std::string b = symbolsOf(pattern, true);
    // next[j] says whether the rests of a behind i and of b from j have a text in common.
    std::vector<bool> next(b.size() + 1);
    std::vector<bool> row(b.size() + 1);
    for (std::size_t i = a.size() + 1; i-- > 0;) {
        for (std::size_t j = b.size() + 1; j-- > 0;) {
            const bool endA = i == a.size();
            const bool endB = j == b.size();
            bool meets = endA && endB;
            if (!endA && a[i] == kAny) meets = next[j] || (!endB && row[j + 1]);
            if (!endA && a[i] == kName) {
                meets = next[j] || (!endB && b[j] != '/' && b[j] != ':' && row[j + 1]);
            }
            if (!endB && b[j] == kAny) meets = meets || row[j + 1] || (!endA && next[j]);
            const bool alike = !endA && !endB && (a[i] == b[j] || b[j] == '?');
            row[j] = meets || (alike && next[j + 1]);
        }
        next.swap(row);
    }
    return next[0];
}

constexpr Rule kAllowsEverything{"IAM-1",
                                 Severity::Critical,
                                 "a policy allows every action on every resource",
                                 "whoever has the policy, or steals its keys, owns the account",
                                 "name the actions and resources that are needed",
                                 "Security Hub IAM.1"};

constexpr Rule kAnybodyAssumes{"IAM-3",
                               Severity::High,
                               "anybody can take on a role",
                               "whoever knows the role's ARN has what it may do, from any account",
                               "name the accounts, roles or services that may, or add a condition",
                               "checkov CKV_AWS_60, CKV_AWS_61"};

constexpr Rule kAnyRepository{
    "IAM-12",
    Severity::High,
    "workflows of any GitHub repository can take on a role",
    "GitHub signs tokens for everybody's workflows, so whoever has an account there has what the "
    "role may do",
    "limit the subject to an organisation's repositories, such as repo:example/shop:*",
    "checkov CKV_AWS_358; IAM User Guide, id_roles_providers_create_oidc (GitHub)"};

constexpr Rule kPassesAnyRole{
    "IAM-4",
    Severity::High,
    "any role can be passed to any service",
    "by passing a mightier role to something that runs code, one gets its permissions",
    "name the roles in Resource, or add a condition on iam:PassedToService",
    "cfn-nag F38, F39, F40"};

constexpr Rule kAllowsUnnamed{"IAM-5",
                              Severity::Medium,
                              "a statement allows all that it does not name",
                              "what AWS adds later is allowed as well, and nobody has looked at it",
                              "name what is to be allowed",
                              "cfn-nag W15, W21, F6"};

constexpr Rule kMissingKeyPasses{
    "IAM-7",
    Severity::Medium,
    "a condition with ForAllValues passes where its key is missing",
    "a request that leaves the key out is allowed without being tested",
    "add a condition Null with the key and false",
    "IAM User Guide, access-analyzer-reference-policy-checks"};

constexpr Rule kUnheardOfAction{
    "IAM-8",
    Severity::Medium,
    "an action is none that a service has, as of the data's date",
    "a misspelt action allows nothing and denies nothing, and IAM takes it without a word",
    "look for a spelling mistake",
    "Service Authorization Reference"};

constexpr Rule kUnheardOfKey{"IAM-9",
                             Severity::Low,
                             "a condition key is none that AWS has, as of the data's date",
                             "no request has the key, so the condition never holds, or always",
                             "look for a spelling mistake",
                             "Service Authorization Reference"};

constexpr Rule kNeverMatches{"IAM-10",
                             Severity::Medium,
                             "a part of a policy never matches",
                             "the statement does not do what it was written for",
                             "write what the message names, or take the part away",
                             "IAM User Guide, access-analyzer-reference-policy-checks"};

constexpr Rule kNamedTwice{
    "IAM-11",
    Severity::Low,
    "an action is named twice in a statement",
    "who takes one of the two away changes nothing, and may think that it does",
    "take one of the two away",
    "IAM User Guide, access-analyzer-reference-policy-checks"};

/// Goes through the statements of one document.
class Adviser {
public:
    Adviser(const PolicyDocument& document, KnownServices& services)
        : m_document(document), m_services(services) {}

    std::vector<PolicyAdvice> advise() {
        for (const PolicyStatement& statement : m_document.statements) {
            if (!statement.why.empty() || !statement.effect) continue;
            adviseOnGrant(statement);
            for (const PolicyText& action : statement.actions.values) adviseOnAction(action);
            adviseOnRepeats(statement);
            for (const PrincipalEntry& entry : statement.principals.values) adviseOnName(entry);
            adviseOnResources(statement);
            for (const PolicyCondition& condition : statement.conditions) {
                adviseOnKey(statement, condition);
                adviseOnValues(condition);
            }
        }
        return std::move(m_found);
    }

private:
    void add(const Rule& rule, const Path& path, std::string message, SharedText help) {
        m_found.push_back({&rule, path, std::move(message), std::move(help)});
    }

    [[nodiscard]] bool grantsByItself() const {
        return m_document.kind == PolicyKind::Identity || m_document.kind == PolicyKind::Trust ||
               m_document.kind == PolicyKind::Resource || m_document.kind == PolicyKind::Repository;
    }

    static bool holds(const PolicyElement<PolicyText>& element, std::string_view text) {
        return !element.negated &&
               std::ranges::any_of(element.values, [&](const PolicyText& value) {
                   return value.isKnown() && value.shown() == text;
               });
    }

    void adviseOnGrant(const PolicyStatement& statement) {
        if (statement.effect != PolicyEffect::Allow || !grantsByItself()) return;
        const bool anything = holds(statement.resources, "*");
        const bool identity = m_document.kind == PolicyKind::Identity;
        if (identity && holds(statement.actions, "*") && anything && statement.conditions.empty()) {
            add(kAllowsEverything, statement.path,
                "the policy allows every action on every resource",
                "name the actions and resources that are needed");
        }
        adviseOnTrust(statement);
        adviseOnWorkflows(statement);
        adviseOnDeputies(statement);
        if (identity && anything) adviseOnPassRole(statement);
        for (const auto& [negated, name, path] :
             {std::tuple(statement.actions.negated, "NotAction", "NotAction"),
              std::tuple(statement.resources.negated, "NotResource", "NotResource"),
              std::tuple(statement.principals.negated, "NotPrincipal", "NotPrincipal")}) {
            if (!negated) continue;
            add(kAllowsUnnamed, statement.path / path,
                fmt::format("Allow with {} grants all that is not named", name),
                "name what is to be allowed");
        }
        adviseOnSets(statement);
    }

    void adviseOnTrust(const PolicyStatement& statement) {
        if (m_document.kind != PolicyKind::Trust || !statement.conditions.empty()) return;
        for (const PrincipalEntry& entry : statement.principals.values) {
            if (entry.type != PrincipalType::Everyone || statement.principals.negated) continue;
            add(kAnybodyAssumes, entry.name.path, "anybody in any account can take on the role",
                "name the accounts, roles or services that may, or add a condition");
            return;
        }
    }

    /// Says whether a subject is one of a named owner: `repo:example/shop:ref:refs/heads/main`.
    static bool namesOwner(const PolicyCondition& condition, const PolicyText& value) {
        if (!value.isKnown() || condition.op.test != ConditionTest::StringLike) return true;
        const std::string subject = value.shown();
        std::string_view rest = subject;
        const std::size_t colon = rest.find(':');
        const std::string_view kind = rest.substr(0, colon);
        if (colon != std::string_view::npos) rest.remove_prefix(colon + 1);
        const std::string_view owner = rest.substr(0, rest.find_first_of("/:"));
        return kind.find_first_of("*?") == std::string_view::npos && !owner.empty() &&
               owner.find_first_of("*?") == std::string_view::npos;
    }

    /// IAM-12: of roles that GitHub's workflows take on.
    void adviseOnWorkflows(const PolicyStatement& statement) {
        constexpr std::string_view kProvider = "token.actions.githubusercontent.com";
        if (m_document.kind != PolicyKind::Trust) return;
        const PolicyCondition* open = nullptr;
        for (const PolicyCondition& one : statement.conditions) {
            const std::string key = lowerAscii(one.key.shown());
            const bool isClaim = key.starts_with(kProvider) && !key.ends_with(":aud");
            if (!one.why.empty() || !one.key.isKnown()) return;
            if (!isClaim || one.op.negated || one.op.test == ConditionTest::Null) continue;
            if (std::ranges::all_of(one.values,
                                    [&](const auto& value) { return namesOwner(one, value); })) {
                return;
            }
            open = &one;
        }
        for (const PrincipalEntry& entry : statement.principals.values) {
            const bool isGitHub = entry.type == PrincipalType::Federated &&
                                  entry.name.shown().find(kProvider) != std::string::npos;
            if (!isGitHub && open == nullptr) continue;
            add(kAnyRepository, open != nullptr ? open->values.front().path : entry.name.path,
                "workflows of any GitHub repository can take on the role",
                fmt::format(
                    "add a condition StringLike on {}:sub with repo:ORGANISATION/REPOSITORY:*",
                    kProvider));
            return;
        }
    }

    /// IAM-6: of resource policies; what a role lets a service do, iam:PassRole guards.
    void adviseOnDeputies(const PolicyStatement& statement) {
        const bool ofResource =
            m_document.kind == PolicyKind::Resource || m_document.kind == PolicyKind::Repository;
        if (!ofResource || statement.principals.negated || saysForWhom(statement)) return;
        // A denial of whatever is for others is as good.
        const bool denied = std::ranges::any_of(m_document.statements, [](const auto& other) {
            return other.effect != PolicyEffect::Allow && saysForWhom(other);
        });
        for (const PrincipalEntry& entry : statement.principals.values) {
            if (denied || entry.type != PrincipalType::Service || !entry.name.isKnown()) continue;
            add(kActsForAnybody, entry.name.path,
                fmt::format("`{}` may do it for anybody", entry.name.shown()),
                "add a condition on aws:SourceArn, aws:SourceAccount or aws:SourceOrgID");
        }
    }

    void adviseOnPassRole(const PolicyStatement& statement) {
        const bool conditional =
            std::ranges::any_of(statement.conditions, [](const PolicyCondition& condition) {
                return equalIgnoringCase(condition.key.shown(), "iam:PassedToService");
            });
        if (conditional || statement.actions.negated) return;
        for (const PolicyText& action : statement.actions.values) {
            if (!action.isKnown() || action.shown() == "*") continue;
            if (TextPattern(action, kActionPattern).fit("iam:passrole", {}) != Fit::Yes) continue;
            add(kPassesAnyRole, action.path, "any role can be passed to any service",
                "name the roles in Resource, or add a condition on iam:PassedToService");
        }
    }

    /// IAM-7: a missing key passes for all of its values.
    void adviseOnSets(const PolicyStatement& statement) {
        for (const PolicyCondition& condition : statement.conditions) {
            if (condition.op.set != SetOperator::ForAllValues || !condition.why.empty()) continue;
            const std::string key = condition.key.shown();
            const bool present =
                std::ranges::any_of(statement.conditions, [&](const PolicyCondition& other) {
                    const bool requires_ = other.op.test == ConditionTest::Null ||
                                           other.op.set == SetOperator::ForAnyValue;
                    return requires_ && equalIgnoringCase(other.key.shown(), key);
                });
            if (present) continue;
            add(kMissingKeyPasses, condition.path,
                fmt::format("ForAllValues passes where the request has no `{}`", key),
                fmt::format("add a condition Null with {}: false", key));
        }
    }

    [[nodiscard]] std::string_view date() const { return m_services.table().date(); }

    void adviseOnAction(const PolicyText& action) {
        if (!action.isKnown()) return;
        const std::string shown = lowerAscii(action.shown());
        const std::size_t colon = shown.find(':');
        if (colon == std::string::npos) return;
        const std::string prefix = shown.substr(0, colon);
        if (prefix.find_first_of("*?") != std::string::npos) return;
        const ServiceActions* facts = m_services.find(prefix);
        if (facts == nullptr) {
            return add(kUnheardOfAction, action.path,
                       fmt::format("no service has the prefix `{}` as of {}", prefix, date()),
                       "look for a spelling mistake");
        }
        const TextPattern name(shown.substr(colon + 1), kActionPattern);
        const bool any = std::ranges::any_of(facts->actions, [&](const ActionFacts& one) {
            return name.fit(one.name, {}) == Fit::Yes;
        });
        if (any) return;
        add(kUnheardOfAction, action.path,
            fmt::format("{} has no action `{}` as of {}", facts->name,
                        action.shown().substr(colon + 1), date()),
            nearest(*facts, shown.substr(colon + 1)));
    }

    /// Returns a hint at an action whose name begins or ends alike.
    static std::string nearest(const ServiceActions& facts, const std::string& name) {
        std::string_view best;
        std::size_t most = 3;
        for (const ActionFacts& one : facts.actions) {
            const std::string other = lowerAscii(one.name);
            std::size_t alike = 0;
            while (alike < other.size() && alike < name.size() && other[alike] == name[alike]) {
                ++alike;
            }
            std::size_t behind = 0;
            while (behind < other.size() - alike && behind < name.size() - alike &&
                   other[other.size() - 1 - behind] == name[name.size() - 1 - behind]) {
                ++behind;
            }
            if (alike + behind <= most || alike + behind + 3 < name.size()) continue;
            most = alike + behind;
            best = one.name;
        }
        return best.empty() ? std::string("look for a spelling mistake")
                            : fmt::format("did you mean `{}:{}`?", facts.prefix, best);
    }

    void adviseOnRepeats(const PolicyStatement& statement) {
        std::map<std::string, const PolicyText*> seen;
        std::vector<std::pair<TextPattern, const PolicyText*>> wide;
        for (const PolicyText& value : statement.actions.values) {
            if (!value.isKnown()) continue;
            TextPattern pattern(value, kActionPattern);
            if (!pattern.exact()) wide.emplace_back(std::move(pattern), &value);
        }
        for (const PolicyText& value : statement.actions.values) {
            if (!value.isKnown()) continue;
            const std::string shown = lowerAscii(value.shown());
            const PolicyText* by = nullptr;
            if (const auto [at, isNew] = seen.emplace(shown, &value); !isNew) by = at->second;
            // Wildcards of the one are characters to the other: what it covers, it contains.
            for (const auto& [pattern, other] : wide) {
                const bool same = lowerAscii(other->shown()) == shown;
                const bool covers = by == nullptr && !same && pattern.fit(shown, {}) == Fit::Yes;
                if (covers && shown.find('?') == std::string::npos) by = other;
            }
            if (by == nullptr) continue;
            add(kNamedTwice, value.path,
                fmt::format("`{}` is among `{}` already", value.shown(), by->shown()),
                "take one of the two away");
        }
    }

    void adviseOnName(const PrincipalEntry& entry) {
        if (entry.type != PrincipalType::Aws || !entry.name.isKnown()) return;
        const std::string shown = entry.name.shown();
        const bool id =
            shown.size() > 16 && shown.starts_with("A") && shown.find(':') == std::string::npos;
        if (shown.find_first_of("*?") != std::string::npos) {
            add(kNeverMatches, entry.name.path,
                fmt::format("`{}` matches nobody: a principal has no wildcard in it", shown),
                "write \"*\" with a condition ArnLike on aws:PrincipalArn");
        } else if (id) {
            add(kNeverMatches, entry.name.path,
                fmt::format("`{}` is what is left of a principal that was deleted", shown),
                "take it away, or name the one that is meant");
        } else if (!Caller::parse(shown)) {
            add(kNeverMatches, entry.name.path, fmt::format("`{}` is no principal", shown),
                "write an account's number, or the ARN of a user, a role or a session");
        }
    }

    void adviseOnResources(const PolicyStatement& statement) {
        bool fits = statement.resources.values.empty() || statement.resources.negated;
        for (const PolicyText& resource : statement.resources.values) {
            if (!resource.isKnown()) {
                fits = true;
                continue;
            }
            const std::string shown = resource.shown();
            const auto colons = std::ranges::count(shown, ':');
            if (shown != "*" && shown.starts_with("arn:") && colons < 5) {
                add(kNeverMatches, resource.path,
                    fmt::format("`{}` has fewer than the six parts of an ARN", shown),
                    "write arn:partition:service:region:account:resource");
                fits = true;
            }
            adviseOnVariables(resource);
            fits = fits || takes(statement, shown);
        }
        if (fits) return;
        add(kNeverMatches, statement.resources.values.front().path,
            "none of the statement's actions takes such a resource, so it never matches",
            "write the ARN of what the actions are about, or \"*\" for those that take none");
    }

    void adviseOnVariables(const PolicyText& text) {
        const std::string shown = text.shown();
        if (shown.find("${") == std::string::npos) return;
        if (m_document.variables) return adviseOnVariableKeys(text);
        const bool escape = shown.find(':', shown.find("${")) == std::string::npos;
        if (escape) return;
        add(kNeverMatches, text.path,
            fmt::format("`{}` is plain text: the policy's Version knows no variables", shown),
            "write Version: 2012-10-17");
    }

    /// Tells of variables that no request gives a value: nothing matches what has one, and no
    /// default. Source: IAM User Guide, reference_policies_variables.
    void adviseOnVariableKeys(const PolicyText& text) {
        const TextPattern pattern(text, {true, true, false});
        pattern.forEachVariable([&](const ContextKeyName& key) {
            const std::string shown = text.shown();
            const bool hasDefault = shown.find("${" + key.written + ",") != std::string::npos ||
                                    shown.find("${" + key.written + " ,") != std::string::npos;
            if (hasDefault || isHeardOf(key.written)) return;
            add(kNeverMatches, text.path,
                fmt::format("`${{{}}}` is no condition key as of {}, so `{}` matches nothing",
                            key.written, date(), shown),
                "look for a spelling mistake");
        });
    }

    /// Says whether a condition key may be one: of AWS, of a service as of the table's date, or of
    /// an identity provider.
    bool isHeardOf(const std::string& key) {
        const std::size_t colon = key.find(':');
        if (colon == std::string::npos) return false;
        const std::string prefix = lowerAscii(key.substr(0, colon));
        if (isGlobalConditionKey(key) || prefix.find('.') != std::string::npos) return true;
        if (prefix == "aws") return false;
        const ServiceActions* facts = m_services.find(prefix);
        return facts == nullptr || facts->key(key) != nullptr;
    }

    /// Says whether one of the actions can be about such a resource, as far as the table knows.
    bool takes(const PolicyStatement& statement, const std::string& resource) {
        if (resource == "*" || statement.actions.negated || !resource.starts_with("arn:"))
            return true;
        for (const PolicyText& action : statement.actions.values) {
            const std::string shown = lowerAscii(action.shown());
            const std::size_t colon = shown.find(':');
            if (!action.isKnown() || colon == std::string::npos) return true;
            const std::string prefix = shown.substr(0, colon);
            const ServiceActions* facts = m_services.find(prefix);
            if (prefix.find_first_of("*?") != std::string::npos || facts == nullptr) return true;
            const TextPattern name(shown.substr(colon + 1), kActionPattern);
            for (const ActionFacts& one : facts->actions) {
                if (name.fit(one.name, {}) != Fit::Yes) continue;
                for (const ActionResource& of : facts->resourcesOf(one)) {
                    if (overlap(of.arn, resource)) return true;
                }
            }
        }
        return false;
    }

    void adviseOnKey(const PolicyStatement& statement, const PolicyCondition& condition) {
        if (!condition.why.empty() || !condition.key.isKnown()) return;
        const std::string key = condition.key.shown();
        const std::size_t colon = key.find(':');
        const std::string prefix = lowerAscii(key.substr(0, colon));
        if (isHeardOf(key)) return adviseOnForeignKey(statement, condition, key);
        if (colon == std::string::npos || prefix == "aws") {
            return add(kUnheardOfKey, condition.path,
                       fmt::format("`{}` is no condition key that AWS has for all services", key),
                       "look for a spelling mistake");
        }
        add(kUnheardOfKey, condition.path,
            fmt::format("{} has no condition key `{}` as of {}", m_services.find(prefix)->name, key,
                        date()),
            "look for a spelling mistake");
    }

    /// Tells of a service's key that requests of none of the statement's services have.
    /// Source: Service Authorization Reference, condition keys of each service; IAM User Guide,
    /// reference_policies_elements_condition (a key that is missing is not equal).
    void adviseOnForeignKey(const PolicyStatement& statement, const PolicyCondition& condition,
                            const std::string& key) {
        const std::string own = lowerAscii(key.substr(0, key.find(':')));
        if (isGlobalConditionKey(key) || m_services.find(own) == nullptr) return;
        if (statement.actions.negated || condition.op.test == ConditionTest::Null) return;
        std::string services;
        for (const PolicyText& action : statement.actions.values) {
            const std::string shown = lowerAscii(action.shown());
            const std::size_t colon = shown.find(':');
            if (!action.isKnown() || colon == std::string::npos) return;
            const std::string prefix = shown.substr(0, colon);
            const ServiceActions* facts = m_services.find(prefix);
            if (facts == nullptr || prefix == own || facts->key(key) != nullptr) return;
            if (services.find(facts->name) != std::string::npos) continue;
            services += (services.empty() ? "" : " or ") + std::string(facts->name);
        }
        if (services.empty()) return;
        const bool passes = condition.op.negated || condition.op.ifExists ||
                            condition.op.set == SetOperator::ForAllValues;
        add(kNeverMatches, condition.path,
            fmt::format("no request of {} has `{}`, so the condition {} holds", services, key,
                        passes ? "always" : "never"),
            "take the condition away, or put it where its service's actions are");
    }

    /// Tells of values that a text is compared with as it is written, and never is equal to.
    void adviseOnText(const PolicyCondition& condition, const PolicyText& value) {
        const std::string shown = value.shown();
        const std::string key = lowerAscii(condition.key.shown());
        const bool isAddress = key == "aws:sourceip" || key == "aws:vpcsourceip";
        const bool isEqual = condition.op.test == ConditionTest::StringEquals ||
                             condition.op.test == ConditionTest::StringEqualsIgnoreCase;
        const bool isText = isEqual || condition.op.test == ConditionTest::StringLike;
        const std::string_view no = condition.op.negated ? "Not" : "";
        if (isAddress && isText && shown.find('/') != std::string::npos) {
            return add(
                kNeverMatches, value.path,
                fmt::format("`{}` is compared as text here, and no address is written so", shown),
                fmt::format("compare by {}IpAddress", no));
        }
        if (isEqual && hasNoWildcards(key) && isPattern(key, shown)) {
            return add(kNeverMatches, value.path,
                       fmt::format("{} takes the wildcard of `{}` for a plain character, and no "
                                   "`{}` has one",
                                   condition.op.toString(), shown, condition.key.shown()),
                       key.ends_with("arn") ? fmt::format("compare by Arn{}Like", no)
                                            : fmt::format("compare by String{}Like", no));
        }
        if (condition.op.test == ConditionTest::ArnLike && !isArn(shown)) {
            return add(kNeverMatches, value.path,
                       fmt::format("`{}` is no ARN, and nothing else is compared here", shown),
                       "write all six parts of an ARN");
        }
        adviseOnAddress(condition, value);
    }

    /// Returns whether values of a key never hold `*` or `?`: names, ids and ARNs of principals,
    /// and the subjects that GitHub signs. Source: IAM User Guide, reference_iam-quotas (names);
    /// GitHub Docs, OpenID Connect reference (subject claims).
    static bool hasNoWildcards(std::string_view key) {
        constexpr std::array<std::string_view, 13> kKeys = {
            "aws:principalarn",
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:username",
            "aws:userid",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:sourcearn",
            "aws:resourceaccount",
            "token.actions.githubusercontent.com:sub"};
        return std::ranges::find(kKeys, key) != kKeys.end();
    }

    /// Says whether a text is meant as a pattern; ARNs of log groups do end in `:*`.
    static bool isPattern(std::string_view key, std::string_view text) {
        if (key == "aws:sourcearn" && text.ends_with(":*")) text.remove_suffix(1);
        while (text.find("${") != std::string_view::npos) {
            const std::size_t close = text.find('}', text.find("${"));
            if (close == std::string_view::npos) return false;
            text.remove_prefix(close + 1);
        }
        return text.find_first_of("*?") != std::string_view::npos;
    }

    /// Says whether a text may be an ARN's pattern, as conditions compare them.
    static bool isArn(const std::string& text) {
        if (text == "*" || text.find("${") != std::string::npos) return true;
        return std::ranges::count(text, ':') >= 5 &&
               (text.starts_with("arn:") || text.find_first_of("*?") < text.find(':'));
    }

    /// Tells of private blocks: requests that come from private addresses come by an endpoint, and
    /// then have no aws:SourceIp.
    /// Source: IAM User Guide, reference_policies_condition-keys (aws:SourceIp, aws:VpcSourceIp).
    void adviseOnAddress(const PolicyCondition& condition, const PolicyText& value) {
        const bool asked = condition.op.test == ConditionTest::IpAddress &&
                           equalIgnoringCase(condition.key.shown(), "aws:SourceIp");
        if (!asked) return;
        const CompiledCondition one({condition.op, condition.key, {value}, {}, {}}, true);
        for (const Cidr& block : one.blocks()) {
            constexpr std::array kPrivate = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                                             "fc00::/7"};
            const bool isPrivate = std::ranges::any_of(
                kPrivate, [&](const char* own) { return Cidr::parse(own)->contains(block); });
            if (!isPrivate) continue;
            add(kNeverMatches, value.path,
                fmt::format("`{}` is private: a request from there has no `aws:SourceIp`",
                            value.shown()),
                "compare aws:VpcSourceIp, and aws:SourceVpc or aws:SourceVpce beside it");
        }
    }

    void adviseOnValues(const PolicyCondition& condition) {
        if (!condition.why.empty()) return;
        for (const PolicyText& value : condition.values) {
            if (!value.isKnown()) continue;
            adviseOnVariables(value);
            adviseOnText(condition, value);
            const CompiledCondition one({condition.op, condition.key, {value}, {}, {}}, true);
            const bool typed = !takesVariables(condition.op.test) &&
                               condition.op.test != ConditionTest::Bool &&
                               condition.op.test != ConditionTest::Null;
            const bool none = one.numbers().empty() && one.instants().empty() &&
                              one.bytes().empty() && one.blocks().empty();
            if (!typed || !none) continue;
            add(kNeverMatches, value.path,
                fmt::format("`{}` is nothing that {} compares with", value.shown(),
                            condition.op.toString()),
                "write a value of the operator's type");
        }
    }

    const PolicyDocument& m_document;
    KnownServices& m_services;
    std::vector<PolicyAdvice> m_found;
};

std::size_t sizeOfText(std::string_view text) {
    std::size_t size = 2;
    for (const char c : text) {
        if (c == ' ' || c == '\t') continue;
        const bool escaped = c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20U;
        const bool continuation = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        if (!continuation) size += escaped ? 2 : 1;
    }
    return size;
}

}  // namespace

std::vector<PolicyAdvice> adviseOnPolicy(const PolicyDocument& document, KnownServices& services) {
    // What can be read of a document that AWS would reject is worth a word while it is mended.
    if (!document.why.empty()) return {};
    return Adviser(document, services).advise();
}

std::vector<PolicyAdvice> adviseOnPolicy(const PolicyDocument& document, const ActionTable& table) {
    KnownServices services(table);
    return adviseOnPolicy(document, services);
}

RuleList policyAdvice() {
    static constexpr const Rule* kRules[] = {
        &kAllowsEverything, &kAnybodyAssumes, &kAnyRepository,    &kPassesAnyRole,
        &kAllowsUnnamed,    &kActsForAnybody, &kMissingKeyPasses, &kUnheardOfAction,
        &kUnheardOfKey,     &kNeverMatches,   &kNamedTwice};
    return kRules;
}

std::size_t policySize(const Value& document) {
    std::size_t size = 0;
    switch (document.kind()) {
        case Value::Kind::String: return sizeOfText(document.text());
        case Value::Kind::Bool:
        case Value::Kind::Number: return document.text().size();
        case Value::Kind::Null: return 4;
        case Value::Kind::Unknown: return 0;
        case Value::Kind::Call:
            // A text with references: what is written counts.
            if (!document.isCall(Function::Join) || document.argument().items().size() != 2)
                return 0;
            for (const Value& item : document.argument().items()[1].items()) {
                if (item.isScalar()) size += sizeOfText(item.text()) - 2;
            }
            return size + 2;
        case Value::Kind::List:
            for (const Value& item : document.items()) size += policySize(item) + 1;
            return document.items().empty() ? 2 : size + 1;
        case Value::Kind::Map:
            for (const MapEntry& entry : document.entries()) {
                size += sizeOfText(entry.key) + 1 + policySize(entry.value) + 1;
            }
            return document.entries().empty() ? 2 : size + 1;
    }
    return size;
}

}  // namespace archivolt
