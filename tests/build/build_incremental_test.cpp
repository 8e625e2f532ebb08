#include <QtTest>
#include <algorithm>
#include <random>
#include <set>

#include "export/cloudformation/read_template.h"
#include "tests/build/build_support.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t limit) {
    return static_cast<std::size_t>(random() % limit);
}

const Stack& anyStack(const Design& design, Random& random) {
    return *design.stacks[below(random, design.stacks.size())];
}

/// Collects the paths of all values below a value, itself left out.
void collectPaths(const Value& value, Path at, std::vector<Path>& paths) {
    for (const MapEntry& entry : value.entries()) {
        paths.push_back(at / entry.key);
        collectPaths(entry.value, paths.back(), paths);
    }
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        paths.push_back(at / i);
        collectPaths(value.items()[i], paths.back(), paths);
    }
    if (value.isCall()) {
        paths.push_back(at / std::string(value.functionName()));
        collectPaths(value.argument(), paths.back(), paths);
    }
}

Value anyValue(const Stack& stack, Random& random) {
    const auto& resources = stack.body.resources;
    const auto& some = *resources[below(random, resources.size())];
    switch (below(random, 9)) {
        case 0: return Value::ref(some.logicalId);
        case 1: return Value::getAtt(some.logicalId, "Arn");
        case 2: return Value::string("10.0.0.0/16");
        case 3: return Value::string("subnet-0abc");
        case 4: return Value::number(static_cast<std::int64_t>(below(random, 100)));
        case 5: return Value::call(Function::ImportValue, Value::string("shared"));
        case 6: return Value::getAtt(some.logicalId, "VpcId");
        case 7: return Value::string("true");
        default: {
            // A value of another place, such as another resource's whole property.
            std::vector<Path> paths;
            collectPaths(some.body, {}, paths);
            return paths.empty() ? Value() : *some.body.at(paths[below(random, paths.size())]);
        }
    }
}

Edit anyEdit(const Design& design, Random& random) {
    const Stack& stack = anyStack(design, random);
    const auto& resources = stack.body.resources;
    const auto& resource = *resources[below(random, resources.size())];
    std::vector<Path> paths;
    collectPaths(resource.body, Path{"Resources", resource.logicalId}, paths);
    const auto fresh = "New" + std::to_string(random() % 1000);
    switch (below(random, 12)) {
        case 0: return RemoveResource{stack.id, resource.logicalId};
        case 1: return RenameResource{stack.id, resource.logicalId, fresh};
        case 2: return AddResource{stack.id, fresh, resource.body, std::nullopt};
        case 3: return AddResource{stack.id, fresh, resource.body, resource.logicalId};
        case 4:
        case 5:
            if (!paths.empty()) return RemoveValue{stack.id, paths[below(random, paths.size())]};
            [[fallthrough]];
        case 6: {
            const Value* parameters = stack.body.section("Parameters");
            if (parameters != nullptr && !parameters->entries().empty()) {
                const auto& entries = parameters->entries();
                return SetParameter{stack.id, entries[below(random, entries.size())].key,
                                    anyValue(stack, random)};
            }
            [[fallthrough]];
        }
        case 7:
            return SetStackIdentity{stack.id, stack.name, stack.account,
                                    below(random, 2) == 0 ? "us-east-1" : "eu-west-1"};
        default:
            if (paths.empty()) return RemoveResource{stack.id, resource.logicalId};
            return SetValue{stack.id, paths[below(random, paths.size())], anyValue(stack, random)};
    }
}

std::size_t editCount() {
    const QByteArray text = qgetenv("ARCHIVOLT_RANDOM_EDITS");
    return text.isEmpty() ? 300 : text.toULongLong();
}

/// Applies random edits and compares each incremental result with one from nothing.
std::size_t editAtRandom(const Design& start, std::uint64_t seed, std::size_t edits) {
    Random random(seed);
    Design design = start;
    auto resolved = resolve(design);
    std::size_t applied = 0;
    for (std::size_t i = 0; i < edits; ++i) {
        const auto after = archivolt::apply(design, anyEdit(design, random));
        if (!after) continue;
        ++applied;
        auto next = resolve(*after, resolved.get());
        const auto full = resolve(*after);
        const std::string difference =
            test::firstDifference(*next->architecture, *full->architecture);
        if (!difference.empty() || !(next->counts == full->counts)) {
            qWarning("seed %llu, edit %zu: %s", static_cast<unsigned long long>(seed), i,
                     difference.c_str());
            return 0;
        }
        const bool isSmall = std::ranges::any_of(
            after->stacks, [](const auto& stack) { return stack->body.resources.size() < 3; });
        if (isSmall) break;
        design = *after;
        resolved = std::move(next);
    }
    return applied;
}

