// Counts the processor time from an edit of one statement until all that is said of a design is
// said again, beside saying it from nothing, in pairs: each stage of judging, and their sum. Both
// must say the same.
//   access_bench [PRINCIPALS [PAIRS]]
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "app/session/judge.h"
#include "model/base/invariant.h"
#include "tests/bench/bench_numbers.h"
#include "tests/bench/made_access.h"

namespace archivolt::test {

namespace {

constexpr std::size_t kStages = 5;
constexpr std::array<const char*, kStages> kNames = {"resolved", "network", "rules", "promises",
                                                     "advice"};

/// A judgement and how many milliseconds each stage took.
struct Timed {
    Judgement judgement;
    std::array<double, kStages> stages{};
    double whole = 0;
};

Timed timed(const Design& design, const Judgement* previous, const Catalog& catalog) {
    JudgeRequest request;
    request.design = std::make_shared<const Design>(design);
    request.holdPairs = true;
    request.holdDecisions = true;
    Timed result;
    const double began = processorTime();
    double last = began;
    auto judgement = judge(request, previous, catalog, {}, [&](const Judgement& done) {
        const double now = processorTime();
        result.stages[static_cast<std::size_t>(done.stage)] = now - last;
        last = now;
    });
    INVARIANT(judgement.has_value());
    result.whole = processorTime() - began;
    result.judgement = *std::move(judgement);
    return result;
}

/// Says whether two judgements of one design say the same.
bool same(const Judgement& a, const Judgement& b) {
    const AccessMatrix& mine = *a.decisions;
    const AccessMatrix& theirs = *b.decisions;
    if (mine.callers().size() != theirs.callers().size()) return false;
    if (mine.questions().size() != theirs.questions().size()) return false;
    for (std::size_t row = 0; row < mine.callers().size(); ++row) {
        for (std::size_t column = 0; column < mine.questions().size(); ++column) {
            if (mine.verdict(row, column) != theirs.verdict(row, column)) return false;
        }
    }
    return findingsOf(a) == findingsOf(b) && a.promises->answers == b.promises->answers;
}

void bench(std::size_t principals, std::size_t pairs) {
    const auto catalog = Catalog::embedded();
    const Design design = madeAccessDesign(principals);
    const Timed first = timed(design, nullptr, *catalog);
    std::array<std::vector<double>, kStages> fresh;
    std::array<std::vector<double>, kStages> later;
    std::vector<double> wholeFresh;
    std::vector<double> wholeLater;
    std::vector<double> ratios;
    std::size_t read = 0;
    std::size_t decided = 0;
    std::size_t looked = 0;
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        const std::size_t role = principals * (2 * pair + 1) / (2 * pairs);
        const auto edited = archivolt::apply(design, statementEdit(design, role));
        INVARIANT(edited.has_value());
        const Timed edit = timed(*edited, &first.judgement, *catalog);
        const Timed nothing = timed(*edited, nullptr, *catalog);
        INVARIANT(same(edit.judgement, nothing.judgement));
        for (std::size_t stage = 0; stage < kStages; ++stage) {
            fresh[stage].push_back(nothing.stages[stage]);
            later[stage].push_back(edit.stages[stage]);
        }
        wholeFresh.push_back(nothing.whole);
        wholeLater.push_back(edit.whole);
        ratios.push_back(edit.whole / nothing.whole);
        read = edit.judgement.access->read;
        decided = edit.judgement.decisions->decided();
        looked = edit.judgement.keptRules->looked() + edit.judgement.keptAdvice->looked() +
                 edit.judgement.escalations->asked();
    }
    const Judgement& judged = first.judgement;
    fmt::print(
        "{} principals, {} findings, {} promises; from nothing {} documents read, {} cells "
        "decided; after an edit {} and {}, {} things looked at\n",
        judged.access->principals.size(), findingsOf(judged).size(),
        judged.promises->answers.size(), judged.access->read, judged.decisions->decided(), read,
        decided, looked);
    for (std::size_t stage = 0; stage < kStages; ++stage) {
        fmt::print("{:<10} {:>9.2f} ms {:>9.2f} ms\n", kNames[stage], median(fresh[stage]),
                   median(later[stage]));
    }
    fmt::print("{:<10} {:>9.2f} ms {:>9.2f} ms  ratio {:.3f} (worst {:.3f})\n", "all",
               median(wholeFresh), median(wholeLater), median(ratios),
               *std::ranges::max_element(ratios));
}

}  // namespace

}  // namespace archivolt::test

int main(int argc, char** argv) {
    return archivolt::test::runPairs(argc, argv, archivolt::test::bench);
}
