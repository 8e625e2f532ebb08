#include "export/cloudformation/carry_comments.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "export/cloudformation/read_yaml.h"
#include "export/cloudformation/span_value.h"
#include "model/value/value.h"

namespace archivolt {

namespace {

/// A comment of one line, with its `#`.
struct Comment {
    std::string text;
    bool apart = false;  ///< It has the line for itself.
};

/// The entry that comments belong to: a key or an item, by its way from the root.
using EntryPath = std::string;

const EntryPath kHead = "\n";  // No path holds a line break of its own.
const EntryPath kFoot = "\n\n";

/// Says whether a key is a function's long name, which a short tag leaves out.
bool isFunctionKey(const SpanTree& tree, SpanNodeId mapping, std::string_view key) {
    if (tree.childCount(mapping) != 2) return false;
    return key == "Ref" || key == "Condition" ||
           (key.starts_with("Fn::") && !key.starts_with("Fn::ForEach"));
}

/// A document's entries in the order of the text, with their paths.
class Entries {
public:
    struct Entry {
        std::size_t begin = 0;
        EntryPath path;
    };

    explicit Entries(const SpanTree& tree) : m_tree(tree), m_paths(tree.nodes.size()) {
        for (SpanNodeId id = 0; id < tree.nodes.size(); ++id) add(id);
        std::ranges::stable_sort(m_entries, {}, &Entry::begin);
    }

    [[nodiscard]] const std::vector<Entry>& all() const { return m_entries; }
    /// Returns the first entry that begins at or behind `at`, or null pointer.
    [[nodiscard]] const Entry* from(std::size_t at) const {
        const auto found = std::ranges::lower_bound(m_entries, at, {}, &Entry::begin);
        return found != m_entries.end() ? &*found : nullptr;
    }
    /// Returns the last entry that begins before `at`, or null pointer.
    [[nodiscard]] const Entry* before(std::size_t at) const {
        const auto found = std::ranges::lower_bound(m_entries, at, {}, &Entry::begin);
        return found != m_entries.begin() ? &*(found - 1) : nullptr;
    }

private:
    void add(SpanNodeId id) {
        const SpanNode& node = m_tree.node(id);
        const EntryPath& own = m_paths[id];
        if (node.kind == SpanKind::Sequence) {
            for (const SpanNodeId item : m_tree.children(id)) {
                enter(item, own + '\x1f' + std::to_string(m_tree.node(item).place));
            }
        }
        if (node.kind != SpanKind::Mapping) return;
        for (const SpanNodeId value : m_tree.children(id)) {
            if (m_tree.node(value).place % 2 == 0) continue;
            const SpanNodeId keyNode = m_tree.previous(value);
            const std::string key(m_tree.value(keyNode));
            const EntryPath path =
                isFunctionKey(m_tree, id, key) ? own : own + '\x1f' + escaped(key);
            enter(keyNode, path);
            m_paths[value] = path;
        }
    }
    void enter(SpanNodeId id, EntryPath path) {
        m_entries.push_back({m_tree.node(id).begin, path});
        m_paths[id] = std::move(path);
    }
    static std::string escaped(std::string key) {
        std::ranges::replace(key, '\n', ' ');
        return key;
    }

    const SpanTree& m_tree;
    std::vector<EntryPath> m_paths;
    std::vector<Entry> m_entries;
};

/// Finds the comments of a document, each with the entry that it belongs to.
class CommentFinder {
public:
    explicit CommentFinder(const SpanTree& tree) : m_tree(tree), m_entries(tree) {}

    std::vector<std::pair<EntryPath, Comment>> find() {
        std::vector<std::pair<std::size_t, std::size_t>> leaves;
        for (const SpanNode& node : m_tree.nodes) {
            const bool isLeaf = node.kind == SpanKind::Scalar || node.kind == SpanKind::Alias;
            if (isLeaf && node.end > node.begin) leaves.emplace_back(node.begin, node.end);
        }
        std::ranges::sort(leaves);
        std::size_t at = 0;
        for (const auto& [begin, end] : leaves) {
            if (begin > at) gap(at, begin);
            at = std::max(at, end);
        }
        gap(at, m_tree.text.size());
        return std::move(m_found);
    }

private:
    void gap(std::size_t begin, std::size_t end) {
        const std::string_view text = m_tree.text;
        for (std::size_t at = begin; at < end;) {
            const auto mark = text.find('#', at);
            if (mark == std::string_view::npos || mark >= end) return;
            const char before = mark == 0 ? '\n' : text[mark - 1];
            if (before != ' ' && before != '\t' && before != '\n' && before != '\r') {
                at = mark + 1;
                continue;
            }
            const std::size_t stop = std::min(text.find_first_of("\r\n", mark), text.size());
            add(mark, stop);
            at = stop;
        }
    }

