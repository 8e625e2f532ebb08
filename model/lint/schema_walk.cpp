#include "model/lint/schema_walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "model/base/pattern.h"
#include "model/catalog/catalog_date.h"
#include "model/catalog/form_pattern.h"
#include "model/evaluate/evaluation_rules.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/shared_rules.h"
#include "model/lint/value_complaint.h"

namespace archivolt {

namespace {

/// A value of the source tree with the evaluated one beside it (null: not known or switched off).
struct Pair {
    const Value* source = nullptr;
    const Value* evaluated = nullptr;
};

const char* article(std::string_view word) { return word.find_first_of("aeiou") == 0 ? "an" : "a"; }

bool isNoValue(const Value& value) {
    return value.isCall(Function::Ref) && value.argument().text() == "AWS::NoValue";
}

constexpr Rule kNoSuchProperty{"CFN-E4",
                               Severity::Error,
                               "a property is a misspelt one",
                               "CloudFormation refuses a property that the type does not have",
                               "check the spelling; a name like no other is only noted, by CFN-N2",
                               "CloudFormation Template Reference, resource and property types"};

constexpr Rule kMissingProperty{"CFN-E5",
                                Severity::Error,
                                "a required property is missing",
                                "the resource can't be made without it",
                                "give the property",
                                "CloudFormation Template Reference, resource and property types"};

constexpr Rule kWrongType{
    "CFN-E6",
    Severity::Error,
    "a value is of the wrong type",
    "the service refuses a value of another type, or CloudFormation does before it",
    "give a value of the type that the message names",
    "CloudFormation Template Reference, resource and property types"};

constexpr Rule kToBePackaged{
    "CFN-N5",
    Severity::Medium,
    "a local path stands where CloudFormation wants a place in S3",
    "the CLI's `package` uploads the file and writes its place; deployed as it is, it is refused",
    "run `aws cloudformation package`, and deploy what it writes",
    "AWS CLI Command Reference, cloudformation package"};

/// Says whether the CLI's `package` puts a map of bucket and key for a path at a property.
bool isPackaged(std::string_view type, const Path& path) {
    struct Artifact {
        std::string_view type;
        std::string_view property;
    };
    static constexpr Artifact kArtifacts[] = {
        {"AWS::ApiGateway::RestApi", "Properties.BodyS3Location"},
        {"AWS::CodeCommit::Repository", "Properties.Code.S3"},
        {"AWS::ElasticBeanstalk::ApplicationVersion", "Properties.SourceBundle"},
        {"AWS::Lambda::Function", "Properties.Code"},
        {"AWS::Lambda::LayerVersion", "Properties.Content"},
        {"AWS::StepFunctions::StateMachine", "Properties.DefinitionS3Location"}};
    return std::ranges::any_of(kArtifacts, [&](const Artifact& artifact) {
        return artifact.type == type && artifact.property == path.toString();
    });
}

class SchemaWalk {
public:
    SchemaWalk(StackLint& lint, const Resource& resource, const ResourceType& type)
        : m_lint(lint), m_resource(resource), m_type(type), m_forms(lint.forms.ofType(type.name)) {}

    void walkBody(Pair properties) { walkObject(properties, m_type.body, Path{"Properties"}); }

private:
    void report(const Rule& rule, std::string message, SharedText help, const Path& path,
                Anchor anchor = Anchor::Value) {
        if (!m_emptyDefault.empty()) {
            m_lint.report(kEmptyDefault,
                          {fmt::format("with the empty default of parameter `{}`, {}",
                                       m_emptyDefault, message),
                           "give the parameter a value",
                           resourcePath(m_resource.logicalId, path),
                           anchor,
                           {}});
            return;
        }
        m_lint.report(rule, {std::move(message),
                             std::move(help),
                             resourcePath(m_resource.logicalId, path),
                             anchor,
                             {}});
    }

