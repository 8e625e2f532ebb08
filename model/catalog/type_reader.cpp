#include "model/catalog/type_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "model/catalog/catalog_rules.h"

namespace archivolt {

namespace {

/// Cuts the text up to `separator` off the front of `text`; all of it when there is none.
std::string_view cut(std::string_view& text, char separator) {
    const std::size_t at = text.find(separator);
    const std::string_view front = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return front;
}

std::optional<PropertyKind> scalarKind(char letter) {
    switch (letter) {
        case 's': return PropertyKind::String;
        case 'i': return PropertyKind::Integer;
        case 'n': return PropertyKind::Number;
        case 'b': return PropertyKind::Boolean;
        case 't': return PropertyKind::Timestamp;
        case 'j': return PropertyKind::AnyJson;
        default: return std::nullopt;
    }
}

class TypeReader {
public:
    TypeReader(std::string_view block, DecodedType& decoded) : m_rest(block), m_decoded(decoded) {}

    Result<void> read() {
        declareObjects();
        readHead(cut(m_rest, '\n'));
        ObjectType* object = &m_decoded.facts.body;
        object->name = "Properties";
        auto next = m_decoded.objects.begin();
        for (int line = 2; !m_rest.empty(); ++line) {
            std::string_view text = cut(m_rest, '\n');
            bool good = true;
            if (text.starts_with('<')) {
                object = &*next++;
            } else if (text.starts_with('@')) {
                good = readAttribute(text.substr(1));
            } else {
                good = readProperty(text, *object);
            }
            if (!good) {
                return failure(kBadTypeList,
                               fmt::format("{}: line {} of the type can't be read: `{}`",
                                           m_decoded.facts.name, line, text),
                               "generate the file anew with resources/catalog/generate.py");
            }
        }
        return {};
    }

private:
    /// Makes the nested types by name, so that properties may refer to those further down.
    void declareObjects() {
        std::size_t at = m_rest.find("\n<");
        while (at != std::string_view::npos) {
            const std::size_t end = std::min(m_rest.find('\n', at + 2), m_rest.size());
            m_decoded.objects.push_back({m_rest.substr(at + 2, end - at - 2), {}});
            at = m_rest.find("\n<", end);
        }
        m_nested = m_decoded.objects.size();
        ObjectType& tag = m_decoded.objects.emplace_back();
        tag.name = "Tag";
        for (const std::string_view name : {"Key", "Value"}) {
            PropertyFacts& facts = tag.properties.emplace_back();
            facts.name = name;
            facts.type.kind = PropertyKind::String;
            facts.required = true;
        }
    }

    void readHead(std::string_view line) {
        ResourceType& facts = m_decoded.facts;
        facts.name = cut(line, '\t');
        while (!line.empty()) {
            std::string_view field = cut(line, '\t');
            const char mark = field[0];
            field.remove_prefix(1);
            switch (mark) {
                case '=':
                    while (!field.empty()) facts.refReturns.push_back(cut(field, '|'));
                    break;
                case '#': facts.tagsProperty = field; break;
                case '@': facts.arnTemplate = field; break;
                case '^': facts.transform = field; break;
                case '!': facts.stateful = true; break;
                default: break;
            }
        }
    }

    bool readAttribute(std::string_view line) {
        AttributeFacts facts;
        facts.name = cut(line, '\t');
        std::string_view type = cut(line, '\t');
        const bool good = readPropertyType(type, facts.type) && type.empty();
        m_decoded.facts.attributes.push_back(std::move(facts));
        return good;
    }

