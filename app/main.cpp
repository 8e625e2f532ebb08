#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "app/command/command_line.h"
#include "app/command/terminal_colour.h"
#include "app/files/disk_files.h"

// The command. It answers without Qt, whose libraries take longer to load than most designs to
// check; what draws is a program of its own, which this one becomes.

namespace {

/// Returns the places of the program with the window: beside this one as built, or installed.
std::array<std::filesystem::path, 2> designerPlaces() {
    std::error_code error;
    const auto here = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    return {here / "archivolt-designer",
            here.parent_path() / ARCHIVOLT_LIBEXEC / "archivolt" / "archivolt-designer"};
}

/// Becomes the program with the window; returns only when there is none.
int becomeDesigner(char** argv) {
    for (const auto& place : designerPlaces()) {
        execv(place.c_str(), argv);
        if (errno == ENOENT) continue;
        std::cerr << "error: " << place.string() << " can't be started: " << std::strerror(errno)
                  << '\n';
        return static_cast<int>(archivolt::ExitStatus::Unreadable);
    }
    std::cerr << "error: archivolt-designer, which draws, is missing; install Archivolt again\n";
    return static_cast<int>(archivolt::ExitStatus::Unreadable);
}

/// Says whether nothing tells where a window could show.
bool lacksDisplay(const std::vector<std::string>& arguments) {
    const auto isSet = [](const char* name) {
        const char* value = std::getenv(name);
        return value != nullptr && *value != '\0';
    };
    const bool isTold = std::ranges::count(arguments, "-platform") > 0;
    return !isTold && !isSet("DISPLAY") && !isSet("WAYLAND_DISPLAY") && !isSet("QT_QPA_PLATFORM");
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    archivolt::DiskFiles files;
    if (const std::string why = archivolt::whyNoCommand(arguments, files); !why.empty()) {
        std::cerr << "error: " << why << '\n';
        return static_cast<int>(archivolt::ExitStatus::Usage);
    }
    const bool isWindow = !archivolt::isCommand(arguments);
    if (isWindow && lacksDisplay(arguments)) {
        std::cerr << "error: there is no display to open a window on (DISPLAY and WAYLAND_DISPLAY "
                     "are not set); commands need none, see archivolt --help\n";
        return static_cast<int>(archivolt::ExitStatus::Unreadable);
    }
    if (isWindow || arguments.front() == "render") return becomeDesigner(argv);
    return static_cast<int>(archivolt::runCommand(
        arguments, {std::cin, std::cout, std::cerr, files, archivolt::wantsColour()}));
}
