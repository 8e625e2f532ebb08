#include "app/window/export_file.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/session/save_design.h"
#include "export/cloudformation/write_template.h"
#include "render/paint/paint_scene.h"
#include "render/paint/text_measure.h"
#include "render/scene/build_scene.h"

namespace archivolt {

namespace {

constexpr double kPictureScale = 2;

Result<std::string> templateText(const ExportSource& source, TemplateFormat format) {
    auto stack = source.design.stack(source.choice.stack);
    if (!stack && source.design.stacks.size() == 1) stack = source.design.stacks.front();
    if (!stack) {
        return failure(kManyStacks, "a design of several stacks does not fit into one template",
                       "choose which of them is written");
    }
    return writeStack(*stack, format, source.choice.isCanonical);
}

}  // namespace

Result<std::string> exportedBytes(const ExportSource& source, const std::string& path) {
    const std::string ending = std::filesystem::path(path).extension().string();
    if (ending == ".yaml" || ending == ".yml" || ending == ".template") {
        return templateText(source, TemplateFormat::Yaml);
    }
    if (ending == ".json") return templateText(source, TemplateFormat::Json);
    const SceneInput input{source.drawing.diagram, source.drawing.layout, &source.theme, {}, false};
    const Scene scene = buildScene(input, qtTextMeasure());
    if (ending == ".svg") return svgPicture(scene, {1, source.design.name}).toStdString();
    if (ending == ".pdf") return pdfPicture(scene, {1, source.design.name}).toStdString();
    if (ending == ".png") {
        return pngPicture(scene, {kPictureScale, source.design.name})
            .map([](const QByteArray& bytes) { return bytes.toStdString(); });
    }
    return failure(kNoExportName, fmt::format("no export has the ending `{}`", ending),
                   "name a file .yaml, .json, .svg, .png or .pdf");
}

}  // namespace archivolt
