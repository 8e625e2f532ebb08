#include <fmt/format.h>

#include <algorithm>

#include "model/base/text_case.h"
#include "model/lint/combination_facts.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/shared_rules.h"

namespace archivolt {

namespace {

constexpr Rule kOneNeeded{"CFN-E17",
                          Severity::Error,
                          "a property that the others call for is missing",
                          "the service makes the resource only with one of these properties, or "
                          "with this one where another has this value",
                          "give the property that the message names",
                          "CloudFormation Template Reference, resource and property types"};

constexpr Rule kExcluded{"CFN-E18",
                         Severity::Error,
                         "properties that exclude one another are set",
                         "the service can't follow both, and refuses them",
                         "keep the one that is meant",
                         "CloudFormation Template Reference, resource and property types"};

std::vector<std::string_view> wordsOf(std::string_view text, char between) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(between), text.size());
        if (end > 0) words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

Path pathOf(std::string_view name) {
    Path path;
    for (const std::string_view word : wordsOf(name, '.')) path = path / std::string(word);
    return path;
}

bool fits(std::string_view value, std::string_view wanted) {
    if (wanted.ends_with('*')) return value.starts_with(wanted.substr(0, wanted.size() - 1));
    if (wanted.starts_with('*')) return value.ends_with(wanted.substr(1));
    return value == wanted;
}

/// `Property=a|b` in its parts; without values, `values` is empty.
struct Term {
    explicit Term(std::string_view text) {
        negated = text.starts_with('!');
        if (negated) text.remove_prefix(1);
        const std::size_t sign = text.find('=');
        property = text.substr(0, sign);
        if (sign == std::string_view::npos) return;
        if (property.ends_with('!')) {
            negated = true;
            property.remove_suffix(1);
        }
        values = wordsOf(text.substr(sign + 1), '|');
        const auto absent = std::ranges::find(values, "-");
        alsoAbsent = absent != values.end();
        if (alsoAbsent) values.erase(absent);
    }
    [[nodiscard]] bool matches(std::string_view value) const {
        // The names of engines are taken in any case of letters.
        const std::string text = property == "Engine" ? lowerAscii(value) : std::string(value);
        return std::ranges::any_of(values, [&](auto wanted) { return fits(text, wanted); });
    }

    std::string_view property;
    std::vector<std::string_view> values;
    bool negated = false;
    bool alsoAbsent = false;
};

/// One object of a resource, whose properties are looked at.
class ObjectReading {
public:
    ObjectReading(const StackLint& lint, const EvaluatedResource& resource, const Value& object,
                  Path at)
        : m_resource(resource),
          m_object(object),
          m_at(std::move(at)),
          m_open(lint.hasForeignMacros() || holdsUnknownProperty(lint)) {}

    [[nodiscard]] const Path& at() const { return m_at; }

    /// Says whether a property is set; Unknown where a function may take it away, or it is empty.
    [[nodiscard]] Truth isSet(std::string_view property) const {
        const Path path = pathOf(property);
        const Value* value = m_object.at(path);
        if (value == nullptr) return mayAppear(path) ? Truth::Unknown : Truth::No;
        if (value->isNull()) return Truth::Unknown;
        if (value->isUnknown()) return staysSet(path) ? Truth::Yes : Truth::Unknown;
        if (value->isList() && value->items().empty()) return Truth::Unknown;
        if (value->isMap() && value->entries().empty()) return Truth::Unknown;
        if (value->isString() && value->text().empty()) return Truth::Unknown;
        return Truth::Yes;
    }

    [[nodiscard]] const Value* value(std::string_view property) const {
        return m_object.at(pathOf(property));
    }

    [[nodiscard]] Truth holds(const Term& term) const {
        if (term.values.empty() && !term.alsoAbsent) {
            const Truth set = isSet(term.property);
            if (!term.negated || set == Truth::Unknown) return set;
            return set == Truth::Yes ? Truth::No : Truth::Yes;
        }
        const Value* found = value(term.property);
        if (found == nullptr) {
            if (isSet(term.property) == Truth::Unknown) return Truth::Unknown;
            return term.alsoAbsent ? Truth::Yes : Truth::No;
        }
        if (found->isList()) return listHolds(*found, term);
        const auto text = knownText(found);
        if (!text) return Truth::Unknown;
        return term.matches(*text) != term.negated ? Truth::Yes : Truth::No;
    }

private:
    static Truth listHolds(const Value& list, const Term& term) {
        Truth held = Truth::No;
        for (const Value& item : list.items()) {
            const auto text = knownText(&item);
            if (!text) held = Truth::Unknown;
            if (text && term.matches(*text)) return Truth::Yes;
        }
        return held;
    }

