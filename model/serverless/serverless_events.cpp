#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "model/serverless/serverless_maker.h"

namespace archivolt {

namespace {

std::string textAt(const Value& map, std::string_view key) {
    const Value* value = map.find(key);
    return value != nullptr && value->isScalar() ? value->text() : std::string();
}

/// What an event source mapping takes over from the event under the same name.
constexpr std::string_view kMappingProperties[] = {"BatchSize",
                                                   "BisectBatchOnFunctionError",
                                                   "Enabled",
                                                   "FilterCriteria",
                                                   "FunctionResponseTypes",
                                                   "KmsKeyArn",
                                                   "MaximumBatchingWindowInSeconds",
                                                   "MaximumRecordAgeInSeconds",
                                                   "MaximumRetryAttempts",
                                                   "MetricsConfig",
                                                   "ParallelizationFactor",
                                                   "ProvisionedPollerConfig",
                                                   "Queues",
                                                   "ScalingConfig",
                                                   "SourceAccessConfigurations",
                                                   "StartingPosition",
                                                   "StartingPositionTimestamp",
                                                   "Topics",
                                                   "TumblingWindowInSeconds"};

/// The event that is polled for, the property that names its source, and AWS's policy for it.
struct Polled {
    std::string_view type;
    std::string_view source;
    std::string_view policy;
};
/// Source: AWS SAM Developer Guide, sam-property-function-eventsource.
constexpr Polled kPolled[] = {{"DocumentDB", "Cluster", ""},
                              {"DynamoDB", "Stream", "service-role/AWSLambdaDynamoDBExecutionRole"},
                              {"Kinesis", "Stream", "service-role/AWSLambdaKinesisExecutionRole"},
                              {"MQ", "Broker", ""},
                              {"MSK", "Stream", "service-role/AWSLambdaMSKExecutionRole"},
                              {"SQS", "Queue", "service-role/AWSLambdaSQSQueueExecutionRole"},
                              {"SelfManagedKafka", "", ""}};

Value actionsOf(std::initializer_list<const char*> actions) {
    std::vector<Value> items;
    for (const char* action : actions) items.push_back(textOf(action));
    return listOf(std::move(items));
}

/// Finds in SourceAccessConfigurations the URI of one of the types.
const Value* accessOf(const Value& event, std::initializer_list<std::string_view> types) {
    const Value* list = event.find("SourceAccessConfigurations");
    if (list == nullptr) return nullptr;
    for (const Value& one : list->items()) {
        if (std::ranges::find(types, textAt(one, "Type")) != types.end()) return one.find("URI");
    }
    return nullptr;
}

Value interfaceStatement() {
    return statementOf(actionsOf({"ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces",
                                  "ec2:DeleteNetworkInterface", "ec2:DescribeVpcs",
                                  "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"}),
                       textOf("*"));
}

Value policyOf(std::string name, std::vector<Value> statements) {
    return mapOf({{"PolicyName", textOf(std::move(name))},
                  {"PolicyDocument", mapOf({{"Statement", listOf(std::move(statements))}})}});
}

/// Returns where the ARN of a method stands: `GET/orders/*`.
std::string wayOf(const std::string& method, const std::string& path) {
    std::string way;
    std::ranges::transform(method, std::back_inserter(way),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (way == "ANY" || way == "X-AMAZON-APIGATEWAY-ANY-METHOD") way = "*";
    way += path.starts_with('/') ? "" : "/";
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] != '{') {
            way += path[i];
            continue;
        }
        way += '*';
        i = std::min(path.find('}', i), path.size());
    }
    return way;
}

}  // namespace

