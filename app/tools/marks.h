#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/selection.h"
#include "app/tools/drop_plan.h"

namespace archivolt::tools {

// Notes, frames and outside boxes: what the user puts on the canvas besides resources.

/// What the palette calls them: `mark:note`, `mark:group`, `mark:on-premises`, `mark:partner`,
/// `mark:users`.
inline constexpr std::string_view kMarkPrefix = "mark:";

/// A note or a frame of a design; one of the two, or neither.
struct Mark {
    NoteId note;
    FrameId frame;
    [[nodiscard]] explicit operator bool() const { return note || frame; }
    friend bool operator==(const Mark&, const Mark&) = default;
};

/// Returns what was hit, or nothing.
[[nodiscard]] Mark markOf(const Diagram& diagram, const Hit& hit);
/// Returns the notes and frames that are selected and there, notes first.
[[nodiscard]] std::vector<Mark> marksOf(const Design& design, const DesignSelection& selection);
/// Returns the notes and frames that were made since an id was the next one, selected.
[[nodiscard]] DesignSelection marksSince(const Design& design, std::uint32_t firstNew);
/// Returns the note or the frame; null pointer where it is not there.
[[nodiscard]] const Note* noteOf(const Design& design, Mark mark);
[[nodiscard]] const Frame* frameOf(const Design& design, Mark mark);
/// Returns where it is; nothing where it is not there.
[[nodiscard]] std::optional<Rect> placeOf(const Design& design, Mark mark);
/// Returns the edit that puts it somewhere.
[[nodiscard]] std::optional<Edit> placedAt(const Design& design, Mark mark, const Rect& place);
/// Returns the edits that move these by some way.
[[nodiscard]] std::vector<Edit> movedBy(const Design& design, const std::vector<Mark>& marks,
                                        Point by);
/// Returns the edits that take these away.
[[nodiscard]] std::vector<Edit> withoutMarks(const std::vector<Mark>& marks);
/// Returns the edits that add a copy of each, a little lower and further right.
[[nodiscard]] std::vector<Edit> copiesOf(const Design& design, const std::vector<Mark>& marks);
/// Returns the texts of the notes and the titles of the frames, a blank line between.
[[nodiscard]] std::string textOf(const Design& design, const std::vector<Mark>& marks);
/// Returns how one is called in a sentence ("the note", "Payments"), of several "3 marks".
[[nodiscard]] std::string nameOf(const Design& design, const std::vector<Mark>& marks);

/// Returns how large one of a part of the palette is when it is placed; nothing for other parts.
[[nodiscard]] std::optional<Size> markSize(std::string_view part);
/// Finds what placing one does: it stands in `place`, and the template stays as it is.
[[nodiscard]] DropPlan planMark(std::string_view part, const Rect& place);
/// Returns where one is placed without the pointer: a frame around what is selected, everything
/// else beside it; where nothing is, as near to the middle of what shows as it covers nothing.
[[nodiscard]] Rect placeFor(std::string_view part, const Scene& scene, const Design& design,
                            const DesignSelection& selection, Point middle);

/// Returns the edges of a note or frame that are within `tolerance` of a point.
[[nodiscard]] Edges edgesOf(const Rect& place, Point point, double tolerance);
/// Returns a place with edges pulled by some way, never too small to be taken again.
[[nodiscard]] Rect pulledBy(const Rect& place, const Edges& edges, Point by);

}  // namespace archivolt::tools
