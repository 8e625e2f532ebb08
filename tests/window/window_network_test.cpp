#include <QFile>
#include <QNetworkAccessManager>
#include <QQmlApplicationEngine>
#include <QQmlComponent>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include "app/files/disk_files.h"
#include "app/window/document.h"
#include "app/window/no_network.h"

// Made by qt_add_qml_module; a static library has to be asked for it.
extern void qml_register_types_Archivolt();

namespace archivolt {

namespace {

constexpr int kPatience = 15000;  // Milliseconds: for a loaded machine; each wait ends when it can.
constexpr int kTimeToAsk = 300;   // Milliseconds that a request would have to arrive.

/// A server on this machine that counts who comes.
class Doorbell {
public:
    Doorbell() {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            ++m_rings;
            m_server.nextPendingConnection()->close();
        });
        if (!m_server.listen(QHostAddress::LocalHost)) qFatal("no port of this machine is free");
    }
    [[nodiscard]] int rings() const { return m_rings; }
    [[nodiscard]] QString url() const {
        return QStringLiteral("http://127.0.0.1:%1/seen.png").arg(m_server.serverPort());
    }

private:
    QTcpServer m_server;
    int m_rings = 0;
};

/// What Qt gives where nothing refuses.
class OpenNetwork final : public QQmlNetworkAccessManagerFactory {
public:
    [[nodiscard]] QNetworkAccessManager* create(QObject* parent) override {
        return new QNetworkAccessManager(parent);
    }
};

/// Returns whether an item of the window shows a text that holds `part`.
bool shows(const QQuickItem& item, const QString& part) {
    if (item.isVisible() && item.property("text").toString().contains(part)) return true;
    const auto children = item.childItems();
    return std::ranges::any_of(children,
                               [&](const QQuickItem* child) { return shows(*child, part); });
}

/// The window on one file, with the network that it is given.
class Opened {
public:
    Opened(const QString& file, const QString& state, QQmlNetworkAccessManagerFactory& network)
        : m_document({m_files, Catalog::embedded(), state.toStdString(), state.toStdString(),
                      std::make_unique<RankEngine>()}) {
        m_engine.setNetworkAccessManagerFactory(&network);
        m_engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
        m_engine.setInitialProperties(
            {{QStringLiteral("document"), QVariant::fromValue(&m_document)}});
        m_document.openPath(file);
        m_engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Archivolt/Main.qml")));
    }
    [[nodiscard]] Document& document() { return m_document; }
    [[nodiscard]] QQuickItem* content() const {
        const auto roots = m_engine.rootObjects();
        const auto* window = roots.isEmpty() ? nullptr : qobject_cast<QQuickWindow*>(roots.first());
        return window == nullptr ? nullptr : window->contentItem();
    }

private:
    DiskFiles m_files;
    Document m_document;
    QQmlApplicationEngine m_engine;
};

}  // namespace

/// Nothing that a template brings makes the window ask for anything, by two guards: no text is
/// rich text, and there is no network.
class WindowNetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qml_register_types_Archivolt();
        QQuickStyle::setStyle(QStringLiteral("Basic"));
        QVERIFY(m_folder.isValid());
    }

    /// With a network that would carry it: the names are plain text.
    void namesThatLookLikePicturesAskForNothing() {
        Doorbell bell;
        const QString tag = QStringLiteral("<img src='%1' width='9'>").arg(bell.url());
        // As a property, an attribute that is shown, and a resource type: a finding, the
        // inspector, and both.
        const QString file = write(QStringLiteral("Description: \"%1\"\n"
                                                  "Resources:\n"
                                                  "  Logs:\n"
                                                  "    Type: AWS::S3::Bucket\n"
                                                  "    Properties:\n"
                                                  "      BucketName: \"%1\"\n"
                                                  "      \"%1\": 1\n"
                                                  "  Odd:\n"
                                                  "    Type: \"%1\"\n")
                                       .arg(tag));
        OpenNetwork network;
        Opened opened(file, m_folder.path(), network);
        QVERIFY(opened.content() != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(shows(*opened.content(), tag), kPatience);
        for (int row = 0; row < opened.document().findings()->rowCount(); ++row) {
            opened.document().showFinding(opened.document().findings()->at(row));
            QTest::qWait(kTimeToAsk);
        }
        QCOMPARE(bell.rings(), 0);
    }

    void aFileThatCantBeOpenedAsksForNothing() {
        Doorbell bell;
        const QString tag = QStringLiteral("<img src='%1'>").arg(bell.url());
        const QString file = write(QStringLiteral("Resources: {\"%1\": 1}\n\"%1\": 1\n").arg(tag));
        OpenNetwork network;
        Opened opened(file, m_folder.path(), network);
        QVERIFY(opened.content() != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(shows(*opened.content(), tag), kPatience);
        QTest::qWait(kTimeToAsk);
        QCOMPARE(bell.rings(), 0);
    }

    /// Were a text rich or a picture's address a template's, there would still be no network.
    void theNetworkRefusesPicturesOfEveryKind_data() {
        QTest::addColumn<QByteArray>("item");
        QTest::newRow("rich text")
            << QByteArray("Text { textFormat: Text.RichText; text: '<img src=\"%1\">' }");
        QTest::newRow("styled text")
            << QByteArray("Text { textFormat: Text.StyledText; text: '<img src=\"%1\">' }");
        QTest::newRow("picture") << QByteArray("Image { source: '%1' }");
    }
    void theNetworkRefusesPicturesOfEveryKind() {
        QFETCH(QByteArray, item);
        Doorbell bell;
        QByteArray code = "import QtQuick\n" + item;
        code.replace("%1", bell.url().toUtf8());
        const auto show = [&code](QQmlNetworkAccessManagerFactory& network) {
            QQmlEngine engine;
            engine.setNetworkAccessManagerFactory(&network);
            QQmlComponent component(&engine);
            component.setData(code, QUrl(QStringLiteral("qrc:/made.qml")));
            QQuickWindow window;
            const std::unique_ptr<QObject> made(component.create());
            auto* shown = qobject_cast<QQuickItem*>(made.get());
            if (shown == nullptr) qFatal("%s", qPrintable(component.errorString()));
            shown->setParentItem(window.contentItem());
            window.show();
            QTest::qWait(kTimeToAsk);
            shown->setParentItem(nullptr);
        };
        NoNetwork refusing;
        show(refusing);
        QCOMPARE(bell.rings(), 0);
        // The same would have asked: the test can fail.
        OpenNetwork open;
        show(open);
        QTRY_VERIFY_WITH_TIMEOUT(bell.rings() > 0, kPatience);
    }

private:
    QString write(const QString& text) {
        const QString path = m_folder.filePath(QStringLiteral("hostile.yaml"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0) return {};
        return path;
    }

    QTemporaryDir m_folder;
};

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowNetworkTest)
#include "window_network_test.moc"
