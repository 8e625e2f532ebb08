#include "model/evaluate/loops.h"

#include <algorithm>
#include <vector>

#include "model/design/names.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostEntries = 10'000;
constexpr std::size_t kMostLoopsInside = 8;

void replaceAll(std::string& text, const std::string& what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
    }
}

std::string lettersAndDigits(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const bool keeps =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (keeps) result += c;
    }
    return result;
}

/// One round of a loop: its name stands for one item.
class Round {
public:
    Round(std::string name, std::string item)
        : m_dollar("${" + name + "}"),
          m_ampersand("&{" + name + "}"),
          m_name(std::move(name)),
          m_item(std::move(item)),
          m_plain(lettersAndDigits(m_item)) {}

    [[nodiscard]] std::string text(std::string text) const {
        replaceAll(text, m_dollar, m_item);
        replaceAll(text, m_ampersand, m_plain);
        return text;
    }

    [[nodiscard]] Value value(const Value& value) const {
        switch (value.kind()) {
            case Value::Kind::String: return Value::string(text(value.text()));
            case Value::Kind::List: {
                std::vector<Value> items = value.items();
                for (Value& item : items) item = this->value(item);
                return Value::list(std::move(items));
            }
            case Value::Kind::Map: {
                std::vector<MapEntry> entries;
                for (const MapEntry& entry : value.entries()) {
                    entries.push_back({text(entry.key), this->value(entry.value)});
                }
                return Value::map(std::move(entries));
            }
            case Value::Kind::Call: return call(value);
            case Value::Kind::Null:
            case Value::Kind::Bool:
            case Value::Kind::Number:
            case Value::Kind::Unknown: return value;
        }
        return value;
    }

private:
    [[nodiscard]] Value call(const Value& call) const {
        const Value& argument = call.argument();
        if (call.isCall(Function::Ref) && argument.isString() && argument.text() == m_name) {
            return Value::string(m_item);
        }
        Value now = value(argument);
        // A text in which no name is left stands for itself: `!Ref {Fn::Sub: 'Flag${Id}'}`.
        const bool isPlain = call.isCall(Function::Sub) && now.isString() &&
                             now.text().find("${") == std::string::npos;
        if (isPlain) return now;
        return Value::call(call.functionName(), std::move(now));
    }

    std::string m_dollar;
    std::string m_ampersand;
    std::string m_name;
    std::string m_item;
    std::string m_plain;
};

class Expander {
public:
    explicit Expander(const std::map<std::string, Value>& parameters) : m_parameters(parameters) {}

    /// Returns false where a loop can't be written out.
    bool add(const Value& map, std::size_t depth) {
        if (!map.isMap() || depth > kMostLoopsInside) return false;
        for (const MapEntry& entry : map.entries()) {
            if (isLoopKey(entry.key)) {
                if (!addLoop(entry.value, depth)) return false;
                continue;
            }
            if (m_entries.size() >= kMostEntries) return false;
            m_entries.push_back(entry);
        }
        return true;
    }

    [[nodiscard]] std::optional<Value> take() {
        // A key that comes twice is AWS's to refuse; nothing is told of which one would count.
        std::vector<std::string_view> keys;
        keys.reserve(m_entries.size());
        for (const MapEntry& entry : m_entries) keys.push_back(entry.key);
        std::ranges::sort(keys);
        if (std::ranges::adjacent_find(keys) != keys.end()) return std::nullopt;
        return Value::map(std::move(m_entries));
    }

private:
    bool addLoop(const Value& loop, std::size_t depth) {
        const auto& parts = loop.items();
        if (parts.size() != 3 || !parts[0].isString()) return false;
        const auto items = itemsOf(parts[1]);
        if (!items) return false;
        return std::ranges::all_of(*items, [&](const std::string& item) {
            return add(Round(parts[0].text(), item).value(parts[2]), depth + 1);
        });
    }

    [[nodiscard]] std::optional<std::vector<std::string>> itemsOf(const Value& collection) const {
        if (collection.isCall(Function::Ref) && collection.argument().isString()) {
            const auto parameter = m_parameters.find(collection.argument().text());
            if (parameter == m_parameters.end() || !parameter->second.isList()) {
                return std::nullopt;
            }
            return itemsOf(parameter->second);
        }
        if (!collection.isList()) return std::nullopt;
        std::vector<std::string> result;
        for (const Value& item : collection.items()) {
            const auto inner = item.isCall(Function::Ref) ? itemsOf(item) : std::nullopt;
            if (inner) {
                result.insert(result.end(), inner->begin(), inner->end());
            } else if (item.isScalar()) {
                result.push_back(item.text());
            } else {
                return std::nullopt;
            }
        }
        return result;
    }

    const std::map<std::string, Value>& m_parameters;
    std::vector<MapEntry> m_entries;
};

}  // namespace

bool isLoopKey(std::string_view key) { return key.starts_with(kLoopPrefix); }

bool hasLoop(const Value& map) {
    return std::ranges::any_of(map.entries(),
                               [](const MapEntry& entry) { return isLoopKey(entry.key); });
}

std::vector<std::string> parametersOfLoops(const Value& map) {
    std::vector<std::string> names;
    for (const MapEntry& entry : map.entries()) {
        const auto& parts = entry.value.items();
        if (!isLoopKey(entry.key) || parts.size() != 3) continue;
        std::vector<Value> collections = parts[1].items();
        collections.push_back(parts[1]);
        for (const Value& one : collections) {
            if (one.isCall(Function::Ref)) names.push_back(one.argument().text());
        }
        for (std::string& name : parametersOfLoops(parts[2])) names.push_back(std::move(name));
    }
    return names;
}

std::optional<Value> withLoopsExpanded(const Value& map,
                                       const std::map<std::string, Value>& parameters) {
    if (!hasLoop(map)) return map;
    Expander expander(parameters);
    if (!expander.add(map, 0)) return std::nullopt;
    return expander.take();
}

}  // namespace archivolt
