#pragma once

namespace archivolt {

/// Runs the window, on a file when one is named; returns the process's exit status.
int runWindow(int argc, char** argv);

}  // namespace archivolt
