#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "model/base/rule.h"
#include "model/build/naming_property.h"
#include "model/build/resolve.h"
#include "model/design/edit.h"
#include "model/reachability/changes/rule_changes.h"

namespace archivolt {

inline constexpr Rule kNoEdit{"REPAIR-1",
                              Severity::Error,
                              "a change of rules can't be made as an edit of the design",
                              "the value lies outside the design, comes from something that can't "
                              "be edited in one place, or there is no room for it",
                              "make the change where the message points, by hand",
                              "a rule of this program"};

inline constexpr const Rule* kRepairRules[] = {&kNoEdit};

/// One change of a network's rules, made in a design.
struct RepairStep {
    std::string text;  ///< "add ingress tcp/443 from AppGroup to DbGroup".
    std::vector<Edit> edits;
};

/// Turns changes of a network's rules into edits of the design that they come from.
///
/// A value is edited where it lives: behind an `!If`, in a mapping, at a parameter's default. New
/// rules follow the style of the file: inline where a group's rules are, standalone where they
/// are or where an inline reference would be circular. Changes are made one after another, each on
/// what the last one left.
class EditMaker {
public:
    /// `resolved` is what `design` resolves to; both must outlive the maker.
    EditMaker(const Design& design, const ResolvedDesign& resolved)
        : m_resolved(resolved), m_now(design) {}

    /// Makes one change; a failure (REPAIR-1) says why the design can't be edited so, and leaves
    /// nothing behind.
    [[nodiscard]] Result<void> make(const RuleChange& change);

    /// Takes over what a copy of this maker has made since.
    void take(EditMaker copy);

    [[nodiscard]] const Design& design() const { return m_now; }
    /// Returns what was done, a step for each change that was not made already.
    [[nodiscard]] const std::vector<RepairStep>& steps() const { return m_steps; }

private:
    static constexpr std::string_view kGatewayAttachment = "AWS::EC2::VPCGatewayAttachment";

    /// A resource of the design as it is now, with its stack.
    struct Home {
        std::shared_ptr<const Stack> stack;
        std::shared_ptr<const Resource> resource;
    };
    /// A property of a resource that is made: under its name, or where the catalogue's `refs` say.
    struct Property {
        enum class By : std::uint8_t {
            Name,       ///< Under `name`.
            Reference,  ///< Where such a resource refers to what `value` names.
            Owner,      ///< Where it names what it is a part of.
        };
        Property(std::string key, Value set) : name(std::move(key)), value(std::move(set)) {}
        Property(By which, Value names) : by(which), value(std::move(names)) {}

        By by = By::Name;
        std::string name;
        Value value;
    };

    Result<void> change(const AddGroupRule& change);
    Result<void> change(const RemoveGroupRule& change);
    Result<void> change(const AddAclEntry& change);
    Result<void> change(const RemoveAclEntry& change);
    Result<void> change(const AddRoute& change);
    Result<void> change(const RemoveRoute& change);
    Result<void> change(const PointRoute& change);
    Result<void> change(const GivePublicAddress& change);
    Result<void> change(const StopSourceDestCheck& change);
    Result<void> change(const AttachInternetGateway& change);
    Result<void> change(const AddSubnet& change);
    Result<void> change(const UseTable& change);
    Result<void> change(const HideClients& change);
    Result<void> change(const MoveNatGateway& change);
    Result<void> change(const GiveEndpointTable& change);
    Result<void> change(const ExcludeFromPublicAccess& change);
    Result<void> change(const PropagateVpnRoutes& change);
    Result<void> change(const UseTransitTable& change);

    // edit_maker.cpp
    Result<void> apply(const Edit& edit);
    /// Ends a step: the edits since the last one, and what they are in words.
    void done(std::string text);
    [[nodiscard]] const Architecture& things() const { return *m_resolved.architecture; }
    [[nodiscard]] Result<Home> homeOf(const Origin& origin, const std::string& what) const;
    [[nodiscard]] std::string nameOf(ThingId id) const;
    /// Returns how a resource of `stack` refers to a thing, or why it can't.
    [[nodiscard]] Result<Value> reference(ThingId id, const Stack& stack) const;
    /// Returns a block as a template writes it: as its subnet does where that is of the same stack.
    [[nodiscard]] Value blockValue(const Cidr& block, ThingId blockOf, const Stack& stack) const;
    [[nodiscard]] std::string freshName(const Stack& stack, const std::string& wanted) const;
    /// Adds a resource behind the last one of its type that refers to the same parent, else behind
    /// the parent, else last.
    Result<void> addResource(StackId stack, const std::string& name, const Result<Value>& body,
                             const std::string& parent);
    Result<void> removeResource(const Home& home);
    /// Sets a property where its value lives; `path` runs from the resource's body. `where` gets
    /// words about the place if it is another one.
    Result<void> setWhereItLives(const Home& home, const Path& path, const Value& value,
                                 std::string& where);
    Result<void> setParameter(const Stack& stack, const std::string& name, const Value& value,
                              std::string& where);
    /// Takes away what made a rule: an item of a list or a whole resource.
    Result<void> removeOrigin(const Origin& origin, std::string_view standaloneTypes,
                              const std::string& what);

