#include <QDir>
#include <QFileInfo>
#include <QQuickItem>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "app/command/examples.h"
#include "app/window/described_network.h"
#include "app/window/review_model.h"
#include "tests/describe/described_network.h"
#include "tests/support/test_paths.h"
#include "tests/window/real_window.h"

namespace archivolt {

using test::becomes;
using test::bytesOf;
using test::RealWindow;
using test::writeBytes;

namespace {

/// A real template, and a block of addresses in it that is changed.
constexpr const char* kReviewed = "tgw-no-firewall-manual.yaml";
constexpr const char* kRealBlock = "CidrIp: 10.1.0.0/16";
constexpr const char* kRealChanged = "CidrIp: 10.9.0.0/16";

/// A database that could be reached from outside, were its group not shut.
constexpr const char* kOffice = R"(Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: 10.7.0.0/16
  Gateway:
    Type: AWS::EC2::InternetGateway
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties:
      VpcId: !Ref Vpc
      InternetGatewayId: !Ref Gateway
  Public:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: 10.7.0.0/24
      AvailabilityZone: !Select [0, !GetAZs ""]
      MapPublicIpOnLaunch: true
  Routes:
    Type: AWS::EC2::RouteTable
    Properties:
      VpcId: !Ref Vpc
  Default:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties:
      RouteTableId: !Ref Routes
      DestinationCidrBlock: 0.0.0.0/0
      GatewayId: !Ref Gateway
  PublicRoutes:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties:
      SubnetId: !Ref Public
      RouteTableId: !Ref Routes
  DatabaseGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: Queries from inside
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - IpProtocol: tcp
          FromPort: 3306
          ToPort: 3306
          CidrIp: 10.7.0.0/16
  Database:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-0a000000000000001
      InstanceType: t3.small
      SubnetId: !Ref Public
      SecurityGroupIds:
        - !GetAtt DatabaseGroup.GroupId
)";

}  // namespace

/// Reach as people use it, in a real window with keys and clicks from outside.
class WindowReachTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whoReachesTheDatabaseIsAskedClosedAndOpenedAgain();
    void anAnswerDiesAtAnAclThatIsBrokenAndMended();
    void aPromiseBreaksBeforeTheNextGesture();
    void twoVersionsOfATemplateAreReviewed();
    void aDescribedNetworkIsAskedAndWrittenClean();
    void aRunOfThePeakIsScrubbedToItsScalingAndRead();
    void questionsAboutRealTemplatesTakeSixGestures();

private:
    [[nodiscard]] QString path(const char* name) const {
        return m_folder->filePath(QString::fromLatin1(name));
    }
    /// Returns the path of an example, written anew.
    [[nodiscard]] QString example(const char* name) const;

    /// Does what a line of a question says; false where it can't be done.
    [[nodiscard]] static bool act(RealWindow& window, const QString& verb, const QString& words);
    /// Says whether a line of an answer comes true.
    [[nodiscard]] static bool holds(RealWindow& window, const QString& verb, const QString& words);
    /// Finds a resource by its name and selects it.
    static void find(const RealWindow& window, const char* name);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void WindowReachTest::find(const RealWindow& window, const char* name) {
    const QString wanted = QString::fromLatin1(name);
    window.press(QStringLiteral("ctrl+f"));
    QVERIFY(becomes([&] {
        return window.has(QStringLiteral("Find a resource, a type, a property or an address"));
    }));
    window.type(wanted);
    QVERIFY(becomes([&] { return window.has(wanted); }));
    window.press(QStringLiteral("Return"));
    QVERIFY(becomes([&] { return window.document().selectedName() == wanted; }));
}

void WindowReachTest::init() {
    const QString missing = test::missingProgram();
    if (!missing.isEmpty()) {
        QFAIL(
            qPrintable(QStringLiteral("%1 is not installed; ./test.sh installs it").arg(missing)));
    }
    m_folder = std::make_unique<QTemporaryDir>();
}

QString WindowReachTest::example(const char* name) const {
    const Example* found = findExample(name);
    const QString file = path(name) + QStringLiteral(".yaml");
    const QByteArray text(found->text.data(), static_cast<qsizetype>(found->text.size()));
    return writeBytes(file, text) ? file : QString();
}

