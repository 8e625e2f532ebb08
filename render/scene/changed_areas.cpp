#include "render/scene/changed_areas.h"

#include <algorithm>
#include <utility>

namespace archivolt {

namespace {

constexpr std::size_t kFarthest = 64;       // So many shapes on, the lists may go on alike.
constexpr std::size_t kMostChanged = 2000;  // Shapes; more are painted as soon all together.

using Shown = std::vector<const SceneItem*>;

Shown shownOf(const Scene& scene, const Rect& area, double scale) {
    const std::vector<std::uint32_t> visible = scene.visible(area, scale);
    Shown shown;
    shown.reserve(visible.size());
    for (const std::uint32_t i : visible) shown.push_back(&scene.items[i]);
    return shown;
}

/// Compares what is painted of two shapes that both show; whose they are does not matter.
bool looksAlike(const SceneItem* a, const SceneItem* b) {
    return a->bounds == b->bounds && a->opacity == b->opacity && a->shape == b->shape;
}

/// Two lists of shapes, walked together: what is left over where they go on alike again differs.
/// What is walked over in pairs is a sequence that both have, so its order is the same in both.
class Walk {
public:
    Walk(Shown before, Shown now) : m_before(std::move(before)), m_now(std::move(now)) {}

    std::optional<std::vector<Rect>> changed() && {
        // What a list has more than the other may be long: where all after it is alike, it is found
        // from the end.
        while (!m_before.empty() && !m_now.empty() && looksAlike(m_before.back(), m_now.back())) {
            m_before.pop_back();
            m_now.pop_back();
        }
        while (m_a < m_before.size() && m_b < m_now.size()) {
            if (looksAlike(m_before[m_a], m_now[m_b])) {
                ++m_a;
                ++m_b;
                continue;
            }
            skip();
            if (m_count > kMostChanged) return {};
        }
        m_count += m_before.size() - m_a + m_now.size() - m_b;
        if (m_count > kMostChanged) return {};
        while (m_a < m_before.size()) tell(*m_before[m_a++]);
        while (m_b < m_now.size()) tell(*m_now[m_b++]);
        return std::move(m_areas);
    }

private:
    /// Goes to the nearest place where one list has what the other one has here; else past both.
    void skip() {
        for (std::size_t by = 1; by <= kFarthest; ++by) {
            if (m_a + by < m_before.size() && looksAlike(m_before[m_a + by], m_now[m_b])) {
                return leave(by, 0);
            }
            if (m_b + by < m_now.size() && looksAlike(m_before[m_a], m_now[m_b + by])) {
                return leave(0, by);
            }
        }
        leave(1, 1);
    }

    void leave(std::size_t before, std::size_t now) {
        m_count += before + now;
        for (std::size_t i = 0; i < before; ++i) tell(*m_before[m_a++]);
        for (std::size_t i = 0; i < now; ++i) tell(*m_now[m_b++]);
    }

    /// A long line surrounds much that it does not touch: each of its parts is told.
    void tell(const SceneItem& item) {
        const auto* line = std::get_if<LineShape>(&item.shape);
        if (line == nullptr || line->points.size() < 2) {
            m_areas.push_back(item.bounds);
            return;
        }
        const double around = lineReach(*line);
        for (std::size_t i = 1; i < line->points.size(); ++i) {
            const Point& a = line->points[i - 1];
            const Point& b = line->points[i];
            const Rect part{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x),
                            std::abs(a.y - b.y)};
            m_areas.push_back(inflated(part, around));
        }
    }

    Shown m_before;
    Shown m_now;
    std::size_t m_a = 0;
    std::size_t m_b = 0;
    std::size_t m_count = 0;
    std::vector<Rect> m_areas;
};

}  // namespace

std::optional<std::vector<Rect>> changedAreas(const Scene& before, const Scene& now,
                                              const Rect& area, double scale) {
    if (before.background != now.background || before.gridDots != now.gridDots ||
        before.gridStep != now.gridStep) {
        return {};
    }
    return Walk(shownOf(before, area, scale), shownOf(now, area, scale)).changed();
}

}  // namespace archivolt
