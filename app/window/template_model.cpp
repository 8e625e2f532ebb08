#include "app/window/template_model.h"

#include <fmt/format.h>

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <algorithm>

#include "app/form/completion.h"
#include "app/window/notice_text.h"
#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"

namespace archivolt {

namespace {

constexpr int kSettleTime = 250;
constexpr int kPauseTime = 2000;

/// Returns the text of a document to the character; its own `toPlainText` changes spaces.
QString charactersOf(const QTextDocument& document) {
    QStringList lines;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        lines << block.text();
    }
    return lines.join(QLatin1Char('\n'));
}

/// Puts another text in the place of a document's, changing only the characters that differ.
void replaceText(QTextDocument& document, const QString& before, const QString& after) {
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype first = 0;
    while (first < shorter && before[first] == after[first]) ++first;
    qsizetype tail = 0;
    while (tail < shorter - first &&
           before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
        ++tail;
    }
    QTextCursor cursor(&document);
    cursor.setPosition(static_cast<int>(first));
    cursor.setPosition(static_cast<int>(before.size() - tail), QTextCursor::KeepAnchor);
    cursor.insertText(after.mid(first, after.size() - first - tail));
}

/// Returns how many characters a line is indented by.
qsizetype indentOf(QStringView line) {
    qsizetype indent = 0;
    while (indent < line.size() && line[indent] == QLatin1Char(' ')) ++indent;
    return indent;
}

/// Returns by how much a text indents what is inside of something: as the first line that stands in
/// a section or entry above it. A text over several lines is indented as its writer likes.
qsizetype indentStepOf(const QTextDocument& document) {
    constexpr qsizetype kUsualStep = 2;
    qsizetype above = -1;  // Of an entry whose content stands below it; −1 behind anything else.
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const QString line = block.text();
        const qsizetype indent = indentOf(line);
        if (indent == line.size()) continue;
        if (above >= 0 && indent > above) return indent - above;
        const bool opens = line.trimmed().endsWith(QLatin1Char(':'));
        above = opens && line[indent] != QLatin1Char('#') ? indent : -1;
    }
    return kUsualStep;
}

}  // namespace

TemplateModel::TemplateModel(QObject* parent) : QObject(parent) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kSettleTime);
    connect(&m_timer, &QTimer::timeout, this, &TemplateModel::apply);
}

void TemplateModel::setDocument(Document* document) {
    if (m_document == document) return;
    leave();
    m_document = document;
    m_stack = 0;
    m_shown.reset();
    if (document != nullptr) {
        connect(document, &Document::stateChanged, this, [this] {
            refresh();
            if (!m_isDraft) takeUpDraft();  // Of a session that was lost.
        });
        connect(document, &Document::selectionChanged, this, &TemplateModel::follow);
    }
    Q_EMIT documentChanged();
    refresh();
    takeUpDraft();
}

TemplateModel::~TemplateModel() { leave(); }

/// Lets a document go: what was typed is taken up in it, or kept with it until it is back where
/// that can't be read yet.
void TemplateModel::leave() {
    if (m_document == nullptr) return;
    apply();
    m_document->disconnect(this);
    keepDraft();
    m_isDraft = false;
    m_isConflict = false;
    m_errors.clear();
}

/// Keeps what was typed with its document, or says there that nothing is left of it.
void TemplateModel::keepDraft() {
    const auto stack = current();
    if (stack == nullptr || m_area == nullptr) return;
    FileDesk& files = *m_document->files();
    if (!m_isDraft) return files.dropDraft(stack->id);
    const auto* known = files.draftOf(stack->id);
    files.keepDraft(stack->id, {typedText(), known != nullptr ? known->of : m_shown});
}

void TemplateModel::takeUpDraft() {
    const auto stack = current();
    if (stack == nullptr || m_area == nullptr || !m_lockedWhy.isEmpty()) return;
    const auto* draft = m_document->files()->draftOf(stack->id);
    if (draft == nullptr) return;
    setText(draft->text);
    m_isDraft = true;
    m_isConflict = draft->of != m_document->session().design();
    apply();
    Q_EMIT changed();
}

