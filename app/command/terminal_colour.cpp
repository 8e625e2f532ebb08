#include "app/command/terminal_colour.h"

#include <unistd.h>

#include <cstdlib>

namespace archivolt {

bool wantsColour() {
    const char* noColour = std::getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) != 0 && (noColour == nullptr || *noColour == '\0');
}

}  // namespace archivolt
