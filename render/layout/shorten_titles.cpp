#include <map>
#include <set>
#include <unordered_set>

#include "render/layout/elide_apart.h"
#include "render/layout/layout.h"

namespace archivolt {

namespace {

constexpr std::string_view kEllipsis = "…";
constexpr double kLeastRoom = 40;
constexpr double kTwoLines = 30;  // A first line higher than this has the detail below the title.

/// Returns where the text's characters (code points) begin, and its end.
std::vector<std::size_t> characterStarts(std::string_view text) {
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) starts.push_back(i);
    }
    starts.push_back(text.size());
    return starts;
}

/// A title that does not fit, and the shortened ones that may stand for it.
struct Cut {
    BoxIndex box = kNoBox;
    double room = 0;
    FontSpec font;
    std::string now;
};

/// Returns the first byte from which on `title` differs from each of `others`.
std::size_t differsFrom(std::string_view title, const std::set<std::string_view>& others) {
    std::size_t last = 0;
    for (const std::string_view other : others) {
        if (other == title) continue;
        std::size_t same = 0;
        while (same < std::min(title.size(), other.size()) && title[same] == other[same]) ++same;
        last = std::max(last, same);
    }
    return last;
}

/// Returns the title with its differing part kept: `Data…CPUTooH…`.
std::string keepPart(std::string_view title, std::size_t first, const Cut& cut,
                     const TextMeasure& measure) {
    const auto starts = characterStarts(title);
    const std::size_t count = starts.size() - 1;
    std::size_t begin = 0;
    while (begin < count && starts[begin] < first) ++begin;
    std::string best = std::string(kEllipsis);
    // As much of the beginning as leaves room for ten characters from the difference on.
    for (const std::size_t head :
         {std::size_t{6}, std::size_t{4}, std::size_t{2}, std::size_t{0}}) {
        if (head >= begin) continue;
        for (std::size_t kept = count - begin; kept > 0; --kept) {
            std::string text(title.substr(0, starts[head]));
            text += kEllipsis;
            text += title.substr(starts[begin], starts[begin + kept] - starts[begin]);
            if (begin + kept < count) text += kEllipsis;
            if (measure(text, cut.font) > cut.room) continue;
            if (kept >= 10 || begin + kept == count || head == 0) return text;
            break;
        }
    }
    return best;
}

double roomOf(const Diagram& diagram, const Layout& layout, BoxIndex i,
              const TextMeasure& measure) {
    const Box& box = diagram.boxes[i];
    if (box.kind == BoxKind::Chip) {
        const double end = layout.badges[i].empty() ? right(layout.rects[i]) - 8
                                                    : layout.badges[i].front().x - kBadgeGap;
        return end - layout.rects[i].x - kChipTextInset;
    }
    if (isNode(box.kind)) return layout.rects[i].width - kNodeTextInset - kNodeTextEnd + 4;
    const Rect& area = layout.titles[i];
    double room = area.width - (box.icon.empty() ? 0 : kTitleIcon);
    const bool oneLine = area.height < kTwoLines;
    if (oneLine && !box.detail.empty()) room -= measure(box.detail, fonts::kAddress) + kTitleGap;
    return std::max(room, kLeastRoom);
}

FontSpec fontOf(BoxKind kind) {
    if (isNode(kind)) return fonts::kNodeTitle;
    const bool heading = kind == BoxKind::Shelf || kind == BoxKind::Zone;
    return heading ? fonts::kHeading : fonts::kFrameTitle;
}

}  // namespace

std::string elideMiddle(std::string_view text, double width, const FontSpec& font,
                        const TextMeasure& measure) {
    if (measure(text, font) <= width) return std::string(text);
    const auto starts = characterStarts(text);
    const std::size_t count = starts.size() - 1;
    const auto shortened = [&](std::size_t kept) {
        const std::size_t head = (kept + 1) / 2;
        const std::size_t tail = kept / 2;
        return std::string(text.substr(0, starts[head])) + std::string(kEllipsis) +
               std::string(text.substr(starts[count - tail]));
    };
    std::size_t low = 0;
    std::size_t high = count;
    while (low + 1 < high) {
        const std::size_t middle = (low + high) / 2;
        (measure(shortened(middle), font) <= width ? low : high) = middle;
    }
    return shortened(low);
}

std::string elideApart(std::string_view text, std::string_view other, double width,
                       const FontSpec& font, const TextMeasure& measure) {
    return keepPart(text, differsFrom(text, {other}), {kNoBox, width, font, {}}, measure);
}

std::vector<std::string> shortenTitles(const Diagram& diagram, const Layout& layout,
                                       const TextMeasure& measure) {
    std::vector<std::string> labels(diagram.boxes.size());
    std::vector<Cut> cuts;
    for (BoxIndex i = 0; i < diagram.boxes.size(); ++i) {
        const Box& box = diagram.boxes[i];
        labels[i] = box.title;
        // A node is as wide as its title wants it, as long as it may.
        const bool node = isNode(box.kind) && box.kind != BoxKind::Chip;
        if (box.title.empty() || (node && layout.rects[i].width < kNodeMaxWidth)) continue;
        const FontSpec font = fontOf(box.kind);
        const double room = roomOf(diagram, layout, i, measure);
        labels[i] = elideMiddle(box.title, room, font, measure);
        if (labels[i] != box.title) cuts.push_back({i, room, font, labels[i]});
    }
    if (cuts.empty()) return labels;
    std::map<std::string, std::set<std::string_view>> shownAs;  // By a cut text: whose it is.
    for (const Cut& cut : cuts) shownAs[cut.now].insert(diagram.boxes[cut.box].title);
    std::unordered_set<std::string_view> whole;  // Titles that are not cut.
    for (BoxIndex i = 0; i < diagram.boxes.size(); ++i) {
        const std::string& title = diagram.boxes[i].title;
        if (title.empty() || labels[i] != title || !whole.insert(title).second) continue;
        const auto alike = shownAs.find(title);
        if (alike != shownAs.end()) alike->second.insert(title);
    }
    for (const Cut& cut : cuts) {
        const auto alike = shownAs.find(cut.now);
        if (alike == shownAs.end() || alike->second.size() < 2) continue;
        const std::string& title = diagram.boxes[cut.box].title;
        const std::size_t first = differsFrom(title, alike->second);
        std::string text = keepPart(title, first, cut, measure);
        const auto other = shownAs.find(text);
        const bool own = other != shownAs.end() && other->second.contains(title);
        const bool taken = !own && (other != shownAs.end() || whole.contains(text));
        if (!taken) labels[cut.box] = text;
        shownAs[text].insert(title);
    }
    return labels;
}

}  // namespace archivolt
