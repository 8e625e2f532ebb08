#include "app/form/stack_text.h"

#include <QtTest>
#include <cstdio>

#include "app/form/completion.h"
#include "app/form/text_tokens.h"
#include "app/session/session.h"
#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"
#include "tests/support/memory_files.h"
#include "tests/support/test_paths.h"

namespace archivolt {

using test::MemoryFiles;

namespace {

constexpr const char* kText = R"(# Kept.
Parameters:
  Size: {Type: String, Default: t3.micro}
Conditions:
  IsLive: !Equals [!Ref Size, t3.micro]
Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Net
      CidrBlock: 10.0.0.0/24
  Web:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-1
      SubnetId: !Ref A
      BlockDeviceMappings:
        - DeviceName: /dev/xvda
          Ebs:
            Encrypted: true
)";

struct Opened {
    MemoryFiles files;
    Session session{files};
    std::shared_ptr<const Catalog> catalog = Catalog::embedded();

    Opened() {
        files.files["/net.yaml"] = kText;
        if (!session.open("/net.yaml").usable) qFatal("the template does not open");
    }
    [[nodiscard]] const Stack& stack() const { return *session.design()->stacks.front(); }
    [[nodiscard]] ResourceId id(std::string_view name) const {
        return stack().body.resources.find(name)->id;
    }
    [[nodiscard]] StackTextReading read(const std::string& text) const {
        return withStackText(*session.design(), stack().id, text);
    }
    /// The text with `typed` in the place of `mark`, the cursor behind it.
    [[nodiscard]] Completions complete(const std::string& mark, const std::string& typed) const {
        std::string text = kText;
        const std::size_t at = text.find(mark);
        if (at == std::string::npos) qFatal("no `%s` in the text", mark.c_str());
        text.replace(at, mark.size(), typed);
        const FormInput input{*session.design(), *catalog, nullptr, {}, nullptr};
        return completionsAt(input, stack(), text, at + typed.size());
    }
};

std::string with(const std::string& before, const std::string& after) {
    std::string text = kText;
    return text.replace(text.find(before), before.size(), after);
}

std::vector<std::string> textsOf(const Completions& found) {
    std::vector<std::string> texts;
    for (const Completion& one : found.choices) texts.push_back(one.text);
    return texts;
}

/// Each token as a letter over its bytes: k key, t tag, n name, 0 number, s text, # comment, .
/// mark.
std::string painted(std::string_view line, int state = 0) {
    std::string paint(line.size(), ' ');
    for (const TextToken& token : tokensOf(line, state).tokens) {
        std::fill(paint.begin() + static_cast<std::ptrdiff_t>(token.begin),
                  paint.begin() + static_cast<std::ptrdiff_t>(token.end),
                  "ktn0s#."[static_cast<std::size_t>(token.kind)]);
    }
    return paint;
}

}  // namespace

/// A stack's text, edited as text.
class StackTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTextIsKeptToTheByte();
    void idsStayWithNames();
    void whatIsRenamedKeepsItsId();
    void whatIsNewHasANewIdAndPlacesOfTheRestStay();
    void brokenTextSaysWhereAndChangesNothing();
    void undoingGivesTheFileBack();
    void aPlaceInTheTextIsAPathInTheTree();
    void changedLinesAreMarked_data();
    void changedLinesAreMarked();
    void linesAreRead_data();
    void linesAreRead();
    void blocksAndQuotesRunOverLines();
    void completionKnowsWhatMayStandThere_data();
    void completionKnowsWhatMayStandThere();
    void everyTemplateCanBeTypedInAnew();
};

void StackTextTest::theTextIsKeptToTheByte() {
    Opened opened;
    const std::string text = with("# Kept.", "#  Odd   spacing,  kept.") + "\n\n# At the end";
    const auto reading = opened.read(text);
    QVERIFY(reading.design.has_value() && reading.errors.empty());
    QCOMPARE(writeTemplate(*reading.design->stacks.front()).value(), text);
    // An edit elsewhere leaves what was typed as it is.
    const auto changed =
        archivolt::apply(*reading.design, SetValue{opened.stack().id,
                                                   Path::parse("Resources.Web.Properties.ImageId"),
                                                   Value::string("ami-2")});
    QVERIFY(changed.has_value());
    std::string wanted = text;
    wanted.replace(wanted.find("ami-1"), 5, "ami-2");
    QCOMPARE(writeTemplate(*changed->stacks.front()).value(), wanted);
}

