#!/bin/sh
# Collects what Archivolt reads of a running network: one account and Region, those of the profile in
# use, with read access. `archivolt import --script` prints this.
#
#   sh collect.sh net/123456789012/us-east-1
#
# Every output is a file of its own. What can't be read is said, left out, and never taken to be empty.
set -u
folder=${1:-.}
mkdir -p "$folder" && cd "$folder" || exit 1

# save NAME COMMAND…: one output, whole or not at all.
save() {
    name=$1
    shift
    if aws "$@" --output json >"$name.new"; then
        mv "$name.new" "$name.json"
    else
        rm -f "$name.new"
        echo "not read: aws $*" >&2
    fi
}

# ids QUERY COMMAND…: the ids or ARNs of what a list tells of, one a line.
ids() {
    query=$1
    shift
    aws "$@" --query "$query" --output text | tr '\t' '\n' | grep -v -e '^None$' -e '^$'
}

while read -r service operation options; do
    # shellcheck disable=SC2086  # Options are words.
    save "$service-$operation" "$service" "$operation" $options
done <<'LIST'
ec2 describe-vpcs
ec2 describe-subnets
ec2 describe-route-tables
ec2 describe-network-acls
ec2 describe-security-groups
ec2 describe-security-group-rules
ec2 describe-network-interfaces
ec2 describe-instances
ec2 describe-internet-gateways
ec2 describe-egress-only-internet-gateways
ec2 describe-nat-gateways
ec2 describe-addresses
ec2 describe-vpc-peering-connections
ec2 describe-vpc-endpoints
ec2 describe-managed-prefix-lists
ec2 describe-transit-gateways
ec2 describe-transit-gateway-attachments
ec2 describe-transit-gateway-vpc-attachments
ec2 describe-transit-gateway-peering-attachments
ec2 describe-transit-gateway-route-tables
ec2 describe-transit-gateway-policy-tables
ec2 describe-vpn-gateways
ec2 describe-customer-gateways
ec2 describe-vpn-connections
ec2 describe-vpc-block-public-access-options
ec2 describe-vpc-block-public-access-exclusions
ec2 describe-instance-connect-endpoints
ec2 describe-client-vpn-endpoints
elbv2 describe-load-balancers
elbv2 describe-target-groups
elb describe-load-balancers
rds describe-db-instances
rds describe-db-clusters
rds describe-db-subnet-groups
rds describe-db-proxies
elasticache describe-cache-clusters --show-cache-node-info
elasticache describe-cache-subnet-groups
lambda list-functions
efs describe-file-systems
redshift describe-clusters
redshift describe-cluster-subnet-groups
redshift-serverless list-workgroups
kafka list-clusters
dax describe-clusters
dax describe-subnet-groups
dms describe-replication-instances
dms describe-replication-subnet-groups
fsx describe-file-systems
apprunner list-vpc-connectors
batch describe-compute-environments
apigatewayv2 get-vpc-links
LIST

domains=$(ids 'DomainNames[].DomainName' opensearch list-domain-names)
# shellcheck disable=SC2086  # One word for each domain.
[ -z "$domains" ] || save search-domains opensearch describe-domains --domain-names $domains

# What is told of one thing at a time: the file is named after the id, or the end of the ARN.
for id in $(ids 'TransitGatewayRouteTables[].TransitGatewayRouteTableId' \
                ec2 describe-transit-gateway-route-tables); do
    save "routes-$id" ec2 search-transit-gateway-routes --transit-gateway-route-table-id "$id" \
        --filters Name=state,Values=active,blackhole
    save "associations-$id" ec2 get-transit-gateway-route-table-associations \
        --transit-gateway-route-table-id "$id"
    save "propagations-$id" ec2 get-transit-gateway-route-table-propagations \
        --transit-gateway-route-table-id "$id"
done
for id in $(ids 'PrefixLists[].PrefixListId' ec2 describe-managed-prefix-lists); do
    save "entries-$id" ec2 get-managed-prefix-list-entries --prefix-list-id "$id"
done
for arn in $(ids 'LoadBalancers[].LoadBalancerArn' elbv2 describe-load-balancers); do
    save "listeners-${arn##*/}" elbv2 describe-listeners --load-balancer-arn "$arn"
    save "load-balancer-attributes-${arn##*/}" elbv2 describe-load-balancer-attributes \
        --load-balancer-arn "$arn"
    for one in $(ids 'Listeners[].ListenerArn' elbv2 describe-listeners --load-balancer-arn "$arn"); do
        save "rules-${one##*/}" elbv2 describe-rules --listener-arn "$one"
    done
done
for arn in $(ids 'TargetGroups[].TargetGroupArn' elbv2 describe-target-groups); do
    save "target-health-${arn##*/}" elbv2 describe-target-health --target-group-arn "$arn"
    save "target-group-attributes-${arn##*/}" elbv2 describe-target-group-attributes \
        --target-group-arn "$arn"
done
for name in $(ids 'LoadBalancerDescriptions[].LoadBalancerName' elb describe-load-balancers); do
    save "classic-load-balancer-attributes-$name" elb describe-load-balancer-attributes \
        --load-balancer-name "$name"
done
for id in $(ids 'FileSystems[].FileSystemId' efs describe-file-systems); do
    save "mount-targets-$id" efs describe-mount-targets --file-system-id "$id"
done
