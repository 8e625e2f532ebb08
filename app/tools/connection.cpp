#include "app/tools/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "app/session/selection.h"
#include "app/tools/calling.h"
#include "app/tools/listening.h"
#include "app/tools/references.h"
#include "model/base/text_case.h"
#include "model/design/names.h"

namespace archivolt::tools {

namespace {

constexpr std::string_view kGroup = "AWS::EC2::SecurityGroup";
constexpr std::string_view kBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer";
constexpr std::string_view kTargets = "AWS::ElasticLoadBalancingV2::TargetGroup";
constexpr std::string_view kDistribution = "AWS::CloudFront::Distribution";
constexpr std::string_view kBucket = "AWS::S3::Bucket";
constexpr std::string_view kBucketPolicy = "AWS::S3::BucketPolicy";
constexpr std::string_view kZone = "AWS::Route53::HostedZone";
constexpr std::string_view kRecord = "AWS::Route53::RecordSet";
constexpr std::string_view kInstance = "AWS::EC2::Instance";
constexpr std::string_view kIngress = "AWS::EC2::SecurityGroupIngress";
constexpr int kTcp = 6;
constexpr int kHttps = 443;
constexpr int kHttp = 80;

using Pointer = std::shared_ptr<const Resource>;

/// One connection, being worked out.
class Connection {
public:
    Connection(const Scene& scene, BoxIndex from, BoxIndex to, const World& world)
        : m_diagram(*scene.diagram),
          m_world(world),
          m_internet(m_diagram.boxes[from].key == "internet") {
        const auto a = declaredResource(world.design, resourceOf(m_diagram.boxes[from]));
        const auto b = declaredResource(world.design, resourceOf(m_diagram.boxes[to]));
        m_stack = b.stack;
        m_from = a.resource;
        m_to = b.resource;
        m_oneStack = m_internet || a.stack == b.stack;
        m_plan.target = to;
    }

    DropPlan plan() {
        if (!m_to || (!m_from && !m_internet)) return refuse("Nothing there can be connected");
        if (m_from == m_to) return refuse("Pull to another thing, to connect the two");
        if (!m_oneStack) {
            return refuse(fmt::format("{} and {} are of different templates", m_from->logicalId,
                                      m_to->logicalId));
        }
        const bool done = (m_from && (asTarget() || asAlias() || asRecord() || asOrigin() ||
                                      asProfile() || asVpcs())) ||
                          asRule() ||
                          (m_from && (asCall(m_from, m_to) || asReference(m_from, m_to) ||
                                      asReference(m_to, m_from) || asCall(m_to, m_from)));
        if (!m_plan.why.empty()) return m_plan;
        if (!done) {
            return refuse(fmt::format("{} ({}) and {} ({}) have nothing that connects them",
                                      m_from ? m_from->logicalId : "The internet",
                                      m_from ? labelOf(m_world.catalog, m_from->type()) : "outside",
                                      m_to->logicalId, labelOf(m_world.catalog, m_to->type())));
        }
        return m_plan;
    }

private:
    [[nodiscard]] bool is(const Pointer& resource, std::string_view type) const {
        return resource->type() == type;
    }
    [[nodiscard]] std::string freeName(const std::string& wanted) const {
        return freeLogicalId(wanted, [&](const std::string& name) {
            return static_cast<bool>(m_stack->body.resources.find(name));
        });
    }
    [[nodiscard]] NamingIndex::Resources naming(const std::string& logicalId) const {
        return m_world.naming.naming(m_stack, logicalId);
    }
    bool make(std::string why) {
        m_plan.legal = true;
        m_plan.why = std::move(why);
        m_plan.label = fmt::format("Connect {} with {}",
                                   m_from ? m_from->logicalId : "the internet", m_to->logicalId);
        return true;
    }
    bool deny(std::string why) {
        m_plan.edits.clear();
        m_plan.why = std::move(why);
        return true;
    }
    DropPlan refuse(std::string why) {
        const BoxIndex target = m_plan.target;
        m_plan = {};
        m_plan.target = target;
        m_plan.why = std::move(why);
        return m_plan;
    }
    void set(const Pointer& owner, const Path& path, Value value) {
        m_plan.edits.emplace_back(
            SetValue{m_stack->id, propertiesOf(owner->logicalId) / path, std::move(value)});
    }
    /// Adds an item to a list, which is made where there is none; says whether that could be.
    bool append(const Pointer& owner, const std::string& list, Value item) {
        const Value* present =
            owner->properties().isMap() ? owner->properties().find(list) : nullptr;
        if (present == nullptr) {
            set(owner, Path{list}, Value::list({std::move(item)}));
            return true;
        }
        if (!present->isList()) return false;
        set(owner, Path{list, present->items().size()}, std::move(item));
        return true;
    }

