#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "export/project/migration.h"
#include "export/project/project.h"
#include "model/design/design_json.h"
#include "model/design/edit.h"
#include "model/design/names.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

constexpr Rule kProjectNoJson{"PROJECT-1",
                              Severity::Error,
                              "a project is no JSON",
                              "the file may be cut short or edited by hand",
                              "repair it at the place that the message names",
                              "RFC 8259"};

Result<Json> documentOf(std::string_view text) {
    auto json = parseJson(text, kProjectNoJson);
    if (!json) return json;
    return migrated(*std::move(json), kProjectVersion, projectMigrations());
}

bool holdsTemplates(const Json& document) {
    const auto stacks = document.find("stacks");
    return stacks != document.end() && stacks->is_array() &&
           std::ranges::any_of(*stacks, [](const Json& stack) {
               return stack.is_object() && stack.contains("template");
           });
}

/// Says whether it is a project of its own, an empty one too: only those have a name.
bool isWhole(const Json& document) { return holdsTemplates(document) || document.contains("name"); }

constexpr Rule kBadProject{"PROJECT-3",
                           Severity::Error,
                           "a project is not of the form that is read",
                           "what is half understood would be lost by saving",
                           "write the member as the message says",
                           "a rule of this program"};

constexpr Rule kLostCompanion{
    "PROJECT-4",
    Severity::Low,
    "a companion speaks of something that its template does not have",
    "the template was changed elsewhere; what was noted is kept, and applies to nothing",
    "rename it in the companion, or remove it there",
    "a rule of this program"};

/// Reads one document into a design; the parts that projects and companions share.
class Reader {
public:
    explicit Reader(Design start) { m_result.design = std::move(start); }

    Result<ReadProject> project(const Json& document, const TemplateReader& reader) {
        MemberReader members(document, {}, kBadProject, m_fault);
        design().name = members.textOr("name", {});
        eachStack(members, [&](MemberReader& stack) { addStack(stack, reader); });
        return finish(members);
    }

    Result<ReadProject> companion(const Json& document) {
        MemberReader members(document, {}, kBadProject, m_fault);
        // A file that was renamed keeps its companion's content when there is no doubt.
        const Json* stacks = members.array("stacks");
        const bool single = stacks != nullptr && stacks->size() == 1 && design().stacks.size() == 1;
        eachStack(members, [&](MemberReader& stack) { joinStack(stack, single); });
        return finish(members);
    }

private:
    Design& design() { return m_result.design; }

    void warn(const std::string& message, const std::string& help, const std::string& stack) {
        Diagnostic diagnostic = failure(kLostCompanion, message, help).value();
        diagnostic.where.stack = stack;
        m_result.diagnostics.push_back(std::move(diagnostic));
    }

    void eachStack(MemberReader& members, const std::function<void(MemberReader&)>& read) {
        const Json* stacks = members.array("stacks");
        if (stacks == nullptr) return;
        for (std::size_t i = 0; i < stacks->size() && !m_fault; ++i) {
            MemberReader stack = members.inside((*stacks)[i], fmt::format("stacks[{}]", i));
            read(stack);
        }
    }

    /// Keeps what is not known of the item `name` of a list, under the list's name.
    void keepUnknown(const MemberReader& item, const std::string& list, const std::string& name) {
        Value members = item.unknownMembers();
        if (members.entries().empty()) return;
        const Value* now = m_unknownInside.find(list);
        const Value items = now != nullptr ? *now : Value::map({});
        m_unknownInside =
            m_unknownInside.withEntry(list, items.withEntry(name, std::move(members)));
    }

    template <class Item>
    void readItems(MemberReader& members, const std::string& key, std::vector<Item>& items,
                   Item (*read)(MemberReader&)) {
        const Json* list = members.array(key);
        if (list == nullptr) return;
        for (std::size_t i = 0; i < list->size() && !m_fault; ++i) {
            MemberReader member = members.inside((*list)[i], fmt::format("{}[{}]", key, i));
            items.push_back(read(member));
            items.back().id.value = design().nextId++;
            keepUnknown(member, key, std::to_string(items.back().id.value));
        }
    }

