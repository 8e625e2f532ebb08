#include "tests/bench/large_design.h"

#include <fmt/format.h>

namespace archivolt::test {

namespace {
constexpr std::size_t kNets = 24;  // Subnets of a VPC.
constexpr std::size_t kWebs = 51;  // Instances of a subnet.

}  // namespace

std::string largeDesign(std::size_t instances) {
    std::string text = "Resources:\n";
    std::size_t count = 0;
    for (std::size_t vpc = 0; count < instances; ++vpc) {
        text += fmt::format(
            "  Vpc{}: {{Type: AWS::EC2::VPC, Properties: {{CidrBlock: 10.{}.0.0/16}}}}\n", vpc,
            vpc);
        for (std::size_t net = 0; net < kNets && count < instances; ++net) {
            text += fmt::format(
                "  Net{0}x{1}: {{Type: AWS::EC2::Subnet, Properties: {{VpcId: !Ref Vpc{0}, "
                "CidrBlock: "
                "10.{0}.{1}.0/24, AvailabilityZone: us-east-1{2}}}}}\n",
                vpc, net, net % 2 == 0 ? 'a' : 'b');
            for (std::size_t web = 0; web < kWebs; ++web, ++count) {
                text += fmt::format(
                    "  Web{0}x{1}x{2}: {{Type: AWS::EC2::Instance, Properties: {{ImageId: "
                    "ami-12345678, InstanceType: t3.micro, SubnetId: !Ref Net{0}x{1}}}}}\n",
                    vpc, net, web);
            }
        }
    }
    return text;
}

}  // namespace archivolt::test
