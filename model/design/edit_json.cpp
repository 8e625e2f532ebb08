#include "model/design/edit_json.h"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "model/design/design_json.h"
#include "model/design/edit_rules.h"
#include "model/design/names.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

/// Reads one edit of a design.
class EditReader {
public:
    EditReader(const Design& design, MemberReader& member) : m_design(design), m(member) {}

    std::optional<Edit> read() {
        using Read = Edit (EditReader::*)();
        static const std::map<std::string, Read, std::less<>> kKinds = {
            {"set-value", &EditReader::setValue},
            {"remove-value", &EditReader::removeValue},
            {"add-resource", &EditReader::addResource},
            {"remove-resource", &EditReader::removeResource},
            {"rename-resource", &EditReader::renameResource},
            {"rename-entry", &EditReader::renameEntry},
            {"set-parameter", &EditReader::setParameter},
            {"move-resource", &EditReader::moveResource},
            {"place-box", &EditReader::placeBox},
            {"set-note", &EditReader::setNote},
            {"set-frame", &EditReader::setFrame},
            {"add-stack", &EditReader::addStack},
            {"remove-stack", &EditReader::removeStack},
            {"set-stack-identity", &EditReader::setStackIdentity},
            {"set-suppressions", &EditReader::setSuppressions},
            {"set-parameter-sets", &EditReader::setParameterSets},
            {"set-intents", &EditReader::setIntents},
            {"set-scenarios", &EditReader::setScenarios},
        };
        const std::string kind = m.text("edit");
        if (m.failed()) return std::nullopt;
        const auto found = kKinds.find(kind);
        if (found == kKinds.end()) {
            std::vector<std::string> names;
            names.reserve(kKinds.size());
            for (const auto& [name, read] : kKinds) names.push_back(name);
            m.fail("edit", fmt::format("`{}` is no kind of edit", kind), nameHelp(kind, names));
            return std::nullopt;
        }
        Edit edit = (this->*found->second)();
        m.refuseUnknown();
        if (m.failed()) return std::nullopt;
        return edit;
    }

private:
    Edit setValue() { return SetValue{stack(), path(), m.value("value")}; }
    Edit removeValue() { return RemoveValue{stack(), path()}; }
    Edit addResource() {
        AddResource edit{stack(), m.text("resource"), m.value("body"), std::nullopt};
        if (m.has("before")) edit.before = m.text("before");
        return edit;
    }
    Edit removeResource() { return RemoveResource{stack(), m.text("resource")}; }
    Edit renameResource() { return RenameResource{stack(), m.text("from"), m.text("to")}; }
    Edit renameEntry() {
        return RenameEntry{stack(), m.text("section"), m.text("from"), m.text("to")};
    }
    Edit setParameter() {
        SetParameter edit{stack(), m.text("parameter"), std::nullopt};
        Value value = m.value("value");
        if (!value.isNull()) edit.value = std::move(value);
        return edit;
    }
    ResourceId resource() {
        const auto holder = m_design.stack(stack());
        const std::string name = m.text("resource");
        const auto found = holder ? holder->body.resources.find(name) : nullptr;
        if (!found && holder) {
            m.fail("resource", fmt::format("`{}` has no resource `{}`", holder->name, name),
                   nameHelp(name, logicalIds(*holder)));
        }
        return found ? found->id : ResourceId{};
    }
    Edit moveResource() {
        MoveResource edit{resource(), std::nullopt};
        if (m.has("place")) edit.place = m.rect("place");
        return edit;
    }
    Edit placeBox() {
        PlaceBox edit;
        edit.box.part = m.textOr("part", "");
        if (m.has("resource") || m.has("stack")) edit.box.resource = resource();
        if (m.has("place")) edit.place = BoxPlace{m.rect("place"), m.flag("folded")};
        return edit;
    }
    Edit setNote() {
        SetNote edit{NoteId{m.idOrNone("id")}, std::nullopt};
        if (removes()) return edit;
        edit.note = readNote(m);
        edit.note->id = edit.id;
        return edit;
    }
    Edit setFrame() {
        SetFrame edit{FrameId{m.idOrNone("id")}, std::nullopt};
        if (removes()) return edit;
        edit.frame = readFrame(m);
        edit.frame->id = edit.id;
        return edit;
    }
    Edit addStack() {
        Stack added;
        added.name = m.text("name");
        const std::string kind = m.textOr("kind", "template");
        const auto known = stackKindFromString(kind);
        if (!known) {
            m.fail("kind", fmt::format("`{}` is no kind of stack", kind),
                   "there are: `template`, `observed`");
        }
        added.kind = known.value_or(StackKind::Template);
        added.account = m.textOr("account", added.account);
        added.region = m.textOr("region", added.region);
        added.parameters = readValues(m, "parameters");
        if (const Json* body = m.object("template")) {
            added.body = templateOf(*body);
        } else {
            m.fail("template", "it is missing", "write the template in CloudFormation's JSON form");
        }
        return AddStack{std::move(added)};
    }
    Edit removeStack() { return RemoveStack{stack()}; }
    Edit setStackIdentity() {
        const StackId id = stack();
        const auto now = m_design.stack(id);
        const Stack before = now ? *now : Stack{};
        return SetStackIdentity{id, m.textOr("name", before.name),
                                m.textOr("account", before.account),
                                m.textOr("region", before.region)};
    }
    Edit setSuppressions() {
        need("suppressions");
        return SetSuppressions{readSuppressions(m, "suppressions")};
    }
    Edit setParameterSets() {
        need("parameterSets");
        return SetParameterSets{readParameterSets(m, "parameterSets")};
    }
    Edit setIntents() { return SetIntents{m.value("intents")}; }
    Edit setScenarios() { return SetScenarios{m.value("scenarios")}; }

