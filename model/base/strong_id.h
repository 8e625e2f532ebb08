#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace archivolt {

/// An integer id that cannot be mistaken for one of another kind; 0 names nothing.
///
/// `Tag` is an incomplete type that only tells ids apart. Ids are never reused within a design.
template <class Tag, class Integer = std::uint32_t>
struct StrongId {
    Integer value = 0;

    /// Says whether the id names something.
    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

using StackId = StrongId<struct StackTag>;
using ResourceId = StrongId<struct ResourceTag>;
using NoteId = StrongId<struct NoteTag>;
using FrameId = StrongId<struct FrameTag>;

}  // namespace archivolt

template <class Tag, class Integer>
struct std::hash<archivolt::StrongId<Tag, Integer>> {
    std::size_t operator()(archivolt::StrongId<Tag, Integer> id) const noexcept {
        return std::hash<Integer>{}(id.value);
    }
};
