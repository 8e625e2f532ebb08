#include <array>

#include <fmt/format.h>

#include "model/architecture/identity.h"
#include "model/build/build_common.h"
#include "model/build/build_kinds.h"

namespace archivolt {

namespace {

constexpr std::string_view kPolicyType = "AWS::IAM::ManagedPolicy";

void addInlinePolicies(const View& self, Principal& principal) {
    const Value* list = self.property("Policies");
    if (list == nullptr) return;
    const auto add = [&](const Value& item, Path path) {
        InlinePolicy policy;
        if (const Value* name = item.find("PolicyName"))
            policy.name = name->asString().value_or("");
        const Value* document = item.find("PolicyDocument");
        policy.document = item.isUnknown() ? item : document != nullptr ? *document : Value();
        policy.origin = self.origin(path);
        principal.policies.push_back(std::move(policy));
    };
    if (list->isUnknown()) add(*list, {"Policies"});
    for (std::size_t i = 0; i < list->items().size(); ++i) add(list->items()[i], {"Policies", i});
}

void addManaged(const Known<ThingId>& named, const Value& written, Principal& principal) {
    const auto arn = written.asString();
    if (arn && (!named.isKnown() || named->isExternal()))
        principal.awsManagedPolicies.push_back(*arn);
    if (!arn || (named.isKnown() && !named->isExternal())) append(principal.managedPolicies, named);
}

/// Policies that other resources attach: AWS::IAM::Policy, RolePolicy…, ManagedPolicy's Roles.
void addAttached(const View& self, Principal& principal) {
    for (const View& source : self.scope().incoming(self.id(), Relation::PolicyOfPrincipal)) {
        if (source.type() == kPolicyType) {
            append(principal.managedPolicies, unlessUncertain<ThingId>(source, source.id()));
            continue;
        }
        InlinePolicy policy;
        policy.name = source.text("PolicyName").valueOr(source.name());
        const Value* document = source.property("PolicyDocument");
        if (document != nullptr) policy.document = *document;
        if (Doubt why = whyUncertain(source); !why.empty()) {
            policy.document = Value::unknown(std::move(why));
        }
        policy.origin = source.origin({"PolicyDocument"});
        principal.policies.push_back(std::move(policy));
    }
}

}  // namespace

void buildPrincipal(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    Principal principal;
    self.fill(principal);
    principal.kind = self.type() == "AWS::IAM::User"    ? PrincipalKind::User
                     : self.type() == "AWS::IAM::Group" ? PrincipalKind::Group
                                                        : PrincipalKind::Role;
    if (const Value* trust = self.property("AssumeRolePolicyDocument"))
        principal.trustPolicy = *trust;
    addInlinePolicies(self, principal);
    if (const Value* managed = self.property("ManagedPolicyArns")) {
        for (const Value& item : managed->items()) {
            addManaged(self.reference("ManagedPolicyArns", item), item, principal);
        }
        if (managed->isUnknown()) principal.managedPolicies.why = managed->text();
    }
    addAttached(self, principal);
    if (principal.kind == PrincipalKind::User) {
        principal.groups = self.things("Groups");
        for (const View& source : scope.incoming(self.id(), Relation::MemberOfGroup)) {
            append(principal.groups, unlessUncertain(source, source.thing("GroupName")));
        }
    }
    principal.boundary = self.thingIf("PermissionsBoundary");
    emit(out, std::move(principal));
}

void buildManagedPolicy(const View& self, Products& out) {
    ManagedPolicy policy;
    self.fill(policy);
    if (const Value* document = self.property("PolicyDocument")) policy.document = *document;
    emit(out, std::move(policy));
}

void buildInstanceProfile(const View& self, Products& out) {
    InstanceProfile profile;
    self.fill(profile);
    profile.roles = self.things("Roles");
    emit(out, std::move(profile));
}

}  // namespace archivolt
