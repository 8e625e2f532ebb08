#include <QtTest>

#include <array>
#include <random>
#include <string>
#include <string_view>

#include "export/cloudformation/text_position.h"

namespace archivolt {

class ReadPositionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linesAndColumnsCountFromOneInCodePoints() {
        const std::string text =
            "\xEF\xBB\xBF"
            "a\xC3\xA9x\r\nb\rc\n\xF0\x9F\x98\x80z";
        const LineIndex index(text);
        QVERIFY(index.position(3) == (TextPosition{1, 1}));
        QVERIFY(index.position(6) == (TextPosition{1, 3}));
        QVERIFY(index.position(9) == (TextPosition{2, 1}));
        QVERIFY(index.position(11) == (TextPosition{3, 1}));
        QVERIFY(index.position(17) == (TextPosition{4, 2}));
        QVERIFY(index.position(9999) == (TextPosition{4, 3}));
        QVERIFY(index.lineAt(9) == "b");
    }

    void codePointsAndBytesAgreeAcrossBlocks() {
        std::string text;
        std::vector<std::size_t> starts;
        for (int i = 0; i < 3000; ++i) {
            starts.push_back(text.size());
            text += i % 3 == 0 ? "\xE2\x82\xAC" : i % 7 == 0 ? "\xF0\x9F\x98\x80" : "q";
        }
        const LineIndex index(text);
        for (std::size_t i = 0; i < starts.size(); ++i) {
            QCOMPARE(index.byteOf(i), starts[i]);
            QCOMPARE(index.codePointsBefore(starts[i]), i);
            QCOMPARE(index.position(starts[i]).column, static_cast<std::uint32_t>(i + 1));
        }
        QCOMPARE(index.byteOf(starts.size()), text.size());
        QCOMPARE(index.byteOf(starts.size() + 5), text.size());
    }

    void linesBeginBehindEachBreakWhereverItStands() {
        std::mt19937 random(7);
        constexpr std::array<std::string_view, 8> kPieces = {
            "\r", "\n", "\r\n", "x", "\x0B", "\x8A", "word of text", "\xC3\xA9"};
        for (int round = 0; round < 400; ++round) {
            std::string text;
            const std::size_t pieces = random() % 150;
            while (text.size() < pieces) text += kPieces.at(random() % kPieces.size());
            const LineIndex index(text);
            std::uint32_t line = 1;
            for (std::size_t i = 0; i < text.size(); ++i) {
                QCOMPARE(index.position(i).line, line);
                const bool isLone = text[i] == '\r' && text.substr(i + 1, 1) != "\n";
                if (isLone || text[i] == '\n') ++line;
            }
            QCOMPARE(index.position(text.size()).line, line);
        }
    }

    void invalidUtf8IsFoundAtItsFirstByte() {
        QVERIFY(!firstInvalidUtf8("plain text that is longer than a word \xE2\x82\xAC ok"));
        QCOMPARE(firstInvalidUtf8("0123456789\xFFz").value(), std::size_t{10});
        QCOMPARE(firstInvalidUtf8("a\xC0\x80").value(), std::size_t{1});       // Overlong.
        QCOMPARE(firstInvalidUtf8("ab\xED\xA0\x80").value(), std::size_t{2});  // Surrogate.
        QCOMPARE(firstInvalidUtf8("abc\xE2\x82").value(), std::size_t{3});     // Cut short.
        QCOMPARE(firstInvalidUtf8("abcd\xF4\x90\x80\x80").value(), std::size_t{4});
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReadPositionTest)
#include "read_position_test.moc"
