#include "model/serverless/serverless_maker.h"

namespace archivolt {

/// Source: AWS SAM Developer Guide, sam-specification-generated-resources-statemachine.
void ServerlessMaker::makeMachine(const ServerlessItem& item) {
    if (item.property("Role") == nullptr) {
        std::vector<Value> managed;
        std::vector<Value> inlined;
        const Value* traced = item.properties.at({"Tracing", "Enabled"});
        if (traced != nullptr && resolved(*traced).asBool() == true) {
            managed.push_back(textOf("arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess"));
        }
        addStatedPolicies(item, managed, inlined);
        makeRole(item, "states.amazonaws.com", std::move(managed), std::move(inlined));
    }
    const Value* alias = item.property("AutoPublishAlias");
    const Value name = alias != nullptr ? resolved(*alias) : Value();
    if (name.isScalar()) {
        const std::string version = item.id() + "Version";
        addWith(item, version,
                Value::map({{"Type", textOf("AWS::StepFunctions::StateMachineVersion")},
                            {"DeletionPolicy", textOf("Retain")},
                            {"Properties",
                             mapOf({{"StateMachineArn", Value::ref(item.id())},
                                    {"StateMachineRevisionId",
                                     Value::getAtt(item.id(), "StateMachineRevisionId")}})}}));
        add(item, item.id() + "Alias" + name.text(), "AWS::StepFunctions::StateMachineAlias",
            mapOf({{"Name", name},
                   {"DeploymentPreference",
                    mapOf({{"Type", textOf("ALL_AT_ONCE")},
                           {"StateMachineVersionArn", Value::ref(version)}})}}));
    }
    const Value* events = item.property("Events");
    if (events == nullptr) return;
    for (const MapEntry& entry : events->entries()) {
        const Value* type = entry.value.find("Type");
        const Value* properties = entry.value.find("Properties");
        if (type == nullptr || properties == nullptr || !properties->isMap()) continue;
        makeMachineEvent(item, entry.key, type->text(), *properties);
    }
}

/// Source: AWS SAM Developer Guide, sam-property-statemachine-statemachineeventsource.
void ServerlessMaker::makeMachineEvent(const ServerlessItem& item, const std::string& name,
                                       const std::string& type, const Value& event) {
    const std::string id = item.id() + name;
    const Value machine = Value::ref(item.id());
    const bool isApi = type == "Api";
    const bool isTimed = type == "ScheduleV2";
    const bool isRule =
        type == "Schedule" || type == "EventBridgeRule" || type == "CloudWatchEvent";
    if (!isApi && !isTimed && !isRule) return;
    const Value* role = isTimed ? event.find("RoleArn") : isRule ? event.find("RoleArn") : nullptr;
    if (isApi) static_cast<void>(apiOf(item, false, event));
    if (role == nullptr) {
        const char* service = isApi     ? "apigateway.amazonaws.com"
                              : isTimed ? "scheduler.amazonaws.com"
                                        : "events.amazonaws.com";
        Value start =
            mapOf({{"PolicyName", textOf(id + (isTimed ? "" : "Role") + "StartExecutionPolicy")},
                   {"PolicyDocument",
                    mapOf({{"Statement",
                            listOf({statementOf(textOf("states:StartExecution"), machine)})}})}});
        add(item, id + "Role", "AWS::IAM::Role",
            mapOf({{"AssumeRolePolicyDocument", trustOf(service)},
                   {"PermissionsBoundary", orNull(event.find("PermissionsBoundary"))},
                   {"Policies", listOf({std::move(start)})}}));
    }
    const Value roleArn = role != nullptr ? *role : Value::getAtt(id + "Role", "Arn");
    if (isTimed) {
        const Value* window = event.find("FlexibleTimeWindow");
        add(item, id, "AWS::Scheduler::Schedule",
            mapOf({{"ScheduleExpression", orNull(event.find("ScheduleExpression"))},
                   {"FlexibleTimeWindow",
                    window != nullptr ? *window : mapOf({{"Mode", textOf("OFF")}})},
                   {"Name", textOf(id)},
                   {"Target", mapOf({{"Arn", machine}, {"RoleArn", roleArn}})}}));
    }
    if (!isRule) return;
    Value target = mapOf({{"Arn", machine},
                          {"Id", textOf(id + "StepFunctionsTarget")},
                          {"Input", orNull(event.find("Input"))},
                          {"RoleArn", roleArn}});
    add(item, id, "AWS::Events::Rule",
        mapOf(
            {{"EventBusName", orNull(event.find("EventBusName"))},
             {"EventPattern", orNull(event.find("Pattern"))},
             {"ScheduleExpression", type == "Schedule" ? orNull(event.find("Schedule")) : Value()},
             {"Targets", listOf({std::move(target)})}}));
}

}  // namespace archivolt
