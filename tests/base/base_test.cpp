#include <QtTest>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <vector>

#include "model/base/arn.h"
#include "model/base/diagnostic.h"
#include "model/base/key_index.h"
#include "model/base/known.h"
#include "model/base/path.h"
#include "model/base/persistent_map.h"
#include "model/base/region_name.h"
#include "model/base/shared_text.h"
#include "model/base/text_case.h"

namespace archivolt {

class BaseTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pathTextReadsBackAsThePath() {
        const Path path{"Resources", "Web", "Properties", std::size_t{3}, "a.b", "q\"\\", "x[1]"};
        QCOMPARE(Path::parse(path.toString()), path);
        QCOMPARE(QString::fromStdString(Path({"Ingress", std::size_t{0}, "CidrIp"}).toString()),
                 QStringLiteral("Ingress[0].CidrIp"));
    }

    void brokenPathTextGivesAnEmptyPath() {
        for (const char* text : {"a[", "a[x]", "a.", ".a", "a..b", "[\"a]"}) {
            QVERIFY2(Path::parse(text).empty(), text);
        }
    }

    void aSharedTextIsTheSameWhereverItComesFrom() {
        const std::string own = "a text";
        const SharedText copied = own;
        const SharedText lasting = "a text";
        QVERIFY(copied == lasting && lasting == own && copied == "a text");
        QVERIFY(copied != SharedText("a texu") && copied < SharedText("a texu"));
        QVERIFY(static_cast<const void*>(copied.view().data()) != own.data());
        const SharedText again = copied;
        QCOMPARE(static_cast<const void*>(again.view().data()),
                 static_cast<const void*>(copied.view().data()));
        QCOMPARE("<" + copied + '>' + " of " + lasting, std::string("<a text> of a text"));
        QVERIFY(SharedText().empty() && SharedText("").empty() && SharedText() == "");
        QCOMPARE(fmt::format("{:>3}|{}", SharedText("x"), lasting), std::string("  x|a text"));

        SharedText within;
        {
            const auto whole = std::make_shared<const std::string>("one two");
            within = SharedText::within(whole, std::string_view(*whole).substr(4));
        }
        QVERIFY(within == "two");
    }

    void aDoubtIsThereOrNot() {
        QVERIFY(Doubt().empty() && Doubt("").empty() && Doubt(std::string()) == Doubt());
        QCOMPARE(Doubt().text(), std::string());
        Doubt doubt = "it is hidden";
        const Doubt copy = doubt;
        doubt.add({});
        QVERIFY(doubt == copy);
        doubt.add("it is far");
        QCOMPARE(doubt.text(), std::string("it is hidden; it is far"));
        QCOMPARE(copy.text(), std::string("it is hidden"));
        doubt.add(doubt);
        QCOMPARE(doubt.text(), std::string("it is hidden; it is far; it is hidden; it is far"));
        const Doubt taken = std::move(doubt);
        QVERIFY(!taken.empty());
        doubt = Doubt();  // What was moved out of may be given something else.
        QVERIFY(doubt.empty());
        doubt.add("again");
        QCOMPARE(doubt.text(), std::string("again"));
    }

    void whatIsNotKnownSaysWhyAndWhatIsDoesNot() {
        const auto unknown = Known<std::string>::unknown("nobody says");
        QVERIFY(!unknown.isKnown());
        QCOMPARE(unknown.why().text(), std::string("nobody says"));
        QCOMPARE(unknown.valueOr("x"), std::string("x"));
        const Known<std::string> known = std::string("y");
        QVERIFY(known.isKnown() && known.why().empty() && known != unknown);
        QCOMPARE(known.valueOr("x"), std::string("y"));
        QVERIFY(unknown == Known<std::string>::unknown("nobody says"));
        QVERIFY(unknown != Known<std::string>::unknown("somebody says"));
        QVERIFY(Known<int>().isKnown() && *Known<int>() == 0);
        // A thing has ten of these: none takes more room than its value and a pointer.
        QVERIFY(sizeof(Known<std::string>) <= sizeof(std::string) + sizeof(void*));
    }

