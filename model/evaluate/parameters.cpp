#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/base/pattern.h"
#include "model/evaluate/evaluation_rules.h"
#include "model/evaluate/scope.h"

namespace archivolt {

namespace {

constexpr std::size_t kLongestParameter = 4096;
constexpr std::size_t kMostParameterItems = 10'000;

struct PartitionFacts {
    std::string_view regionPrefix;
    std::string_view partition;
    std::string_view urlSuffix;
};

// Source: the AWS General Reference on partitions and the SDKs' public endpoint table.
constexpr std::array kPartitions = {
    PartitionFacts{"cn-", "aws-cn", "amazonaws.com.cn"},
    PartitionFacts{"us-gov-", "aws-us-gov", "amazonaws.com"},
    PartitionFacts{"us-isob-", "aws-iso-b", "sc2s.sgov.gov"},
    PartitionFacts{"us-isof-", "aws-iso-f", "csp.hci.ic.gov"},
    PartitionFacts{"us-iso-", "aws-iso", "c2s.ic.gov"},
    PartitionFacts{"eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"},
    PartitionFacts{"eusc-", "aws-eusc", "amazonaws.eu"},
    PartitionFacts{"", "aws", "amazonaws.com"},
};

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool isList(std::string_view type) {
    return type == "CommaDelimitedList" || type.starts_with("List<");
}

/// Splits at commas and trims each item, as CloudFormation does; an empty text is one empty item.
Value commaList(std::string_view text) {
    std::vector<Value> items;
    while (items.size() < kMostParameterItems) {
        const auto comma = text.find(',');
        items.push_back(Value::string(std::string(trimmed(text.substr(0, comma)))));
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return Value::list(std::move(items));
}

/// One declared parameter while its value is found and checked.
class Declared {
public:
    Declared(Scope& scope, const MapEntry& entry)
        : m_scope(scope), m_name(entry.key), m_body(entry.value) {
        const Value* type = m_body.find("Type");
        if (type != nullptr && type->isString()) m_type = type->text();
        const Value* noEcho = m_body.find("NoEcho");
        m_hidden = noEcho != nullptr && noEcho->asBool().value_or(false);
        if (m_hidden) m_scope.hidden.insert(m_name);
    }

    Value evaluate() {
        if (!m_body.isMap()) {
            tell(kBadDeclaration, fmt::format("parameter `{}` is no map", m_name), "give it a Type",
                 {});
            return Value::unknown(fmt::format("parameter `{}` is no map", m_name));
        }
        const auto given = m_scope.given.find(m_name);
        const Value* raw = given != m_scope.given.end() ? &given->second : m_body.find("Default");
        if (raw == nullptr || raw->isNull()) {
            return Value::unknown(fmt::format("parameter {} has no value", m_name));
        }
        if (raw->isUnknown()) return *raw;
        const auto text = textOf(*raw);
        if (!text) {
            const std::string message =
                fmt::format("the value of parameter `{}` is neither a text nor a number", m_name);
            tell(kBadDeclaration, message, "give a text, a number or a list of them", "Default");
            return Value::unknown(message);
        }
        if (text->size() > kLongestParameter) {
            tell(kBadParameterValue,
                 fmt::format("the value of parameter `{}` is longer than 4,096 bytes", m_name),
                 "shorten it", {});
        }
        if (m_type.starts_with("AWS::SSM::Parameter::Value<")) {
            return Value::unknown(
                fmt::format("the value of parameter {} is stored in Systems Manager under `{}`",
                            m_name, m_hidden ? "****" : *text));
        }
        if (text->size() > (std::size_t{1} << 20)) {
            return Value::unknown(fmt::format("the value of parameter {} is too long", m_name));
        }
        Value value = isListType() ? commaList(*text) : Value::string(*text);
        check(value);
        return value;
    }

private:
    [[nodiscard]] bool isListType() const { return isList(m_type); }

    /// Returns a value as the text that AWS takes: a list as its items behind commas.
    [[nodiscard]] static std::optional<std::string> textOf(const Value& value) {
        if (!value.isList()) return value.asString();
        std::string text;
        for (const Value& item : value.items()) {
            if (!item.isScalar()) return std::nullopt;
            if (&item != &value.items().front()) text += ',';
            text += item.text();
        }
        return text;
    }

    void check(const Value& value) {
        if (!value.isList()) {
            checkItem(value.text());
            return;
        }
        // An empty text is how AWS takes an empty list; its constraints speak of the whole.
        for (const Value& item : value.items()) checkItem(item.text());
    }

    void checkItem(const std::string& text) {
        checkNumber(text);
        if (const Value* allowed = m_body.find("AllowedValues"); allowed && allowed->isList()) {
            const bool isAllowed = std::ranges::any_of(
                allowed->items(), [&](const Value& one) { return one.asString() == text; });
            if (!isAllowed) breaks(text, "is not one of its AllowedValues", "AllowedValues");
        }
        checkLength(text);
        checkPattern(text);
    }

    void checkNumber(const std::string& text) {
        if (m_type != "Number" && m_type != "List<Number>") return;
        const auto number = Value::string(text).asNumber();
        if (!number) {
            breaks(text, "is no number", "Type");
            return;
        }
        const auto least = bound("MinValue");
        const auto most = bound("MaxValue");
        if (least && *number < *least) breaks(text, "is under its MinValue", "MinValue");
        if (most && *number > *most) breaks(text, "is over its MaxValue", "MaxValue");
    }

    void checkLength(const std::string& text) {
        if (m_type != "String") return;
        const auto length = static_cast<double>(std::ranges::count_if(
            text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
        const auto least = bound("MinLength");
        const auto most = bound("MaxLength");
        if (least && length < *least) breaks(text, "is shorter than its MinLength", "MinLength");
        if (most && length > *most) breaks(text, "is longer than its MaxLength", "MaxLength");
    }

    void checkPattern(const std::string& text) {
        const Value* pattern = m_body.find("AllowedPattern");
        if (pattern == nullptr || !pattern->isScalar()) return;
        switch (matchWholly(pattern->text(), text)) {
            case PatternMatch::Yes: return;
            case PatternMatch::No:
                breaks(text, "does not match its AllowedPattern", "AllowedPattern");
                return;
            case PatternMatch::BadPattern:
            case PatternMatch::TooCostly: {
                if (std::exchange(m_patternTold, true)) return;
                tell(kOddPattern,
                     fmt::format("the AllowedPattern of parameter `{}` can't be checked here",
                                 m_name),
                     "check the value against it by hand", "AllowedPattern");
                return;
            }
        }
    }

    [[nodiscard]] std::optional<double> bound(std::string_view name) const {
        const Value* value = m_body.find(name);
        return value != nullptr ? value->asNumber() : std::nullopt;
    }

    void breaks(const std::string& text, std::string_view how, std::string constraint) {
        const Value* description = m_body.find("ConstraintDescription");
        std::string help = "give another value";
        if (description != nullptr && description->isScalar()) help = description->text();
        tell(kBadParameterValue,
             fmt::format("value `{}` of parameter `{}` {}", m_hidden ? "****" : text.substr(0, 200),
                         m_name, how),
             help, std::move(constraint));
    }

    void tell(const Rule& rule, std::string message, SharedText help, std::string attribute) {
        Path path{"Parameters", m_name};
        if (!attribute.empty() && m_body.find(attribute) != nullptr) {
            path = path / PathStep(std::move(attribute));
        }
        m_scope.diagnostics.push_back(
            diagnosticAt(m_scope, rule, std::move(message), std::move(help), std::move(path)));
    }

    Scope& m_scope;
    const std::string& m_name;
    const Value& m_body;
    std::string m_type;
    bool m_hidden = false;
    bool m_patternTold = false;
};

void setPseudoParameters(Scope& scope) {
    auto& out = scope.parameters;
    const auto text = [](std::string_view known, std::string_view what) {
        return known.empty() ? Value::unknown(fmt::format("the stack has no {}", what))
                             : Value::string(std::string(known));
    };
    out["AWS::Region"] = text(scope.region, "Region");
    out["AWS::AccountId"] = text(scope.account, "account");
    out["AWS::StackName"] = text(scope.stackName, "name");
    const auto partition = std::ranges::find_if(kPartitions, [&](const PartitionFacts& facts) {
        return scope.region.starts_with(facts.regionPrefix);
    });
    out["AWS::Partition"] = Value::string(std::string(partition->partition));
    out["AWS::URLSuffix"] = Value::string(std::string(partition->urlSuffix));
    out["AWS::StackId"] = Value::unknown("AWS gives the stack its id at deployment");
    out["AWS::NotificationARNs"] =
        Value::unknown("the stack's notification topics are named at deployment");
}

}  // namespace

bool isListParameter(const Scope& scope, const std::string& name) {
    const Value* declared = scope.parameterSection.find(name);
    const Value* type = declared != nullptr ? declared->find("Type") : nullptr;
    return type != nullptr && type->isString() && isList(type->text());
}

Value trimmedItems(const Value& list) {
    std::vector<Value> items;
    for (const Value& item : list.items()) {
        items.push_back(item.isString() ? Value::string(std::string(trimmed(item.text()))) : item);
    }
    return Value::list(std::move(items));
}

void evaluateParameters(Scope& scope) {
    setPseudoParameters(scope);
    for (const auto& [name, value] : scope.given) {
        const bool isPseudo = scope.parameters.contains(name);
        if (isPseudo) {
            scope.parameters[name] = value;
        } else if (scope.parameterSection.find(name) == nullptr && scope.macro.empty() &&
                   !scope.embedded) {
            scope.diagnostics.push_back(
                diagnosticAt(scope, kUndeclaredParameter,
                             fmt::format("a value is given for `{}`, which is no parameter", name),
                             "declare it in Parameters, or do not give it", Path{"Parameters"}));
        }
    }
    for (const MapEntry& entry : scope.parameterSection.entries()) {
        scope.parameters[entry.key] = Declared(scope, entry).evaluate();
    }
}

}  // namespace archivolt
