#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "model/access/access_model.h"
#include "model/policy/policy_places.h"

namespace archivolt {

/// Returns the known tags of a list of Key and Value, or of a map; none of a null pointer.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> tagsOf(const Value* list);

/// Builds the access model of a design, stack by stack.
class ModelBuilder {
public:
    ModelBuilder(const EvaluatedDesign& design, const Catalog& catalog, const GivenPolicies& given,
                 const AccessModel* previous = nullptr);

    [[nodiscard]] AccessModel build();

    /// Returns the model of a design that differs from the previous model's in the policies of
    /// roles alone: a copy, in which these are read anew. Nothing where more may differ.
    [[nodiscard]] static std::optional<AccessModel> patched(const EvaluatedDesign& design,
                                                            const GivenPolicies& given,
                                                            const AccessModel& previous);

private:
    /// Goes on with what everything is called.
    ModelBuilder(const EvaluatedDesign& design, std::shared_ptr<const ResourceNames> names,
                 const GivenPolicies& given);

    /// One resource with the stack that it is of.
    struct Item {
        Item(const EvaluatedStack* of, const EvaluatedResource* evaluated)
            : stack(of), resource(evaluated), m_type(&evaluated->source->type()) {}
        const EvaluatedStack* stack;
        const EvaluatedResource* resource;
        [[nodiscard]] const std::string& type() const { return *m_type; }
        [[nodiscard]] const std::string& logicalId() const { return resource->source->logicalId; }
        [[nodiscard]] StackId id() const { return stack->source->id; }
        [[nodiscard]] const Value* property(const char* name) const {
            return resource->properties().find(name);
        }
        [[nodiscard]] Origin origin(Path path) const {
            return {id(), resource->source->id, std::move(path)};
        }

    private:
        const std::string* m_type;
    };
    /// A document that is joined into a resource's policy.
    struct JoinPart {
        Item item;
        Value document;
        Path path;
        PolicyKind kind;
        std::string name;
        /// It is a bucket's Block Public Access, `document` whether it restricts a public policy.
        bool keepsPublicOut = false;
        bool isAcl = false;  ///< It is a bucket's ACL, which does not make its policy public.
        std::vector<const EvaluatedResource*> others = {};  ///< What else it was read of.
    };
    using Named = std::pair<std::string, std::string>;  ///< A stack's name, and a logical id.

    /// Visits every resource that exists or may exist.
    template <class Visit>
    void forEach(const Visit& visit) const {
        for (const auto& stack : m_design.stacks) {
            for (const auto& resource : stack->resources) {
                if (resource->exists != Truth::No) visit(Item{stack.get(), resource.get()});
            }
        }
    }
    /// Returns what a value names, of whichever stack; nothing where it is not of the design.
    [[nodiscard]] std::optional<Item> itemNamedBy(const Value& value, StackId stack) const;
    [[nodiscard]] SharedPolicy compile(const Item& item, const Value& document, const Path& path,
                                       PolicyKind kind) const;
    [[nodiscard]] AccessPolicy policyAt(const Item& item, const Value& document, Path path,
                                        PolicyKind kind, std::string name) const;

    void noteKnown(const AccessPrincipal& principal);
    /// Reads a role anew; says whether that was all that may differ.
    [[nodiscard]] bool patchRole(const Item& item, const EvaluatedResource& before);
    [[nodiscard]] AccessPrincipal principalOf(const Item& item) const;
    void addPrincipal(const Item& item);
    void addServerlessRole(const Item& item);
    [[nodiscard]] static bool isFunctionsOwn(const Item& item);
    void readMadeRole(const Item& function, std::vector<AccessPolicy>& out) const;
    void readInline(const Item& item, std::vector<AccessPolicy>& out) const;
    void readManaged(const Item& item, const Value& list, std::vector<AccessPolicy>& out) const;
    void readServerlessPolicies(const Item& item, const Value& list,
                                std::vector<AccessPolicy>& out) const;
    void readAttached(const Item& principal, std::vector<AccessPolicy>& out) const;
    void readGroups(const Item& user, std::vector<AccessPolicy>& out) const;
    [[nodiscard]] AccessPolicy managedPolicy(const Item& item, const Value& named,
                                             PolicyKind kind) const;
    [[nodiscard]] bool names(const Value* list, StackId stack, const Item& principal) const;
    void indexAttachments();
    void addUses(const Item& item);
    void addRunner(const Item& item);
    void findRole(const Item& item, AccessRunner& runner) const;
    void setPrincipal(const Item& item, const std::string& logicalId, AccessRunner& runner) const;
    void addKey(const Item& item, AccessResource& resource) const;
    void addEndpoint(const Item& item);

