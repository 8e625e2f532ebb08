#include "model/serverless/serverless_maker.h"

namespace archivolt {

namespace {

/// Returns what a resource says over what Globals say: maps are merged key by key, lists follow
/// one another, all else is the resource's.
/// Source: AWS SAM Developer Guide, sam-specification-template-anatomy-globals.
Value merged(const Value& global, const Value& own) {
    if (global.isMap() && own.isMap()) {
        std::vector<MapEntry> entries;
        for (const MapEntry& entry : global.entries()) {
            const Value* mine = own.find(entry.key);
            entries.push_back(
                {entry.key, mine != nullptr ? merged(entry.value, *mine) : entry.value});
        }
        for (const MapEntry& entry : own.entries()) {
            if (global.find(entry.key) == nullptr) entries.push_back(entry);
        }
        return Value::map(std::move(entries));
    }
    if (global.isList() && own.isList()) {
        std::vector<Value> items = global.items();
        items.insert(items.end(), own.items().begin(), own.items().end());
        return Value::list(std::move(items));
    }
    return own;
}

}  // namespace

Value ServerlessMaker::withGlobals(const Resource& resource) const {
    const Value& own = resource.properties();
    const Value* globals = m_body.section("Globals");
    constexpr std::string_view kPrefix = "AWS::Serverless::";
    const Value* global =
        globals != nullptr ? globals->find(resource.type().substr(kPrefix.size())) : nullptr;
    if (global == nullptr || !global->isMap() || global->entries().empty()) return own;
    return merged(*global, own.isNull() ? Value::map({}) : own);
}

}  // namespace archivolt
