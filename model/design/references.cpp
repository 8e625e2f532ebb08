#include "model/design/references.h"

#include <algorithm>

#include "model/design/names.h"

namespace archivolt {

namespace {

constexpr std::string_view kInterface = "AWS::CloudFormation::Interface";

/// Names that a `Fn::Sub` map or a loop declares, innermost first.
struct Shadow {
    const Shadow* outer = nullptr;
    const Value* names = nullptr;  // A map whose keys are names, or a string.

    [[nodiscard]] bool hides(std::string_view name) const {
        for (const Shadow* shadow = this; shadow != nullptr; shadow = shadow->outer) {
            if (shadow->names == nullptr) continue;
            if (shadow->names->isString() && shadow->names->text() == name) return true;
            if (shadow->names->find(name) != nullptr) return true;
        }
        return false;
    }
};

class Walker {
public:
    explicit Walker(const ReferenceCallback& found) : m_found(found) {}

    void value(const Value& value, const PathLink* at, const Shadow* shadow) const {
        if (value.isCall()) {
            call(value, at, shadow);
        } else if (value.isList()) {
            items(value, at, shadow);
        } else if (value.isMap()) {
            for (const MapEntry& entry : value.entries()) {
                const PathLink link = key(at, entry.key);
                if (entry.key.starts_with(kLoopPrefix)) {
                    loop(entry.value, &link, shadow, &Walker::value);
                } else {
                    this->value(entry.value, &link, shadow);
                }
            }
        }
    }

    /// Walks what may hold `{"Condition": name}`: a condition's definition.
    void condition(const Value& value, const PathLink* at, const Shadow* shadow) const {
        if (value.isMap() && value.entries().size() == 1) {
            const MapEntry& only = value.entries().front();
            if (only.key == "Condition" && only.value.isString()) {
                const PathLink link = key(at, only.key);
                report(ReferenceKind::Condition, only.value, &link, shadow);
                return;
            }
        }
        this->value(value, at, shadow);
    }

    void resource(const Value& body, const PathLink* at, const Shadow* shadow) const {
        for (const MapEntry& entry : body.entries()) {
            const PathLink link = key(at, entry.key);
            if (entry.key == "DependsOn") {
                dependsOn(entry.value, &link, shadow);
            } else if (entry.key == "Condition" && entry.value.isString()) {
                report(ReferenceKind::Condition, entry.value, &link, shadow);
            } else {
                value(entry.value, &link, shadow);
            }
        }
        if (!body.isMap()) value(body, at, shadow);
    }

    /// Walks a section of entries under names; each by `entry`.
    void entries(const Value& map, const PathLink* at, const Shadow* shadow,
                 void (Walker::*each)(const Value&, const PathLink*, const Shadow*) const) const {
        for (const MapEntry& entry : map.entries()) {
            const PathLink link = key(at, entry.key);
            if (entry.key.starts_with(kLoopPrefix)) {
                loopOfEntries(entry.value, &link, shadow, each);
            } else {
                (this->*each)(entry.value, &link, shadow);
            }
        }
        if (!map.isMap()) value(map, at, shadow);
    }

    /// Walks `[identifier, collection, {key: entry}]`, where the entries are walked by `each`.
    void loopOfEntries(const Value& loop, const PathLink* at, const Shadow* shadow,
                       void (Walker::*each)(const Value&, const PathLink*, const Shadow*)
                           const) const {
        if (loop.items().size() != 3) return value(loop, at, shadow);
        const PathLink collection = index(at, 1);
        value(loop.items()[1], &collection, shadow);
        const Shadow inner{shadow, &loop.items()[0]};
        const PathLink body = index(at, 2);
        entries(loop.items()[2], &body, &inner, each);
    }

    void metadata(const Value& map, const PathLink* at, const Shadow* shadow) const {
        for (const MapEntry& entry : map.entries()) {
            const PathLink link = key(at, entry.key);
            if (entry.key == kInterface) interface(entry.value, &link);
            value(entry.value, &link, shadow);
        }
        if (!map.isMap()) value(map, at, shadow);
    }

    void section(const Section& section, const PathLink* at) const {
        if (section.name == "Conditions") {
            entries(section.value, at, nullptr, &Walker::condition);
        } else if (section.name == "Outputs") {
            entries(section.value, at, nullptr, &Walker::resource);
        } else if (section.name == "Metadata") {
            metadata(section.value, at, nullptr);
        } else {
            value(section.value, at, nullptr);
        }
    }

    void resourceOrLoop(const Resource& resource, const PathLink* at) const {
        if (resource.isLoop()) {
            loopOfEntries(resource.body, at, nullptr, &Walker::resource);
        } else {
            this->resource(resource.body, at, nullptr);
        }
    }