    /// Returns the security group that a thing wears: its own, or that of what launches it.
    [[nodiscard]] Pointer groupOf(const Pointer& resource) const {
        auto groups = namedOfType(*resource, *m_stack, kGroup);
        for (const auto* launch :
             {"AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration"}) {
            if (!groups.empty()) break;
            for (const auto& each : namedOfType(*resource, *m_stack, launch)) {
                groups = namedOfType(*each, *m_stack, kGroup);
            }
        }
        return groups.empty() ? nullptr : groups.front();
    }

    /// Returns the name of the group that a thing wears; a host in a subnet that wears none gets
    /// one of its own. Empty where it can wear none.
    [[nodiscard]] std::string wornGroup(const Pointer& thing) {
        if (const Pointer worn = groupOf(thing)) return worn->logicalId;
        const Value& properties = thing->properties();
        if (!is(thing, kInstance) || !properties.isMap()) return {};
        for (const char* other : {"SecurityGroupIds", "SecurityGroups", "NetworkInterfaces"}) {
            if (properties.find(other) != nullptr) return {};
        }
        const auto subnets = namedOfType(*thing, *m_stack, "AWS::EC2::Subnet");
        const Value* vpc = subnets.empty() ? nullptr : subnets.front()->properties().find("VpcId");
        if (vpc == nullptr) return {};
        std::string name = freeName(thing->logicalId + "Group");
        const std::string what = fmt::format("What {} lets in", thing->logicalId);
        m_plan.edits.emplace_back(AddResource{
            m_stack->id,
            name,
            resourceBody(kGroup, {{"VpcId", *vpc}, {"GroupDescription", Value::string(what)}}),
            {}});
        set(thing, Path{std::string("SecurityGroupIds")},
            Value::list({Value::getAtt(name, "GroupId")}));
        return name;
    }

    /// Returns the port that a thing answers on: what it or those that send to it say, its
    /// engine's, what its security group lets in, its type's.
    [[nodiscard]] Value portOf(const Pointer& resource) const {
        if (auto port = listeningPort(*resource, m_stack, m_world.naming)) return *port;
        const Value& properties = resource->properties();
        const Value* engine = properties.isMap() ? properties.find("Engine") : nullptr;
        if (engine != nullptr && engine->isScalar()) {
            const EngineFacts* facts = m_world.catalog.engine(resource->type(), engine->text());
            if (facts != nullptr) return Value::number(facts->port);
        }
        // What a lone host answers on nobody says: what comes in to the one goes on to the other.
        const Pointer out = m_from && is(resource, kInstance) ? groupOf(m_from) : nullptr;
        for (const Pointer& group : {out, groupOf(resource)}) {
            const auto in = group ? portInto(*group, m_stack, m_world.naming) : std::nullopt;
            if (in) return *in;
        }
        const SystemFacts* facts = m_world.catalog.system(resource->type());
        const bool known = facts != nullptr && facts->attach && !facts->attach->ports.empty() &&
                           !facts->attach->ports.front().ports.empty();
        return Value::number(known ? facts->attach->ports.front().ports.front().first : kHttps);
    }

