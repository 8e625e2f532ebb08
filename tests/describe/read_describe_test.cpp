#include <QtTest>
#include <map>

#include "export/describe/describe.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/design.h"
#include "model/reachability/questions/reach.h"
#include "model/reachability/sets/client_ports.h"
#include "model/reachability/sets/traffic_between.h"
#include "tests/describe/described_network.h"

namespace archivolt {

namespace {

const Catalog& catalog() {
    static const auto kCatalog = Catalog::embedded();
    return *kCatalog;
}

using Files = std::map<std::string, std::string>;

DescribeReading read(const Files& files) {
    std::vector<DescribeFile> list;
    for (const auto& [path, text] : files) list.push_back({path, path, text});
    std::uint32_t nextId = 1;
    return readDescribe(std::move(list), {}, catalog(), nextId);
}

std::string codes(const DescribeReading& reading) {
    std::string text;
    for (const Diagnostic& diagnostic : reading.diagnostics) {
        if (diagnostic.code == "DESCRIBE-6") continue;
        text += (text.empty() ? "" : " ") + diagnostic.code + ':' +
                std::to_string(diagnostic.where.line) + ':' +
                std::to_string(diagnostic.where.column);
    }
    return text;
}

std::string stackNames(const DescribeReading& reading) {
    std::string text;
    for (const Stack& stack : reading.stacks) text += (text.empty() ? "" : " ") + stack.name;
    return text;
}

/// A whole network asked about, pair of interfaces by pair.
class Network {
public:
    explicit Network(const Files& files) {
        DescribeReading reading = read(files);
        Design design;
        for (Stack& stack : reading.stacks) {
            design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
        }
        m_resolved = resolve(design, catalog());
        m_reachability.emplace(m_resolved->architecture);
        const auto& interfaces = m_reachability->network().interfaces();
        for (const InterfaceIndex i : interfaces.indices()) {
            places.emplace(interfaces[i].interface->name, i);
        }
    }

    [[nodiscard]] TrafficBounds between(const std::string& from, const std::string& to,
                                        const AddressPair& ends) const {
        const FlowEnd origin{FlowEnd::Kind::Interface, places.at(from), {}};
        const WalkQuestion flow{origin, ends, {FlowEnd::Kind::Interface, places.at(to), {}}, kNone};
        return trafficBetween(m_reachability->network(), m_reachability->filters(), {flow, false})
            .roundTrip(clientPortsOf(m_reachability->network(), origin));
    }

    [[nodiscard]] TrafficBounds fromInternet(const std::string& to,
                                             const IpAddress& address) const {
        const FlowEnd origin{FlowEnd::Kind::Internet, kNone, {}};
        const WalkQuestion flow{origin,
                                {*IpAddress::parse("198.51.100.7"), address},
                                {FlowEnd::Kind::Interface, places.at(to), {}},
                                kNone};
        return trafficBetween(m_reachability->network(), m_reachability->filters(), {flow, false})
            .roundTrip(clientPortsOf(m_reachability->network(), origin));
    }

    [[nodiscard]] const InterfaceNode& interface(const std::string& name) const {
        return m_reachability->network().interfaces()[places.at(name)];
    }

    std::map<std::string, InterfaceIndex> places;

private:
    std::shared_ptr<const ResolvedDesign> m_resolved;
    std::optional<Reachability> m_reachability;
};

/// Leaves a file's list without its items and marks it as cut.
std::string cut(const std::string& text) {
    const auto list = text.find('[');
    return text.substr(0, list + 1) + "], \"NextToken\": \"more\"}";
}

/// Says whether what is told with less is no more than what is so, and no less than may be so.
bool isCautious(const TrafficBounds& whole, const TrafficBounds& part) {
    return (part.sure - whole.sure).empty() && (whole.possible - part.possible).empty();
}

}  // namespace

class ReadDescribeTest : public QObject {
    Q_OBJECT
private:
    struct Counts {
        std::size_t compared = 0;
        std::size_t lost = 0;
    };

