#include "app/form/completion.h"

#include <algorithm>
#include <array>

#include "app/form/field_editor.h"
#include "export/cloudformation/read_template.h"
#include "model/base/text_case.h"
#include "model/design/names.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostChoices = 200;
constexpr std::array<std::string_view, 10> kSections{"AWSTemplateFormatVersion",
                                                     "Conditions",
                                                     "Description",
                                                     "Mappings",
                                                     "Metadata",
                                                     "Outputs",
                                                     "Parameters",
                                                     "Resources",
                                                     "Rules",
                                                     "Transform"};
constexpr std::array<std::string_view, 7> kAttributes{
    "Condition",  "DeletionPolicy", "DependsOn",          "Metadata",
    "Properties", "Type",           "UpdateReplacePolicy"};
constexpr std::array<std::string_view, 8> kPseudo{
    "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition",
    "AWS::Region",    "AWS::StackId", "AWS::StackName",        "AWS::URLSuffix"};

/// One line above the cursor that holds it: how far in, and its key.
struct Level {
    std::size_t indent = 0;
    std::string key;  ///< Empty: an item of a list.
};

std::string_view lineBefore(std::string_view text, std::size_t& end) {
    const std::size_t begin = end == 0 ? 0 : text.rfind('\n', end - 1) + 1;
    const std::string_view line = text.substr(begin, end - begin);
    end = begin == 0 ? 0 : begin - 1;
    return line;
}

/// Reads `  - Key: value` as far as its levels go: the dash is one of its own.
std::vector<Level> levelsOf(std::string_view line) {
    std::vector<Level> levels;
    std::size_t at = line.find_first_not_of(' ');
    while (at != std::string_view::npos && at < line.size() && line[at] == '-' &&
           (at + 1 == line.size() || line[at + 1] == ' ')) {
        levels.push_back({at, {}});
        at = line.find_first_not_of(' ', at + 1);
    }
    if (at == std::string_view::npos || line[at] == '#') return levels;
    const std::size_t colon = line.find(':', at);
    std::size_t end = colon;
    while (end != std::string_view::npos && end + 1 < line.size() && line[end + 1] != ' ') {
        end = line.find(':', end + 1);
    }
    if (end == std::string_view::npos) return levels;
    std::string key(line.substr(at, end - at));
    std::erase_if(key, [](char c) { return c == '"' || c == '\''; });
    levels.push_back({at, std::move(key)});
    return levels;
}

/// Returns the keys that hold what begins at a column of a line, outermost first; an empty one is
/// an item.
std::vector<std::string> holders(std::string_view text, std::size_t lineBegin,
                                 std::string_view start, std::size_t column) {
    std::vector<std::string> keys;
    std::size_t inside = column;
    const auto take = [&](std::string_view line) {
        const auto levels = levelsOf(line);
        for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
            // A list may stand as far out as the key that holds it.
            const bool isListBelow = !keys.empty() && keys.back().empty() &&
                                     level->indent == inside && !level->key.empty();
            if (level->indent >= inside && !isListBelow) continue;
            keys.push_back(level->key);
            inside = level->indent;
        }
    };
    take(start);
    std::size_t end = lineBegin == 0 ? 0 : lineBegin - 1;
    while (end > 0 && (inside > 0 || (!keys.empty() && keys.back().empty()))) {
        take(lineBefore(text, end));
    }
    std::ranges::reverse(keys);
    return keys;
}

bool startsWith(std::string_view word, std::string_view typed) {
    return equalIgnoringCase(word.substr(0, typed.size()), typed);
}

/// Puts together what can stand at one place.
class Completer {
public:
    Completer(const FormInput& input, const Stack& stack, std::string_view text, std::size_t offset)
        : m_input(input), m_stack(stack), m_text(text), m_offset(std::min(offset, text.size())) {}

    Completions all() {
        const std::size_t begin = m_offset == 0 ? 0 : m_text.rfind('\n', m_offset - 1) + 1;
        m_line = m_text.substr(begin, m_offset - begin);
        if (formatOf(m_text) == TemplateFormat::Json || isComment()) return {};
        const std::size_t word = m_line.find_last_of(" [,{(") + 1;
        m_result.begin = begin + word;
        m_typed = m_line.substr(word);
        if (!afterTag(m_line.substr(0, word))) {
            const auto levels = levelsOf(m_line);
            if (!levels.empty() && !levels.back().key.empty()) {
                addValues(holders(m_text, begin, m_line, m_line.size() + 1));
            } else {
                const std::size_t column = std::min(m_line.find_first_not_of(" -"), m_line.size());
                addKeys(holders(m_text, begin, m_line.substr(0, column), column));
            }
        }
        if (m_result.choices.size() > kMostChoices) m_result.choices.resize(kMostChoices);
        return std::move(m_result);
    }

private:
    [[nodiscard]] bool isComment() const {
        const std::size_t mark = m_line.find('#');
        return mark != std::string_view::npos && (mark == 0 || m_line[mark - 1] == ' ');
    }
    void add(std::string_view text, std::string_view detail = {}) {
        if (!startsWith(text, m_typed) || text == m_typed) return;
        m_result.choices.push_back({std::string(text), std::string(detail)});
    }

