#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/traffic/build/build_plant.h"

namespace archivolt::traffic {

/// The state of making a plant; what each room of the design becomes is a function of it.
struct Builder {
    Builder(const PlantInputs& given, const Scenario& asked);

    const PlantInputs& inputs;
    const Architecture& architecture;
    Scenario scenario;
    Defaults defaults;
    Places places;  ///< Those of the table and of the scenario.
    BuiltPlant built;
    std::map<std::pair<std::string, std::string>, const Thing*> byName;  ///< Stack and logical id.
    std::map<ThingId, NodeRef> nodes;                                    ///< What things became.
    std::map<std::string, NodeRef> named;  ///< Components by name, for scenarios.
    std::set<ThingId> handled;             ///< Simulated, or told of already.
    std::map<ThingId, ZoneIndex> subnetZones;
    std::map<ThingId, std::uint32_t> fleets;        ///< Groups, by their index among the fleets.
    std::map<ThingId, std::uint32_t> services;      ///< Those that scale, by their fleet's index.
    std::map<ThingId, NodeRef> readers;             ///< Of databases: what reads may be sent to.
    std::map<ThingId, std::vector<NodeRef>> parts;  ///< Of caches: their shards.
    std::map<ThingId, std::vector<NodeRef>> cacheReaders;  ///< Of caches: replicas, by shard.
    bool publicEntries = true;                             ///< Clients come from the internet.
    std::set<ThingId> behind;                     ///< What another component passes requests to.
    std::map<ThingId, std::uint32_t> inspectors;  ///< Endpoints, by their gateway's balancer.
    std::map<ThingId, double> scheduled;  ///< Rules that call by themselves: every how often.

    /// Returns a thing's evaluated properties; a null value where there are none.
    [[nodiscard]] const Value& propertiesOf(const Thing& thing) const;
    /// Returns the thing that a value refers to (`Ref`, `GetAtt`), in the stack of `from`.
    [[nodiscard]] const Thing* referred(const Thing& from, const Value& value) const;
    /// Returns every thing that a value refers to anywhere within, in order, each once.
    [[nodiscard]] std::vector<const Thing*> allReferred(const Thing& from,
                                                        const Value& value) const;
    /// Returns the other resources of this type, and those that SAM makes such of.
    [[nodiscard]] std::vector<const OtherThing*> othersOf(std::string_view type) const;
    /// Returns the name that reports use; the stack's is added where a name is not unique.
    [[nodiscard]] std::string nameOf(const Thing& thing) const;
    [[nodiscard]] ZoneIndex zoneOfSubnet(ThingId subnet) const;
    [[nodiscard]] ZoneIndex zoneOfInterface(ThingId interface) const;
    [[nodiscard]] const ScenarioComponent& settingsOf(const std::string& name) const;

