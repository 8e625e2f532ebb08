#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "render/paint/text_measure.h"
#include "render/scene/build_scene.h"

namespace archivolt {

struct Drawing;

/// A list of shapes with what it was made of, so that the same is not made again.
struct MadeScene : Scene {
    SceneInput madeOf;
};

/// Makes the first list of shapes of a document's drawing on the thread that draws, which knows
/// what its texts measure; so the canvas, which waits for it, need only paint. What follows an edit
/// is made by the canvas, by what it shows then.
class SceneAhead {
public:
    /// How a canvas will show what it waits for.
    struct Look {
        const Theme* theme = nullptr;
        bool grid = false;
        bool fromAfar = false;
    };
    /// Measures the names of the nodes of a diagram that is about to be laid out, on all cores: of
    /// a large one that takes half as long as all else about its drawing.
    void measure(const Diagram& diagram);
    /// Asks for the shapes of the drawing that comes next; on the window's thread.
    void expect(const Look& look);
    /// Makes what is expected of a drawing, else nothing; on the thread that draws.
    void make(const Drawing& drawing);
    /// Returns what was made last, once; null pointer for nothing. On the window's thread.
    [[nodiscard]] std::shared_ptr<MadeScene> take();
    /// Returns what texts of the drawing measure, for whoever draws it.
    [[nodiscard]] const std::shared_ptr<TextWidths>& widths() const { return m_widths; }

private:
    std::shared_ptr<TextWidths> m_widths = std::make_shared<TextWidths>();
    TextMeasure m_measure = qtTextMeasure(m_widths);  ///< Of the thread that draws.
    std::mutex m_mutex;
    std::optional<Look> m_expected;
    std::shared_ptr<MadeScene> m_made;
};

}  // namespace archivolt
