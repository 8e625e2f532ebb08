#include "app/tools/outline.h"

#include <QtTest>
#include <map>
#include <set>

#include "app/command/examples.h"
#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "render/layout/build_diagram.h"

namespace archivolt {

namespace {

const std::shared_ptr<const Catalog>& catalog() {
    static const auto embedded = Catalog::embedded();
    return embedded;
}

std::vector<OutlineRow> outline(const Design& design) {
    const auto resolved = resolve(design, *catalog());
    return outlineOf(design, buildDiagram(design, *resolved, *catalog()), *catalog());
}

/// Returns the titles above a row, outermost first, and its own: `us-east-1/ShopVpc/PublicA`.
std::string wayTo(const std::vector<OutlineRow>& rows, const std::string& title) {
    std::vector<std::string> way;
    for (const OutlineRow& row : rows) {
        way.resize(static_cast<std::size_t>(row.depth));
        way.push_back(row.title);
        if (row.title != title) continue;
        std::string text;
        for (const std::string& step : way) text += (text.empty() ? "" : "/") + step;
        return text;
    }
    return {};
}

}  // namespace

class OutlineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyResourceIsThereOnce_data() {
        QTest::addColumn<QString>("name");
        for (const Example& example : shippedExamples()) {
            QTest::newRow(std::string(example.name).c_str())
                << QString::fromStdString(std::string(example.name));
        }
    }
    void everyResourceIsThereOnce() {
        QFETCH(QString, name);
        const Design design =
            openText({"a.yaml", std::string(findExample(name.toStdString())->text)}, {}).design;
        std::map<ResourceId, int> counts;
        std::set<std::string> keys;
        int above = -1;
        for (const OutlineRow& row : outline(design)) {
            QVERIFY(keys.insert(row.key).second);
            QVERIFY(row.depth <= above + 1);
            QVERIFY(!row.title.empty());
            QVERIFY(row.resource || !row.box.empty());
            above = row.depth;
            if (row.resource) ++counts[row.resource];
        }
        for (const auto& stack : design.stacks) {
            for (const auto& resource : stack->body.resources) {
                QVERIFY2(counts[resource->id] == 1, resource->logicalId.c_str());
            }
        }
    }

    void partsAreNamedApartFromTheirThing() {
        std::set<std::string> titles;
        for (const OutlineRow& row : outline(
                 openText({"a.yaml", std::string(findExample("three-tier")->text)}, {}).design)) {
            QVERIFY2(titles.insert(row.title).second, row.title.c_str());
        }
        QVERIFY(titles.contains("OrdersDb") && titles.contains("OrdersDb, standby in DataB"));
    }

    void thingsStandUnderWhatTheyStandInAndBelongTo() {
        const auto rows =
            outline(openText({"a.yaml", std::string(findExample("three-tier")->text)}, {}).design);
        QCOMPARE(wayTo(rows, "Bastion"), std::string("us-east-1/ShopVpc/PublicA/Bastion"));
        QCOMPARE(wayTo(rows, "PublicAclOutReplies"),
                 std::string("us-east-1/ShopVpc/PublicAcl/PublicAclOutReplies"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::OutlineTest)
#include "outline_test.moc"
