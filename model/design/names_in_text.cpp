#include "model/design/names_in_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace archivolt {

namespace {

bool isNameCharacter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_';
}

/// Returns where the value of a `--resource` or `-r` option that begins at `at` stands, or npos.
std::size_t optionValueAt(std::string_view text, std::size_t at) {
    static constexpr std::array<std::string_view, 2> kOptions = {"--resource", "-r"};
    if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\t' && text[at - 1] != '\n') {
        return std::string_view::npos;
    }
    for (const std::string_view option : kOptions) {
        if (!text.substr(at).starts_with(option)) continue;
        std::size_t value = at + option.size();
        if (value >= text.size()) return std::string_view::npos;
        if (text[value] != ' ' && text[value] != '=') return std::string_view::npos;
        while (value < text.size() && (text[value] == ' ' || text[value] == '=')) ++value;
        if (value < text.size() && (text[value] == '"' || text[value] == '\'')) ++value;
        return value;
    }
    return std::string_view::npos;
}

bool callsHelper(std::string_view text) {
    static constexpr std::array<std::string_view, 3> kScripts = {"cfn-init", "cfn-signal",
                                                                 "cfn-get-metadata"};
    return std::ranges::any_of(kScripts, [&](std::string_view script) {
        return text.find(script) != std::string_view::npos;
    });
}

/// Renames what the helper scripts are told in one text; nothing where it tells another name.
std::optional<std::string> renamedInScript(std::string_view text, std::string_view from,
                                           std::string_view to) {
    std::string result;
    std::size_t copied = 0;
    for (std::size_t at = text.find('-'); at != std::string_view::npos;
         at = text.find('-', at + 1)) {
        const std::size_t value = optionValueAt(text, at);
        if (value == std::string_view::npos || !text.substr(value).starts_with(from)) continue;
        const std::size_t end = value + from.size();
        if (end < text.size() && isNameCharacter(text[end])) continue;
        result.append(text.substr(copied, value - copied)).append(to);
        copied = end;
    }
    if (copied == 0) return std::nullopt;
    return result.append(text.substr(copied));
}

/// Says whether a piece of a text ends where the name of a resource is to follow.
bool endsBeforeName(std::string_view piece) {
    const std::size_t last = piece.find_last_not_of(" =\"'");
    if (last == std::string_view::npos || last + 1 == piece.size()) return false;
    const std::string_view option = piece.substr(0, last + 1);
    return option.ends_with("--resource") || option.ends_with(" -r");
}

bool anyText(const Value& value, bool (*wanted)(std::string_view)) {
    if (value.isString()) return wanted(value.text());
    if (value.isCall()) return anyText(value.argument(), wanted);
    return std::ranges::any_of(value.items(),
                               [&](const Value& item) { return anyText(item, wanted); });
}

class TextNames {
public:
    TextNames(std::string_view from, std::string_view to) : m_from(from), m_to(to) {}

    /// `scripted`: a text around this one calls a helper script.
    [[nodiscard]] Value of(const Value& value, bool scripted) const {
        if (value.isString()) {
            if (!scripted && !callsHelper(value.text())) return value;
            auto text = renamedInScript(value.text(), m_from, m_to);
            return text ? Value::string(*std::move(text)) : value;
        }
        if (value.isCall()) {
            const bool inside = scripted || (value.isCall(Function::Join) &&
                                             anyText(value.argument(), &callsHelper));
            Value argument = of(value.argument(), inside);
            if (argument.identical(value.argument())) return value;
            return Value::call(value.functionName(), std::move(argument));
        }
        if (value.isList()) return ofItems(value, scripted);
        return value.isMap() ? ofEntries(value, scripted) : value;
    }

    [[nodiscard]] Value ofHooks(const Value& value, bool named) const {
        if (value.isString()) return named && value.text() == m_from ? renamed() : value;
        if (value.isList()) {
            std::vector<Value> items = value.items();
            for (Value& item : items) item = ofHooks(item, named);
            return rebuilt(value, std::move(items));
        }
        if (!value.isMap()) return value;
        static constexpr std::array<std::string_view, 4> kNaming = {"LogicalID", "TaskDefinitions",
                                                                    "TaskSets", "TargetGroups"};
        std::vector<MapEntry> entries = value.entries();
        for (MapEntry& entry : entries) {
            const bool names = std::ranges::find(kNaming, entry.key) != kNaming.end();
            entry.value = ofHooks(entry.value, names);
        }
        return rebuilt(value, std::move(entries));
    }

private:
    [[nodiscard]] Value renamed() const { return Value::string(std::string(m_to)); }

    [[nodiscard]] Value ofItems(const Value& list, bool scripted) const {
        std::vector<Value> items = list.items();
        for (std::size_t i = 0; i < items.size(); ++i) {
            const bool follows = scripted && i > 0 && list.items()[i - 1].isString() &&
                                 endsBeforeName(list.items()[i - 1].text());
            if (follows && items[i].isString() && startsWithName(items[i].text())) {
                items[i] = Value::string(std::string(m_to) + items[i].text().substr(m_from.size()));
            } else {
                items[i] = of(items[i], scripted);
            }
        }
        return rebuilt(list, std::move(items));
    }

    [[nodiscard]] bool startsWithName(std::string_view text) const {
        return text.starts_with(m_from) &&
               (text.size() == m_from.size() || !isNameCharacter(text[m_from.size()]));
    }

    [[nodiscard]] Value ofEntries(const Value& map, bool scripted) const {
        std::vector<MapEntry> entries = map.entries();
        for (MapEntry& entry : entries) {
            const bool isEnd = entry.key == "Source" || entry.key == "Destination";
            entry.value = isEnd ? ofConnectorEnd(entry.value) : of(entry.value, scripted);
        }
        return rebuilt(map, std::move(entries));
    }

    /// An end of a connector is `{Id: NAME}` with nothing but qualifiers beside it, or several.
    [[nodiscard]] Value ofConnectorEnd(const Value& end) const {
        if (end.isList()) {
            std::vector<Value> items = end.items();
            for (Value& item : items) item = ofConnectorEnd(item);
            return rebuilt(end, std::move(items));
        }
        const Value* id = end.isMap() ? end.find("Id") : nullptr;
        const bool names = id != nullptr && id->isString() && id->text() == m_from;
        return names ? end.withEntry("Id", renamed()) : of(end, false);
    }

    /// Returns the old value where nothing changed, so that pointers stay.
    [[nodiscard]] static Value rebuilt(const Value& old, std::vector<Value> items) {
        const bool same = std::ranges::equal(
            items, old.items(), [](const Value& a, const Value& b) { return a.identical(b); });
        return same ? old : Value::list(std::move(items));
    }
    [[nodiscard]] static Value rebuilt(const Value& old, std::vector<MapEntry> entries) {
        const bool same = std::ranges::equal(
            entries, old.entries(),
            [](const MapEntry& a, const MapEntry& b) { return a.value.identical(b.value); });
        return same ? old : Value::map(std::move(entries));
    }

    std::string_view m_from;
    std::string_view m_to;
};

}  // namespace

Value withNameInTextRenamed(const Value& body, std::string_view from, std::string_view to) {
    return TextNames(from, to).of(body, false);
}

Value withNameInHooksRenamed(const Value& hooks, std::string_view from, std::string_view to) {
    return TextNames(from, to).ofHooks(hooks, false);
}

}  // namespace archivolt