    /// Holds every pair of interfaces, and the internet, of a part against the whole.
    static void compare(const Network& whole, const Network& part, const std::string& what,
                        Counts& counts) {
        const auto hold = [&](const TrafficBounds& full, const TrafficBounds& less,
                              const std::string& pair) {
            QVERIFY2(isCautious(full, less), (what + ": " + pair).c_str());
            ++counts.compared;
            counts.lost += full.sure != less.sure || full.possible != less.possible ? 1 : 0;
        };
        for (const auto& [to, receiver] : whole.places) {
            if (!part.places.contains(to)) continue;
            const IpAddress own = *whole.interface(to).address(Family::Ipv4);
            const IpAddress shown = whole.interface(to).publicAddress.value_or(own);
            hold(whole.fromInternet(to, shown), part.fromInternet(to, shown), "internet -> " + to);
            for (const auto& [from, sender] : whole.places) {
                if (from == to || !part.places.contains(from)) continue;
                const AddressPair ends{*whole.interface(from).address(Family::Ipv4), own};
                hold(whole.between(from, to, ends), part.between(from, to, ends),
                     from + " -> " + to);
            }
        }
    }

private Q_SLOTS:
    void wrongShapesAreReportedWithTheirPlace_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("no list", R"({"Vpcs": 5})", "DESCRIBE-1:0:0 DESCRIBE-2:1:10");
        row("null", R"({"Vpcs": null})", "DESCRIBE-1:0:0 DESCRIBE-2:1:1");
        row("an object for a list", R"({"Vpcs": {"VpcId": "vpc-1"}})",
            "DESCRIBE-1:0:0 DESCRIBE-2:1:10");
        row("a text for an item", "{\"Vpcs\": [\n  \"vpc-1\"]}", "DESCRIBE-1:0:0 DESCRIBE-2:2:3");
        row("no id", "{\"Vpcs\": [\n {\"CidrBlock\": \"10.0.0.0/16\"}]}",
            "DESCRIBE-1:0:0 DESCRIBE-4:2:2");
        row("an id that is a list", R"({"Vpcs": [{"VpcId": ["vpc-1"]}]})",
            "DESCRIBE-1:0:0 DESCRIBE-4:1:11 DESCRIBE-2:1:21");
        row("a block that is an object",
            "{\"Vpcs\": [{\"VpcId\": \"vpc-1\", \"OwnerId\": \"123456789012\",\n"
            "  \"CidrBlock\": {}}]}",
            "DESCRIBE-7:1:11 DESCRIBE-2:2:16");
        row("a flag that is a text",
            R"({"Subnets": [{"SubnetId": "subnet-1", "AvailabilityZone": "us-east-1a",)"
            R"( "OwnerId": "123456789012"}],
 "RouteTables": [{"RouteTableId": "rtb-1", "Associations": [{"Main": "yes"}]}]})",
            "DESCRIBE-2:2:70");
        row("routes that are texts",
            R"({"RouteTables": [{"RouteTableId": "rtb-1", "OwnerId": "123456789012",
   "Routes": ["10.0.0.0/8"]}]})",
            "DESCRIBE-7:1:18 DESCRIBE-2:2:15");
        row("not JSON", "Vpcs:\n  - VpcId: vpc-1\n", "DESCRIBE-1:0:0 JSON-SYNTAX:1:1");
        row("nothing", "", "DESCRIBE-1:0:0 READ-EMPTY:0:0");
        row("a template", R"({"Resources": {}})", "DESCRIBE-1:0:0 DESCRIBE-9:1:1");
        row("deep", "{\"a\": {\"b\": {\"c\": {\"d\": {\"e\": {\"Vpcs\": []}}}}}}",
            "DESCRIBE-1:0:0 DESCRIBE-9:1:1");
    }
    void wrongShapesAreReportedWithTheirPlace() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto reading = read({{"net.json", text.toStdString()}});
        QCOMPARE(QString::fromStdString(codes(reading)), expected);
        const bool hasError = std::ranges::any_of(
            reading.diagnostics, [](const Diagnostic& d) { return d.severity == Severity::Error; });
        QCOMPARE(reading.usable, !hasError);
        for (const Diagnostic& diagnostic : reading.diagnostics) QVERIFY(!diagnostic.help.empty());
    }

    void aThingDescribedTwiceCountsOnce() {
        const std::string vpc = R"({"Vpcs": [{"VpcId": "vpc-1", "OwnerId": "123456789012",
            "CidrBlock": "10.0.0.0/16"}]})";
        auto reading = read({{"us-east-1/a.json", vpc}, {"us-east-1/b.json", vpc}});
        QCOMPARE(codes(reading), std::string());
        QVERIFY(reading.usable);
        QCOMPARE(reading.stacks.at(0).body.resources.find("vpc-1")->type(),
                 std::string("AWS::EC2::VPC"));
        std::string other = vpc;
        other.replace(other.find("10.0"), 4, "10.5");
        reading = read({{"us-east-1/a.json", vpc}, {"us-east-1/b.json", other}});
        QCOMPARE(codes(reading), std::string("DESCRIBE-5:1:11"));
        QCOMPARE(reading.stacks.at(0)
                     .body.resources.find("vpc-1")
                     ->properties()
                     .find("CidrBlock")
                     ->text(),
                 std::string("10.0.0.0/16"));
    }

    /// A classic balancer has a name and no id: whose attributes a file holds is told by the end
    /// of its name, and not at all where two places have one of that name.
    void attributesOfClassicBalancersAreToldByName() {
        const auto balancer = [](const char* name, const char* zone) {
            return std::string(R"({"LoadBalancerDescriptions": [{"LoadBalancerName": ")") + name +
                   R"(", "AvailabilityZones": [")" + zone + "\"]}]}";
        };
        const auto attributes = [](const char* enabled) {
            return std::string(R"({"LoadBalancerAttributes": {"CrossZoneLoadBalancing": )") +
                   "{\"Enabled\": " + enabled + "}}}";
        };
        const auto crossZone = [](const DescribeReading& reading, std::size_t stack,
                                  const char* name) -> std::string {
            const auto made = reading.stacks.at(stack).body.resources.find(name);
            if (made == nullptr) return "no balancer";
            const Value* set = made->properties().find("CrossZone");
            return set == nullptr ? "unseen" : set->asBool().value_or(false) ? "yes" : "no";
        };
        const DescribeFile eastWeb = {"a.json", "a.json", balancer("web", "us-east-1a")};
        const DescribeFile eastMyWeb = {"b.json", "b.json", balancer("my-web", "us-east-1a")};
        const DescribeFile westWeb = {"c.json", "c.json", balancer("web", "us-west-2a")};
        const auto readAll = [&](std::vector<DescribeFile> files) {
            std::uint32_t nextId = 1;
            return readDescribe(std::move(files), {}, catalog(), nextId);
        };
        const auto named = [&](const char* path, const char* enabled) {
            return DescribeFile{path, path, attributes(enabled)};
        };
        auto reading = readAll({eastWeb, eastMyWeb, named("attributes-my-web.json", "true")});
        QCOMPARE(crossZone(reading, 0, "my-web"), std::string("yes"));
        QCOMPARE(crossZone(reading, 0, "web"), std::string("unseen"));
        QVERIFY(std::ranges::any_of(reading.diagnostics, [](const Diagnostic& diagnostic) {
            return diagnostic.code == "DESCRIBE-6" &&
                   diagnostic.message.find("aws elb describe-load-balancer-attributes (of web)") !=
                       std::string::npos;
        }));
        reading = readAll({eastWeb, eastMyWeb, named("attributes-web.json", "false")});
        QCOMPARE(crossZone(reading, 0, "my-web"), std::string("unseen"));
        QCOMPARE(crossZone(reading, 0, "web"), std::string("no"));
        reading = readAll({eastWeb, westWeb, named("attributes-web.json", "true")});
        QVERIFY(codes(reading).find("DESCRIBE-8") != std::string::npos);
        QCOMPARE(crossZone(reading, 0, "web"), std::string("unseen"));
        QCOMPARE(crossZone(reading, 1, "web"), std::string("unseen"));
        reading = readAll({eastWeb, westWeb, named("us-west-2/attributes-web.json", "true")});
        QCOMPARE(crossZone(reading, 0, "web"), std::string("unseen"));
        QCOMPARE(crossZone(reading, 1, "web"), std::string("yes"));
        const DescribeFile beside = {"d.json", "d.json",
                                     R"({"LoadBalancerName": "web", "LoadBalancerAttributes":)"
                                     R"( {"CrossZoneLoadBalancing": {"Enabled": true}}})"};
        reading = readAll({eastWeb, eastMyWeb, beside});
        QCOMPARE(crossZone(reading, 0, "web"), std::string("yes"));
    }

    void whereThingsAreIsToldByThemTheirPathOrTheirVpc() {
        const auto vpc = [](const char* id, const char* more) {
            return std::string(R"({"Vpcs": [{"VpcId": ")") + id + "\"" + more + "}]}";
        };
        const char* owner = R"(, "OwnerId": "123456789012")";
        const char* other = R"(, "OwnerId": "999999999999")";
        QCOMPARE(stackNames(read({{"210987654321/eu-west-1/vpcs.json", vpc("vpc-1", "")}})),
                 std::string("210987654321-eu-west-1"));
        QCOMPARE(stackNames(read({{"vpcs-eu-west-1.json", vpc("vpc-1", owner)}})),
                 std::string("123456789012-eu-west-1"));
        QCOMPARE(stackNames(read({{"a/ap-south-1/us-east-1.json", vpc("vpc-1", owner)}})),
                 std::string("123456789012-us-east-1"));
        // A VPC is where its subnets are, and what is in it too.
        const std::string subnet = R"({"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1",
            "AvailabilityZone": "us-west-2-lax-1a", "OwnerId": "123456789012"}]})";
        const std::string zone = R"({"Subnets": [{"SubnetId": "subnet-2", "VpcId": "vpc-2",
            "AvailabilityZone": "us-gov-west-1b", "OwnerId": "123456789012"}]})";
        auto reading = read({{"a.json", vpc("vpc-1", owner)},
                             {"b.json", subnet},
                             {"c.json", zone},
                             {"d.json", vpc("vpc-2", owner)}});
        QCOMPARE(stackNames(reading),
                 std::string("123456789012-us-gov-west-1 123456789012-us-west-2"));
        QCOMPARE(codes(reading), std::string());
        // An account says so itself; a Region that nothing tells is assumed, and said.
        reading = read({{"a.json", vpc("vpc-1", owner)}, {"b.json", vpc("vpc-2", other)}});
        QCOMPARE(stackNames(reading), std::string("123456789012-us-east-1 999999999999-us-east-1"));
        QCOMPARE(codes(reading), std::string("DESCRIBE-7:1:11 DESCRIBE-7:1:11"));
        std::uint32_t nextId = 1;
        const auto given = readDescribe({{"a.json", "a.json", vpc("vpc-1", "")}},
                                        {"111111111111", "eu-north-1"}, catalog(), nextId);
        QCOMPARE(stackNames(given), std::string("111111111111-eu-north-1"));
    }

    void theTextIsToldFromTemplatesAndProjects() {
        QVERIFY(looksLikeDescribe(R"({"Vpcs": []})", catalog()));
        QVERIFY(looksLikeDescribe(R"( [{"Reservations": []}])", catalog()));
        QVERIFY(looksLikeDescribe(R"({"us-east-1/vpcs.json": {"Vpcs": []}})", catalog()));
        QVERIFY(looksLikeDescribe(R"({"Vpcs": [{"VpcId": )", catalog()));
        QVERIFY(
            !looksLikeDescribe(R"({"Resources": {"Vpcs": {"Type": "AWS::EC2::VPC"}}})", catalog()));
        QVERIFY(!looksLikeDescribe("Vpcs: []", catalog()));
        QVERIFY(!looksLikeDescribe("", catalog()));
        QVERIFY(!looksLikeDescribe("[]", catalog()));
    }

    void equalNamesOfTwoServicesAreToldApart() {
        const auto reading = read({{"us-east-1/net.json", R"({
            "DBInstances": [{"DBInstanceIdentifier": "orders", "Engine": "postgres",
                "DBInstanceArn": "arn:aws:rds:us-east-1:123456789012:db:orders"}],
            "CacheClusters": [{"CacheClusterId": "orders", "Engine": "redis",
                "ARN": "arn:aws:elasticache:us-east-1:123456789012:cluster:orders"}],
            "Functions": [{"FunctionName": "orders",
                "FunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:orders"}]})"}});
        const auto& resources = reading.stacks.at(0).body.resources;
        QCOMPARE(resources.find("orders")->type(), std::string("AWS::RDS::DBInstance"));
        QCOMPARE(resources.find("elasticache:orders")->type(),
                 std::string("AWS::ElastiCache::CacheCluster"));
        QCOMPARE(resources.find("lambda:orders")->type(), std::string("AWS::Lambda::Function"));
    }

    /// Property: what is told without an output is never more certain, and never other, than what
    /// is told with it; a list that is cut is as good as none.
    void lessInformationNeverGivesASurerAnswer() {
        const Files files = test::describedNetwork();
        const Network whole(files);
        Counts counts;
        for (const auto& [path, text] : files) {
            Files fewer = files;
            fewer.erase(path);
            compare(whole, Network(fewer), path + " missing", counts);
            if (text.find('[') == std::string::npos) continue;
            fewer[path] = cut(text);
            compare(whole, Network(fewer), path + " cut", counts);
        }
        qInfo("%zu pairs compared, %zu told less", counts.compared, counts.lost);
        QVERIFY(counts.compared > 3000);
        QVERIFY(counts.lost > 400);
    }

    /// Every value of every file in turn becomes null, a number, a text and a list; nothing breaks.
    void oddValuesAnywhereNeverBreakIt() {
        std::size_t runs = 0;
        for (const auto& [path, text] : test::describedNetwork()) {
            for (std::size_t at = text.find("\": "); at != std::string::npos;
                 at = text.find("\": ", at + 1)) {
                const std::size_t begin = at + 3;
                if (text[begin] == '{' || text[begin] == '[') continue;
                const std::size_t end = text.find_first_of(",\n", begin);
                const char* odd[] = {"null", "-7", "\"\"", "[[]]", "{\"x\": []}"};
                std::string broken = text;
                broken.replace(begin, end - begin, odd[runs % 5]);
                ++runs;
                const auto reading = read({{path, broken}});
                for (const Diagnostic& diagnostic : reading.diagnostics) {
                    QVERIFY(!diagnostic.message.empty());
                }
                if (runs % 16 == 0) (void)Network(Files{{path, broken}});
            }
        }
        qInfo("%zu values replaced", runs);
        QVERIFY(runs > 1000);
    }

    void theSameFilesGiveTheSameStacks() {
        const auto one = read(test::describedNetwork());
        const auto two = read(test::describedNetwork());
        QVERIFY(one.stacks == two.stacks);
        QVERIFY(one.diagnostics == two.diagnostics);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReadDescribeTest)
#include "read_describe_test.moc"
