#include "app/window/scene_ahead.h"

#include <utility>

#include "app/window/analysis_service.h"

namespace archivolt {

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
