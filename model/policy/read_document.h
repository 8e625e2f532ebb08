#pragma once

#include <functional>
#include <vector>

#include "model/policy/document.h"
#include "model/value/value.h"

namespace archivolt {

/// What a reference to another resource (a `Ref`, `GetAtt` or `ImportValue` call that evaluation
/// left) comes to; none where it can't be said.
using ReferenceText = std::function<std::vector<TextPart>(const Value& call)>;

struct PolicyReadOptions {
    PolicyKind kind = PolicyKind::Identity;
    Path path;                    ///< What the paths of elements and findings start with.
    ReferenceText referenceText;  ///< May be empty: then references are unknown.
};

/// Reads a policy document from a value tree, evaluated or of plain JSON; a text is read as JSON.
///
/// It never fails: what AWS would reject gives `IAM-E1` findings and, where it takes the document's
/// meaning away, `rejected`; what evaluation could not tell is unknown, element by element.
/// Source: IAM User Guide, reference_policies_grammar; Organizations, the syntax of SCPs and RCPs.
[[nodiscard]] PolicyReading readPolicyDocument(const Value& document,
                                               const PolicyReadOptions& options);

}  // namespace archivolt
