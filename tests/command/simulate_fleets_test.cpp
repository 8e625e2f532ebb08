#include <QtTest>

#include "tests/command/small_designs.h"

namespace archivolt {

using test::completedAt;
using test::firstTime;
using test::Json;

using test::kScaledService;
using test::kTwoGroups;
using test::kTwoInstances;
using test::plainGroup;
using test::simulate;

/// simulate, on fleets: how they are deployed to, sized and struck.
class SimulateFleetsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// New tasks that refuse all answer 40 s after 1:00, are unhealthy by the second check within
    /// 60 s, and replaced with the next look, once a minute; the breaker wants three of two tasks.
    void aServiceGoesBackToTheVersionBefore() {
        const std::vector<std::string> fault = {
            "--assume-open",
            "--duration",
            "20m",
            "--set",
            "load=0.1",
            "--set",
            R"(faults=[{"kind":"deploy","target":"Web","at_s":60,"fails":true}])"};
        std::string text = std::string(kTwoInstances) + kScaledService;
        const Json still = simulate(text, fault);
        QCOMPARE(firstTime(still, "rolls its deployment back"), -1.0);
        text.replace(text.find("LaunchType: FARGATE"), 19,
                     "LaunchType: FARGATE, DeploymentConfiguration: {DeploymentCircuitBreaker: "
                     "{Enable: true, Rollback: true}}");
        const Json json = simulate(text, fault);
        const double at = firstTime(json, "rolls its deployment back");
        QVERIFY2(at >= 240 && at <= 480, json["events"].dump().c_str());
        QVERIFY(firstTime(json, "runs the version before alone again") >= at);
        QCOMPARE(json["requests"]["failed"], 0);
        // A service of fixed size is deployed to as well.
        text.erase(text.find("  Size: {Type"));
        QVERIFY(firstTime(simulate(text, fault), "rolls its deployment back") > 0);
    }

    void codeDeployRollsBackWhatItsAlarmWatches() {
        const std::string text =
            plainGroup("") +
            R"(  App: {Type: AWS::CodeDeploy::Application, Properties: {ComputePlatform: Server}}
  Errors: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/ApplicationELB, MetricName: HTTPCode_Target_5XX_Count, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 20, ComparisonOperator: GreaterThanThreshold}}
  Installs: {Type: AWS::CodeDeploy::DeploymentGroup, Properties: {ApplicationName: !Ref App, ServiceRoleArn: "arn:aws:iam::123456789012:role/deploy", AutoScalingGroups: [!Ref Group], AlarmConfiguration: {Enabled: true, Alarms: [{Name: !Ref Errors}]}, AutoRollbackConfiguration: {Enabled: true, Events: [DEPLOYMENT_STOP_ON_ALARM]}}}
)";
        const Json json = simulate(
            text, {"--assume-open", "--duration", "15m", "--set",
                   R"(faults=[{"kind":"deploy","target":"Group","at_s":60,"share":0.5}])"});
        QVERIFY2(firstTime(json, "rolls its deployment back") > 0, json["events"].dump().c_str());
        QVERIFY(firstTime(json, "runs the version before alone again") > 0);
        for (const auto& one : json["not_simulated"]) QVERIFY(one["component"] != "Installs");
    }

    /// The run begins at 08:50 on a Monday; at 09:00 on weekdays there are at least six.
    void scheduledActionsComeByTheCalendar() {
        const std::string at =
            R"(  Morning: {Type: AWS::AutoScaling::ScheduledAction, Properties: {AutoScalingGroupName: !Ref Group, MinSize: 2, MaxSize: 4, DesiredCapacity: 4, Recurrence: "0 9 * * MON-FRI"}}
  Once: {Type: AWS::AutoScaling::ScheduledAction, Properties: {AutoScalingGroupName: !Ref Group, MinSize: 1, MaxSize: 4, DesiredCapacity: 3, StartTime: "2026-11-30T09:10:00Z"}}
)";
        const std::string text = plainGroup("") + at;
        const std::vector<std::string> when = {"--assume-open", "--duration", "30m", "--set",
                                               "starts_at=2026-11-30T08:50:00Z"};
        const Json json = simulate(text, when);
        QVERIFY2(firstTime(json, "scaled out") == 600, json["events"].dump().c_str());
        QCOMPARE(firstTime(json, "scaled in 4 → 3"), 1200.0);
        QCOMPARE(json["not_simulated"].size(), 0U);
        std::vector<std::string> sunday = when;
        sunday.back() = "starts_at=2026-11-29T08:50:00Z";
        QCOMPARE(firstTime(simulate(text, sunday), "scaled"), -1.0);
        // Without a date they are named.
        const Json undated = simulate(text, {"--assume-open", "--duration", "1m"});
        QCOMPARE(undated["not_simulated"].size(), 2U);
        // Application Auto Scaling says it otherwise: Monday is its second day.
        std::string service = std::string(kTwoInstances) + kScaledService;
        service.replace(service.find("MinCapacity: 2, MaxCapacity: 8"), 30,
                        "MinCapacity: 2, MaxCapacity: 8, ScheduledActions: [{ScheduledActionName: "
                        "up, Schedule: \"cron(0 9 ? * 2-6 *)\", ScalableTargetAction: "
                        "{MinCapacity: 5}}]");
        QCOMPARE(firstTime(simulate(service, when), "scaled out 2 → 5"), 600.0);
        QCOMPARE(firstTime(simulate(service, sunday), "scaled"), -1.0);
    }

    void whatIsForecastIsReadOfThePolicy() {
        const std::string text =
            plainGroup("TerminationPolicies: [OldestInstance], ") +
            R"(  Ahead: {Type: AWS::AutoScaling::ScalingPolicy, Properties: {AutoScalingGroupName: !Ref Group, PolicyType: PredictiveScaling, PredictiveScalingConfiguration: {Mode: ForecastAndScale, SchedulingBufferTime: 600, MaxCapacityBreachBehavior: IncreaseMaxCapacity, MaxCapacityBuffer: 10, MetricSpecifications: [{TargetValue: 50, PredefinedMetricPairSpecification: {PredefinedMetricType: ASGCPUUtilization}}]}}}
)";
        const Json json = simulate(
            text, {"--assume-open", "--duration", "26h", "--set",
                   R"(clients=[{"name":"a","arrivals":{"kind":"constant","rate_rps":0.05}}])"});
        QCOMPARE(firstTime(json, "forecasts at most 1 members"), 86400.0);
        QCOMPARE(json["not_simulated"].size(), 0U);
    }

    void whatFailsAtRandomIsAFaultOfTheScenario() {
        const Json json =
            simulate(std::string(kTwoInstances) + kTwoGroups,
                     {"--assume-open", "--duration", "3h", "--set", "load=0.02", "--set",
                      R"(faults=[{"kind":"component","target":"Web1","mttf_s":600,"mttr_s":60}])"});
        QVERIFY(firstTime(json, "is down") > 0);
        const Json odd = simulate(std::string(kTwoInstances) + kTwoGroups,
                                  {"--assume-open", "--set",
                                   R"(faults=[{"kind":"component","target":"Web1","mttr_s":60}])"});
        QVERIFY(odd.empty());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SimulateFleetsTest)
#include "simulate_fleets_test.moc"