    /// Says whether a rule, as far as it is written out, lets a group (empty: everybody) in.
    [[nodiscard]] static bool letsIn(const Value& rule, const std::string& out, const Value& port) {
        if (!rule.isMap()) return false;
        const auto entry = [&](std::string_view name) { return rule.find(name); };
        const Value* block = entry("CidrIp");
        const Value* source = entry("SourceSecurityGroupId");
        const bool everybody = block != nullptr && block->asString() == "0.0.0.0/0";
        const bool group = !out.empty() && source != nullptr && namedBy(*source) == out;
        if (!everybody && !group) return false;
        const Value* protocol = entry("IpProtocol");
        if (protocol == nullptr) return false;
        if (protocol->asInteger() == -1) return true;
        if (protocol->asString() != "tcp" && protocol->asInteger() != kTcp) return false;
        const Value* first = entry("FromPort");
        const Value* last = entry("ToPort");
        if (first == nullptr || last == nullptr) return false;
        if (*first == port && *last == port) return true;
        return port.asInteger() && first->asInteger() && last->asInteger() &&
               *first->asInteger() <= *port.asInteger() && *port.asInteger() <= *last->asInteger();
    }
    [[nodiscard]] bool isLetIn(const std::string& into, const std::string& out,
                               const Value& port) const {
        const auto lets = [&](const Value& rule) { return letsIn(rule, out, port); };
        const auto group = m_stack->body.resources.find(into);
        if (group && group->properties().isMap()) {
            const Value* rules = group->properties().find("SecurityGroupIngress");
            if (rules != nullptr && rules->isList() && std::ranges::any_of(rules->items(), lets)) {
                return true;
            }
        }
        return std::ranges::any_of(naming(into), [&](const Pointer& each) {
            if (!is(each, kIngress) || !each->properties().isMap()) return false;
            const Value* owner = each->properties().find("GroupId");
            return owner != nullptr && namedBy(*owner) == into && lets(each->properties());
        });
    }
    /// Lets a group (empty: everybody) in on a port.
    void letIn(const std::string& into, const std::string& out, const Value& port) {
        const MapEntry source =
            out.empty() ? MapEntry{"CidrIp", Value::string("0.0.0.0/0")}
                        : MapEntry{"SourceSecurityGroupId", Value::getAtt(out, "GroupId")};
        m_plan.edits.emplace_back(
            AddResource{m_stack->id,
                        freeName(fmt::format("{}From{}", into, out.empty() ? "Internet" : out)),
                        resourceBody(kIngress, {{"GroupId", Value::getAtt(into, "GroupId")},
                                                {"IpProtocol", Value::string("tcp")},
                                                {"FromPort", port},
                                                {"ToPort", port},
                                                source}),
                        {}});
    }

    /// Says what the connection is for, where the number of its port is known.
    void wants(const Value& port) {
        std::optional<std::int64_t> number = port.asInteger();
        const auto parameter = number ? std::nullopt : namedBy(port);
        if (parameter && m_world.resolved != nullptr) {
            for (const auto& stack : m_world.resolved->evaluated->stacks) {
                if (stack->source->id != m_stack->id) continue;
                const auto given = stack->parameters.find(*parameter);
                if (given != stack->parameters.end()) number = given->second.asInteger();
            }
        }
        if (!number || *number < 0 || *number > std::numeric_limits<Port>::max()) return;
        m_plan.way =
            WantedWay{m_from ? m_from->id : ResourceId(), m_to->id, static_cast<Port>(*number)};
    }

    bool asRule() {
        const std::string into = wornGroup(m_to);
        const std::string out = m_from && !into.empty() ? wornGroup(m_from) : std::string();
        if (into.empty() || (out.empty() && !m_internet)) {
            m_plan.edits.clear();
            return false;
        }
        const Value port = m_targetPort ? *m_targetPort : portOf(m_to);
        const std::string who = m_internet ? "the internet" : out;
        wants(port);
        if (isLetIn(into, out, port)) {
            return deny(fmt::format("{} lets {} in on {} already", into, who, portWords(port)));
        }
        letIn(into, out, port);
        return make(fmt::format("{} lets {} in on {}", into, who, portWords(port)));
    }

    [[nodiscard]] static std::string portWords(const Value& port) {
        const auto number = port.asInteger();
        if (number) return fmt::format("tcp {}", *number);
        const auto name = namedBy(port);
        return name ? fmt::format("the port that {} gives", *name) : "the port of its target group";
    }

    /// Opens the way for the requests of a balancer to its new target, and says so; what can't be
    /// opened here is said once all is done.
    /// Source: Elastic Load Balancing, "Target security groups": they must let the balancer's group
    /// in on the targets' port, which health checks use too.
    std::string openWayToTarget(const Value& port) {
        const Pointer out = groupOf(m_from);
        const std::string into = out ? wornGroup(m_to) : std::string();
        if (into.empty()) {
            m_plan.aside = fmt::format(
                "{} is a target; whether its requests are let in is still to be decided: {} wears "
                "no security group",
                m_to->logicalId, out ? m_to->logicalId : m_from->logicalId);
            return {};
        }
        wants(port);
        if (isLetIn(into, out->logicalId, port)) return {};
        letIn(into, out->logicalId, port);
        return fmt::format("; {} lets {} in on {}", into, out->logicalId, portWords(port));
    }