void TemplateModel::setArea(QQuickTextDocument* area) {
    if (m_area == area) return;
    m_area = area;
    delete m_highlighter;
    if (area != nullptr) {
        m_highlighter = new TemplateHighlighter(area->textDocument());
        m_highlighter->setDark(m_dark);
        connect(area->textDocument(), &QTextDocument::contentsChange, this,
                [this](int, int removed, int added) {
                    if (removed + added > 0) typed();
                });
    }
    Q_EMIT areaChanged();
    m_shown.reset();
    refresh();
    takeUpDraft();
}

void TemplateModel::setDark(bool dark) {
    if (m_dark == dark) return;
    m_dark = dark;
    Q_EMIT darkChanged();
    if (m_highlighter == nullptr) return;
    m_highlighter->setDark(dark);
    setText(typedText());
}

void TemplateModel::setStack(int stack) {
    if (m_stack == stack) return;
    if (m_isDraft) apply();
    keepDraft();
    m_isDraft = false;
    m_isConflict = false;
    m_errors.clear();
    m_stack = stack;
    m_shown.reset();
    Q_EMIT changed();
    refresh();
    takeUpDraft();
}

std::shared_ptr<const Stack> TemplateModel::current() const {
    if (m_document == nullptr || !m_document->isOpen()) return nullptr;
    const auto& stacks = m_document->session().design()->stacks;
    if (stacks.empty()) return nullptr;
    return stacks[static_cast<std::size_t>(
        std::clamp(m_stack, 0, static_cast<int>(stacks.size()) - 1))];
}

QStringList TemplateModel::stacks() const {
    QStringList names;
    if (m_document == nullptr || !m_document->isOpen()) return names;
    for (const auto& stack : m_document->session().design()->stacks) {
        names << QString::fromStdString(stack->name);
    }
    return names;
}

QString TemplateModel::typedText() const {
    return m_area == nullptr ? QString() : charactersOf(*m_area->textDocument());
}

std::string TemplateModel::bytes() const {
    QString text = typedText();
    if (m_hasCarriageReturns) text.replace(QLatin1Char('\n'), QStringLiteral("\r\n"));
    return text.toStdString();
}

/// Sets the whole text anew, which colours it.
void TemplateModel::setText(const QString& text) {
    m_isSetting = true;
    m_area->textDocument()->setPlainText(text);
    m_isSetting = false;
    Q_EMIT replaced();
}

/// Shows the text of the design as it is now, unless what was typed is not taken up.
void TemplateModel::refresh() {
    const auto stack = current();
    if (m_area == nullptr) return;
    if (stack == nullptr) {
        m_shown.reset();
        m_text.clear();
        m_isDraft = false;
        m_errors.clear();
        setText({});
        findMarks();
        Q_EMIT changed();
        return;
    }
    if (m_shown == m_document->session().design()) {
        findMarks();  // It may have been saved.
        return;
    }
    const bool isAnother = m_shown == nullptr;
    m_shown = m_document->session().design();
    const auto written = writeTemplate(*stack);
    QString text = QString::fromStdString(written ? *written : written.error().message);
    m_hasCarriageReturns = text.contains(QStringLiteral("\r\n"));
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    if (m_isDraft && !isAnother) {
        m_isConflict = m_isConflict || text != m_text;
        m_text = text;
        Q_EMIT changed();
        return;
    }
    if (isAnother || typedText().isEmpty()) {
        setText(text);
    } else if (typedText() != text) {
        m_isSetting = true;
        replaceText(*m_area->textDocument(), typedText(), text);
        m_isSetting = false;
    }
    m_text = text;
    m_lockedWhy = !written ? tr("The text can't be written.")
                  : bytes() != *written
                      ? tr("This text mixes line ends or holds characters that an editor would "
                           "change, so it is only shown here.")
                      : QString();
    m_area->textDocument()->clearUndoRedoStacks();
    findMarks();
    follow();
    Q_EMIT changed();
}

void TemplateModel::typed() {
    if (m_isSetting || !m_lockedWhy.isEmpty()) return;
    if (!m_isDraft) {
        if (typedText() == m_text) return;  // Only its colours changed.
        m_isDraft = true;
        keepDraft();
        Q_EMIT changed();
    }
    m_timer.start();
}

void TemplateModel::applyOver() {
    m_isConflict = false;
    apply();
}

