#include "model/repair/repair.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "model/repair/edit_maker.h"

namespace archivolt {

namespace {

/// How often mending may bring something new to light: an address, then a route, then a filter…
constexpr int kMaxRounds = 8;
/// How many ways of opening are tried.
constexpr int kMaxRuns = 12;

/// A design on the way to being repaired.
struct Draft {
    std::size_t stepsBefore = 0;  ///< How many had been made when it did not yet suffice.
    Design design;
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const Reachability> reachability;
    std::vector<RepairStep> steps;
};

/// What one run through the rounds came to.
struct Run {
    std::optional<Draft> fixed;
    std::map<std::string, std::size_t> alternatives;  ///< Of each site met, how many there are.
    std::vector<std::string> cannot;
};

/// Leaves of each thing to be mended the ways that only let more through where packets are looked
/// at already.
void keepFilters(std::vector<Mending>& mendings) {
    const auto isFilter = [](const RuleChange& change) {
        return std::holds_alternative<AddGroupRule>(change) ||
               std::holds_alternative<AddAclEntry>(change);
    };
    for (Mending& mending : mendings) {
        const bool had = !mending.alternatives.empty();
        std::erase_if(mending.alternatives, [&](const std::vector<RuleChange>& changes) {
            return !std::ranges::all_of(changes, isFilter);
        });
        if (had && mending.alternatives.empty()) {
            mending.cannot = "no rule of a group and no entry of an ACL opens it";
        }
    }
}

class Repairer {
public:
    Repairer(const RepairSubject& subject, const ReachQuestion& question,
             const RepairOptions& options)
        : m_subject(subject),
          m_question(question),
          m_options(options),
          m_comparison(subject.reachability, question) {
        if (options.rejections) {
            m_rejected = options.rejections(subject.design, subject.resolved);
        }
    }

    /// Of what passes in part already, to open another part is no repair.
    void mayOpenAPart(bool may) { m_mayBeInPart = may; }

    std::vector<Repair> open(std::vector<std::string>& cannot) {
        using Choices = std::map<std::string, std::size_t>;
        std::vector<Choices> pending = {{}};
        std::set<Choices> tried;
        std::vector<Repair> found;
        Choices best;
        for (int runs = 0; runs < kMaxRuns && !pending.empty();) {
            const Choices choices = pending.front();
            pending.erase(pending.begin());
            if (!tried.insert(choices).second) continue;
            ++runs;
            Run run = openOnce(choices);
            if (run.fixed) {
                const Draft draft = withoutNeedless(*std::move(run.fixed));
                if (choices.empty() && isRejected(draft)) {
                    run.cannot.push_back("AWS would reject what the edits would leave");
                    cannot = run.cannot;
                }
                addRepair(RepairEffect::Opens, draft, found);
            } else if (choices.empty()) {
                cannot = run.cannot;
            }
            if (choices.size() > 1) continue;
            // One site after another is mended otherwise.
            for (const auto& [site, count] : run.alternatives) {
                if (choices.contains(site)) continue;
                for (std::size_t i = 1; i < count; ++i) {
                    Choices other = choices;
                    other[site] = i;
                    pending.push_back(std::move(other));
                }
            }
        }
        if (found.empty() && m_mayBeInPart && !cannot.empty()) openInPart(cannot.front(), found);
        if (!found.empty()) cannot.clear();
        return found;
    }

    std::vector<Repair> close() {
        std::vector<Repair> found;
        for (const std::vector<RuleChange>& plan :
             closingChanges(m_subject.reachability, m_question)) {
            std::vector<RuleChange> fewest = plan;
            auto draft = closedBy(fewest);
            if (!draft) continue;
            for (std::size_t i = fewest.size(); fewest.size() > 1 && i-- > 0;) {
                std::vector<RuleChange> fewer = fewest;
                fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
                // What a plan puts back it puts back on purpose.
                if (std::holds_alternative<AddGroupRule>(fewest[i])) continue;
                auto less = closedBy(fewer);
                if (!less) continue;
                draft = std::move(less);
                fewest = std::move(fewer);
            }
            addRepair(RepairEffect::Closes, *draft, found);
        }
        return found;
    }

private:
    [[nodiscard]] std::optional<ReachQuestion> questionIn(const Reachability& reachability) const {
        ReachQuestion question = m_question;
        auto from = findEndpoint(reachability.network(), m_question.from.name);
        auto to = findEndpoint(reachability.network(), m_question.to.name);
        if (!from || !to) return std::nullopt;
        question.from = *std::move(from);
        question.to = *std::move(to);
        return question;
    }

