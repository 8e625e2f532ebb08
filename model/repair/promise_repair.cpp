#include "model/repair/promise_repair.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/intents/failing_questions.h"
#include "model/intents/intents.h"
#include "model/reachability/questions/end_name.h"

namespace archivolt {

namespace {

/// Of one design on the way no more questions are repaired than these.
constexpr std::size_t kMostQuestions = 6;
/// Pairs of things that one promise's question is taken apart into.
constexpr std::size_t kMostParts = 24;

/// A design on the way to keeping its promises.
struct PromiseDraft {
    Design design;
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const Reachability> reachability;
    std::vector<Edit> edits;
    std::vector<std::string> steps;
    std::size_t besides = 0;              ///< Other pairs that its repairs open and close.
    std::vector<IntentVerdict> verdicts;  ///< Of all promises, in the design's order.
};

bool isBroken(IntentVerdict verdict) {
    return verdict == IntentVerdict::Broken || verdict == IntentVerdict::Partly;
}

std::string nameOfPromise(const Value& promise, std::size_t index) {
    const Value* name = promise.find("name");
    return name != nullptr && name->isString() ? name->text()
                                               : fmt::format("promise {}", index + 1);
}

class PromiseRepairer {
public:
    PromiseRepairer(const RepairSubject& subject, const RepairOptions& options,
                    const std::stop_token& stop)
        : m_subject(subject),
          m_options(options),
          m_stop(stop),
          m_comparison(subject.reachability, m_nothing) {}

    PromiseRepairs repair() {
        PromiseDraft start;
        start.design = m_subject.design;
        start.resolved = std::make_shared<const ResolvedDesign>(m_subject.resolved);
        start.verdicts = verdictsOf(start.design, m_subject.resolved, m_subject.reachability);
        m_before = start.verdicts;
        if (std::ranges::none_of(m_before, isBroken)) return {};
        search(start);
        if (m_stop.stop_requested()) return {};
        return finish();
    }

private:
    /// Answers of promises that can't be read are Unknown: they stay as they are.
    [[nodiscard]] std::vector<IntentVerdict> verdictsOf(const Design& design,
                                                        const ResolvedDesign& resolved,
                                                        const Reachability& reachability) const {
        const auto& intents = design.intents.items();
        std::vector<IntentVerdict> verdicts;
        for (const Value& promise : intents) {
            Design alone = design;
            alone.intents = Value::list({promise});
            const IntentReport report = checkIntents(alone, resolved, reachability, m_stop);
            verdicts.push_back(report.answers.empty() ? IntentVerdict::Unknown
                                                      : report.answers.front().verdict);
        }
        return verdicts;
    }

    /// Says whether a design keeps all that can be mended, and nothing got worse.
    [[nodiscard]] bool isGoal(const PromiseDraft& draft) const {
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            const IntentVerdict now = draft.verdicts[i];
            const bool mayStay = m_left.contains(i) || m_before[i] == IntentVerdict::Unknown;
            if (now != IntentVerdict::Kept && !(mayStay && now == m_before[i])) return false;
        }
        return true;
    }

    void search(const PromiseDraft& start) {
        // By how many changes were made; of as many, in the order in which they were found.
        std::multimap<std::size_t, PromiseDraft> open;
        findRepairs(start, true, open);
        if (m_left.size() == m_broken) return;
        while (!open.empty() && !m_stop.stop_requested()) {
            const std::size_t changes = open.begin()->first;
            if (m_best && changes >= m_best->steps.size()) return;
            if (m_tries >= kMostPromiseTries) {
                m_isWhole = false;
                return;
            }
            const PromiseDraft draft = std::move(open.begin()->second);
            open.erase(open.begin());
            findRepairs(draft, false, open);
        }
    }

