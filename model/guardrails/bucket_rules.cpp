#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "model/base/arn.h"
#include "model/base/text_case.h"
#include "model/guardrails/advice.h"
#include "model/guardrails/setting_rules.h"
#include "model/policy/read_document.h"
#include "model/policy/statement_facts.h"

namespace archivolt {

namespace {

constexpr std::array<const char*, 4> kBlocks = {"BlockPublicAcls", "BlockPublicPolicy",
                                                "IgnorePublicAcls", "RestrictPublicBuckets"};

/// One statement of a bucket policy, with its place.
struct Statement {
    PolicyStatement read;
    Origin origin;

    [[nodiscard]] bool allows() const { return read.effect == PolicyEffect::Allow; }
    [[nodiscard]] bool denies() const { return read.effect == PolicyEffect::Deny; }
};

/// A bucket with its policies.
struct JudgedBucket {
    Declared bucket;
    std::vector<Statement> statements;
    bool mayHaveOthers = false;  ///< A policy may be of this bucket, or is not all known.
};

/// A bucket policy, and what it says of whose it is.
struct PolicyOfBucket {
    Declared policy;
    const Value* named = nullptr;   ///< Its Bucket.
    std::optional<ThingId> target;  ///< What that refers to, where it is a mere reference.
};

std::vector<PolicyOfBucket> policiesOfBuckets(const Advice& advice) {
    std::vector<PolicyOfBucket> policies;
    for (const Declared& policy : advice.ofType("AWS::S3::BucketPolicy")) {
        const Value* named = policy.property({"Bucket"});
        policies.push_back({policy, named, {}});
        if (named != nullptr) policies.back().target = advice.named(policy, *named);
    }
    return policies;
}

JudgedBucket judgedOf(const Advice& advice, const std::vector<PolicyOfBucket>& policies,
                      const Declared& bucket) {
    JudgedBucket judged{bucket, {}, false};
    const ThingId self = bucket.id();
    const Value* name = bucket.property({"BucketName"});
    for (const auto& [policy, named, target] : policies) {
        if (target && *target != self) continue;
        const Truth leads = target ? Truth::Yes : advice.leadsTo(policy, named, self);
        const bool byName = name != nullptr && named != nullptr && name->isString() &&
                            named->isString() && name->text() == named->text();
        if (leads == Truth::Unknown) judged.mayHaveOthers = true;
        if (leads != Truth::Yes && !byName) continue;
        const Value* document = policy.property({"PolicyDocument"});
        PolicyDocument read =
            document == nullptr
                ? PolicyDocument()
                : readPolicyDocument(*document, {PolicyKind::Resource, {"PolicyDocument"}, {}})
                      .document;
        judged.mayHaveOthers = judged.mayHaveOthers || document == nullptr || !read.why.empty();
        for (PolicyStatement& statement : read.statements) {
            judged.mayHaveOthers = judged.mayHaveOthers || !statement.why.empty();
            Origin origin = policy.origin(statement.path);
            judged.statements.push_back({std::move(statement), std::move(origin)});
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
void adviseOnPublicBucket(Advice& advice, const JudgedBucket& judged) {
    const Declared& bucket = judged.bucket;
    const bool given = bucket.property({"PublicAccessBlockConfiguration"}) != nullptr;
    const bool restricted = given && (blocks(bucket, "RestrictPublicBuckets") != Truth::No ||
                                      blocks(bucket, "BlockPublicPolicy") != Truth::No);
    const std::string note =
        given ? "" : "; only the default of Block Public Access may stand in the way";
    for (const Statement& statement : judged.statements) {
        if (restricted || !statement.allows() || !namesEveryone(statement.read) ||
            isLimitedToNamed(statement.read) != Truth::No) {
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

/// Says whether a statement holds where a key has a value, and one would have to have it.
bool condition(const Statement& statement, ConditionTest test, std::string_view key,
               std::string_view wanted) {
    return std::ranges::any_of(statement.read.conditions, [&](const PolicyCondition& one) {
        return one.op.test == test && !one.op.negated && equalIgnoringCase(one.key.shown(), key) &&
               std::ranges::any_of(one.values, [&](const PolicyText& value) {
                   return equalIgnoringCase(value.shown(), wanted);
               });
    });
}

/// Says whether what a statement says of whom and when is not all known.
bool isOpen(const PolicyStatement& statement) {
    const auto unknown = [](const PolicyText& text) { return !text.isKnown(); };
    return !statement.why.empty() ||
           std::ranges::any_of(statement.conditions,
                               [&](const PolicyCondition& one) {
                                   return !one.why.empty() ||
                                          std::ranges::any_of(one.values, unknown);
                               }) ||
           std::ranges::any_of(statement.principals.values,
                               [&](const PrincipalEntry& one) { return unknown(one.name); }) ||
           std::ranges::any_of(statement.actions.values, unknown);
}

constexpr Rule kBucketWithoutTls{
    "S3-3",
    Severity::Medium,
    "a bucket takes requests without TLS",
    "what goes to and from the bucket without TLS can be read on the way",
    "add a Deny for requests whose aws:SecureTransport is false",
    "Security Hub S3.5"};

/// S3-3: no statement denies what comes without TLS.
void adviseOnTls(Advice& advice, const JudgedBucket& judged) {
    if (judged.mayHaveOthers) return;
    for (const Statement& statement : judged.statements) {
        if (statement.denies() && namesEveryone(statement.read) &&
            (condition(statement, ConditionTest::Bool, "aws:SecureTransport", "false") ||
             condition(statement, ConditionTest::NumericLessThan, "s3:TlsVersion", "1.2"))) {
            return;
        }
        if (statement.denies() && isOpen(statement.read)) return;
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
void adviseOnOtherAccounts(Advice& advice, const JudgedBucket& judged) {
    for (const Statement& statement : judged.statements) {
        if (!statement.allows() || statement.read.principals.negated) continue;
        if (!statement.read.conditions.empty()) continue;
        // Log delivery writes from accounts of AWS's own, with this one action.
        const auto& actions = statement.read.actions;
        const bool onlyLogs = !actions.values.empty() && !actions.negated &&
                              std::ranges::all_of(actions.values, [](const PolicyText& action) {
                                  return equalIgnoringCase(action.shown(), "s3:PutObject") ||
                                         equalIgnoringCase(action.shown(), "s3:GetBucketAcl");
                              });
        if (onlyLogs) continue;
        for (const PrincipalEntry& entry : statement.read.principals.values) {
            if (entry.type != PrincipalType::Aws || !entry.name.isKnown()) continue;
            const std::string account = accountOf(entry.name.shown());
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
void adviseOnLockout(Advice& advice, const JudgedBucket& judged) {
    for (const Statement& statement : judged.statements) {
        const PolicyStatement& read = statement.read;
        if (!statement.denies() || !read.conditions.empty() || read.principals.negated) continue;
        // Whoever can't write the policy can't undo it, however the denial spells that.
        if (!namesEveryone(read) || speaksOf(read, "s3:PutBucketPolicy") != Truth::Yes) continue;
        if (speaksOf(read, "s3:DeleteBucketPolicy") != Truth::Yes) continue;
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
    const std::vector<PolicyOfBucket> policies = policiesOfBuckets(advice);
    for (const Declared& bucket : advice.ofType("AWS::S3::Bucket")) {
        const JudgedBucket judged = judgedOf(advice, policies, bucket);
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
