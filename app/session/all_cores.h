#pragma once

#include <cstddef>
#include <functional>

namespace archivolt {

/// Deals pieces of work out to as many threads as the machine runs at once; returns when all are
/// done.
void onAllCores(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace archivolt
