#include "app/window/mode_rows.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

namespace archivolt {

/// Lists of modes change by their differences.
class ModeRowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsChangeByTheirDifferences() {
        ModeRows rows({"name", "count"});
        QAbstractItemModelTester tester(&rows,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto row = [](const char* name, int count) {
            return QVariantList{QString::fromLatin1(name), count};
        };
        rows.show({row("a", 1), row("b", 2), row("c", 3)});
        QSignalSpy inserted(&rows, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&rows, &QAbstractItemModel::rowsRemoved);
        QSignalSpy changed(&rows, &QAbstractItemModel::dataChanged);
        rows.show({row("a", 1), row("x", 9), row("b", 2), row("c", 3)});
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(inserted.front().at(1).toInt(), 1);
        rows.show({row("a", 1), row("b", 7), row("c", 3)});
        QCOMPARE(removed.count(), 1);
        QCOMPARE(rows.at(1, 1).toInt(), 7);
        rows.show({row("a", 1), row("b", 8), row("c", 3)});
        QCOMPARE(changed.back().at(0).toModelIndex().row(), 1);
        QCOMPARE(changed.back().at(1).toModelIndex().row(), 1);
        rows.show({});
        QCOMPARE(rows.count(), 0);
        QVERIFY(!rows.at(0, 0).isValid());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ModeRowsTest)
#include "mode_rows_test.moc"
