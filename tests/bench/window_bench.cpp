// Times the whole window at a large design, without a display, in software: what a frame takes
// while two hundred things are dragged and all pairs are worked out anew, and what passes from an
// edit until verdicts and picture are settled. Processor time of the window's thread, in
// milliseconds, and wall time beside it:
//   window_bench [INSTANCES] [EDITS]
//   window_bench --traffic [LOAD]       frames while a run of the three-tier example is worked out
//                                       and played; at its peak, 1 where p99 is over 33 ms or one
//                                       over 50
//   window_bench --drops [INSTANCES] [DROPS]
//                                       from a drop until the paths that it closes or opens are
//                                       drawn; of 1,000 instances, 1 where p95 is over 20 ms
//   window_bench --hands [INSTANCES]    what the window's thread takes at once for what the hands
//                                       do: selecting, a step of a line that is pulled, listing
//                                       what can be connected, placing;
//                                       of 10,000 instances, 1 where one is over 100 ms
#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QMouseEvent>
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string_view>
#include <vector>

#include "app/tools/connection.h"
#include "app/window/canvas_modes.h"
#include "app/window/connect_model.h"
#include "app/window/design_canvas.h"
#include "app/window/heap.h"
#include "app/window/palette_model.h"
#include "tests/bench/bench_numbers.h"
#include "tests/bench/large_design.h"
#include "tests/window/offscreen_window.h"

namespace archivolt::test {

namespace {

double threadMs() { return clockMs(CLOCK_THREAD_CPUTIME_ID); }
double processMs() { return clockMs(CLOCK_PROCESS_CPUTIME_ID); }
double wallMs() { return clockMs(CLOCK_MONOTONIC); }

/// What was measured again and again, in milliseconds.
class Sample {
public:
    void add(double value) { m_values.push_back(value); }
    [[nodiscard]] double at(double part) {
        std::ranges::sort(m_values);
        const auto last = static_cast<double>(m_values.size() - 1);
        return m_values[static_cast<std::size_t>(part * last)];
    }
    [[nodiscard]] std::string inWords() {
        return fmt::format("median {:.1f}, p95 {:.1f}, p99 {:.1f}, max {:.1f} ({})", at(0.5),
                           at(0.95), at(0.99), at(1), m_values.size());
    }

private:
    std::vector<double> m_values;
};

class WindowBench : private OffscreenWindow {
public:
    void run(std::size_t instances, std::size_t edits) {
        prepareWindows();
        openWindow(QStringLiteral("^never$"));
        m_canvas = m_window->findChild<DesignCanvas*>();
        open(instances);
        tellMemory("opened");
        edit(edits);
        tellMemory("edited");
        drag(edits);
        tellMemory("dragged");
        QTest::qWait(kRestMilliseconds);
        tellMemory("at rest");
        closeWindow();
    }

    /// Plays the peak with a zone outage, or so many times the load, while it is worked out.
    int runTraffic(std::optional<double> load) {
        prepareWindows();
        openWindow(QStringLiteral("^never$"));
        settle();
        auto* modes = m_window->findChild<CanvasModes*>();
        modes->setKind(CanvasModes::Traffic);
        TrafficMode& traffic = *modes->traffic();
        traffic.wish()->choose(3);
        if (load) traffic.wish()->setLoad(*load);
        for (int i = 0; i < 20; ++i) turn(nullptr);
        traffic.run();
        traffic.setPlaying(false);
        Sample frames;
        playAll(traffic, frames);
        fmt::print("frames of a run, {} stretches: {}\n", kTrafficFrames, frames.inWords());
        const bool holds = load || (frames.at(0.99) <= 33 && frames.at(1) <= 50);
        closeWindow();
        return holds ? 0 : 1;
    }

