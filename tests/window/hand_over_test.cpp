#include "app/window/hand_over.h"

#include <QProcess>
#include <QTest>
#include <QThread>
#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace archivolt {

namespace {

#if defined(__SANITIZE_THREAD__)
constexpr bool kIsWatched = true;
#else
constexpr bool kIsWatched = false;
#endif
constexpr const char* kRace = "ARCHIVOLT_RACE";

}  // namespace

/// What another thread gives arrives whole, in order and where it belongs; and the thread sanitizer
/// sees in it what is right and what is not.
class HandOverTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsDeliveredComesInOrder() {
        std::vector<int> came;
        bool isHere = true;
        std::thread giver([&] {
            for (int i = 0; i < 100; ++i) {
                deliver(this, [&came, &isHere, values = std::vector<int>(50, i)] {
                    came.push_back(values.back());
                    isHere = isHere && QThread::currentThread() == qApp->thread();
                });
            }
        });
        giver.join();
        QVERIFY(came.empty());
        QCoreApplication::processEvents();
        QCOMPARE(came.size(), std::size_t{100});
        QVERIFY(std::ranges::is_sorted(came) && isHere);
    }

    void nothingComesToWhatIsGone() {
        auto gone = std::make_unique<QObject>();
        bool came = false;
        const auto held = std::make_shared<int>(1);
        deliver(gone.get(), [&came, held] { came = true; });
        QCOMPARE(held.use_count(), 2L);
        gone.reset();
        QCoreApplication::processEvents();
        QVERIFY(!came);
        QCOMPARE(held.use_count(), 1L);
    }

    void whatIsDoneBesideIsDoneElsewhere() {
        std::atomic<QThread*> by = nullptr;
        doBeside([&by, values = std::vector<int>(9, 9)] {
            if (values.back() == 9) by = QThread::currentThread();
        });
        QVERIFY(QThreadPool::globalInstance()->waitForDone());
        QVERIFY(by.load() != nullptr && by.load() != QThread::currentThread());
    }

    /// Asked for by the next one alone: writes what it has given away.
    void race() {
        if (!qEnvironmentVariableIsSet(kRace)) return;
        const auto shared = std::make_shared<std::array<int, 100>>();
        int sum = 0;
        bool came = false;
        std::thread giver([&, shared] {
            deliver(this, [&, shared] {
                // Else the call may be over before the other writes, and is put before that.
                QThread::msleep(300);
                sum += shared->back();
                came = true;
            });
            shared->back() = 1;
        });
        while (!came) QCoreApplication::processEvents();  // Joined before, there would be no race.
        giver.join();
    }

    /// Suppressions that hide what lies above Qt's event loop hide everything: so did ours once.
    void aRaceIsSeenWhereOneLooks() {
        QProcess child;
        auto surroundings = QProcessEnvironment::systemEnvironment();
        surroundings.insert(QString::fromLatin1(kRace), QStringLiteral("1"));
        child.setProcessEnvironment(surroundings);
        child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("race")});
        QVERIFY(child.waitForFinished(60000));
        QCOMPARE(child.readAllStandardError().contains("ThreadSanitizer: data race"), kIsWatched);
        QCOMPARE(child.exitCode() != 0, kIsWatched);
    }
};

}  // namespace archivolt

QTEST_GUILESS_MAIN(archivolt::HandOverTest)
#include "hand_over_test.moc"
