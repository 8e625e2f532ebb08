#include <QtTest>

#include <algorithm>

#include "app/modes/review/review.h"
#include "model/compare/align.h"
#include "tests/modes/reach_fixture.h"

namespace archivolt {

namespace {

/// Two designs reviewed, with the drawing of both.
struct Reviewed {
    ReviewSubject subject;
    std::shared_ptr<const Diagram> drawn;
    Review review;
};

Reviewed reviewed(const Design& before, const Design& after) {
    const auto catalog = Catalog::embedded();
    Reviewed made;
    made.subject = *prepareReview({"before", std::make_shared<const Design>(before)},
                                  {"after", std::make_shared<const Design>(after)}, *catalog);
    made.drawn = std::make_shared<const Diagram>(
        buildDiagram(*made.subject.both, *made.subject.resolvedBoth, *catalog));
    made.review = reviewOf(made.subject, made.drawn);
    return made;
}

const ReviewItem* find(const Review& review, ReviewPart part, const std::string& title) {
    const auto found = std::ranges::find_if(review.items, [&](const ReviewItem& item) {
        return item.part == part && item.title == title;
    });
    return found == review.items.end() ? nullptr : &*found;
}

/// The three-tier example with edits made, read from its text: of another history.
Design edited(const std::vector<Edit>& edits) {
    Design design = test::threeTier();
    for (const Edit& edit : edits) design = archivolt::apply(design, edit).value();
    return design;
}

StackId stackOf(const Design& design) { return design.stacks.front()->id; }

Value promise() {
    return Value::list({Value::map({{"name", Value::string("web is open")},
                                    {"kind", Value::string("reachable")},
                                    {"from", Value::string("internet")},
                                    {"to", Value::string("WebAlb")},
                                    {"protocol", Value::string("tcp")},
                                    {"ports", Value::string("443")}})});
}

}  // namespace

class ReviewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoOfTheSameSayTheSame() {
        const auto made = reviewed(test::threeTier(), test::threeTier());
        QVERIFY(made.review.items.empty());
        QCOMPARE(made.review.sentence, std::string("The two say the same."));
        const Overlay overlay = overlayOf(made.review, *made.drawn);
        QVERIFY(overlay.highlights.empty() && overlay.paths.empty());
    }

    void designsReadApartAreAlignedByName() {
        const Design before = test::threeTier();
        Design after = test::threeTier();
        // As if it had been edited for a while: other ids throughout.
        after.nextId += 1000;
        after = archivolt::apply(
                    after, AddResource{stackOf(after), "Extra",
                                       Value::map({{"Type", Value::string("AWS::SQS::Queue")}}),
                                       "ShopVpc"})
                    .value();
        const Design aligned = alignedWith(before, after);
        QVERIFY(sameContent(aligned, after));
        const auto& was = before.stacks.front()->body.resources;
        const auto& is = aligned.stacks.front()->body.resources;
        for (const auto& resource : was) {
            QCOMPARE(is.find(std::string_view(resource->logicalId))->id, resource->id);
        }
        QVERIFY(!was.find(is.find(std::string_view("Extra"))->id));
    }

    void aPathThatOpensIsToldAndDrawn() {
        const Design before = test::threeTier();
        const Design after = edited({RemoveResource{stackOf(before), "PublicAclInHttps"}});
        const auto made = reviewed(after, before);
        const auto opened =
            std::ranges::find(made.review.items, ReviewPart::Opened, &ReviewItem::part);
        QVERIFY(opened != made.review.items.end() && !opened->pairs.empty());
        QVERIFY(find(made.review, ReviewPart::Added, "PublicAclInHttps") != nullptr);
        const auto turned = reviewed(before, after);
        QVERIFY(std::ranges::count(turned.review.items, ReviewPart::Closed, &ReviewItem::part) > 0);
        QVERIFY(std::ranges::none_of(turned.review.items, [](const ReviewItem& item) {
            return item.part == ReviewPart::Opened;
        }));
    }

    void whatIsGoneIsDrawnBesideWhatIsThere() {
        const Design before = test::threeTier();
        const Design after = edited({RemoveResource{stackOf(before), "Bastion"}});
        const auto made = reviewed(before, after);
        const ReviewItem* gone = find(made.review, ReviewPart::Removed, "Bastion");
        QVERIFY(gone != nullptr && gone->boxes.size() == 1 && gone->tone == Tone::Stop);
        QCOMPARE(made.drawn->boxes[gone->boxes.front()].title, std::string("Bastion"));
        const Overlay overlay = overlayOf(made.review, *made.drawn);
        QVERIFY(std::ranges::any_of(overlay.badges, [&](const Badge& badge) {
            return badge.box == gone->boxes.front() && badge.text == "−";
        }));
        // What it reached is closed, though it is in one of the two alone.
        QVERIFY(std::ranges::any_of(made.review.items, [](const ReviewItem& item) {
            return item.part == ReviewPart::Closed && item.title.find("Bastion") == 0;
        }));
    }

