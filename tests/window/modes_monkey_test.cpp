#include <QElapsedTimer>
#include <QQuickItem>
#include <QQuickWindow>
#include <QStringList>
#include <QTest>
#include <algorithm>
#include <array>
#include <random>

#include "app/window/canvas_modes.h"
#include "app/window/design_canvas.h"
#include "app/window/review_model.h"
#include "model/reachability/questions/answer_json.h"
#include "tests/window/offscreen_window.h"

namespace archivolt {

namespace {

constexpr const char* kLog =
    "interface-id srcaddr dstaddr srcport dstport protocol packets action log-status "
    "flow-direction\n"
    "eni-01 198.51.100.7 10.0.0.10 50123 443 6 1300 ACCEPT OK ingress\n"
    "eni-02 10.0.20.10 10.0.10.10 50123 5432 6 20 REJECT OK ingress\n"
    "not a record\n";

/// How many times as long as elsewhere one waits where every access to memory is watched.
#ifdef __SANITIZE_THREAD__
constexpr int kSlowness = 40;
#else
constexpr int kSlowness = 1;
#endif

}  // namespace

/// Whatever is asked of the modes in any order, while designs change under them: nothing breaks,
/// what shows is of what is there, and undoing all gives the design back.
class ModesMonkeyTest : public QObject, protected test::OffscreenWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepareWindows(); }
    void nothingBreaksWhateverIsAsked();

private:
    using Act = void (ModesMonkeyTest::*)();
    struct NamedAct {
        const char* name;
        Act act;
    };
    static const std::array<NamedAct, 15>& acts();

    [[nodiscard]] int below(int count) {
        return count <= 0 ? 0 : static_cast<int>(m_random() % static_cast<unsigned>(count));
    }
    [[nodiscard]] bool chance(int percent) { return below(100) < percent; }
    [[nodiscard]] QString anyName();
    /// Returns a row of a list, or one that it does not have.
    [[nodiscard]] int anyRow(const ModeRows& rows) { return below(rows.count() + 2) - 1; }

    void turn();
    void clickSomething();
    void ask();
    void askTraffic();
    void useTrace();
    void repair();
    void useMatrix();
    void promise();
    void mend();
    void useRules();
    void useFlows();
    void edit();
    void review();
    void askAccess();
    void runTraffic();

    /// Returns what still works, or an empty text.
    [[nodiscard]] QString working() const;
    [[nodiscard]] bool isSettled() const { return working().isEmpty(); }
    /// Waits until nothing works any more, and keeps how long that took; false when it never ends.
    [[nodiscard]] bool settles();
    /// Returns what is broken, or an empty text.
    [[nodiscard]] QString broken();
    [[nodiscard]] QString brokenAnswer();

    std::mt19937 m_random;
    DesignCanvas* m_canvas = nullptr;
    CanvasModes* m_modes = nullptr;
    ReviewModel* m_review = nullptr;
    QQuickItem* m_bottom = nullptr;
    QStringList m_trail;
    qint64 m_longestWait = 0;  ///< Milliseconds.
};

const std::array<ModesMonkeyTest::NamedAct, 15>& ModesMonkeyTest::acts() {
    static constexpr std::array<NamedAct, 15> kActs = {
        {{"turn", &ModesMonkeyTest::turn},
         {"click", &ModesMonkeyTest::clickSomething},
         {"ask", &ModesMonkeyTest::ask},
         {"ask traffic", &ModesMonkeyTest::askTraffic},
         {"trace", &ModesMonkeyTest::useTrace},
         {"repair", &ModesMonkeyTest::repair},
         {"matrix", &ModesMonkeyTest::useMatrix},
         {"promise", &ModesMonkeyTest::promise},
         {"mend", &ModesMonkeyTest::mend},
         {"rules", &ModesMonkeyTest::useRules},
         {"flows", &ModesMonkeyTest::useFlows},
         {"edit", &ModesMonkeyTest::edit},
         {"review", &ModesMonkeyTest::review},
         {"access", &ModesMonkeyTest::askAccess},
         {"traffic", &ModesMonkeyTest::runTraffic}}};
    return kActs;
}

QString ModesMonkeyTest::anyName() {
    static const QStringList kOthers = {QStringLiteral("internet"), QStringLiteral("10.0.20.7"),
                                        QStringLiteral("Nobody"), QString(),
                                        QStringLiteral("internet:198.51.100.7")};
    if (chance(30)) return kOthers.at(below(static_cast<int>(kOthers.size())));
    const auto& boxes = m_canvas->scene()->diagram->boxes;
    const Box& box = boxes[static_cast<std::size_t>(below(static_cast<int>(boxes.size())))];
    return QString::fromStdString(box.key).section(QLatin1Char('/'), 1);
}