    // edit_names.cpp
    /// Returns what a `Ref` or `GetAtt` of a resource of `stack` names.
    [[nodiscard]] ReferenceTarget targetOf(const Value& named, const Stack& stack) const;
    /// Returns the property by which a resource of a type refers to what `named` names, or why
    /// there is none.
    [[nodiscard]] Result<NamingProperty> referring(std::string_view type, const Value& named,
                                                   const Stack& stack) const;
    /// Says whether a resource refers to what `named` names, by the very same text.
    [[nodiscard]] bool refers(const Resource& resource, const Value& named,
                              const Stack& stack) const;
    /// Says whether a resource has a property set by which it refers to one of another type.
    [[nodiscard]] bool refersToType(const Resource& resource, std::string_view type) const;
    [[nodiscard]] Result<std::vector<MapEntry>> entriesOf(
        const Stack& stack, std::string_view type, const std::vector<Property>& properties) const;
    [[nodiscard]] Result<Value> bodyOf(const Stack& stack, std::string_view type,
                                       const std::vector<Property>& properties) const;
    /// Adds what `named` names to the list of a resource that such things stand in, the one that
    /// is written if there are several; fails where it is no plain list.
    Result<void> appendNamed(const Home& home, const Value& named);
    /// Returns what of this stack needs the attachment of an internet gateway and waits for none.
    [[nodiscard]] std::vector<std::string> waitingFor(const Stack& stack,
                                                      const std::string& gateway) const;

    // rule_edits.cpp
    [[nodiscard]] std::vector<Property> ruleBody(const AddGroupRule& change,
                                                 const Value& peer) const;
    /// Returns a group as rules of its stack name groups.
    [[nodiscard]] Value inStyle(const Value& group, std::string_view ruleType,
                                const Stack& stack) const;
    [[nodiscard]] Result<Value> peerValue(const AddGroupRule& change, const Stack& stack) const;
    /// Returns the list that a group's inline rules stand in, or nothing where it has none of its
    /// own.
    [[nodiscard]] std::optional<Path> inlineList(const Home& home,
                                                 const std::string& property) const;
    [[nodiscard]] bool wouldBeCircular(const Home& group, ThingId peer) const;
    /// Return what a rule or entry says, in brackets; empty where it is not found.
    [[nodiscard]] std::string ruleText(const RemoveGroupRule& change) const;
    [[nodiscard]] std::string entryText(const RemoveAclEntry& change) const;
    [[nodiscard]] Result<std::int32_t> freeNumber(const AddAclEntry& change);

    // balancer_edits.cpp
    /// Sets the value of one key in a list of `Key` and `Value`, which may lack it or be missing.
    Result<void> setAttribute(const Home& home, const char* property, const std::string& key,
                              const std::string& value, std::string& where);

    // route_edits.cpp
    [[nodiscard]] Result<std::string> tableFor(const AddRoute& change, const Stack& stack);
    /// Returns the resource that attaches a gateway: what leads through it waits for that.
    [[nodiscard]] static std::string attachmentOf(const Stack& stack, const std::string& gateway);
    /// Returns a resource's body that waits for another resource, if there is one.
    [[nodiscard]] static Result<Value> dependingOn(const std::string& name,
                                                   const Result<Value>& body);
    Result<void> addDependence(StackId stack, const std::string& name, const std::string& on);
    [[nodiscard]] std::string attachmentOfVpc(const NetworkInterface& interface,
                                              const Stack& stack) const;
    Result<void> associateFleet(const Home& home, const NetworkInterface& interface);

    const ResolvedDesign& m_resolved;
    Design m_now;
    std::vector<Edit> m_edits;  ///< Of the step that is being made.
    std::vector<RepairStep> m_steps;
    std::set<std::tuple<ThingId, RuleDirection, std::int32_t>> m_numbers;  ///< Given here.
    std::map<ThingId, std::string> m_tables;          ///< Made here in place of a main table.
    std::set<std::pair<std::string, Cidr>> m_routes;  ///< Made here, by table.
};

}  // namespace archivolt
