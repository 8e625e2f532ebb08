#include "app/form/form.h"

#include <QtTest>

#include "app/form/address_blocks.h"
#include "app/form/candidates.h"
#include "app/form/field_editor.h"
#include "app/form/field_edits.h"
#include "app/form/field_text.h"
#include "app/form/stack_form.h"
#include "app/session/session.h"
#include "model/lint/lint.h"
#include "tests/support/memory_files.h"

namespace archivolt {

using test::MemoryFiles;

namespace {

constexpr const char* kText = R"(Parameters:
  Size: {Type: String, Default: t3.micro}
  Quiet: {Type: "AWS::EC2::Subnet::Id"}
Conditions:
  IsLive: !Equals [!Ref Size, t3.micro]
Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24}
  B:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.2.0/24}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: what it is  # Kept.
      VpcId: !Ref Net
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
        - IpProtocol: tcp
          FromPort: "8000"
          ToPort: "8100"
          SourceSecurityGroupId: !GetAtt Other.GroupId
  Other:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: other, VpcId: !Ref Net}
  FromOther:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      {GroupId: !GetAtt Group.GroupId, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}
  Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Net}}
  Late:
    Type: AWS::EC2::NetworkAclEntry
    Properties:
      {NetworkAclId: !Ref Acl, RuleNumber: 200, Protocol: -1, RuleAction: deny, CidrBlock: !Select [0, [0.0.0.0/0]]}
  Early:
    Type: AWS::EC2::NetworkAclEntry
    Properties:
      NetworkAclId: !Ref Acl
      RuleNumber: 100
      Protocol: 6
      RuleAction: allow
      CidrBlock: 0.0.0.0/0
      PortRange: {From: 443, To: 443}
  Web:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref A, InstanceType: !Ref Size, EbsOptimized: true}
  Second:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref B, InstanceType: t3.micro}
  Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Net}}
  Igw: {Type: AWS::EC2::InternetGateway}
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}
  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref A, ConnectivityType: private}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: ec2.amazonaws.com}
            Action: sts:AssumeRole
)";

/// The text above, open, with the form of one thing.
struct Opened {
    MemoryFiles files;
    Session session{files};
    std::shared_ptr<const Catalog> catalog = Catalog::embedded();
    std::shared_ptr<const ResolvedDesign> resolved;
    std::vector<std::shared_ptr<const Diagnostic>> findings;
    std::set<std::pair<ResourceId, Path>> asked;

    Opened() {
        files.files["/net.yaml"] = kText;
        if (!session.open("/net.yaml").usable) qFatal("the template does not open");
        look();
    }
    void look() {
        resolved = resolve(*session.design(), *catalog);
        findings.clear();
        for (Finding& finding : lint(*session.design(), *resolved, *catalog)) {
            findings.push_back(std::make_shared<const Diagnostic>(std::move(finding.diagnostic)));
        }
    }
    [[nodiscard]] ResourceId id(const char* name) const {
        return session.design()->stacks.front()->body.resources.find(std::string_view(name))->id;
    }
    [[nodiscard]] FormInput input() const {
        return {*session.design(), *catalog, resolved.get(), findings, &asked};
    }
    [[nodiscard]] Form form(const char* name) const { return formOf(input(), id(name)); }
    /// Returns the field of a title; of several the one below the entry that is called so.
    [[nodiscard]] FormField field(const char* name, const std::string& title,
                                  const std::string& under = {}) const {
        const Form made = form(name);
        bool isUnder = under.empty();
        for (const FormField* one : allFields(made)) {
            if (one->opens() && !under.empty()) isUnder = one->title == under;
            if (isUnder && one->title == title) return *one;
        }
        qFatal("no field %s", title.c_str());
    }
    /// Gives a field a value and returns the text that is then saved.
    std::string set(const FormField& one, const std::string& text) {
        const auto edits = editsFor(*session.design(), *catalog, one, text);
        if (!edits) return edits.error().message;
        if (edits->empty()) return "nothing";
        if (auto done = session.apply(*edits, "set"); !done) return done.error().message;
        if (auto saved = session.save(); !saved) return saved.error().message;
        look();
        return files.files["/net.yaml"];
    }
    std::string set(const char* name, const std::string& title, const std::string& text) {
        return set(field(name, title), text);
    }
    /// The text with one part of it replaced.
    [[nodiscard]] static std::string with(const std::string& before, const std::string& after) {
        std::string text = kText;
        return text.replace(text.find(before), before.size(), after);
    }
};