    /// Makes the other end a target of a load balancer.
    bool asTarget() {
        if (!is(m_from, kBalancer)) return false;
        const bool fleet = is(m_to, "AWS::AutoScaling::AutoScalingGroup");
        if (!fleet && !is(m_to, "AWS::EC2::Instance")) return false;
        Pointer group;
        for (const auto& listener : naming(m_from->logicalId)) {
            if (!is(listener, "AWS::ElasticLoadBalancingV2::Listener")) continue;
            for (const auto& each : namedOfType(*listener, *m_stack, kTargets)) group = each;
        }
        // Targets already: then the way for its requests is what is missing.
        const Pointer owner = fleet ? m_to : group;
        const std::string other = fleet && group ? group->logicalId : m_to->logicalId;
        const auto named = owner ? naming(other) : NamingIndex::Resources();
        const Value* given =
            group && group->properties().isMap() ? group->properties().find("Port") : nullptr;
        const Value port = given != nullptr ? *given : Value::number(kHttp);
        if (group && std::ranges::find(named, owner) != named.end()) {
            m_targetPort = port;
            return false;
        }
        std::string groupName;
        if (group) {
            groupName = group->logicalId;
        } else if (!makeTargetGroup(groupName)) {
            return true;
        }
        if (fleet) {
            if (!append(m_to, "TargetGroupARNs", Value::ref(groupName))) {
                return deny(
                    fmt::format("TargetGroupARNs of {} is no plain list: change it in the template",
                                m_to->logicalId));
            }
        } else {
            const Value target = Value::map({{"Id", Value::ref(m_to->logicalId)}});
            const bool added = group ? append(group, "Targets", target) : true;
            if (!added) {
                return deny(fmt::format("Targets of {} is no plain list: change it in the template",
                                        groupName));
            }
            if (!group) {
                m_plan.edits.emplace_back(SetValue{m_stack->id,
                                                   propertiesOf(groupName) / PathStep("Targets"),
                                                   Value::list({target})});
            }
        }
        const std::string way = openWayToTarget(port);
        return make(fmt::format("{} becomes a target of {}{}{}", m_to->logicalId, groupName,
                                group ? "" : ", which is made with a listener", way));
    }

    bool makeTargetGroup(std::string& name) {
        const auto subnets = namedOfType(*m_from, *m_stack, "AWS::EC2::Subnet");
        const Value* vpc = subnets.empty() ? nullptr : subnets.front()->properties().find("VpcId");
        if (vpc == nullptr) {
            return !deny(fmt::format("It is not known in which VPC {} stands", m_from->logicalId));
        }
        const Value* type = m_from->properties().find("Type");
        const bool network = type != nullptr && type->text() == "network";
        const Value protocol = Value::string(network ? "TCP" : "HTTP");
        name = freeName(m_from->logicalId + "Targets");
        m_plan.edits.emplace_back(AddResource{
            m_stack->id,
            name,
            resourceBody(kTargets,
                         {{"VpcId", *vpc}, {"Port", Value::number(kHttp)}, {"Protocol", protocol}}),
            {}});
        const Value forward =
            Value::map({{"Type", Value::string("forward")}, {"TargetGroupArn", Value::ref(name)}});
        m_plan.edits.emplace_back(
            AddResource{m_stack->id,
                        freeName(m_from->logicalId + "Listener"),
                        resourceBody("AWS::ElasticLoadBalancingV2::Listener",
                                     {{"LoadBalancerArn", Value::ref(m_from->logicalId)},
                                      {"Port", Value::number(kHttp)},
                                      {"Protocol", protocol},
                                      {"DefaultActions", Value::list({forward})}}),
                        {}});
        return true;
    }

    /// Returns what an alias of a balancer or a distribution says; all distributions are of one
    /// zone.
    [[nodiscard]] Value aliasOf(const Pointer& target) const {
        const bool balancer = is(target, kBalancer);
        return Value::map(
            {{"DNSName", Value::getAtt(target->logicalId, balancer ? "DNSName" : "DomainName")},
             {"HostedZoneId", balancer ? Value::getAtt(target->logicalId, "CanonicalHostedZoneID")
                                       : Value::string("Z2FDTNDATAQYW2")}});
    }

