# Writes OUTPUT, a C++ file with the text of INPUT, what `limits` prints.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT}.new "#include \"app/command/limits_page.h\"

namespace archivolt {

std::string_view limitsPage() { return R\"~~(${text})~~\"; }

}  // namespace archivolt
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
