#include <array>
#include <cmath>

#include "render/layout/arrange.h"

namespace archivolt {

namespace {

constexpr double kOutsideGap = 36;
constexpr std::size_t kOutsideRows = 10;
constexpr double kShelfHeading = 30;
constexpr double kShelfPadding = 12;
constexpr std::size_t kShelfColumns = 8;
constexpr std::size_t kEngineMembers = 400;  // Above this many the rule places, edges or not.
constexpr std::size_t kMostShapes = 10;
constexpr double kLeftIsUsual = 1.1;  // How much larger a drawing must be to break a custom.

constexpr std::array kShelfAspects = {0.7, 1.2, 1.8, 2.6, 1e9};

/// Returns the area that items take in their most compact shapes, gaps included.
double areaOf(const std::vector<PackItem>& items) {
    double area = 0;
    for (const PackItem& item : items) {
        double least = 1e18;
        for (const Size& size : item.shapes) {
            least = std::min(least, (size.width + kShelfGap) * (size.height + kShelfGap));
        }
        area += least;
    }
    return area;
}

}  // namespace

std::vector<PackItem> Arranger::packItems(const std::vector<BoxIndex>& boxes) const {
    std::vector<PackItem> items;
    for (const BoxIndex box : boxes) {
        PackItem item;
        item.headroom = headroom(box);
        for (const Shape& shape : m_shapes[box]) item.shapes.push_back(shape.size);
        if (item.shapes.empty()) item.shapes.push_back({m_rects[box].width, m_rects[box].height});
        items.push_back(std::move(item));
    }
    return items;
}

void Arranger::take(const std::vector<BoxIndex>& boxes, const Packing& packing, Point origin,
                    Shape& shape) const {
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        Rect rect = packing.places[i];
        if (isNode(at(boxes[i]).kind)) {
            rect.width = m_rects[boxes[i]].width;
            rect.height = m_rects[boxes[i]].height;
        }
        rect.x += origin.x;
        rect.y += origin.y;
        shape.places.emplace_back(boxes[i], rect);
        shape.picks.emplace_back(boxes[i], packing.picks[i]);
    }
    shape.size.width = std::max(shape.size.width, origin.x + packing.size.width);
    shape.size.height = std::max(shape.size.height, origin.y + packing.size.height);
}

void Arranger::shapeShelf(BoxIndex box) {
    const auto& items = m_children[box];
    Size cell;
    for (const BoxIndex item : items) {
        if (!m_shapes[item].empty()) {
            realize(item, 0);
            m_rects[item].width = m_shapes[item].front().size.width;
            m_rects[item].height = m_shapes[item].front().size.height;
        }
        cell.width = std::max(cell.width, m_rects[item].width);
        cell.height = std::max(cell.height, m_rects[item].height);
    }
    const double heading = titleWidth(box) + 2 * kShelfPadding;
    const double gap = cell.height <= kChipHeight ? 6 : 10;
    if (hasOldPlaces(items)) {
        Shape shape;
        for (const BoxIndex item : items) {
            // Items of one column were stretched to its width.
            if (stayed(item))
                m_rects[item].width = std::max(m_rects[item].width, oldPlace(item).width);
        }
        const Size used = keepPlaces(items, {kShelfPadding, kShelfHeading}, gap, 0);
        shape.size = {std::max(used.width + kShelfPadding, heading), used.height + kShelfPadding};
        shape.places = placesWithin(box);
        shape.choice = oldChoice(box).value_or(0);
        m_shapes[box].push_back(std::move(shape));
        return;
    }
    const PlacementJob job = jobOf(box);
    if (!job.edges.empty() && items.size() <= kEngineMembers) {
        Shape shape;
        shape.size = measureEdges(box, job, kShelfHeading + 4);
        shape.size.width = std::max(shape.size.width, heading);
        shape.places = placesWithin(box);
        keepShapes(box, {std::move(shape)}, 1);
        return;
    }
    std::vector<Shape> all;
    const std::size_t count = std::max<std::size_t>(items.size(), 1);
    std::size_t before = 0;
    for (std::size_t columns = 1; columns <= std::min(count, kShelfColumns * 4); ++columns) {
        const std::size_t perColumn = (count + columns - 1) / columns;
        const bool many = columns > kShelfColumns && columns % 4 != 0;
        if (perColumn == before || many) continue;
        before = perColumn;
        Shape shape;
        shape.size = {heading, kShelfHeading + (items.empty() ? kShelfPadding : 0)};
        for (std::size_t i = 0; i < items.size(); ++i) {
            Rect& rect = m_rects[items[i]];
            if (isNode(at(items[i]).kind)) rect.width = cell.width;
            const auto column = i / perColumn;
            rect.x = kShelfPadding + static_cast<double>(column) * (cell.width + kGap);
            rect.y = kShelfHeading + static_cast<double>(i % perColumn) * (cell.height + gap);
            shape.size.width = std::max(shape.size.width, right(rect) + kShelfPadding);
            shape.size.height = std::max(shape.size.height, bottom(rect) + kShelfPadding);
        }
        shape.places = placesWithin(box);
        shape.choice = static_cast<std::uint32_t>(columns);
        all.push_back(std::move(shape));
    }
    keepShapes(box, std::move(all), kShelfColumns * 4);
}