void ModesMonkeyTest::turn() {
    m_modes->setKind(static_cast<CanvasModes::Kind>(chance(60) ? 1 : below(4)));
    m_bottom->setProperty("open", chance(80));
    m_bottom->setProperty("page", below(5));
}

void ModesMonkeyTest::clickSomething() {
    const QPoint at(below(static_cast<int>(m_canvas->width())),
                    below(static_cast<int>(m_canvas->height())));
    if (!m_review->isOn()) {
        QTest::mouseClick(m_window, Qt::LeftButton, {}, m_canvas->mapToScene(at).toPoint());
    }
    if (chance(20)) QTest::keyClick(m_window, Qt::Key_Escape);
}

void ModesMonkeyTest::ask() {
    ReachMode& reach = *m_modes->reach();
    switch (below(6)) {
        case 0: reach.setFrom(anyName()); break;
        case 1: reach.setTo(anyName()); break;
        case 2: reach.turnAround(); break;
        case 3: m_modes->askWhoReaches(); break;
        case 4: m_modes->askWhatIsReached(); break;
        default: reach.ask(anyName(), anyName());
    }
}

void ModesMonkeyTest::askTraffic() {
    static const QStringList kProtocols = {QString(), QStringLiteral("tcp"), QStringLiteral("udp"),
                                           QStringLiteral("icmp")};
    static const QStringList kPorts = {QString(), QStringLiteral("443"), QStringLiteral("5432"),
                                       QStringLiteral("1-99999"), QStringLiteral("80,443")};
    static const QStringList kFamilies = {QString(), QStringLiteral("ipv4"),
                                          QStringLiteral("ipv6")};
    ReachMode& reach = *m_modes->reach();
    reach.setProtocol(kProtocols.at(below(4)));
    reach.setPort(kPorts.at(below(5)));
    if (chance(20)) reach.setFamily(kFamilies.at(below(3)));
}

void ModesMonkeyTest::useTrace() {
    ReachMode& reach = *m_modes->reach();
    switch (below(4)) {
        case 0: reach.askEnd(anyRow(*reach.ends())); break;
        case 1: reach.openStep(anyRow(*reach.steps())); break;
        case 2: reach.openBlocker(anyRow(*reach.blockers())); break;
        default: reach.pointAt(anyRow(*reach.steps()));
    }
}

void ModesMonkeyTest::repair() {
    ReachRepairs& repairs = *m_modes->reach()->repairs();
    repairs.preview(anyRow(*repairs.rows()));
    if (chance(40)) repairs.apply(anyRow(*repairs.rows()));
}

void ModesMonkeyTest::useMatrix() {
    MatrixModel& matrix = *m_modes->reach()->matrix();
    if (chance(50)) matrix.setView(below(6) - 1);
    matrix.openCell(below(matrix.rowCount() + 1), below(matrix.columnCount() + 1));
}

void ModesMonkeyTest::promise() {
    static const QStringList kForms = {QStringLiteral("%1 reaches %2 on tcp 443"),
                                       QStringLiteral("%1 never reaches %2"),
                                       QStringLiteral("only %1 reaches %2 on tcp 5432"),
                                       QStringLiteral("%1 reaches %2 only through WebAlb"),
                                       QStringLiteral("%1 can read %2"),
                                       QStringLiteral("%1%2")};
    PromisesModel& promises = *m_modes->reach()->promises();
    switch (below(5)) {
        case 0: promises.remove(anyRow(*promises.rows())); break;
        case 1: promises.keepSuggested(anyRow(*promises.suggestions())); break;
        case 2: promises.pointAt(anyRow(*promises.rows())); break;
        case 3: promises.show(anyRow(*promises.rows())); break;
        default:
            if (promises.rows()->count() > 4) return;
            promises.add(kForms.at(below(6)).arg(anyName(), anyName()));
    }
}

void ModesMonkeyTest::mend() {
    PromisesMending& mending = *m_modes->reach()->promises()->mending();
    mending.preview(chance(50));
    if (chance(30)) mending.look();
    if (chance(50)) mending.apply();
    if (chance(10)) mending.clear();
}

void ModesMonkeyTest::useRules() {
    RulesModel& rules = *m_modes->reach()->rules();
    rules.open(anyRow(*rules.rows()));
    ReachNews& news = *m_modes->news();
    news.setShows(chance(50));
    if (chance(20)) news.dismiss();
}

