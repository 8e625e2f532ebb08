#include "model/design/design_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "model/value/value_json.h"

namespace archivolt {

using Json = nlohmann::ordered_json;

void forEachItem(MemberReader& holder, const std::string& key,
                 const std::function<void(MemberReader&)>& read) {
    const Json* items = holder.array(key);
    if (items == nullptr) return;
    for (std::size_t i = 0; i < items->size() && !holder.failed(); ++i) {
        MemberReader item = holder.inside((*items)[i], fmt::format("{}[{}]", key, i));
        read(item);
        item.refuseUnknown();
    }
}

Json toJson(const std::vector<Suppression>& suppressions) {
    Json list = Json::array();
    for (const Suppression& suppression : suppressions) {
        Json item{{"code", suppression.code}};
        if (!suppression.stack.empty()) item["stack"] = suppression.stack;
        if (!suppression.resource.empty()) item["resource"] = suppression.resource;
        item["reason"] = suppression.reason;
        list.push_back(std::move(item));
    }
    return list;
}

std::vector<Suppression> readSuppressions(MemberReader& holder, const std::string& key) {
    std::vector<Suppression> list;
    forEachItem(holder, key, [&](MemberReader& item) {
        list.push_back({item.text("code"), item.textOr("stack", {}), item.textOr("resource", {}),
                        item.text("reason")});
    });
    return list;
}

Json toJson(const std::vector<ParameterSet>& sets) {
    Json list = Json::array();
    for (const ParameterSet& set : sets) {
        list.push_back(
            Json{{"name", set.name}, {"stack", set.stack}, {"values", toJson(set.values)}});
    }
    return list;
}

std::vector<ParameterSet> readParameterSets(MemberReader& holder, const std::string& key) {
    std::vector<ParameterSet> list;
    forEachItem(holder, key, [&](MemberReader& item) {
        list.push_back({item.text("name"), item.text("stack"), readValues(item, "values")});
    });
    return list;
}

Json toJson(const std::map<std::string, Value>& values) {
    Json object = Json::object();
    for (const auto& [name, value] : values) object[name] = toJson(value);
    return object;
}

std::map<std::string, Value> readValues(MemberReader& holder, const std::string& key) {
    std::map<std::string, Value> values;
    const Json* object = holder.object(key);
    if (object == nullptr) return values;
    for (const auto& [name, value] : object->items()) values.emplace(name, valueFromJson(value));
    return values;
}

Json toJson(const Note& note) { return Json{{"place", toJson(note.place)}, {"text", note.text}}; }

Note readNote(MemberReader& member) {
    return {NoteId{}, member.rect("place"), member.text("text")};
}

Json toJson(const Frame& frame) {
    return Json{
        {"kind", toString(frame.kind)}, {"place", toJson(frame.place)}, {"title", frame.title}};
}

Frame readFrame(MemberReader& member) {
    const std::string kind = member.textOr("kind", "group");
    const auto known = frameKindFromString(kind);
    if (!known) {
        member.fail("kind", fmt::format("`{}` is no kind of frame", kind),
                    "there are: `group`, `on-premises`, `partner`, `users`");
    }
    return {FrameId{}, known.value_or(FrameKind::Group), member.rect("place"),
            member.text("title")};
}

}  // namespace archivolt