/// What kinds of sources beyond AWS's own policies need of the role.
RoleNeeds ServerlessMaker::needsOfPolled(const std::string& name, const std::string& type,
                                         const Value& event) {
    RoleNeeds needs;
    std::vector<Value> statements;
    const Value* secret =
        accessOf(event, {"BASIC_AUTH", "SASL_SCRAM_256_AUTH", "SASL_SCRAM_512_AUTH"});
    if (secret != nullptr && type != "MSK") {
        statements.push_back(statementOf(actionsOf({"secretsmanager:GetSecretValue"}), *secret));
    }
    if (type == "MQ" && event.find("Broker") != nullptr) {
        statements.push_back(statementOf(actionsOf({"mq:DescribeBroker"}), *event.find("Broker")));
        const bool dynamic = textAt(event, "DynamicPolicyName") == "true";
        needs.inlined.push_back(policyOf(dynamic ? name + "AMQPolicy" : "SamAutoGeneratedAMQPolicy",
                                         std::move(statements)));
    } else if (type == "SelfManagedKafka") {
        if (accessOf(event, {"VPC_SUBNET", "VPC_SECURITY_GROUP"}) != nullptr) {
            statements.push_back(interfaceStatement());
        }
        if (!statements.empty()) {
            needs.inlined.push_back(policyOf("SelfManagedKafkaExecutionRolePolicy", {}));
            needs.inlined.back() = mapOf({{"PolicyName", *needs.inlined.back().find("PolicyName")},
                                          {"PolicyDocument", documentOf(std::move(statements))}});
        }
    } else if (type == "DocumentDB" && event.find("Cluster") != nullptr) {
        const std::string here = "arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:";
        statements.push_back(statementOf(actionsOf({"rds:DescribeDBClusterParameters"}),
                                         substituted(here + "cluster-pg:*")));
        statements.push_back(
            statementOf(actionsOf({"rds:DescribeDBSubnetGroups"}), substituted(here + "subgrp:*")));
        statements.push_back(
            statementOf(actionsOf({"rds:DescribeDBClusters"}), *event.find("Cluster")));
        statements.push_back(interfaceStatement());
        needs.inlined.push_back(
            policyOf("SamAutoGeneratedDocumentDBPolicy", std::move(statements)));
    }
    return needs;
}

bool ServerlessMaker::makePolled(const ServerlessItem& item, const std::string& name,
                                 const std::string& type, const Value& event, RoleNeeds& needs) {
    const auto* polled = std::ranges::find(kPolled, type, &Polled::type);
    if (polled == std::end(kPolled)) return false;
    std::vector<std::pair<std::string, Value>> properties{
        {"EventSourceArn", orNull(event.find(polled->source))},
        {"FunctionName", invoked(item, false)}};
    for (const std::string_view property : kMappingProperties) {
        properties.emplace_back(property, orNull(event.find(property)));
    }
    if (const Value* servers = event.find("KafkaBootstrapServers")) {
        properties.emplace_back(
            "SelfManagedEventSource",
            mapOf({{"Endpoints", mapOf({{"KafkaBootstrapServers", *servers}})}}));
    }
    const RoleNeeds own = needsOfPolled(name, type, event);
    needs.inlined.insert(needs.inlined.end(), own.inlined.begin(), own.inlined.end());
    const std::string policy(polled->policy);
    if (!policy.empty() && std::ranges::find(needs.managed, policy) == needs.managed.end()) {
        needs.managed.push_back(policy);
    }
    const Value* lost = event.at({"DestinationConfig", "OnFailure"});
    if (const Value* to = lost != nullptr ? lost->find("Destination") : nullptr) {
        const std::string kind = textAt(*lost, "Type");
        properties.emplace_back("DestinationConfig",
                                mapOf({{"OnFailure", mapOf({{"Destination", *to}})}}));
        const bool isTopic = kind == "SNS";
        if (isTopic || kind == "SQS") {
            needs.inlined.push_back(
                policyOf(name + kind + "Policy",
                         {statementOf(textOf(isTopic ? "sns:Publish" : "sqs:SendMessage"), *to)}));
        }
    }
    add(item, name, "AWS::Lambda::EventSourceMapping", mapOf(std::move(properties)));
    return true;
}