    [[nodiscard]] static PathLink key(const PathLink* parent, std::string_view key) {
        return {parent, key, 0, true};
    }
    [[nodiscard]] static PathLink index(const PathLink* parent, std::size_t index) {
        return {parent, {}, index, false};
    }

private:
    void report(ReferenceKind kind, const Value& name, const PathLink* at, const Shadow* shadow,
                std::string_view attribute = {}) const {
        if (shadow != nullptr && shadow->hides(name.text())) return;
        m_found({kind, name.text(), attribute, at});
    }

    void items(const Value& list, const PathLink* at, const Shadow* shadow) const {
        for (std::size_t i = 0; i < list.items().size(); ++i) {
            const PathLink link = index(at, i);
            value(list.items()[i], &link, shadow);
        }
    }

    /// Walks a loop in a property's place: `[identifier, collection, body]`.
    void loop(const Value& loop, const PathLink* at, const Shadow* shadow,
              void (Walker::*each)(const Value&, const PathLink*, const Shadow*) const) const {
        if (loop.items().size() != 3) return value(loop, at, shadow);
        const PathLink collection = index(at, 1);
        value(loop.items()[1], &collection, shadow);
        const Shadow inner{shadow, &loop.items()[0]};
        const PathLink body = index(at, 2);
        (this->*each)(loop.items()[2], &body, &inner);
    }

    void call(const Value& call, const PathLink* at, const Shadow* shadow) const {
        const Value& argument = call.argument();
        const PathLink link = key(at, call.functionName());
        switch (call.function()) {
            case Function::Ref:
                if (argument.isString()) return report(ReferenceKind::Ref, argument, &link, shadow);
                break;
            case Function::Condition:
                if (argument.isString()) {
                    return report(ReferenceKind::Condition, argument, &link, shadow);
                }
                break;
            case Function::GetAtt: return getAtt(argument, &link, shadow);
            case Function::Sub: return sub(argument, &link, shadow);
            case Function::If: return first(ReferenceKind::Condition, argument, &link, shadow);
            case Function::FindInMap: return first(ReferenceKind::Mapping, argument, &link, shadow);
            case Function::ValueOf: return first(ReferenceKind::Ref, argument, &link, shadow);
            case Function::And:
            case Function::Or:
            case Function::Not:
                for (std::size_t i = 0; i < argument.items().size(); ++i) {
                    const PathLink item = index(&link, i);
                    condition(argument.items()[i], &item, shadow);
                }
                if (argument.isList()) return;
                break;
            case Function::Join:
            case Function::Select:
            case Function::Split:
            case Function::Equals:
            case Function::GetAZs:
            case Function::Cidr:
            case Function::Base64:
            case Function::ImportValue:
            case Function::Length:
            case Function::ToJsonString:
            case Function::Transform:
            case Function::Contains:
            case Function::EachMemberEquals:
            case Function::EachMemberIn:
            case Function::RefAll:
            case Function::ValueOfAll:
            case Function::Other: break;
        }
        value(argument, &link, shadow);
    }

    /// Reports the first item of a call's list as a name, and walks the rest.
    void first(ReferenceKind kind, const Value& argument, const PathLink* at,
               const Shadow* shadow) const {
        if (!argument.isList()) return value(argument, at, shadow);
        for (std::size_t i = 0; i < argument.items().size(); ++i) {
            const PathLink item = index(at, i);
            if (i == 0 && argument.items()[0].isString()) {
                report(kind, argument.items()[0], &item, shadow);
            } else {
                value(argument.items()[i], &item, shadow);
            }
        }
    }

    void getAtt(const Value& argument, const PathLink* at, const Shadow* shadow) const {
        if (argument.isString()) return report(ReferenceKind::GetAtt, argument, at, shadow);
        const auto& parts = argument.items();
        if (parts.empty() || !parts[0].isString()) return value(argument, at, shadow);
        const PathLink name = index(at, 0);
        const bool literal = parts.size() > 1 && parts[1].isString();
        report(ReferenceKind::GetAtt, parts[0], &name, shadow,
               literal ? std::string_view(parts[1].text()) : std::string_view());
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const PathLink item = index(at, i);
            value(parts[i], &item, shadow);
        }
    }

    void sub(const Value& argument, const PathLink* at, const Shadow* shadow) const {
        if (argument.isString()) return subText(argument, at, shadow);
        const auto& parts = argument.items();
        if (parts.empty() || !parts[0].isString()) return value(argument, at, shadow);
        const Shadow inner{shadow, parts.size() > 1 ? &parts[1] : nullptr};
        const PathLink text = index(at, 0);
        subText(parts[0], &text, &inner);
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const PathLink item = index(at, i);
            value(parts[i], &item, shadow);
        }
    }