    /// Calls `visit` with each branch of an `!If` (that is not NoValue), or with the value itself.
    template <class Visit>
    void forEachBranch(Pair pair, const Path& path, Visit visit) {
        const Value& source = *pair.source;
        const bool isIf = source.isCall(Function::If) && source.argument().items().size() == 3;
        if (!isIf) {
            if (!isNoValue(source)) visit(pair, path);
            return;
        }
        const auto condition =
            m_lint.evaluated.conditions.find(source.argument().items()[0].text());
        const Truth truth =
            condition != m_lint.evaluated.conditions.end() ? condition->second : Truth::Unknown;
        for (const std::size_t branch : {std::size_t{1}, std::size_t{2}}) {
            const bool chosen = truth == (branch == 1 ? Truth::Yes : Truth::No);
            forEachBranch({&source.argument().items()[branch], chosen ? pair.evaluated : nullptr},
                          path / "Fn::If" / branch, visit);
        }
    }

    void walkObject(Pair pair, const ObjectType& object, const Path& path) {
        forEachBranch(pair, path, [&](Pair branch, const Path& branchPath) {
            if (branch.source->isString() && isPackaged(m_type.name, path)) {
                report(kToBePackaged,
                       fmt::format("{} is `{}`, a place that the CLI's `package` uploads first",
                                   lastKey(path), branch.source->text().substr(0, 60)),
                       "run `aws cloudformation package`, and deploy what it writes", branchPath);
            } else if (branch.source->isMap()) {
                walkFields(branch, object, branchPath);
            } else if (branch.source->isNull()) {
                if (path.size() == 1) lintMissing(*branch.source, object, branchPath);
            } else if (!branch.source->isCall()) {
                wrongType(*branch.source, "a map of properties", branchPath);
            }
        });
    }

    void walkFields(Pair pair, const ObjectType& object, const Path& path) {
        bool open = false;
        for (const MapEntry& entry : pair.source->entries()) {
            if (entry.key.starts_with("Fn::")) {
                open = true;
                continue;
            }
            const PropertyFacts* facts = object.find(entry.key);
            if (facts == nullptr) {
                lintUnknown(entry.key, object, path);
                continue;
            }
            const Value* evaluated =
                pair.evaluated != nullptr ? pair.evaluated->find(entry.key) : nullptr;
            walkValue({&entry.value, evaluated}, facts->type, path / entry.key,
                      ValueForms::ofProperty(m_forms, object.name, entry.key));
        }
        if (!open) lintMissing(*pair.source, object, path);
    }

    void lintUnknown(const std::string& name, const ObjectType& object, const Path& path) {
        const auto near = nearestProperty(object, name);
        const bool own = path.size() == 1;
        std::string message =
            own ? fmt::format("{} has no property `{}`", m_type.name, name)
                : fmt::format("`{}` is no property of {} of {}", name, object.name, m_type.name);
        if (near) {
            report(kNoSuchProperty, std::move(message), fmt::format("did you mean `{}`?", *near),
                   path / name, Anchor::Key);
            return;
        }
        report(kNotInCatalogue,
               fmt::format("by the catalogue of {}, {}", catalogDate(), std::move(message)),
               "check its spelling and place; a newer property is fine", path / name, Anchor::Key);
    }

    void lintMissing(const Value& source, const ObjectType& object, const Path& path) {
        // What a type of SAM's lacks, the transform may fill in.
        if (!m_type.transform.empty()) return;
        for (const PropertyFacts& facts : object.properties) {
            if (!facts.required) continue;
            const Value* value = source.find(facts.name);
            if (value != nullptr && !isNoValue(*value)) continue;
            const bool own = path.size() == 1;
            report(kMissingProperty,
                   own ? fmt::format("{} needs the property `{}`", m_type.name, facts.name)
                       : fmt::format("{} of {} needs `{}`", object.name, m_type.name, facts.name),
                   fmt::format("add {}", facts.name), source.isNull() ? path.parent() : path,
                   Anchor::Key);
        }
    }

    /// `levels` are the forms of the value, of its items, of theirs.
    void walkValue(Pair pair, const PropertyType& type, const Path& path, std::string_view levels) {
        forEachBranch(pair, path, [&](Pair branch, const Path& branchPath) {
            if (branch.source->isNull()) return;  // Said of the whole template, by CFN-E20.
            switch (type.kind) {
                case PropertyKind::Object:
                    if (type.object != nullptr) walkObject(branch, *type.object, branchPath);
                    return;
                case PropertyKind::List: walkList(branch, type, branchPath, levels); return;
                case PropertyKind::Map: walkMap(branch, type, branchPath, levels); return;
                case PropertyKind::Union: walkUnion(branch, type, branchPath); return;
                case PropertyKind::AnyJson: return;
                case PropertyKind::String:
                case PropertyKind::Integer:
                case PropertyKind::Number:
                case PropertyKind::Boolean:
                case PropertyKind::Timestamp: walkScalar(branch, type, branchPath, levels); return;
            }
        });
    }

