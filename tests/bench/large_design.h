#pragma once

#include <cstddef>
#include <string>

namespace archivolt::test {

/// Returns the template of window_frames.py: VPCs of 24 subnets of 51 instances, `instances` at
/// least.
[[nodiscard]] std::string largeDesign(std::size_t instances);

}  // namespace archivolt::test
