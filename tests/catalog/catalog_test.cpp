#include <QElapsedTimer>
#include <QtTest>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "model/base/pattern.h"
#include "model/catalog/catalog.h"
#include "model/catalog/form_pattern.h"
#include "model/catalog/value_forms.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

constexpr const char* kInstance = "AWS::EC2::Instance";

Value parse(const char* json) { return valueFromJson(nlohmann::ordered_json::parse(json)); }

/// A tiny catalogue for what the real one never contains.
constexpr std::string_view kTypes =
    "archivolt-resource-types 1\ttest 1\n"
    "\nA::B::C\t=Id|Name\t#Tags\t@arn:x\t!\n"
    "@Id\ts\nChoice\t(s|<N>|[<N>)\t*!\t=\"x\"\t>A::B::D.Arn\nTags\t[g\nTree\t<N>\n"
    "<N\nChild\t{[<N>\t-\nKind\ts{one two,three}\t?\nRole\ts\t>A::B::D\n"
    "\nA::B::D\t=Id\n@Arn\ts\n";
constexpr std::string_view kSystems = R"({"systems": {}})";
constexpr std::string_view kLimits =
    R"({"limits": [], "regions": [], "ephemeralPorts": [], "engines": []})";

}  // namespace

class CatalogTest : public QObject {
    Q_OBJECT

    std::shared_ptr<const Catalog> m_catalog = Catalog::embedded();

    const PropertyFacts* propertyOf(const char* type, const char* path) const {
        return propertyAt(*m_catalog->find(type), Path::parse(path));
    }

private Q_SLOTS:
    void everyTypeOfTheSpecificationIsReadable() {
        QCOMPARE(m_catalog->check().size(), std::size_t{0});
        QVERIFY(m_catalog->typeNames().size() > 1500);
        std::size_t properties = 0;
        std::size_t references = 0;
        for (const std::string_view name : m_catalog->typeNames()) {
            const ResourceType* const type = m_catalog->find(name);
            QVERIFY(type != nullptr);
            QCOMPARE(type->name, name);
            properties += type->body.properties.size();
            references += m_catalog->references(name).size();
        }
        qInfo("%zu types, %zu top-level properties, %zu references", m_catalog->typeNames().size(),
              properties, references);
    }

    void itIsReadyWithinItsBudget() {
        QElapsedTimer timer;
        timer.start();
        const auto catalog = Catalog::embedded();
        const ResourceType* const type = catalog->find(kInstance);
        const double ready = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        QVERIFY(type != nullptr);
        timer.start();
        for (const std::string_view name : catalog->typeNames()) (void)catalog->find(name);
        qInfo("first type after %.2f ms, all of them after %.2f ms more", ready,
              static_cast<double>(timer.nsecsElapsed()) / 1e6);
        QVERIFY2(ready < 1000, "the budget is 50 ms; this limit allows for sanitizers");
    }

    void everyFormIsOfAPropertyThatIsThere() {
        const ValueForms forms = ValueForms::embedded();
        const auto types = forms.types();
        QVERIFY(std::ranges::is_sorted(types) && types.size() > 1500);
        std::size_t count = 0;
        for (const std::string_view name : types) {
            const ResourceType* const type = m_catalog->find(name);
            QVERIFY2(type != nullptr, std::string(name).c_str());
            const std::string_view lines = forms.ofType(name);
            for (const PropertyFacts& facts : type->body.properties) {
                std::string_view levels =
                    ValueForms::ofProperty(lines, type->body.name, facts.name);
                if (!levels.empty()) ++count;
                while (!levels.empty()) static_cast<void>(forms.next(levels));
            }
        }
        qInfo("%zu types, %zu top-level properties with a form", types.size(), count);
        QVERIFY(count > 5000);
        QVERIFY(forms.ofType("AWS::EC2::NoSuchType").empty());
    }

    /// Texts are made of each pattern's own letters, so that many of them match.
    void patternsMatchAsTheStandardsExpressionsDo() {
        const ValueForms forms = ValueForms::embedded();
        std::mt19937 random(11);
        std::size_t matched = 0;
        std::size_t held = 0;
        std::size_t number = 0;
        for (const std::string_view each : forms.patterns()) {
            const bool isHeld = number++ % 16 == 0 && each.size() < 200;
            QVERIFY2(matchesForm(each, "a") != FormMatch::BadPattern, std::string(each).c_str());
            if (!isHeld) continue;
            const Pattern standard(each);
            for (int i = 0; i < 24; ++i) {
                std::string text;
                while (random() % 9 != 0) {
                    const char c = each[random() % each.size()];
                    text += random() % 4 == 0 ? "aZ05-/ "[random() % 7] : c;
                }
                const PatternMatch theirs = standard.match(text);
                const FormMatch ours = matchesForm(each, text);
                if (theirs == PatternMatch::TooCostly || ours == FormMatch::TooCostly) continue;
                QVERIFY2((theirs == PatternMatch::Yes) == (ours == FormMatch::Yes),
                         (std::string(each) + "  " + text).c_str());
                matched += ours == FormMatch::Yes ? 1 : 0;
                ++held;
            }
        }
        qInfo("%zu texts, %zu of them match", held, matched);
        QVERIFY(held > 2000 && matched > 200);
    }

