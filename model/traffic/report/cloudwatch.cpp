#include "model/traffic/report/cloudwatch.h"

#include <algorithm>
#include <cmath>

namespace archivolt::traffic {

namespace {

/// How many requests failed at a component with a status of this class (4 or 5); of one status, by
/// that.
double failedWith(const Meter& meter, int status) {
    std::uint64_t count = 0;
    for (const CauseCount& one : meter.causes) {
        if (one.status == status || one.status / 100 == status) count += one.count;
    }
    return static_cast<double>(count);
}

/// The mean stay of those that left, in seconds.
double meanStay(const Meter& meter) {
    const std::uint64_t left = meter.completed + meter.failed + meter.abandoned;
    return left > 0 ? static_cast<double>(meter.stayed) / 1e9 / static_cast<double>(left) : 0;
}

double meanPresent(const ComponentResult& one) {
    return one.lived > 0 ? static_cast<double>(one.meter.area) / static_cast<double>(one.lived) : 0;
}

/// Gathers one component's metrics.
class MetricsOf {
public:
    MetricsOf(const Shown& shown, std::vector<CloudWatchMetric>& metrics)
        : m_shown(shown), m_one(shown.result), m_metrics(metrics) {}

    void balancer(bool classic) {
        place(classic ? "AWS/ELB" : "AWS/ApplicationELB",
              classic ? "LoadBalancerName" : "LoadBalancer");
        add("RequestCount", "Sum", static_cast<double>(m_one.meter.arrivals));
        add(classic ? "Latency" : "TargetResponseTime", "Average", meanStay(m_one.meter));
        add(classic ? "HTTPCode_Backend_2XX" : "HTTPCode_Target_2XX_Count", "Sum",
            static_cast<double>(m_one.meter.completed));
        // What a balancer answers by itself; the rest it passes on.
        double own = 0;
        double refused = 0;
        for (const CauseCount& one : m_one.meter.causes) {
            const auto cause = static_cast<Cause>(one.cause);
            const bool isOwn = cause == Cause::NoTargets || cause == Cause::TargetSilent ||
                               cause == Cause::IdleTimeout || cause == Cause::SurgeQueueFull ||
                               cause == Cause::TargetGone || cause == Cause::NoneReady;
            if (isOwn) own += static_cast<double>(one.count);
            if (cause == Cause::SurgeQueueFull) refused += static_cast<double>(one.count);
        }
        const double all = failedWith(m_one.meter, 5);
        add(classic ? "HTTPCode_ELB_5XX" : "HTTPCode_ELB_5XX_Count", "Sum", own);
        add(classic ? "HTTPCode_Backend_5XX" : "HTTPCode_Target_5XX_Count", "Sum",
            std::max(0.0, all - own));
        if (classic) add("SpilloverCount", "Sum", refused);
    }
    void instance(const char* dimension) {
        place("AWS/EC2", dimension);
        processor();
        if (m_one.credits < 0) return;
        add("CPUCreditBalance", "Last", m_one.credits);
        add("CPUSurplusCreditsCharged", "Sum", m_one.surplus);
    }
    void database() {
        place("AWS/RDS", "DBInstanceIdentifier");
        processor();
        add("DatabaseConnections", "Average", meanPresent(m_one));
        add("DatabaseConnections", "Maximum", static_cast<double>(m_one.meter.mostPresent));
    }
    void function() {
        place("AWS/Lambda", "FunctionName");
        const double throttled = failedWith(m_one.meter, 429);
        add("Invocations", "Sum", static_cast<double>(m_one.meter.arrivals) - throttled);
        add("Errors", "Sum", static_cast<double>(m_one.meter.failed) - throttled);
        add("Throttles", "Sum", throttled);
        add("Duration", "Average", meanStay(m_one.meter) * 1e3);
        add("ConcurrentExecutions", "Maximum", static_cast<double>(m_one.meter.mostPresent));
    }
    void api() {
        place("AWS/ApiGateway", "ApiName");
        add("Count", "Sum", static_cast<double>(m_one.meter.arrivals));
        add("4XXError", "Sum", failedWith(m_one.meter, 4));
        add("5XXError", "Sum", failedWith(m_one.meter, 5));
        add("Latency", "Average", meanStay(m_one.meter) * 1e3);
    }
    void distribution() {
        place("AWS/CloudFront", "DistributionId");
        const double asked = static_cast<double>(m_one.hits + m_one.misses);
        const double all = std::max(1.0, static_cast<double>(m_one.meter.arrivals));
        add("Requests", "Sum", static_cast<double>(m_one.meter.arrivals));
        if (asked > 0) {
            add("CacheHitRate", "Average", 100 * static_cast<double>(m_one.hits) / asked);
        }
        add("4xxErrorRate", "Average", 100 * failedWith(m_one.meter, 4) / all);
        add("5xxErrorRate", "Average", 100 * failedWith(m_one.meter, 5) / all);
    }
    void table() {
        place("AWS/DynamoDB", "TableName");
        add("ThrottledRequests", "Sum", failedWith(m_one.meter, 429));
        add("SuccessfulRequestLatency", "Average", meanStay(m_one.meter) * 1e3);
    }
    void queue() {
        if (!m_one.messages) return;
        const MessagesResult& its = *m_one.messages;
        place("AWS/SQS", "QueueName");
        add("NumberOfMessagesSent", "Sum", static_cast<double>(its.meter.arrivals));
        add("NumberOfMessagesDeleted", "Sum", static_cast<double>(its.meter.completed));
        add("ApproximateNumberOfMessagesVisible", "Maximum",
            static_cast<double>(its.meter.mostPresent));
    }
    void topic() {
        if (!m_one.messages) return;
        place("AWS/SNS", "TopicName");
        add("NumberOfMessagesPublished", "Sum", static_cast<double>(m_one.meter.completed));
        add("NumberOfNotificationsDelivered", "Sum",
            static_cast<double>(m_one.messages->meter.completed));
        add("NumberOfNotificationsFailed", "Sum",
            static_cast<double>(m_one.messages->meter.failed));
    }
    void service() {
        place("AWS/ECS", "ServiceName");
        processor();
    }
    void cache() {
        place("AWS/ElastiCache", "CacheClusterId");
        add("EngineCPUUtilization", "Average", 100 * std::max(0.0, m_shown.utilisation));
    }

private:
    void place(const char* space, const char* dimension) {
        m_space = space;
        m_dimension = dimension;
    }
    void add(const char* metric, const char* statistic, double value) {
        m_metrics.push_back({m_space, m_dimension, m_shown.name, metric, statistic, value});
    }
    void processor() {
        if (m_shown.utilisation >= 0) {
            add("CPUUtilization", "Average", 100 * m_shown.utilisation);
        }
    }