    void oneChosenItemIsMarkedAlone() {
        const Design before = test::threeTier();
        const Design after = edited(
            {RemoveResource{stackOf(before), "Bastion"}, RemoveResource{stackOf(before), "NatB"}});
        const auto made = reviewed(before, after);
        const auto chosen =
            std::ranges::find(made.review.items, std::string("NatB"), &ReviewItem::title);
        QVERIFY(chosen != made.review.items.end());
        const auto index = static_cast<std::size_t>(chosen - made.review.items.begin());
        const Overlay overlay = overlayOf(made.review, *made.drawn, index);
        QCOMPARE(overlay.highlights.size(), std::size_t{1});
        QVERIFY(overlay.paths.empty());
    }

    void aPromiseOfEitherSideIsAskedOfBoth() {
        Design before = test::threeTier();
        before.intents = promise();
        const Design after = edited({RemoveResource{stackOf(before), "PublicAclInHttps"}});
        const auto made = reviewed(before, after);
        const ReviewItem* broken = find(made.review, ReviewPart::Promises, "web is open");
        QVERIFY(broken != nullptr);
        QCOMPARE(broken->detail, std::string("broken"));
        QCOMPARE(broken->lines.front(), std::string("it was kept"));
        QVERIFY(made.review.sentence.starts_with("1 promise broken"));
    }

    void aBrokenPromiseTintsNothingAndNorDoesWhatOnlyShowsAChange() {
        Design before = test::threeTier();
        before.intents = promise();
        const Design after = edited({RemoveResource{stackOf(before), "PublicAclInHttps"}});
        const auto made = reviewed(before, after);
        const Overlay overlay = overlayOf(made.review, *made.drawn);
        for (const Highlight& highlight : overlay.highlights) {
            QVERIFY2(isNode(made.drawn->boxes[highlight.box].kind),
                     made.drawn->boxes[highlight.box].title.c_str());
        }
        QVERIFY(std::ranges::none_of(overlay.badges, [&](const Badge& badge) {
            return badge.text == "−" || (badge.tone == Tone::Stop && badge.text != "!");
        }));
        QVERIFY(std::ranges::any_of(overlay.badges, [&](const Badge& badge) {
            return badge.text == "!" && badge.tone == Tone::Stop;
        }));
        // What carries the ACL that the entry was of is changed; it did not go.
        const auto plain = reviewed(test::threeTier(), after);
        const Overlay changes = overlayOf(plain.review, *plain.drawn);
        QVERIFY(std::ranges::any_of(changes.badges, [&](const Badge& badge) {
            return badge.text == "~" && !isNode(plain.drawn->boxes[badge.box].kind);
        }));
    }

    void aChangedValueShowsBothWays() {
        const Design before = test::threeTier();
        const Design after = test::threeTier("Default: 203.0.113.0/24", "Default: 0.0.0.0/0");
        const auto made = reviewed(before, after);
        const ReviewItem* section = find(made.review, ReviewPart::Changed, "Parameters");
        QVERIFY(section != nullptr);
        QCOMPARE(section->lines.front(),
                 std::string("AdminCidr.Default: 203.0.113.0/24 → 0.0.0.0/0"));
        QVERIFY(std::ranges::any_of(made.review.items, [](const ReviewItem& item) {
            return item.part == ReviewPart::Opened && item.title == "Internet → Bastion";
        }));
    }

    void aDescribedResourceIsKnownByItsTag() {
        const Design before = openText({"a.yaml", R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
)"},
                                       {})
                                  .design;
        Design described = openText({"b.yaml", R"(Resources:
  vpc-0a000000000000001:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: 10.0.0.0/16
      Tags: [{Key: "aws:cloudformation:logical-id", Value: Vpc}]
  subnet-0a000000000000001:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref vpc-0a000000000000001, CidrBlock: 10.0.0.0/24}
  subnet-0a000000000000002:
    Type: AWS::EC2::Subnet
    Properties:
      {VpcId: !Ref vpc-0a000000000000001, CidrBlock: 10.0.1.0/24, Tags: [{Key: Name, Value: web a}]}
)"},
                                    {})
                               .design;
        Stack observed = *described.stacks.front();
        observed.kind = StackKind::Observed;
        described = described.withStack(std::move(observed));
        const auto made = reviewed(before, described);
        QVERIFY(find(made.review, ReviewPart::Removed, "Vpc") == nullptr);
        QVERIFY(find(made.review, ReviewPart::Changed, "Vpc") != nullptr);
        QVERIFY(find(made.review, ReviewPart::Added, "subnet-0a000000000000001") != nullptr);
        // What has a name of people's is called so.
        QVERIFY(find(made.review, ReviewPart::Added, "web a") != nullptr);
    }

    void thePageEscapesWhatADesignSays() {
        Review review;
        review.before = "<script>alert(1)</script>";
        review.after = "b\x1b[31m";
        review.items.push_back(
            {ReviewPart::Added, "<img src=x>", "a & b", {"\"x\""}, Tone::Pass, {}, {}, {}});
        const std::string page = reviewHtml(review, "<?xml version=\"1.0\"?>\n<svg></svg>");
        QVERIFY(page.find("<script") == std::string::npos);
        QVERIFY(page.find("<img") == std::string::npos);
        QVERIFY(page.find('\x1b') == std::string::npos);
        QVERIFY(page.find("<?xml") == std::string::npos);
        QVERIFY(page.find("&lt;img src=x&gt;") != std::string::npos);
        QVERIFY(page.find("default-src 'none'") != std::string::npos);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReviewTest)
#include "review_test.moc"
