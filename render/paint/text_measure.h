#pragma once

#include <QFont>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "render/layout/text_measure.h"

namespace archivolt {

/// Returns the Qt font of a font of the drawing, with fallbacks where Inter or JetBrains Mono is
/// not installed; sizes are pixels, hinting is off so that text scales evenly.
[[nodiscard]] QFont qtFont(const FontSpec& font);

/// What texts measure, remembered; measures of several threads may share it.
class TextWidths {
public:
    [[nodiscard]] std::optional<double> find(std::string_view text, const FontSpec& font) const;
    void keep(std::string_view text, const FontSpec& font, double width);

private:
    /// Finds a text by a view of it, without a copy.
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    mutable std::mutex m_mutex;
    std::map<int, std::unordered_map<std::string, double, Hash, std::equal_to<>>> m_fonts;
};

/// Returns a measure by Qt's fonts; needs a QGuiApplication where it is first used. It keeps fonts,
/// so one measure must not be used by two threads at a time, but two that share their widths may.
[[nodiscard]] TextMeasure qtTextMeasure(
    std::shared_ptr<TextWidths> widths = std::make_shared<TextWidths>());

}  // namespace archivolt
