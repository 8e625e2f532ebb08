#pragma once

#include "model/base/rule.h"

namespace archivolt {

// Why something can't be painted. Without Qt, so that `archivolt rules` tells them without it.

inline constexpr Rule kPictureTooLarge{
    "PICTURE-1",
    Severity::Error,
    "a picture would have more pixels than can be painted",
    "memory for it would not be had",
    "choose a smaller scale, or SVG or PDF, which have no pixels",
    "a rule of this program"};

inline constexpr Rule kBadIcon{"ICON-1",
                               Severity::Error,
                               "an icon's path is none",
                               "icons are drawn from the commands of SVG paths",
                               "write commands and numbers, one space between two",
                               "W3C, Scalable Vector Graphics, paths"};

inline constexpr const Rule* kPictureRules[] = {&kPictureTooLarge};
inline constexpr const Rule* kIconRules[] = {&kBadIcon};

}  // namespace archivolt
