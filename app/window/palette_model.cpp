#include "app/window/palette_model.h"

#include <algorithm>
#include <array>

#include "app/tools/parents.h"
#include "render/layout/build_diagram.h"

namespace archivolt {

namespace {

constexpr std::string_view kPatterns = "Patterns";
constexpr std::string_view kMarks = "Notes and frames";

std::string_view groupOf(Category category) {
    switch (category) {
        case Category::Compute: return "Compute";
        case Category::Network: return "Network";
        case Category::Database: return "Databases and caches";
        case Category::Storage: return "Storage";
        case Category::Edge: return "Edge";
        case Category::Security: return "Security and identity";
        case Category::Integration: return "Messages and operations";
    }
    return "";
}

/// The order of the groups: the network comes first, since everything else is placed into it.
int rankOf(Category category) {
    switch (category) {
        case Category::Network: return 0;
        case Category::Compute: return 1;
        case Category::Database: return 2;
        case Category::Storage: return 3;
        case Category::Edge: return 4;
        case Category::Security: return 5;
        case Category::Integration: return 6;
    }
    return 0;
}

Hue hueOf(Category category) {
    switch (category) {
        case Category::Compute: return Hue::Compute;
        case Category::Network: return Hue::Network;
        case Category::Database: return Hue::Database;
        case Category::Storage: return Hue::Storage;
        case Category::Edge: return Hue::Edge;
        case Category::Security: return Hue::Security;
        case Category::Integration: return Hue::Integration;
    }
    return Hue::General;
}

std::string wordsOf(const PaletteRow& row, const std::vector<std::string>& keywords) {
    std::string words = row.label + " " + row.key + " " + row.detail;
    for (const std::string& keyword : keywords) words += " " + keyword;
    return QString::fromStdString(words).toLower().toStdString();
}

/// What is drawn besides resources.
struct MarkRow {
    const char* key;
    const char* label;
    const char* detail;
    const char* icon;
    const char* words;
};
constexpr std::array kMarkRows = {
    MarkRow{"mark:note", "Note", "A text on the canvas, no part of the template", "note",
            "comment text sticky"},
    MarkRow{"mark:group", "Frame", "A titled frame around anything", "frame", "group box area"},
    MarkRow{"mark:on-premises", "On premises", "A data centre or an office outside AWS",
            "on-premises", "external outside data centre office"},
    MarkRow{"mark:partner", "Third party", "A system of somebody else", "partner",
            "external outside partner saas"},
    MarkRow{"mark:users", "People", "Who uses the system", "users", "external outside users"},
};

std::vector<PaletteRow> allRows(const Catalog& catalog) {
    std::vector<PaletteRow> rows;
    for (const Fragment& fragment : shippedFragments().all()) {
        if (!fragment.part.empty()) continue;
        PaletteRow row{"pattern:" + fragment.name,
                       fragment.title,
                       fragment.sentence,
                       fragment.icon,
                       std::string(kPatterns),
                       Hue::General,
                       {}};
        row.words = wordsOf(row, fragment.keywords);
        rows.push_back(std::move(row));
    }
    std::vector<const SystemFacts*> parts;
    for (const SystemFacts& facts : catalog.systems()) {
        if (facts.inPalette) parts.push_back(&facts);
    }
    std::ranges::stable_sort(parts, {}, [](const SystemFacts* facts) {
        return std::pair(rankOf(facts->category), facts->label);
    });
    for (const SystemFacts* facts : parts) {
        PaletteRow row{facts->type,
                       facts->label,
                       {},
                       facts->icon,
                       std::string(groupOf(facts->category)),
                       hueOf(facts->category),
                       {}};
        row.words = wordsOf(row, facts->keywords);
        rows.push_back(std::move(row));
    }
    for (const MarkRow& mark : kMarkRows) {
        PaletteRow row{mark.key,     mark.label, mark.detail, mark.icon, std::string(kMarks),
                       Hue::General, {}};
        row.words = wordsOf(row, {mark.words});
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

PaletteModel::PaletteModel(QObject* parent) : RowListModel(parent) {}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const PaletteRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case PartRole: return QString::fromStdString(row.key);
        case Qt::DisplayRole:
        case LabelRole: return QString::fromStdString(row.label);
        case DetailRole: return QString::fromStdString(row.detail);
        case IconRole: return QString::fromStdString(row.icon);
        case HeadingRole: {
            const bool isFirst =
                index.row() == 0 ||
                m_rows[static_cast<std::size_t>(index.row()) - 1].group != row.group;
            return isFirst ? QString::fromStdString(row.group) : QString();
        }
        case HueRole: return static_cast<int>(row.hue);
        default: return {};
    }
}

QHash<int, QByteArray> PaletteModel::roleNames() const {
    return {{PartRole, "part"}, {LabelRole, "label"},     {DetailRole, "detail"},
            {IconRole, "icon"}, {HeadingRole, "heading"}, {HueRole, "hue"}};
}

void PaletteModel::setDocument(Document* document) {
    if (document == m_document) return;
    m_document = document;
    m_all = document == nullptr ? std::vector<PaletteRow>() : allRows(document->catalog());
    filterRows();
    Q_EMIT documentChanged();
}

void PaletteModel::setFilter(const QString& filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    filterRows();
}

void PaletteModel::filterRows() {
    const QStringList wanted = m_filter.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<PaletteRow> shown;
    for (const PaletteRow& row : m_all) {
        const bool fits = std::ranges::all_of(wanted, [&](const QString& word) {
            return row.words.find(word.toStdString()) != std::string::npos;
        });
        if (fits) shown.push_back(row);
    }
    showRows(m_rows, std::move(shown));
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {HeadingRole});
    Q_EMIT filterChanged();
}

bool PaletteModel::place(const QString& part) {
    if (m_document == nullptr || !m_document->isOpen()) return false;
    const BoxIndex box = m_document->selectedBox();
    return placePart(*m_document, part.toStdString(), box == kNoBox ? 0 : box);
}

bool placePart(Document& document, std::string_view part, BoxIndex container,
               const std::function<void(tools::Offer)>& offered) {
    const auto design = document.session().design();
    const Drawing* drawing = document.drawing();
    // What was placed a moment ago may not be drawn yet, and counts all the same.
    const bool isStale = drawing == nullptr || drawing->revision != document.session().revision();
    const auto resolved = isStale ? resolve(*design, document.catalog(),
                                            drawing == nullptr ? nullptr : drawing->resolved.get())
                                  : drawing->resolved;
    const Diagram fresh =
        isStale ? buildDiagram(*design, *resolved, document.catalog()) : Diagram{};
    BoxIndex where = container;
    if (isStale) {
        const std::string key = drawing != nullptr && container < drawing->diagram->boxes.size()
                                    ? drawing->diagram->boxes[container].key
                                    : std::string();
        where = fresh.find(key);
        if (where == kNoBox) where = 0;
    }
    const PartSite site{*design,
                        *resolved,
                        isStale ? fresh : *drawing->diagram,
                        document.catalog(),
                        shippedFragments(),
                        where};
    const PartPlan plan = planPart(part, site);
    if (!plan.legal) {
        const auto parents = offered ? planWithParents(part, site) : std::nullopt;
        if (parents) {
            offered({plan.why, parents->makes, tools::asDropPlan(parents->plan, part, where), {}});
            return false;
        }
        document.notify(QString::fromStdString(plan.why));
        return false;
    }
    if (!document.commit(plan.edits, plan.label)) return false;
    const auto stack = document.session().design()->stack(plan.stack);
    const auto placed = stack ? stack->body.resources.find(plan.added.front()) : nullptr;
    if (placed) document.show(placed->id);
    return true;
}

}  // namespace archivolt
