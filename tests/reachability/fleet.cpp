#include "tests/reachability/fleet.h"

#include <fmt/format.h>

#include "model/base/invariant.h"

namespace archivolt::test {

namespace {

constexpr const char* kTiers[] = {"Web", "App", "Data"};

struct FleetShape {
    std::size_t vpcs = 1;
    std::size_t zones = 4;  ///< Subnets of each tier in a VPC.
};

FleetShape shapeOf(std::size_t instances) {
    if (instances <= 100) return {1, 4};
    if (instances <= 1000) return {2, 4};
    return {4, 4};
}

constexpr std::string_view kVpc =
    R"(  Vpc{n}: {{Type: AWS::EC2::VPC, Properties: {{CidrBlock: 10.{n}.0.0/16}}}}
  Gateway{n}: {{Type: AWS::EC2::InternetGateway}}
  Attachment{n}: {{Type: AWS::EC2::VPCGatewayAttachment, Properties: {{VpcId: !Ref Vpc{n}, InternetGatewayId: !Ref Gateway{n}}}}}
  NatAddress{n}: {{Type: AWS::EC2::EIP, Properties: {{Domain: vpc}}}}
  Nat{n}: {{Type: AWS::EC2::NatGateway, Properties: {{SubnetId: !Ref Web{n}x0, AllocationId: !GetAtt NatAddress{n}.AllocationId}}}}
  WebTable{n}: {{Type: AWS::EC2::RouteTable, Properties: {{VpcId: !Ref Vpc{n}}}}}
  AppTable{n}: {{Type: AWS::EC2::RouteTable, Properties: {{VpcId: !Ref Vpc{n}}}}}
  DataTable{n}: {{Type: AWS::EC2::RouteTable, Properties: {{VpcId: !Ref Vpc{n}}}}}
  WebDefault{n}: {{Type: AWS::EC2::Route, DependsOn: Attachment{n}, Properties: {{RouteTableId: !Ref WebTable{n}, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway{n}}}}}
  AppDefault{n}: {{Type: AWS::EC2::Route, Properties: {{RouteTableId: !Ref AppTable{n}, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat{n}}}}}
  DefaultEntry{n}:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {{NetworkAclId: !GetAtt Vpc{n}.DefaultNetworkAcl, RuleNumber: 50, Protocol: 6, RuleAction: deny, CidrBlock: 10.{n}.200.0/24, PortRange: {{From: 23, To: 23}}}}
  DataAcl{n}: {{Type: AWS::EC2::NetworkAcl, Properties: {{VpcId: !Ref Vpc{n}}}}}
  DataIn{n}: {{Type: AWS::EC2::NetworkAclEntry, Properties: {{NetworkAclId: !Ref DataAcl{n}, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 10.0.0.0/8, PortRange: {{From: 5432, To: 5432}}}}}}
  DataBack{n}: {{Type: AWS::EC2::NetworkAclEntry, Properties: {{NetworkAclId: !Ref DataAcl{n}, Egress: true, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 10.0.0.0/8, PortRange: {{From: 1024, To: 65535}}}}}}
  Shared{n}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: what every instance carries
      VpcId: !Ref Vpc{n}
      SecurityGroupIngress:
        - {{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.{n}.0.0/24}}
        - {{IpProtocol: icmp, FromPort: 8, ToPort: -1, CidrIp: 10.0.0.0/8}}
  WebGroup{n}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      VpcId: !Ref Vpc{n}
      SecurityGroupIngress: [{{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}}]
  AppGroup{n}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: application
      VpcId: !Ref Vpc{n}
      SecurityGroupIngress: [{{IpProtocol: tcp, FromPort: 8080, ToPort: 8080, SourceSecurityGroupId: !Ref WebGroup{n}}}]
  DataGroup{n}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: data
      VpcId: !Ref Vpc{n}
      SecurityGroupIngress:
        - {{IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref AppGroup{n}}}
        - {{IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.{other}.64.0/18}}
)";

constexpr std::string_view kSubnet =
    R"(  {tier}{n}x{z}: {{Type: AWS::EC2::Subnet, Properties: {{VpcId: !Ref Vpc{n}, CidrBlock: 10.{n}.{net}.0/20, AvailabilityZone: !Select [{zone}, !GetAZs ""], MapPublicIpOnLaunch: {public}}}}}
  {tier}Table{n}x{z}: {{Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {{SubnetId: !Ref {tier}{n}x{z}, RouteTableId: !Ref {tier}Table{n}}}}}
)";

constexpr std::string_view kHost =
    R"(  {tier}Host{i}: {{Type: AWS::EC2::Instance, Properties: {{ImageId: ami-0123456789abcdef0, InstanceType: m6i.large, SubnetId: !Ref {tier}{n}x{z}, SecurityGroupIds: [!Ref {tier}Group{n}, !Ref Shared{n}]}}}}
)";

