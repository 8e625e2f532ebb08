#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "export/describe/fields.h"
#include "export/describe/inventory.h"
#include "model/value/value.h"

namespace archivolt {

/// A resource of an observed stack while it is put together.
class Draft {
public:
    Draft(std::string type, std::string name, Where where)
        : m_type(std::move(type)), m_name(std::move(name)), m_where(std::move(where)) {}

    /// Sets a property.
    Draft& set(std::string key, Value value);
    /// Sets a property of text, number or flag where the item has it, under the same or another
    /// key.
    Draft& copy(const Item& item, std::string_view key, std::string_view as = {});
    /// Sets the property Tags.
    Draft& copyTags(const Item& item, std::string_view key = "Tags");
    /// Sets a note, which says what no property can (see View::note).
    Draft& note(std::string key, Value value);
    /// Notes why a part was not described, unless `why` is empty.
    Draft& unseen(std::string part, std::string why);
    /// Notes fields that nothing reads; each once.
    Draft& unread(const std::vector<SetField>& fields);

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] const Where& where() const { return m_where; }
    /// Returns the resource's body: Type, Properties and Metadata.
    [[nodiscard]] Value body() const;

private:
    std::string m_type;
    std::string m_name;
    Where m_where;
    std::vector<MapEntry> m_properties;
    std::vector<MapEntry> m_notes;
    std::vector<MapEntry> m_unseen;
    std::vector<SetField> m_unread;
};

/// The resources of every stack, in order.
class Drafts {
public:
    /// Adds a resource; a name that is taken gets a number behind it.
    Draft& add(const AccountRegion& place, std::string_view type, std::string name,
               const Item& item);
    [[nodiscard]] const std::map<AccountRegion, std::deque<Draft>>& stacks() const {
        return m_stacks;
    }

private:
    std::map<AccountRegion, std::deque<Draft>> m_stacks;
    std::map<AccountRegion, std::set<std::string>> m_taken;
};

/// What a conversion reads and writes.
struct Conversion {
    Inventory& inventory;
    Drafts& drafts;
    /// Rows of the commands that were met.
    std::map<std::string, FieldTable::Rows, std::less<>>& fieldRows;

    [[nodiscard]] Value reference(std::string_view id, const AccountRegion& from) const {
        return inventory.reference(id, from);
    }
    [[nodiscard]] Value references(const std::vector<std::string>& ids,
                                   const AccountRegion& from) const;
    /// Returns a reference from a place to a described thing.
    [[nodiscard]] static Value referTo(const Described& thing, const AccountRegion& from) {
        return thing.place == from ? Value::ref(thing.name) : Value::string(thing.name);
    }
    /// Adds the resource that a described thing is, with its tags, and notes what of its outputs
    /// nothing reads.
    Draft& add(const Described& thing) const;
    /// Notes what of another thing's output nothing reads.
    void addUnread(Draft& draft, const Described& thing) const;
    /// Returns the table's rows for an operation.
    [[nodiscard]] const FieldTable::Rows& rowsOf(const Operation& operation) const;
    /// Sets a property that refers to what the item names under `key`.
    void refer(Draft& draft, const Described& thing, std::string_view key,
               std::string_view as = {}) const;
};

/// Returns the text of `key` in each of a list's objects.
[[nodiscard]] std::vector<std::string> textsOf(const Item& item, std::string_view list,
                                               std::string_view key);

// The families of outputs, one file each; every function adds the resources of its own.
void convertNetwork(const Conversion& to);    ///< VPCs, subnets, route tables, prefix lists.
void convertFilters(const Conversion& to);    ///< Network ACLs and security groups.
void convertGateways(const Conversion& to);   ///< Gateways, addresses, peerings, endpoints, VPN.
void convertTransit(const Conversion& to);    ///< Transit gateways.
void convertInstances(const Conversion& to);  ///< Instances and network interfaces.
void convertBalancers(const Conversion& to);  ///< Load balancers of all kinds.
void convertServices(const Conversion& to);   ///< Databases, caches, file systems, functions.
void convertAttached(const Conversion& to);   ///< What the catalogue tells how to read.

}  // namespace archivolt
