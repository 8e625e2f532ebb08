#pragma once

#include <QFont>

#include "render/layout/text_measure.h"

namespace archivolt {

/// Returns the Qt font of a font of the drawing, with fallbacks where Inter or JetBrains Mono is
/// not installed; sizes are pixels, hinting is off so that text scales evenly.
[[nodiscard]] QFont qtFont(const FontSpec& font);

/// Returns a measure by Qt's fonts; needs a QGuiApplication. It remembers what it measured, so one
/// measure must not be used by two threads at a time.
[[nodiscard]] TextMeasure qtTextMeasure();

}  // namespace archivolt