    NodeRef addStation(const Thing& thing, const std::string& type, StationSpec spec);
    void remember(const Thing& thing, const std::string& type, const std::string& name,
                  NodeRef node);
    void note(std::string text);
    void leaveOut(const Thing& thing, const std::string& type, std::string why);
    /// Returns the work that a scenario gives a component, else this default.
    [[nodiscard]] Distribution workOf(const std::string& name, std::string_view key);
    /// Says whether packets get there, and notes where they don't, or where it can't be told.
    [[nodiscard]] bool isOpen(const Thing* from, const Thing& to, const PathPort& at,
                              std::string_view otherwise = "requests on this path are lost");
    /// Returns how long a packet takes from a place to a Region: half of what the scenario
    /// measured, else by the distance; nothing where the table does not know the Region.
    [[nodiscard]] std::optional<double> oneWayMs(const Place& from, const std::string& region);
    /// Returns the place whose edge locations serve clients at a place, by a distribution's price
    /// class; the place itself where that has some there.
    [[nodiscard]] const Place& servingPlace(const archivolt::Distribution& distribution,
                                            const Place& from) const;
    /// Returns the places where the scenario has clients, each once, by name.
    [[nodiscard]] std::vector<std::string> clientPlaces() const;
    /// Returns the way from clients at a place to an entry; nothing, noted, where it can't be told.
    [[nodiscard]] std::optional<Distribution> wayFrom(const Place& from, const Thing& to,
                                                      NodeRef node);
    /// Returns a station that nothing ever comes back from: what lies behind a blocked path.
    NodeRef unreachable(const std::string& from, const std::string& to);
};

/// Returns what stands under nested keys, or null pointer.
[[nodiscard]] const Value* within(const Value& value, std::initializer_list<std::string_view> keys);
[[nodiscard]] std::optional<double> numberAt(const Value& value,
                                             std::initializer_list<std::string_view> keys);
[[nodiscard]] std::string textAt(const Value& value, std::initializer_list<std::string_view> keys);
/// Returns a template's number as a count within bounds, so that no template can break or stall a
/// run.
[[nodiscard]] std::uint32_t countWithin(double value, std::uint32_t least, std::uint32_t most);
/// Returns a template's number of seconds as a time within bounds, given in seconds.
[[nodiscard]] Time timeWithin(double seconds, double least, double most);
/// Returns the value of a `Key`, `Value` pair in a list of attributes.
[[nodiscard]] std::optional<std::string> attributeAt(const Value& value, std::string_view list,
                                                     std::string_view key);

void buildStores(Builder& builder);
void buildTables(Builder& builder);
/// Makes fleets of services of App Runner, and of node groups of EKS.
void buildContainers(Builder& builder);
/// Returns what an instance of a type is like.
[[nodiscard]] StationSpec instanceSpec(Builder& builder, const std::string& name,
                                       const std::string& type);
void buildCaches(Builder& builder);
void buildFileSystems(Builder& builder);
/// Gives a database the storage that a scenario says its queries ask (T92).
void addStorage(Builder& builder, const Value& properties, const std::string& engine,
                StationSpec& database);
/// Says whether anything that runs code names an attribute of a thing that begins so.
[[nodiscard]] bool asksFor(const Builder& builder, const Thing& thing, std::string_view attribute);
/// Returns the zone of the n-th of these interfaces, counted in a ring; 0 where none is known.
[[nodiscard]] ZoneIndex zoneInTurn(const Builder& builder, const std::vector<ThingId>& interfaces,
                                   std::size_t turn);
/// Makes stations of queues, topics, streams, buses and state machines.
void buildMessaging(Builder& builder);
/// Tells them who works on what they take; after everything that may is built.
void wireMessaging(Builder& builder);
/// Puts firewalls in front of what they protect, and accelerators in front of what they lead to.
void buildFronts(Builder& builder);
/// Makes stations of NAT gateways, which calls from private subnets pass.
void buildGateways(Builder& builder);
/// Returns the NAT gateways that a caller's calls to something outside its VPC pass, by zone; none
/// where an endpoint leads there.
[[nodiscard]] std::vector<std::uint32_t> gatewaysFor(const Builder& builder, const Thing& caller,
                                                     const Thing* to);
void buildProxies(Builder& builder);
void buildFunctions(Builder& builder);
void buildCompute(Builder& builder);
void buildBalancers(Builder& builder);
/// Returns the balancer of appliances that what comes from the internet passes on its way to a
/// thing; nothing where none is on the way.
[[nodiscard]] std::optional<std::uint32_t> inspectorOf(const Builder& builder, const Thing& thing);
/// Returns what connections of clients to an entry, of a distribution to an origin and of a
/// balancer to a target group cost; nothing is told where the scenario does not ask for it (T106).
[[nodiscard]] ConnectionSpec clientConnections(Builder& builder, const Thing& entry,
                                               const ScenarioClients& clients);
[[nodiscard]] ConnectionSpec originConnections(Builder& builder,
                                               const archivolt::Distribution& distribution,
                                               const std::string& originId);
[[nodiscard]] ConnectionSpec targetConnections(Builder& builder, const LoadBalancer& balancer,
                                               const TargetGroup& group, Time idle);
void buildApis(Builder& builder);
void buildEdges(Builder& builder);
void buildScaling(Builder& builder);
/// Reads the alarm that calls a step or simple policy, and by how much that scales; false where it
/// watches something that is not simulated (T22, T26).
[[nodiscard]] bool readAlarm(Builder& builder, const Thing& thing, const Value& properties,
                             ScalingPolicy& policy);
/// Returns what makes a thing scalable by Application Auto Scaling, in this dimension; null pointer
/// where nothing does. `ownName` is the name that the thing gives itself, or empty.
[[nodiscard]] const OtherThing* scalableTargetOf(const Builder& builder, const Thing& thing,
                                                 std::string_view dimension,
                                                 const std::string& ownName);
/// Reads bounds and policies of a scalable target into a fleet; `cpuMetric` is the name that
/// policies give its average utilisation (T69).
void readScalableTarget(Builder& builder, const OtherThing& target, std::string_view cpuMetric,
                        FleetSpec& fleet);
/// Adds a predictive policy, as a template configures one, to a fleet (T31).
void addPredictive(Builder& builder, const OtherThing& thing, const Value& forecast,
                   FleetSpec& fleet);
/// Adds a group's scheduled action to its fleet, at each of its times in the run.
void addScheduledAction(Builder& builder, const OtherThing& thing, FleetSpec& fleet);
/// Adds those of a scalable target.
void addScheduledActions(Builder& builder, const OtherThing& target, FleetSpec& fleet);
/// Returns the seconds of `rate(5 minutes)`; nothing where it is none.
[[nodiscard]] std::optional<double> rateSeconds(std::string_view rate);
/// Reads what ends a service's deployment that fails: its circuit breaker and alarms.
void readDeployment(Builder& builder, const EcsService& service, FleetSpec& fleet);
/// Reads the same of what CodeDeploy deploys to.
void buildDeployments(Builder& builder);
/// Adds a lifecycle hook, as a template describes one, to a fleet (T30).
void readHook(Builder& builder, const Value& hook, FleetSpec& fleet);
[[nodiscard]] std::optional<Diagnostic> buildClients(Builder& builder);
/// Gives a station its calls: those of the scenario, else what `referred` tells of.
void addCalls(Builder& builder, const Thing& caller, const std::string& name, StationSpec& spec,
              const std::vector<const Thing*>& referred, const std::vector<ThingId>& groups);
/// Adds the calls that a scenario tells of to what is no store: balancers, and other stations.
[[nodiscard]] std::optional<Diagnostic> wireAskedCalls(Builder& builder);
void listWhatIsLeftOut(Builder& builder);
/// Names what stands in the way of requests at many things and no run shows.
void nameWhatNoRunShows(Builder& builder);
/// Places components in their Regions, where they are in several, and says how far these are apart.
void placeInRegions(Builder& builder);
/// Where clients are, as far as anybody says.
struct Whereabouts {
    const Place* place = nullptr;
    std::optional<Cidr> address = {};
};
/// Reads how far a record by latency, geolocation, geoproximity or address is from clients, and
/// whether it is for them; false where it is another, or that can't be told.
[[nodiscard]] bool readDistance(Builder& builder, const DnsRecord& record, const Whereabouts& from,
                                NameRecord& one);
/// Returns where clients are that such a record is meant for: a place of this name, or an address;
/// neither where it is meant for none in particular.
struct MeantFor {
    std::string place;
    std::optional<Cidr> address;
    friend bool operator==(const MeantFor&, const MeantFor&) = default;
};
[[nodiscard]] MeantFor meantFor(Builder& builder, const DnsRecord& record);

}  // namespace archivolt::traffic
