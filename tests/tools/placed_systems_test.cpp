#include <QtTest>
#include <sstream>

#include "app/form/form.h"
#include "app/session/judge.h"
#include "app/session/open_design.h"
#include "app/session/save_design.h"
#include "app/tools/place_part.h"
#include "render/layout/build_diagram.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

struct System {
    std::string name;
    std::string must;
    std::vector<std::string> types;
    [[nodiscard]] bool mustBe(char what) const { return must.find(what) != std::string::npos; }
};

std::vector<System> systemsOf(const std::filesystem::path& file) {
    std::vector<System> systems;
    std::istringstream lines(test::readFile(test::sourceRoot() / "tests" / file));
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#') continue;
        const std::size_t first = line.find(" | ");
        const std::size_t second = line.find(" | ", first + 3);
        System system{line.substr(0, first), line.substr(first + 3, second - first - 3), {}};
        std::istringstream types(line.substr(second + 3));
        for (std::string type; types >> type;) system.types.push_back(type);
        systems.push_back(std::move(system));
    }
    return systems;
}

const Catalog& catalog() {
    static const auto embedded = Catalog::embedded();
    return *embedded;
}

/// A design with what is known of it.
struct Placed {
    Design design;
    std::shared_ptr<const ResolvedDesign> resolved;
    Diagram diagram;

    explicit Placed(Design of) : design(std::move(of)) {
        resolved = resolve(design, catalog());
        diagram = buildDiagram(design, *resolved, catalog());
    }
    [[nodiscard]] std::shared_ptr<const Resource> find(const std::string& name) const {
        return design.stacks.front()->body.resources.find(name);
    }
};

const FragmentLibrary& fragments() {
    static const FragmentLibrary library(shippedFragmentTexts());
    return library;
}

PartPlan planIn(const Placed& placed, const std::string& part, const char* container) {
    const auto around = placed.find(container);
    const BoxIndex box = around ? placed.diagram.representedBy(around->id) : 0;
    return planPart(part,
                    {placed.design, *placed.resolved, placed.diagram, catalog(), fragments(), box});
}

/// A VPC without anything, for what there may be one of.
const Placed& bareVpc() {
    static const Placed placed(
        openText({"board.yaml",
                  "Resources:\n  Network: {Type: AWS::EC2::VPC, Properties: {CidrBlock: "
                  "10.0.0.0/16}}\n"},
                 {})
            .design);
    return placed;
}

const Placed& network() {
    static const Placed placed = [] {
        const Placed empty(openText({"board.yaml", "Resources: {}\n"}, {}).design);
        return Placed(*applyAll(empty.design, planIn(empty, "pattern:vpc-two-zones", "").edits));
    }();
    return placed;
}

/// Returns what is said of a resource: errors alone, or all that names a word.
std::vector<std::string> said(const Design& design, const std::string& resource,
                              const std::string& word = {}) {
    JudgeRequest request;
    request.design = std::make_shared<const Design>(design);
    std::vector<std::string> messages;
    for (const Finding& finding : findingsOf(*judge(request, nullptr, catalog()))) {
        const Diagnostic& each = finding.diagnostic;
        if (each.where.resource != resource) continue;
        const bool counts = word.empty() ? each.severity == Severity::Error
                                         : each.message.find(word) != std::string::npos;
        if (counts) messages.push_back(each.message);
    }
    return messages;
}

