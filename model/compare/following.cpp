#include "model/compare/following.h"

#include <algorithm>
#include <array>
#include <set>

#include "model/design/references.h"
#include "model/value/within.h"

namespace archivolt {

namespace {

/// One place that names a resource by value.
struct Naming {
    std::string by;         ///< The resource that names.
    std::string attribute;  ///< Empty: `Ref`.
    Path property;          ///< From the properties.
    bool isCertain = true;  ///< Not where evaluation can't tell what stands there.
};

/// A property by which a template names a resource itself, where AWS has no two of one name.
struct CustomName {
    std::string_view type;
    std::string_view property;
};
/// Source: CloudFormation Template Reference, aws-properties-name.
constexpr std::array kCustomNames = {
    CustomName{"AWS::ApiGateway::ApiKey", "Name"},
    CustomName{"AWS::CloudWatch::Alarm", "AlarmName"},
    CustomName{"AWS::DynamoDB::GlobalTable", "TableName"},
    CustomName{"AWS::DynamoDB::Table", "TableName"},
    CustomName{"AWS::EC2::SecurityGroup", "GroupName"},
    CustomName{"AWS::ECR::Repository", "RepositoryName"},
    CustomName{"AWS::ECS::Cluster", "ClusterName"},
    CustomName{"AWS::ElastiCache::ReplicationGroup", "ReplicationGroupId"},
    CustomName{"AWS::ElasticLoadBalancing::LoadBalancer", "LoadBalancerName"},
    CustomName{"AWS::ElasticLoadBalancingV2::LoadBalancer", "Name"},
    CustomName{"AWS::ElasticLoadBalancingV2::TargetGroup", "Name"},
    CustomName{"AWS::Events::Rule", "Name"},
    CustomName{"AWS::IAM::Group", "GroupName"},
    CustomName{"AWS::IAM::ManagedPolicy", "ManagedPolicyName"},
    CustomName{"AWS::IAM::Role", "RoleName"},
    CustomName{"AWS::IAM::User", "UserName"},
    CustomName{"AWS::Kinesis::Stream", "Name"},
    CustomName{"AWS::Lambda::Function", "FunctionName"},
    CustomName{"AWS::RDS::DBCluster", "DBClusterIdentifier"},
    CustomName{"AWS::RDS::DBInstance", "DBInstanceIdentifier"},
    CustomName{"AWS::S3::Bucket", "BucketName"},
    CustomName{"AWS::SNS::Topic", "TopicName"},
    CustomName{"AWS::SQS::Queue", "QueueName"}};

std::string firstKeyOf(const Path& path) {
    const auto* key = path.empty() ? nullptr : std::get_if<std::string>(&path[0]);
    return key != nullptr ? *key : std::string();
}

bool replacesOrMay(StackAction action) {
    return action == StackAction::Replace || action == StackAction::MayReplace ||
           action == StackAction::Unknown;
}

/// Follows replacements from resource to resource until nothing more is changed by them.
class Following {
public:
    Following(const Catalog& catalog, const Design& before, const EvaluatedStack& now,
              const std::vector<const ResourceChange*>& changes)
        : m_catalog(catalog), m_before(before), m_now(now) {
        for (const ResourceChange* change : changes) {
            m_changes[change->logicalId] = change;
            m_acts[change->logicalId] = {stackActionOf(catalog, before, *change)};
        }
    }

    std::map<std::string, StackAct> run() {
        std::set<std::string> open;
        for (const auto& [name, act] : m_acts) {
            if (replacesOrMay(act.action)) open.insert(name);
        }
        if (open.empty()) return std::move(m_acts);
        for (const auto& resource : m_now.resources) {
            if (resource->exists != Truth::No) collect(*resource);
        }
        // An act only grows, and there are few steps, so that this ends.
        while (!open.empty()) {
            const std::string name = *open.begin();
            open.erase(open.begin());
            for (const Naming& naming : m_namings[name]) {
                if (follow(name, naming)) open.insert(naming.by);
            }
        }
        for (auto& [name, act] : m_acts) refuseKeptName(name, act);
        return std::move(m_acts);
    }

private:
    /// A replacement is made before what it replaces is deleted, so that it needs another name.
    void refuseKeptName(const std::string& name, StackAct& act) const {
        const auto resource = m_now.find(name);
        const auto own = m_changes.find(name);
        const bool isRenamed = own != m_changes.end() && own->second->kind != ChangeKind::Changed;
        if (act.action != StackAction::Replace || resource == nullptr || isRenamed) return;
        for (const auto& [type, property] : kCustomNames) {
            if (type != resource->source->type()) continue;
            const Value* given = resource->properties().find(property);
            const bool isKept = given != nullptr && !given->isNull() && !isChanged(name, property);
            if (!isKept) continue;
            act.action = StackAction::Refused;
            act.kept = property;
        }
    }

