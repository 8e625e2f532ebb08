#include <QtTest>

#include "model/design/edit_json.h"
#include "tests/design/made_design.h"

namespace archivolt {

class EditJsonTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindOfEditReadsBackAsItself() {
        const Design design =
            withStack({}, "web", R"({"Parameters":{"P":{}},"Resources":{"A":{"Type":"T"}}})");
        const char* text = R"([
          {"edit":"set-value","path":"Resources.A.Properties.X","value":{"Ref":"P"}},
          {"edit":"remove-value","path":"Resources.A.Properties.X"},
          {"edit":"add-resource","resource":"B","body":{"Type":"U"},"before":"A"},
          {"edit":"rename-resource","from":"B","to":"C"},
          {"edit":"rename-entry","section":"Parameters","from":"P","to":"Q"},
          {"edit":"set-parameter","parameter":"Q","value":"x"},
          {"edit":"set-parameter","parameter":"Q","value":null},
          {"edit":"move-resource","resource":"C","place":[1,2.5,3,4]},
          {"edit":"move-resource","resource":"C","place":null},
          {"edit":"place-box","resource":"C","part":":us-east-1a","place":[1,2.5,3,4]},
          {"edit":"place-box","resource":"C","place":[1,2,0,0],"folded":true},
          {"edit":"place-box","part":"region:eu-west-1","place":[0,0,9,9]},
          {"edit":"place-box","resource":"C","place":null},
          {"edit":"remove-resource","resource":"C"},
          {"edit":"set-note","place":[0,0,1,1],"text":"n"},
          {"edit":"set-frame","kind":"partner","place":[0,0,1,1],"title":"t"},
          {"edit":"add-stack","name":"two","template":{"Resources":{"Z":{"Type":"T"}}}},
          {"edit":"move-resource","stack":"two","resource":"Z","place":[0,0,1,1]},
          {"edit":"set-stack-identity","stack":"two","region":"eu-west-1"},
          {"edit":"remove-stack","stack":"two"},
          {"edit":"set-suppressions","suppressions":[{"code":"A-1","reason":"r"}]},
          {"edit":"set-parameter-sets","parameterSets":[{"name":"p","stack":"web","values":{}}]},
          {"edit":"set-intents","intents":[1]},
          {"edit":"set-scenarios","scenarios":[2]}])";
        const auto read = editsFromJson(design, text);
        if (!read) QFAIL(toString(read.error()).c_str());
        QCOMPARE(read->edits.size(), std::size_t{24});
        const auto written = editsToJson(design, read->edits);
        QVERIFY(written.has_value());
        const auto again = editsFromJson(design, *written);
        if (!again) QFAIL((toString(again.error()) + *written).c_str());
        QVERIFY(again->edits == read->edits);
        QVERIFY(sameContent(again->after, read->after));
        QCOMPARE(*editsToJson(design, again->edits), *written);
    }

    void whatIsWrongIsNamedByItsWay() {
        const Design design = withStack({}, "web", R"({"Resources":{"A":{"Type":"T"}}})");
        const auto fails = [&](const char* text, const char* message, const char* help = "") {
            const auto read = editsFromJson(design, text);
            if (read) qFatal("%s", text);
            const std::string said = toString(read.error()) + " | " + read.error().help;
            QVERIFY2(said.find(message) != std::string::npos, said.c_str());
            QVERIFY2(said.find(help) != std::string::npos, said.c_str());
        };
        fails("[{]", "EDIT-9");
        fails("3", "the document");
        fails(R"({"format":2,"edits":[]})", "`format`");
        fails(R"([{"edit":"set-valeu"}])", "`edits[0].edit`", "set-value");
        fails(R"([{"edit":"set-value","path":"a..b","value":1}])", "`edits[0].path`");
        fails(R"([{"edit":"set-value","path":"a"}])", "`edits[0].value`");
        fails(R"([{"edit":"remove-resource","resource":"B"}])", "`edits[0]`", "EDIT-2");
        fails(R"([{"edit":"remove-resource","resource":"A","stack":"wbe"}])", "edits[0].stack",
              "web");
        fails(R"([{"edit":"remove-resource","resource":"A","stak":1}])", "edits[0].stak", "stack");
        fails(R"([{"edit":"move-resource","resource":"A","place":[1,2]}])", "edits[0].place");
        fails(R"([{"edit":"remove-stack"},{"edit":"remove-stack"}])", "edits[1].stack", "none");
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::EditJsonTest)
#include "edit_json_test.moc"