    void add(std::size_t mark, std::size_t end) {
        const std::string_view text = m_tree.text;
        const auto lineBreak = mark == 0 ? std::string_view::npos : text.rfind('\n', mark - 1);
        const std::size_t line = lineBreak == std::string_view::npos ? 0 : lineBreak + 1;
        const std::string_view left = text.substr(line, mark - line);
        const bool apart = left.find_first_not_of(" \t\xEF\xBB\xBF") == std::string_view::npos;
        m_found.emplace_back(apart ? below(end) : on(line, mark),
                             Comment{std::string(text.substr(mark, end - mark)), apart});
    }

    /// Returns what a comment on a line of its own belongs to: the entry below it.
    [[nodiscard]] EntryPath below(std::size_t end) const {
        const Entries::Entry* next = m_entries.from(end);
        if (next == nullptr) return kFoot;
        const bool first = next == &m_entries.all().front();
        const std::string_view between =
            std::string_view(m_tree.text).substr(end, next->begin - end);
        const bool blank = between.find("\n\n") != std::string_view::npos ||
                           between.find("\n\r\n") != std::string_view::npos;
        return first && blank ? kHead : next->path;
    }

    [[nodiscard]] EntryPath on(std::size_t line, std::size_t mark) const {
        const Entries::Entry* first = m_entries.from(line);
        if (first != nullptr && first->begin < mark) return first->path;
        const Entries::Entry* last = m_entries.before(mark);
        return last != nullptr ? last->path : kHead;
    }

    const SpanTree& m_tree;
    Entries m_entries;
    std::vector<std::pair<EntryPath, Comment>> m_found;
};

/// Puts comments into a text that holds none.
class CommentWriter {
public:
    explicit CommentWriter(const SpanTree& tree) : m_tree(tree), m_entries(tree) {
        for (const Entries::Entry& entry : m_entries.all()) {
            m_lineOf.try_emplace(entry.path, lineStart(entry.begin));
        }
    }

    void add(const EntryPath& path, Comment comment) {
        if (path == kHead || path == kFoot) {
            (path == kHead ? m_head : m_foot).push_back(std::move(comment.text));
            return;
        }
        auto line = m_lineOf.find(path);
        // What stood on lines of its own may be one name with a dot now: `!GetAtt Web.Arn`.
        if (line == m_lineOf.end()) line = m_lineOf.find(path.substr(0, path.rfind('\x1f')));
        if (line == m_lineOf.end()) return;
        Line& at = m_lines[line->second];
        if (comment.apart || !at.behind.empty()) {
            at.above.push_back(std::move(comment.text));
        } else {
            at.behind = std::move(comment.text);
        }
    }

    [[nodiscard]] std::string text() const {
        const std::string_view whole = m_tree.text;
        std::string result;
        for (const std::string& comment : m_head) result += comment + '\n';
        if (!m_head.empty()) result += '\n';
        std::size_t copied = 0;
        for (const auto& [begin, line] : m_lines) {
            result += whole.substr(copied, begin - copied);
            const std::size_t end = std::min(whole.find('\n', begin), whole.size());
            const std::string_view words = whole.substr(begin, end - begin);
            const std::string_view pad = words.substr(0, words.find_first_not_of(' '));
            for (const std::string& comment : line.above) {
                result.append(pad).append(comment) += '\n';
            }
            result += words;
            if (!line.behind.empty()) result.append("  ").append(line.behind);
            copied = end;
        }
        result += whole.substr(copied);
        for (const std::string& comment : m_foot) result += comment + '\n';
        return result;
    }

private:
    struct Line {
        std::vector<std::string> above;
        std::string behind;
    };

    [[nodiscard]] std::size_t lineStart(std::size_t at) const {
        const auto found = at == 0 ? std::string::npos : m_tree.text.rfind('\n', at - 1);
        return found == std::string::npos ? 0 : found + 1;
    }

    const SpanTree& m_tree;
    Entries m_entries;
    std::map<EntryPath, std::size_t> m_lineOf;
    std::map<std::size_t, Line> m_lines;
    std::vector<std::string> m_head;
    std::vector<std::string> m_foot;
};

std::optional<Value> valueIn(const SpanReading& reading) {
    if (!reading.complete) return std::nullopt;
    return valueOf(reading.tree, reading.tree.root, ValueContext::Section);
}

}  // namespace

std::string withCommentsOf(std::string written, std::string_view original) {
    if (original.find('#') == std::string_view::npos) return written;
    const SpanReading from = readYaml(std::string(original), ReadLimits{}, {});
    const SpanReading to = readYaml(written, ReadLimits{}, {});
    if (!from.complete || !to.complete) return written;
    CommentWriter writer(to.tree);
    for (auto& [path, comment] : CommentFinder(from.tree).find()) {
        writer.add(path, std::move(comment));
    }
    std::string result = writer.text();
    if (valueIn(readYaml(result, ReadLimits{}, {})) == valueIn(to)) return result;
    return "# The comments of the original could not be kept.\n" + written;
}

}  // namespace archivolt
