#pragma once

#include "model/base/rule.h"

namespace archivolt {

// Why a layout fails.

inline constexpr Rule kBadLayoutJob{
    "LAYOUT-2",
    Severity::Error,
    "the layout process was given a job that it can't read",
    "it is started by this program alone, with jobs of its own version",
    "start `archivolt` without this argument",
    "a rule of this program"};

inline constexpr Rule kNoLayout{
    "LAYOUT-1",
    Severity::Error,
    "the layout process gave no usable answer",
    "the members of the container were placed by rule; nothing else is lost",
    "nothing need be done",
    "a rule of this program"};

inline constexpr const Rule* kLayoutRules[] = {&kBadLayoutJob, &kNoLayout};

}  // namespace archivolt