void WindowReachTest::whoReachesTheDatabaseIsAskedClosedAndOpenedAgain() {
    RealWindow window(example("three-tier"), m_folder->path());
    QVERIFY(window.shows());
    ReachMode& reach = *window.modes().reach();
    QVERIFY(window.clickThing("three-tier/OrdersDb"));
    window.press(QStringLiteral("ctrl+r"));
    QVERIFY(becomes([&] { return !reach.sentence().isEmpty() && window.isSettled(); }));
    window.picture(QStringLiteral("a1"));
    QCOMPARE(reach.sentence(), QStringLiteral("WebFleet.1 and WebFleet.2 reach OrdersDb."));
    QVERIFY(window.click(QStringLiteral("WebFleet.1, tcp 5432")));
    QVERIFY(becomes([&] { return reach.verdict() == QLatin1String("reachable"); }));
    QCOMPARE(reach.sentence(),
             QStringLiteral("WebFleet.1 reaches OrdersDb on tcp 5432, and gets its answers."));
    window.picture(QStringLiteral("a2"));
    QVERIFY(window.point(QStringLiteral("Close it so")));
    window.picture(QStringLiteral("a3"));
    QVERIFY(window.click(QStringLiteral("Close it so")));
    QVERIFY(becomes([&] { return reach.verdict() == QLatin1String("blocked"); }));
    window.picture(QStringLiteral("a4"));
    window.press(QStringLiteral("ctrl+z"));
    QVERIFY(becomes([&] { return reach.verdict() == QLatin1String("reachable"); }));
    QVERIFY(!window.document().isDirty());
}

void WindowReachTest::anAnswerDiesAtAnAclThatIsBrokenAndMended() {
    RealWindow window(example("three-tier"), m_folder->path());
    QVERIFY(window.shows());
    ReachMode& reach = *window.modes().reach();
    const auto answers = [&](const char* verdict) {
        return becomes(
            [&] { return window.isSettled() && reach.verdict() == QLatin1String(verdict); });
    };
    window.press(QStringLiteral("alt+2"));
    QVERIFY(becomes([&] { return !reach.sentence().isEmpty(); }));
    QVERIFY(window.clickThing("internet"));
    QVERIFY(window.clickThing("three-tier/WebAlb"));
    QVERIFY(window.click(QStringLiteral("tcp")));
    QVERIFY(window.click(QStringLiteral("Port")));
    window.type(QStringLiteral("443"));
    QVERIFY(answers("reachable"));
    window.picture(QStringLiteral("b1"));
    // The rule that lets the answer out.
    find(window, "PublicAclOutReplies");
    QVERIFY(window.click(QStringLiteral("Inspector")));
    window.picture(QStringLiteral("b2"));
    QVERIFY(window.click(QStringLiteral("Address block")));
    window.press(QStringLiteral("ctrl+a"));
    window.type(QStringLiteral("10.0.0.0/16"));
    window.press(QStringLiteral("Return"));
    QVERIFY(answers("blocked"));
    window.picture(QStringLiteral("b3"));
    QCOMPARE(
        reach.sentence(),
        QStringLiteral("The internet gets through to WebAlb on tcp 443, but PublicAcl does not "
                       "let the answer out."));
    const auto dies = [](const PathOverlay& path) { return path.stopped && !path.stops.empty(); };
    const Overlay marks = window.marks();
    QVERIFY(marks.paths.size() == 2 && !dies(marks.paths.front()) && dies(marks.paths.back()));
    QVERIFY(window.click(QStringLiteral("Question")));
    QVERIFY(window.click(QStringLiteral("Open it so")));
    QVERIFY(answers("reachable"));
    window.picture(QStringLiteral("b4"));
}

