#include <QAbstractItemModelTester>
#include <QTest>
#include <map>

#include "app/window/panel_models.h"
#include "app/window/row_changes.h"
#include "model/architecture/network.h"
#include "tests/support/memory_files.h"

namespace archivolt {

using test::MemoryFiles;

namespace {

/// A document with its panels, and testers on all of their models.
struct Window {
    MemoryFiles files;
    Document document{
        {files, Catalog::embedded(), "state", "home", std::make_unique<RankEngine>()}};
    PanelModels panels;
    QAbstractItemModelTester paletteTester{panels.palette(),
                                           QAbstractItemModelTester::FailureReportingMode::QtTest};
    QAbstractItemModelTester outlineTester{panels.outline(),
                                           QAbstractItemModelTester::FailureReportingMode::QtTest};

    explicit Window(const char* text) {
        files.files["/a.yaml"] = text;
        panels.setDocument(&document);
        document.openPath(QStringLiteral("/a.yaml"));
    }
    /// Says whether the newest design is drawn and judged, waiting for it.
    [[nodiscard]] bool isSettled() const {
        return QTest::qWaitFor([this] { return !document.isChecking(); });
    }
    [[nodiscard]] ResourceId idOf(const char* logicalId) const {
        return document.session()
            .design()
            ->stacks.front()
            ->body.resources.find(std::string_view(logicalId))
            ->id;
    }
};

QStringList textsOf(const QAbstractItemModel& model) {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row) {
        texts << model.index(row, 0).data().toString();
    }
    return texts;
}

QStringList words(const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); }

constexpr const char* kNet = R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24}}
  One: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, SubnetId: !Ref A}}
)";

}  // namespace

class PanelModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsChangeOneStretchAtATime() {
        struct Row {
            std::string key;
            int value = 0;
            bool operator==(const Row&) const = default;
        };
        std::vector<Row> rows{{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}};
        std::string told;
        const RowSignals signals{[&](int first, int last, const std::function<void()>& change) {
                                     told += "-" + std::to_string(first) + std::to_string(last);
                                     change();
                                 },
                                 [&](int first, int last, const std::function<void()>& change) {
                                     told += "+" + std::to_string(first) + std::to_string(last);
                                     change();
                                 },
                                 [&](int first, int) { told += "~" + std::to_string(first); }};
        const std::vector<Row> wanted{{"d", 1}, {"a", 2}, {"e", 1}, {"c", 1}};
        changeRows(
            rows, wanted, [](const Row& row) { return row.key; }, signals);
        QCOMPARE(rows, wanted);
        QCOMPARE(told, std::string("-33-11+00~1+22"));
    }

    void rowsThatStayHoldOnToNothingOfBefore() {
        struct Row {
            int key = 0;
            int value = 0;
            std::shared_ptr<const int> shared;
            bool operator==(const Row& other) const {
                return key == other.key && value == other.value;
            }
        };
        const auto rowsOf = [](int changed) {
            const auto shared = std::make_shared<const int>(0);
            std::vector<Row> rows;
            for (int i = 0; i < 6; ++i) rows.push_back({i, i == changed ? 1 : 0, shared});
            return rows;
        };
        const auto pass = [](int, int, const std::function<void()>& change) { change(); };
        int told = 0;
        const RowSignals signals{pass, pass, [&](int, int) { ++told; }};
        std::vector<Row> rows = rowsOf(-1);
        const std::weak_ptr<const int> before = rows.front().shared;
        changeRows(
            rows, rowsOf(3), [](const Row& row) { return row.key; }, signals);
        QCOMPARE(told, 1);
        QCOMPARE(rows[3].value, 1);
        QVERIFY(before.expired());
        for (const Row& row : rows) QVERIFY(row.shared != nullptr);
    }

    void thePaletteFindsByEveryWordOfTheFilter() {
        Window window(kNet);
        const int all = window.panels.palette()->count();
        QVERIFY(all > 90);
        window.panels.palette()->setFilter(QStringLiteral("gateway NAT"));
        const QStringList found = textsOf(*window.panels.palette());
        QVERIFY(found.contains(QStringLiteral("NAT gateway")));
        QVERIFY(!found.contains(QStringLiteral("Internet gateway")));
        QCOMPARE(found.front(), QStringLiteral("NAT gateway"));
        QCOMPARE(window.panels.palette()->index(0).data(PaletteModel::HeadingRole).toString(),
                 QStringLiteral("Network"));
        window.panels.palette()->setFilter({});
        QCOMPARE(window.panels.palette()->count(), all);
    }

    void whatIsPlacedStandsWhereTheSelectionIsAndIsSelected() {
        Window window(kNet);
        QVERIFY(window.isSettled());
        window.document.select(DesignSelection{{window.idOf("A")}, {}});
        QVERIFY(window.panels.palette()->place(QStringLiteral("AWS::EC2::Instance")));
        // Again at once, before the first one is drawn.
        QVERIFY(window.panels.palette()->place(QStringLiteral("AWS::EC2::SecurityGroup")));
        QCOMPARE(window.document.selectedName(), QStringLiteral("SecurityGroup"));
        QVERIFY(window.isSettled());
        QCOMPARE(textsOf(*window.panels.outline()),
                 words("us-east-1 Net A One Instance SecurityGroup"));
        window.document.undo();
        window.document.undo();
        QVERIFY(!window.document.isDirty());
    }

    void subnetsThatAreAddedOneAfterAnotherStandInTheZonesByTurns() {
        Window window(
            "Resources: {Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}}\n");
        for (int i = 0; i < 4; ++i) {
            QVERIFY(window.isSettled());
            QVERIFY(window.panels.palette()->place(QStringLiteral("AWS::EC2::Subnet")));
        }
        QVERIFY(window.isSettled());
        std::map<std::string, int> zones;
        for (const auto& [id, subnet] :
             window.document.judgement().resolved->architecture->subnets) {
            QVERIFY(!subnet->zoneAssigned);
            ++zones[*subnet->zone];
        }
        QCOMPARE(zones, (std::map<std::string, int>{{"us-east-1a", 2}, {"us-east-1b", 2}}));
    }

    void whyAPartCantBePlacedIsSaid() {
        Window window("Resources: {}\n");
        QVERIFY(window.isSettled());
        QVERIFY(window.panels.outline()->isEmpty());
        QVERIFY(!window.panels.palette()->place(QStringLiteral("AWS::EC2::Subnet")));
        QCOMPARE(window.document.notice(),
                 QStringLiteral("Subnet belongs in a VPC: place one first"));
        QVERIFY(window.panels.palette()->place(QStringLiteral("AWS::EC2::VPC")));
        QVERIFY(window.isSettled());
        QVERIFY(!window.panels.outline()->isEmpty());
    }

    void theOutlineAndTheDocumentShareOneSelection() {
        Window window(kNet);
        QVERIFY(window.isSettled());
        OutlineModel& outline = *window.panels.outline();
        QCOMPARE(textsOf(outline), words("us-east-1 Net A One"));
        window.document.select(DesignSelection{{window.idOf("One")}, {}});
        QCOMPARE(outline.currentRow(), 3);
        outline.choose(1);
        QCOMPARE(window.document.selectedName(), QStringLiteral("Net"));
        outline.choose(2, true);
        QCOMPARE(window.document.selection().resources.size(), std::size_t{2});
        outline.choose(0);
        QVERIFY(window.document.selection().resources.empty());
        QVERIFY(!window.document.selection().box.empty());
    }

    void whatIsSearchedIsFoundByNameKindPropertyAndAddress() {
        Window window(kNet);
        QVERIFY(window.isSettled());
        FindModel& find = *window.panels.find();
        QAbstractItemModelTester tester(&find,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        find.setFilter(QStringLiteral("one"));
        QCOMPARE(textsOf(find), words("One"));
        find.setFilter(QStringLiteral("subnet"));
        QCOMPARE(textsOf(find), words("A One"));
        find.setFilter(QStringLiteral("ami-1"));
        QCOMPARE(find.index(0).data(FindModel::DetailRole).toString(),
                 QStringLiteral("ImageId: ami-1"));
        find.setFilter(QStringLiteral("10.0.0.7"));
        QCOMPARE(textsOf(find), words("A Net"));
        find.reveal(1);
        QCOMPARE(window.document.selectedName(), QStringLiteral("Net"));
        find.setFilter({});
        QCOMPARE(find.count(), 0);
    }

    void theOutlineFoldsAndFilters() {
        Window window(kNet);
        QVERIFY(window.isSettled());
        OutlineModel& outline = *window.panels.outline();
        outline.setOpen(1, false);
        QCOMPARE(textsOf(outline), words("us-east-1 Net"));
        outline.setFilter(QStringLiteral("one"));
        QCOMPARE(textsOf(outline), words("us-east-1 Net A One"));
        QCOMPARE(outline.parentOf(3), 2);
        QCOMPARE(outline.firstFound(), 3);  // Those above it only show where it is.
        outline.setFilter({});
        outline.setOpen(1, true);
        QCOMPARE(outline.count(), 4);
    }
};

}  // namespace archivolt

QTEST_MAIN(archivolt::PanelModelsTest)
#include "panel_models_test.moc"
