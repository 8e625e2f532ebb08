#include "app/window/window_theme.h"

#include <QGuiApplication>
#include <QPalette>

namespace archivolt {

namespace {
constexpr int kMiddleLightness = 128;

bool isDesktopDark() {
    return QGuiApplication::palette().color(QPalette::Window).lightness() < kMiddleLightness;
}

}  // namespace

WindowTheme::WindowTheme(QObject* parent) : QObject(parent), m_dark(isDesktopDark()) {}

void WindowTheme::follow(const QString& name) {
    setDark(name == QStringLiteral("dark") || (name != QStringLiteral("light") && isDesktopDark()));
}

QColor WindowTheme::hue(int hue, bool dark) const {
    const Theme& wanted = dark ? darkTheme() : lightTheme();
    const auto kind = static_cast<Hue>(hue);
    return of(wanted.hue(kind));
}

void WindowTheme::setDark(bool dark) {
    if (dark == m_dark) return;
    m_dark = dark;
    Q_EMIT changed();
}

}  // namespace archivolt
