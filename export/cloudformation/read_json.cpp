#include "export/cloudformation/read_json.h"

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <utility>

#include "export/cloudformation/problem_list.h"
#include "model/base/text_case.h"

namespace archivolt {

namespace {

constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag |
                            rapidjson::kParseTrailingCommasFlag | rapidjson::kParseCommentsFlag;

/// Fills a tree from RapidJSON's events; where a token ends is where the stream stands.
class JsonHandler {
public:
    JsonHandler(SpanTree& tree, ProblemList& problems, const ReadLimits& limits,
                const rapidjson::MemoryStream& stream, std::size_t begin)
        : m_tree(tree),
          m_problems(problems),
          m_limits(limits),
          m_stream(stream),
          m_begin(begin),
          m_last(begin) {}

    bool Null() { return addScalar("null", SpanStyle::Plain); }
    bool Bool(bool value) { return addScalar(value ? "true" : "false", SpanStyle::Plain); }
    bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
        return addScalar({text, length}, SpanStyle::Plain);
    }
    bool String(const char* text, rapidjson::SizeType length, bool) {
        return addScalar({text, length}, SpanStyle::DoubleQuoted);
    }
    bool Key(const char* text, rapidjson::SizeType length, bool) {
        return addScalar({text, length}, SpanStyle::DoubleQuoted);
    }
    bool StartObject() { return open(SpanKind::Mapping); }
    bool StartArray() { return open(SpanKind::Sequence); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }
    // Numbers come as text (kParseNumbersAsStringsFlag).
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

    /// Returns where the innermost collection that is still open begins, or nothing.
    [[nodiscard]] std::optional<std::size_t> openSince() const {
        if (m_open.empty()) return std::nullopt;
        return m_tree.nodes[m_open.back()].begin;
    }
    /// Reports the comments from the last token to `end`; returns where the next token begins.
    std::size_t skipGap(std::size_t end, bool isClosing);

private:
    [[nodiscard]] std::size_t here() const { return m_begin + m_stream.Tell(); }
    bool addScalar(std::string_view value, SpanStyle style);
    bool open(SpanKind kind);
    bool close();
    SpanNodeId addNode(SpanNode node);

