#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QStringList>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/window/document.h"

namespace archivolt {

/// The documents of a window, a tab each, one of which shows. There is always one: the last one to
/// be closed becomes the start page.
///
/// While a file question is open, its tab stays in front. Which files have tabs is kept in the
/// state folder and offered again after the next start.
class Workspace : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(archivolt::Document* current READ current NOTIFY currentChanged)
    Q_PROPERTY(int currentIndex READ currentIndex WRITE setCurrentIndex NOTIFY currentChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// The files that had tabs when the program ran last, for as long as they are offered.
    Q_PROPERTY(QStringList lastFiles READ lastFiles NOTIFY lastFilesChanged)
    Q_PROPERTY(QString lastNames READ lastNames NOTIFY lastFilesChanged)

public:
    enum Role {
        TitleRole = Qt::UserRole + 1,
        PathRole,
        IsDirtyRole,
        IsCurrentRole
    };
    /// What the documents work with; the files must outlive them. Each has an engine of its own.
    struct Surroundings {
        FileAccess& files;
        std::shared_ptr<const Catalog> catalog;
        std::string stateFolder;
        std::string home;
        std::function<std::unique_ptr<LayoutEngine>()> engine;
        Session::Readings readings{};  ///< Of files that are being read before they are opened.
    };
    /// Holds nothing, for a window that shows one document alone.
    explicit Workspace(QObject* parent = nullptr) : QAbstractListModel(parent) {}
    explicit Workspace(Surroundings surroundings, QObject* parent = nullptr);
    ~Workspace() override;

    /// Opens a file in a tab of its own, or in the present one while nothing is open there; one
    /// that has a tab already is shown.
    Q_INVOKABLE void openPath(const QString& path);
    /// Opens the files of last time.
    Q_INVOKABLE void openLastFiles();
    Q_INVOKABLE void forgetLastFiles();
    Q_INVOKABLE void newTab();
    /// Closes a tab, after asking about unsaved changes.
    Q_INVOKABLE void close(int index);
    /// Shows the tab after (or before) the present one, round and round.
    Q_INVOKABLE void turn(int by);
    Q_INVOKABLE void move(int from, int to);
    /// Asks about the unsaved changes of one document after the other, then `quitAsked`.
    Q_INVOKABLE void quit();
    /// Looks whether the files are what they were.
    Q_INVOKABLE void lookAtDisk();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return static_cast<int>(m_tabs.size()); }
    /// Returns the document that shows; null pointer for a workspace that holds nothing.
    [[nodiscard]] Document* current() const { return m_current; }
    [[nodiscard]] int currentIndex() const { return indexOf(m_current); }
    void setCurrentIndex(int index);
    [[nodiscard]] QStringList lastFiles() const { return m_lastFiles; }
    [[nodiscard]] QString lastNames() const;
    [[nodiscard]] Document* at(int index) const {
        return m_tabs.at(static_cast<std::size_t>(index)).document.get();
    }

Q_SIGNALS:
    /// Another document is about to show: what is half typed is to be finished.
    void aboutToTurn();
    void currentChanged();
    void countChanged();
    void lastFilesChanged();
    void quitAsked();

private:
    struct Tab {
        std::unique_ptr<Document> document;
        bool wasOpen = false;
    };
    [[nodiscard]] std::unique_ptr<Document> makeDocument();
    [[nodiscard]] int indexOf(const Document* document) const;
    [[nodiscard]] Document* holding(const std::string& file) const;
    [[nodiscard]] QString titleOf(const Document& document) const;
    [[nodiscard]] bool isAsking() const;
    Document& add();
    void openBeside(const Wish& wish);
    bool showHolder(const Wish& wish);
    void show(Document* document);
    void remove(Document* document);
    void stateChanged(Document* document);
    void tellRows();
    void keepFiles();
    void askNext();
    void answered(Document* document);

    std::unique_ptr<Surroundings> m_surroundings;  ///< Null where it holds nothing.
    std::shared_ptr<RecoveryOffers> m_offers;
    std::vector<Tab> m_tabs;
    Document* m_current = nullptr;
    QStringList m_lastFiles;
    std::string m_kept;                    ///< What the state folder was last told.
    bool m_hadFiles = false;               ///< A file has had a tab here.
    Document* m_asking = nullptr;          ///< Whose changes are asked about before quitting.
    std::set<const Document*> m_mayLeave;  ///< What may go, as far as was asked.
};

}  // namespace archivolt
