#include <QtTest>

#include "app/modes/reach/flow_view.h"
#include "app/modes/reach/path_news.h"
#include "app/modes/reach/promises.h"
#include "app/modes/reach/reach_matrix.h"
#include "app/modes/reach/reach_overlay.h"
#include "app/modes/reach/rule_book.h"
#include "app/modes/reach/rule_texts.h"
#include "app/modes/reach/shown_names.h"
#include "model/intents/intent_reader.h"
#include "tests/describe/described_network.h"
#include "tests/modes/reach_fixture.h"
#include "tests/support/memory_files.h"

namespace archivolt {

namespace {

using Names = std::vector<std::string>;

/// The scene after an edit of the text, in the history of another: ids and sharing are kept.
ReachScene after(const ReachScene& before, const std::vector<Edit>& edits) {
    const auto catalog = Catalog::embedded();
    Design design = *before.design;
    for (const Edit& edit : edits) design = archivolt::apply(design, edit).value();
    ReachScene scene;
    scene.design = std::make_shared<const Design>(design);
    scene.resolved = resolve(*scene.design, *catalog, before.resolved.get());
    scene.reachability = std::make_shared<const Reachability>(scene.resolved->architecture,
                                                              before.reachability.get());
    scene.diagram =
        std::make_shared<const Diagram>(buildDiagram(*scene.design, *scene.resolved, *catalog));
    return scene;
}

ResourceId resourceOf(const ReachScene& scene, std::string_view name) {
    return scene.design->stacks.front()->body.resources.find(name)->id;
}

/// A web server of which a flow log tells: its address is its own.
Design officeDesign() {
    return openText({"office.yaml", R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Igw: {Type: AWS::EC2::InternetGateway}
  Attachment: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}}
  Net: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, MapPublicIpOnLaunch: true}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Default:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}
  TableUse: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref Table, SubnetId: !Ref Net}}
  WebGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
  Web:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-0abcdef1234567890
      InstanceType: t3.micro
      SubnetId: !Ref Net
      PrivateIpAddress: 10.0.0.10
      SecurityGroupIds: [!Ref WebGroup]
)"},
                    {})
        .design;
}

/// Rules in every form in which a template may write them.
Design rulesDesign() {
    return openText({"rules.yaml", R"(Parameters:
  Port: {Type: Number, Default: 8080}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: rules
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
        - {IpProtocol: udp, FromPort: "53", ToPort: "54", CidrIpv6: "2001:db8::/32"}
        - {IpProtocol: tcp, FromPort: !Ref Port, ToPort: !Ref Port, CidrIp: 10.0.0.0/8}
        - {IpProtocol: icmp, FromPort: 8, ToPort: -1, CidrIp: 10.0.0.0/8}
        - {IpProtocol: "-1", CidrIp: !GetAtt Vpc.CidrBlock}
  Rule:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Group, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 192.0.2.0/24}
  Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
  Entry:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref Acl, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: {From: 1024, To: 65535}}
)"},
                    {})
        .design;
}

/// What can be written of a rule, as `443 from 0.0.0.0/0`.
std::string writtenTexts(const RuleTexts& texts) {
    return texts.ports.value_or("-") + " from " + texts.block.value_or("-");
}

constexpr const char* kOfficeLog =
    "interface-id srcaddr dstaddr srcport dstport protocol packets action log-status "
    "flow-direction tcp-flags\n"
    "eni-01 198.51.100.7 10.0.0.10 50123 443 6 1300 ACCEPT OK ingress 2\n"
    "eni-01 198.51.100.8 10.0.0.10 50123 3389 6 20 REJECT OK ingress 2\n"
    "eni-01 198.51.100.9 10.0.0.10 50123 22 6 7 REJECT OK ingress 2\n"
    "eni-01 198.51.100.9 10.0.0.10 0 0 1 4 ACCEPT OK ingress 0\n"
    "eni-02 198.51.100.9 10.0.9.9 50123 22 6 7 REJECT OK ingress 2\n"
    "eni-01 - - - - - - - NODATA - -\n";

std::string lineText(const RuleLine& line) {
    if (!line.heading.empty()) return "# " + line.heading;
    std::string text = line.order.empty() ? "" : line.order + " ";
    text += line.effect + " " + line.what + " | " + line.peer;
    if (line.passedOver) text += " ..";
    if (line.decides) text += " <";
    return text;
}

}  // namespace

class ReachPagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFlowLogSaysWhatWasUsedRejectedAndAgainstTheRules() {
        const ReachScene scene = test::sceneOf(officeDesign());
        const auto log = readFlowLog(kOfficeLog, {}, {});
        QVERIFY(log.has_value());
        const FlowRecords records = flowRecordsOf(*log);
        QCOMPARE(records.ofIcmp, std::uint64_t{1});
        QCOMPARE(records.withoutData, std::uint64_t{1});
        const FlowView view = flowViewOf(scene, records);
        QCOMPARE(view.rows.front().kind, FlowRowKind::Contradicted);
        QVERIFY(view.rows.front().why.find("it was rejected") != std::string::npos);
        QCOMPARE(view.sentence, std::string("1 path used, 1 rejected; 1 contradicts the rules."));
        QCOMPARE(view.notes.size(), std::size_t{2});
        Overlay overlay;
        addFlows(overlay, view, *scene.diagram);
        const auto has = [&](Tone tone, bool stopped) {
            return std::ranges::any_of(overlay.paths, [&](const PathOverlay& path) {
                return path.tone == tone && path.stopped == stopped;
            });
        };
        QVERIFY(has(Tone::Pass, false) && has(Tone::Stop, true) && has(Tone::Warn, false));
        Overlay one;
        addFlows(one, view, *scene.diagram, &view.rows.front());
        QCOMPARE(one.paths.size(), std::size_t{1});
    }

    void rulesTellHowManyPacketsOfALogWentByThem() {
        const ReachScene scene = test::sceneOf(officeDesign());
        const FlowView view =
            flowViewOf(scene, flowRecordsOf(readFlowLog(kOfficeLog, {}, {}).value()));
        const auto books = ruleBooksOf(scene, resourceOf(scene, "WebGroup"), nullptr, &view);
        QCOMPARE(books.size(), std::size_t{1});
        Names seen;
        for (const RuleLine& line : books.front().lines) {
            if (line.heading.empty()) seen.push_back(line.what + ": " + line.seen);
        }
        QCOMPARE(seen, (Names{"tcp 443: 1,300 packets", "tcp 22: no record used it",
                              "everything: no record used it"}));
        const auto plain = ruleBooksOf(scene, resourceOf(scene, "WebGroup"));
        QVERIFY(plain.front().lines[1].seen.empty());
    }

    void aRuleIsRewrittenWhereItStands_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("ports");
        QTest::addColumn<QString>("block");
        QTest::addColumn<QString>("after");  // Empty: it is refused.
        const auto row = [](const char* name, const char* place, const char* before,
                            const char* ports, const char* block, const char* after) {
            QTest::newRow(name) << place << before << ports << block << after;
        };
        const char* inline0 = "Group.SecurityGroupIngress[0]";
        const char* inline1 = "Group.SecurityGroupIngress[1]";
        row("one port", inline0, "443 from 0.0.0.0/0", "8443", "", "8443 from 0.0.0.0/0");
        row("a range", inline0, "443 from 0.0.0.0/0", "80-443", "", "80-443 from 0.0.0.0/0");
        row("a block", inline0, "443 from 0.0.0.0/0", "", "10.1.0.0/16", "443 from 10.1.0.0/16");
        row("both", inline0, "443 from 0.0.0.0/0", "22", "10.1.0.0/16", "22 from 10.1.0.0/16");
        row("nothing new", inline0, "443 from 0.0.0.0/0", "443", "0.0.0.0/0", "443 from 0.0.0.0/0");
        row("no port", inline0, "443 from 0.0.0.0/0", "https", "", "");
        row("two ranges", inline0, "443 from 0.0.0.0/0", "80,443", "", "");
        row("too large", inline0, "443 from 0.0.0.0/0", "65536", "", "");
        row("bits behind the block", inline0, "443 from 0.0.0.0/0", "", "10.1.2.3/16", "");
        row("the other family", inline0, "443 from 0.0.0.0/0", "", "2001:db8::/32", "");
        row("texts stay texts", inline1, "53-54 from 2001:db8::/32", "53", "2001:db8:1::/48",
            "53 from 2001:db8:1::/48");
        row("a parameter's port", "Group.SecurityGroupIngress[2]", "- from 10.0.0.0/8", "9090",
            "10.2.0.0/16", "- from 10.2.0.0/16");
        row("ICMP has no ports", "Group.SecurityGroupIngress[3]", "- from 10.0.0.0/8", "9090", "",
            "- from 10.0.0.0/8");
        row("a block of another resource", "Group.SecurityGroupIngress[4]", "- from -", "",
            "10.2.0.0/16", "- from -");
        row("a rule of its own", "Rule", "22 from 192.0.2.0/24", "2222", "198.51.100.0/24",
            "2222 from 198.51.100.0/24");
        row("an ACL's entry", "Entry", "1024-65535 from 0.0.0.0/0", "443", "10.0.0.0/8",
            "443 from 10.0.0.0/8");
    }

    void aRuleIsRewrittenWhereItStands() {
        QFETCH(QString, place);
        QFETCH(QString, before);
        QFETCH(QString, ports);
        QFETCH(QString, block);
        QFETCH(QString, after);
        Design design = rulesDesign();
        const auto [name, behind] = std::pair(place.section('.', 0, 0), place.section('.', 1));
        Origin at{design.stacks.front()->id,
                  design.stacks.front()->body.resources.find(name.toStdString())->id,
                  {}};
        if (!behind.isEmpty()) {
            at.property =
                Path{"Properties", behind.section('[', 0, 0).toStdString(),
                     static_cast<std::size_t>(behind.section('[', 1).chopped(1).toUInt())};
        }
        QCOMPARE(writtenTexts(ruleTextsOf(design, at)), before.toStdString());
        RuleTexts wanted;
        if (!ports.isEmpty()) wanted.ports = ports.toStdString();
        if (!block.isEmpty()) wanted.block = block.toStdString();
        const auto edits = rewriteRule(design, at, wanted);
        QCOMPARE(edits.has_value(), !after.isEmpty());
        if (!edits) {
            QVERIFY(!edits.error().message.empty());
            return;
        }
        const auto old = design.stacks.front()->body.resources.find(name.toStdString());
        for (const Edit& edit : *edits) design = archivolt::apply(design, edit).value();
        QCOMPARE(writtenTexts(ruleTextsOf(design, at)), after.toStdString());
        QCOMPARE(edits->empty(), before == after);
        // A port that was a text is one still.
        if (name == "Group") {
            const Value* port =
                design.stacks.front()->body.resources.find("Group")->properties().at(
                    Path{"SecurityGroupIngress", std::size_t{1}, "FromPort"});
            QVERIFY(port != nullptr && port->isString());
        }
        QVERIFY(edits->empty() ||
                old != design.stacks.front()->body.resources.find(name.toStdString()));
    }

    void whatBreaksAPromiseIsMarkedOnTheDrawing() {
        Design design = officeDesign();
        design.intents = Value::list({readPromise("internet never reaches Web on tcp 443").value(),
                                      readPromise("internet reaches Web on tcp 80").value(),
                                      readPromise("internet reaches Web on tcp 22").value()});
        const ReachScene scene = test::sceneOf(design);
        const auto marks = promiseMarks(scene);
        QCOMPARE(marks.size(), std::size_t{2});
        QVERIFY(!marks.front().opens && marks.back().opens && marks.back().promise == 1);
        Overlay overlay;
        addPromises(overlay, marks, *scene.diagram);
        QCOMPARE(overlay.paths.size(), std::size_t{2});
        QVERIFY(!overlay.paths.front().stopped && overlay.paths.back().stopped);
        Overlay one;
        addPromises(one, marks, *scene.diagram, 1);
        QCOMPARE(one.paths.size(), std::size_t{1});
    }

    void anEditsNewsSayWhichPathsItOpenedAndClosed() {
        const ReachScene before = test::sceneOf(test::threeTier());
        const StackId stack = before.design->stacks.front()->id;
        const ReachScene closed = after(before, {RemoveResource{stack, "PublicAclInHttps"}});
        const auto news = whatChanged(before, closed);
        QVERIFY(!news.empty() && !news.front().opened && !news.front().pairs.empty());
        QVERIFY(newsLine(news).starts_with("Closed "));
        const auto back = whatChanged(closed, before);
        QVERIFY(newsLine(back).starts_with("Opened "));
        QCOMPARE(back.size(), news.size());
        QVERIFY(whatChanged(before, before).empty());
        // The networks can be compared before the design is drawn.
        ReachScene undrawn = closed;
        undrawn.diagram = nullptr;
        QVERIFY(whatChanged(before, closed, networkChanges(before, undrawn)) == news);
        Overlay overlay;
        addNews(overlay, news, *closed.diagram);
        QVERIFY(!overlay.paths.empty() && overlay.paths.front().tone == Tone::Stop);
    }

    /// Between a host and a balancer of two subnets another pair of interfaces has the way now.
    void aMoveBetweenSubnetsIsNoNewsOfPathsThatStay() {
        const ReachScene before = test::sceneOf(test::threeTier());
        const StackId stack = before.design->stacks.front()->id;
        const Path place =
            Path::parse("Resources.Bastion.Properties.NetworkInterfaces[0].SubnetId");
        const ReachScene moved =
            after(before, {SetValue{stack, place, Value::call("Ref", Value::string("PublicB"))}});
        const ReachQuestion nothing;
        MatrixComparison comparison(*before.reachability, nothing);
        const auto changes = comparison.changesIn(*moved.reachability);
        QVERIFY(
            std::ranges::any_of(changes, [](const auto& each) { return !each.opened.empty(); }));
        for (const PathNews& each : whatChanged(before, moved)) {
            QVERIFY2(each.who != "Bastion → WebAlb", each.traffic.c_str());
        }
        // What is closed in truth is told still.
        const ReachScene away =
            after(before, {SetValue{stack, place, Value::call("Ref", Value::string("DataA"))}});
        QVERIFY(newsLine(whatChanged(before, away)).find("Internet → Bastion, tcp 22") !=
                std::string::npos);
    }

    void whatIsNewOrGoneIsNewsToo() {
        const ReachScene before = test::sceneOf(test::threeTier());
        const StackId stack = before.design->stacks.front()->id;
        const ReachScene without = after(before, {RemoveResource{stack, "Bastion"}});
        Names gone;
        for (const PathNews& each : whatChanged(before, without)) gone.push_back(each.who);
        QVERIFY(std::ranges::find(gone, "Internet → Bastion") != gone.end());
        const auto news = whatChanged(without, before);
        QVERIFY(!news.empty() && news.front().opened);
        // Who gets in from the internet is what one wants to hear first.
        QVERIFY2(newsLine(news).starts_with("Opened Internet → Bastion, tcp 22"),
                 newsLine(news).c_str());
    }

    void theMatrixOfTiersShowsWhatReachesWhatAndNamesATrace() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const MatrixTable table = matrixTableOf(scene, MatrixView::Tiers, {});
        Names rows;
        for (const MatrixEnd& end : table.rows) rows.push_back(end.name);
        QCOMPARE(rows, (Names{"Internet", "Public", "Private"}));
        const auto column = std::ranges::find(table.columns, "Data", &MatrixEnd::name);
        QVERIFY(column != table.columns.end());
        QCOMPARE(table.note, std::string("Rows reach columns; Data starts nothing"));
        const auto& entry = table.at(2, static_cast<std::size_t>(column - table.columns.begin()));
        QCOMPARE(entry.text, std::string("tcp 5432, 6379"));
        QVERIFY(!entry.everywhere && !entry.more.empty());
        const auto trace =
            traceReach(scene, {entry.from, entry.to, kProtocolTcp, PortSet::all(), {}});
        QVERIFY(trace.has_value());
        for (const MatrixView view :
             {MatrixView::Subnets, MatrixView::Groups, MatrixView::Things}) {
            const MatrixTable other = matrixTableOf(scene, view, {});
            QVERIFY(!other.rows.empty());
            QCOMPARE(other.entries.size(), other.rows.size() * other.columns.size());
        }
    }

    void promisesAreReadFromSentencesAndWrittenAsThem_data() {
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("written");
        const auto row = [](const char* sentence, const char* written) {
            QTest::newRow(sentence) << QString::fromUtf8(sentence) << QString::fromUtf8(written);
        };
        row("internet reaches WebAlb on tcp 443", "The internet reaches WebAlb on tcp 443");
        row("the internet never reaches the data tier.",
            "The internet never reaches the data tier");
        row("Internet never reaches data", "The internet never reaches the data tier");
        row("only WebFleet reaches OrdersDb on port 5432",
            "Only WebFleet reaches OrdersDb on 5432");
        row("internet reaches WebFleet only through WebAlb on tcp 80,443 over ipv4",
            "The internet reaches WebFleet only through WebAlb on tcp 80,443 over IPv4");
        row("WebFleet can read Assets", "WebFleet can read Assets");
        row("OrdersRole cannot s3:DeleteObject on Assets.",
            "OrdersRole cannot s3:DeleteObject Assets");
        row("10.0.0.0/8 never reaches subnet DataA on icmp",
            "10.0.0.0/8 never reaches subnet DataA on icmp");
    }

    void promisesAreReadFromSentencesAndWrittenAsThem() {
        QFETCH(QString, sentence);
        QFETCH(QString, written);
        const auto promise = readPromise(sentence.toStdString());
        QVERIFY2(promise.has_value(), promise ? "" : promise.error().message.c_str());
        QCOMPARE(promiseSentence(*promise), written.toStdString());
        const auto again = readPromise(written.toStdString());
        QVERIFY(again.has_value());
        QCOMPARE(promiseSentence(*again), written.toStdString());
    }

    void promisesOfPickedPartsTakeNamesOfSeveralWords() {
        const Value promise = promiseOf({"never", "web server", "10.0.0.0/8", "tcp", "22", "ipv4"});
        QCOMPARE(promiseSentence(promise),
                 std::string("web server never reaches 10.0.0.0/8 on tcp 22 over IPv4"));
        QCOMPARE(promise.find("name")->text(), promiseSentence(promise));
        QCOMPARE(promise.find("to")->find("cidr")->text(), std::string("10.0.0.0/8"));
        QVERIFY(readIntent(promise, 0).has_value());
        QCOMPARE(promiseSentence(promiseOf({"only-from", "internet", "Web"})),
                 std::string("Only the internet reaches Web"));
    }

    void namesTakeThePlaceOfIdsWhereverTheyStand() {
        Design design = openText({"b.yaml", R"(Resources:
  sg-0a000000000000001: {Type: AWS::EC2::SecurityGroup, Properties: {GroupName: web}}
  i-0a000000000000001: {Type: AWS::EC2::Instance, Properties: {Tags: [{Key: Name, Value: shop}]}}
  i-0a000000000000002: {Type: AWS::EC2::Instance, Properties: {Tags: [{Key: Name, Value: shop}]}}
  i-0a000000000000003: {Type: AWS::EC2::Instance, Properties: {}}
  orders: {Type: AWS::RDS::DBInstance, Properties: {Tags: [{Key: Name, Value: the books}]}}
)"},
                                 {})
                            .design;
        std::string text =
            "`sg-0a000000000000001`: i-0a000000000000001.eni0, "
            "i-0a000000000000003, xi-0a000000000000001 in orders";
        std::string untouched = text;
        ShownNames({&design}).put(untouched);
        QCOMPARE(untouched, text);  // A template's logical ids are names.
        Stack observed = *design.stacks.front();
        observed.kind = StackKind::Observed;
        design = design.withStack(std::move(observed));
        ShownNames names({&design});
        names.add("orders", "not an id");
        names.add("i-0a000000000000001", "has a name");
        names.put(text);
        QCOMPARE(text, std::string("`web`: shop (i-0a000000000000001).eni0, i-0a000000000000003, "
                                   "xi-0a000000000000001 in orders"));
        text = "eni-0a000000000000009 answers";
        names.add("eni-0a000000000000009", "shop");
        names.put(text);
        QCOMPARE(text, std::string("shop answers"));
    }

    void pagesOfADescribedNetworkSayNames() {
        test::MemoryFiles files;
        files.folders.insert("net");
        for (auto& [way, text] : test::describedNetwork()) files.files["net/" + way] = text;
        const ReachScene scene = test::sceneOf(openDesign("net", {}, files).design);
        const auto rowOf = [&](MatrixView view, const std::string& name) {
            const auto rows = matrixTableOf(scene, view, {}).rows;
            const auto row = std::ranges::find(rows, name, &MatrixEnd::name);
            return row == rows.end() ? std::string() : row->end;
        };
        // A question names it by what the engine knows.
        QCOMPARE(rowOf(MatrixView::Subnets, "peer"), std::string("subnet-0b000000000000001"));
        QVERIFY(rowOf(MatrixView::Groups, "bastion").starts_with("sg-"));
        QCOMPARE(rowOf(MatrixView::Things, "bastion"), std::string("i-0a000000000000001"));
        const auto& resources = scene.design->stack("123456789012-us-east-1")->body.resources;
        const auto books = ruleBooksOf(scene, resources.find("orders")->id);
        QCOMPARE(books.size(), std::size_t{1});
        QCOMPARE(books.front().title, std::string("db"));
        QCOMPARE(books.front().lines[1].peer, std::string("app"));
        const auto subnet = ruleBooksOf(scene, resources.find("subnet-0a000000000000004")->id);
        QVERIFY2(subnet.front().about.find("data b") != std::string::npos,
                 subnet.front().about.c_str());
    }

    void sentencesThatSayTooLittleAreRefusedWithTheForms() {
        for (const char* sentence : {"", "internet", "reaches data", "internet reaches",
                                     "a b c reaches d", "internet reaches WebAlb on tcp 99999",
                                     "internet reaches WebAlb over carrier pigeon"}) {
            const auto promise = readPromise(sentence);
            QVERIFY2(!promise, sentence);
            QVERIFY(!promise.error().help.empty());
        }
    }

    void whatIsSuggestedHoldsAndIsNotPromisedYet() {
        ReachScene scene = test::sceneOf(test::threeTier());
        const auto suggested = suggestedPromises(scene);
        Names sentences;
        for (const Value& promise : suggested) sentences.push_back(promiseSentence(promise));
        QCOMPARE(sentences,
                 (Names{"The internet reaches WebAlb on tcp 443",
                        "The internet never reaches the data tier",
                        "Only WebFleet reaches OrdersDb", "Only WebFleet reaches Sessions"}));
        Design promised = *scene.design;
        promised.intents = Value::list(suggested);
        scene.design = std::make_shared<const Design>(promised);
        QVERIFY(suggestedPromises(scene).empty());
        for (const IntentAnswer& answer :
             checkIntents(promised, *scene.resolved, *scene.reachability).answers) {
            QCOMPARE(answer.verdict, IntentVerdict::Kept);
        }
    }

    void anAclIsALadderThatThePacketWalksDown() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const auto trace = traceReach(
            scene,
            {"internet:203.0.113.9", "Bastion", kProtocolTcp, PortSet(PortRange{22, 22}), {}});
        QVERIFY(trace.has_value());
        const auto books = ruleBooksOf(scene, resourceOf(scene, "PublicAcl"), &*trace);
        QCOMPARE(books.size(), std::size_t{1});
        QCOMPARE(books.front().about, std::string("Of PublicA and PublicB"));
        Names in;
        for (const RuleLine& line : books.front().lines) {
            if (line.heading.starts_with("Out")) break;
            in.push_back(lineText(line));
        }
        QCOMPARE(in.front(), std::string("# In, from the top"));
        QVERIFY(in[1].ends_with(" .."));
        QCOMPARE(std::ranges::count_if(in, [](auto& line) { return line.ends_with("<"); }), 1);
        QCOMPARE(in.back(), std::string("* deny everything else | "));
        // An entry stands for its ACL.
        const auto same = ruleBooksOf(scene, resourceOf(scene, "PublicAclInHttps"));
        QCOMPARE(same.front().title, std::string("PublicAcl"));
    }

    void groupsAndTablesSayWhoHasThemAndWhatTheyLet() {
        const ReachScene scene = test::sceneOf(test::threeTier());
        const auto group = ruleBooksOf(scene, resourceOf(scene, "WebGroup"));
        QCOMPARE(group.front().kind, std::string("Security group"));
        QVERIFY(group.front().about.find("named by") != std::string::npos);
        const auto node = ruleBooksOf(scene, resourceOf(scene, "OrdersDb"));
        QCOMPARE(node.front().title, std::string("DbGroup"));
        QCOMPARE(lineText(node.front().lines[1]), std::string("allow tcp 5432 | WebGroup"));
        const auto subnet = ruleBooksOf(scene, resourceOf(scene, "PublicA"));
        QCOMPARE(subnet.size(), std::size_t{2});
        QCOMPARE(subnet[1].kind, std::string("Route table"));
        QVERIFY(lineText(subnet[1].lines.back()).find("Gateway") != std::string::npos);
        QVERIFY(ruleBooksOf(scene, resourceOf(scene, "Gateway")).empty());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReachPagesTest)
#include "reach_pages_test.moc"
