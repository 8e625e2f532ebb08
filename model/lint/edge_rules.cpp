#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "model/base/arn.h"
#include "model/lint/evaluated_reading.h"
#include "model/net/address.h"
#include "model/policy/read_document.h"
#include "model/policy/statement_facts.h"

namespace archivolt {

namespace {

bool isLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Returns what is wrong with a bucket's name; empty when nothing is.
///
/// Source: Amazon S3 User Guide, bucketnamingrules, general purpose buckets.
std::string complaintAboutBucket(const std::string& name) {
    if (name.size() < 3 || name.size() > 63) {
        return fmt::format("it has {} characters, and 3 to 63 are taken", name.size());
    }
    const bool spelled =
        std::ranges::all_of(name, [](char c) { return isLowerOrDigit(c) || c == '.' || c == '-'; });
    if (!spelled) return "only lower-case letters, digits, dots and hyphens are taken";
    if (!isLowerOrDigit(name.front()) || !isLowerOrDigit(name.back())) {
        return "it must begin and end with a letter or digit";
    }
    if (name.find("..") != std::string::npos) return "two dots can't stand side by side";
    const auto address = IpAddress::parse(name);
    if (address && address->family == Family::Ipv4) return "it looks like an IPv4 address";
    for (const char* prefix : {"xn--", "sthree-", "amzn-s3-demo-"}) {
        if (name.starts_with(prefix))
            return fmt::format("AWS keeps the prefix {} to itself", prefix);
    }
    for (const char* suffix : {"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"}) {
        if (name.ends_with(suffix)) return fmt::format("AWS keeps the suffix {} to itself", suffix);
    }
    return {};
}

constexpr Rule kBadBucketName{
    "S3-E1",
    Severity::Error,
    "a bucket's name is not allowed",
    "bucket names are part of host names, and have their rules",
    "use 3 to 63 lower-case letters, digits, hyphens and dots, as the message says",
    "Amazon S3 User Guide, bucketnamingrules"};

void lintBucket(StackLint& lint, const EvaluatedResource& bucket) {
    const auto name = knownText(propertyOf(bucket, {"BucketName"}));
    if (!name || dependsOnStackName(*bucket.source, "BucketName")) return;
    const std::string complaint = complaintAboutBucket(*name);
    if (complaint.empty()) return;
    lint.report(kBadBucketName, originIn(lint, bucket, {"BucketName"}),
                fmt::format("`{}` is no bucket name: {}", *name, complaint),
                "choose another name, or leave BucketName out and AWS makes one");
}

/// The ids that a distribution's behaviours may name; nothing where not all are known.
std::optional<std::set<std::string>> originIds(const Value& config) {
    std::set<std::string> ids;
    const auto add = [&](const Value* list) {
        if (list == nullptr) return true;
        if (!list->isList()) return false;
        for (const Value& item : list->items()) {
            const auto id = knownText(item.find("Id"));
            if (!id) return false;
            ids.insert(*id);
        }
        return true;
    };
    const Value* groups = config.find("OriginGroups");
    if (groups != nullptr && !groups->isMap()) return std::nullopt;
    if (config.find("Origins") == nullptr || !add(config.find("Origins"))) return std::nullopt;
    if (!add(groups != nullptr ? groups->find("Items") : nullptr)) return std::nullopt;
    return ids;
}

constexpr Rule kNoSuchOrigin{"CF-E1",
                             Severity::Error,
                             "a behaviour of a distribution names an origin that it does not have",
                             "CloudFront has nowhere to fetch from",
                             "name the Id of one of the distribution's origins",
                             "CloudFront API, CacheBehavior; cfn-lint E3057"};

void lintBehaviours(StackLint& lint, const EvaluatedResource& distribution, const Value& config) {
    const auto ids = originIds(config);
    if (!ids) return;
    const auto check = [&](const Value* behaviour, const Path& path) {
        const auto target =
            behaviour != nullptr ? knownText(behaviour->find("TargetOriginId")) : std::nullopt;
        if (!target || ids->contains(*target)) return;
        lint.report(
            kNoSuchOrigin,
            originIn(lint, distribution, Path{"DistributionConfig"} / path / "TargetOriginId"),
            fmt::format("no origin of {} is called `{}`", distribution.source->logicalId, *target),
            fmt::format("name one of {}", fmt::join(*ids, ", ")));
    };
    check(config.find("DefaultCacheBehavior"), {"DefaultCacheBehavior"});
    const Value* more = config.find("CacheBehaviors");
    if (more == nullptr) return;
    for (std::size_t i = 0; i < more->items().size(); ++i) {
        check(&more->items()[i], {"CacheBehaviors", i});
    }
}

constexpr Rule kCertificateRegion{"CF-E2",
                                  Severity::Error,
                                  "a distribution's certificate is not in us-east-1",
                                  "CloudFront looks for certificates in us-east-1 alone",
                                  "request or import the certificate in us-east-1",
                                  "CloudFront Developer Guide, cnames-and-https-requirements"};

void lintCertificateRegion(StackLint& lint, const EvaluatedResource& distribution) {
    const Path path{"DistributionConfig", "ViewerCertificate", "AcmCertificateArn"};
    const Value* certificate = propertyOf(distribution, path);
    std::optional<std::string> region;
    if (referred(lint, certificate, "AWS::CertificateManager::Certificate")) {
        region = lint.stack.region;
    } else if (const auto arn = knownText(certificate)) {
        if (const auto parts = partsOfArn(*arn)) region = std::string(parts->region);
    }
    // China's distributions take certificates of IAM only, which are no matter of Region.
    if (!region || *region == "us-east-1" || lint.stack.region.starts_with("cn-")) return;
    lint.report(
        kCertificateRegion, originIn(lint, distribution, path),
        fmt::format("the certificate is in {}, and CloudFront takes those of us-east-1", *region),
        "make the certificate in us-east-1 and name its ARN here");
}

constexpr Rule kRefusedPolicy{
    "S3-E2",
    Severity::Error,
    "a bucket that blocks public policies has one",
    "with BlockPublicPolicy S3 refuses a policy that counts as public with 403 Access Denied, and "
    "the stack fails",
    "name who may as the principal, limit the statement by a condition, or set BlockPublicPolicy "
    "to false",
    "S3 User Guide, access-control-block-public-access"};

void lintBucketPolicy(StackLint& lint, const EvaluatedResource& policy) {
    const auto bucket = referred(lint, propertyOf(policy, {"Bucket"}), "AWS::S3::Bucket");
    const Value* document = propertyOf(policy, {"PolicyDocument"});
    if (!bucket || bucket->exists != Truth::Yes || document == nullptr) return;
    const Path blocks{"PublicAccessBlockConfiguration", "BlockPublicPolicy"};
    if (knownBool(propertyOf(*bucket, blocks)) != true) return;
    const auto read = readPolicyDocument(*document, {PolicyKind::Resource, {}, {}}).document;
    if (isPublicForS3(read) != Truth::Yes) return;
    lint.report(kRefusedPolicy, originIn(lint, policy, {"PolicyDocument"}),
                fmt::format("the policy is public, and `{}` blocks public policies: S3 refuses it",
                            bucket->source->logicalId),
                "name who may as the principal, or set BlockPublicPolicy to false");
}

}  // namespace

void lintEdge(StackLint& lint) {
    static constexpr std::string_view kTypes[] = {"AWS::S3::Bucket", "AWS::S3::BucketPolicy",
                                                  "AWS::CloudFront::Distribution"};
    for (const EvaluatedResource* resource : lint.ofTypes(kTypes)) {
        if (resource->exists == Truth::No) continue;
        const std::string& type = resource->source->type();
        if (type == "AWS::S3::Bucket") {
            lintBucket(lint, *resource);
        } else if (type == "AWS::S3::BucketPolicy") {
            lintBucketPolicy(lint, *resource);
        } else if (type == "AWS::CloudFront::Distribution") {
            const Value* config = propertyOf(*resource, {"DistributionConfig"});
            if (config != nullptr && config->isMap()) lintBehaviours(lint, *resource, *config);
            lintCertificateRegion(lint, *resource);
        }
    }
}

RuleList edgeRules() {
    static constexpr const Rule* kRules[] = {&kBadBucketName, &kRefusedPolicy, &kNoSuchOrigin,
                                             &kCertificateRegion};
    return kRules;
}

}  // namespace archivolt