std::vector<std::string> textsOf(const std::vector<FieldChoice>& choices) {
    std::vector<std::string> texts;
    for (const FieldChoice& choice : choices) texts.push_back(choice.text);
    return texts;
}

}  // namespace

class FormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachPlaceGetsTheEditorThatKnowsItBest_data();
    void eachPlaceGetsTheEditorThatKnowsItBest();
    void whatIsGoneTakesNoEdit();
    void absentDefaultAndSetAreThreeStates();
    void aValueThatIsNotTouchedChangesNothing();
    void aTextChangesOnlyItsOwnBytes();
    void clearingTakesTheKeyAway();
    void theWayToAnAbsentPropertyIsMade();
    void theKindThatIsWrittenIsKept();
    void whatIsNoNumberIsRefused();
    void anExpressionShowsWhatItComesTo();
    void referencesOfferWhatMayStandThere();
    void typesOfInstancesOfferTheirFamilyFirst();
    void aFieldOfPortsWritesBothEnds();
    void aSourceGoesToThePropertyThatTakesIt();
    void aRouteTakesAnotherKindOfTarget();
    void rulesOfBothKindsStandAtTheirGroup();
    void entriesOfAnAclStandInTheirOrder();
    void whatNamesAThingIsListed();
    void statementsOfAPolicyAreRows();
    void manyAreEditedAtOnce();
    void findingsStandAtTheirField();
    void propertiesThatAreAbsentCanBeAskedFor();
    void freeBlocksOverlapNothing();
    void aVpcShowsWhatOfItsBlockIsFree();
    void itemsMoveAndGo();
    void anItemIsCopiedBehindItself();
    void branchesOfAnIfAreFieldsOfTheirOwn();
    void entriesOfAMapAreNamedAndAdded();
    void parametersAreFieldsOfTheirStack();
    void valuesAreKeptUnderAName();
    void anotherPartBelongsToItsOwner();
    void aSummaryNamesWhatSaysNothingAlone();
    void noHeadingStandsOverNothing();
};

void FormTest::eachPlaceGetsTheEditorThatKnowsItBest_data() {
    QTest::addColumn<std::string>("resource");
    QTest::addColumn<std::string>("title");
    QTest::addColumn<FieldEditor>("editor");
    const auto row = [](const char* resource, const char* title, FieldEditor editor) {
        QTest::addRow("%s.%s", resource, title)
            << std::string(resource) << std::string(title) << editor;
    };
    row("Group", "GroupDescription", FieldEditor::Text);
    row("Group", "VpcId", FieldEditor::Reference);
    row("Group", "IpProtocol", FieldEditor::Text);
    row("Group", "Ports", FieldEditor::Ports);
    row("Group", "Source", FieldEditor::OneOf);
    row("Web", "EbsOptimized", FieldEditor::Switch);
    row("Web", "InstanceType", FieldEditor::Expression);
    row("A", "CidrBlock", FieldEditor::Cidr);
    row("Late", "RuleNumber", FieldEditor::Number);
    row("Net", "DeletionPolicy", FieldEditor::Choice);
    row("Out", "Target", FieldEditor::OneOf);
    row("Role", "As text", FieldEditor::Code);
    row("Role", "Effect", FieldEditor::Choice);
    row("Role", "Action", FieldEditor::Lines);
    row("Role", "Principal", FieldEditor::Code);
}

void FormTest::eachPlaceGetsTheEditorThatKnowsItBest() {
    QFETCH(std::string, resource);
    QFETCH(std::string, title);
    QFETCH(FieldEditor, editor);
    const Opened opened;
    QCOMPARE(static_cast<int>(opened.field(resource.c_str(), title).editor),
             static_cast<int>(editor));
}

void FormTest::absentDefaultAndSetAreThreeStates() {
    Opened opened;
    QVERIFY(opened.field("Group", "GroupDescription").state == FieldState::Set);
    QVERIFY(opened.field("A", "AvailabilityZone").state == FieldState::Absent);
    opened.set("Group", "GroupDescription", "\"\"");
    const FormField field = opened.field("Net", "CidrBlock");
    QVERIFY(field.state == FieldState::Set);
    QVERIFY(field.replaces);
    QVERIFY2(field.hint.find("anew") != std::string::npos, field.hint.c_str());
}