/// Says what of D, V and X does not hold of a resource; empty where all do.
std::string lacks(const Placed& placed, const std::string& name) {
    const auto resource = placed.find(name);
    if (!resource) return "it is not there";
    const BoxIndex box = placed.diagram.representedBy(resource->id);
    if (box == kNoBox || box == 0) return "nothing on the drawing shows it";
    const Form form = formOf({placed.design, catalog(), placed.resolved.get()}, resource->id);
    const bool canBeEdited =
        !allFields(form).empty() ||
        !absentProperties({placed.design, catalog(), placed.resolved.get()},
                          {placed.design.stacks.front()->id, resource->id,
                           Path{std::string("Resources"), name, std::string("Properties")}})
             .empty();
    if (!canBeEdited) return "the inspector has nothing of it";
    const SetValue wrong{placed.design.stacks.front()->id,
                         Path{std::string("Resources"), name, std::string("Properties"),
                              std::string("NoSuchProperty")},
                         Value::string("x")};
    const auto broken = applyAll(placed.design, {wrong});
    if (!broken || said(*broken, name, "NoSuchProperty").empty())
        return "what is wrong with it is not found";
    const auto text = savedText(placed.design, FileKind::Template);
    if (!text) return "it can't be exported";
    const Design again = openText({"again.yaml", *text}, {}).design;
    const auto same = again.stacks.front()->body.resources.find(name);
    if (!same || !sameMeaning(same->body, resource->body)) return "it reads back otherwise";
    return {};
}

}  // namespace

/// Every system that the product stands on can be placed, is shown, edited, judged and exported.
class PlacedSystemsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySystemIsPlacedShownJudgedAndExported_data() {
        QTest::addColumn<QString>("must");
        QTest::addColumn<QStringList>("types");
        int count = 0;
        for (const char* file : {"command/core_systems.txt", "tools/around_systems.txt"}) {
            for (const System& system : systemsOf(file)) {
                QStringList types;
                for (const std::string& type : system.types) types << QString::fromStdString(type);
                QTest::newRow(system.name.c_str()) << QString::fromStdString(system.must) << types;
                ++count;
            }
        }
        QVERIFY(count > 45);
    }

    void everySystemIsPlacedShownJudgedAndExported() {
        QFETCH(QString, must);
        QFETCH(QStringList, types);
        const bool isDrawn = must.contains(QLatin1Char('D'));
        int count = 0;
        for (const QString& each : types) {
            const std::string type = each.toStdString();
            const SystemFacts* facts = catalog().system(type);
            QVERIFY2(facts != nullptr, type.c_str());
            if (facts->inPalette) {
                place(type);
                ++count;
            } else {
                asWritten(type);
            }
        }
        // Of a system that is drawn, something comes from the palette; the rest comes with it.
        if (isDrawn && !must.contains(QLatin1Char('F'))) QVERIFY(count > 0);
    }

private:
    static void place(const std::string& type) {
        PartPlan plan;
        const Placed* board = nullptr;
        for (const Placed* each : {&network(), &bareVpc()}) {
            for (const char* container : {"PublicA", "PrivateA", "Network", ""}) {
                if (plan.legal) break;
                plan = planIn(*each, type, container);
                board = each;
            }
        }
        QVERIFY2(plan.legal, (type + ": " + plan.why).c_str());
        const auto design = applyAll(board->design, plan.edits);
        QVERIFY2(design.has_value(), type.c_str());
        const Placed placed(*design);
        for (const std::string& name : plan.added) {
            const auto errors = said(placed.design, name);
            QVERIFY2(errors.empty(), (type + ": " + (errors.empty() ? "" : errors[0])).c_str());
        }
        const std::string wrong = lacks(placed, plan.added.front());
        QVERIFY2(wrong.empty(), (type + ": " + wrong).c_str());
    }

    /// What is not in the palette is found in templates, comes with something, or is made of it.
    static void asWritten(const std::string& type) {
        const AddResource add{
            network().design.stacks.front()->id, "It",
            Value::map({{"Type", Value::string(type)}, {"Properties", Value::map({})}}),
            std::nullopt};
        const auto design = applyAll(network().design, {add});
        QVERIFY2(design.has_value(), type.c_str());
        const std::string wrong = lacks(Placed(*design), "It");
        QVERIFY2(wrong.empty(), (type + ": " + wrong).c_str());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PlacedSystemsTest)
#include "placed_systems_test.moc"
