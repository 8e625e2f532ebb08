// Times decisions over policies on the questions of a file (tests/bench/rivals): policies and
// requests read beforehand. Prints decisions a second and what was decided, one letter a question.
//   policy_bench FILE SECONDS             a decision each
//   policy_bench FILE SECONDS --explain   a decision and its explanation each
//   policy_bench FILE SECONDS --prepare   a decision each, the request read anew from its fields
//   policy_bench --matrix [CALLERS QUESTIONS]   who may do what, from nothing and after one edit
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <sstream>
#include <vector>

#include "model/base/invariant.h"
#include "model/policy/access_matrix.h"
#include "model/policy/json_text.h"
#include "model/policy/policy_answer.h"
#include "model/policy/read_document.h"
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

/// A policy of five statements, one of them about a bucket of its own.
SharedPolicy policyOf(std::size_t number, bool edited) {
    const std::string text = fmt::format(
        R"({{"Version":"2012-10-17","Statement":[
        {{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::b{0}/*"}},
        {{"Effect":"Allow","Action":"s3:List*","Resource":"*"}},
        {{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:Query"],
          "Resource":"arn:aws:dynamodb:us-east-1:123456789012:table/t{1}"}},
        {{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*",
          "Condition":{{"Bool":{{"aws:SecureTransport":"true"}}}}}},
        {{"Effect":"Deny","Action":"{2}","Resource":"*"}}]}})",
        number, number % 40, edited ? "s3:PutObject" : "s3:DeleteObject");
    const auto tree = valueFromJsonText(text);
    INVARIANT(tree.has_value());
    return CompiledPolicy::compile(readPolicyDocument(*tree, {}).document);
}

double secondsOf(const std::function<void()>& work) {
    const auto began = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

void benchMatrix(std::size_t callerCount, std::size_t questionCount) {
    std::vector<MatrixCaller> callers;
    for (std::size_t i = 0; i < callerCount; ++i) {
        MatrixCaller caller;
        caller.caller = *Caller::parse(fmt::format("arn:aws:iam::123456789012:role/r{}", i));
        caller.identity = {policyOf(i, false), policyOf(i + 7, false)};
        callers.push_back(std::move(caller));
    }
    std::vector<AccessMatrixQuestion> questions;
    const std::vector<std::string> actions = {"s3:GetObject", "s3:PutObject", "s3:ListBucket",
                                              "dynamodb:GetItem", "sqs:SendMessage"};
    for (std::size_t i = 0; i < questionCount; ++i) {
        const std::string& action = actions[i % actions.size()];
        const std::string arn =
            action.starts_with("s3:") ? fmt::format("arn:aws:s3:::b{}/k", i)
            : action.starts_with("sqs:")
                ? fmt::format("arn:aws:sqs:us-east-1:123456789012:q{}", i)
                : fmt::format("arn:aws:dynamodb:us-east-1:123456789012:table/t{}", i % 40);
        questions.push_back({action, arn, "123456789012", nullptr, arn});
    }
    AccessMatrix matrix;
    const double whole = secondsOf([&] { matrix = AccessMatrix::make(callers, questions); });
    auto edited = callers;
    edited[callerCount / 2].identity[0] = policyOf(callerCount / 2, true);
    AccessMatrix after;
    const double edit = secondsOf([&] { after = AccessMatrix::make(edited, questions, &matrix); });
    fmt::print("{} x {}: {:.1f} ms from nothing; {:.2f} ms after one edit, {} decided anew\n",
               callerCount, questionCount, whole * 1000, edit * 1000, after.decided());
}

}  // namespace

}  // namespace archivolt::test

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (!arguments.empty() && arguments.front() == "--matrix") {
        const auto number = [&](std::size_t at, std::size_t otherwise) {
            return arguments.size() > at ? std::strtoull(arguments[at].c_str(), nullptr, 10)
                                         : otherwise;
        };
        archivolt::test::benchMatrix(number(1, 500), number(2, 1000));
        return 0;
    }
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