    void need(const std::string& key) {
        if (m.find(key) == nullptr) m.fail(key, "it is missing", "write [ … ]");
    }

    bool removes() {
        const Json* remove = m.find("remove");
        if (remove == nullptr) return false;
        if (!remove->is_boolean()) m.fail("remove", "true or false is needed here", "write true");
        return remove->is_boolean() && remove->get<bool>();
    }

    StackId stack() {
        std::vector<std::string> names;
        for (const auto& known : m_design.stacks) names.push_back(known->name);
        if (m.find("stack") == nullptr) {
            if (m_design.stacks.size() == 1) return m_design.stacks.front()->id;
            m.fail("stack", fmt::format("it is missing, and there are {} stacks", names.size()),
                   nameHelp("", names));
            return {};
        }
        const std::string name = m.text("stack");
        const auto found = m_design.stack(name);
        if (found) return found->id;
        m.fail("stack", fmt::format("there is no stack `{}`", name), nameHelp(name, names));
        return {};
    }

    Path path() {
        const std::string text = m.text("path");
        Path path = Path::parse(text);
        if (path.empty()) {
            m.fail("path", fmt::format("`{}` is no path", text),
                   "write it from the template's root: `Resources.Web.Properties.ImageId`");
        }
        return path;
    }

    static Template templateOf(const Json& json) {
        Template body;
        std::vector<Resource> resources;
        for (const auto& [name, value] : json.items()) {
            if (name != "Resources") {
                body.sections.push_back({name, valueFromJson(value)});
                continue;
            }
            body.sections.push_back({name, Value()});
            if (!value.is_object()) continue;
            for (const auto& [logicalId, resource] : value.items()) {
                const auto id = static_cast<std::uint32_t>(resources.size() + 1);
                resources.push_back({ResourceId{id}, logicalId, valueFromJson(resource)});
            }
        }
        body.resources = ResourceTable::of(std::move(resources));
        return body;
    }

    const Design& m_design;
    MemberReader& m;
};

/// Writes one edit of a design to which it applies.
struct EditWriter {
    const Design& design;

    [[nodiscard]] Json start(const char* kind) const { return Json{{"edit", kind}}; }
    [[nodiscard]] Json start(const char* kind, StackId id) const {
        const auto stack = design.stack(id);
        return Json{{"edit", kind}, {"stack", stack ? stack->name : std::string()}};
    }

