#include "app/session/placed_findings.h"

#include <QtTest>
#include <memory>
#include <string>
#include <vector>

#include "model/design/stack.h"

namespace archivolt {

namespace {

std::shared_ptr<Finding> foundAt(const char* resource) {
    Finding finding;
    finding.diagnostic.code = "TEST-1";
    finding.diagnostic.message = std::string("a fault of ") + resource;
    finding.diagnostic.where.resource = resource;
    finding.diagnostic.where.path = Path{"Resources", resource};
    return std::make_shared<Finding>(std::move(finding));
}

/// Places every finding at the same line of a file.
PlacedFindings::Text placedAt(std::uint32_t line) {
    const auto locate = [line](std::vector<Diagnostic>& diagnostics) {
        for (Diagnostic& diagnostic : diagnostics) {
            diagnostic.where.file = "a.yaml";
            diagnostic.where.line = line;
        }
    };
    return {locate, {}};
}

}  // namespace

class PlacedFindingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatNobodyElseHoldsIsPlacedWhereItIs() {
        FindingList reported = {foundAt("A"), foundAt("B")};
        const std::vector<const Finding*> were = {reported[0].get(), reported[1].get()};
        const PlacedFindings placed =
            placeFindings(std::move(reported), nullptr, placedAt(7), KeptFindings());
        QCOMPARE(placed.list->size(), std::size_t{2});
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE((*placed.list)[i].get(), were[i]);
            QCOMPARE(were[i]->diagnostic.where.line, 7U);
            QVERIFY(were[i]->diagnostic.where.file == "a.yaml");
        }
        QCOMPARE(were[1]->diagnostic.message, std::string("a fault of B"));
        QVERIFY(placed.others.empty());
    }

    void whatOthersHoldStaysAsItIs() {
        const auto held = foundAt("A");
        const PlacedFindings placed = placeFindings({held}, nullptr, placedAt(7), KeptFindings());
        QVERIFY(placed.list->front() != held);
        QCOMPARE(placed.list->front()->diagnostic.where.line, 7U);
        QCOMPARE(held->diagnostic.where.line, 0U);
        QCOMPARE(placed.others.at(held.get()), placed.list->front());
    }

    void whatIsKeptFreshlyIsPlacedWhereItIsUnlessSomebodyElseHoldsIt() {
        const auto stack = std::make_shared<Stack>();
        KeptFindings kept;
        kept.begin(stack);
        FindingList reported = {foundAt("A"), foundAt("B")};
        for (std::uint32_t i = 0; i < 2; ++i) {
            kept.keep(std::make_shared<const int>(1), ResourceId{i + 1}, {{reported[i]}, {}});
        }
        kept.finish();
        const auto held = reported[1];
        const Finding* first = reported[0].get();
        PlacedFindings placed = placeFindings(std::move(reported), nullptr, placedAt(7), kept);
        QCOMPARE(placed.list->front().get(), first);
        QVERIFY(placed.list->back() != held);
        QCOMPARE(placed.others.size(), std::size_t{1});
        kept.replace(placed.others);
        QVERIFY(kept.fresh().empty());

        // What is kept from now on is what lists hold, and is never written again.
        const auto before = placed.list;
        placed = placeFindings(*before, before.get(), placedAt(9), kept);
        QCOMPARE(before->front()->diagnostic.where.line, 7U);
        QCOMPARE(placed.list->front()->diagnostic.where.line, 9U);
    }

    void whatIsFoundAgainAtItsPlaceIsTheSameObject() {
        const auto before = placeFindings({foundAt("A")}, nullptr, placedAt(7), KeptFindings());
        const auto again =
            placeFindings({foundAt("A")}, before.list.get(), placedAt(7), KeptFindings());
        QCOMPARE(again.list->front(), before.list->front());
        QCOMPARE(again.others.size(), std::size_t{1});
    }
};

}  // namespace archivolt

QTEST_GUILESS_MAIN(archivolt::PlacedFindingsTest)
#include "placed_findings_test.moc"
