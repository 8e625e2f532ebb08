#include "render/paint/text_measure.h"

#include <QFontMetricsF>
#include <QStringList>
#include <utility>

namespace archivolt {

namespace {

constexpr std::size_t kMostRemembered = 50000;

int keyOf(const FontSpec& font) {
    return (font.family == FontFamily::Mono ? 1 : 0) + font.size * 2 + font.weight * 1024;
}

}  // namespace

std::optional<double> TextWidths::find(std::string_view text, const FontSpec& font) const {
    const std::lock_guard lock(m_mutex);
    const auto widths = m_fonts.find(keyOf(font));
    if (widths == m_fonts.end()) return {};
    const auto known = widths->second.find(text);
    return known == widths->second.end() ? std::nullopt : std::optional(known->second);
}

void TextWidths::keep(std::string_view text, const FontSpec& font, double width) {
    const std::lock_guard lock(m_mutex);
    auto& widths = m_fonts[keyOf(font)];
    if (widths.size() >= kMostRemembered) widths.clear();
    widths.emplace(text, width);
}

QFont qtFont(const FontSpec& font) {
    QFont result;
    if (font.family == FontFamily::Mono) {
        result.setFamilies({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono"),
                            QStringLiteral("monospace")});
        result.setStyleHint(QFont::Monospace);
    } else {
        result.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans"),
                            QStringLiteral("DejaVu Sans"), QStringLiteral("sans-serif")});
        result.setStyleHint(QFont::SansSerif);
    }
    result.setPixelSize(font.size);
    result.setWeight(static_cast<QFont::Weight>(font.weight));
    result.setHintingPreference(QFont::PreferNoHinting);
    return result;
}

TextMeasure qtTextMeasure(std::shared_ptr<TextWidths> widths) {
    auto fonts = std::make_shared<std::map<int, QFontMetricsF>>();
    return [fonts, widths = std::move(widths)](std::string_view text, const FontSpec& font) {
        if (const auto known = widths->find(text, font)) return *known;
        const int key = keyOf(font);
        auto metrics = fonts->find(key);
        if (metrics == fonts->end()) metrics = fonts->emplace(key, qtFont(font)).first;
        const auto length = static_cast<qsizetype>(text.size());
        const double width =
            metrics->second.horizontalAdvance(QString::fromUtf8(text.data(), length));
        widths->keep(text, font, width);
        return width;
    };
}

}  // namespace archivolt
