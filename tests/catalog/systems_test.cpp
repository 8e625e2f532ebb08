#include <QtTest>
#include <regex>
#include <set>

#include "model/catalog/catalog.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// Returns the path that a pattern stands for when every list has one item.
Path example(const PathPattern& pattern) {
    Path path;
    for (const PathPattern::Step& step : pattern.steps()) {
        switch (step.kind) {
            case PathPattern::StepKind::Key: path = path / step.key; break;
            case PathPattern::StepKind::AnyItem: path = path / std::size_t{0}; break;
            case PathPattern::StepKind::AnyValue: path = path / std::string("key"); break;
        }
    }
    return path;
}

bool isText(const PropertyType& type) {
    switch (type.kind) {
        case PropertyKind::String:
        case PropertyKind::AnyJson: return true;
        case PropertyKind::Union:
            return std::any_of(type.choices.begin(), type.choices.end(),
                               [](const PropertyType* choice) { return isText(*choice); });
        default: return false;
    }
}

/// Finds what a placed resource's properties break: unknown, missing, wrong shape or enumeration.
class DefaultsCheck {
public:
    std::vector<std::string> wrong;

    void object(const ObjectType& type, const Value& value, const std::string& where,
                const std::vector<std::string>& excused) {
        for (const MapEntry& entry : value.entries()) {
            const PropertyFacts* const facts = type.find(entry.key);
            const std::string path = where + "." + entry.key;
            if (facts == nullptr) {
                wrong.push_back(path + " is unknown");
            } else {
                if (facts->deprecated) wrong.push_back(path + " is deprecated");
                visit(facts->type, entry.value, path);
            }
        }
        for (const PropertyFacts& facts : type.properties) {
            const bool isExcused =
                std::find(excused.begin(), excused.end(), facts.name) != excused.end();
            if (facts.required && !isExcused && value.find(facts.name) == nullptr) {
                wrong.push_back(where + "." + std::string(facts.name) + " is missing");
            }
        }
    }

private:
    void visit(const PropertyType& type, const Value& value, const std::string& path) {
        if (value.isCall()) return;
        switch (type.kind) {
            case PropertyKind::Object:
                expect(value.isMap(), path);
                if (type.object != nullptr) object(*type.object, value, path, {});
                break;
            case PropertyKind::List:
                expect(value.isList(), path);
                for (const Value& item : value.items()) visit(*type.element, item, path + "[]");
                break;
            case PropertyKind::Map:
                expect(value.isMap(), path);
                for (const MapEntry& entry : value.entries()) {
                    visit(*type.element, entry.value, path + "{}");
                }
                break;
            case PropertyKind::Integer: expect(value.asInteger().has_value(), path); break;
            case PropertyKind::Number: expect(value.asNumber().has_value(), path); break;
            case PropertyKind::Boolean: expect(value.asBool().has_value(), path); break;
            case PropertyKind::String: expect(value.isString(), path); break;
            case PropertyKind::Timestamp:
            case PropertyKind::AnyJson:
            case PropertyKind::Union: break;
        }
        if (!type.values.empty() &&
            std::find(type.values.begin(), type.values.end(), value.text()) == type.values.end()) {
            wrong.push_back(path + " is none of the enumeration");
        }
    }

    void expect(bool good, const std::string& path) {
        if (!good) wrong.push_back(path + " has the wrong type");
    }
};

void report(const std::vector<std::string>& wrong) {
    for (const std::string& line : wrong) qWarning("%s", line.c_str());
    QCOMPARE(wrong.size(), std::size_t{0});
}

}  // namespace

class SystemsTest : public QObject {
    Q_OBJECT

    std::shared_ptr<const Catalog> m_catalog = Catalog::embedded();

    /// Complains unless the path leads somewhere in the type.
    void expectPath(const SystemFacts& system, const PathPattern& path,
                    std::vector<std::string>& wrong) const {
        const ResourceType* const type = m_catalog->find(system.type);
        if (type == nullptr || typeAt(*type, example(path)) == nullptr) {
            wrong.push_back(system.type + " has no " + path.toString());
        }
    }