void TemplateModel::apply() {
    m_timer.stop();
    const auto stack = current();
    if (m_isConflict || !m_isDraft || stack == nullptr || m_area == nullptr) return;
    if (typedText() == m_text) {
        discard();
        return;
    }
    auto reading = withStackText(*m_document->session().design(), stack->id, bytes());
    m_errors = std::move(reading.errors);
    if (!reading.design) {
        keepDraft();
        findMarks();
        Q_EMIT changed();
        return;
    }
    m_isDraft = false;
    keepDraft();
    if (!m_sinceTyped.isValid() || m_sinceTyped.elapsed() > kPauseTime) ++m_run;
    m_sinceTyped.start();
    m_document->put(*std::move(reading.design), fmt::format("Edit the text of {}", stack->name),
                    fmt::format("text:{}:{}", stack->id.value, m_run));
    Q_EMIT changed();
}

void TemplateModel::discard() {
    m_timer.stop();
    m_isDraft = false;
    m_isConflict = false;
    m_errors.clear();
    keepDraft();
    m_shown.reset();
    refresh();
}

void TemplateModel::undo() {
    if (m_isDraft && m_area != nullptr && m_area->textDocument()->isUndoAvailable()) {
        m_area->textDocument()->undo();
    } else if (m_document != nullptr) {
        m_document->undo();
    }
}

void TemplateModel::redo() {
    if (m_isDraft && m_area != nullptr) {
        m_area->textDocument()->redo();
    } else if (m_document != nullptr) {
        m_document->redo();
    }
}

QString TemplateModel::note() const {
    if (m_isConflict) {
        return tr("The design was changed elsewhere since this was typed.");
    }
    if (!m_isDraft || m_errors.empty()) return {};
    const Diagnostic& first = m_errors.front();
    const QString place = first.where.line == 0 ? QString() : tr("Line %1: ").arg(first.where.line);
    return place + sentenceOf(first.message);
}

void TemplateModel::findMarks() {
    m_marks.clear();
    const auto stack = current();
    if (stack != nullptr && m_area != nullptr) {
        const auto saved = m_document->session().history().saved()->stack(stack->id);
        const auto before = saved ? writeTemplate(*saved) : Result<std::string>(std::string());
        const std::string now = bytes();
        for (const LineMark& mark : changedLines(before ? *before : std::string(), now)) {
            const auto kind = mark.change == LineChange::Added     ? Mark::Kind::Added
                              : mark.change == LineChange::Changed ? Mark::Kind::Changed
                                                                   : Mark::Kind::Removed;
            m_marks.push_back({static_cast<int>(mark.line), kind, {}});
        }
        for (const Diagnostic& error : m_errors) {
            if (!m_isDraft || error.where.line == 0) continue;
            m_marks.push_back({static_cast<int>(error.where.line) - 1, Mark::Kind::Error,
                               sentenceOf(error.message + ". " + error.help)});
        }
    }
    Q_EMIT marksChanged();
}

QString TemplateModel::markAt(int line) const {
    QString says;
    for (const Mark& mark : m_marks) {
        if (mark.line != line) continue;
        switch (mark.kind) {
            case Mark::Kind::Error: return mark.says;
            case Mark::Kind::Added: says = tr("New since the last save"); break;
            case Mark::Kind::Changed: says = tr("Changed since the last save"); break;
            case Mark::Kind::Removed: says = tr("Lines below were taken out"); break;
        }
    }
    return says;
}

/// Returns how the text that shows is built; read once for each text, whatever is selected in it.
const TemplateModel::ShownText& TemplateModel::shownText() {
    std::string text = bytes();
    if (!m_read || m_read->spans->text != text) {
        std::uint32_t nextId = 1;
        const TemplateReading reading = readTemplate(std::move(text), {}, nextId);
        m_read.emplace(ShownText{reading.spans, LineIndex(reading.spans->text)});
    }
    return *m_read;
}

