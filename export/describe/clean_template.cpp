#include "export/describe/clean_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "export/describe/clean_draft.h"

namespace archivolt {

namespace {

constexpr std::array<std::string_view, 20> kIdPrefixes = {
    "acl", "ami", "cgw", "eigw", "eipalloc", "eni", "i",          "igw", "key", "nat",
    "pcx", "pl",  "rtb", "sg",   "subnet",   "tgw", "tgw-attach", "vgw", "vpc", "vpce"};

/// Says whether a text is the id of a thing that another one can name.
bool isForeignId(std::string_view text) {
    return looksLikeId(text) &&
           std::ranges::find(kIdPrefixes, text.substr(0, text.rfind('-'))) != kIdPrefixes.end();
}

CleanDraft cleanDraftOf(const Stack& described) {
    CleanDraft draft;
    draft.account = described.account;
    draft.region = described.region;
    for (const auto& resource : described.body.resources) {
        CleanItem& item = draft.add(resource->logicalId, resource->type());
        if (const Value* properties = resource->body.find("Properties")) {
            item.properties = *properties;
            item.givenName = item.text("GroupName");
        }
        if (const Value* notes = resource->body.at(Path{} / "Metadata" / "Archivolt")) {
            item.notes = *notes;
        }
    }
    return draft;
}

/// Writes account and Region as pseudo parameters where a text is an ARN or names a service.
Value withoutPlace(const CleanDraft& draft, const Value& value) {
    const bool isArn = value.text().starts_with("arn:aws");
    if (!isArn && !value.text().starts_with("com.amazonaws.")) return value;
    std::string text = value.text();
    const auto replace = [&](const std::string& what, const char* by) {
        const std::size_t at = text.find(what);
        if (!what.empty() && at != std::string::npos) text.replace(at, what.size(), by);
    };
    if (text.find("${") != std::string::npos) return value;
    replace(draft.region, "${AWS::Region}");
    if (isArn) replace(draft.account, "${AWS::AccountId}");
    return text == value.text() ? value : Value::call(Function::Sub, Value::string(text));
}

/// Puts names in place of ids, everywhere.
class Renaming {
public:
    explicit Renaming(CleanDraft& draft) : m_draft(draft) {}

    void run() {
        for (std::size_t i = 0; i < m_draft.items.size(); ++i) {
            if (!m_draft.items[i].isDropped) rename(i);
        }
    }

private:
    void rename(std::size_t index) {
        std::vector<MapEntry> kept;
        const auto entries = m_draft.items[index].properties.entries();
        for (const MapEntry& entry : entries) {
            m_key = entry.key;
            m_lost.clear();
            auto changed = changedTree(entry.value, [this](const Value& v) { return change(v); });
            if (changed) kept.push_back({entry.key, *std::move(changed)});
            for (const std::string& lost : m_lost) {
                m_draft.note(fmt::format("{}: {} named {}, which is not in the template",
                                         m_draft.items[index].name, entry.key, lost));
            }
        }
        m_draft.items[index].properties = Value::map(std::move(kept));
    }

    std::optional<Value> change(const Value& value) {
        const std::string id = referredTo(value);
        if (!id.empty()) {
            if (const auto other = m_draft.instead.find(id); other != m_draft.instead.end()) {
                return changedTree(other->second, [this](const Value& v) { return change(v); });
            }
            const CleanItem* item = m_draft.find(id);
            if (item == nullptr) return value;  // A name already.
            if (!item->isDropped) return Value::ref(item->name);
            m_lost.push_back(id);
            return {};
        }
        if (value.isCall(Function::GetAtt)) {
            const CleanItem* item = m_draft.find(value.argument().items().front().text());
            if (item == nullptr) return value;
            return Value::getAtt(item->name, value.argument().items()[1].text());
        }
        if (value.isCall() && value.function() != Function::Ref) {
            auto argument =
                changedTree(value.argument(), [this](const Value& v) { return change(v); });
            if (!argument) return {};
            return Value::call(value.functionName(), *std::move(argument));
        }
        if (!value.isString()) return value;
        if (!isForeignId(value.text())) return withoutPlace(m_draft, value);
        // Described in another account or Region, or not at all.
        const bool isImage = value.text().starts_with("ami-");
        return m_draft.parameter(
            value.text(), isImage ? "ImageId" : m_key, isImage ? "AWS::EC2::Image::Id" : "String",
            value.text(), isImage ? "A machine image, of one Region" : "Not in this template");
    }