void ServerlessMaker::makeEvents(const ServerlessItem& item, RoleNeeds& needs) {
    const Value* events = item.property("Events");
    if (events == nullptr) return;
    // By path where there is one: an API's default route stands for the others of a function.
    std::vector<std::pair<std::string, const MapEntry*>> order;
    for (const MapEntry& entry : events->entries()) {
        const Value* path = entry.value.at({"Properties", "Path"});
        const bool isRoute = textAt(entry.value, "Type") == "HttpApi";
        const std::string otherwise = isRoute ? "$default" : entry.key;
        order.emplace_back(path != nullptr ? path->text() : otherwise, &entry);
    }
    std::ranges::stable_sort(order, {}, &std::pair<std::string, const MapEntry*>::first);
    for (const auto& [key, entry] : order) {
        const Value* type = entry->value.find("Type");
        if (type == nullptr || !type->isScalar()) continue;
        const Value* properties = entry->value.find("Properties");
        makeEvent(item, entry->key, type->text(),
                  properties != nullptr && properties->isMap() ? *properties : Value::map({}),
                  needs);
    }
}

/// Source: AWS SAM Developer Guide, sam-property-function-eventsource and the pages of each type.
void ServerlessMaker::makeEvent(const ServerlessItem& item, const std::string& name,
                                const std::string& type, const Value& event, RoleNeeds& needs) {
    const std::string id = item.id() + name;
    if (makePolled(item, id, type, event, needs)) return;
    if (type == "Api" || type == "HttpApi")
        return makeApiEvent(item, name, type == "HttpApi", event);
    if (type == "S3") return makeBucketEvent(item, id, event);
    if (type == "SNS") return makeTopicEvent(item, id, event, needs);
    if (type == "Cognito") return makeUserPoolEvent(item, event);
    if (type == "ScheduleV2") return makeSchedule(item, id, event);
    if (type == "Schedule" || type == "EventBridgeRule" || type == "CloudWatchEvent") {
        return makeRule(item, id, type, event);
    }
    if (type == "AlexaSkill") {
        makePermission(item, id + "Permission", "alexa-appkit.amazon.com",
                       {{"EventSourceToken", orNull(event.find("SkillId"))}});
    } else if (type == "CloudWatchLogs") {
        const Value group = orNull(event.find("LogGroupName"));
        makePermission(
            item, id + "Permission", "logs.amazonaws.com",
            {{"SourceArn",
              substituted("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
                          "${Group}:*",
                          {{"Group", group}})}});
        add(item, id, "AWS::Logs::SubscriptionFilter",
            mapOf({{"LogGroupName", group},
                   {"FilterPattern", orNull(event.find("FilterPattern"))},
                   {"DestinationArn", invoked(item, true)}}));
    } else if (type == "IoTRule") {
        makePermission(
            item, id + "Permission", "iot.amazonaws.com",
            {{"SourceAccount", substituted("${AWS::AccountId}")},
             {"SourceArn",
              substituted("arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:rule/${Rule}",
                          {{"Rule", Value::ref(id)}})}});
        const Value lambda = mapOf({{"FunctionArn", invoked(item, true)}});
        add(item, id, "AWS::IoT::TopicRule",
            mapOf({{"TopicRulePayload",
                    mapOf({{"Sql", orNull(event.find("Sql"))},
                           {"RuleDisabled", Value::boolean(false)},
                           {"Actions", listOf({mapOf({{"Lambda", lambda}})})},
                           {"AwsIotSqlVersion", orNull(event.find("AwsIotSqlVersion"))}})}}));
    }
}

