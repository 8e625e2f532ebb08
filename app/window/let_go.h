#pragma once

#include <QThreadPool>
#include <memory>
#include <utility>
#include <vector>

namespace archivolt {

/// Lets go of what is needed no more on another thread, at once: tens of thousands of findings, or
/// of shapes, take milliseconds to free that the window has not. They must be values.
inline void letGo(std::vector<std::shared_ptr<const void>> things) {
    QThreadPool::globalInstance()->start(
        [gone = std::make_shared<std::vector<std::shared_ptr<const void>>>(std::move(things))] {
            gone->clear();
        });
}

}  // namespace archivolt
