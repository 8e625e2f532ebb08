#include "app/modes/access/access_answers.h"

#include <QtTest>
#include <algorithm>
#include <set>

#include "app/modes/access/usual_actions.h"
#include "tests/modes/reach_fixture.h"

namespace archivolt {

namespace {

AccessScene sceneOf(Design design) {
    const auto catalog = Catalog::embedded();
    AccessScene scene;
    scene.design = std::make_shared<const Design>(std::move(design));
    scene.resolved = resolve(*scene.design, *catalog);
    scene.model = accessModelOf(*scene.resolved, *catalog);
    scene.diagram =
        std::make_shared<const Diagram>(buildDiagram(*scene.design, *scene.resolved, *catalog));
    return scene;
}

AccessScene serverless() {
    const std::string text(findExample("serverless-web")->text);
    return sceneOf(openText({"serverless-web.yaml", text}, {}).design);
}

/// A host, and a role that may nothing.
constexpr const char* kPeople = R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Igw: {Type: AWS::EC2::InternetGateway}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24}}
  Host: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, SubnetId: !Ref A}}
  Nobodys:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]
)";

}  // namespace

class AccessAnswersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aResourceListsWhoCanAndByWhichStatement() {
        const AccessScene scene = serverless();
        const auto answer = askAccess(scene, {{}, "sqs:SendMessage", "MailQueue", {}});
        QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
        QVERIFY(!answer->rows.empty() && !answer->subject.empty());
        QCOMPARE(answer->rows.front().allowed, Truth::Yes);
        QVERIFY(answer->rows.front().detail.find("allowed by") != std::string::npos);
        QVERIFY(!answer->rows.front().boxes.empty());
        Overlay overlay;
        addAccess(overlay, *answer, true, *scene.diagram);
        QVERIFY(!overlay.paths.empty() && overlay.concerned);
    }

    void whatNothingAllowsIsNotPerhapsDenied() {
        const auto answer = askAccess(serverless(), {{}, "s3:GetObject", "SiteBucket", {}});
        QVERIFY(answer.has_value());
        QCOMPARE(answer->sentence,
                 std::string("Perhaps cloudfront.amazonaws.com can s3:GetObject on SiteBucket."));
        QVERIFY(answer->rows.size() > 1);
        // What it turns on comes first, where the line is not cut.
        QVERIFY2(answer->rows.front().detail.starts_with("it turns on aws:SecureTransport"),
                 answer->rows.front().detail.c_str());
        for (std::size_t i = 1; i < answer->rows.size(); ++i) {
            QCOMPARE(answer->rows[i].allowed, Truth::No);
            QCOMPARE(answer->rows[i].detail, std::string("no policy allows it"));
        }
    }

    void aPrincipalListsWhatItCan() {
        const AccessScene scene = serverless();
        const AccessPick pick = pickOf(*scene.model, "serverless-web", "OrdersFunction");
        QVERIFY(!pick.who.empty() && !pick.on.empty());
        const auto answer = askAccess(scene, {pick.who, {}, {}, {}});
        QVERIFY(answer.has_value());
        QVERIFY(!answer->rows.empty());
        const bool queue = std::ranges::any_of(
            answer->rows, [](const AccessRow& row) { return row.name == "MailQueue"; });
        QVERIFY(queue);
        // Whatever takes no resource is told service by service.
        std::set<std::string> names;
        for (const AccessRow& row : answer->rows)
            QVERIFY2(names.insert(row.name).second, row.name.c_str());
    }

    void oneRequestIsExplainedByLayerAndStatement() {
        const AccessScene scene = serverless();
        const std::string who = pickOf(*scene.model, "serverless-web", "OrdersFunction").who;
        const auto may = askAccess(scene, {who, "sqs:SendMessage", "MailQueue", {}});
        QVERIFY(may.has_value() && may->isRequest);
        QCOMPARE(may->allowed, Truth::Yes);
        QVERIFY(!may->reasons.empty() && may->reasons.front().effect == "allows");
        QVERIFY(may->reasons.front().opens);
        const auto mayNot = askAccess(scene, {who, "sqs:PurgeQueue", "MailQueue", {}});
        QVERIFY(mayNot.has_value());
        QCOMPARE(mayNot->allowed, Truth::No);
        QVERIFY(!mayNot->notes.empty());
    }

    void namesAreFoundByAPartWhateverItsCase() {
        const AccessScene scene = serverless();
        const auto names = [&](AccessPart part, const char* typed) {
            std::vector<std::string> found;
            for (const AccessName& one : namesLike(*scene.model, part, typed)) {
                found.push_back(one.name);
            }
            return found;
        };
        QCOMPARE(names(AccessPart::On, "sitebucket").front(), std::string("SiteBucket"));
        QCOMPARE(names(AccessPart::Who, "ORDERSROLE").front(), std::string("OrdersRole"));
        QVERIFY(names(AccessPart::Who, "SiteBucket").empty());
        QCOMPARE(names(AccessPart::On, "").size(),
                 std::min(scene.model->resources.size(), std::size_t{kMostNames}));
    }

    void theUsualActionsOfAResourceComeFirst() {
        const AccessScene scene = serverless();
        const auto actions = actionsOn(*scene.model, "MailQueue");
        QCOMPARE(actions.front(), std::string("sqs:SendMessage"));
        QVERIFY(actions.size() > 4);
        QVERIFY(actionsOn(*scene.model, "Nobody").empty());
    }

    void theUsualActionsAreThere() {
        const ActionTable table = ActionTable::embedded();
        QVERIFY(std::ranges::is_sorted(usualActions(), {}, &UsualActions::type));
        for (const UsualActions& usual : usualActions()) {
            for (const std::string& action : usualActionsOf(usual.type)) {
                const auto colon = action.find(':');
                const auto service = table.service(action.substr(0, colon));
                QVERIFY2(service.has_value(), action.c_str());
                const ActionFacts* facts = service->action(action.substr(colon + 1));
                QVERIFY2(facts != nullptr && !facts->takesOnlyWildcard(), action.c_str());
            }
        }
    }

    void whatPeopleAskOfAThingComesBeforeTheAlphabet() {
        const AccessScene scene = sceneOf(openText({"net.yaml", kPeople}, {}).design);
        QCOMPARE(actionsOn(*scene.model, "Host").front(), std::string("ssm:StartSession"));
        QCOMPARE(actionsOn(*scene.model, "Net").front(), std::string("ec2:CreateSubnet"));
        // Of what nobody has thought of, what is done to the thing itself.
        const auto gateway = actionsOn(*scene.model, "Igw");
        QVERIFY2(gateway.front() == "ec2:AttachInternetGateway", gateway.front().c_str());
        const auto answer = askAccess(scene, {{}, {}, "Host", {}});
        QVERIFY(answer.has_value());
        QCOMPARE(answer->sentence,
                 std::string("Nobody of this design can ssm:StartSession on Host."));
    }

    void whatIsNotThereIsRefusedWithAReason() {
        const AccessScene scene = serverless();
        QVERIFY(!askAccess(scene, {}));
        QVERIFY(!askAccess(scene, {"Nobody", {}, {}, {}}));
        QVERIFY(!askAccess(scene, {{}, "sqs:SendMessage", "Nothing", {}}));
        QVERIFY(!askAccess(scene, {"Nobody", "sqs:SendMessage", "MailQueue", {}}));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::AccessAnswersTest)
#include "access_answers_test.moc"
