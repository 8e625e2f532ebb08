// Times decisions over policies on the questions of a file (tests/bench/rivals): policies and
// requests read beforehand. Prints decisions a second and what was decided, one letter a question.
//   policy_bench FILE SECONDS             a decision each
//   policy_bench FILE SECONDS --explain   a decision and its explanation each
//   policy_bench FILE SECONDS --prepare   a decision each, the request read anew from its fields
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <sstream>
#include <vector>

#include "model/base/invariant.h"
#include "model/policy/json_text.h"
#include "model/policy/policy_answer.h"
#include "tests/support/test_paths.h"

namespace archivolt::test {

namespace {

/// A case with its views and its request made ready, which stay where they are.
struct Question {
    explicit Question(PolicyCase asked)
        : of(std::move(asked)), views(of.policies), prepared(of.request) {
        prepared.hasBoundary = !views.layers().boundaries.empty();
    }
    PolicyCase of;
    PolicyViews views;
    PreparedRequest prepared;
};

std::vector<std::unique_ptr<Question>> questionsOf(const std::string& file) {
    std::vector<std::unique_ptr<Question>> questions;
    std::istringstream lines(readFile(file));
    for (std::string line; std::getline(lines, line);) {
        const auto tree = valueFromJsonText(line);
        INVARIANT(tree.has_value());
        auto asked = readPolicyCase(*tree->find("case"));
        INVARIANT(asked.has_value() && asked->diagnostics.empty());
        questions.push_back(std::make_unique<Question>(*std::move(asked)));
    }
    return questions;
}

enum class Mode {
    Decide,
    Explain,
    Prepare
};

AccessVerdict decide(const Question& question, Mode mode) {
    const PolicyLayers& layers = question.views.layers();
    if (mode == Mode::Prepare) return authorize(question.of.request, layers).verdict;
    const AccessDecision decision = authorize(question.prepared, layers);
    if (mode == Mode::Explain) {
        const AccessExplanation why = explain(question.prepared, layers, decision);
        INVARIANT(!why.why.empty());
    }
    return decision.verdict;
}

void bench(const std::string& file, double seconds, Mode mode) {
    const auto questions = questionsOf(file);
    std::string letters;
    for (const auto& question : questions) {
        const AccessVerdict verdict = decide(*question, mode);
        letters += verdict == AccessVerdict::Allowed            ? 'A'
                   : verdict == AccessVerdict::ExplicitlyDenied ? 'E'
                                                                : 'I';
    }
    std::size_t count = 0;
    std::size_t allowed = 0;
    const auto began = std::chrono::steady_clock::now();
    std::chrono::duration<double> took{};
    do {
        for (int round = 0; round < 100; ++round) {
            for (const auto& question : questions) {
                if (decide(*question, mode) == AccessVerdict::Allowed) ++allowed;
            }
        }
        count += 100 * questions.size();
        took = std::chrono::steady_clock::now() - began;
    } while (took.count() < seconds);
    INVARIANT(allowed * questions.size() ==
              count * static_cast<std::size_t>(std::ranges::count(letters, 'A')));
    fmt::print("{} {}\n", static_cast<std::size_t>(static_cast<double>(count) / took.count()),
               letters);
}

}  // namespace

}  // namespace archivolt::test

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    double seconds = 0;
    const bool good =
        arguments.size() >= 2 &&
        std::from_chars(arguments[1].data(), arguments[1].data() + arguments[1].size(), seconds)
                .ec == std::errc();
    if (!good) {
        fmt::print(stderr, "usage: policy_bench FILE SECONDS [--explain | --prepare]\n");
        return 2;
    }
    using archivolt::test::Mode;
    const std::string mode = arguments.size() > 2 ? arguments[2] : "";
    archivolt::test::bench(arguments[0], seconds,
                           mode == "--explain"   ? Mode::Explain
                           : mode == "--prepare" ? Mode::Prepare
                                                 : Mode::Decide);
    return 0;
}
