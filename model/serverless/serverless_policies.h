#pragma once

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

/// What one connector of SAM grants, by kind of access.
struct ConnectorGrant {
    bool toSource = true;   ///< The role of the source gets it; else the destination's.
    std::string category;   ///< `Read` or `Write`.
    std::string_view text;  ///< The document, for `serverlessDocument`.
};

/// What SAM makes of a connector between two types.
struct ConnectorFacts {
    std::vector<ConnectorGrant> grants;
    bool onResource = false;  ///< It writes a policy on the destination, or a permission.
};
/// Source: resources/policies; SAM Developer Guide, reference-sam-connector.
[[nodiscard]] ConnectorFacts connectorFacts(std::string_view source, std::string_view destination);

/// Returns a connector's document of the data with the names in its texts replaced, and with the
/// Version that SAM writes; of a policy template it writes none.
[[nodiscard]] Value serverlessDocument(std::string_view text, const ServerlessName& names);

/// Returns the version of the data, `aws-sam-translator 1.115.0`.
[[nodiscard]] std::string_view serverlessVersion();

}  // namespace archivolt
