#include "app/picture/review_picture.h"

#include <fmt/format.h>

#include <QBuffer>
#include <QPageLayout>
#include <QPdfWriter>
#include <QTextCursor>
#include <QTextDocument>

#include "render/paint/paint_scene.h"

namespace archivolt {

namespace {

constexpr int kPageResolution = 96;
constexpr double kPageMargin = 14;  // Millimetres.
constexpr double kPageHead = 56;

QColor pageInk(Tone tone) {
    const Theme& theme = lightTheme();
    const Color ink = tone == Tone::Neutral ? theme.text : theme.tone(tone).ink;
    return QColor(ink.red, ink.green, ink.blue);
}

/// Writes lines of text into a document; never as rich text, which a design could write.
class PageText {
public:
    explicit PageText(QTextDocument& document) : m_cursor(&document) {}

    void write(const std::string& text, int pixels, int weight, const QColor& ink, double above) {
        QTextBlockFormat block;
        block.setTopMargin(above);
        QTextCharFormat format;
        format.setFont(qtFont({FontFamily::Sans, pixels, weight}));
        format.setForeground(ink);
        if (!m_isFirst) m_cursor.insertBlock(block, format);
        m_isFirst = false;
        m_cursor.insertText(QString::fromStdString(text), format);
    }

private:
    QTextCursor m_cursor;
    bool m_isFirst = true;
};

void writeReviewItems(QTextDocument& document, const Review& review) {
    PageText text(document);
    const QColor plain = pageInk(Tone::Neutral);
    if (!review.words.empty()) {
        text.write("In words", 15, 600, plain, 0);
        for (const std::string& words : review.words) text.write("· " + words, 12, 400, plain, 2);
    }
    std::string_view heading;
    for (const ReviewItem& item : review.items) {
        if (headingOf(item.part) != heading) {
            heading = headingOf(item.part);
            text.write(std::string(heading), 15, 600, plain, 16);
        }
        text.write(fmt::format("{}   {}", item.title, item.detail), 12, 500, pageInk(item.tone), 6);
        for (const std::string& line : item.lines) text.write("    " + line, 11, 400, plain, 1);
    }
}

/// Paints the first page: what is compared, and the picture.
void paintFirstPage(QPainter& painter, const Review& review, const Scene& scene, QSizeF page) {
    painter.setPen(pageInk(Tone::Neutral));
    painter.setFont(qtFont({FontFamily::Sans, 20, 600}));
    const QString title =
        QString::fromStdString(fmt::format("{} against {}", review.after, review.before));
    painter.drawText(QRectF(0, 0, page.width(), 28), Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(qtFont({FontFamily::Sans, 13, 400}));
    painter.drawText(QRectF(0, 28, page.width(), 22), Qt::AlignLeft | Qt::AlignVCenter,
                     QString::fromStdString(review.sentence));
    const Size room{page.width(), page.height() - kPageHead};
    painter.translate(0, kPageHead);
    paintScene(painter, scene, fitted(scene, room));
}

QByteArray reviewPdf(const Review& review, const Scene& scene) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(kPageResolution);
    writer.setTitle(QString::fromStdString(review.after));
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Landscape,
                                     QMarginsF(kPageMargin, kPageMargin, kPageMargin, kPageMargin),
                                     QPageLayout::Millimeter));
    const QSizeF page(writer.width(), writer.height());
    QTextDocument document;
    document.setDocumentMargin(0);
    document.setPageSize(page);
    writeReviewItems(document, review);
    QPainter painter(&writer);
    paintFirstPage(painter, review, scene, page);
    for (int i = 0; i < document.pageCount() && !document.isEmpty(); ++i) {
        writer.newPage();
        painter.resetTransform();
        painter.translate(0, -i * page.height());
        document.drawContents(&painter, QRectF(0, i * page.height(), page.width(), page.height()));
    }
    return bytes;
}

}  // namespace

Scene reviewScene(const ReviewPicture& picture, const Review& review, const Theme& theme,
                  const TextMeasure& measure, std::optional<std::size_t> chosen) {
    return buildScene({picture.diagram, picture.layout, &theme,
                       overlayOf(review, *picture.diagram, chosen), false},
                      measure);
}

std::optional<QByteArray> reviewPage(const std::string& path, const Review& review,
                                     const ReviewPicture& picture, const TextMeasure& measure) {
    const Scene scene = reviewScene(picture, review, lightTheme(), measure);
    if (path.ends_with(".pdf")) return reviewPdf(review, scene);
    if (path.ends_with(".html")) {
        const QByteArray svg = svgPicture(scene, {1, review.after});
        return QByteArray::fromStdString(reviewHtml(review, svg.toStdString()));
    }
    return {};
}

}  // namespace archivolt
