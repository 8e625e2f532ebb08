#include "app/picture/render_picture.h"

#include <fmt/format.h>

#include <QCoreApplication>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <ostream>

#include "app/command/commands.h"
#include "app/picture/drawing_rules.h"
#include "app/picture/worker_process.h"
#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "render/layout/build_diagram.h"
#include "render/layout/layout.h"
#include "render/paint/paint_scene.h"
#include "render/paint/text_measure.h"
#include "render/scene/build_scene.h"

namespace archivolt {

namespace {

constexpr std::chrono::milliseconds kLayoutLimit{5000};

/// Returns the picture's bytes by the ending of its file.
Result<QByteArray> pictureOf(const Scene& scene, const RenderOptions& options,
                             const std::string& title) {
    const PictureOptions picture{options.scale, title};
    if (options.output.ends_with(".png")) return pngPicture(scene, picture);
    if (options.output.ends_with(".pdf")) return pdfPicture(scene, picture);
    if (options.output.ends_with(".svg")) return svgPicture(scene, picture);
    return failure(kNoPictureName, fmt::format("`{}` is no picture's name", options.output),
                   "end it with .svg, .png or .pdf");
}

Result<QByteArray> draw(const Design& design, const RenderOptions& options,
                        std::vector<Diagnostic>& diagnostics) {
    const auto catalog = Catalog::embedded();
    const auto resolved = resolve(design, *catalog);
    const auto diagram = std::make_shared<const Diagram>(buildDiagram(design, *resolved, *catalog));
    const TextMeasure measure = qtTextMeasure();
    DotEngine engine(workerProcess(QCoreApplication::applicationFilePath(), kLayoutLimit));
    const auto layout = std::make_shared<const Layout>(computeLayout(*diagram, measure, engine));
    diagnostics = layout->diagnostics;
    SceneInput input;
    input.diagram = diagram;
    input.layout = layout;
    input.theme = options.theme == "dark" ? &darkTheme() : &lightTheme();
    return pictureOf(buildScene(input, measure), options, design.name);
}

}  // namespace

ExitStatus renderPicture(const RenderOptions& options, const CommandContext& context) {
    // Text is measured and painted by Qt Gui, which wants an application; no display is needed.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Qt warns where the session has no folder for what lasts as long as a process.
    const QTemporaryDir runtime;
    if (runtime.isValid()) qputenv("XDG_RUNTIME_DIR", runtime.path().toLocal8Bit());
    int argc = 1;
    std::string name = "archivolt";
    char* argv[] = {name.data(), nullptr};
    const QGuiApplication application(argc, argv);
    const OpenedDesign opened = openDesign(options.file,
                                           {options.deploy.parameters, options.deploy.parameterSet,
                                            options.deploy.region, options.deploy.account},
                                           context.files);
    printDiagnostics(opened.diagnostics, context);
    if (!opened.usable) return ExitStatus::Unreadable;
    std::vector<Diagnostic> diagnostics;
    const auto picture = draw(opened.design, options, diagnostics);
    printDiagnostics(diagnostics, context);
    if (!picture) {
        printDiagnostics({picture.error()}, context);
        return ExitStatus::Usage;
    }
    return writeResult(options.output,
                       {picture->constData(), static_cast<std::size_t>(picture->size())}, context);
}

}  // namespace archivolt
