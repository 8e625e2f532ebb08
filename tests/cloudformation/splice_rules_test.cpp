#include <QtTest>

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/splice_template.h"
#include "export/cloudformation/write_template.h"

namespace archivolt {

namespace {

/// A template that is edited by path, as the design's edits do it.
struct Edited {
    TemplateSource source;
    Template wanted;
    std::uint32_t nextId = 1;

    explicit Edited(std::string text) {
        TemplateReading reading = readTemplate(text, {}, nextId);
        if (!reading.usable) qFatal("the test's template can't be read: %s", text.c_str());
        source = {std::move(text), reading.format, {}, reading.body};
        wanted = source.opened;
    }

    [[nodiscard]] static std::string nameAt(const Path& path, std::size_t step) {
        return std::get<std::string>(path[step]);
    }

    void change(const Path& path, const std::function<Value(const Value&)>& how) {
        const std::string section = nameAt(path, 0);
        if (section != "Resources") {
            const Value* value = wanted.section(section);
            wanted = wanted.withSection(section, how(value != nullptr ? *value : Value()));
            return;
        }
        Resource resource = *wanted.resources.find(nameAt(path, 1));
        resource.body = how(resource.body);
        wanted.resources = wanted.resources.with(resource);
    }

    Edited& set(const char* where, const Value& value) {
        const Path path = Path::parse(where);
        const std::size_t root = nameAt(path, 0) == "Resources" ? 2 : 1;
        change(path, [&](const Value& old) { return old.with(path.from(root), value).value(); });
        return *this;
    }
    Edited& remove(const char* where) {
        const Path path = Path::parse(where);
        const std::size_t root = nameAt(path, 0) == "Resources" ? 2 : 1;
        change(path, [&](const Value& old) { return old.without(path.from(root)).value(); });
        return *this;
    }
    Edited& removeSection(std::string_view name) {
        std::erase_if(wanted.sections, [&](const Section& one) { return one.name == name; });
        return *this;
    }
    Edited& rename(std::string_view from, const char* to) {
        Resource resource = *wanted.resources.find(from);
        resource.logicalId = to;
        wanted.resources = wanted.resources.with(resource);
        return *this;
    }
    Edited& add(std::size_t index, const char* name, Value body) {
        wanted.resources =
            wanted.resources.withInserted(index, {ResourceId{nextId++}, name, std::move(body)});
        return *this;
    }
    Edited& drop(std::string_view name) {
        wanted.resources = wanted.resources.without(wanted.resources.find(name)->id);
        return *this;
    }
    [[nodiscard]] std::string text() const {
        const auto result = spliceTemplate(source, wanted);
        return result ? *result : "refused: " + result.error().message;
    }
};

Value str(const char* text) { return Value::string(text); }
Value num(int number) { return Value::number(std::int64_t{number}); }

/// Returns a YAML template whose one resource has these properties, each line indented by six.
std::string web(const std::string& properties) {
    return "Resources:\n  Web:\n    Type: A::B::C\n    Properties:\n" + properties;
}

}  // namespace

#define COMPARE_TEXT(actual, expected) \
    QCOMPARE(QString::fromStdString(actual), QString::fromStdString(expected))

class SpliceRulesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anUntouchedTemplateIsItsText() {
        const std::string text = "# top\nResources: {} # end";
        COMPARE_TEXT(Edited(text).text(), text);
    }

    void aValueKeepsItsQuotes() {
        const std::string text =
            web("      A: one # c1\n      B: 'two'  # c2\n      C: \"three\"\n");
        Edited edited(text);
        edited.set("Resources.Web.Properties.A", str("uno"))
            .set("Resources.Web.Properties.B", str("it's"))
            .set("Resources.Web.Properties.C", str("tre"));
        COMPARE_TEXT(edited.text(), web("      A: uno # c1\n      B: 'it''s'  # c2\n"
                                        "      C: \"tre\"\n"));
    }

