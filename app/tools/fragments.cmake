# Writes OUTPUT, a C++ file with the texts of the fragments in FOLDER and FOLDER/parts, sorted.
file(GLOB patterns ${FOLDER}/*.yaml)
file(GLOB parts ${FOLDER}/parts/*.yaml)
list(SORT patterns)
list(SORT parts)
set(texts "")
set(rows "")
set(count 0)
foreach(fragment IN LISTS patterns parts)
    get_filename_component(name ${fragment} NAME_WE)
    file(READ ${fragment} text)
    string(APPEND texts "constexpr std::string_view kText${count} = R\"~~(${text})~~\";\n")
    string(APPEND rows "    {\"${name}\", kText${count}},\n")
    math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUTPUT}.new "#include <array>

#include \"app/tools/fragment.h\"

namespace archivolt {

namespace {

${texts}
constexpr std::array<FragmentText, ${count}> kFragments = {{
${rows}}};

}  // namespace

std::span<const FragmentText> shippedFragmentTexts() { return kFragments; }

}  // namespace archivolt
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
