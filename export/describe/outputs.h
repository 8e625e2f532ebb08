#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "export/describe/item.h"
#include "export/describe/operations.h"

namespace archivolt {

/// One output of the AWS CLI inside a file.
struct Output {
    const Operation* operation = nullptr;
    Item list;                  ///< The operation's list (or object), for messages.
    std::vector<Item> items;    ///< Objects all.
    std::vector<Item> parents;  ///< By item, what it stood in (a reservation); none for the rest.
    /// The folders and the file, and the labels inside a combined file, parted by `/`.
    std::string path;
    std::string subject;  ///< The id or ARN that stands beside the list, where one does.
    std::string cut;      ///< Not empty: why the list is not whole.
};

/// Adds every output that stands in a source: at its top, or below labels or in a list.
///
/// Reports keys of lists that are not read (DESCRIBE-9, low) and lists that are cut (DESCRIBE-3).
/// `path` is the file's way below the folder that was given. Labels nest at most four deep.
void addOutputs(DescribeSource& source, const std::string& path, const Operations& operations,
                std::vector<Output>& outputs);

/// Says whether a JSON text holds at least one output that is read, and is no template.
[[nodiscard]] bool holdsOutputs(const SpanTree& tree, const Operations& operations);

/// What may be wrong with an output.
[[nodiscard]] RuleList outputRules();

}  // namespace archivolt