void FormTest::aValueThatIsNotTouchedChangesNothing() {
    Opened opened;
    for (const auto& resource : opened.session.design()->stacks.front()->body.resources) {
        const Form form = formOf(opened.input(), resource->id);
        for (const FormField* field : allFields(form)) {
            const auto edits =
                editsFor(*opened.session.design(), *opened.catalog, *field, field->text);
            QVERIFY2(edits && edits->empty(), field->key.c_str());
        }
    }
}

void FormTest::aTextChangesOnlyItsOwnBytes() {
    Opened opened;
    QCOMPARE(opened.set("Group", "GroupDescription", "all of it"),
             Opened::with("what it is", "all of it"));
}

void FormTest::clearingTakesTheKeyAway() {
    Opened opened;
    QCOMPARE(opened.set("Web", "EbsOptimized", ""), Opened::with(", EbsOptimized: true", ""));
    QVERIFY(opened.field("Web", "ImageId").state == FieldState::Set);
}

void FormTest::theWayToAnAbsentPropertyIsMade() {
    Opened opened;
    const StackId stack = opened.session.design()->stacks.front()->id;
    const FieldTarget target{stack, opened.id("Second"),
                             Path::parse("Resources.Second.Properties.BlockDeviceMappings[0].Ebs."
                                         "VolumeSize")};
    const auto edits = editsAt(*opened.session.design(), target, Value::number(8));
    QVERIFY(edits.has_value());
    QVERIFY(opened.session.apply(*edits, "set").has_value());
    const Value* const made = opened.session.design()->stacks.front()->body.at(target.path);
    QVERIFY(made != nullptr && *made == Value::number(8));
    // A resource without Properties gets them.
    const auto tagged =
        editsAt(*opened.session.design(),
                {stack, opened.id("Igw"), Path::parse("Resources.Igw.Properties.Tags[0].Key")},
                Value::string("Name"));
    QVERIFY(tagged.has_value() && opened.session.apply(*tagged, "tag").has_value());
}

void FormTest::theKindThatIsWrittenIsKept() {
    Opened opened;
    const FormField ports = opened.field("Group", "Ports", "tcp 8000-8100 · Other.GroupId");
    QCOMPARE(ports.text, std::string("8000-8100"));
    QCOMPARE(opened.set(ports, "8000-8200"), Opened::with("\"8100\"", "\"8200\""));
}

void FormTest::whatIsNoNumberIsRefused() {
    Opened opened;
    const FormField number = opened.field("Late", "RuleNumber");
    const auto refused = editsFor(*opened.session.design(), *opened.catalog, number, "many");
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, std::string(kNotANumber.code));
    QCOMPARE(opened.set(number, "210"), Opened::with("RuleNumber: 200", "RuleNumber: 210"));
}

void FormTest::anExpressionShowsWhatItComesTo() {
    Opened opened;
    const FormField type = opened.field("Web", "InstanceType");
    QCOMPARE(type.text, std::string("!Ref Size"));
    QCOMPARE(type.comesTo, std::string("t3.micro"));
    QCOMPARE(type.parameter, std::string("Size"));
    QCOMPARE(opened.set(type, "!Sub \"${Size}x\""),
             Opened::with("InstanceType: !Ref Size", "InstanceType: !Sub \"${Size}x\""));
    const auto broken = editsFor(*opened.session.design(), *opened.catalog,
                                 opened.field("Web", "InstanceType"), "!Sub [\"${Size}");
    QVERIFY(!broken.has_value());
    QCOMPARE(broken.error().code, std::string(kNotAValue.code));
}

void FormTest::whatIsGoneTakesNoEdit() {
    const Opened opened;
    const Design& design = *opened.session.design();
    FieldTarget target = opened.field("Web", "InstanceType").target;
    const Value value = Value::string("t3.large");
    QVERIFY(editsAt(design, target, value).has_value());
    target.stack = StackId{4711};
    QCOMPARE(editsAt(design, target, value).error().code, std::string(kFieldGone.code));
    FormField entry = opened.field("Web", "InstanceType");
    entry.target.path = Path{"Resources", "Nobody", "Properties", "Tags"};
    QCOMPARE(renameOf(design, entry, "Labels").error().code, std::string(kFieldGone.code));
}

