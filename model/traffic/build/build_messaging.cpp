#include <fmt/format.h>

#include <algorithm>

#include "model/serverless/transform_serverless.h"
#include "model/traffic/build/builder.h"
#include "model/traffic/build/functions.h"

namespace archivolt::traffic {

namespace {

constexpr Time kDay = 24 * kHour;

StationSpec& specOf(Builder& builder, ThingId id) {
    return builder.built.plant.stations[builder.nodes.at(id).index];
}

bool isTrue(const Value& properties, std::string_view key) {
    return textAt(properties, {key}) == "true";
}

/// The queue that takes what is given up, with its station; nothing where it is not simulated.
std::optional<std::uint32_t> lettersOf(const Builder& builder, const Thing& from,
                                       const Value* value) {
    const Thing* thing = value != nullptr ? builder.referred(from, *value) : nullptr;
    if (thing == nullptr) return std::nullopt;
    const auto found = builder.nodes.find(thing->id);
    if (found == builder.nodes.end() || found->second.kind != NodeKind::Station) {
        return std::nullopt;
    }
    const auto& spec = builder.built.plant.stations[found->second.index];
    return spec.messages ? std::optional(found->second.index) : std::nullopt;
}

void addQueue(Builder& builder, const OtherThing& queue) {
    const Value& properties = builder.propertiesOf(queue);
    StationSpec spec;
    spec.name = builder.nameOf(queue);
    spec.service = builder.workOf(spec.name, "queue.send_ms");
    MessagingSpec messages;
    messages.retention = timeWithin(
        numberAt(properties, {"MessageRetentionPeriod"}).value_or(345'600), 60, 1'209'600);
    messages.delay = timeWithin(numberAt(properties, {"DelaySeconds"}).value_or(0), 0, 900);
    if (isTrue(properties, "FifoQueue")) {
        messages.lanes = static_cast<std::uint32_t>(builder.defaults.number("queue.groups"));
        const double rate = builder.defaults.number("queue.fifo_rps");
        spec.throttle = TokenBucket{rate, rate};
        builder.note(
            fmt::format("{}: its messages are of {} groups, by session; each group's are "
                        "worked on in order (T75)",
                        spec.name, messages.lanes));
    }
    spec.messages = messages;
    builder.addStation(queue, queue.type, spec);
}

void addStream(Builder& builder, const OtherThing& stream) {
    const Value& properties = builder.propertiesOf(stream);
    StationSpec spec;
    spec.name = builder.nameOf(stream);
    spec.service = builder.workOf(spec.name, "stream.put_ms");
    MessagingSpec messages;
    messages.copies = true;
    const auto shards = numberAt(properties, {"ShardCount"});
    messages.lanes =
        countWithin(shards ? *shards : builder.defaults.number("stream.shards"), 1, 100'000);
    messages.lanePerSecond = builder.defaults.number("stream.shard_rps");
    messages.retention =
        timeWithin(3600 * numberAt(properties, {"RetentionPeriodHours"}).value_or(24), 3600, 3.2e7);
    spec.messages = messages;
    builder.addStation(stream, stream.type, spec);
}

/// Topics and buses: a copy for each that listens.
void addTopic(Builder& builder, const OtherThing& topic, std::string_view work, double rate) {
    StationSpec spec;
    spec.name = builder.nameOf(topic);
    spec.service = builder.workOf(spec.name, work);
    if (rate > 0) spec.throttle = TokenBucket{rate, rate};
    spec.messages.emplace();
    spec.messages->copies = true;
    spec.messages->retention = kDay;
    builder.addStation(topic, topic.type, spec);
}

/// Source: Amazon Data Firehose developer guide, buffering hints: 5 MiB or 300 s by default.
void addFirehose(Builder& builder, const OtherThing& stream) {
    const Value& properties = builder.propertiesOf(stream);
    StationSpec spec;
    spec.name = builder.nameOf(stream);
    spec.service = builder.workOf(spec.name, "stream.put_ms");
    const double rate = builder.defaults.number("firehose.records_rps");
    spec.throttle = TokenBucket{rate, rate};
    spec.messages.emplace();
    spec.messages->copies = true;
    spec.messages->lanes = 1;
    spec.messages->retention = kDay;
    for (const char* key : {"ExtendedS3DestinationConfiguration", "S3DestinationConfiguration"}) {
        const Value* to = properties.find(key);
        if (to == nullptr) continue;
        const double megabytes =
            numberAt(*to, {"BufferingHints", "SizeInMBs"}).value_or(5) * 1048576;
        ConsumerSpec one;
        one.batch =
            countWithin(megabytes / builder.defaults.number("stream.record_bytes"), 1, 60'000);
        one.window = timeWithin(
            numberAt(*to, {"BufferingHints", "IntervalInSeconds"}).value_or(300), 0, 900);
        one.workForEach = false;
        for (const Thing* thing : builder.allReferred(stream, *to)) {
            const auto found = builder.nodes.find(thing->id);
            if (!builder.architecture.buckets.contains(thing->id)) continue;
            one.to = found->second;
            spec.messages->consumers.push_back(one);
        }
    }
    builder.addStation(stream, stream.type, spec);
}

/// How an asynchronous call of a function, or a delivery to something else, is tried again (T73).
ConsumerSpec pushTo(Builder& builder, const Thing& target) {
    ConsumerSpec one;
    one.to = builder.nodes.at(target.id);
    one.countsThrottles = false;
    one.retryGrowth = 2;
    if (!isFunction(builder, target.id)) {
        one.retryAfter = kSecond;
        return one;
    }
    one.retryAfter = kMinute;
    one.attempts = 3;
    const Value& own = builder.propertiesOf(target);
    const Value* letters = within(own, {"DeadLetterConfig", "TargetArn"});
    if (letters == nullptr) letters = within(own, {"DeadLetterQueue", "TargetArn"});
    one.deadLetters = lettersOf(builder, target, letters);
    for (const OtherThing* config : builder.othersOf("AWS::Lambda::EventInvokeConfig")) {
        const Value& its = builder.propertiesOf(*config);
        const Value* name = its.find("FunctionName");
        if (name == nullptr) continue;
        if (calledAs(builder, builder.referred(*config, *name)) != &target) continue;
        builder.handled.insert(config->id);
        if (const auto most = numberAt(its, {"MaximumRetryAttempts"})) {
            one.attempts = 1 + countWithin(*most, 0, 2);
        }
        const Value* failed = within(its, {"DestinationConfig", "OnFailure", "Destination"});
        if (const auto taken = lettersOf(builder, *config, failed)) one.deadLetters = taken;
    }
    return one;
}

/// Lets a station that keeps messages hand them to what a value refers to.
void subscribe(Builder& builder, const Thing& source, const Thing& from, const Value* to,
               bool filtered) {
    const Thing* target = to != nullptr ? calledAs(builder, builder.referred(from, *to)) : nullptr;
    const std::string name = builder.nameOf(source);
    if (target == nullptr || !builder.nodes.contains(target->id)) {
        builder.note(fmt::format("{}: who {} speaks of is outside the design, or not simulated",
                                 name, builder.nameOf(from)));
        return;
    }
    if (filtered) {
        // NOT MODELLED: Filters and patterns of subscriptions, rules and event sources; all
        // messages pass them.
        builder.note(
            fmt::format("{}: every message passes the filter of {}", name, builder.nameOf(from)));
    }
    builder.behind.insert(target->id);
    auto& messages = specOf(builder, source.id).messages;
    if (messages) messages->consumers.push_back(pushTo(builder, *target));
}

void wireTopic(Builder& builder, const OtherThing& subscription) {
    const Value& its = builder.propertiesOf(subscription);
    const Value* topic = its.find("TopicArn");
    const Thing* source = topic != nullptr ? builder.referred(subscription, *topic) : nullptr;
    if (source == nullptr || !builder.nodes.contains(source->id)) {
        builder.leaveOut(subscription, subscription.type, "its topic is outside the design");
        return;
    }
    builder.handled.insert(subscription.id);
    subscribe(builder, *source, subscription, its.find("Endpoint"),
              its.find("FilterPolicy") != nullptr);
}

void wireRule(Builder& builder, const OtherThing& rule) {
    const Value& its = builder.propertiesOf(rule);
    const Value* bus = its.find("EventBusName");
    const Thing* source = bus != nullptr ? builder.referred(rule, *bus) : nullptr;
    const auto every = rateSeconds(textAt(its, {"ScheduleExpression"}));
    if (every) {
        addTopic(builder, rule, "event.put_ms", 0);
        builder.scheduled[rule.id] = *every;
        source = &rule;
    }
    if (source == nullptr || !builder.nodes.contains(source->id)) {
        // NOT MODELLED: Events of AWS itself and schedules by calendar; nothing makes them here.
        builder.leaveOut(rule, rule.type, "nothing here makes its events");
        return;
    }
    builder.handled.insert(rule.id);
    const Value* targets = its.find("Targets");
    if (targets == nullptr) return;
    for (const Value& one : targets->items()) {
        subscribe(builder, *source, rule, one.find("Arn"), its.find("EventPattern") != nullptr);
    }
}

void readSource(Builder& builder, const OtherThing& mapping, const Thing& source,
                ConsumerSpec& one) {
    const Value& its = builder.propertiesOf(mapping);
    const bool queue = static_cast<const OtherThing*>(&source)->type == "AWS::SQS::Queue";
    one.batch = countWithin(numberAt(its, {"BatchSize"}).value_or(queue ? 10 : 100), 1, 10'000);
    one.window = timeWithin(numberAt(its, {"MaximumBatchingWindowInSeconds"}).value_or(0), 0, 300);
    const Value* failed = within(its, {"DestinationConfig", "OnFailure", "Destination"});
    one.deadLetters = lettersOf(builder, mapping, failed);
    if (!queue) {
        one.retryAfter = kSecond;
        const auto most = numberAt(its, {"MaximumRetryAttempts"});
        if (most && *most >= 0) one.attempts = 1 + countWithin(*most, 0, 10'000);
        return;
    }
    const Value& own = builder.propertiesOf(source);
    one.hidesFor = true;
    one.retryAfter = timeWithin(numberAt(own, {"VisibilityTimeout"}).value_or(30), 1, 43'200);
    const Value* policy = own.find("RedrivePolicy");
    if (policy != nullptr) {
        one.attempts = countWithin(numberAt(*policy, {"maxReceiveCount"}).value_or(10), 1, 1000);
        one.deadLetters = lettersOf(builder, source, policy->find("deadLetterTargetArn"));
    }
    const auto most = numberAt(its, {"ScalingConfig", "MaximumConcurrency"});
    one.concurrency =
        countWithin(most.value_or(builder.defaults.number("queue.most_pollers")), 2, 10'000);
    one.startAt = static_cast<std::uint32_t>(builder.defaults.number("queue.first_pollers"));
    one.perMinute = static_cast<std::uint32_t>(builder.defaults.number("queue.pollers_per_minute"));
}

/// Returns the function that a name, an alias or a version stands for.
const Thing* functionOf(const Builder& builder, const Thing& from, const Value* value) {
    return value != nullptr ? calledAs(builder, builder.referred(from, *value)) : nullptr;
}

/// A function is called with what a queue, stream or table holds (T73).
void wireSource(Builder& builder, const OtherThing& mapping) {
    const Value& its = builder.propertiesOf(mapping);
    const Value* arn = its.find("EventSourceArn");
    const Thing* source = arn != nullptr ? builder.referred(mapping, *arn) : nullptr;
    const Thing* function = functionOf(builder, mapping, its.find("FunctionName"));
    const bool known = source != nullptr && function != nullptr &&
                       builder.nodes.contains(source->id) && builder.nodes.contains(function->id);
    if (!known) {
        builder.leaveOut(mapping, mapping.type, "its source or its function is not simulated");
        return;
    }
    builder.handled.insert(mapping.id);
    builder.behind.insert(function->id);
    StationSpec& station = specOf(builder, source->id);
    if (!station.messages) {
        // A table's stream: what is written to it, in order by partition.
        station.messages.emplace();
        station.messages->copies = true;
        station.messages->writesOnly = true;
        station.messages->lanes =
            static_cast<std::uint32_t>(builder.defaults.number("stream.shards"));
        station.messages->retention = kDay;
    }
    ConsumerSpec one;
    one.to = builder.nodes.at(function->id);
    readSource(builder, mapping, *source, one);
    station.messages->consumers.push_back(one);
    // What works on a queue does not send to it, though it may name it.
    auto& calls = specOf(builder, function->id).calls;
    std::erase_if(calls, [&](const Call& call) { return call.to == builder.nodes.at(source->id); });
}

/// What is put into a bucket is told to those who asked.
void wireBucket(Builder& builder, const Bucket& bucket) {
    const Value* config = builder.propertiesOf(bucket).find("NotificationConfiguration");
    if (config == nullptr) return;
    StationSpec& station = specOf(builder, bucket.id);
    if (!station.messages) {
        station.messages.emplace();
        station.messages->copies = true;
        station.messages->writesOnly = true;
        station.messages->retention = kDay;
    }
    for (const auto& [list, key] :
         {std::pair("LambdaConfigurations", "Function"), std::pair("QueueConfigurations", "Queue"),
          std::pair("TopicConfigurations", "Topic")}) {
        const Value* items = config->find(list);
        if (items == nullptr) continue;
        for (const Value& one : items->items()) {
            subscribe(builder, bucket, bucket, one.find(key), one.find("Filter") != nullptr);
        }
    }
}

/// A fleet that nothing passes requests to, and that names a queue, works on it.
void wireWorkers(Builder& builder) {
    for (const auto& [id, index] : builder.fleets) {
        if (builder.behind.contains(id)) continue;
        Plant& plant = builder.built.plant;
        FleetSpec& fleet = plant.fleets[index];
        if (fleet.members.empty()) continue;
        const StationSpec model = plant.stations[fleet.model];
        for (const Call& call : model.calls) {
            if (call.to.kind != NodeKind::Station) continue;
            StationSpec& queue = plant.stations[call.to.index];
            if (!queue.messages || queue.messages->copies) continue;
            BalancerSpec pull;
            pull.name = fmt::format("{} (workers of {})", fleet.name, queue.name);
            pull.algorithm = Algorithm::LeastOutstanding;
            for (const std::uint32_t member : fleet.members) pull.targets.push_back({member});
            ConsumerSpec one;
            one.to = {NodeKind::Balancer, static_cast<std::uint32_t>(plant.balancers.size())};
            one.hidesFor = true;
            one.concurrency = model.servers * static_cast<std::uint32_t>(fleet.members.size());
            queue.messages->consumers.push_back(one);
            fleet.balancers.push_back(one.to.index);
            builder.built.types[pull.name] = "workers";
            builder.note(
                fmt::format("{} works on {}: as many messages at once as it has vCPUs at "
                            "the start",
                            fleet.name, queue.name));
            plant.balancers.push_back(std::move(pull));
            builder.behind.insert(id);
        }
        if (!builder.behind.contains(id)) continue;
        const auto isQueue = [&](const Call& call) {
            return call.to.kind == NodeKind::Station && plant.stations[call.to.index].messages &&
                   !plant.stations[call.to.index].messages->copies;
        };
        std::erase_if(plant.stations[fleet.model].calls, isQueue);
        for (const std::uint32_t member : fleet.members) {
            std::erase_if(plant.stations[member].calls, isQueue);
        }
    }
}

/// A state machine starts at once and runs its states one after the other.
///
/// Source: AWS Step Functions developer guide, quotas: StartExecution.
void wireMachine(Builder& builder, const OtherThing& machine) {
    const Value& its = builder.propertiesOf(machine);
    StationSpec run;
    run.name = builder.nameOf(machine) + " (executions)";
    run.service = Distribution::constant(builder.defaults.number("machine.transition_ms") / 1000);
    for (const char* key : {"Definition", "DefinitionString", "DefinitionSubstitutions"}) {
        const Value* definition = its.find(key);
        if (definition == nullptr) continue;
        for (const Thing* named : builder.allReferred(machine, *definition)) {
            const Thing* thing = calledAs(builder, named);
            if (thing == nullptr || thing->id == machine.id) continue;
            const auto found = builder.nodes.find(thing->id);
            if (found == builder.nodes.end()) continue;
            Call call;
            call.to = found->second;
            run.calls.push_back(call);
            builder.behind.insert(thing->id);
        }
    }
    // NOT MODELLED: Choices, waits, retries and parallel states of state machines; each thing that
    // a definition names is called once, in its order.
    builder.note(fmt::format("{}: each execution calls what its definition names once, in order",
                             builder.nameOf(machine)));
    ConsumerSpec one;
    one.to = {NodeKind::Station, static_cast<std::uint32_t>(builder.built.plant.stations.size())};
    one.attempts = 1;
    specOf(builder, machine.id).messages->consumers.push_back(one);
    builder.built.types[run.name] = typeMadeOf(machine.type);
    builder.named[run.name] = one.to;
    builder.built.plant.stations.push_back(std::move(run));
}

}  // namespace

void buildMessaging(Builder& builder) {
    for (const OtherThing* one : builder.othersOf("AWS::SQS::Queue")) addQueue(builder, *one);
    for (const OtherThing* one : builder.othersOf("AWS::Kinesis::Stream")) addStream(builder, *one);
    for (const OtherThing* one : builder.othersOf("AWS::SNS::Topic")) {
        addTopic(builder, *one, "topic.publish_ms", 0);
    }
    for (const OtherThing* one : builder.othersOf("AWS::Events::EventBus")) {
        addTopic(builder, *one, "event.put_ms", builder.defaults.number("event.put_rps"));
    }
    for (const OtherThing* one : builder.othersOf("AWS::KinesisFirehose::DeliveryStream")) {
        addFirehose(builder, *one);
    }
    for (const OtherThing* one : builder.othersOf("AWS::StepFunctions::StateMachine")) {
        const Value& its = builder.propertiesOf(*one);
        const bool express = textAt(its, {"StateMachineType"}) == "EXPRESS" ||
                             textAt(its, {"Type"}) == "EXPRESS";  // As SAM calls it.
        addTopic(builder, *one, "machine.start_ms", 0);
        specOf(builder, one->id).throttle =
            express ? TokenBucket{builder.defaults.number("machine.express_rps"),
                                  builder.defaults.number("machine.express_rps")}
                    : TokenBucket{builder.defaults.number("machine.start_rps"),
                                  builder.defaults.number("machine.start_burst")};
    }
}

void wireMessaging(Builder& builder) {
    for (const OtherThing* one : builder.othersOf("AWS::Lambda::EventSourceMapping")) {
        wireSource(builder, *one);
    }
    for (const OtherThing* one : builder.othersOf("AWS::SNS::Subscription")) {
        wireTopic(builder, *one);
    }
    for (const OtherThing* one : builder.othersOf("AWS::SNS::Topic")) {
        const Value* inner = builder.propertiesOf(*one).find("Subscription");
        if (inner == nullptr) continue;
        for (const Value& each : inner->items()) {
            subscribe(builder, *one, *one, each.find("Endpoint"), false);
        }
    }
    for (const OtherThing* one : builder.othersOf("AWS::Events::Rule")) wireRule(builder, *one);
    for (const auto& [id, bucket] : builder.architecture.buckets) wireBucket(builder, *bucket);
    for (const OtherThing* one : builder.othersOf("AWS::StepFunctions::StateMachine")) {
        wireMachine(builder, *one);
    }
    wireWorkers(builder);
}

}  // namespace archivolt::traffic
