#include "model/evaluate/resolved_json.h"

#include <nlohmann/json.hpp>

#include "model/base/invariant.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

/// Writes values and notes the unknown ones.
class Writer {
public:
    Json write(const Value& value, const Path& path) {
        switch (value.kind()) {
            case Value::Kind::Null:
            case Value::Kind::Bool:
            case Value::Kind::Number:
            case Value::Kind::String: return toJson(value);
            case Value::Kind::Unknown: note(path, value.text()); return toJson(value);
            case Value::Kind::List: {
                Json list = Json::array();
                for (std::size_t i = 0; i < value.items().size(); ++i) {
                    list.push_back(write(value.items()[i], path / PathStep(i)));
                }
                return list;
            }
            case Value::Kind::Map: {
                Json map = Json::object();
                for (const MapEntry& entry : value.entries()) {
                    map[entry.key] = write(entry.value, path / PathStep(entry.key));
                }
                return map;
            }
            case Value::Kind::Call: {
                const std::string name(value.functionName());
                const std::string shortName = name.starts_with("Fn::") ? name.substr(4) : name;
                Json call = Json::object();
                call[shortName] = write(value.argument(), path / PathStep(name));
                return call;
            }
        }
        INVARIANT(false);
    }

    void note(const Path& path, const Doubt& why) {
        m_unknown.push_back(Json{{"path", path.toString()}, {"why", why}});
    }

    [[nodiscard]] Json takeUnknown() { return std::move(m_unknown); }

private:
    Json m_unknown = Json::array();
};

}  // namespace

Json resolvedJson(const EvaluatedStack& stack) {
    Json resources = Json::object();
    Json removed = Json::array();
    Writer writer;
    for (const auto& resource : stack.resources) {
        const std::string& id = resource->source->logicalId;
        const Path path{"Resources", id};
        if (resource->exists == Truth::No) {
            removed.push_back(id);
            continue;
        }
        if (resource->source->isLoop()) {
            writer.note(path, resource->existsWhy);
            continue;
        }
        if (resource->exists == Truth::Unknown) {
            writer.note(path / PathStep("Condition"), resource->existsWhy);
        }
        Json properties = Json::object();
        if (!resource->properties().isNull()) {
            properties = writer.write(resource->properties(), path / PathStep("Properties"));
        }
        resources[id] = Json{{"type", resource->source->type()}, {"properties", properties}};
    }
    Json result = Json::object();
    result["format"] = 1;
    result["resources"] = std::move(resources);
    result["removed"] = std::move(removed);
    result["unknown"] = writer.takeUnknown();
    return result;
}

}  // namespace archivolt
