#include "app/window/property_model.h"

#include <fmt/format.h>

#include <algorithm>

namespace archivolt {

namespace {

constexpr std::size_t kLongestText = 240;

std::string shortened(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (text.size() <= kLongestText) return text;
    std::size_t end = kLongestText;
    // A code point is not cut: the bytes 10xxxxxx continue one.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "…";
}

bool isInline(const Value& value) { return !value.isMap() && !value.isList(); }

PropertyTone toneOf(const Value& value) {
    if (value.isUnknown()) return PropertyTone::Unknown;
    return value.isCall() ? PropertyTone::Reference : PropertyTone::Plain;
}

void addRows(const std::string& name, const Value& value, int depth,
             std::vector<PropertyRow>& rows) {
    if (isInline(value)) {
        rows.push_back({name, valueInWords(value), depth, toneOf(value)});
        return;
    }
    if (value.isList() && std::ranges::all_of(value.items(), isInline)) {
        const auto reference = std::ranges::find_if(
            value.items(), [](const Value& item) { return toneOf(item) != PropertyTone::Plain; });
        const PropertyTone tone =
            reference == value.items().end() ? PropertyTone::Plain : toneOf(*reference);
        rows.push_back({name, valueInWords(value), depth, tone});
        return;
    }
    rows.push_back({name, {}, depth, PropertyTone::Group});
    for (const MapEntry& entry : value.entries()) addRows(entry.key, entry.value, depth + 1, rows);
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        addRows(fmt::format("{}", i + 1), value.items()[i], depth + 1, rows);
    }
}

}  // namespace

std::string valueInWords(const Value& value) {
    switch (value.kind()) {
        case Value::Kind::Null: return "null";
        case Value::Kind::Bool: return value.asBool().value_or(false) ? "yes" : "no";
        case Value::Kind::Number:
        case Value::Kind::String: return shortened(value.text());
        case Value::Kind::Unknown: return "unknown: " + value.text();
        case Value::Kind::List: {
            std::string text;
            for (const Value& item : value.items()) {
                if (!text.empty()) text += ", ";
                text += valueInWords(item);
            }
            return text.empty() ? "none" : shortened(std::move(text));
        }
        case Value::Kind::Map: return fmt::format("{} entries", value.entries().size());
        case Value::Kind::Call: break;
    }
    const Value& argument = value.argument();
    if (value.isCall(Function::Ref)) return valueInWords(argument);
    std::string text;
    const bool isJoin = value.isCall(Function::Join) && argument.items().size() == 2;
    if (isJoin || value.isCall(Function::GetAtt)) {
        const auto& parts = isJoin ? argument.items()[1].items() : argument.items();
        const std::string between = isJoin ? argument.items()[0].text() : ".";
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (i > 0) text += between;
            text += isJoin && parts[i].isCall() ? "{" + valueInWords(parts[i]) + "}"
                                                : valueInWords(parts[i]);
        }
        return shortened(std::move(text));
    }
    const std::string_view name = value.functionName();
    return fmt::format("{} {}", name.starts_with("Fn::") ? name.substr(4) : name,
                       valueInWords(argument));
}

std::vector<PropertyRow> propertyRows(const Value& properties) {
    std::vector<PropertyRow> rows;
    for (const MapEntry& entry : properties.entries()) addRows(entry.key, entry.value, 0, rows);
    return rows;
}

int PropertyModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PropertyModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const PropertyRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case NameRole: return QString::fromStdString(row.name);
        case TextRole: return QString::fromStdString(row.text);
        case DepthRole: return row.depth;
        case ToneRole:
            switch (row.tone) {
                case PropertyTone::Plain: return QStringLiteral("plain");
                case PropertyTone::Group: return QStringLiteral("group");
                case PropertyTone::Reference: return QStringLiteral("reference");
                case PropertyTone::Unknown: return QStringLiteral("unknown");
            }
            return {};
        default: return {};
    }
}

QHash<int, QByteArray> PropertyModel::roleNames() const {
    return {{NameRole, "name"}, {TextRole, "text"}, {DepthRole, "depth"}, {ToneRole, "tone"}};
}

void PropertyModel::show(std::vector<PropertyRow> rows) {
    if (rows == m_rows) return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

}  // namespace archivolt
