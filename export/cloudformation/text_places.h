#pragma once

#include <string_view>
#include <vector>

#include "export/cloudformation/span_tree.h"
#include "export/cloudformation/span_value.h"
#include "export/cloudformation/text_position.h"
#include "model/base/diagnostic.h"

namespace archivolt {

/// What finding places in one text takes, made once for many questions; for one thread, since links
/// remember. The tree must outlive it.
struct TextPlaces {
    explicit TextPlaces(const SpanTree& ofText) : tree(ofText), lines(ofText.text), links(ofText) {}

    const SpanTree& tree;
    LineIndex lines;
    SpanLinks links;
};

/// Sets file, line and column where a diagnostic, or a place related to it, has but a path.
void fillPositions(std::vector<Diagnostic>& diagnostics, const TextPlaces& places,
                   const SharedText& file);

}  // namespace archivolt
