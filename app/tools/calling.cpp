#include "app/tools/calling.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/tools/references.h"
#include "model/design/names.h"
#include "model/policy/json_text.h"
#include "model/serverless/serverless_policies.h"

namespace archivolt::tools {

namespace {

constexpr std::string_view kFunction = "AWS::Lambda::Function";
constexpr std::string_view kQueue = "AWS::SQS::Queue";
constexpr std::string_view kTopic = "AWS::SNS::Topic";
constexpr std::string_view kRole = "AWS::IAM::Role";
constexpr std::string_view kRule = "AWS::Events::Rule";

using Shared = std::shared_ptr<const Resource>;

const Value* propertyOf(const Resource& resource, std::string_view name) {
    const Value& properties = resource.properties();
    return properties.isMap() ? properties.find(name) : nullptr;
}

/// Says what of `${Name}` a `Sub` of the stack has in its place: `Jobs.Arn`; empty for a text that
/// is no name of the two ends.
std::string nameInSub(std::string_view name, const Resource& from, const Resource& to) {
    // A topic's Ref is its ARN; it has no attribute Arn.
    const auto arn = [](const Resource& of) {
        return of.type() == kTopic ? of.logicalId : of.logicalId + ".Arn";
    };
    if (name == "Source.Arn") return arn(from);
    if (name == "Destination.Arn") return arn(to);
    if (name == "Destination.Name") return to.logicalId + ".Name";
    if (name == "Source.ResourceId") return from.logicalId;
    return std::string(name);
}

/// Writes a text of the data as a template does: as a reference where it is nothing else.
Value writtenText(std::string_view text, const Resource& from, const Resource& to) {
    std::string sub;
    bool isOne = false;
    std::string last;
    const std::string whole(text);
    while (!text.empty()) {
        const std::size_t open = text.find("${");
        sub += text.substr(0, open);
        if (open == std::string_view::npos) break;
        const std::size_t close = text.find('}', open);
        const std::string_view name = text.substr(open + 2, close - open - 2);
        isOne = open == 0 && close + 1 == whole.size();
        text.remove_prefix(close + 1);
        if (name == "Source.Qualifier") {
            sub += '*';  // Of an API's paths all are meant.
            continue;
        }
        last = nameInSub(name, from, to);
        sub += "${" + last + "}";
    }
    if (last.empty()) return Value::string(sub);
    if (!isOne) return Value::call(Function::Sub, Value::string(sub));
    const auto dot = last.find('.');
    if (dot == std::string::npos) return Value::ref(last);
    return Value::getAtt(last.substr(0, dot), last.substr(dot + 1));
}

Value written(const Value& value, const Resource& from, const Resource& to) {
    if (value.isString()) return writtenText(value.text(), from, to);
    if (value.isList()) {
        std::vector<Value> items;
        items.reserve(value.items().size());
        for (const Value& item : value.items()) items.push_back(written(item, from, to));
        return Value::list(std::move(items));
    }
    if (!value.isMap()) return value;
    std::vector<MapEntry> entries;
    entries.reserve(value.entries().size());
    for (const MapEntry& entry : value.entries()) {
        entries.push_back({entry.key, written(entry.value, from, to)});
    }
    return Value::map(std::move(entries));
}

/// One call, being worked out.
class CallMaker {
public:
    CallMaker(std::shared_ptr<const Stack> stack, const NamingIndex& naming, Shared from, Shared to)
        : m_stack(std::move(stack)),
          m_naming(naming),
          m_from(std::move(from)),
          m_to(std::move(to)) {}

    std::optional<CallPlan> plan() {
        const auto grants = grantsOf();
        if (grants.empty()) return std::nullopt;
        trigger();
        std::vector<Value> ofRole;
        ConnectorHolder holder = ConnectorHolder::SourceRole;
        for (const ConnectorGrant& grant : grants) {
            const auto document = valueFromJsonText(grant.text);
            const Value* list = document ? document->find("Statement") : nullptr;
            if (list == nullptr) return std::nullopt;
            for (const Value& each : list->items()) {
                const Value statement = written(each, *m_from, *m_to);
                if (grant.holder == ConnectorHolder::Destination) {
                    permit(statement);
                } else {
                    holder = grant.holder;
                    ofRole.push_back(statement);
                }
            }
        }
        if (!ofRole.empty()) {
            giveRole(holder == ConnectorHolder::SourceRole ? m_from : m_to,
                     holder == ConnectorHolder::SourceRole ? m_to : m_from, std::move(ofRole));
        }
        if (!m_refused.empty()) return CallPlan{{}, m_refused};
        return CallPlan{std::move(m_edits), m_says};
    }

private:
    /// Returns what the data say of the two types; what runs as a role is granted what a function
    /// is.
    [[nodiscard]] std::vector<ConnectorGrant> grantsOf() const {
        auto grants = connectorGrants(m_from->type(), m_to->type());
        if (!grants.empty() || !runsAsRole(m_from->type())) return grants;
        return connectorGrants(kFunction, m_to->type());
    }
    static bool runsAsRole(std::string_view type) {
        return type == kRole || type == "AWS::EC2::Instance";
    }