    void walkList(Pair pair, const PropertyType& type, const Path& path, std::string_view levels) {
        if (pair.source->isCall()) {
            lintListCall(pair, path);
            return;
        }
        if (!pair.source->isList()) {
            wrongType(*pair.source, "a list", path);
            return;
        }
        if (type.element == nullptr) return;
        const ValueForm form = m_lint.forms.next(levels);
        std::size_t next = 0;  // The evaluated item that belongs to the source's.
        bool aligned = pair.evaluated != nullptr && pair.evaluated->isList();
        for (std::size_t i = 0; i < pair.source->items().size(); ++i) {
            const Value& item = pair.source->items()[i];
            const Value* evaluated = nullptr;
            const Truth there = itemStays(item);
            if (there == Truth::Unknown) aligned = false;
            if (aligned && there == Truth::Yes && next < pair.evaluated->items().size()) {
                evaluated = &pair.evaluated->items()[next++];
            }
            walkValue({&item, evaluated}, *type.element, path / i, levels);
        }
        if (aligned && next == pair.evaluated->items().size()) {
            lintForm(*pair.evaluated, form, path);
        }
    }

    /// Says whether evaluation leaves the item in its list: `AWS::NoValue` takes it out.
    Truth itemStays(const Value& item) const {
        if (isNoValue(item)) return Truth::No;
        if (!item.isCall(Function::If) || item.argument().items().size() != 3) return Truth::Yes;
        const auto condition = m_lint.evaluated.conditions.find(item.argument().items()[0].text());
        if (condition == m_lint.evaluated.conditions.end()) return Truth::Unknown;
        if (condition->second == Truth::Unknown) return Truth::Unknown;
        return itemStays(item.argument().items()[condition->second == Truth::Yes ? 1 : 2]);
    }

    void lintListCall(Pair pair, const Path& path) {
        // What a call gives is judged only where evaluation knows it.
        if (pair.evaluated == nullptr || !pair.evaluated->isScalar()) return;
        wrongType(*pair.evaluated, "a list", path);
    }

    void walkMap(Pair pair, const PropertyType& type, const Path& path, std::string_view levels) {
        if (pair.source->isCall()) return;
        if (!pair.source->isMap()) {
            wrongType(*pair.source, "a map", path);
            return;
        }
        if (type.element == nullptr) return;
        const ValueForm form = m_lint.forms.next(levels);
        bool isSure = pair.evaluated != nullptr && pair.evaluated->isMap();
        for (const MapEntry& entry : pair.source->entries()) {
            const Value* evaluated =
                pair.evaluated != nullptr ? pair.evaluated->find(entry.key) : nullptr;
            // A macro's call, or a loop, makes entries that are not told.
            const bool isMaker = entry.key.starts_with("Fn::");
            isSure = isSure && !isMaker && itemStays(entry.value) != Truth::Unknown;
            if (!isMaker && !isNoValue(entry.value)) lintKey(entry.key, form, path);
            walkValue({&entry.value, evaluated}, *type.element, path / entry.key, levels);
        }
        if (isSure) lintForm(*pair.evaluated, form, path);
    }

    /// Holds a key of a map against the only pattern that its schema has for keys.
    void lintKey(const std::string& key, const ValueForm& form, const Path& path) {
        if (fitsPattern(key, form.pattern)) return;
        if (hasOwnFacts(path / key, [](const ConstraintFacts&) { return true; })) return;
        const Complaint wrong = patternComplaint(key, form.pattern);
        report(kOutOfBounds,
               fmt::format("`{}` does not have the form of a key of {}", key, lastKey(path)),
               fmt::format("{} (CloudFormation's schema of {}, {})", wrong.second, m_type.name,
                           catalogDate()),
               path / key, Anchor::Key);
    }

