#include "app/modes/review/review.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "app/modes/reach/reach_overlay.h"
#include "app/modes/reach/reach_words.h"
#include "app/modes/reach/shown_names.h"
#include "model/compare/align.h"
#include "model/reachability/questions/reach.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

std::string promiseName(const Value& promise) {
    const Value* name = promise.find("name");
    return name != nullptr && name->isString() ? name->text() : std::string();
}

/// Returns the later design's promises, then those that the earlier one alone makes.
Value promisesOfBoth(const Design& before, const Design& after) {
    std::vector<Value> all(after.intents.items().begin(), after.intents.items().end());
    for (const Value& promise : before.intents.items()) {
        const bool isThere = std::ranges::any_of(after.intents.items(), [&](const Value& other) {
            return promiseName(other) == promiseName(promise);
        });
        if (!isThere) all.push_back(promise);
    }
    return Value::list(std::move(all));
}

ReviewSide judgedSide(const ReviewInput& input, Design design, const Catalog& catalog,
                      const ReviewSide* earlier, const std::stop_token& stop) {
    ReviewSide side;
    side.name = input.name;
    side.design = std::make_shared<const Design>(std::move(design));
    side.resolved =
        resolve(*side.design, catalog, earlier == nullptr ? nullptr : earlier->resolved.get());
    side.reachability = std::make_shared<const Reachability>(
        side.resolved->architecture, earlier == nullptr ? nullptr : earlier->reachability.get());
    side.promises = checkIntents(*side.design, *side.resolved, *side.reachability, stop);
    return side;
}

std::string valueWords(const std::optional<Value>& value) {
    constexpr std::size_t kLongest = 96;
    if (!value) return "nothing";
    std::string words =
        value->isString()
            ? value->text()
            : toJson(*value).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    if (words.size() <= kLongest) return words;
    std::size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(words[cut]) & 0xC0U) == 0x80U) --cut;
    return words.substr(0, cut) + "…";
}

/// Returns a path for people: without the `Properties` that all have.
std::string pathWords(const Path& path) {
    std::string words = path.toString();
    constexpr std::string_view kProperties = "Properties.";
    if (words.starts_with(kProperties)) words.erase(0, kProperties.size());
    return words.empty() ? "all of it" : words;
}

std::vector<std::string> valueLines(const std::vector<ValueChange>& values) {
    constexpr std::size_t kMost = 12;
    std::vector<std::string> lines;
    for (const ValueChange& change : values) {
        if (lines.size() == kMost) {
            lines.push_back(fmt::format("and {} more", values.size() - kMost));
            break;
        }
        lines.push_back(fmt::format("{}: {} → {}", pathWords(change.path),
                                    valueWords(change.before), valueWords(change.after)));
    }
    return lines;
}

ResourceId resourceNamed(const Design& design, const std::string& stack, const std::string& name) {
    for (const auto& each : design.stacks) {
        if (each->name != stack && design.stacks.size() > 1) continue;
        if (const auto found = each->body.resources.find(std::string_view(name))) return found->id;
    }
    return {};
}

/// Returns the stack that only one of two designs has, as a change of each of its resources.
void addStackChanges(const Design& design, const std::string& name, ChangeKind kind,
                     std::vector<ResourceChange>& changes) {
    const auto stack = design.stack(std::string_view(name));
    if (!stack) return;
    for (const auto& resource : stack->body.resources) {
        changes.push_back({kind, name, resource->logicalId, {}, resource->type(), {}});
    }
}

/// Puts a review together part by part.
class Reviewing {
public:
    Reviewing(const ReviewSubject& subject, std::shared_ptr<const Diagram> drawn)
        : m_subject(subject), m_drawn(std::move(drawn)) {
        m_review.before = subject.before.name;
        m_review.after = subject.after.name;
    }

    Review run() {
        addPromises();
        addPaths();
        addResources();
        std::ranges::stable_sort(m_review.items, {}, &ReviewItem::part);
        addSentence();
        putNames();
        return std::move(m_review);
    }

private:
    void addPromises() {
        for (const IntentAnswer& now : m_subject.after.promises.answers) {
            const auto& earlier = m_subject.before.promises.answers;
            const auto was = std::ranges::find(earlier, now.name, &IntentAnswer::name);
            if (was != earlier.end() && was->verdict == now.verdict) continue;
            const bool isNew = was == earlier.end();
            if (isNew && now.verdict == IntentVerdict::Kept) continue;
            ReviewItem item;
            item.part = ReviewPart::Promises;
            item.title = now.name;
            item.detail = wordOf(now.verdict);
            if (!isNew) item.lines.push_back(fmt::format("it was {}", wordOf(was->verdict)));
            if (!now.why.empty()) item.lines.push_back(now.why);
            item.tone = now.verdict == IntentVerdict::Kept      ? Tone::Pass
                        : now.verdict == IntentVerdict::Unknown ? Tone::Warn
                                                                : Tone::Stop;
            for (const Where& where : now.evidence) {
                addBoxes(item, resourceNamed(*m_subject.after.design, where.stack, where.resource));
            }
            m_review.items.push_back(std::move(item));
        }
    }

