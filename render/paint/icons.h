#pragma once

#include <QPainterPath>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/base/rule.h"

namespace archivolt {

/// Reads an icon's drawing on a grid of 24: `M x y`, `L x y`, `H x`, `V y`, `C x1 y1 x2 y2 x y`,
/// `Z`, and two of our own: `O cx cy r` (circle) and `R x y w h r` (rectangle, round corners).
///
/// Coordinates are absolute. Errors: ICON-1, with the offending word.
[[nodiscard]] Result<QPainterPath> parseIconPath(std::string_view text);

/// Returns the icon of this name on its grid of 24 by 24, to be stroked 1.7 wide with round caps.
///
/// An unknown name gives the icon `resource`. It is this thread's own, to be painted by no other.
[[nodiscard]] const QPainterPath& iconPath(std::string_view name);

/// Returns the names of all icons, sorted.
[[nodiscard]] std::vector<std::string_view> iconNames();

}  // namespace archivolt
