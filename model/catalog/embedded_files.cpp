#include "model/catalog/embedded_files.h"

#include "model/catalog/catalog_date.h"
#include "model/catalog/embedded_forms.h"
#include "model/catalog/instance_types.h"

// The assembler takes the files in whole: a C array of 1.7 MB would cost seconds to compile.
// The macro ARCHIVOLT_CATALOG_DIR is the folder that holds them.
#define EMBED(symbol, file)                         \
    __asm__(                                        \
        ".pushsection .rodata\n"                    \
        ".global archivolt_" #symbol                \
        "_begin\n"                                  \
        ".global archivolt_" #symbol                \
        "_end\n"                                    \
        "archivolt_" #symbol                        \
        "_begin:\n"                                 \
        ".incbin \"" ARCHIVOLT_CATALOG_DIR "/" file \
        "\"\n"                                      \
        "archivolt_" #symbol                        \
        "_end:\n"                                   \
        ".byte 0\n"                                 \
        ".popsection\n")

EMBED(resource_types, "resource_types.txt");
EMBED(systems, "systems.json");
EMBED(limits, "limits.json");
EMBED(value_forms, "value_forms.txt");
EMBED(value_patterns, "value_patterns.txt");
EMBED(instance_types, "instance_types.txt");

extern "C" {
extern const char archivolt_resource_types_begin[];
extern const char archivolt_resource_types_end[];
extern const char archivolt_systems_begin[];
extern const char archivolt_systems_end[];
extern const char archivolt_limits_begin[];
extern const char archivolt_limits_end[];
extern const char archivolt_value_forms_begin[];
extern const char archivolt_value_forms_end[];
extern const char archivolt_value_patterns_begin[];
extern const char archivolt_value_patterns_end[];
extern const char archivolt_instance_types_begin[];
extern const char archivolt_instance_types_end[];
}

namespace archivolt {

CatalogSources embeddedCatalog() {
    return {{archivolt_resource_types_begin, archivolt_resource_types_end},
            {archivolt_systems_begin, archivolt_systems_end},
            {archivolt_limits_begin, archivolt_limits_end}};
}

std::string_view embeddedForms() {
    return {archivolt_value_forms_begin, archivolt_value_forms_end};
}

std::string_view embeddedPatterns() {
    return {archivolt_value_patterns_begin, archivolt_value_patterns_end};
}

InstanceTypes embeddedInstanceTypes() {
    return InstanceTypes({archivolt_instance_types_begin, archivolt_instance_types_end});
}

std::string_view catalogDate() {
    const std::string_view types = embeddedCatalog().types;
    const std::string_view head = types.substr(0, types.find('\n'));
    return head.substr(head.rfind('\t') + 1);
}

}  // namespace archivolt
