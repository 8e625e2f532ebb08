#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/value/value.h"

namespace archivolt {

/// Returns what a name in a document of SAM's stands for: `QueueName`, `AWS::Region`,
/// `Destination.Arn`; nothing where it is not given.
using ServerlessName = std::function<std::optional<Value>(std::string_view name)>;

/// Returns what a policy template of SAM grants, `DynamoDBCrudPolicy`, with the given values in its
/// texts; a value that is not given is unknown. Nothing for a template that SAM does not have as of
/// the data. Source: resources/policies; SAM Developer Guide, serverless-policy-templates.
[[nodiscard]] std::optional<Value> serverlessTemplate(std::string_view name,
                                                      const ServerlessName& names);

/// Who gets what a connector writes.
enum class ConnectorHolder : std::uint8_t {
    SourceRole,
    DestinationRole,
    Destination  ///< Itself: a queue's or topic's policy, or a permission of a function.
};

/// What one connector of SAM grants, by kind of access.
struct ConnectorGrant {
    ConnectorHolder holder = ConnectorHolder::SourceRole;
    std::string category;   ///< `Read` or `Write`.
    std::string_view text;  ///< The document, for `serverlessDocument`.
};

/// Returns what SAM makes of a connector between two types.
/// Source: resources/policies; SAM Developer Guide, reference-sam-connector.
[[nodiscard]] std::vector<ConnectorGrant> connectorGrants(std::string_view source,
                                                          std::string_view destination);

/// Returns a connector's document of the data with the names in its texts replaced, and with the
/// Version that SAM writes; of a policy template it writes none.
[[nodiscard]] Value serverlessDocument(std::string_view text, const ServerlessName& names);

/// Returns the version of the data, `aws-sam-translator 1.115.0`.
[[nodiscard]] std::string_view serverlessVersion();

}  // namespace archivolt