    void aTextThatWouldReadAsAnotherTypeGetsQuotes() {
        for (const char* nasty :
             {"80",  "true",  "no",  "null",       "~", "",   " x", "x ", "a: b", "a #b",
              "012", "22:22", "1e3", "2010-09-09", "=", "<<", "*a", "&a", "!a",   "@a",
              "- a", "{a",    "[a",  "%a",         "'", "\"", "a:", "|",  ">",    "?"}) {
            const auto text =
                Edited(web("      A: one\n")).set("Resources.Web.Properties.A", str(nasty)).text();
            COMPARE_TEXT(text,
                         web("      A: \"" + std::string(nasty == std::string("\"") ? "\\" : "") +
                             nasty + "\"\n"));
        }
    }

    void numbersAndTruthsArePlain() {
        COMPARE_TEXT(
            Edited(web("      A: \"80\"\n")).set("Resources.Web.Properties.A", num(443)).text(),
            web("      A: 443\n"));
        COMPARE_TEXT(Edited(web("      A: 80\n"))
                         .set("Resources.Web.Properties.A", Value::boolean(true))
                         .text(),
                     web("      A: true\n"));
        COMPARE_TEXT(
            Edited(web("      A: 80 # c\n")).set("Resources.Web.Properties.A", Value()).text(),
            web("      A: null # c\n"));
    }

    void anIntrinsicIsReplacedWithItsTag() {
        const std::string text = web("      A: !Ref One # c\n      B: !GetAtt One.Arn\n");
        COMPARE_TEXT(Edited(text).set("Resources.Web.Properties.A", str("x")).text(),
                     web("      A: x # c\n      B: !GetAtt One.Arn\n"));
        COMPARE_TEXT(
            Edited(text).set("Resources.Web.Properties.A", Value::getAtt("Two", "Id")).text(),
            web("      A: !GetAtt Two.Id # c\n      B: !GetAtt One.Arn\n"));
        COMPARE_TEXT(
            Edited(text).set("Resources.Web.Properties.B", Value::getAtt("Two", "A.B")).text(),
            web("      A: !Ref One # c\n      B: !GetAtt Two.A.B\n"));
        COMPARE_TEXT(
            Edited(text)
                .set("Resources.Web.Properties.A", Value::list({Value::ref("P"), Value::ref("Q")}))
                .text(),
            web("      A: # c\n        - !Ref P\n        - !Ref Q\n"
                "      B: !GetAtt One.Arn\n"));
    }

    void aFileInLongFormStaysInLongForm() {
        const std::string text = web("      A:\n        Ref: One\n      B: x\n");
        COMPARE_TEXT(Edited(text).set("Resources.Web.Properties.A", Value::ref("Two")).text(),
                     web("      A:\n        Ref: Two\n      B: x\n"));
        COMPARE_TEXT(Edited(text).set("Resources.Web.Properties.B", Value::ref("Two")).text(),
                     web("      A:\n        Ref: One\n      B:\n        Ref: Two\n"));
    }

    void twoFunctionsOnOneValueAreWrittenLongOutside() {
        const Value inner = Value::call("Fn::Sub", str("a\n${B}\n"));
        COMPARE_TEXT(Edited(web("      A: x\n"))
                         .set("Resources.Web.Properties.A", Value::call("Fn::Base64", inner))
                         .text(),
                     web("      A:\n        Fn::Base64: !Sub |\n          a\n          ${B}\n"));
    }

    void aPropertyIsAddedBehindTheLastWithItsIndentation() {
        const std::string text =
            "Resources:\n    Web:\n        Type: A::B::C # t\n        Properties:\n"
            "            A: one # c\n            # tail\n\nOutputs: {}\n";
        COMPARE_TEXT(
            Edited(text).set("Resources.Web.Properties.B", Value::map({{"C", num(1)}})).text(),
            "Resources:\n    Web:\n        Type: A::B::C # t\n        Properties:\n"
            "            A: one # c\n            B:\n                C: 1\n"
            "            # tail\n\nOutputs: {}\n");
    }

