#pragma once

#include <QString>

#include "model/base/diagnostic.h"

namespace archivolt {

/// Returns what is wrong and what to do as one notice that begins like a sentence.
[[nodiscard]] inline QString noticeOf(const Diagnostic& diagnostic) {
    QString text = QString::fromStdString(diagnostic.message);
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    if (!diagnostic.help.empty()) {
        text += QStringLiteral(": ") + QString::fromStdString(diagnostic.help);
    }
    return text;
}

}  // namespace archivolt
