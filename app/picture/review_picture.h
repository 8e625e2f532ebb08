#pragma once

#include <QByteArray>
#include <memory>
#include <optional>

#include "app/modes/review/review.h"
#include "render/layout/layout.h"
#include "render/paint/text_measure.h"
#include "render/scene/build_scene.h"

namespace archivolt {

/// The drawing of both designs of a review.
struct ReviewPicture {
    std::shared_ptr<const Diagram> diagram;
    std::shared_ptr<const Layout> layout;
};

/// Returns the drawing with the review's marks, or with those of one item.
[[nodiscard]] Scene reviewScene(const ReviewPicture& picture, const Review& review,
                                const Theme& theme, const TextMeasure& measure,
                                std::optional<std::size_t> chosen = {});

/// Returns the page to print, as HTML or PDF by the ending of `path`: the light picture, then all
/// items in words; nothing where the ending is neither.
[[nodiscard]] std::optional<QByteArray> reviewPage(const std::string& path, const Review& review,
                                                   const ReviewPicture& picture,
                                                   const TextMeasure& measure);

}  // namespace archivolt
