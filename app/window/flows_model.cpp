#include "app/window/flows_model.h"

#include <QDir>
#include <QFileInfo>
#include <QUrl>
#include <algorithm>
#include <utility>

#include "app/window/hand_over.h"
#include "app/window/notice_text.h"
#include "app/window/reach_news.h"
#include "export/logs/read_log.h"
#include "model/reachability/questions/answer_json.h"

namespace archivolt {

namespace {

/// Of one kind no more rows are shown; the most packets come first.
constexpr int kMostFlowRows = 300;

QString flowText(const std::string& words) { return QString::fromStdString(words); }

QString headingOf(FlowRowKind kind) {
    switch (kind) {
        case FlowRowKind::Contradicted: return FlowsModel::tr("Against the rules");
        case FlowRowKind::Unknown: return FlowsModel::tr("Can't be told");
        case FlowRowKind::Rejected: return FlowsModel::tr("Rejected");
        case FlowRowKind::Used: return FlowsModel::tr("Used");
        case FlowRowKind::UnusedRule: return FlowsModel::tr("Rules that no record used");
    }
    return {};
}

const char* toneOfFlow(FlowRowKind kind) {
    switch (kind) {
        case FlowRowKind::Contradicted:
        case FlowRowKind::Unknown: return "warn";
        case FlowRowKind::Rejected: return "stop";
        case FlowRowKind::Used: return "pass";
        case FlowRowKind::UnusedRule: return "";
    }
    return "";
}

}  // namespace

FlowsModel::FlowsModel(Document& document, QObject* parent)
    : QObject(parent),
      m_document(document),
      m_rows({"kind", "who", "traffic", "rule", "count", "why", "tone", "opens"}) {
    connect(&document, &Document::checked, this, &FlowsModel::refresh);
    connect(&document, &Document::drawingChanged, this, &FlowsModel::refresh);
    connect(&document, &Document::stateChanged, this, [this] {
        if (!m_document.judgement().reachability) close();  // Another design is open, or none.
    });
}

bool FlowsModel::takes(const QString& file) {
    const QString ending = QFileInfo(QUrl(file).path()).suffix().toLower();
    return ending == QLatin1String("log") || ending == QLatin1String("txt") ||
           ending == QLatin1String("gz");
}

void FlowsModel::open(const QString& file) {
    const QUrl url(file);
    QString path = (url.isLocalFile() ? url.toLocalFile() : file).trimmed();
    if (path.isEmpty() || !m_document.isOpen()) return;
    if (path.startsWith(QLatin1String("~/"))) path.replace(0, 1, QDir::homePath());
    close();
    m_isReading = true;
    m_name = QFileInfo(path).fileName();
    m_worker.put(0, [this, turn = m_turn, path = path.toStdString(),
                     &files = m_document.fileAccess()](const std::stop_token&) {
        Read read = readLogFile(files, path);
        deliver(this,
                [this, turn, read = std::move(read)]() mutable { takeLog(turn, std::move(read)); });
    });
    Q_EMIT changed();
}

FlowsModel::Read FlowsModel::readLogFile(const FileAccess& files, const std::string& path) {
    Read read;
    const auto failed = [&](const Diagnostic& why) { read.problem = noticeOf(why); };
    const auto bytes = files.read(path, kMaxFlowLogBytes);
    if (!bytes) {
        failed(bytes.error());
        return read;
    }
    const auto any = readLog(*bytes, {});
    if (!any) {
        failed(any.error());
        return read;
    }
    const auto* log = std::get_if<FlowLog>(&*any);
    if (log == nullptr) {
        read.problem = tr("This is a log of requests, no VPC flow log; Traffic replays it.");
        return read;
    }
    read.records = std::make_shared<const FlowRecords>(flowRecordsOf(*log));
    if (log->problems.lines > 0) {
        const auto lines = log->problems.lines;
        QString note = lines == 1 ? tr("One line is no record and was left out")
                                  : tr("%1 lines are no records and were left out").arg(lines);
        if (!log->problems.told.empty()) {
            const Diagnostic& first = log->problems.told.front();
            note += tr("; line %1: %2").arg(first.where.line).arg(shownText(first.message));
        }
        read.notes << note;
    }
    if (read.records->withoutData > 0) {
        read.notes << tr("%1 records of time in which nothing was seen (NODATA)")
                          .arg(flowText(groupedNumber(read.records->withoutData)));
    }
    return read;
}

void FlowsModel::takeLog(std::uint64_t turn, Read read) {
    if (turn != m_turn) return;
    m_isReading = false;
    m_problem = read.problem;
    m_lineNotes = read.notes;
    m_records = std::move(read.records);
    Q_EMIT changed();
    refresh();
}

void FlowsModel::close() {
    ++m_turn;
    m_worker.drop(0);
    m_worker.drop(1);
    m_isReading = false;
    m_name.clear();
    m_problem.clear();
    m_lineNotes.clear();
    m_records.reset();
    m_heldAgainst.reset();
    m_heldOn.reset();
    take(nullptr, nullptr);
}

void FlowsModel::refresh() {
    if (!m_records) return;
    const auto scene = reachSceneOf(m_document);
    if (!scene) return;
    if (scene->reachability == m_heldAgainst && scene->diagram == m_heldOn) return;
    m_heldAgainst = scene->reachability;
    m_heldOn = scene->diagram;
    m_worker.put(
        1, [this, scene = *scene, records = m_records, turn = ++m_turn](const std::stop_token&) {
            auto view = std::make_shared<const FlowView>(flowViewOf(scene, *records));
            deliver(this, [this, turn, view = std::move(view), drawn = scene.diagram] {
                if (turn == m_turn) take(view, drawn);
            });
        });
}

void FlowsModel::take(std::shared_ptr<const FlowView> view, std::shared_ptr<const Diagram> drawn) {
    m_view = std::move(view);
    m_drawn = std::move(drawn);
    m_chosen = -1;
    showRows();
    Q_EMIT changed();
    Q_EMIT chosenChanged();
    Q_EMIT marksChanged();
}

void FlowsModel::showRows() {
    std::vector<QVariantList> rows;
    m_items.clear();
    const auto add = [&](const QString& kind, const QString& words) {
        rows.push_back({kind, words, QString(), QString(), QString(), QString(), QString(), false});
        m_items.push_back(-1);
    };
    const std::size_t count = m_view == nullptr ? 0 : m_view->rows.size();
    int ofKind = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const FlowRow& row = m_view->rows[i];
        if (i == 0 || m_view->rows[i - 1].kind != row.kind) {
            add(QStringLiteral("heading"), headingOf(row.kind));
            ofKind = 0;
        }
        const bool isLast = i + 1 == count || m_view->rows[i + 1].kind != row.kind;
        if (++ofKind <= kMostFlowRows) {
            rows.push_back({QStringLiteral("flow"), flowText(row.who), flowText(row.traffic),
                            flowText(row.rule), flowText(row.count), flowText(row.why),
                            QString::fromLatin1(toneOfFlow(row.kind)),
                            static_cast<bool>(row.opens)});
            m_items.push_back(static_cast<int>(i));
        } else if (isLast) {
            add(QStringLiteral("more"), tr("and %1 more; archivolt reach --flow-log lists them all")
                                            .arg(ofKind - kMostFlowRows));
        }
    }
    m_rows.show(std::move(rows));
}

