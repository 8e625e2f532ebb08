#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// What differs between a table's reads and its writes.
struct Kind {
    bool writes = false;
    const char* units;      ///< Of ProvisionedThroughput.
    const char* warm;       ///< Of WarmThroughput.
    const char* most;       ///< Of OnDemandThroughput.
    const char* dimension;  ///< Of Application Auto Scaling.
    const char* metric;
    const char* onDemand;   ///< The default that it begins with.
    const char* partition;  ///< The default that one item is held to.
};

constexpr Kind kReads{false,
                      "ReadCapacityUnits",
                      "ReadUnitsPerSecond",
                      "MaxReadRequestUnits",
                      "dynamodb:table:ReadCapacityUnits",
                      "DynamoDBReadCapacityUtilization",
                      "table.read_rps",
                      "table.partition_reads"};
constexpr Kind kWrites{true,
                       "WriteCapacityUnits",
                       "WriteUnitsPerSecond",
                       "MaxWriteRequestUnits",
                       "dynamodb:table:WriteCapacityUnits",
                       "DynamoDBWriteCapacityUtilization",
                       "table.write_rps",
                       "table.partition_writes"};

/// Units that one request takes. Source: Amazon DynamoDB developer guide, read and write capacity
/// units: 4 KB read strongly, two times that eventually, 1 KB written (T72).
double costOf(Builder& builder, const std::string& name, const Kind& kind) {
    const ScenarioComponent& settings = builder.settingsOf(name);
    const double kilobytes =
        settings.itemKb ? *settings.itemKb : builder.defaults.number("table.item_kb");
    if (kind.writes) return std::max(1.0, std::ceil(kilobytes));
    const double whole = std::max(1.0, std::ceil(kilobytes / 4));
    return settings.consistentReads.value_or(false) ? whole : whole / 2;
}

/// Reads the policies that move a table's capacity (T69).
void readCapacityPolicies(Builder& builder, const OtherThing& table, const Kind& kind, double cost,
                          StationSpec& spec) {
    const OtherThing* target = scalableTargetOf(builder, table, kind.dimension,
                                                textAt(builder.propertiesOf(table), {"TableName"}));
    if (target == nullptr) return;
    FleetSpec bounds;
    readScalableTarget(builder, *target, kind.metric, bounds);
    for (const ScalingPolicy& policy : bounds.policies) {
        if (policy.kind != PolicyKind::TargetTracking) continue;
        CapacitySpec one;
        one.policy = policy.name;
        one.writes = kind.writes;
        one.cost = cost;
        one.least = std::max(1U, bounds.least);
        one.most = std::max(one.least, static_cast<double>(bounds.most));
        one.target = policy.target;
        one.lowMark = policy.lowMark;
        // Without a cooldown of its own it waits for nothing.
        one.inCooldown = policy.ownCooldown ? policy.inCooldown : 0;
        one.takes = builder.defaults.seconds("table.update_s");
        spec.capacities.push_back(std::move(one));
    }
}

/// Gives a table its capacity for reads or writes; returns the bucket of its requests.
TokenBucket readCapacity(Builder& builder, const OtherThing& table, const Kind& kind,
                         StationSpec& spec) {
    const Value& its = builder.propertiesOf(table);
    const double cost = costOf(builder, spec.name, kind);
    const bool onDemand = textAt(its, {"BillingMode"}) == "PAY_PER_REQUEST";
    const auto units = numberAt(its, {"ProvisionedThroughput", kind.units});
    if (units && !onDemand) {
        readCapacityPolicies(builder, table, kind, cost, spec);
        const double rate = std::max(0.0, *units) / cost;
        return {rate, std::max(1.0, 300 * rate)};
    }
    CapacitySpec grows;
    grows.writes = kind.writes;
    grows.cost = cost;
    grows.onDemand = true;
    grows.seconds = 1;
    grows.least = std::max(builder.defaults.number(kind.onDemand),
                           numberAt(its, {"WarmThroughput", kind.warm}).value_or(0));
    grows.most = 1e9;
    const auto most = numberAt(its, {"OnDemandThroughput", kind.most});
    if (most && *most > 0) grows.most = *most;
    const double rate = std::min(grows.least, grows.most) / cost;
    spec.capacities.push_back(std::move(grows));
    return {rate, std::max(1.0, rate)};
}

/// What one item may take, whatever its table may (T72).
TokenBucket partitionOf(Builder& builder, const std::string& name, const Kind& kind) {
    const double rate = builder.defaults.number(kind.partition) / costOf(builder, name, kind);
    return {rate, std::max(1.0, rate)};
}

}  // namespace

void buildTables(Builder& builder) {
    for (const OtherThing* table : builder.othersOf("AWS::DynamoDB::Table")) {
        StationSpec spec;
        spec.name = builder.nameOf(*table);
        spec.service = builder.workOf(spec.name, "table.request_ms");
        spec.throttle = readCapacity(builder, *table, kReads, spec);
        spec.writeThrottle = readCapacity(builder, *table, kWrites, spec);
        spec.objectThrottle = partitionOf(builder, spec.name, kReads);
        spec.objectWriteThrottle = partitionOf(builder, spec.name, kWrites);
        const std::string name = spec.name;
        builder.addStation(*table, table->type, std::move(spec));
        builder.note(fmt::format(
            "{}: a read takes {} read units, a write {} write units (`item_kb`, "
            "`consistent_reads`); up to 300 s of unused ones may be used at once, where they are "
            "provisioned (T72); an item is an object that clients ask for",
            name, costOf(builder, name, kReads), costOf(builder, name, kWrites)));
    }
}

}  // namespace archivolt::traffic
