#pragma once

#include <string_view>
#include <unordered_map>

#include "render/scene/build_scene.h"

namespace archivolt {

inline constexpr float kLabels = detail_levels::kLabels;
inline constexpr Color kNoColor{0, 0, 0, 0};
inline constexpr float kFadedBox = 0.34F;  ///< How much is left of the ink of what fades.

/// Collects the items of one scene; each step draws one layer.
class SceneWriter {
public:
    SceneWriter(const SceneInput& input, const TextMeasure& measure);
    /// Takes room for so many items, give or take some.
    void makeRoom(std::size_t items);
    void drawFrames();
    void drawContainers();
    void drawHighlights();
    /// Draws again, over what sets off a container, the nodes that its border runs through.
    void drawNodesOverHighlights();
    void drawLinks();
    /// Draws the overlay's paths; `routes` has one for each step of each.
    void drawPaths(const std::vector<LinkRoute>& routes);
    void drawNodes();
    void drawNotes();
    void drawNoteSign(const Note& note, const ToneColors& tone);
    void drawSelection();
    /// Draws the rings of what is selected, those of containers under the nodes that cross them.
    void drawRings();
    void drawBadges();
    [[nodiscard]] Scene finish() &&;

private:
    /// How items that follow are marked.
    struct Marks {
        BoxIndex box = kNoBox;
        float minScale = 0;
        float maxScale = 1e6F;
        float opacity = 1;
    };
    struct TextLook {
        FontSpec font;
        Color color;
    };

    void addItem(Shape shape, const Rect& bounds, const Marks& marks);
    void add(RectShape shape, const Marks& marks);
    void add(IconShape shape, const Marks& marks);
    void add(LineShape shape, const Marks& marks);
    /// Adds one line of text, shortened to `width`; nothing when it is empty.
    [[nodiscard]] std::string_view partsThatFit(std::string_view text, double width,
                                                const FontSpec& font) const;
    void addText(Point baseline, double width, std::string_view text, const TextLook& look,
                 const Marks& marks);
    void addText(Point baseline, double width, std::string_view text, const TextLook& look,
                 const Marks& marks, const TextMeasure& measure);
    void drawContainer(BoxIndex box);
    void drawTitle(BoxIndex box, Color color);
    /// Draws the signs of what rules a box without standing in it.
    void drawLists(BoxIndex box, const Marks& marks);
    void drawNode(BoxIndex box);
    void drawRing(BoxIndex box);
    void drawNodeText(BoxIndex box, const Marks& marks);
    /// Draws what a node or chip shows from afar: its sign and, from some nearness on, its name.
    void drawFromAfar(BoxIndex box, double iconSize, const FontSpec& font, Color color);
    /// Returns a title as it is read from afar: of two that would be cut alike, the later one is
    /// cut where they differ.
    [[nodiscard]] std::string farName(const std::string& title, double width, const FontSpec& font);
    /// Draws a container's title in the letters that can be read from afar.
    void drawTitleFromAfar(BoxIndex box, Color color);
    void drawChip(BoxIndex box);
    void drawFoldSign(BoxIndex box);
    void drawNoteText(const Note& note, const FontSpec& font, double line, const Marks& marks);
    void drawCells(BoxIndex box, const std::vector<FleetCell>& cells);
    /// Draws again the nodes that borders run through, over them.
    void drawNodesAcross(const std::vector<Rect>& frames);
    void drawLabelsAcross(const std::vector<Rect>& covered);
    [[nodiscard]] Rect labelAt(Point middle, const std::string& text) const;
    void drawLabel(Point middle, const std::string& text, Color ink, const Marks& marks);
    void drawCross(Point middle, const ToneColors& tone);
    [[nodiscard]] bool isFaded(BoxIndex box) const;
    [[nodiscard]] const Box& at(BoxIndex box) const { return m_diagram.boxes[box]; }
    [[nodiscard]] const Rect& rectOf(BoxIndex box) const { return m_layout.rects[box]; }
    [[nodiscard]] Color frameColor(const Box& box) const;
    /// Returns the ink of a box on its paper, paler where it fades.
    [[nodiscard]] Color fadedOn(Color paper, Color ink, BoxIndex box) const;
    void drawPaper(BoxIndex box, double radius);

    const SceneInput& m_input;
    const TextMeasure& m_measure;
    const TextMeasure m_measureFar;
    const Diagram& m_diagram;
    const Layout& m_layout;
    const Theme& m_theme;
    std::unordered_map<std::string, std::string_view> m_cutFrom;  // By a far name: its title.
    std::vector<std::pair<Point, ToneColors>> m_crosses;  // Painted last: they sit on borders.
    Scene m_scene;
};

}  // namespace archivolt