void Arranger::shapeOutside(BoxIndex box) {
    double width = 0;
    for (const BoxIndex child : m_children[box]) width = std::max(width, m_rects[child].width);
    for (const bool flat : {false, true}) {
        Shape shape;
        std::size_t slot = 0;
        for (const BoxIndex child : m_children[box]) {
            if (isLoosePlaced(child)) continue;
            const std::size_t across = flat ? slot % kOutsideRows : slot / kOutsideRows;
            const std::size_t down = flat ? slot / kOutsideRows : slot % kOutsideRows;
            const Rect rect{static_cast<double>(across) * (width + 2 * kGap),
                            static_cast<double>(down) * (kNodeHeight + kOutsideGap), width,
                            kNodeHeight};
            shape.places.emplace_back(child, rect);
            shape.size.width = std::max(shape.size.width, right(rect));
            shape.size.height = std::max(shape.size.height, bottom(rect));
            ++slot;
        }
        shape.choice = flat ? 1 : 0;
        m_shapes[box].push_back(std::move(shape));
    }
    settleInShapes(box, {0, 0});
}

void Arranger::settleInShapes(BoxIndex box, Point contentTop) {
    const bool any =
        std::ranges::any_of(m_children[box], [&](BoxIndex c) { return isLoosePlaced(c); });
    if (!any) return;
    std::vector<std::pair<BoxIndex, std::size_t>> picks;
    for (const BoxIndex child : m_children[box]) {
        const bool frame = isLoosePlaced(child) && !m_shapes[child].empty();
        if (frame) picks.emplace_back(child, takeSquarest(child));
    }
    for (Shape& shape : m_shapes[box]) {
        shape.picks.insert(shape.picks.end(), picks.begin(), picks.end());
        for (const auto& [child, rect] : shape.places) m_rects[child] = rect;
        shape.size = settlePlaced(box, shape.size, contentTop);
        for (const BoxIndex child : m_children[box]) {
            const bool placed = isLoosePlaced(child) && at(child).kind != BoxKind::Gateway;
            if (placed) shape.places.emplace_back(child, m_rects[child]);
        }
    }
}

double Arranger::gapBetween(const std::vector<BoxIndex>& blocks) const {
    double gap = kBlockGap;
    for (const Link& link : m_diagram.links) {
        const bool joins = !link.label.empty() &&
                           std::ranges::find(blocks, link.from) != blocks.end() &&
                           std::ranges::find(blocks, link.to) != blocks.end();
        // The name of a peering leaves some of its line to be seen on both sides.
        if (joins) gap = std::max(gap, onGrid(m_measure(link.label, fonts::kLabel)) + kBlockGap);
    }
    return gap;
}

