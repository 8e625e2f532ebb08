#pragma once

namespace archivolt {

/// Has the allocator keep what is let go for what is taken next, until `giveBackMemory` is called
/// first; to be called first in `main`, before there are threads.
///
/// While a large design is opened, a tenth of the time would go into pages that are given back and
/// taken again.
void growHeap();

/// Has what this thread will take lie in one piece, to be called before it takes anything.
///
/// Else glibc makes each page of a thread's heap usable by a call of its own, a seventh of the time
/// in which a large design is resolved; and each such call holds up who takes memory elsewhere.
/// What is not written to takes no memory. Source: mallopt(3), `M_TOP_PAD`; glibc, malloc/arena.c,
/// `grow_heap` and `new_heap`.
void takeRoom();

/// Gives back what the allocator holds and nobody uses, and has it give large blocks back as soon
/// as they are let go from then on.
///
/// What judging a large design takes comes and goes, as much as what stays: without a fixed
/// threshold glibc raises it to the largest block ever let go, and keeps the rest for good.
/// Source: mallopt(3), `M_MMAP_THRESHOLD` and `M_TRIM_THRESHOLD`.
void giveBackMemory();

}  // namespace archivolt
