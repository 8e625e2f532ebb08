#pragma once

#include <QColor>
#include <QSyntaxHighlighter>
#include <array>

namespace archivolt {

/// Colours a template's text, line by line.
///
/// It must be made for a document before its text is set: afterwards each line would be coloured
/// again for every line above it.
class TemplateHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    using QSyntaxHighlighter::QSyntaxHighlighter;
    /// Takes the colours of a theme; the text must be set anew for them to show.
    void setDark(bool dark);

protected:
    void highlightBlock(const QString& text) override;

private:
    std::array<QColor, 7> m_colors;  ///< By TokenKind.
};

}  // namespace archivolt
