#pragma once

#include <map>
#include <memory>
#include <string>

#include "render/layout/layout_engine.h"

namespace archivolt {

/// A layout engine that asks another one only for jobs that it has not seen lately.
///
/// An edit leaves most containers as they were, and a job costs a process.
class RememberingEngine final : public LayoutEngine {
public:
    explicit RememberingEngine(std::unique_ptr<LayoutEngine> engine)
        : m_engine(std::move(engine)) {}
    [[nodiscard]] Result<std::vector<Point>> place(const PlacementJob& job) override;

private:
    std::unique_ptr<LayoutEngine> m_engine;
    std::map<std::string, std::vector<Point>> m_places;
};

}  // namespace archivolt
