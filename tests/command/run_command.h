#pragma once

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "app/command/command_line.h"
#include "tests/support/memory_files.h"

namespace archivolt::test {

/// What one run of the command gave.
struct CommandRun {
    int status = -1;
    std::string out;
    std::string err;

    [[nodiscard]] nlohmann::ordered_json json() const {
        return nlohmann::ordered_json::parse(out, nullptr, false);
    }
};

/// Runs the command on files in memory.
inline CommandRun run(MemoryFiles& files, const std::vector<std::string>& arguments,
                      bool colour = false) {
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    const ExitStatus status = runCommand(arguments, {in, out, err, files, colour});
    return {static_cast<int>(status), out.str(), err.str()};
}

/// A template without an error: a VPC, a group with one rule, an output.
inline constexpr const char* kGood = R"(# A comment that stays.
Description: A group
Parameters:
  Block: {Type: String, Default: 10.0.0.0/16}
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: !Ref Block}
  WebGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
Outputs:
  Group: {Value: !GetAtt WebGroup.GroupId}
)";

/// A template that no rule, advice included, has anything to say about.
inline constexpr const char* kPlain = R"(Resources:
  Handle:
    Type: AWS::CloudFormation::WaitConditionHandle
)";

/// A template with one fault, in line 5: a reference to nothing.
inline constexpr const char* kFaulty = R"(Resources:
  Subnet:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Gone
      CidrBlock: 10.0.0.0/24
)";

}  // namespace archivolt::test
