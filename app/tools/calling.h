#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/design/edit.h"
#include "model/design/naming_index.h"

namespace archivolt::tools {

/// What has one thing call, feed or use another one, in edits of their stack.
struct CallPlan {
    std::vector<Edit> edits;  ///< Empty: it can't be, or is so already.
    std::string why;          ///< What they do, or why there are none.
};

/// Finds what a line between two things of one stack makes that are no hosts of a network: rules,
/// topics, buckets, queues, streams and APIs call functions, or feed queues; functions, state
/// machines, instances and roles may use what the line leads to. The call itself is made, and what
/// permits it.
///
/// Nothing for two types of which the data tell no such way. A role that is not of the stack, or a
/// list that is no plain one, is refused with the reason.
/// Source: what SAM makes of connectors (resources/policies; SAM Developer Guide,
/// reference-sam-connector); CloudFormation, AWS::Events::Rule Target, AWS::SNS::Subscription,
/// AWS::S3::Bucket LambdaConfiguration, AWS::Lambda::EventSourceMapping,
/// AWS::ApiGatewayV2::Integration.
[[nodiscard]] std::optional<CallPlan> planCall(const std::shared_ptr<const Stack>& stack,
                                               const NamingIndex& naming,
                                               const std::shared_ptr<const Resource>& from,
                                               const std::shared_ptr<const Resource>& to);

}  // namespace archivolt::tools
