#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "app/command/command_line.h"
#include "app/files/disk_files.h"
#include "app/window/run_window.h"

namespace {

/// Says whether standard output is a terminal that wants colour. Source: no-color.org.
bool wantsColour() {
    const char* noColour = std::getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) != 0 && (noColour == nullptr || *noColour == '\0');
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (!archivolt::isCommand(arguments)) return archivolt::runWindow(argc, argv);
    archivolt::DiskFiles files;
    return static_cast<int>(
        archivolt::runCommand(arguments, {std::cin, std::cout, std::cerr, files, wantsColour()}));
}