    const Shown& m_shown;
    const ComponentResult& m_one;
    std::vector<CloudWatchMetric>& m_metrics;
    const char* m_space = "";
    const char* m_dimension = "";
};

void addMetrics(const Shown& shown, bool ofFlows, std::vector<CloudWatchMetric>& metrics) {
    const std::string& type = shown.type;
    MetricsOf its(shown, metrics);
    if (type == "AWS::ElasticLoadBalancingV2::LoadBalancer") {
        if (!ofFlows) its.balancer(false);
    } else if (type == "AWS::ElasticLoadBalancing::LoadBalancer") {
        its.balancer(true);
    } else if (type == "AWS::EC2::Instance") {
        its.instance("InstanceId");
    } else if (type == "AWS::AutoScaling::AutoScalingGroup") {
        its.instance("AutoScalingGroupName");
    } else if (type == "AWS::ECS::Service") {
        its.service();
    } else if (type == "AWS::RDS::DBInstance" || type == "AWS::RDS::DBCluster") {
        its.database();
    } else if (type == "AWS::Lambda::Function") {
        its.function();
    } else if (type == "AWS::ApiGateway::RestApi" || type == "AWS::ApiGatewayV2::Api") {
        its.api();
    } else if (type == "AWS::CloudFront::Distribution") {
        its.distribution();
    } else if (type == "AWS::DynamoDB::Table") {
        its.table();
    } else if (type == "AWS::SQS::Queue") {
        its.queue();
    } else if (type == "AWS::SNS::Topic") {
        its.topic();
    } else if (type == "AWS::ElastiCache::CacheCluster" ||
               type == "AWS::ElastiCache::ReplicationGroup") {
        its.cache();
    }
}

}  // namespace

std::vector<CloudWatchMetric> cloudWatchMetrics(const Run& run, const BuiltPlant& built) {
    std::vector<CloudWatchMetric> metrics;
    for (const Shown& one : shownComponents(run, built)) {
        addMetrics(one, built.flowBalancers.contains(one.name), metrics);
    }
    for (const FleetResult& fleet : run.fleets) {
        const auto type = built.types.find(fleet.name);
        const bool isGroup =
            type == built.types.end() || type->second == "AWS::AutoScaling::AutoScalingGroup";
        if (!isGroup) continue;
        metrics.push_back({"AWS/AutoScaling", "AutoScalingGroupName", fleet.name,
                           "GroupInServiceInstances", "Maximum", static_cast<double>(fleet.most)});
    }
    return metrics;
}

nlohmann::ordered_json cloudWatchJson(const Run& run, const BuiltPlant& built) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const CloudWatchMetric& one : cloudWatchMetrics(run, built)) {
        json.push_back({{"namespace", one.space},
                        {"dimension", one.dimension},
                        {"component", one.component},
                        {"metric", one.metric},
                        {"statistic", one.statistic},
                        {"value", std::round(one.value * 1e4) / 1e4}});
    }
    return json;
}

}  // namespace archivolt::traffic
