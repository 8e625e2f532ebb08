#include "app/window/run_window.h"

#include <QAccessible>
#include <QDir>
#include <QGuiApplication>
#include <QIcon>
#include <QQmlApplicationEngine>
#include <QQmlComponent>
#include <QQuickStyle>
#include <QTimer>

#include "app/files/disk_files.h"
#include "app/picture/worker_process.h"
#include "app/window/canvas_access.h"
#include "app/window/heap.h"
#include "app/window/no_network.h"
#include "app/window/read_ahead.h"
#include "app/window/remembering_engine.h"
#include "app/window/settings.h"
#include "app/window/workspace.h"
#include "render/paint/text_measure.h"

// Made by qt_add_qml_module; a static library has to be asked for it.
extern void qml_register_types_Archivolt();

namespace archivolt {

namespace {

/// Returns the folder for what is the user's and of no project.
/// Source: XDG Base Directory Specification, `XDG_STATE_HOME`.
std::string stateFolder() {
    QString base = qEnvironmentVariable("XDG_STATE_HOME");
    if (base.isEmpty()) base = QDir::homePath() + QStringLiteral("/.local/state");
    return (base + QStringLiteral("/archivolt")).toStdString();
}

constexpr std::chrono::milliseconds kLayoutLimit{5000};
constexpr std::chrono::milliseconds kIconDelay{500};
constexpr int kBodySize = 13;
constexpr int kBodyWeight = 400;

}  // namespace

int runWindow(int argc, char** argv) {
    growHeap();
    DiskFiles files;
    ReadAhead ahead(argc > 1 ? argv[1] : "", files);
    qml_register_types_Archivolt();
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("archivolt"));
    QGuiApplication::setApplicationDisplayName(QString());
    QGuiApplication::setDesktopFileName(QStringLiteral("archivolt"));

    QAccessible::installFactory(canvasAccess);
    QGuiApplication::setFont(qtFont({FontFamily::Sans, kBodySize, kBodyWeight}));

    const QString program = QGuiApplication::applicationFilePath();
    Workspace workspace({files, Catalog::embedded(), stateFolder(), QDir::homePath().toStdString(),
                         [&program] {
                             return std::make_unique<RememberingEngine>(
                                 std::make_unique<DotEngine>(workerProcess(program, kLayoutLimit)));
                         },
                         [&ahead](const std::string& path) { return ahead.take(path); }});
    Settings settings(files, stateFolder());
    NoNetwork network;
    QQmlApplicationEngine engine;
    engine.setNetworkAccessManagerFactory(&network);
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    QObject::connect(
        &engine, &QQmlApplicationEngine::objectCreationFailed, &application,
        [] { QCoreApplication::exit(EXIT_FAILURE); }, Qt::QueuedConnection);
    engine.setInitialProperties({{QStringLiteral("workspace"), QVariant::fromValue(&workspace)},
                                 {QStringLiteral("settings"), QVariant::fromValue(&settings)}});
    const QUrl window(QStringLiteral("qrc:/qt/qml/Archivolt/Main.qml"));
    std::optional<QQmlComponent> types;  // Kept by the engine, once they are read.
    if (ahead.isReading()) types.emplace(&engine, window);
    for (const QString& path : QGuiApplication::arguments().mid(1)) workspace.openPath(path);
    engine.load(window);
    if (engine.rootObjects().isEmpty()) return EXIT_FAILURE;
    // Once there is time: it is looked for in all themes.
    QTimer::singleShot(kIconDelay, &application, [] {
        QGuiApplication::setWindowIcon(QIcon::fromTheme(QStringLiteral("archivolt")));
    });
    return QGuiApplication::exec();
}

}  // namespace archivolt
