#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/design/stack.h"
#include "model/value/value.h"

namespace archivolt {

// The types that several steps speak of.
inline constexpr std::string_view kRouteType = "AWS::EC2::Route";
inline constexpr std::string_view kRouteTableType = "AWS::EC2::RouteTable";
inline constexpr std::string_view kTableUseType = "AWS::EC2::SubnetRouteTableAssociation";
inline constexpr std::string_view kAclType = "AWS::EC2::NetworkAcl";
inline constexpr std::string_view kAclEntryType = "AWS::EC2::NetworkAclEntry";
inline constexpr std::string_view kAclUseType = "AWS::EC2::SubnetNetworkAclAssociation";
inline constexpr std::string_view kGroupType = "AWS::EC2::SecurityGroup";
inline constexpr std::string_view kInterfaceType = "AWS::EC2::NetworkInterface";
inline constexpr std::string_view kAddressUseType = "AWS::EC2::EIPAssociation";

/// A resource on its way from a described stack into a template.
struct CleanItem {
    std::string id;    ///< The AWS id that it is called by.
    std::string name;  ///< The logical id that it gets.
    std::string type;
    std::string givenName;  ///< A name that is a property which the template does not carry.
    Value properties = Value::map({});
    Value notes = Value::map({});  ///< What stood under Metadata.Archivolt.
    std::set<std::string> dependsOn;
    bool isDropped = false;

    [[nodiscard]] bool is(std::string_view wanted) const { return type == wanted; }
    [[nodiscard]] const Value* property(std::string_view key) const { return properties.find(key); }
    /// Returns a property's text; empty where it has none.
    [[nodiscard]] std::string text(std::string_view key) const;
    /// Returns the id that a property refers to; empty where it refers to nothing.
    [[nodiscard]] std::string refers(std::string_view key) const;
    void set(std::string key, Value value) {
        properties = properties.withEntry(std::move(key), std::move(value));
    }
    void remove(std::string_view key);
};

/// The resources of a stack while it becomes a template.
struct CleanDraft {
    std::vector<CleanItem> items;
    std::map<std::string, std::size_t> places;  ///< By id.
    std::map<std::string, std::vector<std::size_t>, std::less<>> byType;
    std::map<std::string, Value> instead;        ///< What a reference to a dropped one becomes.
    std::map<std::string, MapEntry> parameters;  ///< By what they stand for; with their names.
    std::vector<std::string> notes;
    std::string account;
    std::string region;

    [[nodiscard]] CleanItem* find(const std::string& id);
    /// Adds a resource; what points at others may point elsewhere afterwards.
    CleanItem& add(std::string id, std::string type);
    /// Calls for each resource of a type that is not dropped.
    void each(std::string_view type, const std::function<void(CleanItem&)>& call);
    void note(std::string sentence) { notes.push_back(std::move(sentence)); }
    /// Says whether a resource that is not dropped refers to this one.
    [[nodiscard]] bool isReferredTo(const std::string& id) const;
    /// Returns a reference to a parameter that stands for something, made where there is none.
    Value parameter(const std::string& standsFor, std::string name, std::string_view type,
                    const std::string& fallback, const std::string& description);
};

/// Says whether a text ends as ids that AWS gives do: `subnet-0a1b2c3d4e5f67890`.
[[nodiscard]] bool looksLikeId(std::string_view text);
/// Returns the id that a value refers to by `!Ref`; empty for none.
[[nodiscard]] std::string referredTo(const Value& value);
/// Returns a copy of a tree where `change` took the place of each text and call; null: taken away.
using ValueChanger = std::function<std::optional<Value>(const Value& value)>;
[[nodiscard]] std::optional<Value> changedTree(const Value& value, const ValueChanger& change);

/// Returns the rule that lets nothing out, in place of the one that a group begins with.
/// Source: Template Reference, aws-resource-ec2-securitygroup: remove the default rule.
[[nodiscard]] Value nothingOut();

// The steps, in their order.
void dropWhatAwsMakes(CleanDraft& draft);     ///< Routes, interfaces, default groups and ACLs.
void giveMainTables(CleanDraft& draft);       ///< Associations in place of main tables.
void putInterfacesInside(CleanDraft& draft);  ///< An instance says what its first interface is.
void tidyProperties(CleanDraft& draft);       ///< Property by property, by type.
void takeRulesOutside(CleanDraft& draft);     ///< Of groups that name one another.
void nameEverything(CleanDraft& draft);       ///< Logical ids.

}  // namespace archivolt
