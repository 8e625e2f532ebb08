#include "app/session/judge.h"

#include <QtTest>
#include <algorithm>
#include <random>
#include <tuple>

#include "app/session/open_design.h"
#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"
#include "export/cloudformation/written_spans.h"
#include "model/design/edit.h"
#include "model/guardrails/guardrails.h"
#include "model/lint/lint.h"
#include "tests/session/random_edits.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// A subnet, an instance with an open door, and a fault of spelling; promises are set beside it.
constexpr const char* kText = R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: g
      VpcId: !Ref Net
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}]
  One:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref A, SecurityGroupIds: [!Ref Group]}
  Two:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref A, SecurityGroupIds: [!Ref Group]}
  Logs: {Type: AWS::S3::Bucket, Properties: {BucketNam: x}}
)";

struct Opened {
    OpenedDesign opened = openText({"net.yaml", kText}, {});
    std::shared_ptr<const Catalog> catalog = Catalog::embedded();
    JudgeRequest request;

    Opened() {
        const auto promise = [](const char* kind, const char* from) {
            return Value::map({{"kind", Value::string(kind)},
                               {"from", Value::string(from)},
                               {"to", Value::string("Two")},
                               {"protocol", Value::string("tcp")},
                               {"ports", Value::string("22")}});
        };
        opened.design.intents = Value::list(
            {promise("never", "One"), promise("reachable", "One"), promise("often", "One")});
        request.revision = 7;
        request.design = std::make_shared<const Design>(opened.design);
        request.file = "net.yaml";
        request.locate = [this](std::vector<Diagnostic>& diagnostics) {
            locateFindings(opened, diagnostics);
        };
    }
};

}  // namespace

class JudgeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decisionsAreKeptFromEditToEdit() {
        std::string text = "Resources:\n  Mail: {Type: AWS::SQS::Queue}\n";
        for (const char* name : {"A", "B", "C", "D"}) {
            text += std::string("  ") + name +
                    ": {Type: AWS::IAM::User, Properties: {Policies: [{PolicyName: p, "
                    "PolicyDocument: {Statement: {Effect: Allow, Action: sqs:SendMessage, "
                    "Resource: !GetAtt Mail.Arn}}}]}}\n";
        }
        const OpenedDesign opened = openText({"mail.yaml", text}, {});
        QVERIFY(opened.usable);
        const auto catalog = Catalog::embedded();
        JudgeRequest request;
        request.design = std::make_shared<const Design>(opened.design);
        // Advice reads who may do what as well; decisions are only held where they are asked for.
        QVERIFY(judge(request, nullptr, *catalog)->access != nullptr);
        QVERIFY(judge(request, nullptr, *catalog)->decisions == nullptr);
        request.holdDecisions = true;
        const auto first = judge(request, nullptr, *catalog);
        QVERIFY(first->decisions != nullptr);
        QCOMPARE(first->decisions->callers().size(), std::size_t{4});
        const Path effect =
            Path::parse("Resources.B.Properties.Policies[0].PolicyDocument.Statement.Effect");
        const auto after = archivolt::apply(
            opened.design,
            SetValue{opened.design.stacks.front()->id, effect, Value::string("Deny")});
        QVERIFY(after.has_value());
        request.design = std::make_shared<const Design>(*after);
        const auto next = judge(request, &*first, *catalog);
        const auto anew = judge(request, nullptr, *catalog);
        QCOMPARE(next->access->read, std::size_t{1});
        // Of five things the one that changed is looked at by rules, by advice, and for ways to
        // more.
        QCOMPARE(anew->keptRules->looked(), std::size_t{5});
        QCOMPARE(next->keptRules->looked(), std::size_t{1});
        QCOMPARE(next->keptAdvice->looked(), std::size_t{1});
        QCOMPARE(next->escalations->asked(), std::size_t{1});
        QVERIFY(findingsOf(*next) == findingsOf(*anew));
        QVERIFY(next->decisions->decided() * 4 <= anew->decisions->decided());
        std::size_t denied = 0;
        for (std::size_t row = 0; row < 4; ++row) {
            for (std::size_t column = 0; column < anew->decisions->questions().size(); ++column) {
                const AccessVerdict verdict = next->decisions->verdict(row, column);
                QCOMPARE(verdict, anew->decisions->verdict(row, column));
                if (verdict == AccessVerdict::ExplicitlyDenied) ++denied;
            }
        }
        QCOMPARE(denied, std::size_t{1});
    }

    void stagesComeInTheirOrderEachWithItsRevision() {
        const Opened design;
        std::vector<JudgeStage> stages;
        const auto all =
            judge(design.request, nullptr, *design.catalog, {}, [&](const Judgement& judgement) {
                QCOMPARE(judgement.revision, std::uint64_t{7});
                QVERIFY(judgement.resolved != nullptr);
                stages.push_back(judgement.stage);
            });
        QVERIFY(all.has_value());
        const std::vector<JudgeStage> expected{JudgeStage::Resolved, JudgeStage::Network,
                                               JudgeStage::Rules, JudgeStage::Promises,
                                               JudgeStage::Advice};
        QCOMPARE(stages, expected);
        QCOMPARE(all->stage, kLastStage);
        QVERIFY(all->pairs == nullptr);  // Nobody asked for them.
    }

    void promisesAreAnsweredWithPlacesInTheText() {
        const Opened design;
        const auto all = judge(design.request, nullptr, *design.catalog);
        QCOMPARE(all->promises->answers.size(), std::size_t{2});
        const IntentAnswer& never = all->promises->answers.front();
        QVERIFY(never.verdict == IntentVerdict::Broken);
        QVERIFY(!never.evidence.empty());
        for (const Where& where : never.evidence) QVERIFY(where.line > 0);
        QVERIFY(all->promises->answers.back().verdict == IntentVerdict::Kept);
        QCOMPARE(all->promises->diagnostics.size(), std::size_t{1});  // `often` is no kind.
        QCOMPARE(all->promises->diagnostics.front().where.file, std::string("net.yaml"));
    }

    void findingsAreThoseOfTheEnginesOneByOne() {
        const Opened design;
        const auto all = judge(design.request, nullptr, *design.catalog);
        const auto resolved = resolve(*design.request.design, *design.catalog);
        const Reachability reachability(resolved->architecture);
        const std::size_t rules = lint(*design.request.design, *resolved, *design.catalog).size();
        const std::size_t advice =
            guardrails(*design.request.design, *resolved, reachability, *design.catalog).size();
        QVERIFY(rules > 0 && advice > 0);
        const auto found = findingsOf(*all);
        QCOMPARE(found.size(), rules + advice + 1);
        QCOMPARE(found.back().diagnostic.code, std::string("INTENT-1"));
        QVERIFY(found.front().diagnostic.where.line > 0);
    }

    void whatCameBeforeChangesNoVerdict() {
        Opened design;
        design.request.holdPairs = true;
        const auto first = judge(design.request, nullptr, *design.catalog);
        QVERIFY(first->pairs != nullptr);
        const auto again = judge(design.request, &*first, *design.catalog);
        QVERIFY(*again->rules == *first->rules);
        QVERIFY(*again->advice == *first->advice);
        QVERIFY(again->promises->answers == first->promises->answers);
        QVERIFY(again->pairs->changes().empty());
    }

    void whatIsKeptChangesNoFindingOverRandomEdits() {
        auto files = test::fixtureTemplates();
        const auto corpus = test::corpusTemplates();
        for (std::size_t i = 0; i < corpus.size(); i += 9) files.push_back(corpus[i]);
        const auto catalog = Catalog::embedded();
        std::mt19937 random(20261129);
        std::size_t compared = 0;
        std::size_t known = 0;
        for (const auto& file : files) {
            JudgeRequest request;
            request.design = std::make_shared<const Design>(
                openText({file.filename(), test::readFile(file)}, {}).design);
            WrittenSpans written;
            request.locate = [&](std::vector<Diagnostic>& diagnostics) {
                OpenedDesign present;  // The text as it would be saved now.
                present.path = file.filename().string();
                present.spans = written.of(*request.design);
                locateFindings(present, diagnostics);
            };
            auto last = judge(request, nullptr, *catalog);
            for (int step = 0; step < 8; ++step) {
                if (request.design->stacks.front()->body.resources.size() == 0) break;
                const Edit edit = test::randomEdit(*request.design, random);
                const auto edited = archivolt::apply(*request.design, edit);
                if (!edited) continue;
                request.design = std::make_shared<const Design>(*edited);
                const auto next = judge(request, &*last, *catalog);
                const auto anew = judge(request, nullptr, *catalog);
                QVERIFY2(findingsOf(*next) == findingsOf(*anew), file.c_str());
                ++compared;
                known += anew->keptRules->looked() - next->keptRules->looked();
                last = next;
            }
        }
        QVERIFY(compared > 100);
        QVERIFY(known > 1000);
    }

    void whatIsFoundAgainAtItsPlaceIsTheSameObject() {
        Opened design;
        const auto first = judge(design.request, nullptr, *design.catalog);
        const Path path = Path::parse("Resources.Logs.Properties.BucketNam");
        const auto edited = archivolt::apply(
            *design.request.design,
            SetValue{design.request.design->stacks.front()->id, path, Value::list({})});
        QVERIFY(edited.has_value());
        design.request.design = std::make_shared<const Design>(*edited);
        const auto next = judge(design.request, &*first, *design.catalog);
        // Only what the bucket's property decides is another; it stands last.
        std::size_t same = 0;
        for (const auto list : {&Judgement::rules, &Judgement::advice}) {
            const FindingList& before = *((*first).*list);
            for (const auto& finding : *((*next).*list)) {
                const bool isSame = std::ranges::find(before, finding) != before.end();
                const bool isOfBucket = finding->diagnostic.where.resource == "Logs";
                QVERIFY2(isSame || isOfBucket, finding->diagnostic.message.c_str());
                if (isSame && !isOfBucket) ++same;
            }
        }
        QVERIFY(same > 1);
    }

    void whatStandsOnAnotherLineIsAnotherObject() {
        Opened design;
        const auto first = judge(design.request, nullptr, *design.catalog);
        design.request.locate = [](std::vector<Diagnostic>& diagnostics) {
            for (Diagnostic& each : diagnostics) each.where.line = 99;
        };
        const auto next = judge(design.request, &*first, *design.catalog);
        QCOMPARE(next->advice->size(), first->advice->size());
        for (const auto& finding : *next->advice) {
            QCOMPARE(finding->diagnostic.where.line, std::uint32_t{99});
        }
        QVERIFY(first->advice->front()->diagnostic.where.line != 99);
    }

    void whatIsKeptOfTheTextChangesNoPlaceOverRandomEdits() {
        auto files = test::fixtureTemplates();
        const auto corpus = test::corpusTemplates();
        for (std::size_t i = 4; i < corpus.size(); i += 9) files.push_back(corpus[i]);
        std::mt19937 random(20261130);
        WrittenSpans written;  // One for all, whose stacks have the same ids and other sources.
        std::size_t compared = 0;
        for (const auto& file : files) {
            const Design opened = openText({file.filename(), test::readFile(file)}, {}).design;
            std::vector<Design> history = {opened};
            for (int step = 0; step < 12; ++step) {
                if (history.back().stacks.front()->body.resources.size() == 0) break;
                // Now and then all is undone, or a step is taken back.
                if (random() % 6 == 0) history.push_back(opened);
                if (random() % 6 == 0 && history.size() > 1) history.pop_back();
                const auto edited =
                    archivolt::apply(history.back(), test::randomEdit(history.back(), random));
                if (edited) history.push_back(*edited);
                const Stack& stack = *history.back().stacks.front();
                const auto spans = written.of(history.back());
                const auto text = writeTemplate(stack);
                QCOMPARE(spans.contains(stack.name), text.has_value());
                if (!text) continue;
                const SpanTree& kept = *spans.at(stack.name);
                const SpanReading anew = readSpans(*text, {});
                QVERIFY2(kept.text == *text, file.c_str());
                QVERIFY2(kept.nodes == anew.tree.nodes, file.c_str());
                QCOMPARE(kept.anchored, anew.tree.anchored);
                ++compared;
            }
        }
        QVERIFY(compared > 150);
    }

    void anotherRegionHasOtherTypes() {
        const OpenedDesign opened = openText(
            {"app.yaml", "Resources:\n  Sizes: {Type: AWS::AppRunner::AutoScalingConfiguration}\n"},
            {});
        const auto catalog = Catalog::embedded();
        JudgeRequest request;
        request.design = std::make_shared<const Design>(opened.design);
        const auto here = judge(request, nullptr, *catalog);
        const Stack& stack = *opened.design.stacks.front();
        const auto moved = archivolt::apply(
            opened.design, SetStackIdentity{stack.id, stack.name, stack.account, "eu-north-1"});
        QVERIFY(moved.has_value());
        request.design = std::make_shared<const Design>(*moved);
        // The resource is the same object, and reads nothing of where it is.
        const auto there = judge(request, &*here, *catalog);
        const auto isMissing = [](const auto& one) { return one->diagnostic.code == "CFN-N4"; };
        QVERIFY(std::ranges::none_of(*here->rules, isMissing));
        QVERIFY(std::ranges::any_of(*there->rules, isMissing));
        QVERIFY(there->resolved->evaluated->stacks.front()->resources.front() ==
                here->resolved->evaluated->stacks.front()->resources.front());
    }

    void whoIsAskedToStopGivesNothingMore() {
        const Opened design;
        for (const JudgeStage last :
             {JudgeStage::Resolved, JudgeStage::Network, JudgeStage::Rules, JudgeStage::Promises}) {
            std::stop_source source;
            int delivered = 0;
            const auto all = judge(design.request, nullptr, *design.catalog, source.get_token(),
                                   [&](const Judgement& judgement) {
                                       ++delivered;
                                       if (judgement.stage == last) source.request_stop();
                                   });
            QVERIFY(!all.has_value());
            QCOMPARE(delivered, static_cast<int>(last) + 1);
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::JudgeTest)
#include "judge_test.moc"