    CleanDraft& m_draft;
    std::string m_key;
    std::vector<std::string> m_lost;
};

std::string_view parameterType(const PropertyType& type) {
    switch (type.kind) {
        case PropertyKind::Integer:
        case PropertyKind::Number: return "Number";
        case PropertyKind::List: return "CommaDelimitedList";
        case PropertyKind::String:
        case PropertyKind::Boolean:
        case PropertyKind::Timestamp:
        case PropertyKind::AnyJson:
        case PropertyKind::Object:
        case PropertyKind::Map:
        case PropertyKind::Union: return "String";
    }
    return "String";
}

/// Asks by parameters for what a type requires and no output told.
void askForRequired(CleanDraft& draft, const Catalog& catalog) {
    for (std::size_t i = 0; i < draft.items.size(); ++i) {
        const ResourceType* type = catalog.find(draft.items[i].type);
        if (draft.items[i].isDropped || type == nullptr) continue;
        for (const PropertyFacts& facts : type->body.properties) {
            if (!facts.required || draft.items[i].property(facts.name) != nullptr) continue;
            const std::string name = draft.items[i].name + std::string(facts.name);
            draft.items[i].set(std::string(facts.name),
                               draft.parameter(name, name, parameterType(facts.type), {},
                                               "Required, and told by no output"));
            draft.note(fmt::format("{} needs {}, which no output tells: it is a parameter",
                                   draft.items[i].name, facts.name));
        }
    }
}

Value cleanBody(const CleanItem& item, const CleanDraft& draft) {
    std::vector<MapEntry> body{{"Type", Value::string(item.type)}};
    std::vector<Value> names;
    for (const std::string& id : item.dependsOn) {
        const auto place = draft.places.find(id);
        if (place != draft.places.end() && !draft.items[place->second].isDropped) {
            names.push_back(Value::string(draft.items[place->second].name));
        }
    }
    if (names.size() == 1) body.push_back({"DependsOn", names.front()});
    if (names.size() > 1) body.push_back({"DependsOn", Value::list(std::move(names))});
    if (!item.properties.entries().empty()) body.push_back({"Properties", item.properties});
    return Value::map(std::move(body));
}

Stack cleanStack(const CleanDraft& draft) {
    Stack stack;
    stack.id = StackId{1};
    stack.name = "network";
    stack.account = draft.account;
    stack.region = draft.region;
    std::vector<Resource> resources;
    std::uint32_t next = 2;
    for (const CleanItem& item : draft.items) {
        if (item.isDropped) continue;
        Resource resource;
        resource.id = ResourceId{next++};
        resource.logicalId = item.name;
        resource.body = cleanBody(item, draft);
        resources.push_back(std::move(resource));
    }
    Template body;
    body = body.withSection("AWSTemplateFormatVersion", Value::string("2010-09-09"));
    std::vector<MapEntry> parameters;
    for (const auto& [standsFor, entry] : draft.parameters) parameters.push_back(entry);
    std::ranges::sort(parameters, {}, &MapEntry::key);
    if (!parameters.empty()) {
        body = body.withSection("Parameters", Value::map(std::move(parameters)));
    }
    stack.body = body.withResources(ResourceTable::of(std::move(resources)));
    return stack;
}

}  // namespace

CleanTemplate cleanTemplate(const Stack& described, const Catalog& catalog) {
    CleanDraft draft = cleanDraftOf(described);
    dropWhatAwsMakes(draft);
    giveMainTables(draft);
    putInterfacesInside(draft);
    tidyProperties(draft);
    takeRulesOutside(draft);
    nameEverything(draft);
    Renaming(draft).run();
    askForRequired(draft, catalog);
    CleanTemplate clean;
    clean.stack = cleanStack(draft);
    clean.notes = std::move(draft.notes);
    std::ranges::sort(clean.notes);
    clean.notes.erase(std::unique(clean.notes.begin(), clean.notes.end()), clean.notes.end());
    return clean;
}

}  // namespace archivolt
