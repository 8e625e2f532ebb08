#include "tests/lint/lint_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "model/base/invariant.h"
#include "tests/support/expand_text.h"
#include "tests/support/test_paths.h"

namespace archivolt::test {

namespace {

LintCase begun(const std::string& header) {
    // "=== CODE fault: title"
    std::istringstream words(header);
    LintCase lintCase;
    std::string mark;
    std::string kind;
    words >> mark >> lintCase.code >> kind;
    INVARIANT(kind == "fault:" || kind == "near:");
    lintCase.isFault = kind == "fault:";
    std::getline(words >> std::ws, lintCase.title);
    INVARIANT(!lintCase.title.empty());
    return lintCase;
}

void addDirective(LintCase& lintCase, const std::string& line) {
    std::istringstream words(line);
    std::string name;
    std::string value;
    words >> name >> value;
    if (name == "@region") {
        lintCase.region = value;
        return;
    }
    const std::size_t equals = value.find('=');
    INVARIANT(name == "@parameter" && equals != std::string::npos);
    lintCase.parameters[value.substr(0, equals)] = value.substr(equals + 1);
}

void addLine(LintCase& lintCase, const std::string& line) {
    const auto number = 1 + std::ranges::count(lintCase.text, '\n');
    const std::size_t mark = line.find("# expect ");
    if (mark != std::string::npos) {
        std::istringstream codes(line.substr(mark + 9));
        for (std::string code; codes >> code;) {
            lintCase.expected.push_back(fmt::format("{}:{}", code, number));
        }
    }
    lintCase.text += expandText(line) + '\n';
}

}  // namespace

std::vector<LintCase> readLintCases() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(sourceRoot() / "tests" / "lint" / "cases")) {
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<LintCase> cases;
    for (const auto& file : files) {
        std::istringstream lines(readFile(file));
        int number = 0;
        const std::size_t before = cases.size();  // Lines before a file's first case are notes.
        for (std::string line; std::getline(lines, line);) {
            ++number;
            if (line.starts_with("===")) {
                cases.push_back(begun(line));
                cases.back().file = file.filename();
                cases.back().line = number;
            } else if (cases.size() > before && line.starts_with("@")) {
                addDirective(cases.back(), line);
            } else if (cases.size() > before && !(line.empty() && cases.back().text.empty())) {
                addLine(cases.back(), line);
            }
        }
    }
    for (LintCase& lintCase : cases) std::ranges::sort(lintCase.expected);
    return cases;
}

std::string chainOfHosts(std::size_t count) {
    std::string text =
        "Resources:\n"
        "  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n"
        "  Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: example.com}}\n";
    std::size_t subnets = 0;
    for (std::size_t i = 0; i * 5 + 2 < count; ++i) {
        if (i % 10 == 0 && subnets < 256) {
            text += fmt::format(
                "  Subnet{0}: {{Type: AWS::EC2::Subnet, Properties: {{VpcId: !Ref Vpc, CidrBlock: "
                "10.0.{0}.0/24}}}}\n",
                subnets++);
        }
        const std::size_t subnet = i % subnets;
        text += fmt::format(
            "  Group{0}:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n"
            "      GroupDescription: web\n      VpcId: !Ref Vpc\n      SecurityGroupIngress:\n"
            "        - {{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16}}\n"
            "  Host{0}:\n    Type: AWS::EC2::Instance\n    Properties:\n"
            "      ImageId: ami-12345678\n      InstanceType: t3.micro\n"
            "      SubnetId: !Ref Subnet{1}\n      SecurityGroupIds: [!Ref Group{0}]\n"
            "  Disk{0}:\n    Type: AWS::EC2::Volume\n    Properties:\n"
            "      AvailabilityZone: !GetAtt Host{0}.AvailabilityZone\n      Size: 8\n"
            "  Attachment{0}:\n    Type: AWS::EC2::VolumeAttachment\n    Properties:\n"
            "      Device: /dev/sdf\n      VolumeId: !Ref Disk{0}\n      InstanceId: !Ref Host{0}\n"
            "  Record{0}:\n    Type: AWS::Route53::RecordSet\n    Properties:\n"
            "      HostedZoneId: !Ref Zone\n      Name: host{0}.example.com\n      Type: A\n"
            "      TTL: 60\n      ResourceRecords: [!GetAtt Host{0}.PrivateIp]\n",
            i, subnet);
    }
    return text;
}

}  // namespace archivolt::test
