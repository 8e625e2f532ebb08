#include "model/reachability/walk/walk.h"
#include "model/reachability/walk/walk_step.h"

namespace archivolt {

namespace {

bool covers(const std::optional<Known<ThingId>>& which, ThingId id) {
    return which && which->isKnown() && **which == id;
}

}  // namespace

bool Walk::publicAccess(const Crossing& crossing) {
    // The answer of a connection that was let through is let through.
    if (m_state.reply) return true;
    const VpcNode& node = vpc(crossing.vpc);
    const BlockPublicAccess* settings = nullptr;
    for (const auto& [id, access] : m_network.architecture().blockPublicAccess) {
        if (access->region == node.vpc->region && access->account == node.vpc->account) {
            settings = access.get();
        }
    }
    if (settings == nullptr || (settings->mode.isKnown() && *settings->mode == "off")) return true;
    const StepAt access(HopKind::InternetGateway, *settings, "public access");
    // It stops a packet or leaves it as it is: what stops it further on does so whatever holds
    // here.
    if (!settings->mode.isKnown()) {
        obstacle(access.because(settings->mode.why()), Disposition::Unknown);
        return true;
    }
    // Source: Amazon VPC User Guide, security-vpc-bpa (N69).
    const bool isIngressOnly = *settings->mode == "block-ingress";
    bool isExcluded = false;
    const SubnetIndex inside = m_network.subnetHolding(crossing.vpc, crossing.inside);
    for (const auto& [id, exclusion] : m_network.architecture().blockPublicAccessExclusions) {
        const bool here = covers(exclusion->vpc, node.vpc->id) ||
                          (inside != kNone && covers(exclusion->subnet, subnet(inside).subnet->id));
        if (!here) continue;
        if (!exclusion->mode.isKnown()) {
            obstacle(access.because(exclusion->mode.why()), Disposition::Unknown);
            return true;
        }
        if (*exclusion->mode == "allow-bidirectional") return true;
        isExcluded = true;
    }
    const bool mayGoOut = isIngressOnly || isExcluded;
    if (mayGoOut && crossing.outward && crossing.outwardOnly) return true;
    if (isExcluded && !isIngressOnly && crossing.outward) {
        // NOT MODELLED: the way straight out through an internet gateway from what is left out of
        // VPC Block Public Access for egress; AWS's pages differ.
        return obstacle(access.because("left out for egress, of which AWS's guide says that it may "
                                       "go out, and its announcement that it may through NAT and "
                                       "egress-only gateways alone"),
                        Disposition::Unknown);
    }
    return obstacle(access.because("VPC Block Public Access: {}", *settings->mode),
                    crossing.outward ? Disposition::DeniedOut : Disposition::DeniedIn);
}

}  // namespace archivolt
