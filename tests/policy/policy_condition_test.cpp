#include <QtTest>

#include <functional>

#include "model/policy/compiled_condition.h"
#include "model/policy/read_document.h"

namespace archivolt {

namespace {

PolicyCondition conditionOf(const std::string& op, const std::vector<std::string>& values) {
    PolicyCondition condition;
    condition.op = *ConditionOperator::parse(op);
    condition.key.parts.push_back({"k", {}});
    for (const std::string& value : values) {
        condition.values.push_back({});
        if (!value.empty()) condition.values.back().parts.push_back({value, {}});
    }
    return condition;
}

Truth holds(const std::string& op, const std::vector<std::string>& written,
            const RequestContext& context) {
    return CompiledCondition(conditionOf(op, written), true).holds(context);
}

RequestContext with(const std::string& value) {
    RequestContext context;
    context.set("k", value);
    return context;
}

RequestContext withMany(std::vector<std::string> values) {
    RequestContext context;
    context.setMany("k", std::move(values));
    return context;
}

/// An operator, values of its type, and what it means of two of them.
struct Meaning {
    std::string op;
    std::string inverse;  ///< The negated operator, if any.
    std::vector<std::string> values;
    std::function<bool(std::size_t asked, std::size_t written)> holds;
};

std::vector<Meaning> meanings() {
    const auto same = [](std::size_t a, std::size_t b) { return a == b; };
    const std::vector<std::string> numbers = {"-1.5", "0", "2", "10"};
    const std::vector<std::string> dates = {"2019-12-31", "1590969600", "2020-06-01T00:00:01Z"};
    std::vector<Meaning> all = {
        {"StringEquals", "StringNotEquals", {"a", "A", "b*", "b"}, same},
        {"StringEqualsIgnoreCase",
         "StringNotEqualsIgnoreCase",
         {"a", "A", "b"},
         [](std::size_t a, std::size_t b) { return (a == 2) == (b == 2); }},
        {"StringLike",
         "StringNotLike",
         {"b*", "bc", "?c"},
         [](std::size_t a, std::size_t b) {
             const bool fits[3][3] = {
                 {true, false, false}, {true, true, true}, {false, false, true}};
             return fits[a][b];
         }},
        {"NumericEquals", "NumericNotEquals", numbers, same},
        {"DateEquals", "DateNotEquals", dates, same},
        {"Bool", "", {"true", "false"}, same},
        {"BinaryEquals", "", {"QQ==", "QUI=", "QUJD"}, same},
        {"IpAddress", "NotIpAddress", {"10.0.0.1", "2001:db8::1", "10.0.0.2"}, same},
        {"ArnEquals", "ArnNotEquals", {"arn:aws:s3:::a", "arn:aws:s3:::b"}, same},
        {"ArnLike", "ArnNotLike", {"arn:aws:s3:::a", "arn:aws:s3:::b"}, same}};
    for (const auto& [type, values] : {std::pair("Numeric", numbers), std::pair("Date", dates)}) {
        const std::string name = type;
        all.push_back({name + "LessThan", "", values, std::less<>()});
        all.push_back({name + "LessThanEquals", "", values, std::less_equal<>()});
        all.push_back({name + "GreaterThan", "", values, std::greater<>()});
        all.push_back({name + "GreaterThanEquals", "", values, std::greater_equal<>()});
    }
    return all;
}

}  // namespace

/// Conditions: every operator over a small domain, with every prefix and suffix.
class PolicyConditionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyOperatorComparesOneValueWithEachOfItsOwn() {
        for (const Meaning& meaning : meanings()) {
            for (std::size_t asked = 0; asked < meaning.values.size(); ++asked) {
                for (std::size_t set = 0; set < std::size_t{1} << meaning.values.size(); ++set) {
                    std::vector<std::string> written;
                    bool any = false;
                    for (std::size_t i = 0; i < meaning.values.size(); ++i) {
                        if ((set >> i & 1U) == 0) continue;
                        written.push_back(meaning.values[i]);
                        any = any || meaning.holds(asked, i);
                    }
                    expectAll(meaning, with(meaning.values[asked]), written, any);
                }
            }
        }
    }

    void aMissingKeyFailsWhatIsAffirmedAndPassesWhatIsDenied() {
        for (const Meaning& meaning : meanings()) {
            const auto& values = meaning.values;
            QCOMPARE(holds(meaning.op, values, {}), Truth::No);
            QCOMPARE(holds(meaning.op + "IfExists", values, {}), Truth::Yes);
            QCOMPARE(holds("ForAllValues:" + meaning.op, values, {}), Truth::Yes);
            QCOMPARE(holds("ForAnyValue:" + meaning.op, values, {}), Truth::No);
            if (meaning.inverse.empty()) continue;
            QCOMPARE(holds(meaning.inverse, values, {}), Truth::Yes);
            QCOMPARE(holds(meaning.inverse + "IfExists", values, {}), Truth::Yes);
            QCOMPARE(holds("ForAllValues:" + meaning.inverse, values, {}), Truth::Yes);
            QCOMPARE(holds("ForAnyValue:" + meaning.inverse, values, {}), Truth::No);
        }
    }

