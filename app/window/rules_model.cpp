#include "app/window/rules_model.h"

#include "app/window/reach_news.h"

namespace archivolt {

RulesModel::RulesModel(Document& document, QObject* parent)
    : QObject(parent),
      m_document(document),
      m_rows({"kind", "order", "what", "peer", "effect", "name", "decides", "passedOver"}) {
    connect(&document, &Document::checked, this, &RulesModel::refresh);
    connect(&document, &Document::selectionChanged, this, &RulesModel::refresh);
}

void RulesModel::follow(const TraceView* trace) {
    m_trace = trace;
    refresh();
}

void RulesModel::refresh() {
    const auto scene = reachSceneOf(m_document);
    if (!scene && m_document.isOpen()) return;  // Of the moment before, until the next is there.
    std::vector<QVariantList> rows;
    m_opens.clear();
    m_title.clear();
    const auto selected = m_document.selectedResources();
    std::vector<RuleBook> books;
    if (scene && selected.size() == 1) books = ruleBooksOf(*scene, *selected.begin(), m_trace);
    const auto text = [](const std::string& words) { return QString::fromStdString(words); };
    for (const RuleBook& book : books) {
        if (m_title.isEmpty()) m_title = text(book.title);
        rows.push_back({QStringLiteral("book"), QString(), text(book.title), text(book.about),
                        QString(), text(book.kind), false, false});
        m_opens.emplace_back();
        for (const RuleLine& line : book.lines) {
            const bool isHeading = !line.heading.empty();
            rows.push_back({isHeading ? QStringLiteral("heading") : QStringLiteral("line"),
                            text(line.order), text(isHeading ? line.heading : line.what),
                            text(line.peer), text(line.effect), text(line.name), line.decides,
                            line.passedOver});
            m_opens.push_back(line.opens);
        }
    }
    m_rows.show(std::move(rows));
    Q_EMIT changed();
}

void RulesModel::open(int row) {
    if (row < 0 || static_cast<std::size_t>(row) >= m_opens.size()) return;
    const ResourceId resource = m_opens[static_cast<std::size_t>(row)];
    if (resource) m_document.show(resource);
}

}  // namespace archivolt