    /// Drags an instance into a subnet whose network ACL lets nothing pass, and out of it again, so
    /// many times; the marks of the changed paths show.
    int runDrops(std::optional<std::size_t> instances, std::size_t drops) {
        prepareWindows();
        openWindow(QStringLiteral("^never$"));
        m_canvas = m_window->findChild<DesignCanvas*>();
        open(instances.value_or(kDropInstances));
        closeSubnet();
        Drops times;
        dropInto("large/Net0x2", times);  // What is made once only is made by now.
        m_window->findChild<CanvasModes*>()->news()->setShows(true);
        dropInto("large/Net0x1", times);
        times = {};
        for (std::size_t i = 0; i < drops; ++i) {
            dropInto(i % 2 == 0 ? "large/Net0x2" : "large/Net0x1", times);
        }
        fmt::print("until the hand is empty:            {}\n", times.released.inWords());
        fmt::print("until the network is read:          {}\n", times.read.inWords());
        fmt::print("until it is drawn anew:             {}\n", times.drawn.inWords());
        fmt::print("until the news are known:           {}\n", times.told.inWords());
        fmt::print("drop to changed paths, all threads: {}\n", times.all.inWords());
        fmt::print("drop to changed paths, passed:      {}\n", times.passed.inWords());
        const bool holds = instances || times.passed.at(0.95) <= 20;
        closeWindow();
        return holds ? 0 : 1;
    }

    /// Selects, pulls lines and places, one after another.
    int runHands(std::optional<std::size_t> instances) {
        prepareWindows();
        openWindow(QStringLiteral("^never$"));
        m_canvas = m_window->findChild<DesignCanvas*>();
        open(instances.value_or(kHandInstances));
        addGroups();
        double worst = 0;
        const auto tell = [&worst](const char* what, Sample& times) {
            fmt::print("{:<36}{}\n", what, times.inWords());
            worst = std::max(worst, times.at(1));
        };
        for (const char* name : {"Web0x0x0", "Net0x0", "Group0", "Vpc0"}) {
            Sample times = selecting(name);
            tell(fmt::format("select {}:", name).c_str(), times);
        }
        Sample steps = pulling();
        tell("a step of a line that is pulled:", steps);
        Sample listed = listing();
        tell("what it can be connected with:", listed);
        Sample placed = placing();
        tell("place an instance:", placed);
        closeWindow();
        return instances || worst <= 100 ? 0 : 1;
    }

private:
    static constexpr std::size_t kHandInstances = 10000;
    static constexpr std::size_t kGroups = 8;
    static constexpr std::size_t kGroupRules = 40;

    /// Gives the first instances security groups with rules beside them.
    void addGroups() {
        const StackId stack = m_document->session().design()->stacks.front()->id;
        std::vector<Edit> edits;
        const auto add = [&](std::string name, const char* type, std::vector<MapEntry> properties) {
            const Value body = Value::map(
                {{"Type", Value::string(type)}, {"Properties", Value::map(std::move(properties))}});
            edits.emplace_back(AddResource{stack, std::move(name), body, {}});
        };
        for (std::size_t group = 0; group < kGroups; ++group) {
            const std::string name = fmt::format("Group{}", group);
            add(name, "AWS::EC2::SecurityGroup",
                {{"VpcId", Value::ref("Vpc0")}, {"GroupDescription", Value::string("Rules")}});
            for (std::size_t rule = 0; rule < kGroupRules; ++rule) {
                const Value port = Value::number(static_cast<double>(1000 + rule));
                add(fmt::format("Rule{}x{}", group, rule), "AWS::EC2::SecurityGroupIngress",
                    {{"GroupId", Value::getAtt(name, "GroupId")},
                     {"IpProtocol", Value::string("tcp")},
                     {"FromPort", port},
                     {"ToPort", port},
                     {"CidrIp", Value::string("10.0.0.0/8")}});
            }
            edits.emplace_back(SetValue{stack,
                                        Path{"Resources", fmt::format("Web0x0x{}", group),
                                             "Properties", "SecurityGroupIds"},
                                        Value::list({Value::getAtt(name, "GroupId")})});
        }
        QVERIFY(m_document->commit(edits, "Add groups"));
        settle();
    }

    Sample selecting(const char* name) {
        Sample times;
        const auto& stack = m_document->session().design()->stacks.front();
        for (int round = 0; round < 5; ++round) {
            m_document->select(DesignSelection{});
            settle();
            const double before = threadMs();
            m_document->select(
                DesignSelection{{stack->body.resources.find(std::string_view(name))->id}, {}});
            times.add(threadMs() - before);
            settle();
        }
        return times;
    }