std::string peeringOfTwo() {
    std::string text =
        "  Peering: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc1, "
        "PeerVpcId: !Ref Vpc2}}\n";
    for (const char* tier : kTiers) {
        for (int n = 1; n <= 2; ++n) {
            text += fmt::format(
                "  {}Peer{}: {{Type: AWS::EC2::Route, Properties: {{RouteTableId: !Ref {}Table{}, "
                "DestinationCidrBlock: 10.{}.0.0/16, VpcPeeringConnectionId: !Ref Peering}}}}\n",
                tier, n, tier, n, 3 - n);
        }
    }
    return text;
}

std::string transitOf(const FleetShape& shape) {
    std::string text = "  Transit: {Type: AWS::EC2::TransitGateway}\n";
    for (std::size_t n = 1; n <= shape.vpcs; ++n) {
        text += fmt::format(
            "  Transit{0}: {{Type: AWS::EC2::TransitGatewayAttachment, Properties: "
            "{{TransitGatewayId: !Ref Transit, VpcId: !Ref Vpc{0}, SubnetIds: [!Ref App{0}x0, !Ref "
            "App{0}x1, !Ref App{0}x2, !Ref App{0}x3]}}}}\n",
            n);
        for (const char* tier : kTiers) {
            text += fmt::format(
                "  {0}Far{1}: {{Type: AWS::EC2::Route, DependsOn: Transit{1}, Properties: "
                "{{RouteTableId: !Ref {0}Table{1}, DestinationCidrBlock: 10.0.0.0/8, "
                "TransitGatewayId: !Ref Transit}}}}\n",
                tier, n);
        }
    }
    return text;
}

}  // namespace

std::string fleetTemplate(std::size_t instances) {
    const FleetShape shape = shapeOf(instances);
    std::string text = "Resources:\n";
    for (std::size_t n = 1; n <= shape.vpcs; ++n) {
        text += fmt::format(fmt::runtime(kVpc), fmt::arg("n", n),
                            fmt::arg("other", n % shape.vpcs + 1));
        for (std::size_t t = 0; t < 3; ++t) {
            for (std::size_t z = 0; z < shape.zones; ++z) {
                text += fmt::format(fmt::runtime(kSubnet), fmt::arg("tier", kTiers[t]),
                                    fmt::arg("n", n), fmt::arg("z", z), fmt::arg("zone", z % 3),
                                    fmt::arg("net", (t * shape.zones + z) * 16),
                                    fmt::arg("public", t == 0));
                if (t != 2) continue;
                text += fmt::format(
                    "  DataAcl{0}x{1}: {{Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: "
                    "{{SubnetId: !Ref Data{0}x{1}, NetworkAclId: !Ref DataAcl{0}}}}}\n",
                    n, z);
            }
        }
    }
    if (shape.vpcs == 2) text += peeringOfTwo();
    if (shape.vpcs > 2) text += transitOf(shape);
    for (std::size_t i = 0; i < instances; ++i) {
        text += fmt::format(fmt::runtime(kHost), fmt::arg("tier", kTiers[i % 3]), fmt::arg("i", i),
                            fmt::arg("n", i / 3 % shape.vpcs + 1),
                            fmt::arg("z", i / 3 / shape.vpcs % shape.zones));
    }
    return text;
}

std::string adversarialTemplate(std::size_t instances) {
    std::string text =
        "Resources:\n"
        "  Vpc1: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n"
        "  Net: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc1, CidrBlock: 10.0.0.0/17}}\n"
        "  Far: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc1, CidrBlock: "
        "10.0.128.0/17}}\n";
    for (std::size_t i = 0; i < instances; ++i) {
        const std::size_t before = i == 0 ? instances - 1 : i - 1;
        text += fmt::format(
            "  Group{0}: {{Type: AWS::EC2::SecurityGroup, Properties: {{GroupDescription: own, "
            "VpcId: !Ref Vpc1}}}}\n"
            "  Rule{0}: {{Type: AWS::EC2::SecurityGroupIngress, Properties: {{GroupId: !Ref "
            "Group{0}, IpProtocol: tcp, FromPort: {1}, ToPort: {1}, SourceSecurityGroupId: !Ref "
            "Group{2}}}}}\n"
            "  Host{0}: {{Type: AWS::EC2::Instance, Properties: {{ImageId: ami-0123456789abcdef0, "
            "SubnetId: !Ref {3}, SecurityGroupIds: [!Ref Group{0}]}}}}\n",
            i, 1000 + i % 50000, before, i % 2 == 0 ? "Net" : "Far");
    }
    return text;
}