    /// Resolves a design that has just been edited; the last resolution is reused.
    void resolveAgain(Draft& draft) const {
        draft.resolved = resolve(draft.design, *draft.resolved);
        const Reachability* last =
            draft.reachability ? draft.reachability.get() : &m_subject.reachability;
        draft.reachability =
            std::make_shared<const Reachability>(draft.resolved->architecture, last);
    }

    [[nodiscard]] Draft start() const {
        Draft draft;
        draft.design = m_subject.design;
        draft.resolved = std::make_shared<const ResolvedDesign>(m_subject.resolved);
        return draft;
    }

    /// Mends what can be mended where `rest` stays in the way, if something passes then.
    void openInPart(const std::string& rest, std::vector<Repair>& found) {
        m_inPart = true;
        Run run = openOnce({});
        if (run.fixed) {
            const Draft draft = withoutNeedless(*std::move(run.fixed));
            addRepair(RepairEffect::Opens, draft, found);
            for (Repair& repair : found) {
                repair.stillClosed = rest;
                repair.steps.back() += fmt::format(", which opens a part: {}", rest);
            }
        }
        m_inPart = false;
    }

    /// Says whether an answer is what opening is to come to.
    [[nodiscard]] bool isOpen(Verdict verdict) const {
        return verdict == Verdict::Reachable || (m_inPart && verdict == Verdict::Partial);
    }

    Run openOnce(const std::map<std::string, std::size_t>& choices) const {
        Run run;
        Draft draft = start();
        const Reachability* now = &m_subject.reachability;
        std::set<std::string> mended;
        for (int round = 0; round < kMaxRounds; ++round) {
            const auto question = questionIn(*now);
            if (!question) return run;
            if (round > 0 && isOpen(reach(*now, *question).verdict)) {
                run.fixed = std::move(draft);
                return run;
            }
            EditMaker maker(draft.design, *draft.resolved);
            std::vector<Mending> mendings = openingChanges(*now, *question);
            if (m_options.filtersAlone) keepFilters(mendings);
            const bool all = mend(mendings, choices, maker, mended, run);
            if (!all && (!m_inPart || maker.steps().empty())) return run;
            draft.design = maker.design();
            draft.stepsBefore = draft.steps.size();
            draft.steps.insert(draft.steps.end(), maker.steps().begin(), maker.steps().end());
            resolveAgain(draft);
            now = draft.reachability.get();
        }
        return run;
    }

    /// Mends all that stands in the way now; false where something can't be mended.
    static bool mend(const std::vector<Mending>& mendings,
                     const std::map<std::string, std::size_t>& choices, EditMaker& maker,
                     std::set<std::string>& mended, Run& run) {
        bool all = !mendings.empty();
        if (mendings.empty()) run.cannot.emplace_back("nothing that an edit changes stops it");
        for (const Mending& mending : mendings) {
            if (mending.alternatives.empty()) {
                run.cannot.push_back(mending.cannot);
                all = false;
                continue;
            }
            if (!mended.insert(mending.site).second) {
                run.cannot.push_back(
                    fmt::format("what stops it is still there after an edit: {}", mending.site));
                all = false;
                continue;
            }
            run.alternatives[mending.site] = mending.alternatives.size();
            const auto choice = choices.find(mending.site);
            const std::size_t first = choice == choices.end() ? 0 : choice->second;
            if (!mendOne(mending, first, maker, run)) all = false;
        }
        return all;
    }

    static bool mendOne(const Mending& mending, std::size_t first, EditMaker& maker, Run& run) {
        std::string why;
        for (std::size_t i = first; i < mending.alternatives.size(); ++i) {
            EditMaker attempt = maker;
            bool made = true;
            for (const RuleChange& change : mending.alternatives[i]) {
                const auto result = attempt.make(change);
                made = made && result.has_value();
                if (!result && why.empty()) why = result.error().message;
            }
            if (!made) continue;
            maker.take(std::move(attempt));
            return true;
        }
        run.cannot.push_back(why);
        return false;
    }

    [[nodiscard]] std::optional<Draft> closedBy(const std::vector<RuleChange>& plan) const {
        EditMaker maker(m_subject.design, m_subject.resolved);
        // The items of a list go from the last to the first, so that their places stay right.
        std::vector<RuleChange> ordered = plan;
        const auto others = std::stable_partition(
            ordered.begin(), ordered.end(),
            [](const RuleChange& one) { return std::holds_alternative<RemoveGroupRule>(one); });
        std::sort(ordered.begin(), others, [](const RuleChange& a, const RuleChange& b) {
            return std::get<RemoveGroupRule>(b).origin < std::get<RemoveGroupRule>(a).origin;
        });
        for (const RuleChange& change : ordered) {
            if (!maker.make(change)) return std::nullopt;
        }
        Draft draft = start();
        draft.design = maker.design();
        draft.steps = maker.steps();
        resolveAgain(draft);
        const auto question = questionIn(*draft.reachability);
        if (!question) return std::nullopt;
        if (reach(*draft.reachability, *question).verdict != Verdict::Blocked) return std::nullopt;
        return draft;
    }

