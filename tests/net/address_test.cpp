#include <QtTest>

#include <arpa/inet.h>

#include "model/net/address.h"
#include "model/net/cidr.h"

namespace archivolt {

namespace {

/// A small generator of our own, so that a seed gives the same cases everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next() {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

private:
    std::uint64_t m_state;
};

/// Reads an IPv6 text as the C library does, the independent opinion of these tests.
std::optional<IpAddress> libraryIpv6(const std::string& text) {
    in6_addr bytes{};
    if (inet_pton(AF_INET6, text.c_str(), &bytes) != 1) return std::nullopt;
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    for (int i = 0; i < 8; ++i) high = high << 8U | bytes.s6_addr[i];
    for (int i = 8; i < 16; ++i) low = low << 8U | bytes.s6_addr[i];
    return IpAddress::v6(high, low);
}

}  // namespace

class AddressTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goodIpv4TextIsRead() {
        QCOMPARE(IpAddress::parse("0.0.0.0"), IpAddress::v4(0));
        QCOMPARE(IpAddress::parse("10.0.1.200"), IpAddress::v4(0x0A0001C8));
        QCOMPARE(IpAddress::parse("255.255.255.255"), IpAddress::v4(0xFFFFFFFF));
    }

    void badIpv4TextIsRefused() {
        for (const char* text : {"",         ".",         "1",        "1.2.3",     "1.2.3.4.5",
                                 "1.2.3.",   ".1.2.3",    "1..2.3",   "256.0.0.1", "1.2.3.1000",
                                 "01.2.3.4", "1.2.3.00",  "1.2.3.4 ", " 1.2.3.4",  "1.2.3.-4",
                                 "+1.2.3.4", "0x1.2.3.4", "1.2.3.a",  "1.2.3.4/8", "1,2,3,4"}) {
            QVERIFY2(!IpAddress::parse(text), text);
        }
    }

    void goodIpv6TextIsRead() {
        QCOMPARE(IpAddress::parse("::"), IpAddress::v6(0, 0));
        QCOMPARE(IpAddress::parse("::1"), IpAddress::v6(0, 1));
        QCOMPARE(IpAddress::parse("1::"), IpAddress::v6(0x0001000000000000, 0));
        QCOMPARE(IpAddress::parse("2001:DB8::fF"), IpAddress::v6(0x20010db800000000, 0xFF));
        QCOMPARE(IpAddress::parse("1:2:3:4:5:6:7:8"),
                 IpAddress::v6(0x0001000200030004, 0x0005000600070008));
        QCOMPARE(IpAddress::parse("1:2:3:4:5:6:7::"),
                 IpAddress::v6(0x0001000200030004, 0x0005000600070000));
        QCOMPARE(IpAddress::parse("64:ff9b::192.0.2.33"),
                 IpAddress::v6(0x0064ff9b00000000, 0xC0000221));
        QCOMPARE(IpAddress::parse("::ffff:10.0.0.1"), IpAddress::v6(0, 0xFFFF0A000001));
        QCOMPARE(IpAddress::parse("1:2:3:4:5:6:1.2.3.4"),
                 IpAddress::v6(0x0001000200030004, 0x0005000601020304));
    }

    void badIpv6TextIsRefused() {
        for (const char* text : {":",
                                 ":::",
                                 "1:",
                                 ":1",
                                 "1::2::3",
                                 "1:2:3:4:5:6:7",
                                 "1:2:3:4:5:6:7:8:9",
                                 "1::2:3:4:5:6:7:8",
                                 "1:2:3:4:5:6:7:8::",
                                 "::1:2:3:4:5:6:7:8",
                                 "12345::",
                                 "g::",
                                 "::1%eth0",
                                 "[::1]",
                                 "::1/64",
                                 "1.2.3.4::",
                                 "::1.2.3",
                                 "::1.2.3.4:5",
                                 "1:2:3:4:5:6:7:1.2.3.4",
                                 "::01.2.3.4",
                                 " ::1",
                                 "::1 ",
                                 ":1::2",
                                 "1::2:",
                                 "fe80:::1"}) {
            QVERIFY2(!IpAddress::parse(text), text);
        }
    }

    void ipv6TextIsAsRfc5952Says() {
        const std::pair<const char*, const char*> cases[] = {
            {"2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1"},
            {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
            {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
            {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
            {"2001:DB8::ABCD", "2001:db8::abcd"},
            {"0:0:0:0:0:0:0:0", "::"},
            {"0:0:0:0:0:0:0:1", "::1"},
            {"1:0:0:0:0:0:0:0", "1::"},
            {"0:1:1:1:1:1:1:0", "0:1:1:1:1:1:1:0"},
            {"0:0:1:1:1:1:0:0", "::1:1:1:1:0:0"},
            {"::ffff:c000:201", "::ffff:192.0.2.1"},
            {"::fffe:c000:201", "::fffe:c000:201"},
            {"64:ff9b::c000:221", "64:ff9b::c000:221"},
        };
        for (const auto& [text, expected] : cases) {
            const auto address = IpAddress::parse(text);
            QVERIFY2(address, text);
            QCOMPARE(QString::fromStdString(address->toString()), QString::fromLatin1(expected));
        }
    }

    void textReadsBackAndAgreesWithTheLibrary() {
        Random random(1);
        for (int i = 0; i < 20000; ++i) {
            // Groups are zeroed at random, so that runs of zeros of every length come up.
            std::uint64_t halves[2];
            for (auto& half : halves) {
                half = random.next();
                const std::uint64_t zeros = random.next();
                for (unsigned group = 0; group < 4; ++group) {
                    if (((zeros >> group) & 1U) != 0) half &= ~(0xFFFFULL << (16 * group));
                }
            }
            const IpAddress v6 = IpAddress::v6(halves[0], halves[1]);
            QCOMPARE(IpAddress::parse(v6.toString()), v6);
            QCOMPARE(libraryIpv6(v6.toString()), std::optional(v6));
            const IpAddress v4 = IpAddress::v4(static_cast<std::uint32_t>(halves[1]));
            QCOMPARE(IpAddress::parse(v4.toString()), v4);
        }
    }

    void mutilatedIpv6TextIsJudgedAsByTheLibrary() {
        static constexpr std::string_view kLetters = ":::::0123aF.G";
        Random random(2);
        int good = 0;
        for (int i = 0; i < 50000; ++i) {
            std::string text = i % 2 == 0 ? "1:2:3:4:5:6:7:8" : "1::2:3:1.2.3.4";
            for (auto edits = random.next() % 4; edits > 0; --edits) {
                const std::size_t at = random.next() % text.size();
                if (random.next() % 2 == 0) {
                    text[at] = kLetters[random.next() % kLetters.size()];
                } else if (text.size() > 3) {
                    text.erase(at, 1);
                }
            }
            if (text.find(':') == std::string::npos) continue;
            const auto ours = IpAddress::parse(text);
            QVERIFY2(ours == libraryIpv6(text), text.c_str());
            good += ours ? 1 : 0;
        }
        QVERIFY(good > 1000);
    }

    void addingWrapsAtTheFamilysEnd() {
        QCOMPARE(IpAddress::v4(0xFFFFFFFF).plus(2), IpAddress::v4(1));
        QCOMPARE(IpAddress::v6(7, ~0ULL).plus(1), IpAddress::v6(8, 0));
        QCOMPARE(IpAddress::v6(~0ULL, ~0ULL).plus(3), IpAddress::v6(0, 2));
        QCOMPARE(IpAddress::parse("10.0.0.250")->plus(10), *IpAddress::parse("10.0.1.4"));
    }

    void cidrsAreCanonical() {
        QCOMPARE(QString::fromStdString(Cidr::parse("10.0.1.77/20")->toString()),
                 QStringLiteral("10.0.0.0/20"));
        QCOMPARE(QString::fromStdString(Cidr::parse("2001:DB8:1:2:3::/60")->toString()),
                 QStringLiteral("2001:db8:1::/60"));
        QCOMPARE(Cidr::parse("10.0.1.77/20"), Cidr::parse("10.0.15.255/20"));
        QCOMPARE(Cidr(), Cidr::all(Family::Ipv4));
        QVERIFY(Cidr::hasHostBits("10.0.0.1/24"));
        QVERIFY(!Cidr::hasHostBits("10.0.0.0/24"));
        QVERIFY(!Cidr::hasHostBits("10.0.0.1/32"));
        QVERIFY(Cidr::hasHostBits("2001:db8::1/127"));
        QVERIFY(!Cidr::hasHostBits("10.0.0.1/33"));
    }

    void badCidrsAreRefused() {
        for (const char* text :
             {"", "/", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08",
              "10.0.0.0/+8", "10.0.0.0/8 ", "10.0.0.0/8/8", "10.0.0/8", "::/129", "::/1000",
              "::/0x8", "10.0.0.0/255.0.0.0", "::ffff:10.0.0.0/", "010.0.0.0/8"}) {
            QVERIFY2(!Cidr::parse(text), text);
        }
    }

    void firstLastAndSizeBelongTogether() {
        const auto block = *Cidr::parse("192.0.2.64/26");
        QCOMPARE(QString::fromStdString(block.last().toString()), QStringLiteral("192.0.2.127"));
        QCOMPARE(block.size(), 64U);
        QCOMPARE(Cidr::all(Family::Ipv4).size(), 1ULL << 32U);
        QCOMPARE(Cidr::all(Family::Ipv6).size(), 1ULL << 63U);
        QCOMPARE(Cidr::all(Family::Ipv6).last(), IpAddress::v6(~0ULL, ~0ULL));
        QCOMPARE(Cidr::parse("2001:db8::/64")->last(), IpAddress::v6(0x20010db800000000, ~0ULL));
        QCOMPARE(Cidr::parse("2001:db8::/66")->size(), 1ULL << 62U);
        for (int length = 0; length <= 128; ++length) {
            const Cidr six(IpAddress::v6(~0ULL, ~0ULL), length);
            QCOMPARE(six.last(), IpAddress::v6(~0ULL, ~0ULL));
            if (length > 65) QCOMPARE(six.first().plus(six.size() - 1), six.last());
            if (length <= 32) {
                const Cidr four(IpAddress::v4(0x80000001), length);
                QCOMPARE(four.first().plus(four.size() - 1), four.last());
            }
        }
    }

    void containmentAgreesWithTheBits() {
        Random random(3);
        for (int i = 0; i < 20000; ++i) {
            // Few distinct bits, so that blocks often meet.
            const auto bits = [&] {
                return static_cast<std::uint32_t>(random.next() & 0x0F0000FFU);
            };
            const int lengthA = static_cast<int>(random.next() % 33);
            const int lengthB = static_cast<int>(random.next() % 33);
            const std::uint32_t a = bits();
            const std::uint32_t b = bits();
            const auto samePrefix = [](std::uint32_t x, std::uint32_t y, int length) {
                return length == 0 || (x ^ y) >> (32 - length) == 0;
            };
            const Cidr blockA(IpAddress::v4(a), lengthA);
            const Cidr blockB(IpAddress::v4(b), lengthB);
            QCOMPARE(blockA.contains(IpAddress::v4(b)), samePrefix(a, b, lengthA));
            QCOMPARE(blockA.contains(blockB), lengthA <= lengthB && samePrefix(a, b, lengthA));
            QCOMPARE(blockA.overlaps(blockB), samePrefix(a, b, std::min(lengthA, lengthB)));
        }
    }

    void familiesNeverMeet() {
        QVERIFY(!Cidr::all(Family::Ipv4).contains(IpAddress::v6(0, 1)));
        QVERIFY(!Cidr::all(Family::Ipv6).contains(IpAddress::v4(1)));
        QVERIFY(!Cidr::all(Family::Ipv6).overlaps(Cidr::all(Family::Ipv4)));
        QVERIFY(IpAddress::v4(0xFFFFFFFF) < IpAddress::v6(0, 0));
        QVERIFY(*Cidr::parse("10.0.0.0/8") < *Cidr::parse("10.0.0.0/16"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::AddressTest)
#include "address_test.moc"
