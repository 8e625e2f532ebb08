#pragma once

#include <QRegularExpression>
#include <QString>
#include <string_view>

#include "model/base/diagnostic.h"

namespace archivolt {

/// Returns a text of the engines as the window shows it: without the marks that set names apart on
/// a terminal.
[[nodiscard]] inline QString shownText(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
        .remove(QLatin1Char('`'));
}

/// Returns a text of the engines as a sentence that begins like one; a name in front, set apart by
/// a backtick or an id with digits (`sg-0a1b`), stays as it is written.
[[nodiscard]] inline QString sentenceOf(std::string_view text) {
    QString sentence = shownText(text);
    const auto first = text.substr(0, text.find(' '));
    const bool isName =
        text.starts_with('`') || first.find_first_of("0123456789") != std::string_view::npos;
    if (!sentence.isEmpty() && !isName) sentence[0] = sentence[0].toUpper();
    return sentence;
}

/// Returns what is wrong and what to do as one notice that begins like a sentence.
[[nodiscard]] inline QString noticeOf(const Diagnostic& diagnostic) {
    QString text = sentenceOf(diagnostic.message);
    if (!diagnostic.help.empty()) text += QStringLiteral(": ") + shownText(diagnostic.help);
    return text;
}

/// Returns a sentence that no line parts a figure from its unit in: `48.1 %`, `81 s`.
[[nodiscard]] inline QString withWholeFigures(std::string_view text) {
    static const QRegularExpression kBeforeUnit(
        QStringLiteral("(?<=\\d) (?=(%|ms|s|min|h)(?!\\w))"));
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
        .replace(kBeforeUnit, QString(QChar::Nbsp));
}

}  // namespace archivolt
