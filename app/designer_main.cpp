#include <iostream>

#include "app/command/command_line.h"
#include "app/command/terminal_colour.h"
#include "app/files/disk_files.h"
#include "app/picture/render_picture.h"
#include "app/picture/worker_process.h"
#include "app/window/run_window.h"
#include "render/layout/dot_worker.h"

// The program with the window, which `archivolt` becomes where something is to be drawn. It knows
// every sub-command besides, and the hidden one that lays out a container.

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments == std::vector<std::string>{archivolt::kLayoutWorkerCommand}) {
        return archivolt::layoutWorker(std::cin, std::cout);
    }
    if (!archivolt::isCommand(arguments)) return archivolt::runWindow(argc, argv);
    archivolt::DiskFiles files;
    return static_cast<int>(
        archivolt::runCommand(arguments, {std::cin, std::cout, std::cerr, files,
                                          archivolt::wantsColour(), &archivolt::renderPicture}));
}