    /// A record that has no values of its own points to a balancer or a distribution.
    /// Source: CloudFormation, AWS::Route53::RecordSet AliasTarget.
    bool asAlias() {
        if (!is(m_from, kRecord)) return false;
        if (!is(m_to, kBalancer) && !is(m_to, kDistribution)) return false;
        for (const auto* other : {"ResourceRecords", "TTL"}) {
            if (m_from->properties().find(other) == nullptr) continue;
            m_plan.edits.emplace_back(
                RemoveValue{m_stack->id, propertiesOf(m_from->logicalId) / PathStep(other)});
        }
        set(m_from, Path{std::string("AliasTarget")}, aliasOf(m_to));
        return make(fmt::format("{} becomes an alias of {}", m_from->logicalId, m_to->logicalId));
    }

    /// A zone gets a record that is an alias of a balancer or a distribution: of the zone's own
    /// name where that is free, else of one below it. Source: Route 53, "Choosing between alias and
    /// non-alias records": an alias may have the zone's own name.
    bool asRecord() {
        const bool fromZone = is(m_from, kZone);
        const Pointer zone = fromZone ? m_from : m_to;
        const Pointer target = fromZone ? m_to : m_from;
        const bool aliased = is(target, kBalancer) || is(target, kDistribution);
        if (!is(zone, kZone) || !aliased) return false;
        const Value* own = zone->properties().isMap() ? zone->properties().find("Name") : nullptr;
        if (own == nullptr) return deny(fmt::format("{} has no name yet", zone->logicalId));
        bool isTaken = false;
        for (const Pointer& each : naming(zone->logicalId)) {
            if (!is(each, kRecord) || !each->properties().isMap()) continue;
            const auto targets = namedOfType(*each, *m_stack, target->type());
            if (std::ranges::find(targets, target) != targets.end()) {
                return deny(fmt::format("{} is an alias of {} already", each->logicalId,
                                        target->logicalId));
            }
            const Value* name = each->properties().find("Name");
            isTaken = isTaken || (name != nullptr && *name == *own);
        }
        const std::string label = lowerAscii(target->logicalId);
        const Value below =
            own->isString()
                ? Value::string(label + "." + own->text())
                : Value::call(
                      Function::Join,
                      Value::list({Value::string("."), Value::list({Value::string(label), *own})}));
        const std::string record = freeName(target->logicalId + "Record");
        m_plan.edits.emplace_back(
            AddResource{m_stack->id,
                        record,
                        resourceBody(kRecord, {{"HostedZoneId", Value::ref(zone->logicalId)},
                                               {"Name", isTaken ? below : *own},
                                               {"Type", Value::string("A")},
                                               {"AliasTarget", aliasOf(target)}}),
                        {}});
        return make(fmt::format("{} becomes a record of {}, an alias of {}", record,
                                zone->logicalId, target->logicalId));
    }

    /// An instance runs as a role by a profile, which is made where the role has none.
    /// Source: CloudFormation, AWS::IAM::InstanceProfile; AWS::EC2::Instance IamInstanceProfile.
    bool asProfile() {
        const bool toInstance = is(m_to, kInstance);
        const Pointer role = toInstance ? m_from : m_to;
        const Pointer instance = toInstance ? m_to : m_from;
        if (!is(role, "AWS::IAM::Role") || !is(instance, kInstance)) return false;
        if (instance->properties().isMap() &&
            instance->properties().find("IamInstanceProfile") != nullptr) {
            return deny(fmt::format("{} has an instance profile already", instance->logicalId));
        }
        std::string profile;
        for (const Pointer& each : naming(role->logicalId)) {
            if (is(each, "AWS::IAM::InstanceProfile")) profile = each->logicalId;
        }
        const bool isNew = profile.empty();
        if (isNew) {
            profile = freeName(role->logicalId + "Profile");
            m_plan.edits.emplace_back(
                AddResource{m_stack->id,
                            profile,
                            resourceBody("AWS::IAM::InstanceProfile",
                                         {{"Roles", Value::list({Value::ref(role->logicalId)})}}),
                            {}});
        }
        set(instance, Path{std::string("IamInstanceProfile")}, Value::ref(profile));
        return make(fmt::format("{} runs as {}, by the instance profile {}{}", instance->logicalId,
                                role->logicalId, profile, isNew ? ", which is made" : ""));
    }

    /// Makes one thing call, feed or use another.
    bool asCall(const Pointer& caller, const Pointer& called) {
        const auto call = planCall(m_stack, m_world.naming, caller, called);
        if (!call) return false;
        if (call->edits.empty()) return deny(call->why);
        m_plan.edits = call->edits;
        return make(call->why);
    }

