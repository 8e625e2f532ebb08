#pragma once

#include "app/modes/reach/path_news.h"
#include "render/scene/build_scene.h"

namespace archivolt {

/// Keeps a box and all around it from fading.
void keepConcerned(Overlay& overlay, BoxIndex box, const Diagram& diagram);

/// Marks what one end reaches or is reached by: the ways are drawn, what is not concerned fades.
void addList(Overlay& overlay, const ReachList& list, const Diagram& diagram);

/// Marks a trace: the way there, the way of the answer where that dies, a cross on each thing that
/// stops it; what is not concerned fades.
void addTrace(Overlay& overlay, const TraceView& trace, const Diagram& diagram);

/// Marks paths that something opened or closed; what is not concerned fades.
void addNews(Overlay& overlay, const std::vector<PathNews>& news, const Diagram& diagram);

}  // namespace archivolt