    void patternsAreReadPieceByPiece_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("match");
        const auto row = [](const char* pattern, const char* text, FormMatch match) {
            QTest::addRow("%s of %s", pattern, text) << pattern << text << static_cast<int>(match);
        };
        row("a|bc", "bc", FormMatch::Yes);
        row("a|bc", "ac", FormMatch::No);
        row("(?!aws:)[a-z:]+", "aws:x", FormMatch::No);
        row("(?!aws:)[a-z:]+", "awsx", FormMatch::Yes);
        row("(?=.{3}$)[ab]*", "aba", FormMatch::Yes);
        row("(?=.{3}$)[ab]*", "abab", FormMatch::No);
        row("([ab]?){2,3}", "", FormMatch::Yes);
        row("([ab]?){2,3}", "abab", FormMatch::No);
        row("(a*)*", "aaa", FormMatch::Yes);
        row("[\\s\\S]*(?:^a$|^b$)[\\s\\S]*", "b", FormMatch::Yes);
        row("[^\\x00-\\x1f]+", "a\tb", FormMatch::No);
        row("[a\\-]{2}", "a-", FormMatch::Yes);
        row("a{2,}", "a", FormMatch::No);
        row("a{,2}", "a", FormMatch::BadPattern);
        row("(a", "a", FormMatch::BadPattern);
        row("[b-a]", "a", FormMatch::BadPattern);
        row("(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FormMatch::TooCostly);
    }
    void patternsAreReadPieceByPiece() {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(int, match);
        QCOMPARE(static_cast<int>(matchesForm(pattern.toStdString(), text.toStdString())), match);
    }

    void formsTellBoundsLengthsCountsAndPatterns() {
        constexpr std::string_view kForms =
            "archivolt-value-forms 1\ttest\neu-north-1\tus-east-1\n"
            "A::B::C\t0\t49\t2\nA::B::D\t49\t8\t\n\n"
            "Name\tl1..64,p3\nNames\ti..5;l3..\n<N\nShare\tn-1..0.5\n"
            "Name\tp0\n";
        const ValueForms forms(kForms, "x+\ny+\n");
        const std::string_view lines = forms.ofType("A::B::C");
        std::string_view levels = ValueForms::ofProperty(lines, "Properties", "Name");
        const ValueForm name = forms.next(levels);
        QVERIFY(levels.empty() && name.minLength == 1U && name.maxLength == 64U);
        QCOMPARE(name.pattern, std::string_view("y+"));
        levels = ValueForms::ofProperty(lines, "Properties", "Names");
        QVERIFY(forms.next(levels).maxLength == 5U);
        QVERIFY(forms.next(levels).minLength == 3U);
        levels = ValueForms::ofProperty(lines, "N", "Share");
        const ValueForm share = forms.next(levels);
        QVERIFY(share.minimum == -1.0 && share.maximum == 0.5);
        QVERIFY(ValueForms::ofProperty(lines, "Properties", "Share").empty());
        QVERIFY(forms.isMissing("A::B::C", "eu-north-1"));
        QVERIFY(!forms.isMissing("A::B::C", "us-east-1"));
        QVERIFY(!forms.isMissing("A::B::C", "us-iso-east-1"));
        QVERIFY(!forms.isMissing("A::B::D", "eu-north-1"));
    }

    void regionsOfTypesAreThoseOfTheRegistry() {
        const ValueForms forms = ValueForms::embedded();
        QVERIFY(forms.regions().size() >= 37);
        QVERIFY(std::ranges::is_sorted(forms.regions()));
        for (const std::string_view region : forms.regions()) {
            QVERIFY2(!forms.isMissing("AWS::EC2::VPC", region), std::string(region).c_str());
            QVERIFY2(!forms.isMissing("AWS::S3::Bucket", region), std::string(region).c_str());
        }
        QVERIFY(forms.isMissing("AWS::AppRunner::Service", "eu-north-1"));
        QVERIFY(!forms.isMissing("AWS::AppRunner::Service", "eu-west-1"));
    }

