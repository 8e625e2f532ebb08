#include "app/window/palette_model.h"

#include "app/tools/parents.h"
#include "app/window/notice_text.h"
#include "render/layout/build_diagram.h"

namespace archivolt {

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
    m_all = document == nullptr ? std::vector<PaletteRow>()
                                : paletteRows(document->catalog(), shippedFragments());
    filterRows();
    Q_EMIT documentChanged();
}

void PaletteModel::setFilter(const QString& filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    filterRows();
}

void PaletteModel::filterRows() {
    showRows(m_rows, foundRows(m_all, m_filter.toStdString()));
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {HeadingRole});
    Q_EMIT filterChanged();
}

bool PaletteModel::place(const QString& part) {
    if (m_document == nullptr || !m_document->isOpen()) return false;
    BoxIndex box = m_document->selectedBox();
    if (part == QLatin1String("AWS::EC2::Subnet") && box != kNoBox) {
        // Nothing points at a zone, so that it is the VPC that it goes into: one after another,
        // subnets stand in the zones by turns, though the last one is selected.
        const auto& boxes = m_document->drawing()->diagram->boxes;
        for (BoxIndex around = box; around != kNoBox; around = boxes[around].parent) {
            if (boxes[around].kind == BoxKind::Vpc) box = around;
        }
    }
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
        document.notify(shownText(plan.why));
        return false;
    }
    if (!document.commit(plan.edits, plan.label)) return false;
    const auto stack = document.session().design()->stack(plan.stack);
    const auto placed = stack ? stack->body.resources.find(plan.added.front()) : nullptr;
    if (placed) document.show(placed->id);
    return true;
}

}  // namespace archivolt
