# Writes OUTPUT, a C++ file with the texts of the templates and projects in FOLDER, sorted by name.
file(GLOB templates ${FOLDER}/*.yaml ${FOLDER}/*.archivolt)
list(SORT templates)
set(texts "")
set(rows "")
set(count 0)
foreach(template IN LISTS templates)
    get_filename_component(name ${template} NAME_WE)
    file(READ ${template} text)
    string(APPEND texts "constexpr std::string_view kText${count} = R\"~~(${text})~~\";\n")
    string(APPEND rows "    {\"${name}\", kText${count}},\n")
    math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUTPUT}.new "#include <array>

#include \"app/command/examples.h\"

namespace archivolt {

namespace {

${texts}
constexpr std::array<Example, ${count}> kExamples = {{
${rows}}};

}  // namespace

std::span<const Example> shippedExamples() { return kExamples; }

}  // namespace archivolt
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