void FormTest::referencesOfferWhatMayStandThere() {
    const Opened opened;
    QCOMPARE(textsOf(choicesOf(opened.input(), opened.field("Web", "SubnetId"))),
             (std::vector<std::string>{"!Ref A", "!Ref B", "!Ref Size", "!Ref Quiet"}));
    const auto policies = textsOf(choicesOf(opened.input(), opened.field("Web", "DeletionPolicy")));
    QVERIFY(std::ranges::find(policies, "Retain") != policies.end());
    QCOMPARE(textsOf(choicesOf(opened.input(), opened.field("Web", "Condition"))),
             std::vector<std::string>{"IsLive"});
}

void FormTest::typesOfInstancesOfferTheirFamilyFirst() {
    const Opened opened;
    const FormField field = opened.field("Second", "InstanceType");
    QVERIFY(field.choices);
    const auto names = textsOf(choicesOf(opened.input(), field));
    const std::vector<std::string> first = {"t3.nano",  "t3.micro",  "t3.small",  "t3.medium",
                                            "t3.large", "t3.xlarge", "t3.2xlarge"};
    QCOMPARE(std::vector<std::string>(names.begin(), names.begin() + 7), first);
    QCOMPARE(std::ranges::count(names, "t3.micro"), 1);
    QVERIFY(std::ranges::find(names, "m5.large") != names.end());
    QVERIFY(std::ranges::find(names, "db.t3.micro") == names.end());
}

void FormTest::aFieldOfPortsWritesBothEnds() {
    Opened opened;
    const FormField ports = opened.field("Group", "Ports", "tcp 443 · 0.0.0.0/0");
    QCOMPARE(ports.text, std::string("443"));
    QCOMPARE(opened.set(ports, "80-443"), Opened::with("FromPort: 443, ToPort: 443, CidrIp: 0",
                                                       "FromPort: 80, ToPort: 443, CidrIp: 0"));
    for (const char* bad : {"http", "443-80", "70000", "-1", "1-2-3"}) {
        const auto refused = editsFor(*opened.session.design(), *opened.catalog, ports, bad);
        QVERIFY2(!refused && refused.error().code == kNoPorts.code, bad);
    }
    const FormField range = opened.field("Early", "Ports");
    QCOMPARE(range.text, std::string("443"));
    const std::string text = opened.set(range, "");
    QVERIFY2(text.find("PortRange") == std::string::npos, text.c_str());
}

void FormTest::aSourceGoesToThePropertyThatTakesIt() {
    Opened opened;
    const FormField source = opened.field("Group", "Source", "tcp 443 · 0.0.0.0/0");
    QCOMPARE(source.text, std::string("0.0.0.0/0"));
    const auto choices = textsOf(choicesOf(opened.input(), source));
    QVERIFY(std::ranges::find(choices, "!GetAtt Other.GroupId") != choices.end());
    QVERIFY(std::ranges::find(choices, "10.0.2.0/24") != choices.end());
    const std::string text = opened.set(source, "!GetAtt Other.GroupId");
    QVERIFY2(text.find("ToPort: 443, SourceSecurityGroupId: !GetAtt Other.GroupId}") !=
                 std::string::npos,
             text.c_str());
    const std::string six =
        opened.set(opened.field("Group", "Source", "tcp 443 · Other.GroupId"), "::/0");
    QVERIFY2(six.find("CidrIpv6: ::/0") != std::string::npos ||
                 six.find("CidrIpv6: \"::/0\"") != std::string::npos,
             six.c_str());
}

void FormTest::aRouteTakesAnotherKindOfTarget() {
    Opened opened;
    const FormField target = opened.field("Out", "Target");
    QCOMPARE(target.text, std::string("!Ref Igw"));
    QCOMPARE(target.icon, std::string("internet-gateway"));
    const std::string text = opened.set(target, "!Ref Nat");
    QCOMPARE(text, Opened::with("GatewayId: !Ref Igw}", "NatGatewayId: !Ref Nat}"));
}

