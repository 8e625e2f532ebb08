#include "model/architecture/made_id.h"

#include <algorithm>
#include <cstdint>

namespace archivolt {

std::string madeDigits(std::string_view text, std::size_t digits) {
    // FNV-1a, and the finalizer of MurmurHash3, since texts may differ in their last letters alone.
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    hash = (hash ^ (hash >> 33U)) * 0xFF51AFD7ED558CCDULL;
    hash = (hash ^ (hash >> 33U)) * 0xC4CEB9FE1A85EC53ULL;
    hash ^= hash >> 33U;
    std::string result;
    for (std::size_t i = 0; i < std::min<std::size_t>(digits, 17); ++i) {
        result += "0123456789abcdef"[(hash >> (60 - i % 16 * 4)) & 15U];
    }
    return result;
}

std::string madeInterfaceId(const Thing& interface) {
    return "eni-" + madeDigits(interface.stack + '/' + interface.name, 17);
}

}  // namespace archivolt
