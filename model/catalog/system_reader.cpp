#include "model/catalog/system_reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include "model/base/invariant.h"
#include "model/catalog/attach_reader.h"
#include "model/catalog/catalog_rules.h"
#include "model/catalog/json_fields.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

template <class Word>
using Words = std::vector<std::pair<std::string_view, Word>>;

/// Returns what a word of the file means; complains of one that is not in the list.
template <class Word>
Word meaning(JsonFields& fields, std::string_view key, std::string_view text,
             const Words<Word>& words) {
    for (const auto& [name, word] : words) {
        if (name == text) return word;
    }
    fields.complain(fmt::format("`{}` can't be `{}`", key, text));
    return words.front().second;
}

Category category(JsonFields& fields) {
    return meaning<Category>(fields, "category", fields.text("category"),
                             {{"compute", Category::Compute},
                              {"network", Category::Network},
                              {"database", Category::Database},
                              {"storage", Category::Storage},
                              {"edge", Category::Edge},
                              {"security", Category::Security},
                              {"integration", Category::Integration}});
}

Appearance appearance(JsonFields& fields) {
    return meaning<Appearance>(fields, "show", fields.text("show"),
                               {{"container", Appearance::Container},
                                {"node", Appearance::Node},
                                {"line", Appearance::Line},
                                {"part", Appearance::Part},
                                {"setting", Appearance::Setting}});
}

HomeKind place(JsonFields& fields, std::string_view key, const std::string& text) {
    return meaning<HomeKind>(fields, key, text,
                             {{"global", HomeKind::Global},
                              {"region", HomeKind::Region},
                              {"vpc", HomeKind::Vpc},
                              {"zone", HomeKind::Zone},
                              {"subnet", HomeKind::Subnet},
                              {"inside", HomeKind::Inside},
                              {"with", HomeKind::With}});
}

PathPattern pattern(JsonFields& fields, std::string_view text) {
    PathPattern result = PathPattern::parse(text);
    if (result.empty()) fields.complain(fmt::format("`{}` is no path", text));
    return result;
}

/// Reads the entry of one type.
class EntryReader {
public:
    EntryReader(std::set<std::string, std::less<>>& names, std::string& error)
        : m_names(names), m_error(error) {}

    SystemFacts read(const std::string& type, const Json& json) {
        JsonFields fields(json, type, m_error);
        SystemFacts facts;
        facts.type = type;
        facts.category = category(fields);
        facts.label = fields.text("label");
        facts.shortLabel = fields.text("short", false);
        if (facts.shortLabel.empty()) facts.shortLabel = facts.label;
        facts.icon = fields.text("icon");
        facts.appearance = appearance(fields);
        facts.inPalette = fields.flag("palette");
        facts.keywords = fields.texts("keywords");
        facts.setByPlacing = fields.texts("placed");
        facts.home = place(fields, "home", fields.text("home"));
        readContainments(fields, facts);
        for (const std::string& end : fields.texts("ends")) {
            facts.ends.push_back(pattern(fields, end));
        }
        const std::string owner = fields.text("of", false);
        if (!owner.empty()) facts.partOf = pattern(fields, owner);
        readReferences(fields, facts);
        readConstraints(fields, facts);
        if (const Json* const attach = fields.field("attach")) {
            facts.attach = readAttach(*attach, fields.place(), m_error);
        }
        if (const Json* const describe = fields.field("describe")) {
            facts.describe = readDescribeFacts(*describe, fields.place(), m_error);
        }
        const Json* const defaults = fields.field("defaults");
        facts.defaults = defaults == nullptr ? Value::map({}) : valueFromJson(*defaults);
        if (!facts.defaults.isMap()) fields.complain("`defaults` must be an object");
        fields.finish();
        return facts;
    }

private:
    static void readContainments(JsonFields& fields, SystemFacts& facts) {
        const Json* const containments = fields.field("in");
        if (containments == nullptr) return;
        if (!containments->is_object()) fields.complain("`in` must be an object");
        for (const auto& [path, where] : containments->items()) {
            const std::string word = where.is_string() ? where.get<std::string>() : "";
            facts.containments.push_back({pattern(fields, path), place(fields, "in", word)});
        }
    }

    void readReferences(JsonFields& fields, SystemFacts& facts) {
        const Json* const references = fields.field("refs");
        if (references == nullptr) return;
        JsonFields paths(*references, fields.place() + " refs", m_error);
        if (!references->is_object()) return;
        for (const auto& [path, ignored] : references->items()) {
            ReferenceFacts reference;
            reference.path = pattern(fields, path);
            for (const std::string& target : paths.texts(path)) {
                if (target == "*") {
                    reference.verified = false;
                    continue;
                }
                const std::size_t dot = std::min(target.find('.'), target.size());
                reference.targets.push_back(
                    {interned(target.substr(0, dot)),
                     dot == target.size() ? std::string_view() : interned(target.substr(dot + 1))});
            }
            facts.references.push_back(std::move(reference));
        }
        std::sort(facts.references.begin(), facts.references.end(),
                  [](const ReferenceFacts& a, const ReferenceFacts& b) {
                      return a.path.toString() < b.path.toString();
                  });
    }

