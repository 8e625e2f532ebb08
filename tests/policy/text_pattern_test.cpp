#include "model/policy/text_pattern.h"

#include <QtTest>

#include "model/policy/typed_values.h"
#include "tests/policy/literal_decision.h"

namespace archivolt {

namespace {

PolicyText known(std::string text) {
    PolicyText result;
    if (!text.empty()) result.parts.push_back({std::move(text), {}});
    return result;
}

/// Calls `visit` with every text of at most `length` letters.
template <class Visit>
void forEachText(std::string_view letters, std::size_t length, const Visit& visit) {
    std::vector<std::string> texts = {""};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        visit(texts[i]);
        if (texts[i].size() == length) continue;
        for (const char letter : letters) texts.push_back(texts[i] + letter);
    }
}

Fit fitWith(const std::string& pattern, const std::string& text, const RequestContext& context) {
    return TextPattern(pattern, {true, true, false}).fit(text, context);
}

Fit arnFit(const std::string& pattern, const std::string& arn) {
    return ArnPattern(known(pattern), {true, false}).fit(arn, {});
}

}  // namespace

class TextPatternTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySmallPatternMatchesWhatARegularExpressionDoes() {
        std::vector<std::string> texts;
        forEachText("ab", 5, [&](const std::string& text) { texts.push_back(text); });
        std::size_t compared = 0;
        forEachText("ab*?", 5, [&](const std::string& written) {
            const TextPattern pattern(written, {});
            for (const std::string& text : texts) {
                const bool fits = pattern.fit(text, {}) == Fit::Yes;
                const std::string why = written + " and " + text;
                QVERIFY2(fits == test::literalMatch(text, written), why.c_str());
                QVERIFY2(fits == fitsGlob(text, written), why.c_str());
                ++compared;
            }
        });
        qInfo("%zu matches compared", compared);
    }

    void aQuestionMarkIsOneCharacterAndNotOneByte() {
        QCOMPARE(TextPattern("a?b", {}).fit("a\xC3\xA9"
                                            "b",
                                            {}),
                 Fit::Yes);
        QCOMPARE(TextPattern("a??b", {})
                     .fit("a\xC3\xA9"
                          "b",
                          {}),
                 Fit::No);
        QCOMPARE(TextPattern("*?b", {}).fit("\xC3\xA9"
                                            "b",
                                            {}),
                 Fit::Yes);
    }

    void caseIsIgnoredWhereItIsToBe() {
        const TextPattern action("S3:Get*", {true, false, true});
        QCOMPARE(action.fit("s3:getobject", {}), Fit::Yes);
        QCOMPARE(action.fit("s3:GetObject", {}), Fit::Yes);
        QCOMPARE(TextPattern("S3:Get*", {}).fit("s3:getobject", {}), Fit::No);
    }

    void variablesStandForTheOneValueOfTheirKey() {
        RequestContext context;
        context.set("aws:username", "carlos");
        context.setMany("aws:TagKeys", {"k"});
        QCOMPARE(fitWith("home/${aws:username}/*", "home/carlos/x", context), Fit::Yes);
        QCOMPARE(fitWith("home/${AWS:UserName}/*", "home/carlos/x", context), Fit::Yes);
        QCOMPARE(fitWith("home/${aws:username}/*", "home/carla/x", context), Fit::No);
        QCOMPARE(fitWith("${aws:TagKeys}", "k", context), Fit::Unresolved);
        QCOMPARE(fitWith("${aws:userid}", "k", context), Fit::Unresolved);
        QCOMPARE(fitWith("${aws:userid, 'k}'}", "k}", context), Fit::Yes);
        QCOMPARE(fitWith("${aws:username, 'k'}", "k", context), Fit::No);
    }

    void escapesAndValuesAreNoWildcards() {
        RequestContext context;
        context.set("aws:username", "*");
        QCOMPARE(fitWith("${aws:username}", "anyone", context), Fit::No);
        QCOMPARE(fitWith("${aws:username}", "*", context), Fit::Yes);
        QCOMPARE(fitWith("a${*}b", "a*b", {}), Fit::Yes);
        QCOMPARE(fitWith("a${*}b", "axb", {}), Fit::No);
        QCOMPARE(fitWith("a${?}b", "axb", {}), Fit::No);
        QCOMPARE(fitWith("a${$}b", "a$b", {}), Fit::Yes);
        QCOMPARE(fitWith("a${b", "a${b", {}), Fit::Yes);
        QCOMPARE(fitWith("a${}b", "a${}b", {}), Fit::Yes);
    }

    void withoutVariablesTheirTextIsPlain() {
        const TextPattern pattern("${aws:username}", {true, false, false});
        QCOMPARE(pattern.fit("${aws:username}", {}), Fit::Yes);
    }

    void unknownKeysAndPartsLeaveOpenOnlyWhatTheyCan() {
        RequestContext context;
        context.addUnknown("aws:*");
        QCOMPARE(fitWith("home/${aws:username}/x", "home/a/x", context), Fit::Unknown);
        QCOMPARE(fitWith("home/${aws:username}/x", "house/a/x", context), Fit::NoOrUnresolved);
        PolicyText text = known("arn:aws:s3:::");
        text.parts.push_back({"", "the bucket's name"});
        text.parts.push_back({"/*", ""});
        const ArnPattern objects(text, {true, false});
        QCOMPARE(objects.fit("arn:aws:s3:::b/k", {}), Fit::Unknown);
        QCOMPARE(objects.fit("arn:aws:s3:::b", {}), Fit::No);
        QCOMPARE(objects.fit("arn:aws:sqs:::b/k", {}), Fit::No);
    }

    void segmentsOfArnsMatchApart() {
        QCOMPARE(arnFit("arn:aws:s3:::b/*", "arn:aws:s3:::b/1/2"), Fit::Yes);
        QCOMPARE(arnFit("arn:aws:s3:::b", "arn:aws:s3:::b/1"), Fit::No);
        QCOMPARE(arnFit("arn:*:sns:*:*:t", "arn:aws:sns:us-east-1:123456789012:t"), Fit::Yes);
        QCOMPARE(arnFit("arn:aws:*:t", "arn:aws:sns:us-east-1:123456789012:t"), Fit::No);
        QCOMPARE(arnFit("arn:aws:lambda:*:*:function:*",
                        "arn:aws:lambda:us-east-1:123456789012:function:f:live"),
                 Fit::Yes);
        QCOMPARE(arnFit("*", "*"), Fit::Yes);
        QCOMPARE(arnFit("arn:aws:s3:::b", "*"), Fit::No);
    }

    void anArnThatIsTooShortMayOrMayNotBeCompleted() {
        QCOMPARE(arnFit("arn:aws:s3", "arn:aws:s3:::b"), Fit::Unknown);
        QCOMPARE(arnFit("arn:aws:s3:*", "arn:aws:s3:::b"), Fit::Unknown);
        QCOMPARE(arnFit("arn:aws:sqs", "arn:aws:s3:::b"), Fit::No);
    }

    void variablesBeforeTheFifthColonArePlainText() {
        RequestContext context;
        context.set("aws:PrincipalAccount", "123456789012");
        const ArnPattern pattern(known("arn:aws:iam::${aws:PrincipalAccount}:user/u"),
                                 {true, false});
        QCOMPARE(pattern.fit("arn:aws:iam::123456789012:user/u", context), Fit::No);
        const ArnPattern everywhere(known("arn:aws:iam::${aws:PrincipalAccount}:user/u"),
                                    {true, true});
        QCOMPARE(everywhere.fit("arn:aws:iam::123456789012:user/u", context), Fit::Yes);
    }

    void decimalsAreComparedWithoutRounding() {
        const auto order = [](const char* a, const char* b) {
            return compare(*DecimalView::parse(a), *DecimalView::parse(b));
        };
        QVERIFY(order("10", "10.00") == 0);
        QVERIFY(order("-0", "0") == 0);
        QVERIFY(order("1.2", "1.19") > 0);
        QVERIFY(order("-1.2", "-1.19") < 0);
        QVERIFY(order("9007199254740993", "9007199254740992") > 0);
        QVERIFY(order("007", "7") == 0);
        for (const char* bad : {"", "1.", ".5", "1e3", "10abc", "--1", "0x10"}) {
            QVERIFY2(!DecimalView::parse(bad), bad);
        }
    }

    void datesAreOneTimeLine() {
        const auto seconds = [](const char* text) { return Instant::parse(text)->seconds; };
        QCOMPARE(seconds("1970-01-01T00:00:00Z"), 0);
        QCOMPARE(seconds("2020-06-01T00:00:00Z"), 1590969600);
        QCOMPARE(seconds("2020-06-01"), 1590969600);
        QCOMPARE(seconds("2020-06"), 1590969600);
        QCOMPARE(seconds("2020"), 1577836800);
        QCOMPARE(seconds("1590969600"), 1590969600);
        QCOMPARE(seconds("2020-06-01T02:00:00+02:00"), 1590969600);
        QCOMPARE(seconds("2020-05-31T22:30:00-0130"), 1590969600);
        QCOMPARE(seconds("2000-02-29"), 951782400);
        QVERIFY(*Instant::parse("2020-06-01T00:00:00.5Z") > *Instant::parse("2020-06-01"));
        for (const char* bad : {"", "now", "2020-13-01", "2019-02-29", "2020-06-01T24:00Z",
                                "2020-06-01T00:00:00Q", "2020-06-01 00:00", "20-06-01"}) {
            QVERIFY2(!Instant::parse(bad), bad);
        }
    }

    void base64IsComparedByWhatItStandsFor() {
        QCOMPARE(*decodeBase64("QUJD"), "ABC");
        QCOMPARE(*decodeBase64("QQ=="), "A");
        QVERIFY(base64Equals("QQ==", "A"));
        QVERIFY(base64Equals("QQ", "A"));
        QVERIFY(!base64Equals("QUJD", "AB"));
        QVERIFY(!base64Equals("QUI=", "ABC"));
        QVERIFY(!decodeBase64("Q!=="));
        QVERIFY(!decodeBase64("Q"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::TextPatternTest)
#include "text_pattern_test.moc"
