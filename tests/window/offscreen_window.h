#pragma once

#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "app/files/disk_files.h"
#include "app/window/document.h"

extern void qml_register_types_Archivolt();

namespace archivolt::test {

/// Returns the visible item below `item` that says just this, or null pointer.
inline QQuickItem* saying(QQuickItem* item, const QString& words) {
    if (!item->isVisible()) return nullptr;
    if (item->property("text").toString() == words) return item;
    for (QQuickItem* child : item->childItems()) {
        if (QQuickItem* const found = saying(child, words)) return found;
    }
    return nullptr;
}

/// The whole window without a display, on the three-tier example: what tests of it begin with.
class OffscreenWindow {
protected:
    static constexpr int kPatience = 15000;  ///< Milliseconds, for a loaded machine.

    /// Makes the window's types known; once, before the first is opened.
    void prepareWindows() {
        qml_register_types_Archivolt();
        QQuickStyle::setStyle(QStringLiteral("Basic"));
        m_catalog = Catalog::embedded();
    }

    /// Opens a window and the example; a warning that matches `complaints` fails the test.
    void openWindow(const QString& complaints) {
        QTest::failOnWarning(QRegularExpression(complaints));
        m_folder = std::make_unique<QTemporaryDir>();
        const std::string home = m_folder->path().toStdString();
        m_document = std::make_unique<Document>(
            Document::Surroundings{m_files, m_catalog, home, home, std::make_unique<RankEngine>()});
        m_engine = std::make_unique<QQmlApplicationEngine>();
        m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        m_engine->setInitialProperties(
            {{QStringLiteral("document"), QVariant::fromValue(m_document.get())}});
        m_engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Archivolt/Main.qml")));
        QCOMPARE(m_engine->rootObjects().size(), 1);
        m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
        QVERIFY(m_window != nullptr);
        m_window->resize(1440, 900);
        QVERIFY(QTest::qWaitForWindowExposed(m_window));
        QVERIFY(m_document->openExample(QStringLiteral("three-tier")));
        QTRY_VERIFY_WITH_TIMEOUT(!m_document->isChecking(), kPatience);
        QCoreApplication::processEvents();
    }

    void closeWindow() {
        m_engine.reset();
        m_document.reset();
    }

    std::shared_ptr<const Catalog> m_catalog;
    DiskFiles m_files;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    QQuickWindow* m_window = nullptr;
};

}  // namespace archivolt::test