    void collect(const EvaluatedResource& resource) {
        const std::string& by = resource.source->logicalId;
        std::set<std::string> undecided;
        const Value& properties = resource.properties();
        for (const MapEntry& entry : properties.entries()) {
            if (holdsUnknown(entry.value)) undecided.insert(entry.key);
        }
        collect(properties, by, {});
        forEachReference(*resource.source, [&](const Reference& reference) {
            const bool byValue = reference.kind == ReferenceKind::Ref ||
                                 reference.kind == ReferenceKind::GetAtt ||
                                 reference.kind == ReferenceKind::Sub;
            const Path path = byValue ? reference.path() : Path();
            if (path.size() < 2 || path[0] != PathStep("Properties")) return;
            const std::string property = firstKeyOf(path.from(1));
            if (properties.isMap() && !undecided.contains(property)) return;
            m_namings[std::string(reference.name)].push_back(
                {by, std::string(reference.attribute), Path{property}, false});
        });
    }

    void collect(const Value& value, const std::string& by, const Path& path) {
        if (value.isCall(Function::Ref)) {
            m_namings[value.argument().text()].push_back({by, {}, path, true});
        } else if (value.isCall(Function::GetAtt) && value.argument().items().size() == 2) {
            const auto& parts = value.argument().items();
            m_namings[parts[0].text()].push_back({by, parts[1].text(), path, true});
        } else if (value.isCall()) {
            collectInText(value.argument(), by, path);
        }
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            collect(value.items()[i], by, path / PathStep(i));
        }
        for (const MapEntry& entry : value.entries()) {
            collect(entry.value, by, path / PathStep(entry.key));
        }
    }

    /// What stands in a text names by the property that the text is.
    void collectInText(const Value& value, const std::string& by, const Path& path) {
        if (value.isCall()) collect(value, by, path);
        for (const Value& item : value.items()) collectInText(item, by, path);
        for (const MapEntry& entry : value.entries()) collectInText(entry.value, by, path);
    }

    /// Says whether this makes more of what happens to the naming resource.
    bool follow(const std::string& name, const Naming& naming) {
        const auto resource = m_now.find(naming.by);
        const auto own = m_changes.find(naming.by);
        const bool isMade = own != m_changes.end() && own->second->kind != ChangeKind::Changed;
        if (resource == nullptr || naming.by == name || isMade) return false;
        ResourceChange change;
        change.logicalId = naming.by;
        change.type = resource->source->type();
        change.effects = {{Path{"Properties"} / naming.property, {}, {}}};
        StackAction action = stackActionOf(m_catalog, m_before, change);
        const bool isSure = naming.isCertain && m_acts[name].action == StackAction::Replace &&
                            mustChange(name, naming.attribute);
        if (!isSure && action == StackAction::Replace) action = StackAction::MayReplace;
        if (!isSure && action == StackAction::Refused) action = StackAction::Unknown;
        const auto [at, isNew] = m_acts.try_emplace(naming.by, StackAct{StackAction::Keep, false});
        if (weightOf(action) <= weightOf(at->second.action)) return false;
        at->second.action = action;
        at->second.cause = name;
        at->second.property = firstKeyOf(naming.property);
        return replacesOrMay(action);
    }

    /// Says whether what a replaced resource gives must be another value than before.
    [[nodiscard]] bool mustChange(const std::string& name, const std::string& attribute) const {
        const auto resource = m_now.find(name);
        if (resource == nullptr) return false;
        const ResourceType* type = m_catalog.find(resource->source->type());
        if (type == nullptr) return false;
        if (type->body.find(attribute) != nullptr) return isChanged(name, attribute);
        const bool isItself =
            attribute.empty() || attribute.ends_with("Id") || attribute.ends_with("Arn") ||
            attribute.ends_with("ARN") ||
            std::ranges::find(type->refReturns, attribute) != type->refReturns.end();
        return isItself && !hasFixedName(name, *resource, *type);
    }

    [[nodiscard]] bool isChanged(const std::string& name, std::string_view property) const {
        const auto change = m_changes.find(name);
        return change != m_changes.end() &&
               std::ranges::any_of(change->second->effects, [&](const ValueChange& effect) {
                   return effect.path.size() > 1 && firstKeyOf(effect.path.from(1)) == property;
               });
    }

    /// Says whether the template gives a resource the name that its id or ARN is made of, the same
    /// as before.
    [[nodiscard]] bool hasFixedName(const std::string& name, const EvaluatedResource& resource,
                                    const ResourceType& type) const {
        const auto isFixed = [&](std::string_view property) {
            const Value* given = resource.properties().find(property);
            return given != nullptr && !given->isNull() && !isChanged(name, property);
        };
        if (std::ranges::any_of(type.refReturns, isFixed)) return true;
        std::string_view rest = type.arnTemplate;
        for (auto at = rest.find("${"); at != std::string_view::npos; at = rest.find("${")) {
            rest.remove_prefix(at + 2);
            if (isFixed(rest.substr(0, rest.find('}')))) return true;
        }
        return false;
    }

    const Catalog& m_catalog;
    const Design& m_before;
    const EvaluatedStack& m_now;
    std::map<std::string, const ResourceChange*> m_changes;
    std::map<std::string, StackAct> m_acts;
    std::map<std::string, std::vector<Naming>> m_namings;
};

}  // namespace

std::map<std::string, StackAct> actionsWithin(const Catalog& catalog, const Design& before,
                                              const EvaluatedStack& now,
                                              const std::vector<const ResourceChange*>& changes) {
    return Following(catalog, before, now, changes).run();
}

}  // namespace archivolt
