# Writes OUTPUT, a C++ file in which FUNCTION returns the names and texts of FILES, in their order, as
# TYPE, a struct of a name and a text; HEADER declares both.
set(texts "")
set(rows "")
set(count 0)
foreach(file IN LISTS FILES)
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} text)
    string(APPEND texts "constexpr std::string_view kText${count} = R\"~~(${text})~~\";\n")
    string(APPEND rows "    {\"${name}\", kText${count}},\n")
    math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUTPUT}.new "#include <array>

#include \"${HEADER}\"

namespace archivolt {

namespace {

${texts}
constexpr std::array<${TYPE}, ${count}> kFiles = {{
${rows}}};

}  // namespace

std::span<const ${TYPE}> ${FUNCTION}() { return kFiles; }

}  // namespace archivolt
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
