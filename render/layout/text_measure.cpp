#include "render/layout/text_measure.h"

namespace archivolt {

namespace {

double emWidth(unsigned char c) {
    if (c >= 0xC0) return 0.72;
    if (std::string_view("iljI.,:;'|!").find(static_cast<char>(c)) != std::string_view::npos) {
        return 0.30;
    }
    if (std::string_view("frt()[]{}/- \"").find(static_cast<char>(c)) != std::string_view::npos) {
        return 0.40;
    }
    if (std::string_view("mwMW%@").find(static_cast<char>(c)) != std::string_view::npos) {
        return 0.90;
    }
    if (c >= 'A' && c <= 'Z') return 0.70;
    return 0.62;
}

}  // namespace

double approximateWidth(std::string_view text, const FontSpec& font) {
    double ems = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) == 0x80U) continue;
        ems += font.family == FontFamily::Mono ? 0.6 : emWidth(byte);
    }
    const double bold = font.weight >= 600 ? 1.04 : font.weight >= 500 ? 1.02 : 1.0;
    return ems * font.size * bold;
}

}  // namespace archivolt
