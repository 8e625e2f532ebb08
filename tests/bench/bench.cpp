// Times what stands between a template and its findings. Prints a table: the median of several runs
// in milliseconds, and a hash of what was computed, which changes only when the result does.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <span>

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"
#include "model/base/invariant.h"
#include "model/catalog/catalog.h"
#include "model/design/edit.h"
#include "model/lint/lint.h"
#include "tests/bench/made_template.h"
#include "tests/support/template_design.h"
#include "tests/support/test_paths.h"

namespace archivolt::test {

namespace {

/// FNV-1a, so that the hash is the same on every machine.
class WorkHash {
public:
    void add(std::string_view bytes) {
        for (const char c : bytes) {
            m_state = (m_state ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        }
    }
    void add(std::size_t number) { add(std::to_string(number) + ';'); }
    [[nodiscard]] std::uint64_t value() const { return m_state; }

private:
    std::uint64_t m_state = 14695981039346656037ULL;
};

double medianMs(int runs, const std::function<void()>& work) {
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        const auto began = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - began;
        times.push_back(took.count());
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

/// An edit of the first instance, else of the first resource, which stays what it was in kind.
Edit someEdit(const Design& design) {
    const Stack& stack = *design.stacks.front();
    std::string chosen;
    for (const auto& resource : stack.body.resources) {
        if (chosen.empty()) chosen = resource->logicalId;
        const Value* type = resource->body.find("Type");
        if (type == nullptr || type->text() != "AWS::EC2::Instance") continue;
        return SetValue{stack.id,
                        Path{"Resources", resource->logicalId, "Properties", "EbsOptimized"},
                        Value::boolean(true)};
    }
    return SetValue{stack.id, Path{"Resources", chosen, "DeletionPolicy"}, Value::string("Delete")};
}

void bench(const std::string& name, const std::string& text, int runs, const Catalog& catalog) {
    WorkHash hash;
    const Design design = test::designOfTemplate(text);
    const auto resolved = resolve(design, catalog);
    const auto findings = lint(design, *resolved, catalog);
    for (const Finding& finding : findings) hash.add(toString(finding.diagnostic));
    hash.add(resolved->counts.declared);
    hash.add(resolved->counts.typed);
    const auto changed = archivolt::apply(design, someEdit(design));
    INVARIANT(changed.has_value());
    const auto written = writeTemplate(*changed->stacks.front());
    INVARIANT(written.has_value());
    hash.add(*written);
    const double read = medianMs(runs, [&] { (void)test::designOfTemplate(text); });
    const double resolving = medianMs(runs, [&] { (void)resolve(design, catalog); });
    const double linting = medianMs(runs, [&] { (void)lint(design, *resolved, catalog); });
    const double together = medianMs(runs, [&] {
        const Design fresh = test::designOfTemplate(text);
        const auto all = resolve(fresh, catalog);
        (void)lint(fresh, *all, catalog);
    });
    const double evaluating =
        medianMs(runs, [&] { (void)evaluate(*changed, resolved->evaluated.get()); });
    const double again = medianMs(runs, [&] { (void)resolve(*changed, *resolved); });
    const double writing = medianMs(runs, [&] { (void)writeTemplate(*changed->stacks.front()); });
    fmt::print(
        "{:<26} {:>6} {:>8} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f}  "
        "{:016x}\n",
        name, resolved->counts.declared, text.size(), read, resolving, linting, together,
        evaluating, again, writing, hash.value());
}

void benchAll(bool small) {
    const int runs = small ? 1 : 15;
    const auto catalog = Catalog::embedded();
    fmt::print("{:<26} {:>6} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}  {}\n", "template",
               "things", "bytes", "read", "resolve", "lint", "all", "edit:ev", "edit:re", "splice",
               "hash");
    bench("made", madeTemplate(small ? 50 : 500), runs, *catalog);
    if (!small) bench("made", madeTemplate(10000), 3, *catalog);
    std::string largest;
    std::string name;
    for (const auto& path : corpusTemplates()) {
        const std::string text = readFile(path);
        if (text.size() <= largest.size()) continue;
        largest = text;
        name = path.filename().string();
    }
    if (largest.empty()) {
        fmt::print("no corpus, so no largest of it\n");
    } else if (!small) {
        bench(name.substr(0, 26), largest, runs, *catalog);
    }
}

}  // namespace

}  // namespace archivolt::test

int main(int argc, char** argv) {
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    const bool small = arguments.size() == 2 && std::string_view(arguments[1]) == "--small";
    if (arguments.size() > 1 && !small) {
        fmt::print(stderr, "usage: archivolt_bench [--small]\n");
        return 2;
    }
    archivolt::test::benchAll(small);
    return 0;
}
