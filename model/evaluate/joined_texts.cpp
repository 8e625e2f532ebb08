#include "model/evaluate/joined_texts.h"

#include <algorithm>
#include <array>

#include "model/evaluate/evaluator.h"

namespace archivolt {

namespace {

constexpr std::string_view kNeverInNames = ",;| \t\r\n";

/// Says whether what resources of this type are called, or tell of themselves, may be any text.
bool givesAnyText(std::string_view type) {
    static constexpr std::array<std::string_view, 4> kTypes = {
        "AWS::CloudFormation::", "Custom::", "AWS::IAM::", "AWS::SSM::Parameter"};
    return type.ends_with("::MODULE") || std::ranges::any_of(kTypes, [&](std::string_view begin) {
               return type.starts_with(begin);
           });
}

std::string_view nameIn(const Value& call) {
    if (call.isCall(Function::Ref)) return call.argument().text();
    if (!call.isCall(Function::GetAtt) || call.argument().items().empty()) return {};
    return call.argument().items()[0].text();
}

}  // namespace

bool isComposed(const Value& value) {
    return value.isCall(Function::Join) && value.argument().items().size() == 2 &&
           value.argument().items()[0].isString() && value.argument().items()[0].text().empty() &&
           value.argument().items()[1].isList();
}

Value textOfParts(std::vector<Value> parts) {
    if (parts.empty()) return Value::string("");
    if (parts.size() == 1) return std::move(parts.front());
    return Value::call(Function::Join,
                       Value::list({Value::string(""), Value::list(std::move(parts))}));
}

std::vector<Value> splitText(const Value& text, std::string_view delimiter) {
    std::vector<Value> items;
    std::vector<Value> parts;
    const auto addText = [&](std::string_view piece) {
        if (!piece.empty()) parts.push_back(Value::string(std::string(piece)));
    };
    const auto add = [&](const Value& part) {
        if (part.isCall()) {
            parts.push_back(part);
            return;
        }
        std::string_view rest = part.text();
        for (auto at = rest.find(delimiter); at != std::string_view::npos;
             at = rest.find(delimiter)) {
            addText(rest.substr(0, at));
            items.push_back(textOfParts(std::exchange(parts, {})));
            rest.remove_prefix(at + delimiter.size());
        }
        addText(rest);
    };
    if (isComposed(text)) {
        for (const Value& part : text.argument().items()[1].items()) add(part);
    } else {
        add(text);
    }
    items.push_back(textOfParts(std::move(parts)));
    return items;
}

Value callOf(const ImportedItem& item) {
    const Value import = Value::call(Function::ImportValue, Value::string(item.name));
    const Value split =
        Value::call(Function::Split, Value::list({Value::string(item.delimiter), import}));
    return Value::call(Function::Select,
                       Value::list({Value::number(static_cast<std::int64_t>(item.index)), split}));
}

std::optional<ImportedItem> importedItem(const Value& value) {
    if (!value.isCall(Function::Select) || value.argument().items().size() != 2) return {};
    const auto index = value.argument().items()[0].asInteger();
    const Value& split = value.argument().items()[1];
    if (!index || *index < 0 || !split.isCall(Function::Split)) return {};
    const auto& parts = split.argument().items();
    if (parts.size() != 2 || !parts[0].isString() || !parts[1].isCall(Function::ImportValue)) {
        return {};
    }
    return ImportedItem{parts[1].argument().text(), parts[0].text(),
                        static_cast<std::size_t>(*index)};
}

bool mayStandInNames(std::string_view delimiter) {
    return delimiter.find_first_not_of(kNeverInNames) != std::string_view::npos;
}

std::vector<std::string> resourcesIn(const Value& text) {
    std::vector<std::string> names;
    if (const std::string_view name = nameIn(text); !name.empty()) names.emplace_back(name);
    if (!isComposed(text)) return names;
    for (const Value& part : text.argument().items()[1].items()) {
        if (const std::string_view name = nameIn(part); !name.empty()) names.emplace_back(name);
    }
    return names;
}

std::string freeTextIn(const Value& text, const ResourceTable& resources) {
    if (isComposed(text)) {
        for (const Value& part : text.argument().items()[1].items()) {
            if (std::string found = freeTextIn(part, resources); !found.empty()) return found;
        }
        return {};
    }
    if (!text.isCall() || text.isCall(Function::ImportValue) || importedItem(text)) return {};
    const auto resource = resources.find(nameIn(text));
    return !resource || givesAnyText(resource->type()) ? describeCall(text) : std::string();
}

}  // namespace archivolt