    static std::string wordOf(IntentVerdict verdict) {
        switch (verdict) {
            case IntentVerdict::Kept: return "kept";
            case IntentVerdict::Partly: return "kept in part";
            case IntentVerdict::Broken: return "broken";
            case IntentVerdict::Unknown: return "unknown";
        }
        return {};
    }

    void addPaths() {
        const auto scene = [&](const ReviewSide& side) {
            return ReachScene{side.design, side.resolved, side.reachability, m_drawn};
        };
        for (PathNews& news :
             whatChanged(scene(m_subject.before), scene(m_subject.after), kMostReviewedThings)) {
            ReviewItem item;
            item.part = news.opened ? ReviewPart::Opened : ReviewPart::Closed;
            item.title = std::move(news.who);
            item.detail = std::move(news.traffic);
            item.tone = news.opened ? Tone::Pass : Tone::Stop;
            item.pairs = std::move(news.pairs);
            for (const auto& [from, to] : item.pairs) {
                for (const BoxIndex box : {from, to}) {
                    if (std::ranges::find(item.boxes, box) == item.boxes.end()) {
                        item.boxes.push_back(box);
                    }
                }
            }
            m_review.items.push_back(std::move(item));
        }
    }

    void addResources() {
        Comparison comparison =
            compareDesigns(*m_subject.before.resolved, *m_subject.after.resolved);
        for (const std::string& stack : comparison.addedStacks) {
            addStackChanges(*m_subject.after.design, stack, ChangeKind::Added,
                            comparison.resources);
        }
        for (const std::string& stack : comparison.removedStacks) {
            addStackChanges(*m_subject.before.design, stack, ChangeKind::Removed,
                            comparison.resources);
        }
        for (const ResourceChange& change : comparison.resources) addResource(change);
        for (const SectionChange& change : comparison.sections) {
            ReviewItem item;
            item.title = change.section;
            item.detail = "section";
            item.lines = valueLines(change.values);
            item.tone = Tone::Warn;
            m_review.items.push_back(std::move(item));
        }
        m_review.words = std::move(comparison.sentences);
    }

    void addResource(const ResourceChange& change) {
        ReviewItem item;
        item.title = change.logicalId;
        item.detail = change.type;
        item.lines = valueLines(change.values);
        const bool isGone = change.kind == ChangeKind::Removed;
        const Design& design = *(isGone ? m_subject.before : m_subject.after).design;
        switch (change.kind) {
            case ChangeKind::Added:
                item.part = ReviewPart::Added;
                item.tone = Tone::Pass;
                break;
            case ChangeKind::Removed:
                item.part = ReviewPart::Removed;
                item.tone = Tone::Stop;
                break;
            case ChangeKind::Changed: item.tone = Tone::Warn; break;
            case ChangeKind::Renamed:
                item.tone = Tone::Warn;
                item.lines.insert(item.lines.begin(), "it was called " + change.previousId);
                break;
        }
        item.resource = resourceNamed(design, change.stack, change.logicalId);
        addBoxes(item, item.resource);
        m_review.items.push_back(std::move(item));
    }

    /// Adds the boxes that a resource is or that show it.
    void addBoxes(ReviewItem& item, ResourceId resource) const {
        if (!resource) return;
        const BoxIndex own = m_drawn->representedBy(resource);
        auto boxes = own != kNoBox ? std::vector<BoxIndex>{own} : m_drawn->showing(resource);
        for (const BoxIndex box : boxes) {
            if (std::ranges::find(item.boxes, box) == item.boxes.end()) item.boxes.push_back(box);
        }
    }

    void putNames() {
        const ShownNames names({m_subject.after.design.get(), m_subject.before.design.get()});
        if (names.empty()) return;
        names.put(m_review.words);
        for (ReviewItem& item : m_review.items) {
            names.put(item.title);
            names.put(item.lines);
        }
    }

    void addSentence() {
        const auto count = [&](ReviewPart part) {
            return std::ranges::count(m_review.items, part, &ReviewItem::part);
        };
        std::vector<std::string> parts;
        const auto tell = [&](ReviewPart part, const char* one, const char* many) {
            const auto number = count(part);
            if (number > 0) parts.push_back(fmt::format("{} {}", number, number == 1 ? one : many));
        };
        const auto broken = std::ranges::count_if(m_review.items, [](const ReviewItem& item) {
            return item.part == ReviewPart::Promises && item.tone == Tone::Stop;
        });
        if (broken > 0) {
            parts.push_back(
                fmt::format("{} {} broken", broken, broken == 1 ? "promise" : "promises"));
        }
        tell(ReviewPart::Opened, "path opened", "paths opened");
        tell(ReviewPart::Closed, "path closed", "paths closed");
        tell(ReviewPart::Added, "resource added", "resources added");
        tell(ReviewPart::Removed, "resource removed", "resources removed");
        tell(ReviewPart::Changed, "changed", "changed");
        if (m_review.items.empty()) {
            m_review.sentence = "The two say the same.";
            return;
        }
        m_review.sentence = fmt::format("{}", fmt::join(parts, ", "));
        if (parts.empty()) m_review.sentence = "promises are answered otherwise";
    }

