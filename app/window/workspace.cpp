#include "app/window/workspace.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <filesystem>
#include <sstream>
#include <utility>

#include "app/window/typed_text.h"

namespace archivolt {

namespace {

constexpr std::size_t kLargestState = std::size_t{64} << 10U;
constexpr std::size_t kMostKept = 32;

std::string stateFile(const std::string& folder) { return folder + "/open-files"; }

}  // namespace

Workspace::Workspace(Surroundings surroundings, QObject* parent)
    : QAbstractListModel(parent),
      m_surroundings(std::make_unique<Surroundings>(std::move(surroundings))) {
    const std::string& folder = m_surroundings->stateFolder;
    FileAccess& files = m_surroundings->files;
    m_offers = std::make_shared<RecoveryOffers>(files, folder + "/recovery");
    if (const auto text = files.read(stateFile(folder), kLargestState)) {
        m_kept = *text;
        std::istringstream lines(*text);
        for (std::string line; std::getline(lines, line);) {
            const bool isThere = files.isFile(line) || files.isFolder(line);
            if (isThere) m_lastFiles << QString::fromStdString(line);
        }
    }
    show(&add());
}

Workspace::~Workspace() {
    m_current = nullptr;
    for (Tab& tab : m_tabs) tab.document->disconnect(this);
}

std::unique_ptr<Document> Workspace::makeDocument() {
    FileDesk::Neighbours neighbours;
    neighbours.offers = m_offers;
    neighbours.open = [this](const Wish& wish) { openBeside(wish); };
    neighbours.show = [this](const Wish& wish) { return showHolder(wish); };
    return std::make_unique<Document>(Document::Surroundings{
        m_surroundings->files, m_surroundings->catalog, m_surroundings->stateFolder,
        m_surroundings->home, m_surroundings->engine(), std::move(neighbours),
        m_surroundings->readings});
}

Document& Workspace::add() {
    auto made = makeDocument();
    Document* document = made.get();
    FileDesk* desk = document->files();
    connect(document, &Document::stateChanged, this, [this, document] { stateChanged(document); });
    connect(desk, &FileDesk::quitAsked, this, [this, document] {
        m_mayLeave.insert(document);
        askNext();
    });
    connect(desk, &FileDesk::changed, this, [this, document] { answered(document); });
    const int row = m_current == nullptr ? 0 : currentIndex() + 1;
    beginInsertRows({}, row, row);
    m_tabs.insert(m_tabs.begin() + row, Tab{std::move(made), false});
    endInsertRows();
    Q_EMIT countChanged();
    return *document;
}

int Workspace::indexOf(const Document* document) const {
    const auto found = std::ranges::find_if(
        m_tabs, [&](const Tab& tab) { return tab.document.get() == document; });
    return found == m_tabs.end() ? -1 : static_cast<int>(found - m_tabs.begin());
}

bool Workspace::isAsking() const {
    return m_current != nullptr && !m_current->files()->question().isEmpty();
}

// What shows.

void Workspace::show(Document* document) {
    if (document == m_current) return;
    if (m_current != nullptr) Q_EMIT aboutToTurn();
    m_current = document;
    if (!document->isOpen()) document->recentFiles()->readAgain();
    tellRows();
    Q_EMIT currentChanged();
}

void Workspace::setCurrentIndex(int index) {
    if (index < 0 || index >= count() || isAsking()) return;
    show(at(index));
}

void Workspace::turn(int by) {
    if (m_tabs.empty()) return;
    setCurrentIndex(((currentIndex() + by) % count() + count()) % count());
}

void Workspace::move(int from, int to) {
    if (from == to || from < 0 || to < 0 || from >= count() || to >= count()) return;
    beginMoveRows({}, from, from, {}, to > from ? to + 1 : to);
    Tab tab = std::move(m_tabs[static_cast<std::size_t>(from)]);
    m_tabs.erase(m_tabs.begin() + from);
    m_tabs.insert(m_tabs.begin() + to, std::move(tab));
    endMoveRows();
    keepFiles();
    Q_EMIT currentChanged();
}

// What comes.

void Workspace::newTab() {
    if (m_surroundings == nullptr || isAsking()) return;
    const auto empty =
        std::ranges::find_if(m_tabs, [](const Tab& tab) { return !tab.document->isOpen(); });
    show(empty == m_tabs.end() ? &add() : empty->document.get());
}

void Workspace::openPath(const QString& path) {
    if (m_current != nullptr) m_current->files()->openPath(path);
}

void Workspace::openBeside(const Wish& wish) {
    if (wish.kind == Wish::Kind::Recover) {
        const LeftBehind* left = m_offers->find(wish.name);
        Document* holder = left == nullptr ? nullptr : holding(left->recovered.path);
        if (holder != nullptr) {
            show(holder);
            return holder->files()->recoverInPlace(wish.name);
        }
    }
    if (showHolder(wish)) return;
    const auto empty =
        std::ranges::find_if(m_tabs, [](const Tab& tab) { return !tab.document->isOpen(); });
    Document& document = empty == m_tabs.end() ? add() : *empty->document;
    show(&document);
    const QString name = QString::fromStdString(wish.name);
    switch (wish.kind) {
        case Wish::Kind::Open: document.files()->openPath(name); break;
        case Wish::Kind::Example: document.files()->openExample(name); break;
        case Wish::Kind::Recover: document.files()->recover(name); break;
        case Wish::Kind::Nothing:
        case Wish::Kind::Close:
        case Wish::Kind::Quit: break;
    }
}

/// Returns the document that has a file, or null pointer.
Document* Workspace::holding(const std::string& file) const {
    const FileAccess& files = m_surroundings->files;
    if (file.empty()) return nullptr;
    const std::string path = files.wholePath(file);
    for (const Tab& tab : m_tabs) {
        const std::string& own = tab.document->session().path();
        if (!own.empty() && files.wholePath(own) == path) return tab.document.get();
    }
    return nullptr;
}

/// Shows the tab that has the file already; an empty one that was to take it is not needed.
bool Workspace::showHolder(const Wish& wish) {
    Document* holder = wish.kind == Wish::Kind::Open ? holding(wish.name) : nullptr;
    if (holder == nullptr) return false;
    Document* before = m_current;
    show(holder);
    if (before != holder && !before->isOpen()) remove(before);
    return true;
}

void Workspace::openLastFiles() {
    for (const QString& path : std::exchange(m_lastFiles, {})) openPath(path);
    Q_EMIT lastFilesChanged();
    if (count() > 0) setCurrentIndex(0);
}

QString Workspace::lastNames() const {
    QStringList names;
    for (const QString& path : m_lastFiles) names << QFileInfo(path).fileName();
    return names.join(QStringLiteral(", "));
}

void Workspace::forgetLastFiles() {
    m_lastFiles.clear();
    Q_EMIT lastFilesChanged();
}

// What goes.

void Workspace::close(int index) {
    if (index < 0 || index >= count() || isAsking()) return;
    takeUpTypedText();
    Document* document = at(index);
    if (!document->isOpen()) {
        if (count() > 1) remove(document);
        return;
    }
    if (document->isDirty()) show(document);
    document->files()->closeDesign();
}

/// Takes a tab away; its document goes once nothing that it is doing now needs it any more.
void Workspace::remove(Document* document) {
    const int row = indexOf(document);
    if (row < 0 || count() == 1) return;
    if (document == m_current) show(at(row + 1 < count() ? row + 1 : row - 1));
    document->disconnect(this);
    document->files()->disconnect(this);
    m_mayLeave.erase(document);
    beginRemoveRows({}, row, row);
    m_tabs[static_cast<std::size_t>(row)].document.release()->deleteLater();
    m_tabs.erase(m_tabs.begin() + row);
    endRemoveRows();
    Q_EMIT countChanged();
    Q_EMIT currentChanged();
    keepFiles();
}

void Workspace::stateChanged(Document* document) {
    const int row = indexOf(document);
    Tab& tab = m_tabs[static_cast<std::size_t>(row)];
    const bool wasOpen = std::exchange(tab.wasOpen, document->isOpen());
    if (wasOpen && !document->isOpen() && count() > 1) return remove(document);
    tellRows();
    keepFiles();
}

// Quitting.

void Workspace::quit() {
    takeUpTypedText();
    m_mayLeave.clear();
    askNext();
}

void Workspace::askNext() {
    for (const Tab& tab : m_tabs) {
        Document* document = tab.document.get();
        if (m_mayLeave.contains(document)) continue;
        if (document->isDirty()) show(document);
        m_asking = document;
        document->files()->quit();  // Comes back here once it may go.
        return;
    }
    m_asking = nullptr;
    Q_EMIT quitAsked();
}

/// Takes notice that the question about a document was cancelled: those that could have gone stay,
/// and their work is kept safe again.
void Workspace::answered(Document* document) {
    const FileDesk* desk = document->files();
    const bool isAnswered = desk->question().isEmpty() && desk->wish().isEmpty();
    if (document != m_asking || !isAnswered || m_mayLeave.contains(document)) return;
    m_asking = nullptr;
    for (const Tab& tab : m_tabs) {
        if (m_mayLeave.contains(tab.document.get())) tab.document->files()->edited();
    }
    m_mayLeave.clear();
}

void Workspace::lookAtDisk() {
    for (const Tab& tab : m_tabs) tab.document->files()->lookAtDisk();
}

// What QML shows.

int Workspace::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QString Workspace::titleOf(const Document& document) const {
    if (!document.isOpen()) return tr("Start");
    if (!document.hasFile()) return document.name();
    return QFileInfo(QString::fromStdString(document.session().path())).fileName();
}

QVariant Workspace::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Document& document = *at(index.row());
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole: {
            const QString title = titleOf(document);
            const bool isShared = std::ranges::any_of(m_tabs, [&](const Tab& tab) {
                return tab.document.get() != &document && titleOf(*tab.document) == title;
            });
            if (!isShared || !document.hasFile()) return title;
            const QFileInfo file(QString::fromStdString(document.session().path()));
            return QStringLiteral("%1/%2").arg(file.absoluteDir().dirName(), title);
        }
        case PathRole: return QString::fromStdString(document.session().path());
        case IsDirtyRole: return document.isDirty();
        case IsCurrentRole: return &document == m_current;
        default: return {};
    }
}

QHash<int, QByteArray> Workspace::roleNames() const {
    return {{TitleRole, "title"},
            {PathRole, "path"},
            {IsDirtyRole, "isDirty"},
            {IsCurrentRole, "isCurrent"}};
}

void Workspace::tellRows() {
    if (count() > 0) Q_EMIT dataChanged(index(0), index(count() - 1));
}

/// Keeps which files have tabs. A window that never opened one leaves what was kept.
void Workspace::keepFiles() {
    std::string text;
    std::size_t kept = 0;
    for (const Tab& tab : m_tabs) {
        const std::string& path = tab.document->session().path();
        // A name with a line break would read back as two.
        if (path.empty() || path.find('\n') != std::string::npos || kept == kMostKept) continue;
        text += m_surroundings->files.wholePath(path) + '\n';
        ++kept;
    }
    if (text == m_kept || (text.empty() && !m_hadFiles)) return;
    m_hadFiles = true;
    m_kept = text;
    // Not written: the next start offers nothing, and no work is lost.
    const std::string& folder = m_surroundings->stateFolder;
    FileAccess& files = m_surroundings->files;
    if (files.makeFolder(folder)) static_cast<void>(files.writeAtomically(stateFile(folder), text));
}

}  // namespace archivolt
