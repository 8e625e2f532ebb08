#include "model/serverless/serverless_policies.h"

#include <fmt/format.h>

#include <array>

#include "model/policy/json_text.h"

// The assembler takes the file in whole, as it does that of the catalogue.
__asm__(
    ".pushsection .rodata\n"
    ".global archivolt_serverless_begin\n"
    ".global archivolt_serverless_end\n"
    "archivolt_serverless_begin:\n"
    ".incbin \"" ARCHIVOLT_SERVERLESS_FILE
    "\"\n"
    "archivolt_serverless_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char archivolt_serverless_begin[];
extern const char archivolt_serverless_end[];
}

namespace archivolt {

namespace {

std::string_view wholeText() {
    return {archivolt_serverless_begin,
            static_cast<std::size_t>(archivolt_serverless_end - archivolt_serverless_begin)};
}

std::string_view take(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    const std::string_view head = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return head;
}

/// Returns a text with names in it as a join of its pieces.
Value withNames(std::string_view text, const ServerlessName& names) {
    std::vector<Value> pieces;
    while (!text.empty()) {
        const std::size_t open = text.find("${");
        if (open != 0) pieces.push_back(Value::string(std::string(text.substr(0, open))));
        if (open == std::string_view::npos) break;
        const std::size_t close = text.find('}', open);
        const std::string_view name = text.substr(open + 2, close - open - 2);
        const auto value = names(name);
        pieces.push_back(value ? *value : Value::unknown(fmt::format("`{}` is not given", name)));
        text.remove_prefix(close + 1);
    }
    if (pieces.size() == 1) return pieces.front();
    return Value::call(Function::Join,
                       Value::list({Value::string(""), Value::list(std::move(pieces))}));
}

Value withNames(const Value& value, const ServerlessName& names) {
    if (value.isString() && value.text().find("${") != std::string::npos) {
        return withNames(std::string_view(value.text()), names);
    }
    if (value.isList()) {
        std::vector<Value> items;
        for (const Value& item : value.items()) items.push_back(withNames(item, names));
        return Value::list(std::move(items));
    }
    if (!value.isMap()) return value;
    std::vector<MapEntry> entries;
    for (const MapEntry& entry : value.entries()) {
        entries.push_back({entry.key, withNames(entry.value, names)});
    }
    return Value::map(std::move(entries));
}

/// Returns a document of the data, as it stands there.
Value documentIn(std::string_view text, const ServerlessName& names) {
    const auto document = valueFromJsonText(text);
    return document ? withNames(*document, names) : Value::unknown(document.error().message);
}

}  // namespace

Value serverlessDocument(std::string_view text, const ServerlessName& names) {
    Value result = documentIn(text, names);
    if (!result.isMap() || result.find("Version") != nullptr) return result;
    return result.withEntry("Version", Value::string("2012-10-17"));
}

std::optional<Value> serverlessTemplate(std::string_view name, const ServerlessName& names) {
    const std::string line = fmt::format("\nT\t{}\t", name);
    const std::string_view text = wholeText();
    const std::size_t at = text.find(line);
    if (at == std::string_view::npos) return std::nullopt;
    std::string_view rest = text.substr(at + line.size());
    rest = take(rest, '\n');
    take(rest, '\t');
    return documentIn(rest, names);
}

std::vector<ConnectorGrant> connectorGrants(std::string_view source, std::string_view destination) {
    std::vector<ConnectorGrant> grants;
    std::string_view text = wholeText();
    while (!text.empty()) {
        std::string_view line = take(text, '\n');
        if (take(line, '\t') != "C") continue;
        if (take(line, '\t') != source || take(line, '\t') != destination) continue;
        const std::string_view side = take(line, '\t');
        const ConnectorHolder holder = side == "source"     ? ConnectorHolder::SourceRole
                                       : side == "resource" ? ConnectorHolder::Destination
                                                            : ConnectorHolder::DestinationRole;
        std::string category(take(line, '\t'));
        grants.push_back({holder, std::move(category), line});
    }
    return grants;
}

std::string_view serverlessVersion() {
    std::string_view text = wholeText();
    text.remove_prefix(2);
    return take(text, '\n');
}

}  // namespace archivolt
