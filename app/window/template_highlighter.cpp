#include "app/window/template_highlighter.h"

#include <algorithm>

#include "app/form/text_tokens.h"
#include "app/window/window_theme.h"
#include "render/scene/theme.h"

namespace archivolt {

void TemplateHighlighter::setDark(bool dark) {
    const Theme& theme = dark ? darkTheme() : lightTheme();
    m_colors = {opaque(theme.accent.ink),
                opaque(theme.hueText(Hue::Integration)),
                opaque(theme.hueText(Hue::Network)),
                opaque(theme.warn.ink),
                opaque(theme.pass.ink),
                opaque(theme.muted),
                opaque(theme.muted)};
}

void TemplateHighlighter::highlightBlock(const QString& text) {
    const QByteArray bytes = text.toUtf8();
    const bool isAscii = bytes.size() == text.size();
    const LineTokens line = tokensOf({bytes.constData(), static_cast<std::size_t>(bytes.size())},
                                     std::max(previousBlockState(), 0));
    for (const TextToken& token : line.tokens) {
        const auto columnOf = [&](std::size_t byte) {
            const auto at = static_cast<qsizetype>(byte);
            return static_cast<int>(isAscii ? at : QString::fromUtf8(bytes.constData(), at).size());
        };
        const int begin = columnOf(token.begin);
        setFormat(begin, columnOf(token.end) - begin,
                  m_colors[static_cast<std::size_t>(token.kind)]);
    }
    setCurrentBlockState(line.state);
}

}  // namespace archivolt
