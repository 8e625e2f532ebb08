#include "app/session/finding_places.h"

#include <fmt/format.h>

#include <utility>

namespace archivolt {

const TextPlaces* FindingPlaces::placesOf(const std::string& stack) {
    const auto known = m_places.find(stack);
    if (known != m_places.end()) return &known->second;
    const auto spans = m_opened.spans.find(stack);
    if (spans == m_opened.spans.end() || spans->second->root == kNoSpanNode) return nullptr;
    return &m_places.try_emplace(stack, *spans->second).first->second;
}

void FindingPlaces::locate(std::vector<Diagnostic>& diagnostics) {
    std::map<std::string, std::vector<std::size_t>> byStack;
    for (std::size_t i = 0; i < diagnostics.size(); ++i) {
        byStack[diagnostics[i].where.stack].push_back(i);
    }
    for (const auto& [stack, indexes] : byStack) {
        const std::string file = m_opened.kind == FileKind::Project
                                     ? fmt::format("{}#{}", m_opened.path, stack)
                                     : m_opened.path;
        std::vector<Diagnostic> batch;
        for (const std::size_t i : indexes) batch.push_back(std::move(diagnostics[i]));
        if (const TextPlaces* places = placesOf(stack)) fillPositions(batch, *places, file);
        for (std::size_t k = 0; k < indexes.size(); ++k) {
            Where& where = batch[k].where;
            const auto place = m_opened.places.find(std::pair(where.stack, where.resource));
            if (where.line == 0 && place != m_opened.places.end()) {
                where.file = place->second.file;
                where.line = place->second.line;
                where.column = place->second.column;
            }
            if (where.file.empty()) where.file = file;
            diagnostics[indexes[k]] = std::move(batch[k]);
        }
    }
}

}  // namespace archivolt