    /// Adds what repairs of a design's broken promises, one by one, make of it.
    void findRepairs(const PromiseDraft& draft, bool isFirst,
                     std::multimap<std::size_t, PromiseDraft>& open) {
        const Reachability& reachability =
            draft.reachability ? *draft.reachability : m_subject.reachability;
        const auto failing = failingQuestions(draft.design, reachability);
        std::set<std::size_t> promises;
        std::set<std::size_t> mendable;
        std::vector<PromiseDraft> found;
        std::size_t asked = 0;
        for (const FailingQuestion& each : failing) {
            promises.insert(each.promise);
            if (m_left.contains(each.promise)) continue;
            for (const FailingQuestion& part : partsOf(reachability, each)) {
                // At first each promise is tried, so that it is known which can be mended.
                const bool isNew = !mendable.contains(each.promise);
                if (asked >= kMostQuestions && !(isFirst && isNew)) {
                    m_isWhole = false;
                    break;
                }
                if (m_tries >= kMostPromiseTries || m_stop.stop_requested()) break;
                ++asked;
                if (repairOne(draft, reachability, part, found)) mendable.insert(each.promise);
            }
        }
        if (isFirst) noteUnmendable(draft, promises, mendable);
        for (PromiseDraft& each : found) {
            if (isGoal(each)) {
                offer(std::move(each));
            } else {
                open.emplace(each.steps.size(), std::move(each));
            }
        }
    }

    void noteUnmendable(const PromiseDraft& draft, const std::set<std::size_t>& asked,
                        const std::set<std::size_t>& mendable) {
        const auto& intents = draft.design.intents.items();
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            if (!isBroken(m_before[i])) continue;
            ++m_broken;
            if (mendable.contains(i)) continue;
            m_left.insert(i);
            const std::string name = nameOfPromise(intents[i], i);
            if (!asked.contains(i)) {
                m_cannot.push_back(fmt::format("`{}` is not about packets", name));
            } else {
                const auto why = m_why.find(i);
                m_cannot.push_back(fmt::format(
                    "`{}`: {}", name, why == m_why.end() ? "no edit mends it" : why->second));
            }
        }
    }

    /// Takes a question apart into one for each pair of things, of those that still fail.
    [[nodiscard]] static std::vector<FailingQuestion> partsOf(const Reachability& reachability,
                                                              const FailingQuestion& whole) {
        const NetworkIndex& network = reachability.network();
        AddressSet sources;
        AddressSet destinations;
        for (const Pass& pass : whole.answer.passes) {
            sources |= pass.source;
            destinations |= pass.destination;
        }
        std::vector<FailingQuestion> parts;
        for (const std::string& from : namesOfParts(network, whole.question.from, sources)) {
            for (const std::string& to : namesOfParts(network, whole.question.to, destinations)) {
                auto sender = findEndpoint(network, from);
                auto receiver = findEndpoint(network, to);
                if (!sender || !receiver || from == to) continue;
                FailingQuestion part = whole;
                part.question.from = *std::move(sender);
                part.question.to = *std::move(receiver);
                part.answer = reach(reachability, part.question);
                const bool fails = whole.opens ? part.answer.verdict != Verdict::Reachable
                                               : !part.answer.passes.empty();
                if (fails) parts.push_back(std::move(part));
                if (parts.size() == kMostParts) return parts;
            }
        }
        return parts;
    }