    [[nodiscard]] std::string freshName(const std::string& wanted) {
        std::string name = freeLogicalId(wanted, [&](const std::string& each) {
            return m_made.contains(each) || static_cast<bool>(m_stack->body.resources.find(each));
        });
        m_made.insert(name);
        return name;
    }
    std::string add(const std::string& wanted, std::string_view type,
                    std::vector<MapEntry> properties) {
        std::string name = freshName(wanted);
        m_edits.emplace_back(
            AddResource{m_stack->id, name, resourceBody(type, std::move(properties)), {}});
        return name;
    }
    [[nodiscard]] NamingIndex::Resources naming(const std::string& logicalId) const {
        return m_naming.naming(m_stack, logicalId);
    }
    void refuse(std::string why) {
        if (m_refused.empty()) m_refused = std::move(why);
    }
    void says(const std::string& what) { m_says += (m_says.empty() ? "" : "; ") + what; }

    /// Adds an item to a list somewhere in a resource's properties, which is made where it is
    /// missing with the map around it.
    void append(const Resource& owner, const Path& path, Value item) {
        const Value* present = owner.properties().isMap() ? owner.properties().at(path) : nullptr;
        if (present != nullptr && !present->isList()) {
            refuse(fmt::format("{} of {} is no plain list: change it in the template",
                               path.toString(), owner.logicalId));
            return;
        }
        const Path whole = propertiesOf(owner.logicalId) / path;
        if (present != nullptr) {
            m_edits.emplace_back(
                SetValue{m_stack->id, whole / present->items().size(), std::move(item)});
            return;
        }
        Value list = Value::list({std::move(item)});
        const Path parent = path.parent();
        const bool isBare = !parent.empty() && (!owner.properties().isMap() ||
                                                owner.properties().at(parent) == nullptr);
        if (isBare) {
            m_edits.emplace_back(SetValue{
                m_stack->id, propertiesOf(owner.logicalId) / parent,
                Value::map({{std::get<std::string>(path.steps().back()), std::move(list)}})});
            return;
        }
        m_edits.emplace_back(SetValue{m_stack->id, whole, std::move(list)});
    }

    [[nodiscard]] bool names(const Resource& resource, const Resource& other) const {
        return std::ranges::any_of(namedOfType(resource, *m_stack, other.type()),
                                   [&](const Shared& each) { return each->id == other.id; });
    }
    /// Says whether a resource of a type names both ends.
    [[nodiscard]] bool isBetween(std::string_view type) const {
        return std::ranges::any_of(naming(m_from->logicalId), [&](const Shared& each) {
            return each->type() == type && names(*each, *m_to);
        });
    }
    [[nodiscard]] static Value arnOf(const Resource& of) {
        return of.type() == kTopic ? Value::ref(of.logicalId) : Value::getAtt(of.logicalId, "Arn");
    }

    /// Makes what calls, where the one calls the other by itself: a function calls as its code
    /// says.
    void trigger() {
        const std::string& from = m_from->type();
        const bool toFunction = m_to->type() == kFunction;
        if (from == kRule) return byRule();
        if (from == kTopic) return bySubscription();
        if (from == "AWS::S3::Bucket" && toFunction) return byBucket();
        if ((from == kQueue || from == "AWS::DynamoDB::Table") && toFunction) return byMapping();
        if (from == "AWS::ApiGatewayV2::Api" && toFunction) return byApi();
    }

    void byRule() {
        if (names(*m_from, *m_to)) {
            return refuse(
                fmt::format("{} is a target of {} already", m_to->logicalId, m_from->logicalId));
        }
        append(*m_from, Path{std::string("Targets")},
               Value::map({{"Id", Value::string(m_to->logicalId)}, {"Arn", arnOf(*m_to)}}));
        says(fmt::format("{} becomes a target of {}", m_to->logicalId, m_from->logicalId));
    }

    void bySubscription() {
        if (isBetween("AWS::SNS::Subscription")) {
            return refuse(
                fmt::format("{} is subscribed to {} already", m_to->logicalId, m_from->logicalId));
        }
        const bool queue = m_to->type() == kQueue;
        add(m_from->logicalId + "To" + m_to->logicalId, "AWS::SNS::Subscription",
            {{"TopicArn", Value::ref(m_from->logicalId)},
             {"Protocol", Value::string(queue ? "sqs" : "lambda")},
             {"Endpoint", Value::getAtt(m_to->logicalId, "Arn")}});
        says(fmt::format("{} is subscribed to {}", m_to->logicalId, m_from->logicalId));
    }

