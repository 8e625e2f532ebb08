#include "model/architecture/architecture.h"

#include <algorithm>

#include "model/architecture/tables.h"

namespace archivolt {

namespace {

/// Compares the things, skipping those that both snapshots share.
template <class T>
bool sameThings(const Table<T>& a, const Table<T>& b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) {
               return x.first == y.first && (x.second == y.second || *x.second == *y.second);
           });
}

}  // namespace

Architecture::Architecture() = default;
Architecture::Architecture(const Architecture&) = default;
Architecture::Architecture(Architecture&&) noexcept = default;
Architecture& Architecture::operator=(const Architecture&) = default;
Architecture& Architecture::operator=(Architecture&&) noexcept = default;
Architecture::~Architecture() = default;

const Thing* Architecture::find(ThingId id) const {
    const Thing* result = nullptr;
    forEachTable([&](auto table) {
        if (result != nullptr) return;
        if (const auto* found = (this->*table).find(id)) result = found->get();
    });
    return result;
}

bool operator==(const Architecture& a, const Architecture& b) {
    bool equal = true;
    forEachTable([&](auto table) { equal = equal && sameThings(a.*table, b.*table); });
    return equal;
}

}  // namespace archivolt