void FormTest::rulesOfBothKindsStandAtTheirGroup() {
    const Opened opened;
    const Form form = opened.form("Group");
    const auto out = std::ranges::find(form.fields, "Outbound rules", &FormField::title);
    QVERIFY(out != form.fields.end());
    QCOMPARE(out->children.size(), std::size_t{1});
    QCOMPARE(out->children.front().editor, FieldEditor::Told);
    QCOMPARE(out->children.front().text,
             std::string("Everything may go out, while no rule is listed"));
    const auto section = std::ranges::find(form.fields, "Inbound rules", &FormField::title);
    QVERIFY(section != form.fields.end());
    QCOMPARE(section->children.size(), std::size_t{3});
    QCOMPARE(section->children[0].title, std::string("tcp 443 · 0.0.0.0/0"));
    QVERIFY(section->children[2].editor == FieldEditor::Resource);
    QCOMPARE(section->children[2].title, std::string("tcp 22 · 10.0.0.0/8"));
    QCOMPARE(section->children[2].text, std::string("FromOther"));
}

void FormTest::entriesOfAnAclStandInTheirOrder() {
    const Opened opened;
    const Form form = opened.form("Acl");
    const auto section = std::ranges::find(form.fields, "Inbound entries", &FormField::title);
    QVERIFY(section != form.fields.end());
    QCOMPARE(section->children.size(), std::size_t{2});
    QCOMPARE(section->children[0].title, std::string("100 allow tcp 443 from 0.0.0.0/0"));
    QCOMPARE(section->children[1].title, std::string("200 deny all traffic from 0.0.0.0/0"));
}

void FormTest::whatNamesAThingIsListed() {
    const Opened opened;
    const Form form = opened.form("A");
    QCOMPARE(form.fields.back().title, std::string("Used by"));
    std::vector<std::string> names;
    for (const FormField& user : form.fields.back().children) {
        names.push_back(user.title);
    }
    QCOMPARE(names, (std::vector<std::string>{"Web", "Nat"}));
}

void FormTest::statementsOfAPolicyAreRows() {
    Opened opened;
    const FormField statement = opened.field("Role", "Allow sts:AssumeRole");
    QCOMPARE(statement.children.size(), std::size_t{3});
    const std::string text = opened.set("Role", "Action", "sts:AssumeRole\nsts:TagSession");
    QVERIFY2(text.find("- sts:TagSession") != std::string::npos, text.c_str());
    const FormField whole = opened.field("Role", "As text");
    const auto broken = editsFor(*opened.session.design(), *opened.catalog, whole, "Statement: [");
    QVERIFY(!broken && broken.error().code == kNotAValue.code);
}

void FormTest::manyAreEditedAtOnce() {
    Opened opened;
    const Form form = commonForm(opened.input(), {opened.id("Web"), opened.id("Second")});
    QCOMPARE(form.fields.size(), std::size_t{1});
    const auto& fields = form.fields.front().children;
    const auto image = std::ranges::find(fields, "ImageId", &FormField::title);
    QVERIFY(image != fields.end() && image->state == FieldState::Set);
    const auto subnet = std::ranges::find(fields, "SubnetId", &FormField::title);
    QVERIFY(subnet != fields.end() && subnet->state == FieldState::Mixed);
    opened.set(*subnet, "!Ref B");
    QCOMPARE(opened.field("Web", "SubnetId").text, std::string("!Ref B"));
    QCOMPARE(opened.field("Second", "SubnetId").text, std::string("!Ref B"));
    QVERIFY(opened.session.undo());
    QVERIFY(!opened.session.history().canUndo());
}

void FormTest::findingsStandAtTheirField() {
    Opened opened;
    opened.set("B", "CidrBlock", "10.0.0.128/25");
    const FormField block = opened.field("B", "CidrBlock");
    QCOMPARE(block.problems.size(), std::size_t{1});
    QVERIFY(block.problems.front().severity == Severity::Error);
    QVERIFY(!block.problems.front().help.empty());
}

void FormTest::propertiesThatAreAbsentCanBeAskedFor() {
    Opened opened;
    const StackId stack = opened.session.design()->stacks.front()->id;
    const FieldTarget whole{stack, opened.id("Web"), Path::parse("Resources.Web.Properties")};
    const auto absent = absentProperties(opened.input(), whole);
    const auto monitoring = std::ranges::find(absent, "Monitoring", &AbsentProperty::name);
    QVERIFY(monitoring != absent.end());
    opened.asked.insert({monitoring->target.resource, monitoring->target.path});
    const FormField field = opened.field("Web", "Monitoring");
    QVERIFY(field.state == FieldState::Absent && field.editor == FieldEditor::Switch);
    QVERIFY(opened.set(field, "true").find("Monitoring: true") != std::string::npos);
    // An item that is asked for stands behind the others, with the fields of its kind.
    opened.asked.insert(
        {opened.id("Group"), Path::parse("Resources.Group.Properties.SecurityGroupIngress[2]")});
    const FormField ports = opened.field("Group", "Ports", "New");
    const std::string text = opened.set(ports, "53");
    QVERIFY2(text.find("FromPort: 53") != std::string::npos, text.c_str());
}

