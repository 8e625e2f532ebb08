#include <QtTest>

#include <bitset>
#include <random>

#include "model/net/address_set.h"
#include "model/net/port_set.h"
#include "model/net/traffic_set.h"

namespace archivolt {

namespace {

using Bitmap = std::bitset<65536>;

/// A random set of ports near the ends and in the middle, as set and as bitmap.
struct RandomPorts {
    PortSet set;
    Bitmap bitmap;

    explicit RandomPorts(std::mt19937_64& random) {
        static constexpr unsigned kBases[] = {0, 40, 1000, 65535 - 40};
        std::vector<PortRange> ranges;
        for (auto count = random() % 7; count > 0; --count) {
            const unsigned first = kBases[random() % 4] + random() % 41;
            const unsigned last = std::min<unsigned>(65535, first + random() % 30);
            ranges.push_back({static_cast<Port>(first), static_cast<Port>(last)});
            for (unsigned port = first; port <= last; ++port) bitmap.set(port);
        }
        set = PortSet::ofRanges(ranges);
    }
};

Bitmap bitmapOf(const PortSet& set) {
    Bitmap bitmap;
    for (const auto& range : set.ranges()) {
        for (unsigned port = range.first; port <= range.last; ++port) bitmap.set(port);
    }
    return bitmap;
}

template <class Set, class Adjacent>
bool isNormal(const Set& set, Adjacent adjacent) {
    for (std::size_t i = 0; i < set.ranges().size(); ++i) {
        const auto& range = set.ranges()[i];
        if (range.last < range.first) return false;
        if (i == 0) continue;
        const auto& before = set.ranges()[i - 1];
        if (!(before.last < range.first) || adjacent(before.last, range.first)) return false;
    }
    return true;
}

/// A world of 512 addresses in which exhaustive tests are cheap: the last 256 of IPv4 and the first
/// 256 of IPv6, that is both sides of the seam between the families.
IpAddress smallWorld(unsigned index) {
    return index < 256 ? IpAddress::v4(0xFFFFFF00U + index) : IpAddress::v6(0, index - 256);
}

struct RandomAddresses {
    AddressSet set;
    std::bitset<512> bitmap;

    explicit RandomAddresses(std::mt19937_64& random) {
        std::vector<Cidr> blocks;
        for (auto count = random() % 6; count > 0; --count) {
            const unsigned at = random() % 512;
            const int hostBits = static_cast<int>(random() % 7);
            const IpAddress address = smallWorld(at);
            blocks.emplace_back(address, addressBits(address.family) - hostBits);
            for (unsigned i = 0; i < 512; ++i) {
                if (blocks.back().contains(smallWorld(i))) bitmap.set(i);
            }
        }
        set = addressesOf(blocks);
    }
};

bool sameAsBitmap(const AddressSet& set, const std::bitset<512>& bitmap) {
    for (unsigned i = 0; i < 512; ++i) {
        if (set.contains(smallWorld(i)) != bitmap.test(i)) return false;
    }
    return true;
}

}  // namespace

class NetSetsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void portSetsAgreeWithBitmaps() {
        std::mt19937_64 random(1);
        for (int i = 0; i < 400; ++i) {
            const RandomPorts a(random);
            const RandomPorts b(random);
            QVERIFY(isNormal(a.set, PortTraits::follows));
            QCOMPARE(bitmapOf(a.set), a.bitmap);
            for (const auto& [set, bitmap] : {std::pair(a.set | b.set, a.bitmap | b.bitmap),
                                              std::pair(a.set & b.set, a.bitmap & b.bitmap),
                                              std::pair(a.set - b.set, a.bitmap & ~b.bitmap),
                                              std::pair(a.set.complement(), ~a.bitmap)}) {
                QVERIFY(isNormal(set, PortTraits::follows));
                QVERIFY(bitmapOf(set) == bitmap);
            }
            QCOMPARE(a.set.overlaps(b.set), (a.bitmap & b.bitmap).any());
            QCOMPARE(a.set.containsAll(b.set), (b.bitmap & ~a.bitmap).none());
            QVERIFY(a.set.containsAll(a.set & b.set));
            for (unsigned port = 0; port < 120; ++port) {
                QCOMPARE(a.set.contains(static_cast<Port>(port)), a.bitmap.test(port));
            }
        }
    }

    void portSetsOfAllAndNoneAreNeutral() {
        QVERIFY(PortSet::all().complement().empty());
        QCOMPARE(PortSet().complement(), PortSet::all());
        QCOMPARE(PortSet::ofRanges({{0, 100}, {101, 65535}}), PortSet::all());
        QCOMPARE(PortSet::ofRanges({{65535, 65535}, {0, 0}}).ranges().size(), 2U);
    }

    void portSetTextIsSortedAndJoined() {
        QCOMPARE(portText(PortSet::ofRanges({{443, 443}, {80, 80}, {1024, 65535}})),
                 std::string("80,443,1024-65535"));
        QCOMPARE(portText(PortSet::ofRanges({{80, 81}, {82, 90}})), std::string("80-90"));
        QCOMPARE(portText(PortSet::all()), std::string("any"));
        QCOMPARE(portText(PortSet()), std::string());
    }

