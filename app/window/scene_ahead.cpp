#include "app/window/scene_ahead.h"

#include <algorithm>
#include <utility>

#include "app/session/all_cores.h"
#include "app/window/analysis_service.h"

namespace archivolt {

namespace {

constexpr std::size_t kMany = 1000;
constexpr std::size_t kPiece = 512;

}  // namespace

void SceneAhead::measure(const Diagram& diagram) {
    const std::vector<Box>& boxes = diagram.boxes;
    if (boxes.size() < kMany) return;
    onAllCores((boxes.size() + kPiece - 1) / kPiece, [&](std::size_t piece) {
        const TextMeasure measure = qtTextMeasure(m_widths);
        const std::size_t end = std::min(boxes.size(), (piece + 1) * kPiece);
        for (std::size_t i = piece * kPiece; i < end; ++i) {
            if (isNode(boxes[i].kind)) measure(boxes[i].title, fonts::kNodeTitle);
        }
    });
}

void SceneAhead::expect(const Look& look) {
    const std::lock_guard lock(m_mutex);
    m_expected = look;
    m_made.reset();
}

void SceneAhead::make(const Drawing& drawing) {
    std::optional<Look> look;
    {
        const std::lock_guard lock(m_mutex);
        look = std::exchange(m_expected, std::nullopt);
    }
    if (!look) return;
    SceneInput input;
    input.diagram = drawing.diagram;
    input.layout = drawing.layout;
    input.theme = look->theme;
    input.grid = look->grid;
    input.fromAfar = look->fromAfar;
    auto made = std::make_shared<MadeScene>(MadeScene{buildScene(input, m_measure), {}});
    made->madeOf = std::move(input);
    const std::lock_guard lock(m_mutex);
    m_made = std::move(made);
}

std::shared_ptr<MadeScene> SceneAhead::take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_made, nullptr);
}

}  // namespace archivolt