void ModesMonkeyTest::useFlows() {
    FlowsModel& flows = *m_modes->reach()->flows();
    switch (below(5)) {
        case 0:
            flows.open(m_folder->filePath(chance(80) ? QStringLiteral("flow.log")
                                                     : QStringLiteral("none.log")));
            break;
        case 1: flows.choose(anyRow(*flows.rows())); break;
        case 2: flows.openRule(anyRow(*flows.rows())); break;
        case 3: flows.askTrace(anyRow(*flows.rows())); break;
        default:
            if (chance(30)) flows.close();
    }
}

void ModesMonkeyTest::edit() {
    const auto& stack = *m_document->session().design()->stacks.front();
    switch (below(4)) {
        case 0: m_document->undo(); break;
        case 1: m_document->redo(); break;
        case 2: m_document->removal()->removeSelected(); break;
        default: {
            static const QStringList kRules = {
                QStringLiteral("PublicAclInHttps"), QStringLiteral("PublicAclOutReplies"),
                QStringLiteral("Bastion"), QStringLiteral("DataAclInPostgresA")};
            const std::string name = kRules.at(below(4)).toStdString();
            if (stack.body.resources.find(name) == nullptr) return;
            m_document->commit({RemoveResource{stack.id, name}}, "Remove " + name);
        }
    }
}

void ModesMonkeyTest::review() {
    switch (below(6)) {
        case 0: m_review->againstSaved(); break;
        case 1: m_review->against(m_folder->filePath(QStringLiteral("earlier.yaml"))); break;
        case 2: m_review->choose(anyRow(*m_review->rows())); break;
        case 3: m_review->reveal(anyRow(*m_review->rows())); break;
        case 4: m_review->against(QStringLiteral("nowhere.yaml")); break;
        default: m_review->close();
    }
}

void ModesMonkeyTest::askAccess() {
    AccessMode& access = *m_modes->access();
    switch (below(4)) {
        case 0: access.ask(anyName(), anyName()); break;
        case 1: access.setAction(chance(50) ? QStringLiteral("s3:GetObject") : anyName()); break;
        case 2: access.askRow(below(6) - 1); break;
        default: access.openReason(below(4) - 1);
    }
}

void ModesMonkeyTest::runTraffic() {
    TrafficMode& traffic = *m_modes->traffic();
    switch (below(12)) {
        case 0: traffic.run(); break;
        case 1: traffic.stop(); break;
        case 2: traffic.setPlaying(chance(50)); break;
        case 3: traffic.setPosition(below(110) / 100.0); break;
        case 4: traffic.wish()->setLoad(below(30) / 10.0); break;
        case 5:
            traffic.wish()->setZoneDown(chance(50) ? QStringLiteral("us-east-1a") : anyName());
            break;
        case 6: traffic.wish()->choose(below(6)); break;
        case 7: traffic.keepToCompare(); break;
        case 8: traffic.wish()->keep(anyName()); break;
        case 9: traffic.wish()->removeOwn(); break;
        case 10:
            traffic.wish()->addFault(QStringLiteral("component"), anyName(), QStringLiteral("1"),
                                     QString());
            break;
        default: traffic.goTo(below(5) - 1);
    }
}

QString ModesMonkeyTest::working() const {
    if (m_document->isChecking()) return QStringLiteral("the judgement");
    if (m_modes->reach()->isAsking()) return QStringLiteral("Reach's answer");
    if (m_review->isWorking()) return QStringLiteral("the review");
    if (m_modes->reach()->repairs()->isLooking()) return QStringLiteral("the repairs");
    if (m_modes->reach()->promises()->mending()->isLooking()) return QStringLiteral("the mending");
    return {};
}

bool ModesMonkeyTest::settles() {
    QElapsedTimer timer;
    timer.start();
    const bool isDone = QTest::qWaitFor([this] { return isSettled(); }, kPatience * kSlowness);
    m_longestWait = std::max(m_longestWait, timer.elapsed());
    return isDone;
}

QString ModesMonkeyTest::broken() {
    if (m_document->drawing() == nullptr) return {};
    const auto size = m_document->drawing()->diagram->boxes.size();
    Overlay overlay;
    m_modes->mode()->mark(overlay, *m_document->drawing());
    const auto isOff = [&](BoxIndex box) { return box >= size; };
    for (const PathOverlay& path : overlay.paths) {
        if (path.boxes.size() < 2) return QStringLiteral("a path goes nowhere");
        if (std::ranges::any_of(path.boxes, isOff) || std::ranges::any_of(path.stops, isOff)) {
            return QStringLiteral("a path leaves the drawing");
        }
    }
    for (const Highlight& highlight : overlay.highlights) {
        if (isOff(highlight.box)) return QStringLiteral("a mark is on no box");
    }
    return brokenAnswer();
}

