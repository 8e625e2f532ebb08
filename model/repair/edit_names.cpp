#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/base/invariant.h"
#include "model/design/references.h"
#include "model/repair/edit_maker.h"

namespace archivolt {

ReferenceTarget EditMaker::targetOf(const Value& named, const Stack& stack) const {
    const bool isRef = named.isCall(Function::Ref);
    INVARIANT(isRef || named.isCall(Function::GetAtt));
    const Value& argument = named.argument();
    const auto now = m_now.stack(stack.id);
    const auto resource =
        now->body.resources.find(isRef ? argument.text() : argument.items()[0].text());
    if (!resource) return {};
    return {resource->type(), isRef ? std::string_view() : argument.items()[1].text()};
}

Result<NamingProperty> EditMaker::referring(std::string_view type, const Value& named,
                                            const Stack& stack) const {
    const ReferenceTarget target = targetOf(named, stack);
    const auto found = namingProperties(*m_resolved.catalog, type, target);
    if (!found.empty()) return found.front();
    return failure(kNoEdit, fmt::format("`{}` refers to no `{}`", type, target.type),
                   "make the change by hand");
}

bool EditMaker::refers(const Resource& resource, const Value& named, const Stack& stack) const {
    const auto found =
        namingProperties(*m_resolved.catalog, resource.type(), targetOf(named, stack));
    return std::ranges::any_of(found, [&](const NamingProperty& one) {
        const Value* written = resource.properties().find(one.name);
        return written != nullptr && *written == named;
    });
}

bool EditMaker::refersToType(const Resource& resource, std::string_view type) const {
    const auto found = namingProperties(*m_resolved.catalog, resource.type(), {type, {}});
    return std::ranges::any_of(found, [&](const NamingProperty& one) {
        return resource.properties().find(one.name) != nullptr;
    });
}

Result<std::vector<MapEntry>> EditMaker::entriesOf(const Stack& stack, std::string_view type,
                                                   const std::vector<Property>& properties) const {
    std::vector<MapEntry> entries;
    for (const Property& one : properties) {
        switch (one.by) {
            case Property::By::Name: entries.push_back({one.name, one.value}); break;
            case Property::By::Owner: {
                const auto owner = owningProperty(*m_resolved.catalog, type);
                INVARIANT(owner);
                entries.push_back({std::string(owner->name), one.value});
                break;
            }
            case Property::By::Reference: {
                const auto property = referring(type, one.value, stack);
                if (!property) return tl::make_unexpected(property.error());
                const bool isRef = one.value.isCall(Function::Ref);
                const Value value = !isRef || property->takesRef
                                        ? one.value
                                        : Value::getAtt(one.value.argument().text(),
                                                        std::string(property->attribute));
                entries.push_back(
                    {std::string(property->name), property->isList ? Value::list({value}) : value});
                break;
            }
        }
    }
    return entries;
}

Result<Value> EditMaker::bodyOf(const Stack& stack, std::string_view type,
                                const std::vector<Property>& properties) const {
    auto entries = entriesOf(stack, type, properties);
    if (!entries) return tl::make_unexpected(entries.error());
    return Value::map({{"Type", Value::string(std::string(type))},
                       {"Properties", Value::map(*std::move(entries))}});
}

Result<void> EditMaker::appendNamed(const Home& home, const Value& named) {
    const Resource& resource = *home.resource;
    auto lists =
        namingProperties(*m_resolved.catalog, resource.type(), targetOf(named, *home.stack));
    std::erase_if(lists, [](const NamingProperty& one) { return !one.isList; });
    if (lists.empty()) {
        return failure(kNoEdit,
                       fmt::format("`{}` has no list for `{}`", resource.logicalId,
                                   targetOf(named, *home.stack).type),
                       "");
    }
    const auto written = std::ranges::find_if(lists, [&](const NamingProperty& one) {
        return resource.properties().find(one.name) != nullptr;
    });
    // Where none is written, it is the one whose items name by themselves.
    const auto plain =
        std::ranges::find_if(lists, [](const NamingProperty& one) { return one.key.empty(); });
    const NamingProperty& list = written != lists.end() ? *written
                                 : plain != lists.end() ? *plain
                                                        : lists.front();
    const Value item = list.key.empty() ? named : Value::map({{std::string(list.key), named}});
    const std::string property(list.name);
    const Value* present = resource.properties().find(property);
    if (present == nullptr || present->isNull()) {
        return apply(SetValue{home.stack->id,
                              Path{"Resources", resource.logicalId, "Properties", property},
                              Value::list({item})});
    }
    const auto at = inlineList(home, property);
    if (!at) {
        return failure(
            kNoEdit, fmt::format("`{}` of `{}` is not a plain list", property, resource.logicalId),
            "add to it by hand");
    }
    const std::size_t count = home.stack->body.at(*at)->items().size();
    return apply(SetValue{home.stack->id, *at / PathStep(count), item});
}

/// Its routes, the Elastic IPs of instances, public NAT gateways.
/// Source: CloudFormation User Guide, DependsOn attribute, VPC-gateway attachment.
std::vector<std::string> EditMaker::waitingFor(const Stack& stack,
                                               const std::string& gateway) const {
    std::set<std::string> attachments;
    for (const auto& one : stack.body.resources) {
        if (one->type() == kGatewayAttachment) attachments.insert(one->logicalId);
    }
    const Value named = Value::ref(gateway);
    std::vector<std::string> waiting;
    for (const auto& one : stack.body.resources) {
        const Value* kind = one->properties().find("ConnectivityType");
        const bool needs =
            (one->type() == "AWS::EC2::EIP" && refersToType(*one, "AWS::EC2::Instance")) ||
            (one->type() == "AWS::EC2::NatGateway" &&
             (kind == nullptr || kind->asString() != "private")) ||
            (one->type() == "AWS::EC2::Route" && refers(*one, named, stack));
        bool waits = false;
        forEachReference(*one, [&](const Reference& reference) {
            waits = waits || attachments.contains(std::string(reference.name));
        });
        if (needs && !waits) waiting.push_back(one->logicalId);
    }
    return waiting;
}

}  // namespace archivolt