    /// Pulls a line out of an instance over others, back and forth.
    Sample pulling() {
        Sample times;
        const Scene& scene = m_canvas->view().scene;
        const BoxIndex box = scene.diagram->find("large/Web0x0x0");
        m_document->select(box);
        settle();
        const tools::View view = m_canvas->view();
        const Point handle = tools::handleOf(view.scene.layout->rects[box]);
        const QPointF from((handle.x - view.window.origin.x) * view.window.scale,
                           (handle.y - view.window.origin.y) * view.window.scale);
        const auto to = m_canvas->centreOf("large/Web0x0x7");
        if (!to) qFatal("nothing to pull to");
        mouse(QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton);
        constexpr int kSteps = 60;
        for (int step = 1; step <= kSteps; ++step) {
            const double before = threadMs();
            mouse(QEvent::MouseMove, from + (*to - from) * step / kSteps, Qt::NoButton,
                  Qt::LeftButton);
            QCoreApplication::processEvents(QEventLoop::AllEvents);
            times.add(threadMs() - before);
        }
        if (!m_canvas->isDragging()) qFatal("no line was pulled");
        QTest::keyClick(m_window, Qt::Key_Escape);
        mouse(QEvent::MouseButtonRelease, *to, Qt::LeftButton, Qt::NoButton);
        settle();
        return times;
    }

    /// Lists what an instance can be connected with.
    Sample listing() {
        Sample times;
        ConnectModel model;
        model.setCanvas(m_canvas);
        for (int round = 0; round < 3; ++round) {
            m_document->select(m_canvas->view().scene.diagram->find("large/Web0x0x0"));
            settle();
            const double before = threadMs();
            model.setFilter({});
            times.add(threadMs() - before);
        }
        return times;
    }

    Sample placing() {
        Sample times;
        for (int round = 0; round < 5; ++round) {
            const BoxIndex net = m_canvas->view().scene.diagram->find("large/Net0x3");
            const double before = threadMs();
            if (!placePart(*m_document, "AWS::EC2::Instance", net)) qFatal("nothing was placed");
            times.add(threadMs() - before);
            settle();
        }
        return times;
    }

    static constexpr std::size_t kDropInstances = 1000;
    static constexpr int kRestMilliseconds = 1500;
    static constexpr double kMegabyte = 1024.0 * 1024.0;

    /// What passes from a drop until what happens on the window's thread.
    struct Drops {
        Sample released;
        Sample read;
        Sample drawn;
        Sample told;
        Sample all;  ///< Processor time of all threads until the paths show.
        Sample passed;
    };

    /// Gives a subnet a network ACL of no entries.
    void closeSubnet() {
        const StackId stack = m_document->session().design()->stacks.front()->id;
        const auto add = [&](const char* name, const char* type, Value properties) {
            const Value body =
                Value::map({{"Type", Value::string(type)}, {"Properties", std::move(properties)}});
            QVERIFY(m_document->commit({AddResource{stack, name, body, {}}}, "Close"));
        };
        add("Shut", "AWS::EC2::NetworkAcl", Value::map({{"VpcId", Value::ref("Vpc0")}}));
        add("ShutNet", "AWS::EC2::SubnetNetworkAclAssociation",
            Value::map({{"SubnetId", Value::ref("Net0x2")}, {"NetworkAclId", Value::ref("Shut")}}));
        settle();
    }