void StackTextTest::idsStayWithNames() {
    Opened opened;
    const auto reading = opened.read(with("10.0.0.0/24", "10.0.9.0/24"));
    QVERIFY(reading.design.has_value());
    const ResourceTable& after = reading.design->stacks.front()->body.resources;
    for (const char* name : {"Net", "A", "Web"}) {
        QVERIFY(after.find(std::string_view(name))->id == opened.id(name));
    }
}

void StackTextTest::whatIsRenamedKeepsItsId() {
    Opened opened;
    const auto reading = opened.read(with("  Web:", "  Front:"));
    QVERIFY(reading.design.has_value());
    const auto front =
        reading.design->stacks.front()->body.resources.find(std::string_view("Front"));
    QVERIFY(front != nullptr && front->id == opened.id("Web"));
}

void StackTextTest::whatIsNewHasANewIdAndPlacesOfTheRestStay() {
    Opened opened;
    QVERIFY(opened.session
                .apply({MoveResource{opened.id("A"), Rect{1, 2, 3, 4}},
                        MoveResource{opened.id("Web"), Rect{5, 6, 7, 8}}},
                       "Place")
                .has_value());
    std::string text = std::string(kText) + "  More: {Type: AWS::S3::Bucket}\n";
    text.erase(text.find("  Web:"), text.find("  More:") - text.find("  Web:"));
    const auto reading = opened.read(text);
    QVERIFY(reading.design.has_value());
    QVERIFY(reading.design->placements.find(opened.id("A")) != nullptr);
    QVERIFY(reading.design->placements.find(opened.id("Web")) == nullptr);
    const auto more = reading.design->stacks.front()->body.resources.find(std::string_view("More"));
    QVERIFY(more != nullptr && more->id.value >= opened.session.design()->nextId);
    QVERIFY(reading.design->nextId > more->id.value);
}

void StackTextTest::brokenTextSaysWhereAndChangesNothing() {
    const Opened opened;
    const auto reading = opened.read(with("!Ref Net", "[!Ref Net"));
    QVERIFY(!reading.design.has_value());
    QVERIFY(!reading.errors.empty());
    QVERIFY(reading.errors.front().where.line > 0);
    QVERIFY(!opened.read("").design.has_value());
    QVERIFY(!opened.read("- a\n- b\n").design.has_value());
}

void StackTextTest::undoingGivesTheFileBack() {
    Opened opened;
    auto reading = opened.read(with("ami-1", "ami-3"));
    QVERIFY(reading.design.has_value());
    opened.session.put(*std::move(reading.design), "Edit the template", "text");
    QVERIFY(opened.session.isDirty());
    QVERIFY(opened.session.save().has_value());
    QCOMPARE(opened.files.files["/net.yaml"], with("ami-1", "ami-3"));
    QVERIFY(opened.session.undo());
    QVERIFY(opened.session.save().has_value());
    QCOMPARE(opened.files.files["/net.yaml"], std::string(kText));
}

void StackTextTest::aPlaceInTheTextIsAPathInTheTree() {
    const Opened opened;
    const std::string text = kText;
    const auto at = [&](const char* word) {
        return pathAt(*opened.stack().source->spans, text.find(word) + 1).toString();
    };
    QCOMPARE(at("ami-1"), std::string("Resources.Web.Properties.ImageId"));
    QCOMPARE(at("Encrypted"),
             std::string("Resources.Web.Properties.BlockDeviceMappings[0].Ebs.Encrypted"));
    QCOMPARE(at("Web:"), std::string("Resources.Web"));
}

void StackTextTest::changedLinesAreMarked_data() {
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("after");
    QTest::addColumn<std::string>("marks");
    const auto row = [](const char* name, const char* before, const char* after,
                        const char* marks) {
        QTest::newRow(name) << std::string(before) << std::string(after) << std::string(marks);
    };
    row("nothing", "a\nb", "a\nb", "");
    row("one changed", "a\nb\nc", "a\nx\nc", "1~ ");
    row("one more", "a\nc", "a\nb\nc", "1+ ");
    row("one less", "a\nb\nc", "a\nc", "0- ");
    row("at the end", "a\nb", "a\nb\nc", "2+ ");
    row("moved apart", "a\nb\nc\nd", "x\nb\nc\ny", "0~ 3~ ");
    row("all gone", "a\nb", "", "0~ 0- ");
}

void StackTextTest::changedLinesAreMarked() {
    QFETCH(std::string, before);
    QFETCH(std::string, after);
    QFETCH(std::string, marks);
    std::string found;
    for (const LineMark& mark : changedLines(before, after)) {
        found += std::to_string(mark.line) + "+~-"[static_cast<std::size_t>(mark.change)] + " ";
    }
    QCOMPARE(found, marks);
}

