#pragma once

namespace archivolt {

/// Has the allocator give large blocks back as soon as they are let go; to be called first in
/// `main`, before there are threads.
///
/// What judging a large design takes comes and goes: without a fixed threshold glibc raises it to
/// the largest block ever let go, and keeps the rest for good. Source: mallopt(3),
/// `M_MMAP_THRESHOLD` and `M_TRIM_THRESHOLD`.
void keepHeapSmall();

/// Gives back what the allocator holds and nobody uses: what an edit of a large design takes for a
/// moment is as much as what stays.
void giveBackMemory();

}  // namespace archivolt