    void readConstraints(JsonFields& fields, SystemFacts& facts) {
        const Json* const constraints = fields.field("bounds");
        if (constraints == nullptr) return;
        if (!constraints->is_object()) fields.complain("`bounds` must be an object");
        for (const auto& [path, json] : constraints->items()) {
            JsonFields bounds(json, fields.place() + " bounds " + path, m_error);
            ConstraintFacts constraint;
            constraint.path = pattern(fields, path);
            constraint.minimum = bounds.number("min");
            constraint.maximum = bounds.number("max");
            constraint.minLength = bounds.count("minLength");
            constraint.maxLength = bounds.count("maxLength");
            constraint.pattern = bounds.text("pattern", false);
            constraint.values = bounds.texts("values");
            constraint.source = bounds.text("source");
            bounds.finish();
            facts.constraints.push_back(std::move(constraint));
        }
    }

    std::string_view interned(std::string name) { return *m_names.insert(std::move(name)).first; }

    std::set<std::string, std::less<>>& m_names;
    std::string& m_error;
};

/// Returns where the JSON text whose first quote is at `at` ends: its last quote.
std::size_t endOfText(std::string_view text, std::size_t at) {
    do {
        at = text.find_first_of("\\\"", at + 1);
        if (at == std::string_view::npos || text[at] == '"') return at;
        ++at;  // What is escaped.
    } while (true);
}

/// The members of a JSON object as they stand in the text, found without reading their values.
///
/// Nothing where the text is no object, or ends too soon; what stands in the values is not looked
/// at.
std::optional<std::vector<std::pair<std::string, std::string_view>>> membersOf(
    std::string_view text) {
    constexpr std::string_view kMarks = "\"{}[]:,";
    std::vector<std::pair<std::string, std::string_view>> members;
    std::string_view name;
    std::size_t depth = 0;
    std::size_t valueAt = 0;  // Of the member that is open; 0 where none is.
    for (auto at = text.find_first_of(kMarks); at < text.size();
         at = text.find_first_of(kMarks, at + 1)) {
        const char mark = text[at];
        if (mark == '"') {
            const std::size_t begin = at + 1;
            at = endOfText(text, at);
            if (at == std::string_view::npos) return std::nullopt;
            if (depth == 1 && valueAt == 0) name = text.substr(begin, at - begin);
        } else if (mark == '{' || mark == '[') {
            if (depth == 0 && mark == '[') return std::nullopt;
            ++depth;
        } else if (mark == ':') {
            if (depth == 1 && valueAt == 0) valueAt = at + 1;
        } else {
            if (depth == 0) return std::nullopt;
            if (depth == 1 && valueAt != 0) {
                members.emplace_back(name, text.substr(valueAt, at - valueAt));
                valueAt = 0;
            }
            if (mark != ',' && --depth == 0) return members;
        }
    }
    return std::nullopt;
}

void readStandIns(const Json& standsFor, Systems& systems, std::string& error) {
    for (const auto& [type, json] : standsFor.items()) {
        JsonFields fields(json, "standsFor " + type, error);
        StandIn standIn{fields.text("type"), fields.texts("more")};
        std::sort(standIn.more.begin(), standIn.more.end());
        fields.finish();
        systems.standsFor.emplace(type, std::move(standIn));
    }
}

LimitFacts readLimit(JsonFields& fields) {
    LimitFacts limit;
    limit.name = fields.text("name");
    const auto value = fields.number("value");
    if (!value) fields.complain("has no `value`");
    limit.value = value.value_or(0);
    limit.unit = fields.text("unit");
    limit.maximum = fields.number("maximum");
    limit.adjustable = fields.flag("adjustable");
    limit.type = fields.text("type", false);
    limit.source = fields.text("source");
    return limit;
}

RegionFacts readRegion(JsonFields& fields) {
    RegionFacts region;
    region.name = fields.text("name");
    region.label = fields.text("label");
    region.partition = fields.text("partition");
    for (const char letter : fields.text("zones")) region.zones.push_back(region.name + letter);
    return region;
}

PortRangeFacts readPortRange(JsonFields& fields) {
    PortRangeFacts range;
    range.name = fields.text("name");
    range.first = static_cast<std::uint16_t>(fields.count("first", 65535).value_or(0));
    range.last = static_cast<std::uint16_t>(fields.count("last", 65535).value_or(0));
    if (range.first == 0 || range.last < range.first) fields.complain("is no port range");
    range.source = fields.text("source");
    return range;
}

EngineFacts readEngine(JsonFields& fields) {
    EngineFacts engine;
    engine.name = fields.text("name");
    engine.type = fields.text("type");
    engine.label = fields.text("label");
    engine.port = static_cast<std::uint16_t>(fields.count("port", 65535).value_or(0));
    if (engine.port == 0) fields.complain("has no `port`");
    engine.source = fields.text("source");
    return engine;
}

