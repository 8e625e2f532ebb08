#include <QtTest>

#include "tests/build/build_support.h"
#include "tests/support/test_paths.h"

namespace archivolt {

class BuildCorpusTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRealTemplateBuildsTheSameTwiceAndItsCountsAddUp() {
        auto files = test::corpusTemplates();
        const std::size_t corpus = files.size();
        for (const auto& fixture : test::fixtureTemplates()) files.push_back(fixture);
        ResolvedDesign::Counts total;
        std::size_t things = 0;
        std::size_t outside = 0;
        std::size_t interfaces = 0;
        std::size_t addressed = 0;
        for (const auto& file : files) {
            const Design design = test::readDesign(test::readFile(file));
            const auto once = resolve(design);
            const auto twice = resolve(design);
            QVERIFY2(*once->architecture == *twice->architecture, file.c_str());
            const auto& counts = once->counts;
            // What loops make counts for itself.
            QCOMPARE(counts.declared, once->evaluated->stacks.front()->resources.size());
            QCOMPARE(counts.typed + counts.external + counts.unknown, counts.declared);
            total.declared += counts.declared;
            total.typed += counts.typed;
            total.external += counts.external;
            total.unknown += counts.unknown;
            total.removed += counts.removed;
            forEachTable([&](auto table) { things += (once->architecture.get()->*table).size(); });
            outside += once->architecture->externals.size();
            for (const auto& [id, interface] : once->architecture->interfaces) {
                ++interfaces;
                const auto& addresses = interface->addresses;
                if (!addresses.empty() && addresses.front().isKnown()) ++addressed;
                for (const ThingId group : interface->securityGroups.ids) {
                    QVERIFY2(once->architecture->find(group) != nullptr, file.c_str());
                }
                if (interface->subnet.isKnown()) {
                    QVERIFY2(once->architecture->find(*interface->subnet) != nullptr, file.c_str());
                }
            }
        }
        qInfo(
            "%zu templates (%zu of the corpus): %zu declared = %zu typed + %zu external + %zu "
            "unknown; %zu removed; %zu things, %zu outside; %zu interfaces, %zu with an address",
            files.size(), corpus, total.declared, total.typed, total.external, total.unknown,
            total.removed, things, outside, interfaces, addressed);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::BuildCorpusTest)
#include "build_corpus_test.moc"