void FormTest::freeBlocksOverlapNothing() {
    Opened opened;
    QCOMPARE(opened.field("B", "CidrBlock").comesTo,
             std::string("10.0.2.0 – 10.0.2.255 · 251 usable"));
    const auto free = textsOf(choicesOf(opened.input(), opened.field("B", "CidrBlock")));
    QVERIFY(free.size() > 6);
    QCOMPARE(free[0], std::string("10.0.1.0/24"));
    QCOMPARE(free[1], std::string("10.0.2.0/24"));
    // A block that is computed can be chosen anew as well.
    opened.set("B", "CidrBlock", "!Select [0, [10.0.2.0/24]]");
    QCOMPARE(textsOf(choicesOf(opened.input(), opened.field("B", "CidrBlock"))).at(0),
             std::string("10.0.1.0/24"));
    const Cidr all = *Cidr::parse("10.0.0.0/28");
    const std::vector<Cidr> taken{*Cidr::parse("10.0.0.0/29")};
    QCOMPARE(freeBlocks(all, taken, 30, 9).size(), std::size_t{2});
    QCOMPARE(freeBlocks(all, taken, 28, 9).size(), std::size_t{0});
    QCOMPARE(freeBlocks(*Cidr::parse("255.255.255.0/24"), {}, 25, 9).size(), std::size_t{2});
    QCOMPARE(freeLengths(all, taken, 16, 28), std::vector<int>{});
    QCOMPARE(usableAddresses(*Cidr::parse("10.0.0.0/24")), std::uint64_t{251});
}

void FormTest::aVpcShowsWhatOfItsBlockIsFree() {
    Opened opened;
    const Form form = opened.form("Net");
    std::vector<std::string> lines;
    for (const FormField* one : allFields(form)) {
        if (one->key.find("#addresses") == std::string::npos) continue;
        lines.push_back(one->title + ": " + one->text);
    }
    QCOMPARE(lines, (std::vector<std::string>{
                        "10.0.0.0/16: 512 of 65,536 addresses are given to subnets",
                        "A: 10.0.0.0/24 · 251", "Free: 10.0.1.0 – 10.0.1.255 · a /24 fits",
                        "B: 10.0.2.0/24 · 251", "Free: 10.0.3.0 – 10.0.255.255 · a /17 fits"}));
    opened.set("A", "CidrBlock", "10.0.254.0/23");
    opened.set("B", "CidrBlock", "!ImportValue elsewhere");
    const Form later = opened.form("Net");
    const auto all = allFields(later);
    const auto unknown =
        std::ranges::find_if(all, [](const FormField* one) { return one->text == "not known"; });
    QVERIFY(unknown != all.end() && (*unknown)->title == "B");
    QCOMPARE((*unknown)->target.resource, opened.id("B"));
}

void FormTest::itemsMoveAndGo() {
    Opened opened;
    const FormField second = opened.field("Group", "tcp 8000-8100 · Other.GroupId");
    const auto moved = moveOf(*opened.session.design(), second, ItemMove::Up);
    QCOMPARE(moved.size(), std::size_t{1});
    QVERIFY(moveOf(*opened.session.design(), second, ItemMove::Down).empty());
    QVERIFY(opened.session.apply(moved, "move").has_value());
    QCOMPARE(opened.form("Group").fields[1].children[0].title, second.title);
    const FormField own = opened.field("Group", "tcp 22 · 10.0.0.0/8");
    QVERIFY(opened.session.apply(removalOf(*opened.session.design(), own), "remove").has_value());
    QCOMPARE(opened.form("Group").fields[1].children.size(), std::size_t{2});
}

