#include "app/modes/reach/connection_way.h"

#include <fmt/format.h>

#include <algorithm>

namespace archivolt {

namespace {

/// Names what stops an answer, each once, without the full stop of a sentence.
std::string stopWords(const ReachQuestion& question, const ReachAnswer& answer) {
    std::vector<std::string> titles;
    for (const Blocker& blocker : answer.blockers) {
        std::string title = blockerWords(blocker, question).title;
        if (std::ranges::find(titles, title) == titles.end()) titles.push_back(std::move(title));
    }
    return listWords(titles);
}

/// Says what stops it, all of it: a gesture does not end in the first of three messages.
std::string stoppedWords(const ReachQuestion& question, const ReachAnswer& answer) {
    const std::string stops = stopWords(question, answer);
    if (answer.verdict != Verdict::Blocked || stops.empty()) {
        return answerSentence(question, answer);
    }
    std::string text =
        fmt::format("{} does not reach {} on {} yet: {}", endWords(question.from.name),
                    endWords(question.to.name), askedWords(question), stops);
    if (text.starts_with("the internet")) text.front() = 'T';
    return text;
}

/// Tells what was done besides what was asked for, as part of the same step.
std::string repairWords(const ReachQuestion& question, const Repair& repair) {
    std::string steps;
    for (const std::string& step : repair.steps) {
        std::string line = stepLines({step});
        line.front() = step.front();  // It goes on with the sentence.
        steps += (steps.empty() ? "" : "; ") + line;
    }
    return fmt::format("Done as well, so that {} reaches {} on {}: {}",
                       endWords(question.from.name), endWords(question.to.name),
                       askedWords(question), steps);
}

}  // namespace

ConnectionWay wayOfConnection(const RepairSubject& subject, const ReachAsk& ask,
                              WayOpening opening) {
    ConnectionWay way;
    const NetworkIndex& network = subject.reachability.network();
    auto from = findEndpoint(network, ask.from);
    auto to = findEndpoint(network, ask.to);
    if (!from || !to) {
        way.says = fmt::format("Whether {} reaches {} can't be told: {}", endWords(ask.from),
                               endWords(ask.to), (from ? to : from).error().message);
        return way;
    }
    const ReachQuestion question{*std::move(from), *std::move(to), ask.protocol, ask.ports,
                                 ask.family};
    const ReachAnswer answer = reach(subject.reachability, question);
    way.verdict = answer.verdict;
    if (answer.verdict == Verdict::Reachable) return way;
    RepairOptions options;
    options.mostOpening = 1;
    options.mostClosing = 0;
    options.filtersAlone = true;
    const bool seeks = opening == WayOpening::Sought && answer.verdict != Verdict::Unknown;
    const Repairs repairs = seeks ? proposeRepairs(subject, question, answer, options) : Repairs();
    if (repairs.repairs.empty()) {
        way.says = stoppedWords(question, answer);
        return way;
    }
    const Repair& repair = repairs.repairs.front();
    way.verdict = repair.stillClosed.empty() ? Verdict::Reachable : Verdict::Partial;
    way.edits = repair.edits;
    way.says = repairWords(question, repair);
    return way;
}

}  // namespace archivolt
