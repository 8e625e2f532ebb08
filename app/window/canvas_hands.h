#pragma once

#include <QPointF>

#include "app/tools/tool.h"
#include "app/window/seen_view.h"
#include "model/design/naming_index.h"

namespace archivolt {

/// What the hands do over the canvas, as far as events have told it.
struct CanvasHands {
    tools::Mods mods;
    NamingIndex naming;  ///< Of what is under them.
    QPointF pointer;
    SeenView seen;  ///< What a press may be aimed at.
    QPointF aim;    ///< From where the button went down to what it was aimed at, until it goes up.
    bool isPointed = false;  ///< The pointer is over the drawing.
    Hit hovered;
    bool mayScroll = false;  ///< The pointer was away from the edges since the gesture began.
    bool holdsSpace = false;
    bool walks = false;             ///< What is selected was gone to by key.
    bool hasKeyboardFocus = false;  ///< The focus came by a key, so that it has to be shown.
};

}  // namespace archivolt