void FormTest::anItemIsCopiedBehindItself() {
    Opened opened;
    const FormField first = opened.field("Group", "tcp 443 · 0.0.0.0/0");
    const auto copied = copyOf(*opened.session.design(), first);
    QVERIFY(opened.session.apply(copied, "copy").has_value());
    const std::vector<FormField> rules = opened.form("Group").fields[1].children;
    QCOMPARE(rules.size(), std::size_t{4});
    QCOMPARE(rules[1].title, first.title);
    QVERIFY(copyOf(*opened.session.design(), opened.field("Group", "GroupDescription")).empty());
}

void FormTest::branchesOfAnIfAreFieldsOfTheirOwn() {
    Opened opened;
    opened.set("Web", "SubnetId", "!If [IsLive, !Ref A, !Ref B]");
    const FormField whole = opened.field("Web", "SubnetId");
    QVERIFY(whole.opens());
    QVERIFY2(whole.text.starts_with("If IsLive"), whole.text.c_str());
    QCOMPARE(whole.children.size(), std::size_t{4});
    QCOMPARE(textsOf(choicesOf(opened.input(), whole.children[0])),
             std::vector<std::string>{"IsLive"});
    // A branch is offered what the property itself is.
    const auto offered = textsOf(choicesOf(opened.input(), whole.children[2]));
    QVERIFY(std::ranges::find(offered, "!Ref B") != offered.end());
    const std::string text = opened.set(whole.children[2], "!Ref A");
    QVERIFY2(text.find("!If [IsLive, !Ref A, !Ref A]") != std::string::npos, text.c_str());
    const std::string plain = opened.set("Web", "As text", "!Ref B");
    QVERIFY2(plain.find("SubnetId: !Ref B") != std::string::npos, plain.c_str());
    QCOMPARE(opened.field("Web", "SubnetId").editor, FieldEditor::Reference);
}

void FormTest::entriesOfAMapAreNamedAndAdded() {
    Opened opened;
    const std::string tagged =
        opened.set("Role", "As text", "{Version: \"2012-10-17\", Statement: []}");
    QVERIFY2(tagged.find("Statement: []") != std::string::npos, tagged.c_str());
    const FieldTarget at{opened.session.design()->stacks.front()->id, opened.id("Web"),
                         Path::parse("Resources.Web.Properties.Extra")};
    const Value map = Value::map({{"One", Value::string("1")}, {"Two", Value::string("2")}});
    QVERIFY(opened.session.apply(*editsAt(*opened.session.design(), at, map), "set").has_value());
    const FormField extra = opened.field("Web", "Extra");
    QVERIFY(extra.takesEntries && extra.children.at(0).renamable);
    const auto renamed = renameOf(*opened.session.design(), extra.children[0], " First ");
    QVERIFY(renamed && opened.session.apply(*renamed, "rename").has_value());
    const FormField after = opened.field("Web", "Extra");
    QCOMPARE(after.children[0].title, std::string("First"));
    QCOMPARE(after.children[0].text, std::string("1"));
    const auto taken = renameOf(*opened.session.design(), after.children[0], "Two");
    QVERIFY(!taken && taken.error().code == kNameTaken.code);
    const auto [name, edits] = newEntryOf(*opened.session.design(), after);
    QVERIFY(opened.session.apply(edits, "add").has_value());
    QCOMPARE(opened.field("Web", "Extra").children.back().title, name);
}

void FormTest::parametersAreFieldsOfTheirStack() {
    Opened opened;
    const auto fieldOf = [&](const char* title) {
        const Form form = stackForm(opened.input());
        for (const FormField* field : allFields(form)) {
            if (field->title == title) return *field;
        }
        qFatal("no field %s", title);
    };
    const FormField size = fieldOf("Size");
    QVERIFY(size.state == FieldState::Absent);
    QCOMPARE(size.fallback, std::string("t3.micro"));
    QVERIFY(fieldOf("Quiet").required);
    QCOMPARE(opened.set(size, "t3.large"), std::string(kText));  // It is no matter of the text.
    QCOMPARE(opened.field("Web", "InstanceType").comesTo, std::string("t3.large"));
    QVERIFY(fieldOf("IsLive").text == "false");
    QVERIFY(opened.session.apply(removalOf(*opened.session.design(), fieldOf("Size")), "remove")
                .has_value());
    QVERIFY(fieldOf("Size").state == FieldState::Absent);
    opened.set(fieldOf("Region"), "eu-west-1");
    QCOMPARE(opened.session.design()->stacks.front()->region, std::string("eu-west-1"));
    QVERIFY(!editsFor(*opened.session.design(), *opened.catalog, fieldOf("Account"), "")
                 .value()
                 .empty());
}