    void aPropertyIsAddedAtTheEndWithoutALineBreak() {
        COMPARE_TEXT(Edited(web("      A: one")).set("Resources.Web.Properties.B", num(1)).text(),
                     web("      A: one\n      B: 1"));
        COMPARE_TEXT(
            Edited(web("      A: |\n        one")).set("Resources.Web.Properties.B", num(1)).text(),
            web("      A: |-\n        one\n      B: 1"));
        COMPARE_TEXT(Edited(web("      A: |+\n        one"))
                         .set("Resources.Web.Properties.B", num(1))
                         .text(),
                     web("      A: |-\n        one\n      B: 1"));
    }

    void whatFollowsAKeptBlockScalarLeavesItsBlankLines() {
        COMPARE_TEXT(Edited(web("      A: |+\n        one\n\n\n"))
                         .set("Resources.Web.Properties.B", num(1))
                         .text(),
                     web("      A: |+\n        one\n\n\n      B: 1\n"));
    }

    void listsOfTheFilesOwnIndentation() {
        const std::string flush = web("      A:\n      - x\n      - y\n");
        COMPARE_TEXT(Edited(flush).set("Resources.Web.Properties.A[2]", str("z")).text(),
                     web("      A:\n      - x\n      - y\n      - z\n"));
        COMPARE_TEXT(Edited(flush)
                         .set("Resources.Web.Properties.B",
                              Value::list({Value::map({{"K", num(1)}, {"L", num(2)}})}))
                         .text(),
                     web("      A:\n      - x\n      - y\n      B:\n      - K: 1\n        L: 2\n"));
    }

    void removedEntriesTakeTheirCommentsAlong() {
        const std::string text =
            web("      # stays, apart\n\n      # of A\n      # more of A\n      A: 1 # end of A\n"
                "      # of B\n      B: 2\n");
        COMPARE_TEXT(Edited(text).remove("Resources.Web.Properties.A").text(),
                     web("      # stays, apart\n\n      # of B\n      B: 2\n"));
        COMPARE_TEXT(Edited(text).remove("Resources.Web.Properties.B").text(),
                     web("      # stays, apart\n\n      # of A\n      # more of A\n"
                         "      A: 1 # end of A\n"));
    }

    void theSoleEntryLeavesBrackets() {
        COMPARE_TEXT(Edited(web("      A: 1\n")).remove("Resources.Web.Properties.A").text(),
                     "Resources:\n  Web:\n    Type: A::B::C\n    Properties: {}\n");
        COMPARE_TEXT(
            Edited(web("      A:\n        - x\n")).remove("Resources.Web.Properties.A[0]").text(),
            web("      A: []\n"));
        COMPARE_TEXT(Edited(web("      A: [x]\n")).remove("Resources.Web.Properties.A[0]").text(),
                     web("      A: []\n"));
        COMPARE_TEXT(Edited(web("      A: []\n"))
                         .set("Resources.Web.Properties.A[0]", Value::map({{"K", num(1)}}))
                         .text(),
                     web("      A:\n        - K: 1\n"));
    }

    void theFirstKeyBehindADashMakesRoomForTheNext() {
        const std::string text =
            web("      A:\n        - K: 1\n          # of L\n          L: 2\n");
        COMPARE_TEXT(Edited(text).remove("Resources.Web.Properties.A[0].K").text(),
                     web("      A:\n        - # of L\n          L: 2\n"));
        COMPARE_TEXT(Edited(web("      A:\n        - K: 1\n          L: 2\n        - z\n"))
                         .remove("Resources.Web.Properties.A[0].K")
                         .set("Resources.Web.Properties.A[0].M", num(3))
                         .text(),
                     web("      A:\n        - L: 2\n          M: 3\n        - z\n"));
    }

