#include "app/window/heap.h"

#include <malloc.h>

#include <cstdlib>

namespace archivolt {

void growHeap() {
#ifdef __GLIBC__
    constexpr int kLargestBlock = 8 * 1024 * 1024;
    mallopt(M_MMAP_THRESHOLD, kLargestBlock);
    mallopt(M_TRIM_THRESHOLD, 4 * kLargestBlock);
#endif
}

void takeRoom() {
#ifdef __GLIBC__
    constexpr int kWholeHeap = 64 * 1024 * 1024;
    constexpr int kPad = 128 * 1024;  // As it is where nobody says otherwise.
    mallopt(M_TOP_PAD, kWholeHeap);
    std::free(std::malloc(1));
    mallopt(M_TOP_PAD, kPad);
#endif
}

void giveBackMemory() {
#ifdef __GLIBC__
    constexpr int kLargeBlock = 256 * 1024;
    mallopt(M_MMAP_THRESHOLD, kLargeBlock);
    mallopt(M_TRIM_THRESHOLD, kLargeBlock);
    malloc_trim(0);
#endif
}

}  // namespace archivolt
