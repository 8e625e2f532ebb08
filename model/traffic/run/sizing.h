#pragma once

#include <cstdint>
#include <string>

#include "model/traffic/run/world.h"

namespace archivolt::traffic {

// How large a fleet is to be.

/// Gives a fleet another desired size, within its bounds and not below what is forecast for now.
void resizeFleet(World& world, std::uint32_t fleet, std::uint32_t size, const std::string& why);
/// Returns the average utilisation of a fleet's members since its metric was last looked at, in
/// percent; 0 where none is in it.
[[nodiscard]] double averageCpu(World& world, Fleet& fleet);
/// Books the hour that ended, forecasts those to come, and sizes the fleet by that.
void forecastTick(World& world, std::uint32_t fleet);

}  // namespace archivolt::traffic
