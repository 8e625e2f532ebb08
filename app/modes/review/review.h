#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/modes/reach/path_news.h"
#include "model/catalog/catalog.h"
#include "model/compare/compare.h"
#include "model/intents/intents.h"
#include "render/scene/build_scene.h"

namespace archivolt {

/// A design that is reviewed, and what the review calls it: `the last save`, `shop.yaml`.
struct ReviewInput {
    std::string name;
    std::shared_ptr<const Design> design;
};

/// One of the two designs with what is said of it.
struct ReviewSide {
    std::string name;
    std::shared_ptr<const Design> design;
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const Reachability> reachability;
    IntentReport promises;
};

/// Two designs as snapshots of one history, and a third that has the things of both, to be drawn.
///
/// Each is asked the promises of both, by name; one that both make counts as the later one says.
struct ReviewSubject {
    ReviewSide before;
    ReviewSide after;
    std::shared_ptr<const Design> both;
    std::shared_ptr<const ResolvedDesign> resolvedBoth;
};

/// Judges two designs for a review; nothing when asked to stop.
[[nodiscard]] std::optional<ReviewSubject> prepareReview(const ReviewInput& before,
                                                         const ReviewInput& after,
                                                         const Catalog& catalog,
                                                         const std::stop_token& stop = {});

/// The parts of a review, in the order in which they are read.
enum class ReviewPart : std::uint8_t {
    Promises,  ///< Those that are answered otherwise.
    Opened,
    Closed,
    Added,
    Removed,
    Changed,
};
/// Returns the heading of a part: `Paths opened`.
[[nodiscard]] std::string_view headingOf(ReviewPart part);

/// One thing that differs.
struct ReviewItem {
    ReviewPart part = ReviewPart::Changed;
    std::string title;               ///< `Bastion → OrdersDb`, `DbGroup`.
    std::string detail;              ///< `tcp 5432`, `security group`.
    std::vector<std::string> lines;  ///< Each value before and after.
    Tone tone = Tone::Neutral;
    std::vector<BoxIndex> boxes;  ///< Where it shows on the drawing of both.
    std::vector<std::pair<BoxIndex, BoxIndex>> pairs;
    ResourceId resource;  ///< None for paths and promises.
};

/// How two designs differ, ready to be shown and printed.
struct Review {
    std::string before;
    std::string after;
    std::string sentence;            ///< Counts what there is.
    std::vector<std::string> words;  ///< What the differences mean, a phrase each.
    std::vector<ReviewItem> items;   ///< By part.
};

/// Compares the sides of a subject; `drawn` is the diagram of both.
///
/// Of more new things than `kMostReviewedThings`, and of as many that are gone, the paths are told
/// by number.
[[nodiscard]] Review reviewOf(const ReviewSubject& subject, std::shared_ptr<const Diagram> drawn);
inline constexpr std::size_t kMostReviewedThings = 64;

/// Marks a review on the drawing of both: what was added, removed and changed, and the paths; of
/// one item alone where `chosen` says which.
[[nodiscard]] Overlay overlayOf(const Review& review, const Diagram& diagram,
                                std::optional<std::size_t> chosen = {});

/// Returns the review as a page of HTML that needs nothing else: the picture, then all items.
///
/// `picture` is an SVG document, or empty. Texts of designs are escaped; nothing runs or is
/// fetched.
[[nodiscard]] std::string reviewHtml(const Review& review, std::string_view picture);

}  // namespace archivolt
