#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "render/scene/theme.h"

namespace archivolt {

/// What a note means to whoever reads the drawing; its colour tells.
///
/// It is part of the text, so that it lives in every file and is typed as quickly as it is chosen:
/// a note that begins with `?`, `✓` or `!` and a space is a question, agreed, or a risk.
enum class NoteTone : std::uint8_t {
    Remark,
    Question,
    Agreed,
    Risk
};

/// All of them, in the order in which they are offered.
inline constexpr std::array kNoteTones = {NoteTone::Remark, NoteTone::Question, NoteTone::Agreed,
                                          NoteTone::Risk};

/// Returns what a note with a text means.
[[nodiscard]] NoteTone noteTone(std::string_view text);
/// Returns what a note says, without the sign of what it means.
[[nodiscard]] std::string_view noteWords(std::string_view text);
/// Returns the text of a note that is to mean something.
[[nodiscard]] std::string withTone(std::string_view text, NoteTone tone);

/// Returns what notes of a tone are painted in: border and paper.
[[nodiscard]] ToneColors noteColors(const Theme& theme, NoteTone tone);
/// Returns the sign at the corner of notes of a tone, for who can't tell colours apart; empty for a
/// remark.
[[nodiscard]] std::string_view signOf(NoteTone tone);
/// Returns what a tone of notes is called: "Question".
[[nodiscard]] std::string_view wordOf(NoteTone tone);

}  // namespace archivolt
