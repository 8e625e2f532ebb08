#include "app/window/review_model.h"

#include <QDir>
#include <QFileInfo>
#include <QUrl>
#include <algorithm>
#include <utility>

#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "app/window/hand_over.h"
#include "app/window/notice_text.h"

namespace archivolt {

namespace {

constexpr int kMostWordsShown = 3;

QString reviewText(std::string_view words) {
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QString reviewTone(Tone tone) {
    switch (tone) {
        case Tone::Pass: return QStringLiteral("pass");
        case Tone::Stop: return QStringLiteral("stop");
        case Tone::Warn: return QStringLiteral("warn");
        case Tone::Neutral:
        case Tone::Accent: return {};
    }
    return {};
}

}  // namespace

ReviewModel::ReviewModel(QObject* parent)
    : QObject(parent), m_rows({"heading", "title", "detail", "lines", "tone"}) {}

void ReviewModel::setDocument(Document* document) {
    if (document == m_document) return;
    if (m_document != nullptr) disconnect(m_document, nullptr, this, nullptr);
    m_document = document;
    // Of another design nothing that shows would be true.
    if (m_isOn) close();
    if (m_document != nullptr) {
        connect(m_document, &Document::stateChanged, this, [this] {
            if (m_isOn && !m_document->isOpen()) close();
        });
    }
    Q_EMIT changed();
}

void ReviewModel::againstSaved() {
    if (m_document == nullptr || !m_document->isOpen()) return;
    const Session& session = m_document->session();
    const std::string name =
        session.path().empty() ? "the design as it was opened" : "the last save";
    start(QString::fromStdString(name), [input = ReviewInput{name, session.history().saved()}] {
        return Result<ReviewInput>(input);
    });
}

void ReviewModel::against(const QString& file) {
    if (m_document == nullptr || !m_document->isOpen()) return;
    const QUrl url(file);
    QString path = (url.isLocalFile() ? url.toLocalFile() : file).trimmed();
    if (path.startsWith(QLatin1String("~/"))) path.replace(0, 1, QDir::homePath());
    if (QDir::isRelativePath(path) && !m_document->session().path().empty()) {
        const QFileInfo own(QString::fromStdString(m_document->session().path()));
        path = own.dir().filePath(path);
    }
    const QString name = QFileInfo(path).fileName();
    start(
        name,
        [path = path.toStdString(), name = name.toStdString(),
         &files = m_document->fileAccess()]() -> Result<ReviewInput> {
            OpenedDesign opened = openDesign(path, {}, files);
            if (opened.usable) {
                return ReviewInput{name, std::make_shared<const Design>(std::move(opened.design))};
            }
            const auto wrong =
                std::ranges::find(opened.diagnostics, Severity::Error, &Diagnostic::severity);
            if (wrong != opened.diagnostics.end()) return tl::make_unexpected(*wrong);
            return failure(kCannotRead, "nothing can be made of `" + path + "`");
        });
}

void ReviewModel::start(const QString& name, Earlier earlier) {
    m_isOn = true;
    m_isWorking = true;
    m_problem.clear();
    m_written.clear();
    m_before = name;
    m_after = m_document->name();
    if (m_document->isDirty()) m_after += tr(", as edited");
    const ReviewInput after{m_after.toStdString(), m_document->session().design()};
    std::optional<Drawing> drawn;
    if (const Drawing* drawing = m_document->drawing()) drawn = *drawing;
    m_worker.put(0, [this, earlier = std::move(earlier), after, drawn = std::move(drawn),
                     turn = ++m_turn](const std::stop_token& stop) {
        const auto catalog = Catalog::embedded();
        const auto before = earlier();
        if (!before) {
            deliver(this, [this, turn, why = before.error()] { fail(turn, why); });
            return;
        }
        auto subject = prepareReview(*before, after, *catalog, stop);
        if (!subject) return;
        const TextMeasure measure = qtTextMeasure();
        RankEngine engine;
        AnalysisRequest request;
        request.revision = 1;
        request.design = subject->both;
        // What the window shows stays where it is; what is gone is put beside it.
        auto drawing = draw(request, subject->resolvedBoth, {*catalog, measure, engine}, stop,
                            drawn ? &*drawn : nullptr);
        if (!drawing) return;
        Shown shown;
        shown.picture = {drawing->diagram, drawing->layout};
        shown.review = reviewOf(*subject, drawing->diagram);
        deliver(this,
                [this, turn, shown = std::move(shown)]() mutable { take(turn, std::move(shown)); });
    });
    Q_EMIT changed();
}

void ReviewModel::fail(std::uint64_t turn, const Diagnostic& why) {
    if (turn != m_turn) return;
    m_isWorking = false;
    m_problem = noticeOf(why);
    Q_EMIT changed();
}

void ReviewModel::take(std::uint64_t turn, Shown shown) {
    if (turn != m_turn) return;
    m_isWorking = false;
    m_shown = std::move(shown);
    m_chosen = -1;
    showRows();
    Q_EMIT changed();
    Q_EMIT chosenChanged();
}

void ReviewModel::close() {
    ++m_turn;
    m_worker.drop(0);
    m_isOn = false;
    m_isWorking = false;
    m_shown.reset();
    m_problem.clear();
    m_chosen = -1;
    showRows();
    Q_EMIT changed();
    Q_EMIT chosenChanged();
}

void ReviewModel::showRows() {
    std::vector<QVariantList> rows;
    m_items.clear();
    std::string_view heading;
    const std::size_t count = m_shown ? m_shown->review.items.size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
        const ReviewItem& item = m_shown->review.items[i];
        if (headingOf(item.part) != heading) {
            heading = headingOf(item.part);
            rows.push_back({true, reviewText(heading), QString(), QString(), QString()});
            m_items.push_back(-1);
        }
        QStringList lines;
        for (const std::string& line : item.lines) lines << reviewText(line);
        rows.push_back({false, reviewText(item.title), reviewText(item.detail),
                        lines.join(QLatin1Char('\n')), reviewTone(item.tone)});
        m_items.push_back(static_cast<int>(i));
    }
    m_rows.show(std::move(rows));
}

std::optional<std::size_t> ReviewModel::chosenItem() const {
    if (m_chosen < 0 || m_chosen >= static_cast<int>(m_items.size())) return {};
    const int item = m_items[static_cast<std::size_t>(m_chosen)];
    return item < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(item));
}