/// Asks what Reach shows afresh, where nothing is on its way.
QString ModesMonkeyTest::brokenAnswer() {
    ReachMode& reach = *m_modes->reach();
    const auto scene = reachSceneOf(*m_document);
    if (!isSettled() || !scene || m_modes->kind() != CanvasModes::Reach) return {};
    if (!reach.portProblem().isEmpty() || reach.sentence().isEmpty()) return {};
    ReachAsk ask;
    ask.from = reach.from().toStdString();
    ask.to = reach.to().toStdString();
    if (!reach.protocol().isEmpty()) ask.protocol = parseProtocol(reach.protocol().toStdString());
    if (!reach.port().isEmpty()) ask.ports = *parsePorts(reach.port().toStdString());
    if (reach.family() == QLatin1String("ipv4")) ask.family = Family::Ipv4;
    if (reach.family() == QLatin1String("ipv6")) ask.family = Family::Ipv6;
    std::string sentence;
    if (ask.from.empty() || ask.to.empty()) {
        const auto list = listReach(*scene, ask);
        if (list) sentence = list->sentence;
    } else if (const auto trace = traceReach(*scene, ask)) {
        sentence = trace->sentence;
    }
    if (QString::fromStdString(sentence) == reach.sentence()) return {};
    return QStringLiteral("it says “%1” and should say “%2”")
        .arg(reach.sentence(), QString::fromStdString(sentence));
}

void ModesMonkeyTest::nothingBreaksWhateverIsAsked() {
    bool isAsked = false;
    const int seed = qEnvironmentVariableIntValue("ARCHIVOLT_MONKEY_SEED", &isAsked);
    const int wanted = qEnvironmentVariableIntValue("ARCHIVOLT_MONKEY_STEPS");
    const int steps = wanted > 0 ? wanted : isAsked ? 20000 : 120;
    m_random.seed(static_cast<std::uint32_t>(isAsked ? seed : 1));
    openWindow(QStringLiteral("qrc:|not ready"));
    if (QTest::currentTestFailed()) return;
    m_canvas = m_window->findChild<DesignCanvas*>();
    m_modes = m_window->findChild<CanvasModes*>();
    m_review = m_window->findChild<ReviewModel*>();
    m_modes->setKind(CanvasModes::Reach);  // Makes what lies below.
    m_bottom = m_window->findChild<QQuickItem*>(QStringLiteral("reachBottom"));
    QVERIFY(m_canvas && m_modes && m_review && m_bottom);
    const auto opened = m_document->session().design();
    QVERIFY(m_files.writeAtomically(m_folder->filePath(QStringLiteral("flow.log")).toStdString(),
                                    kLog));
    QVERIFY(m_files.writeAtomically(
        m_folder->filePath(QStringLiteral("earlier.yaml")).toStdString(),
        "Resources:\n  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n"));
    for (int step = 1; step <= steps; ++step) {
        const NamedAct& act =
            acts()[static_cast<std::size_t>(below(static_cast<int>(acts().size())))];
        m_trail << QString::fromLatin1(act.name);
        if (m_trail.size() > 40) m_trail.removeFirst();
        (this->*act.act)();
        if (chance(10)) {
            if (!settles()) {
                QFAIL(qPrintable(QStringLiteral("step %1: %2 does not end after %3")
                                     .arg(step)
                                     .arg(working(), m_trail.join(QStringLiteral(", ")))));
            }
        } else {
            QCoreApplication::processEvents();
        }
        const QString wrong = broken();
        if (!wrong.isEmpty()) {
            QFAIL(qPrintable(QStringLiteral("step %1: %2 after %3")
                                 .arg(step)
                                 .arg(wrong, m_trail.join(QStringLiteral(", ")))));
        }
    }
    m_review->close();
    while (m_document->canUndo()) m_document->undo();
    QVERIFY(!m_document->isDirty());
    const auto now = m_document->session().design();
    QVERIFY(*now->stacks.front() == *opened->stacks.front() && now->intents == opened->intents);
    QVERIFY2(settles(), qPrintable(working()));
    qInfo("%d steps; the longest wait until all was settled took %lld ms", steps,
          static_cast<long long>(m_longestWait));
    closeWindow();
}

}  // namespace archivolt

QTEST_MAIN(archivolt::ModesMonkeyTest)
#include "modes_monkey_test.moc"