void WindowReachTest::aPromiseBreaksBeforeTheNextGesture() {
    const QString file = path("office.yaml");
    QVERIFY(writeBytes(file, kOffice));
    RealWindow window(file, m_folder->path());
    QVERIFY(window.shows());
    PromisesModel& promises = *window.modes().reach()->promises();
    window.press(QStringLiteral("alt+2"));
    QVERIFY(window.click(QStringLiteral("Promises")));
    QVERIFY(window.click(QStringLiteral("A promise, as a sentence")));
    window.type(QStringLiteral("internet never reaches Database on tcp 3306"));
    window.press(QStringLiteral("Return"));
    QVERIFY(becomes([&] { return promises.summary() == QLatin1String("1 of 1 kept"); }));
    window.picture(QStringLiteral("c1"));
    find(window, "DatabaseGroup");
    QVERIFY(window.click(QStringLiteral("Inspector")));
    window.picture(QStringLiteral("c2"));
    QVERIFY(window.click(QStringLiteral("tcp 3306 · 10.7.0.0/16")));
    QVERIFY(window.click(QStringLiteral("Source")));
    window.press(QStringLiteral("ctrl+a"));
    window.type(QStringLiteral("0.0.0.0/0"));
    window.press(QStringLiteral("Return"));
    QVERIFY(becomes([&] { return promises.broken() == 1; }));
    window.picture(QStringLiteral("c3"));
}

void WindowReachTest::twoVersionsOfATemplateAreReviewed() {
    // Of a real template where there are any, else of an example.
    const auto templates = test::corpusTemplates();
    const auto real = std::ranges::find_if(
        templates, [](const auto& path) { return path.string().ends_with(kReviewed); });
    const Example* example = findExample("three-tier");
    const bool isReal = real != templates.end();
    const QByteArray text =
        isReal ? QByteArray::fromStdString(test::readFile(*real))
               : QByteArray(example->text.data(), static_cast<qsizetype>(example->text.size()));
    const QString earlier = path("earlier.yaml");
    const QString later = path("later.yaml");
    QByteArray changed = text;
    const QByteArray block(isReal ? kRealBlock : "Default: 203.0.113.0/24");
    QVERIFY(changed.contains(block));
    changed.replace(changed.indexOf(block), block.size(),
                    QByteArray(isReal ? kRealChanged : "Default: 0.0.0.0/0"));
    QVERIFY(writeBytes(earlier, text) && writeBytes(later, changed));
    RealWindow window(later, m_folder->path());
    QVERIFY(window.shows());
    auto* review = window.window().findChild<ReviewModel*>();
    QVERIFY(review != nullptr);
    window.press(QStringLiteral("ctrl+shift+d"));
    QVERIFY(becomes([&] { return review->isThere(); }));
    QCOMPARE(review->sentence(), QStringLiteral("The two say the same."));
    QVERIFY(window.click(QStringLiteral("Another design…")));
    QVERIFY(becomes([&] { return window.has(QStringLiteral("Review against")); }));
    window.type(earlier);
    window.press(QStringLiteral("Return"));
    QVERIFY(becomes([&] { return review->rows()->count() > 0 && !review->isWorking(); }));
    window.picture(QStringLiteral("d1"));
    const QString title = review->rows()->at(1, 1).toString();
    QVERIFY(window.click(title + QStringLiteral(", ") + review->rows()->at(1, 2).toString()));
    QVERIFY(becomes([&] { return review->chosen() == 1; }));
    window.picture(QStringLiteral("d2"));
    QVERIFY(window.click(QStringLiteral("Page…")));
    QVERIFY(window.click(QStringLiteral("Write")));
    QVERIFY(becomes([&] { return !review->written().isEmpty(); }));
    const QByteArray page = bytesOf(review->written());
    QVERIFY(page.contains("<svg") && page.contains(title.toUtf8().left(6)));
    window.press(QStringLiteral("Escape"));
    QVERIFY(becomes([&] { return !review->isOn(); }));
}