    void addStack(MemberReader& member, const TemplateReader& reader) {
        Stack stack;
        stack.name = member.text("name");
        const std::string kind = member.textOr("kind", "template");
        const auto known = stackKindFromString(kind);
        if (!known) {
            member.fail("kind", fmt::format("`{}` is no kind of stack", kind),
                        "there are: `template`, `observed`");
        }
        stack.kind = known.value_or(StackKind::Template);
        stack.account = member.textOr("account", stack.account);
        stack.region = member.textOr("region", stack.region);
        stack.parameters = readValues(member, "parameters");
        const std::string format = member.textOr("format", "yaml");
        if (format != "yaml" && format != "json") {
            member.fail("format", fmt::format("`{}` is no format", format), "write yaml or json");
        }
        const std::string text = member.text("template");
        if (m_fault) return;
        auto source = reader(text, format == "json" ? TemplateFormat::Json : TemplateFormat::Yaml,
                             stack.name);
        if (!source) {
            m_fault = std::move(source.error());
            return;
        }
        stack.body = (*source)->opened;
        stack.source = *std::move(source);
        const std::string name = stack.name;
        apply(member, AddStack{std::move(stack)});
        if (m_fault) return;
        place(member, *design().stacks.back());
        keepUnknown(member, "stacks", name);
    }

    void joinStack(MemberReader& member, bool single) {
        const std::string name = member.text("name");
        if (m_fault) return;
        const auto found = single ? design().stacks.front() : design().stack(name);
        if (!found) {
            std::vector<std::string> names;
            for (const auto& stack : design().stacks) names.push_back(stack->name);
            warn(fmt::format("there is no stack `{}`; what is said of it is left out", name),
                 nameHelp(name, names), name);
            return;
        }
        Stack changed = *found;
        changed.name = name;
        changed.account = member.textOr("account", found->account);
        changed.region = member.textOr("region", found->region);
        changed.parameters = readValues(member, "parameters");
        if (m_fault) return;
        apply(member, SetStackIdentity{found->id, changed.name, changed.account, changed.region});
        if (m_fault) return;
        design() = design().withStack(changed);
        place(member, changed);
        keepUnknown(member, "stacks", name);
    }

    /// Makes an edit, whose refusal is a fault of the file.
    void apply(MemberReader& member, const Edit& edit) {
        auto after = archivolt::apply(design(), edit);
        if (after) {
            design() = *std::move(after);
        } else {
            member.fail({}, after.error().message, after.error().help);
        }
    }

    void place(MemberReader& member, const Stack& stack) {
        const Json* placements = member.object("placements");
        if (placements == nullptr) {
            placeBoxes(member, &stack);
            return;
        }
        MemberReader places = member.inside(*placements, "placements");
        std::vector<std::pair<ResourceId, Rect>> placed;
        for (const auto& [name, rect] : placements->items()) {
            const Rect where = places.rect(name);
            if (m_fault) return;
            if (const auto resource = stack.body.resources.find(name)) {
                placed.emplace_back(resource->id, where);
            } else {
                warn(fmt::format("`{}` has no resource `{}`; its place is left out", stack.name,
                                 name),
                     nameHelp(name, logicalIds(stack)), stack.name);
            }
        }
        for (const auto& [resource, rect] : placed) {
            design().placements = design().placements.with(resource, rect);
        }
        placeBoxes(member, &stack);
    }

