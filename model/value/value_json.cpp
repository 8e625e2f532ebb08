#include "model/value/value_json.h"

#include <nlohmann/json.hpp>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

Json numberToJson(const std::string& text) {
    Json parsed = Json::parse(text, nullptr, false);
    if (parsed.is_number() && parsed.dump() == text) return parsed;
    return Json(text);
}

}  // namespace

Json toJson(const Value& value) {
    switch (value.kind()) {
        case Value::Kind::Null: return Json(nullptr);
        case Value::Kind::Bool: return Json(value.text() == "true");
        case Value::Kind::Number: return numberToJson(value.text());
        case Value::Kind::String: return Json(value.text());
        case Value::Kind::List: {
            Json list = Json::array();
            for (const Value& item : value.items()) list.push_back(toJson(item));
            return list;
        }
        case Value::Kind::Map: {
            Json map = Json::object();
            for (const MapEntry& entry : value.entries()) map[entry.key] = toJson(entry.value);
            return map;
        }
        case Value::Kind::Call:
            return Json{{std::string(value.functionName()), toJson(value.argument())}};
        case Value::Kind::Unknown: return Json{{"Unknown", value.text()}};
    }
    INVARIANT(false);
}

Value normalizedCall(std::string_view longName, Value argument) {
    if (longName == "Fn::GetAtt" && argument.isString()) {
        const auto dot = argument.text().find('.');
        if (dot != std::string::npos) {
            return Value::getAtt(argument.text().substr(0, dot), argument.text().substr(dot + 1));
        }
    }
    return Value::call(longName, std::move(argument));
}

Value valueFromJson(const Json& json) {
    if (json.is_null()) return {};
    if (json.is_boolean()) return Value::boolean(json.get<bool>());
    if (json.is_number()) return Value::number(json.dump());
    if (json.is_string()) return Value::string(json.get<std::string>());
    if (json.is_array()) {
        std::vector<Value> items;
        for (const Json& item : json) items.push_back(valueFromJson(item));
        return Value::list(std::move(items));
    }
    INVARIANT(json.is_object());
    if (json.size() == 1) {
        const std::string& key = json.begin().key();
        const bool isCall = key != "Condition" && functionFromLongName(key).has_value();
        if (isCall && !key.starts_with("Fn::ForEach")) {
            return normalizedCall(key, valueFromJson(json.begin().value()));
        }
    }
    std::vector<MapEntry> entries;
    for (const auto& [key, item] : json.items()) entries.push_back({key, valueFromJson(item)});
    return Value::map(std::move(entries));
}

}  // namespace archivolt
