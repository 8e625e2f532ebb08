#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>

#include "model/access/minimize.h"
#include "model/access/resource_names.h"

// What the design tells that a principal needs.
namespace archivolt {

namespace {

// What AWS's runtimes do for what they run: logs, interfaces in a VPC, traces.
constexpr auto kLogCalls = std::to_array<std::string_view>(
    {"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"});
constexpr auto kInterfaceCalls = std::to_array<std::string_view>(
    {"ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
     "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses"});
constexpr auto kTraceCalls =
    std::to_array<std::string_view>({"xray:PutTelemetryRecords", "xray:PutTraceSegments"});

void addTo(std::set<std::string>& calls, std::span<const std::string_view> more) {
    for (const std::string_view one : more) calls.emplace(one);
}

void collect(const Value& value, std::set<std::string>& names) {
    if (value.isCall()) {
        const Value& argument = value.argument();
        if (value.isCall(Function::Ref)) names.insert(argument.text());
        if (value.isCall(Function::GetAtt) && !argument.items().empty()) {
            names.insert(argument.items()[0].text());
        }
        collect(argument, names);
    }
    for (const Value& item : value.items()) collect(item, names);
    for (const MapEntry& entry : value.entries()) collect(entry.value, names);
}

/// Types through which a runner tells what its code is given.
bool tellsOfCode(std::string_view type) {
    return type == "AWS::EC2::LaunchTemplate" || type == "AWS::AutoScaling::LaunchConfiguration" ||
           type == "AWS::ECS::TaskDefinition";
}

/// Types that hand what they name to a function.
bool feeds(std::string_view type) {
    return type == "AWS::Lambda::EventSourceMapping" || type == "AWS::Lambda::EventInvokeConfig";
}

class NeedFinder {
public:
    NeedFinder(const MinimizeSubject& subject, std::size_t principal)
        : m_subject(subject), m_principal(static_cast<std::ptrdiff_t>(principal)) {}

    std::vector<NeededCall> find() {
        for (const AccessRunner& runner : m_subject.access.runners) {
            if (runner.principal == m_principal) addNames(runner);
        }
        return std::move(m_needs);
    }

private:
    void addNames(const AccessRunner& runner) {
        for (const auto& stack : m_subject.evaluated.stacks) {
            if (stack->source->name != runner.stack) continue;
            const auto own = stack->find(runner.logicalId);
            if (own == nullptr) continue;
            std::set<std::string> names;
            collect(own->properties(), names);
            for (const std::string& name : std::set<std::string>(names)) {
                const auto between = stack->find(name);
                if (between && tellsOfCode(between->source->type())) {
                    collect(between->properties(), names);
                }
            }
            for (const auto& resource : stack->resources) {
                if (!feeds(resource->source->type())) continue;
                std::set<std::string> fed;
                collect(resource->properties(), fed);
                if (fed.contains(runner.logicalId)) names.merge(fed);
            }
            names.erase(runner.logicalId);
            add(runner, names);
        }
    }

    void add(const AccessRunner& runner, const std::set<std::string>& names) {
        for (const AccessResource& resource : m_subject.access.resources) {
            const bool named = resource.stack == runner.stack && names.contains(resource.logicalId);
            if (!named || resource.type.starts_with("AWS::IAM::")) continue;
            addOne({"", resource.arn, fmt::format("`{}` names it", runner.logicalId)});
            if (resource.key.empty()) continue;
            addOne({"", resource.key,
                    fmt::format("what is in `{}` is encrypted with it", resource.logicalId)});
        }
    }

    void addOne(NeededCall need) {
        const auto same = [&](const NeededCall& one) { return one.arn == need.arn; };
        if (std::ranges::none_of(m_needs, same)) m_needs.push_back(std::move(need));
    }

    const MinimizeSubject& m_subject;
    std::ptrdiff_t m_principal;
    std::vector<NeededCall> m_needs;
};

}  // namespace

std::vector<NeededCall> namedByRunners(const MinimizeSubject& subject, std::size_t principal) {
    return NeedFinder(subject, principal).find();
}

std::set<std::string> runtimeCallsOf(const MinimizeSubject& subject, std::size_t principal) {
    std::set<std::string> calls;
    for (const AccessRunner& runner : subject.access.runners) {
        const bool isFunction =
            runner.type == "AWS::Lambda::Function" || runner.type == "AWS::Serverless::Function";
        if (!isFunction || runner.principal != static_cast<std::ptrdiff_t>(principal)) continue;
        addTo(calls, kLogCalls);
        for (const auto& stack : subject.evaluated.stacks) {
            const auto own =
                stack->source->name == runner.stack ? stack->find(runner.logicalId) : nullptr;
            if (own == nullptr) continue;
            if (own->properties().find("VpcConfig") != nullptr) {
                addTo(calls, kInterfaceCalls);
            }
            if (own->properties().find("TracingConfig") != nullptr ||
                own->properties().find("Tracing") != nullptr) {
                addTo(calls, kTraceCalls);
            }
        }
    }
    return calls;
}

bool isOfRuntime(std::string_view action) {
    static constexpr auto kOthers =
        std::to_array<std::string_view>({"cloudwatch:PutMetricData", "ecr:GetAuthorizationToken",
                                         "logs:DescribeLogGroups", "logs:DescribeLogStreams"});
    const auto has = [&](const auto& calls) {
        return std::ranges::find(calls, action) != calls.end();
    };
    return has(kLogCalls) || has(kInterfaceCalls) || has(kTraceCalls) || has(kOthers);
}

}  // namespace archivolt
