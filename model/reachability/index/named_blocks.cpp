#include "model/reachability/index/named_blocks.h"

namespace archivolt {

std::vector<Cidr> blocksOfAclsAndLists(const NetworkIndex& network) {
    std::vector<Cidr> blocks;
    for (const AclNode& acl : network.acls()) {
        for (const NetworkAclEntry& entry : acl.acl->entries) {
            if (entry.cidr.isKnown()) blocks.push_back(*entry.cidr);
        }
    }
    for (const auto& [id, list] : network.architecture().prefixLists) {
        if (!list->entries.isKnown()) continue;
        blocks.insert(blocks.end(), list->entries->begin(), list->entries->end());
    }
    return blocks;
}

std::vector<Cidr> blocksOfRoutes(const NetworkIndex& network) {
    std::vector<Cidr> blocks;
    for (const TableNode& table : network.tables()) {
        for (const RouteNode& route : table.routes) blocks.push_back(route.destination);
    }
    for (const auto& [id, table] : network.transitTables()) {
        for (const auto& entry : table.entries) blocks.push_back(entry.destination);
    }
    return blocks;
}

}  // namespace archivolt