    SpanTree& m_tree;
    ProblemList& m_problems;
    const ReadLimits& m_limits;
    const rapidjson::MemoryStream& m_stream;
    std::size_t m_begin;
    std::size_t m_last;  // Behind the last token.
    std::vector<SpanNodeId> m_open;
    bool m_stopped = false;
};

constexpr Rule kJsonComment{"JSON-COMMENT",
                            Severity::Error,
                            "JSON has no comments",
                            "CloudFormation refuses comments in JSON",
                            "remove it, or write it into Metadata or a Description",
                            "RFC 8259; CloudFormation User Guide, template-formats"};

constexpr Rule kJsonTrailingComma{"JSON-TRAILING-COMMA",
                                  Severity::Error,
                                  "JSON has no trailing commas",
                                  "CloudFormation refuses a comma that nothing follows",
                                  "remove the comma",
                                  "RFC 8259; CloudFormation User Guide, template-formats"};

std::size_t JsonHandler::skipGap(std::size_t end, bool isClosing) {
    const std::string_view text = m_tree.text;
    std::optional<std::size_t> comma;
    std::size_t at = m_last;
    while (at < end) {
        const char c = text[at];
        if (c == '/') {
            const bool isLine = text.substr(at, 2) == "//";
            const std::size_t stop = isLine ? text.find('\n', at) : text.find("*/", at + 2);
            m_problems.add({.rule = kJsonComment,
                            .offset = at,
                            .message = fmt::format("JSON has no comments, but here is {}",
                                                   m_problems.quoteLine(at)),
                            .help = "remove the comment, or write the template in YAML"});
            at = std::min(stop, end);
            if (!isLine && at < end) at += 2;
        } else if (c == ',' || c == ':' || c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            if (c == ',') comma = at;
            ++at;
        } else {
            break;
        }
    }
    if (isClosing && comma) {
        m_problems.add(
            {.rule = kJsonTrailingComma,
             .offset = *comma,
             .message = fmt::format("the comma behind the last entry, in {}, is too much",
                                    m_problems.quoteLine(*comma)),
             .help = "remove the comma"});
    }
    return at;
}

SpanNodeId JsonHandler::addNode(SpanNode node) {
    const auto id = static_cast<SpanNodeId>(m_tree.nodes.size());
    if (m_open.empty()) {
        m_tree.root = id;
    } else {
        node.parent = m_open.back();
    }
    m_last = node.end;
    if (m_tree.nodes.size() >= m_limits.maxNodes) {
        m_stopped = true;
        m_problems.add({.rule = kTooManyValues,
                        .offset = node.begin,
                        .message = fmt::format("more than {} values", m_limits.maxNodes),
                        .help = "split the template into nested stacks"});
    }
    m_tree.nodes.push_back(std::move(node));
    return id;
}

constexpr Rule kJsonSyntax{"JSON-SYNTAX",
                           Severity::Error,
                           "the text is no JSON",
                           "CloudFormation can't read the text either",
                           "repair the place that the message names",
                           "RFC 8259; CloudFormation User Guide, template-formats"};

bool JsonHandler::addScalar(std::string_view value, SpanStyle style) {
    SpanNode node;
    node.style = style;
    node.begin = static_cast<std::uint32_t>(skipGap(here(), false));
    node.end = static_cast<std::uint32_t>(here());
    // RapidJSON lets a lone low surrogate through as an escape.
    if (firstInvalidUtf8(value)) {
        m_stopped = true;
        m_problems.add({.rule = kJsonSyntax,
                        .offset = node.begin,
                        .message = fmt::format("an escape is half of a surrogate pair, in {}",
                                               m_problems.quoteLine(node.begin)),
                        .help = "write both halves, or the character itself"});
        return false;
    }
    setValue(m_tree, node, value);
    addNode(std::move(node));
    return !m_stopped;
}

bool JsonHandler::open(SpanKind kind) {
    SpanNode node;
    node.kind = kind;
    node.style = SpanStyle::Flow;
    node.begin = static_cast<std::uint32_t>(skipGap(here() - 1, false));
    node.end = static_cast<std::uint32_t>(here());
    m_open.push_back(addNode(std::move(node)));
    if (m_open.size() > m_limits.maxDepth) {
        m_stopped = true;
        m_problems.add({.rule = kTooDeep,
                        .offset = m_tree.nodes.back().begin,
                        .message = fmt::format("nested more than {} deep", m_limits.maxDepth),
                        .help = "flatten the template"});
    }
    return !m_stopped;
}

bool JsonHandler::close() {
    // Behind a trailing comma RapidJSON reports the end before it takes the bracket.
    const char bracket = m_tree.nodes[m_open.back()].kind == SpanKind::Mapping ? '}' : ']';
    const std::size_t end = m_tree.text[here() - 1] == bracket ? here() : here() + 1;
    skipGap(end - 1, true);
    m_last = end;
    m_tree.nodes[m_open.back()].end = static_cast<std::uint32_t>(end);
    m_open.pop_back();
    return true;
}

std::string_view helpFor(rapidjson::ParseErrorCode error) {
    switch (error) {
        case rapidjson::kParseErrorDocumentRootNotSingular: return "remove what follows the last }";
        case rapidjson::kParseErrorObjectMissName: return "write the key in double quotes";
        case rapidjson::kParseErrorObjectMissColon: return "write a colon between key and value";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return "write a comma between two entries, or } behind the last one";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return "write a comma between two items, or ] behind the last one";
        case rapidjson::kParseErrorStringMissQuotationMark:
            return "close the string; a line break inside one is written \\n";
        case rapidjson::kParseErrorStringInvalidEncoding:
        case rapidjson::kParseErrorStringEscapeInvalid:
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
            return "write a backslash as \\\\, a tab as \\t and a line break as \\n";
        case rapidjson::kParseErrorNumberTooBig: return "write the number in double quotes";
        default: return "write a string in double quotes, a number, true, false, null, { or [";
    }
}

std::string lowerFirst(std::string text) {
    if (!text.empty()) text[0] = lowerAscii(text[0]);
    while (text.ends_with('.')) text.pop_back();
    return text;
}

constexpr Rule kJsonUnterminated{"JSON-UNTERMINATED",
                                 Severity::Error,
                                 "a text, list or map has no end",
                                 "all that follows would belong to it",
                                 "close the quotation, bracket or brace",
                                 "RFC 8259; CloudFormation User Guide, template-formats"};

void reportSyntax(const JsonHandler& handler, std::string_view text, std::size_t at,
                  rapidjson::ParseErrorCode error, ProblemList& problems) {
    at = std::min(at, text.size());
    const auto open = handler.openSince();
    const bool isAtEnd = text.find_first_not_of(" \t\r\n", at) == std::string_view::npos;
    if (isAtEnd && open) {
        problems.add({.rule = kJsonUnterminated,
                      .offset = *open,
                      .message = fmt::format("the bracket that opens in {} is never closed",
                                             problems.quoteLine(*open)),
                      .help = "close every bracket and quotation mark",
                      .related = at});
        return;
    }
    problems.add(
        {.rule = kJsonSyntax,
         .offset = at,
         .message = fmt::format("{}, in {}", lowerFirst(rapidjson::GetParseError_En(error)),
                                problems.quoteLine(at)),
         .help = std::string(helpFor(error)),
         .related = open});
}

}  // namespace

SpanReading readJson(std::string text, const ReadLimits& limits, std::string file) {
    SpanReading reading;
    reading.tree.format = TemplateFormat::Json;
    reading.tree.text = std::move(text);
    if (auto unreadable = findUnreadable(reading.tree.text, limits, file)) {
        reading.diagnostics.push_back(*std::move(unreadable));
        return reading;
    }
    const std::string& bytes = reading.tree.text;
    const std::size_t begin = bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    ProblemList problems(bytes, std::move(file), limits.maxDiagnostics);
    rapidjson::MemoryStream stream(bytes.data() + begin, bytes.size() - begin);
    JsonHandler handler(reading.tree, problems, limits, stream, begin);
    rapidjson::Reader reader;
    const auto result = reader.Parse<kFlags>(stream, handler);
    if (!result.IsError()) {
        handler.skipGap(bytes.size(), false);
        reading.complete = true;
    } else if (result.Code() != rapidjson::kParseErrorTermination) {
        reportSyntax(handler, bytes, begin + result.Offset(), result.Code(), problems);
    }
    numberNodes(reading.tree);
    checkSpanTree(reading.tree, problems);
    reading.diagnostics = problems.take();
    return reading;
}

RuleList jsonRules() {
    static constexpr const Rule* kRules[] = {&kJsonComment, &kJsonTrailingComma, &kJsonSyntax,
                                             &kJsonUnterminated};
    return kRules;
}

}  // namespace archivolt