    /// Adds what each repair of one question makes of a design; says whether there is one.
    bool repairOne(const PromiseDraft& draft, const Reachability& reachability,
                   const FailingQuestion& part, std::vector<PromiseDraft>& found) {
        ++m_tries;
        const Repairs repairs = proposeRepairs({draft.design, *draft.resolved, reachability},
                                               part.question, part.answer, m_options);
        const RepairEffect wanted = part.opens ? RepairEffect::Opens : RepairEffect::Closes;
        bool any = false;
        for (const Repair& repair : repairs.repairs) {
            if (repair.effect != wanted || !repair.stillClosed.empty()) continue;
            any = true;
            PromiseDraft next;
            next.steps = draft.steps;
            next.steps.insert(next.steps.end(), repair.steps.begin(), repair.steps.end());
            if (m_best && next.steps.size() > m_best->steps.size()) continue;
            auto design = applyAll(draft.design, repair.edits);
            if (!design) continue;
            next.design = *std::move(design);
            next.besides = draft.besides + countPairs(repair.alsoChanges);
            next.edits = draft.edits;
            next.edits.insert(next.edits.end(), repair.edits.begin(), repair.edits.end());
            next.resolved = resolve(next.design, *draft.resolved);
            if (isSeen(*next.resolved->architecture)) continue;
            m_seen.push_back(next.resolved->architecture);
            next.reachability =
                std::make_shared<const Reachability>(next.resolved->architecture, &reachability);
            next.verdicts = verdictsOf(next.design, *next.resolved, *next.reachability);
            found.push_back(std::move(next));
        }
        if (any) return true;
        const bool isOpenEnded = !part.question.protocol && part.question.ports == PortSet::all();
        if (part.opens && isOpenEnded) {
            m_why.emplace(part.promise,
                          "it names no protocol and no port: opening everything is seldom wanted");
        } else if (!repairs.cannot.empty()) {
            m_why.emplace(part.promise, repairs.cannot.front());
        }
        return false;
    }

    /// Says whether a network has come about before: the same changes in another order, or one that
    /// takes another one back.
    [[nodiscard]] bool isSeen(const Architecture& now) const {
        return now == *m_subject.resolved.architecture ||
               std::ranges::any_of(m_seen, [&](const auto& other) { return *other == now; });
    }

    /// Keeps a design that keeps the promises, if there is no lesser one.
    void offer(PromiseDraft draft) {
        const auto costOf = [](const PromiseDraft& one) {
            return std::pair(one.steps.size(), one.besides);
        };
        if (!m_best || costOf(draft) < costOf(*m_best)) m_best = std::move(draft);
    }

    PromiseRepairs finish() {
        PromiseRepairs result;
        result.cannot = std::move(m_cannot);
        result.isLeast = m_isWhole || (m_best && m_best->steps.size() == 1);
        if (!m_best) {
            if (m_left.size() < m_broken) {
                result.cannot.emplace_back(
                    m_isWhole ? "no edits keep the promises together: what mends one breaks another"
                              : "no edits that were tried keep the promises together");
            }
            return result;
        }
        PromiseRepair best;
        best.repair = {RepairEffect::Keeps, std::move(m_best->edits), std::move(m_best->steps),
                       m_comparison.changesIn(*m_best->reachability)};
        const auto& intents = m_subject.design.intents.items();
        for (std::size_t i = 0; i < m_before.size(); ++i) {
            if (isBroken(m_before[i]) && m_best->verdicts[i] == IntentVerdict::Kept) {
                best.mended.push_back(nameOfPromise(intents[i], i));
            }
        }
        result.best = std::move(best);
        return result;
    }

    const RepairSubject& m_subject;
    const RepairOptions& m_options;
    const std::stop_token& m_stop;
    ReachQuestion m_nothing;  ///< Nothing is left out of what changes.
    MatrixComparison m_comparison;
    std::vector<IntentVerdict> m_before;
    std::size_t m_broken = 0;
    std::set<std::size_t> m_left;  ///< Broken promises that no edit mends.
    std::map<std::size_t, std::string> m_why;
    std::vector<std::string> m_cannot;
    std::vector<std::shared_ptr<const Architecture>> m_seen;
    std::size_t m_tries = 0;
    bool m_isWhole = true;
    std::optional<PromiseDraft> m_best;
};

}  // namespace

PromiseRepairs repairPromises(const RepairSubject& subject, const RepairOptions& options,
                              const std::stop_token& stop) {
    return PromiseRepairer(subject, options, stop).repair();
}

}  // namespace archivolt
