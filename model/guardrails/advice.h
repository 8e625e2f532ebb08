#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/guardrails/exposure.h"
#include "model/guardrails/guardrails.h"

namespace archivolt {

/// A declared resource that surely exists, with its evaluated properties.
struct Declared {
    const EvaluatedStack* stack = nullptr;
    const EvaluatedResource* resource = nullptr;

    [[nodiscard]] const std::string& name() const { return resource->source->logicalId; }
    [[nodiscard]] ThingId id() const;
    /// Returns the evaluated property at a path from Properties, or null pointer; null is absent.
    [[nodiscard]] const Value* property(const Path& path) const;
    /// Returns the place of a property; without a path the resource itself.
    [[nodiscard]] Origin origin(const Path& property = {}) const;
};

/// What the advice rules share: what they read, and where their findings go.
class Advice {
public:
    Advice(const Design& wholeDesign, const ResolvedDesign& resolvedDesign,
           const Reachability& reachability, const Catalog& types);

    const Design& design;
    const ResolvedDesign& resolved;
    const Architecture& architecture;
    const Reachability& engine;
    const NetworkIndex& network;
    const Catalog& catalog;
    Exposure exposure;

    /// What a finding says beyond its rule's code, severity and source.
    struct Report {
        Origin origin;        ///< A property; the resource itself where the path is empty.
        std::string message;  ///< One sentence without a full stop.
        std::string help;     ///< What to do.
        std::vector<Origin> related;
    };
    /// Adds a finding of the rule `code`; one about a thing outside the design is dropped.
    void report(std::string_view code, Report finding);
    /// Adds a finding about something that is no resource, at a path from the template's root.
    void report(std::string_view code, const EvaluatedStack& stack, Path path, std::string message,
                std::string help);

    /// Returns the resources of a type that surely exist, in the design's order.
    [[nodiscard]] std::span<const Declared> ofType(std::string_view type) const;
    /// Returns the declared resource that a thing is or is part of, or nothing.
    [[nodiscard]] std::optional<Declared> declared(ThingId id) const;
    /// Returns the thing that a Ref or GetAtt of the resource's own stack names, or nothing.
    [[nodiscard]] std::optional<ThingId> named(const Declared& by, const Value& value) const;
    /// Says whether a value of `by` leads to `thing`; Unknown where it can't be told.
    [[nodiscard]] Truth leadsTo(const Declared& by, const Value* value, ThingId thing) const;
    /// Returns a thing's name in backticks.
    [[nodiscard]] std::string quoted(ThingId id) const;
    /// Returns names in backticks, at most four; the others are counted.
    [[nodiscard]] std::string quoted(std::span<const ThingId> ids) const;

    /// Returns all findings, ordered and marked.
    [[nodiscard]] std::vector<Finding> finish();

private:
    std::map<std::string, std::vector<Declared>, std::less<>> m_byType;
    std::map<StackId, const EvaluatedStack*> m_stacks;
    std::map<StackId, std::vector<Finding>> m_findings;
};

/// Reads a bool: `fallback` where it is absent, Unknown where it can't be told.
[[nodiscard]] Truth truthOf(const Value* value, bool fallback);
/// Returns a scalar's text in lower case; empty for the rest.
[[nodiscard]] std::string lowerText(const Value* value);
/// Says whether a value holds something that only AWS knows.
[[nodiscard]] bool holdsUnknown(const Value& value);
/// Returns a list's items, or the value itself as the only one; none of a null pointer.
[[nodiscard]] std::span<const Value> itemsOf(const Value* value);
/// Returns the zones of subnets, ascending; nothing where some zone is not decided by the design.
[[nodiscard]] std::optional<std::vector<std::string>> zonesOf(const Architecture& architecture,
                                                              const References& subnets);

// The families of rules, one file each.
void adviseOnExposure(Advice& advice);   ///< SG-1 to SG-5, EC2-5, RDS-1.
void adviseOnGroups(Advice& advice);     ///< SG-6 to SG-8.
void adviseOnAcls(Advice& advice);       ///< NACL-1 to NACL-3.
void adviseOnVpcs(Advice& advice);       ///< VPC-1 to VPC-3, NAT-1, NAT-2.
void adviseOnRoutes(Advice& advice);     ///< RT-1 to RT-3.
void adviseOnCompute(Advice& advice);    ///< EC2-1 to EC2-4, EC2-6, ASG-1, ASG-2.
void adviseOnBalancers(Advice& advice);  ///< LB-1 to LB-7.
void adviseOnData(Advice& advice);       ///< RDS-2 to RDS-6, CACHE-1 to CACHE-3.
void adviseOnBuckets(Advice& advice);    ///< S3-1 to S3-6.
void adviseOnEdge(Advice& advice);       ///< CF-1 to CF-5, DNS-1 to DNS-3.
void adviseOnPolicies(Advice& advice);   ///< IAM-1, IAM-3 to IAM-5, IAM-7 to IAM-11.
void adviseOnStacks(Advice& advice);     ///< CFN-1, CFN-2.

}  // namespace archivolt