    /// Says whether the object has a property that the catalogue lacks: a misspelt one, or one that
    /// is newer and may stand for another. That it is there is said elsewhere.
    [[nodiscard]] bool holdsUnknownProperty(const StackLint& lint) const {
        const ResourceType* type = lint.catalog.find(m_resource.source->type());
        if (type == nullptr) return true;
        const PropertyType* at = m_at.empty() ? nullptr : typeAt(*type, m_at);
        const ObjectType* object = m_at.empty()    ? &type->body
                                   : at != nullptr ? at->object
                                                   : nullptr;
        if (object == nullptr) return true;
        return std::ranges::any_of(m_object.entries(), [&](const MapEntry& entry) {
            return !entry.key.starts_with("Fn::") && object->find(entry.key) == nullptr;
        });
    }

    /// Says whether a macro may add a property: one of the template's, or an `Fn::…` beside it.
    [[nodiscard]] bool mayAppear(const Path& path) const {
        if (m_open) return true;
        const Value* object = &m_object;
        for (std::size_t i = 0; i < path.size() && object != nullptr; ++i) {
            if (object->isCall() || object->isUnknown()) return true;
            for (const MapEntry& entry : object->entries()) {
                if (entry.key.starts_with("Fn::")) return true;
            }
            const auto* key = std::get_if<std::string>(&path[i]);
            object = key != nullptr ? object->find(*key) : nullptr;
        }
        return false;
    }

    /// Says whether a value that is not known stands there for certain: a parameter, an import.
    [[nodiscard]] bool staysSet(const Path& path) const {
        const Value* source = m_resource.source->body.at(Path{"Properties"} / m_at / path);
        if (source == nullptr || !source->isCall()) return false;
        return source->isCall(Function::Ref) || source->isCall(Function::GetAtt) ||
               source->isCall(Function::Sub) || source->isCall(Function::Join) ||
               source->isCall(Function::ImportValue) || source->isCall(Function::Base64);
    }

    const EvaluatedResource& m_resource;
    const Value& m_object;
    Path m_at;
    bool m_open;
};

/// Says a sentence of the table about one object, and reports where it does not hold.
class CombinationCheck {
public:
    CombinationCheck(StackLint& lint, const EvaluatedResource& resource,
                     const Combination& combination)
        : m_lint(lint), m_resource(resource), m_combination(combination) {}

    void check(const ObjectReading& object) {
        for (const std::string_view word : wordsOf(m_combination.when, ' ')) {
            if (object.holds(Term(word)) != Truth::Yes) return;
        }
        if (m_combination.demand == Demand::Is) {
            checkValue(object);
            return;
        }
        std::vector<std::string_view> set;
        std::vector<std::string_view> missing;
        const auto names = wordsOf(m_combination.properties, ' ');
        for (const std::string_view name : names) {
            const Truth there = object.isSet(name);
            if (there == Truth::Yes) set.push_back(name);
            if (there == Truth::No) missing.push_back(name);
        }
        const Demand demand = m_combination.demand;
        const bool wantsOne = demand == Demand::OneOf || demand == Demand::AnyOf;
        const bool wantsFew = demand == Demand::OneOf || demand == Demand::MostOne;
        if (wantsOne && missing.size() == names.size()) reportNone(object, names);
        if (demand == Demand::All && !missing.empty()) reportMissing(object, missing);
        if (wantsFew && set.size() > 1) reportSeveral(object, set);
        if (demand == Demand::None && !set.empty()) reportExcluded(object, set);
    }

private:
    void report(const Rule& rule, const ObjectReading& object, std::string_view property,
                std::string message, std::string_view help) {
        const Path path = property.empty() ? object.at() : object.at() / pathOf(property);
        m_lint.report(rule, originIn(m_lint, m_resource, path), std::move(message),
                      fmt::format("{} ({})", help, m_combination.source));
    }

    /// Names the object: the resource, and where in it.
    [[nodiscard]] std::string nameOf(const ObjectReading& object) const {
        const std::string& id = m_resource.source->logicalId;
        return object.at().empty() ? id : fmt::format("{} of {}", object.at().toString(), id);
    }

