#include "model/base/invariant.h"

#include <cstdio>
#include <cstdlib>

namespace archivolt {

void invariantFailed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "archivolt: broken invariant: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

}  // namespace archivolt