void ReviewModel::choose(int row) {
    const bool isItem = row >= 0 && row < static_cast<int>(m_items.size()) &&
                        m_items[static_cast<std::size_t>(row)] >= 0;
    const int now = isItem && row != m_chosen ? row : -1;
    if (now == m_chosen) return;
    m_chosen = now;
    Q_EMIT chosenChanged();
}

void ReviewModel::chooseBox(BoxIndex box) {
    if (!m_shown) return;
    const int count = static_cast<int>(m_items.size());
    for (int step = 1; step <= count; ++step) {
        const int row = (m_chosen + step + count) % count;
        const int item = m_items[static_cast<std::size_t>(row)];
        if (item < 0) continue;
        const auto& boxes = m_shown->review.items[static_cast<std::size_t>(item)].boxes;
        if (std::ranges::find(boxes, box) == boxes.end()) continue;
        if (row != m_chosen) choose(row);
        return;
    }
    choose(-1);
}

bool ReviewModel::reveal(int row) {
    if (!m_shown || row < 0 || row >= static_cast<int>(m_items.size())) return false;
    const int index = m_items[static_cast<std::size_t>(row)];
    if (index < 0) return false;
    const ReviewItem& item = m_shown->review.items[static_cast<std::size_t>(index)];
    for (const auto& stack : m_document->session().design()->stacks) {
        const auto found = stack->body.resources.find(std::string_view(item.title));
        if (!found) continue;
        const ResourceId resource = found->id;
        close();
        m_document->show(resource);
        return true;
    }
    return false;
}

QString ReviewModel::suggestedPage() const {
    const QString own =
        m_document == nullptr ? QString() : QString::fromStdString(m_document->session().path());
    if (own.isEmpty()) return QDir::home().filePath(QStringLiteral("review.html"));
    const QFileInfo file(own);
    return file.dir().filePath(file.completeBaseName() + QStringLiteral("-review.html"));
}

void ReviewModel::write(const QString& path) {
    if (!m_shown) return;
    const std::string target = path.trimmed().toStdString();
    const TextMeasure measure = qtTextMeasure();
    const auto page = reviewPage(target, m_shown->review, m_shown->picture, measure);
    const bool isOwn = path.trimmed() == m_written;
    m_written.clear();
    const auto write = [&]() -> QString {
        if (!page) return tr("Give the page a name that ends with .html or .pdf");
        if (m_document->fileAccess().isFile(target) && !isOwn &&
            std::exchange(m_toReplace, path) != path) {
            return tr("%1 is there already; write again to replace it").arg(path.trimmed());
        }
        const auto done = m_document->fileAccess().writeAtomically(target, page->toStdString());
        return done ? QString() : shownText(done.error().message);
    };
    m_problem = write();
    if (m_problem.isEmpty()) m_written = path.trimmed();
    Q_EMIT changed();
}

QString ReviewModel::sentence() const {
    return m_shown ? reviewText(m_shown->review.sentence) : QString();
}

QStringList ReviewModel::words() const {
    QStringList list;
    if (!m_shown) return list;
    for (const std::string& words : m_shown->review.words) {
        if (list.size() == kMostWordsShown) break;
        QString phrase = reviewText(words);
        if (!phrase.isEmpty()) phrase[0] = phrase[0].toUpper();
        list << phrase;
    }
    return list;
}

int ReviewModel::moreWords() const {
    const auto all = m_shown ? static_cast<int>(m_shown->review.words.size()) : 0;
    return std::max(0, all - kMostWordsShown);
}

}  // namespace archivolt