void ServerlessMaker::makePermission(const ServerlessItem& item, std::string logicalId,
                                     std::string_view principal,
                                     std::vector<std::pair<std::string, Value>> more) {
    std::vector<std::pair<std::string, Value>> properties{
        {"Action", textOf("lambda:InvokeFunction")},
        {"FunctionName", invoked(item, false)},
        {"Principal", textOf(std::string(principal))}};
    properties.insert(properties.end(), more.begin(), more.end());
    add(item, std::move(logicalId), "AWS::Lambda::Permission", mapOf(std::move(properties)));
}

void ServerlessMaker::makeRule(const ServerlessItem& item, const std::string& name,
                               const std::string& type, const Value& event) {
    Value state = orNull(event.find("State"));
    if (const Value* enabled = event.find("Enabled")) {
        if (const auto on = resolved(*enabled).asBool())
            state = textOf(*on ? "ENABLED" : "DISABLED");
    }
    const Value* lost = event.find("DeadLetterConfig");
    Value lostArn = lost != nullptr ? orNull(lost->find("Arn")) : Value();
    if (lost != nullptr && lostArn.isNull() && textAt(*lost, "Type") == "SQS") {
        const std::string given = textAt(*lost, "QueueLogicalId");
        const std::string queue = given.empty() ? name + "Queue" : given;
        add(item, queue, "AWS::SQS::Queue", Value::map({}));
        lostArn = Value::getAtt(queue, "Arn");
        Value statement = mapOf(
            {{"Effect", textOf("Allow")},
             {"Principal", mapOf({{"Service", textOf("events.amazonaws.com")}})},
             {"Action", textOf("sqs:SendMessage")},
             {"Resource", lostArn},
             {"Condition",
              mapOf({{"ArnEquals", mapOf({{"aws:SourceArn", Value::getAtt(name, "Arn")}})}})}});
        add(item, name + "QueuePolicy", "AWS::SQS::QueuePolicy",
            mapOf({{"PolicyDocument", documentOf({std::move(statement)})},
                   {"Queues", listOf({Value::ref(queue)})}}));
    }
    const bool isSchedule = type == "Schedule";
    Value target =
        mapOf({{"Arn", invoked(item, true)},
               {"Id", textOf(name + "LambdaTarget")},
               {"Input", orNull(event.find("Input"))},
               {"InputPath", orNull(event.find("InputPath"))},
               {"DeadLetterConfig", lostArn.isNull() ? Value() : mapOf({{"Arn", lostArn}})},
               {"RetryPolicy", orNull(event.find("RetryPolicy"))}});
    add(item, name, "AWS::Events::Rule",
        mapOf({{"EventBusName", orNull(event.find("EventBusName"))},
               {"EventPattern", orNull(event.find("Pattern"))},
               {"ScheduleExpression", isSchedule ? orNull(event.find("Schedule")) : Value()},
               {"Name", orNull(event.find(isSchedule ? "Name" : "RuleName"))},
               {"State", std::move(state)},
               {"Targets", listOf({std::move(target)})}}));
    makePermission(item, name + "Permission", "events.amazonaws.com",
                   {{"SourceArn", Value::getAtt(name, "Arn")}});
}

void ServerlessMaker::makeSchedule(const ServerlessItem& item, const std::string& name,
                                   const Value& event) {
    const Value* role = event.find("RoleArn");
    const Value to = invoked(item, true);
    if (role == nullptr) {
        add(item, name + "Role", "AWS::IAM::Role",
            mapOf({{"AssumeRolePolicyDocument", trustOf("scheduler.amazonaws.com")},
                   {"PermissionsBoundary", orNull(event.find("PermissionsBoundary"))},
                   {"Policies",
                    listOf({policyOf(name + "LambdaPolicy",
                                     {statementOf(textOf("lambda:InvokeFunction"), to)})})}}));
    }
    const Value* window = event.find("FlexibleTimeWindow");
    const Value* called = event.find("Name");
    add(item, name, "AWS::Scheduler::Schedule",
        mapOf(
            {{"ScheduleExpression", orNull(event.find("ScheduleExpression"))},
             {"FlexibleTimeWindow", window != nullptr ? *window : mapOf({{"Mode", textOf("OFF")}})},
             {"Name", called != nullptr ? *called : textOf(name)},
             {"State", orNull(event.find("State"))},
             {"Target",
              mapOf({{"Arn", to},
                     {"RoleArn", role != nullptr ? *role : Value::getAtt(name + "Role", "Arn")},
                     {"RetryPolicy", orNull(event.find("RetryPolicy"))}})}}));
}

