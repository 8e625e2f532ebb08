// Times what follows an edit of a large design until its verdicts and picture are there again,
// stage by stage, beside what the same takes from nothing. Processor time of one thread, in
// milliseconds:
//   drawing_bench [THINGS] [EDITS]
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/judge.h"
#include "model/base/invariant.h"
#include "model/catalog/catalog.h"
#include "model/design/edit.h"
#include "render/layout/build_diagram.h"
#include "render/layout/layout.h"
#include "render/scene/build_scene.h"
#include "tests/bench/bench_numbers.h"
#include "tests/bench/large_design.h"
#include "tests/support/template_design.h"

namespace archivolt::test {

namespace {

double threadMs() { return clockMs(CLOCK_THREAD_CPUTIME_ID); }

/// What is known of one revision.
struct Known {
    std::shared_ptr<const Design> design;
    Judgement judgement;
    std::shared_ptr<const Diagram> diagram;
    std::shared_ptr<const Layout> layout;
    Scene scene;
};

using Times = std::map<std::string, std::vector<double>>;

/// Says what has passed since it was last asked.
class Lap {
public:
    double operator()() {
        const double now = threadMs();
        return now - std::exchange(m_last, now);
    }

private:
    double m_last = threadMs();
};

Known all(const std::shared_ptr<const Design>& design, const Catalog& catalog, const Known* before,
          Times& times) {
    static constexpr std::array kStages = {"1 resolved", "2 network", "3 rules", "4 promises",
                                           "5 advice"};
    Known known;
    known.design = design;
    JudgeRequest request;
    request.design = design;
    request.holdPairs = true;
    Lap lap;
    const auto judged = judge(request, before == nullptr ? nullptr : &before->judgement, catalog,
                              {}, [&](const Judgement& now) {
                                  const auto stage = static_cast<std::size_t>(now.stage);
                                  times[kStages.at(stage)].push_back(lap());
                              });
    INVARIANT(judged.has_value());
    known.judgement = *judged;
    lap();
    known.diagram =
        std::make_shared<const Diagram>(buildDiagram(*design, *known.judgement.resolved, catalog));
    times["6 diagram"].push_back(lap());
    RankEngine engine;
    if (before == nullptr) {
        known.layout = std::make_shared<const Layout>(
            computeLayout(*known.diagram, approximateWidth, engine, nullptr));
    } else {
        const PreviousLayout last{*before->diagram, *before->layout};
        known.layout = std::make_shared<const Layout>(
            computeLayout(*known.diagram, approximateWidth, engine, &last));
    }
    times["7 layout"].push_back(lap());
    SceneInput input;
    input.diagram = known.diagram;
    input.layout = known.layout;
    input.theme = &lightTheme();
    known.scene = buildScene(input, approximateWidth);
    times["8 scene"].push_back(lap());
    return known;
}

void bench(std::size_t things, std::size_t edits) {
    const auto catalog = Catalog::embedded();
    Times fresh;
    Times edited;
    Known known = all(std::make_shared<const Design>(test::designOfTemplate(largeDesign(things))),
                      *catalog, nullptr, fresh);
    for (std::size_t i = 0; i < edits; ++i) {
        const std::string name = fmt::format("Added{}", i);
        const Value body =
            Value::map({{"Type", Value::string("AWS::EC2::Instance")},
                        {"Properties", Value::map({{"ImageId", Value::string("ami-12345678")},
                                                   {"InstanceType", Value::string("t3.micro")},
                                                   {"SubnetId", Value::ref("Net0x0")}})}});
        auto design =
            apply(*known.design, AddResource{known.design->stacks.front()->id, name, body, {}});
        INVARIANT(design.has_value());
        known = all(std::make_shared<const Design>(*std::move(design)), *catalog, &known, edited);
    }
    fmt::print("{} boxes, {} links, {} shapes\n", known.diagram->boxes.size(),
               known.diagram->links.size(), known.scene.items.size());
    double before = 0;
    double after = 0;
    for (const auto& [stage, times] : edited) {
        const double again = median(times);
        fmt::print("{:<12} {:>9.2f} ms from nothing {:>9.2f} ms after an edit\n", stage,
                   fresh[stage].front(), again);
        before += fresh[stage].front();
        after += again;
    }
    fmt::print("{:<12} {:>9.2f} ms from nothing {:>9.2f} ms after an edit\n", "together", before,
               after);
}

}  // namespace

}  // namespace archivolt::test

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    using archivolt::test::numberAt;
    archivolt::test::bench(numberAt(arguments, 0, 10000), numberAt(arguments, 1, 9));
    return 0;
}