    void walkUnion(Pair pair, const PropertyType& type, const Path& path) {
        if (pair.source->isCall()) return;
        const PropertyType* fits = nullptr;
        for (const PropertyType* choice : type.choices) {
            if (!fitsShape(*pair.source, *choice)) continue;
            if (fits != nullptr) return;  // Several may be meant: nothing can be said.
            fits = choice;
        }
        if (fits != nullptr) walkValue(pair, *fits, path, {});
        if (fits == nullptr) wrongType(*pair.source, "of any type that the property takes", path);
    }

    static bool fitsShape(const Value& value, const PropertyType& type) {
        switch (type.kind) {
            case PropertyKind::Object:
            case PropertyKind::Map: return value.isMap();
            case PropertyKind::List: return value.isList();
            case PropertyKind::AnyJson: return true;
            case PropertyKind::Union: return true;
            case PropertyKind::Boolean: return value.asBool().has_value();
            case PropertyKind::Integer:
            case PropertyKind::Number: return value.asNumber().has_value();
            case PropertyKind::String:
            case PropertyKind::Timestamp: return value.isScalar();
        }
        return true;
    }

    void walkScalar(Pair pair, const PropertyType& type, const Path& path,
                    std::string_view levels) {
        const Value* value = pair.source;
        if (value->isCall()) value = pair.evaluated;
        if (value == nullptr || value->isCall() || value->isUnknown() || value->isNull()) return;
        if (value->isList() || value->isMap()) {
            if (type.kind != PropertyKind::String || !value->isMap()) {
                wrongType(*value,
                          std::string(article(toString(type.kind))) + ' ' +
                              std::string(toString(type.kind)),
                          path);
            }
            return;
        }
        if (value->text().find("{{resolve:") != std::string::npos) return;
        if (value->text().empty()) m_emptyDefault = m_lint.emptyDefaultOf(*pair.source);
        lintScalar(pair, *value, type, path, levels);
        m_emptyDefault.clear();
    }

    void lintScalar(Pair pair, const Value& value, const PropertyType& type, const Path& path,
                    std::string_view levels) {
        if (!scalarFits(value, type.kind)) {
            wrongType(value,
                      fmt::format("{} {}", article(toString(type.kind)), toString(type.kind)),
                      path);
            return;
        }
        lintEnumeration(value, type, path);
        const auto* property = std::get_if<std::string>(&path[1]);
        const bool isMadeUp = pair.source->isCall() && property != nullptr &&
                              dependsOnStackName(m_resource, *property);
        if (!levels.empty() && !isMadeUp) lintForm(value, m_lint.forms.next(levels), path);
    }

    /// Holds a known value against what the schema of its type says of it.
    void lintForm(const Value& value, const ValueForm& form, const Path& path) {
        if (hasOwnFacts(path, [](const ConstraintFacts&) { return true; })) return;
        ConstraintFacts facts;
        facts.minimum = form.minimum;
        facts.maximum = form.maximum;
        facts.minLength = form.minLength;
        facts.maxLength = form.maxLength;
        auto wrong = complaintOf(m_lint, value, facts);
        if (!wrong && value.isScalar() && !fitsPattern(value.text(), form.pattern)) {
            wrong = patternComplaint(value.text(), form.pattern);
        }
        if (!wrong) return;
        report(kOutOfBounds, fmt::format("{}: {}", lastKey(path), wrong->first),
               fmt::format("{} (CloudFormation's schema of {}, {})", wrong->second, m_type.name,
                           catalogDate()),
               path);
    }

    /// Patterns are of texts in ASCII; some engines let them pass before a line break at the end.
    static bool fitsPattern(std::string_view text, std::string_view pattern) {
        const bool isAscii =
            std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        if (pattern.empty() || !isAscii || text.ends_with('\n')) return true;
        return matchesForm(pattern, text) != FormMatch::No;
    }

    static bool scalarFits(const Value& value, PropertyKind kind) {
        switch (kind) {
            case PropertyKind::Integer: {
                const auto number = value.asNumber();
                return number && std::floor(*number) == *number;
            }
            case PropertyKind::Number: return value.asNumber().has_value();
            case PropertyKind::Boolean: return value.asBool().has_value();
            default: return true;
        }
    }

