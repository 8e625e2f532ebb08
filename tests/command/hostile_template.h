#pragma once

#include <string>

// Apart from the test, since moc can't read these raw strings.
namespace archivolt::test {

/// Clears the screen, names the window, turns the text red, goes back to the line's beginning,
/// breaks it, does the same in 8 bits, and turns the direction of writing.
inline const std::string kControls =
    "\x1b[2J\x1b]0;named\x07\x1b[7;31m\r\n\b\x7f\xc2\x9b"
    "2J\xe2\x80\xae";
/// The same as YAML writes it.
inline const std::string kYamlControls = R"(\e[2J\e]0;named\a\e[7;31m\r\n\b\x7f\x9b2J\u202e)";

/// Puts the controls where a text has `@`.
inline std::string replaced(std::string text) {
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@')) {
        text.replace(at, 1, kYamlControls);
    }
    return text;
}

/// A network in whose every name and text a control stands.
inline const std::string kHostile = replaced(R"(Description: "@"
Resources:
  "Net@":
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16}
  "A@":
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref "Net@", CidrBlock: 10.0.0.0/24, AvailabilityZone: "us-east-1a@"}
  "Group@":
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: "@"
      VpcId: !Ref "Net@"
      SecurityGroupIngress: [{IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0, Description: "@"}]
  "Web@":
    Type: AWS::EC2::Instance
    Properties: {ImageId: "ami@", SubnetId: !Ref "A@", SecurityGroupIds: [!Ref "Group@"], "Odd@": "@"}
  "Db@":
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref "A@", SecurityGroupIds: [!Ref "Gone@"]}
  Far:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref "A@"}
  Logs:
    Type: "AWS::S3::Bucket@"
    Properties: {"@": "@"}
Outputs:
  "Out@": {Value: !GetAtt "Web@.Nothing@"}
)");

/// Edits of a resource that is not there.
inline constexpr const char* kHostileEdits =
    R"([{"edit": "remove-resource", "resource": "\u001b[2J\r\u009b"}])";

}  // namespace archivolt::test