    void aSubnetHasItsFacts() {
        const ResourceType* const type = m_catalog->find("AWS::EC2::Subnet");
        QVERIFY(type != nullptr);
        QCOMPARE(type->refReturns, std::vector<std::string_view>{"SubnetId"});
        QCOMPARE(type->tagsProperty, std::string_view("Tags"));
        QVERIFY(type->attribute("AvailabilityZone") != nullptr);
        QCOMPARE(type->attribute("Colour"), nullptr);
        const PropertyFacts* const vpc = type->body.find("VpcId");
        QVERIFY(vpc != nullptr && vpc->required);
        QVERIFY(vpc->replacement == Replacement::Yes);
        QCOMPARE(type->body.find("vpcid"), nullptr);
        QVERIFY(type->system != nullptr && type->system->category == Category::Network);
    }

    void unknownTypesAreNull() {
        QCOMPARE(m_catalog->find("AWS::EC2::Subnets"), nullptr);
        QCOMPARE(m_catalog->find(""), nullptr);
        QVERIFY(m_catalog->references("AWS::EC2::Subnets").empty());
    }

    void customResourcesTakeAnything() {
        const ResourceType* const type = m_catalog->find("Custom::Anything");
        QVERIFY(type != nullptr);
        QVERIFY(type->openProperties && type->openAttributes);
        QVERIFY(type->body.find("ServiceToken")->required);
        QVERIFY(m_catalog->system("Custom::Anything") != nullptr);
        QVERIFY(!m_catalog->find(kInstance)->openProperties);
    }

    void nestedPropertiesAreFoundByPath() {
        const PropertyFacts* const groups =
            propertyOf(kInstance, "NetworkInterfaces[0].GroupSet[1]");
        QVERIFY(groups != nullptr);
        QCOMPARE(groups->name, std::string_view("GroupSet"));
        const Path conditional{"NetworkInterfaces", "Fn::If", std::size_t{1}, std::size_t{0},
                               "DeviceIndex"};
        QVERIFY(propertyAt(*m_catalog->find(kInstance), conditional) != nullptr);
        QCOMPARE(propertyOf(kInstance, "NetworkInterfaces.GroupSet"), nullptr);
        QCOMPARE(propertyOf(kInstance, "ImageId.Nothing"), nullptr);
        QCOMPARE(propertyAt(*m_catalog->find(kInstance), {}), nullptr);
        const PropertyType* const tag = typeAt(*m_catalog->find(kInstance), Path::parse("Tags[0]"));
        QVERIFY(tag != nullptr && tag->object->find("Key")->required);
        QVERIFY(propertyOf("AWS::IAM::Role", "AssumeRolePolicyDocument.Statement[0].Effect") !=
                nullptr);
    }

    void handWrittenReferencesComeBeforeTheSpecifications() {
        const ReferenceFacts* const group =
            m_catalog->reference(kInstance, Path::parse("NetworkInterfaces[3].GroupSet[0]"));
        QVERIFY(group != nullptr && group->verified);
        QCOMPARE(group->targets.front(), (ReferenceTarget{"AWS::EC2::SecurityGroup", "GroupId"}));
        const ReferenceFacts* const certificate = m_catalog->reference(
            "AWS::ACMPCA::Certificate", Path::parse("CertificateAuthorityArn"));
        QVERIFY(certificate != nullptr && !certificate->verified);
        QCOMPARE(m_catalog->reference(kInstance, Path::parse("ImageId")), nullptr);
    }