    /// Drags an instance into a subnet by hand and waits until the paths that this closes, or
    /// opens, are drawn.
    void dropInto(const char* subnet, Drops& times) {
        const auto from = m_canvas->centreOf("large/Web0x1x0");
        const auto to = m_canvas->centreOf(subnet);
        QVERIFY(from && to);
        mouse(QEvent::MouseButtonPress, *from, Qt::LeftButton, Qt::LeftButton);
        constexpr int kSteps = 12;
        for (int step = 1; step <= kSteps; ++step) {
            mouse(QEvent::MouseMove, *from + (*to - *from) * step / kSteps, Qt::NoButton,
                  Qt::LeftButton);
            turn(nullptr);
        }
        ReachNews& news = *m_window->findChild<CanvasModes*>()->news();
        const QString before = news.line();
        bool isTold = false;
        bool isDrawn = false;
        QObject watch;  // Ends with this drop, and what is connected with it.
        const double process = processMs();
        const double wall = wallMs();
        bool isRead = false;
        QObject::connect(&news, &ReachNews::newsChanged, &watch, [&] {
            isTold = !news.line().isEmpty() && news.line() != before;
            if (isTold) times.told.add(wallMs() - wall);
        });
        QObject::connect(m_document.get(), &Document::checked, &watch, [&] {
            const Judgement& now = m_document->judgement();
            if (isRead || now.revision != m_document->session().revision()) return;
            isRead = true;
            times.read.add(wallMs() - wall);
        });
        QObject::connect(m_document.get(), &Document::drawingChanged, &watch,
                         [&] { times.drawn.add(wallMs() - wall); });
        QObject::connect(m_window, &QQuickWindow::frameSwapped, &watch, [&] { isDrawn = isTold; });
        mouse(QEvent::MouseButtonRelease, *to, Qt::LeftButton, Qt::NoButton);
        times.released.add(wallMs() - wall);
        while (!isDrawn) turn(nullptr);
        times.all.add(processMs() - process);
        times.passed.add(wallMs() - wall);
        settle();
    }

    /// Shows every stretch of a run as soon as there is one; adds what the window's thread took for
    /// each picture, with all that came in meanwhile.
    void playAll(TrafficMode& traffic, Sample& frames) {
        int swapped = 0;
        const auto counting = QObject::connect(m_window, &QQuickWindow::frameSwapped, m_window,
                                               [&swapped] { ++swapped; });
        for (std::size_t i = 1; i <= kTrafficFrames; ++i) {
            const double position = static_cast<double>(i) / static_cast<double>(kTrafficFrames);
            while (traffic.reached() + 1e-9 < position && traffic.isRunning()) turn(&frames);
            const int before = swapped;
            const double began = threadMs();
            traffic.setPosition(position);
            while (swapped == before) turn(nullptr);
            frames.add(threadMs() - began);
        }
        QObject::disconnect(counting);
    }

    /// Lets the window work until everything is drawn and judged; adds what each turn took.
    void settle(Sample* turns = nullptr) {
        const auto waits = [&] {
            return m_document->isChecking() || !m_document->drawing() ||
                   m_document->drawing()->revision != m_document->session().revision();
        };
        while (waits()) turn(turns);
        for (int i = 0; i < 5; ++i) turn(turns);
    }

    static void turn(Sample* turns) {
        const double before = threadMs();
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        const double took = threadMs() - before;
        if (turns != nullptr && took > 0.2) turns->add(took);
        if (took < 0.2) QThread::usleep(200);
    }

    /// Tells what the process holds, and what of it is asked for, in megabytes.
    static void tellMemory(const char* when) {
        QFile status(QStringLiteral("/proc/self/statm"));
        QVERIFY(status.open(QIODevice::ReadOnly));
        const double pages = status.readAll().split(' ').at(1).toDouble();
        const double page = static_cast<double>(sysconf(_SC_PAGESIZE));
        const auto heap = mallinfo2();
        fmt::print("memory, {}: {:.0f} MB resident; heap: {:.0f} used, {:.0f} free\n", when,
                   pages * page / kMegabyte,
                   static_cast<double>(heap.uordblks + heap.hblkhd) / kMegabyte,
                   static_cast<double>(heap.fordblks) / kMegabyte);
    }

