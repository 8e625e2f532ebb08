#include "app/window/heap.h"

#include <malloc.h>

namespace archivolt {

void keepHeapSmall() {
#ifdef __GLIBC__
    constexpr int kLargeBlock = 256 * 1024;
    mallopt(M_MMAP_THRESHOLD, kLargeBlock);
    mallopt(M_TRIM_THRESHOLD, kLargeBlock);
#endif
}

void giveBackMemory() {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

}  // namespace archivolt
