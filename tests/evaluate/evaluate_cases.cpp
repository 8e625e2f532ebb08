#include "tests/evaluate/evaluate_cases.h"

namespace archivolt::test {

const std::string kCaseSections = R"(
    "Parameters":{"Name":{"Type":"String","Default":"web"},"Empty":{"Type":"String"},
        "List":{"Type":"CommaDelimitedList","Default":"a, b ,c"},
        "Size":{"Type":"Number","Default":3},"Env":{"Type":"String","Default":"prod"}},
    "Mappings":{"M":{"us-east-1":{"Ami":"ami-1","Zones":["x","y"]},"prod":{"Size":"big"}}},
    "Conditions":{"Yes":{"Fn::Equals":["a","a"]},"No":{"Fn::Not":[{"Condition":"Yes"}]},
        "Maybe":{"Fn::Equals":[{"Ref":"Empty"},"x"]}})";

const std::string kExtensionSections =
    R"("Transform":["AWS::LanguageExtensions"],)" + kCaseSections;

namespace {

void references(std::vector<FunctionCase>& cases) {
    const auto row = [&](const char* property, const char* expected, const char* codes = "") {
        cases.push_back({property, expected, codes});
    };
    row(R"({"Ref":"Name"})", R"("web")");
    row(R"({"Ref":"Size"})", R"("3")");
    row(R"({"Ref":"List"})", R"(["a","b","c"])");
    row(R"({"Ref":"Empty"})", R"({"Unknown":"parameter Empty has no value"})");
    row(R"({"Ref":"AWS::Region"})", R"("us-east-1")");
    row(R"({"Ref":"AWS::AccountId"})", R"("123456789012")");
    row(R"({"Ref":"AWS::Partition"})", R"("aws")");
    row(R"({"Ref":"AWS::URLSuffix"})", R"("amazonaws.com")");
    row(R"({"Ref":"AWS::StackName"})", R"("main")");
    row(R"({"Ref":"AWS::StackId"})", R"({"Unknown":*)");
    row(R"({"Ref":"AWS::NotificationARNs"})", R"({"Unknown":*)");
    row(R"({"Ref":"AWS::NoValue"})", "");
    row(R"([1,{"Ref":"AWS::NoValue"},2])", "[1,2]");
    row(R"({"a":{"Ref":"AWS::NoValue"},"b":1})", R"({"b":1})");
    row(R"({"Ref":"Web"})", R"({"Ref":"Web"})");
    row(R"({"Fn::GetAtt":"Web.PrivateIp"})", R"({"Fn::GetAtt":["Web","PrivateIp"]})");
    row(R"({"Fn::GetAtt":["Web",{"Ref":"Name"}]})", R"({"Fn::GetAtt":["Web","web"]})");
    row(R"({"Fn::ImportValue":{"Fn::Sub":"${Name}-id"}})", R"({"Fn::ImportValue":"web-id"})");
    row(R"({"Fn::Transform":{"Name":"AWS::Include"}})", R"({"Unknown":*)");
}

void texts(std::vector<FunctionCase>& cases) {
    const auto row = [&](const char* property, const char* expected, const char* codes = "") {
        cases.push_back({property, expected, codes});
    };
    row(R"({"Fn::Sub":"${Name}.${AWS::Region}-${!Lit}$x${"})", R"("web.us-east-1-${Lit}$x${")");
    row(R"({"Fn::Sub":["${a}/${Name}",{"a":{"Ref":"Size"}}]})", R"("3/web")");
    row(R"({"Fn::Sub":["${Name}",{"Name":"own"}]})", R"("own")");
    row(R"({"Fn::Sub":"arn:${Web}/${Web.Arn}"})",
        R"({"Fn::Join":["",["arn:",{"Ref":"Web"},"/",{"Fn::GetAtt":["Web","Arn"]}]]})");
    row(R"({"Fn::Sub":"${Web}"})", R"({"Ref":"Web"})");
    row(R"({"Fn::Sub":"x${Empty}"})", R"({"Unknown":"parameter Empty has no value"})");
    row(R"({"Fn::Sub":""})", R"("")");
    row(R"({"Fn::Join":["-",["a",{"Ref":"Name"},3]]})", R"("a-web-3")");
    row(R"({"Fn::Join":[",",{"Ref":"List"}]})", R"("a,b,c")");
    row(R"({"Fn::Join":[":",["a",{"Ref":"AWS::NoValue"},"b"]]})", R"("a:b")");
    row(R"({"Fn::Join":[":",[]]})", R"("")");
    row(R"({"Fn::Join":[":",["a",{"Fn::Sub":"x${Web}y"},"b"]]})",
        R"({"Fn::Join":["",["a:x",{"Ref":"Web"},"y:b"]]})");
    row(R"({"Fn::Join":[",",{"Fn::GetAtt":["Web","Names"]}]})",
        R"({"Fn::Join":[",",{"Fn::GetAtt":["Web","Names"]}]})");
    row(R"({"Fn::Base64":""})", R"("")");
    row(R"({"Fn::Base64":"f"})", R"("Zg==")");
    row(R"({"Fn::Base64":"fo"})", R"("Zm8=")");
    row(R"({"Fn::Base64":"foobar"})", R"("Zm9vYmFy")");
    row(R"({"Fn::Base64":{"Fn::Sub":"id ${Web}"}})",
        R"({"Fn::Base64":{"Fn::Join":["",["id ",{"Ref":"Web"}]]}})");
    row(R"("x{{resolve:ssm:/a/b:1}}y")", R"({"Unknown":"the dynamic reference*)");
    row(R"({"Fn::Sub":"{{resolve:secretsmanager:${Web}:SecretString:p}}"})", R"({"Unknown":*)");
    row(R"({"Fn::Join":["",["{{resolve:","ssm-secure:a}}"]]})", R"({"Unknown":*)");
    row(R"("{{resolve:other:a}}")", R"("{{resolve:other:a}}")");
}

void lists(std::vector<FunctionCase>& cases) {
    const auto row = [&](const char* property, const char* expected, const char* codes = "") {
        cases.push_back({property, expected, codes});
    };
    row(R"({"Fn::Select":["1",["a","b"]]})", R"("b")");
    row(R"({"Fn::Select":[0,{"Ref":"List"}]})", R"("a")");
    row(R"({"Fn::Select":[0,["a",{"Ref":"Empty"}]]})", R"("a")");
    row(R"({"Fn::Select":[1,["a",{"Ref":"Empty"}]]})", R"({"Unknown":*)");
    row(R"({"Fn::Select":[0,{"Fn::GetAZs":""}]})", R"("us-east-1a")");
    row(R"({"Fn::GetAZs":"eu-west-1"})", R"(["eu-west-1a","eu-west-1b","eu-west-1c"])");
    row(R"({"Fn::GetAZs":{"Ref":"AWS::Region"}})",
        R"(["us-east-1a","us-east-1b","us-east-1c","us-east-1d","us-east-1e","us-east-1f"])");
    row(R"({"Fn::GetAZs":"moon-1"})", R"({"Unknown":*)");
    row(R"({"Fn::Split":["|","a||b"]})", R"(["a","","b"])");
    row(R"({"Fn::Split":[",","a"]})", R"(["a"])");
    row(R"({"Fn::Select":[1,{"Fn::Split":["-",{"Fn::Sub":"${Name}-x"}]}]})", R"("x")");
    row(R"({"Fn::Split":[",",{"Fn::Join":[",",[{"Ref":"Web"},"b",{"Fn::GetAtt":["Web","Arn"]}]]}]})",
        R"([{"Ref":"Web"},"b",{"Fn::GetAtt":["Web","Arn"]}])");
    row(R"({"Fn::Select":[1,{"Fn::Split":[",",{"Fn::Sub":"a,${Web}x,b"}]}]})",
        R"({"Fn::Join":["",[{"Ref":"Web"},"x"]]})");
    row(R"({"Fn::Select":[0,{"Fn::Split":[",",{"Ref":"Web"}]}]})", R"({"Ref":"Web"})");
    row(R"({"Fn::Split":[",",{"Fn::Join":[";",[{"Ref":"Web"},{"Ref":"Vpc"}]]}]})",
        R"({"Unknown":"`!Ref Web` and more stand in one item where the text is split at `,`"})");
    row(R"({"Fn::Split":["-",{"Fn::Join":["-",[{"Ref":"Web"},{"Ref":"Vpc"}]]}]})",
        R"({"Unknown":"`!Ref Web` is a text that only AWS knows"})");
    row(R"({"Fn::Select":[2,{"Fn::Split":[",",{"Fn::Join":[",",[{"Ref":"Web"},"b"]]}]}]})",
        R"({"Unknown":*)", "EVAL-7");
    row(R"({"Fn::Split":["/",{"Fn::GetAtt":["Web","Arn"]}]})", R"({"Unknown":*)");
    row(R"({"Fn::FindInMap":["M",{"Ref":"AWS::Region"},"Ami"]})", R"("ami-1")");
    row(R"({"Fn::FindInMap":["M","us-east-1","Zones"]})", R"(["x","y"])");
    row(R"({"Fn::FindInMap":["M",{"Ref":"Env"},"Size"]})", R"("big")");
    row(R"({"Fn::FindInMap":["M",{"Ref":"Empty"},"Size"]})", R"({"Unknown":*)");
}

void cidrs(std::vector<FunctionCase>& cases) {
    const auto row = [&](const char* property, const char* expected, const char* codes = "") {
        cases.push_back({property, expected, codes});
    };
    row(R"({"Fn::Cidr":["192.168.0.0/24","6","5"]})",
        R"(["192.168.0.0/27","192.168.0.32/27","192.168.0.64/27","192.168.0.96/27",)"
        R"("192.168.0.128/27","192.168.0.160/27"])");
    row(R"({"Fn::Select":[255,{"Fn::Cidr":["10.0.0.0/16",256,8]}]})", R"("10.0.255.0/24")");
    row(R"({"Fn::Select":[1,{"Fn::Cidr":["2001:db8::/56",2,64]}]})", R"("2001:db8:0:1::/64")");
    row(R"({"Fn::Select":[1,{"Fn::Cidr":[{"Fn::GetAtt":["Vpc","CidrBlock"]},4,8]}]})",
        R"("10.0.1.0/24")");
    row(R"({"Fn::Cidr":["10.0.0.0/24",1,8]})", R"(["10.0.0.0/24"])");
    row(R"({"Fn::Cidr":[{"Fn::Select":[0,{"Fn::GetAtt":["Vpc","Ipv6CidrBlocks"]}]},2,64]})",
        R"({"Unknown":*)");
    row(R"({"Fn::Cidr":["10.0.0.0/16",257,8]})", R"({"Unknown":*)", "EVAL-8");
    row(R"({"Fn::Cidr":["10.0.0.0/16",0,8]})", R"({"Unknown":*)", "EVAL-8");
    row(R"({"Fn::Cidr":["10.0.0.0/24",2,8]})", R"({"Unknown":*)", "EVAL-8");
    row(R"({"Fn::Cidr":["10.0.0.0/24",2,33]})", R"({"Unknown":*)", "EVAL-8");
    row(R"({"Fn::Cidr":["10.0.0.0/24",2,9]})", R"({"Unknown":*)", "EVAL-8");
    row(R"({"Fn::Cidr":["nonsense",2,4]})", R"({"Unknown":*)", "EVAL-8");
    row(R"({"Fn::Cidr":["255.255.255.0/24",2,7]})", R"(["255.255.255.0/25","255.255.255.128/25"])");
}

void branches(std::vector<FunctionCase>& cases) {
    const auto row = [&](const char* property, const char* expected, const char* codes = "") {
        cases.push_back({property, expected, codes});
    };
    row(R"({"Fn::If":["Yes","a","b"]})", R"("a")");
    row(R"({"Fn::If":["No","a",{"Ref":"AWS::NoValue"}]})", "");
    row(R"([{"Fn::If":["No","a",{"Ref":"AWS::NoValue"}]},"b"])", R"(["b"])");
    row(R"({"Fn::If":["No",{"Ref":"Nowhere"},"b"]})", R"("b")");
    row(R"({"Fn::If":["Maybe","a","b"]})",
        R"({"Unknown":"condition `Maybe` is not known (parameter Empty has no value): )"
        R"(\"a\" or \"b\""})");
    row(R"({"Fn::If":["None","a","b"]})", R"({"Unknown":*)", "EVAL-5");
}

void mistakes(std::vector<FunctionCase>& cases) {
    const auto row = [&](const char* property, const char* expected, const char* codes = "") {
        cases.push_back({property, expected, codes});
    };
    row(R"({"Ref":"Nowhere"})", R"({"Unknown":*)", "EVAL-2");
    row(R"({"Ref":"AWS::Nonsense"})", R"({"Unknown":*)", "EVAL-2");
    row(R"({"Ref":["a"]})", R"({"Unknown":*)", "EVAL-1");
    row(R"({"Fn::GetAtt":["Nowhere","Arn"]})", R"({"Unknown":*)", "EVAL-2");
    row(R"({"Fn::GetAtt":["Web"]})", R"({"Unknown":*)", "EVAL-1");
    row(R"({"Fn::GetAtt":["Name","Arn"]})", R"({"Unknown":*)", "EVAL-2");
    row(R"({"Fn::Sub":"${Nowhere}"})", R"({"Unknown":*)", "EVAL-2");
    row(R"({"Fn::Sub":"${}"})", R"({"Unknown":*)", "EVAL-1");
    row(R"({"Fn::Sub":"${List}"})", R"({"Unknown":*)", "EVAL-1");
    row(R"({"Fn::Sub":"${AWS::NoValue}"})", R"({"Unknown":*)", "EVAL-18");
    row(R"({"Fn::Sub":["a"]})", R"({"Unknown":*)", "EVAL-1");
    row(R"({"Fn::Join":[["a"]]})", R"({"Unknown":*)", "EVAL-1");
    row(R"({"Fn::Join":["",[["a"]]]})", R"({"Unknown":*)", "EVAL-1");
    row(R"({"Fn::Select":[2,["a","b"]]})", R"({"Unknown":*)", "EVAL-7");
    row(R"({"Fn::Select":[-1,["a","b"]]})", R"({"Unknown":*)", "EVAL-7");
    row(R"({"Fn::Select":["x",["a"]]})", R"({"Unknown":*)", "EVAL-1");
    row(R"({"Fn::Select":[0,[null]]})", R"({"Unknown":*)", "EVAL-18");
    row(R"({"Fn::Split":["","a"]})", R"({"Unknown":*)", "EVAL-1");
    row(R"({"Fn::FindInMap":["M","eu","Ami"]})", R"({"Unknown":*)", "EVAL-4");
    row(R"({"Fn::FindInMap":["N","eu","Ami"]})", R"({"Unknown":*)", "EVAL-4");
    row(R"({"Fn::FindInMap":["M","eu"]})", R"({"Unknown":*)", "EVAL-1");
    row(R"({"Fn::FindInMap":["M","eu","x",{"DefaultValue":"d"}]})", R"("d")", "EVAL-9");
    row(R"({"Fn::Length":[1,2]})", "2", "EVAL-9");
    row(R"({"Fn::Equals":["a","a"]})", R"({"Unknown":*)", "EVAL-9");
    row(R"({"Fn::ValueOf":["a","b"]})", R"({"Unknown":*)", "EVAL-9");
    row(R"({"Fn::Nonsense":["a"]})", R"({"Unknown":*)", "EVAL-17");
    row(R"({"Fn::Sub":"x","y":1})", R"({"Fn::Sub":{"Unknown":*)", "EVAL-1");
    row(R"({"Fn::Base64":["a"]})", R"({"Unknown":*)", "EVAL-1");
}

}  // namespace