const FlowRow* FlowsModel::rowAt(int row) const {
    if (m_view == nullptr || row < 0 || row >= static_cast<int>(m_items.size())) return nullptr;
    const int item = m_items[static_cast<std::size_t>(row)];
    return item < 0 ? nullptr : &m_view->rows[static_cast<std::size_t>(item)];
}

void FlowsModel::setOn(bool on) {
    if (on == m_isOn) return;
    m_isOn = on;
    Q_EMIT onChanged();
    if (isThere()) Q_EMIT marksChanged();
}

void FlowsModel::choose(int row) {
    const int now = rowAt(row) != nullptr && row != m_chosen ? row : -1;
    if (now == m_chosen) return;
    m_chosen = now;
    Q_EMIT chosenChanged();
    Q_EMIT marksChanged();
}

void FlowsModel::openRule(int row) {
    const FlowRow* chosen = rowAt(row);
    if (chosen != nullptr && chosen->opens) m_document.show(chosen->opens);
}

void FlowsModel::askTrace(int row) {
    const FlowRow* chosen = rowAt(row);
    if (chosen == nullptr || chosen->from.empty() || chosen->to.empty()) return;
    Q_EMIT traceAsked(flowText(chosen->from), flowText(chosen->to),
                      flowText(protocolName(chosen->protocol)), chosen->port);
}

void FlowsModel::mark(Overlay& overlay, const Drawing& drawing) const {
    if (m_view == nullptr || m_drawn == nullptr) return;
    OverlayMarks marks;
    marks.diagram = m_drawn;
    addFlows(marks.overlay, *m_view, *m_drawn, rowAt(m_chosen));
    addMarks(overlay, carriedOver(marks, *drawing.diagram));
}

QString FlowsModel::sentence() const {
    return m_view == nullptr ? QString() : flowText(m_view->sentence);
}

QStringList FlowsModel::notes() const {
    QStringList all = m_lineNotes;
    if (m_view == nullptr) return all;
    for (const std::string& note : m_view->notes) all << flowText(note);
    return all;
}

int FlowsModel::contradictions() const {
    if (m_view == nullptr) return 0;
    return static_cast<int>(
        std::ranges::count(m_view->rows, FlowRowKind::Contradicted, &FlowRow::kind));
}

}  // namespace archivolt
