# Writes OUTPUT, a C++ file with the text of INPUT, what `import --script` prints.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT}.new "#include \"app/command/collect_script.h\"

namespace archivolt {

std::string_view collectScript() { return R\"~~(${text})~~\"; }

}  // namespace archivolt
")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT} ONLY_IF_DIFFERENT)