    static std::vector<PathPattern> pathsOfAttach(const SystemFacts& system) {
        std::vector<PathPattern> paths;
        if (!system.attach) return paths;
        const AttachFacts& attach = *system.attach;
        paths.insert(paths.end(), attach.subnets.begin(), attach.subnets.end());
        paths.insert(paths.end(), attach.groups.begin(), attach.groups.end());
        for (const ListenFacts& listen : attach.ports) paths.push_back(listen.property);
        if (attach.count) paths.push_back(attach.count->property);
        for (const auto& on : {attach.publicAddress ? attach.publicAddress->given : std::nullopt,
                               attach.publicEndpoint, attach.ownInternet}) {
            if (on) paths.push_back(on->property);
        }
        if (attach.publicAddress) {
            for (const OpenFacts& one : attach.publicAddress->unless) paths.push_back(one.property);
        }
        for (const auto* list : {&attach.otherGroupsIf, &attach.moreGroupsIf}) {
            for (const OpenFacts& one : *list) paths.push_back(one.property);
        }
        paths.push_back(attach.clusterOf);
        std::erase(paths, PathPattern());
        return paths;
    }

private Q_SLOTS:
    void everySystemIsAResourceType() {
        std::vector<std::string> wrong;
        for (const SystemFacts& system : m_catalog->systems()) {
            const ResourceType* const type = m_catalog->find(system.type);
            if (type == nullptr) {
                wrong.push_back(system.type + " is no type");
            } else if (type->system != &system) {
                wrong.push_back(system.type + " has other facts");
            }
            if (system.shortLabel.size() > 12) wrong.push_back(system.type + ": long short label");
            if (system.icon.empty()) wrong.push_back(system.type + ": no icon");
        }
        report(wrong);
        qInfo("%zu systems", m_catalog->systems().size());
        QVERIFY(m_catalog->systems().size() >= 140);
    }

    void everyPathExistsInItsType() {
        std::vector<std::string> wrong;
        std::size_t references = 0;
        for (const SystemFacts& system : m_catalog->systems()) {
            for (const Containment& c : system.containments) expectPath(system, c.path, wrong);
            for (const PathPattern& end : system.ends) expectPath(system, end, wrong);
            if (system.partOf) expectPath(system, *system.partOf, wrong);
            for (const ReferenceFacts& r : system.references) expectPath(system, r.path, wrong);
            for (const ConstraintFacts& c : system.constraints) expectPath(system, c.path, wrong);
            references += system.references.size();
        }
        report(wrong);
        qInfo("%zu hand-written references", references);
    }

    void whatStandsInNetworksSaysHowByItsOwnProperties() {
        std::vector<std::string> wrong;
        std::size_t attached = 0;
        std::size_t described = 0;
        for (const SystemFacts& system : m_catalog->systems()) {
            if (system.attach && system.attach->kind != AttachKind::None) ++attached;
            for (const PathPattern& path : pathsOfAttach(system)) expectPath(system, path, wrong);
            if (!system.describe) continue;
            ++described;
            if (!system.attach) wrong.push_back(system.type + ": a describe without an attach");
            for (const auto& [property, from] : system.describe->properties) {
                expectPath(system, property, wrong);
            }
        }
        report(wrong);
        qInfo("%zu types have interfaces by the catalogue, %zu are read from CLI output", attached,
              described);
    }

    /// Somebody has to run the command for what is read of it.
    void everyCommandThatIsReadStandsInTheScript() {
        const std::string script = test::readFile(test::sourceRoot() / "resources" / "collect.sh");
        std::vector<std::string> wrong;
        for (const SystemFacts& system : m_catalog->systems()) {
            if (!system.describe) continue;
            if (script.find(system.describe->command) == std::string::npos) {
                wrong.push_back("collect.sh lacks " + system.describe->command);
            }
        }
        report(wrong);
    }

    void everyReferenceStandsInATextAndGivesOne() {
        std::vector<std::string> wrong;
        for (const SystemFacts& system : m_catalog->systems()) {
            const ResourceType* const type = m_catalog->find(system.type);
            for (const ReferenceFacts& reference : system.references) {
                const std::string where = system.type + " " + reference.path.toString();
                const PropertyType* const value = typeAt(*type, example(reference.path));
                if (value == nullptr || !isText(*value)) wrong.push_back(where + " is no text");
                for (const ReferenceTarget& target : reference.targets) {
                    const ResourceType* const other = m_catalog->find(target.type);
                    const std::string name(target.type);
                    if (other == nullptr) {
                        wrong.push_back(where + ": no type " + name);
                    } else if (!target.attribute.empty() &&
                               other->attribute(target.attribute) == nullptr) {
                        wrong.push_back(where + ": " + name + " has no attribute " +
                                        std::string(target.attribute));
                    } else if (target.attribute.empty() && other->refReturns.empty()) {
                        wrong.push_back(where + ": nothing is known of !Ref to " + name);
                    }
                }
            }
        }
        report(wrong);
    }

    void whatDecidesThePlaceIsAReferenceOrAZone() {
        std::vector<std::string> wrong;
        for (const SystemFacts& system : m_catalog->systems()) {
            for (const Containment& containment : system.containments) {
                const ReferenceFacts* const reference =
                    m_catalog->reference(system.type, example(containment.path));
                const std::string where = system.type + " " + containment.path.toString();
                const std::string_view wanted = containment.place == HomeKind::Vpc ? "AWS::EC2::VPC"
                                                : containment.place == HomeKind::Subnet
                                                    ? "AWS::EC2::Subnet"
                                                    : "";
                if (containment.place == HomeKind::Zone) continue;
                if (reference == nullptr) {
                    wrong.push_back(where + " refers to nothing");
                } else if (!wanted.empty() && reference->targets.front().type != wanted) {
                    wrong.push_back(where + " does not refer to " + std::string(wanted));
                }
            }
        }
        report(wrong);
    }

