#pragma once

namespace archivolt {

// The sizes of the drawing, in canvas units on a grid of 4.
inline constexpr double kNodeHeight = 46;
inline constexpr double kNodeMinWidth = 132;
inline constexpr double kNodeMaxWidth = 220;
inline constexpr double kTile = 32;
inline constexpr double kTilePadding = 7;
inline constexpr double kNodeTextInset = 48;  ///< From a node's left edge to its text.
inline constexpr double kNodeTextEnd = 12;    ///< From the text's limit to the right edge.
inline constexpr double kChipHeight = 28;
inline constexpr double kChipTextInset = 30;
inline constexpr double kTitleHeight = 32;  ///< A frame's first line, padding included.
inline constexpr double kSecondLine = 16;   ///< From a title to the detail below it.
inline constexpr double kTitleInset = 12;
inline constexpr double kTitleIcon = 20;       ///< A VPC's icon before its title, gap included.
inline constexpr double kTitleMaxWidth = 200;  ///< Longer titles get an ellipsis.
inline constexpr double kTitleGap = 8;         ///< Between a frame's title and its detail.
inline constexpr double kPadding = 20;
inline constexpr double kGap = 16;
inline constexpr double kBadgeHeight = 18;
inline constexpr double kBadgeWidth = 20;  ///< Without a count.
inline constexpr double kBadgeGap = 4;

}  // namespace archivolt
