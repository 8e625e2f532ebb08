#pragma once

#include <QFont>
#include <memory>

#include "render/layout/text_measure.h"

namespace archivolt {

/// Returns the Qt font of a font of the drawing, with fallbacks where Inter or JetBrains Mono is
/// not installed; sizes are pixels, hinting is off so that text scales evenly.
[[nodiscard]] QFont qtFont(const FontSpec& font);

/// What texts measure, remembered; measures of several threads may share it.
class TextWidths;
[[nodiscard]] std::shared_ptr<TextWidths> makeTextWidths();

/// Returns a measure by Qt's fonts; needs a QGuiApplication where it is first used. It keeps fonts,
/// so one measure must not be used by two threads at a time, but two that share their widths may.
[[nodiscard]] TextMeasure qtTextMeasure(std::shared_ptr<TextWidths> widths = makeTextWidths());

}  // namespace archivolt
