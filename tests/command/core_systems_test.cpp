#include <fmt/format.h>

#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "model/catalog/catalog.h"
#include "tests/command/run_command.h"
#include "tests/support/test_paths.h"

// Holds the core systems against the program: each that is to be part of reachability has a
// scenario, each that is written has an edit that changes one value and no other byte, and `diff`
// says what CloudFormation makes of it.
namespace archivolt {

using test::MemoryFiles;
using test::run;

namespace {

struct CoreSystem {
    std::string name;
    std::string must;
    std::vector<std::string> types;
};

std::vector<CoreSystem> coreSystems() {
    std::vector<CoreSystem> systems;
    std::istringstream lines(
        test::readFile(test::sourceRoot() / "tests" / "command" / "core_systems.txt"));
    std::string line;
    while (std::getline(lines, line)) {
        if (line.empty() || line.front() == '#') continue;
        const std::size_t first = line.find(" | ");
        const std::size_t second = line.find(" | ", first + 3);
        CoreSystem system{line.substr(0, first), line.substr(first + 3, second - first - 3), {}};
        std::istringstream types(line.substr(second + 3));
        for (std::string type; types >> type;) system.types.push_back(type);
        systems.push_back(std::move(system));
    }
    return systems;
}

bool mustBe(const CoreSystem& system, char what) {
    return system.must.find(what) != std::string::npos;
}

std::string allScenarios() {
    std::string text;
    for (const auto& entry :
         std::filesystem::directory_iterator(test::sourceRoot() / "tests" / "scenarios")) {
        const auto extension = entry.path().extension();
        if (extension == ".scenario" || extension == ".base") text += test::readFile(entry.path());
    }
    return text;
}

/// Returns a property of plain text whose change has this effect, or nothing.
std::optional<std::string> plainProperty(const ResourceType& type, Replacement effect) {
    for (const PropertyFacts& facts : type.body.properties) {
        const bool plain = facts.type.kind == PropertyKind::String && facts.type.values.empty();
        if (plain && facts.replacement == effect) return std::string(facts.name);
    }
    return std::nullopt;
}

std::string templateOf(const std::string& type, const std::string& property,
                       const std::string& value) {
    return fmt::format(
        "# kept\nResources:\n  It:    # what it is\n    Type:   {}\n    Properties:\n"
        "      {}:   '{}'   # as it was\n    Metadata: {{Note: [1,    2]}}\n",
        type, property, value);
}

/// The same as JSON that no writer of ours would space so.
std::string jsonOf(const std::string& type, const std::string& property, const std::string& value) {
    return fmt::format(
        "{{ \"Resources\" : {{\n  \"It\":  {{\"Type\": \"{}\",\n   \"Properties\":{{\"{}\" :  "
        "\"{}\" "
        "}},\n\t\"Metadata\": {{\"Note\":[1,    2]}} }} }} }}\n",
        type, property, value);
}

/// Edits one value by the command; returns what is wrong, empty where nothing is.
std::string editsToTheByte(const std::string& type, const std::string& property,
                           const std::string& action) {
    MemoryFiles files;
    files.files["t.yaml"] = templateOf(type, property, "one");
    files.files["t.json"] = jsonOf(type, property, "one");
    files.files["e.json"] = fmt::format(
        R"([{{"edit": "set-value", "path": "Resources.It.Properties.{}", "value": "two"}}])",
        property);
    const auto applied = run(files, {"apply", "t.yaml", "--edit", "e.json", "--output", "o.yaml"});
    if (applied.status != 0) return applied.err;
    const std::string wanted = templateOf(type, property, "two");
    if (files.files["o.yaml"] != wanted) return files.files["o.yaml"] + "\nand not\n" + wanted;
    const auto inJson = run(files, {"apply", "t.json", "--edit", "e.json", "--output", "o.json"});
    if (inJson.status != 0) return inJson.err;
    if (files.files["o.json"] != jsonOf(type, property, "two")) return files.files["o.json"];
    // The other way round the first text comes back.
    files.files["b.json"] = files.files["e.json"];
    auto& back = files.files["b.json"];
    back.replace(back.find("\"two\""), 5, "\"one\"");
    const auto undone = run(files, {"apply", "o.yaml", "--edit", "b.json", "--output", "u.yaml"});
    if (undone.status != 0) return undone.err;
    if (files.files["u.yaml"] != files.files["t.yaml"]) return files.files["u.yaml"];
    const auto diff = run(files, {"diff", "t.yaml", "o.yaml"});
    const std::string line = fmt::format("~ It ({}): {}\n", type, action);
    return diff.out.find(line) != std::string::npos ? std::string() : diff.out;
}

}  // namespace

class CoreSystemsTest : public QObject {
    Q_OBJECT
private:
    std::shared_ptr<const Catalog> m_catalog = Catalog::embedded();

private Q_SLOTS:
    void whatIsPartOfReachabilityHasAScenario() {
        const std::string scenarios = allScenarios();
        std::size_t rows = 0;
        for (const CoreSystem& system : coreSystems()) {
            if (!mustBe(system, 'R')) continue;
            ++rows;
            const bool shown = std::ranges::any_of(system.types, [&](const std::string& type) {
                return scenarios.find(type) != std::string::npos;
            });
            QVERIFY2(shown, system.name.c_str());
        }
        qInfo("%zu systems, each with a scenario", rows);
        QVERIFY(rows >= 15);
    }

    void whatIsWrittenIsEditedToTheByteAndItsActionTold() {
        std::size_t edits = 0;
        for (const CoreSystem& system : coreSystems()) {
            if (!mustBe(system, 'X')) continue;
            std::size_t own = 0;
            for (const std::string& name : system.types) {
                const ResourceType* type = m_catalog->find(name);
                QVERIFY2(type != nullptr, name.c_str());
                for (const auto& [effect, action] :
                     {std::pair(Replacement::No, "update"), std::pair(Replacement::Yes, "replace"),
                      std::pair(Replacement::Maybe, "may replace")}) {
                    const auto property = plainProperty(*type, effect);
                    if (!property) continue;
                    // A wait condition takes no updates, whatever its properties' schema says.
                    const bool isFixed = name == "AWS::CloudFormation::WaitCondition";
                    const std::string wrong =
                        editsToTheByte(name, *property, isFixed ? "refused" : action);
                    QVERIFY2(wrong.empty(), (name + ' ' + *property + ":\n" + wrong).c_str());
                    ++own;
                }
            }
            QVERIFY2(own > 0, system.name.c_str());
            edits += own;
        }
        qInfo("%zu edits", edits);
    }

    void whatOnlyTheTemplateSaysTouchesNothing() {
        MemoryFiles files;
        const std::string text = templateOf("AWS::EC2::VPC", "CidrBlock", "10.0.0.0/16");
        files.files["a.yaml"] = text;
        files.files["b.yaml"] = text + "    DeletionPolicy: Retain\n";
        const auto diff = run(files, {"diff", "a.yaml", "b.yaml"});
        QVERIFY2(diff.out.find("~ It (AWS::EC2::VPC): keep\n") != std::string::npos,
                 diff.out.c_str());
    }
};

}  // namespace archivolt

QTEST_GUILESS_MAIN(archivolt::CoreSystemsTest)
#include "core_systems_test.moc"