void Arranger::shapeRegion(BoxIndex box) {
    std::vector<BoxIndex> blocks;
    std::vector<BoxIndex> shelves;
    for (const BoxIndex child : m_children[box]) {
        if (isLoosePlaced(child)) continue;
        const bool onShelf = at(child).kind == BoxKind::Shelf || isNode(at(child).kind);
        (onShelf ? shelves : blocks).push_back(child);
    }
    const Point origin{kPadding, kTitleHeight + 4};
    blocks.insert(blocks.end(), shelves.begin(), shelves.end());
    if (hasOldPlaces(blocks)) {
        keepBlocks(box, blocks, origin);
        return;
    }
    blocks.resize(blocks.size() - shelves.size());
    const auto shelfItems = packItems(shelves);
    std::vector<Shape> all;
    const auto finish = [&](Shape shape) {
        shape.size.width = std::max(shape.size.width + kPadding, firstLine(box));
        shape.size.height = std::max(shape.size.height, origin.y) + kPadding;
        all.push_back(std::move(shape));
    };
    if (blocks.empty()) {
        for (const Packing& packing : packRows(shelfItems, kShelfGap, kMostShapes)) {
            Shape shape;
            take(shelves, packing, origin, shape);
            finish(std::move(shape));
        }
    }
    const auto blockItems = packItems(blocks);
    for (const Packing& packing : packRows(blockItems, gapBetween(blocks), kMostShapes)) {
        Shape main;
        take(blocks, packing, origin, main);
        if (shelves.empty()) {
            finish(std::move(main));
            continue;
        }
        const double first = origin.y + blockItems.front().headroom;
        // As high or wide as the frames are, or as all together would like to be.
        const double area = main.size.width * main.size.height + areaOf(shelfItems);
        for (const double aspect : kShelfAspects) {
            const double high = std::max(main.size.height - first, std::sqrt(area / aspect));
            for (const Packing& beside : packBeside(shelfItems, kShelfGap, high)) {
                Shape shape = main;
                take(shelves, beside, {main.size.width + kBlockGap - kShelfGap, first}, shape);
                finish(std::move(shape));
            }
            const double wide = std::max(main.size.width - origin.x, std::sqrt(area * aspect));
            for (const Packing& below : packBelow(shelfItems, kShelfGap, std::min(wide, 1e6))) {
                Shape shape = main;
                take(shelves, below, {origin.x, main.size.height + kBlockGap - kShelfGap}, shape);
                finish(std::move(shape));
            }
        }
    }
    if (all.empty()) finish(Shape{});
    keepShapes(box, std::move(all), kMostShapes);
    settleInShapes(box, origin);
}

void Arranger::shapeCanvas(BoxIndex box) {
    std::vector<BoxIndex> regions;
    BoxIndex outside = kNoBox;
    for (const BoxIndex child : m_children[box]) {
        if (at(child).kind == BoxKind::Outside) {
            outside = child;
        } else if (!isLoosePlaced(child)) {
            regions.push_back(child);
        }
    }
    const bool anyOutside = outside != kNoBox && !m_children[outside].empty();
    const bool kept = hasOldPlaces(regions);
    auto packings = packRows(packItems(regions), kBlockGap, kMostShapes * 2);
    if (packings.empty()) packings.emplace_back();
    if (kept) {
        keepCanvas(box, outside, regions);
        return;
    }
    double best = -1;
    for (const Packing& packing : packings) {
        for (std::size_t flat = 0; flat < (anyOutside ? 2U : 1U); ++flat) {
            Shape shape;
            Point origin{kCanvasMargin, kCanvasMargin};
            if (outside != kNoBox) {
                const Size size = m_shapes[outside][flat].size;
                // Beside the first Region's gateways, below its title line; or above it all.
                Rect rect{origin.x, origin.y, size.width, size.height};
                if (flat == 0) rect.y += kTitleHeight + 8;
                shape.places.emplace_back(outside, rect);
                shape.picks.emplace_back(outside, flat);
                if (anyOutside && flat == 0) origin.x = right(rect) + kOutsideToRegion;
                if (anyOutside && flat == 1) origin.y = bottom(rect) + kOutsideToRegion;
                shape.size = {right(rect), bottom(rect)};
            }
            take(regions, packing, origin, shape);
            shape.size.width += kCanvasMargin;
            shape.size.height += kCanvasMargin;
            const double scale = drawnScale(shape.size) * (flat == 0 ? kLeftIsUsual : 1);
            if (scale <= best) continue;
            best = scale;
            shape.choice = flat == 1 ? kFlatBit : 0;
            m_shapes[box].clear();
            m_shapes[box].push_back(std::move(shape));
        }
    }
    settleInShapes(box, {kCanvasMargin, kCanvasMargin});
}

}  // namespace archivolt
