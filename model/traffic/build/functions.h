#pragma once

#include <vector>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

/// A function of Lambda, those that SAM writes among them.
struct FunctionThing {
    const Thing* thing = nullptr;
    std::vector<ThingId> interfaces;  ///< None outside a VPC.
};

/// Returns the functions of a design, Lambda's own first, each kind by id.
[[nodiscard]] std::vector<FunctionThing> functionsOf(const Builder& builder);
[[nodiscard]] bool isFunction(const Builder& builder, ThingId id);
/// Returns what is called where a thing is named: the function of an alias or a version, else the
/// thing itself; null pointer for null pointer, and where the function is not in the design.
[[nodiscard]] const Thing* calledAs(const Builder& builder, const Thing* named);
/// Returns what a function's properties refer to but for what calls it, and what takes what it
/// fails at: what its code may call.
[[nodiscard]] std::vector<const Thing*> namedByCode(const Builder& builder, const Thing& function);

}  // namespace archivolt::traffic
