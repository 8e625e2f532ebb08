#include "model/policy/embedded_actions.h"

// The assembler takes the file in whole, as it does that of the catalogue.
__asm__(
    ".pushsection .rodata\n"
    ".global archivolt_actions_begin\n"
    ".global archivolt_actions_end\n"
    "archivolt_actions_begin:\n"
    ".incbin \"" ARCHIVOLT_ACTIONS_FILE
    "\"\n"
    "archivolt_actions_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char archivolt_actions_begin[];
extern const char archivolt_actions_end[];
}

namespace archivolt {

std::string_view embeddedActions() { return {archivolt_actions_begin, archivolt_actions_end}; }

}  // namespace archivolt
