#include "app/window/rules_model.h"

#include <algorithm>
#include <utility>

#include "app/window/notice_text.h"
#include "app/window/reach_news.h"

namespace archivolt {

RulesModel::RulesModel(Document& document, QObject* parent)
    : QObject(parent),
      m_document(document),
      m_rows({"kind", "order", "what", "peer", "effect", "name", "decides", "passedOver", "seen",
              "isUnused"}) {
    connect(&document, &Document::checked, this, &RulesModel::refresh);
    connect(&document, &Document::selectionChanged, this, &RulesModel::refresh);
    connect(&document, &Document::stateChanged, this, [this] {
        if (!m_document.judgement().reachability) endEdit();  // Another design is open, or none.
    });
}

void RulesModel::follow(const TraceView* trace) {
    m_trace = trace;
    refresh();
}

void RulesModel::layOver(const FlowView* flows) {
    m_flows = flows;
    refresh();
}

void RulesModel::refresh() {
    if (!m_isWanted) return;
    const auto scene = reachSceneOf(m_document);
    if (!scene && m_document.isOpen()) return;  // Of the moment before, until the next is there.
    std::vector<QVariantList> rows;
    m_opens.clear();
    m_origins.clear();
    const QString before = std::exchange(m_title, {});
    const auto selected = m_document.selectedResources();
    m_books.clear();
    if (scene && selected.size() == 1)
        m_books = ruleBooksOf(*scene, *selected.begin(), m_trace, m_flows);
    const auto text = [](const std::string& words) { return QString::fromStdString(words); };
    m_drawn = m_books.empty() ? nullptr : scene->diagram;
    for (const RuleBook& book : m_books) {
        if (m_title.isEmpty()) m_title = text(book.title);
        rows.push_back({QStringLiteral("book"), QString(), text(book.title), text(book.about),
                        QString(), text(book.kind), false, false, QString(), false});
        m_opens.emplace_back();
        m_origins.emplace_back();
        for (const RuleLine& line : book.lines) {
            const bool isHeading = !line.heading.empty();
            rows.push_back({isHeading ? QStringLiteral("heading") : QStringLiteral("line"),
                            text(line.order), text(isHeading ? line.heading : line.what),
                            text(line.peer), text(line.effect), text(line.name), line.decides,
                            line.passedOver, text(line.seen), line.isUnused});
            m_opens.push_back(line.opens);
            m_origins.push_back(line.origin);
        }
    }
    m_rows.show(std::move(rows));
    // The rules of a group are lines that open the group itself: it is none of them.
    const auto line = selected.size() == 1 && m_title != m_document.selectedName()
                          ? std::ranges::find(m_opens, *selected.begin())
                          : m_opens.end();
    const int row = line == m_opens.end() ? -1 : static_cast<int>(line - m_opens.begin());
    if (std::exchange(m_selectedRow, row) != row || before != m_title) Q_EMIT selectedRowChanged();
    Q_EMIT editedRowChanged();
    Q_EMIT changed();
    Q_EMIT marksChanged();
}

void RulesModel::want(bool wanted) {
    m_isWanted = wanted;
    refresh();
}

void RulesModel::setOn(bool on) {
    if (on == m_isOn) return;
    m_isOn = on;
    if (!on) endEdit();
    Q_EMIT changed();
    Q_EMIT marksChanged();
}

void RulesModel::mark(Overlay& overlay, const Drawing& drawing) const {
    if (m_drawn == nullptr) return;
    OverlayMarks marks;
    marks.diagram = m_drawn;
    for (const RuleBook& book : m_books) addBook(marks.overlay, book, *m_drawn);
    addMarks(overlay, carriedOver(marks, *drawing.diagram));
}

bool RulesModel::edit(int row) {
    endEdit();
    if (row < 0 || static_cast<std::size_t>(row) >= m_origins.size()) return false;
    const Origin& at = m_origins[static_cast<std::size_t>(row)];
    if (!at.resource) return false;
    const RuleTexts texts = ruleTextsOf(*m_document.session().design(), at);
    if (!texts.ports && !texts.block) return false;
    m_texts = texts;
    m_editedAt = at;
    const QString name = m_rows.at(row, 5).toString();
    m_edited = name.isEmpty() ? m_rows.at(row, 2).toString() : name;
    Q_EMIT editedChanged();
    Q_EMIT editedRowChanged();
    return true;
}

void RulesModel::endEdit() {
    if (m_edited.isEmpty()) return;
    m_edited.clear();
    m_texts = {};
    setEditProblem({});
    Q_EMIT editedChanged();
    Q_EMIT editedRowChanged();
}

int RulesModel::editedRow() const {
    if (m_edited.isEmpty()) return -1;
    const auto at = std::ranges::find(m_origins, m_editedAt);
    return at == m_origins.end() ? -1 : static_cast<int>(at - m_origins.begin());
}

QString RulesModel::ports() const { return QString::fromStdString(m_texts.ports.value_or("")); }
QString RulesModel::block() const { return QString::fromStdString(m_texts.block.value_or("")); }

void RulesModel::writePorts(const QString& ports) {
    RuleTexts wanted;
    wanted.ports = ports.trimmed().toStdString();
    write(wanted);
}

void RulesModel::writeBlock(const QString& block) {
    RuleTexts wanted;
    wanted.block = block.trimmed().toStdString();
    write(wanted);
}

void RulesModel::write(const RuleTexts& wanted) {
    if (m_edited.isEmpty() || !m_document.isOpen()) return;
    const auto edits = rewriteRule(*m_document.session().design(), m_editedAt, wanted);
    setEditProblem(edits ? QString() : shownText(edits.error().message));
    if (!edits || edits->empty()) return;
    const std::string key =
        "rule " + std::to_string(m_editedAt.resource.value) + ' ' + m_editedAt.property.toString();
    m_document.commit(*edits, "Write " + m_edited.toStdString(), key);
}

void RulesModel::setEditProblem(const QString& problem) {
    if (problem == m_editProblem) return;
    m_editProblem = problem;
    Q_EMIT editProblemChanged();
}

void RulesModel::open(int row) {
    if (row < 0 || static_cast<std::size_t>(row) >= m_opens.size()) return;
    const ResourceId resource = m_opens[static_cast<std::size_t>(row)];
    if (resource) m_document.show(resource);
}

}  // namespace archivolt
