#include <QtTest>

#include <fmt/format.h>

#include "export/cloudformation/read_json.h"
#include "export/describe/fields.h"
#include "model/catalog/catalog.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// The fields of every output that is read, by command (tests/describe/fields_of_botocore.py).
std::map<std::string, std::vector<std::string>> printedFields() {
    std::map<std::string, std::vector<std::string>> fields;
    std::istringstream text(
        test::readFile(test::sourceRoot() / "tests" / "describe" / "botocore_fields.txt"));
    for (std::string line; std::getline(text, line);) {
        const auto tab = line.find('\t');
        fields[line.substr(0, tab)].push_back(line.substr(tab + 1));
    }
    return fields;
}

std::map<std::string, FieldTable::Rows> allRows() {
    static const auto kCatalog = Catalog::embedded();
    const FieldTable& table = FieldTable::embedded();
    std::map<std::string, FieldTable::Rows> rows;
    for (const auto& [command, own] : table.commands()) rows[command] = own;
    const Operations operations(*kCatalog);
    for (const Operation& operation : operations.all()) {
        rows[std::string(operation.command)] = table.rowsOf(operation);
    }
    return rows;
}

bool isBelow(std::string_view path, std::string_view above) {
    return path.starts_with(above) && (path.size() == above.size() || path[above.size()] == '.');
}

/// Returns an object that holds one text, down a path.
std::string objectOf(std::string_view path, const std::string& value) {
    const auto dot = path.find('.');
    const std::string key(path.substr(0, dot));
    const std::string inner = dot == std::string_view::npos ? fmt::format("\"{}\"", value)
                                                            : objectOf(path.substr(dot + 1), value);
    return fmt::format("{{\"{}\": [{}]}}", key, inner);
}

std::vector<SetField> setIn(const FieldTable::Rows& rows, const std::string& json) {
    DescribeSource source({}, readJson(json, {}, {}).tree);
    return setFields(rows, Item(source, source.tree.root));
}

std::string sourcesOfDescribe() {
    std::string text =
        test::readFile(test::sourceRoot() / "resources" / "catalog" / "systems.json");
    const auto folder = test::sourceRoot() / "export" / "describe";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".cpp") text += test::readFile(entry.path());
    }
    return text;
}

}  // namespace

/// Every field that a command prints is read, or said to be left out where it is set, or stands in
/// resources/describe/fields.txt with the reason why it does not matter.
class FieldsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFieldThatIsPrintedHasAWord() {
        const auto rows = allRows();
        std::map<FieldUse, std::size_t> counts;
        std::size_t commands = 0;
        std::string missing;
        for (const auto& [command, paths] : printedFields()) {
            QVERIFY2(rows.contains(command), command.c_str());
            ++commands;
            for (const std::string& path : paths) {
                const FieldTable::Row* row = FieldTable::find(rows.at(command), path);
                if (row == nullptr) {
                    missing += fmt::format("{}: {}\n", command, path);
                } else {
                    ++counts[row->use];
                }
            }
        }
        qInfo() << commands << "commands:" << counts[FieldUse::Read] << "fields are read,"
                << counts[FieldUse::Idle] << "do not matter," << counts[FieldUse::Named]
                << "are named where they are set,"
                << counts[FieldUse::Unknown] + counts[FieldUse::UnknownByIpv6]
                << "make answers unknown";
        QVERIFY2(missing.empty(), missing.c_str());
    }

    void everyOutputThatIsReadHasItsFieldsWalked() {
        const auto printed = printedFields();
        for (const auto& [command, rows] : allRows()) {
            QVERIFY2(printed.contains(command), command.c_str());
        }
    }

    void noWordIsAboutAFieldThatIsNotPrinted() {
        const auto printed = printedFields();
        std::string stale;
        for (const auto& [command, rows] : FieldTable::embedded().commands()) {
            for (const auto& [path, row] : rows) {
                const bool isPrinted = std::ranges::any_of(
                    printed.at(command), [&, own = std::string_view(path)](const std::string& one) {
                        return isBelow(one, own);
                    });
                if (!isPrinted) stale += fmt::format("{}: {}\n", command, path);
            }
        }
        QVERIFY2(stale.empty(), stale.c_str());
    }

    void whatIsSaidToBeReadIsAskedForSomewhere() {
        const std::string sources = sourcesOfDescribe();
        std::string unasked;
        for (const auto& [command, rows] : FieldTable::embedded().commands()) {
            for (const auto& [path, row] : rows) {
                const std::string key = path.substr(path.rfind('.') + 1);
                // What ends in Arn tells by itself whose a thing is.
                const bool isAsked =
                    sources.find('"' + key + '"') != std::string::npos || key.ends_with("Arn");
                if (row.use == FieldUse::Read && !isAsked) {
                    unasked += fmt::format("{}: {}\n", command, path);
                }
            }
        }
        QVERIFY2(unasked.empty(), unasked.c_str());
    }

    void whatNothingReadsIsToldWhereItIsSet() {
        std::size_t told = 0;
        for (const auto& [command, rows] : FieldTable::embedded().commands()) {
            for (const auto& [path, row] : rows) {
                if (row.use == FieldUse::Read || row.use == FieldUse::Idle) continue;
                const std::string set =
                    row.values.empty() || row.excludes ? "something" : row.values.front();
                const auto found = setIn(rows, objectOf(path, set));
                QCOMPARE(found, (std::vector<SetField>{{path, row.use, row.why}}));
                const std::string unset = row.excludes         ? row.values.front()
                                          : row.values.empty() ? std::string()
                                                               : "something";
                QVERIFY2(setIn(rows, objectOf(path, unset)).empty(), path.c_str());
                ++told;
            }
        }
        QVERIFY(told > 10);
    }

    void aFieldThatNobodyKnowsIsNamed() {
        const auto rows = allRows().at("ec2 describe-vpcs");
        const auto found = setIn(rows, R"({"VpcId": "vpc-1", "Sort": {"Of": ["x"], "Not": false,
            "Nor": null, "Neither": [], "Empty": ""}})");
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found.front().path, std::string("Sort.Of"));
        QCOMPARE(found.front().use, FieldUse::Named);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::FieldsTest)
#include "fields_test.moc"
