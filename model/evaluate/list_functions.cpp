#include <fmt/format.h>

#include <array>

#include "model/evaluate/evaluation_rules.h"
#include "model/evaluate/evaluator.h"
#include "model/net/cidr.h"

namespace archivolt {

Evaluator::Outcome Evaluator::select(const Value& argument) {
    static constexpr std::string_view kShape = "an index and a list";
    if (argument.items().size() != 2) return wrongShape(Function::Select, kShape);
    Value index;
    {
        const Step down(*this, std::size_t{0});
        index = needed(argument.items()[0], "the index of `Fn::Select`");
    }
    const Step down(*this, std::size_t{1});
    const Value list = needed(argument.items()[1], "the list of `Fn::Select`");
    if (index.isUnknown()) return index;
    if (list.isUnknown()) return list;
    if (list.isCall()) {
        return Value::unknown(
            fmt::format("`{}` is a list that only AWS knows", describeCall(list)));
    }
    const auto number = index.asInteger();
    if (!number || !list.isList()) return wrongShape(Function::Select, kShape);
    if (*number < 0 || static_cast<std::size_t>(*number) >= list.items().size()) {
        const Value& source = argument.items()[1];
        const std::string name =
            source.isCall(Function::Ref) ? source.argument().text() : std::string();
        if (hasEmptyDefaultOnly(m_input.scope, name)) {
            return complain(
                kEmptyDefault,
                fmt::format("the empty default of parameter `{}` has no item {}", name, *number),
                "give the parameter a value");
        }
        return complain(
            kIndexOutside,
            fmt::format("there is no item {} in a list of {}", *number, list.items().size()),
            "indexes run from 0 to one less than the number of items");
    }
    const Value& chosen = list.items()[static_cast<std::size_t>(*number)];
    if (chosen.isNull()) {
        return complain(kNoValue, fmt::format("item {} of the list is null", *number),
                        "give the item a value");
    }
    return chosen;
}

Value Evaluator::mappingDefault(const Value& argument, Value otherwise) {
    const Value* fallback =
        argument.items().size() == 4 ? argument.items()[3].find("DefaultValue") : nullptr;
    if (fallback == nullptr) return otherwise;
    const Step down(*this, std::size_t{3});
    const Step deeper(*this, std::string_view("DefaultValue"));
    return needed(*fallback, "the DefaultValue of `Fn::FindInMap`");
}

Value Evaluator::findInMap(const Value& argument) {
    const std::size_t count = argument.items().size();
    if (count != 3 && count != 4) {
        return wrongShape(Function::FindInMap, "a map's name and two keys");
    }
    const bool hasDefault = count == 4;
    if (hasDefault && argument.items()[3].find("DefaultValue") == nullptr) {
        return wrongShape(Function::FindInMap, "a map's name, two keys and a DefaultValue");
    }
    if (hasDefault && !m_input.scope.languageExtensions) {
        (void)complain(kFunctionNotHere, "DefaultValue needs the transform AWS::LanguageExtensions",
                       "add `Transform: AWS::LanguageExtensions` to the template");
    }
    std::array<std::string, 3> keys;
    std::optional<Value> unknown;
    for (std::size_t i = 0; i < 3; ++i) {
        const Step down(*this, i);
        const Value key = needed(argument.items()[i], "a key of `Fn::FindInMap`");
        if (key.isUnknown() && !unknown) unknown = key;
        if (key.isCall() && !unknown) {
            unknown =
                Value::unknown(fmt::format("the key `{}` is known only to AWS", describeCall(key)));
        }
        if (unknown) continue;
        if (!key.isScalar()) return wrongShape(Function::FindInMap, "a map's name and two keys");
        keys[i] = key.text();
    }
    if (unknown) return *unknown;
    read(ReadKind::Mapping, keys[0]);
    const Value* found = &m_input.scope.mappings;
    for (const std::string& key : keys) {
        if (found->find("Fn::Transform") != nullptr && found->find(key) == nullptr) {
            return Value::unknown("the macro of `Fn::Transform` runs only in AWS");
        }
        if (found->isCall()) return Value::unknown("a macro makes this mapping, only in AWS");
        found = found->find(key);
        if (found != nullptr) continue;
        if (hasDefault) return mappingDefault(argument, {});
        if (!m_input.scope.macro.empty() && m_input.scope.mappings.find(keys[0]) == nullptr) {
            return Value::unknown(fmt::format("mapping `{}` may come from the transform `{}`",
                                              keys[0], m_input.scope.macro));
        }
        return complain(
            kNoSuchKey,
            fmt::format("Mappings has no `{}` → `{}` → `{}`", keys[0], keys[1], keys[2]),
            "name a map, a key and a second key that are in Mappings");
    }
    if (found->isCall() || holdsCall(*found)) {
        return complain(kFunctionNotHere, fmt::format("mapping `{}` holds a function", keys[0]),
                        "a mapping's values are texts and lists of texts");
    }
    return found->isString() ? evaluateLiteral(*found) : *found;
}

Value Evaluator::getAZs(const Value& argument) {
    Value region = needed(argument, "the Region of `Fn::GetAZs`");
    if (region.isUnknown()) return region;
    if (region.isCall()) {
        return Value::unknown(
            fmt::format("the Region `{}` is known only to AWS", describeCall(region)));
    }
    if (!region.isScalar() && !region.isNull()) return wrongShape(Function::GetAZs, "a Region");
    std::string name = region.text();
    if (name.empty()) {
        read(ReadKind::Parameter, "AWS::Region");
        name = m_input.scope.region;
    }
    const auto* zones = m_input.scope.zones.find(name);
    if (zones == nullptr) {
        return Value::unknown(fmt::format("the zones of Region `{}` are not listed here", name));
    }
    std::vector<Value> items;
    for (const std::string& zone : *zones) items.push_back(Value::string(zone));
    return Value::list(std::move(items));
}

Value Evaluator::cidr(const Value& argument) {
    static constexpr std::string_view kShape = "an address block, a count and a number of bits";
    const std::size_t size = argument.items().size();
    if (size != 2 && size != 3) return wrongShape(Function::Cidr, kShape);
    std::vector<Value> parts;
    for (std::size_t i = 0; i < size; ++i) {
        const Step down(*this, i);
        parts.push_back(
            concreteAttribute(needed(argument.items()[i], "an argument of `Fn::Cidr`")));
        if (parts.back().isUnknown()) return parts.back();
        if (parts.back().isCall()) {
            return Value::unknown(
                fmt::format("`{}` is known only to AWS", describeCall(parts.back())));
        }
        if (!parts.back().isScalar()) return wrongShape(Function::Cidr, kShape);
    }
    const auto block = Cidr::parse(parts[0].text());
    if (!block) {
        return complain(kBadCidr, fmt::format("`{}` is no address block", parts[0].text()),
                        "write an address and a prefix length, such as 10.0.0.0/16");
    }
    const int bits = addressBits(block->family());
    const auto count = parts[1].asInteger();
    const auto hostBits =
        size == 3 ? parts[2].asInteger() : std::optional<std::int64_t>(bits == 32 ? 8 : 64);
    if (!count || *count < 1 || *count > 256) {
        return complain(kBadCidr, fmt::format("`Fn::Cidr` can't make `{}` blocks", parts[1].text()),
                        "ask for 1 to 256 blocks");
    }
    if (!hostBits || *hostBits < 1 || *hostBits > bits) {
        return complain(kBadCidr, fmt::format("`{}` is no number of subnet bits", parts[2].text()),
                        fmt::format("give 1 to {} bits: 8 makes a /{}", bits, bits - 8));
    }
    const int length = bits - static_cast<int>(*hostBits);
    const int spare = length - block->length();
    if (spare < 0 || (spare < 9 && *count > (std::int64_t{1} << spare))) {
        return complain(
            kBadCidr,
            fmt::format("{} has no room for {} blocks of /{}", block->toString(), *count, length),
            "ask for fewer or smaller blocks");
    }
    m_nodes += static_cast<std::size_t>(*count);
    std::vector<Value> items;
    IpAddress address = block->first();
    for (std::int64_t i = 0; i < *count; ++i) {
        const Cidr made(address, length);
        items.push_back(Value::string(made.toString()));
        address = made.last().plus(1);
    }
    return Value::list(std::move(items));
}

Value Evaluator::length(const Value& argument) {
    if (!m_input.scope.languageExtensions) {
        (void)complain(kFunctionNotHere, "`Fn::Length` needs the transform AWS::LanguageExtensions",
                       "add `Transform: AWS::LanguageExtensions` to the template");
    }
    Value list = needed(argument, "the list of `Fn::Length`");
    if (list.isUnknown()) return list;
    if (list.isCall()) {
        return Value::unknown(
            fmt::format("`{}` is a list that only AWS knows", describeCall(list)));
    }
    if (!list.isList()) return wrongShape(Function::Length, "a list");
    return Value::number(static_cast<std::int64_t>(list.items().size()));
}

}  // namespace archivolt