    void setOperatorsAskAllValuesOrAnyOfThem() {
        const std::vector<std::string> domain = {"a", "b", "c"};
        for (std::size_t asked = 1; asked < 8; ++asked) {
            for (std::size_t written = 0; written < 8; ++written) {
                std::vector<std::string> request;
                std::vector<std::string> policy;
                for (std::size_t i = 0; i < 3; ++i) {
                    if ((asked >> i & 1U) != 0) request.push_back(domain[i]);
                    if ((written >> i & 1U) != 0) policy.push_back(domain[i]);
                }
                const auto context = withMany(request);
                const auto is = [](bool value) { return value ? Truth::Yes : Truth::No; };
                QCOMPARE(holds("ForAllValues:StringEquals", policy, context),
                         is((asked & ~written) == 0));
                QCOMPARE(holds("ForAnyValue:StringEquals", policy, context),
                         is((asked & written) != 0));
                QCOMPARE(holds("ForAllValues:StringNotEquals", policy, context),
                         is((asked & written) == 0));
                QCOMPARE(holds("ForAnyValue:StringNotEquals", policy, context),
                         is((asked & ~written) != 0));
            }
        }
    }

    void aNullDataSetPassesForAllValuesOnly() {
        for (const auto& nothing : {std::vector<std::string>{}, std::vector<std::string>{""}}) {
            QCOMPARE(holds("ForAllValues:StringEquals", {"a"}, withMany(nothing)), Truth::Yes);
            QCOMPARE(holds("ForAnyValue:StringNotEquals", {"a"}, withMany(nothing)), Truth::No);
        }
    }

    void aKeyOfSeveralValuesNeedsASetOperator() {
        for (const char* op : {"StringEquals", "StringNotEquals", "StringEqualsIfExists"}) {
            QCOMPARE(holds(op, {"a"}, withMany({"a"})), Truth::No);
        }
    }

    void nullAsksForAbsence() {
        QCOMPARE(holds("Null", {"true"}, {}), Truth::Yes);
        QCOMPARE(holds("Null", {"false"}, {}), Truth::No);
        QCOMPARE(holds("Null", {"true"}, with("x")), Truth::No);
        QCOMPARE(holds("Null", {"false"}, with("x")), Truth::Yes);
        QCOMPARE(holds("Null", {"true"}, withMany({})), Truth::Yes);
        QVERIFY(!ConditionOperator::parse("NullIfExists"));
        QVERIFY(!ConditionOperator::parse("ForAllValues:Null"));
    }

    void whatIsNotOfTheTypeEqualsNothing() {
        QCOMPARE(holds("NumericLessThan", {"20"}, with("10abc")), Truth::No);
        QCOMPARE(holds("NumericNotEquals", {"20"}, with("10abc")), Truth::Yes);
        QCOMPARE(holds("NotIpAddress", {"203.0.113.9"}, with("2001:db8::1")), Truth::Yes);
        QCOMPARE(holds("IpAddress", {"0.0.0.0/0"}, with("2001:db8::1")), Truth::No);
        QCOMPARE(holds("DateLessThan", {"soon"}, with("2020-06-01")), Truth::No);
        QCOMPARE(holds("Bool", {"yes"}, with("true")), Truth::No);
    }

    void aVariableThatCantBeResolvedFailsEitherWay() {
        QCOMPARE(holds("StringEquals", {"${aws:username}"}, with("a")), Truth::No);
        QCOMPARE(holds("StringNotEquals", {"${aws:username}"}, with("a")), Truth::No);
        QCOMPARE(holds("StringEquals", {"a", "${aws:username}"}, with("a")), Truth::Yes);
    }

    void numbersTakeNoVariables() {
        auto context = with("7");
        context.set("n", "7");
        QCOMPARE(holds("NumericEquals", {"${n}"}, context), Truth::No);
    }

    void anUnknownKeyIsUnknownUnlessItIsSet() {
        RequestContext context;
        context.addUnknown("K");
        for (const char* op : {"StringEquals", "StringNotEquals", "StringEqualsIfExists",
                               "ForAllValues:StringEquals"}) {
            QCOMPARE(holds(op, {"a"}, context), Truth::Unknown);
        }
        QCOMPARE(holds("Null", {"true"}, context), Truth::Unknown);
        QCOMPARE(holds("Null", {"true", "false"}, context), Truth::Yes);
        context.set("k", "a");
        QCOMPARE(holds("StringEquals", {"a"}, context), Truth::Yes);
        context.setAbsent("k");
        QCOMPARE(holds("StringEquals", {"a"}, context), Truth::No);
    }

    void anUnknownValueLeavesOpenOnlyWhatItCan() {
        PolicyCondition condition = conditionOf("StringEquals", {"a"});
        condition.values.push_back({{{"", "a parameter"}}, {}});
        QCOMPARE(CompiledCondition(condition, true).holds(with("a")), Truth::Yes);
        QCOMPARE(CompiledCondition(condition, true).holds(with("b")), Truth::Unknown);
        QCOMPARE(CompiledCondition(condition, true).holds({}), Truth::No);
    }

private:
    static void expectAll(const Meaning& meaning, const RequestContext& context,
                          const std::vector<std::string>& written, bool any) {
        const Truth yes = any ? Truth::Yes : Truth::No;
        const Truth no = any ? Truth::No : Truth::Yes;
        for (const char* before : {"", "ForAllValues:", "ForAnyValue:"}) {
            for (const char* behind : {"", "IfExists"}) {
                QCOMPARE(holds(before + meaning.op + behind, written, context), yes);
                if (meaning.inverse.empty()) continue;
                QCOMPARE(holds(before + meaning.inverse + behind, written, context), no);
            }
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PolicyConditionTest)
#include "policy_condition_test.moc"
