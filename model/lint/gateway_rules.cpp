#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "model/design/references.h"
#include "model/lint/gateway_rules.h"
#include "model/lint/network_rules.h"

namespace archivolt {

namespace {

/// Who depends on whom in one stack, by logical id, over Ref, GetAtt, Sub and DependsOn.
class Dependencies {
public:
    explicit Dependencies(const ResourceTable& resources) : m_resources(resources) {}

    /// Says whether `from` is made after one of `wanted`, directly or through others.
    [[nodiscard]] bool reach(const std::string& from, const std::set<std::string>& wanted) const {
        std::set<std::string> seen = {from};
        std::vector<std::string> queue = {from};
        while (!queue.empty()) {
            const std::string name = std::move(queue.back());
            queue.pop_back();
            if (wanted.contains(name)) return true;
            const auto resource = m_resources.find(name);
            if (!resource) continue;
            forEachReference(*resource, [&](const Reference& reference) {
                const bool depends = reference.kind == ReferenceKind::Ref ||
                                     reference.kind == ReferenceKind::GetAtt ||
                                     reference.kind == ReferenceKind::Sub ||
                                     reference.kind == ReferenceKind::DependsOn;
                std::string target(reference.name);
                if (depends && seen.insert(target).second) queue.push_back(std::move(target));
            });
        }
        return false;
    }

private:
    const ResourceTable& m_resources;
};

/// The gateway attachments of the stack: which gateway is attached to which VPC, by logical ids.
struct Attachment {
    std::string name;
    std::string gateway;
    std::string vpc;
};

std::string refOf(const Value* value) {
    return value != nullptr && value->isCall(Function::Ref) ? value->argument().text()
                                                            : std::string();
}

std::vector<Attachment> attachmentsOf(StackLint& lint) {
    std::vector<Attachment> attachments;
    for (const EvaluatedResource* resource : lint.ofType("AWS::EC2::VPCGatewayAttachment")) {
        // One that may never be made is nothing to wait for.
        if (resource->exists != Truth::Yes) continue;
        attachments.push_back({resource->source->logicalId,
                               refOf(resource->properties().find("InternetGatewayId")),
                               refOf(resource->properties().find("VpcId"))});
    }
    return attachments;
}

std::set<std::string> namesOf(const std::vector<Attachment>& attachments,
                              const std::string& gateway) {
    std::set<std::string> names;
    for (const Attachment& attachment : attachments) {
        const bool wanted =
            gateway.empty() ? !attachment.gateway.empty() : attachment.gateway == gateway;
        if (wanted) names.insert(attachment.name);
    }
    return names;
}

void lintDependence(StackLint& lint, const Dependencies& dependencies, const Resource& resource,
                    const std::set<std::string>& attachments, const char* what) {
    if (attachments.empty() || dependencies.reach(resource.logicalId, attachments)) return;
    const std::string& attachment = *attachments.begin();
    lint.report(kGatewayOrder,
                {fmt::format("{} may be made before the gateway is attached to its VPC ({}), and "
                             "then fails",
                             what, attachment),
                 fmt::format("add DependsOn: {}", attachment),
                 resourcePath(resource.logicalId),
                 Anchor::Key,
                 {}});
}

}  // namespace

void lintGatewayOrder(StackLint& lint) {
    const auto attachments = attachmentsOf(lint);
    if (attachments.empty()) return;
    const Dependencies dependencies(lint.stack.body.resources);
    static constexpr std::string_view kTypes[] = {"AWS::EC2::Route", "AWS::EC2::EIP",
                                                  "AWS::EC2::NatGateway"};
    for (const EvaluatedResource* resource : lint.ofTypes(kTypes)) {
        if (resource->exists == Truth::No) continue;
        const Resource& source = *resource->source;
        const std::string& type = source.type();
        if (type == "AWS::EC2::Route") {
            const std::string gateway = refOf(resource->properties().find("GatewayId"));
            if (!gateway.empty()) {
                lintDependence(lint, dependencies, source, namesOf(attachments, gateway),
                               "a route to an internet gateway");
            }
        } else if (type == "AWS::EC2::EIP" &&
                   resource->properties().find("InstanceId") != nullptr) {
            lintDependence(lint, dependencies, source, namesOf(attachments, {}),
                           "an Elastic IP of an instance");
        } else if (type == "AWS::EC2::NatGateway") {
            const Value* kind = resource->properties().find("ConnectivityType");
            const bool isPrivate = kind != nullptr && kind->text() == "private";
            if (!isPrivate) {
                lintDependence(lint, dependencies, source, namesOf(attachments, {}),
                               "a public NAT gateway");
            }
        }
    }
}

RuleList gatewayRules() {
    static constexpr const Rule* kRules[] = {&kGatewayOrder};
    return kRules;
}

}  // namespace archivolt
