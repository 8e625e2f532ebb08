#include "render/layout/pack.h"

#include <array>
#include <cmath>
#include <limits>

namespace archivolt {

namespace {

constexpr double kWide = 16;
constexpr double kHigh = 9;
constexpr std::array kAspects = {0.4, 0.7, 1.0, 1.4, 1.8, 2.6, 4.0};
constexpr std::size_t kMostSteps = 12;

double logAspect(Size size) { return std::log(size.width / size.height); }

/// Returns the shape whose proportions are nearest to `aspect`.
std::size_t nearestShape(const PackItem& item, double aspect) {
    std::size_t best = 0;
    double least = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < item.shapes.size(); ++i) {
        const double distance = std::abs(logAspect(item.shapes[i]) - std::log(aspect));
        if (distance < least) {
            least = distance;
            best = i;
        }
    }
    return best;
}

/// Returns the largest shape that is no wider (or no higher) than `limit`, else the smallest.
std::size_t largestWithin(const PackItem& item, double limit, double Size::*extent) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < item.shapes.size(); ++i) {
        const double now = item.shapes[best].*extent;
        const double other = item.shapes[i].*extent;
        const bool fits = other <= limit && (now > limit || other > now);
        const bool smaller = now > limit && other < now;
        if (fits || smaller) best = i;
    }
    return best;
}

/// Packs picked shapes in rows of at most `width`; `stretch` gives a row's items one height.
Packing inRows(const std::vector<PackItem>& items, std::vector<std::size_t> picks, double gap,
               double width, bool stretch) {
    Packing packing;
    packing.picks = std::move(picks);
    packing.places.resize(items.size());
    double y = 0;
    for (std::size_t begin = 0; begin < items.size();) {
        double x = 0;
        double above = 0;
        double height = 0;
        std::size_t end = begin;
        for (; end < items.size(); ++end) {
            const Size& size = items[end].shapes[packing.picks[end]];
            if (end > begin && x + size.width > width) break;
            packing.places[end] = {x, 0, size.width, size.height};
            x += size.width + gap;
            above = std::max(above, items[end].headroom);
            height = std::max(height, size.height);
        }
        for (std::size_t i = begin; i < end; ++i) {
            packing.places[i].y = y + above;
            if (stretch) packing.places[i].height = height;
        }
        packing.size.width = std::max(packing.size.width, x - gap);
        packing.size.height = y + above + height;
        y = packing.size.height + gap;
        begin = end;
    }
    return packing;
}

Packing inColumns(const std::vector<PackItem>& items, std::vector<std::size_t> picks, double gap,
                  double height) {
    Packing packing;
    packing.picks = std::move(picks);
    packing.places.resize(items.size());
    double x = 0;
    for (std::size_t begin = 0; begin < items.size();) {
        double y = 0;
        double width = 0;
        std::size_t end = begin;
        for (; end < items.size(); ++end) {
            const Size& size = items[end].shapes[packing.picks[end]];
            if (end > begin && y + size.height > height) break;
            packing.places[end] = {x, y, size.width, size.height};
            y += size.height + gap;
            width = std::max(width, size.width);
        }
        for (std::size_t i = begin; i < end; ++i) packing.places[i].width = width;
        packing.size.height = std::max(packing.size.height, y - gap);
        packing.size.width = x + width;
        x = packing.size.width + gap;
        begin = end;
    }
    return packing;
}

/// Returns the distinct extents of all shapes, ascending, at most `kMostSteps` of them.
std::vector<double> extentsOf(const std::vector<PackItem>& items, double Size::*extent) {
    std::vector<double> all;
    for (const PackItem& item : items) {
        for (const Size& size : item.shapes) all.push_back(size.*extent);
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::vector<double> some;
    const std::size_t step = (all.size() + kMostSteps - 1) / kMostSteps;
    for (std::size_t i = 0; i < all.size(); i += std::max<std::size_t>(step, 1)) {
        some.push_back(all[i]);
    }
    if (!all.empty() && some.back() != all.back()) some.push_back(all.back());
    return some;
}

std::vector<Packing> best(std::vector<Packing> all, std::size_t most) {
    std::vector<Size> sizes;
    sizes.reserve(all.size());
    for (const Packing& packing : all) sizes.push_back(packing.size);
    std::vector<Packing> kept;
    for (const std::size_t i : worthKeeping(sizes, most)) kept.push_back(std::move(all[i]));
    return kept;
}

}  // namespace

double drawnScale(Size size) {
    return std::min(kWide / std::max(size.width, 1.0), kHigh / std::max(size.height, 1.0));
}

std::vector<std::size_t> worthKeeping(const std::vector<Size>& sizes, std::size_t most) {
    std::vector<std::size_t> order(sizes.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return std::pair(sizes[a].width, sizes[a].height) <
               std::pair(sizes[b].width, sizes[b].height);
    });
    std::vector<std::size_t> kept;
    for (const std::size_t i : order) {
        if (kept.empty() || sizes[i].height < sizes[kept.back()].height) kept.push_back(i);
    }
    while (kept.size() > std::max<std::size_t>(most, 2)) {
        std::size_t nearest = 1;
        double least = std::numeric_limits<double>::max();
        for (std::size_t i = 1; i + 1 < kept.size(); ++i) {
            const double distance = logAspect(sizes[kept[i + 1]]) - logAspect(sizes[kept[i - 1]]);
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(nearest));
    }
    return kept;
}

std::vector<Packing> packRows(const std::vector<PackItem>& items, double gap, std::size_t most) {
    std::vector<Packing> all;
    if (items.empty()) return all;
    for (const double itemAspect : kAspects) {
        std::vector<std::size_t> picks;
        double area = 0;
        double total = -gap;
        double widest = 0;
        for (const PackItem& item : items) {
            picks.push_back(nearestShape(item, itemAspect));
            const Size& size = item.shapes[picks.back()];
            area += (size.width + gap) * (size.height + gap + item.headroom);
            total += size.width + gap;
            widest = std::max(widest, size.width);
        }
        std::vector<double> widths = {widest, total};
        for (const double aspect : kAspects) widths.push_back(std::sqrt(area * aspect));
        for (const double width : widths) {
            all.push_back(inRows(items, picks, gap, std::max(width, widest), false));
        }
    }
    return best(std::move(all), most);
}

std::vector<Packing> packBelow(const std::vector<PackItem>& items, double gap, double width) {
    std::vector<Packing> all;
    for (const double height : extentsOf(items, &Size::height)) {
        std::vector<std::size_t> picks;
        picks.reserve(items.size());
        for (const PackItem& item : items) {
            picks.push_back(largestWithin(item, height, &Size::height));
        }
        all.push_back(inRows(items, std::move(picks), gap, width, true));
    }
    return best(std::move(all), kMostSteps);
}

std::vector<Packing> packBeside(const std::vector<PackItem>& items, double gap, double height) {
    std::vector<Packing> all;
    for (const double width : extentsOf(items, &Size::width)) {
        std::vector<std::size_t> picks;
        picks.reserve(items.size());
        for (const PackItem& item : items) {
            picks.push_back(largestWithin(item, width, &Size::width));
        }
        all.push_back(inColumns(items, std::move(picks), gap, height));
    }
    return best(std::move(all), kMostSteps);
}

}  // namespace archivolt