    /// Reads where boxes were put: those of a stack's resources, or (null) of no resource's.
    void placeBoxes(MemberReader& members, const Stack* stack) {
        const Json* list = members.array("places");
        if (list == nullptr) return;
        for (std::size_t i = 0; i < list->size() && !m_fault; ++i) {
            MemberReader member = members.inside((*list)[i], fmt::format("places[{}]", i));
            PlaceBox edit;
            edit.box.part = member.textOr("part", "");
            const Rect rect = member.rect("place");
            edit.place = BoxPlace{rect, member.flag("folded")};
            const std::string name = stack == nullptr ? "" : member.text("resource");
            if (m_fault) return;
            if (stack != nullptr) {
                const auto resource = stack->body.resources.find(name);
                if (!resource) {
                    warn(fmt::format("`{}` has no resource `{}`; its place is left out",
                                     stack->name, name),
                         nameHelp(name, logicalIds(*stack)), stack->name);
                    continue;
                }
                edit.box.resource = resource->id;
            }
            apply(member, edit);
            const std::string owner = stack == nullptr ? "" : stack->name;
            keepUnknown(member, "places", fmt::format("{}/{}{}", owner, name, edit.box.part));
        }
    }

    Value list(MemberReader& members, const std::string& key) {
        const Json* items = members.array(key);
        return items != nullptr ? valueFromJson(*items) : Value::list({});
    }

    Result<ReadProject> finish(MemberReader& members) {
        (void)members.find("archivolt");
        placeBoxes(members, nullptr);
        readItems(members, "notes", design().notes, readNote);
        readItems(members, "frames", design().frames, readFrame);
        const auto sets = readParameterSets(members, "parameterSets");
        const auto suppressions = readSuppressions(members, "suppressions");
        apply(members, SetParameterSets{sets});
        apply(members, SetSuppressions{suppressions});
        design().intents = list(members, "intents");
        design().scenarios = list(members, "scenarios");
        design().unknown = members.unknownMembers();
        for (const MapEntry& entry : m_unknownInside.entries()) {
            design().unknown = design().unknown.withEntry(entry.key, entry.value);
        }
        if (m_fault) return tl::make_unexpected(*m_fault);
        return std::move(m_result);
    }

    ReadProject m_result;
    std::optional<Diagnostic> m_fault;
    Value m_unknownInside = Value::map({});  // As `Design::unknown` keeps it.
};

}  // namespace

bool looksLikeProject(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (const std::string_view token : {"{", "\"archivolt\"", ":"}) {
        const auto start = text.find_first_not_of(" \t\r\n");
        if (start == std::string_view::npos) return false;
        text.remove_prefix(start);
        if (!text.starts_with(token)) return false;
        text.remove_prefix(token.size());
    }
    return true;
}

bool isCompanion(std::string_view text) {
    const auto document = documentOf(text);
    return document.has_value() && !isWhole(*document);
}

Result<ReadProject> readProject(std::string_view text, const TemplateReader& reader) {
    const auto document = documentOf(text);
    if (!document) return tl::make_unexpected(document.error());
    const auto stacks = document->find("stacks");
    const bool empty = stacks == document->end() || !stacks->is_array() || stacks->empty();
    if (!empty && !holdsTemplates(*document)) {
        return failure(kCompanionAlone,
                       "this is the companion of a template, and holds none itself",
                       "open the template that it stands beside");
    }
    return Reader(Design{}).project(*document, reader);
}

constexpr Rule kProjectAsCompanion{"PROJECT-7",
                                   Severity::Error,
                                   "a project stands where a template's companion is looked for",
                                   "a project holds templates of its own, which are not this one",
                                   "open it by itself, or move it elsewhere",
                                   "a rule of this program"};

Result<ReadProject> readCompanion(std::string_view text, const Design& templates) {
    const auto document = documentOf(text);
    if (!document) return tl::make_unexpected(document.error());
    if (isWhole(*document)) {
        return failure(kProjectAsCompanion,
                       "this is a project of its own, not the companion of a template",
                       "open it by itself");
    }
    return Reader(templates).companion(*document);
}

std::vector<const Rule*> projectRules() {
    static constexpr const Rule* kOwn[] = {&kCompanionAlone, &kProjectNoJson, &kBadProject,
                                           &kLostCompanion, &kProjectAsCompanion};
    return joinedRules({kOwn, projectWritingRules(), migrationRules()});
}

}  // namespace archivolt
