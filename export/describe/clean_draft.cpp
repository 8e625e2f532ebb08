#include "export/describe/clean_draft.h"

#include <fmt/format.h>

#include <algorithm>

namespace archivolt {

std::string CleanItem::text(std::string_view key) const {
    const Value* value = property(key);
    return value == nullptr ? std::string() : value->asString().value_or(std::string());
}

std::string CleanItem::refers(std::string_view key) const {
    const Value* value = property(key);
    return value == nullptr ? std::string() : referredTo(*value);
}

void CleanItem::remove(std::string_view key) {
    std::vector<MapEntry> kept;
    for (const MapEntry& entry : properties.entries()) {
        if (entry.key != key) kept.push_back(entry);
    }
    properties = Value::map(std::move(kept));
}

CleanItem* CleanDraft::find(const std::string& id) {
    const auto place = places.find(id);
    return place == places.end() ? nullptr : &items[place->second];
}

CleanItem& CleanDraft::add(std::string id, std::string type) {
    places[id] = items.size();
    byType[type].push_back(items.size());
    CleanItem item;
    item.id = std::move(id);
    item.type = std::move(type);
    return items.emplace_back(std::move(item));
}

void CleanDraft::each(std::string_view type, const std::function<void(CleanItem&)>& call) {
    const auto known = byType.find(type);
    if (known == byType.end()) return;
    for (const std::size_t i : known->second) {
        if (!items[i].isDropped) call(items[i]);
    }
}

bool CleanDraft::isReferredTo(const std::string& id) const {
    bool found = false;
    for (const CleanItem& item : items) {
        if (item.isDropped || item.id == id || found) continue;
        static_cast<void>(changedTree(item.properties, [&](const Value& value) {
            found = found || referredTo(value) == id;
            return std::optional(value);
        }));
    }
    return found;
}

Value CleanDraft::parameter(const std::string& standsFor, std::string name, std::string_view type,
                            const std::string& fallback, const std::string& description) {
    if (const auto known = parameters.find(standsFor); known != parameters.end()) {
        return Value::ref(known->second.key);
    }
    const auto isTaken = [&](const std::string& wanted) {
        return std::ranges::any_of(parameters,
                                   [&](const auto& each) { return each.second.key == wanted; }) ||
               std::ranges::any_of(items,
                                   [&](const CleanItem& item) { return item.name == wanted; });
    };
    std::string free = name;
    for (int number = 2; isTaken(free); ++number) free = fmt::format("{}{}", name, number);
    std::vector<MapEntry> entry{{"Type", Value::string(std::string(type))}};
    if (!fallback.empty()) entry.push_back({"Default", Value::string(fallback)});
    entry.push_back({"Description", Value::string(description)});
    parameters[standsFor] = {free, Value::map(std::move(entry))};
    return Value::ref(free);
}

bool looksLikeId(std::string_view text) {
    const std::size_t dash = text.rfind('-');
    if (dash == std::string_view::npos) return false;
    const std::string_view number = text.substr(dash + 1);
    return (number.size() == 8 || number.size() == 17) &&
           number.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Value nothingOut() {
    return Value::map(
        {{"IpProtocol", Value::string("-1")}, {"CidrIp", Value::string("127.0.0.1/32")}});
}

std::string referredTo(const Value& value) {
    return value.isCall(Function::Ref) ? value.argument().text() : std::string();
}

std::optional<Value> changedTree(const Value& value, const ValueChanger& change) {
    if (value.isList()) {
        std::vector<Value> items;
        for (const Value& item : value.items()) {
            if (auto changed = changedTree(item, change)) items.push_back(*std::move(changed));
        }
        if (items.empty() && !value.items().empty()) return {};
        return Value::list(std::move(items));
    }
    if (value.isMap()) {
        std::vector<MapEntry> entries;
        for (const MapEntry& entry : value.entries()) {
            if (auto changed = changedTree(entry.value, change)) {
                entries.push_back({entry.key, *std::move(changed)});
            }
        }
        if (entries.empty() && !value.entries().empty()) return {};
        return Value::map(std::move(entries));
    }
    return change(value);
}

}  // namespace archivolt
