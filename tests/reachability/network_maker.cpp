#include "tests/reachability/network_maker.h"

namespace archivolt::test {

template <class T>
ThingId NetworkMaker::put(Table<T>& table, T made) {
    const ThingId id = made.id;
    table = table.with(id, std::make_shared<const T>(std::move(made)));
    return id;
}

template ThingId NetworkMaker::put(Table<Vpc>&, Vpc);
template ThingId NetworkMaker::put(Table<Subnet>&, Subnet);
template ThingId NetworkMaker::put(Table<RouteTable>&, RouteTable);
template ThingId NetworkMaker::put(Table<InternetGateway>&, InternetGateway);
template ThingId NetworkMaker::put(Table<EgressOnlyInternetGateway>&, EgressOnlyInternetGateway);
template ThingId NetworkMaker::put(Table<NatGateway>&, NatGateway);
template ThingId NetworkMaker::put(Table<ElasticIp>&, ElasticIp);
template ThingId NetworkMaker::put(Table<NetworkInterface>&, NetworkInterface);
template ThingId NetworkMaker::put(Table<SecurityGroup>&, SecurityGroup);
template ThingId NetworkMaker::put(Table<PrefixList>&, PrefixList);
template ThingId NetworkMaker::put(Table<NetworkAcl>&, NetworkAcl);
template ThingId NetworkMaker::put(Table<VpcPeering>&, VpcPeering);
template ThingId NetworkMaker::put(Table<TransitGateway>&, TransitGateway);
template ThingId NetworkMaker::put(Table<TransitGatewayAttachment>&, TransitGatewayAttachment);
template ThingId NetworkMaker::put(Table<TransitGatewayRouteTable>&, TransitGatewayRouteTable);
template ThingId NetworkMaker::put(Table<VpcEndpoint>&, VpcEndpoint);
template ThingId NetworkMaker::put(Table<VpnGateway>&, VpnGateway);
template ThingId NetworkMaker::put(Table<CustomerGateway>&, CustomerGateway);
template ThingId NetworkMaker::put(Table<VpnConnection>&, VpnConnection);
template ThingId NetworkMaker::put(Table<BlockPublicAccess>&, BlockPublicAccess);
template ThingId NetworkMaker::put(Table<BlockPublicAccessExclusion>&, BlockPublicAccessExclusion);
template ThingId NetworkMaker::put(Table<Instance>&, Instance);
template ThingId NetworkMaker::put(Table<LaunchTemplate>&, LaunchTemplate);
template ThingId NetworkMaker::put(Table<AutoScalingGroup>&, AutoScalingGroup);
template ThingId NetworkMaker::put(Table<Volume>&, Volume);
template ThingId NetworkMaker::put(Table<LoadBalancer>&, LoadBalancer);
template ThingId NetworkMaker::put(Table<TargetGroup>&, TargetGroup);
template ThingId NetworkMaker::put(Table<LambdaFunction>&, LambdaFunction);
template ThingId NetworkMaker::put(Table<EcsService>&, EcsService);
template ThingId NetworkMaker::put(Table<SubnetGroup>&, SubnetGroup);
template ThingId NetworkMaker::put(Table<Database>&, Database);
template ThingId NetworkMaker::put(Table<Cache>&, Cache);
template ThingId NetworkMaker::put(Table<FileSystem>&, FileSystem);
template ThingId NetworkMaker::put(Table<Bucket>&, Bucket);
template ThingId NetworkMaker::put(Table<HostedZone>&, HostedZone);
template ThingId NetworkMaker::put(Table<DnsRecord>&, DnsRecord);
template ThingId NetworkMaker::put(Table<DnsHealthCheck>&, DnsHealthCheck);
template ThingId NetworkMaker::put(Table<Distribution>&, Distribution);
template ThingId NetworkMaker::put(Table<Principal>&, Principal);
template ThingId NetworkMaker::put(Table<ManagedPolicy>&, ManagedPolicy);
template ThingId NetworkMaker::put(Table<InstanceProfile>&, InstanceProfile);
template ThingId NetworkMaker::put(Table<ExternalThing>&, ExternalThing);
template ThingId NetworkMaker::put(Table<OtherThing>&, OtherThing);

}  // namespace archivolt::test
