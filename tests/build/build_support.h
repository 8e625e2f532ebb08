#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/architecture/tables.h"
#include "model/base/invariant.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/edit.h"

namespace archivolt {

/// Resolves by the program's own catalogue, which is read once for a test program.
[[nodiscard]] std::shared_ptr<const ResolvedDesign> resolve(
    const Design& design, const ResolvedDesign* previous = nullptr);

}  // namespace archivolt

namespace archivolt::test {

/// Returns the program's own catalogue.
[[nodiscard]] const Catalog& catalog();

/// Makes a design of one stack, `web` in us-east-1, of a YAML or JSON template; aborts when it
/// can't be read.
[[nodiscard]] Design readDesign(const std::string& text);

/// Makes a design of the indented YAML under `Resources:`.
[[nodiscard]] Design designOfResources(const std::string& resources);

/// Adds a stack of a template's text; aborts when it can't be read.
[[nodiscard]] Design withStackOf(const Design& design, const std::string& name,
                                 const std::string& text, StackKind kind = StackKind::Template);

/// Returns the table where two architectures first differ, and the thing; empty when equal.
[[nodiscard]] std::string firstDifference(const Architecture& a, const Architecture& b);

/// Returns the names of references, parted by spaces, with the reason for missing ones.
[[nodiscard]] std::string names(const Architecture& architecture, const References& references);
[[nodiscard]] std::string name(const Architecture& architecture, const Known<ThingId>& reference);

/// Returns the thing of this name in a table; aborts when there is none.
template <class T>
[[nodiscard]] const T& named(const Table<T>& table, std::string_view name) {
    for (const auto& [id, thing] : table) {
        if (thing->name == name) return *thing;
    }
    std::fprintf(stderr, "no thing named %s\n", std::string(name).c_str());
    std::abort();
}

}  // namespace archivolt::test
