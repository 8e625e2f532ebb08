#include <fmt/format.h>

#include "tests/tools/board.h"

namespace archivolt::test {

std::optional<Rect> Board::markRect(const std::string& name) const {
    // The note that says this, or the frame of this title; `note` is the first one.
    for (const Note& note : m_session.design()->notes) {
        if (name == "note" || note.text == name) return note.place;
    }
    for (const Frame& frame : m_session.design()->frames) {
        if (frame.title == name) return frame.place;
    }
    return {};
}

void Board::keyOfMarks(const std::string& name) {
    const Design& design = *m_session.design();
    const auto marks = tools::marksOf(design, m_selection);
    if (name == "Del") carryOut(tools::Commit{tools::withoutMarks(marks), "Remove marks"});
    if (name == "Ctrl+D") carryOut(tools::Commit{tools::copiesOf(design, marks), "Duplicate"});
    if (name == "N" || name == "F") {
        const char* part = name == "N" ? "mark:note" : "mark:group";
        const Rect place = tools::placeFor(part, m_scene, design, m_selection, {400, 300});
        make(tools::planMark(part, place));
    }
}

std::optional<std::string> Board::expectDrawn(const ScriptLine& line) const {
    const std::string& what = line.words.at(0);
    const std::string rest = joined(line.words, 1);
    if (what == "offered") {
        return holds(m_offer.makes, rest) && !m_offer.makes.empty()
                   ? ""
                   : "offered was: " + m_offer.makes;
    }
    if (what == "shown" || what == "hidden") {
        return (find(rest) != kNoBox) == (what == "shown") ? "" : rest + " is not " + what;
    }
    if (what == "detail") {
        const BoxIndex box = find(line.words.at(1));
        const std::string& detail = m_diagram->boxes.at(box).detail;
        return holds(detail, joined(line.words, 2)) ? "" : "the detail is: " + detail;
    }
    if (what == "mark") {
        const auto place = markRect(line.words.at(1));
        if (!place) return "there is no " + line.words[1];
        const std::string found =
            fmt::format("{:g},{:g},{:g},{:g}", place->x, place->y, place->width, place->height);
        return found == line.words.at(2) ? "" : "it is at " + found;
    }
    if (what == "marks") {
        const std::string count =
            fmt::format("{}", m_session.design()->notes.size() + m_session.design()->frames.size());
        return count == rest ? "" : "there are " + count;
    }
    return std::nullopt;
}

}  // namespace archivolt::test
