#pragma once

namespace archivolt {

/// Has the allocator give large blocks back as soon as they are let go; to be called first in
/// `main`, before there are threads.
///
/// What judging a large design takes comes and goes: without a fixed threshold glibc raises it to
/// the largest block ever let go, and keeps the rest for good. Source: mallopt(3),
/// `M_MMAP_THRESHOLD` and `M_TRIM_THRESHOLD`.
void keepHeapSmall();

/// Has what this thread will take lie in one piece, to be called before it takes anything.
///
/// Else glibc makes each page of a thread's heap usable by a call of its own, a seventh of the time
/// in which a large design is resolved; and each such call holds up who takes memory elsewhere.
/// What is not written to takes no memory. Source: mallopt(3), `M_TOP_PAD`; glibc, malloc/arena.c,
/// `grow_heap` and `new_heap`.
void takeRoom();

/// Gives back what the allocator holds and nobody uses: what an edit of a large design takes for a
/// moment is as much as what stays.
void giveBackMemory();

}  // namespace archivolt
