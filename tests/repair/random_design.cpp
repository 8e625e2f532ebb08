#include <fmt/format.h>

#include <random>

#include "tests/repair/repair_support.h"

namespace archivolt::test {

namespace {

/// Writes one random network; every choice comes from the seed.
class Writer {
public:
    explicit Writer(std::uint64_t seed) : m_random(seed) {}

    std::string write() {
        m_text =
            "Parameters:\n"
            "  Check: {Type: String, Default: \"true\"}\n"
            "  Strict: {Type: String, Default: " +
            std::string(chance(50) ? "\"yes\"" : "\"no\"") +
            "}\n"
            "  Office: {Type: String, Default: 203.0.113.0/24}\n"
            "Conditions:\n"
            "  IsStrict: !Equals [!Ref Strict, \"yes\"]\n"
            "Mappings:\n"
            "  Blocks: {A0: {Cidr: 10.0.0.0/24}, A1: {Cidr: 10.0.1.0/24}, A2: {Cidr: "
            "10.0.2.0/24}}\n"
            "Resources:\n";
        addVpc("A", "10.0");
        if (chance(50)) {
            addVpc("B", "10.1");
            line(
                "  Peer: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref A, "
                "PeerVpcId: !Ref B}}");
            if (chance(60)) addPeerRoute("A1Routes", "10.1.0.0/16");
            if (chance(60)) addPeerRoute("B1Routes", "10.0.0.0/16");
        }
        return m_text;
    }

private:
    bool chance(unsigned percent) { return m_random() % 100 < percent; }
    std::size_t below(std::size_t count) { return m_random() % count; }
    void line(const std::string& text) { m_text += text + '\n'; }

    void addPeerRoute(const std::string& table, const std::string& block) {
        line(
            fmt::format("  {0}Peer: {{Type: AWS::EC2::Route, Properties: {{RouteTableId: !Ref {0}, "
                        "DestinationCidrBlock: {1}, VpcPeeringConnectionId: !Ref Peer}}}}",
                        table, block));
    }

    void addVpc(const std::string& vpc, const std::string& prefix) {
        line(fmt::format("  {}: {{Type: AWS::EC2::VPC, Properties: {{CidrBlock: {}.0.0/16}}}}", vpc,
                         prefix));
        const bool gateway = chance(80);
        if (gateway) {
            line(
                fmt::format("  {0}Igw: {{Type: AWS::EC2::InternetGateway}}\n"
                            "  {0}Attached: {{Type: AWS::EC2::VPCGatewayAttachment, Properties: "
                            "{{VpcId: !Ref {0}, InternetGatewayId: !Ref {0}Igw}}}}",
                            vpc));
        }
        for (int i = 0; i < 3; ++i) addGroup(vpc, i);
        for (int i = 0; i < 3; ++i) addSubnet(vpc, prefix, i, gateway);
        for (int i = 0; i < 2; ++i) {
            const std::string group = fmt::format("{}Group{}", vpc, below(3));
            if (!chance(60)) continue;
            line(
                fmt::format("  {}Extra{}:\n    Type: AWS::EC2::SecurityGroupIngress\n"
                            "    Properties: {{GroupId: !GetAtt {}.GroupId, {}}}",
                            vpc, i, group, rule(vpc, -1, "Source")));
        }
        if (!gateway || !chance(50)) return;
        line(fmt::format(
            "  {0}Nat: {{Type: AWS::EC2::NatGateway, Properties: {{SubnetId: !Ref {0}0, "
            "AllocationId: !GetAtt {0}NatIp.AllocationId}}}}\n"
            "  {0}NatIp: {{Type: AWS::EC2::EIP, Properties: {{Domain: vpc}}}}",
            vpc));
        if (chance(50)) {
            line(
                fmt::format("  {0}NatRoute: {{Type: AWS::EC2::Route, Properties: {{RouteTableId: "
                            "!Ref {0}1Routes, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref "
                            "{0}Nat}}}}",
                            vpc));
        }
    }

    std::string ports() {
        static constexpr const char* kPorts[] = {
            "FromPort: 22, ToPort: 22", "FromPort: 80, ToPort: 80", "FromPort: 20, ToPort: 90",
            "FromPort: 0, ToPort: 65535"};
        return kPorts[below(4)];
    }

    /// A rule of group `own`; groups named inline have lower numbers, so that nothing is circular.
    std::string rule(const std::string& vpc, int own, const char* side) {
        std::string peer;
        const std::size_t kind = below(4);
        if (kind == 0 && own != 0) {
            peer = fmt::format("{}SecurityGroupId: !Ref {}Group{}", side, vpc,
                               below(own < 0 ? 3 : static_cast<std::size_t>(own)));
        } else if (kind == 1) {
            peer = "CidrIp: !Ref Office";
        } else {
            peer = fmt::format("CidrIp: {}", kind == 2 ? "0.0.0.0/0" : "10.0.0.0/8");
        }
        return fmt::format("IpProtocol: tcp, {}, {}", ports(), peer);
    }

