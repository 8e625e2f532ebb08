#include "app/command/policy.h"

#include <fmt/format.h>

#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "app/command/commands.h"
#include "app/files/file_access.h"
#include "model/policy/json_text.h"
#include "model/policy/policy_answer.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLargestRequests = std::size_t{1} << 30U;

std::string lineOf(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

/// Decides cases line by line, and counts how they went.
class CaseRunner {
public:
    CaseRunner(std::string file, const CommandContext& context)
        : m_file(std::move(file)), m_context(context) {}

    void run(std::istream& lines) {
        for (std::string line; std::getline(lines, line);) {
            ++m_line;
            if (line.find_first_not_of(" \t\r") != std::string::npos) decide(line);
        }
    }

    [[nodiscard]] ExitStatus finish() const {
        if (m_expected > 0) {
            m_context.err << fmt::format(
                "{} of {} cases with an expectation are decided as they "
                "expect\n",
                m_expected - m_different, m_expected);
        }
        if (m_unreadable > 0) return ExitStatus::Unreadable;
        if (m_different > 0) return ExitStatus::Findings;
        return m_unknown > 0 ? ExitStatus::Unknown : ExitStatus::Fine;
    }

private:
    void decide(const std::string& line) {
        const auto tree = valueFromJsonText(line);
        if (!tree) return refuse(tree.error());
        const auto asked = readPolicyCase(*tree);
        if (!asked) return refuse(asked.error());
        for (Diagnostic found : asked->diagnostics) complain(std::move(found));
        const PolicyViews views(asked->policies);
        const PolicyAnswer answer = answerRequest(asked->request, views.layers());
        m_context.out << lineOf(toJson(answer, asked->id));
        const bool unknown = answer.verdict == AccessVerdict::Unknown;
        if (asked->expected.empty()) {
            if (unknown) ++m_unknown;
            return;
        }
        ++m_expected;
        if (asked->expected == toString(answer.verdict)) return;
        ++m_different;
        m_context.err << fmt::format("{}:{}: `{}` is {}, not {}: {}\n", m_file, m_line, asked->id,
                                     toString(answer.verdict), asked->expected,
                                     answer.explanation.why);
    }

    void refuse(const Diagnostic& problem) {
        ++m_unreadable;
        m_context.out << lineOf({{"line", m_line}, {"error", problem.message}});
        complain(problem);
    }

    void complain(Diagnostic found) {
        if (!found.where.path.empty()) {
            found.message = fmt::format("{}: {}", found.where.path.toString(), found.message);
        }
        const std::uint32_t column = found.where.column;
        found.where = {};
        found.where.file = m_file;
        found.where.line = m_line;
        found.where.column = column == 0 ? 1 : column;
        printDiagnostics({found}, m_context);
    }

    std::string m_file;
    const CommandContext& m_context;
    std::uint32_t m_line = 0;
    std::size_t m_unreadable = 0;
    std::size_t m_expected = 0;
    std::size_t m_different = 0;
    std::size_t m_unknown = 0;
};

}  // namespace

ExitStatus policyEvaluateCommand(const PolicyEvaluateOptions& options,
                                 const CommandContext& context) {
    CaseRunner runner(options.file.empty() ? "standard input" : options.file, context);
    if (options.file.empty()) {
        runner.run(context.in);
        return runner.finish();
    }
    auto text = context.files.read(options.file, kLargestRequests);
    if (!text) {
        printDiagnostics({text.error()}, context);
        return ExitStatus::Unreadable;
    }
    std::istringstream lines(std::move(*text));
    runner.run(lines);
    return runner.finish();
}

}  // namespace archivolt
