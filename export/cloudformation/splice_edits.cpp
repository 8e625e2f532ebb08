#include "export/cloudformation/splice_edits.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace archivolt {

void TextEdits::replace(std::size_t begin, std::size_t end, std::string_view text) {
    INVARIANT(begin <= end && end <= m_text.size());
    std::string put;
    for (const char c : text) {
        // What is taken over from the text may have its line breaks already.
        if (c == '\n' && !put.ends_with('\r')) {
            put += m_newline;
        } else {
            put += c;
        }
    }
    std::size_t skip = 0;
    while (begin < end && skip < put.size() && m_text[begin] == put[skip]) {
        ++begin;
        ++skip;
    }
    put.erase(0, skip);
    while (begin < end && !put.empty() && m_text[end - 1] == put.back()) {
        --end;
        put.pop_back();
    }
    if (begin < end || !put.empty()) m_edits.push_back({begin, end, std::move(put)});
}

bool TextEdits::touches(std::size_t begin, std::size_t end) const {
    return std::ranges::any_of(
        m_edits, [&](const One& edit) { return edit.begin <= end && edit.end >= begin; });
}

bool TextEdits::covers(std::size_t begin, std::size_t end) const {
    return std::ranges::any_of(
        m_edits, [&](const One& edit) { return edit.begin <= begin && edit.end >= end; });
}

std::optional<std::string> TextEdits::applied(std::span<std::size_t> marks) const {
    std::vector<const One*> sorted;
    sorted.reserve(m_edits.size());
    std::size_t added = 0;
    for (const One& edit : m_edits) {
        sorted.push_back(&edit);
        added += edit.text.size();
    }
    // What only inserts goes before what deletes from the same place on.
    std::ranges::stable_sort(sorted, [](const One* a, const One* b) {
        if (a->begin != b->begin) return a->begin < b->begin;
        return a->begin == a->end && b->begin != b->end;
    });
    std::string result;
    result.reserve(m_text.size() + added);  // It is kept, so that it takes no more than it must.
    std::size_t done = 0;
    bool lastPutText = false;
    const auto copyUpTo = [&](std::size_t end) {
        while (!marks.empty() && marks.front() < end) {
            INVARIANT(marks.front() >= done);
            marks.front() += result.size() - done;
            marks = marks.subspan(1);
        }
        result += m_text.substr(done, end - done);
    };
    for (const One* edit : sorted) {
        if (edit->begin < done && (lastPutText || !edit->text.empty())) return std::nullopt;
        if (edit->begin > done) copyUpTo(edit->begin);
        result += edit->text;
        done = std::max(done, edit->end);
        lastPutText = !edit->text.empty() && edit->end > edit->begin;
    }
    copyUpTo(m_text.size());
    INVARIANT(marks.empty());
    return result;
}

}  // namespace archivolt