const char* const kTwoStacks[] = {R"(
Parameters:
  Zone: {Type: String}
  Count: {Type: Number, Default: 2}
Conditions:
  Many: !Equals [!Ref Count, 2]
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Six: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/28, MapPublicIpOnLaunch: true}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Ref Zone}}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attachment: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Default: {Type: AWS::EC2::Route, Condition: Many, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}}
  Joined: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref A, RouteTableId: !Ref Table}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: x, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}]}}
  Rule: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !GetAtt Group.GroupId, IpProtocol: tcp, FromPort: 22, ToPort: 22, SourceSecurityGroupId: !GetAtt Vpc.DefaultSecurityGroup}}
  Web: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref A, SecurityGroupIds: [!Ref Group]}}
  Web2: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref A}}
  Address: {Type: AWS::EC2::EIP, Properties: {InstanceId: !Ref Web}}
  NatAddress: {Type: AWS::EC2::EIP}
  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref A, AllocationId: !GetAtt NatAddress.AllocationId}}
  Settings: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {SecurityGroupIds: [!Ref Group]}}}
  Fleet: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: !Ref Count, MaxSize: 20, VPCZoneIdentifier: [!Ref A, !Ref B], LaunchTemplate: {LaunchTemplateId: !Ref Settings}, TargetGroupARNs: [!Ref Targets]}}
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Port: 80, Protocol: HTTP}}
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Endpoint: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.us-east-1.s3, RouteTableIds: [!Ref Table]}}
Outputs:
  Shared: {Value: !Ref A, Export: {Name: shared}}
  Group: {Value: !Ref Group, Export: {Name: group}}
)",
                                  R"(
Resources:
  Box: {Type: AWS::EC2::Instance, Properties: {SubnetId: !ImportValue shared, SecurityGroupIds: [!ImportValue group]}}
  Other: {Type: AWS::EC2::Instance, Properties: {SubnetId: !ImportValue missing}}
  Third: {Type: AWS::EC2::Instance}
  Fourth: {Type: AWS::EC2::EIP}
)"};

}  // namespace

class BuildIncrementalTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void randomEditsGiveWhatAFullBuildGives() {
        Design design;
        design = test::withStackOf(design, "network", kTwoStacks[0]);
        design = test::withStackOf(design, "boxes", kTwoStacks[1]);
        std::size_t applied = 0;
        for (std::uint64_t seed = 1; applied < editCount(); ++seed) {
            const std::size_t done = editAtRandom(design, seed, 40);
            QVERIFY2(done != 0, "see the warning above");
            applied += done;
        }
        qInfo("%zu random edits, each equal to a full build", applied);
    }

    void randomEditsOfRealTemplatesGiveWhatAFullBuildGives() {
        std::size_t applied = 0;
        std::uint64_t seed = 1;
        const auto files = test::corpusTemplates();
        for (std::size_t i = 0; i < files.size(); i += 8) {
            std::uint32_t nextId = 1;
            auto reading = readTemplate(test::readFile(files[i]), {}, nextId);
            if (!reading.usable || reading.body.resources.size() < 3) continue;
            const Design design = test::readDesign(test::readFile(files[i]));
            const std::size_t done = editAtRandom(design, seed++, 1 + editCount() / 60);
            QVERIFY2(done != 0, files[i].c_str());
            applied += done;
        }
        qInfo("%zu random edits of real templates", applied);
    }

    void anEditElsewhereKeepsThingsAndAddresses() {
        const Design design = test::withStackOf({}, "network", kTwoStacks[0]);
        const auto before = resolve(design);
        const StackId stack = design.stacks.front()->id;
        const auto after = archivolt::apply(
            design, SetValue{stack, Path::parse("Resources.Table.Properties.Tags"),
                             Value::list({Value::map({{"Key", Value::string("Name")},
                                                      {"Value", Value::string("edge")}})})});
        QVERIFY(after.has_value());
        const auto now = resolve(*after, before.get());
        std::set<std::string> changed;
        forEachTable([&](auto table) {
            for (const auto& [id, thing] : now->architecture.get()->*table) {
                const auto* old = (before->architecture.get()->*table).find(id);
                if (old == nullptr || *old != thing) changed.insert(thing->name);
            }
        });
        QCOMPARE(changed, std::set<std::string>{"Table"});
    }

    void aFurtherInstanceLeavesTheOthersAddressesAlone() {
        const Design design = test::withStackOf({}, "network", kTwoStacks[0]);
        const auto before = resolve(design);
        const auto after = archivolt::apply(
            design, AddResource{design.stacks.front()->id, "Extra",
                                design.stacks.front()->body.resources.find("Web2")->body, "Web"});
        QVERIFY(after.has_value());
        const auto now = resolve(*after, before.get());
        std::size_t moved = 0;
        for (const auto& [id, interface] : before->architecture->interfaces) {
            const auto* found = now->architecture->interfaces.find(id);
            QVERIFY(found != nullptr);
            if ((*found)->addresses != interface->addresses) ++moved;
        }
        QCOMPARE(moved, std::size_t{0});
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::BuildIncrementalTest)
#include "build_incremental_test.moc"
