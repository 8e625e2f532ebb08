#pragma once

#include <memory>
#include <utility>

#include "model/reachability/index/network_index.h"
#include "model/reachability/sets/compiled_filters.h"

namespace archivolt {

/// A network ready to be asked: built once per snapshot, then any number of questions.
class Reachability {
public:
    /// Reads a snapshot; `previous` (or null) is what an earlier one of the same history was read
    /// as, shared where it did not change. Answers are the same without it.
    explicit Reachability(std::shared_ptr<const Architecture> architecture,
                          const Reachability* previous = nullptr)
        : m_network(std::move(architecture), previous != nullptr ? &previous->m_network : nullptr),
          m_filters(m_network, previous != nullptr ? &previous->m_filters : nullptr) {}
    Reachability(const Reachability&) = delete;  // The filters refer to the network beside them.
    Reachability& operator=(const Reachability&) = delete;

    [[nodiscard]] const NetworkIndex& network() const { return m_network; }
    [[nodiscard]] const CompiledFilters& filters() const { return m_filters; }

private:
    NetworkIndex m_network;
    CompiledFilters m_filters;
};

}  // namespace archivolt