    void open(std::size_t instances) {
        const QString path = m_folder->filePath(QStringLiteral("large.yaml"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(largeDesign(instances)));
        file.close();
        const double process = processMs();
        const double wall = wallMs();
        QVERIFY(m_document->openPath(path));
        Sample turns;
        settle(&turns);
        fmt::print("opened: {:.0f} ms of all threads, {:.0f} ms passed; turns of the window: {}\n",
                   processMs() - process, wallMs() - wall, turns.inWords());
    }

    void edit(std::size_t edits) {
        Sample all;
        Sample passed;
        Sample window;
        Sample turns;
        for (std::size_t i = 0; i < edits; ++i) {
            const StackId stack = m_document->session().design()->stacks.front()->id;
            const Value body =
                Value::map({{"Type", Value::string("AWS::EC2::Instance")},
                            {"Properties", Value::map({{"ImageId", Value::string("ami-12345678")},
                                                       {"InstanceType", Value::string("t3.micro")},
                                                       {"SubnetId", Value::ref("Net0x0")}})}});
            const double process = processMs();
            const double wall = wallMs();
            const double thread = threadMs();
            QVERIFY(m_document->commit({AddResource{stack, fmt::format("Added{}", i), body, {}}},
                                       "Add an instance"));
            settle(&turns);
            all.add(processMs() - process);
            passed.add(wallMs() - wall);
            window.add(threadMs() - thread);
        }
        fmt::print("edit until settled, all threads: {}\n", all.inWords());
        fmt::print("edit until settled, passed:      {}\n", passed.inWords());
        fmt::print("edit until settled, window:      {}\n", window.inWords());
        fmt::print("  turns of the window:           {}\n", turns.inWords());
    }

    void mouse(QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons) {
        const QPointF place = m_canvas->mapToScene(at);
        QMouseEvent event(type, place, m_window->mapToGlobal(place), button, buttons,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(m_window, &event);
    }

    /// Drags two hundred things about while all pairs are worked out again and again.
    void drag(std::size_t edits) {
        const auto& stack = m_document->session().design()->stacks.front();
        DesignSelection selection;
        for (const auto& resource : stack->body.resources) {
            if (selection.resources.size() == 200) break;
            if (resource->logicalId.starts_with("Web0x")) selection.resources.insert(resource->id);
        }
        m_document->select(selection);
        settle();
        const auto centre = m_canvas->centreOf("large/Web0x0x0");
        QVERIFY(centre.has_value());
        Sample frames;
        for (std::size_t round = 0; round < edits; ++round) {
            QVERIFY(m_document->commit(
                {SetValue{stack->id, Path{"Resources", "Vpc0", "Properties", "EnableDnsSupport"},
                          Value::boolean(round % 2 == 0)}},
                "Change what all pairs depend on"));
            mouse(QEvent::MouseButtonPress, *centre, Qt::LeftButton, Qt::LeftButton);
            for (int step = 1; step <= 60; ++step) {
                const double before = threadMs();
                mouse(QEvent::MouseMove, *centre + QPointF(3 * step, 2 * step), Qt::NoButton,
                      Qt::LeftButton);
                QCoreApplication::processEvents(QEventLoop::AllEvents);
                frames.add(threadMs() - before);
            }
            QTest::keyClick(m_window, Qt::Key_Escape);
            mouse(QEvent::MouseButtonRelease, *centre, Qt::LeftButton, Qt::NoButton);
            settle();
        }
        fmt::print("frames of a drag of 200 things:  {}\n", frames.inWords());
    }

    DesignCanvas* m_canvas = nullptr;
};

}  // namespace

}  // namespace archivolt::test

int main(int argc, char** argv) {
    archivolt::growHeap();  // As the program does.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const QGuiApplication application(argc, argv);
    if (!arguments.empty() && arguments.front() == "--traffic") {
        return archivolt::test::WindowBench().runTraffic(
            arguments.size() > 1 ? std::optional(std::atof(arguments[1].c_str())) : std::nullopt);
    }
    using archivolt::test::numberAt;
    if (!arguments.empty() && arguments.front() == "--hands") {
        return archivolt::test::WindowBench().runHands(
            arguments.size() > 1 ? std::optional(numberAt(arguments, 1, 0)) : std::nullopt);
    }
    if (!arguments.empty() && arguments.front() == "--drops") {
        return archivolt::test::WindowBench().runDrops(
            arguments.size() > 1 ? std::optional(numberAt(arguments, 1, 0)) : std::nullopt,
            numberAt(arguments, 2, 40));
    }
    archivolt::test::WindowBench().run(numberAt(arguments, 0, 10000), numberAt(arguments, 1, 9));
    return 0;
}
