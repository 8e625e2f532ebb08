#include <QtTest>

#include "tests/command/small_designs.h"

namespace archivolt {

using test::completedAt;
using test::firstTime;
using test::Json;

using test::kScaledService;
using test::kTwoGroups;
using test::kTwoInstances;
using test::MemoryFiles;
using test::plainGroup;
using test::run;
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

    /// Of 60 requests a second a tenth changes something: 54 read, of one operation each, and 6 of
    /// two: 66 operations a second, of 3,000 that gp3 bears, are 2.2 %, and of 100 of magnetic
    /// storage 66 %. 300 GiB of gp2 bear 900, and 3,000 with credits.
    void aDatabaseAsksItsStorage() {
        const std::string head = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  Web: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.2xlarge, SubnetId: !Ref A, UserData: !Base64 {Ref: Db}}}
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql, DBInstanceClass: db.m5.xlarge, AllocatedStorage: "300")";
        const auto busy = [&](const std::string& storage) {
            const Json json = simulate(
                head + storage + "}}\n",
                {"--assume-open", "--duration", "5m", "--set",
                 R"(clients=[{"name":"a","arrivals":{"rate_rps":60},"mix":[{"name":"read","share":9},{"name":"change","share":1,"write":true}]}])",
                 "--set", "components.Db.read_ios=1", "--set", "components.Db.write_ios=2"});
            const auto& all = json["components"];
            return all.contains("Db (storage)") ? all["Db (storage)"]["utilisation"].get<double>()
                                                : -1.0;
        };
        const double gp3 = busy("");
        QVERIFY2(gp3 > 0.02 && gp3 < 0.024, std::to_string(gp3).c_str());
        const double magnetic = busy(", StorageType: standard");
        QVERIFY2(magnetic > 0.6 && magnetic < 0.72, std::to_string(magnetic).c_str());
        const double provisioned = busy(", StorageType: io2, Iops: 1000");
        QVERIFY2(provisioned > 0.06 && provisioned < 0.072, std::to_string(provisioned).c_str());
        const double burst = busy(", StorageType: gp2");
        QVERIFY2(burst > 0.02 && burst < 0.024, std::to_string(burst).c_str());
    }

    /// A cache of two shards with a replica each: each shard takes its objects' commands, and once
    /// reads go to the replicas the primaries take what is put and dropped alone.
    void aCacheHasShardsAndReplicas() {
        const std::string text = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  Web: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.2xlarge, SubnetId: !Ref A, UserData: !Base64 {"Fn::Join": [",", [!Ref Db, !GetAtt Cache.ConfigurationEndPoint.Address]]}}}
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql, DBInstanceClass: db.m5.xlarge, AllocatedStorage: "300"}}
  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {ReplicationGroupDescription: a, Engine: redis, CacheNodeType: cache.m5.large, NumNodeGroups: 2, ReplicasPerNodeGroup: 1, AutomaticFailoverEnabled: true}}
)";
        const std::vector<std::string> load = {
            "--assume-open", "--duration", "2m", "--set",
            R"(clients=[{"name":"a","arrivals":{"rate_rps":100},"zipf":0}])"};
        const Json json = simulate(text, load);
        const double one = completedAt(json, "Cache-0001");
        const double two = completedAt(json, "Cache-0002");
        QVERIFY2(one > 0.9 * two && two > 0.9 * one, json["components"].dump().c_str());
        QCOMPARE(json["not_simulated"].size(), 0U);
        std::vector<std::string> more = load;
        more.insert(more.end(), {"--set", "components.Cache.read_replicas=true"});
        const Json split = simulate(text, more);
        QVERIFY(completedAt(split, "Cache-0001 (replica 1)") > 1000);
        QVERIFY(completedAt(split, "Cache-0001") < one);
        more = load;
        more.insert(more.end(),
                    {"--set", R"(faults=[{"kind":"failover","target":"Cache","at_s":60}])"});
        QCOMPARE(firstTime(simulate(text, more), "fails over to its standby"), 60.0);
    }

    // What is written to MemoryDB waits 3 ms for its log, what is read does not: of 100 requests a
    // second a quarter are changes, which is 3,000 in two minutes. Without that wait the mean is
    // 0.25 × 3 = 0.75 ms less, since nothing else waits for it.
    void changesOfMemoryDbWaitForItsLog() {
        const std::string text = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  Web: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.2xlarge, SubnetId: !Ref A, UserData: !Base64 {"Fn::GetAtt": [Memory, ClusterEndpoint.Address]}}}
  Memory: {Type: AWS::MemoryDB::Cluster, Properties: {ClusterName: memory, NodeType: db.r6g.large, ACLName: open-access, NumShards: 1, NumReplicasPerShard: 1}}
)";
        const auto ran = [&](const char* logMs) {
            return simulate(
                text,
                {"--assume-open", "--duration", "2m", "--set",
                 R"(clients=[{"name":"a","arrivals":{"rate_rps":100},"mix":[{"name":"read","share":3},{"name":"change","write":true}]}])",
                 "--set",
                 std::string(R"json(components={"Memory (log)":{"work_ms":)json") + logMs + "}}"});
        };
        const Json waits = ran("3");
        const double logged = completedAt(waits, "Memory (log)");
        QVERIFY2(logged > 2700 && logged < 3300, waits["components"].dump().c_str());
        QVERIFY(completedAt(waits, "Memory") > 11'000);
        const Json quick = ran("0.001");
        const double longer =
            waits["latency_ms"]["mean"].get<double>() - quick["latency_ms"]["mean"].get<double>();
        QVERIFY2(longer > 0.65 && longer < 0.85, std::to_string(longer).c_str());
    }

    /// Files of 64 KiB: elastic throughput bears 1,024 MiB a second of changes; a megabyte a second
    /// that is provisioned bears 16 of them, or 48 reads.
    void filesAreReadAndChanged() {
        const std::string head = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  Web: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.2xlarge, SubnetId: !Ref A, UserData: !Base64 {Ref: Files}}}
  Files: {Type: AWS::EFS::FileSystem, Properties: {)";
        const auto busy = [&](const std::string& mode) {
            const Json json = simulate(
                head + mode + "}}\n",
                {"--assume-open", "--duration", "10m", "--set",
                 R"(clients=[{"name":"a","arrivals":{"rate_rps":24},"mix":[{"name":"read"}]}])"});
            return json["components"]["Files"]["utilisation"].get<double>();
        };
        const double provisioned =
            busy("ThroughputMode: provisioned, ProvisionedThroughputInMibps: 1");
        QVERIFY2(provisioned > 0.48 && provisioned < 0.52, std::to_string(provisioned).c_str());
        QVERIFY(busy("ThroughputMode: elastic") < 0.01);
        QVERIFY(busy("") < 0.01);
    }

    /// Requests of 20 ms on one vCPU: 30 a second are 0.6 / 0.4 = 1.5 at once. Five may be: it
    /// stays as it is; where one may be, two are wanted after the first minute.
    void appRunnerScalesByRequestsAtOnce() {
        std::string text = R"(Resources:
  Scaling: {Type: AWS::AppRunner::AutoScalingConfiguration, Properties: {MaxConcurrency: 5, MinSize: 1, MaxSize: 4}}
  App: {Type: AWS::AppRunner::Service, Properties: {SourceConfiguration: {ImageRepository: {ImageIdentifier: "public.ecr.aws/example/app:1", ImageRepositoryType: ECR_PUBLIC}}, AutoScalingConfigurationArn: !GetAtt Scaling.AutoScalingConfigurationArn}}
)";
        const Json json = simulate(
            text, {"--duration", "10m", "--set",
                   R"(clients=[{"name":"a","arrivals":{"rate_rps":30},"mix":[{"name":"page"}]}])"});
        QCOMPARE(firstTime(json, "scaled"), -1.0);
        text.replace(text.find("MaxConcurrency: 5"), 17, "MaxConcurrency: 1");
        const Json much = simulate(
            text, {"--duration", "10m", "--set",
                   R"(clients=[{"name":"a","arrivals":{"rate_rps":30},"mix":[{"name":"page"}]}])"});
        QVERIFY2(firstTime(much, "scaled out 1 → 2") == 60, much["events"].dump().c_str());
        QCOMPARE(much["not_simulated"].size(), 0U);
        QVERIFY(completedAt(much, "App") > 10'000);
    }

    void nodesOfAClusterTakeRequests() {
        const std::string text = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  Cluster: {Type: AWS::EKS::Cluster, Properties: {RoleArn: "arn:aws:iam::123456789012:role/eks", ResourcesVpcConfig: {SubnetIds: [!Ref A, !Ref B]}}}
  Nodes: {Type: AWS::EKS::Nodegroup, Properties: {ClusterName: !Ref Cluster, NodeRole: "arn:aws:iam::123456789012:role/node", Subnets: [!Ref A, !Ref B], InstanceTypes: [m5.large], ScalingConfig: {MinSize: 2, DesiredSize: 3, MaxSize: 4}}}
)";
        const Json json = simulate(text, {"--assume-open", "--duration", "2m"});
        QVERIFY2(completedAt(json, "Nodes") > 1000, json.dump().c_str());
        QCOMPARE(json["fleets"]["Nodes"]["at_end"].get<int>(), 3);
        QVERIFY(json["notes"].dump().find("what the cluster runs is not in the template") !=
                std::string::npos);
    }

    /// What is refused was not answered in time: half of the requests that fail break any p99.
    void whatFailsKeepsNoBoundOfLatency() {
        MemoryFiles files;
        files.files["a.yaml"] = std::string(kTwoInstances) + kTwoGroups;
        std::vector<std::string> asked = {"simulate",   "a.yaml",    "--assume-open",
                                          "--duration", "2m",        "--set",
                                          "load=0.1",   "--promise", "p99<30s"};
        QCOMPARE(run(files, asked).status, 0);
        asked.insert(
            asked.end(),
            {"--set", R"(faults=[{"kind":"failing","target":"Web1","at_s":0,"share":0.1}])"});
        const auto broken = run(files, asked);
        QVERIFY2(broken.status != 0, (broken.out + broken.err).c_str());
    }

    /// Beside a cache stands what its lifetime and its changes expect it to miss.
    void whatACacheMissesIsThatOfItsClosedForm() {
        const std::string text = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  Web: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.2xlarge, SubnetId: !Ref A, UserData: !Base64 {"Fn::Join": [",", [!Ref Db, !Ref Cache]]}}}
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql, DBInstanceClass: db.m5.xlarge, AllocatedStorage: "300"}}
  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {ReplicationGroupDescription: a, Engine: redis, CacheNodeType: cache.m5.large}}
)";
        const auto theory = [&](const std::string& client, const std::string& cache) {
            const Json json = simulate(
                text, {"--assume-open", "--duration", "30m", "--set",
                       "clients=[{\"name\":\"a\",\"arrivals\":{\"rate_rps\":50}" + client + "}]",
                       "--set", "components.Cache=" + cache});
            return json["components"]["Cache"]["fetches_theory"];
        };
        const Json changes = theory("", "{}");
        QCOMPARE(changes["model"], "TTL and changes");
        QVERIFY2(changes["agrees"].get<bool>(), changes.dump().c_str());
        const std::string reads = R"(,"mix":[{"name":"read"}])";
        const Json lifetime = theory(reads, R"({"time_to_live_s":60})");
        QCOMPARE(lifetime["model"], "TTL");
        QVERIFY2(lifetime["agrees"].get<bool>(), lifetime.dump().c_str());
        const Json crowded = theory(reads, R"({"time_to_live_s":100000,"capacity":1000})");
        QCOMPARE(crowded["model"], "Che's LRU");
        QVERIFY2(crowded["agrees"].get<bool>(), crowded.dump().c_str());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SimulateFleetsTest)
#include "simulate_fleets_test.moc"