    void addGroup(const std::string& vpc, int number) {
        const std::string name = fmt::format("{}Group{}", vpc, number);
        line(
            fmt::format("  {}:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n"
                        "      GroupDescription: random\n      VpcId: !Ref {}",
                        name, vpc));
        if (chance(70)) {
            const bool conditional = chance(30);
            line(conditional ? "      SecurityGroupIngress: !If\n        - IsStrict"
                             : "      SecurityGroupIngress:");
            const auto list = [&](const char* indent) {
                const std::size_t count = 1 + below(2);
                for (std::size_t i = 0; i < count; ++i) {
                    line(fmt::format("{}- {{{}}}", indent, rule(vpc, number, "Source")));
                }
            };
            if (conditional) {
                for (int branch = 0; branch < 2; ++branch) {
                    line("        -");
                    list("          ");
                }
            } else {
                list("        ");
            }
        }
        if (chance(40)) {
            line("      SecurityGroupEgress:");
            line(fmt::format("        - {{{}}}", rule(vpc, number, "Destination")));
        }
    }

    void addSubnet(const std::string& vpc, const std::string& prefix, int number, bool gateway) {
        const std::string name = fmt::format("{}{}", vpc, number);
        const std::string block = vpc == "A" ? fmt::format("!FindInMap [Blocks, {}, Cidr]", name)
                                             : fmt::format("{}.{}.0/24", prefix, number);
        line(
            fmt::format("  {}: {{Type: AWS::EC2::Subnet, Properties: {{VpcId: !Ref {}, CidrBlock: "
                        "{}, MapPublicIpOnLaunch: {}}}}}",
                        name, vpc, block, number == 0));
        if (number == 1 || chance(60)) {
            line(
                fmt::format("  {0}Routes: {{Type: AWS::EC2::RouteTable, Properties: {{VpcId: !Ref "
                            "{1}}}}}\n"
                            "  {0}Uses: {{Type: AWS::EC2::SubnetRouteTableAssociation, Properties: "
                            "{{RouteTableId: !Ref {0}Routes, SubnetId: !Ref {0}}}}}",
                            name, vpc));
            if (gateway && number == 0 && chance(80)) {
                line(
                    fmt::format("  {0}Default: {{Type: AWS::EC2::Route, DependsOn: {1}Attached, "
                                "Properties: {{RouteTableId: !Ref {0}Routes, DestinationCidrBlock: "
                                "0.0.0.0/0, GatewayId: !Ref {1}Igw}}}}",
                                name, vpc));
            }
        }
        if (chance(40)) addAcl(vpc, name);
        const std::size_t hosts = 1 + below(2);
        for (std::size_t i = 0; i < hosts; ++i) {
            const std::string fixed =
                chance(50) ? fmt::format(", PrivateIpAddress: {}.{}.{}", prefix, number, 10 + i)
                           : std::string();
            const std::string check = chance(10) ? ", SourceDestCheck: !Ref Check" : "";
            line(
                fmt::format("  {}Host{}: {{Type: AWS::EC2::Instance, Properties: {{ImageId: "
                            "ami-0abcdef1234567890, InstanceType: t3.micro, SubnetId: !Ref {}, "
                            "SecurityGroupIds: [!Ref {}Group{}]{}{}}}}}",
                            name, i, name, vpc, below(3), fixed, check));
        }
    }

    void addAcl(const std::string& vpc, const std::string& subnet) {
        line(fmt::format(
            "  {0}Acl: {{Type: AWS::EC2::NetworkAcl, Properties: {{VpcId: !Ref {1}}}}}\n"
            "  {0}UsesAcl: {{Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: "
            "{{SubnetId: !Ref {0}, NetworkAclId: !Ref {0}Acl}}}}",
            subnet, vpc));
        for (const bool egress : {false, true}) {
            const std::size_t count = 1 + below(3);
            for (std::size_t i = 0; i < count; ++i) {
                static constexpr const char* kBlocks[] = {"0.0.0.0/0", "10.0.0.0/8", "10.0.1.0/24",
                                                          "!Ref Office"};
                static constexpr const char* kRanges[] = {"From: 1024, To: 65535",
                                                          "From: 22, To: 22", "From: 0, To: 65535"};
                line(fmt::format(
                    "  {0}{1}{2}: {{Type: AWS::EC2::NetworkAclEntry, Properties: {{NetworkAclId: "
                    "!Ref {0}Acl, Egress: {3}, RuleNumber: {4}, Protocol: 6, RuleAction: {5}, "
                    "CidrBlock: {6}, PortRange: {{{7}}}}}}}",
                    subnet, egress ? "Out" : "In", i, egress, chance(10) ? i + 1 : 100 + i * 10,
                    chance(25) ? "deny" : "allow", kBlocks[below(4)], kRanges[below(3)]));
            }
        }
    }

    std::mt19937_64 m_random;
    std::string m_text;
};

}  // namespace

std::string randomTemplate(std::uint64_t seed) { return Writer(seed).write(); }

}  // namespace archivolt::test
