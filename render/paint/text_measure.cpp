#include "render/paint/text_measure.h"

#include <QFontMetricsF>
#include <QStringList>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

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

int keyOf(const FontSpec& font) {
    return (font.family == FontFamily::Mono ? 1 : 0) + font.size * 2 + font.weight * 1024;
}

}  // namespace

class TextWidths {
public:
    [[nodiscard]] std::optional<double> find(int font, std::string_view text) const {
        const std::lock_guard lock(m_mutex);
        const auto widths = m_fonts.find(font);
        if (widths == m_fonts.end()) return {};
        const auto known = widths->second.find(text);
        return known == widths->second.end() ? std::nullopt : std::optional(known->second);
    }
    void keep(int font, std::string_view text, double width) {
        const std::lock_guard lock(m_mutex);
        auto& widths = m_fonts[font];
        if (widths.size() >= kMostRemembered) widths.clear();
        widths.emplace(text, width);
    }

private:
    using Widths = std::unordered_map<std::string, double, TextHash, std::equal_to<>>;
    mutable std::mutex m_mutex;
    std::map<int, Widths> m_fonts;
};

std::shared_ptr<TextWidths> makeTextWidths() { return std::make_shared<TextWidths>(); }

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
        const int key = keyOf(font);
        if (const auto known = widths->find(key, text)) return *known;
        auto metrics = fonts->find(key);
        if (metrics == fonts->end()) metrics = fonts->emplace(key, qtFont(font)).first;
        const auto length = static_cast<qsizetype>(text.size());
        const double width =
            metrics->second.horizontalAdvance(QString::fromUtf8(text.data(), length));
        widths->keep(key, text, width);
        return width;
    };
}

}  // namespace archivolt
