#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "export/describe/inventory.h"

namespace archivolt {

/// Whose an interface is, and what it is for: a word of `interfaceKindOf`.
struct Ownership {
    std::string kind;
    std::vector<const Described*> owners;  ///< Several functions share an interface of Lambda.
};

/// Tells whose network interfaces are: by what their owners say, else by their type and
/// description.
///
/// Databases do not tell; one is found where it alone fits by groups, subnets and zone.
/// Source: Amazon EC2 User Guide, "Requester-managed network interfaces"; the API's
/// NetworkInterface.
class InterfaceOwners {
public:
    explicit InterfaceOwners(const Inventory& inventory);
    [[nodiscard]] Ownership of(const Described& interface) const;

private:
    void addDescribed(const Described& thing);
    [[nodiscard]] Ownership ofBalancer(const Described& interface, std::string_view words) const;
    [[nodiscard]] Ownership ofFunctions(const Described& interface) const;
    [[nodiscard]] Ownership ofDatabase(const Described& interface) const;

    const Inventory& m_inventory;
    std::map<std::string, Ownership, std::less<>> m_said;  ///< By interface, what owners say.
    /// By the interface's description, what the catalogue says.
    std::map<std::string, Ownership, std::less<>> m_described;
};

}  // namespace archivolt