    void persistentMapAgreesWithStdMapUnderRandomEdits() {
        std::uint32_t state = 1;
        std::map<int, int> expected;
        PersistentMap<int, int> map;
        for (int step = 0; step < 20000; ++step) {
            state = state * 1664525U + 1013904223U;
            const int key = static_cast<int>(state >> 20U) % 700;
            if ((state >> 8U) % 3 == 0) {
                expected.erase(key);
                map = map.without(key);
            } else {
                expected[key] = step;
                map = map.with(key, step);
            }
            QCOMPARE(map.size(), expected.size());
        }
        QVERIFY(std::equal(map.begin(), map.end(), expected.begin(), expected.end(),
                           [](const auto& a, const auto& b) {
                               return a.first == b.first && a.second == b.second;
                           }));
        for (int key = 0; key < 700; ++key) {
            const int* found = map.find(key);
            QCOMPARE(found != nullptr, expected.contains(key));
            if (found != nullptr) QCOMPARE(*found, expected[key]);
            const auto next = expected.lower_bound(key);
            const auto at = map.from(key);
            QCOMPARE(at == map.end(), next == expected.end());
            if (next != expected.end()) QCOMPARE(at->first, next->first);
        }
    }

    void aKeyIndexNamesExactlyTheNodesThatReadAChangedKey() {
        std::uint32_t state = 5;
        const auto random = [&] { return (state = state * 1664525U + 1013904223U) >> 12U; };
        std::map<int, std::vector<int>> reads;  // By node, what it reads.
        KeyIndex<int, int> index;
        for (int round = 0; round < 300; ++round) {
            KeyIndex<int, int>::Changes changes;
            std::set<int> mayChange;
            for (int i = 0; i < 5; ++i) {
                const int node = i * 8 + static_cast<int>(random() % 8);  // Each once a round.
                std::set<int> now;
                for (std::uint32_t n = random() % 6; n > 0; --n) {
                    now.insert(static_cast<int>(random() % 30));
                }
                std::vector<int>& before = reads[node];
                std::vector<int> after(now.begin(), now.end());
                changes.move(node, before, after);
                std::ranges::set_symmetric_difference(before, after,
                                                      std::inserter(mayChange, mayChange.end()));
                before = std::move(after);
            }
            const KeyIndex<int, int> old = index;
            const std::vector<int> changed = changes.applyTo(index);
            QVERIFY(std::ranges::is_sorted(changed));
            for (int key = 0; key < 30; ++key) {
                std::vector<int> readers;
                for (const auto& [node, keys] : reads) {
                    if (std::ranges::binary_search(keys, key)) readers.push_back(node);
                }
                QCOMPARE(index.under(key), readers);
                QCOMPARE(std::ranges::binary_search(changed, key),
                         old.under(key) != index.under(key));
                QVERIFY(old.under(key) == readers || mayChange.contains(key));
            }
        }
        std::set<int> both(index.under(3).begin(), index.under(3).end());
        both.insert(index.under(7).begin(), index.under(7).end());
        QCOMPARE(index.underAny(std::vector<int>{3, 7, 99}), both);
        std::vector<int> keys;
        index.forEachKeyFrom(25, [&](int key) {
            keys.push_back(key);
            return key < 27;
        });
        QCOMPARE(keys, (std::vector<int>{25, 26, 27}));
    }

