#include <QtTest>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/lint/combination_facts.h"
#include "tests/lint/lint_support.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> split(std::string_view text, char between) {
    std::vector<std::string> words;
    std::istringstream stream{std::string(text)};
    std::string word;
    while (std::getline(stream, word, between)) {
        if (!word.empty()) words.push_back(word);
    }
    return words;
}

/// Makes a template of one resource that is as a sentence of the table supposes.
class Example {
public:
    Example(const Catalog& catalog, const Combination& combination)
        : m_type(*catalog.find(combination.type)), m_combination(combination) {
        for (const std::string& term : split(combination.when, ' ')) suppose(term);
    }

    void set(const std::string& property, const std::string& value = "x") {
        Json* at = &m_object;
        const auto steps = split(property, '.');
        for (std::size_t i = 0; i + 1 < steps.size(); ++i) at = &(*at)[steps[i]];
        (*at)[steps.back()] = valueOf(property, value);
    }

    [[nodiscard]] std::string text() const {
        Json properties = m_object;
        auto steps = split(m_combination.at, '.');
        std::ranges::reverse(steps);
        for (std::string step : steps) {
            const bool list = step.ends_with("[]");
            if (list) step.resize(step.size() - 2);
            properties = {{step, list ? Json::array({properties}) : properties}};
        }
        const Json resource = {{"Type", std::string(m_combination.type)},
                               {"Properties", properties}};
        return Json({{"Resources", {{"It", resource}}}}).dump();
    }

    /// Returns the way to a property from Properties, an item of each list taken.
    [[nodiscard]] Path pathOf(const std::string& property) const {
        Path path;
        for (const std::string& step : split(m_combination.at, '.')) {
            const bool list = step.ends_with("[]");
            path = path / (list ? step.substr(0, step.size() - 2) : step);
            if (list) path = path / std::size_t{0};
        }
        for (const std::string& step : split(property, '.')) path = path / step;
        return path;
    }

private:
    void suppose(const std::string& term) {
        if (term.starts_with('!')) return;
        const std::size_t sign = term.find('=');
        if (sign == std::string::npos) {
            set(term);
            return;
        }
        std::string value = split(term.substr(sign + 1), '|').front();
        if (value.ends_with('*')) value.back() = 'x';
        if (value.starts_with('*')) value.front() = 'x';
        set(term.substr(0, sign), value);
    }

    [[nodiscard]] Json valueOf(const std::string& property, const std::string& value) const {
        const PropertyType* type = typeAt(m_type, pathOf(property));
        if (type == nullptr) qFatal("no such property: %s", property.c_str());
        if (type->kind == PropertyKind::List) return Json::array({value});
        if (type->kind == PropertyKind::Object || type->kind == PropertyKind::Map) {
            const bool named = type->object != nullptr && !type->object->properties.empty();
            const std::string key =
                named ? std::string(type->object->properties.front().name) : "Key";
            return {{key, value}};
        }
        return value;
    }

    const ResourceType& m_type;
    const Combination& m_combination;
    Json m_object = Json::object();
};

std::string codeOf(Demand demand, bool several) {
    if (demand == Demand::Is) return "CFN-E19";
    if (demand == Demand::MostOne || demand == Demand::None || several) return "CFN-E18";
    return "CFN-E17";
}

}  // namespace

class CombinationTest : public QObject {
    Q_OBJECT
private:
    std::shared_ptr<const Catalog> m_catalog = Catalog::embedded();

    /// Says whether the sentence is reported of the template, told by its code, source and names.
    bool isSaid(const Example& example, const Combination& row, bool several) const {
        const auto checked = test::checkTemplate(example.text(), *m_catalog, {});
        return std::ranges::any_of(checked.findings, [&](const Finding& finding) {
            const Diagnostic& diagnostic = finding.diagnostic;
            const bool named =
                std::ranges::any_of(split(row.properties.substr(0, row.properties.find('=')), ' '),
                                    [&](const std::string& name) {
                                        return diagnostic.message.find(name) != std::string::npos;
                                    });
            return named && diagnostic.code == codeOf(row.demand, several) &&
                   diagnostic.help.view().ends_with("(" + std::string(row.source) + ")");
        });
    }

    void hold(const Combination& row) {
        const auto names = split(row.properties.substr(0, row.properties.find('=')), ' ');
        Example fault(*m_catalog, row);
        Example near(*m_catalog, row);
        if (row.demand == Demand::Is) {
            // A health check by TCP is one that no other rule refuses.
            fault.set(names[0], names[0] == "HealthCheckProtocol" ? "TCP" : "never");
            std::string value = split(row.properties.substr(row.properties.find('=') + 1), '|')[0];
            if (value.ends_with('*')) value.back() = 'x';
            if (value.starts_with('*')) value.front() = 'x';
            near.set(names[0], value);
        }
        if (row.demand == Demand::MostOne) {
            fault.set(names[0]);
            fault.set(names[1]);
        }
        if (row.demand == Demand::None) fault.set(names.back());
        const bool wantsOne = row.demand == Demand::OneOf || row.demand == Demand::AnyOf;
        if (wantsOne || row.demand == Demand::MostOne) near.set(names[0]);
        if (row.demand == Demand::All) {
            for (const std::string& name : names) near.set(name);
        }
        const std::string text = std::string(row.type) + " " + std::string(row.when) + ": " +
                                 std::string(row.properties);
        QVERIFY2(isSaid(fault, row, false), (text + "\n" + fault.text()).c_str());
        QVERIFY2(!isSaid(near, row, false), (text + "\n" + near.text()).c_str());
        if (row.demand != Demand::OneOf) return;
        near.set(names[1]);
        QVERIFY2(isSaid(near, row, true), (text + "\n" + near.text()).c_str());
    }

private Q_SLOTS:
    void everySentenceHasAFaultAndANearMiss() {
        std::size_t rows = 0;
        for (const auto& table : {networkCombinations(), serviceCombinations()}) {
            for (const Combination& row : table) {
                QVERIFY2(m_catalog->find(row.type) != nullptr, std::string(row.type).c_str());
                QVERIFY(!row.source.empty());
                hold(row);
                if (QTest::currentTestFailed()) return;
                ++rows;
            }
        }
        qInfo("%zu sentences", rows);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::CombinationTest)
#include "combination_test.moc"
