#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "render/layout/diagram.h"

namespace archivolt {

/// A colour of 8 bits a channel.
struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    std::uint8_t alpha = 255;
    [[nodiscard]] static constexpr Color rgb(std::uint32_t hex) {
        return {static_cast<std::uint8_t>(hex >> 16U), static_cast<std::uint8_t>(hex >> 8U),
                static_cast<std::uint8_t>(hex), 255};
    }
    [[nodiscard]] constexpr Color withAlpha(std::uint8_t value) const {
        return {red, green, blue, value};
    }
    /// Returns `#RRGGBB`, or `#AARRGGBB` where it is not opaque.
    [[nodiscard]] std::string toString() const;
    friend constexpr bool operator==(Color, Color) = default;
};

/// Returns `over` painted on the opaque `under`.
[[nodiscard]] Color blended(Color over, Color under);

/// Returns the WCAG 2.1 contrast ratio of two opaque colours, 1 to 21.
[[nodiscard]] double contrastRatio(Color a, Color b);

/// What a verdict or a warning is painted in.
enum class Tone : std::uint8_t {
    Neutral,
    Accent,
    Pass,
    Stop,
    Warn
};

struct ToneColors {
    Color ink;   ///< Text and lines.
    Color soft;  ///< Fills behind them.
    friend bool operator==(const ToneColors&, const ToneColors&) = default;
};

struct TintColors {
    Color line;
    Color fill;
    Color text;  ///< The frame's title: the category's tone, since lines are too pale for text.
    friend bool operator==(const TintColors&, const TintColors&) = default;
};

/// The colours of the drawing and the window.
struct Theme {
    bool dark = false;
    Color window, canvas, surface, raised;
    Color line;
    /// `faint` is for lines, never for text; it and the tints' lines have 3 : 1 on every fill.
    Color text, muted, faint;
    Color accentInk;  ///< Text on the accent colour.
    ToneColors accent, pass, stop, warn;
    Color compute, network, database, storage, edge, security, integration;
    TintColors publicSubnet, privateSubnet, dataSubnet, plainSubnet;

    Color computeText;  ///< The compute tone is too pale for text on the light theme.

    [[nodiscard]] Color hue(Hue hue) const;
    /// Returns the tone of a hue that text can be written in.
    [[nodiscard]] Color hueText(Hue hue) const;
    [[nodiscard]] const TintColors& tint(Tint tint) const;
    [[nodiscard]] ToneColors tone(Tone tone) const;
};

/// Returns the light or the dark theme.
[[nodiscard]] const Theme& lightTheme();
[[nodiscard]] const Theme& darkTheme();

/// One token by name, for style sheets and the window's palette.
struct NamedColor {
    std::string_view name;  ///< `publicSubnet.line`, `stop.soft`, `text`.
    Color color;
};

/// Returns all tokens of a theme in a fixed order.
[[nodiscard]] std::vector<NamedColor> tokens(const Theme& theme);

}  // namespace archivolt
