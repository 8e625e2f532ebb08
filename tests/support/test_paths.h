#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace archivolt::test {

/// Returns the root of the source tree.
[[nodiscard]] std::filesystem::path sourceRoot();

/// Returns the folder of real templates: `ARCHIVOLT_CORPUS`, else `../shared/corpus` beside the
/// source tree; empty when there is none (a test then says how many templates it ran: none).
[[nodiscard]] std::filesystem::path corpusRoot();

/// Returns the corpus' templates (`.yaml`, `.yml`, `.json`, `.template`), sorted by path.
[[nodiscard]] std::vector<std::filesystem::path> corpusTemplates();

/// Returns our own templates under tests/fixtures/templates, sorted by path.
[[nodiscard]] std::vector<std::filesystem::path> fixtureTemplates();

/// Returns the bytes of a file; aborts the test program when it can't be read.
[[nodiscard]] std::string readFile(const std::filesystem::path& path);

}  // namespace archivolt::test
