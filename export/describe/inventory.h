#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "export/describe/outputs.h"
#include "export/describe/place.h"
#include "model/value/value.h"

namespace archivolt {

/// One thing that was described: an item of a list, and what it is called here.
struct Described {
    const Operation* operation = nullptr;
    Item item;
    Item parent;           ///< The reservation of an instance.
    std::string id;        ///< What other outputs call it by.
    std::string calledAs;  ///< The name that it has at AWS; empty where it has its id only.
    std::string name;      ///< Its logical id; empty for what speaks of other things only.
    AccountRegion place;
};

/// The place of things where nothing tells it; what somebody gave is no assumption.
struct DescribeDefaults {
    std::string account = "123456789012";
    std::string region = "us-east-1";
    bool accountIsGiven = false;
    bool regionIsGiven = false;
};

/// Everything that was described, each thing once, with its account and Region.
///
/// Where a thing is, is told by (the first that says it): its own zone, ARN or OwnerId; the folder
/// or file name (or label) of its output; other items of the same output; the VPC, subnet or
/// gateway that it names; that all else is in one place; the defaults, with DESCRIBE-7 unless
/// given.
class Inventory {
public:
    Inventory(const std::vector<Output>& outputs, const Operations& operations,
              const DescribeDefaults& defaults);

    /// Returns the things of an operation of our own, in the order of the files.
    [[nodiscard]] std::vector<const Described*> all(std::string_view key) const;
    /// Returns the things whose `describe` the catalogue has, in the order of the files.
    [[nodiscard]] std::vector<const Described*> byCatalogue() const;
    /// Returns what has this id or ARN; null pointer when it was not described.
    [[nodiscard]] const Described* find(std::string_view id) const;
    /// Returns what has this name in a place, as `rds` and others name things.
    [[nodiscard]] const Described* named(std::string_view type, const AccountRegion& place,
                                         std::string_view name) const;
    /// Returns the outputs of an operation that speak of a thing.
    [[nodiscard]] std::vector<const Output*> about(std::string_view key,
                                                   const Described& thing) const;
    [[nodiscard]] const std::set<AccountRegion>& places() const { return m_places; }
    [[nodiscard]] const Operations& operations() const { return m_operations; }

    /// Returns why there may be more of an operation's things in a place than are described; empty
    /// when all are. What is asked for and missing is reported (DESCRIBE-6).
    [[nodiscard]] std::string missing(std::string_view key, const AccountRegion& place);
    /// The same for what speaks of one thing.
    [[nodiscard]] std::string missingAbout(std::string_view key, const Described& thing);
    /// Returns a reference from a place to what has this id: a `Ref` inside a stack, else its name.
    /// What is not described stays the id; that its operation is missing is reported.
    [[nodiscard]] Value reference(std::string_view id, const AccountRegion& from);
    /// Returns what asking found missing, and what could not be placed.
    [[nodiscard]] std::vector<Diagnostic> takeProblems();

private:
    void addItems(const std::vector<Output>& outputs);
    void placeItems(const std::vector<Output>& outputs, const DescribeDefaults& defaults);
    void nameItems();
    void attachSubjects(const std::vector<Output>& outputs);
    [[nodiscard]] const Described* subjectOf(const Output& output) const;
    void noteWhole(const std::vector<Output>& outputs);
    void noteMissing(const std::string& command, const AccountRegion& place);

    const Operations& m_operations;
    std::vector<Described> m_items;
    std::vector<std::size_t> m_outputOf;  ///< By item, the index of its output.
    std::map<std::string, std::size_t, std::less<>> m_byId;
    std::map<std::string, std::size_t, std::less<>> m_byName;  ///< `type|account|region|name`.
    std::map<std::pair<std::string, const Described*>, std::vector<const Output*>> m_about;
    /// By place and operation: described, and why the list is cut where it is.
    std::map<std::pair<AccountRegion, std::string>, std::string> m_whole;
    std::set<AccountRegion> m_places;
    std::map<AccountRegion, std::set<std::string>> m_missing;
    std::vector<Diagnostic> m_problems;
};

/// What may be wrong with the things that are described, together.
[[nodiscard]] RuleList inventoryRules();

}  // namespace archivolt
