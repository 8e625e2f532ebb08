#include <rapidcheck.h>

#include <QtTest>

#include "export/project/migration.h"
#include "export/project/project.h"
#include "tests/design/made_design.h"

namespace archivolt {

namespace {

/// A template's text is its JSON here, so that no reader of templates is needed.
Result<std::shared_ptr<const TemplateSource>> readTemplate(std::string text, TemplateFormat format,
                                                           std::string_view stack) {
    const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!json.is_object()) return failure("T-1", "no template in " + std::string(stack));
    TemplateSource source{text, format, {}, templateFromJson(text.c_str())};
    return std::make_shared<const TemplateSource>(std::move(source));
}

Result<std::string> textOf(const Stack& stack) {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const Section& section : stack.body.sections) {
        json[section.name] =
            section.name == "Resources" ? nlohmann::ordered_json::object() : toJson(section.value);
    }
    for (const auto& resource : stack.body.resources) {
        json["Resources"][resource->logicalId] = toJson(resource->body);
    }
    return json.dump();
}

ReadProject read(const std::string& text) {
    auto result = readProject(text, readTemplate);
    if (!result) qFatal("%s", toString(result.error()).c_str());
    return *std::move(result);
}

std::string written(const Design& design) {
    const auto text = writeProject(design, textOf);
    if (!text) qFatal("%s", toString(text.error()).c_str());
    return *text;
}

rc::Gen<Rect> anyRect() {
    const auto number = rc::gen::map(rc::gen::inRange(-100000, 100000),
                                     [](int n) { return static_cast<double>(n) / 8; });
    const auto size =
        rc::gen::map(rc::gen::inRange(0, 9999), [](int n) { return static_cast<double>(n) / 4; });
    return rc::gen::build<Rect>(rc::gen::set(&Rect::x, number), rc::gen::set(&Rect::y, number),
                                rc::gen::set(&Rect::width, size),
                                rc::gen::set(&Rect::height, size));
}

std::string anyText() { return *rc::gen::string<std::string>().as("text"); }

/// Text that is UTF-8: printable ASCII, quotes, control characters and an umlaut.
std::string anyUtf8() {
    std::string text;
    for (const char c : anyText()) {
        if (static_cast<unsigned char>(c) < 0x80) {
            text += c;
        } else {
            text += "\xC3\xA4";
        }
    }
    return text;
}

Design anyDesign() {
    Design design;
    design.name = anyUtf8();
    const int stacks = *rc::gen::inRange(0, 4);
    for (int s = 0; s < stacks; ++s) {
        std::vector<Edit> edits;
        design = withStack(design, ("stack" + std::to_string(s)).c_str(),
                           R"({"Parameters":{"P":{"Type":"String"}},"Resources":{}})");
        const StackId id = design.stacks.back()->id;
        const int resources = *rc::gen::inRange(0, 5);
        for (int r = 0; r < resources; ++r) {
            const ResourceId added{design.nextId};
            edits = {AddResource{id,
                                 "R" + std::to_string(r),
                                 Value::map({{anyUtf8(), Value::string(anyUtf8())}}),
                                 {}}};
            if (*rc::gen::arbitrary<bool>()) edits.push_back(MoveResource{added, *anyRect()});
            if (*rc::gen::arbitrary<bool>()) {
                edits.push_back(PlaceBox{{added, anyUtf8()}, BoxPlace{*anyRect(), true}});
            }
            design = *applyAll(design, edits);
        }
        if (*rc::gen::arbitrary<bool>()) {
            design = *archivolt::apply(design, SetParameter{id, "P", Value::string(anyUtf8())});
            design = *archivolt::apply(
                design, SetSuppressions{{{"A-1", design.stacks.back()->name, "R0", "why"}}});
        }
    }
    for (int n = *rc::gen::inRange(0, 3); n > 0; --n) {
        design = *archivolt::apply(design, SetNote{{}, Note{{}, *anyRect(), anyUtf8()}});
        design = *archivolt::apply(
            design, SetFrame{{}, Frame{{}, FrameKind::Partner, *anyRect(), anyUtf8()}});
    }
    design.intents = Value::list({Value::string(anyUtf8()), Value::map({{"a", Value::ref("B")}})});
    return design;
}

}  // namespace

class ProjectTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writingReadingAndWritingGivesTheSame() {
        QVERIFY(rc::check("write → read → write is identity", [] {
            const Design design = anyDesign();
            const std::string text = written(design);
            const ReadProject again = read(text);
            RC_ASSERT(sameContent(again.design, design));
            RC_ASSERT(again.diagnostics.empty());
            RC_ASSERT(written(again.design) == text);
        }));
    }

    void noGarbageIsReadOrCrashes() {
        QVERIFY(rc::check("a project cut or changed anywhere gives a design or an error", [] {
            std::string text = written(anyDesign());
            const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
            if (*rc::gen::arbitrary<bool>()) {
                text.resize(at);
                RC_ASSERT(!readProject(text, readTemplate).has_value());
            } else {
                text[at] = *rc::gen::arbitrary<char>();
                (void)readProject(text, readTemplate);
            }
            (void)readCompanion(text, Design{});
        }));
    }

    void unknownMembersAreWrittenBack() {
        const std::string text = R"({"archivolt":1,"name":"n","later":{"x":[1,{"Ref":"y"}]},
            "stacks":[{"name":"web","template":"{}","colour":"red"}],
            "notes":[{"place":[0,0,1,1],"text":"t","pin":true}]})";
        Design design = read(text).design;
        design = *archivolt::apply(
            design, SetStackIdentity{design.stacks[0]->id, "site", "123456789012", "us-east-1"});
        const auto json = nlohmann::json::parse(written(design));
        QCOMPARE(json["later"].dump(), std::string(R"({"x":[1,{"Ref":"y"}]})"));
        QCOMPARE(json["stacks"][0]["colour"].dump(), std::string(R"("red")"));
        QCOMPARE(json["notes"][0]["pin"].dump(), std::string("true"));
    }

    void aCompanionGivesPlacesByName() {
        const char* body = R"({"Resources":{"A":{"Type":"T"},"B":{"Type":"T"}}})";
        Design design = withStack({}, "web", body);
        const ResourceId a = design.stacks[0]->body.resources.find("A")->id;
        const ResourceId b = design.stacks[0]->body.resources.find("B")->id;
        design =
            *applyAll(design, {MoveResource{a, Rect{1, 2, 3, 4}}, MoveResource{b, Rect{5, 6, 7, 8}},
                               SetNote{{}, Note{{}, Rect{}, "n"}}});
        const auto text = writeCompanion(design);
        QVERIFY(text && isCompanion(*text) && looksLikeProject(*text));
        QVERIFY(text->find("Type") == std::string::npos);
        QVERIFY(!isCompanion(written(design)));
        const auto same = readCompanion(*text, withStack({}, "renamed", body));
        QVERIFY(same && same->diagnostics.empty() && sameContent(same->design, design));
        const auto fewer =
            readCompanion(*text, withStack({}, "web", R"({"Resources":{"B":{"Type":"T"}}})"));
        QVERIFY(fewer && fewer->diagnostics.size() == 1);
        QVERIFY(fewer->diagnostics[0].message.find("`A`") != std::string::npos);
        QCOMPARE(readProject(*text, readTemplate).error().code, std::string("PROJECT-5"));
        QCOMPARE(companionNameOf("web.yaml"), std::string("web.yaml.archivolt"));
    }

    void placesInTheirParentsAreKeptAndThoseOfOldFilesRead() {
        const char* body = R"({"Resources":{"A":{"Type":"T"},"B":{"Type":"T"}}})";
        Design design = withStack({}, "web", body);
        const ResourceId a = design.stacks[0]->body.resources.find("A")->id;
        const ResourceId b = design.stacks[0]->body.resources.find("B")->id;
        const BoxPlace folded{Rect{1, 2, 300, 4}, true};
        design = *applyAll(design,
                           {MoveResource{a, Rect{1, 2, 3, 4}}, MoveResource{b, Rect{9, 9, 9, 9}},
                            PlaceBox{{a, ""}, folded},
                            PlaceBox{{a, ":us-east-1a"}, BoxPlace{Rect{5, 6, 0, 0}, false}},
                            PlaceBox{{{}, "region:eu-west-1"}, BoxPlace{Rect{7, 8, 9, 9}, false}}});
        QVERIFY(!design.placements.contains(a));  // One place a box.
        QVERIFY(design.placements.contains(b));
        const auto text = writeCompanion(design);
        QVERIFY(text.has_value());
        const auto same = readCompanion(*text, withStack({}, "web", body));
        QVERIFY(same && same->diagnostics.empty() && sameContent(same->design, design));
        QCOMPARE(same->design.places.size(), std::size_t{3});
        QCOMPARE(writeCompanion(same->design).value(), *text);
        const auto gone =
            readCompanion(*text, withStack({}, "web", R"({"Resources":{"B":{"Type":"T"}}})"));
        QVERIFY(gone && gone->diagnostics.size() == 2);
        QCOMPARE(gone->design.places.size(), std::size_t{1});
        const Design removed = *archivolt::apply(design, RemoveResource{design.stacks[0]->id, "A"});
        QCOMPARE(removed.places.size(), std::size_t{1});
        const auto old = readCompanion(R"({"archivolt":1,"stacks":[{"name":"web",
            "placements":{"A":[1,2,3,4]}}]})",
                                       withStack({}, "web", body));
        QVERIFY(old && old->diagnostics.empty());
        QCOMPARE(old->design.placements.size(), std::size_t{1});
        QVERIFY(old->design.places.empty());
    }

    void anOlderVersionIsBroughtUpStepByStep() {
        const MigrationStep zero{0,
                                 [](nlohmann::ordered_json old) -> Result<nlohmann::ordered_json> {
                                     old["name"] = old["title"];
                                     old.erase("title");
                                     return old;
                                 }};
        const auto old = nlohmann::ordered_json::parse(R"({"archivolt":0,"title":"Old"})");
        const auto now = migrated(old, kProjectVersion, std::vector<MigrationStep>{zero});
        QVERIFY(now.has_value());
        QCOMPARE(read(now->dump()).design.name, std::string("Old"));
        QCOMPARE(migrated(old, 1, {}).error().code, std::string("PROJECT-9"));
        const auto newer = readProject(R"({"archivolt":2})", readTemplate);
        QVERIFY(newer.error().help.view().find("newer") != std::string_view::npos);
    }

    void aFaultNamesItsPlace() {
        const auto fault = [](const std::string& text) {
            const auto result = readProject(text, readTemplate);
            if (result) qFatal("%s", text.c_str());
            return result.error();
        };
        const Diagnostic syntax = fault("{\"archivolt\": 1,\n  \"name\": x}");
        QCOMPARE(syntax.where.line, 2U);
        QCOMPARE(syntax.where.column, 11U);
        QCOMPARE(fault("{\"archivolt\":1,\n\"a\":1,\n\"a\":2}").where.line, 3U);
        QVERIFY(fault(std::string(100000, '[')).message.find("deeper") != std::string::npos);
        QVERIFY(fault(R"({"archivolt":1,"stacks":[{"template":"{}"}]})")
                    .message.find("stacks[0].name") != std::string::npos);
        QVERIFY(fault(R"({"archivolt":1,"notes":[{"place":[1],"text":""}]})")
                    .message.find("notes[0].place") != std::string::npos);
        QCOMPARE(fault(R"({"archivolt":1,"stacks":[{"name":"a","template":"?"}]})").code,
                 std::string("T-1"));
        QCOMPARE(fault("[]").code, std::string("PROJECT-2"));
    }

    void textThatIsNoUtf8IsRefusedNotChanged() {
        Design design;
        design.name = "\xFF";
        QCOMPARE(writeProject(design, textOf).error().code, std::string("PROJECT-6"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ProjectTest)
#include "project_test.moc"