    void itemsAreFoundAgainWhereverTheyAre() {
        const std::string text = web(
            "      A:\n        - K: 1 # one\n          L: a\n        - K: 2 # two\n          L: b\n"
            "        - K: 3 # three\n          L: c\n");
        Edited edited(text);
        edited.remove("Resources.Web.Properties.A[0]")
            .set("Resources.Web.Properties.A[1].L", str("z"));
        COMPARE_TEXT(edited.text(), web("      A:\n        - K: 2 # two\n          L: b\n"
                                        "        - K: 3 # three\n          L: z\n"));
    }

    void flowStyleInYamlTakesCommas() {
        const std::string text = web("      A: [x, y]  # c\n      B: {K: 1, L: 2}\n");
        COMPARE_TEXT(Edited(text).set("Resources.Web.Properties.A[2]", str("z, z")).text(),
                     web("      A: [x, y, \"z, z\"]  # c\n      B: {K: 1, L: 2}\n"));
        COMPARE_TEXT(Edited(text).remove("Resources.Web.Properties.A[0]").text(),
                     web("      A: [y]  # c\n      B: {K: 1, L: 2}\n"));
        COMPARE_TEXT(Edited(text).remove("Resources.Web.Properties.A[1]").text(),
                     web("      A: [x]  # c\n      B: {K: 1, L: 2}\n"));
        COMPARE_TEXT(Edited(text)
                         .remove("Resources.Web.Properties.B.L")
                         .set("Resources.Web.Properties.B.M", Value::ref("P"))
                         .text(),
                     web("      A: [x, y]  # c\n      B: {K: 1, M: !Ref P}\n"));
    }

    void flowStyleOverSeveralLinesKeepsItsLines() {
        const std::string text = web("      A: [\n        x, # of x\n        y # of y\n      ]\n");
        COMPARE_TEXT(Edited(text).set("Resources.Web.Properties.A[2]", str("z")).text(),
                     web("      A: [\n        x, # of x\n        y, # of y\n        z\n      ]\n"));
        COMPARE_TEXT(Edited(text).remove("Resources.Web.Properties.A[1]").text(),
                     web("      A: [\n        x # of x\n      ]\n"));
        COMPARE_TEXT(Edited(text).remove("Resources.Web.Properties.A[0]").text(),
                     web("      A: [\n        y # of y\n      ]\n"));
    }

    void anImplicitPairGetsBracesBeforeASecondKey() {
        COMPARE_TEXT(Edited(web("      A: [K: 1, z]\n"))
                         .set("Resources.Web.Properties.A[0].L", num(2))
                         .text(),
                     web("      A: [{K: 1, L: 2}, z]\n"));
        COMPARE_TEXT(Edited(web("      A: [K: 1, z]\n"))
                         .set("Resources.Web.Properties.A[0].K", num(2))
                         .text(),
                     web("      A: [K: 2, z]\n"));
    }

    void blockScalarsStayBlocksWithTheirIndentation() {
        const std::string text =
            web("      A: !Sub |\n         echo ${Old}\n\n           more\n      B: 1\n");
        COMPARE_TEXT(Edited(text)
                         .set("Resources.Web.Properties.A",
                              Value::call("Fn::Sub", str("echo ${New}\n\n  more\n")))
                         .text(),
                     web("      A: !Sub |\n         echo ${New}\n\n           more\n      B: 1\n"));
        COMPARE_TEXT(
            Edited(text)
                .set("Resources.Web.Properties.A", Value::call("Fn::Sub", str("one\ntwo and ${X}")))
                .text(),
            web("      A: !Sub |-\n         one\n         two and ${X}\n      B: 1\n"));
    }

    void foldedTextsKeepTheirLinesWhenAWordChanges() {
        const std::string text =
            web("      A: >-\n        a long\n        text of ${Old} words\n"
                "      B: \"quoted\n        over two\"\n");
        Edited edited(text);
        edited.set("Resources.Web.Properties.A", str("a long text of ${New} words"))
            .set("Resources.Web.Properties.B", str("quoted over three"));
        COMPARE_TEXT(edited.text(),
                     web("      A: >-\n        a long\n        text of ${New} words\n"
                         "      B: \"quoted\n        over three\"\n"));
    }