    bool asOrigin() {
        if (!is(m_from, kDistribution) || (!is(m_to, kBalancer) && !is(m_to, kBucket)))
            return false;
        const Path path{std::string("DistributionConfig"), std::string("Origins")};
        const Value* origins = m_from->properties().at(path);
        if (origins == nullptr || !origins->isList()) {
            return deny(fmt::format("Origins of {} is no plain list: change it in the template",
                                    m_from->logicalId));
        }
        const bool bucket = is(m_to, kBucket);
        Value origin =
            Value::map({{"Id", Value::string(m_to->logicalId)},
                        {"DomainName", Value::getAtt(m_to->logicalId,
                                                     bucket ? "RegionalDomainName" : "DNSName")}});
        std::string lets;
        if (bucket) {
            const std::string access = makeOriginAccess();
            origin = origin
                         .withEntry("S3OriginConfig",
                                    Value::map({{"OriginAccessIdentity", Value::string("")}}))
                         .withEntry("OriginAccessControlId", Value::getAtt(access, "Id"));
            if (!letOriginRead(lets)) return true;
        } else {
            origin = origin.withEntry(
                "CustomOriginConfig",
                Value::map({{"OriginProtocolPolicy", Value::string("https-only")}}));
        }
        set(m_from, path / origins->items().size(), origin);
        return make(
            fmt::format("{} becomes an origin of {}{}", m_to->logicalId, m_from->logicalId, lets));
    }

    /// Makes the access control by which CloudFront signs what it asks of a bucket.
    /// Source: CloudFront, "Restrict access to an Amazon S3 origin" (origin access control).
    std::string makeOriginAccess() {
        std::string name = freeName(m_to->logicalId + "Access");
        const Value own =
            Value::call(Function::Sub, Value::string("${AWS::StackName}-" + m_to->logicalId));
        m_plan.edits.emplace_back(AddResource{
            m_stack->id,
            name,
            resourceBody("AWS::CloudFront::OriginAccessControl",
                         {{"OriginAccessControlConfig",
                           Value::map({{"Name", own},
                                       {"OriginAccessControlOriginType", Value::string("s3")},
                                       {"SigningBehavior", Value::string("always")},
                                       {"SigningProtocol", Value::string("sigv4")}})}}),
            {}});
        return name;
    }

    /// Lets a distribution read a bucket, by the policy that the bucket has or gets; false where
    /// that can't be edited.
    bool letOriginRead(std::string& says) {
        const Value arn = Value::call(
            Function::Sub,
            Value::string("arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${" +
                          m_from->logicalId + "}"));
        const Value objects =
            Value::call(Function::Sub, Value::string("${" + m_to->logicalId + ".Arn}/*"));
        const Value statement = Value::map(
            {{"Effect", Value::string("Allow")},
             {"Principal", Value::map({{"Service", Value::string("cloudfront.amazonaws.com")}})},
             {"Action", Value::string("s3:GetObject")},
             {"Resource", objects},
             {"Condition", Value::map({{"StringEquals", Value::map({{"AWS:SourceArn", arn}})}})}});
        for (const Pointer& each : naming(m_to->logicalId)) {
            if (!is(each, kBucketPolicy)) continue;
            const Path path{std::string("PolicyDocument"), std::string("Statement")};
            const Value* list = each->properties().isMap() ? each->properties().at(path) : nullptr;
            if (list == nullptr || !list->isList()) {
                deny(fmt::format("Statement of {} is no plain list: change it in the template",
                                 each->logicalId));
                return false;
            }
            set(each, path / list->items().size(), statement);
            says = fmt::format("; {} lets it read", each->logicalId);
            return true;
        }
        const std::string name = freeName(m_to->logicalId + "Policy");
        m_plan.edits.emplace_back(AddResource{
            m_stack->id,
            name,
            resourceBody(kBucketPolicy, {{"Bucket", Value::ref(m_to->logicalId)},
                                         {"PolicyDocument",
                                          Value::map({{"Version", Value::string("2012-10-17")},
                                                      {"Statement", Value::list({statement})}})}}),
            {}});
        says = fmt::format("; {} lets it read", name);
        return true;
    }