    /// Names behind `!Ref`, `!GetAtt`, `!Condition` and in `${`; says whether there is one of them.
    bool afterTag(std::string_view before) {
        if (before.ends_with("${")) {
            addNames();
            return true;
        }
        const std::size_t last = before.find_last_not_of(' ');
        const std::string_view trimmed = before.substr(0, last + 1);
        if (trimmed.ends_with("!Ref") || trimmed.ends_with("Ref:")) {
            addNames();
        } else if (trimmed.ends_with("!GetAtt")) {
            addAttributes();
        } else if (trimmed.ends_with("!Condition") || trimmed.ends_with("!If [")) {
            for (const std::string& name : keysOf(m_stack.body.section("Conditions"))) add(name);
        } else {
            return false;
        }
        return true;
    }

    void addNames() {
        for (const auto& resource : m_stack.body.resources) {
            if (!resource->isLoop()) add(resource->logicalId, labelOf(resource->type()));
        }
        for (const std::string& name : keysOf(m_stack.body.section("Parameters"))) {
            add(name, "Parameter");
        }
        for (const std::string_view name : kPseudo) add(name);
    }

    void addAttributes() {
        const std::size_t dot = m_typed.find('.');
        if (dot == std::string_view::npos) {
            for (const auto& resource : m_stack.body.resources) {
                if (!resource->isLoop()) {
                    add(resource->logicalId + ".", labelOf(resource->type()));
                }
            }
            return;
        }
        const auto resource = m_stack.body.resources.find(m_typed.substr(0, dot));
        const ResourceType* const type =
            resource ? m_input.catalog.find(resource->type()) : nullptr;
        if (type == nullptr) return;
        m_result.begin += dot + 1;
        m_typed.remove_prefix(dot + 1);
        for (const AttributeFacts& attribute : type->attributes) {
            add(attribute.name, toString(attribute.type.kind));
        }
    }

    [[nodiscard]] std::string labelOf(const std::string& type) const {
        const SystemFacts* const facts = m_input.catalog.system(type);
        return facts == nullptr ? type : facts->label;
    }

    /// Returns the type of a resource: as the text has it now, else as the design had it.
    [[nodiscard]] const ResourceType* typeOf(const std::string& resource) const {
        const std::size_t at = m_text.find("\n  " + resource + ":");
        if (at != std::string_view::npos) {
            const std::size_t type = m_text.find("Type:", at);
            const std::size_t end = std::min(m_text.find('\n', type), m_text.size());
            if (type != std::string_view::npos) {
                std::string name(m_text.substr(type + 5, end - type - 5));
                std::erase_if(name, [](char c) { return c == ' ' || c == '"' || c == '\''; });
                if (const ResourceType* const found = m_input.catalog.find(name)) return found;
            }
        }
        const auto known = m_stack.body.resources.find(std::string_view(resource));
        return known ? m_input.catalog.find(known->type()) : nullptr;
    }

    /// Returns the type of what stands at the end of these keys, from Properties on.
    [[nodiscard]] const PropertyType* typeBelow(const ResourceType& type,
                                                std::span<const std::string> keys) const {
        std::vector<PathStep> steps;
        for (const std::string& key : keys) {
            if (key.empty()) {
                steps.emplace_back(std::size_t{0});
            } else {
                steps.emplace_back(key);
            }
        }
        return typeAt(type, Path(std::move(steps)));
    }

    void addKeys(const std::vector<std::string>& keys) {
        if (keys.empty()) {
            for (const std::string_view section : kSections) add(std::string(section) + ":");
            return;
        }
        if (keys[0] != "Resources" || keys.size() < 2) return;
        if (keys.size() == 2) {
            for (const std::string_view name : kAttributes) add(std::string(name) + ":");
            return;
        }
        const ResourceType* const type = typeOf(keys[1]);
        if (type == nullptr || keys[2] != "Properties") return;
        const ObjectType* object = &type->body;
        if (keys.size() > 3) {
            const PropertyType* at = typeBelow(*type, std::span(keys).subspan(3));
            if (at != nullptr && at->kind == PropertyKind::List) at = at->element;
            at = chosenType(at, nullptr);
            object = at == nullptr ? nullptr : at->object;
        }
        if (object == nullptr) return;
        for (const PropertyFacts& facts : object->properties) {
            std::string detail(toString(facts.type.kind));
            if (facts.required) detail += ", required";
            add(std::string(facts.name) + ":", detail);
        }
    }

    void addValues(const std::vector<std::string>& keys) {
        if (keys.size() < 3 || keys[0] != "Resources") return;
        if (keys.size() == 3 && keys[2] == "Type") {
            for (const std::string_view name : m_input.catalog.typeNames()) add(name);
        } else if (keys.size() == 3 && keys[2] == "Condition") {
            for (const std::string& name : keysOf(m_stack.body.section("Conditions"))) add(name);
        } else if (keys.size() == 3 && keys[2] == "DependsOn") {
            addNames();
        }
        const ResourceType* const type = typeOf(keys[1]);
        if (type == nullptr || keys[2] != "Properties" || keys.size() < 4) return;
        const PropertyType* const at =
            chosenType(typeBelow(*type, std::span(keys).subspan(3)), nullptr);
        if (at == nullptr) return;
        for (const std::string_view value : at->values) add(value);
        if (at->kind == PropertyKind::Boolean) {
            add("true");
            add("false");
        }
    }

    const FormInput& m_input;
    const Stack& m_stack;
    std::string_view m_text;
    std::size_t m_offset;
    std::string_view m_line;
    std::string_view m_typed;
    Completions m_result;
};

}  // namespace

Completions completionsAt(const FormInput& input, const Stack& stack, std::string_view text,
                          std::size_t offset) {
    return Completer(input, stack, text, offset).all();
}

}  // namespace archivolt