    void linesHaveEndsAndPartsHaveAnOwner() {
        std::vector<std::string> wrong;
        for (const SystemFacts& system : m_catalog->systems()) {
            const bool isLine = system.appearance == Appearance::Line;
            if (isLine != (system.ends.size() >= 2)) wrong.push_back(system.type + ": ends");
            const bool isPart = system.appearance == Appearance::Part;
            if (isPart != system.partOf.has_value()) wrong.push_back(system.type + ": owner");
            std::vector<PathPattern> referring = system.ends;
            if (system.partOf) referring.push_back(*system.partOf);
            for (const PathPattern& path : referring) {
                if (m_catalog->reference(system.type, example(path)) == nullptr) {
                    wrong.push_back(system.type + " " + path.toString() + " refers to nothing");
                }
            }
        }
        report(wrong);
    }

    void defaultsAndPlacingGiveAValidResource() {
        DefaultsCheck check;
        for (const SystemFacts& system : m_catalog->systems()) {
            const ResourceType* const type = m_catalog->find(system.type);
            check.object(type->body, system.defaults, system.type, system.setByPlacing);
            for (const std::string& name : system.setByPlacing) {
                if (type->body.find(name) == nullptr) {
                    check.wrong.push_back(system.type + ": placing sets unknown " + name);
                }
            }
        }
        report(check.wrong);
    }

    void defaultsKeepTheBounds() {
        std::vector<std::string> wrong;
        for (const SystemFacts& system : m_catalog->systems()) {
            for (const ConstraintFacts& bounds : system.constraints) {
                const std::string where = system.type + " " + bounds.path.toString();
                if (bounds.source.empty()) wrong.push_back(where + " has no source");
                const std::regex pattern(bounds.pattern.empty() ? ".*" : bounds.pattern);
                for (const FoundValue& found : select(system.defaults, bounds.path)) {
                    const auto text = found.value->asString();
                    const auto number = found.value->asNumber();
                    if (!text) continue;
                    const bool isListed = bounds.values.empty() ||
                                          std::find(bounds.values.begin(), bounds.values.end(),
                                                    *text) != bounds.values.end();
                    const bool isInside =
                        (!bounds.minimum || (number && *number >= *bounds.minimum)) &&
                        (!bounds.maximum || (number && *number <= *bounds.maximum));
                    if (!isListed || !isInside || !std::regex_match(*text, pattern)) {
                        wrong.push_back(where + " is broken by the default " + *text);
                    }
                }
            }
        }
        report(wrong);
    }

    void limitsAndEnginesNameTypesAndSources() {
        std::vector<std::string> wrong;
        std::set<std::string> names;
        for (const LimitFacts& limit : m_catalog->limits()) {
            if (!names.insert(limit.name).second) wrong.push_back(limit.name + " is twice there");
            if (limit.source.empty()) wrong.push_back(limit.name + " has no source");
            if (!limit.type.empty() && m_catalog->find(limit.type) == nullptr) {
                wrong.push_back(limit.name + ": no type " + limit.type);
            }
            if (limit.maximum && *limit.maximum <= limit.value) {
                wrong.push_back(limit.name + " can't be raised");
            }
        }
        for (const EngineFacts& engine : m_catalog->engines()) {
            const ResourceType* const type = m_catalog->find(engine.type);
            const bool isNamed = type != nullptr && type->body.find("Engine") != nullptr;
            const auto ofType =
                std::ranges::count(m_catalog->engines(), engine.type, &EngineFacts::type);
            // A type without the property has the one engine.
            if (type == nullptr || (!isNamed && ofType > 1)) {
                wrong.push_back(engine.type + " has no Engine");
            }
            const auto own =
                std::ranges::find(m_catalog->engines(), engine.name, &EngineFacts::name);
            if (own->port != engine.port) wrong.push_back(engine.name + " has two ports");
        }
        report(wrong);
        QCOMPARE(m_catalog->quota("rules per security group and direction")->value, 60.0);
        for (const char* asked :
             {"resources per template", "parameters per template", "outputs per template",
              "mappings per template", "template size"}) {
            QVERIFY2(m_catalog->quota(asked) != nullptr, asked);
        }
        QCOMPARE(m_catalog->quota("subnets per galaxy"), nullptr);
        QCOMPARE(m_catalog->engine("AWS::RDS::DBInstance", "postgres")->port, std::uint16_t{5432});
    }

    void everyRegionHasTwoZonesOrMore() {
        QVERIFY(m_catalog->regions().size() >= 30);
        for (const RegionFacts& region : m_catalog->regions()) {
            QVERIFY2(region.zones.size() >= 2, region.name.c_str());
            QCOMPARE(m_catalog->region(region.name), &region);
        }
        QCOMPARE(m_catalog->region("us-east-1")->zones.back(), std::string("us-east-1f"));
        QCOMPARE(m_catalog->region("eu-central-2")->partition, std::string("aws"));
        QCOMPARE(m_catalog->region("moon-1"), nullptr);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SystemsTest)
#include "systems_test.moc"
