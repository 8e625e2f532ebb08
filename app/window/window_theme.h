#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QObject>

#include "app/window/view_fit.h"
#include "render/scene/theme.h"

namespace archivolt {

/// Returns a colour of the theme without its alpha.
[[nodiscard]] inline QColor opaque(const Color& color) {
    return {color.red, color.green, color.blue};
}

/// The tokens of the light or the dark theme for QML, and the window's sizes.
class WindowTheme : public QObject {
    Q_OBJECT
    QML_NAMED_ELEMENT(Theme)
    QML_SINGLETON
    Q_PROPERTY(bool dark READ dark WRITE setDark NOTIFY changed)
    Q_PROPERTY(QColor window READ window NOTIFY changed)
    Q_PROPERTY(QColor canvas READ canvas NOTIFY changed)
    Q_PROPERTY(QColor surface READ surface NOTIFY changed)
    Q_PROPERTY(QColor raised READ raised NOTIFY changed)
    Q_PROPERTY(QColor line READ line NOTIFY changed)
    Q_PROPERTY(QColor text READ text NOTIFY changed)
    Q_PROPERTY(QColor muted READ muted NOTIFY changed)
    Q_PROPERTY(QColor accent READ accent NOTIFY changed)
    Q_PROPERTY(QColor accentSoft READ accentSoft NOTIFY changed)
    Q_PROPERTY(QColor accentInk READ accentInk NOTIFY changed)
    Q_PROPERTY(QColor pass READ pass NOTIFY changed)
    Q_PROPERTY(QColor passSoft READ passSoft NOTIFY changed)
    Q_PROPERTY(QColor stop READ stop NOTIFY changed)
    Q_PROPERTY(QColor stopSoft READ stopSoft NOTIFY changed)
    Q_PROPERTY(QColor warn READ warn NOTIFY changed)
    Q_PROPERTY(QColor warnSoft READ warnSoft NOTIFY changed)
    Q_PROPERTY(QColor faint READ faint NOTIFY changed)
    Q_PROPERTY(QString monoFamily READ monoFamily CONSTANT)
    Q_PROPERTY(int topBarHeight READ topBarHeight CONSTANT)
    Q_PROPERTY(int inspectorWidth READ inspectorWidth CONSTANT)
    Q_PROPERTY(int leftWidth READ leftWidth CONSTANT)
    Q_PROPERTY(int narrowInspectorWidth READ narrowInspectorWidth CONSTANT)
    Q_PROPERTY(int narrowLeftWidth READ narrowLeftWidth CONSTANT)
    Q_PROPERTY(int wideWindow READ wideWindow CONSTANT)
    Q_PROPERTY(int findingsHeight READ findingsHeight CONSTANT)
    Q_PROPERTY(int statusHeight READ statusHeight CONSTANT)

public:
    /// Takes on the colours of this name: `light`, `dark`, or the desktop's for any other.
    Q_INVOKABLE void follow(const QString& name);
    /// Begins dark where the desktop's palette is.
    explicit WindowTheme(QObject* parent = nullptr);

    [[nodiscard]] const Theme& theme() const { return m_dark ? darkTheme() : lightTheme(); }
    [[nodiscard]] bool dark() const { return m_dark; }
    void setDark(bool dark);

    [[nodiscard]] QColor window() const { return of(theme().window); }
    [[nodiscard]] QColor canvas() const { return of(theme().canvas); }
    [[nodiscard]] QColor surface() const { return of(theme().surface); }
    [[nodiscard]] QColor raised() const { return of(theme().raised); }
    [[nodiscard]] QColor line() const { return of(theme().line); }
    [[nodiscard]] QColor text() const { return of(theme().text); }
    [[nodiscard]] QColor muted() const { return of(theme().muted); }
    [[nodiscard]] QColor accent() const { return of(theme().accent.ink); }
    [[nodiscard]] QColor accentSoft() const { return of(theme().accent.soft); }
    [[nodiscard]] QColor accentInk() const { return of(theme().accentInk); }
    [[nodiscard]] QColor pass() const { return of(theme().pass.ink); }
    [[nodiscard]] QColor passSoft() const { return of(theme().pass.soft); }
    [[nodiscard]] QColor stop() const { return of(theme().stop.ink); }
    [[nodiscard]] QColor stopSoft() const { return of(theme().stop.soft); }
    [[nodiscard]] QColor warn() const { return of(theme().warn.ink); }
    [[nodiscard]] QColor warnSoft() const { return of(theme().warn.soft); }
    [[nodiscard]] QColor faint() const { return of(theme().faint); }
    /// Returns the colour of a kind of thing (a `Hue`), for icons.
    Q_INVOKABLE QColor hue(int hue, bool dark) const;
    [[nodiscard]] static QString monoFamily() { return QStringLiteral("JetBrains Mono"); }
    [[nodiscard]] static int topBarHeight() { return kTopBarHeight; }
    [[nodiscard]] static int inspectorWidth() { return kInspectorWidth; }
    [[nodiscard]] static int leftWidth() { return kLeftWidth; }
    [[nodiscard]] static int narrowInspectorWidth() { return kNarrowInspectorWidth; }
    [[nodiscard]] static int narrowLeftWidth() { return kNarrowLeftWidth; }
    [[nodiscard]] static int wideWindow() { return kWideWindow; }
    [[nodiscard]] static int findingsHeight() { return kFindingsHeight; }
    [[nodiscard]] static int statusHeight() { return kStatusHeight; }

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] static QColor of(Color c) { return {c.red, c.green, c.blue, c.alpha}; }
    bool m_dark = false;
};

}  // namespace archivolt
