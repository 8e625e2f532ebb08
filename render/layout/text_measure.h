#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace archivolt {

enum class FontFamily : std::uint8_t {
    Sans,
    Mono
};

/// A font of the drawing: Inter or JetBrains Mono, its size in canvas units, and its weight.
struct FontSpec {
    FontFamily family = FontFamily::Sans;
    int size = 12;
    int weight = 400;
    friend bool operator==(const FontSpec&, const FontSpec&) = default;
};

/// Returns the advance of a text (UTF-8) in canvas units.
using TextMeasure = std::function<double(std::string_view text, const FontSpec& font)>;

/// Returns `text` shortened in the middle with an ellipsis so that it is at most `width` wide.
///
/// A text that fits is returned as it is; one for which not even the ellipsis fits becomes it.
[[nodiscard]] std::string elideMiddle(std::string_view text, double width, const FontSpec& font,
                                      const TextMeasure& measure);

/// Measures with a fixed table of widths, the same on every machine and wide enough for Inter.
///
/// For tests and where no fonts are at hand; characters outside ASCII count as one wide letter.
[[nodiscard]] double approximateWidth(std::string_view text, const FontSpec& font);

namespace fonts {
inline constexpr FontSpec kNodeTitle{FontFamily::Sans, 12, 500};
inline constexpr FontSpec kDetail{FontFamily::Sans, 11, 400};
inline constexpr FontSpec kFrameTitle{FontFamily::Sans, 12, 600};
inline constexpr FontSpec kHeading{FontFamily::Sans, 11, 600};
inline constexpr FontSpec kAddress{FontFamily::Mono, 11, 400};
inline constexpr FontSpec kLabel{FontFamily::Sans, 11, 500};
}  // namespace fonts

}  // namespace archivolt
