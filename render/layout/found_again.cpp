#include "render/layout/found_again.h"

#include <string_view>
#include <unordered_map>

namespace archivolt {

std::vector<BoxIndex> foundAgain(const Diagram& now, const Diagram& before) {
    std::vector<BoxIndex> found(now.boxes.size(), kNoBox);
    std::unordered_map<std::string_view, BoxIndex> byKey;  // Looked up, never iterated.
    constexpr int kSearched = 8;                           // So many are worth no table.
    int missed = 0;
    std::size_t next = 0;  // Most stay in their order.
    for (BoxIndex i = 0; i < now.boxes.size(); ++i) {
        const std::string& key = now.boxes[i].key;
        if (next < before.boxes.size() && before.boxes[next].key == key) {
            found[i] = static_cast<BoxIndex>(next++);
            continue;
        }
        if (missed++ < kSearched) {
            found[i] = before.find(key);
            if (found[i] != kNoBox) next = found[i] + std::size_t{1};
            continue;
        }
        if (byKey.empty()) {
            byKey.reserve(before.boxes.size());
            for (BoxIndex b = 0; b < before.boxes.size(); ++b) {
                byKey.emplace(before.boxes[b].key, b);
            }
        }
        const auto there = byKey.find(key);
        if (there == byKey.end()) continue;
        found[i] = there->second;
        next = there->second + std::size_t{1};
    }
    return found;
}

}  // namespace archivolt
