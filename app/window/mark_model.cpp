#include "app/window/mark_model.h"

#include <algorithm>
#include <array>

#include "model/design/json_reading.h"
#include "render/paint/text_measure.h"
#include "render/scene/mark_look.h"
#include "render/scene/note_tone.h"
#include "render/scene/wrap_text.h"

namespace archivolt {

namespace {

constexpr std::array kKinds = {FrameKind::Group, FrameKind::OnPremises, FrameKind::Partner,
                               FrameKind::Users};

QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace

void MarkModel::setCanvas(DesignCanvas* canvas) {
    if (canvas == m_canvas) return;
    if (m_canvas) disconnect(m_canvas, nullptr, this, nullptr);
    m_canvas = canvas;
    if (m_canvas) {
        connect(m_canvas, &DesignCanvas::documentChanged, this, &MarkModel::listen);
        connect(m_canvas, &DesignCanvas::viewportChanged, this, &MarkModel::placeChanged);
    }
    listen();
    Q_EMIT canvasChanged();
}

void MarkModel::listen() {
    if (m_document) disconnect(m_document, nullptr, this, nullptr);
    m_document = m_canvas ? m_canvas->document() : nullptr;
    if (m_document) {
        for (const auto signal : {&Document::selectionChanged, &Document::stateChanged}) {
            connect(m_document, signal, this, &MarkModel::changed);
            connect(m_document, signal, this, &MarkModel::placeChanged);
        }
    }
    Q_EMIT changed();
    Q_EMIT placeChanged();
}

const Design* MarkModel::design() const {
    return m_document && m_document->isOpen() ? m_document->session().design().get() : nullptr;
}

std::vector<tools::Mark> MarkModel::marks() const {
    const Design* now = design();
    return now == nullptr ? std::vector<tools::Mark>()
                          : tools::marksOf(*now, m_document->selection());
}

tools::Mark MarkModel::one() const {
    const auto all = marks();
    return all.size() == 1 && m_document->selection().resources.empty() ? all.front()
                                                                        : tools::Mark{};
}

QString MarkModel::kind() const {
    const tools::Mark mark = one();
    if (mark.note) return QStringLiteral("note");
    return mark.frame ? QStringLiteral("frame") : QString();
}

QString MarkModel::word() const {
    if (count() > 1) return tr("%1 notes and frames").arg(count());
    const tools::Mark mark = one();
    if (mark.note) return tr("Note");
    return mark.frame ? fromView(wordOf(frameOf(*design(), mark)->kind)) : QString();
}

QString MarkModel::text() const {
    const tools::Mark mark = one();
    return mark ? QString::fromStdString(tools::textOf(*design(), {mark})) : QString();
}

void MarkModel::change(const std::string& label, const std::function<void(Note&)>& note,
                       const std::function<void(Frame&)>& frame) {
    const Design* now = design();
    if (now == nullptr) return;
    std::vector<Edit> edits;
    for (const tools::Mark mark : marks()) {
        if (const Note* before = noteOf(*now, mark)) {
            Note after = *before;
            note(after);
            if (after != *before) edits.emplace_back(SetNote{mark.note, std::move(after)});
        }
        if (const Frame* before = frameOf(*now, mark)) {
            Frame after = *before;
            frame(after);
            if (after != *before) edits.emplace_back(SetFrame{mark.frame, std::move(after)});
        }
    }
    if (!edits.empty()) m_document->commit(edits, label);
}

void MarkModel::setText(const QString& text) {
    const tools::Mark mark = one();
    if (!mark) return;
    const std::string says = text.toStdString();
    change(
        mark.note ? "Write the note" : "Name the frame",
        [&](Note& note) {
            if (note.text == says) return;
            note.text = says;
            const double needed = noteHeight(says, note.place.width, qtTextMeasure());
            note.place.height = std::max(note.place.height, needed);
        },
        [&](Frame& frame) { frame.title = says; });
}

void MarkModel::finish(const QString& text) {
    if (kind() == QLatin1String("note") && text.trimmed().isEmpty()) {
        remove();
        return;
    }
    setText(text);
}

void MarkModel::remove() {
    const Design* now = design();
    const auto all = marks();
    if (now == nullptr || all.empty()) return;
    if (m_document->commit(tools::withoutMarks(all), "Remove " + nameOf(*now, all))) {
        m_document->select(DesignSelection{});
    }
}

QString MarkModel::frameKind() const {
    const tools::Mark mark = one();
    return mark.frame ? QString::fromLatin1(toString(frameOf(*design(), mark)->kind)) : QString();
}

void MarkModel::setFrameKind(const QString& name) {
    const auto kind = frameKindFromString(name.toStdString());
    const Design* now = design();
    if (!kind || now == nullptr) return;
    change(
        "Change " + nameOf(*now, marks()), [](Note&) {}, [&](Frame& frame) { frame.kind = *kind; });
}

QRectF MarkModel::place() const {
    const tools::Mark mark = one();
    if (!mark || !m_canvas) return {};
    return m_canvas->shown(*placeOf(*design(), mark));
}

double MarkModel::scale() const { return m_canvas ? m_canvas->viewport().scale : 1; }

bool MarkModel::hasNotes() const {
    return std::ranges::any_of(marks(), [](const tools::Mark& mark) { return bool(mark.note); });
}

QString MarkModel::tone() const {
    std::optional<NoteTone> same;
    for (const tools::Mark mark : marks()) {
        const Note* note = noteOf(*design(), mark);
        if (note == nullptr) continue;
        if (same && *same != noteTone(note->text)) return {};
        same = noteTone(note->text);
    }
    return same ? fromView(archivolt::wordOf(*same)) : QString();
}

void MarkModel::setTone(const QString& word) {
    for (const NoteTone tone : kNoteTones) {
        if (fromView(archivolt::wordOf(tone)) != word) continue;
        const auto mean = [&](Note& note) { note.text = withTone(note.text, tone); };
        change(marks().size() == 1 ? "Colour the note" : "Colour the notes", mean, [](Frame&) {});
    }
}

QStringList MarkModel::tones() {
    QStringList words;
    for (const NoteTone tone : kNoteTones) words << fromView(archivolt::wordOf(tone));
    return words;
}

QVariantList MarkModel::frameKinds() {
    QVariantList list;
    for (const FrameKind kind : kKinds) {
        list << QVariantMap{{QStringLiteral("name"), QString::fromLatin1(toString(kind))},
                            {QStringLiteral("word"), fromView(archivolt::wordOf(kind))},
                            {QStringLiteral("icon"), fromView(iconOf(kind))}};
    }
    return list;
}

}  // namespace archivolt
