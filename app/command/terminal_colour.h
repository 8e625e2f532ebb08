#pragma once

namespace archivolt {

/// Says whether standard output is a terminal that wants colour. Source: no-color.org.
[[nodiscard]] bool wantsColour();

}  // namespace archivolt
