#pragma once

#include "model/base/rule.h"

namespace archivolt {

// Why no picture is drawn, or one without Graphviz. Without Qt, so that `archivolt rules` tells
// them.

inline constexpr Rule kLayoutNotStarted{
    "WORKER-1",
    Severity::Error,
    "the layout process can't be started",
    "the drawing is laid out without it",
    "nothing need be done; check the limit of processes if it recurs",
    "a rule of this program"};

inline constexpr Rule kLayoutTooSlow{"WORKER-2",
                                     Severity::Error,
                                     "the layout process took too long",
                                     "it was stopped, and the drawing is laid out without it",
                                     "nothing need be done",
                                     "a rule of this program"};

inline constexpr Rule kLayoutFailed{"WORKER-3",
                                    Severity::Error,
                                    "the layout process failed",
                                    "the drawing is laid out without it",
                                    "nothing need be done",
                                    "a rule of this program"};

inline constexpr Rule kNoPictureName{
    "RENDER-1",
    Severity::Error,
    "the name of a picture has another ending than .svg, .png or .pdf",
    "the ending tells the format",
    "end it with .svg, .png or .pdf",
    "a rule of this program"};

inline constexpr const Rule* kWorkerRules[] = {&kLayoutNotStarted, &kLayoutTooSlow, &kLayoutFailed};
inline constexpr const Rule* kRenderRules[] = {&kNoPictureName};

}  // namespace archivolt
