#include "app/window/shown_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "model/guardrails/guardrails.h"

namespace archivolt {

namespace {

constexpr std::size_t kNearLines = 8;  // So far on a line is looked for.

std::size_t mixedHash(std::size_t hash, std::size_t with) {
    return (hash ^ with) * 1099511628211ULL + (hash >> 29);
}

std::size_t hashOfText(std::string_view text) { return std::hash<std::string_view>()(text); }

std::size_t hashOfPath(std::size_t hash, const Path& path) {
    for (const PathStep& step : path.steps()) {
        const auto* name = std::get_if<std::string>(&step);
        hash = mixedHash(hash, name != nullptr ? hashOfText(*name) : std::get<std::size_t>(step));
    }
    return mixedHash(hash, path.size());
}

/// Returns a hash of what a finding says and where, whatever the line.
std::size_t keyOf(const Diagnostic& finding) {
    std::size_t hash = hashOfText(finding.code);
    for (const std::string* text :
         {&finding.message, &finding.where.stack, &finding.where.resource}) {
        hash = mixedHash(hash, hashOfText(*text));
    }
    return hashOfPath(hash, finding.where.path);
}

std::size_t hashOfLine(std::size_t hash, const Where& where) {
    hash = mixedHash(hash, hashOfText(where.file));
    hash = mixedHash(hash, (std::size_t{where.line} << 32U) | where.column);
    return mixedHash(hash, static_cast<std::size_t>(where.anchor));
}

/// Returns a hash of all of a finding whose key is known.
std::size_t allOf(const Diagnostic& finding, std::size_t key) {
    std::size_t hash = mixedHash(key, static_cast<std::size_t>(finding.severity));
    hash = mixedHash(hash, hashOfText(finding.help));
    hash = hashOfLine(mixedHash(hash, hashOfText(finding.source)), finding.where);
    for (const Where& related : finding.related) {
        hash = hashOfLine(hash, related);
        hash = mixedHash(hash, hashOfText(related.stack));
        hash = hashOfPath(mixedHash(hash, hashOfText(related.resource)), related.path);
    }
    return hash;
}

/// Adds a line, whose key is its own once `numberTwins` has seen all of the list.
void addLine(std::vector<ListedFinding>& lines, SharedFinding finding, bool isPromise = false) {
    ListedFinding line;
    line.severity = finding->severity;
    line.isPromise = isPromise;
    line.key = keyOf(*finding);
    line.says = allOf(*finding, line.key);
    line.finding = std::move(finding);
    lines.push_back(std::move(line));
}

/// Returns a promise that is not kept as a finding.
Diagnostic findingOf(const IntentAnswer& promise) {
    const char* how = promise.verdict == IntentVerdict::Unknown  ? "can't be told to hold"
                      : promise.verdict == IntentVerdict::Partly ? "holds in part only"
                                                                 : "is broken";
    Diagnostic finding;
    finding.code = promise.kind;
    finding.severity =
        promise.verdict == IntentVerdict::Unknown ? Severity::Medium : Severity::Error;
    finding.message = fmt::format("“{}” {}: {}", promise.name, how, promise.why);
    std::vector<std::string> names;
    for (const Where& where : promise.evidence) {
        std::string name = where.resource;
        if (where.line > 0) name += fmt::format(" (line {})", where.line);
        if (!where.resource.empty() && std::ranges::find(names, name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    if (!names.empty()) finding.help = fmt::format("decided by {}", fmt::join(names, ", "));
    if (!promise.evidence.empty()) finding.where = promise.evidence.front();
    return finding;
}

std::vector<ListedFinding> linesOfPromises(std::span<const IntentAnswer> promises) {
    std::vector<ListedFinding> lines;
    for (const IntentAnswer& promise : promises) {
        if (promise.verdict == IntentVerdict::Kept) continue;
        addLine(lines, std::make_shared<const Diagnostic>(findingOf(promise)), true);
    }
    return lines;
}

std::vector<ListedFinding> linesOf(std::span<const SharedFinding> findings) {
    std::vector<ListedFinding> lines;
    lines.reserve(findings.size());
    for (const SharedFinding& finding : findings) addLine(lines, finding);
    return lines;
}

/// Returns the lines of what the design does not accept, in the order of the list; what was listed
/// before is taken over.
std::vector<ListedFinding> linesOf(const FindingList& findings,
                                   std::span<const ListedFinding> before) {
    std::vector<ListedFinding> lines;
    lines.reserve(findings.size());
    std::size_t next = 0;  // Of those before, behind the last one that stays.
    for (const auto& finding : findings) {
        if (!finding->suppressed.empty()) continue;
        const std::size_t end = std::min(next + kNearLines, before.size());
        std::size_t place = next;
        while (place < end && before[place].finding.get() != &finding->diagnostic) ++place;
        if (place < end) {
            lines.push_back(before[place]);
            next = place + 1;
        } else {
            addLine(lines, SharedFinding(finding, &finding->diagnostic));
        }
    }
    return lines;
}

/// Puts lists of lines together, worst first and otherwise as they come.
std::vector<ListedFinding> worstFirst(std::span<const std::span<const ListedFinding>> parts) {
    std::array<std::size_t, kSeverities + 1> places{};
    for (const auto part : parts) {
        for (const ListedFinding& line : part)
            ++places[static_cast<std::size_t>(line.severity) + 1];
    }
    for (std::size_t i = 1; i <= kSeverities; ++i) places[i] += places[i - 1];
    std::vector<ListedFinding> all(places[kSeverities]);
    for (const auto part : parts) {
        for (const ListedFinding& line : part) {
            all[places[static_cast<std::size_t>(line.severity)]++] = line;
        }
    }
    return all;
}

/// Gives those that say the same of the same keys of their own, by their order.
void numberTwins(std::vector<ListedFinding>& lines) {
    struct Twins {
        std::size_t key = 0;
        std::size_t count = 0;  // None: the place is free.
    };
    // Keys are hashes: a table with half its places free finds each with a look or two, where one
    // of nodes would allocate tens of thousands of them.
    std::vector<Twins> table(std::bit_ceil(lines.size() * 2 + 1));
    for (ListedFinding& line : lines) {
        std::size_t place = line.key & (table.size() - 1);
        while (table[place].count != 0 && table[place].key != line.key) {
            place = (place + 1) & (table.size() - 1);
        }
        table[place].key = line.key;
        line.key = mixedHash(line.key, table[place].count++);
    }
}

std::array<std::size_t, kSeverities> countBySeverity(std::span<const ListedFinding> rows) {
    std::array<std::size_t, kSeverities> counts{};
    for (const ListedFinding& row : rows) ++counts[static_cast<std::size_t>(row.severity)];
    return counts;
}

/// Counts lines by the resources that they tell of; in a part most follow others of the same one.
class Counter {
public:
    explicit Counter(const Design& design) {
        for (const auto& stack : design.stacks) m_stacks.emplace(stack->name, stack.get());
    }

    void add(const ListedFinding& row) {
        const std::vector<Where> exposed = exposedBy(*row.finding);
        for (const Where& thing : exposed) addAt(thing, row.severity);
        if (exposed.empty()) addAt(row.finding->where, row.severity);
    }

    [[nodiscard]] std::vector<FindingCount> list() {
        std::ranges::sort(m_counts, {}, &FindingCount::resource);
        std::vector<FindingCount> list;
        list.reserve(m_counts.size());
        for (const FindingCount& each : m_counts) {
            if (list.empty() || list.back().resource != each.resource) {
                list.push_back(each);
                continue;
            }
            list.back().count += each.count;
            list.back().worst = std::min(list.back().worst, each.worst);
        }
        return list;
    }

private:
    void addAt(const Where& where, Severity severity) {
        if (m_resource == nullptr || m_resource->logicalId != where.resource ||
            m_stack->name != where.stack) {
            m_resource = resourceOf(where);
            if (m_resource == nullptr) return;
            m_counts.push_back({m_resource->id, 0, Severity::Low});
        }
        FindingCount& count = m_counts.back();
        ++count.count;
        count.worst = std::min(count.worst, severity);
    }

    /// Returns the resource of a place, or null pointer.
    [[nodiscard]] const Resource* resourceOf(const Where& where) {
        if (m_stack == nullptr || m_stack->name != where.stack) {
            const auto stack = m_stacks.find(where.stack);
            if (stack == m_stacks.end()) return nullptr;
            m_stack = stack->second;
        }
        return m_stack->body.resources.find(where.resource).get();
    }

    std::map<std::string_view, const Stack*> m_stacks;
    std::vector<FindingCount> m_counts;  ///< One for each stretch of lines of one resource.
    const Stack* m_stack = nullptr;      ///< Of the last one.
    const Resource* m_resource = nullptr;
};

std::vector<FindingCount> countsOf(std::span<const std::span<const ListedFinding>> parts,
                                   const Design& design) {
    Counter counter(design);
    for (const auto part : parts) {
        for (const ListedFinding& line : part) counter.add(line);
    }
    return counter.list();
}

}  // namespace

std::shared_ptr<const ShownFindings> shownFindings(std::span<const SharedFinding> findings,
                                                   std::span<const IntentAnswer> promises) {
    const auto broken = linesOfPromises(promises);
    const auto found = linesOf(findings);
    const std::span<const ListedFinding> parts[] = {broken, found};
    ShownFindings shown;
    shown.rows = worstFirst(parts);
    numberTwins(shown.rows);
    shown.open.assign(findings.begin(), findings.end());
    shown.of = countBySeverity(shown.rows);
    return std::make_shared<const ShownFindings>(std::move(shown));
}

/// Reads anew the parts that are made of something else now; says whether a line is otherwise.
bool FindingLister::bringUpToDate(const Asked& asked, const Judgement& judgement) {
    bool differs = false;
    const auto read = [&](PartOf which, const std::shared_ptr<const void>& of, const auto& lines) {
        Part& part = m_parts[which];
        if (!of || part.of == of) return;
        std::vector<ListedFinding> now = lines();
        differs = differs || now != part.lines;
        part = {of, std::move(now)};
    };
    read(Opening, asked.atOpening, [&] { return linesOf(*asked.atOpening); });
    read(Rules, judgement.rules, [&] { return linesOf(*judgement.rules, m_parts[Rules].lines); });
    read(Advice, judgement.advice,
         [&] { return linesOf(*judgement.advice, m_parts[Advice].lines); });
    const auto& promises = judgement.promises;
    read(Promises, promises, [&] { return linesOfPromises(promises->answers); });
    read(Remarks, promises, [&] {
        std::vector<ListedFinding> lines;
        for (const Diagnostic& diagnostic : promises->diagnostics) {
            addLine(lines, SharedFinding(promises, &diagnostic));
        }
        return lines;
    });
    return differs;
}

std::shared_ptr<const ShownFindings> FindingLister::list(const Asked& asked,
                                                         const Judgement& judgement) {
    if (!m_shown || asked.openedAt != m_openedAt) {
        *this = {};
        m_openedAt = asked.openedAt;
    }
    const bool differs = bringUpToDate(asked, judgement);
    std::vector<std::span<const ListedFinding>> parts;
    parts.reserve(kParts);
    for (const Part& part : m_parts) parts.emplace_back(part.lines);
    if (!differs && m_shown) {
        // A name may be another resource's by now.
        if (judgement.stage != kLastStage) return m_shown;
        auto counts = countsOf(parts, asked.design);
        if (counts == m_shown->counts) return m_shown;
        ShownFindings same = *m_shown;
        same.counts = std::move(counts);
        return m_shown = std::make_shared<const ShownFindings>(std::move(same));
    }
    ShownFindings shown;
    shown.rows = worstFirst(parts);
    numberTwins(shown.rows);
    for (const PartOf which : {Rules, Advice, Remarks}) {
        for (const ListedFinding& line : m_parts[which].lines) shown.open.push_back(line.finding);
    }
    shown.counts = countsOf(parts, asked.design);
    shown.of = countBySeverity(shown.rows);
    m_shown = std::make_shared<const ShownFindings>(std::move(shown));
    return m_shown;
}

}  // namespace archivolt