template <class Facts>
void readList(JsonFields& root, std::string_view key, Facts (*readOne)(JsonFields&),
              std::vector<Facts>& into) {
    const Json* const list = root.field(key);
    if (list == nullptr || !list->is_array()) {
        root.complain(fmt::format("`{}` must be a list", key));
        return;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        JsonFields fields((*list)[i], fmt::format("{}[{}]", key, i), root.error());
        into.push_back(readOne(fields));
        fields.finish();
    }
}

tl::unexpected<Diagnostic> wrongFile(const std::string& error) {
    return failure(kBadSystems, error, "see resources/catalog/README.md for what may stand there");
}

/// Returns the JSON, or why it is none.
Result<Json> parseJson(std::string_view text, std::string_view file) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        return wrongFile(fmt::format("{}: {}", file, error.what()));
    }
}

}  // namespace

void Systems::add(std::string type, std::string_view text) {
    auto entry = std::make_unique<Entry>();
    entry->type = std::move(type);
    entry->text = text;
    m_entries.push_back(std::move(entry));
}

void Systems::finish() {
    std::sort(m_entries.begin(), m_entries.end(),
              [](const auto& a, const auto& b) { return a->type < b->type; });
    m_facts.resize(m_entries.size());
}

void Systems::readEntry(std::size_t at) const {
    Entry& entry = *m_entries[at];
    std::call_once(entry.once, [&] {
        const auto json = parseJson(entry.text, entry.type);
        INVARIANT(json.has_value());  // `check` has said it, of the embedded one a test.
        std::string error;
        m_facts[at] = EntryReader(entry.names, error).read(entry.type, *json);
    });
}

const SystemFacts* Systems::find(std::string_view type) const {
    const auto found =
        std::lower_bound(m_entries.begin(), m_entries.end(), type,
                         [](const auto& entry, std::string_view key) { return entry->type < key; });
    if (found == m_entries.end() || (*found)->type != type) return nullptr;
    const auto at = static_cast<std::size_t>(found - m_entries.begin());
    readEntry(at);
    return &m_facts[at];
}

std::span<const SystemFacts> Systems::all() const {
    for (std::size_t at = 0; at < m_entries.size(); ++at) readEntry(at);
    return m_facts;
}

Result<void> Systems::check() const {
    const auto whole = parseJson(m_text, "systems.json");
    if (!whole) return tl::make_unexpected(whole.error());
    for (const auto& entry : m_entries) {
        const auto json = parseJson(entry->text, "systems.json: " + entry->type);
        if (!json) return tl::make_unexpected(json.error());
        std::string error;
        std::set<std::string, std::less<>> names;
        static_cast<void>(EntryReader(names, error).read(entry->type, *json));
        if (!error.empty()) return wrongFile(error);
    }
    return {};
}

Result<std::unique_ptr<const Systems>> openSystems(std::string_view json) {
    const auto members = membersOf(json);
    if (!members) return wrongFile("systems.json: is no object, or not whole");
    auto systems = std::make_unique<Systems>(json);
    std::string error;
    bool any = false;
    for (const auto& [key, text] : *members) {
        if (key == "systems") {
            const auto entries = membersOf(text);
            if (!entries) return wrongFile("systems.json: `systems` must be an object");
            for (const auto& [type, entry] : *entries) systems->add(type, entry);
            any = true;
            continue;
        }
        const auto value = parseJson(text, "systems.json: " + key);
        if (!value) return tl::make_unexpected(value.error());
        if (key == "open") {
            JsonFields lists(*value, "open", error);
            systems->openProperties = lists.texts("properties");
            systems->openAttributes = lists.texts("attributes");
            lists.finish();
        } else if (key == "standsFor" && value->is_object()) {
            readStandIns(*value, *systems, error);
        } else {
            return wrongFile(fmt::format("systems.json: `{}` is not expected here", key));
        }
    }
    if (!any) return wrongFile("systems.json: has no `systems`");
    if (!error.empty()) return wrongFile(error);
    systems->finish();
    return std::unique_ptr<const Systems>(std::move(systems));
}

Result<Limits> readLimits(std::string_view json) {
    const auto root = parseJson(json, "limits.json");
    if (!root) return tl::make_unexpected(root.error());
    std::string error;
    Limits limits;
    JsonFields fields(*root, "limits.json", error);
    readList(fields, "limits", readLimit, limits.limits);
    readList(fields, "regions", readRegion, limits.regions);
    readList(fields, "ephemeralPorts", readPortRange, limits.ephemeralPorts);
    readList(fields, "engines", readEngine, limits.engines);
    fields.finish();
    if (!error.empty()) return wrongFile(error);
    std::sort(limits.regions.begin(), limits.regions.end(),
              [](const RegionFacts& a, const RegionFacts& b) { return a.name < b.name; });
    return limits;
}

}  // namespace archivolt
