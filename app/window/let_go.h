#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "app/window/hand_over.h"

namespace archivolt {

/// Lets go of what is needed no more on another thread, at once: tens of thousands of findings, or
/// of shapes, take milliseconds to free that the window has not. They must be values.
inline void letGo(std::vector<std::shared_ptr<const void>> things) {
    doBeside([gone = std::move(things)]() mutable { gone.clear(); });
}

}  // namespace archivolt
