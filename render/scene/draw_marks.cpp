#include <fmt/format.h>

#include <array>

#include "render/scene/mark_look.h"
#include "render/scene/note_tone.h"
#include "render/scene/scene_writer.h"
#include "render/scene/wrap_text.h"

namespace archivolt {

namespace {

constexpr double kMarkRadius = 10;
constexpr double kOutsideIcon = 20;
constexpr double kNoteSign = 16;
constexpr FontSpec kFarNoteFont{FontFamily::Sans, 22, 400};
constexpr double kFarNoteLine = 27;
constexpr FontSpec kFarFrameFont{FontFamily::Sans, 22, 600};

}  // namespace

ToneColors frameColors(const Theme& theme) { return {theme.muted, theme.surface}; }

std::string_view iconOf(FrameKind kind) {
    switch (kind) {
        case FrameKind::Group: return "frame";
        case FrameKind::OnPremises: return "on-premises";
        case FrameKind::Partner: return "partner";
        case FrameKind::Users: return "users";
    }
    return "frame";
}

std::string_view wordOf(FrameKind kind) {
    switch (kind) {
        case FrameKind::Group: return "Frame";
        case FrameKind::OnPremises: return "On premises";
        case FrameKind::Partner: return "Third party";
        case FrameKind::Users: return "People";
    }
    return "Frame";
}

void SceneWriter::drawNotes() {
    for (const Note& note : m_diagram.notes) {
        const ToneColors tone = noteColors(m_theme, noteTone(note.text));
        add(RectShape{note.place, 7, tone.soft, tone.ink.withAlpha(150), 1, Dash::Solid}, {});
        drawNoteText(note, kNoteFont, kNoteLine, {.minScale = kLabels});
        drawNoteText(note, kFarNoteFont, kFarNoteLine,
                     {.minScale = detail_levels::kNames, .maxScale = kLabels});
        drawNoteSign(note, tone);
    }
}

void SceneWriter::drawNoteText(const Note& note, const FontSpec& font, double line,
                               const Marks& marks) {
    const double width = note.place.width - 2 * kNotePadding;
    const auto lines = wrappedLines(noteWords(note.text), width, font, m_measure);
    const auto room =
        static_cast<std::size_t>(std::max(1.0, (note.place.height - 2 * kNotePadding + 1) / line));
    const std::size_t shown = std::min(lines.size(), room);
    double y = note.place.y + kNotePadding + font.size;
    for (std::size_t i = 0; i < shown; ++i, y += line) {
        // What there is no room for is told by the last line that there is room for.
        const bool isCut = i + 1 == shown && shown < lines.size();
        const std::string text = std::string(lines[i]) + (isCut ? " …" : "");
        addText({note.place.x + kNotePadding, y}, width, text, {font, m_theme.text}, marks);
    }
}

void SceneWriter::drawNoteSign(const Note& note, const ToneColors& tone) {
    const std::string sign(signOf(noteTone(note.text)));
    if (sign.empty()) return;
    const Rect disc{right(note.place) - kNoteSign + 6, note.place.y - kNoteSign / 2, kNoteSign,
                    kNoteSign};
    const double width = m_measure(sign, fonts::kHeading);
    add(RectShape{disc, kNoteSign / 2, tone.ink, m_theme.surface, 1.5, Dash::Solid}, {});
    addText({disc.x + (kNoteSign - width) / 2, disc.y + 12}, kNoteSign, sign,
            {fonts::kHeading, m_theme.accentInk}, {.minScale = kLabels});
}

void SceneWriter::drawFrames() {
    for (const Frame& frame : m_diagram.frames) {
        const ToneColors tone = frameColors(m_theme);
        const Rect& r = frame.place;
        const bool outside = frame.kind != FrameKind::Group;
        // A frame lets what it surrounds be seen; an outside box stands for something.
        const Color fill = outside ? tone.soft : tone.ink.withAlpha(14);
        add(RectShape{r, kMarkRadius, fill, tone.ink, 1.25, Dash::Dashed}, {});
        double x = r.x + kTitleInset;
        if (outside) {
            const std::string icon(iconOf(frame.kind));
            add(IconShape{{x, r.y + 9, kOutsideIcon, kOutsideIcon}, icon, tone.ink},
                {.minScale = kLabels});
            x += kOutsideIcon + 8;
        }
        const double width = right(r) - kTitleInset - x;
        addText({x, r.y + (outside ? 19.0 : 20.0)}, width, frame.title,
                {fonts::kFrameTitle, outside ? m_theme.text : tone.ink}, {.minScale = kLabels});
        addText({r.x + kTitleInset, r.y + (outside ? r.height / 2 + 8 : 26)},
                r.width - 2 * kTitleInset, frame.title,
                {kFarFrameFont, outside ? m_theme.text : tone.ink},
                {.minScale = detail_levels::kNames, .maxScale = kLabels});
        if (!outside) continue;
        addText({x, r.y + 34}, width, wordOf(frame.kind), {fonts::kDetail, m_theme.muted},
                {.minScale = kLabels});
    }
}

void SceneWriter::drawFoldSign(BoxIndex i) {
    const Rect sign = foldSign(rectOf(i), at(i).kind);
    const Marks marks{.box = i, .minScale = kLabels};
    add(RectShape{sign, sign.height / 2, m_theme.surface, frameColor(at(i)), 1.25, Dash::Solid},
        marks);
    add(IconShape{{center(sign).x - 7, center(sign).y - 7, 14, 14}, "plus", m_theme.text}, marks);
}

}  // namespace archivolt