    void subText(const Value& text, const PathLink* at, const Shadow* shadow) const {
        for (const SubName& name : subNames(text.text())) {
            if (name.literal) continue;
            // A map may declare a dotted name whole: `${Peer.Id}` with the key `Peer.Id`.
            const std::string_view whole =
                name.attribute.empty()
                    ? name.name
                    : std::string_view(
                          name.name.data(),
                          static_cast<std::size_t>(name.attribute.data() + name.attribute.size() -
                                                   name.name.data()));
            if (shadow != nullptr && shadow->hides(whole)) continue;
            m_found({ReferenceKind::Sub, name.name, name.attribute, at});
        }
    }

    void dependsOn(const Value& names, const PathLink* at, const Shadow* shadow) const {
        if (names.isString()) return report(ReferenceKind::DependsOn, names, at, shadow);
        for (std::size_t i = 0; i < names.items().size(); ++i) {
            const PathLink item = index(at, i);
            if (names.items()[i].isString()) {
                report(ReferenceKind::DependsOn, names.items()[i], &item, shadow);
            } else {
                value(names.items()[i], &item, shadow);
            }
        }
    }

    void interface(const Value& interface, const PathLink* at) const {
        if (const Value* groups = interface.find("ParameterGroups")) {
            const PathLink all = key(at, "ParameterGroups");
            for (std::size_t i = 0; i < groups->items().size(); ++i) {
                const Value* names = groups->items()[i].find("Parameters");
                if (names == nullptr) continue;
                const PathLink group = index(&all, i);
                const PathLink list = key(&group, "Parameters");
                for (std::size_t j = 0; j < names->items().size(); ++j) {
                    const PathLink item = index(&list, j);
                    if (!names->items()[j].isString()) continue;
                    report(ReferenceKind::Interface, names->items()[j], &item, nullptr);
                }
            }
        }
        if (const Value* labels = interface.find("ParameterLabels")) {
            const PathLink all = key(at, "ParameterLabels");
            for (const MapEntry& entry : labels->entries()) {
                const PathLink label = key(&all, entry.key);
                m_found({ReferenceKind::Interface, entry.key, {}, &label});
            }
        }
    }

    const ReferenceCallback& m_found;
};

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\n\r");
    if (first == std::string_view::npos) return text.substr(0, 0);
    return text.substr(first, text.find_last_not_of(" \t\n\r") - first + 1);
}

}  // namespace

Path Reference::path() const {
    std::vector<PathStep> steps;
    for (const PathLink* at = link; at != nullptr; at = at->parent) {
        if (at->isKey) {
            steps.emplace_back(std::string(at->key));
        } else {
            steps.emplace_back(at->index);
        }
    }
    std::reverse(steps.begin(), steps.end());
    return Path(std::move(steps));
}

void forEachReference(const Value& value, const ReferenceCallback& found) {
    Walker(found).value(value, nullptr, nullptr);
}

void forEachReference(const Resource& resource, const ReferenceCallback& found) {
    Walker(found).resourceOrLoop(resource, nullptr);
}

void forEachReference(const Section& section, const ReferenceCallback& found) {
    Walker(found).section(section, nullptr);
}

void forEachReference(const Template& body, const ReferenceCallback& found) {
    const Walker walker(found);
    for (const Section& section : body.sections) {
        const PathLink at = Walker::key(nullptr, section.name);
        if (section.name != "Resources") {
            walker.section(section, &at);
            continue;
        }
        for (const auto& resource : body.resources) {
            const PathLink link = Walker::key(&at, resource->logicalId);
            walker.resourceOrLoop(*resource, &link);
        }
    }
}

std::vector<SubName> subNames(std::string_view text) {
    std::vector<SubName> names;
    std::size_t at = 0;
    while ((at = text.find("${", at)) != std::string_view::npos) {
        const std::size_t close = text.find('}', at);
        if (close == std::string_view::npos) break;
        SubName name;
        name.begin = at;
        name.end = close + 1;
        const std::string_view inside = text.substr(at + 2, close - at - 2);
        if (inside.starts_with('!')) {
            name.literal = true;
            name.name = inside.substr(1);
        } else {
            const std::string_view whole = trimmed(inside);
            const auto dot = whole.find('.');
            name.name = whole.substr(0, dot);
            if (dot != std::string_view::npos) name.attribute = whole.substr(dot + 1);
        }
        names.push_back(name);
        at = close + 1;
    }
    return names;
}

}  // namespace archivolt