    void manyChangesAtOnceComeToTheSameAsOneByOne() {
        std::uint32_t state = 7;
        const auto random = [&] { return (state = state * 1664525U + 1013904223U) >> 12U; };
        PersistentMap<int, int> map;
        for (int round = 0; round < 300; ++round) {
            std::map<int, std::optional<int>> changes;
            const std::uint32_t count = random() % (round % 10 == 0 ? 500 : 5);
            for (std::uint32_t i = 0; i < count; ++i) {
                const int key = static_cast<int>(random() % 2000);
                changes[key] = random() % 3 == 0 ? std::nullopt : std::optional(round);
            }
            PersistentMap<int, int> expected = map;
            for (const auto& [key, value] : changes) {
                expected = value ? expected.with(key, *value) : expected.without(key);
            }
            map = map.withChanges({changes.begin(), changes.end()});
            QCOMPARE(map.size(), expected.size());
            QVERIFY(map == expected);
            // Look-ups go by chunks, which iteration does not.
            for (const auto& [key, value] : expected) QVERIFY(map.contains(key));
        }
    }

    void earlierPersistentMapsDoNotChange() {
        PersistentMap<int, int> before;
        for (int i = 0; i < 500; ++i) before = before.with(i, i);
        const PersistentMap<int, int> copy = before;
        const auto after = before.with(100, -1).without(200);
        QCOMPARE(before, copy);
        QCOMPARE(*before.find(100), 100);
        QCOMPARE(*after.find(100), -1);
        QVERIFY(!after.contains(200));
    }

    void aRegionIsNamedAsAwsNamesThem() {
        for (const char* name : {"eu-west-1", "us-gov-east-1", "eusc-de-east-1", "xx-new-9"}) {
            QVERIFY2(isRegionName(name), name);
        }
        for (const char* name : {"", "x", "eu-west", "EU-West-1", "eu west-1-", "eu_west_1",
                                 "7us-east-1", "us-east-a", "us-east-", "us--1", "us-1-2"}) {
            QVERIFY2(!isRegionName(name), name);
        }
    }

    void anArnIsTakenApart() {
        const auto role = partsOfArn("arn:aws:iam::123456789012:role/app/reader");
        QVERIFY(role.has_value());
        QCOMPARE(role->service, std::string_view("iam"));
        QCOMPARE(role->region, std::string_view());
        QCOMPARE(role->account, std::string_view("123456789012"));
        QCOMPARE(role->resource, std::string_view("role/app/reader"));
        const auto function = partsOfArn("arn:aws-cn:lambda:cn-north-1:123456789012:function:tidy");
        QVERIFY(function.has_value());
        QCOMPARE(function->region, std::string_view("cn-north-1"));
        QCOMPARE(function->resource, std::string_view("function:tidy"));
        for (const char* other : {"", "arn:", "arn:aws:s3::", "urn:aws:s3:::photos", "i-0123"}) {
            QVERIFY2(!partsOfArn(other).has_value(), other);
        }
        QVERIFY(isAccountNumber("123456789012"));
        for (const char* other : {"", "12345678901", "1234567890123", "12345678901a"}) {
            QVERIFY2(!isAccountNumber(other), other);
        }
    }

    void aZonesNameBeginsWithItsRegion() {
        const std::map<std::string_view, std::string_view> regions = {
            {"us-east-1a", "us-east-1"},
            {"us-gov-west-1b", "us-gov-west-1"},
            {"us-west-2-lax-1a", "us-west-2"},
            {"us-east-1-wl1-bos-wlz-1", "us-east-1"},
            {"us-east-1", "us-east-1"},
            {"use1-az1", ""},
            {"1a", ""},
            {"Zone 1", ""},
            {"", ""},
        };
        for (const auto& [zone, region] : regions) QCOMPARE(regionOfZone(zone), region);
    }

    void onlyAsciiLettersAreLowered() {
        QCOMPARE(lowerAscii("AZaz09-\xC3\x84_["), std::string("azaz09-\xC3\x84_["));
        QVERIFY(equalIgnoringCase("HTTPS", "https"));
        QVERIFY(!equalIgnoringCase("http", "https"));
        QVERIFY(!equalIgnoringCase("@", "`"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::BaseTest)
#include "base_test.moc"