    void addressSetsAgreeWithBitmapsAcrossTheFamilies() {
        std::mt19937_64 random(2);
        for (int i = 0; i < 3000; ++i) {
            const RandomAddresses a(random);
            const RandomAddresses b(random);
            QVERIFY(sameAsBitmap(a.set, a.bitmap));
            for (const auto& [set, bitmap] : {std::pair(a.set | b.set, a.bitmap | b.bitmap),
                                              std::pair(a.set & b.set, a.bitmap & b.bitmap),
                                              std::pair(a.set - b.set, a.bitmap & ~b.bitmap),
                                              std::pair(a.set.complement(), ~a.bitmap)}) {
                QVERIFY(isNormal(set, AddressTraits::follows));
                QVERIFY(sameAsBitmap(set, bitmap));
                QCOMPARE(addressesOf(toCidrs(set)), set);
            }
            QCOMPARE(a.set.containsAll(b.set), (b.bitmap & ~a.bitmap).none());
            QCOMPARE(ofFamily(a.set, Family::Ipv4) | ofFamily(a.set, Family::Ipv6), a.set);
        }
    }

    void complementsOfAddressSetsKeepTheFamiliesApart() {
        QCOMPARE(addressesOf(Cidr::all(Family::Ipv4)).complement(),
                 addressesOf(Cidr::all(Family::Ipv6)));
        QCOMPARE(AddressSet::all().ranges().size(), 2U);
        QVERIFY(AddressSet::all().complement().empty());
        QCOMPARE(toCidrs(AddressSet::all()).size(), 2U);
    }

    void blocksOfASetAreTheFewest() {
        const auto cidr = [](const char* text) { return *Cidr::parse(text); };
        QCOMPARE(addressText(addressesOf(std::vector{cidr("10.0.0.0/25"), cidr("10.0.0.128/25")})),
                 std::string("10.0.0.0/24"));
        QCOMPARE(addressText(addressesOf(cidr("10.0.0.0/24")) - addressesOf(cidr("10.0.0.0/32"))),
                 std::string("10.0.0.1/32,10.0.0.2/31,10.0.0.4/30,10.0.0.8/29,10.0.0.16/28,"
                             "10.0.0.32/27,10.0.0.64/26,10.0.0.128/25"));
        QCOMPARE(addressText(addressesOf(cidr("::/0")) - addressesOf(cidr("8000::/1"))),
                 std::string("::/1"));
        QCOMPARE(toCidrs(addressesOf(cidr("::/0")) - addressesOf(cidr("::/128"))).size(), 128U);
        QCOMPARE(addressText(addressesOf(cidr("2001:db8::/63"))), std::string("2001:db8::/63"));
    }

    void trafficSetsAgreeWithTheirMembers() {
        static constexpr IpProtocol kProtocols[] = {0, 1, 6, 17, 47, 50, 58, 255};
        static constexpr Port kPorts[] = {0, 1, 22, 79, 80, 81, 2048, 65535};
        std::mt19937_64 random(3);
        const auto anySet = [&] {
            TrafficSet set;
            for (auto count = random() % 5; count > 0; --count) {
                const Port first = kPorts[random() % 8];
                const auto last =
                    static_cast<Port>(std::min<unsigned>(65535, first + random() % 60));
                set |= TrafficSet::of(kProtocols[random() % 8], PortSet({first, last}));
            }
            return random() % 4 == 0 ? TrafficSet::all() - set : set;
        };
        for (int i = 0; i < 2000; ++i) {
            const TrafficSet a = anySet();
            const TrafficSet b = anySet();
            for (const IpProtocol protocol : kProtocols) {
                for (const Port port : kPorts) {
                    const bool inA = a.contains(protocol, port);
                    const bool inB = b.contains(protocol, port);
                    QCOMPARE((a | b).contains(protocol, port), inA || inB);
                    QCOMPARE((a & b).contains(protocol, port), inA && inB);
                    QCOMPARE((a - b).contains(protocol, port), inA && !inB);
                    QCOMPARE(a.ports(protocol).contains(port), inA);
                }
            }
            QCOMPARE((a - b) | (a & b), a);
            QCOMPARE(a.containsAll(b), (b - a).empty());
            TrafficSet rebuilt;
            for (const IpProtocol protocol : a.protocols()) {
                rebuilt |= TrafficSet::of(protocol, a.ports(protocol));
            }
            QCOMPARE(rebuilt, a);
        }
    }

    void trafficTextNamesProtocolsAndPorts() {
        QCOMPARE(trafficText(TrafficSet::all()), std::string("any"));
        QCOMPARE(
            trafficText(TrafficSet::of(kProtocolTcp, PortSet({443, 443})) |
                        TrafficSet::of(kProtocolUdp) | TrafficSet::of(50) | TrafficSet::of(51)),
            std::string("tcp/443 udp 50-51"));
        QCOMPARE(trafficText(TrafficSet()), std::string());
    }

    void trafficTextNamesTypesAndCodesOfIcmp() {
        const auto messages = [](Port first, Port last) {
            return TrafficSet::of(kProtocolIcmp, PortSet({first, last}));
        };
        const auto whole = [&](unsigned first, unsigned last) {
            return messages(icmpPort(first, 0), icmpPort(last, 255));
        };
        QCOMPARE(trafficText(whole(8, 8)), std::string("icmp type 8"));
        QCOMPARE(trafficText(whole(0, 7) | whole(9, 255)), std::string("icmp type 0-7,9-255"));
        QCOMPARE(trafficText(messages(icmpPort(3, 4), icmpPort(3, 4))),
                 std::string("icmp type 3 code 4"));
        QCOMPARE(trafficText(messages(icmpPort(7, 9), icmpPort(10, 1)) |
                             TrafficSet::of(kProtocolTcp, PortSet({22, 22}))),
                 std::string("icmp type 8-9, type 7 code 9-255, type 10 code 0-1 tcp/22"));
        QCOMPARE(trafficText(messages(icmpPort(8, 0), icmpPort(8, 0)) |
                             messages(icmpPort(8, 2), icmpPort(8, 255))),
                 std::string("icmp type 8 code 0,2-255"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::NetSetsTest)
#include "net_sets_test.moc"