std::vector<FunctionCase> functionCases() {
    std::vector<FunctionCase> cases;
    references(cases);
    texts(cases);
    lists(cases);
    cidrs(cases);
    branches(cases);
    mistakes(cases);
    return cases;
}

std::vector<FunctionCase> extensionCases() {
    return {
        {R"({"Fn::Length":{"Ref":"List"}})", "3", ""},
        {R"({"Fn::Length":[1,{"Ref":"Web"}]})", "2", ""},
        {R"({"Fn::ToJsonString":{"a":[1,"x",{"Ref":"Name"}]}})", R"("{\"a\":[1,\"x\",\"web\"]}")",
         ""},
        {R"({"Fn::FindInMap":["M","eu",{"Fn::Join":["",["A","mi"]]},{"DefaultValue":"d"}]})",
         R"("d")", ""},
        {R"({"Fn::FindInMap":["M","us-east-1","Ami",{"DefaultValue":"d"}]})", R"("ami-1")", ""},
        {R"({"Fn::ForEach::L":["V",["a"],{"x":1}]})", R"({"x":1})", ""},
    };
}

std::string nestedSub(int levels) {
    std::string nested = R"("0123456789012345")";
    for (int i = 0; i < levels; ++i) {
        nested = R"({"Fn::Sub":["${a}${a}",{"a":)" + nested + "}]}";
    }
    return nested;
}

std::string nestedJoin(int levels) {
    std::string nested = R"("x")";
    for (int i = 0; i < levels; ++i) nested = R"({"Fn::Join":["",[)" + nested + "]]}";
    return nested;
}

}  // namespace archivolt::test