    void aBlockScalarAtTheEndKeepsItsLastLineBreak() {
        COMPARE_TEXT(Edited(web("      A: |-\n        one"))
                         .set("Resources.Web.Properties.A", str("two\n"))
                         .text(),
                     web("      A: |\n        two\n"));
    }

    void windowsLineBreaksStay() {
        const auto crlf = [](std::string text) {
            for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
                text.replace(at, 1, "\r\n");
            }
            return text;
        };
        Edited edited(crlf(web("      A: one # c\n      B: |\n        x\n        y\n")));
        edited.set("Resources.Web.Properties.A", Value::map({{"K", str("p\nq\n")}}))
            .set("Resources.Web.Properties.B", str("x\nz\n"))
            .set("Resources.Web.Properties.C", num(1));
        COMPARE_TEXT(edited.text(),
                     crlf(web("      A: # c\n        K: |\n          p\n          q\n"
                              "      B: |\n        x\n        z\n      C: 1\n")));
    }

    void aRenameTouchesTheKeyOnly() {
        COMPARE_TEXT(Edited("Resources:\n  'Web': # c\n    Type: A\n").rename("Web", "App").text(),
                     "Resources:\n  'App': # c\n    Type: A\n");
        COMPARE_TEXT(
            Edited("{\"Resources\": {\"Web\" : {\"Type\":\"A\"}}}").rename("Web", "App").text(),
            "{\"Resources\": {\"App\" : {\"Type\":\"A\"}}}");
    }

    void resourcesComeAndGoWithTheirBlankLines() {
        const std::string text =
            "Resources:\n\n  # first\n  One:\n    Type: A\n\n  # second\n  Two:\n    Type: B\n\n"
            "  Three:\n    Type: C\n\nOutputs: {}\n";
        COMPARE_TEXT(Edited(text).drop("Two").text(),
                     "Resources:\n\n  # first\n  One:\n    Type: A\n\n"
                     "  Three:\n    Type: C\n\nOutputs: {}\n");
        COMPARE_TEXT(Edited(text).drop("Three").text(),
                     "Resources:\n\n  # first\n  One:\n    Type: A\n\n  # second\n  Two:\n"
                     "    Type: B\n\nOutputs: {}\n");
        COMPARE_TEXT(
            Edited(text).add(3, "Four", Value::map({{"Type", str("D")}})).text(),
            "Resources:\n\n  # first\n  One:\n    Type: A\n\n  # second\n  Two:\n"
            "    Type: B\n\n  Three:\n    Type: C\n\n  Four:\n    Type: D\n\nOutputs: {}\n");
        COMPARE_TEXT(Edited(text).add(0, "Zero", Value::map({{"Type", str("D")}})).text(),
                     "Resources:\n\n  Zero:\n    Type: D\n\n  # first\n  One:\n    Type: A\n\n"
                     "  # second\n  Two:\n    Type: B\n\n  Three:\n    Type: C\n\nOutputs: {}\n");
    }

    void sectionsComeAndGo() {
        const std::string text = "Description: d\n\nResources:\n  A:\n    Type: T\n";
        Edited added(text);
        added.wanted = added.wanted.withSection("Parameters", Value::map({{"P", Value::map({})}}));
        COMPARE_TEXT(added.text(),
                     "Description: d\n\nParameters:\n  P: {}\n\nResources:\n  A:\n    Type: T\n");
        COMPARE_TEXT(Edited(text).removeSection("Description").text(),
                     "\nResources:\n  A:\n    Type: T\n");
    }

    void jsonKeepsItsIndentationAndCommas() {
        const std::string text =
            "{\n    \"Resources\" : {\n        \"A\" : {\n            \"Type\" : \"T\",\n"
            "            \"Properties\" : { \"K\" : \"v\" }\n        },\n        \"B\" : {}\n    "
            "}\n}\n";
        COMPARE_TEXT(Edited(text).drop("B").text(),
                     "{\n    \"Resources\" : {\n        \"A\" : {\n            \"Type\" : \"T\",\n"
                     "            \"Properties\" : { \"K\" : \"v\" }\n        }\n    }\n}\n");
        COMPARE_TEXT(Edited(text).drop("A").text(),
                     "{\n    \"Resources\" : {\n        \"B\" : {}\n    }\n}\n");
        COMPARE_TEXT(
            Edited(text).set("Resources.A.Properties.L", Value::list({Value::ref("P")})).text(),
            "{\n    \"Resources\" : {\n        \"A\" : {\n            \"Type\" : \"T\",\n"
            "            \"Properties\" : { \"K\" : \"v\", \"L\" : [{\"Ref\" : \"P\"}] }\n        "
            "},\n"
            "        \"B\" : {}\n    }\n}\n");
        COMPARE_TEXT(
            Edited(text).set("Resources.A.DependsOn", Value::list({str("B")})).text(),
            "{\n    \"Resources\" : {\n        \"A\" : {\n            \"Type\" : \"T\",\n"
            "            \"Properties\" : { \"K\" : \"v\" },\n"
            "            \"DependsOn\" : [\"B\"]\n        },\n        \"B\" : {}\n    }\n}\n");
        COMPARE_TEXT(Edited(text).set("Resources.A.Properties.K", str("\"\t\n")).text(),
                     "{\n    \"Resources\" : {\n        \"A\" : {\n            \"Type\" : \"T\",\n"
                     "            \"Properties\" : { \"K\" : \"\\\"\\t\\n\" }\n        },\n"
                     "        \"B\" : {}\n    }\n}\n");
    }

    void newJsonTakesTheLinesAndTheIndentationOfItsNeighbours() {
        COMPARE_TEXT(
            Edited("{\n\t\"Resources\": {\n\t\t\"A\": {\n\t\t\t\"Type\": \"T\"\n\t\t}\n\t}\n}")
                .set("Resources.A.DependsOn", Value::list({str("B")}))
                .text(),
            "{\n\t\"Resources\": {\n\t\t\"A\": {\n\t\t\t\"Type\": \"T\",\n"
            "\t\t\t\"DependsOn\": [\n\t\t\t\t\"B\"\n\t\t\t]\n\t\t}\n\t}\n}");
        COMPARE_TEXT(Edited("{\"Resources\":{\"A\":{\"Type\":\"T\"}}}")
                         .set("Resources.A.Metadata", Value::map({{"K", num(1)}}))
                         .text(),
                     "{\"Resources\":{\"A\":{\"Type\":\"T\", \"Metadata\":{\"K\":1}}}}");
    }

    void anEditUnderAnAnchorLeavesItsAliasesAsTheyWere() {
        const std::string text = web("      A: &tags\n        - x\n        - w\n      B: *tags\n");
        COMPARE_TEXT(Edited(text).set("Resources.Web.Properties.A[0]", str("z")).text(),
                     web("      A: &tags\n        - z\n        - w\n      B:\n        - x\n"
                         "        - w\n"));
        COMPARE_TEXT(Edited(text).set("Resources.Web.Properties.B[0]", str("z")).text(),
                     web("      A: &tags\n        - x\n        - w\n      B:\n        - z\n"
                         "        - w\n"));
        COMPARE_TEXT(Edited(text).remove("Resources.Web.Properties.A").text(),
                     web("      B:\n        - x\n        - w\n"));
    }

    void aMergeKeyIsWrittenOutWhereItsMapChanges() {
        const std::string text =
            web("      A: &base\n        K: 1\n      B:\n        <<: *base\n        L: 2\n");
        const auto changed = Edited(text).set("Resources.Web.Properties.B.L", num(3));
        std::uint32_t nextId = 1;
        const auto reading = readTemplate(changed.text(), {}, nextId);
        QVERIFY(reading.usable);
        QCOMPARE(*reading.body.at(Path::parse("Resources.Web.Properties.B")),
                 *changed.wanted.at(Path::parse("Resources.Web.Properties.B")));
    }

    void aRenamedParameterKeepsItsPlaceAndItsComments() {
        Edited edited(
            "Parameters:\n  # of P\n  P: # here\n    Type: 'String'\n  Q:\n    Type: Number\n"
            "Resources: {}\n");
        const Value& old = *edited.source.opened.section("Parameters");
        edited.wanted = edited.wanted.withSection(
            "Parameters", Value::map({{"Port", *old.find("P")}, {"Q", *old.find("Q")}}));
        COMPARE_TEXT(edited.text(),
                     "Parameters:\n  # of P\n  Port: # here\n    Type: 'String'\n  Q:\n"
                     "    Type: Number\nResources: {}\n");
    }

    void aKeyThatStandsTwiceGoesAndIsRenamedAsOne() {
        const std::string text = "Resources:\n  A:\n    Type: T\n  B: {}\n  A:\n    Type: U\n";
        COMPARE_TEXT(Edited(text).drop("A").text(), "Resources:\n  B: {}\n");
        COMPARE_TEXT(Edited(text).rename("A", "C").text(),
                     "Resources:\n  C:\n    Type: T\n  B: {}\n  C:\n    Type: U\n");
    }

    void anEmptySectionIsFilled() {
        const Value body = Value::map({{"Type", str("T")}});
        COMPARE_TEXT(Edited("Description: d\nResources: # none yet\n").add(0, "A", body).text(),
                     "Description: d\nResources: # none yet\n  A:\n    Type: T\n");
        COMPARE_TEXT(Edited("{\n  \"Resources\": {}\n}\n").add(0, "A", body).text(),
                     "{\n  \"Resources\": {\n    \"A\": {\n      \"Type\": \"T\"\n    }\n  }\n}\n");
    }

    void commentsInJsonAreNoObstacle() {
        COMPARE_TEXT(Edited("{\n  // all\n  \"Resources\": {\n    \"A\": {}, // a\n"
                            "    \"B\": {} /* b */\n  }\n}\n")
                         .drop("A")
                         .text(),
                     "{\n  // all\n  \"Resources\": {\n    \"B\": {} /* b */\n  }\n}\n");
    }

    void aByteOrderMarkStays() {
        COMPARE_TEXT(Edited("\xEF\xBB\xBF"
                            "Description: d\nResources: {}\n")
                         .removeSection("Description")
                         .text(),
                     "\xEF\xBB\xBF"
                     "Resources: {}\n");
        COMPARE_TEXT(Edited("\xEF\xBB\xBF"
                            "Resources:\n  A:\n    Type: T")
                         .set("Resources.A.DependsOn", str("B"))
                         .text(),
                     "\xEF\xBB\xBF"
                     "Resources:\n  A:\n    Type: T\n    DependsOn: B");
    }

    void deleteSaveUndoSaveIsTheText() {
        const std::string text = web("      A: 1 # c\n") + "\n  # of Db\n  Db: {Type: T} # end\n";
        Edited edited(text);
        const Template before = edited.wanted;
        edited.drop("Db");
        COMPARE_TEXT(edited.text(), web("      A: 1 # c\n"));
        edited.wanted = before;
        COMPARE_TEXT(edited.text(), text);
    }

    void aTextThatCanNotBeReadIsNotEdited() {
        TemplateSource source;
        source.text = "Resources: [";
        Template wanted;
        wanted = wanted.withSection("Description", str("d"));
        const auto refused = spliceTemplate(source, wanted);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, std::string("SPLICE-1"));
        QCOMPARE(spliceTemplate(source, Template()).value(), source.text);
    }

    void whatNoTemplateCanHoldIsRefused() {
        const auto refused =
            spliceTemplate(Edited(web("      A: 1\n")).source,
                           Edited(web("      A: 1\n"))
                               .set("Resources.Web.Properties.A", Value::map({{"Ref", str("x")}}))
                               .wanted);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, std::string("SPLICE-2"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SpliceRulesTest)
#include "splice_rules_test.moc"
