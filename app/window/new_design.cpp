#include "app/window/new_design.h"

#include "app/session/open_design.h"
#include "app/tools/place_part.h"
#include "export/cloudformation/write_template.h"
#include "render/layout/build_diagram.h"

namespace archivolt {

namespace {
constexpr const char* kEmpty = "AWSTemplateFormatVersion: \"2010-09-09\"\n\nResources: {}\n";
}

const FragmentLibrary& shippedFragments() {
    static const FragmentLibrary library(shippedFragmentTexts());
    return library;
}

std::optional<std::string> newDesignText(std::string_view name, const Catalog& catalog) {
    if (name == kNewDesign) return kEmpty;
    if (!name.starts_with("pattern:")) return {};
    const Design design = openText({"untitled.yaml", kEmpty, {}}, {}).design;
    const auto resolved = resolve(design, catalog);
    const Diagram diagram = buildDiagram(design, *resolved, catalog);
    const PartPlan plan =
        planPart(name, {design, *resolved, diagram, catalog, shippedFragments(), 0});
    const auto placed = applyAll(design, plan.edits);
    if (!plan.legal || !placed) return {};
    return writeCanonical(placed->stacks.front()->body, TemplateFormat::Yaml);
}

}  // namespace archivolt
