#include "export/describe/draft.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

Draft& Draft::set(std::string key, Value value) {
    m_properties.push_back({std::move(key), std::move(value)});
    return *this;
}

Draft& Draft::copy(const Item& item, std::string_view key, std::string_view as) {
    const Item found = item.member(key);
    if (!found) return *this;
    const std::string name(as.empty() ? key : as);
    const Value value = found.value();
    if (value.isScalar()) {
        set(name, value);
    } else {
        (void)item.text(key);  // Reports the shape.
    }
    return *this;
}

Draft& Draft::copyTags(const Item& item, std::string_view key) {
    std::vector<Value> tags;
    for (const Item& tag : item.objects(key)) {
        const auto name = tag.text("Key");
        if (!name) continue;
        tags.push_back(Value::map(
            {{"Key", Value::string(*name)}, {"Value", Value::string(tag.textOr("Value"))}}));
    }
    if (!tags.empty()) set("Tags", Value::list(std::move(tags)));
    return *this;
}

Draft& Draft::note(std::string key, Value value) {
    m_notes.push_back({std::move(key), std::move(value)});
    return *this;
}

Draft& Draft::unseen(std::string part, std::string why) {
    const auto isIt = [&](const MapEntry& entry) { return entry.key == part; };
    // The first reason counts.
    if (why.empty() || std::ranges::any_of(m_unseen, isIt)) return *this;
    m_unseen.push_back({std::move(part), Value::string(std::move(why))});
    return *this;
}

Draft& Draft::unread(const std::vector<SetField>& fields) {
    for (const SetField& field : fields) {
        if (std::ranges::find(m_unread, field) == m_unread.end()) m_unread.push_back(field);
    }
    return *this;
}

namespace {

/// Returns the fields of one use, as View::note reads them: a reason for each path.
Value unreadOf(const std::vector<SetField>& fields, FieldUse use) {
    std::vector<MapEntry> entries;
    for (const SetField& field : fields) {
        if (field.use == use) entries.push_back({field.path, Value::string(field.why)});
    }
    return Value::map(std::move(entries));
}

}  // namespace

Value Draft::body() const {
    std::vector<MapEntry> body = {{"Type", Value::string(m_type)}};
    if (!m_properties.empty()) body.push_back({"Properties", Value::map(m_properties)});
    std::vector<MapEntry> notes = m_notes;
    if (!m_unseen.empty()) notes.push_back({"Unseen", Value::map(m_unseen)});
    for (const auto& [use, word] :
         {std::pair(FieldUse::Named, "Unread"), std::pair(FieldUse::Unknown, "UnreadMatters"),
          std::pair(FieldUse::UnknownByIpv6, "UnreadByIpv6")}) {
        const Value fields = unreadOf(m_unread, use);
        if (!fields.entries().empty()) notes.push_back({word, fields});
    }
    if (!notes.empty()) {
        body.push_back({"Metadata", Value::map({{"Archivolt", Value::map(std::move(notes))}})});
    }
    return Value::map(std::move(body));
}

Draft& Drafts::add(const AccountRegion& place, std::string_view type, std::string name,
                   const Item& item) {
    auto& taken = m_taken[place];
    std::string unique = name;
    for (int suffix = 2; !taken.insert(unique).second; ++suffix) {
        unique = fmt::format("{} #{}", name, suffix);
    }
    return m_stacks[place].emplace_back(std::string(type), std::move(unique), item.where());
}

Value Conversion::references(const std::vector<std::string>& ids, const AccountRegion& from) const {
    std::vector<Value> values;
    for (const std::string& id : ids) values.push_back(reference(id, from));
    return Value::list(std::move(values));
}

Draft& Conversion::add(const Described& thing) const {
    Draft& draft = drafts.add(thing.place, thing.operation->type, thing.name, thing.item);
    draft.copyTags(thing.item, thing.item.has("TagSet") ? "TagSet" : "Tags");
    addUnread(draft, thing);
    for (const Operation& operation : inventory.operations().all()) {
        if (operation.subjectKey.empty()) continue;
        if (inventory.operations().about(operation.key, *thing.operation) != &operation) continue;
        const FieldTable::Rows& rows = rowsOf(operation);
        for (const Output* output : inventory.about(operation.key, thing)) {
            for (const Item& item : output->items) draft.unread(setFields(rows, item));
        }
    }
    return draft;
}

void Conversion::addUnread(Draft& draft, const Described& thing) const {
    draft.unread(setFields(rowsOf(*thing.operation), thing.item));
}

const FieldTable::Rows& Conversion::rowsOf(const Operation& operation) const {
    auto& rows = fieldRows[std::string(operation.command)];
    if (rows.empty()) rows = FieldTable::embedded().rowsOf(operation);
    return rows;
}

void Conversion::refer(Draft& draft, const Described& thing, std::string_view key,
                       std::string_view as) const {
    const auto id = thing.item.text(key);
    if (!id || id->empty()) return;
    draft.set(std::string(as.empty() ? key : as), reference(*id, thing.place));
}

std::vector<std::string> textsOf(const Item& item, std::string_view list, std::string_view key) {
    std::vector<std::string> texts;
    for (const Item& one : item.objects(list)) {
        if (auto text = one.text(key)) texts.push_back(*std::move(text));
    }
    return texts;
}

}  // namespace archivolt
