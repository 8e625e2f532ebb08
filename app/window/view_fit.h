#pragma once

#include "render/paint/paint_scene.h"

namespace archivolt {

// The window's fixed sizes in device-independent pixels; QML reads them through `Theme`.
inline constexpr int kTopBarHeight = 48;
inline constexpr int kInspectorWidth = 324;
inline constexpr int kLeftWidth = 256;
inline constexpr int kNarrowInspectorWidth = 292;  ///< Of a window below `kWideWindow`.
inline constexpr int kNarrowLeftWidth = 224;
inline constexpr int kWideWindow = 1400;
inline constexpr int kFindingsHeight = 220;
inline constexpr int kStatusHeight = 28;
inline constexpr double kFitMargin = 16;
inline constexpr double kMostFitScale = 1.3;  ///< A small design fills a large screen no further.

/// Returns the viewport in which all of a scene shows in a canvas of this size, with a margin.
///
/// Where something would then lie below `corner`, a rectangle at the canvas' lower left, all of it
/// goes aside, or shows above that: for nodes always, for frames alone where that makes the drawing
/// little smaller.
[[nodiscard]] Viewport fitIntoCanvas(const Scene& scene, Size canvas, const Rect& corner = {});

/// Returns the area that the nodes of a scene that meet some have below a rectangle of the canvas.
[[nodiscard]] double nodesBelow(const Scene& scene, const Viewport& viewport, const Rect& area);

/// Says whether a node's name and detail, or a container's name, stand in the drawing uncut.
[[nodiscard]] bool isWholeAt(const Scene& scene, BoxIndex box, const TextMeasure& measure);

/// Returns for how many pixels a device-independent one of so many counts in what detail shows.
///
/// Letters that are drawn finer can be read somewhat smaller, but not half as large: an eye sees
/// angles, and a screen of twice as many pixels is looked at from as far.
[[nodiscard]] double pixelsSeen(double ratio);

/// Returns by how much of the canvas the view has to move for a place of the scene to be in full
/// view: nothing where it is, else no more than needed, with a margin. What is larger than the
/// canvas has to fill it.
[[nodiscard]] Point wayIntoView(const Viewport& viewport, const Rect& place);

/// Returns where a point of the scene is in the canvas.
[[nodiscard]] inline Point toCanvas(const Viewport& viewport, Point scene) {
    return {(scene.x - viewport.origin.x) * viewport.scale,
            (scene.y - viewport.origin.y) * viewport.scale};
}
/// Returns the point of the scene at a point of the canvas.
[[nodiscard]] inline Point toScene(const Viewport& viewport, Point canvas) {
    return {viewport.origin.x + canvas.x / viewport.scale,
            viewport.origin.y + canvas.y / viewport.scale};
}

}  // namespace archivolt
