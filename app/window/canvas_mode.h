#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "app/window/analysis_service.h"
#include "app/window/routed_paths.h"
#include "render/scene/build_scene.h"

namespace archivolt {

/// What explains the drawing while it is on: it marks, and takes clicks; it never moves a box.
class CanvasMode : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the window has them")

public:
    using QObject::QObject;
    /// Adds its marks for a drawing, which may be newer than what they were made for.
    virtual void mark(Overlay& overlay, const Drawing& drawing) const = 0;
    /// Takes a click on a box of the drawing, kNoBox for a free place.
    virtual void click(BoxIndex box) = 0;
    /// Is told when it is turned on or off.
    virtual void turn(bool on) = 0;
    /// Returns how the paths that it marks run, where that was found off the window's thread; null
    /// pointer where not.
    [[nodiscard]] virtual std::shared_ptr<const PathRoutes> routes() const { return nullptr; }
    /// Says whether marks for this newest drawing are about to come (`marksChanged`), so that all
    /// else is painted by then.
    [[nodiscard]] virtual bool isAboutToMark(const Drawing& /*drawing*/) const { return false; }

Q_SIGNALS:
    void marksChanged();
};

}  // namespace archivolt