void FormTest::valuesAreKeptUnderAName() {
    Opened opened;
    const auto set = [&] {
        const Form form = stackForm(opened.input());
        for (const FormField* field : allFields(form)) {
            if (field->title == "Values kept as") return *field;
        }
        qFatal("no field of sets");
    };
    const StackId stack = opened.session.design()->stacks.front()->id;
    const auto give = [&](const char* value) {
        QVERIFY(opened.session.apply({SetParameter{stack, "Size", Value::string(value)}}, "give")
                    .has_value());
    };
    give("t3.large");
    opened.set(set(), "production");
    QCOMPARE(set().text, std::string("production"));
    give("t3.nano");
    QCOMPARE(set().text, std::string());
    QCOMPARE(textsOf(choicesOf(opened.input(), set())), std::vector<std::string>{"production"});
    opened.set(set(), "production");
    QVERIFY(opened.session.design()->stacks.front()->parameters.at("Size") ==
            Value::string("t3.large"));
}

void FormTest::anotherPartBelongsToItsOwner() {
    Opened opened;
    const Form form = opened.form("Acl");
    const auto section = std::ranges::find(form.fields, "Inbound entries", &FormField::title);
    QVERIFY(section != form.fields.end() && !section->adds.empty());
    const auto made = newPart(opened.input(), *section);
    QVERIFY(made.has_value());
    QVERIFY(opened.session.apply(*made, "add").has_value());
    opened.look();
    const Form after = opened.form("Acl");
    const auto entries = std::ranges::find(after.fields, "Inbound entries", &FormField::title);
    QCOMPARE(entries->children.size(), std::size_t{3});
    QVERIFY2(entries->children[2].title.starts_with("300 "), entries->children[2].title.c_str());
    // What leaves is let out by entries of its own, the first of which can be made as well.
    const auto out = std::ranges::find(after.fields, "Outbound entries", &FormField::title);
    QVERIFY(out != after.fields.end() && out->children.empty() && !out->adds.empty());
    QVERIFY(opened.session.apply(*newPart(opened.input(), *out), "add").has_value());
    opened.look();
    const Form both = opened.form("Acl");
    const auto outs = std::ranges::find(both.fields, "Outbound entries", &FormField::title);
    QCOMPARE(outs->children.size(), std::size_t{1});
    QVERIFY2(outs->children[0].title.starts_with("100 "), outs->children[0].title.c_str());
}

void FormTest::aSummaryNamesWhatSaysNothingAlone() {
    const auto says = [](const char* type, const char* yaml) {
        return summaryOf(type, *valueOfYaml(yaml));
    };
    QCOMPARE(says("", "{HttpTokens: required}"), std::string("HttpTokens required"));
    QCOMPARE(says("", "{DeviceIndex: 0, SubnetId: !Ref A, AssociatePublicIpAddress: true}"),
             std::string("DeviceIndex 0 · A · AssociatePublicIpAddress yes"));
    QCOMPARE(says("", "{StageName: $default, AutoDeploy: true}"),
             std::string("$default · AutoDeploy yes"));
    QCOMPARE(says("", "{Protocol: HTTPS, Port: 443}"), std::string("HTTPS · 443"));
    const std::string group = "AWS::ElasticLoadBalancingV2::TargetGroup";
    QCOMPARE(
        says(group.c_str(), "{VpcId: !Ref Net, TargetType: instance, Protocol: HTTP, Port: 8080}"),
        std::string("HTTP 8080 · instance"));
    QCOMPARE(says(group.c_str(), "{TargetType: lambda}"), std::string("lambda"));
}

void FormTest::noHeadingStandsOverNothing() {
    const Opened opened;
    for (const char* name : {"Igw", "Net", "Nat"}) {
        for (const FormField& section : opened.form(name).fields) {
            if (section.title != "Properties") continue;
            QVERIFY2(!section.children.empty(), name);
        }
    }
    const auto titled = [&](const char* name) {
        const Form form = opened.form(name);
        return std::ranges::count(form.fields, "Properties", &FormField::title);
    };
    QCOMPARE(titled("Igw"), std::ptrdiff_t{0});
    QCOMPARE(titled("Net"), std::ptrdiff_t{1});
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::FormTest)
#include "form_test.moc"
