#include "export/cloudformation/read_yaml.h"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "export/cloudformation/problem_list.h"
#include "export/cloudformation/span_value.h"
#include "model/base/invariant.h"

namespace archivolt {

namespace {

constexpr std::size_t kMaxDirectives = 64;  // libyaml compares each new one with all others.

class Parser {
public:
    explicit Parser(std::string_view text) {
        INVARIANT(yaml_parser_initialize(&m_parser) == 1);
        yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&m_parser, reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size());
    }
    ~Parser() { yaml_parser_delete(&m_parser); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    [[nodiscard]] bool next(yaml_event_t& event) {
        return yaml_parser_parse(&m_parser, &event) == 1;
    }
    [[nodiscard]] const yaml_parser_t& state() const { return m_parser; }

private:
    yaml_parser_t m_parser{};
};

struct Event {
    yaml_event_t raw{};
    Event() = default;
    ~Event() { yaml_event_delete(&raw); }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
};

bool isBlank(char c) { return c == ' ' || c == '\t'; }

/// The line breaks of YAML 1.1, section 5.4: CR LF, LF, CR, U+0085, U+2028 and U+2029.
constexpr std::array<std::string_view, 6> kBreaks = {"\r\n",     "\n",           "\r",
                                                     "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};

/// Returns the bytes of the line break at `at`; 0 when there is none.
std::size_t breakAt(std::string_view text, std::size_t at) {
    for (const std::string_view lineBreak : kBreaks) {
        if (text.substr(at).starts_with(lineBreak)) return lineBreak.size();
    }
    return 0;
}

/// Returns the bytes of the line break that ends at `end`; 0 when there is none.
std::size_t breakBefore(std::string_view text, std::size_t end) {
    for (const std::string_view lineBreak : kBreaks) {
        if (text.substr(0, end).ends_with(lineBreak)) return lineBreak.size();
    }
    return 0;
}

/// Returns where the line that holds `at` ends, before its break.
std::size_t lineEndFrom(std::string_view text, std::size_t at) {
    while (at < text.size() && breakAt(text, at) == 0) ++at;
    return at;
}

/// Returns where the tag that begins at `at` ends.
std::size_t tagEndFrom(std::string_view text, std::size_t at) {
    constexpr std::string_view kEnds = " \t,[]{}";
    while (at < text.size() && kEnds.find(text[at]) == std::string_view::npos &&
           breakAt(text, at) == 0) {
        ++at;
    }
    return at;
}

/// Returns where the last line of `text` begins; a break at the very end begins an empty one.
std::size_t lastLineBegin(std::string_view text) {
    std::size_t at = text.size();
    while (at > 0 && breakBefore(text, at) == 0) --at;
    return at;
}

/// Fills a tree from libyaml's events.
///
/// libyaml's marks count code points, and lines by `kBreaks`, which editors do not; so only the
/// marks' indexes are used.
class YamlReader {
public:
    YamlReader(SpanTree& tree, ProblemList& problems, const ReadLimits& limits)
        : m_tree(tree),
          m_problems(problems),
          m_limits(limits),
          m_begin(tree.text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0) {}

    /// Returns whether the text was read to its end.
    bool read();

private:
    /// Returns whether to go on.
    bool take(const yaml_event_t& event);
    SpanNodeId addNode(SpanKind kind, const yaml_event_t& event);
    void addScalar(const yaml_event_t& event);
    bool open(SpanKind kind, SpanStyle style, const yaml_event_t& event);
    void close(const yaml_event_t& event);
    struct Properties {
        bool tag = false;  ///< There may be one; a scalar's text `!` is none for libyaml.
        bool anchor = false;
        bool content = false;  ///< Something stands behind them.
    };
    void readProperties(SpanNode& node, const Properties& has) const;
    [[nodiscard]] std::uint32_t blockScalarEnd(const SpanNode& node, std::string_view value) const;
    [[nodiscard]] bool checkCharacters();
    void reportSyntax(const yaml_parser_t& parser);
    [[nodiscard]] std::uint32_t byteOf(const yaml_mark_t& mark) const {
        const std::size_t markPoints = m_begin == 0 ? 0 : 1;
        return static_cast<std::uint32_t>(m_problems.lines().byteOf(mark.index + markPoints));
    }

    SpanTree& m_tree;
    ProblemList& m_problems;
    const ReadLimits& m_limits;
    std::size_t m_begin;
    std::vector<SpanNodeId> m_open;
    std::size_t m_documents = 0;
    bool m_overLimit = false;
};

/// Decodes the code point at `at` of well-formed UTF-8 and steps over it.
char32_t nextCodePoint(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    const int tails = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    char32_t result = lead & (0x3FU >> static_cast<unsigned>(tails));
    for (int i = 0; i < tails; ++i) {
        result = (result << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
    }
    return result;
}

/// YAML 1.1, section 5.1.
bool isPrintable(char32_t c) {
    return c == 0x09 || c == 0x0A || c == 0x0D || (c >= 0x20 && c <= 0x7E) || c == 0x85 ||
           (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

constexpr Rule kYamlCharacter{
    "YAML-CHARACTER",
    Severity::Error,
    "a character can't stand in YAML",
    "YAML has no control characters",
    "remove it, or write it as an escape in double quotes",
    "YAML 1.1 specification; CloudFormation User Guide, template-formats"};

/// Says whether a piece of a text is printable ASCII with breaks and tabs. It is gone through to
/// its end, so that a compiler can look at many bytes at once.
bool isPlainAscii(std::string_view piece) {
    bool isPlain = true;
    for (const char each : piece) {
        const auto byte = static_cast<unsigned char>(each);
        isPlain &= (byte >= 0x20 && byte <= 0x7E) || byte == '\n' || byte == '\r' || byte == '\t';
    }
    return isPlain;
}

bool YamlReader::checkCharacters() {
    constexpr std::size_t kPiece = 64;
    std::size_t at = m_begin;
    while (at < m_tree.text.size()) {
        if (isPlainAscii(std::string_view(m_tree.text).substr(at, kPiece))) {
            at = std::min(at + kPiece, m_tree.text.size());
            continue;
        }
        const std::size_t here = at;
        const char32_t c = nextCodePoint(m_tree.text, at);
        if (isPrintable(c)) continue;
        m_problems.add({.rule = kYamlCharacter,
                        .offset = here,
                        .message = fmt::format("the control character U+{:04X} is not allowed",
                                               static_cast<unsigned>(c)),
                        .help = "remove it, or write it as an escape in double quotes"});
        return false;
    }
    return true;
}

std::size_t countDirectives(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '%') {
            ++count;
        } else if (!isBlank(text[at]) && breakAt(text, at) == 0 && text[at] != '#') {
            break;
        }
        at = lineEndFrom(text, at);
        at += breakAt(text, at);
    }
    return count;
}

constexpr Rule kYamlSyntax{"YAML-SYNTAX",
                           Severity::Error,
                           "the text is no YAML",
                           "CloudFormation can't read the text either",
                           "repair the line that the message names",
                           "YAML 1.1 specification; CloudFormation User Guide, template-formats"};

bool YamlReader::read() {
    if (!checkCharacters()) return false;
    const std::string_view text = std::string_view(m_tree.text).substr(m_begin);
    if (countDirectives(text) > kMaxDirectives) {
        m_problems.add({.rule = kYamlSyntax,
                        .offset = m_begin,
                        .message = fmt::format("more than {} directives", kMaxDirectives),
                        .help = "remove the lines that begin with %"});
        return false;
    }
    Parser parser(text);
    constexpr std::size_t kBytesPerNode = 10;  // Of a template that is written densely.
    m_tree.nodes.reserve(text.size() / kBytesPerNode);
    for (;;) {
        Event event;
        if (!parser.next(event.raw)) {
            reportSyntax(parser.state());
            return false;
        }
        if (event.raw.type == YAML_STREAM_END_EVENT) return !m_overLimit;
        if (!take(event.raw)) return !m_overLimit;
    }
}

constexpr Rule kYamlDocuments{
    "YAML-DOCUMENTS",
    Severity::Error,
    "there is a second document",
    "CloudFormation reads one document a file",
    "move the second into a file of its own",
    "YAML 1.1 specification; CloudFormation User Guide, template-formats"};

bool YamlReader::take(const yaml_event_t& event) {
    switch (event.type) {
        case YAML_DOCUMENT_START_EVENT:
            if (++m_documents == 2) {
                m_problems.add({.rule = kYamlDocuments,
                                .offset = byteOf(event.start_mark),
                                .message = "a second document begins here",
                                .help = "keep one template to a file"});
                return false;
            }
            return true;
        case YAML_ALIAS_EVENT: {
            const SpanNodeId id = addNode(SpanKind::Alias, event);
            const auto* name = reinterpret_cast<const char*>(event.data.alias.anchor);
            m_tree.nodes[id].extra.edit().anchor = {1,
                                                    static_cast<std::uint32_t>(std::strlen(name))};
            m_tree.anchored = true;
            return !m_overLimit;
        }
        case YAML_SCALAR_EVENT: addScalar(event); return !m_overLimit;
        case YAML_SEQUENCE_START_EVENT:
            return open(SpanKind::Sequence,
                        event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                            ? SpanStyle::Flow
                            : SpanStyle::Block,
                        event);
        case YAML_MAPPING_START_EVENT:
            return open(SpanKind::Mapping,
                        event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                            ? SpanStyle::Flow
                            : SpanStyle::Block,
                        event);
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT: close(event); return true;
        case YAML_NO_EVENT:
        case YAML_STREAM_START_EVENT:
        case YAML_STREAM_END_EVENT:
        case YAML_DOCUMENT_END_EVENT: return true;
    }
    return true;
}

SpanNodeId YamlReader::addNode(SpanKind kind, const yaml_event_t& event) {
    const auto id = static_cast<SpanNodeId>(m_tree.nodes.size());
    SpanNode node;
    node.kind = kind;
    node.begin = byteOf(event.start_mark);
    node.end = byteOf(event.end_mark);
    if (m_open.empty()) {
        m_tree.root = id;
    } else {
        node.parent = m_open.back();
    }
    m_tree.nodes.push_back(std::move(node));
    if (m_tree.nodes.size() > m_limits.maxNodes) {
        m_overLimit = true;
        m_problems.add({.rule = kTooManyValues,
                        .offset = m_tree.nodes[id].begin,
                        .message = fmt::format("more than {} values", m_limits.maxNodes),
                        .help = "split the template into nested stacks"});
    }
    return id;
}

/// Reads tag and anchor as they stand, and where the content begins behind them.
void YamlReader::readProperties(SpanNode& node, const Properties& has) const {
    const std::string_view text = m_tree.text;
    constexpr std::string_view kAnchorCharacters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    std::size_t at = node.begin;
    std::size_t behind = at;
    bool tagSeen = false;
    bool anchorSeen = false;
    while (at < text.size()) {
        const char c = text[at];
        // What a collection itself does not have belongs to its first key.
        const bool isTag = has.tag && c == '!' && !tagSeen;
        const bool isAnchor = has.anchor && c == '&' && !anchorSeen;
        if (isTag || isAnchor) {
            std::size_t end =
                isTag ? tagEndFrom(text, at) : text.find_first_not_of(kAnchorCharacters, at + 1);
            end = std::min(end, text.size());
            if (text.substr(at, 2) == "!<") end = std::min(text.find('>', at), text.size() - 1) + 1;
            const std::size_t from = isTag ? at : at + 1;  // Behind the anchor's sign.
            SpanExtra& extra = node.extra.edit();
            (isTag ? extra.tag : extra.anchor) = {static_cast<std::uint32_t>(from - node.begin),
                                                  static_cast<std::uint32_t>(end - from)};
            (isTag ? tagSeen : anchorSeen) = true;
            at = behind = end;
        } else if ((tagSeen || anchorSeen) && has.content && isBlank(c)) {
            ++at;
        } else if ((tagSeen || anchorSeen) && has.content && breakAt(text, at) > 0) {
            at += breakAt(text, at);
        } else if ((tagSeen || anchorSeen) && has.content && c == '#') {
            at = lineEndFrom(text, at);
        } else {
            break;
        }
        if (!has.content) {
            // An empty scalar ends with its properties, of which another may still follow.
            const std::size_t next = text.find_first_not_of(" \t", at);
            const bool more = next != std::string_view::npos && next < node.end;
            at = more ? next : at;
            if (!more) break;
        }
    }
    const std::size_t content = has.content ? at : behind;
    if (content == node.begin) return;
    node.extra.edit().content = static_cast<std::uint32_t>(content - node.begin);
}

std::uint32_t YamlReader::blockScalarEnd(const SpanNode& node, std::string_view value) const {
    const std::string_view text = m_tree.text;
    const std::size_t headerEnd = lineEndFrom(text, node.contentBegin());
    const auto header = text.substr(node.contentBegin(), headerEnd - node.contentBegin());
    const auto indicators = header.substr(0, std::min(header.find_first_of(" \t#"), header.size()));
    const auto withoutBreak = [&](std::size_t at) {
        return at > headerEnd ? at - breakBefore(text, at) : at;
    };
    std::size_t end = node.end;
    if (indicators.find('+') != std::string_view::npos) {
        return static_cast<std::uint32_t>(std::max(withoutBreak(end), headerEnd));
    }
    while (breakBefore(value, value.size()) > 0) {
        value.remove_suffix(breakBefore(value, value.size()));
    }
    if (value.empty()) return static_cast<std::uint32_t>(headerEnd);
    const std::string_view lastLine = value.substr(lastLineBegin(value));
    const bool lastIsBlank = lastLine.find_first_not_of(' ') == std::string_view::npos;
    while (end > headerEnd) {
        const std::size_t lineEnd = withoutBreak(end);
        const std::size_t lineBegin = std::max(lastLineBegin(text.substr(0, lineEnd)), headerEnd);
        const std::string_view line = text.substr(lineBegin, lineEnd - lineBegin);
        const bool isText = line.find_first_not_of(' ') != std::string_view::npos;
        if (isText || (lastIsBlank && line.size() > lastLine.size())) {
            return static_cast<std::uint32_t>(lineEnd);
        }
        end = lineBegin;
    }
    return static_cast<std::uint32_t>(headerEnd);
}

void YamlReader::addScalar(const yaml_event_t& event) {
    const auto& scalar = event.data.scalar;
    const SpanNodeId id = addNode(SpanKind::Scalar, event);
    SpanNode& node = m_tree.nodes[id];
    const std::string_view value(reinterpret_cast<const char*>(scalar.value), scalar.length);
    switch (scalar.style) {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: node.style = SpanStyle::SingleQuoted; break;
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: node.style = SpanStyle::DoubleQuoted; break;
        case YAML_LITERAL_SCALAR_STYLE: node.style = SpanStyle::Literal; break;
        case YAML_FOLDED_SCALAR_STYLE: node.style = SpanStyle::Folded; break;
        case YAML_ANY_SCALAR_STYLE:
        case YAML_PLAIN_SCALAR_STYLE: node.style = SpanStyle::Plain; break;
    }
    const bool isEmpty = node.style == SpanStyle::Plain && scalar.length == 0;
    m_tree.anchored = m_tree.anchored || scalar.anchor != nullptr;
    if (scalar.tag != nullptr || scalar.anchor != nullptr) {
        readProperties(node, {.tag = true, .anchor = true, .content = !isEmpty});
        if (isEmpty) node.end = node.contentBegin();
    }
    if (node.style == SpanStyle::Literal || node.style == SpanStyle::Folded) {
        node.end = blockScalarEnd(node, value);
    }
    setValue(m_tree, node, value);
}

bool YamlReader::open(SpanKind kind, SpanStyle style, const yaml_event_t& event) {
    const SpanNodeId id = addNode(kind, event);
    SpanNode& node = m_tree.nodes[id];
    node.style = style;
    const bool isMapping = kind == SpanKind::Mapping;
    const auto* tag = isMapping ? event.data.mapping_start.tag : event.data.sequence_start.tag;
    const auto* anchor =
        isMapping ? event.data.mapping_start.anchor : event.data.sequence_start.anchor;
    m_tree.anchored = m_tree.anchored || anchor != nullptr;
    if (tag != nullptr || anchor != nullptr) {
        readProperties(node, {tag != nullptr, anchor != nullptr, true});
    }
    m_open.push_back(id);
    if (m_open.size() > m_limits.maxDepth) {
        m_overLimit = true;
        m_problems.add({.rule = kTooDeep,
                        .offset = node.begin,
                        .message = fmt::format("nested more than {} deep", m_limits.maxDepth),
                        .help = "flatten the template"});
    }
    return !m_overLimit;
}

void YamlReader::close(const yaml_event_t& event) {
    const SpanNodeId id = m_open.back();
    m_open.pop_back();
    SpanNode& node = m_tree.nodes[id];
    const std::uint32_t content = node.contentBegin();
    const char first = content < m_tree.text.size() ? m_tree.text[content] : '\0';
    const bool isBracketed = node.style == SpanStyle::Flow && (first == '{' || first == '[');
    if (isBracketed) {
        node.end = byteOf(event.end_mark);
    } else if (id + 1 < m_tree.nodes.size()) {
        auto last = static_cast<SpanNodeId>(m_tree.nodes.size() - 1);
        while (m_tree.nodes[last].parent != id) last = m_tree.nodes[last].parent;
        node.end = m_tree.nodes[last].end;
    }
}

std::string_view helpFor(std::string_view problem, std::string_view context) {
    const auto has = [](std::string_view text, std::string_view part) {
        return text.find(part) != std::string_view::npos;
    };
    if (has(context, "quoted scalar")) return "close the quotation mark that was opened";
    if (has(context, "flow")) return "close the bracket that was opened, or add the missing comma";
    if (has(problem, "mapping values are not allowed")) {
        return "put a text that holds `: ` in quotes, or check the indentation";
    }
    if (has(problem, "cannot start any token")) return "put the text in quotes";
    if (has(problem, "tag handle")) return "use a tag of CloudFormation such as !Ref";
    if (has(context, "block mapping") || has(context, "block collection")) {
        return "check that this line is indented like its neighbours, and that quotes are closed";
    }
    if (has(context, "simple key") || has(problem, "':'")) return "write `key: value`";
    if (has(context, "alias") || has(context, "anchor")) return "put the text in quotes";
    return "check the indentation and quotes of this line and of the one before it";
}

constexpr Rule kYamlTab{"YAML-TAB",
                        Severity::Error,
                        "a tab indents a line",
                        "YAML indents with spaces alone",
                        "replace the tab by spaces",
                        "YAML 1.1 specification; CloudFormation User Guide, template-formats"};

constexpr Rule kYamlUnterminated{
    "YAML-UNTERMINATED",
    Severity::Error,
    "a quotation or collection has no end",
    "all that follows would belong to it",
    "close the quotation, bracket or brace",
    "YAML 1.1 specification; CloudFormation User Guide, template-formats"};
/// Returns the short form that stands right before a second one at `at`; empty where none does.
std::string_view shortFormBefore(std::string_view text, std::size_t at) {
    if (at >= text.size() || text[at] != '!' || at == 0 || text[at - 1] != ' ') return {};
    const std::size_t last = text.find_last_not_of(' ', at - 1);
    if (last == std::string_view::npos) return {};
    const std::size_t before = text.find_last_of(" \t\r\n[{,", last);
    const std::size_t first = before == std::string_view::npos ? 0 : before + 1;
    const std::string_view word = text.substr(first, last + 1 - first);
    return word.size() > 1 && word.front() == '!' ? word : std::string_view();
}

void YamlReader::reportSyntax(const yaml_parser_t& parser) {
    const std::string_view problem = parser.problem != nullptr ? parser.problem : "no memory left";
    const std::string_view context = parser.context != nullptr ? parser.context : "";
    std::size_t at = parser.error == YAML_READER_ERROR ? m_begin + parser.problem_offset
                                                       : std::size_t{byteOf(parser.problem_mark)};
    at = std::min(at, m_tree.text.size());
    std::optional<std::size_t> began;
    if (!context.empty()) began = byteOf(parser.context_mark);
    const std::string_view text = m_tree.text;
    if (at < text.size() && text[at] == '\t') {
        m_problems.add({.rule = kYamlTab,
                        .offset = at,
                        .message = "a tab is used for indentation",
                        .help = "indent with spaces",
                        .source = "https://yaml.org/spec/1.1/#indentation%20space/"});
        return;
    }
    if (const std::string_view outer = shortFormBefore(text, at); !outer.empty()) {
        m_problems.add(
            {.rule = kYamlTag,
             .offset = at,
             .message = fmt::format("a short form can't follow another one, in {}",
                                    m_problems.quoteLine(at)),
             .help = fmt::format("write the outer one long: `{}:` with the inner one as its value",
                                 longNameOfTag(outer).value_or(std::string(outer))),
             .source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
                       "intrinsic-function-reference-importvalue.html"});
        return;
    }
    const bool isQuoted = context.find("quoted scalar") != std::string_view::npos;
    const bool isFlow = context.find("parsing a flow") != std::string_view::npos;
    for (const SpanNodeId id : m_open) {
        const std::uint32_t opens = m_tree.nodes[id].contentBegin();
        const bool isBracket = opens < text.size() && (text[opens] == '[' || text[opens] == '{');
        if (isFlow && isBracket) began = opens;
    }
    const bool isAtEnd = text.find_first_not_of(" \t\r\n", at) == std::string_view::npos;
    if (began && isAtEnd && (isQuoted || isFlow)) {
        m_problems.add({.rule = kYamlUnterminated,
                        .offset = *began,
                        .message = fmt::format("the {} that opens in {} is never closed",
                                               isQuoted ? "quotation" : "bracket",
                                               m_problems.quoteLine(*began)),
                        .help = std::string(helpFor(problem, context)),
                        .related = at});
        return;
    }
    std::string message(problem);
    if (!context.empty()) message = fmt::format("{} {}", problem, context);
    if (began && m_problems.lines().position(*began).line != m_problems.lines().position(at).line) {
        message +=
            fmt::format(" (which began in line {})", m_problems.lines().position(*began).line);
    }
    m_problems.add({.rule = kYamlSyntax,
                    .offset = at,
                    .message = fmt::format("{}, in {}", message, m_problems.quoteLine(at)),
                    .help = std::string(helpFor(problem, context)),
                    .related = began});
}

}  // namespace

SpanReading readYaml(std::string text, const ReadLimits& limits, std::string file) {
    SpanReading reading;
    reading.tree.format = TemplateFormat::Yaml;
    reading.tree.text = std::move(text);
    if (auto unreadable = findUnreadable(reading.tree.text, limits, file)) {
        reading.diagnostics.push_back(*std::move(unreadable));
        return reading;
    }
    ProblemList problems(reading.tree.text, std::move(file), limits.maxDiagnostics);
    reading.complete = YamlReader(reading.tree, problems, limits).read();
    numberNodes(reading.tree);
    if (reading.complete && reading.tree.root == kNoSpanNode) {
        problems.add({.rule = kNoTemplate,
                      .message = "the file holds only comments",
                      .help = "write a template with a Resources section"});
        reading.complete = false;
    }
    checkSpanTree(reading.tree, problems);
    reading.diagnostics = problems.take();
    return reading;
}

RuleList yamlRules() {
    static constexpr const Rule* kRules[] = {&kYamlCharacter, &kYamlSyntax, &kYamlDocuments,
                                             &kYamlTab, &kYamlUnterminated};
    return kRules;
}

}  // namespace archivolt