void WindowReachTest::aDescribedNetworkIsAskedAndWrittenClean() {
    const QString network = path("network");
    for (const auto& [name, text] : test::describedNetwork()) {
        const QString file = network + QLatin1Char('/') + QString::fromStdString(name);
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        QVERIFY(writeBytes(file, QByteArray::fromStdString(text)));
    }
    RealWindow window(network, m_folder->path());
    QVERIFY(window.shows());
    ReachMode& reach = *window.modes().reach();
    window.press(QStringLiteral("alt+2"));
    QVERIFY(becomes([&] { return !reach.sentence().isEmpty() && window.isSettled(); }));
    window.picture(QStringLiteral("e1"));
    QVERIFY(reach.sentence().startsWith(QLatin1String("The internet reaches ")));
    // Neither the database's interface nor its group is told of by its id.
    reach.ask(QStringLiteral("internet"), QStringLiteral("orders"));
    QVERIFY(becomes([&] { return reach.verdict() == QLatin1String("blocked"); }));
    QCOMPARE(reach.sentence(), QStringLiteral("The internet does not reach orders: orders has no "
                                              "public address."));
    QVERIFY(holds(window, QStringLiteral("reason"), QStringLiteral("db does not let it in")));
    auto* clean = window.window().findChild<DescribedNetwork*>();
    QVERIFY(clean != nullptr && clean->isDescribed());
    window.press(QStringLiteral("ctrl+k"));
    window.type(QStringLiteral("clean template"));
    QVERIFY(
        becomes([&] { return window.has(QStringLiteral("Clean template from this network…")); }));
    window.press(QStringLiteral("Return"));
    QVERIFY(becomes([&] { return window.has(QStringLiteral("Path of the template")); }));
    window.picture(QStringLiteral("e2"));
    QVERIFY(window.click(QStringLiteral("Write")));
    QVERIFY(becomes([&] { return clean->written().size() == 2; }));
    const QStringList written = clean->written();
    QVERIFY(window.click(QStringLiteral("Open it")));
    QVERIFY(becomes([&] {
        return window.document().windowTitle().contains(QFileInfo(written.front()).fileName());
    }));
    QVERIFY(becomes([&] { return window.isSettled(); }));
    QVERIFY(!window.document().hasErrors());
    window.picture(QStringLiteral("e3"));
}

/// Ten times the load and a zone lost: the fleet scales out at 05:00, three minutes of the alarm
/// after the first that began with it, and the window says why. One zone is down from 10:00 on.
void WindowReachTest::aRunOfThePeakIsScrubbedToItsScalingAndRead() {
    RealWindow window(example("three-tier"), m_folder->path());
    QVERIFY(window.shows());
    TrafficMode& traffic = *window.modes().traffic();
    window.press(QStringLiteral("alt+4"));
    QVERIFY(window.click(QStringLiteral("Peak with a zone outage")));
    QVERIFY(window.click(QStringLiteral("Run the scenario")));
    window.picture(QStringLiteral("t1"));
    const auto rowOf = [&](const char* what) {
        for (int i = 0; i < traffic.events()->count(); ++i) {
            if (traffic.events()->at(i, 2).toString().startsWith(QLatin1String(what))) return i;
        }
        return -1;
    };
    // At once: it goes on playing, and what is past would have to be scrolled to.
    QVERIFY(becomes([&] { return rowOf("scaled out") >= 0; }));
    const int row = rowOf("scaled out");
    const QString at = traffic.events()->at(row, 0).toString();
    const QString why = traffic.events()->at(row, 3).toString();
    QVERIFY2(why.startsWith(QLatin1String("CPU ")) && why.contains(QLatin1String("policy")),
             qPrintable(why));
    const QString name = QStringLiteral("%1 %2: %3, %4")
                             .arg(at, traffic.events()->at(row, 1).toString(),
                                  traffic.events()->at(row, 2).toString(), why);
    // The list follows the run until the pointer is over it.
    QVERIFY(window.point(name));
    QVERIFY(window.click(name));
    QVERIFY(becomes([&] { return traffic.clock() == at + QStringLiteral(" of 30:00"); }));
    QVERIFY(!traffic.isPlaying());
    window.picture(QStringLiteral("t2"));
    // On by the slider, into the outage: its zone is marked, and says that it is down.
    QVERIFY(becomes([&] { return traffic.reached() > 0.5; }));
    QVERIFY(window.click(QStringLiteral("Time of the run")));
    QVERIFY(becomes([&] { return traffic.position() > 0.4; }));
    const Overlay marks = window.marks();
    QVERIFY(std::ranges::any_of(marks.highlights, [](const Highlight& one) {
        return one.tone == Tone::Stop && one.text == "down";
    }));
    window.picture(QStringLiteral("t3"));
}