    bool asVpcs() {
        const bool toVpc = is(m_to, "AWS::EC2::VPC");
        if (toVpc && is(m_from, "AWS::EC2::InternetGateway")) {
            m_plan.edits.emplace_back(
                AddResource{m_stack->id,
                            freeName(m_from->logicalId + "Attachment"),
                            resourceBody("AWS::EC2::VPCGatewayAttachment",
                                         {{"VpcId", Value::ref(m_to->logicalId)},
                                          {"InternetGatewayId", Value::ref(m_from->logicalId)}}),
                            {}});
            return make(fmt::format("{} is attached to {}", m_from->logicalId, m_to->logicalId));
        }
        if (!toVpc || !is(m_from, "AWS::EC2::VPC")) return false;
        m_plan.edits.emplace_back(
            AddResource{m_stack->id,
                        freeName(m_from->logicalId + "To" + m_to->logicalId),
                        resourceBody("AWS::EC2::VPCPeeringConnection",
                                     {{"VpcId", Value::ref(m_from->logicalId)},
                                      {"PeerVpcId", Value::ref(m_to->logicalId)}}),
                        {}});
        return make(fmt::format("{} and {} are peered; routes are still to be added",
                                m_from->logicalId, m_to->logicalId));
    }

    [[nodiscard]] bool decidesPlace(const Pointer& owner, const PathPattern& path) const {
        const SystemFacts* facts = m_world.catalog.system(owner->type());
        return facts != nullptr &&
               std::ranges::find(facts->containments, path, &Containment::path) !=
                   facts->containments.end();
    }

    /// Sets the first property of `owner` that refers to things like `other` and is free for it.
    bool asReference(const Pointer& owner, const Pointer& other) {
        for (const ReferenceFacts& facts : m_world.catalog.references(owner->type())) {
            const auto& steps = facts.path.steps();
            if (!facts.verified || steps.empty() || decidesPlace(owner, facts.path)) continue;
            const auto target = std::ranges::find(facts.targets, std::string_view(other->type()),
                                                  &ReferenceTarget::type);
            if (target == facts.targets.end()) continue;
            Value value = target->attribute.empty()
                              ? Value::ref(other->logicalId)
                              : Value::getAtt(other->logicalId, std::string(target->attribute));
            const bool list = steps.back().kind == PathPattern::StepKind::AnyItem;
            if (steps.size() != (list ? 2U : 1U)) continue;
            const std::string& property = steps.front().key;
            const Value* present =
                owner->properties().isMap() ? owner->properties().find(property) : nullptr;
            if (list) {
                if (!append(owner, property, std::move(value))) continue;
            } else {
                if (present != nullptr) continue;
                set(owner, Path{property}, std::move(value));
            }
            return make(fmt::format("{} of {} {} {}", property, owner->logicalId,
                                    list ? "gains" : "becomes", other->logicalId));
        }
        return false;
    }

    const Diagram& m_diagram;
    const World& m_world;
    bool m_internet;
    bool m_oneStack = false;
    std::shared_ptr<const Stack> m_stack;
    Pointer m_from;
    Pointer m_to;
    std::optional<Value> m_targetPort;  ///< What a target of the balancer already answers on.
    DropPlan m_plan;
};

}  // namespace

DropPlan planConnection(const Scene& scene, BoxIndex from, BoxIndex to, const World& world) {
    return Connection(scene, from, to, world).plan();
}

ConnectionStep stepOf(const WantedWay& way, const Design& design) {
    const auto from = declaredResource(design, way.from);
    const auto to = declaredResource(design, way.to);
    return {fmt::format("Connect {} with {}", from ? from.resource->logicalId : "the internet",
                        to ? to.resource->logicalId : ""),
            fmt::format("connect {} {} {}", way.from.value, way.to.value, way.port)};
}

std::vector<Effect> effectsOf(const DropPlan& plan, const Design& design) {
    if (!plan.legal) return {Say{plan.why, plan.way}};
    const std::string key = plan.way ? stepOf(*plan.way, design).key : std::string();
    std::vector<Effect> effects{Commit{plan.edits, plan.label, key, plan.news, plan.way}};
    if (!plan.aside.empty()) effects.emplace_back(Say{plan.aside});
    return effects;
}

bool hasHandle(const Box& box) {
    if (box.key == "internet") return true;
    const bool isThing = isNode(box.kind) || box.kind == BoxKind::Fleet;
    return !box.external && isThing && resourceOf(box);
}

Point handleOf(const Rect& rect) { return {right(rect), rect.y + rect.height / 2}; }

}  // namespace archivolt::tools
