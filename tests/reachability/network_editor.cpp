#include "tests/reachability/network_editor.h"

#include <algorithm>

#include "tests/reachability/network_maker.h"
#include "tests/reachability/random_network.h"

namespace archivolt::test {

namespace {

class NetworkEditor {
public:
    NetworkEditor(const Architecture& before, std::mt19937_64& random)
        : m_made(before), m_random(random) {}

    std::shared_ptr<const Architecture> edit() {
        switch (below(12)) {
            case 0: changeGroup(); break;
            case 1: changeAcl(); break;
            case 2: changeGroupsOfInterface(); break;
            case 3: changeInterface(); break;
            case 4: addInterface(); break;
            case 5: removeFrom(m_made.interfaces); break;
            case 6: changeTable(); break;
            case 7: changeSubnet(); break;
            case 8: removeSomething(); break;
            case 9: addGroup(); break;
            default: graft(); break;
        }
        return std::make_shared<const Architecture>(std::move(m_made));
    }

private:
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(m_random() % limit); }
    bool chance(unsigned percent) { return m_random() % 100 < percent; }

    template <class T>
    const T* pick(const Table<T>& table) {
        if (table.empty()) return nullptr;
        auto at = table.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(below(table.size())));
        return at->second.get();
    }
    template <class T>
    void put(Table<T>& table, T thing) {
        NetworkMaker::put(table, std::move(thing));
    }
    template <class T, class Change>
    void change(Table<T>& table, const Change& how) {
        const T* chosen = pick(table);
        if (chosen == nullptr) return;
        T copy = *chosen;
        how(copy);
        put(table, std::move(copy));
    }
    template <class T>
    void removeFrom(Table<T>& table) {
        const T* chosen = pick(table);
        if (chosen != nullptr && table.size() > 2) table = table.without(chosen->id);
    }
    ThingId newId() {
        std::uint32_t last = 0;
        forEachTable([&](auto table) {
            for (const auto& [id, thing] : m_made.*table) {
                if (!id.isExternal()) last = std::max(last, id.resource().value);
            }
        });
        return ThingId::of(StackId{1}, ResourceId{last + 1});
    }

    void changeGroup() {
        change(m_made.securityGroups, [&](SecurityGroup& group) {
            if (chance(40) && !group.rules.empty()) {
                group.rules.erase(group.rules.begin() +
                                  static_cast<std::ptrdiff_t>(below(group.rules.size())));
                return;
            }
            const SecurityGroup* other = pick(m_made.securityGroups);
            if (other->rules.empty()) return;
            group.rules.push_back(other->rules[below(other->rules.size())]);
            if (chance(50)) group.rules.back().match.toPort = static_cast<int>(below(65536));
        });
    }

    void changeAcl() {
        change(m_made.networkAcls, [&](NetworkAcl& acl) {
            if (acl.entries.empty()) return;
            NetworkAclEntry& entry = acl.entries[below(acl.entries.size())];
            switch (below(4)) {
                case 0: entry.allow = chance(50); break;
                case 1: entry.number = static_cast<std::int32_t>(1 + below(300)); break;
                case 2: entry.match.fromPort = static_cast<std::int32_t>(below(2000)); break;
                default: acl.entries.pop_back(); break;
            }
        });
    }

    void changeGroupsOfInterface() {
        change(m_made.interfaces, [&](NetworkInterface& interface) {
            const SecurityGroup* group = pick(m_made.securityGroups);
            if (group == nullptr) return;
            if (chance(50)) interface.securityGroups.ids.clear();
            interface.securityGroups.ids.push_back(group->id);
        });
    }

    /// Returns an address of some interface, or the one behind it: they collide now and then.
    Known<IpAddress> someAddress(const NetworkInterface& own) {
        const NetworkInterface* other = chance(50) ? pick(m_made.interfaces) : &own;
        if (other->addresses.empty()) return IpAddress::v4(0x0A000064);
        const Known<IpAddress>& address = other->addresses.front();
        if (!address.isKnown()) return address;
        return address->plus(below(3));
    }

    void changeInterface() {
        change(m_made.interfaces, [&](NetworkInterface& interface) {
            switch (below(6)) {
                case 0: interface.sourceDestCheck = chance(50); break;
                case 1: interface.publicAddress.reset(); break;
                case 2:
                    interface.publicAddress =
                        IpAddress::v4(0xC6120000U + static_cast<std::uint32_t>(below(16)));
                    break;
                case 3: {
                    const Subnet* subnet = pick(m_made.subnets);
                    if (subnet != nullptr) interface.subnet = subnet->id;
                    break;
                }
                case 4: interface.addresses.push_back(someAddress(interface)); break;
                default:
                    if (!interface.addresses.empty()) {
                        interface.addresses.front() = someAddress(interface);
                    }
                    break;
            }
        });
    }

    void addInterface() {
        const NetworkInterface* like = pick(m_made.interfaces);
        if (like == nullptr) return;
        NetworkInterface made = *like;
        made.id = newId();
        made.name = "Added" + std::to_string(made.id.resource().value);
        made.publicAddress.reset();
        if (!made.addresses.empty()) {
            made.addresses = {made.addresses.front()};
            if (made.addresses.front().isKnown()) {
                made.addresses.front() = made.addresses.front()->plus(1 + below(40));
            }
        }
        put(m_made.interfaces, std::move(made));
    }

    void changeTable() {
        change(m_made.routeTables, [&](RouteTable& table) {
            if (table.routes.empty()) return;
            if (chance(50)) {
                table.routes.erase(table.routes.begin() +
                                   static_cast<std::ptrdiff_t>(below(table.routes.size())));
                return;
            }
            const RouteTable* other = pick(m_made.routeTables);
            if (!other->routes.empty()) {
                table.routes.push_back(other->routes[below(other->routes.size())]);
            }
        });
    }

    void changeSubnet() {
        change(m_made.subnets, [&](Subnet& subnet) {
            const RouteTable* table = pick(m_made.routeTables);
            const NetworkAcl* acl = pick(m_made.networkAcls);
            if (chance(50) && table != nullptr) subnet.routeTable = table->id;
            if (chance(50) && acl != nullptr) subnet.networkAcl = acl->id;
        });
    }

    void addGroup() {
        const SecurityGroup* like = pick(m_made.securityGroups);
        if (like == nullptr) return;
        SecurityGroup made = *like;
        made.id = newId();
        made.name = "Added" + std::to_string(made.id.resource().value);
        put(m_made.securityGroups, std::move(made));
    }

    void removeSomething() {
        const std::size_t wanted = below(64);
        std::size_t at = 0;
        forEachTable([&](auto table) {
            if (at++ == wanted) removeFrom(m_made.*table);
        });
    }

    /// Takes over a thing of another network where the ids fall together.
    void graft() {
        const auto other = randomNetwork(m_random() % 1000, {true, 3, 2});
        const std::size_t wanted = below(24);
        std::size_t at = 0;
        forEachTable([&]<class T>(Table<T> Architecture::*table) {
            if (at++ != wanted) return;
            const T* chosen = pick((*other).*table);
            if (chosen == nullptr) return;
            const bool taken = m_made.find(chosen->id) != nullptr;
            if (taken && !(m_made.*table).contains(chosen->id)) return;
            put(m_made.*table, *chosen);
        });
    }

    Architecture m_made;
    std::mt19937_64& m_random;
};

}  // namespace

std::shared_ptr<const Architecture> editedAtRandom(const Architecture& before,
                                                   std::mt19937_64& random) {
    return NetworkEditor(before, random).edit();
}

}  // namespace archivolt::test
