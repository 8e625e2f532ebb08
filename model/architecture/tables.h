#pragma once

#include "model/architecture/architecture.h"
#include "model/architecture/attached.h"
#include "model/architecture/compute.h"
#include "model/architecture/data.h"
#include "model/architecture/edge.h"
#include "model/architecture/identity.h"
#include "model/architecture/network.h"
#include "model/architecture/unmodelled.h"

namespace archivolt {

/// Calls `visit` with a pointer to every table member of Architecture, in the order of the list.
template <class Visit>
constexpr void forEachTable(Visit&& visit) {
#define ARCHIVOLT_VISIT(Type, member) visit(&Architecture::member);
    ARCHIVOLT_TABLES(ARCHIVOLT_VISIT)
#undef ARCHIVOLT_VISIT
}

}  // namespace archivolt
