#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "model/catalog/catalog_date.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/shared_rules.h"

namespace archivolt {

namespace {

constexpr Rule kNoSuchRuntime{
    "LAM-E1",
    Severity::Error,
    "a function's runtime is no longer taken for new functions, or misspelt",
    "the service makes functions only for runtimes that it has",
    "take a runtime that the message names",
    "AWS Lambda Developer Guide, lambda-runtimes"};

/// A runtime, and the day from which no function can be made with it (empty: none by the
/// catalogue's date).
///
/// Source: AWS Lambda Developer Guide, lambda-runtimes, as of the catalogue's date.
struct Runtime {
    std::string_view name;
    std::string_view closed;
    std::string_view successor;
};
constexpr std::array kRuntimes = {
    Runtime{"dotnet10", "", ""},
    Runtime{"dotnet6", "", ""},
    Runtime{"dotnet8", "", ""},
    Runtime{"dotnetcore1.0", "2019-06-30", "dotnet10"},
    Runtime{"dotnetcore2.0", "2019-04-30", "dotnet10"},
    Runtime{"dotnetcore2.1", "2022-01-05", "dotnet10"},
    Runtime{"dotnetcore3.1", "2023-04-03", "dotnet10"},
    Runtime{"go1.x", "2024-02-08", "provided.al2023"},
    Runtime{"java11", "", ""},
    Runtime{"java17", "", ""},
    Runtime{"java21", "", ""},
    Runtime{"java25", "", ""},
    Runtime{"java8", "2024-02-08", "java25"},
    Runtime{"java8.al2", "", ""},
    Runtime{"nodejs", "2016-09-30", "nodejs24.x"},
    Runtime{"nodejs10.x", "2021-07-30", "nodejs24.x"},
    Runtime{"nodejs12.x", "2023-03-31", "nodejs24.x"},
    Runtime{"nodejs14.x", "2024-01-09", "nodejs24.x"},
    Runtime{"nodejs16.x", "", ""},
    Runtime{"nodejs18.x", "", ""},
    Runtime{"nodejs20.x", "", ""},
    Runtime{"nodejs22.x", "", ""},
    Runtime{"nodejs24.x", "", ""},
    Runtime{"nodejs4.3", "2020-02-03", "nodejs24.x"},
    Runtime{"nodejs4.3-edge", "2019-03-31", "nodejs24.x"},
    Runtime{"nodejs6.10", "2019-07-12", "nodejs24.x"},
    Runtime{"nodejs8.10", "2020-02-04", "nodejs24.x"},
    Runtime{"provided", "2024-02-08", "provided.al2023"},
    Runtime{"provided.al2", "", ""},
    Runtime{"provided.al2023", "", ""},
    Runtime{"python2.7", "2021-07-15", "python3.14"},
    Runtime{"python3.10", "", ""},
    Runtime{"python3.11", "", ""},
    Runtime{"python3.12", "", ""},
    Runtime{"python3.13", "", ""},
    Runtime{"python3.14", "", ""},
    Runtime{"python3.6", "2022-07-18", "python3.14"},
    Runtime{"python3.7", "2024-01-09", "python3.14"},
    Runtime{"python3.8", "", ""},
    Runtime{"python3.9", "", ""},
    Runtime{"ruby2.5", "2021-07-30", "ruby4.0"},
    Runtime{"ruby2.7", "2024-01-09", "ruby4.0"},
    Runtime{"ruby3.2", "", ""},
    Runtime{"ruby3.3", "", ""},
    Runtime{"ruby3.4", "", ""},
    Runtime{"ruby4.0", "", ""},
};

constexpr Rule kServiceEnded{"CFN-E21",
                             Severity::Error,
                             "a resource is of a service that has ended",
                             "the service is shut down, and nothing can be made with it",
                             "use what AWS names in its place",
                             "AWS Product Lifecycle"};

/// A service that has ended by the catalogue's date, and when.
///
/// Source: AWS Product Lifecycle; the services' announcements.
struct EndedService {
    std::string_view prefix;
    std::string_view when;
};
constexpr std::array kEndedServices = {
    EndedService{"AWS::CodeStar::", "July 2024"},
    EndedService{"AWS::Evidently::", "October 2025"},
    EndedService{"AWS::IoTAnalytics::", "December 2025"},
    EndedService{"AWS::IoTEvents::", "May 2026"},
    EndedService{"AWS::IoTThingsGraph::", "November 2022"},
    EndedService{"AWS::NimbleStudio::", "2024"},
    EndedService{"AWS::OpsWorks::", "May 2024"},
    EndedService{"AWS::QLDB::", "July 2025"},
};

void lintEndedService(StackLint& lint, const EvaluatedResource& resource) {
    const std::string& type = resource.source->type();
    const auto* ended = std::ranges::find_if(
        kEndedServices, [&](const EndedService& each) { return type.starts_with(each.prefix); });
    if (ended == kEndedServices.end()) return;
    lint.report(kServiceEnded,
                {fmt::format("{} can't be made: the service ended in {}", type, ended->when),
                 "take it away, or use what AWS names in its place",
                 resourcePath(resource.source->logicalId, {"Type"}),
                 Anchor::Value,
                 {}});
}

/// Returns a runtime's language: what stands before its version.
std::string_view languageOf(std::string_view runtime) {
    return runtime.substr(0, runtime.find_first_of("0123456789."));
}

bool isLanguage(std::string_view language) {
    return std::ranges::any_of(
        kRuntimes, [&](const Runtime& each) { return languageOf(each.name) == language; });
}

void lintRuntime(StackLint& lint, const EvaluatedResource& resource) {
    const auto name = knownText(propertyOf(resource, {"Runtime"}));
    if (!name) return;
    const auto* known = std::ranges::find(kRuntimes, *name, &Runtime::name);
    const Origin origin = originIn(lint, resource, {"Runtime"});
    if (known != kRuntimes.end()) {
        if (known->closed.empty()) return;
        lint.report(kNoSuchRuntime, origin,
                    fmt::format("no function can be made with {} since {}", *name, known->closed),
                    fmt::format("take {}", known->successor));
        return;
    }
    std::vector<std::string_view> names;
    for (const Runtime& each : kRuntimes) names.push_back(each.name);
    const auto near = nearestNames(*name, names);
    if (near.empty() || isLanguage(languageOf(*name))) {
        lint.report(kNotInCatalogue,
                    {fmt::format("by the catalogue of {}, Lambda has no runtime `{}`",
                                 catalogDate(), *name),
                     "check its spelling; a newer runtime is fine",
                     sourcePath(lint, origin),
                     Anchor::Value,
                     {}});
        return;
    }
    lint.report(kNoSuchRuntime, origin, fmt::format("Lambda has no runtime `{}`", *name),
                fmt::format("did you mean `{}`?", near.front()));
}

constexpr Rule kUnlikeKeys{
    "DDB-E1",
    Severity::Error,
    "a table's keys and the attributes that it defines differ",
    "every attribute of a key must be defined, and no other may be",
    "define in AttributeDefinitions just the attributes of the table's and its indexes' keys",
    "DynamoDB API, CreateTable; CloudFormation Template Reference, AWS::DynamoDB::Table"};

/// Collects the texts of a pattern; false where one of them is not known.
bool collect(const EvaluatedResource& table, std::string_view list, std::string_view pattern,
             std::set<std::string>& names) {
    const Value* whole = propertyOf(table, {std::string(list)});
    if (whole == nullptr) return true;
    if (!whole->isList()) return false;
    for (const FoundValue& found : select(table.properties(), PathPattern::parse(pattern))) {
        const auto text = knownText(found.value);
        if (!text) return false;
        names.insert(*text);
    }
    return std::ranges::all_of(whole->items(), &Value::isMap);
}

void lintTableKeys(StackLint& lint, const EvaluatedResource& table) {
    std::set<std::string> defined;
    std::set<std::string> used;
    const bool known =
        collect(table, "AttributeDefinitions", "AttributeDefinitions[].AttributeName", defined) &&
        collect(table, "KeySchema", "KeySchema[].AttributeName", used) &&
        collect(table, "GlobalSecondaryIndexes",
                "GlobalSecondaryIndexes[].KeySchema[].AttributeName", used) &&
        collect(table, "LocalSecondaryIndexes", "LocalSecondaryIndexes[].KeySchema[].AttributeName",
                used);
    if (!known || defined.empty() || used.empty()) return;
    for (const std::string& name : used) {
        if (defined.contains(name)) continue;
        lint.report(kUnlikeKeys, originIn(lint, table, {"AttributeDefinitions"}),
                    fmt::format("{} has `{}` in a key, but does not define it",
                                table.source->logicalId, name),
                    "add it to AttributeDefinitions with its type");
    }
    for (const std::string& name : defined) {
        if (used.contains(name)) continue;
        lint.report(
            kUnlikeKeys, originIn(lint, table, {"AttributeDefinitions"}),
            fmt::format("{} defines `{}`, which is in no key", table.source->logicalId, name),
            "take it away: other attributes need no definition");
    }
}

constexpr Rule kBadPassword{
    "RDS-E5",
    Severity::Error,
    "a database's master password is too short or holds what RDS refuses",
    "RDS takes passwords of 8 printable characters at least, without slash, quotes, at or space",
    "choose another password, or better let RDS manage it (ManageMasterUserPassword)",
    "RDS API, CreateDBInstance, CreateDBCluster, MasterUserPassword"};

void lintPassword(StackLint& lint, const EvaluatedResource& database) {
    const auto password = knownText(propertyOf(database, {"MasterUserPassword"}));
    if (!password || password->empty()) return;
    constexpr std::size_t kLeast = 8;
    const bool refused = password->find_first_of("/\"@ ") != std::string::npos;
    if (password->size() >= kLeast && !refused) return;
    // The password itself is never told.
    lint.report(kBadPassword, originIn(lint, database, {"MasterUserPassword"}),
                refused ? fmt::format("the master password of {} holds a slash, a double quote, an "
                                      "at sign or a space",
                                      database.source->logicalId)
                        : fmt::format("the master password of {} has {} characters, of {} at least",
                                      database.source->logicalId, password->size(), kLeast),
                "choose another, or set ManageMasterUserPassword to true");
}

}  // namespace

void lintServices(StackLint& lint, const EvaluatedResource& resource) {
    if (resource.exists == Truth::No) return;
    const std::string& type = resource.source->type();
    lintEndedService(lint, resource);
    if (type == "AWS::Lambda::Function" || type == "AWS::Serverless::Function") {
        lintRuntime(lint, resource);
    } else if (type == "AWS::DynamoDB::Table") {
        lintTableKeys(lint, resource);
    } else if (type == "AWS::RDS::DBInstance" || type == "AWS::RDS::DBCluster") {
        lintPassword(lint, resource);
    }
}

RuleList serviceRules() {
    static constexpr const Rule* kRules[] = {&kNoSuchRuntime, &kUnlikeKeys, &kBadPassword,
                                             &kServiceEnded};
    return kRules;
}

}  // namespace archivolt
