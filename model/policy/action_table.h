#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace archivolt {

/// A resource type that actions of a service take.
struct ActionResource {
    std::string_view name;  ///< `object`.
    std::string_view arn;   ///< `arn:${Partition}:s3:::${}/${}`.
};

/// An action of a service.
struct ActionFacts {
    std::string_view name;       ///< `GetObject`, as AWS writes it.
    char level = 'W';            ///< L list, R read, W write, T tagging, P permissions management.
    std::string_view resources;  ///< Numbers of its resource types, by commas; empty: only `*`.

    [[nodiscard]] bool takesOnlyWildcard() const { return resources.empty(); }
};

struct ConditionKeyFacts {
    std::string_view name;  ///< `s3:prefix`; `*` stands for a name: `s3:ExistingObjectTag/*`.
    std::string_view type;  ///< `String`, `Bool`, `Numeric`, `Date`, `ARN`, `ArrayOfString`…
};

/// What a service's actions are about. It views the table's text.
struct ServiceActions {
    std::string_view prefix;  ///< `s3`.
    std::string_view name;    ///< `Amazon S3`.
    bool resourceControls = false;
    std::vector<ActionResource> resources;
    std::vector<ConditionKeyFacts> keys;
    std::vector<ActionFacts> actions;

    /// Returns the action of this name, in any case, or null pointer.
    [[nodiscard]] const ActionFacts* action(std::string_view name) const;
    /// Returns the condition key of this name, in any case; one with a tag's name fits `…/*`.
    [[nodiscard]] const ConditionKeyFacts* key(std::string_view name) const;
    /// Returns the resource types that an action takes.
    [[nodiscard]] std::vector<ActionResource> resourcesOf(const ActionFacts& action) const;
};

/// The actions, resource types and condition keys of AWS's services as of a date.
///
/// It is read line by line where it is asked: making one costs a look at every service's first
/// line. Source: Service Authorization Reference, by resources/actions.
class ActionTable {
public:
    /// Reads a table of the form that resources/actions/README.md tells.
    explicit ActionTable(std::string_view text);
    /// Returns the table that is part of the program, whose lines are looked for but once.
    [[nodiscard]] static ActionTable embedded();

    [[nodiscard]] std::string_view date() const { return m_date; }
    /// Returns a service by its prefix, in any case; nothing where there is none as of the date.
    [[nodiscard]] std::optional<ServiceActions> service(std::string_view prefix) const;
    /// Returns the prefixes of all services, sorted.
    [[nodiscard]] std::vector<std::string_view> prefixes() const;

private:
    struct Block {
        std::string_view prefix;
        std::string_view text;  ///< From the service's line to the next one's.
    };
    std::string_view m_date;
    std::vector<Block> m_blocks;  ///< By prefix.
};

/// Services of a table, each read when it is first asked for. The table must outlive it.
class KnownServices {
public:
    explicit KnownServices(const ActionTable& table) : m_table(table) {}

    [[nodiscard]] const ActionTable& table() const { return m_table; }
    /// Returns a service by its prefix, in any case, or null pointer where there is none.
    [[nodiscard]] const ServiceActions* find(std::string_view prefix);

private:
    const ActionTable& m_table;
    std::map<std::string, std::optional<ServiceActions>, std::less<>> m_services;
};

/// Says whether a key is one of AWS's global condition keys; `aws:RequestTag/team` is.
/// Source: IAM User Guide, reference_policies_condition-keys.
[[nodiscard]] bool isGlobalConditionKey(std::string_view name);

}  // namespace archivolt
