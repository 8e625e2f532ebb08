#pragma once

#include "app/command/command_line.h"
#include "app/session/open_design.h"

namespace archivolt {

/// Returns the status of a design that is not usable: wrong usage where only the options of the
/// command line are wrong, else that of input that can't be read.
[[nodiscard]] inline ExitStatus statusOfUnusable(const OpenedDesign& opened) {
    return opened.wrongOptions ? ExitStatus::Usage : ExitStatus::Unreadable;
}

}  // namespace archivolt