    void byBucket() {
        if (names(*m_from, *m_to)) {
            return refuse(fmt::format("{} tells {} already", m_from->logicalId, m_to->logicalId));
        }
        if (const Shared role = roleOf(m_to); role && names(*role, *m_from)) {
            return refuse(
                fmt::format("{} waits for {}, whose role {} names it: that would be a "
                            "circle. Write the bucket's name out in the role",
                            m_from->logicalId, m_to->logicalId, role->logicalId));
        }
        append(*m_from,
               Path{std::string("NotificationConfiguration"), std::string("LambdaConfigurations")},
               Value::map({{"Event", Value::string("s3:ObjectCreated:*")},
                           {"Function", Value::getAtt(m_to->logicalId, "Arn")}}));
        says(fmt::format("{} tells {} of each new object", m_from->logicalId, m_to->logicalId));
    }

    void byMapping() {
        if (isBetween("AWS::Lambda::EventSourceMapping")) {
            return refuse(fmt::format("{} feeds {} already", m_from->logicalId, m_to->logicalId));
        }
        const bool queue = m_from->type() == kQueue;
        std::vector<MapEntry> properties{
            {"FunctionName", Value::ref(m_to->logicalId)},
            {"EventSourceArn", Value::getAtt(m_from->logicalId, queue ? "Arn" : "StreamArn")}};
        if (!queue) {
            properties.push_back({"StartingPosition", Value::string("LATEST")});
            if (propertyOf(*m_from, "StreamSpecification") == nullptr) {
                m_edits.emplace_back(SetValue{
                    m_stack->id, propertiesOf(m_from->logicalId) / PathStep("StreamSpecification"),
                    Value::map({{"StreamViewType", Value::string("NEW_AND_OLD_IMAGES")}})});
            }
        }
        add(m_to->logicalId + "Takes" + m_from->logicalId, "AWS::Lambda::EventSourceMapping",
            std::move(properties));
        says(fmt::format("{} feeds {}", m_from->logicalId, m_to->logicalId));
    }

    /// An HTTP API gets a route of its own for the function, the default one where that is free.
    void byApi() {
        const Value* protocol = propertyOf(*m_from, "ProtocolType");
        if (protocol == nullptr || protocol->asString() != "HTTP") {
            return refuse(
                fmt::format("{} is no HTTP API: which route calls {} is to be said in "
                            "the template",
                            m_from->logicalId, m_to->logicalId));
        }
        if (isBetween("AWS::ApiGatewayV2::Integration")) {
            return refuse(fmt::format("{} calls {} already", m_from->logicalId, m_to->logicalId));
        }
        bool hasDefault = false;
        for (const Shared& each : naming(m_from->logicalId)) {
            const Value* key = propertyOf(*each, "RouteKey");
            hasDefault = hasDefault || (key != nullptr && key->asString() == "$default");
        }
        const std::string integration =
            add(m_to->logicalId + "Integration", "AWS::ApiGatewayV2::Integration",
                {{"ApiId", Value::ref(m_from->logicalId)},
                 {"IntegrationType", Value::string("AWS_PROXY")},
                 {"IntegrationUri", Value::getAtt(m_to->logicalId, "Arn")},
                 {"PayloadFormatVersion", Value::string("2.0")}});
        std::string key = hasDefault ? "ANY /" + m_to->logicalId : "$default";
        add(m_to->logicalId + "Route", "AWS::ApiGatewayV2::Route",
            {{"ApiId", Value::ref(m_from->logicalId)},
             {"RouteKey", Value::string(key)},
             {"Target",
              Value::call(Function::Sub, Value::string("integrations/${" + integration + "}"))}});
        says(fmt::format("{} calls {} by the route {}", m_from->logicalId, m_to->logicalId, key));
    }

    /// Permits the call where the one that is called decides: a function by a permission, a queue
    /// or a topic by its policy.
    void permit(const Value& statement) {
        if (m_to->type() == kFunction) {
            permitFunction(statement);
            return;
        }
        const bool queue = m_to->type() == kQueue;
        const std::string_view type = queue ? "AWS::SQS::QueuePolicy" : "AWS::SNS::TopicPolicy";
        for (const Shared& each : naming(m_to->logicalId)) {
            if (each->type() != type) continue;
            // Of several policies of one queue the last one alone holds.
            const Path path{std::string("PolicyDocument"), std::string("Statement")};
            append(*each, path, statement);
            says(fmt::format("{} lets it", each->logicalId));
            return;
        }
        const std::string name =
            add(m_to->logicalId + "Policy", type,
                {{queue ? "Queues" : "Topics", Value::list({Value::ref(m_to->logicalId)})},
                 {"PolicyDocument", documentOf({statement})}});
        says(fmt::format("{} lets it", name));
    }

