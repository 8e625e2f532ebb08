#pragma once

#include <memory>
#include <optional>
#include <string>

#include "export/cloudformation/splice_layout.h"
#include "export/cloudformation/text_style.h"
#include "export/cloudformation/write_template.h"
#include "model/base/result.h"
#include "model/base/rule.h"
#include "model/design/stack.h"

namespace archivolt {

/// Writes templates that were edited since their text was opened, changing that text as little as
/// can be.
///
/// The text is read only where `source` does not say how it lies. Immutable once made; `source`
/// must outlive it.
class TemplateSplicer {
public:
    explicit TemplateSplicer(const TemplateSource& source);

    /// Returns the source's text with only what differs between `source.opened` and `wanted`
    /// changed.
    ///
    /// Resources are matched by id (one that `opened` does not have: by logical id), so a rename
    /// touches keys only; other things by key, items of lists by likeness. Comments, order, quotes,
    /// tag style, anchors and line breaks stay; new text follows the style of the text around it.
    /// What an edit may bear on is read again and must give `wanted`, order included. Where no edit
    /// of single values does, the smallest entry that does is written anew. Fails with SPLICE-1
    /// where the source can't be read, SPLICE-2 where nothing gives `wanted`: the edit is refused.
    [[nodiscard]] Result<std::string> textFor(const Template& wanted) const;

private:
    void learn(std::shared_ptr<const SpanTree> tree);

    const TemplateSource& m_source;
    std::shared_ptr<const SpanTree> m_tree;  // Null when the source can't be read.
    std::optional<TextLayout> m_layout;      // Of the tree.
    std::string m_problem;
    TextStyle m_style;
    Value m_before;  // What the text was read as.
};

/// Returns `source.text` with only what differs between `source.opened` and `wanted` changed, as
/// `TemplateSplicer::textFor` does.
[[nodiscard]] Result<std::string> spliceTemplate(const TemplateSource& source,
                                                 const Template& wanted);

/// Why an edit is refused.
[[nodiscard]] RuleList splicingRules();

}  // namespace archivolt
