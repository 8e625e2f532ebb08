// Counts the processor time in the window from an edit of one statement until its findings,
// promises and decisions are there again, beside opening the edited design from nothing, in pairs:
// reading, judging with places in the text, and what Access asks. Both must say the same.
//   access_window_bench [PRINCIPALS [PAIRS]]
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "app/modes/access/access_answers.h"
#include "app/session/session.h"
#include "app/window/analysis_service.h"
#include "export/cloudformation/write_template.h"
#include "model/base/invariant.h"
#include "tests/bench/bench_numbers.h"
#include "tests/bench/made_access.h"
#include "tests/support/memory_files.h"

namespace archivolt::test {

namespace {

/// What the window has of one revision.
struct Shown {
    Verdicts verdicts;
    std::shared_ptr<const AccessModel> model;
    AccessAnswer answer;
    double ms = 0;
};

/// Judges the session's design as the window does, and asks who may read a bucket.
Shown shownOf(const Session& session, const Catalog& catalog, const Shown* before,
              WrittenSpans& written) {
    const double began = processorTime();
    const AnalysisRequest request{session.revision(), session.design(), session.kind(),
                                  session.path()};
    auto verdicts = verdictsOn(request, before == nullptr ? nullptr : &before->verdicts, catalog,
                               {}, {}, &written);
    INVARIANT(verdicts.has_value());
    Shown shown;
    shown.verdicts = *std::move(verdicts);
    const Judgement& now = shown.verdicts.judgement;
    shown.model = now.access ? now.access
                             : accessModelOf(*now.resolved, catalog,
                                             before == nullptr ? nullptr : before->model.get());
    static const auto kNothingDrawn = std::make_shared<const Diagram>();
    const AccessScene scene{session.design(), now.resolved, shown.model, kNothingDrawn};
    auto answer = askAccess(scene, {{}, "s3:GetObject", "Bucket3", {}},
                            before == nullptr ? nullptr : &before->answer.found);
    INVARIANT(answer.has_value());
    shown.answer = *std::move(answer);
    shown.ms = processorTime() - began;
    return shown;
}

bool same(const Shown& a, const Shown& b) {
    return findingsOf(a.verdicts.judgement) == findingsOf(b.verdicts.judgement) &&
           a.verdicts.judgement.promises->answers == b.verdicts.judgement.promises->answers &&
           a.answer.sentence == b.answer.sentence && a.answer.rows == b.answer.rows;
}

/// Opens a file and makes the promises about it that the made design has.
double openWithPromises(Session& session, const Value& promises) {
    const double began = processorTime();
    INVARIANT(session.open("access.yaml").usable);
    Design design = *session.design();
    design.intents = promises;
    session.put(std::move(design), "Promise");
    return processorTime() - began;
}

void bench(std::size_t principals, std::size_t pairs) {
    const auto catalog = Catalog::embedded();
    MemoryFiles files;
    files.files["access.yaml"] = madeAccessTemplate(principals);
    Session session(files);
    const Value promises = madeAccessDesign(principals).intents;
    openWithPromises(session, promises);
    WrittenSpans written;
    Shown last = shownOf(session, *catalog, nullptr, written);
    std::vector<double> later;
    std::vector<double> fresh;
    std::vector<double> ratios;
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        const std::size_t role = principals * (2 * pair + 1) / (2 * pairs);
        const double began = processorTime();
        const auto done = session.apply({statementEdit(*session.design(), role)}, "Edit");
        INVARIANT(done.has_value());
        const double applied = processorTime() - began;
        Shown edited = shownOf(session, *catalog, &last, written);
        edited.ms += applied;
        const auto text = writeTemplate(*session.design()->stacks.front());
        INVARIANT(text.has_value());
        files.files["access.yaml"] = *text;
        Session other(files);
        const double opened = openWithPromises(other, promises);
        WrittenSpans none;
        Shown nothing = shownOf(other, *catalog, nullptr, none);
        nothing.ms += opened;
        INVARIANT(same(edited, nothing));
        later.push_back(edited.ms);
        fresh.push_back(nothing.ms);
        ratios.push_back(edited.ms / nothing.ms);
        last = std::move(edited);
    }
    fmt::print(
        "{} principals, {} findings; from nothing {:.1f} ms, after an edit {:.1f} ms, ratio "
        "{:.3f} (worst {:.3f})\n",
        principals, findingsOf(last.verdicts.judgement).size(), median(fresh), median(later),
        median(ratios), *std::ranges::max_element(ratios));
}

}  // namespace

}  // namespace archivolt::test

int main(int argc, char** argv) {
    return archivolt::test::runPairs(argc, argv, archivolt::test::bench);
}