    Json operator()(const SetValue& edit) const {
        Json json = start("set-value", edit.stack);
        json["path"] = edit.path.toString();
        json["value"] = toJson(edit.value);
        return json;
    }
    Json operator()(const RemoveValue& edit) const {
        Json json = start("remove-value", edit.stack);
        json["path"] = edit.path.toString();
        return json;
    }
    Json operator()(const AddResource& edit) const {
        Json json = start("add-resource", edit.stack);
        json["resource"] = edit.logicalId;
        json["body"] = toJson(edit.body);
        if (edit.before) json["before"] = *edit.before;
        return json;
    }
    Json operator()(const RemoveResource& edit) const {
        Json json = start("remove-resource", edit.stack);
        json["resource"] = edit.logicalId;
        return json;
    }
    Json operator()(const RenameResource& edit) const {
        Json json = start("rename-resource", edit.stack);
        json["from"] = edit.from;
        json["to"] = edit.to;
        return json;
    }
    Json operator()(const RenameEntry& edit) const {
        Json json = start("rename-entry", edit.stack);
        json["section"] = edit.section;
        json["from"] = edit.from;
        json["to"] = edit.to;
        return json;
    }
    Json operator()(const SetParameter& edit) const {
        Json json = start("set-parameter", edit.stack);
        json["parameter"] = edit.name;
        json["value"] = edit.value ? toJson(*edit.value) : Json(nullptr);
        return json;
    }
    void addResource(Json& json, ResourceId id) const {
        for (const auto& stack : design.stacks) {
            const auto resource = stack->body.resources.find(id);
            if (!resource) continue;
            json["stack"] = stack->name;
            json["resource"] = resource->logicalId;
        }
    }
    Json operator()(const PlaceBox& edit) const {
        Json json = start("place-box");
        addResource(json, edit.box.resource);
        if (!edit.box.part.empty()) json["part"] = edit.box.part;
        json["place"] = edit.place ? toJson(edit.place->rect) : Json(nullptr);
        if (edit.place && edit.place->folded) json["folded"] = true;
        return json;
    }
    Json operator()(const MoveResource& edit) const {
        Json json = start("move-resource");
        addResource(json, edit.resource);
        json["place"] = edit.place ? toJson(*edit.place) : Json(nullptr);
        return json;
    }
    template <class Id, class Item>
    Json item(const char* kind, Id id, const std::optional<Item>& item) const {
        Json json = start(kind);
        if (id) json["id"] = id.value;
        if (item) {
            json.update(toJson(*item));
        } else {
            json["remove"] = true;
        }
        return json;
    }
    Json operator()(const SetNote& edit) const { return item("set-note", edit.id, edit.note); }
    Json operator()(const SetFrame& edit) const { return item("set-frame", edit.id, edit.frame); }
    Json operator()(const AddStack& edit) const {
        const Stack& stack = edit.stack;
        Json json = start("add-stack");
        json["name"] = stack.name;
        json["kind"] = toString(stack.kind);
        json["account"] = stack.account;
        json["region"] = stack.region;
        json["parameters"] = toJson(stack.parameters);
        Json body = Json::object();
        for (const Section& section : stack.body.sections) {
            if (section.name != "Resources") body[section.name] = toJson(section.value);
            if (section.name == "Resources") body[section.name] = Json::object();
        }
        for (const auto& resource : stack.body.resources) {
            body["Resources"][resource->logicalId] = toJson(resource->body);
        }
        json["template"] = std::move(body);
        return json;
    }
    Json operator()(const RemoveStack& edit) const { return start("remove-stack", edit.stack); }
    Json operator()(const SetStackIdentity& edit) const {
        Json json = start("set-stack-identity", edit.stack);
        json["name"] = edit.name;
        json["account"] = edit.account;
        json["region"] = edit.region;
        return json;
    }
    [[nodiscard]] Json list(const char* kind, const char* name, Json items) const {
        Json json = start(kind);
        json[name] = std::move(items);
        return json;
    }
    Json operator()(const SetSuppressions& edit) const {
        return list("set-suppressions", "suppressions", toJson(edit.suppressions));
    }
    Json operator()(const SetParameterSets& edit) const {
        return list("set-parameter-sets", "parameterSets", toJson(edit.sets));
    }
    Json operator()(const SetIntents& edit) const {
        return list("set-intents", "intents", toJson(edit.intents));
    }
    Json operator()(const SetScenarios& edit) const {
        return list("set-scenarios", "scenarios", toJson(edit.scenarios));
    }
};

const Json* listOf(const Json& json, std::optional<Diagnostic>& fault) {
    if (json.is_array()) return &json;
    MemberReader document(json, {}, kBadEdits, fault);
    const Json* format = document.find("format");
    if (format == nullptr || *format != 1) {
        document.fail("format", "this version reads format 1", R"(write "format": 1)");
    }
    const Json* edits = document.array("edits");
    if (edits == nullptr) document.fail("edits", "it is missing", "write [ … ]");
    document.refuseUnknown();
    return fault ? nullptr : edits;
}

}  // namespace

Result<ReadEdits> editsFromJson(const Design& design, std::string_view text) {
    const auto json = parseJson(text, kBadEdits);
    if (!json) return tl::make_unexpected(json.error());
    std::optional<Diagnostic> fault;
    const Json* list = listOf(*json, fault);
    if (list == nullptr) return tl::make_unexpected(*fault);
    ReadEdits result{{}, design};
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string at = fmt::format("edits[{}]", i);
        MemberReader member((*list)[i], at, kBadEdits, fault);
        auto edit = fault ? std::nullopt : EditReader(result.after, member).read();
        if (!edit) return tl::make_unexpected(*fault);
        auto after = archivolt::apply(result.after, *edit);
        if (!after) {
            Diagnostic failed = after.error();
            failed.message = fmt::format("`{}`: {}", at, failed.message);
            return tl::make_unexpected(std::move(failed));
        }
        result.after = *std::move(after);
        result.edits.push_back(*std::move(edit));
    }
    return result;
}

Result<std::string> editsToJson(const Design& design, const std::vector<Edit>& edits) {
    Json list = Json::array();
    Design now = design;
    for (const Edit& edit : edits) {
        auto after = archivolt::apply(now, edit);
        if (!after) return tl::make_unexpected(after.error());
        list.push_back(std::visit(EditWriter{now}, edit));
        now = *std::move(after);
    }
    return printJson(Json{{"format", 1}, {"edits", std::move(list)}});
}

}  // namespace archivolt