    const ReviewSubject& m_subject;
    std::shared_ptr<const Diagram> m_drawn;
    Review m_review;
};

void concernAround(Overlay& overlay, BoxIndex box, const Diagram& diagram) {
    for (; box != kNoBox && box != 0; box = diagram.boxes[box].parent) {
        overlay.concerned->insert(box);
    }
}

/// How a box is marked by something that differs.
struct ReviewMark {
    Tone tone = Tone::Neutral;
    const char* sign = "";
    bool isFramed = true;
};

const char* reviewSign(ReviewPart part) {
    switch (part) {
        case ReviewPart::Added: return "+";
        case ReviewPart::Removed: return "−";
        case ReviewPart::Changed: return "~";
        case ReviewPart::Promises: return "!";
        case ReviewPart::Opened:
        case ReviewPart::Closed: return "";
    }
    return "";
}

/// Says how an item marks a box. What only shows a thing that came or went (a subnet its ACL) did
/// neither itself: it is changed. A promise marks what it is about and tints nothing, since nothing
/// happened to that.
ReviewMark markOf(const ReviewItem& item, BoxIndex box, const Diagram& diagram) {
    if (item.part == ReviewPart::Promises) return {item.tone, reviewSign(item.part), false};
    const bool isItself = diagram.boxes[box].resource == item.resource;
    if (isItself) return {item.tone, reviewSign(item.part), true};
    return {Tone::Warn, reviewSign(ReviewPart::Changed), isNode(diagram.boxes[box].kind)};
}

}  // namespace

std::string_view headingOf(ReviewPart part) {
    switch (part) {
        case ReviewPart::Promises: return "Promises";
        case ReviewPart::Opened: return "Paths opened";
        case ReviewPart::Closed: return "Paths closed";
        case ReviewPart::Added: return "Added";
        case ReviewPart::Removed: return "Removed";
        case ReviewPart::Changed: return "Changed";
    }
    return {};
}

std::optional<ReviewSubject> prepareReview(const ReviewInput& before, const ReviewInput& after,
                                           const Catalog& catalog, const std::stop_token& stop) {
    Design first = withLogicalIds(namedAs(*before.design, *after.design), *after.design);
    Design second = alignedWith(first, withLogicalIds(*after.design, first));
    first.intents = promisesOfBoth(first, second);
    second.intents = promisesOfBoth(first, second);
    ReviewSubject subject;
    subject.before = judgedSide(before, std::move(first), catalog, nullptr, stop);
    if (stop.stop_requested()) return {};
    subject.after = judgedSide(after, std::move(second), catalog, &subject.before, stop);
    if (stop.stop_requested()) return {};
    subject.both =
        std::make_shared<const Design>(bothOf(*subject.before.design, *subject.after.design));
    subject.resolvedBoth = resolve(*subject.both, catalog, subject.after.resolved.get());
    return subject;
}

Review reviewOf(const ReviewSubject& subject, std::shared_ptr<const Diagram> drawn) {
    return Reviewing(subject, std::move(drawn)).run();
}

Overlay overlayOf(const Review& review, const Diagram& diagram, std::optional<std::size_t> chosen) {
    Overlay overlay;
    if (review.items.empty()) return overlay;
    overlay.concerned.emplace();
    std::vector<PathNews> paths;
    std::set<BoxIndex> framed;
    std::set<BoxIndex> signedBoxes;  // One sign each; promises come first.
    for (std::size_t i = 0; i < review.items.size(); ++i) {
        if (chosen && *chosen != i) continue;
        const ReviewItem& item = review.items[i];
        for (const BoxIndex box : item.boxes) concernAround(overlay, box, diagram);
        if (!item.pairs.empty()) {
            paths.push_back({item.part == ReviewPart::Opened, {}, {}, {}, item.pairs});
            continue;
        }
        if (item.part == ReviewPart::Opened || item.part == ReviewPart::Closed) continue;
        for (const BoxIndex box : item.boxes) {
            const ReviewMark mark = markOf(item, box, diagram);
            if (mark.isFramed && framed.insert(box).second) {
                overlay.highlights.push_back({box, mark.tone, {}});
            }
            if (!signedBoxes.insert(box).second) continue;
            overlay.badges.push_back({box, mark.tone, mark.sign});
        }
    }
    addNews(overlay, paths, diagram);
    return overlay;
}

}  // namespace archivolt
