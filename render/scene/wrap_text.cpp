#include "render/scene/wrap_text.h"

#include <algorithm>

#include "render/scene/note_tone.h"

namespace archivolt {

std::vector<std::string_view> wrappedLines(std::string_view text, double width,
                                           const FontSpec& font, const TextMeasure& measure) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        std::size_t end = 0;
        std::size_t next = 0;
        while (next <= text.size() && (next == 0 || text[end] != '\n')) {
            const std::size_t stop = std::min(text.find_first_of(" \n", next), text.size());
            const bool first = next == 0;
            if (!first && measure(text.substr(0, stop), font) > width) break;
            end = stop;
            next = stop + 1;
            if (stop == text.size()) break;
        }
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return lines;
}

double noteHeight(std::string_view text, double width, const TextMeasure& measure) {
    const auto lines = wrappedLines(noteWords(text), width - 2 * kNotePadding, kNoteFont, measure);
    return 2 * kNotePadding +
           kNoteLine * static_cast<double>(std::max<std::size_t>(lines.size(), 1));
}

}  // namespace archivolt
