#include "render/layout/name_stem.h"

namespace archivolt {

std::string nameStem(std::string_view name) {
    std::string stem;
    for (const char c : name) {
        if (c < '0' || c > '9') stem += c;
    }
    const bool letter =
        stem.size() > 1 && stem.back() >= 'A' && stem.back() <= 'F' && stem.size() == name.size();
    if (letter) stem.pop_back();
    return stem;
}

}  // namespace archivolt