    /// Source: CloudFormation, AWS::Lambda::Permission. A bucket must wait for its permission, so
    /// that this can't name the bucket, whose name is not known before: the account stands for it
    /// (AWS::S3::Bucket NotificationConfiguration).
    void permitFunction(const Value& statement) {
        const bool bucket = m_from->type() == "AWS::S3::Bucket";
        const Value* service = statement.at(Path{std::string("Principal"), std::string("Service")});
        const Value* source = statement.at(
            Path{std::string("Condition"), std::string("ArnLike"), std::string("aws:SourceArn")});
        std::vector<MapEntry> properties{{"FunctionName", Value::ref(m_to->logicalId)},
                                         {"Action", Value::string("lambda:InvokeFunction")},
                                         {"Principal", service == nullptr ? Value() : *service}};
        if (bucket) {
            properties.push_back({"SourceAccount", Value::ref("AWS::AccountId")});
        } else if (source != nullptr) {
            properties.push_back({"SourceArn", *source});
        }
        const std::string name = add(m_from->logicalId + "MayCall" + m_to->logicalId,
                                     "AWS::Lambda::Permission", std::move(properties));
        says(fmt::format("{} lets it", name));
        if (bucket) waitFor(*m_from, name);
    }

    void waitFor(const Resource& owner, const std::string& name) {
        const Value* present = owner.body.find("DependsOn");
        std::vector<Value> all;
        if (present != nullptr && present->isList()) all = present->items();
        if (present != nullptr && present->isString()) all.push_back(*present);
        all.push_back(Value::string(name));
        Value value = all.size() == 1 ? all.front() : Value::list(std::move(all));
        m_edits.emplace_back(SetValue{
            m_stack->id, Path{std::string("Resources"), owner.logicalId, std::string("DependsOn")},
            std::move(value)});
    }

    static Value documentOf(std::vector<Value> statements) {
        return Value::map({{"Version", Value::string("2012-10-17")},
                           {"Statement", Value::list(std::move(statements))}});
    }

    /// Returns the role that a thing runs as, as far as it is of the stack.
    [[nodiscard]] Shared roleOf(const Shared& runner) const {
        if (runner->type() == kRole) return runner;
        auto roles = namedOfType(*runner, *m_stack, kRole);
        if (roles.empty()) {
            for (const Shared& each : namedOfType(*runner, *m_stack, "AWS::IAM::InstanceProfile")) {
                roles = namedOfType(*each, *m_stack, kRole);
            }
        }
        return roles.empty() ? nullptr : roles.front();
    }

    void giveRole(const Shared& runner, const Shared& used, std::vector<Value> statements) {
        const Shared role = roleOf(runner);
        if (!role) {
            return refuse(
                fmt::format("{} has no role of this template that could be granted the "
                            "use of {}",
                            runner->logicalId, used->logicalId));
        }
        if (names(*used, *runner)) {
            return refuse(
                fmt::format("{} names {} already: a role that names it would be a "
                            "circle. Write its name out in the role",
                            used->logicalId, runner->logicalId));
        }
        const Value* policies = propertyOf(*role, "Policies");
        if (policies != nullptr && policies->isList()) {
            for (const Value& each : policies->items()) {
                const Value* name = each.isMap() ? each.find("PolicyName") : nullptr;
                if (name == nullptr || name->asString() != used->logicalId) continue;
                return refuse(
                    fmt::format("{} has a policy {} already", role->logicalId, used->logicalId));
            }
        }
        append(*role, Path{std::string("Policies")},
               Value::map({{"PolicyName", Value::string(used->logicalId)},
                           {"PolicyDocument", documentOf(std::move(statements))}}));
        says(fmt::format("{} may use {}", role->logicalId, used->logicalId));
    }

    std::shared_ptr<const Stack> m_stack;
    const NamingIndex& m_naming;
    Shared m_from;
    Shared m_to;
    std::set<std::string> m_made;
    std::vector<Edit> m_edits;
    std::string m_says;
    std::string m_refused;
};

}  // namespace

std::optional<CallPlan> planCall(const std::shared_ptr<const Stack>& stack,
                                 const NamingIndex& naming,
                                 const std::shared_ptr<const Resource>& from,
                                 const std::shared_ptr<const Resource>& to) {
    return CallMaker(stack, naming, from, to).plan();
}

}  // namespace archivolt::tools