    /// Says why the sentence holds here: `, since Type is network`.
    [[nodiscard]] std::string since(const ObjectReading& object) const {
        std::vector<std::string> reasons;
        for (const std::string_view word : wordsOf(m_combination.when, ' ')) {
            const Term term(word);
            const Value* value = object.value(term.property);
            if (value == nullptr) {
                if (!term.alsoAbsent) continue;  // What is not set explains nothing.
                const bool named = !term.values.empty();
                reasons.push_back(
                    named ? fmt::format("{} is {} by default", term.property, term.values.front())
                          : fmt::format("{} is not set", term.property));
            } else if (value->isScalar() && !term.values.empty()) {
                reasons.push_back(fmt::format("{} is {}", term.property, value->text()));
            } else if (value->isList() && !term.values.empty()) {
                reasons.push_back(fmt::format("{} holds {}", term.property, term.values.front()));
            } else {
                reasons.push_back(fmt::format("{} is set", term.property));
            }
        }
        return reasons.empty() ? std::string()
                               : fmt::format(", since {}", fmt::join(reasons, " and "));
    }

    void reportNone(const ObjectReading& object, const std::vector<std::string_view>& names) {
        report(kOneNeeded, object, {},
               fmt::format("{} needs {}{}{}", nameOf(object), names.size() > 1 ? "one of " : "",
                           fmt::join(names, ", "), since(object)),
               "set one of them");
    }

    void reportMissing(const ObjectReading& object, const std::vector<std::string_view>& missing) {
        report(kOneNeeded, object, {},
               fmt::format("{} needs {}{}", nameOf(object), fmt::join(missing, " and "),
                           since(object)),
               fmt::format("add {}", fmt::join(missing, " and ")));
    }

    void reportSeveral(const ObjectReading& object, const std::vector<std::string_view>& set) {
        report(kExcluded, object, set[1],
               fmt::format("{} can't have {} together{}", nameOf(object), fmt::join(set, " and "),
                           since(object)),
               "keep one of them");
    }

    void reportExcluded(const ObjectReading& object, const std::vector<std::string_view>& set) {
        report(kExcluded, object, set.front(),
               fmt::format("{} can't have {}{}", nameOf(object), fmt::join(set, " and "),
                           since(object)),
               fmt::format("take {} away", set.size() > 1 ? "them" : "it"));
    }

    void checkValue(const ObjectReading& object) {
        const Term term(m_combination.properties);
        if (dependsOnStackName(*m_resource.source, wordsOf(term.property, '.').front())) return;
        const auto text = knownText(object.value(term.property));
        if (!text || term.matches(*text)) return;
        report(kValueForbidden, object, term.property,
               fmt::format("{} of {} can't be {}{}", term.property, nameOf(object), *text,
                           since(object)),
               fmt::format("take {}", fmt::join(term.values, " or ")));
    }

    StackLint& m_lint;
    const EvaluatedResource& m_resource;
    const Combination& m_combination;
};

/// Says whether what a row is about can be there: most resources lack the first property on the
/// way, which is found out sooner than the way is read.
bool mayHold(const Value& properties, std::string_view way) {
    const std::string_view first = way.substr(0, way.find_first_of(".[{"));
    return !properties.isMap() || first.empty() || properties.find(first) != nullptr;
}

void lintCombination(StackLint& lint, const EvaluatedResource& resource,
                     const Combination& combination) {
    CombinationCheck check(lint, resource, combination);
    if (combination.at.empty()) {
        static const Value kNothing = Value::map({});
        const Value& properties = resource.properties();
        const bool none = properties.isNull() && resource.source->properties().isNull();
        if (none || properties.isMap()) {
            check.check(ObjectReading(lint, resource, none ? kNothing : properties, {}));
        }
        return;
    }
    if (!mayHold(resource.properties(), combination.at)) return;
    const auto pattern = PathPattern::parse(combination.at);
    for (const FoundValue& found : select(resource.properties(), pattern)) {
        if (found.value->isMap()) {
            check.check(ObjectReading(lint, resource, *found.value, found.path));
        }
    }
}

/// Says what one table, sorted by type, has of a resource's type.
void lintTable(StackLint& lint, const EvaluatedResource& resource,
               std::span<const Combination> table) {
    const std::string_view type = resource.source->type();
    const auto isBefore = [](const Combination& row, std::string_view wanted) {
        return row.type < wanted;
    };
    auto row = std::lower_bound(table.begin(), table.end(), type, isBefore);
    for (; row != table.end() && row->type == type; ++row) lintCombination(lint, resource, *row);
}

}  // namespace

void lintCombinations(StackLint& lint, const EvaluatedResource& resource) {
    if (resource.exists == Truth::No) return;
    lintTable(lint, resource, networkCombinations());
    lintTable(lint, resource, serviceCombinations());
}

RuleList combinationRules() {
    static constexpr const Rule* kRules[] = {&kOneNeeded, &kExcluded};
    return kRules;
}

}  // namespace archivolt
