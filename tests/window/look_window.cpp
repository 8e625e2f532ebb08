#include "tests/window/look_window.h"

#include <QGuiApplication>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QQuickItem>
#include <QScreen>
#include <QTest>
#include <cmath>
#include <map>

#include "app/window/command_list.h"
#include "app/window/form_model.h"

namespace archivolt::test {

namespace {

constexpr int kPatience = 20000;
constexpr double kLeastContrast = 4.5;  // Source: WCAG 2.2, 1.4.3 Contrast (Minimum), level AA.

/// Source: WCAG 2.2, relative luminance.
double luminance(QRgb colour) {
    const auto part = [](int value) {
        const double c = value / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(qRed(colour)) + 0.7152 * part(qGreen(colour)) +
           0.0722 * part(qBlue(colour));
}

double contrast(QRgb a, QRgb b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

/// A text or a control that shows, with where it is in the window.
struct Shown {
    const QQuickItem* item = nullptr;
    QString text;  // Empty for a control.
    QRectF area;
};

bool isText(const QQuickItem& item) {
    return item.inherits("QQuickText") && !item.property("text").toString().isEmpty();
}

bool isControl(const QQuickItem& item) {
    return item.inherits("QQuickAbstractButton") || item.inherits("QQuickTextField") ||
           item.inherits("QQuickTextArea");
}

/// What surrounds an item: how much of it shows, and whether what does not can be scrolled to.
struct Surroundings {
    QRectF visible;
    bool scrolls = false;
};

/// All that shows of a view, and what its surroundings cut off.
struct Collected {
    std::vector<Shown> shown;
    QStringList cutOff;
};

/// Collects the texts and controls below an item as far as nothing dims them or hides them.
void collect(const QQuickItem* item, Surroundings around, Collected& all) {
    if (!item->isVisible() || item->opacity() < 1 || !item->isEnabled()) return;
    if (item->clip()) around.visible &= item->mapRectToScene(item->boundingRect());
    around.scrolls = around.scrolls || item->inherits("QQuickFlickable");
    if (isText(*item) || isControl(*item)) {
        const QRectF area = item->mapRectToScene(item->boundingRect());
        const QString text = isText(*item) ? item->property("text").toString() : QString();
        const bool whole = around.visible.contains(area.adjusted(1, 1, -1, -1));
        if (area.width() > 0 && whole) {
            all.shown.push_back({item, text, area});
        } else if (area.width() > 0 && !around.scrolls && !text.isEmpty()) {
            all.cutOff.append(text);
        }
    }
    for (const QQuickItem* child : item->childItems()) collect(child, around, all);
}

/// Says whether hovering somewhere around an item tells a text whole.
bool isToldOnHover(const QQuickItem* item, const QString& text) {
    for (int up = 0; item != nullptr && up < 6; item = item->parentItem(), ++up) {
        for (const QObject* child : item->children()) {
            const QString type = QString::fromLatin1(child->metaObject()->className());
            if (!type.startsWith(QStringLiteral("Hint_QMLTYPE"))) continue;
            if (child->property("text").toString().contains(text)) return true;
        }
        if (item->property("hint").toString().contains(text)) return true;
    }
    return false;
}

/// Returns the colour that most of an area has: what stands behind its text.
QRgb groundOf(const QImage& picture, const QRectF& area) {
    const double scale = picture.devicePixelRatio();
    std::map<QRgb, int> counts;
    const QRect pixels =
        QRectF(area.topLeft() * scale, area.size() * scale).toRect() & picture.rect();
    for (int y = pixels.top(); y <= pixels.bottom(); y += 2) {
        for (int x = pixels.left(); x <= pixels.right(); x += 2) ++counts[picture.pixel(x, y)];
    }
    QRgb most = 0;
    int count = 0;
    for (const auto& [colour, times] : counts) {
        if (times <= count) continue;
        most = colour;
        count = times;
    }
    return most;
}

/// Returns what is wrong with one text: cut and not told elsewhere, or too faint.
QStringList faultsOf(const Shown& each, const QImage& picture) {
    QStringList faults;
    const QQuickItem& item = *each.item;
    const bool isCut = item.property("truncated").toBool() ||
                       item.property("contentWidth").toDouble() > item.width() + 1;
    if (isCut && !isToldOnHover(&item, each.text)) {
        faults += QStringLiteral("cut and not told: %1").arg(each.text);
    }
    if (each.text.contains(QLatin1Char('`'))) {
        faults += QStringLiteral("marks of a terminal: %1").arg(each.text);
    }
    const QRgb ink = item.property("color").value<QColor>().rgb();
    const double ratio = contrast(ink, groundOf(picture, each.area));
    if (ratio < kLeastContrast) {
        faults += QStringLiteral("contrast %1 of %2").arg(ratio, 0, 'f', 2).arg(each.text);
    }
    return faults;
}

QString nameOf(const Shown& each) {
    if (!each.text.isEmpty()) return each.text;
    const QString text = each.item->property("text").toString();
    return QString::fromLatin1(each.item->metaObject()->className()) + QLatin1Char(' ') + text;
}

/// Returns the texts and controls that lie on a sibling of theirs.
QStringList overlapsOf(const std::vector<Shown>& shown) {
    QStringList faults;
    for (std::size_t a = 0; a < shown.size(); ++a) {
        for (std::size_t b = a + 1; b < shown.size(); ++b) {
            if (shown[a].item->parentItem() != shown[b].item->parentItem()) continue;
            const QRectF both = shown[a].area & shown[b].area;
            if (both.width() <= 1 || both.height() <= 1) continue;
            faults += QStringLiteral("%1 lies on %2").arg(nameOf(shown[a]), nameOf(shown[b]));
        }
    }
    return faults;
}

/// Returns the item of a class of ours below another one.
QQuickItem* findItem(QQuickItem* item, const char* type,
                     const std::function<bool(const QQuickItem&)>& fits) {
    if (QByteArray(item->metaObject()->className()).startsWith(type) && fits(*item)) return item;
    for (QQuickItem* child : item->childItems()) {
        if (QQuickItem* found = findItem(child, type, fits)) return found;
    }
    return nullptr;
}

}  // namespace

void prepareScreens(const QTemporaryDir& folder) {
    QJsonArray screens;
    for (const int pixels : {1, 2}) {
        screens.append(QJsonObject{{QStringLiteral("name"), QStringLiteral("screen%1").arg(pixels)},
                                   {QStringLiteral("x"), (pixels - 1) * 4000},
                                   {QStringLiteral("y"), 0},
                                   {QStringLiteral("width"), 2000 * pixels},
                                   {QStringLiteral("height"), 1200 * pixels}});
    }
    const QString path = folder.filePath(QStringLiteral("screens.json"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) qFatal("the screens can't be described");
    file.write(QJsonDocument(QJsonObject{{QStringLiteral("screens"), screens}}).toJson());
    // The platform's own ratio is of screens alone; windows take that of the desktop's settings.
    qputenv("QT_SCREEN_SCALE_FACTORS", "screen1=1;screen2=2");
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + path.toUtf8());
}

LookWindow::LookWindow(const Shape& shape)
    : m_prefix(QStringLiteral("%1-%2%3%4-")
                   .arg(shape.size.width())
                   .arg(QLatin1String(shape.theme), QLatin1String(shape.isTwice ? "-twice" : ""),
                        QLatin1String(shape.hasTypeface ? "" : "-plain"))) {
    m_workspace = std::make_unique<Workspace>(Workspace::Surroundings{
        m_files, Catalog::embedded(), stateFolder().toStdString(), m_folder.path().toStdString(),
        [] { return std::make_unique<RankEngine>(); }});
    m_settings.setTheme(QString::fromLatin1(shape.theme));
    m_settings.setWindowWidth(shape.size.width());
    m_settings.setWindowHeight(shape.size.height());
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_engine->setInitialProperties(
        {{QStringLiteral("workspace"), QVariant::fromValue(m_workspace.get())},
         {QStringLiteral("settings"), QVariant::fromValue(&m_settings)}});
    m_engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Archivolt/Main.qml")));
    m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().value(0));
    if (m_window == nullptr) return;
    QScreen* screen = QGuiApplication::screens().at(shape.isTwice ? 1 : 0);
    m_window->setScreen(screen);
    m_window->setGeometry(QRect(screen->geometry().topLeft() + QPoint(10, 10), shape.size));
}

LookWindow::~LookWindow() { m_engine.reset(); }

bool LookWindow::isShown() const {
    return m_window != nullptr && QTest::qWaitForWindowExposed(m_window);
}

bool LookWindow::previewsAreDrawn() const {
    const auto waits = [](const QQuickItem& item) {
        return item.isVisible() && !item.property("isDrawn").toBool();
    };
    return QTest::qWaitFor(
        [&] {
            return findItem(m_window->contentItem(), "archivolt::PreviewItem", waits) == nullptr;
        },
        kPatience);
}

bool LookWindow::run(const char* command) const {
    return m_window->findChild<CommandList*>()->run(QString::fromLatin1(command));
}

bool LookWindow::settles() const {
    const bool done = QTest::qWaitFor([this] { return !document().isChecking(); }, kPatience);
    QTest::qWait(50);
    return done;
}

void LookWindow::select(const char* name) const {
    const auto& stack = document().session().design()->stacks.front();
    const auto resource = stack->body.resources.find(name);
    document().select(resource ? DesignSelection{{resource->id}, {}} : DesignSelection{});
}

void LookWindow::openForm() const {
    auto* form = m_window->findChild<FormModel*>();
    for (int row = 0; row < form->rowCount() && row < 60; ++row) {
        const QModelIndex index = form->index(row);
        const bool shut = form->data(index, FormModel::CountRole).toInt() > 0 &&
                          !form->data(index, FormModel::OpenRole).toBool();
        if (shut) form->toggle(form->data(index, FormModel::KeyRole).toString());
    }
}

void LookWindow::giveUp() const {
    QTest::keyClick(m_window, Qt::Key_Escape);
    QTest::qWait(30);
}

bool LookWindow::openChoices(const QString& keyEnd) const {
    QQuickItem* row = nullptr;
    const bool shows = QTest::qWaitFor(
        [&] {
            row = findItem(m_window->contentItem(), "FormRow", [&](const QQuickItem& item) {
                return item.property("key").toString().endsWith(keyEnd);
            });
            return row != nullptr;
        },
        kPatience);
    return shows && QMetaObject::invokeMethod(row, "choicesAsked", Q_ARG(QQuickItem*, row));
}

const QQuickItem* LookWindow::topItem() const {
    const QQuickItem* top = nullptr;
    for (const QQuickItem* child : m_window->contentItem()->childItems()) {
        if (!child->inherits("QQuickOverlay") || !child->isVisible()) continue;
        for (const QQuickItem* popup : child->childItems()) {
            if (popup->isVisible() && popup->inherits("QQuickPopupItem")) top = popup;
        }
    }
    // Why a file can't be opened covers all that there is.
    if (top != nullptr) return top;
    return findItem(m_window->contentItem(), "OpenFailure",
                    [](const QQuickItem& item) { return item.isVisible(); });
}

QStringList LookWindow::faultsIn(const QImage& picture) const {
    Collected all;
    const QQuickItem* top = topItem();
    collect(top == nullptr ? m_window->contentItem() : top,
            {QRectF(QPointF(), QSizeF(m_window->size()))}, all);
    QStringList faults;
    for (const QString& text : all.cutOff) faults += QStringLiteral("cut off: ") + text;
    for (const Shown& each : all.shown) {
        if (!each.text.isEmpty()) faults += faultsOf(each, picture);
    }
    faults += overlapsOf(all.shown);
    return faults;
}

void LookWindow::look(const char* view) {
    // What the pointer rests on tells something; away with it.
    QTest::mouseMove(m_window, QPoint(m_window->width() - 2, m_window->height() - 2));
    QTest::qWait(30);
    ++m_views;
    const QString name = m_prefix + QString::fromLatin1(view);
    const auto grabbed = [&] {
        QImage picture = m_window->grabWindow();
        picture.setDevicePixelRatio(double(picture.width()) / m_window->width());
        return picture;
    };
    const QImage picture = grabbed();
    const QString kept = qEnvironmentVariable("ARCHIVOLT_LOOK_FOLDER");
    if (!kept.isEmpty()) picture.save(kept + QLatin1Char('/') + name + QStringLiteral(".png"));
    const auto* form = m_window->findChild<FormModel*>();
    for (int row = 0; row < form->rowCount(); ++row) {
        m_editors.insert(form->data(form->index(row), FormModel::EditorRole).toString());
    }
    QStringList faults = faultsIn(picture);
    if (!faults.isEmpty()) {
        // On a busy machine rows may not be laid out yet: what is wrong has to stay so.
        QTest::qWait(300);
        faults = faultsIn(grabbed());
    }
    for (const QString& fault : faults) m_faults += name + QStringLiteral(": ") + fault + u'\n';
}

}  // namespace archivolt::test
