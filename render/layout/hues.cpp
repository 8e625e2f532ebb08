#include "render/layout/hues.h"

namespace archivolt {

Hue hueOf(Category category) {
    switch (category) {
        case Category::Compute: return Hue::Compute;
        case Category::Network: return Hue::Network;
        case Category::Database: return Hue::Database;
        case Category::Storage: return Hue::Storage;
        case Category::Edge: return Hue::Edge;
        case Category::Security: return Hue::Security;
        case Category::Integration: return Hue::Integration;
    }
    return Hue::General;
}

}  // namespace archivolt