/// Source: AWS SAM Developer Guide, sam-property-function-sns, sqssubscription.
void ServerlessMaker::makeTopicEvent(const ServerlessItem& item, const std::string& name,
                                     const Value& event, RoleNeeds& needs) {
    const Value topic = orNull(event.find("Topic"));
    const Value* through = event.find("SqsSubscription");
    const bool byQueue = through != nullptr && (through->isMap() || through->asBool() == true);
    Value endpoint = invoked(item, true);
    if (byQueue) {
        const bool isOwn = through->isMap();
        const std::string given = isOwn ? textAt(*through, "QueuePolicyLogicalId") : "";
        Value url = isOwn ? orNull(through->find("QueueUrl")) : Value::ref(name + "Queue");
        endpoint = isOwn ? orNull(through->find("QueueArn")) : Value::getAtt(name + "Queue", "Arn");
        const Value* batch = isOwn ? through->find("BatchSize") : nullptr;
        const Value* enabled = isOwn ? through->find("Enabled") : nullptr;
        add(item, name + "EventSourceMapping", "AWS::Lambda::EventSourceMapping",
            mapOf({{"BatchSize", batch != nullptr ? *batch : Value::number(10)},
                   {"Enabled", enabled != nullptr ? *enabled : Value::boolean(true)},
                   {"EventSourceArn", endpoint},
                   {"FunctionName", invoked(item, false)}}));
        if (!isOwn) add(item, name + "Queue", "AWS::SQS::Queue", Value::map({}));
        Value statement =
            mapOf({{"Action", textOf("sqs:SendMessage")},
                   {"Effect", textOf("Allow")},
                   {"Principal", textOf("*")},
                   {"Resource", endpoint},
                   {"Condition", mapOf({{"ArnEquals", mapOf({{"aws:SourceArn", topic}})}})}});
        add(item, given.empty() ? name + "QueuePolicy" : given, "AWS::SQS::QueuePolicy",
            mapOf({{"PolicyDocument", documentOf({std::move(statement)})},
                   {"Queues", listOf({std::move(url)})}}));
        const std::string policy = "service-role/AWSLambdaSQSQueueExecutionRole";
        if (std::ranges::find(needs.managed, policy) == needs.managed.end()) {
            needs.managed.push_back(policy);
        }
    } else {
        makePermission(item, name + "Permission", "sns.amazonaws.com", {{"SourceArn", topic}});
    }
    add(item, name, "AWS::SNS::Subscription",
        mapOf({{"Endpoint", std::move(endpoint)},
               {"Protocol", textOf(byQueue ? "sqs" : "lambda")},
               {"TopicArn", topic},
               {"Region", orNull(event.find("Region"))},
               {"FilterPolicy", orNull(event.find("FilterPolicy"))},
               {"FilterPolicyScope", orNull(event.find("FilterPolicyScope"))},
               {"RedrivePolicy", orNull(event.find("RedrivePolicy"))}}));
}

