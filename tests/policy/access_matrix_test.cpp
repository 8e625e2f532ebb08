#include "model/policy/access_matrix.h"

#include <QtTest>

#include "model/policy/read_document.h"
#include "tests/policy/random_cases.h"

namespace archivolt {

namespace {

SharedPolicy compiled(const Value& document, PolicyKind kind) {
    return CompiledPolicy::compile(readPolicyDocument(document, {kind, {}, {}}).document);
}

Value statementFor(std::size_t number, bool deny) {
    return Value::map(
        {{"Effect", Value::string(deny ? "Deny" : "Allow")},
         {"Action", Value::string(number % 3 == 0 ? "s3:*" : "sqs:SendMessage")},
         {"Resource",
          Value::string(number % 3 == 0 ? "arn:aws:s3:::b" + std::to_string(number % 7) : "*")}});
}

Value documentOf(std::vector<Value> statements) {
    return Value::map({{"Statement", Value::list(std::move(statements))}});
}

std::vector<AccessMatrixQuestion> someQuestions(std::size_t count) {
    std::vector<AccessMatrixQuestion> questions;
    for (std::size_t i = 0; i < count; ++i) {
        const bool bucket = i % 2 == 0;
        questions.push_back({bucket ? "s3:ListBucket" : "sqs:SendMessage",
                             bucket ? "arn:aws:s3:::b" + std::to_string(i % 7)
                                    : "arn:aws:sqs:us-east-1:123456789012:q" + std::to_string(i),
                             "123456789012",
                             nullptr,
                             {}});
    }
    return questions;
}

std::vector<MatrixCaller> someCallers(test::RandomCases& cases, std::size_t count) {
    std::vector<MatrixCaller> callers;
    for (std::size_t i = 0; i < count; ++i) {
        MatrixCaller caller;
        caller.caller = *Caller::parse("arn:aws:iam::123456789012:role/r" + std::to_string(i));
        caller.identity = {compiled(cases.identityPolicy(), PolicyKind::Identity),
                           compiled(documentOf({statementFor(i, false)}), PolicyKind::Identity)};
        callers.push_back(std::move(caller));
    }
    return callers;
}

std::string difference(const AccessMatrix& a, const AccessMatrix& b) {
    for (std::size_t row = 0; row < a.callers().size(); ++row) {
        for (std::size_t column = 0; column < a.questions().size(); ++column) {
            if (a.verdict(row, column) == b.verdict(row, column)) continue;
            return std::to_string(row) + ", " + std::to_string(column);
        }
    }
    return {};
}

}  // namespace

class AccessMatrixTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anEditedMatrixEqualsOneMadeFromNothing() {
        test::RandomCases cases(5);
        test::Random random(6);
        auto callers = someCallers(cases, 12);
        auto questions = someQuestions(20);
        AccessMatrix matrix = AccessMatrix::make(callers, questions);
        std::size_t decided = 0;
        for (std::size_t edit = 0; edit < 200; ++edit) {
            if (random.oneIn(3)) {
                AccessMatrixQuestion& question = questions[random.below(questions.size())];
                question.resource =
                    random.oneIn(4)
                        ? nullptr
                        : compiled(
                              documentOf({Value::map(
                                  {{"Effect", Value::string(random.oneIn(2) ? "Deny" : "Allow")},
                                   {"Principal", Value::string("*")},
                                   {"Action", Value::string("s3:*")},
                                   {"Resource", Value::string("*")}})}),
                              PolicyKind::Resource);
            } else {
                MatrixCaller& caller = callers[random.below(callers.size())];
                caller.identity[random.below(2)] =
                    random.oneIn(2) ? compiled(cases.identityPolicy(), PolicyKind::Identity)
                                    : compiled(documentOf({statementFor(random.below(20), true),
                                                           statementFor(random.below(20), false)}),
                                               PolicyKind::Identity);
            }
            matrix = AccessMatrix::make(callers, questions, &matrix);
            decided += matrix.decided();
            const AccessMatrix fresh = AccessMatrix::make(callers, questions);
            QCOMPARE(fresh.decided(), callers.size() * questions.size());
            const std::string at = difference(matrix, fresh);
            QVERIFY2(at.empty(), at.c_str());
        }
        QVERIFY(decided > 0);
        QVERIFY(decided < 200 * 12 * 20 / 10);
        qInfo("%zu decisions made instead of %d", decided, 200 * 12 * 20);
    }

    void aChangedStatementTouchesOnlyWhatItIsAbout() {
        test::RandomCases cases(5);
        auto callers = someCallers(cases, 10);
        for (MatrixCaller& caller : callers) caller.identity.erase(caller.identity.begin());
        const auto questions = someQuestions(20);
        const AccessMatrix before = AccessMatrix::make(callers, questions);
        // Of ten callers one, of twenty questions those about one bucket.
        callers[4].identity[0] = compiled(
            documentOf({statementFor(4, false), statementFor(3, true)}), PolicyKind::Identity);
        const AccessMatrix after = AccessMatrix::make(callers, questions, &before);
        QVERIFY(after.decided() > 0);
        QVERIFY(after.decided() <= 3);
        const AccessMatrix same = AccessMatrix::make(callers, questions, &after);
        QCOMPARE(same.decided(), 0U);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::AccessMatrixTest)
#include "access_matrix_test.moc"
