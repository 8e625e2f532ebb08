#include "model/reachability/questions/ways_of_names.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "model/reachability/questions/name_questions.h"

namespace archivolt {

namespace {

/// Asks by every way that a name may lead, and puts the answers together.
class WayAsker {
public:
    WayAsker(const Reachability& reachability, const ReachQuestion& question)
        : m_reachability(reachability), m_question(question) {}

    ReachAnswer answer() {
        for (const Endpoint& way : m_question.to.ways) {
            ReachQuestion one = m_question;
            one.to = way;
            m_ways.push_back({&way, reach(m_reachability, one), isAnswered(one)});
        }
        // Where some records answer the sender, those that don't answer are not looked at: a
        // private zone stands before a public one of its name in its VPCs, and nowhere else.
        // Source: Route 53 Developer Guide, hosted-zone-private-considerations.
        if (std::ranges::any_of(m_ways, &AnsweredWay::isAnswered)) {
            std::erase_if(m_ways, [](const AnsweredWay& way) { return !way.isAnswered; });
        }
        return joined();
    }

private:
    struct AnsweredWay {
        const Endpoint* end = nullptr;
        ReachAnswer answer;
        bool isAnswered = true;  ///< Its records answer the sender, as far as zones go.
    };

    [[nodiscard]] bool isAnswered(const ReachQuestion& one) const {
        if (unansweredName(m_reachability.network(), one)) return false;
        // In the VPCs of a private zone its public namesake is not asked.
        const bool isPrivate = isPrivatelyAnswered(one);
        return isPrivate || std::ranges::none_of(m_question.to.ways, [&](const Endpoint& other) {
                   ReachQuestion beside = m_question;
                   beside.to = other;
                   return isPrivatelyAnswered(beside) &&
                          !unansweredName(m_reachability.network(), beside);
               });
    }

    [[nodiscard]] bool isPrivatelyAnswered(const ReachQuestion& one) const {
        if (one.to.via.empty() || one.to.via.front().record == nullptr) return false;
        const DnsRecord& record = *one.to.via.front().record;
        const auto& zones = m_reachability.network().architecture().hostedZones;
        const auto* zone = record.zone.isKnown() ? zones.find(*record.zone) : nullptr;
        return zone != nullptr && (*zone)->isPrivate;
    }

    [[nodiscard]] std::size_t countOf(Verdict verdict) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            m_ways, [&](const AnsweredWay& way) { return way.answer.verdict == verdict; }));
    }

    ReachAnswer joined() {
        const auto rank = [](const AnsweredWay& way) {
            switch (way.answer.verdict) {
                case Verdict::Reachable: return 0;
                case Verdict::Partial: return 1;
                case Verdict::Unknown: return 2;
                case Verdict::Blocked: return 3;
            }
            return 4;
        };
        std::vector<std::string> words;
        for (const AnsweredWay& way : m_ways) words.push_back(textOf(way));
        const std::size_t good = countOf(Verdict::Reachable);
        const std::size_t some = good + countOf(Verdict::Partial);
        const bool isOpen = countOf(Verdict::Unknown) > 0;
        std::ranges::stable_sort(m_ways, {}, rank);
        ReachAnswer all = m_ways.front().answer;
        if (good < m_ways.size() && some > 0) all.verdict = Verdict::Partial;
        if (some == 0 && isOpen) all.verdict = Verdict::Unknown;
        for (const AnsweredWay& way : std::span(m_ways).subspan(1)) add(way.answer, all);
        all.eachBlocks = all.eachBlocks && m_ways.size() == 1;
        // Which ways there are comes before what is said of one of them.
        all.notes.insert(all.notes.begin(), words.begin(), words.end());
        return all;
    }

    static void add(const ReachAnswer& one, ReachAnswer& all) {
        const auto append = [](const auto& from, auto& to) {
            for (const auto& each : from) {
                if (std::ranges::find(to, each) == to.end()) to.push_back(each);
            }
        };
        append(one.passes, all.passes);
        append(one.blockers, all.blockers);
        append(one.notes, all.notes);
    }

    /// Returns a thing's name, with its stack's where others are called like it.
    [[nodiscard]] std::string nameOf(const Thing& thing) const {
        const bool isOne = m_reachability.network().things().named(thing.name).size() == 1;
        return isOne ? thing.name : fmt::format("{}/{}", thing.stack, thing.name);
    }

    /// Returns which things a way leads through, when it is taken, and what comes of it.
    [[nodiscard]] std::string textOf(const AnsweredWay& way) const {
        std::string names;
        std::string when;
        for (const NameStep& step : way.end->via) {
            const Thing& thing = step.record != nullptr ? static_cast<const Thing&>(*step.record)
                                                        : *step.distribution;
            names += fmt::format("{}`{}`", names.empty() ? "" : ", ", thing.name);
            if (step.origin != nullptr) names += fmt::format(" by `{}`", step.origin->originId);
            const std::string own =
                step.record != nullptr ? conditionOf(*step.record) : std::string();
            if (!own.empty()) when += fmt::format("{}{}", when.empty() ? "" : ", ", own);
        }
        std::string aim;
        if (way.end->balancer != nullptr) {
            aim = fmt::format(" to `{}`", nameOf(*way.end->balancer));
        } else if (way.end->address) {
            aim = fmt::format(" to {}", way.end->address->toString());
        }
        return fmt::format("{}{}{}{}: {}", names, aim, when.empty() ? "" : ", answered ", when,
                           verdictName(way.answer.verdict));
    }

    const Reachability& m_reachability;
    const ReachQuestion& m_question;
    std::vector<AnsweredWay> m_ways;
};

}  // namespace

ReachAnswer reachByWays(const Reachability& reachability, const ReachQuestion& question) {
    if (!question.to.ways.empty()) return WayAsker(reachability, question).answer();
    ReachAnswer open;
    open.notes.push_back(fmt::format("which of {} ways of `{}` begins it",
                                     question.from.ways.size(), question.from.name));
    return open;
}

}  // namespace archivolt