    bool readProperty(std::string_view line, ObjectType& object) {
        PropertyFacts& facts = object.properties.emplace_back();
        facts.name = cut(line, '\t');
        std::string_view type = cut(line, '\t');
        if (facts.name.empty() || !readPropertyType(type, facts.type) || !type.empty()) {
            return false;
        }
        while (!line.empty()) {
            std::string_view field = cut(line, '\t');
            if (field.starts_with('=')) {
                facts.defaultValue = field.substr(1);
            } else if (field.starts_with('>')) {
                field.remove_prefix(1);
                const std::string_view target = cut(field, '.');
                facts.targets.push_back({target, field});
            } else if (!readFlags(field, facts)) {
                return false;
            }
        }
        return true;
    }

    static bool readFlags(std::string_view flags, PropertyFacts& facts) {
        for (const char flag : flags) {
            switch (flag) {
                case '*': facts.required = true; break;
                case '!': facts.replacement = Replacement::Yes; break;
                case '?': facts.replacement = Replacement::Maybe; break;
                case '-': facts.deprecated = true; break;
                default: return false;
            }
        }
        return true;
    }

    /// Reads one type off the front of `text`. The file is our own: nesting is a few levels.
    bool readPropertyType(std::string_view& text, PropertyType& type) {
        if (text.empty()) return false;
        const char letter = text[0];
        text.remove_prefix(1);
        switch (letter) {
            case '[': type.kind = PropertyKind::List; return readElement(text, type);
            case '{': type.kind = PropertyKind::Map; return readElement(text, type);
            case '<': type.object = nested(cut(text, '>')); break;
            case 'g': type.object = &m_decoded.objects.back(); break;
            case '(': return readUnion(text, type);
            default: return readScalar(letter, text, type);
        }
        type.kind = PropertyKind::Object;
        return type.object != nullptr;
    }

    bool readElement(std::string_view& text, PropertyType& type) {
        PropertyType& element = m_decoded.elements.emplace_back();
        type.element = &element;
        return readPropertyType(text, element);
    }

    bool readUnion(std::string_view& text, PropertyType& type) {
        type.kind = PropertyKind::Union;
        while (!text.empty()) {
            PropertyType& choice = m_decoded.elements.emplace_back();
            type.choices.push_back(&choice);
            if (!readPropertyType(text, choice) || text.empty()) return false;
            const char mark = text[0];
            text.remove_prefix(1);
            if (mark == ')') return true;
            if (mark != '|') return false;
        }
        return false;
    }

    static bool readScalar(char letter, std::string_view& text, PropertyType& type) {
        const auto kind = scalarKind(letter);
        if (!kind) return false;
        type.kind = *kind;
        if (!text.starts_with('{')) return true;
        text.remove_prefix(1);
        if (text.find('}') == std::string_view::npos) return false;
        std::string_view values = cut(text, '}');
        while (!values.empty()) type.values.push_back(cut(values, ','));
        return true;
    }

    const ObjectType* nested(std::string_view name) const {
        const auto end = m_decoded.objects.begin() + static_cast<std::ptrdiff_t>(m_nested);
        const auto found =
            std::lower_bound(m_decoded.objects.begin(), end, name,
                             [](const ObjectType& a, std::string_view b) { return a.name < b; });
        return found != end && found->name == name ? &*found : nullptr;
    }

    std::string_view m_rest;
    DecodedType& m_decoded;
    std::size_t m_nested = 0;
};

}  // namespace

Result<void> readType(std::string_view block, DecodedType& decoded) {
    return TypeReader(block, decoded).read();
}

const PropertyFacts* ObjectType::find(std::string_view property) const {
    const auto found =
        std::lower_bound(properties.begin(), properties.end(), property,
                         [](const PropertyFacts& a, std::string_view b) { return a.name < b; });
    return found != properties.end() && found->name == property ? &*found : nullptr;
}

const AttributeFacts* ResourceType::attribute(std::string_view attributeName) const {
    const auto found =
        std::lower_bound(attributes.begin(), attributes.end(), attributeName,
                         [](const AttributeFacts& a, std::string_view b) { return a.name < b; });
    return found != attributes.end() && found->name == attributeName ? &*found : nullptr;
}

}  // namespace archivolt
