#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/command/examples.h"
#include "tests/window/desktop.h"

namespace archivolt {

using test::becomes;
using test::bytesOf;
using test::Desktop;
using test::Places;

class WindowJourneyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void undoAndSaveGiveTheFileBackToTheByte();
    void savingAfterADragChangesOnlyTheSubnet();
    void whatManyHandsDidIsUndoneToTheByte();
    void whoMayIsAskedOnTheDrawing();

private:
    QTemporaryDir m_folder;
    QString m_file;
    QByteArray m_text;
};

void WindowJourneyTest::init() {
    const QString missing = test::missingProgram();
    if (!missing.isEmpty()) {
        QFAIL(
            qPrintable(QStringLiteral("%1 is not installed; ./test.sh installs it").arg(missing)));
    }
    const Example* example = findExample("three-tier");
    QVERIFY(example != nullptr);
    m_text = QByteArray(example->text.data(), static_cast<qsizetype>(example->text.size()));
    m_file = m_folder.filePath(QStringLiteral("three-tier.yaml"));
    QFile::remove(m_file + QStringLiteral(".archivolt"));  // Of the test before.
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(m_text), m_text.size());
}

void WindowJourneyTest::undoAndSaveGiveTheFileBackToTheByte() {
    const Places places(m_file.toStdString());
    QVERIFY(!places.hasProblems());
    const QPointF bastion = places.middleOf("three-tier/Bastion");
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(desktop.open(m_file, m_folder.path()));
    QVERIFY(becomes([&] { return desktop.isDrawn(bastion); }));
    desktop.drag(bastion, places.freeIn("three-tier/PublicB"));
    QVERIFY(becomes([&] { return desktop.title().startsWith(QLatin1Char('*')); }));
    desktop.press(QStringLiteral("ctrl+z"));
    QVERIFY(becomes([&] { return !desktop.title().startsWith(QLatin1Char('*')); }));
    desktop.press(QStringLiteral("ctrl+s"));
    QVERIFY(desktop.quit());
    QCOMPARE(bytesOf(m_file), m_text);
    QVERIFY(!QFile::exists(m_file + QStringLiteral(".archivolt")));
}

void WindowJourneyTest::savingAfterADragChangesOnlyTheSubnet() {
    const Places places(m_file.toStdString());
    const QPointF bastion = places.middleOf("three-tier/Bastion");
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(desktop.open(m_file, m_folder.path()));
    QVERIFY(becomes([&] { return desktop.isDrawn(bastion); }));
    desktop.drag(bastion, places.freeIn("three-tier/PublicB"));
    QVERIFY(becomes([&] { return desktop.title().startsWith(QLatin1Char('*')); }));
    desktop.press(QStringLiteral("ctrl+s"));
    QVERIFY(becomes([&] { return !desktop.title().startsWith(QLatin1Char('*')); }));
    QVERIFY(desktop.quit());

    const qsizetype bastionAt = m_text.indexOf("\n  Bastion:\n");
    const QByteArray before = "SubnetId: !Ref PublicA";
    const qsizetype at = m_text.indexOf(before, bastionAt);
    QVERIFY(bastionAt > 0 && at > bastionAt);
    QByteArray expected = m_text;
    expected.replace(at, before.size(), "SubnetId: !Ref PublicB");
    QCOMPARE(bytesOf(m_file), expected);
}

void WindowJourneyTest::whatManyHandsDidIsUndoneToTheByte() {
    const Places places(m_file.toStdString());
    const QPointF bastion = places.middleOf("three-tier/Bastion");
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(desktop.open(m_file, m_folder.path()));
    QVERIFY(becomes([&] { return desktop.isDrawn(bastion); }));
    const auto isEdited = [&] { return desktop.title().startsWith(QLatin1Char('*')); };
    const auto undoes = [&] {
        desktop.press(QStringLiteral("ctrl+z"));
        return becomes([&] { return !isEdited(); });
    };
    // What spans subnets takes another one.
    desktop.drag(places.middleOf("three-tier/WebAlb"), places.freeIn("three-tier/DataA"));
    QVERIFY(becomes(isEdited));
    QVERIFY(undoes());
    // A copy, and an arrow.
    desktop.click(bastion);
    desktop.press(QStringLiteral("ctrl+d"));
    QVERIFY(becomes(isEdited));
    QVERIFY(undoes());
    desktop.press(QStringLiteral("Right"));
    QVERIFY(becomes(isEdited));
    QVERIFY(undoes());
    // Given up with Escape, nothing was done.
    desktop.press(QStringLiteral("Escape"));
    desktop.press(QStringLiteral("ctrl+s"));
    QVERIFY(desktop.quit());
    QCOMPARE(bytesOf(m_file), m_text);
    QVERIFY(!QFile::exists(m_file + QStringLiteral(".archivolt")));
}

/// Access in the real window: the drawing shows who may, and is as it was when Access is left.
void WindowJourneyTest::whoMayIsAskedOnTheDrawing() {
    const Example* example = findExample("serverless-web");
    QVERIFY(example != nullptr);
    const QString file = m_folder.filePath(QStringLiteral("web.yaml"));
    const QByteArray text(example->text.data(), static_cast<qsizetype>(example->text.size()));
    QVERIFY(test::writeBytes(file, text));
    const Places places(file.toStdString());
    const QPointF queue = places.middleOf("web/MailQueue");
    const QPointF function = places.middleOf("web/OrdersFunction");
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(desktop.open(file, m_folder.path()));
    QVERIFY(becomes([&] { return desktop.isDrawn(queue); }));
    desktop.press(QStringLiteral("alt+3"));
    desktop.click(function);
    const QByteArray nobody = desktop.canvas();
    // Who can on the queue, and then whether the function's role may.
    desktop.click(queue);
    QVERIFY(becomes([&] { return desktop.canvas() != nobody; }));
    const QByteArray who = desktop.canvas();
    desktop.click(function);
    QVERIFY(becomes([&] { return desktop.canvas() != who; }));
    desktop.press(QStringLiteral("alt+1"));
    QVERIFY(becomes([&] { return desktop.canvas() != who; }));
    QVERIFY(!desktop.title().startsWith(QLatin1Char('*')));
    QVERIFY(desktop.quit());
    QCOMPARE(bytesOf(file), text);
}

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowJourneyTest)
#include "window_journey_test.moc"
