#include "render/paint/text_measure.h"

#include <QFontMetricsF>
#include <QStringList>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace archivolt {

namespace {

constexpr std::size_t kMostRemembered = 50000;

/// Finds a text by a view of it, without a copy.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

struct Memory {
    struct Entry {
        QFontMetricsF metrics;
        std::unordered_map<std::string, double, TextHash, std::equal_to<>> widths;
    };
    std::map<int, Entry> fonts;
};

int keyOf(const FontSpec& font) {
    return (font.family == FontFamily::Mono ? 1 : 0) + font.size * 2 + font.weight * 1024;
}

}  // namespace

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

TextMeasure qtTextMeasure() {
    auto memory = std::make_shared<Memory>();
    return [memory](std::string_view text, const FontSpec& font) {
        const int key = keyOf(font);
        auto found = memory->fonts.find(key);
        if (found == memory->fonts.end()) {
            found =
                memory->fonts.emplace(key, Memory::Entry{QFontMetricsF(qtFont(font)), {}}).first;
        }
        auto& widths = found->second.widths;
        if (const auto known = widths.find(text); known != widths.end()) return known->second;
        const auto length = static_cast<qsizetype>(text.size());
        const double width =
            found->second.metrics.horizontalAdvance(QString::fromUtf8(text.data(), length));
        if (widths.size() >= kMostRemembered) widths.clear();
        widths.emplace(text, width);
        return width;
    };
}

}  // namespace archivolt