bool WindowReachTest::act(RealWindow& window, const QString& verb, const QString& words) {
    if (verb == QLatin1String("key")) {
        window.press(words);
        return true;
    }
    if (verb == QLatin1String("type")) {
        window.type(words);
        window.press(QStringLiteral("Return"));
        return true;
    }
    if (verb == QLatin1String("click")) return window.click(words);
    // A thing by its logical id, whichever stack it is of and in how many subnets it stands.
    const auto& boxes = window.document().drawing()->diagram->boxes;
    const auto found = std::ranges::find_if(boxes, [&](const Box& box) {
        return box.key == words.toStdString() ||
               QString::fromStdString(box.key).section(QLatin1Char('/'), 1) == words;
    });
    return found != boxes.end() && window.clickThing(found->key.c_str());
}

bool WindowReachTest::holds(RealWindow& window, const QString& verb, const QString& words) {
    ReachMode& reach = *window.modes().reach();
    if (verb == QLatin1String("shows")) return becomes([&] { return window.has(words); });
    if (verb == QLatin1String("reason")) {
        return becomes([&] {
            for (int row = 0; row < reach.blockers()->count(); ++row) {
                if (reach.blockers()->at(row, 0).toString() == words) return true;
            }
            return false;
        });
    }
    const bool is = becomes([&] { return window.isSettled() && reach.sentence() == words; });
    if (!is) qWarning("it says: %s", qPrintable(reach.sentence()));
    return is;
}

void WindowReachTest::questionsAboutRealTemplatesTakeSixGestures() {
    if (test::corpusTemplates().empty()) {
        qInfo("there is no corpus beside the project: no question is asked");
        return;
    }
    const QString script = QString::fromStdString(
        test::readFile(test::sourceRoot() / "tests" / "window" / "questions.txt"));
    const QString start = example("three-tier");
    RealWindow window(start, m_folder->path());
    QVERIFY(window.shows());
    QString question;
    int gestures = 0;
    int answered = 0;
    QStringList wrong;
    for (const QString& line : script.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QString verb = line.section(QLatin1Char(' '), 0, 0);
        const QString words = line.section(QLatin1Char(' '), 1).trimmed();
        if (verb == QLatin1String("#")) continue;
        bool isFine = true;
        if (verb == QLatin1String("===")) {
            question = words;
            gestures = 0;
            ++answered;
        } else if (verb == QLatin1String("open")) {
            // As a user begins: nothing is open, nothing was asked, the panel below is shut.
            auto* bottom = window.window().findChild<QQuickItem*>(QStringLiteral("reachBottom"));
            if (bottom != nullptr) bottom->setProperty("open", false);
            window.modes().setKind(CanvasModes::Design);
            while (window.document().canUndo()) window.document().undo();
            window.document().files()->closeDesign();
            // A copy: what goes astray in a window may be saved.
            const auto file = test::corpusRoot() / "cloudformation" / words.toStdString();
            const QString copy = path(QFileInfo(words).fileName().toUtf8().constData());
            isFine = writeBytes(copy, QByteArray::fromStdString(test::readFile(file))) &&
                     window.document().openPath(copy) &&
                     becomes([&] { return window.isSettled(); });
        } else if (verb == QLatin1String("sentence") || verb == QLatin1String("shows") ||
                   verb == QLatin1String("reason")) {
            isFine = holds(window, verb, words);
            window.picture(QStringLiteral("q%1").arg(answered));
        } else {
            ++gestures;
            isFine = act(window, verb, words) && becomes([&] { return window.isSettled(); });
        }
        if (gestures > 6) wrong << question + QStringLiteral(" takes more than six gestures");
        if (!isFine) wrong << question + QStringLiteral(" stops at: ") + line;
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    QCOMPARE(answered, 11);
}

}  // namespace archivolt

int main(int argc, char** argv) {
    return archivolt::test::runInRealWindows(
        argc, argv, [] { return std::make_unique<archivolt::WindowReachTest>(); });
}
#include "window_reach_test.moc"
