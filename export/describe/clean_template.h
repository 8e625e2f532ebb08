#pragma once

#include <string>
#include <vector>

#include "model/catalog/catalog.h"
#include "model/design/stack.h"

namespace archivolt {

/// A template that makes such a network as was described, and what it does not say.
struct CleanTemplate {
    Stack stack;                     ///< Of the kind Template, without a text; named `network`.
    std::vector<std::string> notes;  ///< What is not carried over, a sentence each.
};

/// Writes a template from a described stack: names instead of ids, references instead of ARNs.
///
/// Names are made of the things' own names and what they are. What AWS makes by itself is left out:
/// local and propagated routes, interfaces of services, default groups (which are referred to) and
/// default ACLs that say nothing. A main route table becomes one of its own, associated with the
/// subnets that had none. Account, Region and zones are pseudo parameters; ids of what is not
/// described, machine images, and what a type requires and no output tells, are parameters. Groups
/// that name one another have their rules outside. Same input, same template.
/// Source: CloudFormation User Guide, best-practices; Template Reference, aws-resource-ec2-route
/// (the dependency on the gateway's attachment), aws-resource-ec2-securitygroup.
[[nodiscard]] CleanTemplate cleanTemplate(const Stack& described, const Catalog& catalog);

}  // namespace archivolt