    static std::vector<Edit> editsOf(const std::vector<RepairStep>& steps) {
        std::vector<Edit> edits;
        for (const RepairStep& step : steps) {
            edits.insert(edits.end(), step.edits.begin(), step.edits.end());
        }
        return edits;
    }

    static Repair repairOf(RepairEffect effect, const std::vector<RepairStep>& steps) {
        Repair repair;
        repair.effect = effect;
        repair.edits = editsOf(steps);
        for (const RepairStep& step : steps) repair.steps.push_back(step.text);
        return repair;
    }

    /// Returns the design after these steps, if they still fit it and open what was asked.
    [[nodiscard]] std::optional<Draft> openedBy(std::vector<RepairStep> steps) const {
        auto design = applyAll(m_subject.design, editsOf(steps));
        if (!design) return std::nullopt;
        Draft draft = start();
        draft.design = *std::move(design);
        draft.steps = std::move(steps);
        resolveAgain(draft);
        const auto question = questionIn(*draft.reachability);
        if (!question) return std::nullopt;
        if (!isOpen(reach(*draft.reachability, *question).verdict)) return std::nullopt;
        return draft;
    }

    /// Leaves out the steps that others make needless, the last first. One that was made alone at
    /// last, because those before it did not suffice, is needed.
    [[nodiscard]] Draft withoutNeedless(Draft draft) const {
        std::size_t end = draft.steps.size();
        if (draft.stepsBefore + 1 == end) --end;
        for (std::size_t i = end; draft.steps.size() > 1 && i-- > 0;) {
            std::vector<RepairStep> fewer = draft.steps;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            if (auto less = openedBy(std::move(fewer))) draft = *std::move(less);
        }
        return draft;
    }

    /// Says whether AWS would reject more of a draft than of the design as it was.
    [[nodiscard]] bool isRejected(const Draft& draft) const {
        if (!m_options.rejections) return false;
        const auto now = m_options.rejections(draft.design, *draft.resolved);
        return !std::ranges::includes(m_rejected, now);
    }

    void addRepair(RepairEffect effect, const Draft& draft, std::vector<Repair>& found) {
        Repair repair = repairOf(effect, draft.steps);
        const auto same = [&](const Repair& other) { return other.edits == repair.edits; };
        if (std::ranges::any_of(found, same) || isRejected(draft)) return;
        repair.alsoChanges = m_comparison.changesIn(*draft.reachability);
        found.push_back(std::move(repair));
    }

    const RepairSubject& m_subject;
    const ReachQuestion& m_question;
    const RepairOptions& m_options;
    std::vector<std::string> m_rejected;  ///< Of the design as it was.
    bool m_mayBeInPart = false;
    bool m_inPart = false;  ///< A part of what was asked is enough.
    MatrixComparison m_comparison;
};

void keepBest(std::vector<Repair> found, std::size_t most, std::vector<Repair>& repairs) {
    std::ranges::stable_sort(found, {}, [](const Repair& repair) {
        return std::pair(countPairs(repair.alsoChanges), repair.edits.size());
    });
    if (found.size() > most) found.resize(most);
    for (Repair& repair : found) repairs.push_back(std::move(repair));
}

}  // namespace

Repairs proposeRepairs(const RepairSubject& subject, const ReachQuestion& question,
                       const ReachAnswer& answer, const RepairOptions& options) {
    Repairs result;
    Repairer repairer(subject, question, options);
    const bool specific = question.protocol.has_value() || question.ports != PortSet::all();
    const bool stopped = answer.verdict == Verdict::Blocked || answer.verdict == Verdict::Partial;
    const bool passes = answer.verdict == Verdict::Reachable || answer.verdict == Verdict::Partial;
    if (stopped && specific) {
        repairer.mayOpenAPart(answer.verdict == Verdict::Blocked);
        keepBest(repairer.open(result.cannot), options.mostOpening, result.repairs);
    } else if (answer.verdict == Verdict::Blocked) {
        result.cannot.emplace_back(
            "the question names no protocol and no port: opening everything is seldom wanted");
    }
    if (passes && options.mostClosing > 0) {
        keepBest(repairer.close(), options.mostClosing, result.repairs);
    }
    return result;
}

std::string repairText(const Repair& repair) {
    return fmt::format("{}", fmt::join(repair.steps, "; "));
}

}  // namespace archivolt
