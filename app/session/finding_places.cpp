#include "app/session/finding_places.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace archivolt {

const TextPlaces* FindingPlaces::placesOf(const std::string& stack) {
    const auto known = m_places.find(stack);
    if (known != m_places.end()) return &known->second;
    const auto spans = m_opened.spans.find(stack);
    if (spans == m_opened.spans.end() || spans->second->root == kNoSpanNode) return nullptr;
    return &m_places.try_emplace(stack, *spans->second).first->second;
}

void FindingPlaces::locateIn(const std::string& stack, std::vector<Diagnostic>& diagnostics) {
    const SharedText file = m_opened.kind == FileKind::Project
                                ? fmt::format("{}#{}", m_opened.path, stack)
                                : m_opened.path;
    if (const TextPlaces* places = placesOf(stack)) fillPositions(diagnostics, *places, file);
    for (Diagnostic& diagnostic : diagnostics) {
        Where& where = diagnostic.where;
        if (where.line == 0 && !m_opened.places.empty()) {
            const auto place = m_opened.places.find(std::pair(where.stack, where.resource));
            if (place != m_opened.places.end()) {
                where.file = place->second.file;
                where.line = place->second.line;
                where.column = place->second.column;
            }
        }
        if (where.file.empty()) where.file = file;
    }
}

void FindingPlaces::locate(std::vector<Diagnostic>& diagnostics) {
    if (diagnostics.empty()) return;
    const std::string first = diagnostics.front().where.stack;
    const auto isOfFirst = [&](const Diagnostic& each) { return each.where.stack == first; };
    if (std::ranges::all_of(diagnostics, isOfFirst)) {  // As most are; nothing need be moved.
        locateIn(first, diagnostics);
        return;
    }
    std::map<std::string, std::vector<std::size_t>> byStack;
    for (std::size_t i = 0; i < diagnostics.size(); ++i) {
        byStack[diagnostics[i].where.stack].push_back(i);
    }
    for (const auto& [stack, indexes] : byStack) {
        std::vector<Diagnostic> batch;
        batch.reserve(indexes.size());
        for (const std::size_t i : indexes) batch.push_back(std::move(diagnostics[i]));
        locateIn(stack, batch);
        for (std::size_t k = 0; k < indexes.size(); ++k) {
            diagnostics[indexes[k]] = std::move(batch[k]);
        }
    }
}

}  // namespace archivolt
