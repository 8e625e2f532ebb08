#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "model/base/arn.h"
#include "model/guardrails/advice.h"

namespace archivolt {

namespace {

constexpr std::array<const char*, 4> kBlocks = {"BlockPublicAcls", "BlockPublicPolicy",
                                                "IgnorePublicAcls", "RestrictPublicBuckets"};

/// One statement of a bucket policy, with its place.
struct Statement {
    const Value* value = nullptr;
    Origin origin;

    [[nodiscard]] bool allows() const { return lowerText(value->find("Effect")) == "allow"; }
    [[nodiscard]] bool denies() const { return lowerText(value->find("Effect")) == "deny"; }
    [[nodiscard]] bool hasCondition() const {
        const Value* condition = value->find("Condition");
        return condition != nullptr && !condition->entries().empty();
    }
    /// Says whether its principal is everyone.
    [[nodiscard]] bool everyone() const {
        const Value* principal = value->find("Principal");
        if (principal == nullptr) return false;
        if (principal->isMap()) principal = principal->find("AWS");
        return std::ranges::any_of(itemsOf(principal), [](const Value& item) {
            return item.isString() && item.text() == "*";
        });
    }
    /// Says whether it names an action that lets objects or the bucket be read or written.
    [[nodiscard]] bool hasAction(std::string_view name) const {
        return std::ranges::any_of(itemsOf(value->find("Action")),
                                   [&](const Value& item) { return lowerText(&item) == name; });
    }
};

std::vector<Statement> statementsOf(const Declared& policy) {
    std::vector<Statement> statements;
    const Path path{"PolicyDocument", "Statement"};
    const Value* list = policy.property(path);
    if (list == nullptr) return statements;
    if (list->isMap()) return {{list, policy.origin(path)}};
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        if (list->items()[i].isMap()) {
            statements.push_back({&list->items()[i], policy.origin(path / PathStep(i))});
        }
    }
    return statements;
}

/// A bucket with its policies.
struct Judged {
    Declared bucket;
    std::vector<Statement> statements;
    bool mayHaveOthers = false;  ///< A policy may be of this bucket, or is not all known.
};

Judged judgedOf(const Advice& advice, const Declared& bucket) {
    Judged judged{bucket, {}, false};
    for (const Declared& policy : advice.ofType("AWS::S3::BucketPolicy")) {
        const Truth leads = advice.leadsTo(policy, policy.property({"Bucket"}), bucket.id());
        const Value* name = bucket.property({"BucketName"});
        const Value* named = policy.property({"Bucket"});
        const bool byName = name != nullptr && named != nullptr && name->isString() &&
                            named->isString() && name->text() == named->text();
        if (leads == Truth::Unknown) judged.mayHaveOthers = true;
        if (leads != Truth::Yes && !byName) continue;
        for (Statement& statement : statementsOf(policy)) {
            judged.statements.push_back(std::move(statement));
        }
        const Value* list = policy.property({"PolicyDocument", "Statement"});
        const auto unknown = [](const Value& item) { return item.isUnknown(); };
        if (list == nullptr || list->isUnknown() || std::ranges::any_of(list->items(), unknown)) {
            judged.mayHaveOthers = true;
        }
    }
    return judged;
}

/// Says whether a setting of Block Public Access is surely on; all are where none is given.
///
/// Source: S3 User Guide, Block Public Access: on for buckets made since April 2023; in a
/// configuration that is given, what is left out is off.
Truth blocks(const Declared& bucket, const char* setting) {
    const Value* config = bucket.property({"PublicAccessBlockConfiguration"});
    if (config == nullptr) return Truth::Yes;
    if (!config->isMap()) return Truth::Unknown;
    return truthOf(config->find(setting), false);
}

constexpr Rule kPublicAccessAllowed{
    "S3-2",
    Severity::High,
    "Block Public Access is off",
    "one mistaken policy or ACL makes the bucket public, with nothing to stop it",
    "set all four members of PublicAccessBlockConfiguration to true",
    "Security Hub S3.8"};

/// S3-2: which settings are off.
void adviseOnBlocks(Advice& advice, const Declared& bucket) {
    std::string off;
    for (const char* setting : kBlocks) {
        if (blocks(bucket, setting) != Truth::No) continue;
        off += (off.empty() ? "" : ", ") + std::string(setting);
    }
    if (off.empty()) return;
    advice.report(kPublicAccessAllowed,
                  {bucket.origin({"PublicAccessBlockConfiguration"}),
                   fmt::format("Block Public Access of `{}` is off: {}", bucket.name(), off),
                   "turn all four settings on, and serve the public through CloudFront",
                   {}});
}

constexpr Rule kPublicBucket{
    "S3-1",
    Severity::Critical,
    "a bucket is public",
    "everyone may read or change what is in the bucket",
    "name who may use it as the principal, and switch Block Public Access on",
    "Security Hub S3.2, S3.3"};

/// S3-1: what a policy or a canned ACL gives to everyone.
void adviseOnPublicBucket(Advice& advice, const Judged& judged) {
    const Declared& bucket = judged.bucket;
    const bool given = bucket.property({"PublicAccessBlockConfiguration"}) != nullptr;
    const bool restricted = given && (blocks(bucket, "RestrictPublicBuckets") != Truth::No ||
                                      blocks(bucket, "BlockPublicPolicy") != Truth::No);
    const std::string note =
        given ? "" : "; only the default of Block Public Access may stand in the way";
    for (const Statement& statement : judged.statements) {
        // NOT MODELLED: conditions of bucket policies; a public statement with one is not judged.
        if (restricted || !statement.allows() || !statement.everyone() ||
            statement.hasCondition()) {
            continue;
        }
        advice.report(
            kPublicBucket,
            {statement.origin,
             fmt::format("the policy of `{}` gives everyone access{}", bucket.name(), note),
             "name the principals, or serve it through CloudFront with origin "
             "access control",
             {bucket.origin()}});
    }
    const std::string acl = lowerText(bucket.property({"AccessControl"}));
    const bool ignored = given && (blocks(bucket, "IgnorePublicAcls") != Truth::No ||
                                   blocks(bucket, "BlockPublicAcls") != Truth::No);
    if (ignored || (acl != "publicread" && acl != "publicreadwrite")) return;
    advice.report(kPublicBucket,
                  {bucket.origin({"AccessControl"}),
                   fmt::format("the ACL of `{}` lets everyone {}{}", bucket.name(),
                               acl == "publicread" ? "read" : "read and write", note),
                   "take AccessControl away, and grant access by a policy",
                   {}});
}

bool condition(const Statement& statement, std::string_view op, std::string_view key,
               std::string_view wanted) {
    const Value* conditions = statement.value->find("Condition");
    if (conditions == nullptr) return false;
    for (const MapEntry& test : conditions->entries()) {
        if (test.key.find(op) == std::string::npos) continue;
        for (const MapEntry& entry : test.value.entries()) {
            const Value name = Value::string(entry.key);
            if (lowerText(&name) != key) continue;
            for (const Value& value : itemsOf(&entry.value)) {
                if (lowerText(&value) == wanted) return true;
            }
        }
    }
    return false;
}

constexpr Rule kBucketWithoutTls{
    "S3-3",
    Severity::Medium,
    "a bucket takes requests without TLS",
    "what goes to and from the bucket without TLS can be read on the way",
    "add a Deny for requests whose aws:SecureTransport is false",
    "Security Hub S3.5"};

/// S3-3: no statement denies what comes without TLS.
void adviseOnTls(Advice& advice, const Judged& judged) {
    if (judged.mayHaveOthers) return;
    for (const Statement& statement : judged.statements) {
        if (statement.denies() && statement.everyone() &&
            (condition(statement, "Bool", "aws:securetransport", "false") ||
             condition(statement, "NumericLessThan", "s3:tlsversion", "1.2"))) {
            return;
        }
        // Who may come only with TLS comes with TLS; an Allow is all that gives access here.
        if (statement.denies() && holdsUnknown(*statement.value)) return;
    }
    advice.report(kBucketWithoutTls,
                  {judged.bucket.origin(),
                   fmt::format("`{}` answers requests without TLS", judged.bucket.name()),
                   "deny s3:* where aws:SecureTransport is false in its bucket policy",
                   {}});
}

/// Returns the account of a principal such as arn:aws:iam::123456789012:root; empty for none.
std::string accountOf(const std::string& principal) {
    if (isAccountNumber(principal)) return principal;
    const auto arn = partsOfArn(principal);
    return arn && isAccountNumber(arn->account) ? std::string(arn->account) : std::string();
}

constexpr Rule kForeignGrant{
    "S3-4",
    Severity::High,
    "a bucket policy grants access to another account",
    "another account may read or change what is in the bucket, and hand the right on",
    "name roles instead of the account, with no more actions than they need",
    "Security Hub S3.6"};

/// S3-4: grants to accounts that are named and are not the bucket's own.
void adviseOnOtherAccounts(Advice& advice, const Judged& judged) {
    for (const Statement& statement : judged.statements) {
        if (!statement.allows() || statement.hasCondition()) continue;
        // Log delivery writes from accounts of AWS's own, with this one action.
        const auto actions = itemsOf(statement.value->find("Action"));
        const bool onlyLogs = !actions.empty() && std::ranges::all_of(actions, [](const Value& a) {
            return lowerText(&a) == "s3:putobject" || lowerText(&a) == "s3:getbucketacl";
        });
        const Value* principal = statement.value->find("Principal");
        if (onlyLogs || principal == nullptr || !principal->isMap()) continue;
        for (const Value& item : itemsOf(principal->find("AWS"))) {
            const std::string account = accountOf(item.asString().value_or(""));
            if (account.empty() || account == judged.bucket.stack->source->account) continue;
            advice.report(kForeignGrant,
                          {statement.origin,
                           fmt::format("the policy of `{}` grants access to account {}",
                                       judged.bucket.name(), account),
                           "make sure that the account is yours, and grant no more than "
                           "the actions that it needs",
                           {judged.bucket.origin()}});
            break;
        }
    }
}

constexpr Rule kLockedBucket{
    "S3-5",
    Severity::High,
    "a bucket policy locks out everyone but the root user",
    "nobody but the root user can change the policy or read the bucket after this is deployed",
    "leave those who administer the bucket out of the Deny",
    "checkov CKV_AWS_93"};

/// S3-5: nobody but the root user can undo it.
void adviseOnLockout(Advice& advice, const Judged& judged) {
    for (const Statement& statement : judged.statements) {
        if (!statement.denies() || !statement.everyone() || statement.hasCondition()) continue;
        if (!statement.hasAction("s3:*") && !statement.hasAction("*")) continue;
        advice.report(kLockedBucket,
                      {statement.origin,
                       fmt::format("the policy of `{}` denies everything to everyone: "
                                   "only the root user can change it again",
                                   judged.bucket.name()),
                       "add a condition, or name the principals",
                       {}});
    }
}

constexpr Rule kNoVersions{"S3-6",
                           Severity::Medium,
                           "a bucket has no versioning",
                           "what is overwritten or deleted can't be had back",
                           "set VersioningConfiguration.Status to Enabled",
                           "Security Hub S3.14"};

/// S3-6: versions to go back to.
void adviseOnVersions(Advice& advice, const Declared& bucket) {
    const Value* status = bucket.property({"VersioningConfiguration", "Status"});
    const Value* config = bucket.property({"VersioningConfiguration"});
    if (config != nullptr && !config->isMap()) return;
    if (status != nullptr && lowerText(status) != "suspended") return;
    advice.report(
        kNoVersions,
        {status != nullptr ? bucket.origin({"VersioningConfiguration", "Status"}) : bucket.origin(),
         fmt::format("`{}` keeps no earlier versions", bucket.name()),
         "set VersioningConfiguration.Status to Enabled",
         {}});
}

}  // namespace

void adviseOnBuckets(Advice& advice) {
    for (const Declared& bucket : advice.ofType("AWS::S3::Bucket")) {
        const Judged judged = judgedOf(advice, bucket);
        adviseOnPublicBucket(advice, judged);
        adviseOnBlocks(advice, bucket);
        adviseOnTls(advice, judged);
        adviseOnOtherAccounts(advice, judged);
        adviseOnLockout(advice, judged);
        adviseOnVersions(advice, bucket);
    }
}

RuleList bucketAdvice() {
    static constexpr const Rule* kRules[] = {&kPublicAccessAllowed, &kPublicBucket,
                                             &kBucketWithoutTls,    &kForeignGrant,
                                             &kLockedBucket,        &kNoVersions};
    return kRules;
}

}  // namespace archivolt
