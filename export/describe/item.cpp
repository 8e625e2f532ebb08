#include "export/describe/item.h"

#include <fmt/format.h>

#include "export/cloudformation/span_value.h"

namespace archivolt {

bool Item::isObject() const { return node().kind == SpanKind::Mapping; }
bool Item::isList() const { return node().kind == SpanKind::Sequence; }

std::vector<std::string_view> Item::keys() const {
    std::vector<std::string_view> keys;
    if (!isObject()) return keys;
    const auto& children = node().children;
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
        keys.push_back(m_source->tree.node(children[i]).value);
    }
    return keys;
}

Item Item::member(std::string_view key) const {
    if (m_source == nullptr || !isObject()) return {};
    const auto& children = node().children;
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
        if (m_source->tree.node(children[i]).value != key) continue;
        const SpanNode& found = m_source->tree.node(children[i + 1]);
        const bool isNull = found.kind == SpanKind::Scalar && found.style == SpanStyle::Plain &&
                            found.value == "null";
        return isNull ? Item() : Item(*m_source, children[i + 1]);
    }
    return {};
}

Item Item::object(std::string_view key) const {
    const Item found = member(key);
    if (!found || found.isObject()) return found;
    found.reportShape(key, "an object");
    return {};
}

std::vector<Item> Item::items() const {
    std::vector<Item> items;
    if (!isList()) return items;
    for (const SpanNodeId child : node().children) items.emplace_back(*m_source, child);
    return items;
}

std::vector<Item> Item::list(std::string_view key) const {
    const Item found = member(key);
    if (!found) return {};
    if (!found.isList()) found.reportShape(key, "a list");
    return found.items();
}

std::vector<Item> Item::objects(std::string_view key) const {
    std::vector<Item> result;
    for (const Item& item : list(key)) {
        if (item.isObject()) {
            result.push_back(item);
        } else {
            item.reportShape(key, "a list of objects");
        }
    }
    return result;
}

std::optional<std::string> Item::asText() const {
    if (m_source == nullptr || node().kind != SpanKind::Scalar) return std::nullopt;
    const SpanNode& scalar = node();
    const bool isWord =
        scalar.style == SpanStyle::Plain &&
        (scalar.value == "true" || scalar.value == "false" || scalar.value == "null");
    if (isWord) return std::nullopt;
    return scalar.value;
}

std::optional<std::string> Item::text(std::string_view key) const {
    const Item found = member(key);
    if (!found) return std::nullopt;
    auto text = found.asText();
    if (!text) found.reportShape(key, "a text");
    return text;
}

std::vector<std::string> Item::texts(std::string_view key) const {
    std::vector<std::string> texts;
    for (const Item& item : list(key)) {
        if (auto text = item.asText()) {
            texts.push_back(*std::move(text));
        } else {
            item.reportShape(key, "a list of texts");
        }
    }
    return texts;
}

std::optional<bool> Item::flag(std::string_view key) const {
    const Item found = member(key);
    if (!found) return std::nullopt;
    const SpanNode& scalar = found.node();
    if (scalar.kind == SpanKind::Scalar && scalar.style == SpanStyle::Plain) {
        if (scalar.value == "true") return true;
        if (scalar.value == "false") return false;
    }
    found.reportShape(key, "true or false");
    return std::nullopt;
}

Value Item::value() const { return valueOf(m_source->tree, m_node, ValueContext::General); }

Where Item::where() const {
    const TextPosition position = m_source->lines.position(node().begin);
    Where where;
    where.file = m_source->name;
    where.line = position.line;
    where.column = position.column;
    return where;
}

std::string_view Item::bytes() const { return m_source->tree.slice(node()); }

void Item::report(const Rule& rule, std::string message, std::string help) const {
    Diagnostic diagnostic = failure(rule, std::move(message), std::move(help)).value();
    diagnostic.where = where();
    m_source->problems.push_back(std::move(diagnostic));
}

void Item::reportShape(std::string_view key, std::string_view wanted) const {
    report(kNotAsPrinted, fmt::format("`{}` should be {}", key, wanted),
           "give the output of the AWS CLI as it prints it (--output json)");
}

}  // namespace archivolt
