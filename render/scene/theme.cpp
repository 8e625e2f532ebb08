#include "render/scene/theme.h"

#include <fmt/format.h>

#include <cmath>

namespace archivolt {

namespace {

constexpr Color c(std::uint32_t hex) { return Color::rgb(hex); }

constexpr Theme kLight{
    .dark = false,
    .window = c(0xF6F7F9),
    .canvas = c(0xFBFBFC),
    .surface = c(0xFFFFFF),
    .raised = c(0xFFFFFF),
    .line = c(0xE4E7EC),
    .text = c(0x1A2230),
    .muted = c(0x5E6878),
    .faint = c(0x828B9A),
    .accentInk = c(0xFFFFFF),
    .accent = {c(0x2A63E0), c(0xE9F0FF)},
    .pass = {c(0x18794E), c(0xE6F5EC)},
    .stop = {c(0xC4313F), c(0xFDECEE)},
    .warn = {c(0xA15C00), c(0xFDF3E1)},
    .compute = c(0xC2590A),
    .network = c(0x6B46C1),
    .database = c(0x2456B8),
    .storage = c(0x2F7D3B),
    .edge = c(0x0B7680),
    .security = c(0xB4303F),
    .integration = c(0xA3257A),
    .publicSubnet = {c(0x5E9A72), c(0xF1F9F3), c(0x2F7D3B)},
    .privateSubnet = {c(0x708AC0), c(0xF1F5FD), c(0x2456B8)},
    .dataSubnet = {c(0x8D81BA), c(0xF6F4FC), c(0x6B46C1)},
    .plainSubnet = {c(0x868B93), c(0xF6F7F9), c(0x5E6878)},
    .computeText = c(0xA34A07),
};

constexpr Theme kDark{
    .dark = true,
    .window = c(0x14171C),
    .canvas = c(0x171B21),
    .surface = c(0x1C2027),
    .raised = c(0x232831),
    .line = c(0x2C323C),
    .text = c(0xE7EAF0),
    .muted = c(0x97A1B2),
    .faint = c(0x6C7687),
    .accentInk = c(0x0F141C),
    .accent = {c(0x6EA0FF), c(0x22304A)},
    .pass = {c(0x4FC08D), c(0x1B3329)},
    .stop = {c(0xFF7B84), c(0x3B2226)},
    .warn = {c(0xE9B44C), c(0x33291A)},
    .compute = c(0xF0A35E),
    .network = c(0xB095F2),
    .database = c(0x7BA7F7),
    .storage = c(0x6CC47A),
    .edge = c(0x58C4CC),
    .security = c(0xF2808B),
    .integration = c(0xE58AC6),
    .publicSubnet = {c(0x4A8062), c(0x17241D), c(0x6CC47A)},
    .privateSubnet = {c(0x58759F), c(0x18202E), c(0x7BA7F7)},
    .dataSubnet = {c(0x746CA0), c(0x1E1D2C), c(0xB095F2)},
    .plainSubnet = {c(0x6C7480), c(0x1A1E25), c(0x97A1B2)},
    .computeText = c(0xF0A35E),
};

double linear(std::uint8_t channel) {
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Color color) {
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

}  // namespace

std::string Color::toString() const {
    if (alpha == 255) return fmt::format("#{:02X}{:02X}{:02X}", red, green, blue);
    return fmt::format("#{:02X}{:02X}{:02X}{:02X}", alpha, red, green, blue);
}

Color blended(Color over, Color under) {
    const auto mix = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>((a * over.alpha + b * (255 - over.alpha) + 127) / 255);
    };
    return {mix(over.red, under.red), mix(over.green, under.green), mix(over.blue, under.blue),
            255};
}

// Source: WCAG 2.1, "contrast ratio" and "relative luminance".
double contrastRatio(Color a, Color b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

Color Theme::hue(Hue hue) const {
    switch (hue) {
        case Hue::General: return muted;
        case Hue::Compute: return compute;
        case Hue::Network: return network;
        case Hue::Database: return database;
        case Hue::Storage: return storage;
        case Hue::Edge: return edge;
        case Hue::Security: return security;
        case Hue::Integration: return integration;
    }
    return muted;
}

Color Theme::hueText(Hue hue) const { return hue == Hue::Compute ? computeText : this->hue(hue); }

const TintColors& Theme::tint(Tint tint) const {
    switch (tint) {
        case Tint::None: return plainSubnet;
        case Tint::Public: return publicSubnet;
        case Tint::Private: return privateSubnet;
        case Tint::Data: return dataSubnet;
    }
    return plainSubnet;
}

ToneColors Theme::tone(Tone tone) const {
    switch (tone) {
        case Tone::Neutral: return {muted, window};
        case Tone::Accent: return accent;
        case Tone::Pass: return pass;
        case Tone::Stop: return stop;
        case Tone::Warn: return warn;
    }
    return {muted, window};
}

const Theme& lightTheme() { return kLight; }
const Theme& darkTheme() { return kDark; }

std::vector<NamedColor> tokens(const Theme& t) {
    std::vector<NamedColor> all = {
        {"window", t.window},
        {"canvas", t.canvas},
        {"surface", t.surface},
        {"raised", t.raised},
        {"line", t.line},
        {"text", t.text},
        {"muted", t.muted},
        {"faint", t.faint},
        {"accentInk", t.accentInk},
        {"accent.ink", t.accent.ink},
        {"accent.soft", t.accent.soft},
        {"pass.ink", t.pass.ink},
        {"pass.soft", t.pass.soft},
        {"stop.ink", t.stop.ink},
        {"stop.soft", t.stop.soft},
        {"warn.ink", t.warn.ink},
        {"warn.soft", t.warn.soft},
        {"compute", t.compute},
        {"network", t.network},
        {"database", t.database},
        {"storage", t.storage},
        {"edge", t.edge},
        {"security", t.security},
        {"integration", t.integration},
        {"computeText", t.computeText},
    };
    const auto add = [&](const TintColors& tint, std::string_view line, std::string_view fill,
                         std::string_view text) {
        all.push_back({line, tint.line});
        all.push_back({fill, tint.fill});
        all.push_back({text, tint.text});
    };
    add(t.publicSubnet, "publicSubnet.line", "publicSubnet.fill", "publicSubnet.text");
    add(t.privateSubnet, "privateSubnet.line", "privateSubnet.fill", "privateSubnet.text");
    add(t.dataSubnet, "dataSubnet.line", "dataSubnet.fill", "dataSubnet.text");
    add(t.plainSubnet, "plainSubnet.line", "plainSubnet.fill", "plainSubnet.text");
    return all;
}

}  // namespace archivolt
