#include "app/modes/reach/reach_answers.h"

#include <fmt/format.h>

#include <QtTest>
#include <set>

#include "app/modes/overlay_marks.h"
#include "app/modes/reach/end_choices.h"
#include "app/modes/reach/reach_lister.h"
#include "app/modes/reach/reach_overlay.h"
#include "model/reachability/questions/candidates.h"
#include "tests/modes/reach_fixture.h"

namespace archivolt {

namespace {

ReachAsk asked(std::string from, std::string to, std::string_view ports = {}) {
    ReachAsk ask;
    ask.from = std::move(from);
    ask.to = std::move(to);
    if (!ports.empty()) {
        ask.protocol = kProtocolTcp;
        const auto number = static_cast<Port>(std::stoi(std::string(ports)));
        ask.ports = PortSet(PortRange{number, number});
    }
    return ask;
}

std::vector<std::string> names(const std::vector<ReachRow>& rows) {
    std::vector<std::string> list;
    for (const ReachRow& row : rows) list.push_back(row.name);
    return list;
}

std::vector<std::string> titles(const ReachScene& scene, const std::vector<BoxIndex>& boxes) {
    std::vector<std::string> list;
    for (const BoxIndex box : boxes) list.push_back(scene.diagram->boxes[box].title);
    return list;
}

using Names = std::vector<std::string>;

/// A host without a public IPv4 address, whose group lets HTTPS in over IPv6.
constexpr const char* kSix = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Six:
    Type: AWS::EC2::VPCCidrBlock
    Properties: {VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true}
  Igw: {Type: AWS::EC2::InternetGateway}
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}
  Net:
    Type: AWS::EC2::Subnet
    DependsOn: Six
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: 10.0.0.0/24
      AssignIpv6AddressOnCreation: true
      Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 8, 64]]
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationIpv6CidrBlock: "::/0", GatewayId: !Ref Igw}
  Use:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Net, RouteTableId: !Ref Table}
  Open:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: six
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv6: "::/0"}]
  Host:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref Net, SecurityGroupIds: [!Ref Open]}
)";

}  // namespace

class ReachAnswersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneEndListsWhatItReachesAndWhyNotTheRest() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const auto list = listReach(scene, asked("internet", ""));
        QVERIFY(list.has_value());
        QCOMPARE(list->sentence, std::string("The internet reaches WebAlb and Bastion."));
        QCOMPARE(names(list->passes), (Names{"WebAlb", "Bastion"}));
        QCOMPARE(list->passes.front().traffic, std::string("tcp 80, 443"));
        QCOMPARE(titles(scene, list->passes.front().way), (Names{"Internet", "Gateway", "WebAlb"}));
        QVERIFY(list->stopped.size() == 4 && list->stopped.front().why == "stopped in 5 places");
    }

    void whatPassesAloneIsThatOfTheWholeList() {
        std::size_t passing = 0;
        for (const char* name : {"three-tier", "hub-and-spoke", "peered-vpcs"}) {
            const ReachScene scene = test::sceneOf(test::exampleWith(name, {}, {}));
            ReachLister lister(scene);
            for (const EndChoice& end : endsLikeText(scene, {})) {
                for (const bool sends : {false, true}) {
                    const ReachAsk ask = sends ? asked(end.end, "") : asked("", end.end);
                    const auto whole = listReach(scene, ask);
                    const auto brief = lister.passing(ask);
                    QCOMPARE(brief.has_value(), whole.has_value());
                    if (!whole) continue;
                    auto wanted = whole->passes;
                    for (ReachRow& row : wanted) {
                        row.why.clear();
                        row.way.clear();
                    }
                    QVERIFY(brief->passes == wanted);
                    QVERIFY(brief->untold.empty() && brief->stopped.empty());
                    QCOMPARE(brief->boxes, whole->boxes);
                    passing += wanted.size();
                }
            }
        }
        QVERIFY(passing > 20);
    }

    void whatGetsNoAnswerReachesNothing() {
        // Without the way back into the spokes what Orders sends out is lost on its return.
        const ReachScene scene = test::sceneOf(
            test::exampleWith("hub-and-spoke",
                              "DestinationCidrBlock: 10.0.0.0/8\n      TransitGatewayId: !Ref "
                              "Hub\n\n  HubPublicAssociation",
                              "DestinationCidrBlock: 192.168.0.0/16\n      TransitGatewayId: !Ref "
                              "Hub\n\n  HubPublicAssociation"));
        const auto list = listReach(scene, asked("Orders", ""));
        QVERIFY(list.has_value());
        QCOMPARE(list->sentence, std::string("Orders reaches nothing."));
        const auto internet = std::ranges::find(list->stopped, "internet", &ReachRow::end);
        QVERIFY(internet != list->stopped.end());
        QCOMPARE(internet->why, std::string("stopped in 2 places"));
        const auto trace = traceReach(scene, asked("Orders", "internet"));
        QCOMPARE(trace->answer.verdict, Verdict::Blocked);
    }

    void whatABalancerHasNoTargetForIsNoFaultOfAGroup() {
        const ReachScene scene = test::sceneOf(
            test::threeTier("      TargetGroupARNs:\n        - !Ref WebTargets\n", ""));
        const auto list = listReach(scene, asked("internet", "", "443"));
        for (const ReachRow& row : list->stopped) {
            if (row.name == "WebAlb") QCOMPARE(row.why, std::string("no target to pass on to"));
        }
        QVERIFY(std::ranges::find(list->stopped, "WebAlb", &ReachRow::name) != list->stopped.end());
    }

    void partsOfIcmpHaveWords() {
        const TrafficSet web = TrafficSet::of(kProtocolTcp, PortSet(PortRange{443, 443}));
        const auto messages = [](Port first, Port last) {
            return TrafficSet::of(kProtocolIcmp, PortSet(PortRange{first, last}));
        };
        QCOMPARE(trafficWords(web | messages(2048, 2048)), std::string("tcp 443 · ping by icmp"));
        QCOMPARE(trafficWords(web | messages(0, 2047)), std::string("tcp 443 · some icmp"));
        const TrafficSet ping = TrafficSet::of(kProtocolIcmp);
        QCOMPARE(trafficWords(web | ping), std::string("icmp · tcp 443"));
        QVERIFY(asksForNoAnswer(messages(768, 1023)) && !asksForNoAnswer(messages(2048, 2048)));
        QVERIFY(!asksForNoAnswer({}));
    }

    void theOtherWayRoundItListsWhatReachesIt() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const auto list = listReach(scene, asked("", "OrdersDb"));
        QVERIFY(list.has_value());
        QCOMPARE(list->sentence, std::string("WebFleet.1 and WebFleet.2 reach OrdersDb."));
        QCOMPARE(list->passes.front().end, std::string("WebFleet.1"));
        const auto none = listReach(scene, asked("", "OrdersDb", "22"));
        QCOMPARE(none->sentence, std::string("Nothing reaches OrdersDb on tcp 22."));
    }

    void bothEndsGiveTheCauseAndEveryBlockerWithItsBox() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const auto trace = traceReach(scene, asked("internet", "OrdersDb", "5432"));
        QVERIFY(trace.has_value());
        QCOMPARE(trace->sentence, std::string("The internet does not reach OrdersDb on tcp 5432: "
                                              "OrdersDb has no public address."));
        QCOMPARE(titles(scene, trace->way), (Names{"Internet", "Gateway", "OrdersDb"}));
        Names blockers;
        Names boxes;
        for (const TraceBlocker& blocker : trace->blockers) {
            blockers.push_back(blocker.words.title);
            boxes.push_back(scene.diagram->boxes[blocker.box].title);
        }
        QCOMPARE(blockers, (Names{"OrdersDb has no public address", "DataAcl does not let it in",
                                  "DbGroup does not let it in",
                                  "DataRoutes has no route to send the answer to the internet",
                                  "DataAcl does not let the answer out"}));
        QCOMPARE(boxes, (Names{"OrdersDb", "DataA", "OrdersDb", "DataA", "DataA"}));
        for (const TraceBlocker& blocker : trace->blockers) QVERIFY(blocker.opens);
        QCOMPARE(trace->blockers[1].words.detail,
                 std::string("No entry allows tcp 5432 from the internet"));
        // Of anything, one packet is traced, and said to be an example.
        const auto anything = traceReach(scene, asked("internet", "OrdersDb"));
        QCOMPARE(anything->blockers[1].words.detail,
                 std::string("For example, no entry allows tcp 443 from the internet"));
    }

    void anAnswerThatDiesIsAnArrowOfItsOwn() {
        const std::string entry =
            "  PublicAclOutReplies:\n    Type: AWS::EC2::NetworkAclEntry\n    Properties:\n"
            "      NetworkAclId: !Ref PublicAcl\n      Egress: true\n      RuleNumber: 120\n"
            "      Protocol: 6\n      RuleAction: ";
        const Design design = test::threeTier(entry + "allow", entry + "deny");
        const ReachScene scene = test::sceneOf(design);
        const auto trace = traceReach(scene, asked("internet:203.0.113.9", "Bastion", "22"));
        QVERIFY(trace.has_value());
        QCOMPARE(trace->sentence, std::string("203.0.113.9 gets through to Bastion on tcp 22, but "
                                              "PublicAcl denies the answer on its way out."));
        Overlay overlay;
        addTrace(overlay, *trace, *scene.diagram);
        QCOMPARE(overlay.paths.size(), std::size_t{2});
        QCOMPARE(overlay.paths[0].tone, Tone::Pass);
        QVERIFY(overlay.paths[1].stopped && !overlay.paths[1].stops.empty());
        QCOMPARE(titles(scene, overlay.paths[1].boxes), (Names{"Bastion", "Gateway", "Internet"}));
        QCOMPARE(titles(scene, overlay.paths[1].stops), (Names{"PublicA"}));
    }

    void aRowCountsTheBlockersThatItsTraceShows() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const auto list = listReach(scene, asked("", "OrdersDb"));
        QVERIFY(list.has_value() && !list->stopped.empty());
        std::size_t counted = 0;
        for (const ReachRow& row : list->stopped) {
            const auto trace = traceReach(scene, asked(row.end, "OrdersDb"));
            QVERIFY(trace.has_value());
            QCOMPARE(trace->blockers.size(), trace->answer.blockers.size());
            if (trace->blockers.size() < 2) continue;
            ++counted;
            QCOMPARE(row.why, fmt::format("stopped in {} places", trace->blockers.size()));
        }
        QVERIFY(counted > 0);
    }

    void whatCanNotBeToldIsNoneOfWhatIsNotReached() {
        const ReachScene scene = test::sceneOf(openText({"net.yaml", R"(
Parameters: {Block: {Type: String}}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Other: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: !Ref Block}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: g}}
  Web: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Group]}}
  Shut: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Group]}}
  Host: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, SubnetId: !Ref Other, SecurityGroupIds: [!Ref Group]}}
)"},
                                                        {})
                                                   .design);
        const auto list = listReach(scene, asked("Web", ""));
        QVERIFY(list.has_value());
        QCOMPARE(names(list->untold), Names{"Host"});
        QVERIFY(!list->untold.front().isSure);
        QCOMPARE(list->untold.front().why, std::string("can't be told"));
        for (const std::string& name : names(list->stopped)) {
            QVERIFY2(name.find("Host") == std::string::npos, name.c_str());
        }
        QCOMPARE(list->sentence, std::string("Whether Web reaches anything can't be told."));
        const auto back = listReach(scene, asked("", "Shut"));
        QVERIFY(back.has_value());
        QCOMPARE(names(back->untold), Names{"Host"});
        QCOMPARE(back->sentence, std::string("Whether anything reaches Shut can't be told."));
    }

    void whatIsReachedAndWhatCanNotBeToldAreTwoThings() {
        const ReachScene scene = test::sceneOf(openText({"net.yaml", R"(
Parameters: {Block: {Type: String}}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Open: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}]}}
  Half: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: g, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: !Ref Block}]}}
  Shut: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: g}}
  Web: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Shut]}}
  Sure: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Open]}}
  May: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Half]}}
)"},
                                                        {})
                                                   .design);
        const auto list = listReach(scene, asked("Web", ""));
        QVERIFY(list.has_value());
        QCOMPARE(names(list->passes), Names{"Sure"});
        QCOMPARE(names(list->untold), Names{"May"});
        QCOMPARE(list->untold.front().traffic, std::string("tcp 80"));
        QCOMPARE(list->sentence,
                 std::string("Web reaches Sure; whether it reaches May can't be told."));
        const auto back = listReach(scene, asked("", "May"));
        QVERIFY(back.has_value() && back->passes.empty());
        QCOMPARE(back->sentence, std::string("Whether anything reaches May can't be told."));
    }

    /// Of a database in two zones the box that stands in the subnet in question is meant.
    void theStandbyIsTheOneInItsSubnet() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const NetworkIndex& network = scene.reachability->network();
        const DrawnThings drawn(*scene.diagram, network);
        std::set<std::string> shown;
        for (const InterfaceIndex i : network.interfaces().indices()) {
            if (thingOfInterface(network, i).name != "OrdersDb") continue;
            shown.insert(scene.diagram->boxes[drawn.ofInterface(i)].key);
        }
        QCOMPARE(shown,
                 (std::set<std::string>{"three-tier/OrdersDb", "three-tier/OrdersDb#standby"}));
    }

    void rowsOfOneNameAreToldApart() {
        Design twice = test::threeTier();
        Stack copy =
            *openText({"three-tier.yaml", std::string(findExample("three-tier")->text)}, {})
                 .design.stacks.front();
        copy.id = StackId(twice.nextId + 1000);
        copy.name = "other";
        copy.region = "eu-west-1";
        twice.stacks.push_back(std::make_shared<const Stack>(copy));
        const auto list = listReach(test::sceneOf(twice), asked("internet", ""));
        QVERIFY(list.has_value());
        const auto all = names(list->passes);
        QCOMPARE(std::set<std::string>(all.begin(), all.end()).size(), all.size());
        QVERIFY(std::ranges::find(all, "three-tier/WebAlb") != all.end());
    }

    void whatTheInternetReachesFromSomeAddressesAloneSaysSo() {
        const auto list = listReach(test::sceneOf(test::threeTier()), asked("internet", ""));
        QVERIFY(list.has_value());
        std::map<std::string, std::string> traffic;
        for (const ReachRow& row : list->passes) traffic[row.name] = row.traffic;
        QCOMPARE(traffic.at("Bastion"), std::string("tcp 22 in part"));
        QCOMPARE(traffic.at("WebAlb"), std::string("tcp 80, 443"));
        for (const ReachRow& row : list->passes) QCOMPARE(row.isPart, row.name == "Bastion");
    }

    void whoAloneGetsThroughIsSaidFirst() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const auto trace = traceReach(scene, asked("internet", "Bastion"));
        QVERIFY(trace.has_value());
        QCOMPARE(trace->sentence,
                 std::string("Of the internet, 203.0.113.0/24 alone reaches Bastion, on tcp 22; "
                             "BastionGroup does not let the rest in."));
        const auto shell = traceReach(scene, asked("internet", "Bastion", "22"));
        QVERIFY2(shell->sentence.starts_with("Of the internet, 203.0.113.0/24 alone reaches "
                                             "Bastion, on tcp 22"),
                 shell->sentence.c_str());
        const auto all = traceReach(scene, asked("internet", "WebAlb"));
        QVERIFY2(all->sentence.starts_with("The internet reaches WebAlb on tcp 80, 443, and on "),
                 all->sentence.c_str());
        // Some ports are open to all, one to a block of addresses.
        const ReachScene both = test::sceneOf(test::threeTier(
            "          CidrIp: !Ref AdminCidr\n",
            "          CidrIp: !Ref AdminCidr\n        - IpProtocol: tcp\n          FromPort: 443\n"
            "          ToPort: 443\n          CidrIp: 0.0.0.0/0\n"));
        const auto some = traceReach(both, asked("internet", "Bastion"));
        QVERIFY2(some->sentence.starts_with("The internet reaches Bastion on tcp 443, and "
                                            "203.0.113.0/24 alone on tcp 22"),
                 some->sentence.c_str());
    }

    void whatPassesOverIpv6AloneSaysSo() {
        const Design six = openText({"six.yaml", kSix}, {}).design;
        const auto traffic = [&](std::optional<Family> family) {
            ReachAsk ask = asked("internet", "");
            ask.family = family;
            const auto list = listReach(test::sceneOf(six), ask);
            return list && !list->passes.empty() ? list->passes.front().traffic : std::string();
        };
        QCOMPARE(traffic({}), std::string("tcp 443 over IPv6"));
        QCOMPARE(traffic(Family::Ipv6), std::string("tcp 443"));
        QCOMPARE(traffic(Family::Ipv4), std::string());
    }

    void whatStandsInNoNetworkIsSaidBesideWhatTheInternetReaches() {
        const Design web =
            openText({"web.yaml", std::string(findExample("serverless-web")->text)}, {}).design;
        const auto list = listReach(test::sceneOf(web), asked("internet", ""));
        QVERIFY(list.has_value());
        QCOMPARE(list->sentence, std::string("The internet reaches nothing in a network."));
        QCOMPARE(list->notes.size(), std::size_t{1});
        QVERIFY2(list->notes.front().starts_with("Cdn and Api stand in no network: "),
                 list->notes.front().c_str());
        // Nothing else calls them by this question.
        const auto back = listReach(test::sceneOf(web), asked("", "internet"));
        QVERIFY(back.has_value() && back->notes.empty());
    }

    void anAddressThatNothingHasIsNotToldAsStopped() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const auto list = listReach(scene, asked("10.0.10.55", ""));
        QVERIFY(list.has_value());
        QCOMPARE(list->sentence,
                 std::string("Nothing here is known to have the address 10.0.10.55; what is "
                             "started in AppA may get it."));
        QVERIFY(list->passes.empty() && list->stopped.empty());
        const auto trace = traceReach(scene, asked("WebAlb", "10.99.0.1", "443"));
        QVERIFY(trace.has_value());
        QCOMPARE(trace->sentence, std::string("Nothing here has the address 10.99.0.1, and no "
                                              "subnet has it to give."));
    }

    void endsAreFoundByAPartOfTheirNameWhateverItsCase() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const auto ends = [&](const char* typed) {
            Names found;
            for (const EndChoice& end : endsLikeText(scene, typed)) found.push_back(end.end);
            return found;
        };
        QCOMPARE(ends("ORD"), (Names{"OrdersDb"}));
        QCOMPARE(ends("internet"), (Names{"internet"}));
        QCOMPARE(ends("web").front(), std::string("WebAlb"));
        QVERIFY(ends("no such thing").empty());
        for (const std::string& end : ends("")) {
            QVERIFY(findEndpoint(scene.reachability->network(), end).has_value());
        }
        QCOMPARE(endNamed(scene, "ordersdb"), std::string("OrdersDb"));
        QCOMPARE(endNamed(scene, "INTERNET"), std::string("internet"));
        QCOMPARE(endNamed(scene, "Ord"), std::string("Ord"));
        QCOMPARE(endNamed(scene, "10.0.1.7"), std::string("10.0.1.7"));
    }

    void namesThatAreNotThereAreRefusedWithAReason() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        QVERIFY(!traceReach(scene, asked("internet", "Nobody")).has_value());
        QVERIFY(!listReach(scene, asked("DbGroups", "")).has_value());
    }

    void marksFindTheirBoxesAgainInTheNextDrawing() {
        const ReachScene before = test::sceneOf(test::threeTier());
        const ReachScene after = test::sceneOf(test::threeTier(
            "  Gateway:\n    Type: AWS::EC2::InternetGateway",
            "  Aside: {Type: 'AWS::SQS::Queue'}\n  Gateway:\n    Type: AWS::EC2::InternetGateway"));
        const auto trace = traceReach(before, asked("internet", "WebAlb", "443"));
        OverlayMarks marks;
        marks.diagram = before.diagram;
        addTrace(marks.overlay, *trace, *before.diagram);
        const Overlay carried = carriedOver(marks, *after.diagram);
        QCOMPARE(carried.paths.size(), marks.overlay.paths.size());
        QCOMPARE(titles(after, carried.paths.front().boxes),
                 titles(before, marks.overlay.paths.front().boxes));
        QCOMPARE(carried.concerned->size(), marks.overlay.concerned->size());
    }

    void aQuestionNamesAThingByItsStackOnlyWhereItHasTo() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const BoxIndex bastion = scene.diagram->find("three-tier/Bastion");
        QCOMPARE(endText(*scene.design, *scene.diagram, bastion), std::string("Bastion"));
        QCOMPARE(endText(*scene.design, *scene.diagram, scene.diagram->find("internet")),
                 std::string("internet"));
        QVERIFY(endText(*scene.design, *scene.diagram, kNoBox).empty());
        Design twice = *scene.design;
        Stack copy = *twice.stacks.front();
        copy.id = StackId(copy.id.value + 1);
        copy.name = "other";
        twice.stacks.push_back(std::make_shared<const Stack>(copy));
        const auto resource = scene.diagram->boxes[bastion].resource;
        QVERIFY(endText(twice, resource).ends_with("/Bastion"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReachAnswersTest)
#include "reach_answers_test.moc"
