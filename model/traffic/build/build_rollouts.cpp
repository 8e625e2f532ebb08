#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// The alarm of this name: a reference, or the name that it gives itself; null pointer: none.
const OtherThing* alarmNamed(const Builder& builder, const Thing& from, const Value& name) {
    const Thing* referred = builder.referred(from, name);
    for (const OtherThing* alarm : builder.othersOf("AWS::CloudWatch::Alarm")) {
        const std::string own = textAt(builder.propertiesOf(*alarm), {"AlarmName"});
        const bool named = name.isScalar() && !own.empty() && own == name.text();
        if (alarm == referred || (named && alarm->stack == from.stack)) return alarm;
    }
    return nullptr;
}

/// Reads an alarm that ends a deployment; false where it watches what is not simulated.
bool readRolloutAlarm(const Builder& builder, const OtherThing& thing, RolloutAlarm& alarm) {
    const Value& its = builder.propertiesOf(thing);
    const std::string metric = textAt(its, {"MetricName"});
    const bool errors = metric == "HTTPCode_Target_5XX_Count" || metric == "HTTPCode_Backend_5XX" ||
                        metric == "HTTPCode_ELB_5XX_Count";
    const std::string operation = textAt(its, {"ComparisonOperator"});
    const auto threshold = numberAt(its, {"Threshold"});
    if (!(errors || metric == "CPUUtilization") || !operation.starts_with("Greater") ||
        !threshold) {
        return false;
    }
    alarm.name = builder.nameOf(thing);
    alarm.metric = errors ? RolloutMetric::Errors : RolloutMetric::Cpu;
    alarm.orEqual = operation == "GreaterThanOrEqualToThreshold";
    const double period = numberAt(its, {"Period"}).value_or(60);
    const double periods = numberAt(its, {"EvaluationPeriods"}).value_or(1);
    alarm.minutes = countWithin(periods * period / 60, 1, 10'000);
    // A sum over several minutes is told by the minute here.
    alarm.threshold = errors && period > 60 ? *threshold * 60 / period : *threshold;
    return true;
}

void addAlarms(Builder& builder, const Thing& from, const std::vector<const Value*>& names,
               FleetSpec& fleet) {
    for (const Value* name : names) {
        const OtherThing* thing = alarmNamed(builder, from, *name);
        RolloutAlarm alarm;
        if (thing != nullptr && readRolloutAlarm(builder, *thing, alarm)) {
            fleet.refresh.bake = std::max(fleet.refresh.bake, (alarm.minutes + 1) * kMinute);
            fleet.refresh.alarms.push_back(std::move(alarm));
            continue;
        }
        builder.note(fmt::format(
            "{}: an alarm that would end its deployments {} is not simulated", fleet.name,
            thing != nullptr ? "(" + builder.nameOf(*thing) + ")" : "is outside the design and"));
    }
}

/// The fleets that a deployment group of CodeDeploy installs on.
std::vector<FleetSpec*> deployedTo(Builder& builder, const OtherThing& group) {
    std::vector<FleetSpec*> fleets;
    auto& all = builder.built.plant.fleets;
    for (const Thing* thing : builder.allReferred(group, builder.propertiesOf(group))) {
        const auto fleet = builder.fleets.find(thing->id);
        if (fleet != builder.fleets.end()) fleets.push_back(&all[fleet->second]);
        const auto service = builder.services.find(thing->id);
        if (service != builder.services.end()) fleets.push_back(&all[service->second]);
    }
    return fleets;
}

/// Source: AWS CodeDeploy user guide, roll back a deployment, and deployment configurations: a
/// deployment fails when fewer hosts are healthy than must be.
void readDeploymentGroup(Builder& builder, const OtherThing& group) {
    const Value& its = builder.propertiesOf(group);
    const auto fleets = deployedTo(builder, group);
    if (fleets.empty()) return;
    bool onFailure = false;
    bool onAlarm = false;
    if (textAt(its, {"AutoRollbackConfiguration", "Enabled"}) == "true") {
        const Value* events = within(its, {"AutoRollbackConfiguration", "Events"});
        for (std::size_t i = 0; events != nullptr && i < events->items().size(); ++i) {
            const Value& event = events->items()[i];
            if (!event.isScalar()) continue;
            onFailure = onFailure || event.text() == "DEPLOYMENT_FAILURE";
            onAlarm = onAlarm || event.text() == "DEPLOYMENT_STOP_ON_ALARM";
        }
    }
    std::vector<const Value*> names;
    const Value* alarms = within(its, {"AlarmConfiguration", "Alarms"});
    if (alarms != nullptr && textAt(its, {"AlarmConfiguration", "Enabled"}) != "false") {
        for (const Value& one : alarms->items()) {
            if (const Value* name = one.find("Name")) names.push_back(name);
        }
    }
    for (FleetSpec* fleet : fleets) {
        // The first host that fails is one too many.
        fleet->refresh.breaker = BreakerSpec{0, 1, 1, true, onFailure};
        fleet->refresh.alarmsRollBack = onAlarm;
        addAlarms(builder, group, names, *fleet);
        builder.note(
            fmt::format("{}: a deployment of CodeDeploy replaces its members here, instead of "
                        "installing the new version on them",
                        fleet->name));
    }
    builder.handled.insert(group.id);
}

}  // namespace

/// Source: Amazon ECS API, DeploymentCircuitBreaker, ThresholdConfiguration and DeploymentAlarms.
void readDeployment(Builder& builder, const EcsService& service, FleetSpec& fleet) {
    const Value* its = builder.propertiesOf(service).find("DeploymentConfiguration");
    if (its == nullptr) return;
    if (textAt(*its, {"DeploymentCircuitBreaker", "Enable"}) == "true") {
        BreakerSpec& breaker = fleet.refresh.breaker.emplace();
        const Value& own = *its->find("DeploymentCircuitBreaker");
        breaker.rollsBack = textAt(own, {"Rollback"}) == "true";
        breaker.resets = textAt(own, {"ResetOnHealthyTask"}) != "false";
        const std::string kind = textAt(own, {"ThresholdConfiguration", "Type"});
        const double value = numberAt(own, {"ThresholdConfiguration", "Value"}).value_or(50);
        breaker.share = kind == "COUNT" ? 0 : value / 100;
        if (kind == "COUNT") breaker.least = breaker.most = countWithin(value, 1, 10'000);
        if (kind == "UNBOUNDED_PERCENT") breaker.least = 1;
        if (kind == "UNBOUNDED_PERCENT") breaker.most = 1'000'000;
    }
    const Value* alarms = within(*its, {"Alarms", "AlarmNames"});
    if (alarms == nullptr || textAt(*its, {"Alarms", "Enable"}) == "false") return;
    std::vector<const Value*> names;
    for (const Value& one : alarms->items()) names.push_back(&one);
    fleet.refresh.alarmsRollBack = textAt(*its, {"Alarms", "Rollback"}) == "true";
    addAlarms(builder, service, names, fleet);
}

void buildDeployments(Builder& builder) {
    for (const OtherThing* one : builder.othersOf("AWS::CodeDeploy::DeploymentGroup")) {
        readDeploymentGroup(builder, *one);
    }
}

}  // namespace archivolt::traffic