    void lintEnumeration(const Value& value, const PropertyType& type, const Path& path) {
        const auto hasValues = [](const ConstraintFacts& facts) { return !facts.values.empty(); };
        if (type.values.empty() || hasOwnFacts(path, hasValues)) return;
        if (std::ranges::find(type.values, value.text()) != type.values.end()) return;
        const auto near = nearestNames(value.text(), type.values);
        std::string help =
            near.empty() ? std::string() : fmt::format("did you mean `{}`?", near.front());
        constexpr std::size_t kMostShown = 12;
        if (help.empty() && type.values.size() <= kMostShown) {
            help = fmt::format("take one of {}", fmt::join(type.values, ", "));
        }
        if (help.empty()) {
            help =
                fmt::format("take one of {} … ({} in all)",
                            fmt::join(type.values.begin(), type.values.begin() + kMostShown, ", "),
                            type.values.size());
        }
        report(kNotOneOf, fmt::format("{} can't be `{}`", lastKey(path), value.text()), help, path);
    }

    /// Says whether hand-written facts that `are` such replace those of the specification here.
    template <class Are>
    [[nodiscard]] bool hasOwnFacts(const Path& path, const Are& are) const {
        if (m_type.system == nullptr) return false;
        const Path property = path.from(1);
        return std::ranges::any_of(m_type.system->constraints, [&](const ConstraintFacts& facts) {
            return are(facts) && facts.path.matches(property);
        });
    }

    void wrongType(const Value& value, const std::string& wanted, const Path& path) {
        const auto have = [&]() -> std::string {
            if (value.isList()) return "a list";
            if (value.isMap()) return "a map";
            if (value.isNull()) return "nothing";
            return fmt::format("`{}`", value.text().substr(0, 60));
        };
        report(kWrongType, fmt::format("{} takes {}, not {}", lastKey(path), wanted, have()),
               fmt::format("write {}", wanted), path);
    }

    static std::string lastKey(const Path& path) {
        for (std::size_t i = path.size(); i > 0; --i) {
            const auto* key = std::get_if<std::string>(&path[i - 1]);
            if (key != nullptr && !key->starts_with("Fn::")) return *key;
        }
        return "the value";
    }

    StackLint& m_lint;
    const Resource& m_resource;
    const ResourceType& m_type;
    const std::string_view m_forms;  // What value_forms.txt says of the type.
    std::string m_emptyDefault;      // The parameter that alone makes the value at hand empty.
};

void lintConstraints(StackLint& lint, const Resource& resource, const SystemFacts& system,
                     const EvaluatedResource& evaluated) {
    for (const ConstraintFacts& facts : system.constraints) {
        for (const FoundValue& found : select(evaluated.properties(), facts.path)) {
            const Value& value = *found.value;
            if (value.isCall() || value.isUnknown() || value.isNull()) continue;
            const auto wrong = complaintOf(lint, value, facts);
            const auto* property = std::get_if<std::string>(&found.path[0]);
            if (!wrong || (property != nullptr && dependsOnStackName(resource, *property)))
                continue;
            const Path path =
                sourcePath(lint, {lint.stack.id, resource.id, Path{"Properties"} / found.path});
            std::string message = fmt::format("{}: {}", facts.path.toString(), wrong->first);
            const std::string name =
                value.text().empty() ? lint.emptyDefaultAt(path) : std::string();
            const Rule& rule = name.empty() ? kOutOfBounds : kEmptyDefault;
            if (!name.empty()) {
                message =
                    fmt::format("with the empty default of parameter `{}`, {}", name, message);
            }
            lint.report(rule, {std::move(message),
                               fmt::format("{} ({})", wrong->second, facts.source),
                               path,
                               Anchor::Value,
                               {}});
        }
    }
}

}  // namespace

void walkSchema(StackLint& lint, const Resource& resource, const ResourceType& type,
                const EvaluatedResource* evaluated) {
    const bool exists = evaluated != nullptr && evaluated->exists != Truth::No;
    SchemaWalk walk(lint, resource, type);
    walk.walkBody({&resource.properties(), exists ? &evaluated->properties() : nullptr});
    if (exists && type.system != nullptr) lintConstraints(lint, resource, *type.system, *evaluated);
}

RuleList propertyRules() {
    static constexpr const Rule* kRules[] = {&kNoSuchProperty, &kMissingProperty, &kWrongType,
                                             &kToBePackaged};
    return kRules;
}

}  // namespace archivolt
