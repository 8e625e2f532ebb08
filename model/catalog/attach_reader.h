#pragma once

#include "model/catalog/attach_facts.h"
#include "model/catalog/json_fields.h"

namespace archivolt {

/// Reads the `attach` of an entry of systems.json; see resources/catalog/README.md.
///
/// What is wrong is noted in `error`, with `place`.
[[nodiscard]] AttachFacts readAttach(const Json& json, const std::string& place,
                                     std::string& error);

/// Reads the `describe` of an entry, likewise.
[[nodiscard]] DescribeFacts readDescribeFacts(const Json& json, const std::string& place,
                                              std::string& error);

}  // namespace archivolt
