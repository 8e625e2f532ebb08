#include "export/describe/item.h"

#include <fmt/format.h>

#include "export/cloudformation/span_value.h"

namespace archivolt {

namespace {

/// Goes down the steps from `index` on.
void collect(const Item& item, const std::vector<PathPattern::Step>& steps, std::size_t index,
             std::vector<Item>& found) {
    if (!item) return;
    if (index == steps.size()) {
        found.push_back(item);
    } else if (steps[index].kind == PathPattern::StepKind::AnyItem) {
        for (const Item& one : item.items()) collect(one, steps, index + 1, found);
    } else if (item.isObject()) {
        collect(item.member(steps[index].key), steps, index + 1, found);
    }
}

}  // namespace

bool Item::isObject() const { return node().kind == SpanKind::Mapping; }
bool Item::isList() const { return node().kind == SpanKind::Sequence; }

std::vector<std::string_view> Item::keys() const {
    std::vector<std::string_view> keys;
    if (!isObject()) return keys;
    const SpanTree& tree = m_source->tree;
    for (const SpanNodeId child : tree.children(m_node)) {
        if (tree.node(child).place % 2 == 0) keys.push_back(tree.value(child));
    }
    return keys;
}

Item Item::member(std::string_view key) const {
    if (m_source == nullptr || !isObject()) return {};
    const SpanTree& tree = m_source->tree;
    for (const SpanNodeId child : tree.children(m_node)) {
        const SpanNode& found = tree.node(child);
        if (found.place % 2 == 0 || tree.value(tree.previous(child)) != key) continue;
        const bool isNull = found.kind == SpanKind::Scalar && found.style == SpanStyle::Plain &&
                            tree.value(found) == "null";
        return isNull ? Item() : Item(*m_source, child);
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
    for (const SpanNodeId child : m_source->tree.children(m_node)) {
        items.emplace_back(*m_source, child);
    }
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
    const std::string_view text = m_source->tree.value(m_node);
    const bool isWord =
        node().style == SpanStyle::Plain && (text == "true" || text == "false" || text == "null");
    if (isWord) return std::nullopt;
    return std::string(text);
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
        const std::string_view word = found.m_source->tree.value(scalar);
        if (word == "true") return true;
        if (word == "false") return false;
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

std::vector<Item> itemsAt(const Item& item, const PathPattern& pattern) {
    std::vector<Item> found;
    if (!pattern.empty()) collect(item, pattern.steps(), 0, found);
    return found;
}

}  // namespace archivolt
