#include <QtTest>

#include <cstdlib>
#include <random>

#include "model/design/edit.h"
#include "tests/evaluate/evaluate_support.h"

namespace archivolt {

namespace {

/// Makes random values, designs and edits; one seed gives one sequence.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_engine(seed) {}

    std::size_t below(std::size_t count) { return m_engine() % count; }

    std::string name(char kind, std::size_t count) { return kind + std::to_string(below(count)); }

    std::string reference() {
        switch (below(6)) {
            case 0: return "AWS::Region";
            case 1: return name('P', 4);
            case 2: return "AWS::NoValue";
            default: return name('R', 9);
        }
    }

    Value value(int depth) {
        const auto call = [](const char* function, std::vector<Value> items) {
            return Value::call(function, Value::list(std::move(items)));
        };
        switch (below(depth > 0 ? 13 : 3)) {
            case 0: return Value::string("t" + std::to_string(below(5)));
            case 1: return Value::ref(reference());
            case 2: return Value::number(static_cast<std::int64_t>(below(300)));
            case 3: return Value::getAtt(name('R', 9), below(2) == 0 ? "Arn" : "CidrBlock");
            case 4: return Value::call("Fn::Sub", Value::string("a${" + reference() + "}b"));
            case 5: return call("Fn::Join", {Value::string(","), list(depth - 1)});
            case 6: return call("Fn::Select", {value(0), list(depth - 1)});
            case 7:
                return call("Fn::If",
                            {Value::string(name('C', 5)), value(depth - 1), value(depth - 1)});
            case 8:
                return call("Fn::FindInMap",
                            {Value::string(name('M', 3)), value(0), Value::string("t1")});
            case 9: return Value::call("Fn::ImportValue", Value::string(name('E', 4)));
            case 10: return list(depth - 1);
            case 11:
                return call("Fn::Cidr", {Value::getAtt(name('R', 9), "CidrBlock"),
                                         Value::string("2"), Value::string("4")});
            default: return Value::map({{"a", value(depth - 1)}, {"b", value(depth - 1)}});
        }
    }

    Value list(int depth) {
        std::vector<Value> items;
        for (std::size_t i = below(4); i > 0; --i) items.push_back(value(depth));
        return Value::list(std::move(items));
    }

    Value body() {
        std::vector<MapEntry> entries = {{"Type", Value::string("AWS::EC2::VPC")}};
        if (below(3) == 0) entries.push_back({"Condition", Value::string(name('C', 5))});
        entries.push_back({"Properties", Value::map({{"CidrBlock", cidr()}, {"A", value(3)}})});
        return Value::map(std::move(entries));
    }

    Value cidr() {
        if (below(4) == 0) return Value::ref(name('P', 4));
        return Value::string("10." + std::to_string(below(9)) + ".0.0/16");
    }

    Value condition() {
        switch (below(4)) {
            case 0: return Value::call("Condition", Value::string(name('C', 5)));
            case 1: {
                std::vector<Value> item = {Value::call("Condition", Value::string(name('C', 5)))};
                return Value::call("Fn::Not", Value::list(std::move(item)));
            }
            default:
                return Value::call("Fn::Equals", Value::list({Value::ref(name('P', 4)), value(0)}));
        }
    }

    Value mapping() {
        return Value::map({{"t1", Value::map({{"t1", Value::string(name('v', 4))}})},
                           {"t2", Value::map({{"t1", list(0)}})}});
    }

    Value output() {
        std::vector<MapEntry> entries = {{"Value", value(2)}};
        if (below(2) == 0) {
            entries.push_back({"Export", Value::map({{"Name", Value::string(name('E', 4))}})});
        }
        if (below(4) == 0) entries.push_back({"Condition", Value::string(name('C', 5))});
        return Value::map(std::move(entries));
    }

    Value parameter() {
        std::vector<MapEntry> entries = {
            {"Type", Value::string(below(3) == 0 ? "CommaDelimitedList" : "String")}};
        if (below(3) != 0) {
            entries.push_back({"Default", Value::string("t" + std::to_string(below(5)))});
        }
        return Value::map(std::move(entries));
    }

