#pragma once

#include <QPointF>
#include <cstdint>
#include <vector>

#include "app/window/view_fit.h"

namespace archivolt {

/// Knows which views of a canvas its window showed last, and since when.
///
/// A press is aimed at what was seen when the button went down. If the view moves by itself, as
/// when a panel opens, that may be another view than the one that shows once the press is heeded.
class SeenView {
public:
    /// Takes up that a frame shows a view, of a canvas whose upper left corner is at a place of the
    /// window; `now` in milliseconds of the monotonic clock.
    void shown(const Viewport& view, QPointF place, std::uint64_t now);
    /// Forgets all views: what shows is of another drawing.
    void clear() { m_views.clear(); }
    /// Returns how far from a press, in pixels, that is now which was under it when it was made.
    ///
    /// `pressed` is the event's time. Nothing is added where that is none of the monotonic clock's
    /// of the last half minute: what sends no such times is taken to press at what shows.
    /// Source: X.Org server, os/utils.c, GetTimeInMillis: milliseconds of CLOCK_MONOTONIC, of which
    /// the protocol has 32 bits.
    [[nodiscard]] QPointF wayFrom(QPointF press, std::uint64_t pressed, const Viewport& view,
                                  QPointF place, std::uint64_t now) const;

    /// Returns the milliseconds of the monotonic clock.
    [[nodiscard]] static std::uint64_t monotonicMilliseconds();

private:
    struct Seen {
        Viewport view;
        QPointF place;
        std::uint64_t since = 0;
    };
    std::vector<Seen> m_views;  ///< The newest last.
};

}  // namespace archivolt
