#include "export/cloudformation/problem_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace archivolt {

ProblemList::ProblemList(std::string_view text, std::string file, std::size_t limit)
    : m_lines(text), m_file(std::move(file)), m_limit(limit) {}

Where ProblemList::whereOf(std::size_t offset) const {
    const TextPosition position = m_lines.position(offset);
    Where where;
    where.file = m_file;
    where.line = position.line;
    where.column = position.column;
    return where;
}

void ProblemList::add(Problem problem) {
    if (m_found.size() >= m_limit) {
        ++m_dropped;
        return;
    }
    Diagnostic diagnostic;
    diagnostic.code = problem.rule.code;
    diagnostic.severity = problem.rule.severity;
    diagnostic.message = std::move(problem.message);
    diagnostic.help = std::move(problem.help);
    diagnostic.source = problem.source;
    diagnostic.where = whereOf(problem.offset);
    diagnostic.where.path = std::move(problem.path);
    fillResource(diagnostic.where);
    if (problem.related) diagnostic.related.push_back(whereOf(*problem.related));
    m_found.push_back(std::move(diagnostic));
}

std::string ProblemList::quoteLine(std::size_t offset) const {
    constexpr std::size_t kLongLine =
        200;  // Of such a line, what is wrong is shown, not its start.
    std::string_view line = m_lines.lineAt(offset);
    const auto within = static_cast<std::size_t>(
        std::max<std::ptrdiff_t>(0, m_lines.text().data() + offset - line.data()));
    if (within > kLongLine && within < line.size()) line.remove_prefix(within);
    const auto first = std::min(line.find_first_not_of(" \t"), line.size());
    return fmt::format("`{}`", shortened(line.substr(first)));
}

constexpr Rule kMoreProblems{"READ-MORE",
                             Severity::Error,
                             "there are more problems than are listed",
                             "a list without an end helps nobody",
                             "repair the problems that are listed, then read the file again",
                             "CloudFormation User Guide, template-formats"};

std::vector<Diagnostic> ProblemList::take() {
    std::ranges::stable_sort(m_found, {}, [](const Diagnostic& found) {
        return std::tuple(found.where.line, found.where.column);
    });
    if (m_dropped != 0) {
        Diagnostic last;
        last.code = kMoreProblems.code;
        last.message = fmt::format("{} more problems in this file are not listed", m_dropped);
        last.help = "repair the ones listed, then read it again";
        last.where = m_found.empty() ? whereOf(0) : m_found.back().where;
        m_found.push_back(std::move(last));
    }
    m_dropped = 0;
    return std::exchange(m_found, {});
}

std::string shortened(std::string_view text) {
    constexpr std::size_t kMost = 60;
    std::string result;
    std::size_t codePoints = 0;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U && ++codePoints > kMost) {
            return result + "…";
        }
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return result;
}

void fillResource(Where& where) {
    const auto isKey = [&](std::size_t i) {
        return i < where.path.size() && std::holds_alternative<std::string>(where.path[i]);
    };
    if (isKey(0) && isKey(1) && std::get<std::string>(where.path[0]) == "Resources") {
        where.resource = std::get<std::string>(where.path[1]);
    }
}

namespace {

struct Mark {
    std::string_view bytes;
    std::string_view encoding;
};

// Longest first: the mark of UTF-32 LE begins with that of UTF-16 LE.
constexpr Mark kForeignMarks[] = {
    {std::string_view("\xFF\xFE\0\0", 4), "UTF-32"},
    {std::string_view("\0\0\xFE\xFF", 4), "UTF-32"},
    {"\xFF\xFE", "UTF-16"},
    {"\xFE\xFF", "UTF-16"},
};

Diagnostic unreadable(const Rule& rule, std::string message, std::string help,
                      const std::string& file) {
    Diagnostic diagnostic;
    diagnostic.code = rule.code;
    diagnostic.message = std::move(message);
    diagnostic.help = std::move(help);
    diagnostic.where.file = file;
    return diagnostic;
}

void placeAt(Diagnostic& diagnostic, std::string_view text, std::size_t offset) {
    const TextPosition position = LineIndex(text).position(offset);
    diagnostic.where.line = position.line;
    diagnostic.where.column = position.column;
}

}  // namespace

constexpr Rule kTextTooLarge{
    "READ-TOO-LARGE",
    Severity::Error,
    "the text is larger than this program reads",
    "a text of that size is no template of CloudFormation's, which takes 1 MB",
    "split the template into nested stacks",
    "CloudFormation User Guide, template-formats"};

constexpr Rule kNotUtf8{
    "READ-ENCODING",          Severity::Error,
    "the text is not UTF-8",  "CloudFormation reads UTF-8, and so does this program",
    "save the file as UTF-8", "CloudFormation User Guide, template-formats"};

constexpr Rule kNulByte{"READ-NUL",
                        Severity::Error,
                        "the text holds a NUL byte",
                        "a NUL byte stands in no text; the file may be UTF-16, or broken",
                        "remove it, or save the file as UTF-8",
                        "CloudFormation User Guide, template-formats"};

std::optional<Diagnostic> findUnreadable(std::string_view text, const ReadLimits& limits,
                                         const std::string& file) {
    if (text.size() > limits.maxBytes) {
        return unreadable(kTextTooLarge,
                          fmt::format("the file has {} bytes, more than the limit of {}",
                                      text.size(), limits.maxBytes),
                          "split the template into nested stacks", file);
    }
    for (const Mark& mark : kForeignMarks) {
        if (!text.starts_with(mark.bytes)) continue;
        return unreadable(kNotUtf8,
                          fmt::format("the file is encoded as {}, not as UTF-8", mark.encoding),
                          "save it as UTF-8", file);
    }
    if (const auto at = firstInvalidUtf8(text)) {
        auto found =
            unreadable(kNotUtf8,
                       fmt::format("the byte 0x{:02X} is not valid UTF-8 here",
                                   static_cast<unsigned>(static_cast<unsigned char>(text[*at]))),
                       "save the file as UTF-8, or remove the byte", file);
        placeAt(found, text, *at);
        return found;
    }
    if (const auto at = text.find('\0'); at != std::string_view::npos) {
        auto found =
            unreadable(kNulByte, "the file holds a NUL byte",
                       "remove it; a UTF-16 file without a mark must be saved as UTF-8", file);
        placeAt(found, text, at);
        return found;
    }
    const std::size_t begin = text.starts_with(kByteOrderMark) ? 3 : 0;
    if (text.find_first_not_of(" \t\r\n", begin) == std::string_view::npos) {
        return unreadable(kNoTemplate, "the file is empty",
                          "write a template with a Resources section", file);
    }
    return std::nullopt;
}

RuleList unreadableRules() {
    static constexpr const Rule* kRules[] = {&kMoreProblems, &kTextTooLarge, &kNotUtf8, &kNulByte};
    return kRules;
}

}  // namespace archivolt