    Stack stack(std::uint32_t id, std::uint32_t& nextId) {
        Stack result;
        result.id = StackId{id};
        result.name = "S" + std::to_string(id);
        const auto section = [&](const char* title, char kind, std::size_t count, auto make) {
            std::vector<MapEntry> entries;
            for (std::size_t i = 0; i < count; ++i) {
                entries.push_back({kind + std::to_string(i), make()});
            }
            result.body.sections.push_back({title, Value::map(std::move(entries))});
        };
        section("Parameters", 'P', 4, [&] { return parameter(); });
        section("Mappings", 'M', 3, [&] { return mapping(); });
        section("Conditions", 'C', 5, [&] { return condition(); });
        result.body.sections.push_back({"Resources", Value()});
        section("Outputs", 'O', 3, [&] { return output(); });
        std::vector<Resource> resources;
        for (std::size_t i = 0; i < 7; ++i) {
            resources.push_back({ResourceId{nextId++}, "R" + std::to_string(i), body()});
        }
        result.body.resources = ResourceTable::of(std::move(resources));
        return result;
    }

    Design design() {
        Design result;
        result.nextId = 10;
        for (std::uint32_t id = 1; id <= 3; ++id) {
            result.stacks.push_back(std::make_shared<const Stack>(stack(id, result.nextId)));
        }
        return result;
    }

    Edit edit() {
        const StackId stack{static_cast<std::uint32_t>(1 + below(3))};
        switch (below(14)) {
            case 0: return SetValue{stack, {"Parameters", name('P', 4)}, parameter()};
            case 1: return SetValue{stack, {"Conditions", name('C', 5)}, condition()};
            case 2: return SetValue{stack, {"Mappings", name('M', 3)}, mapping()};
            case 3: return SetValue{stack, {"Outputs", name('O', 3)}, output()};
            case 4: return AddResource{stack, addedName(), body(), {}};
            case 5: return AddResource{stack, addedName(), body(), name('R', 9)};
            case 6: return RemoveResource{stack, name('R', 9)};
            case 7: return RenameResource{stack, name('R', 9), name('R', 9)};
            case 8: return RemoveValue{stack, removable()};
            case 9:
                return SetParameter{stack, name('P', 4),
                                    below(2) == 0 ? std::optional<Value>() : Value::string("t1")};
            case 10: return identity(stack);
            case 11:
                return SetValue{
                    stack, {"Resources", name('R', 9), "Properties", "CidrBlock"}, cidr()};
            default:
                return SetValue{stack, {"Resources", name('R', 9), "Properties", "A"}, value(3)};
        }
    }

private:
    std::string addedName() {
        return below(8) == 0 ? "Fn::ForEach::" + name('L', 2) : name('R', 9);
    }
    Path removable() {
        switch (below(4)) {
            case 0: return {"Conditions", name('C', 5)};
            case 1: return {"Mappings", name('M', 3)};
            case 2: return {"Parameters", name('P', 4)};
            default: return {"Resources", name('R', 9), "Condition"};
        }
    }
    Edit identity(StackId stack) {
        const std::string region = below(4) == 0 ? "eu-west-1" : "us-east-1";
        return SetStackIdentity{stack, "S" + std::to_string(stack.value), "123456789012", region};
    }

    std::mt19937_64 m_engine;
};

std::size_t editCount() {
    const char* asked = std::getenv("ARCHIVOLT_EDITS");
    return asked != nullptr ? std::strtoul(asked, nullptr, 10) : 1000;
}

}  // namespace

class EvaluateIncrementalTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anEvaluationFromAnEarlierOneEqualsOneFromNothing() {
        const std::size_t wanted = editCount();
        std::size_t made = 0;
        for (std::uint64_t seed = 1; made < wanted; ++seed) {
            Dice dice(seed);
            Design design = dice.design();
            auto evaluated = evaluate(design);
            auto older = evaluated;
            for (int i = 0; i < 100; ++i) {
                const auto edited = archivolt::apply(design, dice.edit());
                if (!edited) continue;
                design = *edited;
                // An undo evaluates an earlier design after a later one, and skips some between.
                const auto& previous = i % 7 == 6 ? older : evaluated;
                const auto now = evaluate(design, previous.get());
                const std::string found = test::firstDifference(*now, *evaluate(design));
                const auto where = QByteArray("seed ") + QByteArray::number(qulonglong(seed)) +
                                   ", edit " + QByteArray::number(i) + ": " + found.c_str();
                QVERIFY2(found.empty(), where.constData());
                if (i % 5 == 4) older = evaluated;
                evaluated = now;
                ++made;
            }
        }
        qInfo("%zu edits", made);
    }

    void whatDidNotChangeKeepsItsPointer() {
        const Design design = test::designOf(
            R"({"Parameters":{"P":{"Type":"String","Default":"a"},
                    "Q":{"Type":"String","Default":"b"}},
                "Resources":{"A":{"Type":"T","Properties":{"X":{"Ref":"P"}}},
                "B":{"Type":"T","Properties":{"X":{"Ref":"Q"}}},
                "C":{"Type":"T","Properties":{"X":{"Ref":"A"}}}}})");
        const auto before = evaluate(design);
        const auto changed =
            archivolt::apply(design, SetParameter{StackId{1}, "P", Value::string("z")});
        QVERIFY(changed.has_value());
        const auto after = evaluate(*changed, before.get());
        const auto& then = before->stacks[0]->resources;
        const auto& now = after->stacks[0]->resources;
        QVERIFY(then[0] != now[0]);
        QVERIFY(then[1] == now[1] && then[2] == now[2]);
        QCOMPARE(evaluate(*changed, after.get())->stacks[0], after->stacks[0]);
    }

    void aBodyWhoseReferencesStayIsTheOneThatIsWritten() {
        const Design design = test::designOf(
            R"({"Parameters":{"P":{"Type":"String","Default":"a"}},
                "Resources":{"A":{"Type":"T"},
                "B":{"Type":"T","Properties":{"X":{"Ref":"A"},
                                              "Y":[{"Fn::GetAtt":["A","Arn"]}]}},
                "C":{"Type":"T","Properties":{"X":{"Ref":"P"},"Y":[{"Ref":"A"}]}}}})");
        const auto evaluated = evaluate(design);
        const auto& resources = evaluated->stacks[0]->resources;
        QVERIFY(resources[1]->body.identical(resources[1]->source->body));
        QVERIFY(!resources[2]->body.identical(resources[2]->source->body));
        const Path list{"Properties", "Y"};
        QVERIFY(resources[2]->body.at(list)->identical(*resources[2]->source->body.at(list)));
    }

    void oneEditAmongTenThousandResourcesEvaluatesOne() {
        std::vector<Resource> resources;
        for (std::uint32_t i = 0; i < 10'000; ++i) {
            const Value body =
                test::json(R"({"Type":"T","Properties":{"X":{"Fn::Sub":"${AWS::Region}-x"}}})");
            resources.push_back({ResourceId{i + 10}, "R" + std::to_string(i), body});
        }
        Stack stack = test::stackOf("main", R"({"Resources":{}})");
        stack.body.resources = ResourceTable::of(std::move(resources));
        Design design;
        design.nextId = 20'000;
        design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
        auto evaluated = evaluate(design);
        std::size_t edits = 0;
        QBENCHMARK {
            const Path path{"Resources", "R5000", "Properties", "X"};
            const auto changed =
                apply(design, SetValue{StackId{1}, path, Value::string(std::to_string(++edits))});
            const auto now = evaluate(*changed, evaluated.get());
            QCOMPARE(now->stacks[0]->resources[4999], evaluated->stacks[0]->resources[4999]);
            QVERIFY(now->stacks[0]->resources[5000] != evaluated->stacks[0]->resources[5000]);
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::EvaluateIncrementalTest)
#include "evaluate_incremental_test.moc"