    void addConnectors(const Item& item);
    void connect(const Item& item, const std::string& source, const Value& properties,
                 const Path& path);
    void grantConnection(const Item& item, const std::string& source,
                         const std::string& destination, const std::vector<std::string>& wanted,
                         const Path& path);
    [[nodiscard]] std::optional<Value> pseudoOf(const Item& item, std::string_view name) const;
    [[nodiscard]] AccessPrincipal* roleOf(const Item& item, const std::string& logicalId);

    void addResource(const Item& item);
    void readResourcePolicies();
    void readResourcePoliciesOf(const Item& item);
    void readResourcePolicy(const Item& item, const PolicyPlace& place);
    void join(const Item& item, const std::string& target, const Value& document, const Path& path,
              PolicyKind kind, const std::string& name);
    void join(const Item& item, const ResourceNames::Place& target, const Value& document,
              const Path& path, PolicyKind kind, const std::string& name);
    [[nodiscard]] static Value itself(const Item& item, const ResourceNames::Place& target);
    void joinPermission(const Item& item);
    void joinEventBusPolicy(const Item& item);
    void joinAcl(const Item& item);
    /// What of an API's calls a statement is about, and why it may not be; empty: it is.
    struct ApiCalls {
        std::string calls;  ///< `/*/GET/pets/*`, below the API.
        Doubt why;
        std::vector<const EvaluatedResource*> on = {};  ///< What else says so.
    };
    void joinCallsOfApi(const Item& item);
    void joinMethod(const Item& item);
    void joinRoute(const Item& item);
    void joinSocketRoute(const Item& item, const Item& api);
    void joinPolicyOfServerlessApi(const Item& item);
    void joinCalls(const Item& item, const Item& api, const char* effect, ApiCalls calls,
                   const std::string& name);
    void joinUnknownCalls(const Item& item, const Item& api, const ApiCalls& calls,
                          const std::string& name);
    [[nodiscard]] bool hasGuardedRoutes(const Item& api, ApiCalls& calls) const;
    /// Returns what an API's callers' policies name; empty for all other types.
    [[nodiscard]] static std::string callArnOf(const Item& item, const ResourceName& name);
    /// Writes out what an API's own policy shortens: `execute-api:/` is the API itself.
    /// Source: API Gateway Developer Guide, apigateway-resource-policies-examples.
    void expandApiResources(const Item& item, PolicyDocument& document) const;
    [[nodiscard]] static Value statementOf(const std::string& effect, Value principal, Value action,
                                           Value resource, std::vector<MapEntry> conditions);
    /// Returns those that a policy elsewhere is of.
    [[nodiscard]] std::vector<ResourceNames::Place> targetsOf(const Item& item,
                                                              const PolicyPlace& place) const;
    void finishPolicies();
    void finishKnown(const std::vector<JoinPart>& parts, const AccessResource* known,
                     AccessResource& resource) const;
    void finishPolicy(const std::vector<JoinPart>& parts, AccessResource& resource) const;
    void joinBlockPublicAccess(const Item& item);
    void addPart(const JoinPart& part, PolicyDocument read, PolicyDocument& document,
                 AccessResource& resource) const;

    const EvaluatedDesign& m_design;
    std::shared_ptr<const ResourceNames> m_named;
    const ResourceNames& m_names;
    const GivenPolicies& m_given;
    AccessModel m_model;
    std::map<std::pair<StackId, std::string>, std::vector<JoinPart>> m_joined;
    std::map<std::pair<const EvaluatedStack*, std::string>, std::vector<Item>> m_attached;
    std::vector<Item> m_additions;  ///< Of users to groups.
    std::map<Named, std::size_t> m_principals;
    /// What an earlier model has of policies, and of whose resources they are.
    using PolicyKey = std::tuple<const EvaluatedResource*, Path, PolicyKind>;
    std::map<PolicyKey, SharedPolicy> m_known;
    std::map<Named, const AccessResource*> m_knownResources;
    mutable std::map<std::string, AccessPolicy> m_managed;  ///< Those of AWS, by ARN.
    mutable std::size_t m_read = 0;
};

}  // namespace archivolt
