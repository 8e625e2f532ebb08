#pragma once

#include <optional>
#include <string_view>

#include "model/traffic/plant/plant.h"

namespace archivolt::traffic {

/// What a type of instance (`t3.medium`, `db.m6g.large`, `cache.r6g.xlarge`) is.
struct InstanceFacts {
    std::uint32_t vcpus = 0;
    double memoryGib = 0;
    std::optional<CreditSpec> credits;  ///< With the launch credits of T2, at its default mode.
};

/// Returns a type's facts; nothing for types that follow no rule known here.
///
/// Sizes: `medium` has 1 vCPU, `large` 2, `xlarge` 4, `Nxlarge` 4N; memory for each vCPU by family:
/// 2 GiB (c), 4 (m), 8 (r, x by 16). T2 and T3 to T4g have a table of their own (T33 to T35).
/// Source: Amazon EC2 user guide, instance types; burstable performance instances.
[[nodiscard]] std::optional<InstanceFacts> instanceFacts(std::string_view type);

/// Returns an RDS engine's default max_connections for so much memory (T53); nothing for engines
/// that the facts do not speak of.
[[nodiscard]] std::optional<std::uint32_t> defaultConnections(std::string_view engine,
                                                              double memoryGib);

}  // namespace archivolt::traffic
