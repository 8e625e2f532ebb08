#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/serverless/transform_serverless.h"

namespace archivolt {

/// Makes a map of entries that have a value; null pointers stand for what is not given.
[[nodiscard]] Value mapOf(std::vector<std::pair<std::string, Value>> entries);
[[nodiscard]] Value textOf(std::string text);
/// Returns a copy of a value, or null of none.
[[nodiscard]] Value orNull(const Value* value);
[[nodiscard]] Value listOf(std::vector<Value> items);
/// Makes `!Sub pattern`, with names of its own where they are given.
[[nodiscard]] Value substituted(std::string pattern, std::vector<MapEntry> names = {});
/// Makes a policy document of one statement that allows actions.
[[nodiscard]] Value statementOf(Value action, Value resource);
[[nodiscard]] Value documentOf(std::vector<Value> statements);
/// Makes the document that lets a service assume a role.
[[nodiscard]] Value trustOf(std::string_view service);

/// A resource of SAM's while it is transformed.
struct ServerlessItem {
    const Resource& resource;
    Value properties;  ///< With Globals merged in.

    [[nodiscard]] const std::string& id() const { return resource.logicalId; }
    /// Returns a property that is given, and not null; else null pointer.
    [[nodiscard]] const Value* property(std::string_view name) const;
};

/// What a function's events and settings add to the role that is made for it.
struct RoleNeeds {
    std::vector<std::string> managed;  ///< Names of AWS's policies behind `policy/`.
    std::vector<Value> inlined;        ///< Maps of PolicyName and PolicyDocument.
};

/// An API that is transformed: the template's own, or the one that events without one imply.
struct ServerlessApi {
    std::string id;
    bool isHttp = false;
    ResourceId maker;
    std::optional<std::string> condition;  ///< Of an implied one: that of all that imply it.
    bool mixedConditions = false;
};

/// Gathers what the transform makes of a template.
class ServerlessMaker {
public:
    ServerlessMaker(const Template& body, const std::map<std::string, Value>& parameters);
    ServerlessTransform make();

private:
    // serverless_maker.cpp
    void add(const ServerlessItem& of, std::string logicalId, std::string_view type,
             Value properties);
    void addWith(const ServerlessItem& of, std::string logicalId, Value body);
    /// Returns a value with references to parameters followed.
    [[nodiscard]] Value resolved(const Value& value) const;
    /// Returns the body that a resource of the template has by now.
    [[nodiscard]] const Value* bodyOf(const std::string& logicalId) const;
    [[nodiscard]] const Resource* resourceOf(const Value& reference) const;
    void change(const std::string& logicalId, Value body);

    // serverless_globals.cpp
    [[nodiscard]] Value withGlobals(const Resource& resource) const;

    // serverless_functions.cpp
    void makeFunction(const ServerlessItem& item);
    void makeAlias(const ServerlessItem& item);
    void makeUrl(const ServerlessItem& item, const Value& config);
    void makeInvokeConfig(const ServerlessItem& item, const Value& config, RoleNeeds& needs);
    void makeDeployment(const ServerlessItem& item, const Value& preference);
    /// Returns a reference to what is invoked: the alias, else the function; by name or ARN.
    [[nodiscard]] Value invoked(const ServerlessItem& item, bool byArn) const;
    [[nodiscard]] std::string aliasOf(const ServerlessItem& item) const;

    // serverless_roles.cpp
    void makeFunctionRole(const ServerlessItem& item, RoleNeeds needs);
    void makeRole(const ServerlessItem& item, std::string_view service,
                  std::vector<Value> managedArns, std::vector<Value> inlined);
    void addStatedPolicies(const ServerlessItem& item, std::vector<Value>& managedArns,
                           std::vector<Value>& inlined) const;

    // serverless_events.cpp
    void makeEvents(const ServerlessItem& item, RoleNeeds& needs);
    void makeEvent(const ServerlessItem& item, const std::string& name, const std::string& type,
                   const Value& event, RoleNeeds& needs);
    bool makePolled(const ServerlessItem& item, const std::string& name, const std::string& type,
                    const Value& event, RoleNeeds& needs);
    void makePermission(const ServerlessItem& item, std::string logicalId,
                        std::string_view principal,
                        std::vector<std::pair<std::string, Value>> more);
    void makeRule(const ServerlessItem& item, const std::string& name, const std::string& type,
                  const Value& event);
    void makeSchedule(const ServerlessItem& item, const std::string& name, const Value& event);
    void makeTopicEvent(const ServerlessItem& item, const std::string& name, const Value& event,
                        RoleNeeds& needs);
    void makeBucketEvent(const ServerlessItem& item, const std::string& name, const Value& event);
    void makeUserPoolEvent(const ServerlessItem& item, const Value& event);
    void makeApiEvent(const ServerlessItem& item, const std::string& name, bool isHttp,
                      const Value& event);
    [[nodiscard]] static RoleNeeds needsOfPolled(const std::string& name, const std::string& type,
                                                 const Value& event);

    // serverless_apis.cpp
    std::string apiOf(const ServerlessItem& item, bool isHttp, const Value& event);
    void makeRestApi(const ServerlessItem& item, const std::string& id);
    void makeHttpApi(const ServerlessItem& item, const std::string& id);
    void makeDomain(const ServerlessItem& item, const std::string& id, bool isHttp,
                    const Value& domain, const std::string& stage);
    void makeAuthorizers(const ServerlessItem& item, const std::string& id, bool isHttp);
    void makeUsagePlan(const ServerlessItem& item, const std::string& id, const std::string& stage);
    void makeWebSocket(const ServerlessItem& item);
    void makeImpliedApis();
    [[nodiscard]] static std::string stageOf(const ServerlessItem& item, const std::string& id,
                                             bool isHttp);

    // serverless_machines.cpp
    void makeMachine(const ServerlessItem& item);
    void makeMachineEvent(const ServerlessItem& item, const std::string& name,
                          const std::string& type, const Value& event);

    const Template& m_body;
    const std::map<std::string, Value>& m_parameters;
    std::set<std::string, std::less<>> m_taken;
    std::map<std::string, std::size_t> m_count;
    std::map<std::string, ServerlessApi> m_implied;
    std::set<std::string> m_defaultRoutes;  // A function and the API whose other routes it takes.
    ServerlessTransform m_result;
};

}  // namespace archivolt