void StackTextTest::linesAreRead_data() {
    QTest::addColumn<std::string>("line");
    QTest::addColumn<std::string>("paint");
    const auto row = [](const char* line, const char* paint) {
        QTest::newRow(line) << std::string(line) << std::string(paint);
    };
    row("Type: AWS::EC2::VPC", "kkkk.              ");
    row("  - Port: 80 # web", "  . kkkk. 00 #####");
    row("VpcId: !Ref Net", "kkkkk. tttt nnn");
    row("A: {Fn::Sub: \"x${Y}\"}", "k. .ttttttt. ssnnnns.");
    row("\"Key\": [\"a\", true]", "kkkkk. .sss. 0000.");
    row("Text: it's # not # all", "kkkk.      ###########");
    row("Url: http://x/y", "kkk.           ");
    row("Empty: ''", "kkkkk. ss");
    row("!", "t");
    row("'open", "sssss");
}

void StackTextTest::linesAreRead() {
    QFETCH(std::string, line);
    QFETCH(std::string, paint);
    QCOMPARE(painted(line), paint);
}

void StackTextTest::blocksAndQuotesRunOverLines() {
    const int block = tokensOf("  UserData: |", 0).state;
    QVERIFY(block != 0);
    QCOMPARE(painted("    echo: ${Name}", block), std::string("ssssssssssnnnnnnn"));
    QCOMPARE(tokensOf("", block).state, block);
    QCOMPARE(painted("  Next: 1", block), std::string("  kkkk. 0"));
    const int quote = tokensOf("A: \"x", 0).state;
    QCOMPARE(painted("y\" # z", quote), std::string("ss ###"));
}

void StackTextTest::completionKnowsWhatMayStandThere_data() {
    QTest::addColumn<std::string>("mark");
    QTest::addColumn<std::string>("typed");
    QTest::addColumn<std::string>("first");
    QTest::addColumn<int>("atLeast");
    const auto row = [](const char* name, const char* mark, const char* typed, const char* first,
                        int atLeast) {
        QTest::newRow(name) << std::string(mark) << std::string(typed) << std::string(first)
                            << atLeast;
    };
    row("types", "AWS::EC2::Instance", "AWS::EC2::Inst", "AWS::EC2::Instance", 2);
    row("properties", "ImageId: ami-1", "Ima", "ImageId:", 1);
    row("nested properties", "Encrypted: true", "Vol", "VolumeSize:", 2);
    row("properties of an item", "DeviceName: /dev/xvda", "Eb", "Ebs:", 1);
    row("names", "!Ref Net", "!Ref N", "Net", 1);
    row("attributes", "!Ref Net", "!GetAtt Net.Def", "DefaultNetworkAcl", 2);
    row("in a text", "ami-1", "!Sub \"${Si", "Size", 1);
    row("yes and no", "Encrypted: true", "Encrypted: t", "true", 1);
    row("sections", "Conditions:", "Out", "Outputs:", 1);
    row("a comment", "# Kept.", "# Re", "", 0);
    row("attributes of a resource", "    Type: AWS::EC2::Instance", "    Dep", "DependsOn:", 1);
}

void StackTextTest::completionKnowsWhatMayStandThere() {
    QFETCH(std::string, mark);
    QFETCH(std::string, typed);
    QFETCH(std::string, first);
    QFETCH(int, atLeast);
    const auto texts = textsOf(Opened().complete(mark, typed));
    QVERIFY(static_cast<int>(texts.size()) >= atLeast);
    QCOMPARE(texts.empty() ? std::string() : texts.front(), first);
}

void StackTextTest::everyTemplateCanBeTypedInAnew() {
    std::size_t lines = 0;
    for (const auto& path : test::corpusTemplates()) {
        MemoryFiles files;
        const std::string text = test::readFile(path);
        files.files["/t"] = text;
        Session session(files);
        QVERIFY(session.open("/t").usable);
        const Stack& stack = *session.design()->stacks.front();
        const auto reading = withStackText(*session.design(), stack.id, text);
        // What has errors is not taken up, and says why.
        QVERIFY2(reading.design.has_value() != !reading.errors.empty(), path.c_str());
        if (reading.design) {
            QVERIFY2(sameContent(*reading.design, *session.design()), path.c_str());
        }
        int state = 0;
        std::string_view rest = text;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            const LineTokens tokens = tokensOf(rest.substr(0, end), state);
            for (const TextToken& token : tokens.tokens) {
                QVERIFY2(token.begin < token.end && token.end <= end, path.c_str());
            }
            state = tokens.state;
            rest.remove_prefix(std::min(end + 1, rest.size()));
            ++lines;
        }
    }
    std::printf("%zu lines\n", lines);
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::StackTextTest)
#include "stack_text_test.moc"