/// Finds the lines of what is selected in the document.
void TemplateModel::follow() {
    m_firstSelected = -1;
    m_lastSelected = -1;
    const auto stack = current();
    const auto selected = stack == nullptr ? std::nullopt : m_document->selection().single();
    const auto resource = selected ? stack->body.resources.find(*selected) : nullptr;
    if (resource != nullptr && m_area != nullptr && !m_isDraft) {
        const ShownText& shown = shownText();
        const Path path{"Resources", resource->logicalId};
        const auto key = locate(*shown.spans, path, Anchor::Key);
        const auto value = locate(*shown.spans, path, Anchor::Value);
        if (key && value) {
            m_firstSelected = static_cast<int>(shown.lines.position(key->begin).line) - 1;
            m_lastSelected = static_cast<int>(shown.lines.position(value->end).line) - 1;
        }
    }
    Q_EMIT selectedChanged();
    // The same thing is brought into view once, not at every change of it.
    const bool isNew = m_followed != selected;
    m_followed = selected;
    if (m_firstSelected >= 0 && isNew) Q_EMIT shown(m_firstSelected);
}

void TemplateModel::selectAt(int position) {
    const auto stack = current();
    if (stack == nullptr || m_isDraft || m_area == nullptr) return;
    QString before = typedText().left(position);
    if (m_hasCarriageReturns) before.replace(QLatin1Char('\n'), QStringLiteral("\r\n"));
    const Path path = pathAt(*shownText().spans, static_cast<std::size_t>(before.toUtf8().size()));
    if (path.size() < 2 || path[0] != PathStep("Resources")) return;
    const auto* name = std::get_if<std::string>(&path[1]);
    const auto resource =
        name == nullptr ? nullptr : stack->body.resources.find(std::string_view(*name));
    if (resource == nullptr || m_document->selection().single() == resource->id) return;
    m_followed = resource->id;  // It is in view.
    m_document->show(resource->id);
}

QString TemplateModel::lineBreakAt(int position) const {
    if (m_area == nullptr) return QStringLiteral("\n");
    const QTextDocument& document = *m_area->textDocument();
    const QTextBlock block = document.findBlock(position);
    const QString before = block.text().left(position - block.position());
    qsizetype indent = indentOf(before);
    const QString says = before.trimmed();
    if (says.startsWith(QLatin1String("- "))) indent += 2;  // What follows is of the same item.
    if (says.endsWith(QLatin1Char(':')) || says.endsWith(QLatin1Char('{')) ||
        says.endsWith(QLatin1Char('['))) {
        indent += indentStepOf(document);
    }
    return QLatin1Char('\n') + QString(indent, QLatin1Char(' '));
}

QVariantList TemplateModel::completions(int position) const { return completions(position, 0); }

QVariantList TemplateModel::quietCompletions(int position) const {
    constexpr std::size_t kLeastTyped = 2;
    return completions(position, kLeastTyped);
}

/// Returns the completions of what is typed before a position, if that is so many bytes.
QVariantList TemplateModel::completions(int position, std::size_t least) const {
    QVariantList list;
    const auto stack = current();
    if (stack == nullptr || m_area == nullptr || !m_lockedWhy.isEmpty()) return list;
    const std::string text = typedText().toStdString();
    const auto offset = static_cast<std::size_t>(typedText().left(position).toUtf8().size());
    const FormInput input{
        *m_document->session().design(), m_document->catalog(), nullptr, {}, nullptr};
    const Completions found = completionsAt(input, *stack, text, offset);
    if (offset - found.begin < least) return list;
    for (const Completion& one : found.choices) {
        list << QVariantMap{{QStringLiteral("text"), QString::fromStdString(one.text)},
                            {QStringLiteral("title"), QString::fromStdString(one.text)},
                            {QStringLiteral("detail"), QString::fromStdString(one.detail)},
                            {QStringLiteral("icon"), QString()}};
    }
    return list;
}

void TemplateModel::complete(int position, const QString& text) {
    const auto stack = current();
    if (stack == nullptr || m_area == nullptr) return;
    const std::string all = typedText().toStdString();
    const auto offset = static_cast<std::size_t>(typedText().left(position).toUtf8().size());
    const FormInput input{
        *m_document->session().design(), m_document->catalog(), nullptr, {}, nullptr};
    const std::size_t begin = completionsAt(input, *stack, all, offset).begin;
    QTextCursor cursor(m_area->textDocument());
    cursor.setPosition(static_cast<int>(QString::fromStdString(all.substr(0, begin)).size()));
    cursor.setPosition(position, QTextCursor::KeepAnchor);
    cursor.insertText(text.endsWith(QLatin1Char(':')) ? text + QLatin1Char(' ') : text);
}

}  // namespace archivolt
