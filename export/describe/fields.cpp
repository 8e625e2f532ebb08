#include "export/describe/fields.h"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "model/base/invariant.h"

// The macro ARCHIVOLT_FIELDS is the path of the table.
__asm__(
    ".pushsection .rodata\n"
    ".global archivolt_fields_begin\n"
    ".global archivolt_fields_end\n"
    "archivolt_fields_begin:\n"
    ".incbin \"" ARCHIVOLT_FIELDS
    "\"\n"
    "archivolt_fields_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char archivolt_fields_begin[];
extern const char archivolt_fields_end[];
}

namespace archivolt {

namespace {

constexpr auto kWords = std::to_array<std::pair<std::string_view, FieldUse>>({
    {"read", FieldUse::Read},
    {"idle", FieldUse::Idle},
    {"named", FieldUse::Named},
    {"unknown", FieldUse::Unknown},
    {"unknown6", FieldUse::UnknownByIpv6},
});

std::optional<FieldUse> useOf(std::string_view word) {
    const auto found =
        std::ranges::find(kWords, word, &std::pair<std::string_view, FieldUse>::first);
    return found != kWords.end() ? std::optional(found->second) : std::nullopt;
}

/// Reads `PATH… [= VALUE…] | WHY` behind a word, and adds a row for each path.
void addRows(FieldUse use, std::string_view line, FieldTable::Rows& rows) {
    FieldTable::Row row;
    row.use = use;
    const auto bar = line.find(" | ");
    if (bar != std::string_view::npos) row.why = line.substr(bar + 3);
    INVARIANT(use == FieldUse::Read || !row.why.empty());
    std::istringstream words{std::string(line.substr(0, bar))};
    std::vector<std::string> paths;
    bool isValue = false;
    for (std::string word; words >> word;) {
        if (word == "=" || word == "!=") {
            isValue = true;
            row.excludes = word == "!=";
        } else {
            (isValue ? row.values : paths).push_back(std::move(word));
        }
    }
    for (std::string& path : paths) {
        const bool isNew = rows.emplace(std::move(path), row).second;
        INVARIANT(isNew);
    }
}

/// Returns the table's lines, those that go on indented put together, comments left out.
std::vector<std::string> linesOf(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream stream{std::string(text)};
    for (std::string line; std::getline(stream, line);) {
        if (line.empty() || line.front() == '#') continue;
        if (line.starts_with("  ") && !lines.empty()) {
            lines.back() += line.substr(1);
        } else {
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

/// Returns a pattern without its marks of lists: the table has none.
std::string plainPath(const PathPattern& pattern) {
    std::string path;
    for (const PathPattern::Step& step : pattern.steps()) {
        if (step.kind != PathPattern::StepKind::Key) continue;
        path += (path.empty() ? "" : ".") + step.key;
    }
    return path;
}

class FieldFinder {
public:
    FieldFinder(const FieldTable::Rows& rows, std::vector<SetField>& found)
        : m_rows(rows), m_found(found) {}

    void find(const Item& item, const std::string& path) {
        if (item.isList()) {
            for (const Item& one : item.items()) find(one, path);
        } else if (item.isObject()) {
            for (const std::string_view key : item.keys()) {
                const Item inner = item.member(key);
                if (inner)
                    find(inner, path.empty() ? std::string(key) : fmt::format("{}.{}", path, key));
            }
        } else {
            judge(item, path);
        }
    }

private:
    void judge(const Item& leaf, const std::string& path) {
        const FieldTable::Row* row = FieldTable::find(m_rows, path);
        if (row == nullptr) {
            if (isSet(leaf, {})) add({path, FieldUse::Named, "it is newer than what is read here"});
        } else if (row->use != FieldUse::Read && row->use != FieldUse::Idle && isSet(leaf, *row)) {
            add({path, row->use, row->why});
        }
    }

    static bool isSet(const Item& leaf, const FieldTable::Row& row) {
        const std::string_view bytes = leaf.bytes();
        if (bytes == "false" || bytes == "null") return false;
        const std::string text = leaf.asText().value_or("true");
        if (text.empty()) return false;
        if (row.values.empty()) return true;
        const bool isThere = std::ranges::find(row.values, text) != row.values.end();
        return isThere != row.excludes;
    }

    void add(SetField field) {
        if (std::ranges::find(m_found, field) == m_found.end()) m_found.push_back(std::move(field));
    }

    const FieldTable::Rows& m_rows;
    std::vector<SetField>& m_found;
};

}  // namespace

FieldTable::FieldTable(std::string_view text) {
    Rows* rows = nullptr;
    for (const std::string& line : linesOf(text)) {
        const auto space = line.find(' ');
        const auto use = useOf(line.substr(0, space));
        if (!use) {
            rows = &m_commands[line];
            INVARIANT(rows->empty());
            continue;
        }
        INVARIANT(rows != nullptr);
        addRows(*use, std::string_view(line).substr(space + 1), *rows);
    }
}

const FieldTable& FieldTable::embedded() {
    static const FieldTable kTable(
        std::string_view(archivolt_fields_begin,
                         static_cast<std::size_t>(archivolt_fields_end - archivolt_fields_begin)));
    return kTable;
}

const FieldTable::Row* FieldTable::find(const Rows& rows, std::string_view path) {
    while (!path.empty()) {
        const auto found = rows.find(path);
        if (found != rows.end()) return &found->second;
        const auto dot = path.rfind('.');
        path = dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
    }
    return nullptr;
}

FieldTable::Rows FieldTable::rowsOf(const Operation& operation) const {
    Rows rows;
    const auto found = m_commands.find(operation.command);
    if (found != m_commands.end()) rows = found->second;
    // What AWS lists of prefix lists of its own is another command's, under the same key.
    if (operation.key == "PrefixLists") {
        for (const auto& [path, row] : m_commands.at("ec2 describe-prefix-lists")) {
            rows.emplace(path, row);
        }
    }
    const auto read = [&](std::string path) {
        if (!path.empty()) rows.insert_or_assign(std::move(path), Row{});
    };
    read(std::string(operation.idKey));
    read(std::string(operation.nameKey));
    if (operation.system == nullptr) return rows;
    const DescribeFacts& facts = *operation.system->describe;
    for (const auto& [property, from] : facts.properties) read(plainPath(from));
    read(plainPath(facts.interfaceIds));
    read(facts.only);
    return rows;
}

std::vector<SetField> setFields(const FieldTable::Rows& rows, const Item& item) {
    std::vector<SetField> found;
    FieldFinder(rows, found).find(item, {});
    return found;
}

}  // namespace archivolt