const char* fleetEditName(FleetEdit kind) {
    switch (kind) {
        case FleetEdit::TagInstance: return "tag an instance";
        case FleetEdit::ChangeRule: return "change a tier's rule";
        case FleetEdit::ChangeGroups: return "change an instance's groups";
        case FleetEdit::ChangeAclEntry: return "change the data ACL";
        case FleetEdit::MoveInstance: return "move an instance";
        case FleetEdit::AddInstance: return "add an instance";
        case FleetEdit::RemoveInstance: return "remove an instance";
        case FleetEdit::ChangeRoute: return "change a route";
        case FleetEdit::ChangeSharedRule: return "change the shared group";
        case FleetEdit::ChangeDefaultAcl: return "change a default ACL";
    }
    return "";
}

namespace {

/// Finds things of a fleet by their names and makes edits of them.
class Editor {
public:
    Editor(const Design& design, std::mt19937_64& random)
        : m_stack(*design.stacks.front()), m_random(random) {
        for (const auto& resource : m_stack.body.resources) {
            const Value* type = resource->body.find("Type");
            if (type == nullptr) continue;
            if (type->text() == "AWS::EC2::Instance") m_hosts.push_back(resource->logicalId);
            if (type->text() == "AWS::EC2::VPC") ++m_vpcs;
        }
        INVARIANT(!m_hosts.empty() && m_vpcs > 0);
    }

    Edit make(FleetEdit kind) {
        const std::string host = m_hosts[below(m_hosts.size())];
        const std::string vpc = std::to_string(below(m_vpcs) + 1);
        switch (kind) {
            case FleetEdit::TagInstance:
                return set(host, "InstanceType",
                           Value::string(below(2) == 0 ? "t3.micro" : "m6i.large"));
            case FleetEdit::ChangeRule:
                return set("WebGroup" + vpc, "SecurityGroupIngress", rules(vpc));
            case FleetEdit::ChangeSharedRule:
                return set("Shared" + vpc, "SecurityGroupIngress", rules(vpc));
            case FleetEdit::ChangeGroups: {
                const char* tier = kTiers[below(3)];
                const std::string own = vpcOf(host);
                return set(
                    host, "SecurityGroupIds",
                    Value::list({Value::ref(tier + ("Group" + own)), Value::ref("Shared" + own)}));
            }
            case FleetEdit::ChangeAclEntry:
                return set("DataIn" + vpc, "CidrBlock", Value::string(block(vpc)));
            case FleetEdit::ChangeDefaultAcl:
                return set("DefaultEntry" + vpc, "CidrBlock", Value::string(block(vpc)));
            case FleetEdit::MoveInstance:
                return set(
                    host, "SubnetId",
                    Value::ref(kTiers[below(3)] + vpcOf(host) + "x" + std::to_string(below(4))));
            case FleetEdit::AddInstance:
                return AddResource{m_stack.id, "New" + std::to_string(m_random() % 1000000000),
                                   m_stack.body.resources.find(host)->body, std::nullopt};
            case FleetEdit::RemoveInstance: return RemoveResource{m_stack.id, host};
            case FleetEdit::ChangeRoute:
                return set("WebDefault" + vpc, "DestinationCidrBlock",
                           Value::string(below(2) == 0 ? "0.0.0.0/0" : "192.0.2.0/24"));
        }
        return set(host, "EbsOptimized", Value::boolean(true));
    }

private:
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(m_random() % limit); }
    Edit set(const std::string& resource, const char* property, Value value) {
        return SetValue{m_stack.id, Path{"Resources", resource, "Properties", property},
                        std::move(value)};
    }
    /// Returns the number of the VPC that a host's subnet says, which is called `Web1x0`.
    std::string vpcOf(const std::string& host) const {
        const Value* subnet =
            m_stack.body.resources.find(host)->body.at(Path{"Properties", "SubnetId"});
        INVARIANT(subnet != nullptr && subnet->isCall());
        const std::string name(subnet->argument().text());
        const std::size_t digit = name.find_first_of("0123456789");
        return name.substr(digit, name.find('x') - digit);
    }
    std::string block(const std::string& vpc) {
        return fmt::format("10.{}.{}.0/{}", vpc, below(16) * 16, 20 + below(4));
    }
    Value rules(const std::string& vpc) {
        const auto port = static_cast<std::int64_t>(443 + below(3));
        return Value::list({Value::map({{"IpProtocol", Value::string("tcp")},
                                        {"FromPort", Value::number(port)},
                                        {"ToPort", Value::number(port)},
                                        {"CidrIp", Value::string(block(vpc))}})});
    }

    const Stack& m_stack;
    std::mt19937_64& m_random;
    std::vector<std::string> m_hosts;
    std::size_t m_vpcs = 0;
};

}  // namespace

Edit fleetEdit(const Design& design, FleetEdit kind, std::mt19937_64& random) {
    return Editor(design, random).make(kind);
}

}  // namespace archivolt::test
