#include "render/scene/note_tone.h"

namespace archivolt {

NoteTone noteTone(std::string_view text) {
    for (const NoteTone tone : kNoteTones) {
        const std::string_view sign = signOf(tone);
        if (sign.empty() || !text.starts_with(sign)) continue;
        // `!Ref` and `?` alone are words of the note.
        if (text.size() > sign.size() && text[sign.size()] == ' ') return tone;
    }
    return NoteTone::Remark;
}

std::string_view noteWords(std::string_view text) {
    const std::string_view sign = signOf(noteTone(text));
    return sign.empty() ? text : text.substr(sign.size() + 1);
}

std::string withTone(std::string_view text, NoteTone tone) {
    const std::string_view sign = signOf(tone);
    std::string words(noteWords(text));
    return sign.empty() ? words : std::string(sign) + ' ' + words;
}

ToneColors noteColors(const Theme& theme, NoteTone tone) {
    switch (tone) {
        case NoteTone::Remark: return theme.warn;
        case NoteTone::Question: return theme.accent;
        case NoteTone::Agreed: return theme.pass;
        case NoteTone::Risk: return theme.stop;
    }
    return theme.warn;
}

std::string_view signOf(NoteTone tone) {
    switch (tone) {
        case NoteTone::Remark: return "";
        case NoteTone::Question: return "?";
        case NoteTone::Agreed: return "✓";
        case NoteTone::Risk: return "!";
    }
    return "";
}

std::string_view wordOf(NoteTone tone) {
    switch (tone) {
        case NoteTone::Remark: return "Remark";
        case NoteTone::Question: return "Question";
        case NoteTone::Agreed: return "Agreed";
        case NoteTone::Risk: return "Risk";
    }
    return "Remark";
}

}  // namespace archivolt
