#include <fmt/format.h>

#include <array>

#include "model/evaluate/evaluation_rules.h"
#include "model/evaluate/evaluator.h"
#include "model/evaluate/nested_stacks.h"
#include "model/serverless/transform_serverless.h"

namespace archivolt {

namespace {

/// Says whether an attribute of a type is one of its own properties, as given.
bool isOwnProperty(const std::string& type, const std::string& attribute) {
    return attribute == "CidrBlock" && (type == "AWS::EC2::VPC" || type == "AWS::EC2::Subnet");
}

}  // namespace

Evaluator::Outcome Evaluator::ref(const Value& argument) {
    Value name = needed(argument, "the name in `Ref`");
    if (name.isUnknown()) return name;
    if (!name.isString()) return wrongShape(Function::Ref, "a name");
    return refName(name.text());
}

Evaluator::Outcome Evaluator::refName(const std::string& name) {
    if (name == "AWS::NoValue") return std::nullopt;
    const auto parameter = m_input.scope.parameters.find(name);
    if (parameter != m_input.scope.parameters.end()) {
        read(ReadKind::Parameter, name);
        // What a parent hands over is read where it is; where nothing is imported it is not known.
        if (!parameter->second.isCall(Function::ImportValue)) return parameter->second;
        if (m_input.import) {
            Value handed = importValue(parameter->second.argument());
            return isListParameter(m_input.scope, name) ? handedList(handed) : handed;
        }
        return Value::unknown(fmt::format("the parent's resources decide parameter `{}`", name));
    }
    read(ReadKind::Parameter, name);
    return resourceReference(name, Value::ref(name));
}

Value Evaluator::getAtt(const Value& argument) {
    if (argument.items().size() != 2) {
        return wrongShape(Function::GetAtt, "a resource and an attribute");
    }
    std::array<std::string, 2> names;
    for (std::size_t i = 0; i < 2; ++i) {
        const Step down(*this, i);
        Value part = needed(argument.items()[i], "an argument of `Fn::GetAtt`");
        if (part.isUnknown()) return part;
        if (!part.isScalar()) return wrongShape(Function::GetAtt, "a resource and an attribute");
        names[i] = part.text();
    }
    return attribute(names[0], names[1]);
}

Value Evaluator::attribute(const std::string& resource, const std::string& name) {
    Value value = resourceReference(resource, Value::getAtt(resource, name));
    constexpr std::string_view kOutputs = "Outputs.";
    if (!value.isCall(Function::GetAtt) || !name.starts_with(kOutputs) || !m_input.import) {
        return value;
    }
    const auto nested = m_input.resources->find(resource);
    if (!nested || nested->type() != "AWS::CloudFormation::Stack") return value;
    const std::string handed = nameOfNestedOutput(
        nestedStackName(m_input.scope.stackName, resource), name.substr(kOutputs.size()));
    if (!m_input.import(handed).found) return value;
    return importValue(Value::string(handed));
}

Value Evaluator::resourceReference(const std::string& name, const Value& call) {
    if (m_input.resources == nullptr) {
        return complain(kUndefinedName,
                        fmt::format("`{}` is not a parameter, and only parameters can be "
                                    "named here",
                                    name),
                        "name a parameter");
    }
    read(ReadKind::Standing, name);
    const auto resource = m_input.resources->find(name);
    if (!resource && name.find('.') != std::string::npos) {
        // What SAM generates is referred to by its maker: `Greet.Alias`.
        if (const auto generated = generatedId(*m_input.resources, name)) {
            return resourceReference(
                *generated, call.isCall(Function::Ref)
                                ? Value::ref(*generated)
                                : Value::getAtt(*generated, call.argument().items()[1].text()));
        }
    }
    if (!resource || resource->isLoop()) return undefined(name);
    const ConditionTruth exists = existenceOf(m_input.scope, *resource);
    if (exists.truth != Truth::No) return call;
    const Value* condition = resource->attribute("Condition");
    return complain(kRefersToRemoved,
                    fmt::format("`{}` does not exist because its condition `{}` is false", name,
                                condition->text()),
                    "choose with `Fn::If` and the same condition");
}

Value Evaluator::undefined(const std::string& name) {
    read(ReadKind::Loops, {});
    if (!m_input.scope.macro.empty()) {
        return Value::unknown(
            fmt::format("`{}` may come from the transform `{}`, which runs only "
                        "in AWS",
                        name, m_input.scope.macro));
    }
    if (m_input.scope.embedded) {
        return Value::unknown(
            fmt::format("`{}` may come from a macro, which runs only in AWS", name));
    }
    if (!m_input.loop.empty()) {
        return Value::unknown(fmt::format("`{}` may come from the loop `{}`, which is not expanded",
                                          name, m_input.loop));
    }
    const std::string outer = name.substr(0, name.find('.'));
    read(ReadKind::Content, outer);
    const auto module = m_input.resources->find(outer);
    if (outer != name && module && module->type().ends_with("::MODULE")) {
        return Value::unknown(fmt::format("`{}` is inside a module, which only AWS expands", name));
    }
    if (name.starts_with("AWS::")) {
        return complain(kUndefinedName, fmt::format("there is no pseudo parameter `{}`", name),
                        "use AWS::Region, AWS::AccountId, AWS::Partition, AWS::URLSuffix, "
                        "AWS::StackName, AWS::StackId, AWS::NotificationARNs or AWS::NoValue");
    }
    return complain(kUndefinedName, fmt::format("nothing in the template is named `{}`", name),
                    "name a parameter or a resource of this template");
}

Value Evaluator::importValue(const Value& argument) {
    Value name = needed(argument, "the name in `Fn::ImportValue`");
    if (name.isUnknown()) return name;
    if (name.isCall()) {
        return Value::unknown(fmt::format("the import's name depends on `{}`", describeCall(name)));
    }
    if (!name.isScalar()) return wrongShape(Function::ImportValue, "a text");
    if (!m_input.import) {
        return complain(kFunctionNotHere, "`Fn::ImportValue` is not allowed here",
                        "import in a resource's properties or in an output's value");
    }
    read(ReadKind::Import, name.text());
    const ImportedValue imported = m_input.import(name.text());
    if (!imported.found || holdsCall(imported.value)) {
        return Value::call(Function::ImportValue, Value::string(name.text()));
    }
    if (const std::string* why = firstUnknown(imported.value)) {
        return Value::unknown(
            fmt::format("export `{}` of stack `{}`: {}", name.text(), imported.stack, *why));
    }
    return imported.value;
}

/// A list that another stack leaves to AWS stays the call.
Value Evaluator::handedList(const Value& handed) {
    if (handed.isUnknown()) return handed;
    Value inner = handed;
    for (int depth = 0; depth < 32 && inner.isCall(Function::ImportValue); ++depth) {
        const ImportedValue imported = m_input.import(inner.argument().text());
        if (!imported.found) return handed;
        inner = imported.value;
    }
    const Value items = itemsOf(handed, ",");
    return items.isList() ? trimmedItems(items) : items;
}

/// Source: CloudFormation Template Reference, intrinsic-function-reference-getstackoutput.
Value Evaluator::stackOutput(const Value& argument) {
    static constexpr std::string_view kShape = "a map of StackName and OutputName";
    if (!argument.isMap() || argument.find("OutputName") == nullptr ||
        argument.find("StackName") == nullptr) {
        return complain(kBadArgument, fmt::format("`Fn::GetStackOutput` is not {}", kShape),
                        fmt::format("write `Fn::GetStackOutput` with {}", kShape));
    }
    const Value given = needed(argument, "what `Fn::GetStackOutput` takes");
    if (const std::string* why = firstUnknown(given)) return Value::unknown(*why);
    const auto text = [&](std::string_view key) {
        const Value* value = given.find(key);
        return value != nullptr && value->isScalar() ? value->text() : std::string("…");
    };
    return Value::unknown(fmt::format("output `{}` of stack `{}` is read only at deployment",
                                      text("OutputName"), text("StackName")));
}

Value Evaluator::concreteAttribute(const Value& value) {
    if (!value.isCall(Function::GetAtt)) return value;
    const std::string& name = value.argument().items()[0].text();
    const std::string& attribute = value.argument().items()[1].text();
    const auto resource = m_input.resources->find(name);
    read(ReadKind::Content, name);
    if (!resource || !isOwnProperty(resource->type(), attribute)) return value;
    const Value* property = resource->properties().find(attribute);
    if (property == nullptr || m_steps.size() > kMostDepth / 2) return value;
    Evaluator other(m_input, Path{"Resources", name, "Properties", attribute}, name);
    other.m_steps.resize(m_steps.size() + 32, std::size_t{0});
    other.m_nodes = m_nodes;  // One budget for all: such references may be nested in a circle.
    other.m_text = m_text;
    const Outcome result = other.evaluate(*property);
    m_nodes = other.m_nodes;
    m_text = other.m_text;
    m_reads.merge(other.m_reads);
    return result ? *result : value;
}

}  // namespace archivolt