/// The bucket of the template is told whom to call.
/// Source: AWS SAM Developer Guide, sam-property-function-s3.
void ServerlessMaker::makeBucketEvent(const ServerlessItem& item, const std::string& name,
                                      const Value& event) {
    makePermission(item, name + "Permission", "s3.amazonaws.com",
                   {{"SourceAccount", Value::ref("AWS::AccountId")}});
    const Value* named = event.find("Bucket");
    const Value* on = event.find("Events");
    const Resource* bucket = named != nullptr ? resourceOf(*named) : nullptr;
    if (bucket == nullptr || on == nullptr) return;
    Value body = *bodyOf(bucket->logicalId);
    const Path list{"Properties", "NotificationConfiguration", "LambdaConfigurations"};
    if (body.find("Properties") == nullptr) body = body.withEntry("Properties", Value::map({}));
    if (body.at(list.parent()) == nullptr) {
        const auto with = body.with(list.parent(), Value::map({}));
        if (!with) return;
        body = *with;
    }
    std::vector<Value> calls;
    if (const Value* before = body.at(list)) calls = before->items();
    for (const Value& kind : on->isList() ? on->items() : std::vector<Value>{*on}) {
        calls.push_back(mapOf({{"Function", invoked(item, true)},
                               {"Filter", orNull(event.find("Filter"))},
                               {"Event", kind}}));
    }
    if (const auto with = body.with(list, listOf(std::move(calls)))) {
        change(bucket->logicalId, *with);
    }
}

/// Source: AWS SAM Developer Guide, sam-property-function-cognito.
void ServerlessMaker::makeUserPoolEvent(const ServerlessItem& item, const Value& event) {
    const Value* named = event.find("UserPool");
    const Resource* pool = named != nullptr ? resourceOf(*named) : nullptr;
    if (pool == nullptr) return;
    makePermission(item, item.id() + "CognitoPermission", "cognito-idp.amazonaws.com",
                   {{"SourceArn", Value::getAtt(pool->logicalId, "Arn")}});
    Value body = *bodyOf(pool->logicalId);
    const Path config{"Properties", "LambdaConfig"};
    if (body.find("Properties") == nullptr) body = body.withEntry("Properties", Value::map({}));
    Value calls = orNull(body.at(config));
    if (calls.isNull()) calls = Value::map({});
    const Value* triggers = event.find("Trigger");
    if (triggers == nullptr || !calls.isMap()) return;
    for (const Value& one :
         triggers->isList() ? triggers->items() : std::vector<Value>{*triggers}) {
        if (one.isString()) calls = calls.withEntry(one.text(), invoked(item, true));
    }
    if (const auto with = body.with(config, std::move(calls))) change(pool->logicalId, *with);
}

/// Source: AWS SAM Developer Guide, sam-property-function-api, sam-property-function-httpapi.
void ServerlessMaker::makeApiEvent(const ServerlessItem& item, const std::string& name, bool isHttp,
                                   const Value& event) {
    const std::string api = apiOf(item, isHttp, event);
    const std::string method = textAt(event, "Method");
    std::string path = textAt(event, "Path");
    if (path.size() > 1 && path.ends_with('/')) path.pop_back();
    std::string suffix;
    if (!isHttp) {
        suffix = "Prod";
        if (const auto own = m_body.resources.find(api)) {
            const Value properties = withGlobals(*own);
            const Value* stage = properties.find("StageName");
            suffix = stage != nullptr && stage->isScalar() ? stage->text() : "Stage";
        }
    }
    // An HTTP API's event without a way is its default route.
    const bool isDefault = isHttp && (path.empty() || path == "$default");
    const std::string ends = item.id() + " " + api;
    if (isDefault) m_defaultRoutes.insert(ends);
    if (isHttp && !isDefault && m_defaultRoutes.contains(ends)) return;
    const std::string way = isDefault ? "*" : wayOf(method, path);
    const Value id =
        api.empty() ? orNull(event.find(isHttp ? "ApiId" : "RestApiId")) : Value::ref(api);
    makePermission(item, item.id() + name + "Permission" + suffix, "apigateway.amazonaws.com",
                   {{"SourceArn", substituted("arn:${AWS::Partition}:execute-api:${AWS::Region}:"
                                              "${AWS::AccountId}:${ApiOfEvent}/*/" +
                                                  way,
                                              {{"ApiOfEvent", id}})}});
}

}  // namespace archivolt
