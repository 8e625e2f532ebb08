#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/describe/inventory.h"
#include "model/base/diagnostic.h"
#include "model/catalog/catalog.h"
#include "model/design/stack.h"

namespace archivolt {

/// A file of AWS CLI output.
struct DescribeFile {
    std::string name;  ///< As the user named it, for messages.
    std::string path;  ///< Its way below the folder that was given; tells account and Region.
    std::string text;
};

/// Observed stacks made of AWS CLI output, and what was found on the way.
struct DescribeReading {
    std::vector<Stack> stacks;  ///< By account, then Region; named `ACCOUNT-REGION`.
    std::vector<Diagnostic> diagnostics;
    bool usable = false;  ///< False when a file can't be read whole, or nothing was described.
    /// Where each resource was described, by stack and logical id.
    std::map<std::pair<std::string, std::string>, Where> places;
};

/// The largest file of output that is read.
inline constexpr std::size_t kMaxDescribeBytes = std::size_t{64} << 20U;

/// Says whether a text is JSON output of the AWS CLI, or several in one: not a template.
[[nodiscard]] bool looksLikeDescribe(std::string_view text, const Catalog& catalog);

/// Makes observed stacks, one for each account and Region, of `aws … describe-*` output.
///
/// An output is known by its top-level keys, never by its name; a combined file is an object of
/// several keys, an object of outputs under free labels, or a list of outputs. Where a thing is:
/// see Inventory. Types whose `describe` the catalogue has are read by it. AWS ids are the
/// resources' names; what has none goes by its own name, with the service before it where two have
/// the same (`rds:orders`). What no output tells is not assumed: it is unknown, with the reason,
/// and a diagnostic says which commands are missing.
///
/// Resource ids are taken from `nextId` on. Files count in the order given; of a thing that is
/// described twice the first counts. What is found is of `describeRules()`, or of JSON; errors make
/// it unusable.
[[nodiscard]] DescribeReading readDescribe(std::vector<DescribeFile> files,
                                           const DescribeDefaults& defaults, const Catalog& catalog,
                                           std::uint32_t& nextId);

/// Returns everything that may be wrong with output of the AWS CLI.
[[nodiscard]] std::vector<const Rule*> describeRules();

/// Says whether a finding is that an output is not in the folder.
[[nodiscard]] bool tellsOfMissingOutput(const Diagnostic& finding);

}  // namespace archivolt