    void aReferenceAcceptsWhatEqualsItsTarget_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("attribute");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("!Ref") << "SubnetId"
                              << "AWS::EC2::Subnet"
                              << "" << true;
        QTest::newRow("!GetAtt of the same id") << "SubnetId"
                                                << "AWS::EC2::Subnet"
                                                << "SubnetId" << true;
        QTest::newRow("another attribute") << "SubnetId"
                                           << "AWS::EC2::Subnet"
                                           << "CidrBlock" << false;
        QTest::newRow("another type") << "SubnetId"
                                      << "AWS::EC2::VPC"
                                      << "" << false;
        QTest::newRow("a group's id") << "SecurityGroupIds[0]"
                                      << "AWS::EC2::SecurityGroup"
                                      << "GroupId" << true;
        QTest::newRow("a nested stack's output") << "SubnetId"
                                                 << "AWS::CloudFormation::Stack"
                                                 << "Outputs.Subnet" << true;
        QTest::newRow("a nested stack itself") << "SubnetId"
                                               << "AWS::CloudFormation::Stack"
                                               << "" << false;
        QTest::newRow("a group's VPC") << "SecurityGroupIds[0]"
                                       << "AWS::EC2::SecurityGroup"
                                       << "VpcId" << false;
    }

    void aReferenceAcceptsWhatEqualsItsTarget() {
        QFETCH(QString, path);
        QFETCH(QString, type);
        QFETCH(QString, attribute);
        QFETCH(bool, accepted);
        const ReferenceFacts* const reference =
            m_catalog->reference(kInstance, Path::parse(path.toStdString()));
        QVERIFY(reference != nullptr);
        QCOMPARE(m_catalog->accepts(*reference, type.toStdString(), attribute.toStdString()),
                 accepted);
    }

    void anOpenReferenceAcceptsOtherTypes() {
        const ReferenceFacts* const reference =
            m_catalog->reference("AWS::CloudWatch::Alarm", Path::parse("Dimensions[0].Value"));
        QVERIFY(reference != nullptr && !reference->verified);
        QVERIFY(m_catalog->accepts(*reference, "AWS::Elasticsearch::Domain", ""));
    }

    void patternsReadBackAsThemselves() {
        for (const char* text : {"A", "A.B", "A[].B[]", "A{}.B", "A[][]", "A.B{}[].C"}) {
            QCOMPARE(PathPattern::parse(text).toString(), std::string(text));
        }
        for (const char* text : {"", ".A", "A.", "A..B", "A[0]", "A]", "A[]B"}) {
            QVERIFY2(PathPattern::parse(text).empty(), text);
        }
        QVERIFY(PathPattern::parse("A[].B").isPlural());
        QVERIFY(!PathPattern::parse("A.B").isPlural());
    }

    void patternsMatchPathsThroughConditions() {
        const PathPattern pattern = PathPattern::parse("A[].B{}");
        QVERIFY(pattern.matches(Path::parse("A[7].B.key")));
        QVERIFY(pattern.matches({"A", "Fn::If", std::size_t{2}, std::size_t{0}, "B", "key"}));
        QVERIFY(!pattern.matches(Path::parse("A[7].B")));
        QVERIFY(!pattern.matches(Path::parse("A[7].B.key.more")));
        QVERIFY(!pattern.matches(Path::parse("A.x.B.key")));
    }

    void selectionFindsEveryValueInBothBranches() {
        const Value value = parse(R"({"A":[{"B":"x"},{"Fn::If":["C",{"B":"y"},{"B":"z"}]}]})");
        const auto found = select(value, PathPattern::parse("A[].B"));
        QCOMPARE(found.size(), std::size_t{3});
        QCOMPARE(found[0].value->text(), std::string("x"));
        QCOMPARE(found[2].value->text(), std::string("z"));
        for (const FoundValue& one : found) QCOMPARE(value.at(one.path), one.value);
    }

    void selectionReturnsACallInPlaceOfAList() {
        const Value value = parse(R"({"A":{"Ref":"List"},"B":"one"})");
        const auto call = select(value, PathPattern::parse("A[]"));
        QCOMPARE(call.size(), std::size_t{1});
        QVERIFY(call[0].value->isCall(Function::Ref));
        QCOMPARE(select(value, PathPattern::parse("B[]")).size(), std::size_t{1});
        QVERIFY(select(value, PathPattern::parse("C[]")).empty());
        QVERIFY(select(value, {}).empty());
    }

    void misspeltNamesGetASuggestion() {
        QCOMPARE(nearestType(*m_catalog, "AWS::EC2::Subnets").value(),
                 std::string_view("AWS::EC2::Subnet"));
        QCOMPARE(nearestType(*m_catalog, "AWS::EC2::SecurtiyGroup").value(),
                 std::string_view("AWS::EC2::SecurityGroup"));
        QVERIFY(!nearestType(*m_catalog, "AWS::Completely::Elsewhere").has_value());
        QVERIFY(!nearestType(*m_catalog, "").has_value());
        const ObjectType& instance = m_catalog->find(kInstance)->body;
        QCOMPARE(nearestProperty(instance, "imageid").value(), std::string_view("ImageId"));
        QCOMPARE(nearestProperty(instance, "SubnetID").value(), std::string_view("SubnetId"));
        QVERIFY(!nearestProperty(instance, "Flavour").has_value());
        const std::array<std::string_view, 3> names = {"ab", "ba", "xy"};
        QCOMPARE(nearestNames("ab", names, 3), (std::vector<std::string_view>{"ab", "ba"}));
    }

    void threadsMayAskForTheSameTypeAtOnce() {
        const auto catalog = Catalog::embedded();
        std::array<const ResourceType*, 4> found{};
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < found.size(); ++i) {
            threads.emplace_back([&, i] {
                for (const std::string_view name : catalog->typeNames().subspan(0, 300)) {
                    (void)catalog->references(name);
                }
                found[i] = catalog->find(kInstance);
            });
        }
        for (std::thread& thread : threads) thread.join();
        for (const ResourceType* type : found) QCOMPARE(type, found[0]);
    }

    void everyMarkOfTheFormatIsRead() {
        const auto catalog = Catalog::read({kTypes, kSystems, kLimits});
        QVERIFY2(catalog.has_value(), catalog ? "" : catalog.error().message.c_str());
        const ResourceType* const type = (*catalog)->find("A::B::C");
        QCOMPARE(type->refReturns, (std::vector<std::string_view>{"Id", "Name"}));
        QVERIFY(type->stateful);
        QCOMPARE(type->arnTemplate, std::string_view("arn:x"));
        const PropertyFacts* const choice = type->body.find("Choice");
        QVERIFY(choice->required && choice->replacement == Replacement::Yes);
        QCOMPARE(choice->defaultValue, std::string_view("\"x\""));
        QCOMPARE(choice->type.choices.size(), std::size_t{3});
        QCOMPARE(choice->targets.front(), (ReferenceTarget{"A::B::D", "Arn"}));
        const PropertyFacts* const kind =
            propertyAt(*type, Path::parse("Choice[0].Child.x[2].Kind"));
        QVERIFY(kind != nullptr && kind->replacement == Replacement::Maybe);
        QCOMPARE(kind->type.values, (std::vector<std::string_view>{"one two", "three"}));
        QVERIFY(propertyAt(*type, Path::parse("Tree.Child"))->deprecated);
        QVERIFY((*catalog)->reference("A::B::C", Path::parse("Tree.Role")) != nullptr);
    }

    void brokenFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("types");
        QTest::addColumn<QByteArray>("systems");
        QTest::addColumn<QString>("code");
        const QByteArray types(kTypes.data(), static_cast<qsizetype>(kTypes.size()));
        const QByteArray systems(kSystems.data());
        const QByteArray one = R"({"systems": {"A::B::C": {"category": "network", "label": "C",)"
                               R"("icon": "c", "show": "node", "home": "region")";
        QTest::newRow("no header") << QByteArray("x") << systems << "CATALOG-1";
        QTest::newRow("unknown mark") << types + "P\tz\n" << systems << "CATALOG-1";
        QTest::newRow("unclosed union") << types + "P\t(s|\n" << systems << "CATALOG-1";
        QTest::newRow("unclosed enumeration") << types + "P\ts{a\n" << systems << "CATALOG-1";
        QTest::newRow("unknown nested type") << types + "P\t<M>\n" << systems << "CATALOG-1";
        QTest::newRow("unknown flag") << types + "P\ts\t%\n" << systems << "CATALOG-1";
        QTest::newRow("out of order") << types + "\nA::A::A\t=Id\n" << systems << "CATALOG-1";
        QTest::newRow("not JSON") << types << QByteArray("{") << "CATALOG-2";
        QTest::newRow("no systems") << types << QByteArray("{}") << "CATALOG-2";
        QTest::newRow("unknown key") << types << one + R"(,"x": 1}}})"
                                     << "CATALOG-2";
        QTest::newRow("unknown word")
            << types << QByteArray(one).replace("network", "netwerk") + "}}}"
            << "CATALOG-2";
        QTest::newRow("bad path") << types << one + R"(,"of": "A..B"}}})"
                                  << "CATALOG-2";
        QTest::newRow("reference without text") << types << one + R"(,"refs": {"Id": 1}}}})"
                                                << "CATALOG-2";
    }

    void brokenFilesAreRefused() {
        QFETCH(QByteArray, types);
        QFETCH(QByteArray, systems);
        QFETCH(QString, code);
        const auto catalog =
            Catalog::read({{types.data(), static_cast<std::size_t>(types.size())},
                           {systems.data(), static_cast<std::size_t>(systems.size())},
                           kLimits});
        QVERIFY(!catalog.has_value());
        QCOMPARE(catalog.error().code, code.toStdString());
        QVERIFY(!catalog.error().message.empty() && !catalog.error().help.empty());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::CatalogTest)
#include "catalog_test.moc"
